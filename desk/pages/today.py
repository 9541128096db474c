"""Today: what waits, what is late, which days come; counted by the functions that the chat counts with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acts.words.deadline_words import coming
from acts.words.request_words import next_day
from acts.words.year_calendar import october, step_lines
from criteria import yearly_dates
from criteria.policy import Action
from criteria.roster_matching import Listing
from desk.kit.blocks import Cell, Head, Heading, Items, Page, Para, Table, Tone
from desk.kit.table import Pages
from desk.kit.visit import Visit
from desk.shared.places import OFFICE, QUEUE, RECOGNITION, ROSTER, TODAY
from desk.shared.years import year_in_hand
from locales.text import Day, Number, T, Tn, Verbatim, Words
from storage import (
    data_requests,
    entered_figures,
    joining_requests,
    queue,
    recognition,
    roster_imports,
    to_tell_in_person,
    vouching,
)
from storage.cycles import Cycle
from storage.kit.words import EntryState, ImportState
from storage.queue import Filter

pages = Pages()

AHEAD = 120  # days in which a date of the plan or of the year is named
MOST_DATES = 8


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: how much, how much of it is late, and where it is done."""

    what: Words
    n: int
    late: int = 0
    to: str = ""
    where: Words | None = None


@pages.shows(TODAY, Action.SEE_QUEUE)
def today(visit: Visit) -> Page:
    """What waits for who sits here, and the next days of the plan and the year."""
    cycle = year_in_hand(visit)
    tasks = [each for each in (*_of_all(visit), *_of_officers(visit, cycle)) if each.n]
    return Page(
        title=T("Việc hôm nay, {day}", day=Day(visit.today)),
        blocks=(
            Table(
                T("Đang chờ {you}"),
                (
                    Head(T("Việc")),
                    Head(T("Số lượng"), number=True),
                    Head(T("Quá hạn"), number=True),
                    Head(T("Làm ở đâu")),
                ),
                tuple(map(_row, tasks)),
                none=T("Không còn việc nào chờ {you}."),
            ),
            *((Para(T("Năm đánh giá {year} chưa mở.", year=visit.today.year)),) if cycle is None else ()),
            Heading(T("Những ngày sắp tới")),
            Items(tuple(_dates(visit, cycle)) or (T("Kế hoạch chưa ghi ngày nào trong bốn tháng tới."),)),
            *_steps(visit, cycle),
        ),
    )


def _row(task: Task) -> tuple[Cell, ...]:
    late = (
        Cell(T("{n}", n=Number(task.late)), number=True, tone=Tone.LATE)
        if task.late
        else Cell(Verbatim("–"), number=True)
    )
    return (
        Cell(task.what, to=task.to),
        Cell(T("{n}", n=Number(task.n)), number=True),
        late,
        Cell(task.where or T("ở trang này"), to=task.to),
    )


def _in_chat(menu: Words) -> Words:
    return T("trong chat: {menu}", menu=menu)


def _of_all(visit: Visit) -> Iterator[Task]:
    """What waits for whoever decides."""
    tx, actor = visit.tx, visit.actor
    counts = queue.page(tx, actor, most=1).counts
    here = T("mục Hàng chờ")
    yield Task(T("Phiếu tự đánh giá chờ xác nhận"), counts[Filter.ALL], counts[Filter.LATE], QUEUE, here)
    doubtful = f"{QUEUE}?loc={Filter.DOUBTFUL}"
    yield Task(T("Trong đó: phiếu cần xem kỹ"), counts[Filter.DOUBTFUL], 0, doubtful, here)
    wishes = joining_requests.waiting(tx, actor).for_me
    yield Task(T("Lời xin vào hoặc rời hộ, đơn vị, dòng họ"), wishes, where=_in_chat(T("Có lời xin chờ trả lời")))
    visits = to_tell_in_person.count_open_for(tx, actor)
    yield Task(T("Người cần báo tận nơi"), visits, where=_in_chat(T("Cần báo tận nơi")))
    newcomers = vouching.count_open_for(tx, actor)
    yield Task(T("Người mới ghi tên, chưa ai nhận"), newcomers, where=_in_chat(T("Người mới ghi tên")))


def _of_officers(visit: Visit, cycle: Cycle | None) -> Iterator[Task]:
    """What waits for the commune's officers besides."""
    if not visit.may(Action.SEE_STATISTICS):
        return
    tx = visit.tx
    asked = data_requests.asked_for(tx, visit.actor)
    late = sum(next_day(each) < visit.today for each in asked)
    yield Task(T("Yêu cầu về dữ liệu cá nhân"), len(asked), late, OFFICE, T("mục Việc chung"))
    if cycle is None:
        return
    signed = sum(each.state is EntryState.SIGNED for each in entered_figures.filed(tx, cycle.id).values())
    yield Task(T("Số liệu đơn vị đã ký nộp, chờ duyệt"), signed, where=_in_chat(T("Cộng đồng học tập cấp xã")))
    lists = recognition.of_cycle(tx, cycle.id)
    said = sum(recognition.open_objections(tx, each.id) for each in lists)
    yield Task(T("Ý kiến phản ánh chưa trả lời"), said, 0, RECOGNITION, T("mục Công nhận"))
    brought = [each for each in roster_imports.of_commune(tx, cycle.commune_id) if each.state is ImportState.READY]
    in_doubt = sum(roster_imports.counts(tx, each.id).open(Listing.DOUBTFUL) for each in brought)
    yield Task(T("Dòng danh sách dân cư chưa rõ là ai"), in_doubt, 0, ROSTER, T("mục Dân cư"))


def _dates(visit: Visit, cycle: Cycle | None) -> Iterator[Words | Cell]:
    """The next dates of the plan, then the days of the year that plans build on."""
    plan = () if cycle is None else coming(cycle, visit.today, within=AHEAD)
    yield from (Cell(each.words, tone=Tone.LATE if each.days < 0 else Tone.PLAIN) for each in plan[:MOST_DATES])
    found = sorted(
        (first, last, each.name)
        for each in yearly_dates.load()
        for year in (visit.today.year, visit.today.year + 1)
        for first, last in (each.in_year(year),)
        if last >= visit.today and (first - visit.today).days <= AHEAD
    )
    for first, last, name in found[:MOST_DATES]:
        if first <= visit.today:
            yield T("Đang diễn ra đến {day}: {name}.", day=Day(last), name=name)
        else:
            yield Tn("Còn {n} ngày đến {day}: {name}.", (first - visit.today).days, day=Day(first), name=name)


def _steps(visit: Visit, cycle: Cycle | None) -> tuple[Heading | Items, ...]:
    """From October on, by when the year's steps must be done."""
    if cycle is None or not october(cycle, visit.today):
        return ()
    steps = tuple(each for each in step_lines(cycle, visit.today) if each != Verbatim(""))
    return (Heading(T("Các bước của năm {year}", year=cycle.year)), Items(steps))
