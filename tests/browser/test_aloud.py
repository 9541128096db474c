"""Each message of the web chat is read by the browser's own voice, where it has one that speaks the page's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import App
from tests.browser.pages import page_of, sees, tap
from tests.conftest import Clock
from tests.world import residents_web

# A browser's voices, as far as the page knows them: what is said stays in `said` until it is called off.
VOICES = """(() => {
    const voices = %s;
    const speech = new EventTarget();
    window.said = [];
    speech.getVoices = () => window.isLate ? [] : voices;
    speech.speak = (words) => window.said.push(words);
    speech.cancel = () => { window.said = []; };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})()"""
OURS = '[{ lang: "en-US", localService: true }, { lang: "vi-VN", localService: true }]'
SAID = "said.map((words) => `${words.voice.lang} ${words.text}`)"


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


async def consent_page(browser: Browser, app: App, voices: str) -> tuple[Page, list[str]]:
    page, faults = await page_of(browser, script=True)
    await page.add_init_script(VOICES % voices)
    await page.goto(f"{app.settings.web_url}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await sees(page, "Ai hỏi")
    return page, faults


async def test_a_message_is_read_with_its_answers_until_its_button_is_pressed_again(browser: Browser, app: App) -> None:
    page, faults = await consent_page(browser, app, OURS)
    listen = page.locator(".listen")
    await expect(listen).to_have_text("Nghe")
    await listen.focus()
    await page.keyboard.press("Enter")
    await expect(listen).to_have_text("Dừng")
    said = await page.evaluate(SAID)
    assert said[-2:] == ["vi-VN Tôi đồng ý.", "vi-VN Tôi không đồng ý."]
    await page.keyboard.press("Enter")
    await expect(listen).to_have_text("Nghe")
    assert await page.evaluate(SAID) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults == []


async def test_the_button_rests_when_all_is_said_and_when_the_person_goes_on(browser: Browser, app: App) -> None:
    page, faults = await consent_page(browser, app, OURS)
    listen = page.locator(".listen")
    await listen.click()
    await page.evaluate("said.at(-1).onend()")
    await expect(listen).to_have_text("Nghe")
    await listen.click()
    await tap(page, "Tôi đồng ý")
    await sees(page, "họ và tên")
    await expect(listen.first).to_have_text("Nghe")
    assert await page.evaluate(SAID) == []
    assert faults == []


@pytest.mark.parametrize(
    "voices",
    ["[]", '[{ lang: "en-US", localService: true }]', '[{ lang: "vi-VN", localService: false }]'],
    ids=["none", "of another language", "on somebody's server"],
)
async def test_without_a_voice_of_this_device_there_is_no_button(browser: Browser, app: App, voices: str) -> None:
    page, faults = await consent_page(browser, app, voices)
    await expect(page.locator(".listen")).to_be_hidden()
    assert faults == []


async def test_a_voice_that_comes_late_brings_the_button(browser: Browser, app: App) -> None:
    page, faults = await consent_page(browser, app, OURS)
    await page.evaluate("isLate = true; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    await expect(page.locator(".listen")).to_be_hidden()
    await page.evaluate("isLate = false; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    await expect(page.locator(".listen")).to_be_visible()
    assert faults == []
