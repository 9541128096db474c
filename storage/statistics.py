"""Counters by village, kept in the transaction that changes a declaration, and the recount that proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import Measure, State, measures
from criteria.score import Verdict
from storage.cycles import Cycle
from storage.models import counters, declarations, people
from storage.transaction import Transaction


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
    for measure in sorted(before ^ after):
        if measure in after:
            tx.connection.execute(
                _UP[tx.connection.dialect.name],
                {
                    "cycle_id": cycle_id,
                    "place_id": place_id,
                    "title": title,
                    "measure": measure.value,
                    "n": 1,
                },
            )
        else:
            tx.connection.execute(
                _DOWN,
                {"in_cycle": cycle_id, "in_place": place_id, "of_title": title, "of_measure": measure.value},
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
_ROWS = (
    select(
        declarations.c.place_id,
        declarations.c.state,
        declarations.c.submitted_at.is_not(None),
        declarations.c.verdict,
        people.c.on_roster,
        people.c.birth_year,
    )
    .join(people, people.c.id == declarations.c.person_id)
    .where(declarations.c.cycle_id == bindparam("cycle"), declarations.c.title == bindparam("title"))
)


def _tallies(counted: Iterable[tuple[int, str, int]]) -> dict[int, Tally]:
    found: dict[int, Tally] = {}
    for place_id, measure, n in counted:
        found.setdefault(place_id, Tally(place_id, {})).counts[Measure(measure)] = n
    return found


def tallies(tx: Transaction, cycle_id: int, title: str) -> dict[int, Tally]:
    """The kept counters of a cycle, by village; a village nobody declared in is missing."""
    rows = tx.connection.execute(_TALLIES, {"cycle": cycle_id, "title": title})
    return _tallies((place, measure, n) for place, measure, n in rows)


def recount(tx: Transaction, cycle: Cycle, title: str) -> dict[int, Tally]:
    """The same numbers counted from the declarations themselves; must always equal :func:`tallies`."""
    counted: Counter[tuple[int, str]] = Counter()
    latest = cycle.year - cycle.criteria.min_age.value
    for place_id, state, was_sent, verdict, on_roster, birth_year in tx.connection.execute(
        _ROWS, {"cycle": cycle.id, "title": title}
    ):
        for measure in measures(
            State(state),
            was_sent=bool(was_sent),
            reached=verdict == Verdict.REACHED,
            on_roster=bool(on_roster),
            of_age=0 < birth_year <= latest,
        ):
            counted[place_id, measure.value] += 1
    return _tallies((place, measure, n) for (place, measure), n in counted.items())


def rebuild(tx: Transaction, cycle: Cycle, title: str) -> None:
    """Write the counters of a cycle anew from its declarations, after results were made anew."""
    tx.connection.execute(delete(counters).where(counters.c.cycle_id == cycle.id, counters.c.title == title))
    rows = [
        {"cycle_id": cycle.id, "place_id": tally.place_id, "title": title, "measure": measure.value, "n": n}
        for tally in recount(tx, cycle, title).values()
        for measure, n in tally.counts.items()
    ]
    if rows:
        tx.connection.execute(insert(counters), rows)
