"""What the answers of a question mean in numbers: "1-2 ngày", "Trên 5 lần", "Từ 4 buổi", or what the data file says.

Where a question asks how many, the number typed is the value, never a position in the list (read_quantity.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handlers.kit.phrases import words_of
from handlers.kit.spelling import NOT, is_in, spell

Span: TypeAlias = tuple[int, int]

ENDLESS = 10_000
DAYS_OF_A_WEEK, MOST_CLASS = 7, 12

_RANGE = re.compile(r"(\d+)\s*(?:[-–—]|đến(?: lớp)?)\s*(\d+)")
_NUMBER = re.compile(r"\d+")
_ASKS_HOW_MANY = re.compile(r"\b(?:may|bao nhieu) (\w+)|\b(lop) may\b")
_ABOVE, _BELOW = words_of("tren hon"), words_of("duoi it")
_DENIED = re.compile(r"\b(?:khong|chua) (\w+ \w+)$")

# Words that count the same things.
DAY = words_of("ngay hom")
CLASS = words_of("buoi khoa lan dot hom lop ban")
CHILD = words_of("chau dua con em be nhoc tre thang")
PERSON = words_of("nguoi khau mang")
HOUR = words_of("gio tieng h")
TIME = words_of("lan ban luot chuyen dao bua hom")
GRADE = words_of("lop")
_KINDS = {
    "ngay": DAY,
    "lop": CLASS,
    "buoi": CLASS,
    "chau": CHILD,
    "nguoi": PERSON,
    "gio": HOUR,
    "lan": TIME,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the answers of a question mean in numbers.

    Attributes:
        spans: of each answer, its least and its greatest number; ``None`` where it is no number.
        units: the words that count what is asked for.
        ages: the ages that the question names ("từ 3 đến 5 tuổi"), if it does.
        denied: what the question itself denies ("hiện không đi học"): a plain "không" is no answer to it.
        is_rough: whether the question itself asks for a rough number.
        is_weekly: whether it asks about one week.
    """

    spans: tuple[Span | None, ...]
    units: frozenset[str]
    ages: Span | None = None
    denied: str | None = None
    is_rough: bool = False
    is_weekly: bool = False

    @property
    def is_grade(self) -> bool:
        """Whether the number is a school class: "Học hết lớp mấy?"."""
        return self.units == GRADE

    @property
    def zero(self) -> int | None:
        """The answer that means none."""
        return next((i for i, span in enumerate(self.spans) if span == (0, 0)), None)

    @property
    def without_number(self) -> int | None:
        """The one answer that no number means: "Chưa biết chữ" of the classes."""
        found = [i for i, span in enumerate(self.spans) if span is None]
        return found[0] if len(found) == 1 else None

    def of_number(self, number: int) -> int | None:
        """The answer that a lone number in a row means; 0 is also the one that no number means."""
        found = self.index(number, number)
        return self.without_number if found is None and number == 0 else found

    def holds_age(self, age: int) -> bool:
        """Whether an age is one that the question asks for."""
        return self.ages is not None and self.ages[0] <= age <= self.ages[1]

    def index(self, least: int, most: int) -> int | None:
        """The answer that holds all numbers from ``least`` to ``most``."""
        found = [i for i, span in enumerate(self.spans) if span and span[0] <= least and most <= span[1]]
        return found[0] if len(found) == 1 else None


def quantity_of(question: str, labels: Sequence[str], starts: Sequence[int | None] = ()) -> Quantity | None:
    """What the answers mean in numbers; ``None`` where the question does not ask how many.

    Args:
        question: its words, in Vietnamese.
        labels: of the answers, in Vietnamese, in their order.
        starts: the least number of each answer, where the labels do not say it.
    """
    words = " ".join(word.plain for word in spell(question))
    asked = _ASKS_HOW_MANY.search(words)
    if asked is None:
        return None
    units = GRADE if asked[2] else _KINDS.get(asked[1], frozenset({asked[1]}))
    is_weekly = units == DAY and "trong tuan" in words
    greatest = MOST_CLASS if units == GRADE else DAYS_OF_A_WEEK if is_weekly else ENDLESS
    spans = (
        _from_starts(starts, greatest) if any(each is not None for each in starts) else _from_labels(labels, greatest)
    )
    if spans is None:
        return None
    ages = re.search(r"\btu (\d+) (?:den (\d+) tuoi|tuoi tro len)", words)
    denied = _DENIED.search(words)
    return Quantity(
        spans,
        units,
        ages=None if ages is None else (int(ages[1]), int(ages[2] or ENDLESS)),
        denied=None if denied is None else denied[1],
        is_rough="khoang" in words.split(),
        is_weekly=is_weekly,
    )


def _from_starts(starts: Sequence[int | None], greatest: int) -> tuple[Span | None, ...]:
    """An answer reaches up to where the next begins; one that names no number is none."""
    known = [each for each in starts if each is not None]
    ends = {a: b - 1 for a, b in zip(known, [*known[1:], greatest + 1], strict=True)}
    return tuple(None if each is None else (each, ends[each]) for each in starts)


def _from_labels(labels: Sequence[str], greatest: int) -> tuple[Span | None, ...] | None:
    """The numbers in the labels, which must rise; a last label without one takes what is left."""
    spans: list[Span] = []
    for i, label in enumerate(labels):
        last = spans[-1][1] if spans else -1
        span = _span(label, greatest)
        if span is None and i == len(labels) - 1 and last >= 0:
            span = (last + 1, greatest)
        if span is None or span[0] <= last:
            return None
        spans.append(span)
    with_numbers = sum(1 for label in labels if _NUMBER.search(label))
    return tuple(spans) if len(labels) > 2 and with_numbers >= 2 else None


def _span(label: str, greatest: int) -> Span | None:
    words = spell(label)
    if found := _RANGE.search(label):
        return int(found[1]), int(found[2])
    numbers = [int(each) for each in _NUMBER.findall(label)]
    if not numbers:
        return (0, 0) if words and is_in(words[0], NOT) else None
    if words[0].plain in _ABOVE:
        return numbers[0] + 1, greatest
    if words[0].plain in _BELOW:
        return 0, numbers[0] - 1
    if words[0].plain == "tu" or [word.plain for word in words[-2:]] == ["tro", "len"]:
        return numbers[0], greatest
    return numbers[0], numbers[0]
