"""A commune's year as it chose to do it: which steps lead to a decision, what counts, and by when each step is due.

None of this is from a legal text: the steps are the commune's own choice, the days of each are what offices told us and
can be changed (office.md 7 and 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from criteria.declaration import Measure
from criteria.meeting import SAMPLE
from criteria.recognition import POSTING_DAYS
from locales.text import T, Words


class YearStep(StrEnum):
    """What a commune may do between the head's check, which is always done, and its report; in this order."""

    MEETING = "meeting"
    POSTING = "posting"
    COUNCIL = "council"
    DECISION = "decision"


STEP_NAMES: Mapping[YearStep, Words] = {
    YearStep.MEETING: T("Họp xét ở {village_label}"),
    YearStep.POSTING: T("Niêm yết danh sách"),
    YearStep.COUNCIL: T("Họp Hội đồng đánh giá"),
    YearStep.DECISION: T("Quyết định công nhận"),
}
STEP_DAYS: Mapping[YearStep, int] = {  # how long each takes where the commune says nothing else
    YearStep.MEETING: 7,
    YearStep.POSTING: POSTING_DAYS,
    YearStep.COUNCIL: 3,
    YearStep.DECISION: 5,
}
MOST_STEP_DAYS = 90


class Counting(StrEnum):
    """Whose title counts in the year's figures."""

    CONFIRMED = "confirmed"  # checked by the head, and reached
    RECOGNISED = "recognised"  # of these, whom a signed decision names


COUNTING_NAMES: Mapping[Counting, Words] = {
    Counting.CONFIRMED: T("đã xác nhận và đạt"),
    Counting.RECOGNISED: T("đã có quyết định công nhận"),
}
REACHED: Mapping[Counting, Measure] = {
    Counting.CONFIRMED: Measure.REACHED,
    Counting.RECOGNISED: Measure.RECOGNISED,
}
REACHED_ON_ROSTER: Mapping[Counting, Measure] = {
    Counting.CONFIRMED: Measure.REACHED_ON_ROSTER,
    Counting.RECOGNISED: Measure.RECOGNISED_ON_ROSTER,
}


@dataclass(frozen=True, slots=True)
class Population:
    """The official number of inhabitants: who says so, and of which day."""

    people: int
    source: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSettings:
    """What a commune chose for a year. A new setting is a field here, in both directions of the data, and a line of

    ``handlers/commune/year_settings.py``.

    Attributes:
        steps: those it uses, in the order of :class:`YearStep`.
        counting: whose title counts.
        days: how long a step takes, where that is not :data:`STEP_DAYS`.
        report_by: the report's last day, where it is not the plan's.
        paper_sample: how many in a hundred of those confirmed by a signed paper an officer checks.
        population: the official population, beside the roster's total; ``None``: not entered.
    """

    steps: tuple[YearStep, ...] = (YearStep.DECISION,)
    counting: Counting = Counting.CONFIRMED
    days: Mapping[YearStep, int] = field(default_factory=dict)
    report_by: date | None = None
    population: Population | None = None
    paper_sample: int = SAMPLE

    @property
    def reached(self) -> Measure:
        """What counts as reached, of whoever declared."""
        return REACHED[self.counting]

    @property
    def reached_on_roster(self) -> Measure:
        """What counts as reached, of the people of the roster: the numerator."""
        return REACHED_ON_ROSTER[self.counting]

    def days_of(self, step: YearStep) -> int:
        """How many days a step takes."""
        return self.days.get(step, STEP_DAYS[step])

    def switched(self, step: YearStep) -> YearSettings:
        """With that step where it was without, or the other way round."""
        wanted = set(self.steps) ^ {step}
        return replace(self, steps=tuple(each for each in YearStep if each in wanted))

    def to_data(self) -> dict[str, Any]:
        """As JSON data, to be stored with the cycle; what is as it is by itself is left out."""
        data: dict[str, Any] = {}
        if self.steps != DEFAULT.steps:
            data["steps"] = [each.value for each in self.steps]
        if self.counting is not DEFAULT.counting:
            data["counting"] = self.counting.value
        if self.days:
            data["days"] = {step.value: n for step, n in self.days.items()}
        if self.report_by is not None:
            data["report_by"] = self.report_by.isoformat()
        if self.paper_sample != DEFAULT.paper_sample:
            data["paper_sample"] = self.paper_sample
        if self.population is not None:
            told = self.population
            data["population"] = {"people": told.people, "source": told.source, "on": told.on.isoformat()}
        return data


DEFAULT = YearSettings()


def settings_from_data(data: Mapping[str, Any]) -> YearSettings:
    """The inverse of :meth:`YearSettings.to_data`."""
    if not data:
        return DEFAULT
    told = data.get("population")
    return YearSettings(
        steps=tuple(map(YearStep, data["steps"])) if "steps" in data else DEFAULT.steps,
        counting=Counting(data.get("counting", DEFAULT.counting)),
        days={YearStep(step): n for step, n in data.get("days", {}).items()},
        report_by=date.fromisoformat(data["report_by"]) if "report_by" in data else None,
        population=None if told is None else Population(told["people"], told["source"], date.fromisoformat(told["on"])),
        paper_sample=data.get("paper_sample", SAMPLE),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A step with the last days on which it can begin and must be over."""

    step: YearStep
    first: date
    last: date


def counted_back(settings: YearSettings, report_by: date) -> tuple[Due, ...]:
    """The last days of each step that is used, counted back from the report's; none is ever made shorter to fit.

    Each takes its days, the last of them the day before the next step begins; the last one is over by the report's.
    """
    found: list[Due] = []
    last = report_by
    for step in reversed(settings.steps):
        first = last - timedelta(days=settings.days_of(step) - 1)
        found.append(Due(step, first, last))
        last = first - timedelta(days=1)
    return tuple(reversed(found))


def last_check(settings: YearSettings, report_by: date) -> date:
    """The last day of the heads' checks: the day before the first step that is used begins."""
    due = counted_back(settings, report_by)
    return due[0].first - timedelta(days=1) if due else report_by


def first_late(settings: YearSettings, report_by: date, today: date) -> YearStep | None:
    """The first step that could not be begun and ended in time any more if none was yet; ``None``: all still fit."""
    return next((due.step for due in counted_back(settings, report_by) if today > due.first), None)
