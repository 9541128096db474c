"""When nobody is written to of the program's own accord: at night, in Viet Nam. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from locales.format import VIETNAM, day_of, in_vietnam

NIGHT_FROM, NIGHT_TO = time(21, 0), time(6, 30)


def is_quiet(moment: datetime) -> bool:
    """Whether it is night in Viet Nam, from 21:00 to 6:30; what can wait, waits."""
    at = in_vietnam(moment).time()
    return at >= NIGHT_FROM or at < NIGHT_TO


def after_quiet(moment: datetime) -> datetime:
    """The moment itself by day; at night the end of that night."""
    if not is_quiet(moment):
        return moment
    here = in_vietnam(moment)
    day = day_of(moment) + timedelta(days=1) if here.time() >= NIGHT_FROM else day_of(moment)
    return datetime.combine(day, NIGHT_TO, VIETNAM).astimezone(moment.tzinfo)
