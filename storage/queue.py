"""What waits for somebody's decision, doubtful first: the pages of the queue, and a declaration's place in it.

The policy's rule for deciding stands here once more, as an SQL filter; a property test holds the two together. Every
function is one statement, prepared once: a head leafs through hundreds of declarations in an evening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
)

from criteria.declaration import Move, State
from criteria.doubts import Doubt
from criteria.model import CITIZEN
from criteria.policy import Actor, Role, Unvouched
from criteria.score import Verdict
from storage.declaration_record import DECLARATION, SELECT, Declaration, doubts_from_data
from storage.kit.rows import Columns, through
from storage.kit.tables import clans, cycles, decisions, declarations, people, places
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from storage.people import COUNTS_HERE
from storage.places import INLINE_NAME

LATE = timedelta(days=3)  # who has waited longer is told about at once


class Filter(StrEnum):
    """Which part of the queue is looked at."""

    ALL = "all"
    DOUBTFUL = "doubtful"
    PLAIN = "plain"  # nothing unusual: may be confirmed together
    AGAIN = "again"  # was returned and has been sent again
    LATE = "late"  # has waited over three days
    HELPED = "helped"  # declared by somebody else for the person
    OTHERS = "others"  # other titles than the citizens'


_about = places.alias("about")
_served = places.alias("served")
_IS_PLAIN = and_(
    declarations.c.doubtful == 0,
    declarations.c.title == CITIZEN,
    declarations.c.verdict.in_([Verdict.REACHED, Verdict.NOT_REACHED]),
    or_(people.c.vouched_by.is_(None), people.c.vouched_by != bindparam("me")),  # not by one person alone
)
_WAS_RETURNED = (
    select(decisions.c.id)
    .where(decisions.c.declaration_id == declarations.c.id, decisions.c.move == Move.RETURN)
    .exists()
)
_FILTERS: Mapping[Filter, ColumnElement[bool]] = {
    Filter.DOUBTFUL: declarations.c.doubtful > 0,
    Filter.PLAIN: _IS_PLAIN,
    Filter.AGAIN: _WAS_RETURNED,
    Filter.LATE: declarations.c.submitted_at <= bindparam("late"),
    Filter.HELPED: declarations.c.consent != ConsentKind.SELF,
    Filter.OTHERS: declarations.c.title != CITIZEN,
}


def _own() -> ColumnElement[bool]:
    """One's own, of those one speaks for or is tied to, of one's household, or of one's place: for somebody else."""
    return or_(
        declarations.c.person_id.in_(bindparam("spoken_for", expanding=True)),
        and_(declarations.c.spoken_by.is_not(None), declarations.c.spoken_by == bindparam("me")),
        # a family's stays its household's, wherever who answers for it lives now
        func.coalesce(declarations.c.household_id, people.c.household_id, 0) == bindparam("household"),
        and_(
            declarations.c.about_place_id.is_not(None),
            declarations.c.place_id.in_(bindparam("headed", expanding=True)),
        ),
    )


_NOT_DRAWN = or_(declarations.c.title != CITIZEN, people.c.unvouched.is_(None), people.c.unvouched != Unvouched.DRAWN)
# By places first: whoever serves some looks at what stands in those, however many there are in the country.
_PLACES = (
    select(_served.c.id)
    .where(
        or_(
            _served.c.id.in_(bindparam("headed", expanding=True)),
            _served.c.id.in_(bindparam("communes", expanding=True)),
            _served.c.parent_id.in_(bindparam("communes", expanding=True)),
        )
    )
    .scalar_subquery()
)
_SERVED = and_(
    declarations.c.place_id.in_(_PLACES),
    or_(  # the titles of places are for officers: they are their head's own; so are those who were drawn
        and_(declarations.c.place_id.in_(bindparam("headed", expanding=True)), _NOT_DRAWN),
        cycles.c.commune_id.in_(bindparam("communes", expanding=True)),
    ),
)
_COUNTS = or_(  # not one that was set aside with a double record
    func.coalesce(declarations.c.household_id, declarations.c.clan_id, declarations.c.about_place_id).is_not(None),
    COUNTS_HERE,
)
_WAITS = and_(
    declarations.c.state == State.SUBMITTED, cycles.c.state == CycleState.OPEN, _COUNTS, _SERVED, not_(_own())
)
_ORDER = (declarations.c.doubtful.desc(), declarations.c.submitted_at, declarations.c.id)


