"""Tables in Word documents and in PDFs with text."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from intake.grid import Merge, Row, Sheet, Table, Value
from intake.legacy_fonts import is_legacy_font
from intake.limits import MOST_SHEETS, FileError, hold
from locales.text import T

MOST_PAGES = 400  # of a PDF: each takes a tenth of a second or more


def docx(name: str, content: bytes, password: str) -> Table:
    """The tables of a DOCX, each a sheet, with the paragraphs above it as its first rows."""
    from docx import Document
    from docx.table import Table as WordTable

    sheets: list[Sheet] = []
    above: list[Row] = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if not isinstance(block, WordTable):
            above.append([block.text])
            continue
        rows, merges, fonts = _of_word(block)
        hold(len(rows), max(map(len, rows), default=0))
        titles = [row for row in above[-12:] if str(row[0]).strip()]
        moved = [Merge(each.top + len(titles), each.left, each.bottom + len(titles), each.right) for each in merges]
        title = name if not sheets else f"{name} ({len(sheets) + 1})"
        shifted = {(row + len(titles), column): font for (row, column), font in fonts.items()}
        sheets.append(Sheet(name=title, rows=[*titles, *rows], merges=moved, fonts=shifted))
        above = []
    if not sheets:
        raise FileError(T("Tệp Word này không có bảng nào. {You} gửi tệp có danh sách kẻ thành bảng."))
    return Table(kind="docx", sheets=tuple(sheets[:MOST_SHEETS]))


def _of_word(table: Any) -> tuple[list[Row], list[Merge], dict[tuple[int, int], str]]:
    """Rows, merged cells and old fonts of a table, read from its XML: python-docx's own cells are many times slower."""
    from docx.oxml.ns import qn

    rows: list[list[Value]] = []
    merges: list[Merge] = []
    fonts: dict[tuple[int, int], str] = {}
    above: dict[int, int] = {}  # column to the row in which the cell that reaches down begins
    for row, tr in enumerate(table._tbl.tr_lst):  # python-docx offers no faster way
        cells: list[Value] = [None] * (tr.grid_before or 0)
        for tc in tr.tc_lst:
            column, wide = len(cells), min(tc.grid_span, 300)
            down = tc.vMerge
            font = next((each.get(qn("w:ascii")) or "" for each in tc.iter(qn("w:rFonts"))), "")
            text = None if down == "continue" else "\n".join(_paragraphs(tc, qn))
            if is_legacy_font(font) and text:
                fonts[row, column] = font
            if down == "continue" and column in above:
                merges = [each for each in merges if (each.top, each.left) != (above[column], column)]
                merges.append(Merge(above[column], column, row, column + wide - 1))
            elif down == "restart":
                above[column] = row
            elif wide > 1:
                merges.append(Merge(row, column, row, column + wide - 1))
            cells += [text, *[None] * (wide - 1)]
        rows.append(cells)
    return list(rows), merges, fonts


def _paragraphs(tc: Any, qn: Any) -> list[str]:
    found = []
    for paragraph in tc.iter(qn("w:p")):
        nodes = paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        pieces = [
            node.text or "" if node.tag == qn("w:t") else "\n" if node.tag == qn("w:br") else "\t" for node in nodes
        ]
        found.append("".join(pieces))
    return found


def pdf(name: str, content: bytes, password: str) -> Table:
    """The tables of a PDF with text, page after page, as one sheet."""
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it warns of quotes the file
    rows: list[Row] = []
    fonts: Counter[str] = Counter()
    has_text = has_table = False
    try:
        opened = pdfplumber.open(io.BytesIO(content), password=password)
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if not isinstance(error, PDFPasswordIncorrect) and "PDFPasswordIncorrect" not in repr(error):
            raise
        said = T("Mật khẩu chưa đúng.") if password else T(
            "Tệp có mật khẩu. {You} gõ mật khẩu để mở (chỉ dùng một lần, không lưu lại)."
        )  # fmt: skip
        raise FileError(said, wants_password=True) from None
    with opened as book:
        if len(book.pages) > MOST_PAGES:
            raise FileError(T("Tệp PDF có trên {n} trang. {You} gửi tệp Excel, hoặc chia nhỏ ra.", n=MOST_PAGES))
        for page in book.pages:
            has_text = has_text or bool(page.chars)
            fonts.update(str(each["fontname"]) for each in page.chars)
            tables = page.find_tables()
            has_table = has_table or bool(tables)
            rows += _of_page(page, tables)
            hold(len(rows), max(map(len, rows), default=0))
            page.close()
    if not has_text:
        raise FileError(T("Tệp PDF này là ảnh chụp, không có chữ. {You} gửi tệp Excel, Word hoặc PDF có chữ."))
    if not has_table:
        raise FileError(T("Tệp PDF này không có bảng kẻ ô. {You} gửi tệp Excel hoặc Word."))
    old = [font for font, _ in fonts.most_common() if is_legacy_font(font)]
    found = {}
    if old:
        found = {
            (row, column): old[0]
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell and not str(cell).isascii()
        }
    return Table(kind="pdf", sheets=(Sheet(name=name, rows=rows, fonts=found),))


def _of_page(page: Any, tables: list[Any]) -> list[Row]:
    """The lines above the first table, then the tables' rows; what stands below is signatures."""
    rows: list[Row] = []
    if not tables:
        return rows
    top = min(table.bbox[1] for table in tables)
    if top > page.bbox[1] + 1:
        title = page.crop((page.bbox[0], page.bbox[1], page.bbox[2], top)).extract_text() or ""
        rows += [[line] for line in title.splitlines()[-12:]]
    for table in tables:
        rows += table.extract()
    return rows
