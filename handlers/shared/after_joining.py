"""Where somebody was going when they had to join first; it is not forgotten meanwhile."""

from __future__ import annotations

from acts import ways
from acts.way import Way
from handlers.kit.context import Turn
from handlers.kit.draft import Part

AFTER = Part("after", str)  # the route that a code leads to, once its bearer has joined


def onward(turn: Turn) -> Way:
    """That route, once; the start where there was none."""
    kept = turn.draft.get(AFTER)
    turn.draft.drop(AFTER)
    return ways.home() if kept is None else Way(kept)
