"""Announcements: looked at before they go out, seldom, by day, and to nobody who does not want them."""

from __future__ import annotations

from acts import ways
from storage import announcements, outbox
from storage.kit.words import ErrandKind
from tests.handlers.driver import Commune

SAID = "Tối thứ bảy học dùng điện thoại ở nhà văn hoá, mời bà con."
WHOLE = f"Thông báo của thôn Kim Sơn:\n\n{SAID}"


async def announce(commune: Commune, said: str = SAID) -> None:
    await commune.head.press(ways.announce(commune.kim_son))
    await commune.head.say(said)


async def test_a_head_sees_whom_it_reaches_before_it_goes_out_once(commune: Commune) -> None:
    await announce(commune)
    seen = commune.head.screen
    n = len(await commune.look(lambda tx: announcements.readers(tx, commune.kim_son)))
    assert WHOLE in seen
    assert f"Gửi tới {n} người.\n- trang web: {n} tin, không giới hạn số tin" in seen
    assert await commune.notices(commune.lan) == []
    assert f"Đã gửi thông báo tới {n} người." in await commune.head.choose("Gửi thông báo")
    assert await commune.notices(commune.lan) == [WHOLE]
    await commune.head.press(ways.announce_send(commune.kim_son))
    assert await commune.notices(commune.lan) == [WHOLE]
    assert await commune.notices(commune.far) == []  # of another village


async def test_what_it_costs_of_a_counted_channel_is_said(commune: Commune) -> None:
    commune.dispatcher.capabilities["web"] = type(commune.dispatcher.capabilities["web"])(
        buttons=100, text_limit=20_000, budget=3
    )
    await announce(commune)
    assert "tháng này chỉ còn 3/3 tin nên có người không nhận được" in commune.head.screen


async def test_a_third_within_a_week_waits(commune: Commune) -> None:
    for _ in range(announcements.MOST):
        await announce(commune)
        await commune.head.choose("Gửi thông báo")
    assert "Đã đủ số thông báo." in await commune.head.press(ways.announce(commune.kim_son))
    await commune.head.say(SAID)
    await commune.head.press(ways.announce_send(commune.kim_son))
    assert len(await commune.notices(commune.lan)) == announcements.MOST
    commune.clock.advance(days=8)
    await announce(commune)
    await commune.head.choose("Gửi thông báo")
    assert len(await commune.notices(commune.lan)) == announcements.MOST + 1


async def test_at_night_it_waits_for_the_morning(commune: Commune) -> None:
    commune.clock.advance(hours=8)
    await announce(commune)
    assert "6 giờ rưỡi sáng tin mới gửi" in commune.head.screen
    await commune.head.choose("Gửi thông báo")
    now = await commune.look(lambda tx: tx.now)
    due = await commune.look(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE]))
    assert due is not None
    assert due > now


async def test_who_wants_none_gets_none_until_they_do_again(commune: Commune) -> None:
    lan = commune.village.lan.id
    assert "Từ nay không gửi thông báo nữa." in await commune.lan.press(ways.announcements_off(lan))
    await announce(commune)
    await commune.head.choose("Gửi thông báo")
    assert await commune.notices(commune.lan) == []
    assert "Gửi thông báo lại như cũ" in (await commune.lan.press(ways.data())).labels
    await commune.lan.choose("Gửi thông báo lại như cũ")
    await announce(commune)
    await commune.head.choose("Gửi thông báo")
    assert await commune.notices(commune.lan) == [WHOLE]


async def test_too_short_too_long_or_no_words_are_asked_back(commune: Commune) -> None:
    for said in ("Họp", "x" * 501):
        await announce(commune, said)
        assert "từ 10 đến 500 chữ cái" in commune.head.screen
    assert "Chỗ này chỉ nhận chữ." in await commune.head.photo()
    assert (await commune.head.press(ways.announce_see(commune.kim_son))).at == f"announce/{commune.kim_son}"
    assert (await commune.head.press(ways.announce(commune.hong_linh))).at == "home"
