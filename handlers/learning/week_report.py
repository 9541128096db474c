"""Báo cáo Tuần lễ, Ngày Sách, Tháng khuyến học: made from what took place."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import WeekReportErrand, ask_for
from criteria.policy import Action
from criteria.week_report import Occasion, name_of, occasion_of
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import Number, T, lines
from storage import learning_events
from storage.places import Place

routes = Routes()

MONTHS = range(1, 13)


@routes.shows("week-reports/{place}", Action.EXPORT)
def week_reports(turn: Turn, place: Place) -> Screen:
    """Of which occasion?"""
    return Screen(
        title=T("Báo cáo Tuần lễ, Ngày Sách, Tháng khuyến học"),
        text=T("Báo cáo dịp nào? Số liệu lấy từ các buổi đã điểm danh hoặc đã ghi số người."),
        choices=(
            Choice(name_of(Occasion.WEEK), ways.week_report(place.id, Occasion.WEEK.value, turn.year), Look.MAIN),
            Choice(name_of(Occasion.BOOK), ways.week_report(place.id, Occasion.BOOK.value, turn.year), Look.MAIN),
            *(
                Choice(T("Tháng khuyến học: tháng {n}", n=n), ways.week_report(place.id, f"m{n}", turn.year))
                for n in MONTHS
                if n <= turn.today.month
            ),
            Choice(T("Danh sách buổi học"), ways.events(), Look.WAY),
            HOME,
        ),
    )


@routes.shows("week-report/{place}/{what}/{year}", Action.EXPORT)
def week_report(turn: Turn, place: Place, what: str, year: int) -> Answer:
    """What is known of it, before the paper is made."""
    found = occasion_of(what, year)
    if found is None:
        return Goto(ways.week_reports(place.id))
    held = learning_events.took_place(turn.tx, place.commune_id, found.first, found.last, found.kinds)
    by_hand = [each.event for each in held if not each.event.turnout]
    return Screen(
        title=T("{name}, năm {year}", name=found.name, year=str(year)),
        text=lines(
            T("Số buổi: {n}", n=Number(len(held))),
            T("Lượt người điểm danh bằng mã: {n}", n=Number(sum(each.event.turnout for each in held))),
            T("Lượt người đếm tay, ở buổi không điểm danh: {n}", n=Number(sum(each.counted or 0 for each in by_hand))),
            None if held else T("Chưa có buổi nào đã điểm danh hoặc đã ghi số người, nên chưa lập báo cáo được."),
        ),
        choices=(
            *(
                (Choice(T("Lập báo cáo (Word)"), ways.week_report_make(place.id, what, year), Look.MAIN),)
                if held
                else ()
            ),
            Choice(T("Chọn dịp khác"), ways.week_reports(place.id), Look.WAY),
            HOME,
        ),
    )


@routes.does("week-report-make/{place}/{what}/{year}", Action.EXPORT)
def week_report_make(turn: Turn, place: Place, what: str, year: int) -> Goto:
    """Ask for the paper; it is made outside the turn and arrives as a file."""
    here, found = ways.week_report(place.id, what, year), occasion_of(what, year)
    if found is None:
        return Goto(ways.week_reports(place.id))
    if not learning_events.took_place(turn.tx, place.commune_id, found.first, found.last, found.kinds):
        return Goto(here)
    asked = ask_for(turn.tx, turn.account, WeekReportErrand(place.id, what, year))
    return Goto(
        here,
        T("Đang lập văn bản, xong sẽ gửi tệp vào đây.") if asked else T("Tệp trước đang lập, {you} đợi một chút."),
    )
