"""A file sent from the web chat, and by an upload link, in a real browser: with script and without."""

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
from storage.kit.words import ReceivedState
from tests.browser.pages import page_of, sees, tap
from tests.conftest import Clock
from tests.documents import NAME, ROSTER, WANTED, address_in, all_files, stand_at, want
from tests.village import sit_down
from tests.world import residents_web

OFFICER = 6  # Trần Thị Hoài Thương
LIST: FilePayload = {"name": NAME, "mimeType": "application/octet-stream", "buffer": ROSTER}


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        want(program)
        yield program


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """A file that is too large: on disk, for the browser to read by itself."""
    path = tmp_path / "lon.xlsx"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    return path


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_a_file_is_sent_in_the_chat_and_by_its_link(
    browser: Browser, app: App, huge: Path, *, script: bool
) -> None:
    page, faults = await page_of(browser, script=script)
    await page.goto(app.settings.web_url)
    await page.get_by_role("button", name="Bắt đầu").click()
    await sees(page, "Chào bác")
    await expect(page.locator(".document")).to_be_hidden()
    session = next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")

    def sit(tx: Transaction) -> None:
        sit_down(tx, "web", chat_of(session), people.get(tx, OFFICER))

    await app.database.write(sit)
    await stand_at(app.database, OFFICER)
    await page.goto(f"{app.settings.web_url}/chat")
    await sees(page, WANTED)
    await expect(page.locator(".picture")).to_be_hidden()
    field = page.locator(".document input[type=file]")
    for given, said in ((huge, "lớn quá 20 MB"), (LIST, "Tệp đã đến.")):
        await field.set_input_files(given)
        if not script:
            await page.locator(".document").get_by_role("button", name="Gửi tệp").click()
        await sees(page, said)
    notices = page.locator(".message[data-kind=notice]")  # what came of reading it may have come since
    await expect(notices.filter(has_text=f"Đã nhận tệp {NAME}. Máy đang đọc, xong sẽ báo.")).not_to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320

    await tap(page, "Gửi bằng đường dẫn")
    await sees(page, "Hoặc mở đường dẫn này")
    address = address_in(await page.locator("body").inner_text())
    elsewhere, more_faults = await page_of(browser, script=script)  # a computer that knows nothing of the chat
    await elsewhere.goto(address)
    await expect(elsewhere.locator("h1")).to_have_text("Gửi tệp lên Học Tập")
    await elsewhere.get_by_label("Chọn tệp").set_input_files(huge)
    await elsewhere.get_by_role("button", name="Gửi tệp").click()
    await expect(elsewhere.get_by_role("alert")).to_contain_text("lớn quá 20 MB")
    await elsewhere.get_by_label("Chọn tệp").set_input_files({**LIST, "buffer": b"another"})
    await elsewhere.get_by_role("button", name="Gửi tệp").click()
    await expect(elsewhere.get_by_role("status")).to_contain_text(f"Tệp {NAME} đã đến.")
    assert await elsewhere.evaluate("document.documentElement.scrollWidth") <= 320
    (old, new) = await app.database.read(all_files)
    assert (old.state, new.state, new.size) == (ReceivedState.LET_GO, ReceivedState.KEPT, 7)
    used, _ = await page_of(browser, script=script)
    await used.goto(address)
    await expect(used.get_by_role("alert")).to_contain_text("đã dùng, đã hết hạn hoặc không đúng")
    assert faults == []
    assert [each for each in more_faults if "413" not in each] == []  # the browser itself says that of the status
