"""A criteria set as objects: what a data file in ``criteria/titles/`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from criteria.age import is_younger
from locales.text import Message, T, Tc, Verbatim, Words

ADULT = 18  # where a set names no age of its own


class Standing(StrEnum):
    """How sure a commune is of the criteria set that its cycle uses."""

    PROPOSED = "proposed"  # nobody has adopted it: results are "dự kiến"
    PROVISIONAL = "provisional"  # adopted "dùng tạm", not checked against the paper
    VERIFIED = "verified"  # adopted "đã đối chiếu văn bản gốc"


class SubjectKind(StrEnum):
    """What a title is held by. The commune's own "Cộng đồng học tập" is no declaration: criteria/commune.py."""

    PERSON = "person"
    FAMILY = "family"
    CLAN = "clan"
    VILLAGE = "village"
    UNIT = "unit"


# Titles are named by the data files in criteria/titles/; the code knows these by name, others need none.
CITIZEN = "citizen"
FAMILY = "family"
CLAN = "clan"
VILLAGE = "village"
UNIT = "unit"


class IndicatorKind(StrEnum):
    """How an indicator gets its answer."""

    CHOICE = "choice"  # one level
    CHOICES = "choices"  # several options; their number is the level
    COUNT = "count"  # a small number, worth no points by itself
    COMPUTED = "computed"  # a share of what was confirmed below; never asked


class ShareOf(StrEnum):
    """What a computed indicator is a share of."""

    ADULTS = "adults"  # of the family's adults, those who hold "Công dân học tập"
    PEOPLE = "people"  # of the village's or unit's people, the same
    FAMILIES = "families"  # of the clan's or village's households, those who hold "Gia đình học tập"


