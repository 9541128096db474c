"""Workbooks: values by calamine, and what it does not tell (hidden rows, fonts) from the file itself.

Of an XLSX that is read by patterns over the bytes of its parts: openpyxl, which knows the same, takes fifteen
times as long as reading the whole file (docs/performance.md). Of an XLS xlrd tells all of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from intake import markup
from intake.grid import Merge, Row, Sheet, Table, Value
from intake.legacy_fonts import is_legacy_font
from intake.limits import MOST_SHEETS, FileError, hold
from locales.text import T

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_TAG = rb"<(?:\w+:)?"
_ROW = re.compile(_TAG + rb"row\b([^>]*)>")
_NUMBER_OF_ROW = re.compile(rb"\br=\"(\d+)\"")
_IS_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_COLUMN = re.compile(_TAG + rb"col\b([^>]*)>")
_FILLED = re.compile(_TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*[^>/]>")
_PLAIN_CELL, _FAR_COLUMN = re.compile(rb"<c r=\"[A-Z]"), re.compile(rb"c r=\"[A-Z]{2}")
_FAR_ROW = re.compile(rb"(?:row|c) r=\"[A-Z]?(?:[2-9]\d{5}|\d{7})")
_STYLED = re.compile(_TAG + rb"c\b(?=[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\")(?=[^>]*\bs=\"(\d+)\")[^>]*>")
_SHEETS = re.compile(_TAG + rb"sheet\b([^>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)=\"([^\"]*)\"")


def _calamine(content: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        if "assword" in str(error):
            raise FileError(T("Tệp có mật khẩu. {You} bỏ mật khẩu rồi gửi lại.")) from None
        raise


def _values(book: CalamineWorkbook) -> Iterator[tuple[str, bool, list[Row], list[Merge]]]:
    """Name, whether it is hidden, rows and merged cells of each sheet."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if len(book.sheet_names) > MOST_SHEETS:
        hold(0, len(book.sheet_names))
    for at, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(at)
        hold(sheet.total_height, sheet.total_width)
        merges = [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        rows: list[Row] = list(sheet.to_python(skip_empty_area=False))
        yield about.name, about.visible is not SheetVisibleEnum.Visible, rows, merges


def xlsx(name: str, content: bytes, packed: zipfile.ZipFile) -> Table:
    """An XLSX or XLSM. Values are those that Excel last computed."""
    parts = _sheet_parts(packed)
    fonts = _legacy_styles(packed)
    seen: dict[str, tuple[frozenset[int], frozenset[int], dict[tuple[int, int], str]]] = {}
    for title, part in parts.items():
        xml = packed.read(part)
        _hold_filled(xml)
        seen[title] = (_hidden_rows(xml), _hidden_columns(xml), _cells_in(fonts, xml) if fonts else {})
    sheets = []
    for title, hidden, rows, merges in _values(_calamine(content)):
        hidden_rows, hidden_columns, old_fonts = seen.get(title, (frozenset(), frozenset(), {}))
        sheets.append(
            Sheet(
                name=title,
                rows=rows,
                hidden=hidden,
                hidden_rows=frozenset(row for row in hidden_rows if row < len(rows)),
                hidden_columns=hidden_columns,
                merges=merges,
                fonts=old_fonts,
            )
        )
    return Table(kind="xlsx", sheets=tuple(sheets))


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode().rpartition(":")[2]: value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(tag)}


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _sheet_parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name; only of those that can be found."""
    names = set(packed.namelist())
    book = next((each for each in sorted(names) if re.fullmatch(r"xl/workbook\d*\.xml", each)), "xl/workbook.xml")
    relations = f"xl/_rels/{book[3:]}.rels"
    if book not in names or relations not in names:
        return {}
    targets = {}
    for found in _RELATION.findall(packed.read(relations)):
        told = _attributes(found)
        target = unquote(told.get("Target", ""))
        targets[told.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    parts = {}
    for found in _SHEETS.findall(packed.read(book)):
        told = _attributes(found)
        part = targets.get(told.get("id", ""), "")
        if part in names and "worksheets" in part:
            parts[_unescaped(told.get("name", ""))] = part
    return parts


def _hold_filled(xml: bytes) -> None:
    """Refuse a sheet with a cell far away before anybody makes a table of all cells between."""
    if _FAR_COLUMN.search(xml) is None and _FAR_ROW.search(xml) is None and _PLAIN_CELL.search(xml) is not None:
        return
    columns, lowest = set(), 0
    for letters, row in _FILLED.findall(xml):
        columns.add(letters)
        lowest = max(lowest, int(row))
    hold(lowest, max((_column(letters) + 1 for letters in columns), default=0))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _hidden_rows(xml: bytes) -> frozenset[int]:
    hidden, at = set(), -1
    for told in _ROW.findall(xml):
        number = _NUMBER_OF_ROW.search(told)
        at = int(number[1]) - 1 if number else at + 1
        if b"hidden=" in told and _IS_HIDDEN.search(told):
            hidden.add(at)
    return frozenset(hidden)


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for told in _COLUMN.findall(xml[: xml.find(b"sheetData") + 1 or 4096]):
        if _IS_HIDDEN.search(told):
            about = _attributes(told)
            hidden |= set(range(int(about.get("min", "1")) - 1, min(int(about.get("max", "0")), 300)))
    return frozenset(hidden)


def _legacy_styles(packed: zipfile.ZipFile) -> dict[bytes, str]:
    """The numbers of the cell styles whose font is of before Unicode, each with the font's name."""
    if "xl/styles.xml" not in packed.namelist():
        return {}
    xml = packed.read("xl/styles.xml")
    block = re.search(_TAG + rb"fonts\b.*?</(?:\w+:)?fonts>", xml, re.DOTALL)
    styles = re.search(_TAG + rb"cellXfs\b.*?</(?:\w+:)?cellXfs>", xml, re.DOTALL)
    if block is None or styles is None or (b".Vn" not in block[0] and b"VNI" not in block[0].upper()):
        return {}
    fonts = []
    for font in re.findall(_TAG + rb"font(?:\s*/>|\b[^>]*>.*?</(?:\w+:)?font>)", block[0], re.DOTALL):
        name = re.search(rb"name [^>]*val=\"([^\"]*)\"", font) or re.search(rb"name val=\"([^\"]*)\"", font)
        fonts.append(name[1].decode("utf-8", "replace") if name else "")
    found = {}
    for at, style in enumerate(re.findall(_TAG + rb"xf\b([^>]*)>", styles[0])):
        number = _attributes(style).get("fontId", "0")
        font_name = fonts[int(number)] if number.isdigit() and int(number) < len(fonts) else ""
        if is_legacy_font(font_name):
            found[str(at).encode()] = font_name
    return found


