"""The number and the day of a paper, as a line that somebody typed has them: "Kế hoạch số 12/KH-UBND ngày 5/3/2026".

Nothing is guessed: what does not stand there in so many words is not found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = re.compile(r"\bsố\s*:?\s*(\d[\w/.-]*[\w]|\d)", re.IGNORECASE)
_DAY = re.compile(r"\bngày\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b", re.IGNORECASE)
_LONG_DAY = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperReference:
    """A paper's number and sign, and its day ("5/3/2026"); empty where it is not said."""

    number: str
    day: str


def reference_in(text: str) -> PaperReference:
    """The first number and the first whole day in a text."""
    plain = unicodedata.normalize("NFC", text)
    number, day = _NUMBER.search(plain), _DAY.search(plain) or _LONG_DAY.search(plain)
    return PaperReference("" if number is None else number[1], "" if day is None else "/".join(day.groups()))
