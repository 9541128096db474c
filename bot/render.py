"""A screen becomes what one channel can carry: plain strings, rows of buttons, numbered lines, pieces that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from acts.choice import Choice, Look
from criteria.age import age_in
from handlers.kit.screen import Attachment, Screen, screen_from_data
from locales.aloud import aloud
from locales.catalog import ELDER, Address, address_for, catalog
from locales.text import T, Tn, Words, about
from storage.outbox import Errand

# Ways out that a short word opens from every screen (bot/dispatch.py).
SHORT: tuple[tuple[Words, str], ...] = (
    (T("Quay lại"), "lui"),
    (T("Lưu, nghỉ"), "nghỉ"),
    (T("Về đầu"), "menu"),
)

TICK = "✓ "  # before the label of a choice that is ticked; a page draws it in its own way
MOST, MOST_WITH_BUTTONS = 600, 900  # characters of a message, with its numbered choices
LONG = 240  # characters of a text that is not said again with a hint, which stands last, beside the choices


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a messenger can do. Shared code reads this; nobody asks for a channel's name.

    Attributes:
        buttons: how many choices of one message can be pressed; the choices are numbered lines where they are more.
        text_limit: characters in one message.
        one_message: a screen must fit in one message, because messages are counted.
        window: how long after the person's last message they may be written to; ``None``: always.
        budget: messages a month; ``None``: as many as are needed.
        documents: whether people can send us files; pictures they can send everywhere.
    """

    buttons: int
    text_limit: int
    one_message: bool = False
    window: timedelta | None = None
    budget: int | None = None
    documents: bool = True

    @property
    def most(self) -> int:
        """Characters of a message that people still read; what is longer is shown in parts."""
        return MOST_WITH_BUTTONS if self.buttons and not self.one_message else MOST


@dataclass(frozen=True, slots=True)
class Button:
    """A choice with its label rendered."""

    label: str
    route: str
    look: Look
    ticked: bool | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A screen in one language, ready for a channel: ``texts`` fit its limit, buttons go with the last."""

    title: str | None
    texts: tuple[str, ...]
    rows: tuple[tuple[Button, ...], ...]
    file: Attachment | None
    picture: bool = False  # a picture is waited for
    document: bool = False  # a file is waited for
    lasting: bool = False  # nothing is drawn over it
    language: str = "vi"
    address: Address = ELDER
    lines: str = ""  # where messages may lose their buttons: the choices in words, if the texts do not hold them

    @property
    def aloud(self) -> str:
        """What a voice reads of it: title, text and what there is to answer, not the ways out, which are everywhere."""
        answers = [button.label for row in self.rows for button in row if button.look is not Look.WAY]
        return aloud([*filter(None, [self.title]), *self.texts, *answers], self.language)

    def words(self, text: Words) -> str:
        """Something the channel itself has to say, to the same reader."""
        return catalog(self.language).render(text, self.address)


def render(screen: Screen, language: str, address: Address, can: Capabilities, *, alone: bool = False) -> Rendered:
    """Render a screen for a reader on a channel. ``alone``: it asks nothing, so its choices are all that is typed."""
    words = catalog(language)
    title = None if screen.title is None else words.render(screen.title, address)
    buttons = [_button(choice, language, address) for choice in screen.choices]
    is_pressed = len(buttons) <= can.buttons
    has_lines = bool(buttons) and (not is_pressed or can.one_message)  # who loses buttons on the way needs them, too
    all_lines = _choice_lines(screen, buttons, language, address, alone=alone) if has_lines else ""
    pressed, lines = buttons, "" if is_pressed else all_lines
    answers = [button for button in buttons if button.look is not Look.WAY]
    if lines and not alone and 0 < len(answers) <= can.buttons:
        pressed = answers
        lines = _ways_in_words([b for b in buttons if b.look is Look.WAY], language, address)
    room = can.text_limit - len(title or "") - len(lines) - 16
    text = words.render(screen.text, address)
    if screen.hint is not None:
        hint = words.render(screen.hint, address)
        text = f"{text}\n\n{hint}" if len(text) <= LONG and len(text) + len(hint) + len(lines) <= can.most else hint
    if can.one_message:
        text = _shortened(text, room, language, address)
    texts = [*split(text, room)]
    texts[-1] = f"{texts[-1]}\n\n{lines}" if lines else texts[-1]
    return Rendered(
        title=title,
        texts=tuple(texts),
        rows=rows(pressed),
        file=screen.file,
        picture=screen.picture,
        document=screen.document,
        lasting=screen.lasting,
        language=language,
        address=address,
        lines="" if lines == all_lines else all_lines,
    )


def render_notice(errand: Errand, year: int, can: Capabilities) -> Rendered:
    """A notice as a channel can carry it. Where nothing can be pressed its choices are named by their words:

    numbers belong to the screen that is open, which a notice must not change.
    """
    screen = screen_from_data(errand.payload)
    if errand.about is not None:
        screen = replace(screen, text=about(screen.text, errand.about))
    screen = replace(screen, typed=True)
    return render(screen, errand.language, address_for(age_in(year, errand.birth_year)), can, alone=True)


def _button(choice: Choice, language: str, address: Address) -> Button:
    words = catalog(language)
    word = None if choice.word is None else words.render(choice.word, address)
    label = words.render(choice.label, address)
    if choice.ticked and not label.startswith(TICK):  # a channel of plain words must show it, too
        label = TICK + label
    return Button(label, choice.route, choice.look, choice.ticked, word)


def _choice_lines(screen: Screen, buttons: list[Button], language: str, address: Address, *, alone: bool) -> str:
    """The choices for who cannot press any: a number before each, or their words where a number is an answer."""
    if screen.typed:
        return _words_to_type(buttons, language, address, alone=alone)
    if screen.counted:
        answers = [f"- {button.label}" for button in buttons if button.look is not Look.WAY]
        ways = [button for button in buttons if button.look is Look.WAY]
        hint = catalog(language).render(T("{You} gõ con số, ví dụ 2."), address)
        return "\n".join((hint, *answers, *([_words_to_type(ways, language, address)] if ways else ())))
    return "\n".join(f"{i}. {button.label}" for i, button in enumerate(buttons, 1))


def _words_to_type(buttons: list[Button], language: str, address: Address, *, alone: bool = False) -> str:
    """The choices by their words, for who cannot press any and to whom a number is an answer."""
    words = ", ".join(f"“{b.label}”" if b.word is None else f"“{b.word}” ({b.label})" for b in buttons)
    text = T("Muốn xem hay làm thì {you} gõ: {words}", words=words) if alone else T("Hoặc gõ: {words}", words=words)
    return catalog(language).render(text, address)


def _ways_in_words(ways: list[Button], language: str, address: Address) -> str:
    """What to type for the ways out of a screen whose answers are all that can be pressed."""
    short = {catalog(language).render(label, address): word for label, word in SHORT}
    named = [f"“{short[way.label]}” ({way.label})" if way.label in short else f"“{way.label}”" for way in ways]
    return catalog(language).render(T("Gõ {words}", words=", ".join(named)), address)


def _shortened(text: str, room: int, language: str, address: Address) -> str:
    """The text cut at a line's end so that it fits, with a word on how much is missing."""
    if len(text) <= room:
        return text
    kept = text[: room - 60].rpartition("\n")[0] or text[: room - 60]
    left = text[len(kept) :].count("\n") or 1
    more = catalog(language).render(Tn("… còn {n} dòng nữa, tin này không đủ chỗ.", left), address)
    return f"{kept}\n{more}"


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
