"""An officer's corrections of a set's numbers, made with the paper in hand and recorded with the cycle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from criteria.model import CriteriaSet, Facts, Figure, Rule, RuleKind, Source
from locales.text import T, Words

TYPED = Source("Cán bộ nhập khi áp dụng bộ tiêu chí", verified=True)


class CorrectionError(Exception):
    """A correction that makes no sense; ``reason`` says why."""

    def __init__(self, key: str, reason: Words) -> None:
        super().__init__(key)
        self.key = key
        self.reason = reason


def correct(criteria: CriteriaSet, corrections: Mapping[str, object]) -> CriteriaSet:
    """The set with corrected numbers; its edition gets a mark that names exactly these corrections.

    Args:
        criteria: the set, which stays as it is.
        corrections: "rules.<rule>" with a whole number or "off", "min_age" and "facts.<setting>" with a whole number,
            "points.<indicator>" with one whole number for each level in the file's order.

    Raises:
        CorrectionError: an unknown key, or a number out of bounds.
    """
    if not corrections:
        return criteria
    corrected = criteria
    for key in sorted(corrections):
        corrected = _apply(corrected, key, corrections[key])
    digest = hashlib.sha256(json.dumps(dict(corrections), sort_keys=True).encode()).hexdigest()[:6]
    return replace(corrected, edition=f"{criteria.edition}+sửa-{digest}", corrected=tuple(sorted(corrections)))


OFF = "off"  # the rule is not applied


def _apply(criteria: CriteriaSet, key: str, value: object) -> CriteriaSet:
    match key.split("."):
        case ["min_age"] if criteria.min_age is not None:
            return replace(criteria, min_age=_figure(key, value, 15, 100))
        case ["rules", rule_id]:
            return _rule(criteria, key, rule_id, value)
        case ["facts", setting_id] if criteria.facts is not None:
            return _setting(criteria, criteria.facts, key, setting_id, value)
        case ["points", indicator_id]:
            return _points(criteria, key, indicator_id, value)
        case _:
            raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))


def _rule(criteria: CriteriaSet, key: str, rule_id: str, value: object) -> CriteriaSet:
    if rule_id not in {rule.id for rule in criteria.rules}:
        raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))

    def corrected(rule: Rule) -> Rule:
        if value == OFF:
            return replace(rule, value=None, off=True, source=TYPED)
        least = 1 if rule.kind is RuleKind.TOTAL else 0
        return replace(rule, value=_figure(key, value, least, _most(criteria, rule)).value, off=False, source=TYPED)

    return replace(criteria, rules=tuple(corrected(rule) if rule.id == rule_id else rule for rule in criteria.rules))


def _most(criteria: CriteriaSet, rule: Rule) -> int:
    """The highest value that a rule can ask for and that can still be met."""
    if rule.kind is RuleKind.EACH:
        return min((each.max.value for each in criteria.indicators if each.max is not None), default=rule.most)
    return rule.most


def _setting(criteria: CriteriaSet, facts: Facts, key: str, setting_id: str, value: object) -> CriteriaSet:
    if setting_id not in {setting.id for setting in facts.settings}:
        raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))
    settings = tuple(
        replace(each, figure=_figure(key, value, each.least, each.most)) if each.id == setting_id else each
        for each in facts.settings
    )
    return replace(criteria, facts=replace(facts, settings=settings))


def _figure(key: str, value: object, least: int, most: int) -> Figure:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise CorrectionError(key, T("Số này phải từ {least} đến {most}.", least=least, most=most))
    return Figure(value, TYPED)


def _points(criteria: CriteriaSet, key: str, indicator_id: str, value: object) -> CriteriaSet:
    known = {each.id: each for each in criteria.indicators}
    if indicator_id not in known:
        raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))
    indicator = known[indicator_id]
    if not isinstance(value, list) or not value or len(value) != len(indicator.levels):
        raise CorrectionError(key, T("Cần {n} số, mỗi mức một số.", n=len(indicator.levels)))
    most = indicator.max.value if indicator.max is not None else _left_over(criteria)
    points = [_figure(key, each, 0, most).value for each in value]
    ordinal = [n for level, n in zip(indicator.levels, points, strict=True) if level.id.isdigit()]
    if ordinal != sorted(ordinal):
        raise CorrectionError(key, T("Điểm phải tăng theo mức."))
    levels = tuple(replace(level, points=n) for level, n in zip(indicator.levels, points, strict=True))
    highest = indicator.max or Figure(max(points), TYPED)
    changed = replace(indicator, levels=levels, max=highest, points_source=TYPED)
    return replace(
        criteria,
        all_indicators=tuple(changed if each.id == indicator_id else each for each in criteria.all_indicators),
    )


def _left_over(criteria: CriteriaSet) -> int:
    """The most points that an indicator of unknown maximum can have."""
    known = sum(each.max.value for each in criteria.indicators if each.max is not None)
    return 100 if criteria.total_max is None else max(criteria.total_max.value - known, 0)
