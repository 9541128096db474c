"""What was not taken goes back with its reasons, loads again, and is refused again until it is mended; templates load."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from intake.headings import Meaning
from intake.listed import Kind
from intake.put_back import put_back
from intake.template import results_template, roster_template
from tests.intake import files
from tests.intake.commune import KIM_SON, PLACES, read, said, who, why

ROWS = [
    ["STT", "Họ và tên", "Nam", "Nữ", "Quan hệ với chủ hộ", "CCCD", "Chỉ số 1", "Chỉ số 10", "Kết quả", "Ghi chú"],
    ["", "Thôn Kim Sơn (45 hộ)"],
    [1, "Nguyễn Văn An", 1957, "", "Chủ hộ", "040057001234", 1, 2, "Đạt", ""],
    [2, "Trần Thị Bình", "", 1960, "Vợ", "040057001235", 1, 2, "khá", ""],
    [3, "Nguyễn Văn 2", 1985, "", "con", "", 1, 2, "Đạt", "đã chết"],
    ["", "Thôn Đồng Vang"],
    [1, "Lê Văn Ba", "12/3/1957", "", "Chủ hộ", "", "", "", "Đạt", ""],
]


def sheet(content: bytes) -> list[list[str]]:
    (only,) = load_workbook(io.BytesIO(content)).worksheets
    return [["" if cell is None else str(cell) for cell in row] for row in only.iter_rows(values_only=True)]


def test_the_file_that_goes_back_says_why_beside_each_row() -> None:
    found = read(files.xlsx(ROWS))
    heads, *rows = sheet(put_back(found.left_out, said))
    assert heads == [
        "Thôn, tổ dân phố", "Mã hộ", "Họ và tên", "Nam", "Nữ", "Quan hệ với chủ hộ", "Kết quả", "Chỉ số 1", "Chỉ số 10",
        "Ghi chú", "Vì sao chưa nhận", "Dòng trong tệp cũ",
    ]  # fmt: skip
    assert [row[2] for row in rows] == ["Trần Thị Bình", "Nguyễn Văn 2", "Lê Văn Ba"]
    assert [row[0] for row in rows] == ["Thôn Kim Sơn (45 hộ)"] * 2 + ["Thôn Đồng Vang"]
    assert rows[0][-2:] == ["Chưa rõ đạt hay chưa đạt (khá)", "Trang Sheet1, dòng 4"]
    assert "0400" not in repr(rows)


def test_unmended_it_is_refused_again_for_the_same_reasons() -> None:
    first = read(files.xlsx(ROWS))
    second = read(put_back(first.left_out, said))
    third = read(put_back(second.left_out, said))
    assert second.people == ()
    assert list(why(first).values()) == list(why(second).values()) == list(why(third).values())
    assert [each.cells for each in second.left_out] == [each.cells for each in third.left_out]


def test_mended_it_loads_into_the_same_household() -> None:
    first = read(files.xlsx(ROWS))
    heads, *rows = sheet(put_back(first.left_out, said))
    rows[0][heads.index("Kết quả")] = "Đạt"
    found = read(files.xlsx([heads, *rows]))
    assert who(found) == [("Trần Thị Bình", 1960, KIM_SON)]
    assert found.people[0].household == first.people[0].household
    assert found.people[0].sex == "female"
    assert found.people[0].indicator_points == (("1", 1.0), ("10", 2.0))


def test_nothing_in_it_is_a_formula() -> None:
    found = read(files.xlsx([["STT", "Họ và tên", "Năm sinh", "Thôn"], [1, "=1+1", "=2", "Kim Sơn"]]))
    rows = load_workbook(io.BytesIO(put_back(found.left_out, said))).worksheets[0]
    assert {cell.data_type for row in rows.iter_rows() for cell in row if cell.value is not None} == {"s"}


CELLS = st.one_of(
    st.text(max_size=12),
    st.integers(0, 3000),
    st.sampled_from(["1957", "Nguyễn Văn An", "nt", "x", "Kim Sơn", "Thôn 1", "30/02/1957"]),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=6))
def test_whatever_is_refused_is_refused_again(rows: list[tuple[object, ...]]) -> None:
    heads = ("STT", "Họ và tên", "Năm sinh", "Thôn")
    first = read(files.text([heads, *rows]))  # type: ignore[list-item]
    second = read(put_back(first.left_out, said))
    third = read(put_back(second.left_out, said))
    assert [each.cells for each in second.left_out] == [each.cells for each in third.left_out]
    assert third.people == ()


@pytest.mark.parametrize("kind", [Kind.ROSTER, Kind.RESULTS])
def test_our_own_templates_load_without_a_remark_empty_and_filled(kind: Kind) -> None:
    content = roster_template(PLACES, said) if kind is Kind.ROSTER else results_template(PLACES, ("1", "1.2"), said)
    empty = read(content)
    assert (empty.kind, empty.people, empty.left_out, empty.notes, empty.questions) == (kind, (), (), (), ())
    assert all(each.meaning is not None for each in empty.columns)
    book = load_workbook(io.BytesIO(content))
    to = book.worksheets[0]
    heads = next(row for row in to.iter_rows() if row[0].value == "STT")
    filled = {
        Meaning.STT: 1, Meaning.VILLAGE: "Thôn Kim Sơn", Meaning.HOUSEHOLD: "H01", Meaning.NAME: "Nguyễn Văn An",
        Meaning.BIRTH: "12/03/1957", Meaning.SEX: "Nam", Meaning.RELATION: "Chủ hộ", Meaning.SCHOOLING: "12/12",
        Meaning.QUALIFICATION: "Đại học", Meaning.RESULT: "Đạt", Meaning.POINTS: 85, Meaning.INDICATOR: 8,
    }  # fmt: skip
    for column, cell in zip(empty.columns, heads, strict=True):
        to.cell(heads[0].row + 1, cell.column, filled.get(column.meaning) if column.meaning else None)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert who(found) == [("Nguyễn Văn An", 1957, KIM_SON)]
    assert (found.people[0].remarks, found.left_out, found.notes, found.questions) == ((), (), (), ())
