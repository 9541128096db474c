"""A year's archive and the hand-over book: asked for here, sent when they are made."""

from __future__ import annotations

from acts import ways
from acts.errands import HandoverErrand, YearArchiveErrand, ask_for
from criteria.policy import Action
from handlers.commune.year_moves import TRAINING
from handlers.kit.context import Turn
from handlers.kit.router import Goto, Routes
from locales.text import T
from storage import letterheads
from storage.cycles import Cycle

routes = Routes()


@routes.does("year-archive/{cycle}", Action.EXPORT)
def year_archive(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for all papers of the year in one file."""
    return _ask(turn, cycle, YearArchiveErrand)


@routes.does("handover/{cycle}", Action.EXPORT)
def handover(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for what a new officer must know."""
    return _ask(turn, cycle, HandoverErrand)


def _ask(turn: Turn, cycle: Cycle, kind: type[YearArchiveErrand | HandoverErrand]) -> Goto:
    if cycle.is_training:
        return Goto(ways.year(cycle.id), TRAINING)
    letterhead = letterheads.of_commune(turn.tx, cycle.commune_id).letterhead
    if ask_for(turn.tx, turn.account, kind(cycle.id, letterhead)):
        return Goto(ways.year(cycle.id), T("Đang lập, xong sẽ gửi tệp vào đây."))
    return Goto(ways.year(cycle.id), T("Tệp trước đang lập, {you} đợi một chút."))
