"""Finding people by name: an officer anybody of the commune, also who left or is a double record; a head their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from criteria.policy import Actor, Role
from storage.kit.rows import Columns
from storage.kit.tables import people, places
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person
from storage.places import PLACE, Place

PAGE = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found, with the village that tells namesakes apart."""

    person: Person
    village: Place


HIT = Columns(Hit, person=PERSON, village=PLACE)
_SELECT = select(*HIT.columns).join_from(people, places, places.c.id == people.c.place_id)


def may_see(tx: Transaction, actor: Actor) -> ColumnElement[bool]:
    """Whom somebody may look up: the policy's rule for ``SEE_PERSON`` in SQL.

    By their places' ids, so that it is found among their people by an index, however many there are elsewhere.
    """
    headed = sorted(actor.places(Role.HEAD))
    of_commune = (
        tx.connection.execute(select(places.c.id).where(places.c.parent_id.in_(actor.communes))).scalars().all()
    )
    return or_(
        people.c.place_id.in_(of_commune),
        and_(people.c.unit_id.is_(None), people.c.place_id.in_(headed)),
        people.c.unit_id.in_(headed),
    )


def search(tx: Transaction, actor: Actor, folded: str, *, page: int = 0) -> tuple[tuple[Hit, ...], bool]:
    """People whose name has all these parts, with or without marks, :data:`PAGE` at a time; and whether more follow."""
    parts = folded.replace("%", "").replace("_", " ").split()[:8]
    if not parts:
        return (), False
    named = and_(*(people.c.folded_name.like(f"%{part}%") for part in parts))
    rows = tx.connection.execute(
        _SELECT.where(may_see(tx, actor), named, people.c.erased_at.is_(None))
        # concat: else PostgreSQL may walk the whole country's names in order to find a commune's first ones
        .order_by(people.c.folded_name.concat(""), people.c.birth_year, people.c.id)
        .offset(page * PAGE)
        .limit(PAGE + 1)
    ).all()
    return tuple(HIT.read(row) for row in rows[:PAGE]), len(rows) > PAGE
