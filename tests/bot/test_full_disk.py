"""A full disk: turns are answered kindly with "later", the program lives, tells the truth, and recovers by itself."""

from __future__ import annotations

import errno
import itertools
from collections.abc import AsyncIterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.logs import Unfailing
from storage import inbox
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.world import residents_web

ROOMY = 1_000_000  # pages
UPDATES = map(str, itertools.count())


@pytest.fixture
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


def pages(n: int | None) -> Any:
    """Let the database's file have that many pages at most; ``None``: no more than it has now."""

    def work(tx: Transaction) -> None:
        most = n or tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    return work


async def fill(app: App) -> None:
    """Write until nothing fits, neither much nor little."""
    for size in (3000, 3):
        with pytest.raises(BusyError):
            await write_on(app, size)


async def write_on(app: App, size: int) -> None:
    while True:
        await app.database.write(partial(inbox.put_away, channel="x" * size, handled=[next(UPDATES)]))


async def test_turns_are_put_off_health_says_so_and_all_goes_on_when_there_is_room(app: App) -> None:
    said: list[str] = []
    app.database.on_trouble = said.append
    async with httpx.AsyncClient(base_url=app.settings.web_url) as client:
        assert (await client.get("/health")).status_code == 200
        await client.post("/vao", data={})
        await app.database.write(pages(None))
        await fill(app)
        health = await client.get("/health")
        assert (health.status_code, "full" in health.text) == (503, True)

        async with httpx.AsyncClient(base_url=app.settings.web_url) as another:
            first = await another.post("/vao", data={})
        answers = [
            first,
            *[
                await client.post(
                    "/chat/me/events",
                    json={"update": f"full-{i}-{'x' * 8}", "input": {"type": "text", "text": "chữ " * 100}},
                )
                for i in range(200)
            ],
        ]
        assert {answer.status_code for answer in answers} <= {200, 303, 503}  # what still fits is written
        assert 503 in {answer.status_code for answer in answers}
        assert "không mất" in next(each for each in answers[1:] if each.status_code == 503).text
        assert len(said) % 2 == 1  # it began, and each time that something fitted it ended and began again

        await app.database.write(pages(ROOMY))
        later = {"update": "later-1234567890", "input": {"type": "text", "text": "menu"}}
        assert (await client.post("/chat/me/events", json=later)).status_code == 200
        assert (await client.get("/health")).status_code == 200
        assert said[-1] == ""


def test_a_log_that_cannot_be_written_costs_its_lines_and_nothing_else() -> None:
    """It may lie on the same disk: a line that fails must not fail what it tells of."""

    class Full(StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    stream = Unfailing(Full())
    assert stream.write("the database cannot be written") == 30
    stream.flush()
    kept = StringIO()
    Unfailing(kept).write("it can be written again")
    assert kept.getvalue() == "it can be written again"


async def test_a_service_that_fails_is_served_again() -> None:
    from bot.app import keep_serving

    tried: list[int] = []

    async def service() -> None:
        tried.append(len(tried))
        if len(tried) < 3:
            raise OSError("no space left on device")

    await keep_serving(service, pause=0)
    assert tried == [0, 1, 2]
