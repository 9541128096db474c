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
    """A labelled way to go on; ``route`` is at most 64 bytes, what Telegram can carry."""

    label: Words
    route: Way
    look: Look = Look.ANSWER

    def __post_init__(self) -> None:
        if len(self.route.encode()) > 64:
            raise ValueError(f"a route is at most 64 bytes: {self.route}")
