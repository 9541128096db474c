"""What a person sees: frozen data that knows no messenger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from acts.choice import Choice, Look
from acts.way import Way
from locales.text import BLANK, Words, lines, to_data, words_from_data


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that goes with a screen: the hash of its bytes, the name people see, its type, its bytes' number.

    Whoever gets the screen may fetch it: dispatch writes that down.
    """

    digest: str
    name: str
    media_type: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """A text and the ways to go on. ``title`` is one short line above the text.

    ``typed`` marks a screen that waits for words or a number to be typed (a name, a year): there a number is an
    answer, so its choices are named by their labels, not by numbers. ``picture`` marks a screen that takes pictures.
    """

    text: Words
    choices: tuple[Choice, ...] = ()
    title: Words | None = None
    file: Attachment | None = None
    typed: bool = False
    picture: bool = False

    def with_note(self, note: Words | None) -> Screen:
        """The same screen with a remark above its text: what was just done, or what was not understood."""
        if note is None:
            return self
        return replace(self, text=lines(note, BLANK, self.text))


def screen_to_data(screen: Screen) -> dict[str, Any]:
    """A screen as JSON data, for the outbox."""
    return {
        "text": to_data(screen.text),
        "choices": [[to_data(c.label), c.route, c.look.value] for c in screen.choices],
        "title": None if screen.title is None else to_data(screen.title),
        "file": None if screen.file is None else [screen.file.digest, screen.file.name, screen.file.media_type],
        "picture": screen.picture,
    }


def screen_from_data(data: dict[str, Any]) -> Screen:
    """The inverse of :func:`screen_to_data`."""
    choices: Sequence[tuple[Any, str, str]] = data["choices"]
    return Screen(
        text=words_from_data(data["text"]),
        choices=tuple(Choice(words_from_data(a), Way(b), Look(c)) for a, b, c in choices),
        title=None if data["title"] is None else words_from_data(data["title"]),
        file=None if data["file"] is None else Attachment(*data["file"]),
        picture=data.get("picture", False),  # rows of an outbox may be older than the word
    )
