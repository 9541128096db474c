"""Numbers and dates the reader's way. Times are shown in Viet Nam's time whatever the machine's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Seven hours before UTC since 1975, the whole year: no list of the world's zones is needed, which Windows lacks.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def in_vietnam(moment: datetime) -> datetime:
    """The same moment as a clock on a Vietnamese wall shows it.

    Raises:
        ValueError: ``moment`` has no zone, so nobody knows which moment it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment!r}")
    return moment.astimezone(VIETNAM)


def day_of(moment: datetime) -> date:
    """The day that a calendar in Viet Nam shows: there a new one begins seven hours before it does in UTC."""
    return in_vietnam(moment).date()


def year_of(moment: datetime) -> int:
    """The year that a calendar in Viet Nam shows."""
    return day_of(moment).year


def number(value: int, language: str) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def percent(share: float, language: str) -> str:
    """61,5% in Vietnamese, 61.5% in English; whole percents without a decimal."""
    shown = f"{share * 100:.1f}".removesuffix(".0")
    return f"{shown.replace('.', ',') if language == 'vi' else shown}%"


def day(value: date, _language: str) -> str:
    """23/11/2026: the order in use in Viet Nam, in both languages, so that nobody reads a month as a day."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def moment(value: datetime, language: str) -> str:
    """23/11/2026 14:05, Viet Nam's time."""
    local = in_vietnam(value)
    return f"{day(local.date(), language)} {local.hour:02}:{local.minute:02}"
