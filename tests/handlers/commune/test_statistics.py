"""The officer's desk: the commune's numbers, the workbook, opening a year."""

from __future__ import annotations

from acts import ways
from acts.errands import WorkbookErrand
from bot.commune_setup import act_as_operator
from criteria.declaration import Move
from criteria.model import CITIZEN, Standing
from storage import backups, cycles, decisions
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.handlers.driver import Commune


async def test_the_numbers_by_village_and_who_reached_what(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    seen = await commune.officer.press(ways.stats())
    assert "Thôn Kim Sơn: đạt 1/4 (25%); 1 – 1 – 1 – 0" in seen
    assert "Bốn số cuối: đăng ký – đã tự đánh giá – đã xác nhận – được công nhận." in seen
    assert "Thôn Hồng Lĩnh: đạt 0/2 (0%)" in seen
    assert "Xã Sơn Hồng: đạt 1/6" in seen
    assert "Gia đình học tập: đạt 0; 0 – 0 – 0 – 0" in seen


async def test_how_old_the_newest_backup_is_stands_under_the_numbers(commune: Commune, clock: Clock) -> None:
    assert "Bản sao lưu mới nhất: chưa có." in await commune.officer.press(ways.stats())

    def made(tx: Transaction) -> None:
        act_as_operator(tx)
        backups.done(tx, backups.begin(tx), folder="/usb", name="hoctap-x.age", size=7)

    await commune.do(made)
    for hours, said in ((0, "hôm nay 16:00"), (9, "hôm qua 16:00"), (24, "23/11/2026 16:00")):
        clock.advance(hours=hours)
        assert f"Bản sao lưu mới nhất: {said}" in await commune.officer.press(ways.stats())


async def test_the_workbook_is_made_one_at_a_time(commune: Commune) -> None:
    await commune.officer.press(ways.stats())
    assert "Đang lập báo cáo" in await commune.officer.choose("Xuất Excel")
    assert "Báo cáo trước đang lập" in await commune.officer.choose("Xuất Excel")
    assert await commune.errands() == [WorkbookErrand(commune.cycle)]


async def test_a_training_year_has_no_official_report(commune: Commune) -> None:
    training = Adoption.shipped("demo-cdht", Standing.PROVISIONAL)
    await commune.do(lambda tx: cycles.adopt(tx, commune.village.cycle, CITIZEN, training, person_id=None))
    assert "không xuất báo cáo chính thức" in await commune.officer.press(ways.export())
    assert await commune.errands() == []


async def test_the_target_is_the_plans(commune: Commune) -> None:
    for plan, said in (
        ("kien-hung-2026", "Chỉ tiêu: 60%"),
        ("dong-son-2023-2030", "Chỉ tiêu: kế hoạch không nêu số."),
        ("", "Chỉ tiêu: xã chưa nhập kế hoạch."),
    ):
        now = await commune.cycle_now()
        await commune.do(lambda tx, c=now, p=plan: cycles.follow(tx, c, p))  # type: ignore[misc]
        assert said in await commune.officer.press(ways.stats())


async def test_a_new_year_is_opened_once_with_the_sets_of_the_last(commune: Commune) -> None:
    assert (await commune.officer.press(ways.open_year(2026))).at == "home"  # it is open
    assert (await commune.officer.press(ways.open_year(2027))).at == "home"  # it is still to come
    await commune.no_year()
    for way in (ways.stats(), ways.dossier(), ways.plans()):
        seen = await commune.officer.press(way)
        assert (seen.at, "Xã chưa mở kỳ đánh giá năm 2027, nên đây là của năm 2026." in seen) == (way, True)
    await commune.officer.press(ways.home())
    seen = await commune.officer.choose("Mở kỳ đánh giá năm 2027")
    assert "Đã mở kỳ đánh giá năm 2027." in seen
    opened = await commune.look(lambda tx: cycles.of_year(tx, commune.village.commune.id, 2027))
    assert opened is not None
    assert seen.at == ways.basis(opened.id)
    assert (opened.adoption(CITIZEN).set_id, opened.plan) == ("cdht-324-2023", "son-hong-2026-2030")
    assert opened.standing(CITIZEN) is Standing.PROPOSED  # to be adopted anew
    assert (await commune.officer.press(ways.open_year(2027))).at == "home"


async def test_a_plan_that_has_run_out_is_not_taken_along(commune: Commune) -> None:
    await commune.do(lambda tx: cycles.follow(tx, commune.village.cycle, "kien-hung-2026"))
    await commune.no_year()
    await commune.officer.press(ways.open_year(2027))
    opened = await commune.look(lambda tx: cycles.of_year(tx, commune.village.commune.id, 2027))
    assert opened is not None
    assert opened.plan == ""


async def test_the_desk_is_the_officers(commune: Commune) -> None:
    for way in (ways.stats(), ways.export(), ways.open_year(2026)):
        for chat in (commune.head, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True), way
    assert await commune.errands() == []
