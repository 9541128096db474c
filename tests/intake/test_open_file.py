"""Every kind of file that an office has opens as the same list, told by its first bytes; what is none says so kindly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from intake.grid import Value
from intake.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from intake.open_file import FileError, open_file
from tests.intake import files
from tests.intake.commune import FIVE, KIM_SON, notes, read, said, who

ROWS: list[list[Value]] = [
    ["DANH SÁCH NHÂN KHẨU"],
    ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Thôn"],
    [1, "Nguyễn Văn An", 1957, "Nam", "Kim Sơn"],
    [2, "Trần Thị Bình", "12/3/1960", "Nữ", "Kim Sơn"],
    [3, "H'Hen Niê", "1985-08-15", "Nữ", "Thôn 5"],
]
PEOPLE = [("Nguyễn Văn An", 1957, KIM_SON), ("Trần Thị Bình", 1960, KIM_SON), ("H'Hen Niê", 1985, FIVE)]
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    + files.html(ROWS)
)
FORMS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: files.xlsx(ROWS),
    "xls": lambda: files.xls("Trang 1", ROWS),
    "xlsb": lambda: files.xlsb("Trang 1", ROWS),
    "ods": lambda: files.ods("Trang 1", ROWS),
    "csv with commas": lambda: files.text(ROWS),
    "csv with a byte order mark": lambda: files.text(ROWS, encoding="utf-8-sig"),
    "csv with semicolons": lambda: files.text(ROWS, ";"),
    "text with tabs, UTF-16": lambda: files.text(ROWS, "\t", "utf-16"),
    "text with tabs, UTF-16 without a mark": lambda: files.text(ROWS, "\t", "utf-16-le"),
    "text with tabs, big endian": lambda: files.text(ROWS, "\t", "utf-16-be"),
    "text with upright lines": lambda: files.text(ROWS, "|"),
    "csv that names its delimiter": lambda: b"sep=;\r\n" + files.text(ROWS, ";"),
    "csv in Windows-1258": lambda: files.windows_1258(files.text(ROWS, ";").decode()),
    "docx": lambda: files.docx(ROWS[1:], above=["DANH SÁCH NHÂN KHẨU"]),
    "pdf": lambda: files.pdf(ROWS[1:], above="DANH SÁCH NHÂN KHẨU"),
    "html under the name xls": lambda: files.html(ROWS),
    "html with headings of its own": lambda: files.html(ROWS, "th"),
    "mhtml": lambda: MHTML,
    "Excel's XML of 2003": lambda: files.xml_2003("Trang 1", ROWS),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_holds_the_same_people(form: str) -> None:
    assert who(read(FORMS[form](), "danh sách.dat")) == PEOPLE


@pytest.mark.parametrize("form", ["xlsx", "xls", "csv with commas", "html under the name xls"])
def test_the_name_of_a_file_decides_nothing(form: str) -> None:
    kinds = {open_file(name, FORMS[form]()).kind for name in ("a.xlsx", "a.xls", "a.csv", "a.docx", "a")}
    assert len(kinds) == 1


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_hidden_rows_are_read_and_announced(form: str) -> None:
    make = {"xlsx": files.xlsx, "xls": lambda rows, **told: files.xls("Trang 1", rows, **told),
            "ods": lambda rows, **told: files.ods("Trang 1", rows, **told)}[form]  # fmt: skip
    found = read(make(ROWS, hidden_rows=[3]))
    assert who(found) == PEOPLE
    assert "1 dòng ẩn (dòng đầu là 4)" in notes(found)


def test_hidden_columns_are_announced_and_hidden_sheets_are_not_read_unless_told() -> None:
    more = [ROWS[1], [9, "Lê Văn Ẩn", 1970, "Nam", "Kim Sơn"]]
    content = files.xlsx({"A": ROWS, "B": more}, hidden_columns=[2], hidden_sheets=["B"])
    found = read(content)
    assert who(found) == PEOPLE
    assert "cột ẩn: C" in notes(found)
    assert "Trang B bị ẩn" in notes(found)
    from intake.listed import Choices

    assert who(read(content, choices=Choices(reads=("B",))))[-1] == ("Lê Văn Ẩn", 1970, KIM_SON)


def test_where_hidden_rows_cannot_be_seen_it_is_said() -> None:
    assert "không cho biết hết dòng ẩn" in notes(read(files.xlsb("Trang 1", ROWS)))
    assert "dòng ẩn" not in notes(read(files.xlsx(ROWS)))


def test_values_of_formulas_are_what_excel_computed() -> None:
    content = files.xlsx(ROWS, formulas={(2, 2): ("=1900+57", 1957), (2, 1): ('="Nguyễn "&"Văn An"', "Nguyễn Văn An")})
    assert who(read(content)) == PEOPLE


def test_a_password_is_asked_for_and_a_wrong_one_is_told() -> None:
    content = files.locked(files.xlsx(ROWS), "hoa sen 1957")
    with pytest.raises(FileError) as asked:
        read(content)
    assert asked.value.wants_password
    assert "mật khẩu" in said(asked.value.words)
    with pytest.raises(FileError) as wrong:
        read(content, password="hoa sen")
    assert said(wrong.value.words) == "Mật khẩu chưa đúng."
    assert "hoa sen" not in repr(wrong.value)
    assert who(read(content, password="hoa sen 1957")) == PEOPLE


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tệp trống"),
        (b" \r\n\x00", "Tệp trống"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "Đây là ảnh"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "Đây là ảnh"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "Đây là ảnh"),
        (files.compound({"WordDocument": b"x" * 5000}), "(.doc)"),
        (files.compound({"PowerPoint Document": b"x" * 5000}), "Không nhận ra"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"Rar!\x1a\x07" + b"x" * 50, "tệp nén"),
        (packed({"a.txt": b"x"}), "tệp nén"),
        (bytes(range(256)) * 20, "Không nhận ra"),
        (files.xlsx(ROWS)[:3000], "Tệp hỏng"),
        (packed({"xl/workbook.xml": b"<x/>"}), "Tệp hỏng"),
        (b"%PDF-1.7 nothing", "Tệp hỏng"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(content: bytes, told: str) -> None:
    with pytest.raises(FileError) as refused:
        open_file("danh sách.xlsx", content)
    assert told in said(refused.value.words)
    assert not refused.value.wants_password


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileError) as refused:
        open_file("a.xlsx", packed({"xl/workbook.xml": b"0" * (MOST_BYTES + 1)}))
    assert "quá lớn" in said(refused.value.words)


def test_a_cell_far_away_makes_no_table_of_all_between() -> None:
    xml = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    source = zipfile.ZipFile(io.BytesIO(files.xlsx(ROWS)))
    parts = {name: source.read(name) for name in source.namelist()} | {"xl/worksheets/sheet1.xml": xml}
    with pytest.raises(FileError) as refused:
        open_file("a.xlsx", packed(parts))
    assert "ô lạc" in said(refused.value.words)


def test_a_sheet_that_is_too_long_or_too_wide_is_refused() -> None:
    for content in (b"a,b\n" * (MOST_ROWS + 1), b"x," * (MOST_COLUMNS + 1)):
        with pytest.raises(FileError) as refused:
            open_file("a.csv", content)
        assert "quá lớn" in said(refused.value.words)


def test_what_libraries_say_of_a_broken_file_is_not_repeated() -> None:
    with pytest.raises(FileError) as refused:
        open_file("a.xlsx", packed({"xl/workbook.xml": "Nguyễn Văn An 040057001234".encode()}))
    assert refused.value.__cause__ is not None
    assert "0400" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_a_table_shows_none_of_its_cells_in_a_repr() -> None:
    table = open_file("a.xlsx", files.xlsx([["Họ tên", "Số CCCD"], ["Nguyễn Văn An", "040057001234"]]))
    assert "An" not in repr(table)
    assert "0400" not in repr(table)


def test_true_dates_stay_dates() -> None:
    for content in (files.xlsx([[date(1957, 3, 12)]]), files.xls("a", [[date(1957, 3, 12)]])):
        value = open_file("a", content).sheets[0].rows[0][0]
        assert isinstance(value, date)
        assert value.year == 1957
