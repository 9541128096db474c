"""Events at which many learn together: announced with a code, which those who were there type or scan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, func, insert, or_, select, update

from criteria.activity import FEEDS, CountedHow, EventKind
from criteria.policy import Subject
from storage.kit.rows import Columns
from storage.kit.tables import activities, learning_events, places
from storage.kit.transaction import Transaction
from storage.places import INLINE_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningEvent:
    """An announced event; ``place_id`` is the village, unit or commune whose people are invited.

    Attributes:
        turnout: how many checked in by its code.
        counted: how many were there as somebody counted by hand, ``counted_how`` says how; never added to the turnout.
        venue: the hour and the place, in the words of who announced it; empty where nobody said.
    """

    id: int
    place_id: int
    commune_id: int
    kind: EventKind
    name: str
    held_on: date
    hours: int
    organiser: str
    code: str
    is_cancelled: bool
    turnout: int
    counted: int | None = None
    counted_how: CountedHow | None = None
    venue: str = ""

    @property
    def subject(self) -> Subject:
        """This event as the policy sees it."""
        village = None if self.place_id == self.commune_id else self.place_id
        return Subject(commune_id=self.commune_id, village_id=village)


_TURNOUT = learning_events.c.were_there + (
    select(func.count()).select_from(activities).where(activities.c.event_id == learning_events.c.id).scalar_subquery()
)
_BY_HAND = case((_TURNOUT == 0, func.coalesce(learning_events.c.counted, 0)), else_=0)
EVENT = Columns(
    LearningEvent,
    id=learning_events.c.id,
    place_id=learning_events.c.place_id,
    commune_id=func.coalesce(places.c.parent_id, places.c.id),
    kind=learning_events.c.kind,
    name=learning_events.c.name,
    held_on=learning_events.c.held_on,
    hours=learning_events.c.hours,
    organiser=learning_events.c.organiser,
    code=learning_events.c.code,
    is_cancelled=learning_events.c.cancelled_at.is_not(None),
    turnout=_TURNOUT,
    counted=learning_events.c.counted,
    counted_how=learning_events.c.counted_how,
    venue=learning_events.c.venue,
)
_SELECT = select(*EVENT.columns).join(places, places.c.id == learning_events.c.place_id)
_BY_ID = _SELECT.where(learning_events.c.id == bindparam("id"))
_BY_CODE = _SELECT.where(learning_events.c.code == bindparam("code"))


def load(tx: Transaction, event_id: int) -> LearningEvent | None:
    """The event of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": event_id}).one_or_none()
    return None if row is None else EVENT.read(row)


def by_code(tx: Transaction, code: str) -> LearningEvent | None:
    """The event whose code was typed or scanned (upper or lower case)."""
    row = tx.connection.execute(_BY_CODE, {"code": code.strip().upper()}).one_or_none()
    return None if row is None else EVENT.read(row)


def announce(
    tx: Transaction,
    *,
    place_id: int,
    kind: EventKind,
    name: str,
    held_on: date,
    hours: int,
    organiser: str,
    code: str,
    person_id: int,
    venue: str = "",
    counted: int | None = None,
    counted_how: CountedHow | None = None,
) -> LearningEvent:
    """Announce an event, or write down one that took place. ``code`` must open nothing else."""
    key = tx.add(
        insert(learning_events),
        {
            "place_id": place_id,
            "kind": kind,
            "name": name,
            "held_on": held_on,
            "hours": hours,
            "organiser": organiser,
            "code": code,
            "announced_by": person_id,
            "created_at": tx.now,
            "venue": venue,
            "counted": counted,
            "counted_how": counted_how,
        },
    )
    tx.audit("event.announced", f"event:{key}", {"kind": kind.value, "place": place_id, "on": held_on.isoformat()})
    return EVENT.read(tx.connection.execute(_BY_ID, {"id": key}).one())


def cancel(tx: Transaction, event: LearningEvent) -> None:
    """The event does not take place. Not to be called once somebody was there."""
    tx.write(update(learning_events).where(learning_events.c.id == event.id).values(cancelled_at=tx.now))
    tx.audit("event.cancelled", f"event:{event.id}")


