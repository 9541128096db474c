"""Which year a screen is about, and what is said where the commune has no cycle this year.

Figures, plan, dossier, export and who is missing are of the year in hand (:func:`storage.cycles.in_hand`) until another
one is chosen; what begins something new is of this year alone.
"""

from __future__ import annotations

from collections.abc import Callable

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.declaration import State
from handlers.kit.context import Turn
from handlers.kit.router import Goto
from locales.text import T, Words
from storage import cycles
from storage.cycles import Cycle
from storage.declaration_record import Declaration

MOST_YEARS = 5  # others that can be chosen, the newest first


def not_opened(turn: Turn, back: Way | None = None) -> Goto:
    """To the menu, or back, because the commune has not opened this year."""
    return Goto(
        ways.home() if back is None else back, T("{Commune_label} chưa mở kỳ đánh giá năm {year}.", year=turn.year)
    )


def not_running(turn: Turn, commune_id: int, back: Way | None = None) -> Goto:
    """To the menu, or back, because nothing of this year can change: it is not opened yet, or is closed."""
    if cycles.of_this_year(turn.tx, commune_id) is None:
        return not_opened(turn, back)
    return Goto(ways.home() if back is None else back, T("Kỳ đánh giá này đã khoá sổ."))


def is_running(turn: Turn, cycle: Cycle) -> bool:
    """Whether it is this year's, and declarations and decisions may still change."""
    return cycle.is_open and cycle.year == turn.year


def still_of(turn: Turn, cycle: Cycle) -> Words | None:
    """That a screen is about the year that has ended, where this one was not opened yet."""
    if cycle.year >= turn.year or cycles.of_this_year(turn.tx, cycle.commune_id) is not None:
        return None
    return T(
        "{Commune_label} chưa mở kỳ đánh giá năm {year}, nên đây là của năm {last}.", year=turn.year, last=cycle.year
    )


UNFINISHED = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


def is_left_over(turn: Turn, declaration: Declaration) -> bool:
    """Whether it is of the year that has ended, and something is still to be done about it, by whomever."""
    cycle = declaration.cycle
    return cycle.year == turn.year - 1 and cycle.is_open and declaration.state in UNFINISHED


def other_years(turn: Turn, cycle: Cycle, way: Callable[[Cycle], Way]) -> tuple[Choice, ...]:
    """The same screen of the commune's other years."""
    found = [each for each in reversed(cycles.of_commune(turn.tx, cycle.commune_id)) if each.id != cycle.id]
    return tuple(Choice(T("Năm {year}", year=each.year), way(each), Look.WAY) for each in found[:MOST_YEARS])
