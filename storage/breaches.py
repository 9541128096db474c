"""Whose data somebody else may have seen: through a lost telephone or account, a lost backup or database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from criteria.names import fold
from criteria.policy import Role
from locales.format import VIETNAM
from storage import audit, looks
from storage.kit.rows import Columns
from storage.kit.tables import accounts, grants, households, people, places, proxies
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person
from storage.places import INLINE_NAME, Place

AT_ONCE = 500  # people in one statement


class Reach(StrEnum):
    """What of a person was within reach; who is reached in several ways counts with the first of these."""

    DATABASE = "database"  # everything
    OWN = "own"  # everything of theirs in the chat
    SPOKEN = "spoken"  # they were spoken for from this account: the same
    SERVED = "served"  # in a place of a head or officer: declaration, pictures, chats
    HOUSEHOLD = "household"  # name, relation, result
    HELPED = "helped"  # in a place of a helper: name and birth year


@dataclass(frozen=True, slots=True)
class Affected:
    """One person. ``seen_on``: when the account last opened something of theirs since, as far as that is on record."""

    person: Person
    village: str
    household: str
    reach: Reach
    seen_on: date | None

    @property
    def id(self) -> int:
        """The person's id."""
        return self.person.id


@dataclass(frozen=True, slots=True)
class _Found:
    person: Person
    village: str
    household: str | None


_FOUND = Columns(
    _Found,
    person=PERSON,
    village=INLINE_NAME,
    household=households.c.code,
)


def of_account(tx: Transaction, person_id: int, since: date) -> tuple[Affected, ...]:
    """Whom the chats of a person could see on that day or later: in the roles held then, and for whom they spoke."""
    start = datetime(since.year, since.month, since.day, tzinfo=VIETNAM)
    by_reach: dict[Reach, set[int]] = {Reach.OWN: {person_id}}
    by_reach[Reach.SPOKEN] = set(
        tx.connection.execute(
            select(proxies.c.person_id).where(
                proxies.c.account_id.in_(_chats_ever(tx, person_id)),
                or_(proxies.c.ended_at.is_(None), proxies.c.ended_at >= start),
            )
        ).scalars()
    )
    home = select(people.c.household_id).where(people.c.id == person_id).scalar_subquery()
    by_reach[Reach.HOUSEHOLD] = set(
        tx.connection.execute(select(people.c.id).where(people.c.household_id == home)).scalars()
    )
    held = tx.connection.execute(
        select(grants.c.role, grants.c.place_id).where(
            grants.c.person_id == person_id,
            or_(grants.c.revoked_at.is_(None), grants.c.revoked_at >= start),
            or_(grants.c.until.is_(None), grants.c.until >= start),
        )
    ).all()
    for row in held:
        if row.role is Role.REPORTER:  # sees nobody's records
            continue
        reach = Reach.HELPED if row.role is Role.HELPER else Reach.SERVED
        by_reach.setdefault(reach, set()).update(tx.connection.execute(_served(row.place_id)).scalars())
    seen = looks.people_seen(tx, person_id, since)
    by_reach.setdefault(Reach.SERVED, set()).update(seen)  # who has moved away since is among them no more
    return _sorted(tx, by_reach, seen)


def _chats_ever(tx: Transaction, person_id: int) -> set[int]:
    """The chats that are or were a person's: a lost telephone is cut off before anybody asks whom it could see."""
    log = audit.log
    now = select(accounts.c.id).where(accounts.c.person_id == person_id)
    once = select(log.c.subject).where(
        log.c.code.in_(["account.bound", "account.cut_off"]), log.c.data["person"].as_integer() == person_id
    )
    said = tx.connection.execute(once).scalars()
    return {*tx.connection.execute(now).scalars(), *(int(each.partition(":")[2]) for each in said)}


def of_commune(tx: Transaction, commune_id: int) -> tuple[Affected, ...]:
    """Everybody of a commune: a backup or the database itself is in other hands."""
    return _sorted(tx, {Reach.DATABASE: set(tx.connection.execute(_served(commune_id)).scalars())}, {})


def _served(place_id: int) -> Select[Any]:
    """The people of a village or unit, or of a whole commune."""
    return (
        select(people.c.id)
        .join(places, places.c.id == people.c.place_id)
        .where(or_(people.c.place_id == place_id, people.c.unit_id == place_id, places.c.parent_id == place_id))
    )


def _sorted(
    tx: Transaction, by_reach: Mapping[Reach, Collection[int]], seen: Mapping[int, date]
) -> tuple[Affected, ...]:
    """Door by door. Who was erased has no name any more: nothing of them can be seen."""
    reach = {key: each for each in reversed(Reach) for key in by_reach.get(each, ())}
    found = sorted(_loaded(tx, sorted(reach)), key=_by_door)
    return tuple(
        Affected(each.person, each.village, each.household or "", reach[each.person.id], seen.get(each.person.id))
        for each in found
    )


def _by_door(each: _Found) -> tuple[int, str, str]:
    return each.person.place_id, each.household or "", each.person.full_name


def _loaded(tx: Transaction, ids: list[int]) -> Iterator[_Found]:
    for start in range(0, len(ids), AT_ONCE):
        rows = tx.connection.execute(
            select(*_FOUND.columns)
            .join_from(people, places, places.c.id == people.c.place_id)
            .outerjoin(households, households.c.id == people.c.household_id)
            .where(people.c.id.in_(ids[start : start + AT_ONCE]), people.c.erased_at.is_(None))
        )
        yield from map(_FOUND.read, rows)


def people_named(tx: Transaction, commune: Place, name: str, birth_year: int | None) -> tuple[Affected, ...]:
    """Those of a commune of that name, and born in that year if it is given: to find whose account was lost."""
    query = _served(commune.id).where(people.c.folded_name == fold(name), people.c.erased_at.is_(None))
    if birth_year is not None:
        query = query.where(people.c.birth_year == birth_year)
    return _sorted(tx, {Reach.OWN: tx.connection.execute(query).scalars().all()}, {})


def chats_of(tx: Transaction, person_id: int) -> int:
    """How many chats are still this person's: each is open to who holds it."""
    query = select(func.count()).select_from(accounts).where(accounts.c.person_id == person_id)
    return int(tx.connection.execute(query).scalar_one())


def record(tx: Transaction, subject: str, *, what: str, since: date, discovered_at: datetime, affected: int) -> None:
    """A breach was listed and letters were made: what was lost, since when, how many; no names."""
    tx.audit(
        "breach.listed",
        subject,
        {
            "what": what,
            "since": since.isoformat(),
            "discovered_at": discovered_at.isoformat(),
            "affected": affected,
        },
    )
