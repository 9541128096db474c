"""Makes the README's picture from the running demo: ``make picture`` (needs a Chromium on the machine)."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

from tests.browser.conftest import CHROMIUM, HURRIED, QUIET
from tests.browser.seats import Seat, confirm, declare, open_page
from tests.conftest import environment
from tests.ports import free_port

TARGET = Path(__file__).parents[2] / "docs" / "images" / "demo.png"


async def main() -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-u", "-c", f"{HURRIED}; main()",
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
            await officer.tap("Số liệu, báo cáo của xã")
            await declare(resident)
            await confirm(head)
            await officer.root.get_by_text("Trưởng thôn vừa xác nhận").wait_for()
            await resident.hears("đã được xác nhận")
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            drawn = Image.open(BytesIO(await page.screenshot())).convert("RGB")
            drawn.quantize(64, dither=Image.Dither.NONE).save(
                TARGET, optimize=True
            )  # flat colours: a third of the bytes
            await browser.close()
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
