"""The learning diary: what a person did to learn, written by themselves, or by an event they attended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy import insert as sql_insert
from sqlalchemy.dialects import postgresql, sqlite

from criteria.activity import BECOMES, ActivityKind
from criteria.policy import Subject
from storage import doubts, evidence
from storage.diary_keeping import first_day
from storage.kit.rows import Columns, with_tx
from storage.kit.tables import activities, people, places
from storage.kit.transaction import Transaction
from storage.learning_events import LearningEvent
from storage.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry of a person's diary; ``hours`` in all. With an ``event_id`` they were there: the entry wrote itself.

    ``alone``: its years are over, and nobody but the person is shown it.
    """

    id: int
    person_id: int
    commune_id: int
    village_id: int
    kind: ActivityKind
    name: str
    held_on: date
    hours: int
    organiser: str
    event_id: int | None
    alone: bool

    @property
    def attended(self) -> bool:
        """Whether it was attended at an announced event."""
        return self.event_id is not None

    @property
    def subject(self) -> Subject:
        """This entry as the policy sees it."""
        return Subject(
            commune_id=self.commune_id, village_id=self.village_id, person_id=self.person_id, alone=self.alone
        )


ACTIVITY = Columns(
    Activity,
    id=activities.c.id,
    person_id=activities.c.person_id,
    commune_id=func.coalesce(places.c.parent_id, places.c.id),
    village_id=people.c.place_id,
    kind=activities.c.kind,
    name=activities.c.name,
    held_on=activities.c.held_on,
    hours=activities.c.hours,
    organiser=activities.c.organiser,
    event_id=activities.c.event_id,
    alone=with_tx(activities.c.held_on, lambda tx, day: day < first_day(tx.now)),
)
_SELECT = (
    select(*ACTIVITY.columns)
    .join(people, people.c.id == activities.c.person_id)
    .join(places, places.c.id == people.c.place_id)
)
_BY_ID = _SELECT.where(activities.c.id == bindparam("id"))
_INSERTS = {
    "sqlite": sqlite.insert(activities).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(activities).on_conflict_do_nothing(),
}


def load(tx: Transaction, activity_id: int) -> Activity | None:
    """The entry of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": activity_id}).one_or_none()
    return None if row is None else ACTIVITY.read(row, tx)


def add(
    tx: Transaction, person: Person, *, kind: ActivityKind, name: str, held_on: date, hours: int, organiser: str
) -> Activity:
    """Write an entry into a person's diary."""
    key = tx.add(
        sql_insert(activities),
        {
            "person_id": person.id,
            "kind": kind,
            "name": name,
            "held_on": held_on,
            "hours": hours,
            "organiser": organiser,
            "created_at": tx.now,
        },
    )
    tx.audit("activity.added", f"activity:{key}", {"person": person.id, "kind": kind.value})
    doubts.renew_diary(tx, person.id, person.place_id, [held_on], None)
    return ACTIVITY.read(tx.connection.execute(_BY_ID, {"id": key}).one(), tx)


def change(tx: Transaction, activity: Activity, **changes: Any) -> Activity:
    """Put an entry right: kind, name, held_on, hours, organiser. One that was attended keeps what the event says."""
    if activity.attended:
        raise ValueError("an attended entry says what its event says")
    changed = replace(activity, **changes)
    tx.write(update(activities).where(activities.c.id == activity.id).values(**changes))
    tx.audit("activity.changed", f"activity:{activity.id}", {"keys": sorted(changes)})
    days = [activity.held_on, changed.held_on]
    doubts.renew_diary(tx, activity.person_id, activity.village_id, days, None)
    return changed


def remove(tx: Transaction, activity: Activity) -> None:
    """Take an entry out of the diary, with its pictures."""
    for each in evidence.of_activity(tx, activity.id):
        evidence.drop(tx, each.id)
    tx.write(delete(activities).where(activities.c.id == activity.id))
    tx.audit("activity.removed", f"activity:{activity.id}", {"person": activity.person_id})
    doubts.renew_diary(tx, activity.person_id, activity.village_id, [activity.held_on], activity.event_id)


def attend(tx: Transaction, person: Person, event: LearningEvent) -> bool:
    """The person was at the event: the entry writes itself. False, and nothing new, if it stood there already."""
    taken = tx.write(
        _INSERTS[tx.connection.dialect.name],
        {
            "person_id": person.id,
            "kind": BECOMES[event.kind],
            "name": event.name,
            "held_on": event.held_on,
            "hours": event.hours,
            "organiser": event.organiser,
            "event_id": event.id,
            "created_at": tx.now,
        },
    )
    if not taken:
        return False
    tx.audit("activity.attended", f"activity:{taken[0].id}", {"person": person.id, "event": event.id})
    doubts.renew_diary(tx, person.id, person.place_id, [event.held_on], event.id)
    return True


def of_person(tx: Transaction, person_id: int, year: int) -> tuple[Activity, ...]:
    """A person's entries of a year, the latest first."""
    rows = tx.connection.execute(
        _SELECT.where(
            activities.c.person_id == person_id,
            activities.c.held_on.between(date(year, 1, 1), date(year, 12, 31)),
        ).order_by(activities.c.held_on.desc(), activities.c.id.desc())
    )
    return tuple(ACTIVITY.read(row, tx) for row in rows)


def years(tx: Transaction, person_id: int) -> tuple[int, ...]:
    """The years a person's diary has entries of, the latest first."""
    rows = tx.connection.execute(select(activities.c.held_on).where(activities.c.person_id == person_id)).scalars()
    return tuple(sorted({day.year for day in rows}, reverse=True))


_COUNT = select(func.count()).where(
    activities.c.person_id == bindparam("person"),
    activities.c.kind.in_(bindparam("kinds", expanding=True)),
    activities.c.held_on.between(bindparam("since"), bindparam("until")),
)


def count(tx: Transaction, person_id: int, kinds: Collection[str], since: date, until: date) -> int:
    """How many entries of these kinds a person has between two days, both included."""
    about = {"person": person_id, "kinds": list(kinds), "since": since, "until": until}
    return int(tx.connection.execute(_COUNT, about).scalar_one())
