"""PostgreSQL is cut off for a while: people are told "later", nothing is lost, and everything goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from acts.errands import WorkbookErrand, ask_for
from bot import anchoring, backups, digest_scheduler, file_jobs, notice_sender, retention, retrying
from bot.app import App
from bot.channels import base
from bot.settings import Settings
from handlers.kit.screen import Screen, screen_to_data
from locales.text import Verbatim
from storage import accounts, cycles, outbox, places
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.conftest import Clock
from tests.declaring import FIRST_CHAT, Declarer, judge
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.servers.cable import Cable
from tests.village import found, sit_down, there
from tests.world import TOKEN, running

OFFICER = FIRST_CHAT - 1
OFTEN = 0.05  # seconds
CANNOT, CAN = "the database cannot be written: turns are answered with 'later'", "the database can be written again"
UNDER_WAY = 30  # updates until it is cut
TRIED = 100  # connections in vain while it is cut


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever looks every few seconds, minutes or days looks all the time."""
    for module, name in (
        (notice_sender, "LOOK_EVERY"), (file_jobs, "LOOK_EVERY"), (digest_scheduler, "LOOK_EVERY"),
        (retention, "FIRST"), (retention, "A_MINUTE"), (retention, "EVERY"), (retention, "AGAIN"),
        (anchoring, "FIRST"), (anchoring, "EVERY"), (backups, "FIRST"), (backups, "LOOK_EVERY"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, OFTEN)
    monkeypatch.setattr(base, "OWED_AFTER", timedelta(seconds=4 * OFTEN))
    monkeypatch.setattr(base, "REPLY", retrying.Retry(OFTEN, OFTEN))


@pytest.fixture
def cable(postgres_url: str) -> Iterator[Cable]:
    with Cable(postgres_url) as line:
        yield line


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(TOKEN) as server:
        yield server


@pytest.fixture
async def app(cable: Cable, api: BotApi, clock: Clock, tmp_path: Path, restless: None) -> AsyncIterator[App]:
    """The whole program, with all that looks by the clock, on Telegram's webhook and the web chat."""
    port = free_port()
    settings = Settings(
        data_dir=tmp_path / "data",
        database_url=cable.url,
        web_bind=f"127.0.0.1:{port}",
        public_url=f"http://127.0.0.1:{port}",
        telegram_token=TOKEN,
        telegram_api_url=api.url,
        web_chat=True,
    )
    program = App(settings, clock)
    village = await program.database.write(found)
    await program.database.write(lambda tx: sit_down(tx, "telegram", str(OFFICER), village.officer))
    program.add_configured()
    async with running(program, by_the_clock=True):
        yield program


def ask_for_the_workbook(tx: Transaction) -> None:
    account = there(accounts.find(tx, "telegram", str(OFFICER)))
    commune = there(places.by_official_code(tx, "18160"))
    cycle = there(cycles.of_year(tx, commune.id, 2026))
    assert ask_for(tx, account, WorkbookErrand(cycle_id=cycle.id))
    outbox.put(tx, ErrandKind.NOTICE, account.id, screen_to_data(Screen(text=Verbatim("Mai họp lúc 8 giờ"))))


async def until(client: httpx.AsyncClient, said: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await client.get("/health")).text != said:
            pass  # each look lets the program go on


async def test_a_database_that_is_cut_off_for_a_while_costs_nobody_anything(
    app: App, cable: Cable, api: BotApi, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    people = [Declarer(api, number, 1, clock, waits_for_all=False) for number in range(4)]
    menu = {"update": "update-12345678", "input": {"type": "text", "text": "menu"}}
    with capture_logs() as said:
        async with httpx.AsyncClient(base_url=app.settings.web_url) as client:
            await until(client, "ok")
            await client.post("/vao", data={})
            declaring = [asyncio.create_task(each.declare()) for each in people]
            while sum(each.updates for each in people) < UNDER_WAY:
                await app.database.read(accounts.count)
            await app.database.write(ask_for_the_workbook)

            cable.cut()
            health = await client.get("/health")
            assert (health.status_code, "the database cannot be" in health.text) == (503, True)
            tried = cable.refused
            while 503 not in api.webhook_statuses or cable.refused < tried + TRIED:
                answer = await client.post("/chat/me/events", json=menu)
                assert (answer.status_code, "không mất" in answer.text) == (503, True)
            for page in ("/chat", "/tep/x", "/thon/KIMSON"):
                assert (await client.get(page)).status_code != 500

            cable.mend()
            assert (await client.post("/chat/me/events", json=menu)).status_code == 200
            await until(client, "ok")
            await asyncio.gather(*declaring)
            officer = api.user(OFFICER, "Thương")
            got = [await officer.next(), await officer.next()]
    assert (await judge(app.database, people)).is_clean
    assert {message.text for message in got} >= {"Mai họp lúc 8 giờ"}
    assert any(message.filename is not None for message in officer.messages)
    told = [entry["event"] for entry in said if entry["log_level"] != "info"]
    assert [event for event in told if "the database can" in event] == [CANNOT, CAN]
    assert not any("stopped" in event for event in told)
    tracebacks = [entry for entry in said if entry.get("exc_info")] + [each for each in caplog.records if each.exc_info]
    assert tracebacks == []
