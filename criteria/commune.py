"""The commune's own "Cộng đồng học tập": indicators that are met or not, and what they come to. No points.

Not to be confused with the village's title of the same name (:class:`criteria.model.CriteriaSet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from criteria import files
from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from criteria.score import Share, Verdict
from locales.text import Message, T

STANDARD = "tt25-2023"  # the circular in force
LEVELS = (1, 2)
NO_COVERAGE: Mapping[str, int] = MappingProxyType({})


class How(StrEnum):
    """How an indicator gets its answer."""

    ENTERED = "entered"  # by the responsible unit, with evidence
    COMPUTED = "computed"  # from confirmed declarations


class State(StrEnum):
    """What is known of an indicator at a level."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who supplies an indicator, and where that is written."""

    name: Message
    source: Source


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that a computed indicator asks for; ``level_2`` is ``None`` until somebody has found it.

    ``measured`` names the share, as :class:`criteria.plan.Measured` does.
    """

    measured: str
    name: Message
    level_1: int
    level_2: int | None
    source: Source

    def at(self, level: int) -> int | None:
        """The percentage that a level asks for."""
        return self.level_1 if level == 1 else self.level_2

    def missing(self, share: Share, level: int = 1) -> int | None:
        """How many more people the level needs; ``None`` where its threshold or the whole is not known."""
        percent = self.at(level)
        return None if percent is None or not share.whole else people_missing(share, percent)


def people_missing(share: Share, percent: int, *, strict: bool = False) -> int:
    """How many more of the whole must count for the part to be at least so many percent, or more; exact."""
    needed = percent * share.whole // 100 + 1 if strict else -(-percent * share.whole // 100)
    return max(0, min(needed, share.whole) - share.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: as the law words it, a short label, who supplies it, what it should rest on."""

    id: str
    name: Message
    label: Message
    origin: How
    lead: Responsible
    support: Responsible
    evidence: Message
    thresholds: tuple[Threshold, ...]
    source: Source

    @property
    def is_computed(self) -> bool:
        """Whether it follows from declarations; nobody enters it then."""
        return self.origin is How.COMPUTED

    def key(self, level: int = 1) -> str:
        """Under which what was entered is looked up."""
        return self.id if level == 1 else f"{self.id}@{level}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A group of indicators."""

    id: str
    name: Message
    label: Message
    indicators: tuple[Indicator, ...]
    source: Source


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standard:
    """The whole circular. ``level_2_open`` says what is missing for level 2, as long as something is."""

    id: str
    version: int
    name: Message
    issuer: Message
    number: str
    issued_on: date
    valid_from: date
    source: Source
    criteria: tuple[Criterion, ...]
    level_2_open: Message | None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in order."""
        return tuple(indicator for criterion in self.criteria for indicator in criterion.indicators)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id. Raises ``KeyError`` for an unknown one."""
        return {each.id: each for each in self.indicators}[indicator_id]


@dataclass(frozen=True, slots=True)
class CommuneResult:
    """What is known of each indicator, by level, and the verdict on each level."""

    states: Mapping[int, Mapping[str, State]]
    verdicts: Mapping[int, Verdict]

    def state(self, indicator_id: str, level: int = 1) -> State:
        """What is known of an indicator."""
        return self.states[level][indicator_id]

    def of_state(self, state: State, level: int = 1) -> tuple[str, ...]:
        """The indicators of which this is known."""
        return tuple(key for key, found in self.states[level].items() if found is state)

    @property
    def level(self) -> int:
        """The highest level that is reached; 0 for none."""
        return max((level for level, verdict in self.verdicts.items() if verdict is Verdict.REACHED), default=0)


