"""Why two records may be one person: said wherever they are offered, never a reason to merge them unasked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from criteria.names import fold, match_key
from locales.text import T, Words


class Alike(StrEnum):
    """What two records have in common."""

    SAME = "same"
    SPELLING = "spelling"
    YEAR = "year"


ALIKE_NAMES: Mapping[Alike, Words] = {
    Alike.SAME: T("cùng họ tên, cùng năm sinh"),
    Alike.SPELLING: T("họ tên gần giống, cùng năm sinh"),
    Alike.YEAR: T("họ tên giống, năm sinh lệch 1 năm"),
}


def alike(name: str, year: int, other_name: str, other_year: int) -> Alike | None:
    """What two people have in common, by full name and birth year; ``None``: not enough to ask."""
    folded, other = fold(name), fold(other_name)
    if not year or not other_year or match_key(folded) != match_key(other) or abs(year - other_year) > 1:
        return None
    if year != other_year:
        return Alike.YEAR
    return Alike.SAME if folded == other else Alike.SPELLING
