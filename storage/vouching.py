"""Who joined by a name and a year alone, and who has said since that it is really them.

A name and a year are known to neighbours, and to whoever has the list: somebody could join as another. Until an officer
vouches for them their declaration is doubtful, and one in ten of them is drawn: only an officer decides on those. So
nobody makes many people up unseen.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from criteria.policy import Actor, Unvouched
from storage import doubts
from storage.kit.tables import people, places
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person

ONE_IN = 10  # of those who join a village by name alone, so many are not drawn for one who is

_CAME_BY_NAME = or_(people.c.unvouched.is_not(None), people.c.vouched_by.is_not(None))


def came_by_name(tx: Transaction, person: Person) -> None:
    """A person has just joined by name and year: nobody vouches for them yet. One in ten is drawn for the officer."""
    drawn = _is_drawn(tx, person.place_id)
    state = Unvouched.DRAWN if drawn else Unvouched.WAITS
    tx.connection.execute(update(people).where(people.c.id == person.id).values(unvouched=state))
    tx.audit("person.came_by_name", f"person:{person.id}", {"drawn": drawn})


def _is_drawn(tx: Transaction, place_id: int) -> bool:
    """One of each ten of a village, never the first of them: which one nobody can reckon before it is so.

    It depends on the moment in which the first of the ten came.
    """
    came = and_(people.c.place_id == place_id, _CAME_BY_NAME)
    n = int(tx.connection.execute(select(func.count()).where(came)).scalar_one())
    if n % ONE_IN == 0:
        return False
    first = select(people.c.claimed_at).where(came).order_by(people.c.claimed_at, people.c.id)
    at = tx.connection.execute(first.offset(n - n % ONE_IN).limit(1)).scalar_one()
    seed = hashlib.sha256(f"{place_id} {n // ONE_IN} {at}".encode()).digest()
    return n % ONE_IN == 1 + seed[0] % (ONE_IN - 1)


def _open_for(actor: Actor) -> ColumnElement[bool]:
    """Of the communes whose officer this is, but nobody of their own household, nor to whom they are tied."""
    return and_(
        people.c.unvouched.is_not(None),
        people.c.erased_at.is_(None),
        places.c.parent_id.in_(actor.communes),
        people.c.id.not_in([actor.person_id or 0, *sorted(actor.speaks_for), *sorted(actor.tied)]),
        func.coalesce(people.c.household_id, 0) != (actor.household_id or -1),
    )


def open_for(tx: Transaction, actor: Actor, which: Unvouched, *, limit: int) -> tuple[Person, ...]:
    """Whom this officer may vouch for, village by village, who came first first."""
    query = select(*PERSON.columns).join_from(people, places, places.c.id == people.c.place_id)
    query = query.where(_open_for(actor), people.c.unvouched == which)
    rows = tx.connection.execute(query.order_by(people.c.place_id, people.c.claimed_at, people.c.id).limit(limit))
    return tuple(PERSON.read(row) for row in rows)


def count_open_for(tx: Transaction, actor: Actor, which: Unvouched | None = None) -> int:
    """How many there are, of one kind or of both."""
    if not actor.communes:
        return 0
    query = select(func.count(people.c.id)).join_from(people, places, places.c.id == people.c.place_id)
    query = query.where(_open_for(actor))
    if which is not None:
        query = query.where(people.c.unvouched == which)
    return int(tx.connection.execute(query).scalar_one())


def came_at(tx: Transaction, person_id: int) -> datetime | None:
    """When somebody joined."""
    at: datetime | None = tx.connection.execute(
        select(people.c.claimed_at).where(people.c.id == person_id)
    ).scalar_one()
    return at


def vouch(tx: Transaction, person_id: int, *, by: int) -> bool:
    """``by`` says that it is really them. False if somebody has said so before, or nobody had to."""
    done = tx.connection.execute(
        update(people)
        .where(people.c.id == person_id, people.c.unvouched.is_not(None))
        .values(unvouched=None, vouched_by=by)
    )
    if not done.rowcount:
        return False
    tx.audit("person.vouched", f"person:{person_id}", {"by": by})
    tx.held.clear()
    doubts.renew_of(tx, person_id)
    return True
