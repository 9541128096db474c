"""A plan: the targets and the calendar of a commune, a district or a province, a data file of ``criteria/plans/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from criteria import files
from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from locales.text import Message, T


class Origin(StrEnum):
    """Where an indicator's value comes from."""

    COMPUTED = "computed"  # from confirmed declarations and facts
    ENTERED = "entered"  # by the responsible office, with evidence
    OUTSIDE = "outside"  # not ours to know; the target says why


class Measured(StrEnum):
    """What the program computes (``storage/target_actuals.py``): a part of a whole of the commune's roster."""

    CITIZENS = "citizens"  # hold Công dân học tập
    CADRES = "cadres"  # the same, among cadres and public employees of offices, schools, stations
    QUALIFIED = "qualified"  # from 15 years, with a technical qualification
    DEGREE = "degree"  # from 15 years, with a university degree or more
    QUALIFIED_OF_ALL = "qualified_of_all"  # the same part of everybody: "công dân trong xã"
    DEGREE_OF_ALL = "degree_of_all"
    INFORMATION = "information"  # of working age, with information competence
    LIFE_SKILLS = "life_skills"  # of working age, with life skills
    INFORMATION_AND_LIFE_SKILLS = "information_and_life_skills"  # both at once
    ACTIVE_PLACES = "active_places"  # villages and units with a learning activity in the year
    FAMILIES = "families"  # hold Gia đình học tập
    CLANS = "clans"  # hold Dòng họ học tập
    VILLAGES = "villages"  # hold Cộng đồng học tập (thôn)
    UNITS = "units"  # hold Đơn vị học tập
    ENTERPRISES = "enterprises"  # the same, of enterprises and cooperatives alone
    COMMUNE = "commune"  # the level of Cộng đồng học tập cấp xã, Thông tư 25/2023


class Level(StrEnum):
    """Whose plan it is. Districts ended on 1/7/2025; their plans are read as communes followed them."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One indicator of a plan.

    Attributes:
        value: counts in ``unit`` ("%", "mức độ", "đạt"); ``None`` where the plan names no number.
        year: by which it is to be reached; ``None``: in each year of the plan.
        strict: more than the value is asked for, not just as much.
        measure: what computes it, of a computed one.
        reason: why it cannot be known here, of one outside.
        short_courses: the plan counts courses without a certificate, too ("đào tạo, bồi dưỡng"); what is computed
            counts papers alone, and says so.
    """

    id: str
    name: Message
    origin: Origin
    value: int | None
    unit: str
    source: Source
    year: int | None = None
    strict: bool = False
    measure: Measured | None = None
    reason: Message | None = None
    short_courses: bool = False

    @property
    def share(self) -> float:
        """A target in percent as a share between 0 and 1. Raises ``ValueError`` for one without a number."""
        if self.value is None:
            raise ValueError(f"{self.id} names no number")
        return self.value / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date of the year's work; ``before`` means that the day itself is too late.

    Attributes:
        month, day: ``None`` where the plan gives no date; then ``when`` says what it says.
        next_year: the date lies in the year after the one it is about.
        years: the years it is for; none: every year.
        note: what has changed since, such as a receiver that is no more.
    """

    id: str
    name: Message
    month: int | None
    day: int | None
    before: bool
    sender: Message
    receiver: Message
    source: Source
    next_year: bool = False
    years: tuple[int, ...] = ()
    when: Message | None = None
    note: Message | None = None

    def last_day(self, year: int) -> date | None:
        """The last day on which the duty of a year is done in time; ``None`` without a date, or in another year."""
        if self.month is None or self.day is None or (self.years and year not in self.years):
            return None
        on = date(year + self.next_year, self.month, self.day)
        return on - timedelta(days=1) if self.before else on


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan for some years.

    ``commune_code`` is empty where it is no commune's of today; ``commune_verified``: somebody has checked that it is
    the commune whose plan this was.
    """

    id: str
    commune_code: str
    place: Message
    level: Level
    name: Message
    first_year: int
    last_year: int
    source: Source
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    note: Message | None = None
    commune_verified: bool = True

    def covers(self, year: int) -> bool:
        """Whether the plan speaks of this year."""
        return self.first_year <= year <= self.last_year

    def target(self, target_id: str) -> Target:
        """The target of an id. Raises ``KeyError`` if the plan has none."""
        for each in self.targets:
            if each.id == target_id:
                return each
        raise KeyError(target_id)

    def targets_for(self, year: int) -> tuple[Target, ...]:
        """The targets that hold in a year: those of every year, and the dated ones of the next date that is named.

        After the last date, those of the last date hold on.
        """
        dates = sorted({each.year for each in self.targets if each.year is not None})
        due = next((each for each in dates if each >= year), dates[-1] if dates else None)
        return tuple(each for each in self.targets if each.year in {None, due})

    def of_measure(self, measure: Measured, year: int) -> Target | None:
        """The target of a year that is about this measure, if there is one."""
        return next((each for each in self.targets_for(year) if each.measure is measure), None)


