"""Reading what people type: years, names, reasons. Choices: :mod:`handlers.kit.choices`.

Every reader returns the value or a :class:`Misread`, a kind text that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.kit.spelling import read_number
from locales.text import Day, T, Words

NAME_LIMIT = 60
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Misread:
    """What was typed could not be understood; ``hint`` says what to write."""

    hint: Words


def fold(text: str) -> str:
    """Lower case, no diacritics, one space between words: "  TRẢ Lại " and "tra lai" are the same."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


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


_DAYS_AGO = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2, "tuan truoc": 7, "last week": 7}


def read_day(said: str, today: date, *, first: date, last: date) -> date | Misread:
    """A day from "hôm qua", "12/3", "ngày 5 tháng 10 năm 2026"; without a year the latest such day up to ``last``."""
    example = T("{You} gõ ngày, ví dụ {example} hoặc hôm qua.", example=Day(today))
    folded = fold(said)
    if folded in _DAYS_AGO:
        day = today - timedelta(days=_DAYS_AGO[folded])
    else:
        numbers = [int(each) for each in re.findall(r"\d+", said) if len(each) in {1, 2, 4}]
        if not 2 <= len(numbers) <= 3 or len(re.findall(r"\d+", said)) != len(numbers):
            return Misread(example)
        year = numbers[2] if len(numbers) == 3 else last.year
        try:
            day = date(year if year > 99 else 2000 + year, numbers[1], numbers[0])
            if len(numbers) == 2 and day > last:
                day = day.replace(year=day.year - 1)
        except ValueError:
            return Misread(T("Ngày ấy không có trong lịch. {hint}", hint=example))
    if not first <= day <= last:
        return Misread(T("Ngày phải từ {first} đến {last}. {hint}", first=Day(first), last=Day(last), hint=example))
    return day


def read_hours(said: str, most: int) -> int | Misread:
    """So many hours, from "4", "4 giờ", "bốn giờ"."""
    numbers = re.findall(r"\d+", said)
    value = (
        int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 5 else read_number(fold(said).replace(" gio", ""))
    )
    if value is None or not 1 <= value <= most:
        return Misread(T("{You} gõ số giờ từ 1 đến {most}, ví dụ 2.", most=most))
    return value


def read_title(said: str) -> str | Misread:
    """What something is called, in a few words: 2 to 100 letters."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if not 2 <= len(name) <= 100 or not any(c.isalpha() for c in name) or not name.isprintable():
        return Misread(T("{You} gõ bằng vài chữ, ví dụ Kỹ thuật trồng nấm."))
    return name
