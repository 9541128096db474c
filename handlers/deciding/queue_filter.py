"""The part of the queue that a head has chosen to look at; it stays chosen while they go through it."""

from __future__ import annotations

from handlers.kit.context import Turn
from handlers.kit.draft import Part
from storage.queue import Filter

CHOSEN = Part("queue", str)


def chosen_filter(turn: Turn) -> Filter:
    """Which part of the queue is looked at; all of it where nothing was chosen."""
    wanted = turn.draft.get(CHOSEN)
    return Filter(wanted) if wanted in set(Filter) else Filter.ALL
