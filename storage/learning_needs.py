"""What people would like to learn: a kind from a short list and their own words. Others see numbers, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select

from criteria.activity import NeedKind
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import learning_needs, people, places
from storage.kit.transaction import Transaction, without_audit

MOST = 5  # of one person at a time


@dataclass(frozen=True, slots=True)
class Need:
    """What one person would like to learn."""

    id: int
    kind: NeedKind
    said: str
    said_at: datetime


_NEED = Columns(
    Need,
    id=learning_needs.c.id,
    kind=learning_needs.c.kind,
    said=learning_needs.c.said,
    said_at=learning_needs.c.said_at,
)


def say(tx: Transaction, person_id: int, kind: NeedKind, said: str) -> bool:
    """Write down what the person would like to learn. False, and nothing new, where as many as may be stand there."""
    if len(of_person(tx, person_id)) >= MOST:
        return False
    row = {"person_id": person_id, "kind": kind, "said": said, "said_at": tx.now}
    key = tx.connection.execute(insert(learning_needs).returning(learning_needs.c.id), row).scalar_one()
    tx.audit("need.said", f"need:{key}", {"person": person_id, "kind": kind.value})
    return True


def drop(tx: Transaction, person_id: int, need_id: int) -> bool:
    """The person takes it back. False if it is not theirs, or not there."""
    theirs = (learning_needs.c.id == need_id) & (learning_needs.c.person_id == person_id)
    if tx.connection.execute(delete(learning_needs).where(theirs).returning(learning_needs.c.id)).first() is None:
        return False
    tx.audit("need.dropped", f"need:{need_id}", {"person": person_id})
    return True


def of_person(tx: Transaction, person_id: int) -> tuple[Need, ...]:
    """What a person would like to learn, the oldest first."""
    rows = tx.connection.execute(
        select(*_NEED.columns).where(learning_needs.c.person_id == person_id).order_by(learning_needs.c.id)
    )
    return tuple(_NEED.read(row) for row in rows)


def count(tx: Transaction, place_id: int) -> Mapping[NeedKind, int]:
    """How many people of a village, or of a whole commune, would like to learn something of each kind."""
    here = select(places.c.id).where(or_(places.c.id == place_id, places.c.parent_id == place_id))
    rows = tx.connection.execute(
        select(learning_needs.c.kind, func.count(func.distinct(learning_needs.c.person_id)).label("n"))
        .join(people, people.c.id == learning_needs.c.person_id)
        .where(people.c.place_id.in_(list(tx.connection.execute(here).scalars())))
        .group_by(learning_needs.c.kind)
    )
    return {row.kind: row.n for row in rows}


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what was said before that moment."""
    old = some_of(learning_needs, learning_needs.c.said_at < before)
    return Slice(tx.connection.execute(delete(learning_needs).where(old)).rowcount)
