"""Who lives elsewhere or cannot take part: said by the head or an officer, with the days, no reason of health."""

from __future__ import annotations

from datetime import date, timedelta

from acts import people as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from acts.words.person_words import away_words, title_of
from criteria.policy import Action
from criteria.presence import AWAY_CHOICES, Away
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import Day, T, lines
from storage.residents import Resident

routes = Routes()

LONG = timedelta(days=20 * 366)  # nobody is away longer, before or after today
UNKNOWN = 0  # in place of a day


def _is_here(resident: Resident) -> bool:
    return resident.person.left_on is None and not resident.person.is_merged


@routes.shows("away/{resident}", Action.MARK_AWAY)
def away(_turn: Turn, resident: Resident) -> Answer:
    """Where are they?"""
    if not _is_here(resident):
        return Goto(ways.person(resident.id))
    return Screen(
        title=title_of(resident.person),
        text=lines(away_words(resident.person), T("Người này vắng vì sao? Không ghi bệnh tật hay lý do sức khoẻ.")),
        choices=(
            *(Choice(name, ways.away_from(resident.id, each.value)) for each, name in AWAY_CHOICES.items()),
            *((Choice(T("Đã về, không vắng nữa"), ways.away_over(resident.id)),) if resident.person.away else ()),
            Choice(T("Quay lại"), ways.person(resident.id), Look.WAY),
        ),
    )


@routes.shows("away-from/{resident}/{why}", Action.MARK_AWAY)
def away_from(turn: Turn, resident: Resident, why: str) -> Answer:
    """Since when?"""
    if why not in set(Away) or not _is_here(resident):
        return Goto(ways.away(resident.id))
    return Screen(
        title=title_of(resident.person),
        text=T(
            "{why}: từ ngày nào? {You} gõ ngày, ví dụ {example}.", why=AWAY_CHOICES[Away(why)], example=Day(turn.today)
        ),
        typed=True,
        choices=(
            Choice(T("Hôm nay"), ways.away_to(resident.id, why, _number(turn.today))),
            Choice(T("Không rõ"), ways.away_to(resident.id, why, UNKNOWN)),
            Choice(T("Quay lại"), ways.away(resident.id), Look.WAY),
        ),
    )


def _number(day: date) -> int:
    return int(f"{day:%Y%m%d}")


@routes.hears("away-from")
def away_from_heard(turn: Turn, said: Said | Sent, resident: Resident, why: str) -> Goto:
    """The first day."""
    found = _read(turn, said)
    if isinstance(found, Misread):
        return Goto(ways.away_from(resident.id, why), found.hint)
    return Goto(ways.away_to(resident.id, why, _number(found)))


def _read(turn: Turn, said: Said | Sent) -> date | Misread:
    if isinstance(said, Sent):
        return Misread(T("Chỗ này chỉ nhận chữ."))
    return read_day(said.text, turn.today, first=turn.today - LONG, last=turn.today + LONG)


@routes.shows("away-to/{resident}/{why}/{since}", Action.MARK_AWAY)
def away_to(turn: Turn, resident: Resident, why: str, since: int) -> Answer:
    """Until when?"""
    if why not in set(Away) or not _is_here(resident) or _day(turn, since) is False:
        return Goto(ways.away(resident.id))
    return Screen(
        title=title_of(resident.person),
        text=T("{why}: đến ngày nào? {You} gõ ngày, có cả năm, ví dụ {example}.",
               why=AWAY_CHOICES[Away(why)], example=Day(turn.today)),
        typed=True,
        choices=(
            Choice(T("Chưa biết ngày về"), ways.away_now(resident.id, why, since, UNKNOWN)),
            Choice(T("Quay lại"), ways.away_from(resident.id, why), Look.WAY),
        ),
    )  # fmt: skip


@routes.hears("away-to")
def away_to_heard(turn: Turn, said: Said | Sent, resident: Resident, why: str, since: int) -> Goto:
    """The last day."""
    found = _read(turn, said)
    here = ways.away_to(resident.id, why, since)
    if isinstance(found, Misread):
        return Goto(here, found.hint)
    first = _day(turn, since)
    if isinstance(first, date) and found < first:
        return Goto(here, T("Ngày về phải sau ngày đi."))
    return _set(turn, resident, why, since, _number(found))


def _day(turn: Turn, number: int) -> date | bool | None:
    """The day of a number; ``None``: not known; ``False``: no day, or none that can be meant."""
    if number == UNKNOWN:
        return None
    try:
        day = date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return False
    return day if turn.today - LONG <= day <= turn.today + LONG else False


@routes.does("away-now/{resident}/{why}/{since}/{until}", Action.MARK_AWAY, Weight.DECIDING)
def away_now(turn: Turn, resident: Resident, why: str, since: int, until: int) -> Goto:
    """They are elsewhere in these days."""
    return _set(turn, resident, why, since, until)


def _set(turn: Turn, resident: Resident, why: str, since: int, until: int) -> Goto:
    first, last = _day(turn, since), _day(turn, until)
    if why not in set(Away) or not _is_here(resident) or isinstance(first, bool) or isinstance(last, bool):
        return Goto(ways.away(resident.id))
    if first is not None and last is not None and last < first:
        return Goto(ways.away(resident.id))
    deeds.set_away(turn.tx, resident.person, Away(why), since=first, until=last, by=turn.person.id)
    return Goto(_back(resident), T("Đã ghi."))


def _back(resident: Resident) -> Way:
    return ways.person(resident.id)


@routes.does("away-over/{resident}", Action.MARK_AWAY, Weight.DECIDING)
def away_over(turn: Turn, resident: Resident) -> Goto:
    """They are here."""
    if resident.person.away is None:
        return Goto(_back(resident))
    deeds.set_away(turn.tx, resident.person, None, since=None, until=None, by=turn.person.id)
    return Goto(_back(resident), T("Đã ghi."))
