"""From the text of a data file to a criteria set, or to a list of everything that is wrong with it, by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from criteria import files
from criteria.activity import ActivityKind
from criteria.model import (
    CITIZEN,
    CLAN,
    FAMILY,
    UNIT,
    VILLAGE,
    ChoiceOption,
    Competence,
    CriteriaSet,
    DiaryHint,
    Facts,
    Figure,
    Group,
    Indicator,
    IndicatorKind,
    Level,
    Occupation,
    Rule,
    RuleKind,
    Setting,
    ShareOf,
    Source,
    SubjectKind,
)
from criteria.words import KINDS
from locales.text import Message, T, Words

Wanted = TypeVar("Wanted")
Kind = TypeVar("Kind", bound=StrEnum)

# Keys whose text people read: the catalogues collect exactly these (criteria/texts.py).
SHOWN = frozenset({
    "name", "label", "short", "why", "question", "evidence", "advice", "issuer", "open_point", "reason", "place",
    "sender", "receiver", "when", "note", "unit",
})  # fmt: skip
GROUP_QUESTIONS = "question_for"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the line where it stands (if it can be told), its key, what to do."""

    line: int | None
    key: str
    text: Words


OUR_MARKS = re.compile(r"\s*\[(?:F\d+|seed \d+)(?:, *(?:F|seed )?\d+)*\]")  # of docs/criteria-sources.md: "[F4, F5]"


