""" "Việc tháng này", the first screen of officers: what has its day soon, and what waits for them; each leads there."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.commune.month_tasks import dated, until, waiting
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.this_year import not_opened, still_of
from locales.text import Day, T, Tn, lines
from storage import cycles

routes = Routes()

MOST = 10  # of each kind: a short screen


@routes.shows("month", Action.SEE_STATISTICS)
def month(turn: Turn) -> Answer:
    """What is to be done until the end of the month, by day, and what waits for somebody's answer."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    if cycle is None:
        return not_opened(turn)
    last = until(turn.today)
    due = dated(cycle, turn.today, last)
    open_ = tuple(waiting(turn.tx, turn.actor, cycle))
    return Screen(
        room=UNBROKEN,
        title=T("Việc từ nay đến {day}", day=Day(last)),
        text=lines(
            still_of(turn, cycle),
            Tn("{n} việc có ngày.", len(due)) if due else T("Không có việc nào có ngày trong kế hoạch."),
            Tn("{n} việc đang chờ.", len(open_)) if open_ else T("Không có việc nào đang chờ."),
            T("Còn nữa, xem ở từng mục.") if max(len(due), len(open_)) > MOST else None,
        ),
        choices=(
            *(Choice(each.words, each.way, Look.MAIN) for each in open_[:MOST]),
            *(Choice(each.dated, each.way) for each in due[:MOST]),
            Choice(T("Năm đánh giá {year}", year=cycle.year), ways.year(cycle.id), Look.WAY),
            HOME,
        ),
    )
