"""Reading what people type: years, names, reasons. Choices: :mod:`handlers.kit.choices`.

Every reader returns the value or a :class:`Misread`, a kind text that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from criteria.names import fold
from handlers.kit.spelling import AFTER, BEFORE, in_digits, is_in, spell
from locales.text import Day, Number, T, Words

NAME_LIMIT = 60
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Misread:
    """What was typed could not be understood; ``hint`` says what to write."""

    hint: Words


def read_birth_year(said: str, this_year: int, youngest: int) -> int | Misread:
    """A birth year from "1956", "sinh năm 56" or "12/3/1956"; at least ``youngest`` years ago."""
    example = T("{You} gõ năm sinh bằng 4 chữ số, ví dụ 1956.")
    numbers = re.findall(r"\d+", said)
    if not numbers or not said.isprintable():
        return Misread(example)
    last = numbers[-1]
    if len(last) == 4:
        year = int(last)
    elif len(last) == 2:
        year = 1900 + int(last)
        if this_year - year > 100:
            year += 100
    else:
        return Misread(example)
    if year > this_year or year < this_year - OLDEST:
        return Misread(
            T(
                "Năm {year} chưa đúng. {You} gõ năm sinh bằng 4 chữ số, từ {first} đến {last}, ví dụ 1956.",
                year=year,
                first=this_year - OLDEST,
                last=this_year,
            )
        )
    if this_year - year < youngest:
        return Misread(
            T(
                "Người chưa đủ {age} tuổi chưa khai ở đây được. "
                "Nếu gõ nhầm, {you} gõ lại năm sinh, ví dụ 1956. Nếu đúng, nhờ người lớn trong nhà hỏi trưởng thôn.",
                age=youngest,
            )
        )
    return year


def read_name(said: str) -> str | Misread:
    """A full name: letters and spaces, at least two words, capitalised the usual way."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if len(name) > NAME_LIMIT:
        return Misread(T("Tên dài quá. {You} chỉ gõ họ và tên, ví dụ Nguyễn Thị Lan."))
    if not name or not all(c.isalpha() or c in " '-." for c in name) or len(name.split()) < 2:
        return Misread(T("{You} gõ đủ họ và tên bằng chữ, ví dụ Nguyễn Thị Lan."))
    if name == name.lower() or name == name.upper():
        name = " ".join(word.capitalize() for word in name.split())
    return name


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


def read_place(said: str) -> str | Misread:
    """The name of a unit: letters, digits and the usual signs, "THCS Sơn Hồng", "Công ty TNHH 27-7"."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if not 2 < len(name) <= 80 or not any(c.isalpha() for c in name) or not name.isprintable():
        return Misread(T("{You} gõ tên đơn vị bằng chữ, ví dụ THCS Sơn Hồng."))
    return name


_DAYS_AGO = {
    **dict.fromkeys(("nay", "sang nay", "trua nay", "chieu nay", "toi nay", "today"), 0),
    **dict.fromkeys(("qua", "sang hom qua", "chieu hom qua", "toi hom qua", "toi qua", "yesterday"), 1),
    **dict.fromkeys(("tuan truoc", "tuan roi", "last week"), 7),
    **dict.fromkeys(("mai", "sang mai", "chieu mai", "toi mai", "tomorrow"), -1),
    "hom kia": 2,
    "ngay kia": -2,
    "tuan sau": -7,
}
_SOME_DAYS_AGO = re.compile(r"cach day (?P<a>[0-9]{1,2}) ngay|(?P<b>[0-9]{1,2}) ngay truoc")
_DATE = re.compile(
    r"(?:hom )?(?:(?:thu|t) (?:[2-7]|hai|ba|tu|nam|sau|bay) |chu nhat |cn )?(?:ngay )?(?:mung |mong )?"
    r"(?P<day>[0-9]{1,2})(?: thang| t)? (?P<month>[0-9]{1,2}|tu)(?: (?:nam )?(?P<year>[0-9]{4}|[0-9]{2}|nay|ngoai))?"
)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4}) (?P<month>[0-9]{1,2}) (?P<day>[0-9]{1,2})")
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


def _day_in(words: str, today: date, last: date) -> date | None:
    """The day that the words are, and nothing more. Raises ``ValueError`` if the calendar does not have it."""
    for key in (words, words.removeprefix("ngay ").removeprefix("hom ")):
        if key in _DAYS_AGO:
            return today - timedelta(days=_DAYS_AGO[key])
    if found := _SOME_DAYS_AGO.fullmatch(words):
        return today - timedelta(days=int(found["a"] or found["b"]))
    found = _YEAR_FIRST.fullmatch(words) or _DATE.fullmatch(words)
    if found is None:
        return None
    day, month = int(found["day"]), 4 if found["month"] == "tu" else int(found["month"])
    match found["year"]:
        case None:
            return _latest(day, month, last)
        case "nay":
            return date(today.year, month, day)
        case "ngoai":
            return date(today.year - 1, month, day)
        case year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)


def _latest(day: int, month: int, last: date) -> date:
    """The latest such day up to ``last``; 29/2 may be years ago."""
    for year in range(last.year, last.year - 8, -1):
        with suppress(ValueError):
            if (found := date(year, month, day)) <= last:
                return found
    raise ValueError(f"{day}/{month}")


def read_day(said: str, today: date, *, first: date, last: date) -> date | Misread:
    """A day from "hôm qua ạ", "12/3", "ngày 5 tháng 10 năm 2026"; without a year the latest such day up to ``last``.

    What says more than a day ("15/8 âm lịch", "12/10 lúc 7 giờ") is asked back, never guessed.
    """
    example = T("{You} gõ ngày, ví dụ {example} hoặc hôm qua.", example=Day(today))
    try:
        day = next((day for way in _ways_to_take(said) if (day := _day_in(way, today, last))), None)
    except ValueError:
        return Misread(T("Ngày ấy không có trong lịch. {hint}", hint=example))
    if day is None:
        return Misread(example)
    if not first <= day <= last:
        return Misread(T("Ngày phải từ {first} đến {last}. {hint}", first=Day(first), last=Day(last), hint=example))
    return day


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
