"""Counters by place, kept in the transaction that changes a declaration; :mod:`storage.recount` proves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import Measure
from storage.kit.tables import counters
from storage.kit.transaction import Transaction, without_audit


@cache
@without_audit("numbers follow from what is audited")
def _shift(dialect: str, rows: int) -> sqlite.Insert | postgresql.Insert:
    """Step so many counters up or down by one, in the order given.

    What is inserted must satisfy n >= 0, so a step up says 1 and a step down 0, and both are told apart in the update.
    """
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    key: dict[str, Any] = {name: bindparam(f"the_{name}") for name in ("cycle_id", "place_id", "title")}
    statement = make(counters).values(
        [{**key, "measure": bindparam(f"measure_{i}"), "n": bindparam(f"up_{i}")} for i in range(rows)]
    )
    return statement.on_conflict_do_update(
        index_elements=["cycle_id", "place_id", "title", "measure"],
        set_={"n": counters.c.n + 2 * statement.excluded.n - 1},
    )


@without_audit("numbers follow from what is audited")
def shift(
    tx: Transaction,
    *,
    cycle_id: int,
    place_id: int,
    title: str,
    before: frozenset[Measure],
    after: frozenset[Measure],
) -> None:
    """Take one declaration out of the counters it no longer counts for and into those it now counts for.

    Counters are changed in the order of their keys, so that two transactions never wait for each other.
    """
    steps = sorted(before ^ after)
    if not steps:
        return
    given: dict[str, Any] = {"the_cycle_id": cycle_id, "the_place_id": place_id, "the_title": title}
    for i, measure in enumerate(steps):
        given |= {f"measure_{i}": measure, f"up_{i}": int(measure in after)}
    tx.connection.execute(_shift(tx.connection.dialect.name, len(steps)), given)


@cache
@without_audit("numbers follow from what is audited")
def _add(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Count so many more of a measure in a place."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = make(counters)
    return statement.on_conflict_do_update(
        index_elements=["cycle_id", "place_id", "title", "measure"],
        set_={"n": counters.c.n + statement.excluded.n},
    )


_TAKE = (
    update(counters)
    .where(
        counters.c.cycle_id == bindparam("of_cycle"),
        counters.c.place_id == bindparam("of_place"),
        counters.c.title == bindparam("of_title"),
        counters.c.measure == bindparam("of_measure", type_=counters.c.measure.type),
    )
    .values(n=counters.c.n - bindparam("less"))
)


@without_audit("numbers follow from what is audited")
def step(tx: Transaction, *, cycle_id: int, title: str, measure: Measure, by_place: Mapping[int, int]) -> None:
    """Count so many more, or fewer, of one measure in each of these places, in the order of the places."""
    for place_id, n in sorted(by_place.items()):
        if n > 0:
            row = {"cycle_id": cycle_id, "place_id": place_id, "title": title, "measure": measure, "n": n}
            tx.connection.execute(_add(tx.connection.dialect.name), row)
        elif n < 0:
            key = {"of_cycle": cycle_id, "of_place": place_id, "of_title": title, "of_measure": measure, "less": -n}
            tx.connection.execute(_TAKE, key)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counters of one village in one cycle."""

    place_id: int
    counts: dict[Measure, int]

    def __getitem__(self, measure: Measure) -> int:
        return self.counts.get(measure, 0)


_TALLIES = select(counters.c.place_id, counters.c.measure, counters.c.n).where(
    counters.c.cycle_id == bindparam("cycle"), counters.c.title == bindparam("title"), counters.c.n > 0
)


def tallies_of(counted: Iterable[tuple[int, Measure, int]]) -> dict[int, Tally]:
    """Counts by place and measure, put together by place."""
    found: dict[int, Tally] = {}
    for place_id, measure, n in counted:
        found.setdefault(place_id, Tally(place_id, {})).counts[measure] = n
    return found


def tallies(tx: Transaction, cycle_id: int, title: str) -> dict[int, Tally]:
    """The kept counters of a cycle, by village; a village nobody declared in is missing."""
    rows = tx.connection.execute(_TALLIES, {"cycle": cycle_id, "title": title})
    return tallies_of((row.place_id, row.measure, row.n) for row in rows)
