"""axe-core on every page that a test has open when it ends: nothing to mend, whatever the test was about."""

from __future__ import annotations

import asyncio

from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AxeResults
from playwright.async_api import Browser, Page

from tests.patience import PATIENCE

# WCAG 2.2 A and AA, and what axe calls best practice, such as landmarks.
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Without script what stands in a noscript is read as elements; nothing that axe awaits would ever come.
RUNS_SCRIPT = """() => {
    const parsed = document.createElement("div");
    parsed.innerHTML = "<noscript><b></b></noscript>";
    return parsed.querySelector("b") === null;
}"""


async def faults_of(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, a line each."""
    if not page.url.startswith("http"):
        return []
    runs_script = await page.evaluate(RUNS_SCRIPT)
    found = await Axe().run(page, options=OPTIONS) if runs_script else await _run_on_a_copy(page)
    return [
        f"{page.url} {each['id']} ({each['impact']}): {each['help']}: {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


async def _run_on_a_copy(page: Page) -> AxeResults:
    """axe on the same page in a window that runs script, but none of the page's own."""
    browser = page.context.browser
    assert browser is not None
    html = await page.content()
    context = await browser.new_context(viewport=page.viewport_size, reduced_motion="reduce")
    try:
        copy = await context.new_page()
        await copy.route("**/*.js", lambda route: route.abort())
        await copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        await copy.goto(page.url)
        return await Axe().run(copy, options=OPTIONS)
    finally:
        await context.close()


async def faults_of_all(browser: Browser) -> list[str]:
    """Of every page that is open."""
    pages = [page for context in browser.contexts for page in context.pages]
    async with asyncio.timeout(PATIENCE):
        return [fault for page in pages for fault in await faults_of(page)]
