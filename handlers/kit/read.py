"""Reading what people type: reasons, titles, clans, units, hours.

Other modules read the rest: :mod:`handlers.kit.choices`, :mod:`handlers.kit.years`, :mod:`handlers.kit.names`,
:mod:`handlers.kit.days`, :mod:`handlers.kit.places`. Every reader returns the value or a :class:`Misread`, a kind text
that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from criteria.names import fold
from handlers.kit.spelling import AFTER, BEFORE, in_digits, is_in, spell
from locales.text import Number, T, Words

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Misread:
    """What was typed could not be understood; ``hint`` says what to write."""

    hint: Words


@dataclass(frozen=True, slots=True)
class Derived:
    """Worked out from what was typed, a birth year from an age: it counts only once the person has said yes to it."""

    value: str | int


def read_reason(said: str) -> str | Misread:
    """A reason in own words: 3 to 300 characters."""
    reason = " ".join(unicodedata.normalize("NFC", said).split())
    if not 3 <= len(reason) <= 300 or not any(c.isalpha() for c in reason):
        return Misread(T("{You} viết lý do bằng vài chữ, nhiều nhất 300 chữ cái."))
    return reason


def read_clan(said: str) -> str | Misread:
    """A clan's name without the word for it: "họ phan văn" becomes "Phan Văn"."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    words = name.split()
    if (len(words) > 1 and fold(words[0]) == "ho") or fold(" ".join(words[:2])) == "dong ho":
        words = words[2:] if fold(words[0]) == "dong" else words[1:]
    name = " ".join(words)
    if not 1 < len(name) <= NAME_LIMIT or not all(c.isalpha() or c in " '-." for c in name):
        return Misread(T("{You} gõ tên họ bằng chữ, ví dụ Phan Văn."))
    return " ".join(word.capitalize() for word in words) if name in {name.lower(), name.upper()} else name


def read_unit(said: str) -> str | Misread:
    """The name of a unit: letters, digits and the usual signs, "THCS Sơn Hồng", "Công ty TNHH 27-7"."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if not 2 < len(name) <= 80 or not any(c.isalpha() for c in name) or not name.isprintable():
        return Misread(T("{You} gõ tên đơn vị bằng chữ, ví dụ THCS Sơn Hồng."))
    return name


_HOURS = re.compile(r"(?:khoang |chung |tam |duoc |hoc )*([0-9]{1,4})(?: gio| tieng| h| hours?)?(?: dong ho)?")


def _ways_to_take(said: str) -> list[str]:
    """What was typed, with less and less politeness around it ("dạ hôm nay ạ", "hôm nay"), then numbers in digits."""
    words = spell(said) if len(said) <= NAME_LIMIT else ()
    ways = [words]
    while words and is_in(words[0], BEFORE):
        words = words[1:]
        ways.append(words)
    for way in tuple(ways):
        rest = way
        while rest and is_in(rest[-1], AFTER):
            rest = rest[:-1]
            ways.append(rest)
    return [" ".join(word.plain for word in way) for way in (*ways, *map(in_digits, ways))]


def read_hours(said: str, most: int) -> int | Misread:
    """So many whole hours, from "4", "4 giờ ạ", "khoảng bốn tiếng"; minutes, days and lessons are no hours."""
    found = next(filter(None, map(_HOURS.fullmatch, _ways_to_take(said))), None)
    if found is None or not 1 <= int(found[1]) <= most:
        return Misread(T("{You} gõ số giờ từ 1 đến {most}, ví dụ 2.", most=Number(most)))
    return int(found[1])


def read_title(said: str) -> str | Misread:
    """What something is called, in a few words: 2 to 100 letters."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if not 2 <= len(name) <= 100 or not any(c.isalpha() for c in name) or not name.isprintable():
        return Misread(T("{You} gõ bằng vài chữ, ví dụ Kỹ thuật trồng nấm."))
    return name
