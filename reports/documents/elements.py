"""The elements of an administrative document, a function each, numbered as in Nghị định 30/2020/NĐ-CP, annex I, II.

Sizes are in points, lengths in millimetres. Texts arrive as they are printed. A line under a text is a paragraph's
border, never dashes or an underlining, so it is as long as asked in every program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.clean_text import clean
from reports.documents.page import BODY, TEXT_WIDTH, new_part

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "…"  # where the officer writes
LEFT_HALF, RIGHT_HALF = 65, 100  # of the two columns at the top
HEAD = 13  # the norm: 12 to 13
FIRST_LINE = 12.7  # the norm: 10 or 12.7
BETWEEN = 6  # the norm: at least 6
LINE_SPACING = 1.15  # the norm: single to 1.5
MM = 25.4 / 72  # of a point
TOTAL_GREY = "F2F2F2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stands at the top of a document.

    Attributes:
        superior: the body above the issuing one; empty where none is printed.
        issuer: the issuing body, a line each.
        number: "Số: 05/BC-UBND".
        place_and_day: "Sơn Hồng, ngày 05 tháng 01 năm 2027".
        about: of a letter, which has no kind: "V/v ..." under its number.
    """

    superior: str
    issuer: Sequence[str]
    number: str
    place_and_day: str
    about: str = ""


def number_and_sign(number: str, kind: str, issuer: str) -> str:
    """Element 3: "Số: 05/BC-UBND"; below 10 with a leading 0, open where there is no number yet."""
    shown = f"{int(number):02}" if number.isdigit() else number or BLANK
    return f"Số: {shown}/{kind}-{issuer}"


def number_as_signed(said: str, kind: str, issuer: str) -> str:
    """Element 3 of a signed paper: as it was written down ("15/QĐ-UBND"), or made whole where only its number was."""
    said = " ".join(said.split())
    number, slash, sign = said.partition("/")
    if not slash:
        return number_and_sign(number, kind, issuer)
    return f"Số: {int(number):02}/{sign}" if number.isdecimal() else f"Số: {said}"


def place_and_day(place: str, day: date | None, year: int) -> str:
    """Element 4: days below 10 and the months 1 and 2 get a leading 0; open where there is no day yet."""
    return f"{place}, ngày {day_in_words(day, year)}"


def day_in_words(day: date | None, year: int) -> str:
    """ "05 tháng 01 năm 2027"; open where there is no day yet, but for the year."""
    if day is None:
        return f"{BLANK} tháng {BLANK} năm {year}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02} tháng {month} năm {day.year}"


def masthead(document: Document, said: Masthead) -> None:
    """Elements 1 to 4, side by side: who issues it, the nation and its motto; number, place and day."""
    table = _columns(document, (LEFT_HALF, RIGHT_HALF), rows=2)
    left, right = table.rows[0].cells
    if said.superior:
        _line(left, said.superior.upper(), HEAD)
    for each in said.issuer:
        _line(left, each.upper(), HEAD, bold=True)
    _rule(left, LEFT_HALF, _length(max(said.issuer, key=len).upper(), HEAD, bold=True) * 0.4)
    _line(right, NATION, HEAD, bold=True)
    _line(right, MOTTO, BODY, bold=True)
    _rule(right, RIGHT_HALF, _length(MOTTO, BODY, bold=True))
    left, right = table.rows[1].cells
    _line(left, said.number, HEAD)
    if said.about:
        _line(left, said.about, 12).paragraph_format.space_before = _pt(BETWEEN)
    _line(right, said.place_and_day, BODY, italic=True)


def kind_and_subject(document: Document, kind: str, subject: str) -> None:
    """Element 5: the kind in capitals, what it is about, a line of a third to half of that under it."""
    above = _centred(document, kind.upper(), bold=True)
    above.paragraph_format.space_before = _pt(12)
    _keep(above)
    about = _keep(_centred(document, subject, bold=True))
    longest = min(_length(subject, BODY, bold=True), TEXT_WIDTH)
    _keep(about)
    _rule(document, TEXT_WIDTH, longest * 0.4)


