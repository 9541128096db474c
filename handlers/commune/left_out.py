"""Which of those who are elsewhere a year's totals leave out: the commune's choice, by default nobody."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from criteria.presence import AWAY_CHOICES, Away
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import T, lines
from storage import presence
from storage.cycles import Cycle

routes = Routes()


@routes.shows("left-out/{cycle}", Action.ADOPT)
def left_out(turn: Turn, cycle: Cycle) -> Screen:
    """Each reason with how many it takes out; a tap leaves it out or counts it again."""
    found = presence.counts(turn.tx, cycle)
    return Screen(
        title=T("Người vắng, năm {year}", year=cycle.year),
        text=lines(
            T("Ai vắng vào ngày 31/12 thì không tính vào tổng số? Mục có dấu chọn là không tính."),
            T("Mặc định: tính tất cả. Lựa chọn này in kèm số liệu."),
            None if cycle.is_open else T("Năm này đã khoá nên không đổi được."),
        ),
        choices=(
            *(
                Choice(
                    T("{why}: {n} người", why=name, n=found.get(each, 0)),
                    ways.left_out_tick(cycle.id, each.value),
                    ticked=each in cycle.leaves_out,
                )
                for each, name in AWAY_CHOICES.items()
            ),
            Choice(T("Quay lại"), ways.basis(cycle.id), Look.WAY),
            HOME,
        ),
    )


@routes.does("left-out-tick/{cycle}/{why}", Action.ADOPT, Weight.DECIDING)
def left_out_tick(turn: Turn, cycle: Cycle, why: str) -> Goto:
    """Leave them out, or count them again."""
    if why in set(Away) and cycle.is_open:
        presence.leave_out(turn.tx, cycle, cycle.leaves_out ^ {Away(why)})
    return Goto(ways.left_out(cycle.id))
