"""Files as offices have them, made here: workbooks of every kind, text, documents."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from intake.grid import Value

Rows = Sequence[Sequence[Value]]
EPOCH = date(1899, 12, 30)


def xlsx(
    sheets: Mapping[str, Rows] | Rows,
    *,
    merges: Iterable[tuple[int, int, int, int]] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    hidden_sheets: Iterable[str] = (),
    fonts: Mapping[int, str] | None = None,
    formulas: Mapping[tuple[int, int], tuple[str, Value]] | None = None,
) -> bytes:
    """An XLSX. Rows and columns are counted from 0; ``fonts`` is by column; merges are of every sheet."""
    from xlsxwriter import Workbook

    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    out = io.BytesIO()
    with Workbook(out) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        styles = {column: book.add_format({"font_name": font}) for column, font in (fonts or {}).items()}
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    style = styles.get(column)
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(at, column, value, style)
                    elif value is not None:
                        sheet.write(at, column, value, style)
            for (line, column), (formula, result) in (formulas or {}).items():
                sheet.write_formula(line, column, formula, None, result)
            for first_row, first, last_row, last in merges:
                value = rows[first_row][first]
                sheet.merge_range(first_row, first, last_row, last, value if value is not None else "")
            for hidden_row in hidden_rows:
                sheet.set_row(hidden_row, None, None, {"hidden": True})
            for column in hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            if name in hidden_sheets:
                sheet.hide()
    return out.getvalue()


def _ooxml(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def ods(name: str, rows: Rows, *, hidden_rows: Iterable[int] = ()) -> bytes:
    """An ODS, as small as one can be."""
    lines = []
    for at, row in enumerate(rows):
        told = ' table:visibility="collapse"' if at in set(hidden_rows) else ""
        lines.append(f"<table:table-row{told}>{''.join(map(_ods_cell, row))}</table:table-row>")
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{escape(name)}">{"".join(lines)}</table:table>'
        "</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return _ooxml({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


# XLSB: records of a number and a length, each with seven bits a byte (MS-XLSB 2.1.4).


def _record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return number + length + body


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def xlsb(name: str, rows: Rows) -> bytes:
    """An XLSB with texts and numbers in one sheet."""
    book = _record(0x83) + _record(0x8F) + _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    book += _record(0x90) + _record(0x84)
    width = max(map(len, rows))
    sheet = _record(0x81) + _record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _record(0x91)
    for at, row in enumerate(rows):
        sheet += _record(0x00, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, 0)
            if isinstance(value, int | float):
                sheet += _record(0x05, head + struct.pack("<d", value))
            elif value is not None:
                sheet += _record(0x06, head + _wide(str(value)))
    sheet += _record(0x92) + _record(0x82)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return _ooxml(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
            '<Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/_rels/workbook.bin.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


# XLS: BIFF8 records in a compound file (MS-XLS, MS-CFB), with as little in them as readers need.


def _biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _font(name: str) -> bytes:
    encoded = name.encode("utf-16-le")
    return _biff(0x31, struct.pack("<HHHHHBBBBBB", 240, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, len(name), 1) + encoded)


def xls(name: str, rows: Rows, *, hidden_rows: Iterable[int] = (), fonts: Mapping[int, str] | None = None) -> bytes:
    """An XLS; ``fonts`` is by column."""
    named = fonts or {}
    styles = {column: 16 + at for at, column in enumerate(named)}
    day_style = 16 + len(named)
    book = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6)) + _biff(0x42, struct.pack("<H", 1200))
    book += b"".join([_font("Arial")] * 4) + b"".join(map(_font, named.values()))
    form = "dd/mm/yyyy".encode("utf-16-le")
    book += _biff(0x41E, struct.pack("<HHB", 164, len(form) // 2, 1) + form)
    for at in range(16 + len(named) + 1):
        font = 5 + at - 16 if 16 <= at < day_style else 0  # there is no font 4
        number_format = 164 if at == day_style else 0
        book += _biff(
            0xE0, struct.pack("<HHHBBBBIIH", font, number_format, 1 if at > 15 else 0xFFF5, 0, 0, 0, 0, 0, 0, 0x20C0)
        )
    title = name.encode("utf-16-le")
    bound = struct.pack("<BBBB", 0, 0, len(name), 1) + title
    book_length = len(book) + len(_biff(0x85, b"\0" * 4 + bound)) + len(_biff(0x0A))
    book += _biff(0x85, struct.pack("<I", book_length) + bound) + _biff(0x0A)
    sheet = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
    sheet += _biff(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at in range(len(rows)):
        flags = 0x0120 if at in set(hidden_rows) else 0x0100
        sheet += _biff(0x208, struct.pack("<HHHHHHHH", at, 0, len(rows[at]), 0xFF, 0, 0, flags, 15))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            head = struct.pack("<HHH", at, column, styles.get(column, 15))
            if isinstance(value, date):
                serial = ((value.date() if isinstance(value, datetime) else value) - EPOCH).days
                sheet += _biff(0x203, struct.pack("<HHHd", at, column, day_style, serial))
            elif isinstance(value, int | float):
                sheet += _biff(0x203, head + struct.pack("<d", value))
            elif value is not None:
                text = str(value).encode("utf-16-le")
                sheet += _biff(0x204, head + struct.pack("<HB", len(text) // 2, 1) + text)
    return compound({"Workbook": book + sheet + _biff(0x0A)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, each of at least 4,096 bytes here, so that there is no mini stream."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    padded = {name: body.ljust(max(4096, -(-len(body) // 512) * 512), b"\0") for name, body in streams.items()}
    sectors = sum(len(body) // 512 for body in padded.values())
    tables = 1
    while (1 + tables + sectors) * 4 > tables * 512:
        tables += 1
    chain = [end] + [0xFFFFFFFD] * tables
    directory = _entry("Root Entry", 5, 1, end, 0)
    at = 1 + tables
    body = b""
    for n, (name, content) in enumerate(padded.items()):
        count = len(content) // 512
        chain += [at + i + 1 for i in range(count - 1)] + [end]
        directory += _entry(name, 2, n + 2 if n + 1 < len(padded) else free, at, len(content), is_child=True)
        at += count
        body += content
    directory = directory.ljust(512, b"\0")
    assert len(directory) == 512, "three streams at most"
    table = b"".join(struct.pack("<I", each) for each in chain).ljust(tables * 512, b"\xff")
    header = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, 0, 0, 4096, end, 0, end, 0)
    header += b"".join(struct.pack("<I", 1 + each) for each in range(tables)).ljust(436, b"\xff")
    return header + directory + table + body


def _entry(name: str, kind: int, link: int, start: int, size: int, *, is_child: bool = False) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    left, right, child = 0xFFFFFFFF, (link if is_child else 0xFFFFFFFF), (0xFFFFFFFF if is_child else link)
    head = (
        encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + struct.pack("<III", left, right, child)
    )
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV or its kin."""
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue().encode(encoding)


