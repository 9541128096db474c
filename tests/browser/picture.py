"""Makes the README's picture from the running demo: ``make picture`` (needs a Chromium on the machine)."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.seats import Seat, declare, open_page
from tests.conftest import environment
from tests.world import free_port

TARGET = Path(__file__).parents[2] / "docs" / "images" / "demo.png"


async def main() -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-u", "-c", "from bot.cli import main; main()",
            "demo", "--data-dir", f"{folder}/demo", "--port", str(port), stdout=asyncio.subprocess.PIPE,
            env=environment(),
        )  # fmt: skip
        assert process.stdout is not None
        await process.stdout.readline()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page, _ = await open_page(browser, f"http://127.0.0.1:{port}", 1380, 900)
            resident, head, officer = Seat(page, "resident"), Seat(page, "head"), Seat(page, "officer")
            for seat in (resident, head, officer):
                await seat.ready()
            await declare(resident)
            await head.write("/duyet", after="")
            await head.write("Lan", after="Tìm một người")
            await head.tap("Nguyễn Thị Lan, sinh 1968")
            await head.sees("Đạt, 84/100 điểm")
            await officer.tap("Số liệu, báo cáo của xã")
            await officer.tap("Xuất Excel")
            await officer.root.locator("a.file").wait_for()
            await officer.root.locator(".message[data-kind=notice]").last.scroll_into_view_if_needed()
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=TARGET)
            await browser.close()
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
