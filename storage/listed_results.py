"""Results of people that came by a list: what it said of each, beside the declaration that holds the result here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, null, or_, select, update

from criteria.declaration import EDITABLE, State
from criteria.recognition import Paper
from criteria.results_matching import Result, Stands
from storage.kit.proof import new_salt
from storage.kit.rows import Columns, through
from storage.kit.tables import (
    cycles,
    declarations,
    listed_results,
    people,
    recognition_lists,
    recognition_names,
    result_lists,
)
from storage.kit.transaction import Transaction, without_audit
from storage.people import COUNTS_HERE
from storage.result_lists import ORIGIN, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedResult:
    """A result that came by a list.

    Attributes:
        result: as the list has it; its points may be unknown.
        before: of a declaration that stood here: how far it was.
        disputed_at: when its person said that it is wrong.
        ended_at: since when they have declared themselves, and it counts no more.
    """

    declaration_id: int
    list_id: int
    year: int
    result: Result
    before: Mapping[str, Any] | None
    taken_at: datetime
    disputed_at: datetime | None
    ended_at: datetime | None
    origin: Origin


RESULT = Columns(
    Result,
    reached=listed_results.c.reached,
    points=listed_results.c.points,
    by_indicator=through(listed_results.c.by_indicator, lambda said: tuple((str(a), str(b)) for a, b in said)),
)
LISTED_RESULT = Columns(
    ListedResult,
    declaration_id=listed_results.c.declaration_id,
    list_id=listed_results.c.list_id,
    year=cycles.c.year,
    result=RESULT,
    before=listed_results.c.before,
    taken_at=listed_results.c.taken_at,
    disputed_at=listed_results.c.disputed_at,
    ended_at=listed_results.c.ended_at,
    origin=ORIGIN,
)
_SELECT = (
    select(*LISTED_RESULT.columns)
    .join(result_lists, result_lists.c.id == listed_results.c.list_id)
    .join(cycles, cycles.c.id == result_lists.c.cycle_id)
)
_OF_DECLARATION = _SELECT.where(listed_results.c.declaration_id == bindparam("declaration"))


def of_declaration(tx: Transaction, declaration_id: int) -> ListedResult | None:
    """What a list said of a declaration's person, if any did, also where they have declared themselves since."""
    row = tx.connection.execute(_OF_DECLARATION, {"declaration": declaration_id}).one_or_none()
    return None if row is None else LISTED_RESULT.read(row)


def of_declarations(tx: Transaction, declaration_ids: Collection[int]) -> Mapping[int, ListedResult]:
    """The same of several, by the declaration; those without are missing."""
    found = _SELECT.where(listed_results.c.declaration_id.in_(set(declaration_ids)))
    read = (LISTED_RESULT.read(row) for row in tx.connection.execute(found))
    return {each.declaration_id: each for each in read}


_DISPUTED = select(listed_results.c.id).where(
    listed_results.c.declaration_id == bindparam("declaration"),
    listed_results.c.disputed_at.is_not(None),
    listed_results.c.ended_at.is_(None),
)


def is_disputed(tx: Transaction, declaration_id: int) -> bool:
    """Whether the person says that the result is wrong."""
    return tx.connection.execute(_DISPUTED, {"declaration": declaration_id}).first() is not None


@without_audit("the declaration that holds it is on record as listed")
def put(tx: Transaction, declaration_id: int, list_id: int, result: Result, before: Mapping[str, Any] | None) -> None:
    """A declaration has this result of a list from now on, in place of one of another list."""
    values = {
        "list_id": list_id,
        "reached": bool(result.reached),
        "points": result.points,
        "by_indicator": [list(pair) for pair in result.by_indicator],
        "before": null() if before is None else dict(before),
        "taken_at": tx.now,
        "disputed_at": None,
        "ended_at": None,
        "salt": new_salt(),
    }
    this = listed_results.c.declaration_id == declaration_id
    if not tx.write(update(listed_results).where(this).values(values)):
        tx.write(insert(listed_results).values({"declaration_id": declaration_id, **values}))


