"""What a file holds, whatever kind of file it is: sheets of cells, with what one sees of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = Sequence[Value]

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_UNSEEN = re.compile(r"[\u0000-\u0008\u000e-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one: first and last row and column, counted from 0 within the sheet."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, or one table of a document.

    Attributes:
        name: as on its tab; made up for a table of a document.
        rows: from the sheet's first row on, so that ``rows[0]`` is row 1 of Excel; a row may be shorter than others.
            Never part of a repr: there may be anything in it.
        hidden: whether the whole sheet is hidden.
        hidden_rows: hidden or filtered away, counted from 0.
        hidden_columns: likewise.
        merges: cells shown as one.
        fonts: (row, column) to the font's name, for cells in a font of before Unicode only.
    """

    name: str
    rows: Sequence[Row] = field(repr=False)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: Sequence[Merge] = field(default=(), repr=False)
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file's sheets.

    Attributes:
        kind: what the file is: "xlsx", "xls", "xlsb", "ods", "odt", "csv", "docx", "pdf", "html".
        sees_hidden: whether hidden rows can be seen in this kind of file, or there can be none.
        sees_fonts: likewise for fonts.
    """

    kind: str
    sheets: Sequence[Sheet]
    sees_hidden: bool = True
    sees_fonts: bool = True


def shown(value: Value) -> str:
    """A cell's text about as it is shown: 1957.0 is "1957", a date is "12/03/1957"; letters composed."""
    if isinstance(value, str):
        if value.isascii() and "  " not in value and value.isprintable():
            return value.strip()
        return unicodedata.normalize("NFC", _SPACES.sub(" ", _UNSEEN.sub("", value))).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)


def column_letter(column: int) -> str:
    """The letters by which Excel calls a column counted from 0: 0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_NUMBERS = re.compile(r"\d(?:[ .\-]?\d){8,}")


def without_numbers(text: str) -> str:
    """The text without what may be an identity, telephone or account number: nine digits or more in a row."""
    return _NUMBERS.sub("…", text)
