"""What a page is made of: headings, tables, forms … as data. One template draws them, so that each is accessible."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import TypeAlias

from locales.text import Words


class Tone(StrEnum):
    """How a line is meant; it is never said by colour alone."""

    PLAIN = "plain"
    SOFT = "soft"
    STRONG = "strong"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of a page."""

    words: Words


@dataclass(frozen=True, slots=True)
class Para:
    """Some sentences."""

    words: Words
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page, by its address below the desk's: "/hang-cho"."""

    words: Words
    to: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Links:
    """Ways on. ``here``: the address of the one that is shown."""

    links: tuple[Link, ...]
    label: Words
    here: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of lines, some of which lead on, or are late."""

    items: tuple[Words | Link | Cell, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what is known of each."""

    pairs: tuple[tuple[Words, Words | Link], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What opens by a click: where a figure comes from."""

    summary: Words
    pairs: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    words: Words
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    words: Words
    to: str = ""
    number: bool = False
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; the first cell of a row is its head. ``none``: what is said where there are no rows."""

    caption: Words
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    none: Words
    foot: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing with what it says in words; the table behind it stands beside."""

    title: Words
    svg: str
    told: Words


@dataclass(frozen=True, slots=True)
class Field:
    """Something to be typed. ``area``: in several lines."""

    name: str
    label: Words
    value: str = ""
    hint: Words | None = None
    _: KW_ONLY
    area: bool = False
    required: bool = True
    least: int = 0
    most: int = 300
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Options:
    """One of several to be chosen."""

    name: str
    legend: Words
    options: tuple[tuple[str, Words], ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that goes with a form: the revision that was seen."""

    name: str
    value: str


Part: TypeAlias = Field | Options | Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What can be sent. ``looks``: it only looks something up, by GET. ``tone``: of its button."""

    to: str
    button: Words
    parts: tuple[Part, ...] = ()
    tone: Tone = Tone.STRONG
    looks: bool = False
    problem: Words | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Several forms beside each other, as buttons, and ways on among them."""

    forms: tuple[Form | Link, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What has just happened, or stands against it; read aloud at once."""

    words: Words
    tone: Tone = Tone.DONE


Block: TypeAlias = Heading | Para | Links | Items | Facts | Details | Table | Picture | Form | Row | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page.

    Attributes:
        title: its first heading, and the window's.
        blocks: what stands below, from the top down.
        about: ids of the people whose record it is, names: of those it names beside; both are put on record as looked
            at before the page is handed out.
        status: 422 where something that was sent is not taken.
        refresh: after so many seconds the browser asks again, while something is under way.
    """

    title: Words
    blocks: tuple[Block, ...]
    about: frozenset[int] = field(default_factory=frozenset)
    names: frozenset[int] = field(default_factory=frozenset)
    status: int = 200
    refresh: int | None = None


@dataclass(frozen=True, slots=True)
class To:
    """Go on to another page, by its address; ``note``: the key of what is said there (:mod:`desk.shared.notes`).

    The address is whole where it is none of the desk's: where a file is sent.
    """

    path: str
    note: str = ""
