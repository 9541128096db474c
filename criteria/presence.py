"""Who has left the roster or lives elsewhere, and what that makes of the year's denominators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from locales.text import T, Words


class Left(StrEnum):
    """Why somebody is on the roster no more."""

    MOVED = "moved"
    DIED = "died"
    OTHER = "other"


LEFT_NAMES: Mapping[Left, Words] = {
    Left.MOVED: T("đã chuyển đi"),
    Left.DIED: T("đã mất"),
    Left.OTHER: T("đã ra khỏi danh sách"),
}


class Away(StrEnum):
    """Where somebody of the roster is instead, or why they cannot take part. No reason of health is kept."""

    WORK = "work"
    STUDY = "study"
    ARMY = "army"
    ABROAD = "abroad"
    TEMPORARY = "temporary"
    UNABLE = "unable"


AWAY_NAMES: Mapping[Away, Words] = {
    Away.WORK: T("đi làm ăn xa"),
    Away.STUDY: T("đi học xa"),
    Away.ARMY: T("tại ngũ"),
    Away.ABROAD: T("ra nước ngoài"),
    Away.TEMPORARY: T("tạm trú"),
    Away.UNABLE: T("không đủ khả năng tham gia"),
}


def last_day(year: int) -> date:
    """The day on which a year's denominators are read."""
    return date(year, 12, 31)


def is_of_year(
    year: int,
    leaves_out: Collection[Away],
    *,
    left_on: date | None,
    away: Away | None,
    away_from: date | None,
    away_to: date | None,
) -> bool:
    """Whether somebody of the roster belongs to a year's denominators.

    Who left in that year or before does not; nor who is elsewhere on its last day for a reason that the commune leaves
    out. Its twin in SQL: :func:`storage.people.is_of_year`.

    Args:
        year: the year of the cycle.
        leaves_out: the reasons that the commune has chosen for that year; by default none.
        left_on: the day on which they left the roster.
        away: the reason why they are elsewhere.
        away_from: its first day, where it is known.
        away_to: its last day, where it is known.
    """
    day = last_day(year)
    if left_on is not None and left_on <= day:
        return False
    is_away = away is not None and (away_from is None or away_from <= day) and (away_to is None or away_to >= day)
    return not (is_away and away in leaves_out)
