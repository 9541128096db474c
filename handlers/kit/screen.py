"""What a person sees: frozen data that knows no messenger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from acts.choice import Choice, Look
from acts.way import Way
from locales.place_words import PlaceWords, is_open, named
from locales.text import BLANK, Words, lines, to_data, words_from_data

UNBROKEN = 100_000  # characters: more than any screen has


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that goes with a screen: the hash of its bytes, the name people see, its type, its bytes' number.

    Whoever gets the screen may fetch it: dispatch writes that down.
    """

    digest: str
    name: str
    media_type: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A text and the ways to go on. ``title`` is one short line above the text.

    ``typed`` marks a screen that waits for words or a number to be typed (a name, a year): there a number is an
    answer, so its choices are named by their labels, not by numbers. ``counted`` marks a screen that asks how many:
    there, too, a number is what it counts, never the place of a choice. ``picture`` marks a screen that takes pictures,
    ``document`` one that takes files of any kind.
    ``names`` are the ids of people whom it names among others, ``about`` of those whose record it shows; of the record
    that a route carries the router adds it. Who is handed the screen has looked at them: dispatch writes that down.
    ``hint`` says what was not understood of a reply; it stands last, beside the choices, and a long text is not said
    again with it. ``why`` says what the question is for, to who asks.
    ``lasting`` marks one that must stay readable when the conversation goes on: where screens are redrawn in place, it
    gets a message of its own, which nothing is drawn over. The router marks what is shown once. ``room`` is how
    many characters it may have before it is shown in parts, where that is more than a messenger's own measure: a form
    that is answered at once; ``UNBROKEN`` what is agreed to, names that are decided on, figures read beside each other.
    """

    text: Words
    choices: tuple[Choice, ...] = ()
    title: Words | None = None
    file: Attachment | None = None
    typed: bool = False
    picture: bool = False
    document: bool = False
    counted: bool = False
    lasting: bool = False
    room: int = 0
    hint: Words | None = None
    why: Words | None = None
    about: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()

    def with_note(self, note: Words | None) -> Screen:
        """The same screen with a remark above its text: what was just done."""
        if note is None:
            return self
        return replace(self, text=lines(note, BLANK, self.text))

    def with_hint(self, hint: Words) -> Screen:
        """The same screen again for who was not understood."""
        return replace(self, hint=hint if self.hint is None else lines(self.hint, hint))

    @property
    def is_open(self) -> bool:
        """Whether some words leave open what a place is called."""
        return any(map(is_open, (self.title, self.text, self.hint, *(choice.label for choice in self.choices))))

    def named(self, place: PlaceWords) -> Screen:
        """The same screen, with that filled for a place."""
        return replace(
            self,
            title=None if self.title is None else named(self.title, place),
            text=named(self.text, place),
            hint=None if self.hint is None else named(self.hint, place),
            choices=tuple(replace(choice, label=named(choice.label, place)) for choice in self.choices),
        )


def screen_to_data(screen: Screen) -> dict[str, Any]:
    """A screen as JSON data, for the outbox."""
    return {
        "text": to_data(screen.text),
        "choices": [[to_data(c.label), c.route, c.look.value, list(c.also)] for c in screen.choices],
        "title": None if screen.title is None else to_data(screen.title),
        "file": None if screen.file is None else [screen.file.digest, screen.file.name, screen.file.media_type],
        "picture": screen.picture,
    }


def screen_from_data(data: dict[str, Any]) -> Screen:
    """The inverse of :func:`screen_to_data`."""
    choices: Sequence[tuple[Any, ...]] = data["choices"]  # in rows of an outbox that are older, without other words
    return Screen(
        text=words_from_data(data["text"]),
        choices=tuple(
            Choice(words_from_data(label), Way(route), Look(look), tuple(*also))
            for label, route, look, *also in choices
        ),
        title=None if data["title"] is None else words_from_data(data["title"]),
        file=None if data["file"] is None else Attachment(*data["file"]),
        picture=data.get("picture", False),  # rows of an outbox may be older than the word
    )