def _who(actor: Actor) -> dict[str, Any]:
    """The values of the filter for one who decides."""
    return {
        "me": actor.person_id or 0,
        "spoken_for": [actor.person_id or 0, *sorted({*actor.speaks_for, *actor.tied})],
        "household": actor.household_id or -1,  # who lives in none shares none
        "headed": sorted(actor.places(Role.HEAD)),
        "communes": list(actor.communes),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the queue."""

    id: int
    revision: int
    title: str
    person_id: int  # whose it is, or who answers for it
    full_name: str
    birth_year: int
    clan: str | None
    about_place: str | None
    village: str  # with what it is: "thôn Kim Sơn"
    place_name: str
    doubts: tuple[Doubt, ...]
    is_plain: bool
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the queue, and how much there is: ``found`` lines of the filter, ``counts`` by every filter."""

    rows: tuple[Waiting, ...]
    found: int
    counts: Mapping[Filter, int]


def _base(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(declarations)
        .join(people, people.c.id == declarations.c.person_id)
        .join(cycles, cycles.c.id == declarations.c.cycle_id)
        .where(_WAITS)
    )


def _counted() -> CTE:
    """How many there are by each filter, in one row."""
    kinds = [func.count(case((condition, 1))).label(name.value) for name, condition in _FILTERS.items()]
    return _base(func.count().label(Filter.ALL.value), *kinds).cte("counted")


@lru_cache
def _page(which: Filter, *, named: bool) -> tuple[Select[Any], Columns[Waiting | None]]:
    """The statement of a page, and what its lines are read with; a page without lines has one row, with the counts."""
    counted = _counted()
    condition = _FILTERS.get(which)
    lines = _base(
        declarations.c.id,
        declarations.c.revision,
        declarations.c.title,
        declarations.c.person_id,
        people.c.full_name,
        people.c.birth_year,
        declarations.c.clan_id,
        declarations.c.about_place_id,
        declarations.c.place_id,
        declarations.c.doubts,
        _IS_PLAIN.label("is_plain"),
        declarations.c.submitted_at,
        func.row_number().over(order_by=_ORDER).label("position"),
    )
    if condition is not None:
        lines = lines.where(condition)
    if named:
        lines = lines.where(people.c.folded_name.like(bindparam("named")))
    line = lines.order_by(*_ORDER).limit(bindparam("most")).offset(bindparam("skipped")).cte("line")
    waiting = Columns(
        Waiting,
        id=line.c.id,
        revision=line.c.revision,
        title=line.c.title,
        person_id=line.c.person_id,
        full_name=line.c.full_name,
        birth_year=line.c.birth_year,
        clan=clans.c.name,
        about_place=_about.c.label + " " + _about.c.name,
        village=INLINE_NAME,
        place_name=places.c.name,
        doubts=through(line.c.doubts, doubts_from_data),
        is_plain=line.c.is_plain,
        submitted_at=line.c.submitted_at,
    ).if_any("id")
    query = (
        select(*(counted.c[name.value] for name in Filter), *waiting.columns)
        .select_from(counted)
        .outerjoin(line, line.c.id.is_not(None))
        .outerjoin(places, places.c.id == line.c.place_id)
        .outerjoin(clans, clans.c.id == line.c.clan_id)
        .outerjoin(_about, _about.c.id == line.c.about_place_id)
        .order_by(line.c.position)
    )
    return query, waiting


def page(
    tx: Transaction, actor: Actor, which: Filter = Filter.ALL, *, skipped: int = 0, most: int, named: str | None = None
) -> Page:
    """The lines of a filter from ``skipped`` on, doubtful first, and how many there are of every kind.

    ``named``: only people whose name has these words (folded).
    """
    values = {**_who(actor), "late": tx.now - LATE, "skipped": skipped, "most": most}
    if named is not None:
        values["named"] = f"%{named.replace('%', '').replace('_', ' ').strip()}%"
    query, waiting = _page(which, named=named is not None)
    rows = tx.connection.execute(query, values).all()
    counts = {name: int(rows[0]._mapping[name.value]) for name in Filter}
    lines = (waiting.read(row) for row in rows)
    return Page(tuple(line for line in lines if line is not None), counts[which], counts)


@dataclass(frozen=True, slots=True)
class InLine:
    """Where a declaration stands: "12/87", with its neighbours."""

    position: int
    total: int
    previous: int | None
    following: int | None


@lru_cache
def _in_line(which: Filter) -> Select[Any]:
    condition = _FILTERS.get(which)
    lines = _base(
        declarations.c.id,
        func.row_number().over(order_by=_ORDER).label("position"),
        func.count().over().label("total"),
        func.lag(declarations.c.id).over(order_by=_ORDER).label("previous"),
        func.lead(declarations.c.id).over(order_by=_ORDER).label("following"),
    )
    if condition is not None:
        lines = lines.where(condition)
    line = lines.cte("line")
    return select(line.c.position, line.c.total, line.c.previous, line.c.following).where(
        line.c.id == bindparam("declaration")
    )


def in_line(tx: Transaction, actor: Actor, which: Filter, declaration_id: int) -> InLine | None:
    """A declaration's place in the queue of this actor; ``None`` if it does not wait for them, or not there."""
    values = {**_who(actor), "late": tx.now - LATE, "declaration": declaration_id}
    row = tx.connection.execute(_in_line(which), values).one_or_none()
    return (
        None
        if row is None
        else InLine(position=row.position, total=row.total, previous=row.previous, following=row.following)
    )


@dataclass(frozen=True, slots=True)
class Following:
    """The declaration that comes next, and whether nothing unusual is known of it."""

    id: int
    is_plain: bool


@lru_cache
def _following(which: Filter) -> Select[Any]:
    doubtful: ColumnElement[int] = bindparam("doubtful")
    at: ColumnElement[datetime] = bindparam("sent", type_=declarations.c.submitted_at.type)
    key: ColumnElement[int] = bindparam("declaration")
    is_later = or_(
        declarations.c.doubtful < doubtful,
        and_(declarations.c.doubtful == doubtful, declarations.c.submitted_at > at),
        and_(declarations.c.doubtful == doubtful, declarations.c.submitted_at == at, declarations.c.id > key),
    )
    condition = _FILTERS.get(which)
    query = _base(declarations.c.id, _IS_PLAIN.label("is_plain")).where(declarations.c.id != key)
    if condition is not None:
        query = query.where(condition)
    return query.order_by(case((is_later, 0), else_=1), *_ORDER).limit(1)


def following(tx: Transaction, actor: Actor, which: Filter, declaration: Declaration) -> Following | None:
    """What comes after this one in the queue, or comes first if nothing is left behind it."""
    values = {
        **_who(actor),
        "late": tx.now - LATE,
        "doubtful": len(declaration.doubts),
        "sent": declaration.submitted_at or tx.now,
        "declaration": declaration.id,
    }
    row = tx.connection.execute(_following(which), values).one_or_none()
    return None if row is None else Following(row.id, row.is_plain)


_COUNT = _base(func.count())


def count(tx: Transaction, actor: Actor) -> int:
    """How many declarations wait for this actor's decision."""
    return int(tx.connection.execute(_COUNT, _who(actor)).scalar_one())


_RECENT = (
    SELECT.where(declarations.c.state.in_([State.CONFIRMED, State.RETURNED]))
    .where(
        _SERVED,
        cycles.c.state == CycleState.OPEN,
        declarations.c.decided_at.is_not(None),
        not_(_own()),
    )
    .order_by(declarations.c.decided_at.desc(), declarations.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)


def recently_decided(tx: Transaction, actor: Actor, *, most: int, skipped: int = 0) -> tuple[Declaration, ...]:
    """What was confirmed or returned last in the places this actor serves; the newest first."""
    values = {**_who(actor), "most": most, "skipped": skipped}
    return tuple(DECLARATION.read(row, tx) for row in tx.connection.execute(_RECENT, values))
