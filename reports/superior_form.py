"""A superior's form, filled: figures into its blanks, everything else left as it was."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from locales.format import day_of
from locales.text import T, Words
from reports.year_figures import PlaceFigures, YearFigures

Value: TypeAlias = str | int | float | date | None
WHOLE, REGISTERED, REACHED = "whole", "registered", "reached"
REGISTERED_SHARE, REACHED_SHARE, OF_REGISTERED = "registered-share", "reached-share", "reached-of-registered"
MEASURES: Mapping[str, Words] = {
    WHOLE: T("Tổng số"),
    REGISTERED: T("Đăng ký"),
    REGISTERED_SHARE: T("Tỉ lệ đăng ký"),
    REACHED: T("Đạt"),
    REACHED_SHARE: T("Tỉ lệ đạt / tổng số"),
    OF_REGISTERED: T("Tỉ lệ đạt / đăng ký"),
}
SHARES = frozenset({REGISTERED_SHARE, REACHED_SHARE, OF_REGISTERED})
COMMUNE, YEAR, DAY = "commune", "year", "day"
ALONE: Mapping[str, Words] = {
    COMMUNE: T("Tên {commune_label}"),
    YEAR: T("Năm đánh giá"),
    DAY: T("Ngày tính số liệu"),
}


def value_of(figures: YearFigures, titles: tuple[str, ...], figure: str, place: str) -> Value:
    """One figure.

    Args:
        figures: the year.
        titles: ids of its titles, in their order.
        figure: "citizen.reached", "year".
        place: a village's full name; empty: the whole commune.

    Returns:
        A count, a share from 0 to 1, a text or a day; ``None`` where there is none to tell.
    """
    alone: dict[str, Value] = {COMMUNE: figures.commune, YEAR: figures.year, DAY: day_of(figures.as_of)}
    if figure in alone:
        return alone[figure]
    title, _, measure = figure.partition(".")
    if title not in titles or measure not in MEASURES:
        return None
    told = figures.titles[titles.index(title)]
    line = next((each for each in told.lines if each.place == place), None) if place else told.total
    return None if line is None or not line.whole else _of(line, measure)


def _of(line: PlaceFigures, measure: str) -> Value:
    return {
        WHOLE: line.whole,
        REGISTERED: line.registered,
        REACHED: line.reached,
        REGISTERED_SHARE: line.registered_share,
        REACHED_SHARE: line.reached_share,
        OF_REGISTERED: line.reached_of_registered,
    }[measure]


def filled(content: bytes, values: Mapping[tuple[str, str], tuple[Value, bool]]) -> bytes:
    """A copy of the form with values in its cells.

    ``values``: by sheet and cell, each with whether it is a share; where the cell is not formatted as per cent, a share
    is written as so many of a hundred, as the forms' headings "(%)" have it. Formulas, styles, widths and merged cells
    stay; a text is never written as a formula.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, at), (value, is_share) in values.items():
        cell = book[sheet][at]
        of_hundred = is_share and isinstance(value, float) and "%" not in cell.number_format
        cell.value = round(value * 100, 2) if of_hundred and isinstance(value, float) else value
        if isinstance(value, str):
            cell.data_type = "s"
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
