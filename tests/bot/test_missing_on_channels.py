"""Who is missing, leafed through and reminded; on every channel."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.commune_setup import act_as_operator
from storage import accounts, outbox, people, roster
from storage.kit.tables import cycles as cycles_table
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, ErrandKind
from tests.channels import world_on
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.phone import Phone, Seen, TelegramPhone, ZaloPhone
from tests.steps import join
from tests.village import PLAIN, declared, resident
from tests.world import World


async def at_the_missing(head: Phone) -> Seen:
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    return await head.choose("Ai chưa khai")


async def test_people_are_leafed_through_by_given_name_and_by_household(world: World) -> None:
    head = world.phones["Đức"]

    def crowd(tx: Transaction) -> None:
        act_as_operator(tx)
        for name in ("Lê Thị Ánh", "Lê Văn Ba", "Lê Văn Cường", "Lê Văn Dũng", "Lê Thị Đào", "Lê Thị Yến"):
            resident(tx, world.village.kim_son, name, 1980, household="10")
        people.add(
            tx, place_id=world.village.kim_son.id, full_name="Hồ Thị Xuân",
            birth_year=1980, on_roster=False,
        )  # fmt: skip
        declared(tx, world.village, world.village.lan, PLAIN)

    await world.app.database.write(crowd)
    seen = await at_the_missing(head)
    assert "11 người từ 18 tuổi." in seen.text
    assert "Trong đó 1 người ngoài danh sách dân cư." in seen.text
    assert "Đã gửi, chờ xác nhận: 1" in seen.text
    assert "Hộ còn người chưa khai: 3/3." in seen.text
    first = await head.choose("Chưa khai (10)")
    listed = [label for label in first.buttons if ", sinh " in label]
    assert listed[0] == "Lê Thị Ánh, sinh 1980, hộ 10, không có điện thoại"
    assert listed[1].startswith("Lê Văn Ba, sinh 1980")
    assert listed[4].startswith("Lê Thị Đào")
    assert len(listed) == 8
    second = await head.choose("Trang sau")
    outside, last = [label for label in second.buttons if ", sinh " in label]
    assert outside == "Hồ Thị Xuân, sinh 1980, ngoài danh sách dân cư, không có điện thoại"
    assert last.startswith("Lê Thị Yến")
    assert "ngoài danh sách dân cư" in (await head.choose(outside)).text
    await at_the_missing(head)
    homes = await head.choose("Xem theo hộ")
    assert [each for each in homes.buttons if each.startswith("Hộ")] == [
        "Hộ 1: còn 1/2 người", "Hộ 2: còn 2/2 người", "Hộ 10: còn 6/6 người",
    ]  # fmt: skip
    one = await head.choose("Hộ 1: còn 1/2 người")
    assert not [label for label in one.buttons if label.startswith("Nguyễn Thị Lan")]
    mai = await head.choose("Trần Thị Mai, sinh 1992, hộ 1, không có điện thoại")
    assert "Khai hộ" in mai.buttons
    assert "Nhắc nhẹ" not in mai.buttons
    assert "đến tận nhà, hoặc khai hộ" in mai.text


async def test_a_code_that_a_whole_hamlet_shares_is_leafed_through(world: World) -> None:
    head = world.phones["Đức"]

    def crowd(tx: Transaction) -> None:
        act_as_operator(tx)
        for i in range(120):
            resident(tx, world.village.kim_son, f"Lê Văn {'ABCDEĐGHIK'[i % 10]}{'abcdeghiklmn'[i // 10]}", 1980,
                     household="10")  # fmt: skip

    await world.app.database.write(crowd)
    await at_the_missing(head)
    homes = await head.choose("Xem theo hộ")
    assert "Hộ 10: còn 120/120 người" in homes.buttons
    shown = await head.choose("Hộ 10: còn 120/120 người")
    assert sum(each.startswith("Lê Văn") for each in shown.buttons) == 8
    assert sum(each.startswith("Lê Văn") for each in (await head.choose("Trang sau")).buttons) == 8
    if not head.is_numbered:
        kim_son = world.village.kim_son.id
        beyond = await head.press(f"missing-home/{kim_son}/{10**9}/0")  # no such household here
        assert "Hộ 10: còn 120/120 người" in beyond.buttons
        again = await head.press(f"missing-list/{kim_son}/not_begun/9999")
        assert any(each.startswith("Lê Văn") for each in again.buttons)
        assert "Ai chưa khai" in str(await head.press(f"missing-list/{kim_son}/asleep/0"))


async def test_who_says_no_in_the_evening_is_not_reminded_in_the_morning(world: World, clock: Clock) -> None:
    lan, head, lan_id = world.phones["Lan"], world.phones["Đức"], world.village.lan.id
    await join(lan)
    clock.advance(hours=6)  # ten in the evening
    await at_the_missing(head)
    await head.choose("Nhắc người chưa khai")
    await head.choose("Gửi tin nhắc cho 1 người")
    assert await due(world) == 1
    await lan.say("/quyen")
    assert "Từ nay không nhắc bác nữa" in (await lan.choose("Đừng nhắc tôi khai")).text
    assert await due(world) == 0
    await lan.say("/quyen")
    assert "Từ nay thôn lại nhắc bác khi cần." in (await lan.choose("Cho nhắc lại như cũ")).text
    assert await world.app.database.read(lambda tx: roster.wants_reminders(tx, lan_id))


async def due(world: World) -> int:
    """How many notices wait for the morning."""
    found = await world.app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE]))
    return int(found is not None)


async def test_who_speaks_for_somebody_is_reminded_of_them_and_answers_for_them(world: World) -> None:
    lan, head, village = world.phones["Lan"], world.phones["Đức"], world.village
    await join(lan)

    await lan.say("/start")
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say("Trần Thị Mai")
    await lan.say("1992")
    await lan.choose("Đồng ý: người ấy ngồi cạnh, tự trả lời")
    (mai,) = await world.app.database.read(
        lambda tx: people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
    )
    await at_the_missing(head)
    await head.choose("Chưa khai (4)")
    await head.choose("Trần Thị Mai, sinh 1992")
    await head.choose("Nhắc nhẹ")
    told = await lan.notice()
    assert "Thôn Kim Sơn mời Trần Thị Mai khai Công dân học tập năm 2026." in told.text
    if not lan.is_numbered:
        assert "Trần Thị Mai" in str(await lan.choose("Khai ngay"))
    said = await (lan.choose("Đừng nhắc nữa", on=told) if not lan.is_numbered else lan.say("Đừng nhắc nữa"))
    assert "Từ nay không nhắc Trần Thị Mai nữa." in said.text
    wants = await world.app.database.read(
        lambda tx: (roster.wants_reminders(tx, mai.id), roster.wants_reminders(tx, village.lan.id))
    )
    assert wants == (False, True)
    await lan.choose("Cho nhắc lại như cũ")
    assert await world.app.database.read(lambda tx: roster.wants_reminders(tx, mai.id))
    if not lan.is_numbered:
        refused = await lan.press(f"no-reminders/{village.head.id}")
        assert "chưa khai hộ người này" in refused.text
        assert await world.app.database.read(lambda tx: roster.wants_reminders(tx, village.head.id))


async def test_nobody_is_reminded_of_a_year_that_is_closed(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await join(lan)
    await at_the_missing(head)
    await head.choose("Chưa khai (4)")
    await head.choose("Nguyễn Thị Lan, sinh 1968")
    await world.app.database.write(
        lambda tx: tx.connection.execute(update(cycles_table).values(state=CycleState.LOCKED)) and None
    )
    assert "Kỳ đánh giá này đã khoá sổ." in (await head.choose("Nhắc nhẹ")).text
    found = await world.app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE]))
    assert found is None


@pytest.mark.parametrize("channel", ["telegram-polling", "zalo-polling"])
async def test_a_reminder_that_reaches_nobody_is_on_no_list_and_not_repeated_at_once(
    channel: str, sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.notice_sender.LOOK_EVERY", 0.01)
    async with world_on(channel, sqlite_url, clock, tmp_path) as world:
        lan, head, lan_id = world.phones["Lan"], world.phones["Đức"], world.village.lan.id
        assert isinstance(lan, TelegramPhone | ZaloPhone)
        await join(lan)
        lan.user.block()
        await at_the_missing(head)
        await head.choose("Chưa khai (4)")
        await head.choose("Nguyễn Thị Lan, sinh 1968")
        await head.choose("Nhắc nhẹ")
        async with asyncio.timeout(PATIENCE):
            while await world.app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE])) is not None:
                clock.advance(seconds=10)  # Zalo Bot only says "internal server error", so it is tried again
                await asyncio.sleep(0.01)
        assert (await world.app.database.read(lambda tx: accounts.reachable(tx, lan_id)) is None) == (
            channel == "telegram-polling"
        )
        await at_the_missing(head)
        await head.choose("Chưa khai (4)")
        seen = await head.choose("Nguyễn Thị Lan, sinh 1968")
        assert "Nhắc nhẹ" not in seen.buttons
        assert "Nhắc lần trước: 23/11/2026" in seen.text
        assert not any("Cần báo tận nơi" in each for each in (await head.say("/start")).buttons)
