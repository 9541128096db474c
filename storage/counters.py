"""Counters by place, kept in the transaction that changes a declaration; :mod:`storage.recount` proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import Measure
from storage.kit.tables import counters
from storage.kit.transaction import Transaction, without_audit


@cache
@without_audit("numbers follow from what is audited")
def _step(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Count so many more of a measure in a place, or fewer; what is inserted must satisfy n >= 0."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    names = ("cycle_id", "place_id", "title", "measure")
    return (
        make(counters)
        .values({**{name: bindparam(f"the_{name}") for name in names}, "n": bindparam("first")})
        .on_conflict_do_update(
            index_elements=names, set_={"n": counters.c.n + bindparam("more", type_=counters.c.n.type)}
        )
    )


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is counted where."""

    cycle_id: int
    place_id: int
    title: str
    measure: Measure


Steps: TypeAlias = Mapping[Key, int]  # so many more of each; fewer, where it is below 0


def steps(cycle_id: int, place_id: int, title: str, before: Collection[Measure], after: Collection[Measure]) -> Steps:
    """One declaration out of the counters it no longer counts for, and into those it now counts for."""
    changed = frozenset(before) ^ frozenset(after)
    return {Key(cycle_id, place_id, title, measure): 1 if measure in after else -1 for measure in changed}


@without_audit("numbers follow from what is audited")
def add(tx: Transaction, *several: Steps) -> None:
    """Take these steps, all in one statement.

    Counters are changed in the order of their keys, so that two transactions never wait for each other.
    """
    total: Counter[Key] = Counter()
    for each in several:
        total.update(each)
    rows = [
        {
            "the_cycle_id": key.cycle_id,
            "the_place_id": key.place_id,
            "the_title": key.title,
            "the_measure": key.measure,
            "first": max(n, 0),
            "more": n,
        }
        for key, n in sorted(total.items())
        if n
    ]
    if rows:
        tx.connection.execute(_step(tx.connection.dialect.name), rows)


def shift(
    tx: Transaction,
    *,
    cycle_id: int,
    place_id: int,
    title: str,
    before: frozenset[Measure],
    after: frozenset[Measure],
) -> None:
    """Take one declaration out of the counters it no longer counts for and into those it now counts for."""
    add(tx, steps(cycle_id, place_id, title, before, after))


def step(tx: Transaction, *, cycle_id: int, title: str, measure: Measure, by_place: Mapping[int, int]) -> None:
    """Count so many more, or fewer, of one measure in each of these places."""
    add(tx, {Key(cycle_id, place_id, title, measure): n for place_id, n in by_place.items()})


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
