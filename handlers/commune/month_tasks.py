"""What an office has to do in some weeks, by day: from the plan, the year's steps, its days; and what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from acts import ways
from acts.way import Way
from acts.words.deadline_words import coming
from acts.words.year_calendar import report_day
from criteria import yearly_dates
from criteria.policy import Actor
from criteria.recognition import Paper
from criteria.roster_matching import Listing
from criteria.year import STEP_NAMES, YearStep, counted_back, last_check
from locales.text import Day, T, Tn, Words
from storage import data_requests, entered_figures, queue, recognition, roster_imports, to_tell_in_person, vouching
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import EntryState

LEAST = timedelta(days=14)  # how far is looked ahead at the end of a month


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: on or by which day (``None``: now, somebody waits for it), what, and where."""

    day: date | None
    words: Words
    way: Way

    @property
    def dated(self) -> Words:
        """With its day in front."""
        return self.words if self.day is None else T("{day}: {what}", day=Day(self.day), what=self.words)


def until(today: date) -> date:
    """The last day of the month; near its end, two weeks from today."""
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return max(first_of_next - timedelta(days=1), today + LEAST)


def dated(cycle: Cycle, today: date, last: date) -> list[Task]:
    """What has its day from today to ``last``, and the plan's dates that have just passed; the next first."""
    found = [*_of_plan(cycle, today, last), *_of_steps(cycle, today, last), *_of_year(cycle, today, last)]
    return sorted(found, key=lambda each: each.day or today)


def _of_plan(cycle: Cycle, today: date, last: date) -> Iterator[Task]:
    for each in coming(cycle, today, within=(last - today).days):
        what = each.what if each.days >= 0 else T("{what} (đã qua hạn)", what=each.what)
        yield Task(each.on, what, ways.calendar(cycle.id, cycle.plan))


def _of_steps(cycle: Cycle, today: date, last: date) -> Iterator[Task]:
    """The year's steps, counted back from the report's day; a step is named by the last day on which it can begin."""
    by = report_day(cycle)
    if by is None or not cycle.is_open:
        return
    checked = last_check(cycle.settings, by)
    if today <= checked <= last:
        yield Task(checked, T("{Head_label} kiểm tra xong hết"), ways.villages())
    for due in counted_back(cycle.settings, by):
        if due.first <= last and today <= due.last:
            what = T("{step}, xong trước hết ngày {day}", step=STEP_NAMES[due.step], day=Day(due.last))
            yield Task(max(due.first, today), what, _where(cycle, due.step))
    if cycle.settings.report_by is not None and today <= by <= last:  # else it is the plan's date, named already
        yield Task(by, T("Gửi báo cáo năm {year}", year=cycle.year), ways.year_paper(cycle.id, "report"))


def _where(cycle: Cycle, step: YearStep) -> Way:
    return ways.year_settings(cycle.id) if step is YearStep.COUNCIL else ways.recognitions(cycle.id)


def _of_year(cycle: Cycle, today: date, last: date) -> Iterator[Task]:
    """Days that come every year, of the years that these weeks touch."""
    for each in yearly_dates.load():
        for year in sorted({today.year, last.year}):
            begins, ends = each.in_year(year)
            if begins <= last and today <= ends:
                what: Words = each.name if ends == begins else T("{what}, đến hết {day}", what=each.name, day=Day(ends))
                if not each.source.verified:
                    what = T("{what} (ngày chưa đối chiếu)", what=what)
                yield Task(max(begins, today), what, ways.events())


def waiting(tx: Transaction, actor: Actor, cycle: Cycle) -> Iterator[Task]:
    """What waits for the officer now, whatever the day."""
    if n := queue.count(tx, actor):
        yield Task(None, Tn("{n} phiếu chờ xác nhận", n), ways.queue())
    if n := vouching.count_open_for(tx, actor):
        yield Task(None, Tn("{n} người mới ghi tên", n), ways.newcomers())
    if n := data_requests.count_open_for(tx, actor):
        yield Task(None, Tn("{n} yêu cầu về dữ liệu", n), ways.requests())
    if n := to_tell_in_person.count_open_for(tx, actor):
        yield Task(None, Tn("{n} tin cần báo tận nơi", n), ways.visits())
    signed = sum(each.state is EntryState.SIGNED for each in entered_figures.filed(tx, cycle.id).values())
    if signed:
        yield Task(None, Tn("{n} số liệu đơn vị nộp, chờ duyệt", signed), ways.who_filed(cycle.id))
    yield from _of_lists(tx, cycle)
    yield from _of_rosters(tx, cycle)


def _of_lists(tx: Transaction, cycle: Cycle) -> Iterator[Task]:
    for each in recognition.of_cycle(tx, cycle.id):
        if not each.is_before_signed:
            continue
        if each.state is Paper.POSTED and (n := recognition.open_objections(tx, each.id)):
            yield Task(None, Tn("{n} ý kiến về danh sách niêm yết, chờ trả lời", n), ways.recognition(each.id))
        else:
            yield Task(None, T("Danh sách công nhận số {n} chưa ký", n=each.id), ways.recognition(each.id))


def _of_rosters(tx: Transaction, cycle: Cycle) -> Iterator[Task]:
    """The newest file with a list of people in which somebody may be known already."""
    for each in roster_imports.of_commune(tx, cycle.commune_id, most=1):
        if n := roster_imports.counts(tx, each.id).open(Listing.DOUBTFUL):
            yield Task(None, Tn("{n} người trong tệp có thể đã có trong danh sách", n), ways.roster_file(each.id))
