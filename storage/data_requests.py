"""What people ask of the commune about their own data: noted, answered, done. The officer's list with its due dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update

from criteria.data_rights import RequestKind
from criteria.policy import Actor, Subject
from storage.kit.rows import Columns
from storage.kit.tables import data_requests, people, places
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """One request. ``full_name`` is empty once its person was forgotten."""

    id: int
    person_id: int
    full_name: str
    village_id: int
    commune_id: int
    kind: RequestKind
    asked_at: datetime
    answered_at: datetime | None
    done_at: datetime | None

    @property
    def subject(self) -> Subject:
        """This request as the policy sees it: its commune's affair."""
        return Subject(commune_id=self.commune_id, village_id=self.village_id, person_id=self.person_id)


REQUEST = Columns(
    DataRequest,
    id=data_requests.c.id,
    person_id=data_requests.c.person_id,
    full_name=people.c.full_name,
    village_id=people.c.place_id,
    commune_id=func.coalesce(places.c.parent_id, people.c.place_id),
    kind=data_requests.c.kind,
    asked_at=data_requests.c.asked_at,
    answered_at=data_requests.c.answered_at,
    done_at=data_requests.c.done_at,
)
_SELECT = (
    select(*REQUEST.columns)
    .join(people, people.c.id == data_requests.c.person_id)
    .join(places, places.c.id == people.c.place_id)
    .order_by(data_requests.c.asked_at, data_requests.c.id)
)
_BY_ID = _SELECT.where(data_requests.c.id == bindparam("id"))
_OPEN = data_requests.c.done_at.is_(None)


def load(tx: Transaction, request_id: int) -> DataRequest | None:
    """The request of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": request_id}).one_or_none()
    return None if row is None else REQUEST.read(row)


def note(tx: Transaction, person_id: int, kind: RequestKind, *, noted_by: int | None) -> int:
    """Write down what a person asks; the same that is open already is asked once. Returns its id."""
    same = select(data_requests.c.id).where(data_requests.c.person_id == person_id, data_requests.c.kind == kind, _OPEN)
    known = tx.connection.execute(same.limit(1)).scalar_one_or_none()
    if known is not None:
        return int(known)
    key = tx.connection.execute(
        insert(data_requests).returning(data_requests.c.id),
        {"person_id": person_id, "kind": kind, "asked_at": tx.now, "noted_by": noted_by},
    ).scalar_one()
    tx.audit("request.noted", f"person:{person_id}", {"request": key, "kind": kind.value, "by": noted_by})
    return int(key)


def answered(tx: Transaction, request: DataRequest) -> None:
    """The person was told that it is being done."""
    tx.connection.execute(
        update(data_requests)
        .where(data_requests.c.id == request.id, data_requests.c.answered_at.is_(None))
        .values(answered_at=tx.now)
    )
    tx.audit("request.answered", f"person:{request.person_id}", {"request": request.id})


def done(tx: Transaction, request_id: int, person_id: int, *, done_by: int | None) -> None:
    """It is done; with that the person was answered, too."""
    tx.connection.execute(
        update(data_requests)
        .where(data_requests.c.id == request_id, _OPEN)
        .values(done_at=tx.now, done_by=done_by, answered_at=func.coalesce(data_requests.c.answered_at, tx.now))
    )
    tx.audit("request.done", f"person:{person_id}", {"request": request_id, "by": done_by})


def open_of(tx: Transaction, person_id: int) -> tuple[DataRequest, ...]:
    """What a person asked and is not done, the oldest first."""
    rows = tx.connection.execute(_SELECT.where(data_requests.c.person_id == person_id, _OPEN))
    return tuple(REQUEST.read(row) for row in rows)


def of_person(tx: Transaction, person_id: int) -> tuple[DataRequest, ...]:
    """All that a person has asked, the oldest first."""
    rows = tx.connection.execute(_SELECT.where(data_requests.c.person_id == person_id))
    return tuple(REQUEST.read(row) for row in rows)


def open_for(tx: Transaction, actor: Actor, *, limit: int) -> tuple[DataRequest, ...]:
    """What is not done in the communes of an officer, the oldest first."""
    rows = tx.connection.execute(_SELECT.where(_OPEN, _in_communes(actor)).limit(limit))
    return tuple(REQUEST.read(row) for row in rows)


def count_open_for(tx: Transaction, actor: Actor) -> int:
    """How many there are."""
    query = (
        select(func.count())
        .select_from(data_requests)
        .join(people, people.c.id == data_requests.c.person_id)
        .join(places, places.c.id == people.c.place_id)
        .where(_OPEN, _in_communes(actor))
    )
    return int(tx.connection.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and is not done, without whose it is: what its next day is counted from."""

    kind: RequestKind
    asked_at: datetime
    answered_at: datetime | None


ASKED = Columns(
    Asked, kind=data_requests.c.kind, asked_at=data_requests.c.asked_at, answered_at=data_requests.c.answered_at
)


def asked_for(tx: Transaction, actor: Actor) -> tuple[Asked, ...]:
    """All that is not done in the communes of an officer, in no order."""
    query = (
        select(*ASKED.columns)
        .select_from(data_requests)
        .join(people, people.c.id == data_requests.c.person_id)
        .join(places, places.c.id == people.c.place_id)
        .where(_OPEN, _in_communes(actor))
    )
    return tuple(map(ASKED.read, tx.connection.execute(query)))


def _in_communes(actor: Actor) -> ColumnElement[bool]:
    return or_(places.c.parent_id.in_(actor.communes), places.c.id.in_(actor.communes))
