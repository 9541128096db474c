"""Counters by place, kept in the transaction that changes a declaration; :mod:`storage.recount` proves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import Measure
from storage.kit.tables import counters
from storage.kit.transaction import Transaction, without_audit


@without_audit("numbers follow from what is audited")
def _upsert(dialect: str) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # The insert must satisfy n >= 0 even where the delta is negative, so a step down is an update only.
    statement = make(counters)
    return statement.on_conflict_do_update(
        index_elements=["cycle_id", "place_id", "title", "measure"],
        set_={"n": counters.c.n + statement.excluded.n},
    )


_UP = {dialect: _upsert(dialect) for dialect in ("sqlite", "postgresql")}
_DOWN = (
    counters.update()
    .where(
        counters.c.cycle_id == bindparam("in_cycle"),
        counters.c.place_id == bindparam("in_place"),
        counters.c.title == bindparam("of_title"),
        counters.c.measure == bindparam("of_measure"),
    )
    .values(n=counters.c.n - 1)
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
    key = {"cycle_id": cycle_id, "place_id": place_id, "title": title}
    for measure in sorted(before ^ after):
        if measure in after:
            tx.connection.execute(_UP[tx.connection.dialect.name], {**key, "measure": measure, "n": 1})
        else:
            tx.connection.execute(
                _DOWN,
                {"in_cycle": cycle_id, "in_place": place_id, "of_title": title, "of_measure": measure},
            )


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
