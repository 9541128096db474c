from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from locales.text import Joined, Message, T, Verbatim, Words
from reports.column import NOT_YET, Cell, Column, Format, share
from reports.xlsx import Sheet, Signature, workbook


def plain(words: Words) -> str:
    match words:
        case Message(msgid):
            return msgid
        case Verbatim(value):
            return value
        case Joined():
            raise AssertionError("no sheet here has such a text")


def sheet_of(*cells: Cell, kind: Format, **more: object) -> Sheet[Cell]:
    columns: tuple[Column[Cell], ...] = (Column(T("Cột"), lambda cell: cell, kind, 12),)
    return Sheet(name=T("Tên"), columns=columns, rows=cells, organisation=T("UBND"), title=T("Bảng"), **more)  # type: ignore[arg-type]


def column_of(*cells: Cell, kind: Format) -> list[object]:
    made = workbook([sheet_of(*cells, kind=kind)], plain)
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    start = next(i for i, row in enumerate(rows) if row[0] == "Cột")
    return [row[0] for row in rows[start + 1 : start + 1 + len(cells)]]


def test_each_kind_of_cell() -> None:
    day, moment = date(2026, 2, 28), datetime(2026, 2, 27, 20, 0, tzinfo=UTC)
    assert column_of(0, 1234, None, kind=Format.COUNT) == [0, 1234, "chưa có"]
    assert column_of(0.0, 1.0, share(1, 0), NOT_YET, kind=Format.SHARE) == [0.0, 1.0, "chưa có", "chưa có"]
    assert column_of(1968, None, kind=Format.YEAR)[0] == 1968
    assert column_of(day, moment, kind=Format.DAY) == [day, day]  # 20:00 UTC is the next morning in Viet Nam
    assert column_of(moment, kind=Format.MOMENT) == [datetime(2026, 2, 28, 3, 0)]  # noqa: DTZ001
    assert column_of("=1", T("chữ"), "a\x00b\ud800\uffff\tc\nd", kind=Format.TEXT) == ["=1", "chữ", "ab c\nd"]
    assert column_of("x", "y", kind=Format.ORDINAL) == [1, 2]
    assert column_of("chữ", 7, 0.5, day, kind=Format.FACT) == ["chữ", 7, 0.5, day]


def test_decomposed_letters_are_composed() -> None:
    assert column_of("Đư\u0301c", kind=Format.TEXT) == ["Đức"]


def test_formats_ask_for_the_vietnamese_way() -> None:
    made = workbook(
        [
            sheet_of(1234, kind=Format.COUNT),
        ],
        plain,
    )
    assert 'formatCode="[$-42A]#,##0"' in ZipFile(BytesIO(made)).read("xl/styles.xml").decode()


def test_rows_are_read_once_and_one_by_one() -> None:
    read: list[int] = []

    def rows() -> Iterator[int]:
        for i in range(100):
            read.append(i)
            yield i

    columns: tuple[Column[int], ...] = (Column(T("Cột"), lambda row: row, Format.COUNT, 9),)
    workbook([Sheet(name=T("Tên"), columns=columns, rows=rows(), organisation=T("UBND"), title=T("Bảng"))], plain)
    assert read == list(range(100))


def test_a_long_or_forbidden_sheet_name_is_made_fit() -> None:
    columns: tuple[Column[int], ...] = (Column(T("Cột"), lambda row: row, Format.COUNT, 9),)
    made = workbook(
        [Sheet(name=Verbatim("A/B: " + "x" * 40), columns=columns, rows=[], organisation=T("UBND"), title=T("Bảng"))],
        plain,
    )
    (name,) = CalamineWorkbook.from_filelike(BytesIO(made)).sheet_names
    assert name == "A B  " + "x" * 26


def test_signatures_stand_side_by_side_even_in_a_narrow_table() -> None:
    columns: tuple[Column[int], ...] = (
        Column(T("Cột"), lambda row: row, Format.COUNT, 30),
        Column(T("Hai"), lambda row: row, Format.COUNT, 5),
    )
    signatures = (Signature(T("TRÁI"), T("ký")), Signature(T("PHẢI"), T("ký")))
    made = workbook(
        [
            Sheet(
                name=T("Tên"), columns=columns, rows=[1], organisation=T("UBND"), title=T("Bảng"), signatures=signatures
            )
        ],
        plain,
    )
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert ["TRÁI", "PHẢI"] in rows


def test_a_high_row_for_a_long_text() -> None:
    made = workbook([sheet_of("một hai ba bốn năm sáu bảy tám chín mười", kind=Format.TEXT)], plain)
    xml = ZipFile(BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    height = float(xml.split('<row r="5" ht="')[1].split('"')[0])
    assert height > 5 * 12 * 1.2
