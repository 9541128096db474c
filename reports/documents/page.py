"""The paper of an administrative document: size, margins, typeface, page numbers; and the bytes of the file.

After Nghị định 30/2020/NĐ-CP, annex I, part I. python-docx is imported when a document is made, not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.clean_text import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
BODY = 14  # points; the norm: 13 to 14
WIDTH, HEIGHT = 210, 297  # millimetres: A4, portrait
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15  # the norm: 20 to 25, 20 to 25, 30 to 35, 15 to 20
TEXT_WIDTH = WIDTH - LEFT - RIGHT
LANGUAGE = "vi-VN"
LONGEST_PROPERTY = 255
THEN = (2020, 3, 5, 0, 0, 0)  # what each part of the file is stamped with, so that the same data make the same bytes


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself."""

    title: str
    author: str
    made_at: datetime


def new_document(properties: Properties) -> Document:
    """An empty document on A4 with the margins, the typeface and the page numbers of the norm."""
    import docx

    document = docx.Document()
    _typeface(document)
    _size(document.sections[0])
    _page_number(document.sections[0])
    about = document.core_properties
    author = clean(properties.author)[:LONGEST_PROPERTY]
    about.title, about.author, about.last_modified_by = clean(properties.title)[:LONGEST_PROPERTY], author, author
    about.language, about.comments, about.keywords = LANGUAGE, "", ""
    about.created = about.modified = properties.made_at.astimezone(UTC).replace(tzinfo=None)
    return document


def as_bytes(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    stamped = BytesIO()
    document.save(stamped)
    out = BytesIO()
    with ZipFile(stamped) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = ZipInfo(item.filename, THEN)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(item))
    return out.getvalue()


def new_part(document: Document) -> None:
    """Begin an annex on a new page, with page numbers of its own, which again begin to show on its second page."""
    from docx.enum.section import WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    _size(section)
    section.different_first_page_header_footer = True
    numbers = section._sectPr.find(_q("w:pgNumType"))
    if numbers is None:
        numbers = _element("w:pgNumType")
        section._sectPr.append(numbers)
    numbers.set(_q("w:start"), "1")


def _size(section: Section) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)


def _typeface(document: Document) -> None:
    """Times New Roman, black, for every alphabet: without eastAsia Word takes another for some letters with marks."""
    from docx.shared import Pt, RGBColor

    normal: ParagraphStyle = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(BODY), RGBColor(0, 0, 0)
    fonts = normal.element.rPr.rFonts
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(_q(kind), FONT)
    language = _element("w:lang")
    for kind in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(_q(kind), LANGUAGE)
    normal.element.rPr.append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.widow_control = True


def _page_number(section: Section) -> None:
    """Arabic, centred in the top margin, not on the first page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        run.font.size = Pt(BODY)
        if kind is None:
            told = _element("w:instrText")
            told.text = "PAGE"
        else:
            told = _element("w:fldChar")
            told.set(_q("w:fldCharType"), kind)
        run._r.append(told)


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
