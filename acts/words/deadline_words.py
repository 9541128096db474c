"""The dates of a plan's calendar, counted down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from criteria.plan import load as load_plan
from locales.text import Day, T, Tn, Words
from storage.cycles import Cycle

LAST_CHANCE = 3  # days for which a date that has passed is still named


@dataclass(frozen=True, slots=True)
class Due:
    """A date that comes, or has just passed: ``days`` from today, below nought when it has passed.

    ``before``: the plan names the day after it: "trước ngày 01/12".
    """

    what: Words
    on: date
    days: int
    before: bool = False

    @property
    def words(self) -> Words:
        """ "Còn 5 ngày đến 30/11/2026: … (kế hoạch ghi: trước ngày 01/12/2026)."."""
        what = self._named
        if self.days > 0:
            return Tn("Còn {n} ngày đến {day}: {what}.", self.days, day=Day(self.on), what=what)
        if self.days == 0:
            return T("Hôm nay là hạn chót: {what}.", what=what)
        return Tn("Đã qua hạn {n} ngày: {what}.", -self.days, what=what)

    @property
    def _named(self) -> Words:
        if not self.before:
            return self.what
        next_day = Day(self.on + timedelta(days=1))
        return T("{what} (kế hoạch ghi: trước ngày {next})", what=self.what, next=next_day)


def coming(cycle: Cycle, today: date, *, within: int) -> tuple[Due, ...]:
    """The dates of the cycle's plan from some days ago to ``within`` days from today, the next first.

    A duty of last year may fall due this year.
    """
    plan = load_plan(cycle.plan)
    if plan is None:
        return ()
    found = [
        Due(deadline.name, on, (on - today).days, deadline.before)
        for deadline in plan.deadlines
        for year in {cycle.year, today.year - 1, today.year}
        if plan.covers(year) and (on := deadline.last_day(year)) is not None
    ]
    return tuple(sorted((each for each in found if -LAST_CHANCE <= each.days <= within), key=lambda each: each.on))
