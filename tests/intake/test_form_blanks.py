"""Superiors' forms: ten made ones, their blanks found, filled, and everything else left as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from intake.form_blanks import Blank, BlankGroup, find_blanks, shape_of
from intake.limits import FileError
from intake.listed import ListedPlace
from reports.superior_form import filled

PLACES = (ListedPlace(1, "thôn", "Kim Sơn"), ListedPlace(2, "thôn", "Hồng Lĩnh"))
THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)


def framed(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = FRAME


def put(sheet: Worksheet, at: str, rows: Sequence[Sequence[object]]) -> None:
    first = sheet[at]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.cell(first.row + r, first.column + c, value)


def empty(_sheet: Worksheet) -> None:
    """Nothing but the colour of a cell."""


def by_village(sheet: Worksheet) -> None:
    put(sheet, "A3", [["TT", "Thôn", "Tổng số", "Số đạt"], [1, "Thôn Kim Sơn"], [2, "Thôn Hồng Lĩnh"]])
    framed(sheet, "A3:D5")


def with_total(sheet: Worksheet) -> None:
    by_village(sheet)
    put(sheet, "A6", [["", "Tổng cộng", "=SUM(C4:C5)", None]])
    framed(sheet, "A6:D6")


def two_headings(sheet: Worksheet) -> None:
    put(sheet, "A1", [["Thôn", "Công dân học tập", None], [None, "Đăng ký", "Đạt"], ["Kim Sơn"], ["Hồng Lĩnh"]])
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    framed(sheet, "A1:C4")


def behind_colons(sheet: Worksheet) -> None:
    put(sheet, "A1", [["Đơn vị:", "…………"], ["Năm:", None], ["Người lập biểu", None]])


def one_row(sheet: Worksheet) -> None:
    put(sheet, "B2", [["Chỉ tiêu", "Kết quả", "Ghi chú"], ["Số công dân đạt", None, "x"], ["Số hộ đạt", "....", "x"]])
    framed(sheet, "B2:D4")


def unknown_village(sheet: Worksheet) -> None:
    put(sheet, "A1", [["Thôn", "Số đạt"], ["Thôn Kim Sơn"], ["Thôn Phúc Đồng"]])
    framed(sheet, "A1:B3")


def numbered_columns(sheet: Worksheet) -> None:
    put(sheet, "A1", [["TT", "Thôn", "Số đạt"], ["(1)", "(2)", "(3)"], ["I", "Thôn Kim Sơn", None]])
    framed(sheet, "A1:C3")


def filled_in_part(sheet: Worksheet) -> None:
    by_village(sheet)
    sheet["C4"] = 7


def letterhead(sheet: Worksheet) -> None:
    put(sheet, "A1", [["UBND HUYỆN", None, None, "CỘNG HÒA"], ["Kính gửi: các xã"]])
    sheet.merge_cells("A1:C1")
    put(sheet, "A5", [["Thôn", "Đạt"], ["Thôn Kim Sơn"]])
    framed(sheet, "A5:B6")


def signed_below(sheet: Worksheet) -> None:
    by_village(sheet)
    put(sheet, "B9", [["NGƯỜI LẬP", None, "CHỦ TỊCH"], ["(ký)", None, "(ký)"]])


FORMS: dict[str, tuple[Callable[[Worksheet], None], list[tuple[str, list[str], bool]]]] = {
    "by village": (by_village, [("Tổng số", ["C4", "C5"], True), ("Số đạt", ["D4", "D5"], True)]),
    "with total": (with_total, [("Tổng số", ["C4", "C5"], True), ("Số đạt", ["D4", "D5", "D6"], True)]),
    "two headings": (
        two_headings,
        [("Công dân học tập / Đăng ký", ["B3", "B4"], True), ("Công dân học tập / Đạt", ["C3", "C4"], True)],
    ),
    "behind colons": (behind_colons, [("Đơn vị", ["B1"], False), ("Năm", ["B2"], False)]),
    "one row": (
        one_row,
        [("Số công dân đạt – Kết quả", ["C3"], False), ("Số hộ đạt – Kết quả", ["C4"], False)],
    ),
    "unknown village": (unknown_village, [("Số đạt", ["B2"], True), ("Thôn Phúc Đồng – Số đạt", ["B3"], False)]),
    "numbered columns": (numbered_columns, [("Số đạt", ["C3"], True)]),
    "filled in part": (filled_in_part, [("Số đạt", ["D4", "D5"], True), ("Tổng số", ["C5"], True)]),
    "letterhead": (letterhead, [("Đạt", ["B6"], True)]),
    "signed below": (signed_below, [("Tổng số", ["C4", "C5"], True), ("Số đạt", ["D4", "D5"], True)]),
}


def made(draw: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu"
    draw(sheet)
    sheet["A1"].font = Font(bold=True, name="Times New Roman")
    sheet["A1"].fill = PatternFill("solid", fgColor="FFEE00")
    sheet.column_dimensions["B"].width = 33
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", FORMS)
def test_blanks_are_found_beside_their_labels_and_filled_with_the_rest_as_it_was(name: str) -> None:
    draw, expected = FORMS[name]
    content = made(draw)
    groups = find_blanks(content, PLACES)
    found = [(each.label.removeprefix("Biểu: "), [b.cell for b in each.blanks], each.by_place) for each in groups]
    assert found == expected
    cells = [(b.sheet, b.cell) for each in groups for b in each.blanks]
    after = openpyxl.load_workbook(BytesIO(filled(content, dict.fromkeys(cells, (12, False)))))["Biểu"]
    before = openpyxl.load_workbook(BytesIO(content))["Biểu"]
    assert {after[cell].value for _, cell in cells} == {12}
    for row in before.iter_rows():
        for cell in row:
            if ("Biểu", cell.coordinate) not in cells:
                assert after[cell.coordinate].value == cell.value
            assert repr(after[cell.coordinate].border) == repr(cell.border)
    assert str(after.merged_cells) == str(before.merged_cells)
    assert repr(after["A1"].font) == repr(before["A1"].font)
    assert repr(after["A1"].fill) == repr(before["A1"].fill)
    assert after.column_dimensions["B"].width == 33


def test_villages_and_totals_are_told_apart() -> None:
    *_, reached = find_blanks(made(with_total), PLACES)
    assert reached.blanks == (
        Blank("Biểu", "D4", "Thôn Kim Sơn", 1),
        Blank("Biểu", "D5", "Thôn Hồng Lĩnh", 2),
        Blank("Biểu", "D6", "Tổng cộng", is_total=True),
    )
    assert BlankGroup.from_data(reached.to_data()) == reached


def test_the_same_form_has_the_same_shape_and_another_has_not() -> None:
    first, again = find_blanks(made(by_village), PLACES), find_blanks(made(by_village), PLACES)
    assert shape_of(first) == shape_of(again) != shape_of(find_blanks(made(with_total), PLACES))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"x" * 3_000_001, made(empty)])
def test_what_is_no_form_gets_a_kind_word(content: bytes) -> None:
    with pytest.raises(FileError) as caught:
        find_blanks(content, PLACES)
    assert caught.value.words


def test_a_share_is_written_as_the_cell_has_it_and_a_text_is_no_formula() -> None:
    def draw(sheet: Worksheet) -> None:
        by_village(sheet)
        sheet["D4"].number_format = "0.0%"

    content = filled(
        made(draw),
        {("Biểu", "D4"): (0.5, True), ("Biểu", "D5"): (0.5, True), ("Biểu", "C4"): ("=1+1", False)},
    )
    sheet = openpyxl.load_workbook(BytesIO(content))["Biểu"]
    assert (sheet["D4"].value, sheet["D5"].value) == (0.5, 50)
    assert sheet["C4"].data_type == "s"