class CriteriaError(Exception):
    """A data file that cannot be used; ``problems`` names all that was found."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(f"{name}: " + "; ".join(f"line {p.line}, {p.key}" for p in problems))
        self.problems = problems


@dataclass(slots=True)
class Reader:
    """Reads values out of parsed TOML, noting problems instead of stopping at the first."""

    text: str
    problems: list[Problem] = field(default_factory=list)

    def fail(self, key: str, words: Words, needle: str | None = None) -> None:
        """Note a problem; ``needle`` is what to look for to find its line."""
        self.problems.append(Problem(self._line(needle or key.rpartition(".")[2]), key, words))

    def _line(self, needle: str) -> int | None:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if needle in line:
                return number
        return None

    def get(self, data: Mapping[str, Any], key: str, kind: type[Wanted], path: str, default: Wanted) -> Wanted:
        """A value that must be there and of this type; ``default`` stands in after noting the problem."""
        value = data.get(key)
        at = f"{path}{key}"
        if value is None:
            self.fail(at, T("Thiếu mục {key}.", key=at), needle=_anchor(data) or key)
        elif not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            self.fail(at, T("Mục {key} sai kiểu giá trị.", key=at), needle=f"{key} = ")
        else:
            return value
        return default

    def words(self, data: Mapping[str, Any], key: str, path: str) -> Message:
        """A text people read."""
        return Message(self.get(data, key, str, path, "").strip())

    def also(self, data: Mapping[str, Any], path: str) -> tuple[str, ...]:
        """Other words that people have for a label: read, and shown nowhere."""
        found = data.get("also", [])
        words = [each for each in found if isinstance(each, str) and each.strip()] if isinstance(found, list) else []
        for kind in {token[1:] for each in words for token in each.split() if token.startswith("~")} - KINDS.keys():
            self.fail(f"{path}also", T("Không có loại từ tên {name}.", name=kind), f"~{kind}")
        if not isinstance(found, list) or len(words) < len(found):
            needle = f'"{words[0]}"' if words else "also = "
            self.fail(f"{path}also", T("Mục {key} chỉ gồm những chữ trong ngoặc kép.", key=f"{path}also"), needle)
        return tuple(each.strip() for each in words)

    def source(self, data: Mapping[str, Any], path: str) -> Source:
        """Where values come from; nothing of the law goes without. The marks of our own research stay in the file."""
        said = self.get(data, "source", str, path, "")
        marks = tuple(each.strip(" []") for each in OUR_MARKS.findall(said))
        return Source(OUR_MARKS.sub("", said), self.get(data, "verified", bool, path, default=False), marks)

    def figure(self, data: Mapping[str, Any], key: str, path: str) -> Figure:
        """A number with its source."""
        table = self.get(data, key, dict, path, {"value": 0, "source": "", "verified": False})
        at = f"{path}{key}."
        return Figure(self.get(table, "value", int, at, 0), self.source(table, at))

    def tables(self, data: Mapping[str, Any], key: str, path: str) -> list[dict[str, Any]]:
        """A list of tables."""
        found = self.get(data, key, list, path, [])
        return [each for each in found if isinstance(each, dict)]

    def only(self, data: Mapping[str, Any], known: str, path: str) -> None:
        """Nothing but these keys: a misspelt one would be passed over in silence."""
        for key in data.keys() - set(known.split()):
            self.fail(
                f"{path}{key}", T("Không có mục tên {key}.", key=f"{path}{key}"), needle=_key_needle(key, data[key])
            )

    def optional_tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        """A list of tables that may be missing."""
        return self.tables(data, key, "") if key in data else []

    def unique(self, ids: list[str], what: str) -> None:
        """Ids must differ."""
        for each in sorted({i for i in ids if ids.count(i) > 1}):
            line = self._nth_line(f'id = "{each}"', 2)
            self.problems.append(Problem(line, what, T("Mã {id} bị lặp lại.", id=each)))

    def _nth_line(self, needle: str, nth: int) -> int | None:
        lines = [n for n, line in enumerate(self.text.splitlines(), start=1) if line.strip() == needle]
        return lines[nth - 1] if len(lines) >= nth else None


def _key_needle(key: str, value: object) -> str:
    is_table = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))
    return f"{key}]" if is_table else f"{key} = "


# What each table of a data file may say.
SET_KEYS = (
    "id version title subject name issuer number date valid_from valid_to source verified verified_by verified_on"
    " training total_max min_age rules groups occupations competences indicators"
)
RULE_KEYS = "id kind name value most indicators source verified"
INDICATOR_KEYS = (
    "id competence name question question_for kind alone checkable evidence advice active max points levels options"
    " only_with share_of counted_by most diary why source verified"
)
OCCUPATION_KEYS = "id label also group"
OPTION_KEYS = "id label short also"
LEVEL_KEYS = "id label short also over from points open_point at_least counts"
COUNTS = frozenset({"trained", "degree", "skilled", "literacy_1", "literacy_2"})  # what a fact can count as


def _anchor(data: Mapping[str, Any]) -> str | None:
    identity = data.get("id")
    return f'id = "{identity}"' if isinstance(identity, str) else None


def toml(text: str, name: str) -> dict[str, Any]:
    """The text as TOML.

    Raises:
        CriteriaError: it is none; the problem carries the line, also for a date that does not exist.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        raise CriteriaError(name, [Problem(line, "", T("Tệp không đọc được: {error}", error=str(error)))]) from error


