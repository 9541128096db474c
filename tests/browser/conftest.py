"""The demo in a process of its own, and a Chromium: the machine's, or the one of ``make browser``."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from bot.demo.program import prepared
from bot.settings import Settings
from tests.browser import chromium
from tests.browser.accessibility import faults_of_all
from tests.conftest import Clock, environment
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.world import running

CHROMIUM = chromium.find()
expect.set_options(timeout=PATIENCE * 1000)
QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


# Tests press faster than people read; what the program says to that has tests of its own (tests/handlers).
HURRIED = (
    "from datetime import timedelta; from bot import dispatch; dispatch.READING = timedelta(); from bot.cli import main"
)
DEMO = (sys.executable, "-c", f"{HURRIED}; from tests.frozen import *; stand_on(FROZEN); main()", "demo")


def pytest_itemcollected(item: pytest.Item) -> None:
    """All tests of this folder run in one event loop, that of their browser's driver."""
    item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Passing(Clock):
    """Time passes while people read: each look at the clock is some seconds after the one before."""

    def __call__(self) -> datetime:
        self.advance(seconds=3)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Passing()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium_of_all() -> AsyncIterator[Browser]:
    """A headless Chromium for all tests of a worker. Without one they are skipped, which CI forbids.

    Its driver takes half a second to start and belongs to one event loop.
    """
    if CHROMIUM is None:
        if os.environ.get("HOCTAP_TEST_NO_SKIP"):
            pytest.fail(f"{chromium.MISSING}, and HOCTAP_TEST_NO_SKIP is set")
        pytest.skip(chromium.MISSING)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, headless=True)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium_of_all: Browser) -> AsyncIterator[Browser]:
    """The worker's Chromium; what a test opens in it is its own, and gone when it ends."""
    yield chromium_of_all
    for context in chromium_of_all.contexts:
        await context.close()


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Browser | None:
    """The test's browser, once all else that the test needs is there: so whoever asks for it ends before all else."""
    for name in request.fixturenames:
        if name not in {"request", "opened", "looked_over"}:
            request.getfixturevalue(name)
    return request.getfixturevalue("browser") if "browser" in request.fixturenames else None


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def looked_over(opened: Browser | None) -> AsyncIterator[None]:
    """At the end of each test axe looks over every page that is open, while the program still serves them."""
    yield
    if opened is not None:
        assert await faults_of_all(opened) == []


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demo that nobody has touched: what each fresh one would fill anew."""
    folder = tmp_path_factory.mktemp("populated") / "demo"
    begun = subprocess.Popen(
        [*DEMO, "--data-dir", str(folder), "--port", str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8"),
    )
    assert begun.stdout is not None
    assert begun.stdout.readline()
    begun.terminate()
    begun.wait(PATIENCE)
    begun.stdout.close()
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path, populated: Path, clock: Clock) -> AsyncIterator[str]:
    """The address of a fresh demo, in this process: it is there in a third of the time."""
    settings = Settings(data_dir=tmp_path / "demo", web_bind=f"127.0.0.1:{free_port()}", telegram_token="")
    shutil.copytree(populated, settings.data_dir)
    app, _ = await prepared(settings, clock)
    async with running(app, by_the_clock=True):
        yield settings.web_url


@pytest_asyncio.fixture(loop_scope="session")
async def demo_program(tmp_path: Path, populated: Path) -> AsyncIterator[str]:
    """The address of a fresh demo, started as people start it, but for the sets, which are the tests' own."""
    port = free_port()
    shutil.copytree(populated, tmp_path / "demo")
    process = await asyncio.create_subprocess_exec(
        *DEMO, "--data-dir", str(tmp_path / "demo"), "--port", str(port),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment(PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8"),
    )  # fmt: skip
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    assert str(port) in line.decode()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await asyncio.wait_for(process.wait(), PATIENCE)
