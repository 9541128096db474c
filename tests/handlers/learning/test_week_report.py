"""Báo cáo Tuần lễ: only of what took place."""

from __future__ import annotations

from datetime import date

from acts import ways
from acts.errands import WeekReportErrand
from bot.readers.week_report import week_report
from criteria.activity import CountedHow, EventKind
from storage import activities, learning_events
from tests.handlers.driver import Commune


async def test_an_officer_asks_for_the_report_of_what_took_place(commune: Commune) -> None:
    place = commune.village.commune.id

    def week(tx, name: str, code: str, where: int, counted: int | None = None):  # type: ignore[no-untyped-def]
        return learning_events.announce(
            tx, place_id=where, kind=EventKind.LIFELONG_WEEK, name=name, held_on=date(2026, 10, 2), hours=2,
            organiser="Thôn", code=code, person_id=commune.village.head.id, counted=counted,
            counted_how=None if counted is None else CountedHow.COUNT,
        )  # fmt: skip

    assert "chưa lập báo cáo được" in await commune.officer.press(ways.week_report(place, "week", 2026))
    await commune.do(lambda tx: week(tx, "Không ai đến", "TUAN01", commune.kim_son))
    evening = await commune.do(lambda tx: week(tx, "Đêm đọc sách", "TUAN02", commune.kim_son))
    await commune.do(lambda tx: activities.attend(tx, commune.village.lan, evening))
    await commune.do(lambda tx: week(tx, "Mít tinh", "TUAN03", commune.hong_linh, 80))
    seen = await commune.officer.press(ways.week_report(place, "week", 2026))
    assert "Số buổi: 2\nLượt người điểm danh bằng mã: 1\nLượt người đếm tay, ở buổi không điểm danh: 80" in seen
    await commune.officer.choose("Lập báo cáo (Word)")
    assert await commune.errands() == [WeekReportErrand(place, "week", 2026)]
    found = await commune.look(lambda tx: week_report(tx, place, "week", 2026))
    assert [(each.events, each.attended, each.counted) for each in found.places] == [(1, 1, 0), (1, 0, 80)]
    assert [(each.events, each.attended, each.counted) for each in found.kinds] == [(2, 1, 80)]
    assert [each.name for each in found.events] == ["Đêm đọc sách", "Mít tinh"]


async def test_a_head_makes_no_report_of_the_commune(commune: Commune) -> None:
    assert (await commune.head.press(ways.week_reports(commune.village.commune.id))).at == "home"
    assert (await commune.officer.press(ways.week_report(commune.village.commune.id, "m13", 2026))).at.startswith(
        "week-reports/"
    )
