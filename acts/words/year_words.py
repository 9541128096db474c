"""A commune's year in words: where it stands, what happened to it, what was chosen, beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from criteria.year import COUNTING_NAMES
from locales.format import day_of
from locales.text import Day, Number, T, Words
from storage import cycles, people, places
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState

STATES: Mapping[CycleState, Words] = {
    CycleState.OPEN: T("đang mở"),
    CycleState.CLOSED: T("đã đóng"),
    CycleState.LOCKED: T("đã khoá"),
}
MOVES: Mapping[CycleState, Words] = {
    CycleState.OPEN: T("Mở lại"),
    CycleState.CLOSED: T("Đóng"),
    CycleState.LOCKED: T("Khoá"),
}


def counting_words(cycle: Cycle) -> Words:
    """Whose title counts."""
    return T("Số đạt gồm người, hộ, nơi {which}.", which=COUNTING_NAMES[cycle.settings.counting])


def population_words(tx: Transaction, cycle: Cycle) -> Words | None:
    """The official population beside the roster's total, with the difference; ``None``: not entered."""
    told = cycle.settings.population
    if told is None:
        return None
    here = [each.id for each in places.villages(tx, cycle.commune_id)]
    listed = sum(people.roster_counts(tx, place_ids=here).values())
    return T(
        "Dân số {people} người (nguồn: {source}, ngày {day}); danh sách dân cư có {listed} người, chênh lệch "
        "{difference}",
        people=Number(told.people),
        source=told.source,
        day=Day(told.on),
        listed=Number(listed),
        difference=Number(abs(told.people - listed)),
    )


def move_lines(tx: Transaction, cycle: Cycle) -> Iterator[Words]:
    """That the year was closed, opened again or locked, a line each time."""
    for each in cycles.moves(tx, cycle.id):
        told = {"move": MOVES[each.state], "day": Day(day_of(each.at)), "name": each.by}
        if each.why:
            yield T("{move} ngày {day}, {name}. Lý do: {why}", **told, why=each.why)
        else:
            yield T("{move} ngày {day}, {name}.", **told)
