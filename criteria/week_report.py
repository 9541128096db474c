"""Occasions that have a report of their own: the Tuần lễ, Ngày Sách, the Tháng khuyến học. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from criteria.activity import EventKind
from locales.text import T, Words


class Occasion(StrEnum):
    """An occasion that has a kind of event of its own; a month has all kinds."""

    WEEK = "week"
    BOOK = "book"


_NAMES: Mapping[Occasion, Words] = {
    Occasion.WEEK: T("Tuần lễ hưởng ứng học tập suốt đời"),
    Occasion.BOOK: T("Ngày Sách và Văn hoá đọc"),
}
_KINDS = {Occasion.WEEK: EventKind.LIFELONG_WEEK, Occasion.BOOK: EventKind.BOOK_DAY}
_YEARS = range(2000, 2201)


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about: the events of these kinds between two days, both included."""

    name: Words
    first: date
    last: date
    kinds: frozenset[EventKind]


def name_of(occasion: Occasion) -> Words:
    """What people call it."""
    return _NAMES[occasion]


def occasion_of(what: str, year: int) -> Period | None:
    """The period of "week", "book" or "m9" in a year; ``None`` for anything else.

    The week and the book day are all events of their kind, whenever the commune held them; which month is the Tháng
    khuyến học the commune says.
    """
    if year not in _YEARS:
        return None
    if what in set(Occasion):
        occasion = Occasion(what)
        return Period(_NAMES[occasion], date(year, 1, 1), date(year, 12, 31), frozenset({_KINDS[occasion]}))
    if not (what[:1] == "m" and what[1:].isascii() and what[1:].isdigit() and 1 <= int(what[1:]) <= 12):
        return None
    month = int(what[1:])
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Period(T("Tháng khuyến học (tháng {n})", n=month), date(year, month, 1), last, frozenset(EventKind))
