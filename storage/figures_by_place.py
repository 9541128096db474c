"""A title's figures in each village and unit: the whole, who declared, who holds it. What the desk puts in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from criteria.model import CITIZEN, FAMILY
from criteria.score import Verdict
from storage import counters, people, places, target_actuals
from storage.counters import Tally
from storage.cycles import Cycle
from storage.kit.tables import declarations, households
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.title_shares import STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigure:
    """One place: ``whole`` is what is assessed there, ``reached`` those of it who count as holding the title."""

    place: Place
    whole: int
    reached: int
    tally: Tally

    @property
    def share(self) -> float | None:
        """The part of the whole; ``None`` without a whole."""
        return self.reached / self.whole if self.whole else None


def by_place(tx: Transaction, cycle: Cycle, title: str) -> tuple[PlaceFigure, ...]:
    """The figures of every village and unit that can hold the title or whose people can, in the commune's order."""
    if title != CITIZEN:
        found = (each for each in target_actuals.titles_by_place(tx, cycle) if each.title == title)
        return tuple(
            PlaceFigure(place=each.place, whole=each.whole, reached=each.reached_of_whole, tally=each.tally)
            for each in found
        )
    here = places.villages(tx, cycle.commune_id)
    sizes = people.roster_sizes(tx, cycle, place_ids=[each.id for each in here], min_age=cycle.criteria().adult_age)
    tallies = counters.tallies(tx, cycle.id, CITIZEN)
    measure = cycle.settings.reached_on_roster
    figures = []
    for place in here:
        tally = tallies.get(place.id, Tally(place.id, {}))
        whole = sizes[place.id]
        figures.append(PlaceFigure(place=place, whole=whole, reached=min(tally[measure], whole), tally=tally))
    return tuple(figures)


def holds(cycle: Cycle, title: str) -> ColumnElement[bool]:
    """Whether a declaration counts as holding its title in the year; its person is joined."""
    counted = and_(
        declarations.c.state.in_(STATES[cycle.settings.counting]),
        or_(declarations.c.verdict == Verdict.REACHED, declarations.c.judged == Verdict.REACHED),
    )
    if title == FAMILY:  # a household that made itself known here is not of the whole
        listed = select(households.c.id).where(households.c.id == declarations.c.household_id, households.c.on_roster)
        return and_(counted, listed.exists())
    if title != CITIZEN:
        return counted
    of_age = people_table.c.birth_year.between(1, cycle.criteria(title).born_by(cycle.year))
    return and_(counted, people.is_of_year(cycle), of_age)


def reached_by(tx: Transaction, cycle: Cycle, title: str, moments: Sequence[datetime]) -> tuple[int, ...]:
    """Of those who count as holding the title now, how many had been decided on before each of these moments.

    Of a settled year nothing is left to tell it by: all are 0.
    """
    if not moments:
        return ()
    counts = [
        func.count(case((declarations.c.decided_at < moment, 1))).label(f"by_{i}") for i, moment in enumerate(moments)
    ]
    row = tx.connection.execute(
        select(*counts)
        .select_from(declarations)
        .join(people_table, people_table.c.id == declarations.c.person_id)
        .where(declarations.c.cycle_id == cycle.id, declarations.c.title == title, holds(cycle, title))
    ).one()
    return tuple(int(each) for each in row)