def banner(document: Document, text: str) -> None:
    """A warning that nobody can overlook, in a frame; not of the norm, and to be gone before the paper is signed."""
    paragraph = _centred(document, text, bold=True)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(BETWEEN)
    _border(paragraph, "top", "left", "bottom", "right", space=4)


def addressed_to(document: Document, addressees: Sequence[str]) -> None:
    """ "Kính gửi": one beside it, several below it with a dash each."""
    if len(addressees) == 1:
        paragraph = _centred(document, f"Kính gửi: {addressees[0]}")
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(BETWEEN)
        return
    paragraph = document.add_paragraph("Kính gửi:")
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_before = _mm(35), _pt(BETWEEN)
    for each in ended(addressees):
        paragraph = document.add_paragraph(clean(f"- {each}"))
        paragraph.paragraph_format.left_indent = _mm(45)
    paragraph.paragraph_format.space_after = _pt(BETWEEN)


def grounds(document: Document, each_of: Sequence[str]) -> None:
    """What the document rests on: italic, one a line, ";" at the end, the last with "."."""
    for each in ended(each_of):
        paragraph = body(document, "")
        _run(paragraph, each).italic = True


def body(document: Document, text: str) -> Paragraph:
    """Element 6: a paragraph, justified, its first line indented."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph(clean(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.space_after, layout.line_spacing = _mm(FIRST_LINE), _pt(BETWEEN), LINE_SPACING
    return paragraph


def middle(document: Document, text: str) -> None:
    """A line in bold capitals in the middle: who decides, and "QUYẾT ĐỊNH:" (form 1.2)."""
    paragraph = _keep(_centred(document, text.upper(), bold=True))
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(BETWEEN)


def article(document: Document, name: str, text: str) -> None:
    """ "Điều 1." in bold, and what it says."""
    paragraph = body(document, "")
    _run(paragraph, f"{name}.").bold = True
    _run(paragraph, f" {text}")


def last_article(document: Document, name: str, text: str) -> None:
    """The last article, "./."; it stays on the page of the signature."""
    paragraph = body(document, "")
    _run(paragraph, f"{name}.").bold = True
    _run(paragraph, f" {text.rstrip('.')}./.")
    _keep(paragraph)


def heading(document: Document, text: str) -> None:
    """A part's or a point's heading within the body; never the last line of a page."""
    paragraph = body(document, "")
    _run(paragraph, text).bold = True
    paragraph.paragraph_format.space_before = _pt(BETWEEN)
    _keep(paragraph)


def last_paragraph(document: Document, text: str) -> None:
    """The end of the body, "./."; it stays on the page of the signature."""
    paragraph = _keep(body(document, f"{text.rstrip('.')}./."))
    paragraph.paragraph_format.space_before = _pt(BETWEEN)  # it may stand below a table


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: its heading, its width in millimetres, whether its cells are texts or figures."""

    text: str
    width: float
    is_text: bool = False


def table(
    document: Document,
    columns: Sequence[Heading],
    rows: Sequence[Sequence[str]],
    *,
    totals: int = 0,
    size: float = 12,
) -> Table:
    """A table across the page: the header row on each page, no row over two; the last ``totals`` rows stand out."""
    found = _columns(document, [column.width for column in columns], rows=1 + len(rows), margin=1.2)
    found.style = "Table Grid"
    head = found.rows[0]
    _flag(head._tr, "w:tblHeader")
    for column, cell in zip(columns, head.cells, strict=True):
        _line(cell, column.text, size, bold=True)
    for number, (row, texts) in enumerate(zip(found.rows[1:], rows, strict=True)):
        bold = number >= len(rows) - totals
        cells = row.cells
        for column, cell, text in zip(columns, cells, texts, strict=True):
            paragraph = _line(cell, text, size, bold=bold)
            paragraph.alignment = _alignment(text, is_text=column.is_text)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(2)
            if number >= len(rows) - totals - 1:
                paragraph.paragraph_format.keep_with_next = number < len(rows) - 1  # no total alone on a page
            if bold:
                _shade(cell)
    for row in found.rows:
        _flag(row._tr, "w:cantSplit")
    return found


