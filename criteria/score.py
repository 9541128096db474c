"""Scoring: answers in, points and a verdict out. Pure and total: an assessment or a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from criteria.model import CriteriaSet, Indicator, IndicatorKind, Level


class Verdict(StrEnum):
    """What the points come to."""

    INCOMPLETE = "incomplete"  # something is not answered
    UNDECIDED = "undecided"  # no pass rule is known: people decide
    REACHED = "reached"
    NOT_REACHED = "not_reached"


class AnswerError(Exception):
    """A value that is no answer to its question."""

    def __init__(self, key: str, value: object) -> None:
        super().__init__(f"{value!r} is no answer to {key}")
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class Points:
    """One indicator's points; ``points`` is ``None`` where it is not answered."""

    id: str
    points: int | None
    max: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of one declaration.

    Attributes:
        points: by indicator, in the set's order.
        total: points in all, unanswered counted as none.
        unanswered: indicators without an answer.
        below: answered indicators under the pass rule's minimum for each.
    """

    points: tuple[Points, ...]
    total: int
    total_max: int
    unanswered: tuple[str, ...]
    below: tuple[str, ...]
    verdict: Verdict

    def to_data(self) -> dict[str, Any]:
        """As JSON data, to be stored with the declaration."""
        return {
            "points": [[each.id, each.points, each.max] for each in self.points],
            "total": self.total,
            "total_max": self.total_max,
            "unanswered": list(self.unanswered),
            "below": list(self.below),
            "verdict": self.verdict.value,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Assessment:
        """The inverse of :meth:`to_data`."""
        return cls(
            tuple(Points(*each) for each in data["points"]),
            data["total"],
            data["total_max"],
            tuple(data["unanswered"]),
            tuple(data["below"]),
            Verdict(data["verdict"]),
        )


def level_of(indicator: Indicator, value: object) -> Level:
    """The level that an answer means.

    Raises:
        AnswerError: it is no answer to this indicator's question.
    """
    if indicator.kind is IndicatorKind.CHOICE:
        level = indicator.level(value) if isinstance(value, str) else None
    else:
        level = _counted(indicator, value)
    if level is None:
        raise AnswerError(indicator.id, value)
    return level


def _counted(indicator: Indicator, value: object) -> Level | None:
    """Several options: their number is the level, the highest level for all above it."""
    known = {option.id for option in indicator.options}
    if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
        return None
    if not all(isinstance(each, str) and each in known for each in value):
        return None
    if indicator.alone in value:
        return indicator.level("0") if len(value) == 1 else None
    highest = max(int(level.id) for level in indicator.levels if level.id.isdigit())
    return indicator.level(str(min(len(value), highest)))


def score(criteria: CriteriaSet, answers: Mapping[str, object]) -> Assessment:
    """What a set makes of answers. Keys that are no indicator of the set are left alone.

    Raises:
        AnswerError: the first answer that is none.
    """
    points = tuple(
        Points(
            indicator.id,
            level_of(indicator, answers[indicator.id]).points if indicator.id in answers else None,
            indicator.max.value,
        )
        for indicator in criteria.indicators
    )
    unanswered = tuple(each.id for each in points if each.points is None)
    total = sum(each.points or 0 for each in points)
    rule = criteria.pass_rule
    least = 0 if rule is None else rule.each_at_least.value
    below = tuple(each.id for each in points if each.points is not None and each.points < least)
    if unanswered:
        verdict = Verdict.INCOMPLETE
    elif rule is None:
        verdict = Verdict.UNDECIDED
    else:
        verdict = Verdict.REACHED if total >= rule.total.value and not below else Verdict.NOT_REACHED
    return Assessment(points, total, criteria.total_max.value, unanswered, below, verdict)
