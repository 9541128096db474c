"""A way to go on, with what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acts.way import Way
from locales.text import Words


class Look(StrEnum):
    """What a choice is for; a channel may show it, none has to."""

    ANSWER = "answer"
    MAIN = "main"
    DANGER = "danger"
    WAY = "way"  # back, home, save: shown last, small


@dataclass(frozen=True, slots=True)
class Choice:
    """A labelled way to go on; ``route`` is at most 64 bytes, what Telegram can carry.

    ``also``: other words for the label, which are read where they are typed, and shown nowhere.
    ``word``: what to type for it where a number is an answer and the label is long; it counts as the label does.
    ``ticked``: one of several answers, and whether it is among those given; ``None`` for what is no tick.
    """

    label: Words
    route: Way
    look: Look = Look.ANSWER
    also: tuple[str, ...] = ()
    ticked: bool | None = None
    word: Words | None = None

    def __post_init__(self) -> None:
        if len(self.route.encode()) > 64:
            raise ValueError(f"a route is at most 64 bytes: {self.route}")
