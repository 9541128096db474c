"""The way to the desk: who is offered it, its link, how often it can be asked for, and closing it."""

from __future__ import annotations

from dataclasses import replace

from acts import ways
from storage import audit, desk_sessions
from storage.desk_sessions import MOST_ASKED
from storage.kit.transaction import Transaction
from tests.handlers.driver import Chat, Commune

ADDRESS = "https://hoctap.vn/ban-lam-viec/mo/"


def code_on(chat: Chat) -> str:
    """The code of the link that stands on the screen."""
    (line,) = [each for each in chat.screen.text.splitlines() if each.startswith(ADDRESS)]
    return line.removeprefix(ADDRESS)


async def open_with(commune: Commune, code: str) -> bool:
    """The link with this code is opened in a browser."""

    def work(tx: Transaction) -> bool:
        found = desk_sessions.of_link(tx, code)
        return found is not None and desk_sessions.open_(tx, found, f"secret of {code}")

    return await commune.do(work)


async def test_officers_and_heads_are_offered_the_desk_and_residents_are_not(commune: Commune) -> None:
    for chat, is_offered in ((commune.officer, True), (commune.head, True), (commune.lan, False)):
        assert ("Mở bàn làm việc" in (await chat.press(ways.home())).labels) is is_offered
    assert "dành cho" in await commune.lan.press(ways.desk())
    assert "dành cho" in await commune.lan.press(ways.desk_link())


async def test_where_no_pages_are_served_it_is_not_offered_and_an_old_button_says_so(commune: Commune) -> None:
    commune.dispatcher.links = replace(commune.dispatcher.links, desk=None)
    assert "Mở bàn làm việc" not in (await commune.officer.press(ways.home())).labels
    assert "chưa có bàn làm việc" in await commune.officer.press(ways.desk())
    assert "chưa có bàn làm việc" in await commune.officer.press(ways.desk_link())


async def test_a_link_opens_once_and_a_newer_one_closes_the_one_before(commune: Commune) -> None:
    await commune.officer.press(ways.home())
    await commune.officer.choose("Mở bàn làm việc")
    assert "trong trình duyệt" in await commune.officer.choose("Lấy đường dẫn")
    first = code_on(commune.officer)
    await commune.officer.choose("Lấy đường dẫn khác")
    second = code_on(commune.officer)
    assert first != second
    assert not await open_with(commune, first)
    assert await open_with(commune, second)
    assert not await open_with(commune, second)
    assert ADDRESS not in await commune.officer.press(ways.desk())


async def test_a_link_is_over_after_five_minutes(commune: Commune) -> None:
    await commune.officer.press(ways.desk_link())
    code = code_on(commune.officer)
    commune.clock.advance(minutes=5)
    assert not await open_with(commune, code)
    assert ADDRESS not in await commune.officer.back()


async def test_where_it_is_open_stands_among_ones_devices_and_is_closed_from_there(commune: Commune) -> None:
    await commune.head.press(ways.desk_link())
    code = code_on(commune.head)
    assert await open_with(commune, code)
    assert "Bàn làm việc đang mở từ" in await commune.head.press(ways.devices())
    assert "Đã đóng bàn làm việc." in await commune.head.choose("Đóng bàn làm việc")
    assert "Bàn làm việc đang mở" not in commune.head.screen
    assert await commune.look(lambda tx: desk_sessions.find(tx, f"secret of {code}")) is None
    told = await commune.look(lambda tx: [each.code for each in audit.lines(tx) if each.code.startswith("desk.")])
    assert told == ["desk.opened", "desk.closed"]


async def test_who_asks_for_many_links_waits_an_hour(commune: Commune) -> None:
    for _ in range(MOST_ASKED):
        await commune.officer.press(ways.desk_link())
    assert "đợi một lúc" in await commune.officer.press(ways.desk_link())
    commune.clock.advance(hours=1)
    await commune.officer.press(ways.desk_link())
    assert code_on(commune.officer)
