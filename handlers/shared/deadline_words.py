"""The dates of a plan's calendar, counted down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.plan import load as load_plan
from locales.text import Day, T, Tn, Words
from storage.cycles import Cycle

LAST_CHANCE = 3  # days for which a date that has passed is still named


@dataclass(frozen=True, slots=True)
class Due:
    """A date that comes, or has just passed: ``days`` from today, below nought when it has passed."""

    what: Words
    on: date
    days: int

    @property
    def words(self) -> Words:
        """ "Còn 5 ngày đến 30/11/2026: …"."""
        if self.days > 0:
            return Tn("Còn {n} ngày đến {day}: {what}.", self.days, day=Day(self.on), what=self.what)
        if self.days == 0:
            return T("Hôm nay là hạn chót: {what}.", what=self.what)
        return Tn("Đã qua hạn {n} ngày: {what}.", -self.days, what=self.what)


def coming(cycle: Cycle, today: date, *, within: int) -> tuple[Due, ...]:
    """The dates of the cycle's plan from some days ago to ``within`` days from today, the next first.

    A duty of last year may fall due this year.
    """
    plan = load_plan(cycle.plan)
    if plan is None:
        return ()
    found = [
        Due(deadline.name, on, (on - today).days)
        for deadline in plan.deadlines
        for year in {cycle.year, today.year - 1, today.year}
        if plan.covers(year) and (on := deadline.last_day(year)) is not None
    ]
    return tuple(sorted((each for each in found if -LAST_CHANCE <= each.days <= within), key=lambda each: each.on))