PLAN_KEYS = (
    "id commune_code commune_verified place level name first_year last_year source verified note targets deadlines"
)
TARGET_KEYS = "id name origin value unit source verified year strict measure reason short_courses"
DEADLINE_KEYS = "id name month day before sender receiver source verified next_year years when note"


def is_plan(text: str) -> bool:
    """Whether a data file's text is meant to be a plan, right or wrong: it has targets."""
    return "[[targets]]" in text


def parse_plan(text: str, name: str) -> Plan:
    """The plan that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data = toml(text, name)
    reader = Reader(text)
    reader.only(data, PLAN_KEYS, "")
    first, last = reader.get(data, "first_year", int, "", 0), reader.get(data, "last_year", int, "", 0)
    level = reader.get(data, "level", str, "", Level.COMMUNE.value)
    if level not in set(Level):
        reader.fail("level", T("Mục {key} sai kiểu giá trị.", key="level"), f'level = "{level}"')
        level = Level.COMMUNE.value
    plan = Plan(
        id=reader.get(data, "id", str, "", ""),
        commune_code=reader.get(data, "commune_code", str, "", ""),
        place=reader.words(data, "place", ""),
        level=Level(level),
        name=reader.words(data, "name", ""),
        first_year=first,
        last_year=last,
        source=reader.source(data, ""),
        targets=tuple(_target(reader, each) for each in reader.tables(data, "targets", "")),
        deadlines=tuple(_deadline(reader, each) for each in reader.tables(data, "deadlines", "")),
        note=_words(data, "note"),
        commune_verified=bool(data.get("commune_verified", True)),
    )
    _check(reader, plan)
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return plan


def _words(data: Mapping[str, Any], key: str) -> Message | None:
    """A text that may be missing."""
    value = data.get(key)
    return Message(value.strip()) if isinstance(value, str) else None


def _target(reader: Reader, data: Mapping[str, Any]) -> Target:
    path, needle = f"targets.{data.get('id', '?')}.", f'id = "{data.get("id")}"'
    reader.only(data, TARGET_KEYS, path)
    origin = reader.get(data, "origin", str, path, Origin.OUTSIDE.value)
    if origin not in set(Origin):
        reader.fail(f"{path}origin", T("Mục {key} sai kiểu giá trị.", key=f"{path}origin"), f'origin = "{origin}"')
        origin = Origin.OUTSIDE.value
    measure = data.get("measure")
    if measure is not None and measure not in set(Measured):
        words = T("Không có số liệu tự tính tên {name}.", name=str(measure))
        reader.fail(f"{path}measure", words, f'measure = "{measure}"')
        measure = None
    elif (measure is not None) != (origin == Origin.COMPUTED):
        reader.fail(f"{path}measure", T("Chỉ tiêu tự tính, và chỉ nó, cần mục measure."), needle)
    if ("reason" in data) != (origin == Origin.OUTSIDE):
        reader.fail(f"{path}reason", T("Chỉ tiêu ngoài hệ thống, và chỉ nó, cần mục reason."), needle)
    return Target(
        id=reader.get(data, "id", str, path, ""),
        name=reader.words(data, "name", path),
        origin=Origin(origin),
        value=reader.get(data, "value", int, path, 0) if "value" in data else None,
        unit=reader.get(data, "unit", str, path, ""),
        source=reader.source(data, path),
        year=reader.get(data, "year", int, path, 0) if "year" in data else None,
        strict=bool(data.get("strict", False)),
        measure=None if measure is None else Measured(measure),
        reason=_words(data, "reason"),
        short_courses=bool(data.get("short_courses", False)),
    )


def _deadline(reader: Reader, data: Mapping[str, Any]) -> Deadline:
    path, needle = f"deadlines.{data.get('id', '?')}.", f'id = "{data.get("id")}"'
    reader.only(data, DEADLINE_KEYS, path)
    has_date = "month" in data or "day" in data
    month = reader.get(data, "month", int, path, 1) if has_date else None
    day = reader.get(data, "day", int, path, 1) if has_date else None
    if month is not None and day is not None:
        try:
            date(2027, month, day)
        except ValueError:
            reader.fail(f"{path}day", T("Ngày {day}/{month} không có.", day=day, month=month), f"day = {day}")
    elif "when" not in data:
        reader.fail(f"{path}when", T("Hạn không có ngày thì cần mục when."), needle)
    return Deadline(
        id=reader.get(data, "id", str, path, ""),
        name=reader.words(data, "name", path),
        month=month,
        day=day,
        before=bool(data.get("before", False)),
        sender=reader.words(data, "sender", path),
        receiver=reader.words(data, "receiver", path),
        source=reader.source(data, path),
        next_year=bool(data.get("next_year", False)),
        years=tuple(each for each in data.get("years", ()) if isinstance(each, int)),
        when=_words(data, "when"),
        note=_words(data, "note"),
    )


def _check(reader: Reader, plan: Plan) -> None:
    """What must hold between the parts."""
    reader.unique([target.id for target in plan.targets], "targets")
    reader.unique([deadline.id for deadline in plan.deadlines], "deadlines")
    if plan.last_year < plan.first_year:
        reader.fail("last_year", T("Năm cuối sớm hơn năm đầu."), "last_year = ")
    for target in plan.targets:
        path, needle = f"targets.{target.id}", f'id = "{target.id}"'
        if target.unit == "%" and target.value is not None and not 0 <= target.value <= 100:
            reader.fail(f"{path}.value", T("Tỉ lệ phải từ 0 đến 100 %."), needle)
        if target.unit == "mức độ" and target.value is not None and not 1 <= target.value <= 3:
            reader.fail(f"{path}.value", T("Mức độ phải là 1, 2 hoặc 3."), needle)
        if target.year is not None and not plan.covers(target.year):
            reader.fail(f"{path}.year", T("Năm {year} nằm ngoài kế hoạch.", year=target.year), needle)
    for deadline in plan.deadlines:
        for year in deadline.years:
            if not plan.covers(year):
                words = T("Năm {year} nằm ngoài kế hoạch.", year=year)
                reader.fail(f"deadlines.{deadline.id}.years", words, f'id = "{deadline.id}"')


@lru_cache
def load(plan_id: str) -> Plan | None:
    """The plan that ships under this id; ``None`` for a commune without one (the id "")."""
    return next((parse_plan(text, f"{name}.toml") for name, text in files.texts("plans") if name == plan_id), None)


@lru_cache(maxsize=1)
def load_all() -> tuple[Plan, ...]:
    """All plans that ship with the program."""
    return tuple(parse_plan(text, f"{name}.toml") for name, text in files.texts("plans"))
