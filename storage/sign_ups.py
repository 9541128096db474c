"""Who wants to come to an announced class or meeting: asked in the chat, taken back, reminded the day before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import learning_events, people, places, sign_ups
from storage.kit.transaction import Transaction, without_audit

REMINDED_AT_ONCE = 50  # persons seen to in one transaction: turns need not wait long for it
_INSERTS = {
    "sqlite": sqlite.insert(sign_ups).on_conflict_do_nothing().returning(sign_ups.c.id),
    "postgresql": postgresql.insert(sign_ups).on_conflict_do_nothing().returning(sign_ups.c.id),
}


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who wants to come; ``home`` is their village's name."""

    person_id: int
    full_name: str
    birth_year: int
    home: str


_COMER = Columns(
    Comer,
    person_id=sign_ups.c.person_id,
    full_name=people.c.full_name,
    birth_year=people.c.birth_year,
    home=places.c.name,
)


def sign_up(tx: Transaction, event_id: int, person_id: int, *, asked_by: int, reminded_on: date | None = None) -> bool:
    """The person wants to come. False, and nothing new, if that is known already.

    ``reminded_on``: set where it is too late to be reminded, so that nobody is told at once what they have just done.
    """
    row = {
        "event_id": event_id,
        "person_id": person_id,
        "asked_by": asked_by,
        "asked_at": tx.now,
        "reminded_on": reminded_on,
    }
    if tx.connection.execute(_INSERTS[tx.connection.dialect.name], row).one_or_none() is None:
        return False
    tx.audit("class.wanted", f"event:{event_id}", {"person": person_id})
    return True


def take_back(tx: Transaction, event_id: int, person_id: int) -> bool:
    """They do not any more. False if they did not."""
    theirs = (sign_ups.c.event_id == event_id) & (sign_ups.c.person_id == person_id)
    if tx.connection.execute(delete(sign_ups).where(theirs).returning(sign_ups.c.id)).one_or_none() is None:
        return False
    tx.audit("class.unwanted", f"event:{event_id}", {"person": person_id})
    return True


def of_event(tx: Transaction, event_id: int, *, after: int = 0, most: int) -> tuple[Comer, ...]:
    """Who wants to come, in the order of their asking, so many; ``after`` as many have been shown."""
    rows = tx.connection.execute(
        select(*_COMER.columns)
        .join(people, people.c.id == sign_ups.c.person_id)
        .join(places, places.c.id == people.c.place_id)
        .where(sign_ups.c.event_id == event_id)
        .order_by(sign_ups.c.id)
        .offset(after)
        .limit(most)
    )
    return tuple(_COMER.read(row) for row in rows)


def count(tx: Transaction, event_ids: Collection[int]) -> Mapping[int, int]:
    """How many want to come to each; nothing where nobody does."""
    rows = tx.connection.execute(
        select(sign_ups.c.event_id, func.count().label("n"))
        .where(sign_ups.c.event_id.in_(event_ids))
        .group_by(sign_ups.c.event_id)
    )
    return {row.event_id: row.n for row in rows}


def who_of(tx: Transaction, event_ids: Collection[int], person_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Which of these people want to come to which of these: (event, person)."""
    rows = tx.connection.execute(
        select(sign_ups.c.event_id, sign_ups.c.person_id).where(
            sign_ups.c.person_id.in_(person_ids), sign_ups.c.event_id.in_(event_ids)
        )
    )
    return frozenset((row.event_id, row.person_id) for row in rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody signed up for, as "my data" says it."""

    name: str
    held_on: date
    asked_at: datetime


_ASKED = Columns(Asked, name=learning_events.c.name, held_on=learning_events.c.held_on, asked_at=sign_ups.c.asked_at)


def of_person(tx: Transaction, person_id: int) -> tuple[Asked, ...]:
    """What a person signed up for, as far as it is kept, the oldest first."""
    rows = tx.connection.execute(
        select(*_ASKED.columns)
        .join(learning_events, learning_events.c.id == sign_ups.c.event_id)
        .where(sign_ups.c.person_id == person_id)
        .order_by(sign_ups.c.id)
    )
    return tuple(_ASKED.read(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Due:
    """Who is to be reminded of what."""

    event_id: int
    person_id: int


@without_audit("who was written to stands in the outbox")
def claim_due(tx: Transaction, day: date) -> tuple[Due, ...]:
    """Who wants to come to what takes place on ``day`` and has not been reminded: each for one worker alone, once."""
    held = select(learning_events.c.id).where(
        learning_events.c.held_on == day, learning_events.c.cancelled_at.is_(None)
    )
    events = list(tx.connection.execute(held).scalars())
    if not events:
        return ()
    due = (
        select(sign_ups.c.id)
        .where(sign_ups.c.event_id.in_(events), sign_ups.c.reminded_on.is_(None))
        .order_by(sign_ups.c.event_id, sign_ups.c.person_id)
        .limit(REMINDED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = tx.connection.execute(due).scalars().all()
    if not ids:
        return ()
    rows = tx.connection.execute(
        update(sign_ups)
        .where(sign_ups.c.id.in_(ids))
        .values(reminded_on=day)
        .returning(sign_ups.c.event_id, sign_ups.c.person_id)
    )
    return tuple(sorted((Due(row.event_id, row.person_id) for row in rows), key=lambda each: each.person_id))


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what was asked before that moment."""
    old = some_of(sign_ups, sign_ups.c.asked_at < before)
    return Slice(tx.connection.execute(delete(sign_ups).where(old)).rowcount)
