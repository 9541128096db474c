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
from locales.catalog import SOURCE, Address, catalog
from locales.text import Arg, Joined, Message, T, Verbatim

# Characters at most: of what stands around the choices, around one of them, of a place's words, of a number or a time.
_AROUND, _A_CHOICE, _A_PLACE, _A_NUMBER = 100, 30, 50, 30
LEAST = 150  # characters of a text: what is shorter is not cut, and no part is to be so short


def in_parts(screen: Screen, part: int, language: str, address: Address, can: Capabilities) -> Screen:
    """One part of a screen, the first being 0; the screen itself where it is short, or has room."""
    most = max(can.most, screen.room)
    if language == SOURCE and at_most(screen) <= most:
        return screen  # nearly all screens: no need to draw one to see that it fits
    text = catalog(language).render(screen.text, address)
    alone = replace(screen, hint=None)  # with a hint the text is not said again, but can still be read on
    if len(text) < LEAST or _length(alone, language, address, can) <= most:
        return screen
    room = can.most - _length(_part_of(alone, "", 8, 9), language, address, can)
    if room < LEAST:
        return screen
    pieces = split(text, room)
    at = min(part, len(pieces) - 1)
    return _part_of(screen, pieces[at].rstrip("\n"), at + 1, len(pieces))


def at_most(screen: Screen) -> int:
    """No drawing of a screen in the language of the source has more characters than this."""
    said = (screen.title, screen.text, *(words for each in screen.choices for words in (each.label, each.word)))
    return _AROUND + sum(_longest(each) + _A_CHOICE for each in said if each is not None)


def _longest(words: Arg) -> int:
    """At most so many characters of a text in the language of the source."""
    if isinstance(words, Message):
        longest = len(words.msgid)
        if "{" in words.msgid:
            longest += _A_PLACE * words.msgid.count("{")
            for name, value in words.args:
                longest += _longest(value) * words.msgid.count(f"{{{name}}}")
        return longest
    if isinstance(words, Joined):
        return sum(map(_longest, words.parts)) + len(words.separator) * len(words.parts)
    if isinstance(words, Verbatim):
        return len(words.value)
    return len(words) if isinstance(words, str) else _A_NUMBER


def _length(screen: Screen, language: str, address: Address, can: Capabilities) -> int:
    drawn = render(screen, language, address, replace(can, text_limit=100_000))
    return len("\n".join((drawn.title or "", *drawn.texts)))


def _part_of(screen: Screen, text: str, number: int, of: int) -> Screen:
    """The screen with that part of its text; the way to the next one stands before the ways out."""
    ahead = () if number == of else (Choice(T("Xem tiếp ({i}/{n})", i=number, n=of), ways.more(number)),)
    answers = tuple(choice for choice in screen.choices if choice.look is not Look.WAY)
    out = tuple(choice for choice in screen.choices if choice.look is Look.WAY)
    return replace(screen, text=Verbatim(text), choices=(*answers, *ahead, *out))
