"""A computer alone in a real browser: the password, the work, and what stays when it locks itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import App
from bot.channels.webchat import chat_of
from bot.channels.webchat.front_desk import IDLE, FrontDesk
from bot.settings import Settings
from storage.kit.transaction import Transaction
from tests.browser.pages import page_of, sees, tap
from tests.conftest import Clock
from tests.ports import free_port
from tests.village import Village, found, sit_down
from tests.world import running

NAME, PASSWORD, SESSION = "Trần Thị Hoài Thương", "ao lang co 3 con vit", "officer-of-one-computer"
KEPT = "() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"


@dataclass
class Computer:
    """The program that serves this computer alone. ``watch``: the desk's seconds."""

    app: App
    desk: FrontDesk
    watch: list[float]
    village: Village


@pytest_asyncio.fixture(loop_scope="session")
async def computer(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Computer]:
    bind = f"127.0.0.1:{free_port()}"
    app, watch = App(Settings(data_dir=tmp_path / "data", database_url=sqlite_url, web_bind=bind), clock), [1000.0]

    def seated(tx: Transaction) -> Village:
        village = found(tx)
        sit_down(tx, "web", chat_of(SESSION), village.officer)
        return village

    village = await app.database.write(seated)
    app.settings.passwords().choose(village.officer.id, PASSWORD)
    desk = app.add_front_desk(lambda: watch[0])
    async with running(app):
        yield Computer(app, desk, watch, village)


async def officers_page(browser: Browser, computer: Computer) -> Page:
    """The browser that showed the officer's chat before the program was started."""
    page, _ = await page_of(browser, script=True)
    url = computer.app.settings.web_url
    await page.context.add_cookies([{"name": "hoctap", "value": SESSION, "url": url}])
    await page.goto(f"{url}/chat")
    await expect(page.get_by_label("Mật khẩu")).to_be_focused()
    return page


async def test_the_officer_types_the_password_works_and_leaves_a_locked_computer(
    browser: Browser, computer: Computer
) -> None:
    page = await officers_page(browser, computer)
    await page.get_by_label("Mật khẩu").fill("not this one")
    await tap(page, "Vào")
    await expect(page.get_by_role("alert")).to_contain_text("Mật khẩu chưa đúng")
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    await page.get_by_label("Mật khẩu").press("Enter")
    await sees(page, NAME)
    await tap(page, "Số liệu, báo cáo của xã")
    await sees(page, "Xã Sơn Hồng, năm 2026")
    await page.get_by_role("link", name="Thoát khỏi máy này").click()
    await tap(page, "Khoá máy")
    await expect(page.get_by_role("link", name="vào bằng mật khẩu")).to_be_visible()
    assert NAME not in await page.evaluate(KEPT)
    await page.go_back()
    await expect(page.get_by_text("Sơn Hồng, năm 2026")).to_have_count(0)
    await page.goto(f"{computer.app.settings.web_url}/mat-khau/quen")
    await expect(page.get_by_label("Mã khôi phục")).to_be_visible()


async def test_an_open_page_that_nobody_touches_locks_itself_and_keeps_nothing(
    browser: Browser, computer: Computer
) -> None:
    page = await officers_page(browser, computer)
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    async with page.expect_response("**/chat/me/stream"):  # which tells the page at once
        await tap(page, "Vào")
    await sees(page, NAME)
    computer.watch[0] += IDLE + 1
    computer.desk.lock_idle()
    await expect(page.get_by_label("Mật khẩu")).to_be_visible()
    await expect(page.get_by_text("Số liệu")).to_have_count(0)
    assert "Chờ xác nhận" not in await page.evaluate(KEPT)
