"""Why a village head should look twice at a declaration: signals, never a verdict. Pure.

The signals are this program's own proposal (docs/architecture.md): they order the queue and keep a declaration out of
a batch. They change no points and are never shown to who declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from criteria.model import CriteriaSet, Indicator, IndicatorKind, RuleKind
from criteria.score import Assessment

FEWEST_AT_TOP = 4  # a set with fewer questions says nothing by being at the top
NEAR_PERCENT = 3  # of all points: so close to the mark, one answer decides
LET_IN_WITHIN = timedelta(hours=1)
SAME_MINUTES = 15  # two declarations from one account within so many minutes are held against each other


class DoubtKind(StrEnum):
    """What makes a declaration doubtful, the weightiest first."""

    DISPUTED = "disputed"  # its person says that the result, which was made elsewhere, is wrong
    ALIKE = "alike"  # may be the same person as another, written differently
    SAME_ANSWERS = "same_answers"  # the same answers as another's, minutes before or after, from one account
    LET_IN = "let_in"  # sent within the hour in which somebody else's code let its person in
    BY_NAME = "by_name"  # its person joined by name and year alone, and no officer vouches for them
    ALONE = "alone"  # an event claimed that nobody else attended
    GROUP = "group"  # a group of people that does not fit the household
    NO_EVIDENCE = "no_evidence"  # an answer so high that something should stand beside it, and nothing does
    ALL_TOP = "all_top"  # every answer at its highest
    NEAR_MARK = "near_mark"  # within a few points of the mark


@dataclass(frozen=True, slots=True)
class Doubt:
    """One signal.

    Attributes:
        kind: what it is.
        indicator: the question it is about, if it is about one.
        about: the ids it points at: persons for ``ALIKE``, declarations for ``SAME_ANSWERS``, entries of the diary for
            ``ALONE``.
    """

    kind: DoubtKind
    indicator: str | None = None
    about: tuple[int, ...] = ()

    def to_data(self) -> list[Any]:
        """As JSON data."""
        return [self.kind.value, self.indicator, list(self.about)]

    @classmethod
    def from_data(cls, data: list[Any]) -> Doubt:
        """The inverse of :meth:`to_data`."""
        return cls(DoubtKind(data[0]), data[1], tuple(data[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known around a declaration, gathered by :mod:`storage.doubts`.

    Attributes:
        entries: how many entries of the diary stand beside an indicator, by its id.
        attended: how many of those were attended at an event, by the same.
        pictures: how many pictures stand beside the diary's entries of the year, those refused apart.
        alone: entries of events that nobody else has in their diary.
        groups: the groups of the others of the household who have declared.
        same: declarations from the same account with the same answers within minutes.
        alike: people of the village who may be the same person.
        by_name: whether the person joined by name and year alone, and nobody vouches for them.
        disputed: whether the person says that a result made elsewhere is wrong.
        let_in: whether the person came in by somebody else's code within :data:`LET_IN_WITHIN` before it was sent.
    """

    entries: Mapping[str, int] = field(default_factory=dict)
    attended: Mapping[str, int] = field(default_factory=dict)
    pictures: int = 0
    alone: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    same: tuple[int, ...] = ()
    alike: tuple[int, ...] = ()
    let_in: bool = False
    by_name: bool = False
    disputed: bool = False


def find_doubts(
    criteria: CriteriaSet, answers: Mapping[str, Any], assessment: Assessment | None, around: Circumstances
) -> tuple[Doubt, ...]:
    """All signals of a declaration, the weightiest first."""
    found: list[Doubt] = []
    if around.disputed:
        found.append(Doubt(DoubtKind.DISPUTED))
    if around.alike:
        found.append(Doubt(DoubtKind.ALIKE, about=tuple(sorted(around.alike))))
    if around.same:
        found.append(Doubt(DoubtKind.SAME_ANSWERS, about=tuple(sorted(around.same))))
    if around.let_in:
        found.append(Doubt(DoubtKind.LET_IN))
    if around.by_name:
        found.append(Doubt(DoubtKind.BY_NAME))
    if around.alone:
        found.append(Doubt(DoubtKind.ALONE, about=tuple(sorted(around.alone))))
    if _stands_out(criteria, str(answers.get("occupation")), around.groups):
        found.append(Doubt(DoubtKind.GROUP))
    found += [Doubt(DoubtKind.NO_EVIDENCE, each.id) for each in _unproven(criteria, answers, around.entries)]
    if _all_top(criteria, answers):
        found.append(Doubt(DoubtKind.ALL_TOP))
    if assessment is not None and _near_mark(criteria, assessment):
        found.append(Doubt(DoubtKind.NEAR_MARK))
    return tuple(found)


def same_answers(criteria: CriteriaSet, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two declarations say the same in every indicator; what people do and the facts may well be the same."""
    return all(one.get(each.id) == other.get(each.id) for each in criteria.indicators if each.is_asked)


def _stands_out(criteria: CriteriaSet, occupation: str, groups: tuple[str, ...]) -> bool:
    """Whether the group is one that is unlikely among those of everybody else in the household."""
    mine = next((each.group for each in criteria.occupations if each.id == occupation), None)
    group = next((each for each in criteria.groups if each.id == mine), None)
    return group is not None and len(groups) > 1 and set(groups) <= group.unlikely_among


def _unproven(criteria: CriteriaSet, answers: Mapping[str, Any], entries: Mapping[str, int]) -> list[Indicator]:
    """Indicators answered at a level from which the diary should show something, and does not."""
    found = []
    for each in criteria.indicators:
        if each.diary is None or each.diary.due_from is None or entries.get(each.id, 0):
            continue
        order = [level.id for level in each.levels]
        answered = answers.get(each.id)
        if answered in order and order.index(answered) >= order.index(each.diary.due_from):
            found.append(each)
    return found


def _all_top(criteria: CriteriaSet, answers: Mapping[str, Any]) -> bool:
    asked = [
        each
        for each in criteria.indicators
        if each.kind in {IndicatorKind.CHOICE, IndicatorKind.CHOICES} and each.applies(answers)
    ]
    return len(asked) >= FEWEST_AT_TOP and all(_is_top(each, answers.get(each.id)) for each in asked)


def _is_top(indicator: Indicator, answer: Any) -> bool:
    if indicator.kind is IndicatorKind.CHOICES:
        return isinstance(answer, list) and len(answer) >= len(indicator.levels) - 1
    return bool(indicator.levels) and answer == indicator.levels[-1].id


def _near_mark(criteria: CriteriaSet, assessment: Assessment) -> bool:
    rule = criteria.rule(RuleKind.TOTAL)
    if rule is None or rule.off or rule.value is None or assessment.total is None or not assessment.total_max:
        return False
    return abs(assessment.total - rule.value) * 100 <= NEAR_PERCENT * assessment.total_max
