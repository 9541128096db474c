"""What could not be sent to anybody: the list of people whom the head must tell in person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, or_, select, update

from criteria.policy import Actor, Role, Subject
from storage import blotting
from storage.kit.rows import Columns
from storage.kit.tables import people, places, visits
from storage.kit.transaction import Transaction, without_audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One person to be told one thing. ``payload`` is the notice as it would have been sent."""

    id: int
    person_id: int
    full_name: str
    village_id: int
    commune_id: int
    payload: dict[str, Any]
    created_at: datetime

    @property
    def subject(self) -> Subject:
        """This visit as the policy sees it: an affair of the person's village."""
        return Subject(commune_id=self.commune_id, village_id=self.village_id, person_id=self.person_id)


VISIT = Columns(
    Visit,
    id=visits.c.id,
    person_id=visits.c.person_id,
    full_name=people.c.full_name,
    village_id=people.c.place_id,
    commune_id=func.coalesce(places.c.parent_id, people.c.place_id),
    payload=visits.c.payload,
    created_at=visits.c.created_at,
)
_SELECT = (
    select(*VISIT.columns)
    .join(people, people.c.id == visits.c.person_id)
    .join(places, places.c.id == people.c.place_id)
)


@without_audit("what is to be told is audited where it is decided")
def add(tx: Transaction, person_id: int, payload: dict[str, Any], *, matter: str | None = None) -> None:
    """Somebody must be told in person; of the same thing once, of one matter only the newest word."""
    if matter is None:
        add_all(tx, [(person_id, payload)])
        return
    payload = {**payload, "matter": matter}
    for key, earlier in _waiting(tx, [person_id]).get(person_id, {}).items():
        if earlier.get("matter") == matter:
            if earlier != payload:
                tx.connection.execute(update(visits).where(visits.c.id == key).values(payload=payload))
            return
    tx.connection.execute(insert(visits), _visit(tx, person_id, payload))


@without_audit("what is to be told is audited where it is decided")
def add_all(tx: Transaction, told: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Several people must be told in person, of no matter that goes on; of the same thing once."""
    waiting = _waiting(tx, [person_id for person_id, _ in told])
    new = [
        _visit(tx, person_id, payload)
        for person_id, payload in told
        if payload not in waiting.get(person_id, {}).values()
    ]
    if new:
        tx.connection.execute(insert(visits), new)


_WAITING = select(visits.c.id, visits.c.person_id, visits.c.payload).where(
    visits.c.person_id.in_(bindparam("persons", expanding=True)), visits.c.done_at.is_(None)
)


def _waiting(tx: Transaction, person_ids: Collection[int]) -> dict[int, dict[int, dict[str, Any]]]:
    """What these people are still to be told: what, by its id, by person."""
    found: dict[int, dict[int, dict[str, Any]]] = {}
    if person_ids:
        for row in tx.connection.execute(_WAITING, {"persons": sorted(set(person_ids))}):
            found.setdefault(row.person_id, {})[row.id] = row.payload
    return found


def _visit(tx: Transaction, person_id: int, payload: dict[str, Any]) -> dict[str, Any]:
    return {"person_id": person_id, "payload": payload, "created_at": tx.now}


def load(tx: Transaction, visit_id: int) -> Visit | None:
    """The visit of an id that is still to be made."""
    row = tx.connection.execute(
        _SELECT.where(visits.c.id == visit_id, visits.c.done_at.is_(None)).with_for_update(of=visits)
    ).one_or_none()
    return None if row is None else _masked(tx, [VISIT.read(row)])[0]


def _masked(tx: Transaction, found: Sequence[Visit]) -> tuple[Visit, ...]:
    """The same, as they read once everybody who was erased is blotted out of them."""
    shown = blotting.masked(tx, [visit.payload for visit in found])
    return tuple(replace(visit, payload=payload) for visit, payload in zip(found, shown, strict=True))


def kept_of(tx: Transaction, person_id: int) -> tuple[tuple[datetime, dict[str, Any]], ...]:
    """When, and what, somebody was or is to be told at their door, as far as it is kept."""
    rows = tx.connection.execute(
        select(visits.c.created_at, visits.c.payload).where(visits.c.person_id == person_id).order_by(visits.c.id)
    )
    found = rows.all()
    shown = blotting.masked(tx, [row.payload for row in found])
    return tuple((row.created_at, payload) for row, payload in zip(found, shown, strict=True))


def _open_for(actor: Actor) -> Select[Any]:
    served = or_(
        people.c.place_id.in_(actor.places(Role.HEAD)),
        places.c.parent_id.in_(actor.communes),
    )
    return _SELECT.where(visits.c.done_at.is_(None), served, visits.c.person_id != actor.person_id)


def open_for(tx: Transaction, actor: Actor, *, limit: int) -> tuple[Visit, ...]:
    """Whom this actor should visit, the longest waiting first."""
    query = _open_for(actor).order_by(visits.c.created_at, visits.c.id).limit(limit)
    return _masked(tx, [VISIT.read(row) for row in tx.connection.execute(query)])


def count_open_for(tx: Transaction, actor: Actor) -> int:
    """How many visits wait."""
    query = _open_for(actor).with_only_columns(func.count(visits.c.id), maintain_column_froms=True)
    return int(tx.connection.execute(query).scalar_one())


def done(tx: Transaction, visit: Visit, *, person_id: int) -> None:
    """``person_id`` has told them."""
    tx.connection.execute(
        update(visits)
        .where(visits.c.id == visit.id, visits.c.done_at.is_(None))
        .values(done_at=tx.now, done_by=person_id)
    )
    tx.audit("visit.done", f"person:{visit.person_id}", {"visit": visit.id})
