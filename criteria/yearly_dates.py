"""Days of the year that plans build on: the Tuần lễ, Ngày Sách, Ngày Khuyến học, Ngày hội Đại đoàn kết."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from criteria import files
from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from locales.text import Message, T

KEYS = "id name from to source verified"
NAME = "yearly_dates.toml"


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """A day, or some days, of every year; ``first`` and ``last`` are (month, day), the same for a single day."""

    id: str
    name: Message
    first: tuple[int, int]
    last: tuple[int, int]
    source: Source

    def in_year(self, year: int) -> tuple[date, date]:
        """Its first and last day in a year."""
        return date(year, *self.first), date(year, *self.last)


def parse_dates(text: str, name: str = NAME) -> tuple[YearlyDate, ...]:
    """The days that a data file's text describes, in its order.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data, reader = toml(text, name), Reader(text)
    reader.only(data, "dates", "")
    found = tuple(_date(reader, each) for each in reader.tables(data, "dates", ""))
    reader.unique([each.id for each in found], "dates")
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return found


def _date(reader: Reader, data: Mapping[str, Any]) -> YearlyDate:
    path = f"dates.{data.get('id', '?')}."
    reader.only(data, KEYS, path)
    first = _day(reader, data, "from", path)
    last = _day(reader, data, "to", path) if "to" in data else first
    if last < first:
        reader.fail(f"{path}to", T("Ngày cuối sớm hơn ngày đầu."), needle=f'id = "{data.get("id")}"')
    return YearlyDate(
        reader.get(data, "id", str, path, ""), reader.words(data, "name", path), first, last, reader.source(data, path)
    )


def _day(reader: Reader, data: Mapping[str, Any], key: str, path: str) -> tuple[int, int]:
    table = reader.get(data, key, dict, path, {"month": 1, "day": 1})
    month, day = (reader.get(table, part, int, f"{path}{key}.", 1) for part in ("month", "day"))
    try:
        date(2027, month, day)
    except ValueError:
        reader.fail(f"{path}{key}", T("Ngày {day}/{month} không có.", day=day, month=month), f'id = "{data.get("id")}"')
        return 1, 1
    return month, day


@lru_cache(maxsize=1)
def load() -> tuple[YearlyDate, ...]:
    """The days that ship with the program, in the order of the year."""
    return tuple(sorted(parse_dates(files.text_of(NAME)), key=lambda each: each.first))
