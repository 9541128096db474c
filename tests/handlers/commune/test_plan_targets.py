"""The commune's plan: what each target asks and has, a figure entered with what it rests on, every deadline."""

from __future__ import annotations

import pytest

from acts import ways
from criteria import plan as plans
from criteria.plan import Origin
from criteria.policy import Role
from storage import audit, cycles, entered_figures
from storage.entered_figures import Entry
from storage.kit.words import CycleState
from tests.handlers.driver import Chat, Commune

PLAN = "son-hong-2026-2030"
OTHER = "kien-hung-2026"


async def latest(commune: Commune, key: str) -> Entry | None:
    return await commune.look(
        lambda tx: entered_figures.latest_of(tx, commune.cycle, entered_figures.plan_key(PLAN, key))
    )


async def another_officer(commune: Commune) -> Chat:
    nga = await commune.neighbour("Đinh Thị Nga", 1990, household="8")
    await commune.give(nga, Role.OFFICER, commune.village.commune)
    return await commune.sits("Nga", nga)


# Looking


async def test_the_plan_that_is_followed_comes_first(commune: Commune) -> None:
    seen = await commune.officer.press(ways.plans())
    assert "Xã đang dùng: " in seen
    assert next(iter(seen.choices.values())) == ways.plan(commune.cycle, PLAN)
    await commune.do(lambda tx: cycles.follow(tx, commune.village.cycle, ""))
    assert "Xã chưa dùng kế hoạch nào." in await commune.officer.press(ways.plans())


async def test_targets_are_leafed_through_and_opened(commune: Commune) -> None:
    seen = await commune.officer.press(ways.plan(commune.cycle, PLAN))
    first = seen.text.splitlines()[0]
    assert "(1/" in first
    more = await commune.officer.choose("Xem tiếp")
    assert "(2/" in more.text.splitlines()[0]
    assert (await commune.officer.choose("Mục 1")).at.startswith(f"target/{commune.cycle}/{PLAN}/")
    last = await commune.officer.press(ways.plan_page(commune.cycle, PLAN, 99))
    assert "Xem tiếp" not in last.labels
    assert "(1/" in (await commune.officer.press(ways.plan_page(commune.cycle, PLAN, 0))).text.splitlines()[0]


async def test_a_target_says_what_is_asked_what_is_there_and_from_where(commune: Commune) -> None:
    seen = await commune.officer.press(ways.target(commune.cycle, PLAN, "cdht"))
    assert "Chỉ tiêu: 60%" in seen
    assert "Thực tế: 0/6" in seen
    assert "Số lấy từ đâu: tính từ bản khai đã xác nhận" in seen
    assert "Nhập số" not in seen.labels
    seen = await commune.officer.press(ways.target(commune.cycle, PLAN, "xa_hoc_tap"))
    assert "Cộng đồng học tập cấp xã" in seen.labels


async def test_a_plan_of_other_years_says_so(commune: Commune) -> None:
    await commune.no_year()
    await commune.officer.press(ways.open_year(2027))
    opened = await commune.look(lambda tx: cycles.of_year(tx, commune.village.commune.id, 2027))
    assert opened is not None
    assert "không phải năm 2027" in await commune.officer.press(ways.plan(opened.id, OTHER))


async def test_every_deadline_counts_the_days(commune: Commune) -> None:
    seen = await commune.officer.press(ways.calendar(commune.cycle, PLAN))
    plan = plans.load(PLAN)
    assert plan is not None
    dated = [day for each in plan.deadlines if (day := each.last_day(2026)) is not None]
    assert dated
    for day in dated:
        left = (day - commune.clock().date()).days
        assert (f"Còn {left} ngày" if left > 0 else f"Đã qua {-left} ngày") in seen
    commune.clock.advance(days=(dated[0] - commune.clock().date()).days)
    assert "Hôm nay là ngày cuối" in await commune.officer.press(ways.calendar(commune.cycle, PLAN))
    commune.clock.advance(days=2)
    assert "Đã qua 2 ngày" in await commune.officer.press(ways.calendar(commune.cycle, PLAN))


# Entering


async def test_a_number_counts_once_it_is_said_what_it_rests_on(commune: Commune) -> None:
    await commune.officer.press(ways.target(commune.cycle, PLAN, "moi_truong_so"))
    await commune.officer.choose("Nhập số")
    seen = await commune.officer.say("45%")
    assert "Sẽ ghi: 45%." in seen
    assert await latest(commune, "moi_truong_so") is None
    seen = await commune.officer.say("Trường THCS, báo cáo số 7")
    assert "Đã ghi." in seen
    assert "Thực tế: 45%" in seen
    assert "điểm phần trăm" in seen
    entry = await latest(commune, "moi_truong_so")
    assert entry is not None
    assert (entry.value, entry.met, entry.note) == (45, None, "Trường THCS, báo cáo số 7")


async def test_what_is_reached_or_not_is_no_number(commune: Commune) -> None:
    await commune.officer.press(ways.target(commune.cycle, PLAN, "tthtcd_cntt"))
    await commune.officer.choose("Ghi: chưa đạt")
    await commune.officer.say("Báo cáo số 8")
    entry = await latest(commune, "tthtcd_cntt")
    assert entry is not None
    assert (entry.value, entry.met) == (None, False)
    await commune.officer.press(ways.target(commune.cycle, PLAN, "tthtcd_cntt"))
    await commune.officer.choose("Ghi: đạt")
    assert "So với chỉ tiêu: đã đủ" in await commune.officer.say("Báo cáo số 9")


