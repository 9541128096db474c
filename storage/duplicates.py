"""Records that may be one person: looked for around somebody, and in the whole commune. Nothing is merged here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, not_, or_, select

from criteria.duplicates import Alike, alike
from criteria.names import fold, match_key
from storage.kit.tables import people, places
from storage.kit.transaction import Transaction
from storage.people import COUNTS_HERE, PERSON, Person, get

_village = places.alias("village")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person, and what they have in common."""

    one: Person
    other: Person
    why: Alike


def of_person(tx: Transaction, person: Person, commune_id: int, *, limit: int = 5) -> tuple[Pair, ...]:
    """Who of the commune may be the same person as this one, where nobody has said that they are two."""
    if person.is_merged or not person.birth_year:
        return ()
    found = like(tx, commune_id, full_name=person.full_name, birth_year=person.birth_year, but=person.id)
    pairs = [Pair(person, other, why) for other, why in found if not _are_two(person, other)]
    return tuple(pairs[:limit])


def like(
    tx: Transaction, commune_id: int, *, full_name: str, birth_year: int, but: int = 0, limit: int = 20
) -> tuple[tuple[Person, Alike], ...]:
    """People of the commune with a name and a birth year like these, nearest first; without the record ``but``."""
    here = select(_village.c.id).where(or_(_village.c.parent_id == commune_id, _village.c.id == commune_id))
    rows = tx.connection.execute(
        select(*PERSON.columns)
        .where(
            people.c.place_id.in_(here),
            people.c.match_key == match_key(fold(full_name)),
            people.c.birth_year.between(birth_year - 1, birth_year + 1),
            people.c.id != but,
            people.c.erased_at.is_(None),
            COUNTS_HERE,
        )
        .order_by(people.c.id)
        .limit(limit)
    )
    found = [(each, alike(full_name, birth_year, each.full_name, each.birth_year)) for each in map(PERSON.read, rows)]
    order = list(Alike)
    return tuple(sorted(((each, why) for each, why in found if why), key=lambda pair: order.index(pair[1])))


def _are_two(one: Person, other: Person) -> bool:
    """An officer looked at both, or the roster itself has both, in two households of a village."""
    looked_at = one.same_as_id == one.id and other.same_as_id == other.id
    told_apart = (
        one.on_roster
        and other.on_roster
        and one.place_id == other.place_id
        and None not in {one.household_id, other.household_id}
        and one.household_id != other.household_id
    )
    return looked_at or told_apart


def in_commune(tx: Transaction, commune_id: int, *, limit: int = 20) -> tuple[Pair, ...]:
    """Pairs of the commune for an officer to look at, by name: one birth year and likely spellings of one name."""
    one, other = people.alias("one"), people.alias("other")
    here = select(places.c.id).where(or_(places.c.parent_id == commune_id, places.c.id == commune_id))
    rows = tx.connection.execute(
        select(one.c.id.label("one_id"), other.c.id.label("other_id"))
        .join(
            other,
            and_(
                one.c.match_key == other.c.match_key,
                one.c.birth_year == other.c.birth_year,
                one.c.id < other.c.id,
            ),
        )
        .where(
            one.c.place_id.in_(here),
            other.c.place_id.in_(here),
            one.c.birth_year > 0,
            _may_be_asked(one),
            _may_be_asked(other),
            or_(one.c.same_as_id.is_(None), other.c.same_as_id.is_(None)),
            not_(
                and_(
                    one.c.on_roster,
                    other.c.on_roster,
                    one.c.place_id == other.c.place_id,
                    one.c.household_id.is_not(None),
                    other.c.household_id.is_not(None),
                    one.c.household_id != other.c.household_id,
                )
            ),
        )
        .order_by(one.c.folded_name, one.c.id, other.c.id)
        .limit(limit)
    ).all()
    pairs = [(get(tx, row.one_id), get(tx, row.other_id)) for row in rows]
    found = ((a, b, alike(a.full_name, a.birth_year, b.full_name, b.birth_year)) for a, b in pairs)
    return tuple(Pair(a, b, why) for a, b, why in found if why is not None)


def _may_be_asked(record: FromClause) -> ColumnElement[bool]:
    c = record.c
    return and_(c.erased_at.is_(None), or_(c.same_as_id.is_(None), c.same_as_id == c.id))
