"""Who is recognised by a signed decision, as another office needs it: a name, a place, the decision, nothing more.

The commune's culture office asks for the list of learning families in the same weeks, for "Gia đình văn hoá".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from criteria.letterhead import Letterhead, issuer_name, sign_of, signature_lines
from criteria.model import SubjectKind
from locales.format import year_of
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from reports.column import Column, Format
from reports.documents import elements
from reports.documents.elements import Masthead
from reports.documents.page import Properties, as_bytes, new_document
from reports.documents.recognition import NO_NAME, Decided, name_grid
from reports.name_list import ListedName, Row, numbered
from reports.recognition_titles import HEADINGS, PLACE
from reports.xlsx import Properties as BookProperties
from reports.xlsx import Sheet, Signature, workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedList:
    """The list, in any order; ``letterhead``: of the decision. The commune in three forms: see ``RecognitionPaper``."""

    title: Words
    kind: SubjectKind
    year: int
    commune: str
    inline: str
    bare: str
    letterhead: Letterhead
    decided: Decided
    names: Sequence[ListedName]
    made_at: datetime


def recognised_document(found: RecognisedList, words: Callable[[Words], str]) -> bytes:
    """The Word file."""
    office = words(_office(found))
    document = new_document(Properties(words(_title(found)), office, found.made_at))
    elements.masthead(
        document,
        Masthead(
            superior=found.letterhead.superior,
            issuer=(words(issuer_name(found.letterhead.issuer)), found.commune),
            number="",
            place_and_day=elements.place_and_day(found.letterhead.place or found.bare, None, year_of(found.made_at)),
        ),
    )
    elements.kind_and_subject(document, words(T("DANH SÁCH TRÍCH")), words(_subject(found)))
    elements.body(document, words(_said(found)))
    grid = name_grid(numbered(found.names, words), found.kind, words)
    elements.table(document, grid.columns, grid.rows, size=13)
    elements.note(document, words(Tn("Danh sách có {n} tên.", len(found.names))), 13)
    elements.signature(document, [words(T("Như yêu cầu")), words(T("Lưu: VT"))],
                       [words(each) for each in signature_lines(found.letterhead)],
                       found.letterhead.signer or words(NO_NAME))  # fmt: skip
    return as_bytes(document)


def recognised_workbook(found: RecognisedList, words: Callable[[Words], str]) -> bytes:
    """The Excel file."""
    columns: tuple[Column[Row], ...] = (
        Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
        Column(HEADINGS[found.kind], lambda row: row.name, Format.TEXT, 42),
        Column(PLACE, lambda row: row.place, Format.TEXT, 28),
    )
    sheet = Sheet(
        name=T("Danh sách"),
        columns=columns,
        rows=numbered(found.names, words),
        organisation=_office(found),
        title=_subject(found),
        subtitles=(_said(found),),
        counted=lambda n: Tn("Danh sách có {n} tên.", n),
        signatures=(
            Signature(
                lines(*signature_lines(found.letterhead)),
                T("(Ký tên, đóng dấu)"),
                name=Verbatim(found.letterhead.signer) if found.letterhead.signer else BLANK,
            ),
        ),
        footer=_title(found),
    )
    return workbook([sheet], words, BookProperties(_title(found), _office(found), found.made_at))


def _office(found: RecognisedList) -> Words:
    return T("{issuer} {commune}", issuer=issuer_name(found.letterhead.issuer), commune=found.inline)


def _subject(found: RecognisedList) -> Words:
    return T(
        "Được công nhận danh hiệu “{title}” năm {year} của {commune}",
        title=found.title,
        year=found.year,
        commune=found.inline,
    )


def _title(found: RecognisedList) -> Words:
    return T("Danh sách được công nhận “{title}” năm {year}", title=found.title, year=found.year)


def _said(found: RecognisedList) -> Words:
    """Which decision it is of."""
    number = elements.number_as_signed(found.decided.number, "QĐ", sign_of(found.letterhead.issuer))
    return T(
        "Theo Quyết định số {number} ngày {day} của {office}.",
        number=number.removeprefix("Số: "),
        day=elements.day_in_words(found.decided.day, 0),
        office=_office(found),
    )
