"""What happened to a year as a whole, in words: on its own screen and beside its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.kit.context import Turn
from locales.format import day_of
from locales.text import Day, T, Words
from storage import cycles
from storage.cycles import Cycle
from storage.kit.words import CycleState

TRAINING = T("Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không lập số liệu chính thức được.")
MOVES: Mapping[CycleState, Words] = {
    CycleState.OPEN: T("Mở lại"),
    CycleState.CLOSED: T("Đóng"),
    CycleState.LOCKED: T("Khoá"),
}


def move_lines(turn: Turn, cycle: Cycle) -> Iterator[Words]:
    """That the year was closed, opened again or locked, a line each time."""
    for each in cycles.moves(turn.tx, cycle.id):
        told = {"move": MOVES[each.state], "day": Day(day_of(each.at)), "name": each.by}
        if each.why:
            yield T("{move} ngày {day}, {name}. Lý do: {why}", **told, why=each.why)
        else:
            yield T("{move} ngày {day}, {name}.", **told)
