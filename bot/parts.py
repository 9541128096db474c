"""Long screens in parts: a message that fills several phone screens is not read.

Where a screen is longer than a channel's messages should be, its text is shown in parts, each with all the choices and
a way to the next part. The screen stays what it is: nothing but the text differs from part to part.
"""

from __future__ import annotations

from dataclasses import replace

from acts import ways
from acts.choice import Choice, Look
from bot.render import Capabilities, render, split
from handlers.kit.screen import Screen
from locales.catalog import Address, catalog
from locales.text import T, Verbatim

LEAST = 150  # characters of a text: what is shorter is not cut, and no part is to be so short


def in_parts(screen: Screen, part: int, language: str, address: Address, can: Capabilities) -> Screen:
    """One part of a screen, the first being 0; the screen itself where it is short, or has room."""
    text = catalog(language).render(screen.text, address)
    alone = replace(screen, hint=None)  # with a hint the text is not said again, but can still be read on
    if len(text) < LEAST or _length(alone, language, address, can) <= max(can.most, screen.room):
        return screen
    room = can.most - _length(_part_of(alone, "", 8, 9), language, address, can)
    if room < LEAST:
        return screen
    pieces = split(text, room)
    at = min(part, len(pieces) - 1)
    return _part_of(screen, pieces[at].rstrip("\n"), at + 1, len(pieces))


def _length(screen: Screen, language: str, address: Address, can: Capabilities) -> int:
    drawn = render(screen, language, address, replace(can, text_limit=100_000))
    return len("\n".join((drawn.title or "", *drawn.texts)))


def _part_of(screen: Screen, text: str, number: int, of: int) -> Screen:
    """The screen with that part of its text; the way to the next one stands before the ways out."""
    ahead = () if number == of else (Choice(T("Xem tiếp ({i}/{n})", i=number, n=of), ways.more(number)),)
    answers = tuple(choice for choice in screen.choices if choice.look is not Look.WAY)
    out = tuple(choice for choice in screen.choices if choice.look is Look.WAY)
    return replace(screen, text=Verbatim(text), choices=(*answers, *ahead, *out))
