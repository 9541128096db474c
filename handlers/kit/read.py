"""Reading what people type: numbers for choices, labels without diacritics, years, names.

Every reader returns the value or a :class:`Misread`, a kind text that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from locales.catalog import catalog
from locales.text import T, Words

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


_POLITE = {"a", "vang", "da", "nhe", "cau", "so", "chon", "la"}
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


def _as_number(folded: str) -> int | None:
    words = [word for word in folded.split() if word not in _POLITE]
    if len(words) != 1:
        return None
    return int(words[0]) if words[0].isascii() and words[0].isdigit() and len(words[0]) < 4 else _WORDS.get(words[0])


def _label_matches(said: str, labels: Sequence[Words]) -> list[int]:
    """Indexes of the labels, in any language, that ``said`` names: exactly, or as their only beginning."""
    words = fold(said)
    if not words:
        return []
    folded = [{fold(catalog(language).render(label)) for language in ("vi", "en")} for label in labels]
    exact = [i for i, names in enumerate(folded) if words in names]
    return exact or [i for i, names in enumerate(folded) if any(name.startswith(words + " ") for name in names)]


CHOOSE = T("{You} bấm một nút bên dưới, hoặc gõ số của câu trả lời, ví dụ 1.")


def read_choice(said: str, labels: Sequence[Words]) -> int | Misread:
    """The index of the one label that was meant, by number ("2", "hai") or by name, diacritics or not."""
    folded = fold(said)
    number = _as_number(folded)
    index = number - 1 if number is not None and 1 <= number <= len(labels) else None
    if index is not None and folded.isdigit():  # "1" is the first choice, whatever another label begins with
        return index
    matches = _label_matches(said, labels)
    if len(matches) == 1:
        return matches[0]
    return Misread(CHOOSE) if index is None else index


def read_choices(said: str, labels: Sequence[Words]) -> list[int] | Misread:
    """The indexes of several labels: "1 3", "1, 3 và 4", or one label's name."""
    one = read_choice(said, labels)
    if isinstance(one, int):
        return [one]
    numbers = re.findall(r"\d+", said)
    rest = re.sub(r"[\d\s,.;+&]|và|va|and", "", said.lower())
    if numbers and not rest and all(1 <= int(n) <= len(labels) for n in numbers if len(n) < 4):
        return sorted({int(n) - 1 for n in numbers if len(n) < 4})
    return Misread(T("{You} bấm các nút bên dưới rồi bấm Xong, hoặc gõ các số, ví dụ 1 3."))


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
