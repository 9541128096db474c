"""A commune's plan: its targets and its calendar, as a data file of ``criteria/plans/``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from locales.text import Message, T


class Origin(StrEnum):
    """Where an indicator's value comes from."""

    COMPUTED = "computed"  # from confirmed declarations and facts
    ENTERED = "entered"  # by the responsible office, with evidence
    OUTSIDE = "outside"  # not ours to know


@dataclass(frozen=True, slots=True)
class Target:
    """One indicator of a plan. ``value`` counts in ``unit`` ("%", "mức độ", or "" for reached or not)."""

    id: str
    name: Message
    origin: Origin
    value: int
    unit: str
    source: Source

    @property
    def share(self) -> float:
        """A target in percent as a share between 0 and 1."""
        return self.value / 100


@dataclass(frozen=True, slots=True)
class Deadline:
    """A yearly date; ``before`` means that the day itself is too late."""

    id: str
    name: Message
    month: int
    day: int
    before: bool
    receiver: Message
    source: Source

    def last_day(self, year: int) -> date:
        """The last day on which the year's duty is done in time."""
        on = date(year, self.month, self.day)
        return on - timedelta(days=1) if self.before else on


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one commune for some years."""

    id: str
    commune_code: str
    name: Message
    first_year: int
    last_year: int
    source: Source
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]

    def covers(self, year: int) -> bool:
        """Whether the plan speaks of this year."""
        return self.first_year <= year <= self.last_year

    def target(self, target_id: str) -> Target:
        """The target of an id. Raises ``KeyError`` if the plan has none."""
        for each in self.targets:
            if each.id == target_id:
                return each
        raise KeyError(target_id)


CITIZEN_TARGET = "cdht"


def parse_plan(text: str, name: str) -> Plan:
    """The plan that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data = toml(text, name)
    reader = Reader(text)
    targets = []
    for each in reader.tables(data, "targets", ""):
        path = f"targets.{each.get('id', '?')}."
        origin = reader.get(each, "origin", str, path, "outside")
        if origin not in set(Origin):
            reader.fail(f"{path}origin", T("Mục {key} sai kiểu giá trị.", key=f"{path}origin"), f'origin = "{origin}"')
            origin = "outside"
        targets.append(
            Target(
                reader.get(each, "id", str, path, ""),
                reader.words(each, "name", path),
                Origin(origin),
                reader.get(each, "value", int, path, 0),
                reader.get(each, "unit", str, path, ""),
                reader.source(each, path),
            )
        )
    deadlines = []
    for each in reader.tables(data, "deadlines", ""):
        path = f"deadlines.{each.get('id', '?')}."
        month, day = reader.get(each, "month", int, path, 1), reader.get(each, "day", int, path, 1)
        try:
            date(2027, month, day)
        except ValueError:
            reader.fail(f"{path}day", T("Ngày {day}/{month} không có.", day=day, month=month), f"day = {day}")
        deadlines.append(
            Deadline(
                reader.get(each, "id", str, path, ""),
                reader.words(each, "name", path),
                month,
                day,
                reader.get(each, "before", bool, path, default=False),
                reader.words(each, "receiver", path),
                reader.source(each, path),
            )
        )
    reader.unique([target.id for target in targets], "targets")
    plan = Plan(
        id=reader.get(data, "id", str, "", ""),
        commune_code=reader.get(data, "commune_code", str, "", ""),
        name=reader.words(data, "name", ""),
        first_year=reader.get(data, "first_year", int, "", 0),
        last_year=reader.get(data, "last_year", int, "", 0),
        source=reader.source(data, ""),
        targets=tuple(targets),
        deadlines=tuple(deadlines),
    )
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return plan


def _files() -> Iterator[tuple[str, str]]:
    for entry in sorted(resources.files("criteria").joinpath("plans").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), entry.read_text("utf-8")


@lru_cache
def load(plan_id: str) -> Plan | None:
    """The plan that ships under this id; ``None`` for a commune without one (the id "")."""
    return next((parse_plan(text, f"{name}.toml") for name, text in _files() if name == plan_id), None)


def load_all() -> tuple[Plan, ...]:
    """All plans that ship with the program."""
    return tuple(parse_plan(text, f"{name}.toml") for name, text in _files())
