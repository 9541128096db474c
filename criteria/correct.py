"""An officer's corrections of a set's numbers, made with the paper in hand and recorded with the cycle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from criteria.model import CriteriaSet, Figure, Source
from locales.text import T, Words

TYPED = Source("Cán bộ xã nhập khi chốt bộ tiêu chí", verified=True)


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
        corrections: "pass.total", "pass.each_at_least", "min_age" with a whole number, "points.<indicator>"
            with one whole number for each level in the file's order.

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


def _apply(criteria: CriteriaSet, key: str, value: object) -> CriteriaSet:
    match key.split("."):
        case ["min_age"]:
            return replace(criteria, min_age=_figure(key, value, 15, 100))
        case ["pass", "total"] if criteria.pass_rule is not None:
            total = _figure(key, value, 1, criteria.total_max.value)
            return replace(criteria, pass_rule=replace(criteria.pass_rule, total=total))
        case ["pass", "each_at_least"] if criteria.pass_rule is not None:
            most = min(each.max.value for each in criteria.indicators)
            return replace(criteria, pass_rule=replace(criteria.pass_rule, each_at_least=_figure(key, value, 0, most)))
        case ["points", indicator_id]:
            return _points(criteria, key, indicator_id, value)
        case _:
            raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))


def _figure(key: str, value: object, least: int, most: int) -> Figure:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise CorrectionError(key, T("Số này phải từ {least} đến {most}.", least=least, most=most))
    return Figure(value, TYPED)


def _points(criteria: CriteriaSet, key: str, indicator_id: str, value: object) -> CriteriaSet:
    known = {each.id: each for each in criteria.indicators}
    if indicator_id not in known:
        raise CorrectionError(key, T("Không có con số nào tên {key}.", key=key))
    indicator = known[indicator_id]
    if not isinstance(value, list) or len(value) != len(indicator.levels):
        raise CorrectionError(key, T("Cần {n} số, mỗi mức một số.", n=len(indicator.levels)))
    points = [_figure(key, each, 0, indicator.max.value).value for each in value]
    ordinal = [n for level, n in zip(indicator.levels, points, strict=True) if level.id.isdigit()]
    if ordinal != sorted(ordinal):
        raise CorrectionError(key, T("Điểm phải tăng theo mức."))
    levels = tuple(replace(level, points=n) for level, n in zip(indicator.levels, points, strict=True))
    changed = replace(indicator, levels=levels, points_source=TYPED)
    return replace(
        criteria,
        all_indicators=tuple(changed if each.id == indicator_id else each for each in criteria.all_indicators),
    )
