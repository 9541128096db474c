"""Scoring: answers and shares in, points and a verdict out. Pure and total: an assessment or a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

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


class Points(NamedTuple):
    """One indicator's points; ``None`` where it is not answered, or where its points or its maximum are not known."""

    id: str
    points: int | None
    max: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
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
            points=tuple(Points(*each) for each in data["points"]),
            total=data["total"],
            total_max=data["total_max"],
            unanswered=tuple(data["unanswered"]),
            below=tuple(data["below"]),
            verdict=Verdict(data["verdict"]),
            shares=tuple((each[0], each[1], each[2]) for each in data.get("shares", ())),
            open=tuple(data.get("open", ())),
            failed=tuple(data.get("failed", ())),
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


class _Step(NamedTuple):
    """One indicator, made ready for scoring many declarations."""

    indicator: Indicator
    id: str
    kind: IndicatorKind
    most: int | None
    points: Mapping[str, int | None]  # of a choice, by its value


@lru_cache(maxsize=256)
def _steps(criteria: CriteriaSet) -> tuple[_Step, ...]:
    return tuple(
        _Step(
            each,
            each.id,
            each.kind,
            None if each.max is None else each.max.value,
            {level.id: level.points for level in each.levels} if each.kind is IndicatorKind.CHOICE else {},
        )
        for each in criteria.indicators
    )


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
    total, is_known = 0, True
    for step in _steps(criteria):
        key = step.id
        if step.kind is IndicatorKind.COUNT:
            if key in answers:
                count_of(step.indicator, answers[key])
            elif step.indicator.applies(answers):
                unanswered.append(key)
            continue
        if step.indicator.only_with and not step.indicator.applies(answers):
            worth = _worth_of_none(criteria, step.indicator, step.most)
            is_known = is_known and worth is not None
        elif step.kind is IndicatorKind.COMPUTED:
            worth = _worth_of_share(step.indicator, shares.get(key))
            is_known = is_known and worth is not None
        elif key not in answers:
            unanswered.append(key)
            worth = None
            is_known = is_known and step.most is not None
        else:
            worth = _worth_of_answer(step, answers[key])
            is_known = is_known and worth is not None
        points.append(Points(key, worth, step.most))
        total += worth or 0
    below = _below(criteria, points)
    judged: tuple[Verdict, tuple[str, ...], tuple[str, ...]] = (Verdict.INCOMPLETE, (), ())
    if not unanswered:
        judged = _judged(criteria, answers, shares, total if is_known else None, below)
    verdict, open_, failed = judged
    return Assessment(
        points=tuple(points),
        total=total if is_known else None,
        total_max=None if criteria.total_max is None else criteria.total_max.value,
        unanswered=tuple(unanswered),
        below=below,
        verdict=verdict,
        shares=tuple((key, share.part, share.whole) for key, share in shares.items()) if shares else (),
        open=open_,
        failed=failed,
    )


def _worth_of_answer(step: _Step, value: object) -> int | None:
    if step.kind is IndicatorKind.CHOICE and isinstance(value, str) and value in step.points:
        return step.points[value]
    return level_of(step.indicator, value).points


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
    least = 0 if rule is None or rule.off or rule.value is None else rule.value
    return tuple(key for key, worth, _ in points if worth is not None and worth < least) if least else ()


def _judged(
    criteria: CriteriaSet,
    answers: Mapping[str, object],
    shares: Shares,
    total: int | None,
    below: tuple[str, ...],
) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
    """The verdict, the open rules and the failed ones: reached if every rule is met; undecided while one is open."""
    open_: list[str] = []
    failed: list[str] = []
    is_decided = False
    for rule in criteria.rules:
        if rule.off or (rule.kind is RuleKind.NONE and not _needed(criteria, rule, answers)):
            continue
        is_decided = is_decided or rule.kind is not RuleKind.NONE
        met = None if rule.is_open else _is_met(criteria, rule, answers, shares, total, below)
        if met is None:
            open_.append(rule.id)
        elif not met:
            failed.append(rule.id)
    decided = Verdict.NOT_REACHED if failed else Verdict.REACHED
    return decided if is_decided and not open_ else Verdict.UNDECIDED, tuple(open_), tuple(failed)


def _needed(criteria: CriteriaSet, rule: Rule, answers: Mapping[str, object]) -> bool:
    """Whether the points of what was not asked matter here: some of it was not asked, and there is a total."""
    total = criteria.rule(RuleKind.TOTAL)
    missing = any(not criteria.indicator(each).applies(answers) for each in rule.indicators)
    return missing and total is not None and not total.off


def _is_met(
    criteria: CriteriaSet,
    rule: Rule,
    answers: Mapping[str, object],
    shares: Shares,
    total: int | None,
    below: tuple[str, ...],
) -> bool | None:
    """Whether a rule with a value is met; ``None`` where that cannot be told."""
    needed = rule.value or 0
    match rule.kind:
        case RuleKind.TOTAL:
            return None if total is None else total >= needed
        case RuleKind.EACH:
            return not below
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