def parse(text: str, name: str) -> CriteriaSet:
    """The criteria set that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data = toml(text, name)
    reader = Reader(text)
    reader.only(data, SET_KEYS, "")
    groups = tuple(
        Group(
            reader.get(g, "id", str, "groups.", ""),
            reader.words(g, "name", "groups."),
            reader.source(g, "groups."),
            frozenset(map(str, g.get("unlikely_among", ()))),
        )
        for g in reader.optional_tables(data, "groups")
    )
    occupations = tuple(_occupation(reader, o) for o in reader.optional_tables(data, "occupations"))
    competences = tuple(
        Competence(reader.get(c, "id", str, "competences.", ""), reader.words(c, "name", "competences."))
        for c in reader.tables(data, "competences", "")
    )
    indicators = tuple(_indicator(reader, i) for i in reader.tables(data, "indicators", ""))
    set_id, version = reader.get(data, "id", str, "", ""), reader.get(data, "version", int, "", 0)
    ends = data.get("valid_to")
    found = CriteriaSet(
        id=set_id,
        version=version,
        title=reader.get(data, "title", str, "", CITIZEN),
        subject=_one_of(reader, data, "subject", SubjectKind, "", SubjectKind.PERSON),
        name=reader.words(data, "name", ""),
        issuer=reader.words(data, "issuer", ""),
        number=reader.get(data, "number", str, "", ""),
        issued_on=reader.get(data, "date", date, "", date.min),
        valid_from=reader.get(data, "valid_from", date, "", date.min),
        valid_to=ends if isinstance(ends, date) else None,
        source=reader.source(data, ""),
        total_max=reader.figure(data, "total_max", "") if "total_max" in data else None,
        rules=tuple(_rule(reader, rule) for rule in reader.optional_tables(data, "rules")),
        min_age=reader.figure(data, "min_age", "") if "min_age" in data else None,
        groups=groups,
        occupations=occupations,
        competences=competences,
        all_indicators=indicators,
        edition=f"{set_id} v{version}",
        training=bool(data.get("training", False)),
        verified_by=str(data.get("verified_by", "")),
        verified_on=data["verified_on"] if isinstance(data.get("verified_on"), date) else None,
        facts=shipped_facts() if data.get("title") == CITIZEN else None,
    )
    _check(reader, found)
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return found


def _one_of(reader: Reader, data: Mapping[str, Any], key: str, kinds: type[Kind], path: str, default: Kind) -> Kind:
    """A value that must be one of an enumeration's."""
    value = reader.get(data, key, str, path, default.value)
    if value not in set(kinds):
        known = ", ".join(each.value for each in kinds)
        reader.fail(
            f"{path}{key}",
            T("{key} phải là một trong: {known}.", key=f"{path}{key}", known=known),
            needle=f'{key} = "{value}"',
        )
        return default
    return kinds(value)


def _occupation(reader: Reader, data: Mapping[str, Any]) -> Occupation:
    path = "occupations."
    reader.only(data, OCCUPATION_KEYS, path)
    return Occupation(
        reader.get(data, "id", str, path, ""),
        reader.words(data, "label", path),
        reader.get(data, "group", str, path, ""),
        reader.also(data, path),
    )


def _option(reader: Reader, data: Mapping[str, Any], path: str) -> ChoiceOption:
    reader.only(data, OPTION_KEYS, path)
    return ChoiceOption(
        id=reader.get(data, "id", str, path, ""),
        label=reader.words(data, "label", path),
        also=reader.also(data, path),
        short=_short(reader, data, path),
    )


def _short(reader: Reader, data: Mapping[str, Any], path: str) -> Message | None:
    return reader.words(data, "short", path) if "short" in data else None


def _rule(reader: Reader, data: Mapping[str, Any]) -> Rule:
    """A rule; one without a value is open."""
    path = f"rules.{data.get('id', '?')}."
    reader.only(data, RULE_KEYS, path)
    value = data.get("value")
    if value is not None:
        value = reader.get(data, "value", int, path, 0)
    return Rule(
        id=reader.get(data, "id", str, path, ""),
        kind=_one_of(reader, data, "kind", RuleKind, path, RuleKind.TOTAL),
        name=reader.words(data, "name", path),
        value=value,
        most=reader.get(data, "most", int, path, 100) if "most" in data else 100,
        indicators=tuple(str(each) for each in data.get("indicators", ())),
        source=reader.source(data, path),
    )


