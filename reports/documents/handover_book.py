"""Sổ bàn giao: two pages in Word for who takes over: what is open, by when, who holds which role, where papers are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from criteria.letterhead import Letterhead, issuer_name, sign_of
from locales.format import year_of
from locales.text import Day, Moment, T, Words
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document

SIZE = 11  # points of the tables: all of it fits on two pages
TO_WRITE = T("[…: người bàn giao viết]")


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that is not done. ``day``: by when; ``None``: it waits already."""

    day: date | None
    what: Words


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who holds a role where. ``until``: of one for a time, its last day."""

    place: str
    role: Words
    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class WhereItIs:
    """A paper or file: what, where it is or what its number is."""

    what: Words
    where: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverBook:
    """All of it. ``bare``: the commune's name without its label; ``state``: where the year stands."""

    commune: str
    inline: str
    bare: str
    year: int
    as_of: datetime
    state: Words
    tasks: Sequence[OpenTask]
    in_charge: Sequence[InCharge]
    papers: Sequence[WhereItIs]


def handover_book(found: HandoverBook, letterhead: Letterhead, words: Callable[[Words], str]) -> bytes:
    """The Word file; texts are rendered by ``words``, in Vietnamese."""
    subject = words(T("công việc xây dựng xã hội học tập năm {year} của {commune}", year=found.year,
                      commune=found.inline))  # fmt: skip
    document = new_document(Properties(words(T("Sổ bàn giao")), found.commune, found.as_of))
    place, year = letterhead.place or found.bare, year_of(found.as_of)
    elements.masthead(
        document,
        Masthead(
            superior=letterhead.superior,
            issuer=(words(issuer_name(letterhead.issuer)), found.commune),
            number=elements.number_and_sign("", "BB", sign_of(letterhead.issuer)),
            place_and_day=elements.place_and_day(place, None, year),
        ),
    )
    elements.kind_and_subject(document, words(T("Sổ bàn giao")), subject)
    elements.note(document, words(T("Lập lúc {when}. {state}", when=Moment(found.as_of), state=found.state)))
    elements.heading(document, words(T("1. Việc còn dở, hạn")))
    elements.table(
        document,
        (Heading(words(T("Hạn")), 30), Heading(words(T("Việc")), 135, is_text=True)),
        [[_day(each.day, words), words(each.what)] for each in found.tasks] or [["–", words(T("Không còn việc dở."))]],
        size=SIZE,
    )
    elements.heading(document, words(T("2. Ai phụ trách")))
    elements.table(
        document,
        (
            Heading(words(T("Nơi")), 50, is_text=True),
            Heading(words(T("Việc")), 70, is_text=True),
            Heading(words(T("Họ và tên")), 45, is_text=True),
        ),
        [[each.place, words(each.role), _until(each, words)] for each in found.in_charge],
        size=SIZE,
    )
    elements.heading(document, words(T("3. Giấy tờ, tệp ở đâu")))
    elements.table(
        document,
        (Heading(words(T("Giấy tờ, tệp")), 80, is_text=True), Heading(words(T("Ở đâu, số, ngày")), 85, is_text=True)),
        [[words(each.what), words(each.where)] for each in found.papers],
        size=SIZE,
    )
    elements.side_by_side(document, words(T("NGƯỜI BÀN GIAO")), words(T("NGƯỜI NHẬN BÀN GIAO")))
    return as_bytes(document)


def _day(day: date | None, words: Callable[[Words], str]) -> str:
    return words(T("đang chờ")) if day is None else words(T("{day}", day=Day(day)))


def _until(each: InCharge, words: Callable[[Words], str]) -> str:
    if each.until is None:
        return each.name
    return words(T("{name} (đến hết {day})", name=each.name, day=Day(each.until)))
