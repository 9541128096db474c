"""Counts that may be shown to everybody: places are taken together until no number tells on a few people.

Of a place it is said how many people there are and how many of them hold a title. Fewer than :data:`FEWEST` of either
kind, those who hold it and those who do not, would tell on them; so would the difference between a total and its parts.
So every row that is shown is safe by itself, the rows are disjoint, and their sum is the total: nothing can be taken
from anything to find what a row hides. No rule of law says how many are few; statistical offices use three to ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Of the ``whole`` of some places, ``reached`` hold a title. ``has_data``: anybody there took part yet."""

    places: tuple[int, ...]
    whole: int
    reached: int
    has_data: bool = True

    @property
    def is_safe(self) -> bool:
        """Whether neither those who hold it nor those who do not are so few that the row tells on them."""
        return _many(self.reached) and _many(self.whole - self.reached)


def _many(n: int) -> bool:
    return n <= 0 or n >= FEWEST


def together(counts: Sequence[PlaceCount]) -> tuple[PlaceCount, ...]:
    """The same places in rows that can be shown, in their order: the small ones in one row, at the end.

    Each is one of ``counts`` or some of them taken together. Empty: even all of them together tell on somebody.
    """
    safe = [each for each in counts if each.is_safe]
    hidden = [each for each in counts if not each.is_safe]
    while hidden and (len(hidden) == 1 or not _sum(hidden).is_safe):
        others = [each for each in safe if each.has_data] or safe
        if not others:
            break
        smallest = min(others, key=lambda each: (each.whole, each.places))
        safe.remove(smallest)
        hidden.append(smallest)
    if not hidden:
        return tuple(safe)
    one = _sum(hidden)
    if len(hidden) > 1 and one.is_safe:
        return (*safe, one)
    # One place alone, or all of them: there is nothing to hide it in.
    return ()


def _sum(counts: Sequence[PlaceCount]) -> PlaceCount:
    return PlaceCount(
        tuple(sorted(key for each in counts for key in each.places)),
        sum(each.whole for each in counts),
        sum(each.reached for each in counts),
        any(each.has_data for each in counts),
    )
