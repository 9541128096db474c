"""The residents' web chat on a small phone."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.patience import PATIENCE

UNDER_WAY = ".message.waiting, .choices button[aria-disabled=true]"
NEWEST = ".message[data-kind={0}]:not(:has(~ .message[data-kind={0}]))"  # of its kind


async def page_of(browser: Browser, *, script: bool) -> tuple[Page, list[str]]:
    """A phone of 320 by 568, and a list that fills with whatever goes wrong in it."""
    context = await browser.new_context(
        viewport={"width": 320, "height": 568}, java_script_enabled=script, reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(f"{said.text} {said.location}") if said.type == "error" else None)
    return page, faults


async def tap(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).last.click()


async def write(page: Page, text: str) -> None:
    await page.locator(".type").fill(text)
    await page.locator(".type").press("Enter")


async def sees(page: Page, text: str) -> None:
    """Wait for a text on the newest screen, once all that was done is answered: it may have stood there before.

    And until the page is whole: what is typed before its script runs is sent as without script.
    """
    await expect(page.locator(UNDER_WAY)).to_have_count(0)
    await shows(page.locator("body"), text)
    await page.wait_for_load_state("domcontentloaded")


async def hears(page: Page, text: str) -> None:
    """Wait for a text in the newest notice."""
    await expect(page.locator(NEWEST.format("notice"))).to_contain_text(text)


async def shows(phone: Locator, text: str) -> None:
    """Wait until the newest screen, or what went wrong since, says something; a notice may come in below it."""
    newest = phone.locator(f"{NEWEST.format('screen')}, {NEWEST.format('problem')}")
    await expect(newest.filter(has_text=text)).not_to_have_count(0)


async def until(page: Page, holds: str) -> None:
    """Wait until an expression is true on the page, or what a function of it answers.

    The page looks by itself: ``wait_for_function`` needs an eval, which the page forbids, and asking it again and again
    keeps test, driver and browser busy.
    """
    look = f"""() => new Promise((done, failed) => {{
        const look = async () => {{
            const found = ({holds});
            if (typeof found === "function" ? await found() : found) done();
            else setTimeout(() => look().catch(failed), 50);
        }};
        look().catch(failed);
    }})"""
    async with asyncio.timeout(PATIENCE):
        await page.evaluate(look)


async def asks_often(route: Route) -> None:
    """The page's script, less patient."""
    answer = await route.fetch()
    assert "ASK_EVERY = 20000" in await answer.text()
    await route.fulfill(response=answer, body=(await answer.text()).replace("ASK_EVERY = 20000", "ASK_EVERY = 300"))