def _indicator(reader: Reader, data: Mapping[str, Any], section: str = "indicators") -> Indicator:
    path = f"{section}.{data.get('id', '?')}."
    reader.only(data, INDICATOR_KEYS, path)
    kind = _one_of(reader, data, "kind", IndicatorKind, path, IndicatorKind.CHOICE)
    is_asked = kind is not IndicatorKind.COMPUTED
    has_levels = kind in {IndicatorKind.CHOICE, IndicatorKind.CHOICES}
    of_points = section == "indicators" and has_levels
    questions = data.get(GROUP_QUESTIONS, {})
    return Indicator(
        id=reader.get(data, "id", str, path, ""),
        competence=reader.get(data, "competence", str, path, "") if section == "indicators" else "",
        name=reader.words(data, "name", path),
        kind=kind,
        question=reader.words(data, "question", path) if is_asked else Message(""),
        question_for={group: Message(text) for group, text in questions.items() if isinstance(text, str)},
        levels=tuple(_level(reader, level, path) for level in reader.tables(data, "levels", path))
        if of_points or "levels" in data
        else (),
        options=tuple(_option(reader, o, f"{path}options.") for o in data.get("options", [])),
        alone=data.get("alone"),
        max=reader.figure(data, "max", path) if "max" in data else None,
        checkable=reader.get(data, "checkable", bool, path, default=False) if is_asked else False,
        evidence=reader.words(data, "evidence", path) if of_points else Message(""),
        advice=reader.words(data, "advice", path) if section == "indicators" and not _is_count(kind) else Message(""),
        active=bool(data.get("active", True)),
        points_source=reader.source(reader.get(data, "points", dict, path, _NO_SOURCE), f"{path}points.")
        if of_points
        else reader.source(data, path),
        only_with=tuple(str(each) for each in data.get("only_with", ())),
        share_of=_one_of(reader, data, "share_of", ShareOf, path, ShareOf.ADULTS) if not is_asked else None,
        counted_by=data.get("counted_by"),
        most=reader.get(data, "most", int, path, 1) if _is_count(kind) else 0,
        diary=_diary(reader, data["diary"], path) if isinstance(data.get("diary"), dict) else None,
        why=reader.words(data, "why", path) if "why" in data else None,
    )


_NO_SOURCE: dict[str, Any] = {"source": "", "verified": False}


def _is_count(kind: IndicatorKind) -> bool:
    return kind is IndicatorKind.COUNT


def _diary(reader: Reader, data: Mapping[str, Any], path: str) -> DiaryHint:
    steps = tuple(n for n in reader.get(data, "steps", list, f"{path}diary.", []) if isinstance(n, int))
    if list(steps) != sorted(set(steps)) or not steps:
        reader.fail(f"{path}diary.steps", T("Các bước phải là những số tăng dần."), needle="steps = ")
    for each in data.get("kinds", ()):
        if each not in set(ActivityKind):
            reader.fail(f"{path}diary.kinds", T("Không có loại việc học {kind}.", kind=str(each)), needle=f'"{each}"')
    return DiaryHint(
        frozenset(map(str, reader.get(data, "kinds", list, f"{path}diary.", []))),
        reader.get(data, "months", int, f"{path}diary.", 0),
        steps,
        data.get("due_from"),
    )


def _level(reader: Reader, data: Mapping[str, Any], path: str) -> Level:
    at = f"{path}levels."
    reader.only(data, LEVEL_KEYS, at)
    for each in data.get("counts", ()):
        if each not in COUNTS:
            reader.fail(f"{at}counts", T("Không có dữ kiện tên {name}.", name=str(each)), needle=f'"{each}"')
    open_point = data.get("open_point")
    return Level(
        id=reader.get(data, "id", str, at, ""),
        label=reader.words(data, "label", at),
        points=reader.get(data, "points", int, at, 0) if "points" in data else None,
        open_point=Message(open_point) if isinstance(open_point, str) else None,
        at_least=reader.get(data, "at_least", int, at, 0) if "at_least" in data else 0,
        counts=frozenset(map(str, data.get("counts", ()))),
        also=reader.also(data, at),
        start=reader.get(data, "from", int, at, 0) if "from" in data else None,
        short=_short(reader, data, at),
        over=tuple(map(str, reader.get(data, "over", list, at, []))) if "over" in data else (),
    )


