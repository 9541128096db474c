"""The residents' web chat in a real browser on a small phone, with script and without."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from acts.choice import Choice
from acts.way import Way
from bot.app import App
from bot.channels.webchat import chat_of
from bot.commune_setup import act_as_operator
from handlers.kit.screen import Screen, screen_to_data
from locales.text import T
from storage import accounts, cycles, declarations, outbox, places
from storage.declaration_record import Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.browser.pages import asks_often, hears, page_of, sees, tap, until, write
from tests.conftest import Clock
from tests.village import there
from tests.world import residents_web


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


@pytest.fixture
def address(app: App) -> str:
    """Where it is found."""
    return app.settings.web_url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_from_the_villages_link_to_the_second_question(browser: Browser, address: str, *, script: bool) -> None:
    page, faults = await page_of(browser, script=script)
    await page.goto(f"{address}/thon/KIMSON")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await tap(page, "Bắt đầu")
    await sees(page, "Ai hỏi")
    await tap(page, "Tôi đồng ý")
    await sees(page, "họ và tên")
    await write(page, "Lan")
    await sees(page, "Bác gõ đủ họ và tên")
    await write(page, "Nguyễn Thị Lan")
    await sees(page, "sinh năm nào")
    await write(page, "1968")
    await tap(page, "Đúng rồi")
    await tap(page, "Khai Công dân học tập")
    await tap(page, "Làm ruộng, chăn nuôi, nội trợ")
    await sees(page, "Trong tuần qua")
    await tap(page, "3-5 ngày")
    await sees(page, "mấy lớp học")
    await page.goto(f"{address}/thon/KIMSON")  # the battery died; the link is opened again
    await sees(page, "mấy lớp học")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults == []


async def test_a_reload_sends_nothing_again(browser: Browser, address: str) -> None:
    page, faults = await page_of(browser, script=True)
    await page.goto(f"{address}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await sees(page, "Ai hỏi")
    await page.reload()
    await sees(page, "Ai hỏi")
    assert page.url.endswith("/chat")
    assert faults == []


async def test_the_open_screen_is_shown_in_its_place_as_it_is_when_the_page_is_opened(
    browser: Browser, address: str, app: App
) -> None:
    page, faults = await page_of(browser, script=True)
    await page.goto(f"{address}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await tap(page, "Tôi đồng ý")
    await sees(page, "họ và tên")
    await write(page, "Nguyễn Thị Lan")
    await sees(page, "sinh năm nào")
    await write(page, "1968")
    await tap(page, "Đúng rồi")
    await sees(page, "chưa khai Công dân học tập")
    screens = page.locator(".message[data-kind=screen]")
    n = await screens.count() + 1
    await write(page, "menu")
    await expect(screens).to_have_count(n)
    await expect(screens.last).to_contain_text("chưa khai Công dân học tập")
    session = next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")

    def begins(tx: Transaction) -> None:  # on another telephone of hers
        account = there(accounts.find(tx, "web", chat_of(session)))
        person = there(account.person)
        act_as_operator(tx)
        cycle = there(cycles.of_year(tx, places.get(tx, person.place_id).commune_id, 2026))
        declarations.begin(tx, person, cycle, speaker=Speaker(account.id, person.id))
        tx.save_chain()

    await app.database.write(begins)
    await page.reload()
    await expect(screens.last).not_to_contain_text("chưa khai Công dân học tập")
    await expect(screens).to_have_count(n)
    await page.reload()
    await expect(screens).to_have_count(n)
    assert faults == []


async def test_a_notice_found_on_opening_keeps_its_buttons_below_the_open_question(
    browser: Browser, address: str, app: App
) -> None:
    page, faults = await page_of(browser, script=True)
    await page.goto(f"{address}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await tap(page, "Tôi đồng ý")
    await sees(page, "họ và tên")
    await page.goto("about:blank")
    session = next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")
    notice = screen_to_data(Screen(text=T("Đã khoá."), choices=(Choice(T("Về đầu"), Way("home")),)))

    def leave(tx: Transaction) -> None:
        account = accounts.find(tx, "web", chat_of(session))
        assert account is not None
        outbox.put(tx, ErrandKind.NOTICE, account.id, notice)

    await app.database.write(leave)
    await page.goto(f"{address}/chat")
    await hears(page, "Đã khoá.")
    await expect(page.locator(".choices")).to_have_count(2)
    await expect(page.locator(".bar .choices")).to_contain_text("Quay lại")  # the question's own, in the bar
    await expect(page.locator(".bar .of")).to_contain_text("họ và tên")  # which says whose they are
    await expect(page.locator(".log .message[data-kind=notice] + .choices")).to_have_text("Về đầu")
    await page.reload()
    await sees(page, "họ và tên")  # again at the end, so that its choices are not taken for the notice's
    await expect(page.locator(".message[data-kind=notice]")).to_have_count(1)
    assert faults == []


async def test_notices_come_though_the_stream_is_cut(browser: Browser, address: str, app: App) -> None:
    page, _ = await page_of(browser, script=True)
    await page.route("**/chat/me/stream", lambda route: route.abort())
    await page.route("**/static/chat.js", asks_often)
    await page.goto(f"{address}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await sees(page, "Ai hỏi")
    session = next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")
    account = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))
    assert account is not None
    notice = screen_to_data(Screen(text=T("Đã khoá.")))
    await app.database.write(lambda tx: outbox.put(tx, ErrandKind.NOTICE, account.id, notice))
    await hears(page, "Đã khoá.")
    await tap(page, "Tôi đồng ý")  # what the person does needs no stream
    await sees(page, "họ và tên")


async def test_who_signs_in_and_loads_anew_before_the_answer_comes_is_in(
    browser: Browser, address: str, app: App
) -> None:
    """The line breaks in the very answer that brings the new session, and the person reloads."""
    page, _ = await page_of(browser, script=True)
    await page.goto(f"{address}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await tap(page, "Tôi đồng ý")
    await sees(page, "họ và tên")
    await write(page, "Nguyễn Thị Lan")
    await sees(page, "sinh năm nào")
    await write(page, "1968")
    await sees(page, "Đúng chưa")
    (before,) = [each for each in await page.context.cookies() if each["name"] == "hoctap"]
    lost = asyncio.Event()

    async def loses(route: Route) -> None:
        if not lost.is_set():
            await route.fetch()  # it is done, and nobody hears of it
            await page.context.add_cookies([{"name": "hoctap", "value": before["value"], "url": address}])
            lost.set()
        await route.abort()

    await page.route("**/chat/me/events", loses)
    await tap(page, "Đúng rồi")
    await lost.wait()
    assert await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(before["value"]))) is None
    await page.unroute("**/chat/me/events")
    await page.reload()
    await expect(page.locator(".message[data-kind=screen]").last).to_contain_text("Nguyễn Thị Lan")
    await expect(page.locator(".bar")).to_contain_text("Khai Công dân học tập")
    await write(page, "menu")
    await sees(page, "chưa khai Công dân học tập")
    await until(page, "sessionStorage.length === 0")
