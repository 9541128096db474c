"""A place's people household by household, each with since when they are registered: three statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from criteria.model import CITIZEN, FAMILY
from storage import people, registrations, roster
from storage.cycles import Cycle
from storage.kit.tables import households
from storage.kit.transaction import Transaction
from storage.roster import Villager


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody old enough for the title, and since when they are registered for it."""

    person_id: int
    full_name: str
    birth_year: int
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A household of the place; without an id those who belong to none. ``day``: since when the family is registered.

    ``code`` is empty where the roster has none; ``head_name`` is the head's, as far as there is one.
    """

    household_id: int | None
    code: str
    head_id: int | None
    head_name: str
    on_roster: bool
    day: date | None
    lines: tuple[Line, ...]


def homes(tx: Transaction, place_id: int, cycle: Cycle) -> tuple[Home, ...]:
    """The households in which somebody is old enough, in the order of their codes; last those who belong to none."""
    found: dict[int | None, list[Villager]] = {}
    for each in roster.of_place(tx, place_id, cycle):
        found.setdefault(each.household_id, []).append(each)
    mine = {each.whose.person_id: each.day for each in registrations.of_place(tx, cycle, CITIZEN, place_id)}
    families = {each.whose.household_id: each.day for each in registrations.of_place(tx, cycle, FAMILY, place_id)}
    rows = tx.connection.execute(
        select(households.c.id, households.c.head_id, households.c.on_roster).where(
            households.c.id.in_([key for key in found if key is not None])
        )
    )
    known = {row.id: row for row in rows}
    heads = people.names(tx, [row.head_id for row in known.values() if row.head_id is not None])
    made = []
    for key, members in found.items():
        row = None if key is None else known[key]
        eldest = min(members, key=lambda each: (each.birth_year, each.person_id))
        head = None if row is None else row.head_id or eldest.person_id
        made.append(
            Home(
                household_id=key,
                code=members[0].household,
                head_id=head,
                head_name="" if head is None else heads.get(head) or eldest.full_name,
                on_roster=row is not None and row.on_roster,
                day=None if key is None else families.get(key),
                lines=tuple(
                    Line(each.person_id, each.full_name, each.birth_year, mine.get(each.person_id))
                    for each in sorted(members, key=lambda each: (each.birth_year, each.person_id))
                ),
            )
        )
    return tuple(sorted(made, key=_by_code))


def _by_code(home: Home) -> tuple[object, ...]:
    return home.household_id is None, not home.code, len(home.code), home.code, home.household_id or 0