def _cells_in(fonts: dict[bytes, str], xml: bytes) -> dict[tuple[int, int], str]:
    return {
        (int(row) - 1, _column(letters)): fonts[style] for letters, row, style in _STYLED.findall(xml) if style in fonts
    }


def xlsb(name: str, content: bytes, password: str) -> Table:
    """An XLSB: values alone; what is hidden and which fonts there are is not seen."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".bin"):
                hold(*_reach(packed.read(part)))
    sheets = [
        Sheet(name=title, rows=rows, hidden=hidden, merges=merges)
        for title, hidden, rows, merges in _values(_calamine(content))
    ]
    return Table(kind="xlsb", sheets=tuple(sheets), sees_hidden=False, sees_fonts=False)


def _reach(part: bytes) -> tuple[int, int]:
    """How many rows and columns the records of a sheet reach over."""
    at, row, rows, columns = 0, 0, 0, 0
    while at < len(part):
        kind, at = _varint(part, at, 2)
        size, at = _varint(part, at, 4)
        if kind == 0 and size >= 4:
            row = int.from_bytes(part[at : at + 4], "little")
        elif 1 < kind <= 11 and size >= 4:
            rows, columns = max(rows, row + 1), max(columns, int.from_bytes(part[at : at + 4], "little") + 1)
        at += size
    return rows, columns


def _varint(part: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for n in range(most):
        byte = part[at + n] if at + n < len(part) else 0
        number |= (byte & 0x7F) << (7 * n)
        if byte < 0x80:
            return number, at + n + 1
    return number, at + most


_ODS_ROW = re.compile(
    rb"<table:table-row\b([^>]*)>|<table:table(?=[\s>])([^>]*)>|<(?:text:p|table:table-cell[^>]*office:value)\b"
)


def open_document(name: str, content: bytes, packed: zipfile.ZipFile) -> Table:
    """An ODS, or the tables of an ODT."""
    kind = packed.read("mimetype").decode("ascii", "replace")
    if b"encryption-data" in (
        packed.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in packed.namelist() else b""
    ):
        raise FileError(T("Tệp có mật khẩu. {You} bỏ mật khẩu rồi gửi lại."))
    xml = packed.read("content.xml")
    if "spreadsheet" not in kind:
        found = markup.sheets(name, xml.decode("utf-8", "replace"))
        return Table(kind="odt", sheets=found.sheets, sees_hidden=True, sees_fonts=False)
    hidden = _hidden_ods_rows(xml)
    sheets = [
        Sheet(name=title, rows=rows, hidden=is_hidden, merges=merges,
              hidden_rows=frozenset(row for row in (hidden[at] if at < len(hidden) else ()) if row < len(rows)))
        for at, (title, is_hidden, rows, merges) in enumerate(_values(_calamine(content)))
    ]  # fmt: skip
    return Table(kind="ods", sheets=tuple(sheets), sees_fonts=False)


def _hidden_ods_rows(xml: bytes) -> list[set[int]]:
    """The hidden rows of each sheet; refuses rows with something in them that are repeated a hundred thousand times."""
    found: list[set[int]] = []
    at, repeated = 0, 1
    for match in _ODS_ROW.finditer(xml):
        row, table = match.groups()
        if table is not None:
            found.append(set())
            at, repeated = 0, 1
        elif row is not None:
            told = _attributes(row)
            times = told.get("number-rows-repeated", "1")
            repeated = int(times) if times.isdigit() else 1
            if told.get("visibility") in {"collapse", "filter"} and found and repeated < 200_000:
                found[-1] |= set(range(at, at + repeated))
            at += repeated
        else:
            hold(at if repeated > 1 else 0, 0)
    for times in re.findall(rb"number-columns-repeated=\"(\d{4,})\"[^>]*office:value", xml):
        hold(0, int(times))
    return found


def xls(name: str, content: bytes, password: str) -> Table:
    """An XLS of any age, by xlrd; by calamine, without fonts and hidden rows, where xlrd cannot."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except Exception:  # noqa: BLE001 (a file that another program wrote a little differently)
        sheets = [
            Sheet(name=title, rows=rows, hidden=hidden, merges=merges)
            for title, hidden, rows, merges in _values(_calamine(content))
        ]
        return Table(kind="xls", sheets=tuple(sheets), sees_hidden=False, sees_fonts=False)
    return Table(kind="xls", sheets=tuple(_of_xlrd(book, sheet) for sheet in book.sheets()[:MOST_SHEETS]))


