"""What is to be done this month, by day, and what waits: each line leads there."""

from __future__ import annotations

from datetime import date

from acts import ways
from handlers.commune.month_tasks import dated, until
from locales.catalog import catalog
from tests.conftest import Clock
from tests.handlers.driver import Commune


def test_a_month_is_looked_at_to_its_end_and_near_it_two_weeks_ahead() -> None:
    assert until(date(2026, 11, 2)) == date(2026, 11, 30)
    assert until(date(2026, 11, 25)) == date(2026, 12, 9)
    assert until(date(2026, 12, 31)) == date(2027, 1, 14)


async def test_the_years_days_and_steps_stand_in_order_with_where_they_lead(commune: Commune) -> None:
    cycle = await commune.cycle_now()
    found = dated(cycle, date(2026, 11, 10), date(2026, 11, 30))
    days = [each.day for each in found if each.day is not None]
    assert days == sorted(days)
    said = [catalog("vi").render(each.dated) for each in found]
    assert "18/11/2026: Ngày hội Đại đoàn kết toàn dân tộc (ngày chưa đối chiếu)" in said
    assert any("Quyết định công nhận, xong trước hết ngày" in each for each in said)
    assert found[-1].day is not None
    assert found[-1].day <= date(2026, 11, 30)


async def test_the_officer_starts_there_and_goes_to_what_waits(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    seen = await commune.officer.press(ways.home())
    assert seen.labels[0] == "Việc tháng này"
    seen = await commune.officer.choose("Việc tháng này")
    assert "1 việc đang chờ." in seen
    seen = await commune.officer.choose("1 phiếu chờ xác nhận")
    assert "Có 1 bản khai chờ" in seen


async def test_nothing_to_do_is_said(commune: Commune, clock: Clock) -> None:
    clock.now = clock.now.replace(month=6, day=3)
    seen = await commune.officer.press(ways.month())
    assert "Không có việc nào đang chờ." in seen


async def test_a_head_has_no_such_screen(commune: Commune) -> None:
    assert "Việc tháng này" not in (await commune.head.press(ways.home())).labels
    assert "việc đang chờ" not in await commune.head.press(ways.month())
