"""A criteria set as objects: what a data file in ``criteria/titles/`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from locales.text import Message, Tc, Words


class Standing(StrEnum):
    """How sure a commune is of the criteria set that its cycle uses."""

    PROPOSED = "proposed"  # nobody has adopted it: results are "dự kiến"
    PROVISIONAL = "provisional"  # adopted "dùng tạm", not checked against the paper
    VERIFIED = "verified"  # adopted "đã đối chiếu văn bản gốc"


class IndicatorKind(StrEnum):
    """How an indicator's question is answered."""

    CHOICE = "choice"  # one level
    CHOICES = "choices"  # several options; their number is the level


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and whether somebody has checked it against the paper."""

    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law, with its source."""

    value: int
    source: Source


@dataclass(frozen=True, slots=True)
class PassRule:
    """When the mark is reached: so many points in all, and so many for each indicator."""

    total: Figure
    each_at_least: Figure


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people; each has its own form."""

    id: str
    name: Message
    source: Source


@dataclass(frozen=True, slots=True)
class Occupation:
    """What people say they do; it decides their group."""

    id: str
    label: Message
    group: str


@dataclass(frozen=True, slots=True)
class Level:
    """One ordinal level of an indicator, stored by its id, worth points by this set alone."""

    id: str
    label: Message
    points: int
    open_point: Message | None = None  # what is not known about these points


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """Something to choose in an indicator's question."""

    id: str
    label: Message


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its question, its levels, what a village head can know of it.

    Attributes:
        choices: what can be chosen: the levels themselves, or the options that are counted.
        alone: the option that excludes the others and counts for nothing.
        advice: an activity to do where the indicator is weak.
    """

    id: str
    competence: str
    name: Message
    kind: IndicatorKind
    question: Message
    question_for: Mapping[str, Message]
    levels: tuple[Level, ...]
    options: tuple[ChoiceOption, ...]
    alone: str | None
    max: Figure
    checkable: bool
    evidence: Message
    advice: Message
    active: bool
    points_source: Source

    @property
    def choices(self) -> tuple[ChoiceOption, ...]:
        """What can be chosen as an answer."""
        if self.kind is IndicatorKind.CHOICES:
            return self.options
        return tuple(ChoiceOption(level.id, level.label) for level in self.levels)

    def level(self, level_id: str) -> Level | None:
        """The level of an id."""
        return next((level for level in self.levels if level.id == level_id), None)


@dataclass(frozen=True, slots=True)
class Competence:
    """One of the core competences that indicators belong to."""

    id: str
    name: Message


@dataclass(frozen=True, slots=True, eq=False)
class CriteriaSet:
    """A whole set: identity, legal source, groups, indicators, pass rule.

    ``edition`` names exactly this content, corrections included; each result keeps it.
    """

    id: str
    version: int
    title: str
    name: Message
    issuer: Message
    number: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    source: Source
    total_max: Figure
    pass_rule: PassRule | None
    min_age: Figure
    groups: tuple[Group, ...]
    occupations: tuple[Occupation, ...]
    competences: tuple[Competence, ...]
    all_indicators: tuple[Indicator, ...]
    edition: str
    training: bool = False
    corrected: tuple[str, ...] = field(default=())

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators in use."""
        return tuple(each for each in self.all_indicators if each.active)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id. Raises ``KeyError`` for an unknown one."""
        for each in self.all_indicators:
            if each.id == indicator_id:
                return each
        raise KeyError(indicator_id)

    def group_of(self, occupation: str) -> str:
        """The group an occupation belongs to. Raises ``KeyError`` for an unknown one."""
        for each in self.occupations:
            if each.id == occupation:
                return each.group
        raise KeyError(occupation)

    @staticmethod
    def question_for(indicator: Indicator, group: str | None) -> Message:
        """The wording of an indicator's question for a group of people."""
        return indicator.question_for.get(group or "", indicator.question)


STANDING_NAMES: Mapping[Standing, Words] = {
    Standing.PROPOSED: Tc("standing", "dự kiến"),
    Standing.PROVISIONAL: Tc("standing", "dùng tạm"),
    Standing.VERIFIED: Tc("standing", "đã đối chiếu văn bản gốc"),
}
