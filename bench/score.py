"""Scores a million declarations in one process, against a plain loop that only sums the points.

``python -m bench.score [--declarations 1000000] [--rounds 3]``
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Mapping
from statistics import median
from typing import Any

from criteria.model import CriteriaSet, IndicatorKind
from criteria.parse import default, load
from criteria.score import score

DIFFERENT = 1000  # declarations that are scored again and again


def _answers(criteria: CriteriaSet, dice: random.Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for indicator in criteria.indicators:
        ids = [choice.id for choice in indicator.choices]
        if indicator.kind is IndicatorKind.CHOICES:
            some = [each for each in ids if each != indicator.alone]
            answers[indicator.id] = dice.sample(some, dice.randint(1, len(some)))
        else:
            answers[indicator.id] = dice.choice(ids)
    return answers


def _points(criteria: CriteriaSet) -> dict[str, dict[str, int]]:
    """Points by indicator and level, for the plain loop."""
    return {each.id: {level.id: level.points or 0 for level in each.levels} for each in criteria.indicators}


def _plain(points: Mapping[str, Mapping[str, int]], declarations: list[dict[str, Any]], times: int) -> int:
    total = 0
    for _ in range(times):
        for answers in declarations:
            for key, value in answers.items():
                total += points[key][value if isinstance(value, str) else str(min(len(value), 3))]
    return total


def _scored(criteria: CriteriaSet, declarations: list[dict[str, Any]], times: int) -> int:
    total = 0
    for _ in range(times):
        for answers in declarations:
            total += score(criteria, answers).total or 0
    return total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--declarations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    criteria = load(default("citizen"))
    dice = random.Random(324)  # noqa: S311 (the same answers each time)
    declarations = [_answers(criteria, dice) for _ in range(DIFFERENT)]
    points, times = _points(criteria), max(given.declarations // DIFFERENT, 1)
    ratios, rates = [], []
    for n in range(given.rounds):
        begun = time.perf_counter()
        expected = _plain(points, declarations, times)
        plain = time.perf_counter() - begun
        begun = time.perf_counter()
        assert _scored(criteria, declarations, times) == expected  # the same points, or the race means nothing
        ours = time.perf_counter() - begun
        ratios.append(ours / plain)
        rates.append(times * DIFFERENT / ours)
        sys.stdout.write(
            f"round {n + 1}: {times * DIFFERENT:,} declarations, scored {rates[-1]:,.0f}/s,"
            f" summed {times * DIFFERENT / plain:,.0f}/s, ratio {ratios[-1]:.1f}\n"
        )
    sys.stdout.write(f"median: {median(rates):,.0f} declarations/s, {median(ratios):.1f} times the plain loop\n")


if __name__ == "__main__":
    main()
