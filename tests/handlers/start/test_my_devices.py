"""One person on several chats: a code shown on one and typed on the other, where notices go, letting a chat go."""

from __future__ import annotations

from datetime import timedelta

from acts import ways
from storage import accounts, sign_in_codes
from storage.accounts import Seat
from tests.handlers.driver import Chat, Commune


async def seats(commune: Commune, who: str = "Lan") -> tuple[Seat, ...]:
    return await commune.look(lambda tx: accounts.of_person(tx, commune.people[who].id))


def code_on(chat: Chat) -> str:
    """The code that the chat shows now."""
    title = chat.screen.text.splitlines()[0]
    assert title.startswith("Mã nối: "), title
    return title.removeprefix("Mã nối: ").replace(" ", "")


async def linked(commune: Commune) -> None:
    """The stranger's chat becomes Lan's, too."""
    await commune.lan.press(ways.link())
    await commune.stranger.open(code_on(commune.lan))
    await commune.stranger.choose("Đúng là tôi, tôi đồng ý")


async def test_a_code_typed_on_another_chat_makes_it_ones_own(commune: Commune) -> None:
    await commune.lan.press(ways.link())
    code = code_on(commune.lan)
    assert f"https://hoctap.vn/{code}" in commune.lan.screen
    seen = await commune.stranger.say(code.lower())
    assert "Đây là Nguyễn Thị Lan?" in seen
    assert "Ai hỏi: Ủy ban nhân dân" in seen
    assert (await commune.stranger.account()).person is None  # not before they say so
    assert "Đã nối." in await commune.stranger.choose("Đúng là tôi, tôi đồng ý")
    assert len(await seats(commune)) == 2
    told = [*await commune.notices(commune.lan), *await commune.notices(commune.stranger)]
    assert len([each for each in told if "vừa mở trên" in each]) == 1


async def test_a_code_works_once_and_a_quarter_of_an_hour(commune: Commune) -> None:
    await linked(commune)
    code = await code_made(commune)
    third = await commune.sits("Khách 2", None)
    commune.clock.advance(minutes=15)
    assert "đã được dùng hoặc đã hết hạn" in await third.press(ways.sign_in(code))
    assert "đã được dùng hoặc đã hết hạn" in await third.press(ways.sign_in_now(code))
    assert "đã được dùng hoặc đã hết hạn" in await third.press(ways.sign_in_now("X"))
    assert (await third.account()).person is None


async def code_made(commune: Commune) -> str:
    await commune.lan.press(ways.link())
    return code_on(commune.lan)


async def test_a_code_used_between_looking_and_agreeing_signs_nobody_else_in(commune: Commune) -> None:
    code = await code_made(commune)
    other = await commune.sits("Khách 2", None)
    await commune.stranger.open(code)
    await other.open(code)
    await commune.stranger.choose("Đúng là tôi, tôi đồng ý")
    assert "đã được dùng" in await other.choose("Đúng là tôi, tôi đồng ý")
    assert (await other.account()).person is None


async def test_the_code_is_shown_once(commune: Commune) -> None:
    code = await code_made(commune)
    assert await code_made(commune) == code  # pressed twice, there is one code
    await commune.lan.press(ways.home())
    seen = await commune.lan.press(ways.linking())
    assert (seen.at, "Mã chỉ hiện một lần" in seen) == ("devices", True)
    assert code not in seen.text.replace(" ", "")


async def test_a_chat_that_is_somebodys_is_not_taken_over(commune: Commune) -> None:
    code = await code_made(commune)
    assert "Chat này đã là của bác rồi." in await commune.lan.press(ways.sign_in(code))
    for way in (ways.sign_in(code), ways.sign_in_now(code)):
        seen = await commune.head.press(way)
        assert "Chat này đang là của Phan Văn Đức." in seen
    assert len(await seats(commune, "Đức")) == 1
    found = await commune.do(lambda tx: sign_in_codes.find(tx, code))
    assert found is not None
    assert found.is_open(commune.clock() + timedelta(minutes=1))


async def test_where_notices_go_is_chosen_among_ones_own(commune: Commune) -> None:
    await commune.lan.press(ways.devices())
    assert not [label for label in commune.lan.screen.labels if label.startswith("Tin báo vào")]
    account = await commune.lan.account()
    assert "(máy đang dùng)" in commune.lan.screen
    heads = (await commune.head.account()).id
    assert "Đã ghi." not in await commune.lan.press(ways.prefer(heads))
    assert "Đã ghi." in await commune.lan.press(ways.prefer(account.id))
    assert "Tin báo gửi vào: trang web." in commune.lan.screen
    assert [each.preferred for each in await seats(commune)] == [True]
    assert "nơi dùng lần cuối" in await commune.lan.press(ways.prefer(0))
    assert [each.preferred for each in await seats(commune)] == [False]


async def test_of_two_chats_each_can_be_let_go(commune: Commune) -> None:
    await linked(commune)
    first, second = (await commune.lan.account()).id, (await commune.stranger.account()).id
    seen = await commune.lan.press(ways.unlink(second))
    assert "máy duy nhất" not in seen
    await commune.lan.choose("Bỏ máy này")
    assert (commune.lan.screen.at, "Đã bỏ." in commune.lan.screen) == ("devices", True)
    assert [each.id for each in await seats(commune)] == [first]
    assert (await commune.stranger.account()).person is None


async def test_ones_last_chat_is_let_go_after_a_warning(commune: Commune) -> None:
    me = (await commune.lan.account()).id
    assert "Đây là máy duy nhất của bác" in await commune.lan.press(ways.unlink(me))
    seen = await commune.lan.choose("Bỏ máy này")
    assert "không còn là của ai" in seen
    assert "Ghi tên tham gia" in seen.labels
    assert await seats(commune) == ()


async def test_somebody_elses_chat_is_not_let_go(commune: Commune) -> None:
    heads = (await commune.head.account()).id
    for way in (ways.unlink(heads), ways.unlink_now(heads)):
        assert (await commune.lan.press(way)).at == "devices"
    assert len(await seats(commune, "Đức")) == 1
    for way in (ways.devices(), ways.link(), ways.linking(), ways.prefer(heads), ways.unlink(heads)):
        assert "chưa ghi tên" in await commune.stranger.press(way)
