"""The numbers that are kept of a year of which nothing else is kept. Written once, when it is settled: past_years."""

from __future__ import annotations

from sqlalchemy import select

from criteria.declaration import Measure
from storage.counters import Tally, tallies_of
from storage.cycles import Cycle
from storage.kit.tables import past_figures
from storage.kit.transaction import Transaction, data_hash

VERDICT = "verdict."  # before a verdict: how many sent declarations had it
POINTS = "points"  # the points of all sent declarations, summed up
ROSTER = "roster."  # before what is counted of the roster's people or households only
ACTIVE = "active"  # somebody learned or something was held there
NO_TITLE = ""  # of a figure that belongs to no title


def of(tx: Transaction, cycle: Cycle, title: str, figure: str) -> dict[int, int]:
    """One figure of a settled year, by place; a place without it is missing."""
    rows = tx.connection.execute(
        select(past_figures.c.place_id, past_figures.c.n).where(
            past_figures.c.cycle_id == cycle.id, past_figures.c.title == title, past_figures.c.figure == figure
        )
    )
    return {row.place_id: row.n for row in rows}


def verdicts(tx: Transaction, cycle: Cycle, title: str) -> dict[int, dict[str, int]]:
    """Of a settled year: how many sent declarations had which verdict, by place."""
    rows = tx.connection.execute(
        select(past_figures.c.place_id, past_figures.c.figure, past_figures.c.n).where(
            past_figures.c.cycle_id == cycle.id,
            past_figures.c.title == title,
            past_figures.c.figure.startswith(VERDICT, autoescape=True),
        )
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.place_id, {})[row.figure.removeprefix(VERDICT)] = row.n
    return found


def tallies(tx: Transaction, cycle: Cycle, title: str) -> dict[int, Tally]:
    """The counters of a settled year as they were when it was settled; the recount of it."""
    rows = tx.connection.execute(
        select(past_figures.c.place_id, past_figures.c.figure, past_figures.c.n).where(
            past_figures.c.cycle_id == cycle.id,
            past_figures.c.title == title,
            past_figures.c.figure.in_([each.value for each in Measure]),
        )
    )
    return tallies_of((row.place_id, Measure(row.figure), row.n) for row in rows)


def fingerprint(tx: Transaction, cycle_id: int) -> str:
    """SHA-256 over all numbers that are kept of a settled year."""
    rows = tx.connection.execute(
        select(past_figures.c.place_id, past_figures.c.title, past_figures.c.figure, past_figures.c.n).where(
            past_figures.c.cycle_id == cycle_id
        )
    )
    return data_hash(sorted([row.place_id, row.title, row.figure, row.n] for row in rows))