@pytest.mark.parametrize("typed", ["101", "-1", "12/5", "nhiều", "4 5", ""])
async def test_what_is_no_such_number_is_asked_back(commune: Commune, typed: str) -> None:
    here = ways.figure(commune.cycle, PLAN, "moi_truong_so")
    await commune.officer.press(here)
    seen = await commune.officer.say(typed)
    assert (seen.at, "gõ một số từ 0 đến 100" in seen) == (here, True)
    assert "Chỗ này chỉ nhận số." in await commune.officer.send("sticker")


@pytest.mark.parametrize("typed", ["ab", "x" * 381])
async def test_without_what_it_rests_on_nothing_is_entered(commune: Commune, typed: str) -> None:
    await commune.officer.press(ways.figure(commune.cycle, PLAN, "moi_truong_so"))
    await commune.officer.say("45")
    assert "từ 3 đến 380 chữ" in await commune.officer.say(typed)
    assert "Chỗ này chỉ nhận chữ." in await commune.officer.send("photo")
    assert await latest(commune, "moi_truong_so") is None


async def test_a_number_typed_for_one_target_is_not_anothers(commune: Commune) -> None:
    await commune.officer.press(ways.figure(commune.cycle, PLAN, "xmc"))
    await commune.officer.say("2")
    for key in ("pcgd_th", "moi_truong_so"):
        seen = await commune.officer.press(ways.paper(commune.cycle, PLAN, key))
        assert seen.at == ways.target(commune.cycle, PLAN, key)


async def test_who_was_slower_enters_nothing_over_the_others_figure(commune: Commune) -> None:
    nga = await another_officer(commune)
    for chat, typed in ((commune.officer, "2"), (nga, "1")):
        await chat.press(ways.figure(commune.cycle, PLAN, "xmc"))
        await chat.say(typed)
    await nga.say("Quyết định 7")
    assert "vừa được nhập lại" in await commune.officer.say("Quyết định 8")
    entry = await latest(commune, "xmc")
    assert entry is not None
    assert (entry.value, entry.note) == (1, "Quyết định 7")


async def test_only_what_officers_enter_of_the_plan_that_is_followed_is_entered(commune: Commune) -> None:
    at = commune.cycle
    other = plans.load(OTHER)
    assert other is not None
    entered = next(each.id for each in other.targets_for(2026) if each.origin is Origin.ENTERED)
    for way in (
        ways.figure(at, PLAN, "cdht"),  # computed
        ways.reach(at, PLAN, "cdht", 1),
        ways.reach(at, PLAN, "tthtcd_cntt", 2),
        ways.figure(at, PLAN, "bia"),
        ways.figure(at, OTHER, entered),
        ways.target(at, PLAN, "bia"),
        ways.target(at, "bia", "xmc"),
        ways.plan(at, "bia"),
        ways.plan_page(at, "bia", 1),
        ways.calendar(at, "bia"),
        ways.follow(at, "bia"),
    ):
        seen = await commune.officer.press(way)
        assert (seen.at, "Không có kế hoạch hay chỉ tiêu này." in seen) == (ways.plans_of(at), True), way
    assert "Nhập số" not in (await commune.officer.press(ways.target(at, OTHER, entered))).labels
    assert await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle)) == {}


# Following, and who may


async def test_following_a_plan_is_on_record_and_happens_once(commune: Commune) -> None:
    await commune.officer.press(ways.plan(commune.cycle, OTHER))
    assert "Từ nay xã dùng kế hoạch này." in await commune.officer.choose("Dùng kế hoạch này cho xã")
    assert "Dùng kế hoạch này cho xã" not in commune.officer.screen.labels
    await commune.officer.press(ways.follow(commune.cycle, OTHER))
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"cycle:{commune.cycle}"))
    assert [each.code for each in lines].count("cycle.plan") == 1


async def test_a_locked_year_takes_no_figures_and_no_other_plan(commune: Commune) -> None:
    await commune.officer.press(ways.figure(commune.cycle, PLAN, "xmc"))
    await commune.officer.say("2")
    await commune.year_is(CycleState.LOCKED)
    assert "khoá sổ" in await commune.officer.say("Quyết định 7")
    for way in (ways.figure(commune.cycle, PLAN, "xmc"), ways.reach(commune.cycle, PLAN, "tthtcd_cntt", 1),
                ways.follow(commune.cycle, OTHER)):  # fmt: skip
        assert "khoá sổ" in await commune.officer.press(way), way
    assert "Nhập số" not in (await commune.officer.press(ways.target(commune.cycle, PLAN, "xmc"))).labels
    assert (await commune.cycle_now()).plan == PLAN
    assert await latest(commune, "xmc") is None


async def test_the_plan_is_the_officers(commune: Commune) -> None:
    at = commune.cycle
    for way in (ways.plans(), ways.plan(at, PLAN), ways.plan_page(at, PLAN, 1), ways.target(at, PLAN, "xmc"),
                ways.figure(at, PLAN, "xmc"), ways.reach(at, PLAN, "tthtcd_cntt", 1), ways.paper(at, PLAN, "xmc"),
                ways.calendar(at, PLAN), ways.follow(at, OTHER)):  # fmt: skip
        for chat in (commune.head, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True), way
