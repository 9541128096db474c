"""People: those of the officer's roster and those who joined by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    insert,
    not_,
    or_,
    select,
    type_coerce,
    update,
)

from criteria import presence
from criteria.age import age_in
from criteria.names import fold, match_key
from criteria.policy import Unvouched
from criteria.presence import Away, Left, last_day
from storage.cycles import Cycle
from storage.kit.role_is_held import IS_OPEN
from storage.kit.rows import Columns
from storage.kit.tables import grants, households, people
from storage.kit.transaction import Transaction, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One resident. ``on_roster`` says whether the officer's roster knows them, and counts them here."""

    id: int
    place_id: int
    household_id: int | None
    full_name: str
    birth_year: int
    on_roster: bool
    unit_id: int | None = None  # the unit that assesses the person in place of the village
    relation: str | None = None  # to the head of the household
    unvouched: Unvouched | None = None  # joined by name and year alone, and no officer vouches for them yet
    same_as_id: int | None = None  # the record in which they count; their own where an officer found nobody else
    left_on: date | None = None  # since when they are on the roster no more
    left_why: Left | None = None
    away: Away | None = None  # lives elsewhere, or cannot take part
    away_from: date | None = None
    away_to: date | None = None

    @property
    def is_merged(self) -> bool:
        """Whether this record is another person's, who counts there."""
        return self.same_as_id not in {None, self.id}

    @property
    def has_died(self) -> bool:
        """Whether they are on record as deceased."""
        return self.left_why is Left.DIED

    def is_counted_in(self, cycle: Cycle) -> bool:
        """Whether the year's denominators have them."""
        return self.on_roster and presence.is_of_year(
            cycle.year,
            cycle.leaves_out,
            left_on=self.left_on,
            away=self.away,
            away_from=self.away_from,
            away_to=self.away_to,
        )

    @property
    def assessed_at(self) -> int:
        """The place in which the person declares and counts, once: the unit, else the village."""
        return self.unit_id or self.place_id

    def age_in(self, year: int) -> int | None:
        """The age that the person reaches in that year; ``None`` where it is not known."""
        return age_in(year, self.birth_year)


# Whom an officer found to be the same person as another is counted there; who points at themselves was checked.
COUNTS_HERE = or_(people.c.same_as_id.is_(None), people.c.same_as_id == people.c.id)
IS_COUNTED = and_(people.c.on_roster, COUNTS_HERE)