def count_by_hand(tx: Transaction, event: LearningEvent, n: int, how: CountedHow) -> None:
    """So many were there, as somebody counted; who checked in by the code is a number of its own."""
    this = learning_events.c.id == event.id
    tx.write(update(learning_events).where(this).values(counted=n, counted_how=how))
    tx.audit("event.counted", f"event:{event.id}", {"n": n, "how": how.value})


def of_places(tx: Transaction, place_ids: Collection[int], *, year: int, limit: int) -> tuple[LearningEvent, ...]:
    """The year's events of these places, the latest first."""
    rows = tx.connection.execute(
        _SELECT.where(
            learning_events.c.place_id.in_(place_ids),
            learning_events.c.held_on.between(date(year, 1, 1), date(year, 12, 31)),
            learning_events.c.cancelled_at.is_(None),
        )
        .order_by(learning_events.c.held_on.desc(), learning_events.c.id.desc())
        .limit(limit)
    )
    return tuple(EVENT.read(row) for row in rows)


def coming(tx: Transaction, commune_id: int, today: date, *, limit: int) -> tuple[LearningEvent, ...]:
    """The events of a commune and its villages that are still to come, the next first."""
    here = select(places.c.id).where(or_(places.c.id == commune_id, places.c.parent_id == commune_id))
    return coming_to(tx, list(tx.connection.execute(here).scalars()), today, limit=limit)


def coming_to(tx: Transaction, place_ids: Collection[int], today: date, *, limit: int) -> tuple[LearningEvent, ...]:
    """The events of these places that are still to come, the next first."""
    rows = tx.connection.execute(
        _SELECT.where(
            learning_events.c.place_id.in_(place_ids),
            learning_events.c.held_on >= today,
            learning_events.c.counted.is_(None),
            learning_events.c.cancelled_at.is_(None),
        )
        .order_by(learning_events.c.held_on, learning_events.c.id)
        .limit(limit)
    )
    return tuple(EVENT.read(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many events there were, how often somebody checked in, and how many more were counted by hand.

    ``counted`` is of the events at which nobody checked in: of one with both, only what the code says is summed.
    """

    events: int = 0
    attendances: int = 0
    counted: int = 0


def turnout(tx: Transaction, commune_id: int, year: int) -> Mapping[str, Turnout]:
    """Turnout of a commune's year by the indicators of Thông tư 25 that it speaks to."""
    rows = tx.connection.execute(
        select(
            learning_events.c.kind,
            func.count().label("events"),
            func.sum(_TURNOUT).label("attendances"),
            func.sum(_BY_HAND).label("counted"),
        )
        .join(places, places.c.id == learning_events.c.place_id)
        .where(
            or_(places.c.parent_id == commune_id, places.c.id == commune_id),
            learning_events.c.held_on.between(date(year, 1, 1), date(year, 12, 31)),
            learning_events.c.cancelled_at.is_(None),
        )
        .group_by(learning_events.c.kind)
    )
    found: dict[str, Turnout] = {}
    for row in rows:
        for indicator in FEEDS[row.kind]:
            before = found.get(indicator, Turnout())
            found[indicator] = Turnout(
                before.events + row.events,
                before.attendances + int(row.attendances or 0),
                before.counted + int(row.counted or 0),
            )
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """An event that took place, and where: for a report of several."""

    place: str
    event: LearningEvent


def took_place(
    tx: Transaction, commune_id: int, first: date, last: date, kinds: Collection[EventKind]
) -> tuple[Held, ...]:
    """What of these kinds took place in a commune and its villages between two days, both included, day by day.

    What somebody announced and nobody checked in to or counted is not known to have taken place.
    """
    here = select(places.c.id).where(or_(places.c.id == commune_id, places.c.parent_id == commune_id))
    rows = tx.connection.execute(
        _SELECT.add_columns(INLINE_NAME.label("place_name"))
        .where(
            learning_events.c.place_id.in_(list(tx.connection.execute(here).scalars())),
            learning_events.c.held_on.between(first, last),
            learning_events.c.kind.in_(sorted(kinds)),
            learning_events.c.cancelled_at.is_(None),
        )
        .order_by(learning_events.c.held_on, learning_events.c.id)
    )
    found = (Held(row.place_name, EVENT.read(row)) for row in rows)
    return tuple(each for each in found if each.event.turnout or each.event.counted is not None)
