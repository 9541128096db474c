"""Who and what is behind a figure of a place: the people of its whole, the declarations that a number counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from criteria.declaration import Move, State
from criteria.model import CITIZEN
from criteria.score import Verdict
from storage import people
from storage.cycles import Cycle
from storage.figures_by_place import holds
from storage.kit.rows import Columns
from storage.kit.tables import clans, decisions, declarations
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction


class Figure(StrEnum):
    """A number that can be opened, by its name in an address."""

    WHOLE = "tong-so"  # the people of the roster who are assessed
    DECLARED = "da-tu-danh-gia"
    WAITING = "dang-cho"
    CONFIRMED = "da-xac-nhan"
    REACHED = "dat"  # those who count as holding the title
    RECOGNISED = "duoc-cong-nhan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A line: somebody, and their declaration where there is one that was sent.

    Attributes:
        full_name: of the person, or of who answers for a family, clan or place.
        clan: the clan's name, of a clan's declaration.
    """

    person_id: int
    full_name: str
    birth_year: int
    clan: str | None
    declaration_id: int | None
    state: State | None
    verdict: Verdict | None
    judged: Verdict | None
    submitted_at: datetime | None
    decided_at: datetime | None


BEHIND = Columns(
    Behind,
    person_id=people_table.c.id,
    full_name=people_table.c.full_name,
    birth_year=people_table.c.birth_year,
    clan=clans.c.name,
    declaration_id=declarations.c.id,
    state=declarations.c.state,
    verdict=declarations.c.verdict,
    judged=declarations.c.judged,
    submitted_at=declarations.c.submitted_at,
    decided_at=declarations.c.decided_at,
)
_NAMED = (people_table.c.folded_name, people_table.c.birth_year, people_table.c.id)
CHECKED = (State.CONFIRMED, State.RECOGNISED)


def _is(figure: Figure, cycle: Cycle, title: str) -> ColumnElement[bool]:
    """What makes a declaration one of those that the figure counts."""
    match figure:
        case Figure.DECLARED:
            found: ColumnElement[bool] = declarations.c.submitted_at.is_not(None)
        case Figure.WAITING:
            found = declarations.c.state == State.SUBMITTED
        case Figure.CONFIRMED:
            found = declarations.c.state.in_(CHECKED)
        case Figure.RECOGNISED:
            found = declarations.c.state == State.RECOGNISED
        case Figure.REACHED:
            return holds(cycle, title)
        case Figure.WHOLE:
            raise ValueError("people are counted there, no declarations")
    return and_(found, people.COUNTS_HERE) if title == CITIZEN else found


def _declared(cycle: Cycle, title: str, place_id: int, figure: Figure) -> Select[Any]:
    return (
        select(*BEHIND.columns)
        .select_from(declarations)
        .join(people_table, people_table.c.id == declarations.c.person_id)
        .outerjoin(clans, clans.c.id == declarations.c.clan_id)
        .where(
            declarations.c.place_id == place_id,
            declarations.c.cycle_id == cycle.id,
            declarations.c.title == title,
            _is(figure, cycle, title),
        )
    )


def _assessed(cycle: Cycle, place_id: int) -> Select[Any]:
    """The people of the roster whom the place assesses, with what they have sent."""
    sent = and_(
        declarations.c.person_id == people_table.c.id,
        declarations.c.cycle_id == cycle.id,
        declarations.c.title == CITIZEN,
        declarations.c.submitted_at.is_not(None),
    )
    here = or_(
        people_table.c.unit_id == place_id,
        and_(people_table.c.unit_id.is_(None), people_table.c.place_id == place_id),
        people_table.c.stays_at_id == place_id,
    )
    return (
        select(*BEHIND.columns)
        .select_from(people_table)
        .outerjoin(declarations, sent)
        .outerjoin(clans, clans.c.id == declarations.c.clan_id)
        .where(
            here,
            people.counted_at(cycle) == place_id,
            people.is_of_year(cycle),
            people_table.c.erased_at.is_(None),
            people_table.c.birth_year.between(1, cycle.criteria().born_by(cycle.year)),
        )
    )


def page(
    tx: Transaction, cycle: Cycle, title: str, place_id: int, figure: Figure, *, skipped: int, most: int
) -> tuple[tuple[Behind, ...], int]:
    """Some of those whom a place's figure counts, by name, and how many there are.

    Raises:
        ValueError: nobody is listed behind that: the whole of families, clans and places.
    """
    if figure is Figure.WHOLE and title != CITIZEN:
        raise ValueError(f"the whole of {title}")
    query = _assessed(cycle, place_id) if figure is Figure.WHOLE else _declared(cycle, title, place_id, figure)
    found = tx.connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = tx.connection.execute(query.order_by(*_NAMED).offset(skipped).limit(most))
    return tuple(map(BEHIND.read, rows)), int(found)


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision on a declaration."""

    move: Move
    by_id: int
    by: str
    at: datetime


def decided(tx: Transaction, declaration_ids: Sequence[int]) -> dict[int, Decided]:
    """The last decision on each of these, by the declaration's id: one statement for a page of them."""
    last = (
        select(func.max(decisions.c.id))
        .where(decisions.c.declaration_id.in_(list(declaration_ids)))
        .group_by(decisions.c.declaration_id)
    )
    rows = tx.connection.execute(
        select(
            decisions.c.declaration_id,
            decisions.c.move,
            decisions.c.decided_by,
            decisions.c.at,
            people_table.c.full_name,
        )
        .join(people_table, people_table.c.id == decisions.c.decided_by)
        .where(decisions.c.id.in_(last))
    )
    return {row.declaration_id: Decided(row.move, row.decided_by, row.full_name, row.at) for row in rows}
