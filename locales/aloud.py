"""A text as a voice reads it well: days, hours, numbers and signs in words, one sentence a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

Reading: TypeAlias = str | Callable[[re.Match[str]], str]

_SIGNS = re.compile(r"[✓•→“”\"*_|]|^\s*[-–]\s+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?…;:])\s+|\n+")
_ENDED = tuple(".!?…;:,")


def _whole_day(found: re.Match[str]) -> str:
    begins, day, month, year = found.groups()
    return f"{begins or 'ngày '}{int(day)} tháng {int(month)} năm {year}"


def _hour(found: re.Match[str]) -> str:
    hour, minute = map(int, found.groups())
    return f"{hour} giờ {minute}" if minute else f"{hour} giờ"


# In this order: what a day, an hour or the number of a paper has been made of is no fraction and no range any more.
_VIETNAMESE: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile(r"([Nn]gày )?\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), _whole_day),
    (re.compile(r"(?<=[Nn]gày )0?(\d{1,2})/0?(\d{1,2})\b(?!/)"), r"\1 tháng \2"),
    (re.compile(r"(?<=[Tt]háng )0?(\d{1,2})/(\d{4})\b"), r"\1 năm \2"),
    (re.compile(r"\b(\d{1,2}):(\d\d)\b"), _hour),
    (re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?![\d.]\d)"), lambda found: found[0].replace(".", "")),
    (re.compile(r"(?<=\d)\s?%"), " phần trăm"),
    (re.compile(r"(?<![\d/])(\d{1,5})/(\d{1,5})(?![\d/])"), r"\1 trên \2"),
    (re.compile(r"(?<![\d-])(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\d-])"), r"\1 đến \2"),
    (re.compile(r"(?<=[^\W\d])/(?=[^\W\d])"), " "),
)


def aloud(parts: Iterable[str], language: str) -> str:
    """What a voice is given: a title, a text, the answers to choose from, each sentence on a line of its own.

    ``3/11/2026`` is "ngày 3 tháng 11 năm 2026", ``12/20`` "12 trên 20", ``1.234`` "1234", ``85%`` "85 phần trăm" in
    Vietnamese; signs that a voice would name are left out in every language.
    """
    sentences = (sentence for part in parts for sentence in _sentences(part, language))
    return "\n".join(sentence if sentence.endswith(_ENDED) else f"{sentence}." for sentence in sentences)


def _sentences(part: str, language: str) -> Iterable[str]:
    plain = _SIGNS.sub("", part)
    if language == "vi":
        for sign, reading in _VIETNAMESE:
            plain = sign.sub(reading, plain)
    return (sentence for each in _SENTENCE.split(plain) if (sentence := " ".join(each.split())).strip(".!?…;:, "))
