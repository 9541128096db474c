"""Officials by office: who holds "Công dân học tập" of a year, who is missing, of the 100 % that plans ask for.

The same people as :func:`storage.target_actuals` counts of :attr:`criteria.plan.Measured.CADRES`, one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from criteria.declaration import State
from criteria.model import CITIZEN
from criteria.reminding import Standing
from criteria.score import Verdict
from criteria.year import Counting
from storage import places
from storage.cycles import Cycle
from storage.kit.tables import declarations, people
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import counted_at, is_of_year
from storage.places import Place
from storage.roster import standing_of
from storage.target_actuals import BUSINESS_LABELS, OFFICIALS

COUNTS: Mapping[Counting, frozenset[State]] = {
    Counting.CONFIRMED: frozenset({State.CONFIRMED, State.RECOGNISED}),
    Counting.RECOGNISED: frozenset({State.RECOGNISED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """Somebody of an office who is asked for the title.

    Attributes:
        holds: whether they have it, as the year counts it.
        standing: how far their declaration is.
    """

    person_id: int
    office_id: int
    full_name: str
    birth_year: int
    holds: bool
    standing: Standing


def offices(tx: Transaction, cycle: Cycle) -> tuple[Place, ...]:
    """The commune's units but for enterprises and cooperatives, in the commune's order."""
    found = places.villages(tx, cycle.commune_id)
    return tuple(each for each in found if each.kind is PlaceKind.UNIT and each.label not in BUSINESS_LABELS)


def of_offices(tx: Transaction, cycle: Cycle, office_ids: Collection[int]) -> Mapping[int, Sequence[Official]]:
    """Who of each office is asked, in no order that people use; without who told another group of people than G3.

    Of a settled year nothing is left but numbers: nobody is named.
    """
    found: dict[int, list[Official]] = {each: [] for each in office_ids}
    if not office_ids or cycle.settled_at is not None:
        return found
    criteria = cycle.criteria(CITIZEN)
    at = counted_at(cycle)
    rows = tx.connection.execute(
        select(
            people.c.id,
            at.label("office_id"),
            people.c.full_name,
            people.c.birth_year,
            declarations.c.state,
            declarations.c.submitted_at,
            declarations.c.verdict,
            declarations.c.judged,
            declarations.c.answers["occupation"].as_string().label("occupation"),
        )
        .select_from(people)
        .outerjoin(
            declarations,
            and_(
                declarations.c.person_id == people.c.id,
                declarations.c.cycle_id == cycle.id,
                declarations.c.title == CITIZEN,
            ),
        )
        .where(
            or_(
                people.c.unit_id.in_(office_ids),
                and_(people.c.unit_id.is_(None), people.c.place_id.in_(office_ids)),
                people.c.stays_at_id.in_(office_ids),
            ),
            is_of_year(cycle),
            people.c.birth_year.between(1, criteria.born_by(cycle.year)),
        )
        .order_by(people.c.id)
    )
    for row in rows:
        is_other = row.submitted_at is not None and criteria.group_of(row.occupation) not in {None, OFFICIALS}
        if row.office_id in found and not is_other:
            found[row.office_id].append(_official(cycle, row))
    return found


def _official(cycle: Cycle, row: Any) -> Official:
    counts = COUNTS[cycle.settings.counting]
    return Official(
        person_id=row.id,
        office_id=row.office_id,
        full_name=row.full_name,
        birth_year=row.birth_year,
        holds=row.state in counts and (row.judged or row.verdict) is Verdict.REACHED,
        standing=standing_of(row.state),
    )
