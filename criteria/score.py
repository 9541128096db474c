"""Scoring: answers and shares in, points and a verdict out. Pure and total: an assessment or a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from criteria.model import CriteriaSet, Indicator, IndicatorKind, Level, Rule, RuleKind


class Verdict(StrEnum):
    """What the points come to."""

    INCOMPLETE = "incomplete"  # something is not answered
    UNDECIDED = "undecided"  # a rule or points are not known: people decide
    REACHED = "reached"
    NOT_REACHED = "not_reached"


class AnswerError(Exception):
    """A value that is no answer to its question."""

    def __init__(self, key: str, value: object) -> None:
        super().__init__(f"{value!r} is no answer to {key}")
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, counted from what was confirmed below."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    def meets(self, percent: int) -> bool:
        """Whether the part is at least so many percent; exact, and never of nothing."""
        return self.whole > 0 and self.part * 100 >= percent * self.whole


Shares: TypeAlias = Mapping[str, Share]
NO_SHARES: Shares = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Points:
    """One indicator's points; ``None`` where it is not answered, or where its points or its maximum are not known."""

    id: str
    points: int | None
    max: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of one declaration.

    Attributes:
        points: by indicator, in the set's order; without counts, which are worth none.
        total: points in all, unanswered counted as none; ``None`` where some points are not known.
        unanswered: indicators without an answer.
        below: answered indicators under the set's minimum for each.
        shares: the computed indicators: id, part, whole.
        open: rules that nobody has decided, so that there is no verdict.
        failed: rules that are not met.
    """

    points: tuple[Points, ...]
    total: int | None
    total_max: int | None
    unanswered: tuple[str, ...]
    below: tuple[str, ...]
    verdict: Verdict
    shares: tuple[tuple[str, int, int], ...] = ()
    open: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """As JSON data, to be stored with the declaration."""
        return {
            "points": [[each.id, each.points, each.max] for each in self.points],
            "total": self.total,
            "total_max": self.total_max,
            "unanswered": list(self.unanswered),
            "below": list(self.below),
            "verdict": self.verdict.value,
            "shares": [list(each) for each in self.shares],
            "open": list(self.open),
            "failed": list(self.failed),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Assessment:
        """The inverse of :meth:`to_data`; what version 0.1.0 stored has no shares and no names of rules."""
        return cls(
            tuple(Points(*each) for each in data["points"]),
            data["total"],
            data["total_max"],
            tuple(data["unanswered"]),
            tuple(data["below"]),
            Verdict(data["verdict"]),
            tuple((each[0], each[1], each[2]) for each in data.get("shares", ())),
            tuple(data.get("open", ())),
            tuple(data.get("failed", ())),
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


def count_of(indicator: Indicator, value: object) -> int:
    """The number that an answer to a count means.

    Raises:
        AnswerError: it is none, or more than can be chosen.
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and int(value) <= indicator.most:
        return int(value)
    raise AnswerError(indicator.id, value)


def score(criteria: CriteriaSet, answers: Mapping[str, object], shares: Shares = NO_SHARES) -> Assessment:
    """What a set makes of answers and shares. Keys that are no indicator of the set are left alone.

    Args:
        criteria: the set.
        answers: by indicator, the level or option ids that were chosen.
        shares: by computed indicator; one that is missing is a part of nothing.

    Raises:
        AnswerError: the first answer that is none.
    """
    points: list[Points] = []
    unanswered: list[str] = []
    total: int | None = 0
    for indicator in criteria.indicators:
        most = None if indicator.max is None else indicator.max.value
        if indicator.kind is IndicatorKind.COUNT:
            if indicator.id in answers:
                count_of(indicator, answers[indicator.id])
            elif indicator.applies(answers):
                unanswered.append(indicator.id)
            continue
        if indicator.kind is IndicatorKind.COMPUTED:
            worth = _worth_of_share(indicator, shares.get(indicator.id))
            is_known = worth is not None
        elif not indicator.applies(answers):
            worth = _worth_of_none(criteria, indicator, most)
            is_known = worth is not None
        elif indicator.id not in answers:
            unanswered.append(indicator.id)
            worth, is_known = None, most is not None
        else:
            worth = level_of(indicator, answers[indicator.id]).points
            is_known = worth is not None
        points.append(Points(indicator.id, worth, most))
        total = total + (worth or 0) if total is not None and is_known else None
    found = Assessment(
        tuple(points),
        total,
        None if criteria.total_max is None else criteria.total_max.value,
        tuple(unanswered),
        _below(criteria, points),
        Verdict.INCOMPLETE,
        tuple(
            (each.id, shares[each.id].part, shares[each.id].whole)
            for each in criteria.indicators
            if each.kind is IndicatorKind.COMPUTED and each.id in shares
        ),
    )
    return found if unanswered else _judged(criteria, answers, shares, found)


