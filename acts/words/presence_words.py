"""How many are elsewhere in a year, and whether they are counted: the same words in the chat and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from criteria.presence import AWAY_CHOICES, Away
from locales.text import T, Words
from storage.cycles import Cycle


def elsewhere_lines(cycle: Cycle, found: Mapping[Away, int]) -> Iterator[Words]:
    """A line a reason: who is elsewhere on the year's last day, and whether the total has them."""
    for away, n in found.items():
        about = {"why": AWAY_CHOICES[away], "n": n}
        if away in cycle.leaves_out:
            yield T("{why}: {n} người, không tính vào tổng số", **about)
        else:
            yield T("{why}: {n} người, vẫn tính vào tổng số", **about)
