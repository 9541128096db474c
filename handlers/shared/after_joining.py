"""Where somebody was going when they had to join first; it is not forgotten meanwhile."""

from __future__ import annotations

from handlers.kit.context import Turn

AFTER = "after"  # in the draft: the route that a code leads to, once its bearer has joined


def onward(turn: Turn) -> str:
    """That route, once; the start where there was none."""
    route = str(turn.account.draft.get(AFTER, "home"))
    turn.account.draft = {key: value for key, value in turn.account.draft.items() if key != AFTER}
    return route