class RuleKind(StrEnum):
    """What a rule of a set asks for."""

    TOTAL = "total"  # so many points in all
    EACH = "each_at_least"  # so many points for each indicator
    SHARE = "share"  # so many percent in a computed indicator
    CONDITIONS = "conditions"  # so many of the indicators named are at their highest level
    NONE = "none"  # so many percent of their points for indicators that nobody in the family can be asked about


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and whether somebody has checked it against the paper.

    Attributes:
        text: as people read it.
        verified: whether it was checked.
        marks: of our own research ("seed 001", "F57", see docs/criteria-sources.md): for us, never shown.
    """

    text: str
    verified: bool
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law, with its source."""

    value: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One condition of the title. ``value`` is ``None`` while nobody has found it: then there is no verdict.

    Attributes:
        most: the highest value that makes sense.
        off: the officer has decided that this rule is not applied.
    """

    id: str
    kind: RuleKind
    name: Message
    value: int | None
    most: int
    indicators: tuple[str, ...]
    source: Source
    off: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what this rule asks for."""
        return self.value is None and not self.off


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people; each has its own form.

    ``unlikely_among``: groups among whom one of this group in a household is worth a second look (criteria/doubts.py).
    """

    id: str
    name: Message
    source: Source
    unlikely_among: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Occupation:
    """What people say they do; it decides their group. ``also``: other words for it, which are read and not shown."""

    id: str
    label: Message
    group: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One ordinal level of an indicator, stored by its id, worth points by this set alone."""

    id: str
    label: Message
    points: int | None  # none: not found in any source
    open_point: Message | None = None  # what is not known about these points
    at_least: int = 0  # of a computed indicator: so many percent
    counts: frozenset[str] = frozenset()  # of a fact: what it counts as ("trained", "degree", "literacy_1")
    also: tuple[str, ...] = ()  # other words for it, which are read and not shown
    start: int | None = None  # the least number that it means, where its label does not say so: "Hết cấp 2" is 9
    short: Message | None = None  # fewer words for it, where a whole form stands in one message
    over: tuple[str, ...] = ()  # ids of levels that it holds good over, where somebody tells of both


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOption:
    """Something to choose in an indicator's question. ``also`` and what follows: as of a :class:`Level`."""

    id: str
    label: Words
    also: tuple[str, ...] = ()
    start: int | None = None
    short: Message | None = None
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiaryHint:
    """Which entries of the learning diary speak to an indicator: so many of them suggest level 1, 2, 3.

    ``months``: how far back from the day of answering; 0 for the whole year. ``due_from``: the level from which an
    answer without any entry is worth a second look (criteria/doubts.py).
    """

    kinds: frozenset[str]
    months: int
    steps: tuple[int, ...]
    due_from: str | None = None

    def level(self, n: int) -> str:
        """The level that ``n`` entries suggest."""
        return str(sum(n >= step for step in self.steps))

    def span(self, year: int, on: date) -> tuple[date, date]:
        """The days that count for a year's declaration answered ``on`` a day: the year so far, or some months back."""
        until = min(on, date(year, 12, 31))
        if not self.months:
            return date(year, 1, 1), until
        month = until.year * 12 + until.month - 1 - self.months
        return date(month // 12, month % 12 + 1, min(until.day, 28)), until


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: its question, its levels, what a village head can know of it.

    Attributes:
        choices: what can be chosen: the levels themselves, the options that are counted, or small numbers.
        alone: the option that excludes the others and counts for nothing.
        max: the most points; ``None`` where no source names them, or where there are none.
        advice: an activity to do where the indicator is weak.
        only_with: counts that must not all be nought for this to be asked.
        share_of: what a computed indicator is a share of.
        counted_by: the count that says how large the whole is at least, if not everybody is known.
        most: the highest number that can be chosen for a count.
        why: what it is asked for, to who asks that; where it is not said, that follows from its name.
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
    max: Figure | None
    checkable: bool
    evidence: Message
    advice: Message
    active: bool
    points_source: Source
    only_with: tuple[str, ...] = ()
    share_of: ShareOf | None = None
    counted_by: str | None = None
    most: int = 0
    diary: DiaryHint | None = None
    why: Message | None = None

    @property
    def is_asked(self) -> bool:
        """Whether people are asked; what is computed is not."""
        return self.kind is not IndicatorKind.COMPUTED

    def applies(self, answers: Mapping[str, object]) -> bool:
        """Whether this is asked, given the counts answered so far."""
        return not self.only_with or any(str(answers.get(each, "0")) != "0" for each in self.only_with)

    @property
    def choices(self) -> tuple[ChoiceOption, ...]:
        """What can be chosen as an answer."""
        if self.kind is IndicatorKind.CHOICES:
            return self.options
        if self.kind is IndicatorKind.COUNT:
            numbers = tuple(ChoiceOption(id=str(n), label=Verbatim(str(n))) for n in range(self.most))
            return (*numbers, ChoiceOption(id=str(self.most), label=T("{n} trở lên", n=self.most)))
        return tuple(
            ChoiceOption(
                id=each.id, label=each.label, also=each.also, start=each.start, short=each.short, over=each.over
            )
            for each in self.levels
        )

    def level(self, level_id: str) -> Level | None:
        """The level of an id."""
        return next((level for level in self.levels if level.id == level_id), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that decides what a fact counts for; an officer can change it."""

    id: str
    name: Message
    figure: Figure
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked once for the plans' indicators, apart from all points (``criteria/facts.toml``)."""

    questions: tuple[Indicator, ...]
    settings: tuple[Setting, ...]

    def value(self, setting_id: str) -> int:
        """The value of a setting. Raises ``KeyError`` for an unknown one."""
        return {each.id: each.figure.value for each in self.settings}[setting_id]


@dataclass(frozen=True, slots=True)
class Competence:
    """One of the core competences that indicators belong to."""

    id: str
    name: Message


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CriteriaSet:
    """A whole set: identity, legal source, groups, indicators, rules.

    ``edition`` names exactly this content, corrections included; each result keeps it.
    """

    id: str
    version: int
    title: str
    subject: SubjectKind
    name: Message
    issuer: Message
    number: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    source: Source
    total_max: Figure | None
    rules: tuple[Rule, ...]
    min_age: Figure | None
    groups: tuple[Group, ...]
    occupations: tuple[Occupation, ...]
    competences: tuple[Competence, ...]
    all_indicators: tuple[Indicator, ...]
    edition: str
    training: bool = False
    verified_by: str = ""  # who compared an officer's own file with the paper, and when
    verified_on: date | None = None
    corrected: tuple[str, ...] = field(default=())
    facts: Facts | None = None

    def rule(self, kind: RuleKind) -> Rule | None:
        """The first rule of a kind."""
        return next((rule for rule in self.rules if rule.kind is kind), None)

    @property
    def adult_age(self) -> int:
        """From how many years on people are counted."""
        return ADULT if self.min_age is None else self.min_age.value

    def is_old_enough(self, age: int | None) -> bool:
        """Whether somebody of that age in its year is counted. Whose age is not known, is not."""
        return age is not None and not is_younger(age, self.adult_age)

    def is_too_young(self, age: int | None) -> bool:
        """Whether somebody of that age in its year cannot have the title yet. Whose age is not known, can."""
        return is_younger(age, self.adult_age)

    def born_by(self, year: int) -> int:
        """Who was born in this year, or before, is old enough in ``year``."""
        return year - self.adult_age

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators in use."""
        return tuple(each for each in self.all_indicators if each.active)

    @property
    def asked(self) -> tuple[Indicator, ...]:
        """Everything that people are asked: indicators, then facts."""
        facts = () if self.facts is None else self.facts.questions
        return (*(each for each in self.indicators if each.is_asked), *facts)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator or fact of an id. Raises ``KeyError`` for an unknown one."""
        for each in (*self.all_indicators, *(() if self.facts is None else self.facts.questions)):
            if each.id == indicator_id:
                return each
        raise KeyError(indicator_id)

    def group_of(self, occupation: object) -> str | None:
        """The group an occupation belongs to; ``None`` where there is none of that id."""
        return next((each.group for each in self.occupations if each.id == occupation), None)

    @staticmethod
    def question_for(indicator: Indicator, group: str | None) -> Message:
        """The wording of an indicator's question for a group of people."""
        return indicator.question_for.get(group or "", indicator.question)


STANDING_NAMES: Mapping[Standing, Words] = {
    Standing.PROPOSED: Tc("standing", "dự kiến"),
    Standing.PROVISIONAL: Tc("standing", "dùng tạm"),
    Standing.VERIFIED: Tc("standing", "đã đối chiếu văn bản gốc"),
}