def _worth_of_share(indicator: Indicator, share: Share | None) -> int | None:
    """The points of the highest level that a share meets; none where the set gives a share no points."""
    if share is None or share.whole == 0:
        return None
    met = [level for level in indicator.levels if share.meets(level.at_least)]
    return met[-1].points if met else None


def _worth_of_none(criteria: CriteriaSet, indicator: Indicator, most: int | None) -> int | None:
    """The points of what nobody in the family can be asked about, if the commune has decided on them."""
    rule = next((r for r in criteria.rules if r.kind is RuleKind.NONE and indicator.id in r.indicators), None)
    return None if rule is None or rule.value is None or most is None else most * rule.value // 100


def _below(criteria: CriteriaSet, points: list[Points]) -> tuple[str, ...]:
    rule = criteria.rule(RuleKind.EACH)
    if rule is None or rule.off or rule.value is None:
        return ()
    return tuple(each.id for each in points if each.points is not None and each.points < rule.value)


def _judged(criteria: CriteriaSet, answers: Mapping[str, object], shares: Shares, found: Assessment) -> Assessment:
    """The verdict: reached if every rule is met; undecided while one that applies is open."""
    open_, failed = [], []
    for rule in criteria.rules:
        met = None if rule.is_open else _is_met(criteria, rule, answers, shares, found)
        if rule.off or (rule.kind is RuleKind.NONE and not _needed(criteria, rule, answers)):
            continue
        if met is None:
            open_.append(rule.id)
        elif not met:
            failed.append(rule.id)
    applied = [rule for rule in criteria.rules if not rule.off and rule.kind is not RuleKind.NONE]
    decided = Verdict.NOT_REACHED if failed else Verdict.REACHED
    verdict = Verdict.UNDECIDED if open_ or not applied else decided
    return replace(found, verdict=verdict, open=tuple(open_), failed=tuple(failed))


def _needed(criteria: CriteriaSet, rule: Rule, answers: Mapping[str, object]) -> bool:
    """Whether the points of what was not asked matter here: some of it was not asked, and there is a total."""
    total = criteria.rule(RuleKind.TOTAL)
    missing = any(not criteria.indicator(each).applies(answers) for each in rule.indicators)
    return missing and total is not None and not total.off


def _is_met(
    criteria: CriteriaSet, rule: Rule, answers: Mapping[str, object], shares: Shares, found: Assessment
) -> bool | None:
    """Whether a rule with a value is met; ``None`` where that cannot be told."""
    needed = rule.value or 0
    match rule.kind:
        case RuleKind.TOTAL:
            return None if found.total is None else found.total >= needed
        case RuleKind.EACH:
            return not found.below
        case RuleKind.SHARE:
            known = [shares.get(each) for each in rule.indicators]
            if any(each is None or each.whole == 0 for each in known):
                return None
            return all(each.meets(needed) for each in known if each is not None)
        case RuleKind.CONDITIONS:
            return sum(_is_highest(criteria.indicator(each), answers.get(each)) for each in rule.indicators) >= needed
        case RuleKind.NONE:
            return True


def _is_highest(indicator: Indicator, value: object) -> bool:
    ordinal = [level for level in indicator.levels if level.id.isdigit()]
    return value is not None and level_of(indicator, value) == ordinal[-1]
