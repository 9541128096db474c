"""A picture sent from the web chat in a real browser: with script and without, by finger and by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from bot.app import App
from bot.channels.webchat import chat_of
from storage import people
from storage.kit.transaction import Transaction
from tests.browser.pages import page_of, sees, write
from tests.conftest import Clock
from tests.pictures import photo, stand_at, want
from tests.village import sit_down
from tests.world import residents_web

HEAD = 3  # Phan Văn Đức
CERTIFICATE: FilePayload = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo(1600, 1200)}
HUGE: FilePayload = {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"\0" * 11_000_000}
WORDS: FilePayload = {"name": "IMG_0003.jpg", "mimeType": "image/jpeg", "buffer": b"words"}


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        want(program)
        yield program


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_a_picture_is_sent_where_one_is_wanted(browser: Browser, app: App, *, script: bool) -> None:
    page, faults = await page_of(browser, script=script)
    await page.goto(app.settings.web_url)
    await page.get_by_role("button", name="Bắt đầu").click()
    await sees(page, "Chào bác")
    await expect(page.locator(".picture")).to_be_hidden()
    session = next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")

    def sit(tx: Transaction) -> None:
        sit_down(tx, "web", chat_of(session), people.get(tx, HEAD))

    await app.database.write(sit)
    await stand_at(app.database, HEAD)
    await page.goto(f"{app.settings.web_url}/chat")
    await sees(page, "Gửi ảnh giấy chứng nhận.")
    field = page.locator(".picture input[type=file]")
    for given, said in ((HUGE, "lớn quá 10 MB"), (WORDS, "không phải ảnh"), (CERTIFICATE, "Đã nhận ảnh.")):
        await field.set_input_files(given)
        if not script:
            await page.get_by_role("button", name="Gửi ảnh").click()
        await sees(page, said)
    await expect(page.locator(".picture")).to_be_visible()
    if script:
        await page.locator("body").click()
        await field.focus()  # a keyboard reaches it; Space then opens the choice of a file
        await expect(field).to_be_focused()
    await page.get_by_role("button", name="Xem lại ảnh").last.click()
    picture = page.locator("img.shown").last
    await expect(picture).to_be_visible()
    assert await picture.evaluate("each => each.decode().then(() => each.naturalWidth)") == 1600
    await expect(page.locator(".picture")).to_be_hidden()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    await write(page, "menu")
    assert faults == []