def dispute(tx: Transaction, declaration_id: int) -> None:
    """The person says that it is wrong: whoever decides sees it first."""
    this = listed_results.c.declaration_id == declaration_id
    tx.write(update(listed_results).where(this).values(disputed_at=tx.now))
    tx.audit("declaration.disputed", f"declaration:{declaration_id}", {"listed": True})


@without_audit("whoever calls it audits what it is for")
def end(tx: Transaction, declaration_id: int) -> None:
    """The person has declared themselves: it counts no more, and stays to be read."""
    this = listed_results.c.declaration_id == declaration_id
    tx.write(update(listed_results).where(this).values(ended_at=tx.now))


@without_audit("whoever calls it audits what it is for")
def drop(tx: Transaction, declaration_ids: Sequence[int]) -> None:
    """Delete what lists said of these declarations' people: the declarations go, or the list is undone."""
    tx.write(delete(listed_results).where(listed_results.c.declaration_id.in_(declaration_ids)))


def standing(
    tx: Transaction, cycle_id: int, title: str, person_ids: Collection[int] | None = None
) -> dict[int, Stands]:
    """What stands in a year of people, by person; who has sent nothing, and no list told of, is missing."""
    query = (
        select(declarations.c.person_id, declarations.c.state, declarations.c.result_list_id, *RESULT.columns)
        .outerjoin(listed_results, listed_results.c.declaration_id == declarations.c.id)
        .where(
            declarations.c.cycle_id == cycle_id,
            declarations.c.title == title,
            declarations.c.state != State.DRAFT,
        )
    )
    if person_ids is not None:
        query = query.where(declarations.c.person_id.in_(set(person_ids)))
    found = {}
    for row in tx.connection.execute(query):
        result = None if row.result_list_id is None else RESULT.read(row)
        found[row.person_id] = Stands(row.state not in EDITABLE, result)
    return found


def of_list(tx: Transaction, list_id: int, *, after: int, most: int) -> tuple[int, ...]:
    """The next declarations whose result this list says, behind one of them."""
    query = select(listed_results.c.declaration_id).where(
        listed_results.c.list_id == list_id,
        listed_results.c.ended_at.is_(None),
        listed_results.c.declaration_id > after,
    )
    return tuple(tx.connection.execute(query.order_by(listed_results.c.declaration_id).limit(most)).scalars())


def by_list(tx: Transaction, cycle_id: int) -> Mapping[int, int]:
    """How many people of a year have the result that a list says, by the list; of a settled year nobody knows."""
    rows = tx.connection.execute(
        select(declarations.c.result_list_id, func.count().label("n"))
        .join(people, people.c.id == declarations.c.person_id)
        .where(COUNTS_HERE, declarations.c.cycle_id == cycle_id, declarations.c.result_list_id.is_not(None))
        .group_by(declarations.c.result_list_id)
    )
    return {row.result_list_id: row.n for row in rows}


def beyond_undoing(tx: Transaction, list_id: int) -> int:
    """How many results of a list are recognised, or stand on a list to be recognised that is no draft any more."""
    proposed = (
        select(recognition_names.c.id)
        .join(recognition_lists, recognition_lists.c.id == recognition_names.c.list_id)
        .where(
            recognition_names.c.declaration_id == declarations.c.id,
            recognition_names.c.live,
            recognition_lists.c.state != Paper.DRAFT,
        )
        .correlate(declarations)
        .exists()
    )
    query = (
        select(func.count())
        .select_from(listed_results)
        .join(declarations, declarations.c.id == listed_results.c.declaration_id)
        .where(
            listed_results.c.list_id == list_id,
            listed_results.c.ended_at.is_(None),
            or_(declarations.c.state.in_([State.RECOGNISED, State.REVOKED]), proposed),
        )
    )
    return int(tx.connection.execute(query).scalar_one())