def evaluate(
    standard: Standard,
    entered: Mapping[str, bool | None],
    shares: Mapping[str, Share | None],
    known: Mapping[str, int] = NO_COVERAGE,
) -> CommuneResult:
    """What was entered and counted, as a result by level. Pure and total.

    A level is reached only when all its indicators are met, not reached when one is not, else undecided. Level 2
    stays undecided while its thresholds are open.

    Args:
        standard: the circular.
        entered: by indicator; one that is missing was not entered.
        shares: by what is measured; ``None`` without a roster.
        known: of how many people of the whole the answer is known. Those who were not asked yet may still count,
            so that too low a share says "not met" only once the others could not lift it. Without a number
            everybody is known.
    """
    states = {
        level: {each.id: _state(each, level, entered, shares, known) for each in standard.indicators}
        for level in LEVELS
    }
    verdicts = {level: _verdict(states[level].values()) for level in LEVELS}
    if standard.level_2_open is not None:
        states[2] = dict.fromkeys(states[2], State.UNKNOWN)
        verdicts[2] = Verdict.UNDECIDED
    return CommuneResult(states, verdicts)


def _state(
    indicator: Indicator,
    level: int,
    entered: Mapping[str, bool | None],
    shares: Mapping[str, Share | None],
    known: Mapping[str, int],
) -> State:
    if indicator.is_computed:
        return _all(threshold_state(each, level, shares, known) for each in indicator.thresholds)
    met = entered.get(indicator.key(level))
    return State.UNKNOWN if met is None else State.MET if met else State.NOT_MET


def threshold_state(
    threshold: Threshold, level: int, shares: Mapping[str, Share | None], known: Mapping[str, int] = NO_COVERAGE
) -> State:
    """Whether a share meets the threshold of a level, as far as it is known."""
    share, percent = shares.get(threshold.measured), threshold.at(level)
    if share is None or share.whole == 0 or percent is None:
        return State.UNKNOWN
    if share.meets(percent):
        return State.MET
    unasked = max(0, share.whole - known.get(threshold.measured, share.whole))
    could_be = Share(min(share.whole, share.part + unasked), share.whole)
    return State.UNKNOWN if could_be.meets(percent) else State.NOT_MET


def _all(states: Iterable[State]) -> State:
    """Met if all are, not met if one is not, else unknown."""
    found = set(states)
    if State.NOT_MET in found:
        return State.NOT_MET
    return State.UNKNOWN if State.UNKNOWN in found or not found else State.MET


_VERDICTS = {State.MET: Verdict.REACHED, State.NOT_MET: Verdict.NOT_REACHED, State.UNKNOWN: Verdict.UNDECIDED}


def _verdict(states: Iterable[State]) -> Verdict:
    return _VERDICTS[_all(states)]


TOP_KEYS = "id version name issuer number date valid_from source verified level_2 criteria"
CRITERION_KEYS = "id name label source verified indicators"
INDICATOR_KEYS = "id name label origin evidence source verified lead support thresholds"
THRESHOLD_KEYS = "measured name level_1 level_2 source verified"
RESPONSIBLE_KEYS = "name source verified"