def note(document: Document, text: str, size: float = 12, *, after: float = 0) -> None:
    """A line under a table, in italics; ``after``: so many points of room below it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    run = _run(paragraph, text)
    run.italic, run.font.size = True, _pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = _pt(3), _pt(after)


def signature(document: Document, receivers: Sequence[str], office: Sequence[str], name: str) -> None:
    """Elements 7 and 9: who signs, right; who receives it, left. Never parted by the end of a page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    found = _columns(document, (80, TEXT_WIDTH - 80), rows=1)
    _flag(found.rows[0]._tr, "w:cantSplit")
    left, right = found.rows[0].cells
    first = _line(left, "Nơi nhận:", 12, bold=True, italic=True)
    first.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for each in ended(receivers):
        _line(left, f"- {each}", 11).alignment = WD_ALIGN_PARAGRAPH.LEFT
    for each in office:
        _line(right, each, BODY, bold=True)
    signed = _line(right, name, BODY, bold=True)
    signed.paragraph_format.space_before = _pt(70)  # room for the signature and the seal


def centred(document: Document, text: str) -> None:
    """A line of its own in bold, in the middle: who decides, "QUYẾT ĐỊNH:"; never the last line of a page."""
    paragraph = _keep(_centred(document, text, bold=True))
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(BETWEEN)


def two_signatures(document: Document, left: Sequence[str], right: Sequence[str], receivers: Sequence[str]) -> None:
    """Form 1.9, minutes: who wrote them left, who led the meeting right, each the office and the name; who receives

    them, below. Never parted by the end of a page.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    found = _columns(document, (80, TEXT_WIDTH - 80), rows=1)
    _flag(found.rows[0]._tr, "w:cantSplit")
    for cell, said in zip(found.rows[0].cells, (left, right), strict=True):
        *offices, name = said
        for each in offices:
            _line(cell, each, BODY, bold=True)
        signed = _line(cell, name, BODY, bold=True)
        signed.paragraph_format.space_before = _pt(70)  # room for the signature
    below = found.rows[0].cells[0]
    first = _line(below, "Nơi nhận:", 12, bold=True, italic=True)
    first.paragraph_format.space_before, first.alignment = _pt(BETWEEN), WD_ALIGN_PARAGRAPH.LEFT
    for each in ended(receivers):
        _line(below, f"- {each}", 11).alignment = WD_ALIGN_PARAGRAPH.LEFT


def side_by_side(document: Document, left: str, right: str) -> None:
    """Two who sign beside each other, each with room for a signature; never parted by the end of a page."""
    found = _columns(document, (TEXT_WIDTH / 2, TEXT_WIDTH / 2), rows=1)
    _flag(found.rows[0]._tr, "w:cantSplit")
    for cell, office in zip(found.rows[0].cells, (left, right), strict=True):
        _line(cell, office, HEAD, bold=True).paragraph_format.space_before = _pt(12)
        _line(cell, "(Ký, ghi rõ họ tên)", HEAD, italic=True).paragraph_format.space_after = _pt(60)


def annex(document: Document, name: str, title: str, belongs_to: str) -> None:
    """An annex on its own page, with page numbers of its own: "Phụ lục I", its title, what it belongs to."""
    new_part(document)
    _keep(_centred(document, name, bold=True))
    _keep(_centred(document, title.upper(), bold=True))
    said = _centred(document, "")
    _run(said, f"({belongs_to})").italic = True
    said.paragraph_format.space_after = _pt(BETWEEN)


# What they are made of


def ended(lines: Sequence[str]) -> list[str]:
    """Each with ";" at its end, the last with "."."""
    bare = [line.rstrip(" ;.") for line in lines]
    return [*(f"{line};" for line in bare[:-1]), *(f"{line}." for line in bare[-1:])]


def _columns(document: Document, widths: Sequence[float], *, rows: int, margin: float = 0) -> Table:
    """A table without borders whose columns have these widths in every program.

    python-docx gives the cells their widths, not the grid; a program that follows the grid would part them evenly, and
    the motto would break into two lines.
    """
    from docx.enum.table import WD_TABLE_ALIGNMENT

    found: Table = document.add_table(rows=rows, cols=len(widths))
    found.autofit = False
    found.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(found.columns, widths, strict=True):
        column.width = _mm(width)
    for row in found.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = _mm(width)
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        edge = _element(f"w:{side}")
        edge.set(_q("w:w"), str(round(margin / MM * 20)))
        edge.set(_q("w:type"), "dxa")
        margins.append(edge)
    properties = found._tbl.tblPr
    look = properties.find(_q("w:tblLook"))
    look.addprevious(margins) if look is not None else properties.append(margins)
    return found


def _line(cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """A centred line of a cell; the first takes the empty paragraph that every cell has."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    first = cell.paragraphs[0]
    paragraph: Paragraph = (
        first if len(cell.paragraphs) == 1 and not first.runs and not _has_rule(first) else cell.add_paragraph()
    )
    run = _run(paragraph, text)
    run.font.size, run.bold, run.italic = _pt(size), bold or None, italic or None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _run(paragraph: Paragraph, text: str) -> Run:
    return paragraph.add_run(clean(text))