def _of_xlrd(book: Any, sheet: Any) -> Sheet:
    hold(sheet.nrows, sheet.ncols)
    old = {
        at: name
        for at, style in enumerate(book.xf_list)
        if style.font_index < len(book.font_list) and is_legacy_font(name := book.font_list[style.font_index].name)
    }
    fonts = {}
    if old:
        fonts = {
            (row, column): old[style]
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if (style := sheet.cell_xf_index(row, column)) in old
        }
    return Sheet(
        name=sheet.name,
        rows=[_xls_row(book, sheet, row) for row in range(sheet.nrows)],
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row for row, about in sheet.rowinfo_map.items() if about.hidden and row < sheet.nrows),
        hidden_columns=frozenset(column for column, about in sheet.colinfo_map.items() if about.hidden),
        merges=[Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        fonts=fonts,
    )


def _xls_row(book: Any, sheet: Any, row: int) -> Sequence[Value]:
    import xlrd

    found: list[Value] = []
    for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True):
        if kind == xlrd.XL_CELL_DATE:
            try:
                found.append(xlrd.xldate_as_datetime(value, book.datemode))
            except (ValueError, OverflowError):
                found.append(value)
        elif kind == xlrd.XL_CELL_BOOLEAN:
            found.append(bool(value))
        elif kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}:
            found.append(None)
        else:
            found.append(value)
    return found
