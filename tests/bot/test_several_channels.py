"""One person on several channels, several persons on one phone, and notices that find another way."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from criteria.policy import Actor, Grant, Role
from storage import accounts, audit, to_tell_in_person
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.phone import Phone, Seen, ZaloPhone
from tests.steps import fill_in, join
from tests.world import World, everywhere

pytestmark = pytest.mark.world("everywhere")

CODE = re.compile(r"[A-Z0-9]{4} [A-Z0-9]{4}")


async def link(one: Phone, other: Phone) -> Seen:
    """Show a code on one phone and type it on the other."""
    await one.say("/quyen")
    await one.choose("Điện thoại, ứng dụng của tôi")
    shown = await one.choose("Nối thêm máy, ứng dụng")
    code = CODE.search(str(shown))
    assert code is not None
    await other.say(code.group())
    return await other.choose("Đúng là tôi, tôi đồng ý")


async def test_the_story_of_the_first_issue_on_two_channels_at_once(world: World) -> None:
    """Bà Lan declares on the Official Account, ông Đức confirms on Telegram, and she hears of it."""
    lan, head = world.phones["Lan/zalo-oa"], world.phones["Đức/telegram"]
    await join(lan)
    assert "Đã gửi" in (await fill_in(lan)).text
    await head.say("/duyet")
    await head.choose("Bắt đầu xem")
    await head.choose("Xác nhận")
    assert "đã được xác nhận" in (await lan.notice()).text


async def test_begin_on_one_channel_and_go_on_on_another(world: World) -> None:
    first, second = world.phones["Lan/telegram"], world.phones["Lan/zalo"]
    await join(first)
    await first.say("/khai")
    await first.choose("Làm ruộng, chăn nuôi, nội trợ")
    await first.say("4")
    linked = await link(first, second)
    assert "Đã nối" in linked.text
    assert "mở trên Zalo Bot" in (await first.notice()).text
    assert "Câu 2/13" in str(await second.choose("Khai tiếp"))
    assert len(await world.app.database.read(lambda tx: accounts.of_person(tx, world.village.lan.id))) == 2


async def test_a_code_works_once_and_not_for_ever(world: World, clock: Clock) -> None:
    first, second, stranger = (world.phones[name] for name in ("Lan/telegram", "Lan/zalo", "Khách/zalo-oa"))
    await join(first)
    await first.say("/quyen")
    await first.choose("Điện thoại, ứng dụng của tôi")
    code = CODE.search(str(await first.choose("Nối thêm máy, ứng dụng")))
    assert code is not None
    assert "gõ mã trên máy kia" in (await first.say(code.group())).text
    clock.advance(minutes=16)
    assert "đã hết hạn" in (await second.say(code.group())).text
    await link(first, second)
    await first.notice()
    assert "Không có mã" in (await stranger.say("ABCD2345")).text


async def test_notices_go_where_one_was_last_or_where_one_chose(world: World) -> None:
    first, second, head = (world.phones[name] for name in ("Lan/telegram", "Lan/zalo", "Đức/telegram"))
    await join(first)
    await link(first, second)
    await first.notice()
    await fill_in(second)
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    await head.choose("Xác nhận")
    assert "đã được xác nhận" in (await second.notice()).text
    await second.say("/quyen")
    await second.choose("Điện thoại, ứng dụng của tôi")
    assert "Tin báo gửi vào: Telegram" in (await second.choose("Tin báo vào Telegram")).text
    await head.choose("Rút lại: Nguyễn Thị Lan")
    assert "rút lại" in (await first.notice()).text
    assert card.buttons


async def test_letting_a_chat_go(world: World) -> None:
    first, second = world.phones["Lan/telegram"], world.phones["Lan/zalo"]
    await join(first)
    await link(first, second)
    await first.notice()
    await first.say("/quyen")
    await first.choose("Điện thoại, ứng dụng của tôi")
    await first.choose("Bỏ Zalo Bot")
    await first.choose("Bỏ máy này")
    assert "Ghi tên tham gia" in (await second.say("/start")).buttons
    assert "Nguyễn Thị Lan" in str(await first.say("/start"))
    await first.say("/quyen")
    await first.choose("Điện thoại, ứng dụng của tôi")
    assert "máy duy nhất" in (await first.choose("Bỏ Telegram")).text
    assert "không còn là của ai" in (await first.choose("Bỏ máy này")).text


async def test_a_lost_phone_is_cut_off_by_the_head_and_the_person_comes_back_by_a_code(world: World) -> None:
    lost, new, head = (world.phones[name] for name in ("Lan/zalo", "Lan/zalo-oa", "Đức/telegram"))
    await join(lost)
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Cấp mã, khoá máy bị mất")
    await head.say("lan")
    await head.choose("Nguyễn Thị Lan, sinh 1968")
    await head.choose("Khoá Zalo Bot (mất máy)")
    assert "Đã khoá" in (await head.choose("Khoá máy này")).text
    assert "Ghi tên tham gia" in (await lost.say("/start")).buttons
    # Whoever finds the phone knows her name and year, and gets nothing by them.
    await lost.open("KIMSON")
    await lost.choose("Tôi đồng ý")
    await lost.say("Nguyễn Thị Lan")
    await lost.say("1968")
    assert "Tên này đã có người ghi" in str(await lost.choose("Đúng rồi"))
    code = CODE.search(str(await head.choose("Cấp mã đăng nhập")))
    assert code is not None
    await new.say(code.group())
    assert "Nguyễn Thị Lan" in str(await new.choose("Đúng là tôi, tôi đồng ý"))
    codes = [
        e.code for e in await world.app.database.read(lambda tx: audit.of_subject(tx, f"person:{world.village.lan.id}"))
    ]
    assert {"code.made", "code.used"} <= set(codes)


async def test_a_head_opens_nobodys_account_who_holds_a_role(world: World) -> None:
    head = world.phones["Đức/telegram"]
    await head.say("/start")
    seen = await head.press(f"admit/{world.village.officer.id}")
    assert "Người này ở nơi khác, hoặc" in seen.text


async def test_declaring_for_somebody_of_the_household(world: World) -> None:
    lan, head = world.phones["Lan/zalo"], world.phones["Đức/telegram"]
    await join(lan)
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say("Trần Thị Mai")
    asked = await lan.say("1992")
    assert "Ai hỏi" in asked.text
    await lan.choose("Đồng ý: người ấy ngồi cạnh, tự trả lời")
    first = await lan.choose("Công nhân, thợ, buôn bán nhỏ")
    assert "Trần Thị Mai · Câu 1/13" in str(first)
    assert "Trong tuần qua, Trần Thị Mai đọc" in str(first)
    for answer in ("6", "2", "4", "3", "1 2 3", "1", "3", "3", "3", "4", "5", "1", "1 2"):
        await lan.say(answer)
    await lan.choose("Gửi trưởng thôn xác nhận")
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    assert "Khai hộ: Nguyễn Thị Lan (người ấy ngồi cạnh, tự trả lời)." in card.text
    await head.choose("Xác nhận")
    assert "Trần Thị Mai" in str(await lan.notice())  # who has no chat of her own hears through who spoke for her
    officer = world.phones["Thương/telegram"]
    await officer.say("/solieu")
    await officer.choose("Xuất Excel")
    notice = await officer.notice()
    while notice.file is None:
        notice = await officer.notice()
    book = CalamineWorkbook.from_filelike(io.BytesIO(await officer.download(notice)))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    heads = next(row for row in rows if "Người khai hộ" in row)
    mai = next(row for row in rows if "Trần Thị Mai" in row)
    assert mai[heads.index("Người khai hộ")] == "Nguyễn Thị Lan"


async def test_who_was_spoken_for_takes_over(world: World) -> None:
    lan, mai = world.phones["Lan/telegram"], world.phones["Khách/zalo"]
    await join(lan)
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say("Trần Thị Mai")
    await lan.say("1992")
    await lan.choose("Đồng ý: người ấy đã nhờ bác khai hộ")
    await lan.choose("Công nhân, thợ, buôn bán nhỏ")
    seen = await join(mai, "Trần Thị Mai", "1992")
    assert "đang khai dở" in seen.text
    assert "Khai tiếp" in seen.buttons
    answer = await lan.say("4")
    assert "của người khác" in answer.text


@pytest.mark.parametrize(
    ("name", "year", "said"),
    [
        ("Nguyễn Thị Lan", "1968", "chọn Bản thân"),
        ("Phan Văn Hải", "1996", "ở hộ khác"),
        ("Phan Văn Đức", "1970", "ở hộ khác"),
    ],
)
async def test_for_whom_nobody_else_declares(world: World, name: str, year: str, said: str) -> None:
    lan = world.phones["Lan/zalo-oa"]
    await join(lan)
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say(name)
    await lan.say(year)
    assert said in (await lan.choose("Đồng ý: người ấy đã nhờ bác khai hộ")).text


async def test_a_stranger_declares_for_nobody_of_the_roster(world: World) -> None:
    """Who is in no household of the roster may not speak for people who are, whatever they know of them."""
    stranger = world.phones["Khách/zalo"]
    await join(stranger, "Người Lạ Mặt", "1990")
    await stranger.choose("Khai hộ người nhà")
    await stranger.choose("Khai hộ người khác trong nhà")
    await stranger.say("Trần Thị Mai")
    await stranger.say("1992")
    assert "ở hộ khác" in (await stranger.choose("Đồng ý: người ấy ngồi cạnh, tự trả lời")).text


async def test_a_refusal_leaves_nothing(world: World) -> None:
    lan = world.phones["Lan/zalo"]
    await join(lan)
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say("Trần Văn Bảy")
    await lan.say("1950")
    assert "không giữ gì" in (await lan.choose("Không đồng ý")).text


# Notices that may not go where they should


async def _confirmed_by(head: Phone) -> None:
    await head.say("/duyet")
    await head.choose("Bắt đầu xem")
    await head.choose("Xác nhận")


async def test_after_two_days_of_silence_a_notice_goes_another_way(world: World, clock: Clock) -> None:
    oa, telegram, head = (world.phones[name] for name in ("Lan/zalo-oa", "Lan/telegram", "Đức/telegram"))
    await join(telegram)
    await link(telegram, oa)
    await telegram.notice()
    await fill_in(oa)
    clock.advance(hours=49)
    await _confirmed_by(head)
    assert "đã được xác nhận" in (await telegram.notice()).text


async def test_who_cannot_be_reached_is_on_the_list_of_visits(world: World, clock: Clock) -> None:
    lan, head = world.phones["Lan/zalo-oa"], world.phones["Đức/telegram"]
    await join(lan)
    await fill_in(lan)
    clock.advance(hours=49)
    await _confirmed_by(head)
    await world.until(lambda tx: to_tell_in_person.count_open_for(tx, _head_actor(world)) == 1)
    await head.say("/start")
    await head.choose("Cần báo tận nơi (1)")
    told = await head.choose("Nguyễn Thị Lan")
    assert "Bản khai Công dân học tập của Nguyễn Thị Lan đã được xác nhận." in told.text
    assert "đã báo Nguyễn Thị Lan" in (await head.choose("Đã báo rồi")).text
    assert not any("Cần báo" in label for label in (await head.say("/start")).buttons)


async def test_who_blocked_the_bot_is_on_the_list_of_visits(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.notice_sender.LOOK_EVERY", 0.01)
    lan, head = world.phone("Lan/zalo", ZaloPhone), world.phones["Đức/telegram"]
    await join(lan)
    await fill_in(lan)
    lan.user.block()
    await _confirmed_by(head)
    found = await visits_after_some_time(world, clock)  # Zalo says "internal server error", so a few times more
    assert found == 1
    assert "Cần báo tận nơi (1)" in (await head.say("/start")).buttons
    account = await world.app.database.read(lambda tx: accounts.find(tx, "zalo", lan.user.chat))
    assert account is not None
    assert not account.blocked


async def visits_after_some_time(world: World, clock: Clock) -> int:
    """Time passes until somebody is on the head's list."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await world.app.database.read(lambda tx: to_tell_in_person.count_open_for(tx, _head_actor(world)))
            if found:
                return found
            clock.advance(seconds=10)
            await asyncio.sleep(0.01)


async def test_when_the_months_messages_run_short_forms_come_in_one_message(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    async with everywhere(sqlite_url, clock, tmp_path, monthly=10) as world:
        lan, officer = world.phones["Lan/zalo"], world.phones["Thương/telegram"]
        await join(lan)
        for _ in range(3):
            await lan.say("/start")
        assert "đã gửi 8 trong 10 tin" in (await officer.notice()).text
        await lan.say("/khai")
        assert "Gõ 13 số trong một tin" in (await lan.choose("Làm ruộng, chăn nuôi, nội trợ")).text


def _head_actor(world: World) -> Actor:
    head = world.village.head
    return Actor(head.id, head.household_id, (Grant(Role.HEAD, world.village.kim_son.id),))
