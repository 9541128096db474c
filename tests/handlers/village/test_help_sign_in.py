"""Letting people in and keeping lost phones out: found by name, a one-time code, a chat cut off."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.policy import Role
from handlers.village.help_sign_in import MOST_FOUND
from storage import accounts, sign_in_codes
from tests.handlers.driver import Chat, Commune


def code_on(chat: Chat) -> str:
    title = chat.screen.text.splitlines()[0]
    assert title.startswith("Mã đăng nhập: "), title
    return title.removeprefix("Mã đăng nhập: ").replace(" ", "")


@pytest.mark.parametrize("typed", ["Lan", "nguyễn thị lan", "nguyen thi LAN"])
async def test_somebody_is_found_by_name(commune: Commune, typed: str) -> None:
    await commune.head.press(ways.residents())
    await commune.head.say(typed)
    seen = await commune.head.choose("Nguyễn Thị Lan, sinh 1968")
    assert "Nguyễn Thị Lan, sinh 1968, Thôn Kim Sơn" in seen
    assert "trang web, dùng lần cuối" in seen


@pytest.mark.parametrize(("typed", "said"), [("x", "ít nhất 2 chữ cái"), ("Không Có Ai", "Không có ai tên ấy")])
async def test_nobody_of_that_name_is_said_to_be_there(commune: Commune, typed: str, said: str) -> None:
    await commune.head.press(ways.residents())
    seen = await commune.head.say(typed)
    assert (seen.at, said in seen) == ("residents", True)
    assert "ít nhất 2 chữ cái" in await commune.head.send("sticker")
    assert (await commune.head.press(ways.residents_found())).at == "residents"


async def test_too_many_of_a_name_are_asked_for_in_full(commune: Commune) -> None:
    for i in range(MOST_FOUND + 1):
        await commune.neighbour(f"Hồ Thị {'ABCDEFGHI'[i]}a", 1950 + i)
    await commune.head.press(ways.residents())
    seen = await commune.head.say("Hồ Thị")
    assert "Còn nhiều người nữa" in seen
    assert len([label for label in seen.labels if label.startswith("Hồ Thị")]) == MOST_FOUND


async def test_people_of_other_villages_are_not_found_or_touched(commune: Commune) -> None:
    far, seat = commune.people["Khánh"].id, (await commune.far.account()).id
    await commune.head.press(ways.residents())
    assert "Không có ai tên ấy" in await commune.head.say("Khánh")
    for way in (ways.resident(far), ways.admit(far), ways.admitted(far), ways.cut(far, seat), ways.cut_now(far, seat)):
        assert "Người này ở nơi khác, hoặc" in await commune.head.press(way), way
        assert "dành cho trưởng thôn" in await commune.lan.press(way), way
    await commune.officer.press(ways.residents())
    assert "Lê Bá Khánh, sinh 1955" in (await commune.officer.say("Khánh")).labels
    assert (await commune.far.account()).person is not None


async def test_a_code_lets_somebody_in_and_they_hear_of_it(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.head.press(ways.resident(lan.id))
    await commune.head.choose("Cấp mã đăng nhập")
    code = code_on(commune.head)
    await commune.head.press(ways.admit(lan.id))
    assert code_on(commune.head) == code  # pressed twice, there is one
    (told,) = await commune.notices(commune.lan)
    assert "vừa cấp mã để mở tài khoản của bác" in told
    await commune.stranger.open(code)
    await commune.stranger.choose("Đúng là tôi, tôi đồng ý")
    person = (await commune.stranger.account()).person
    assert person is not None
    assert person.id == lan.id


async def test_the_code_is_shown_once_and_lives_a_day(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.head.press(ways.admit(lan))
    code = code_on(commune.head)
    await commune.head.choose("Xong")
    seen = await commune.head.press(ways.admitted(lan))
    assert (seen.at, "Mã chỉ hiện một lần" in seen) == (ways.resident(lan), True)
    commune.clock.advance(hours=23)
    found = await commune.do(lambda tx: sign_in_codes.find(tx, code))
    assert found is not None
    assert found.is_open(commune.clock())
    commune.clock.advance(hours=1)
    assert not found.is_open(commune.clock())


async def test_a_new_code_after_the_first_was_used_is_another(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.head.press(ways.admit(lan))
    first = code_on(commune.head)
    await commune.stranger.open(first)
    await commune.stranger.choose("Đúng là tôi, tôi đồng ý")
    await commune.head.press(ways.admit(lan))
    assert code_on(commune.head) != first


async def test_a_lost_phone_is_cut_off_after_asking(commune: Commune) -> None:
    lan, seat = commune.village.lan.id, (await commune.lan.account()).id
    await commune.head.press(ways.resident(lan))
    assert "Ai cầm máy ấy sẽ không xem" in await commune.head.choose("Khoá trang web (mất máy)")
    await commune.head.choose("Thôi")
    assert (await commune.lan.account()).person is not None
    seen = await commune.head.press(ways.cut_now(lan, seat))
    assert "Đã khoá." in seen
    assert "Chưa nối điện thoại hay ứng dụng nào." in seen
    assert (await commune.lan.account()).person is None
    assert "Đã khoá." not in await commune.head.press(ways.cut_now(lan, seat))


async def test_who_keeps_another_chat_hears_that_one_was_cut_off(commune: Commune) -> None:
    lan = commune.village.lan
    second = await commune.sits("Lan 2", lan)
    await commune.head.press(ways.cut_now(lan.id, (await second.account()).id))
    (told,) = await commune.notices(commune.lan)
    assert "vừa khoá một máy của bác" in told


async def test_somebodys_chat_is_not_cut_off_as_anothers(commune: Commune) -> None:
    seat = (await commune.mai.account()).id
    for way in (ways.cut(commune.village.lan.id, seat), ways.cut_now(commune.village.lan.id, seat)):
        assert (await commune.head.press(way)).at == ways.resident(commune.village.lan.id)
    assert (await commune.mai.account()).person is not None


async def test_one_cuts_off_the_chat_one_sits_at(commune: Commune) -> None:
    me = commune.village.head.id
    seen = await commune.head.press(ways.cut_now(me, (await commune.head.account()).id))
    assert "Ghi tên tham gia" in seen.labels
    assert await commune.look(lambda tx: accounts.of_person(tx, me)) == ()


async def test_heads_and_officers_are_an_officers_affair(commune: Commune) -> None:
    """Who could sign in as an officer would be one."""
    officer, deputy = commune.village.officer.id, await commune.neighbour("Bùi Văn Phó")
    await commune.give(deputy, Role.HEAD, commune.village.kim_son)
    for who, because in ((officer, "Người này ở nơi khác, hoặc"), (deputy.id, "dành cho cán bộ xã")):
        for way in (ways.resident(who), ways.admit(who)):
            assert because in await commune.head.press(way)
    assert "Mã đăng nhập: " in await commune.officer.press(ways.admit(commune.village.head.id))
    for way in (ways.residents(), ways.residents_found()):
        assert "dành cho trưởng thôn" in await commune.lan.press(way)
