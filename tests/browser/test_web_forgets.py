"""What stays in a browser when a chat is nobody's any more: nothing, whoever let it go and wherever."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.app import App
from bot.channels.webchat import chat_of
from storage import accounts, people
from storage.kit.transaction import Transaction
from tests.browser.pages import asks_often, page_of, sees, tap, until, write
from tests.conftest import Clock
from tests.village import sit_down
from tests.world import residents_web

LAN = 1
NAME, STREAM = "Nguyễn Thị Lan", "**/chat/me/stream"
KEPT = """async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
    }
    return kept.join(" ");
}"""

pytestmark = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


async def lans_page(browser: Browser, app: App, *, script: bool) -> Page:
    """A browser in which Lan has looked at what is kept of her, twice."""
    page, _ = await page_of(browser, script=script)
    await page.goto(app.settings.web_url)
    await page.get_by_role("button", name="Bắt đầu").click()
    await sees(page, "Chào bác")
    session = await session_of(page.context)
    await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, LAN)))
    await page.goto(f"{app.settings.web_url}/chat")
    await write(page, "/quyen")
    await sees(page, NAME)
    await write(page, "/quyen")
    await expect(page.locator(".bar")).to_contain_text("Rút đồng ý và xoá")
    if script:
        holds = f"async () => (await ({KEPT})()).includes('{NAME}')"  # else the test would look in the wrong place
        await until(page, holds)
    return page


async def session_of(context: BrowserContext) -> str:
    return next((each["value"] for each in await context.cookies() if each["name"] == "hoctap"), "")


async def cut_off(app: App, session: str) -> None:
    """Somebody else, on another channel, lets the chat of this session go."""

    def work(tx: Transaction) -> None:
        account = accounts.find(tx, "web", chat_of(session))
        assert account is not None
        accounts.lock(tx, "telegram", "77")
        assert accounts.cut_off(tx, account.id, LAN)
        tx.save_chain()

    await app.database.write(work)


async def nothing_stays(page: Page, app: App, *, script: bool) -> None:
    """Not on the page, not in what the browser keeps, not in its history, not for who opens the chat again."""
    assert await session_of(page.context) == ""
    for _ in range(3):
        assert NAME not in await page.content()
        assert "1968" not in await page.content()
        if script:
            kept = await page.evaluate(KEPT)
            assert NAME not in kept
            assert "hoctap:" not in kept
        await page.go_back()
        if page.url.startswith("about:"):
            break
    again = await page.context.new_page()
    for path in ("/chat", "/"):
        await again.goto(f"{app.settings.web_url}{path}")
        await expect(again.get_by_role("button", name="Bắt đầu")).to_be_visible()
        assert NAME not in await again.content()


async def test_what_was_erased_is_in_no_tab_and_no_store(browser: Browser, app: App, *, script: bool) -> None:
    page = await lans_page(browser, app, script=script)
    beside = await page.context.new_page()
    await beside.goto(f"{app.settings.web_url}/chat")
    await expect(beside.locator(".message[data-kind=screen]").last).to_contain_text(NAME)
    await tap(page, "Rút đồng ý và xoá")
    await sees(page, "Xoá rồi không lấy lại được")
    await tap(page, "Xoá hết")
    await expect(page.get_by_role("status")).to_contain_text("Đã xoá. Cảm ơn bác.")
    await expect(page.get_by_role("status")).not_to_contain_text("Bản khai vẫn còn")
    if script:  # the other tab goes by itself; without script, as soon as it is touched
        await expect(beside.get_by_role("button", name="Bắt đầu")).to_be_visible()
    else:
        await beside.reload()
    assert NAME not in await beside.content()
    await page.reload()
    await nothing_stays(page, app, script=script)


async def test_a_phone_locked_elsewhere_shows_nothing(browser: Browser, app: App, *, script: bool) -> None:
    page = await lans_page(browser, app, script=script)
    await cut_off(app, await session_of(page.context))
    if not script:
        await tap(page, "Về đầu")
    await expect(page.get_by_role("status")).to_contain_text("khoá từ nơi khác")
    await expect(page.get_by_role("status")).to_contain_text("mã đăng nhập")
    await nothing_stays(page, app, script=script)


async def test_a_phone_locked_while_it_was_closed_shows_nothing_when_opened(
    browser: Browser, app: App, *, script: bool
) -> None:
    page = await lans_page(browser, app, script=script)
    session = await session_of(page.context)
    await page.goto("about:blank")
    await cut_off(app, session)
    await page.goto(f"{app.settings.web_url}/thon/KIMSON")
    await expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    await nothing_stays(page, app, script=script)


async def test_one_leaves_a_shared_phone(browser: Browser, app: App, *, script: bool) -> None:
    page = await lans_page(browser, app, script=script)
    session = await session_of(page.context)
    await page.get_by_role("link", name="Thoát khỏi máy này").click()
    await expect(page.get_by_role("main")).to_contain_text("Muốn vào lại")
    await page.get_by_role("button", name="Ở lại").click()
    await sees(page, NAME)  # nothing was done
    await page.get_by_role("link", name="Thoát khỏi máy này").click()
    await page.get_by_role("button", name="Thoát khỏi máy này").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã thoát khỏi máy này.")
    await expect(page.get_by_role("status")).to_contain_text("gõ mã đăng nhập")
    left = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))
    assert left is not None
    assert (left.person, left.draft) == (None, {})
    await nothing_stays(page, app, script=script)
    cookies = [{"name": "hoctap", "value": session, "url": app.settings.web_url}]
    await page.context.add_cookies(json.loads(json.dumps(cookies)))  # who copied it before has nothing of it
    await page.goto(f"{app.settings.web_url}/chat")
    await expect(page.get_by_role("status")).to_contain_text("Đã thoát khỏi máy này.")


async def test_the_next_person_begins_anew_and_sees_only_their_own(browser: Browser, app: App, *, script: bool) -> None:
    page = await lans_page(browser, app, script=script)
    await page.get_by_role("link", name="Thoát khỏi máy này").click()
    await page.get_by_role("button", name="Thoát khỏi máy này").click()
    await page.get_by_role("button", name="Bắt đầu").click()
    await sees(page, "Chào bác")
    assert NAME not in await page.content()
    await write(page, "/quyen")
    await sees(page, "chưa giữ tên")


async def test_the_lock_is_heard_where_streams_are_cut(browser: Browser, app: App, *, script: bool) -> None:
    if not script:
        return  # there is no stream to cut
    page, _ = await page_of(browser, script=True)
    await page.route(STREAM, lambda route: route.abort())
    await page.route("**/static/chat.js", asks_often)
    await page.goto(app.settings.web_url)
    await page.get_by_role("button", name="Bắt đầu").click()
    await sees(page, "Chào bác")
    session = await session_of(page.context)
    await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, LAN)))
    await write(page, "/quyen")
    await sees(page, NAME)
    await cut_off(app, session)
    await expect(page.get_by_role("status")).to_contain_text("khoá từ nơi khác")
    await nothing_stays(page, app, script=script)


async def test_what_back_may_bring_again_is_blank(browser: Browser, app: App, *, script: bool) -> None:
    """A page that the browser freezes for Back holds nothing, and what another session left is swept out."""
    if not script:
        return  # such a page is fetched again
    page = await lans_page(browser, app, script=True)
    await page.evaluate("localStorage.setItem('hoctap:of-another', 'Trần Văn Tư')")
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert NAME not in await page.locator(".log").inner_text()
    await page.reload()
    await sees(page, NAME)
    assert "Trần Văn Tư" not in await page.evaluate(KEPT)
