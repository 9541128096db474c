"""A column is one thing: its header, its cells, their kind and its width all come from one entry of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Generic, TypeAlias, TypeVar

from locales.text import T, Words

Row = TypeVar("Row")

Cell: TypeAlias = str | int | float | date | datetime | Words | None
"""What a cell holds. A ``float`` is a share between 0 and 1; a ``datetime`` knows its zone."""

NOT_YET = T("chưa có")
"""Stands where a number cannot be given, such as a share without a whole: neither 0 % nor 100 %."""


class Format(Enum):
    """What kind of thing a column holds; a writer knows how its medium shows each kind."""

    ORDINAL = auto()  # the row's number, counted by the writer whatever the value is
    TEXT = auto()  # always text, even if it begins like a formula or looks like a number
    COUNT = auto()  # 1.234; nothing given: "chưa có"
    SHARE = auto()  # a share between 0 and 1, shown as 61,5 %; nothing given: "chưa có"
    YEAR = auto()  # 1968, never grouped
    DAY = auto()  # 23/11/2026
    MOMENT = auto()  # 23/11/2026 14:05, Viet Nam's time
    FACT = auto()  # of each cell's own kind, in a column of mixed facts


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a report.

    Attributes:
        title: the header.
        value: the cell of a row.
        format: what kind of thing the cells are.
        width: in characters of the body text.
        ratio: of a share: the columns of its part and its whole, counted from 0; a workbook then computes it.
    """

    title: Words
    value: Callable[[Row], Cell]
    format: Format
    width: int
    ratio: tuple[int, int] | None = None


def share(part: int, whole: int) -> float | None:
    """``part / whole``, at most 1; without a whole there is no share.

    Somebody who was counted as part and has left the whole since does not make it more than all of it.
    """
    return min(part, whole) / whole if whole else None


def kind_of(value: Cell) -> Format:
    """The kind of a single fact, for a column of mixed facts."""
    match value:
        case datetime():
            return Format.MOMENT
        case date():
            return Format.DAY
        case int():
            return Format.COUNT
        case float():
            return Format.SHARE
        case _:
            return Format.TEXT
