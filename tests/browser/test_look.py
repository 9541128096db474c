"""How the pages look to whom: large letters, dark rooms, paper, a wrong address, Back without script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect
from starlette.requests import Request

from bot.app import App
from bot.channels.webchat import channel, chat_of
from bot.uploads import Kind, Upload, read_upload
from storage import people
from tests.browser.pages import page_of, sees, tap, write
from tests.conftest import Clock
from tests.pictures import photo, stand_at, want
from tests.village import sit_down, there
from tests.world import residents_web

HEAD = 3
SIZE = "element => parseFloat(getComputedStyle(element).fontSize)"


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        want(program)
        yield program


async def begun(page: Page, app: App) -> str:
    await page.goto(app.settings.web_url)
    await tap(page, "Bắt đầu")
    await expect(page.get_by_role("main")).to_have_count(1)
    await sees(page, "Chào bác")
    return next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")


async def test_all_type_grows_with_the_browsers_and_nothing_is_cut(browser: Browser, app: App) -> None:
    page, _ = await page_of(browser, script=True)
    await begun(page, app)
    seen = page.locator(".message .text, .bar button, .type, .send, h1, .leave")
    before = [await each.evaluate(SIZE) for each in await seen.all()]
    await page.evaluate("document.documentElement.style.fontSize = '32px'")
    after = [await each.evaluate(SIZE) for each in await seen.all()]
    assert [round(each * 2, 2) for each in before] == [round(each, 2) for each in after]
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    assert there(await page.locator(".bar").bounding_box())["height"] <= 0.45 * 568 + 1


async def test_dark_where_the_browser_wants_it_and_light_on_paper(browser: Browser, app: App) -> None:
    page, _ = await page_of(browser, script=True)  # axe looks at the contrast of what is dark when the test ends
    await page.emulate_media(color_scheme="dark")
    await begun(page, app)
    ground = "getComputedStyle(document.querySelector('.message')).backgroundColor"
    dark = await page.evaluate(ground)
    await page.emulate_media(color_scheme="light")
    assert dark != await page.evaluate(ground) == "rgb(255, 255, 255)"
    await page.emulate_media(color_scheme="dark", media="print")
    assert await page.evaluate(ground) == "rgb(255, 255, 255)"
    await page.emulate_media(color_scheme="dark", media="screen")
    beside = await page.context.new_page()
    await beside.emulate_media(color_scheme="dark")
    await beside.goto(f"{app.settings.web_url}/thoat")
    await expect(beside.get_by_role("button")).to_have_count(2)


async def test_the_whole_conversation_is_printed(browser: Browser, app: App) -> None:
    page, _ = await page_of(browser, script=True)
    await begun(page, app)
    for _ in range(12):
        await write(page, "/giupdo")
    await expect(page.locator(".message:not(.mine)")).to_have_count(13)
    await page.emulate_media(media="print")
    log = page.locator(".log")
    assert await log.evaluate("log => log.scrollHeight - log.clientHeight") <= 1  # nothing is left to scroll to
    assert await page.evaluate("document.documentElement.scrollHeight") > 3 * 568
    await expect(page.locator(".bar")).to_be_hidden()
    await expect(page.locator(".composer")).to_be_hidden()
    await page.emulate_media(media="screen")


@pytest.mark.parametrize(("locale", "said"), [("vi-VN", "Không có trang này."), ("en-US", "There is no such page.")])
async def test_a_wrong_address_is_said_in_the_readers_language(
    browser: Browser, app: App, locale: str, said: str
) -> None:
    page = await (await browser.new_context(locale=locale)).new_page()
    answer = await page.goto(f"{app.settings.web_url}/khong/co")
    assert answer is not None
    assert answer.status == 404
    await expect(page.get_by_role("alert")).to_contain_text(said)
    await page.get_by_role("button").click()
    await expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()


async def test_back_without_script_shows_the_chat_as_it_stands(browser: Browser, app: App) -> None:
    page, faults = await page_of(browser, script=False)
    await begun(page, app)
    await write(page, "/quyen")
    await sees(page, "chưa giữ tên")
    await write(page, "/khongco")
    await sees(page, "Không có lệnh")  # said once, and the page can be fetched again
    await page.go_back()
    await sees(page, "chưa giữ tên")
    await page.reload()
    await sees(page, "chưa giữ tên")
    assert faults == []


async def test_a_photo_is_made_small_and_upright_before_it_travels(
    browser: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    travelled: list[bytes] = []

    async def watched(request: Request, side_by_side: asyncio.Semaphore, kind: Kind) -> Upload | None:
        upload = await read_upload(request, side_by_side, kind)
        assert upload is not None
        travelled.append(upload.content or b"")
        return upload

    monkeypatch.setattr(channel, "read_upload", watched)
    page, _ = await page_of(browser, script=True)
    session = await begun(page, app)
    await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, HEAD)))
    await stand_at(app.database, HEAD)
    await page.goto(f"{app.settings.web_url}/chat")
    await expect(page.locator("[data-ready=true]")).to_be_visible()
    taken = photo(4000, 3000, orientation=6, quality=95)
    strange = b"\x00\x00\x00\x20ftypheic" + b"\0" * 2000  # what this browser cannot read goes as it is
    for content in (taken, strange):
        given: FilePayload = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}
        await page.locator(".picture input[type=file]").set_input_files(given)
        await expect(page.locator(".message.mine.waiting")).to_have_count(0)
    small, as_it_was = travelled
    assert as_it_was == strange
    assert len(small) < len(taken) / 3
    with Image.open(BytesIO(small)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 1600))  # as it was held
        assert not image.getexif()
        red, _, blue = image.convert("RGB").resize((1, 2)).tobytes()[:3]  # above: left before it was turned
        assert red > blue
    thumb = page.get_by_role("img", name="(một tấm ảnh)")
    await expect(thumb).to_have_count(1)
    box = there(await thumb.bounding_box())
    assert (box["width"], box["height"]) == (120, 160)
