"""The demo in a process of its own, and a Chromium: the machine's, or the one of ``make browser``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser import chromium
from tests.conftest import environment
from tests.world import free_port

CHROMIUM = chromium.find()
QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium. Without one these tests are skipped, which CI forbids."""
    if CHROMIUM is None:
        if os.environ.get("HOCTAP_TEST_NO_SKIP"):
            pytest.fail(f"{chromium.MISSING}, and HOCTAP_TEST_NO_SKIP is set")
        pytest.skip(chromium.MISSING)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        await opened.close()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a fresh demo, started as people start it, but for the sets, which are the tests' own."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from bot.cli import main; from tests.frozen import *; stand_on(FROZEN); main()",
        "demo", "--data-dir", str(tmp_path / "demo"), "--port", str(port),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment(PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8"),
    )  # fmt: skip
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    assert str(port) in line.decode()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await asyncio.wait_for(process.wait(), 10)