def parse_standard(text: str, name: str) -> Standard:
    """The circular that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data = toml(text, name)
    reader = Reader(text)
    reader.only(data, TOP_KEYS, "")
    criteria = tuple(_criterion(reader, each, n) for n, each in enumerate(reader.tables(data, "criteria", ""), 1))
    level_2 = data.get("level_2")
    standard = Standard(
        id=reader.get(data, "id", str, "", ""),
        version=reader.get(data, "version", int, "", 0),
        name=reader.words(data, "name", ""),
        issuer=reader.words(data, "issuer", ""),
        number=reader.get(data, "number", str, "", ""),
        issued_on=reader.get(data, "date", date, "", date.min),
        valid_from=reader.get(data, "valid_from", date, "", date.min),
        source=reader.source(data, ""),
        criteria=criteria,
        level_2_open=reader.words(level_2, "open_point", "level_2.") if isinstance(level_2, dict) else None,
    )
    ids = [*(each.id for each in criteria), *(each.id for each in standard.indicators)]
    reader.unique(ids, "criteria")
    _check_level_2(reader, standard)
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return standard


def _criterion(reader: Reader, data: Mapping[str, Any], number: int) -> Criterion:
    path = f"criteria.{data.get('id', '?')}."
    reader.only(data, CRITERION_KEYS, path)
    key = reader.get(data, "id", str, path, "")
    _check_number(reader, key, str(number))
    return Criterion(
        key,
        reader.words(data, "name", path),
        reader.words(data, "label", path),
        tuple(
            _indicator(reader, each, f"{key}.{n}") for n, each in enumerate(reader.tables(data, "indicators", path), 1)
        ),
        reader.source(data, path),
    )


def _check_number(reader: Reader, found: str, expected: str) -> None:
    """Numbers go up by one: a gap means that something was left out."""
    if found and found != expected:
        reader.fail(
            f"criteria.{found}", T("Số thứ tự {found} phải là {expected}.", found=found, expected=expected),
            needle=f'id = "{found}"',
        )  # fmt: skip


def _indicator(reader: Reader, data: Mapping[str, Any], number: str) -> Indicator:
    path = f"indicators.{data.get('id', '?')}."
    reader.only(data, INDICATOR_KEYS, path)
    key = reader.get(data, "id", str, path, "")
    _check_number(reader, key, number)
    origin = reader.get(data, "origin", str, path, "entered")
    if origin not in set(How):
        reader.fail(f"{path}origin", T("Không có nguồn số liệu {origin}.", origin=origin), f'origin = "{origin}"')
        origin = "entered"
    thresholds = tuple(_threshold(reader, each, path) for each in reader.optional_tables(data, "thresholds"))
    if (origin == How.COMPUTED) != bool(thresholds):
        reader.fail(
            f"{path}thresholds", T("Chỉ tiêu {id} tự tính thì cần ngưỡng, nhập tay thì không.", id=key),
            needle=f'id = "{key}"',
        )  # fmt: skip
    return Indicator(
        id=key,
        name=reader.words(data, "name", path),
        label=reader.words(data, "label", path),
        origin=How(origin),
        lead=_responsible(reader, data, "lead", path),
        support=_responsible(reader, data, "support", path),
        evidence=reader.words(data, "evidence", path),
        thresholds=thresholds,
        source=reader.source(data, path),
    )


def _responsible(reader: Reader, data: Mapping[str, Any], key: str, path: str) -> Responsible:
    table = reader.get(data, key, dict, path, {"name": "", "source": "", "verified": False})
    reader.only(table, RESPONSIBLE_KEYS, f"{path}{key}.")
    return Responsible(reader.words(table, "name", f"{path}{key}."), reader.source(table, f"{path}{key}."))


def _threshold(reader: Reader, data: Mapping[str, Any], path: str) -> Threshold:
    at = f"{path}thresholds."
    reader.only(data, THRESHOLD_KEYS, at)
    level_1 = reader.get(data, "level_1", int, at, 0)
    level_2 = reader.get(data, "level_2", int, at, 0) if "level_2" in data else None
    for key, value in (("level_1", level_1), ("level_2", level_2)):
        if value is not None and not 0 <= value <= 100:
            reader.fail(f"{at}{key}", T("Ngưỡng phải từ 0 đến 100 %."), needle=f"{key} = {value}")
    return Threshold(
        reader.get(data, "measured", str, at, ""),
        reader.words(data, "name", at),
        level_1,
        level_2,
        reader.source(data, at),
    )


def _check_level_2(reader: Reader, standard: Standard) -> None:
    """Level 2 is either open as a whole or known for every share."""
    for indicator in standard.indicators:
        if standard.level_2_open is None and any(each.level_2 is None for each in indicator.thresholds):
            reader.fail(
                f"indicators.{indicator.id}.thresholds.level_2",
                T("Thiếu ngưỡng mức độ 2 của chỉ tiêu {id}.", id=indicator.id), needle=f'id = "{indicator.id}"',
            )  # fmt: skip


@lru_cache
def load(standard_id: str = STANDARD) -> Standard:
    """The standard that ships under this id. Raises ``KeyError`` if there is none."""
    return parse_standard(dict(files.texts("commune"))[standard_id], f"{standard_id}.toml")