def _has_rule(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.find(_q("w:pBdr")) is not None


def _rule(within: Document | _Cell, width: float, length: float) -> None:
    """A solid line of this length in the middle, right under the text above it: the top border of a flat paragraph."""
    from docx.enum.text import WD_LINE_SPACING

    paragraph = within.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = _mm((width - min(length, width)) / 2)
    layout.space_before, layout.line_spacing_rule, layout.line_spacing = _pt(2), WD_LINE_SPACING.EXACTLY, _pt(6)
    _border(paragraph, "top")


def _border(paragraph: Paragraph, *sides: str, space: int = 1) -> None:
    borders = _element("w:pBdr")
    for side in sides:
        edge = _element(f"w:{side}")
        for key, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", str(space)), ("w:color", "000000")):
            edge.set(_q(key), value)
        borders.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    found = [properties.find(_q(name)) for name in ("w:spacing", "w:ind", "w:jc")]
    before = next((each for each in found if each is not None), None)
    before.addprevious(borders) if before is not None else properties.append(borders)


def _centred(document: Document, text: str, *, bold: bool = False) -> Paragraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if text:
        _run(paragraph, text).bold = bold or None
    return paragraph


def _keep(paragraph: Paragraph) -> Paragraph:
    """It stays on the page of what comes next."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _alignment(text: str, *, is_text: bool) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if is_text:
        return WD_ALIGN_PARAGRAPH.LEFT
    return WD_ALIGN_PARAGRAPH.RIGHT if text[:1].isdigit() or text[:1] == "-" else WD_ALIGN_PARAGRAPH.CENTER


def _flag(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(_element(name))


def _shade(cell: _Cell) -> None:
    shade = _element("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", TOTAL_GREY)):
        shade.set(_q(key), value)
    cell._tc.get_or_add_tcPr().append(shade)


NARROW, WIDE = frozenset("iljtfrI.,;:-' "), frozenset("mwMW")


def _length(text: str, size: float, *, bold: bool = False) -> float:
    """How long a text is in Times New Roman, in millimetres, within a few per cent: enough for a line under it."""
    letters = [c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)]
    ems = sum(
        0.3 if c in NARROW else 0.8 if c in WIDE else 0.7 if c.isupper() else 0.5 if c.isdigit() else 0.47
        for c in letters
    )
    return ems * size * MM * (1.05 if bold else 1)


def _mm(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def _pt(points: float) -> Any:
    from docx.shared import Pt

    return Pt(points)


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
