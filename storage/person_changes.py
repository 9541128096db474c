"""What was put right about people: what stood before, what after, by whom, when; and that it was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from storage.kit.rows import Columns
from storage.kit.tables import people, person_changes
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. ``before`` and ``after`` hold columns of the person by name, as JSON data; ``other_id`` is of a

    merger the record that was kept. ``by`` is the name of who did it.
    """

    id: int
    person_id: int
    kind: Changed
    other_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    by_id: int | None
    by: str | None
    at: datetime
    undone_at: datetime | None

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None


_by = people.alias("by")
CHANGE = Columns(
    Change,
    id=person_changes.c.id,
    person_id=person_changes.c.person_id,
    kind=person_changes.c.kind,
    other_id=person_changes.c.other_id,
    before=person_changes.c.before,
    after=person_changes.c.after,
    by_id=person_changes.c.by_id,
    by=_by.c.full_name,
    at=person_changes.c.at,
    undone_at=person_changes.c.undone_at,
)
_SELECT = select(*CHANGE.columns).outerjoin_from(person_changes, _by, _by.c.id == person_changes.c.by_id)
_BY_ID = _SELECT.where(person_changes.c.id == bindparam("id"))
_ABOUT = or_(person_changes.c.person_id == bindparam("person"), person_changes.c.other_id == bindparam("person"))
_OF_PERSON = _SELECT.where(_ABOUT).order_by(person_changes.c.id.desc())


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a person as JSON data: days and words as they are written."""

    def one(value: Any) -> Any:
        match value:
            case Enum():
                return value.value
            case date():
                return value.isoformat()
            case _:
                return value

    return {key: one(value) for key, value in values.items()}


@without_audit("whoever calls it audits what was changed")
def record(
    tx: Transaction,
    person_id: int,
    kind: Changed,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: int | None,
    other_id: int | None = None,
) -> int:
    """Keep what stood there before and after; returns the change's id."""
    key: int = tx.connection.execute(
        insert(person_changes).returning(person_changes.c.id),
        {
            "person_id": person_id,
            "kind": kind,
            "other_id": other_id,
            "before": plain(before),
            "after": plain(after),
            "by_id": by,
            "at": tx.now,
        },
    ).scalar_one()
    return key


def load(tx: Transaction, change_id: int) -> Change | None:
    """The change of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": change_id}).one_or_none()
    return None if row is None else CHANGE.read(row)


def of_person(tx: Transaction, person_id: int, *, limit: int = 1000) -> tuple[Change, ...]:
    """What was put right about somebody, the newest first."""
    rows = tx.connection.execute(_OF_PERSON.limit(limit), {"person": person_id})
    return tuple(CHANGE.read(row) for row in rows)


@without_audit("whoever calls it audits that it was taken back")
def undo(tx: Transaction, change: Change, *, by: int | None) -> bool:
    """Mark it as taken back; false if somebody has done so before."""
    done = tx.connection.execute(
        update(person_changes)
        .where(person_changes.c.id == change.id, person_changes.c.undone_at.is_(None))
        .values(undone_at=tx.now, undone_by=by)
    )
    return bool(done.rowcount)


def is_latest(tx: Transaction, change: Change) -> bool:
    """Whether nothing of the kind was changed about the person since, that still holds: only that is taken back."""
    later = select(person_changes.c.id).where(
        person_changes.c.person_id == change.person_id,
        person_changes.c.kind == change.kind,
        person_changes.c.id > change.id,
        person_changes.c.undone_at.is_(None),
    )
    return tx.connection.execute(later.limit(1)).first() is None
