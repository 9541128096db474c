"""Shares: the computed indicators of a title, counted from what was confirmed below it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, case, func, or_, select

from criteria.declaration import Measure, State
from criteria.model import CITIZEN, FAMILY, IndicatorKind, ShareOf
from criteria.score import Share, Shares, Verdict
from criteria.year import Counting
from storage import counters, past_figures, people
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.kit.tables import declarations, households
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.past_figures import ROSTER

STATES: Mapping[Counting, tuple[State, ...]] = {
    Counting.CONFIRMED: (State.CONFIRMED, State.RECOGNISED),
    Counting.RECOGNISED: (State.RECOGNISED,),
}


def _holds(cycle: Cycle) -> tuple[ColumnElement[bool], ...]:
    """A declaration that counts as holding its title in the year."""
    return (
        declarations.c.state.in_(STATES[cycle.settings.counting]),
        or_(declarations.c.verdict == Verdict.REACHED, declarations.c.judged == Verdict.REACHED),
    )


def of_declaration(tx: Transaction, declaration: Declaration) -> Shares:
    """The shares that a declaration's set asks for, as things are now; what cannot be told is missing."""
    found: dict[str, Share] = {}
    for indicator in declaration.criteria.indicators:
        if indicator.kind is IndicatorKind.COMPUTED and indicator.share_of is not None:
            share = _share(tx, declaration, indicator.share_of)
            if share is not None:
                told = str(declaration.answers.get(indicator.counted_by or "", ""))
                whole = max(share.whole, int(told) if told.isdigit() else 0)
                found[indicator.id] = Share(share.part, whole)
    return found


def _share(tx: Transaction, declaration: Declaration, of: ShareOf) -> Share | None:
    about, cycle = declaration.about, declaration.cycle
    match of:
        case ShareOf.ADULTS if about.household_id is not None:
            return adults(tx, cycle, about.household_id)
        case ShareOf.PEOPLE if about.place_id is not None:
            return residents(tx, cycle, about.place_id)
        case ShareOf.FAMILIES if about.clan_id is not None:
            return _families(tx, cycle, households.c.clan_id == about.clan_id)
        case ShareOf.FAMILIES if about.place_id is not None:
            return families(tx, cycle, about.place_id)
        case _:
            return None


def adults(tx: Transaction, cycle: Cycle, household_id: int) -> Share:
    """Of the household's adults, those who hold "Công dân học tập" this year."""
    latest = cycle.criteria(CITIZEN).born_by(cycle.year)
    holds = (
        select(declarations.c.id)
        .where(
            declarations.c.person_id == people_table.c.id,
            declarations.c.cycle_id == cycle.id,
            declarations.c.title == CITIZEN,
            *_holds(cycle),
        )
        .exists()
    )
    row = tx.connection.execute(
        select(func.count(case((holds, 1))).label("part"), func.count().label("whole")).where(
            people_table.c.household_id == household_id,
            people_table.c.erased_at.is_(None),
            people.IS_HERE,
            people_table.c.birth_year.between(1, latest),
        )
    ).one()
    return Share(row.part, row.whole)


def residents(tx: Transaction, cycle: Cycle, place_id: int) -> Share:
    """Of the people of the roster whom the place assesses, those who hold "Công dân học tập" this year."""
    adult_age = cycle.criteria(CITIZEN).adult_age
    whole = people.roster_sizes(tx, cycle, place_ids=[place_id], min_age=adult_age)[place_id]
    tally = counters.tallies(tx, cycle.id, CITIZEN).get(place_id)
    return Share(0 if tally is None else min(tally[cycle.settings.reached_on_roster], whole), whole)


def families(tx: Transaction, cycle: Cycle, place_id: int) -> Share:
    """Of the households of the village's roster, those who hold "Gia đình học tập" in the cycle's year."""
    found = _families(tx, cycle, (households.c.place_id == place_id) & households.c.on_roster)
    if cycle.settled_at is None:
        return found
    return Share(min(past_figures.of(tx, cycle, FAMILY, f"{ROSTER}reached").get(place_id, 0), found.whole), found.whole)


def registered_families(tx: Transaction, cycle: Cycle) -> dict[int, int]:
    """Of the households of each village's roster, how many take part in "Gia đình học tập"; none: it is missing.

    Of a year of which only numbers are left nobody knows which were of the roster: as many as there are households.
    """
    if cycle.settled_at is None:
        rows = tx.connection.execute(
            select(households.c.place_id, func.count().label("n"))
            .select_from(declarations)
            .join(households, households.c.id == declarations.c.household_id)
            .where(declarations.c.cycle_id == cycle.id, declarations.c.title == FAMILY, households.c.on_roster)
            .group_by(households.c.place_id)
        )
        return {row.place_id: row.n for row in rows}
    found = counters.tallies(tx, cycle.id, FAMILY)
    return {place: min(tally[Measure.REGISTERED], families(tx, cycle, place).whole) for place, tally in found.items()}


def _families(tx: Transaction, cycle: Cycle, which: ColumnElement[bool]) -> Share:
    holds = (
        select(declarations.c.id)
        .where(
            declarations.c.household_id == households.c.id,
            declarations.c.cycle_id == cycle.id,
            declarations.c.title == FAMILY,
            *_holds(cycle),
        )
        .exists()
    )
    row = tx.connection.execute(
        select(func.count(case((holds, 1))).label("part"), func.count().label("whole"))
        .select_from(households)
        .where(which)
    ).one()
    return Share(row.part, row.whole)