def parse_facts(text: str, name: str) -> Facts:
    """The facts and their settings that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data = toml(text, name)
    reader = Reader(text)
    facts = Facts(
        tuple(_indicator(reader, each, "facts") for each in reader.tables(data, "facts", "")),
        tuple(
            Setting(
                reader.get(each, "id", str, "settings.", ""),
                reader.words(each, "name", "settings."),
                Figure(reader.get(each, "value", int, "settings.", 0), reader.source(each, "settings.")),
                reader.get(each, "least", int, "settings.", 0),
                reader.get(each, "most", int, "settings.", 0),
            )
            for each in reader.tables(data, "settings", "")
        ),
    )
    reader.unique([each.id for each in facts.questions], "facts")
    reader.unique([each.id for each in facts.settings], "settings")
    for setting in facts.settings:
        if not setting.least <= setting.figure.value <= setting.most:
            reader.fail(
                f"settings.{setting.id}",
                T("Số này phải từ {least} đến {most}.", least=setting.least, most=setting.most),
                needle=f'id = "{setting.id}"',
            )
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return facts


@lru_cache(maxsize=1)
def shipped_facts() -> Facts:
    """The facts that ship with the program."""
    return parse_facts(files.text_of("facts.toml"), "facts.toml")


def _check(reader: Reader, found: CriteriaSet) -> None:
    """What must hold between the parts."""
    if not re.fullmatch(r"[a-z][a-z_]{0,15}", found.title):
        words = T("Mã danh hiệu chỉ gồm chữ thường không dấu, nhiều nhất 16 chữ.")
        reader.fail("title", words, needle="title = ")
    reader.unique([group.id for group in found.groups], "groups")
    reader.unique([occupation.id for occupation in found.occupations], "occupations")
    reader.unique([indicator.id for indicator in found.all_indicators], "indicators")
    groups = {group.id for group in found.groups}
    for other in sorted({other for group in found.groups for other in group.unlikely_among} - groups):
        reader.fail("groups.unlikely_among", T("Không có nhóm {group}.", group=other), needle=f'"{other}"')
    for occupation in found.occupations:
        if occupation.group not in groups:
            reader.fail(
                f"occupations.{occupation.id}.group",
                T("Không có nhóm {group}.", group=occupation.group),
                needle=f'group = "{occupation.group}"',
            )
    for indicator in found.all_indicators:
        _check_indicator(reader, found, indicator)
    for rule in found.rules:
        _check_rule(reader, found, rule)
    reader.unique([rule.id for rule in found.rules], "rules")
    maxima = [None if each.max is None else each.max.value for each in found.indicators if not _is_count(each.kind)]
    known = [each for each in maxima if each is not None]
    if found.total_max is not None and (
        sum(known) > found.total_max.value or (len(known) == len(maxima) and sum(known) != found.total_max.value)
    ):
        reader.fail(
            "total_max",
            T("Tổng điểm tối đa các chỉ số là {sum}, không phải {total}.", sum=sum(known), total=found.total_max.value),
            needle="[total_max]",
        )
    if found.valid_to is not None and found.valid_to < found.valid_from:
        reader.fail("valid_to", T("Ngày hết hiệu lực sớm hơn ngày có hiệu lực."))


def _check_rule(reader: Reader, found: CriteriaSet, rule: Rule) -> None:
    path, needle = f"rules.{rule.id}", f'id = "{rule.id}"'
    known = {each.id: each for each in found.all_indicators}
    for each in rule.indicators:
        if each not in known:
            reader.fail(f"{path}.indicators", T("Không có chỉ số {id}.", id=each), needle=needle)
    if rule.value is not None and not 0 <= rule.value <= rule.most:
        reader.fail(f"{path}.value", T("Số này phải từ {least} đến {most}.", least=0, most=rule.most), needle=needle)
    if rule.kind in {RuleKind.SHARE, RuleKind.CONDITIONS, RuleKind.NONE} and not rule.indicators:
        reader.fail(f"{path}.indicators", T("Thiếu mục {key}.", key=f"{path}.indicators"), needle=needle)
    if rule.kind is RuleKind.SHARE and any(known[i].is_asked for i in rule.indicators if i in known):
        reader.fail(f"{path}.indicators", T("Quy định về tỉ lệ cần chỉ số tự tính."), needle=needle)


def _check_indicator(reader: Reader, found: CriteriaSet, indicator: Indicator) -> None:
    path, needle = f"indicators.{indicator.id}", f'id = "{indicator.id}"'
    if indicator.competence not in {competence.id for competence in found.competences}:
        reader.fail(
            f"{path}.competence",
            T("Không có năng lực {competence}.", competence=indicator.competence),
            needle=f'competence = "{indicator.competence}"',
        )
    for group in indicator.question_for.keys() - {group.id for group in found.groups}:
        reader.fail(f"{path}.question_for", T("Không có nhóm {group}.", group=group), needle=f"{group} = ")
    if indicator.diary is not None and indicator.diary.due_from not in {
        None,
        *(level.id for level in indicator.levels),
    }:
        reader.fail(
            f"{path}.diary.due_from",
            T("Không có mức {level}.", level=indicator.diary.due_from or ""),
            needle="due_from = ",
        )
    counts = {each.id for each in found.all_indicators if _is_count(each.kind)}
    for each in (*indicator.only_with, *((indicator.counted_by,) if indicator.counted_by else ())):
        if each not in counts:
            reader.fail(f"{path}.only_with", T("Không có câu đếm {id}.", id=each), needle=needle)
    if indicator.levels or indicator.kind in {IndicatorKind.CHOICE, IndicatorKind.CHOICES}:
        _check_levels(reader, indicator, path, needle)
    at_least = [level.at_least for level in indicator.levels]
    if at_least != sorted(at_least) or any(not 0 <= each <= 100 for each in at_least):
        reader.fail(
            f"{path}.levels", T("Tỉ lệ của {id} phải tăng theo mức, từ 0 đến 100.", id=indicator.id), needle=needle
        )
    if indicator.kind is IndicatorKind.CHOICES and (
        len(indicator.options) < 2
        or (indicator.alone is not None and indicator.alone not in {o.id for o in indicator.options})
    ):
        reader.fail(f"{path}.options", T("Các lựa chọn của {id} chưa đủ.", id=indicator.id), needle=needle)


def _check_levels(reader: Reader, indicator: Indicator, path: str, needle: str) -> None:
    ids = [level.id for level in indicator.levels]
    if len(ids) != len(set(ids)):
        reader.fail(f"{path}.levels", T("Mức bị lặp lại ở {id}.", id=indicator.id), needle=needle)
    ordinal = [level for level in indicator.levels if level.id.isdigit()]
    if [level.id for level in ordinal] != [str(n) for n in range(len(ordinal))] or len(ordinal) < 2:
        reader.fail(
            f"{path}.levels", T("Các mức của {id} phải là 0, 1, 2 … không thiếu.", id=indicator.id), needle=needle
        )
    points = [level.points for level in ordinal if level.points is not None]
    if points != sorted(points):
        reader.fail(f"{path}.levels", T("Điểm của {id} phải tăng theo mức.", id=indicator.id), needle=needle)
    if points and len(points) != len(ordinal):
        reader.fail(f"{path}.levels", T("Có mức của {id} còn thiếu điểm.", id=indicator.id), needle=needle)
    most = 0 if indicator.max is None else indicator.max.value
    if any(level.points is not None and not 0 <= level.points <= most for level in indicator.levels):
        reader.fail(f"{path}.levels", T("Điểm của {id} phải từ 0 đến {max}.", id=indicator.id, max=most), needle=needle)


@lru_cache
def load(set_id: str) -> CriteriaSet:
    """The set that ships under this id. Raises ``KeyError`` if there is none."""
    return parse(dict(files.texts("titles"))[set_id], f"{set_id}.toml")


def load_all() -> tuple[CriteriaSet, ...]:
    """All sets that ship with the program."""
    return tuple(load(set_id) for set_id, _ in files.texts("titles"))


_FIRST = (CITIZEN, FAMILY, CLAN, VILLAGE, UNIT)


@lru_cache
def titles(kind: SubjectKind | None = None) -> tuple[str, ...]:
    """All titles of the data files, or those held by one kind of subject; the well-known ones first."""
    found = {each.title for each in load_all() if not each.training and kind in {None, each.subject}}
    return tuple(sorted(found, key=lambda title: (_FIRST.index(title) if title in _FIRST else len(_FIRST), title)))


@lru_cache
def default(title: str) -> str:
    """The id of the newest set for a title that ships and is no training set. Raises ``KeyError`` without one."""
    fit = [each for each in load_all() if each.title == title and not each.training]
    if not fit:
        raise KeyError(title)
    return max(fit, key=lambda each: (each.valid_from, each.version)).id


def title_name(title: str) -> Message:
    """A title as people call it."""
    return load(default(title)).name
