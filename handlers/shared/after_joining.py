"""Where somebody was going when they had to join first; it is not forgotten meanwhile."""

from __future__ import annotations

from handlers.kit.context import Turn
from handlers.kit.draft import Part

AFTER = Part("after", str)  # the route that a code leads to, once its bearer has joined


def onward(turn: Turn) -> str:
    """That route, once; the start where there was none."""
    route = turn.draft.get(AFTER) or "home"
    turn.draft.drop(AFTER)
    return route