PERSON = Columns(
    Person,
    id=people.c.id,
    place_id=people.c.place_id,
    household_id=people.c.household_id,
    full_name=people.c.full_name,
    birth_year=people.c.birth_year,
    on_roster=type_coerce(IS_COUNTED, Boolean),
    unit_id=people.c.unit_id,
    relation=people.c.relation,
    unvouched=people.c.unvouched,
    same_as_id=people.c.same_as_id,
    left_on=people.c.left_on,
    left_why=people.c.left_why,
    away=people.c.away,
    away_from=people.c.away_from,
    away_to=people.c.away_to,
)
IS_HERE = and_(COUNTS_HERE, people.c.left_on.is_(None))  # on no list of who lives in a place: who left, a double record
_BY_ID = select(*PERSON.columns).where(people.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update(of=people, key_share=True)
_NO_DOUBLE = and_(  # nobody is found as a record that is another person's, or as the dead
    COUNTS_HERE, or_(people.c.left_why.is_(None), people.c.left_why != Left.DIED)
)
_MATCHES = select(*PERSON.columns).where(
    people.c.place_id == bindparam("place"),
    people.c.folded_name == bindparam("folded"),
    people.c.birth_year == bindparam("year"),
    people.c.erased_at.is_(None),
    _NO_DOUBLE,
)
_NAMED = (
    select(people.c.id)
    .where(
        people.c.place_id == bindparam("place"),
        people.c.folded_name == bindparam("folded"),
        people.c.erased_at.is_(None),
    )
    .limit(1)
)
_CLAIMED = select(
    people.c.claimed_at,
    select(grants.c.id).where(grants.c.person_id == people.c.id, IS_OPEN).exists().label("holds_role"),
).where(people.c.id == bindparam("id"))


def is_assessed_at(place: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether somebody is counted in this place: in their unit, else in their village. By the indexes of both."""
    return or_(people.c.unit_id == place, and_(people.c.unit_id.is_(None), people.c.place_id == place))


def is_of_year(cycle: Cycle) -> ColumnElement[bool]:
    """Whether the year's denominators have somebody: :meth:`Person.is_counted_in` in SQL."""
    day = last_day(cycle.year)
    is_away = and_(
        people.c.away.is_not(None),
        people.c.away.in_(sorted(cycle.leaves_out)),
        or_(people.c.away_from.is_(None), people.c.away_from <= day),
        or_(people.c.away_to.is_(None), people.c.away_to >= day),
    )
    here = and_(IS_COUNTED, or_(people.c.left_on.is_(None), people.c.left_on > day))
    return and_(here, not_(is_away)) if cycle.leaves_out else here


ASSESSED_AT = func.coalesce(people.c.unit_id, people.c.place_id)


def counted_at(cycle: Cycle) -> ColumnElement[int]:
    """Where the year counts somebody: where a confirmed declaration stayed at a move, else where they are."""
    return case((people.c.stays_in >= cycle.year, people.c.stays_at_id), else_=ASSESSED_AT)


_INSERT = telling(insert(people))
_INSERT_HOUSEHOLD = telling(insert(households))
_HOUSEHOLD = select(households.c.id).where(
    households.c.place_id == bindparam("place"), households.c.code == bindparam("code")
)


def load(tx: Transaction, person_id: int) -> Person | None:
    """The person of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": person_id}).one_or_none()
    return None if row is None else PERSON.read(row)


def get(tx: Transaction, person_id: int) -> Person:
    """The person of an id that a foreign key vouches for."""
    return PERSON.read(tx.connection.execute(_BY_ID, {"id": person_id}).one())


def many(tx: Transaction, person_ids: Collection[int]) -> dict[int, Person]:
    """These people by their ids."""
    if not person_ids:
        return {}
    rows = tx.connection.execute(select(*PERSON.columns).where(people.c.id.in_(set(person_ids))))
    return {row.id: PERSON.read(row) for row in rows}


def lock_many(tx: Transaction, person_ids: Collection[int]) -> None:
    """Lock these people until the commit in the order of their ids, so that two who do it never deadlock."""
    if person_ids:
        held = select(people.c.id).where(people.c.id.in_(set(person_ids))).order_by(people.c.id)
        tx.connection.execute(held.with_for_update(key_share=True)).all()


def lock(tx: Transaction, person_id: int) -> Person:
    """The person of an id that a foreign key vouches for, locked until the commit."""
    return PERSON.read(tx.connection.execute(_LOCKED, {"id": person_id}).one())


def names(tx: Transaction, person_ids: Collection[int]) -> dict[int, str]:
    """The full names of these people."""
    rows = tx.connection.execute(select(people.c.id, people.c.full_name).where(people.c.id.in_(set(person_ids))))
    return {row.id: row.full_name for row in rows}


def unclaimed(tx: Transaction, *, place_id: int, full_name: str, birth_year: int) -> tuple[Person, ...]:
    """People of the village with this name and birth year who have never had a chat of their own, nor hold a role.

    Who has, comes back by a code: a name and a year, which neighbours know, must not open somebody's account.
    """
    found = namesakes(tx, place_id=place_id, full_name=full_name, birth_year=birth_year)
    return tuple(person for person in found if not is_claimed(tx, person.id))


def is_claimed(tx: Transaction, person_id: int) -> bool:
    """Whether a person has, or had, a chat of their own, or holds a role."""
    row = tx.connection.execute(_CLAIMED, {"id": person_id, "now": tx.now}).one()
    return row.claimed_at is not None or bool(row.holds_role)


def namesakes(tx: Transaction, *, place_id: int, full_name: str, birth_year: int) -> tuple[Person, ...]:
    """All people of the village with this name and birth year."""
    rows = tx.connection.execute(_MATCHES, {"place": place_id, "folded": fold(full_name), "year": birth_year})
    return tuple(PERSON.read(row) for row in rows)


def is_name_known(tx: Transaction, *, place_id: int, full_name: str) -> bool:
    """Whether somebody of the village has this name, born in whatever year."""
    return tx.connection.execute(_NAMED, {"place": place_id, "folded": fold(full_name)}).first() is not None


def _spellings(full_name: str) -> dict[str, str]:
    """What a name is found by: without its marks, and as its likely spellings share it."""
    folded = fold(full_name)
    return {"folded_name": folded, "match_key": match_key(folded)}


def add(
    tx: Transaction,
    *,
    place_id: int,
    full_name: str,
    birth_year: int,
    on_roster: bool,
    household_id: int | None = None,
) -> Person:
    """Enter a person."""
    key = tx.add(
        _INSERT,
        {
            "place_id": place_id,
            "household_id": household_id,
            "full_name": full_name,
            **_spellings(full_name),
            "birth_year": birth_year,
            "on_roster": on_roster,
            "created_at": tx.now,
        },
    )
    tx.audit("person.added", f"person:{key}", {"place": place_id, "on_roster": on_roster})
    return Person(
        id=key,
        place_id=place_id,
        household_id=household_id,
        full_name=full_name,
        birth_year=birth_year,
        on_roster=on_roster,
    )


def household(tx: Transaction, *, place_id: int, code: str) -> int:
    """The id of the village's household with this code of the roster, entered if it is new."""
    key = tx.connection.execute(_HOUSEHOLD, {"place": place_id, "code": code}).scalar_one_or_none()
    if key is None:
        new = {"place_id": place_id, "code": code, "on_roster": True}
        key = tx.add(_INSERT_HOUSEHOLD, new)
        tx.audit("household.added", f"household:{key}", {"place": place_id})
    return int(key)


def roster_sizes(
    tx: Transaction, cycle: Cycle, *, place_ids: list[int], min_age: int, max_age: int = 200
) -> dict[int, int]:
    """The denominators: people of the roster who are of these ages in the year, by the place that assesses them."""
    return {
        place: sum(n for year, n in born.items() if age_in(cycle.year, year) in range(min_age, max_age + 1))
        for place, born in roster_years(tx, cycle, place_ids=place_ids).items()
    }


def roster_years(tx: Transaction, cycle: Cycle, *, place_ids: list[int]) -> dict[int, dict[int, int]]:
    """How many people of the roster were born in which year, by the place that assesses them."""
    here = or_(
        people.c.unit_id.in_(place_ids),
        and_(people.c.unit_id.is_(None), people.c.place_id.in_(place_ids)),
        people.c.stays_at_id.in_(place_ids),
    )
    at = counted_at(cycle)
    rows = tx.connection.execute(
        select(at.label("place_id"), people.c.birth_year, func.count().label("n"))
        .where(is_of_year(cycle), people.c.birth_year > 0, here)
        .group_by(at, people.c.birth_year)
    )
    found: dict[int, dict[int, int]] = {place: {} for place in place_ids}
    for row in rows:
        if row.place_id in found:  # not of these where they stay for the year
            found[row.place_id][row.birth_year] = row.n
    return found


def left(tx: Transaction, place_ids: Collection[int]) -> frozenset[int]:
    """Who lived in these villages and was taken off the roster."""
    gone = select(people.c.id).where(people.c.place_id.in_(set(place_ids)), people.c.left_on.is_not(None))
    return frozenset(tx.connection.execute(gone).scalars())


def roster_counts(tx: Transaction, *, place_ids: Collection[int]) -> dict[int, int]:
    """How many people the roster has, of whatever age, by the village they live in."""
    counted = (
        select(people.c.place_id, func.count().label("n"))
        .where(people.c.place_id.in_(set(place_ids)), people.c.on_roster, IS_HERE, people.c.erased_at.is_(None))
        .group_by(people.c.place_id)
    )
    return {row.place_id: row.n for row in tx.connection.execute(counted)}


def correct(
    tx: Transaction, person: Person, *, full_name: str, birth_year: int, said: Mapping[str, Any] | None = None
) -> Person:
    """Put right a name and a birth year; ``said``: what the log says beside it.

    What was declared follows by whoever calls this, where the age is another.
    """
    tx.write(
        update(people)
        .where(people.c.id == person.id)
        .values(full_name=full_name, birth_year=birth_year, **_spellings(full_name))
    )
    tx.audit("person.corrected", f"person:{person.id}", dict(said or {}))
    return replace(person, full_name=full_name, birth_year=birth_year)
