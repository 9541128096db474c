"""A screen becomes what one channel can carry: plain strings, rows of buttons, pieces that fit."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.kit.screen import Attachment, Choice, Look, Screen
from locales.catalog import Address, catalog


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a messenger can do. Shared code reads this; nobody asks for a channel's name."""

    buttons: bool
    edit: bool
    documents: bool
    text_limit: int


@dataclass(frozen=True, slots=True)
class Button:
    """A choice with its label rendered."""

    label: str
    route: str
    look: Look


@dataclass(frozen=True, slots=True)
class Rendered:
    """A screen in one language, ready for a channel: ``texts`` fit its limit, buttons go with the last."""

    title: str | None
    texts: tuple[str, ...]
    rows: tuple[tuple[Button, ...], ...]
    file: Attachment | None


def render(screen: Screen, language: str, address: Address, can: Capabilities) -> Rendered:
    """Render a screen for a reader on a channel."""
    words = catalog(language)
    title = None if screen.title is None else words.render(screen.title, address)
    room = can.text_limit - len(title or "") - 16
    return Rendered(
        title=title,
        texts=split(words.render(screen.text, address), room),
        rows=rows([_button(choice, language, address) for choice in screen.choices]),
        file=screen.file,
    )


def _button(choice: Choice, language: str, address: Address) -> Button:
    return Button(catalog(language).render(choice.label, address), choice.route, choice.look)


def split(text: str, limit: int) -> tuple[str, ...]:
    """The text in pieces of at most ``limit`` characters, cut at line ends where possible."""
    pieces: list[str] = []
    while len(text) > limit:
        cut = text.rfind("\n", 1, limit)
        cut = limit if cut <= 0 else cut
        pieces.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return (*pieces, text)


def rows(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    """Big buttons one below the other; only short labels share a row, and ways out come last, small."""
    found: list[list[Button]] = []
    for button in buttons:
        wide = _share(button)
        last = found[-1] if found else None
        if last is not None and wide > 1 and _share(last[0]) == wide and len(last) < wide and _alike(last[0], button):
            last.append(button)
        else:
            found.append([button])
    return tuple(tuple(row) for row in found)


def _share(button: Button) -> int:
    """How many such buttons fit in a row on a cheap phone."""
    if button.look is Look.MAIN:
        return 1
    if len(button.label) <= 10:
        return 3
    return 2 if len(button.label) <= 14 else 1


def _alike(one: Button, other: Button) -> bool:
    return (one.look is Look.WAY) == (other.look is Look.WAY)
