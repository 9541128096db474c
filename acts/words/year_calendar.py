"""By when the steps of a year must be done: counted back from the report's last day, shown from October."""

from __future__ import annotations

from datetime import date

from criteria.plan import load as load_plan
from criteria.year import STEP_NAMES, counted_back, first_late, last_check
from locales.text import BLANK, Day, T, Words
from storage.cycles import Cycle


def report_day(cycle: Cycle) -> date | None:
    """The report's last day: what the commune chose, or the first date of its plan; ``None`` without both."""
    if cycle.settings.report_by is not None:
        return cycle.settings.report_by
    plan = load_plan(cycle.plan)
    days = [] if plan is None else [each.last_day(cycle.year) for each in plan.deadlines]
    return min((day for day in days if day is not None), default=None)


def step_lines(cycle: Cycle, today: date) -> list[Words]:
    """A line a step, with its first and last day; nothing is ever shortened to make it fit."""
    day = report_day(cycle)
    if day is None:
        return [T("Chưa ghi ngày cuối gửi báo cáo, nên chưa tính được. {You} ghi ở mục Cách làm của năm.")]
    settings = cycle.settings
    late = first_late(settings, day, today)
    found: list[Words] = [
        T("Tính lùi từ ngày cuối gửi báo cáo {day}:", day=Day(day)),
        T("- {Head_label} kiểm tra: xong hết ngày {day}", day=Day(last_check(settings, day))),
        *(
            T("- {step}: chậm nhất từ {first} đến hết {last}", step=STEP_NAMES[due.step], first=Day(due.first),
              last=Day(due.last))
            for due in counted_back(settings, day)
        ),
    ]  # fmt: skip
    if late is not None:
        found += [
            BLANK,
            T("Nếu chưa làm thì không còn đủ ngày từ bước: {step}.", step=STEP_NAMES[late]),
            T("Máy không tự rút ngắn bước nào. Báo cáo khi đó ghi “đề nghị công nhận”, là số liệu tạm tính."),
        ]
    return found


def october(cycle: Cycle, today: date) -> bool:
    """Whether the steps are shown by themselves: from October of the year until its report's last day."""
    day = report_day(cycle)
    return cycle.is_open and day is not None and date(cycle.year, 10, 1) <= today <= day
