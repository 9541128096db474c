"""The next part of a screen that is too long for one message (bot/parts.py)."""

from __future__ import annotations

from acts.way import Way
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import Goto, Routes

routes = Routes()


@routes.shows("more/{part}", Action.LOOK)
def more(turn: Turn, part: int) -> Goto:
    """The open screen from that part on; the first one is 0."""
    turn.part = part
    return Goto(Way(turn.account.route))
