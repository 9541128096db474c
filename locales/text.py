"""Texts as data.

A handler never writes a finished sentence: it makes a :data:`Words` value, which the channel renders
in the reader's language when it sends it. ``T``, ``Tc`` and ``Tn`` only *mark* a Vietnamese text
for the catalogues and keep its arguments; nothing here knows a language.

Arguments are given by name and are plain data: ``str`` (a name, a code: shown as it is), ``int``
(shown as it is, so that a year is not grouped), or one of the wrappers :class:`Number`,
:class:`Percent`, :class:`Day`, :class:`Moment` that ask for the reader's own number and date format,
or another text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A count, grouped the reader's way: 1.234 in Vietnamese, 1,234 in English."""

    value: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A share between 0 and 1, shown with one decimal at most: 61,5 %."""

    value: float


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day: 23/11/2026."""

    value: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in Viet Nam's time: 23/11/2026 14:05."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the catalogues. Make it with :func:`T`, :func:`Tc` or :func:`Tn`."""

    msgid: str
    args: tuple[tuple[str, Arg], ...] = ()
    context: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What a person wrote, or a proper name: shown as it is, in no catalogue."""

    value: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts with something between them, a new line unless said otherwise."""

    parts: tuple[Words, ...]
    separator: str = "\n"


Words: TypeAlias = Message | Verbatim | Joined
Arg: TypeAlias = str | int | Number | Percent | Day | Moment | Message | Verbatim | Joined


def T(msgid: str, /, **args: Arg) -> Message:  # noqa: N802 (the marker the catalogues look for)
    """Mark a Vietnamese text; named braces in it are filled from ``args`` when it is shown."""
    return Message(msgid, tuple(args.items()))


def Tc(context: str, msgid: str, /, **args: Arg) -> Message:  # noqa: N802
    """Mark a text that needs a context to be translated, such as a one-word button."""
    return Message(msgid, tuple(args.items()), context=context)


def Tn(msgid: str, count: int, /, **args: Arg) -> Message:  # noqa: N802
    """Mark a text that counts: ``Tn("{n} người", 3)``. ``{n}`` is the count, grouped.

    Vietnamese has one form; languages with more have them in their catalogue.
    """
    return Message(msgid, (*args.items(), ("n", Number(count))), count=count)


def lines(*parts: Words | None) -> Joined:
    """One text a line; ``None`` is left out, an empty :class:`Verbatim` makes an empty line."""
    return Joined(tuple(part for part in parts if part is not None))


def joined(parts: Iterable[Words], separator: str) -> Joined:
    """Texts in a row with ``separator`` between them."""
    return Joined(tuple(parts), separator)


BLANK = Verbatim("")


def about(words: Words, name: str) -> Words:
    """The same text about somebody else: ``{you}`` in it is that person's name, whoever reads it."""
    match words:
        case Message(msgid, args, context, count):
            return Message(msgid, (*args, ("you", name), ("You", name)), context, count)
        case Joined(parts, separator):
            return Joined(tuple(about(part, name) for part in parts), separator)
        case Verbatim():
            return words


def to_data(words: Arg) -> Any:
    """Words as JSON data, for the outbox and the audit log. :func:`from_data` reads it back."""
    match words:
        case str() | int():
            return words
        case Number(value) | Percent(value):
            return {type(words).__name__: value}
        case Day(value) | Moment(value):
            return {type(words).__name__: value.isoformat()}
        case Verbatim(value):
            return {"Verbatim": value}
        case Joined(parts, separator):
            return {"Joined": [to_data(part) for part in parts], "by": separator}
        case Message(msgid, args, context, count):
            data: dict[str, Any] = {"T": msgid}
            if args:
                data["args"] = {key: to_data(value) for key, value in args}
            if context is not None:
                data["context"] = context
            if count is not None:
                data["count"] = count
            return data


def from_data(data: Any) -> Any:
    """The inverse of :func:`to_data`; raises ``ValueError`` on anything else."""
    match data:
        case str() | int():
            return data
        case {"Number": value}:
            return Number(value)
        case {"Percent": value}:
            return Percent(value)
        case {"Day": value}:
            return Day(date.fromisoformat(value))
        case {"Moment": value}:
            return Moment(datetime.fromisoformat(value))
        case {"Verbatim": value}:
            return Verbatim(value)
        case {"Joined": parts, "by": separator}:
            return Joined(tuple(from_data(part) for part in parts), separator)
        case {"T": msgid}:
            args: Mapping[str, Any] = data.get("args", {})
            return Message(
                msgid,
                tuple((key, from_data(value)) for key, value in args.items()),
                data.get("context"),
                data.get("count"),
            )
    raise ValueError(f"not a text: {data!r}")


def words_from_data(data: Any) -> Words:
    """:func:`from_data` where a whole text is expected, not an argument of one."""
    words = from_data(data)
    if not isinstance(words, Message | Verbatim | Joined):
        raise ValueError(f"not a text: {data!r}")
    return words