def windows_1258(line: str) -> bytes:
    """Vietnamese as Windows-1258 writes it: a tone is a sign of its own behind its letter."""
    import unicodedata

    found = b""
    for letter in line:
        try:
            found += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = "".join(each for each in apart if each in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(each for each in apart if each not in tone))
            found += base.encode("cp1258") + tone.encode("cp1258")
    return found


def docx(rows: Rows, *, above: Sequence[str] = (), merges: Iterable[tuple[int, int, int, int]] = ()) -> bytes:
    """A Word document with one table."""
    from docx import Document

    document = Document()
    for line in above:
        document.add_paragraph(line)
    table = document.add_table(len(rows), max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(at, column).text = "" if value is None else str(value)
    for top, left, bottom, right in merges:
        kept = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(rows: Rows, *, above: str = "", columns: int | None = None) -> bytes:
    """A PDF with text and a ruled table, whose headings are repeated on each page."""
    import json

    import typst

    width = columns or max(map(len, rows))
    filled = [[str("" if value is None else value) for value in row] + [""] * (width - len(row)) for row in rows]
    source = f"""
#set page(paper: "a4", margin: 15mm)
#set text(font: "New Computer Modern", size: 9pt)
#let data = json(bytes(sys.inputs.data))
#data.above
#table(
  columns: {width},
  table.header(..data.rows.first().map(c => [#c])),
  ..data.rows.slice(1).flatten().map(c => [#c])
)
"""
    compiled: Any = typst.compile(source.encode(), sys_inputs={"data": json.dumps({"rows": filled, "above": above})})
    return bytes(compiled)


def html(rows: Rows, tag: str = "td") -> bytes:
    """What many systems hand out under the name .xls."""
    lines = "".join(_html_row(row, tag) for row in rows)
    head = "<head><meta charset='utf-8'><style>td{}</style></head>"
    return f"<html>{head}<body><table>{lines}</table></body></html>".encode()


def _html_row(row: Sequence[Value], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(str('' if value is None else value))}</{tag}>" for value in row) + "</tr>"


def xml_2003(name: str, rows: Rows) -> bytes:
    """Excel's XML of 2003."""
    lines = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(str(value or ""))}</Data></Cell>' for value in row)
        + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{escape(name)}"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def locked(content: bytes, password: str) -> bytes:
    """An XLSX behind a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
