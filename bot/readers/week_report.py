"""What the report of a Tuần lễ, a Ngày Sách, a Tháng khuyến học needs to be read for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from criteria.activity import COUNTED_NAMES, EVENT_NAMES, EventKind
from criteria.week_report import occasion_of
from locales.format import VIETNAM
from locales.text import Verbatim, Words
from reports.meeting_papers import Office
from reports.week_report import One, Row, WeekReport
from storage import announcements, evidence, learning_events, letterheads, places
from storage.kit.transaction import Transaction
from storage.learning_events import Held


def week_report(tx: Transaction, commune_id: int, what: str, year: int) -> WeekReport:
    """What took place, by place and by kind.

    Raises:
        LookupError: there is no such occasion.
    """
    period = occasion_of(what, year)
    if period is None:
        raise LookupError(f"occasion {what} of {year}")
    commune = places.get(tx, commune_id)
    held = learning_events.took_place(tx, commune.id, period.first, period.last, period.kinds)
    since = datetime.combine(period.first, time(), VIETNAM)
    until = datetime.combine(period.last + timedelta(days=1), time(), VIETNAM)
    days = [each.event.held_on for each in held]
    made = announcements.of_year(tx, commune.id, since, until)
    return WeekReport(
        office=Office(
            letterhead=letterheads.of_commune(tx, commune.id).letterhead,
            commune=commune.full_name,
            inline=commune.inline_name,
            bare=commune.name,
            made_at=tx.now,
        ),
        name=period.name,
        year=year,
        first=min(days, default=period.first),
        last=max(days, default=period.last),
        places=_by_place(held),
        kinds=_by_kind(held),
        events=[_one(each) for each in held],
        announced=made.announcements,
        told=made.told,
        pictures=sum(len(evidence.of_event(tx, each.event.id)) for each in held),
    )


def _by_place(held: Sequence[Held]) -> list[Row]:
    order = {each.event.place_id: each.place for each in held}
    return [_row(Verbatim(name), [each for each in held if each.event.place_id == key]) for key, name in order.items()]


def _by_kind(held: Sequence[Held]) -> list[Row]:
    found = {each.event.kind for each in held}
    return [
        _row(EVENT_NAMES[kind], [each for each in held if each.event.kind is kind])
        for kind in EventKind
        if kind in found
    ]


def _row(name: Words, held: Sequence[Held]) -> Row:
    events = [each.event for each in held]
    by_hand = sum(each.counted or 0 for each in events if not each.turnout)
    return Row(name, len(events), sum(each.turnout for each in events), by_hand)


def _one(held: Held) -> One:
    event = held.event
    is_by_hand = not event.turnout and event.counted_how is not None
    return One(
        held_on=event.held_on,
        place=held.place,
        name=event.name,
        people=(event.counted or 0) if is_by_hand else event.turnout,
        how=COUNTED_NAMES[event.counted_how] if is_by_hand and event.counted_how is not None else None,
    )
