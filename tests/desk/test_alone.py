"""On a computer used alone: the desk is open to who sits there with their password, and to nobody after them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from bot.app import App
from bot.channels.webchat import chat_of
from bot.channels.webchat.front_desk import IDLE
from bot.settings import Settings
from desk.server.app import COOKIE
from desk.server.html import ROOT
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.ports import free_port
from tests.village import Village, found, sit_down
from tests.world import running

PASSWORD = "ao lang co 3 con vit"
TODAY, LOCKED = "Việc hôm nay", "Mật khẩu"


@dataclass
class Computer:
    """The program on loopback, its desk's seconds, and the browser."""

    village: Village
    watch: list[float]
    browser: httpx.AsyncClient

    async def sits(self, who: int) -> None:
        """Somebody types their password."""
        await self.browser.post("/mat-khau", data={"who": str(who), "password": PASSWORD})

    async def opens(self) -> str:
        """They press the button of the desk's page."""
        await self.browser.post(f"{ROOT}/mo")
        return (await self.browser.get(ROOT)).text


@pytest.fixture
async def computer(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Computer]:
    bind = f"127.0.0.1:{free_port()}"
    app, watch = App(Settings(data_dir=tmp_path / "data", database_url=sqlite_url, web_bind=bind), clock), [1000.0]

    def seated(tx: Transaction) -> Village:
        village = found(tx)
        sit_down(tx, "web", chat_of("session-of-the-officer"), village.officer)
        sit_down(tx, "web", chat_of("session-of-the-head"), village.head)
        return village

    village = await app.database.write(seated)
    for person in (village.officer, village.head):
        app.settings.passwords().choose(person.id, PASSWORD)
    app.add_front_desk(lambda: watch[0])
    async with running(app), httpx.AsyncClient(base_url=app.settings.web_url, follow_redirects=True) as browser:
        yield Computer(village, watch, browser)


async def test_who_sits_there_opens_it_without_a_link(computer: Computer) -> None:
    assert TODAY not in await computer.opens()
    await computer.sits(computer.village.officer.id)
    assert "Mở bàn làm việc" in (await computer.browser.get(ROOT)).text
    page = await computer.opens()
    assert TODAY in page
    assert computer.village.officer.full_name in page


async def test_whoever_comes_next_does_not_find_it_open(computer: Computer) -> None:
    await computer.sits(computer.village.officer.id)
    await computer.opens()
    held = computer.browser.cookies[COOKIE]
    await computer.browser.post("/mat-khau/khoa")
    assert computer.browser.cookies[COOKIE] == held  # the browser still holds it
    assert computer.village.officer.full_name not in (await computer.browser.get(ROOT)).text
    await computer.sits(computer.village.head.id)
    assert computer.village.officer.full_name not in (await computer.browser.get(ROOT)).text
    page = await computer.opens()
    assert computer.village.head.full_name in page


async def test_a_computer_that_nobody_touches_locks_the_desk_too_and_work_at_it_is_a_touch(computer: Computer) -> None:
    await computer.sits(computer.village.officer.id)
    await computer.opens()
    for _ in range(3):
        computer.watch[0] += IDLE - 60
        assert TODAY in (await computer.browser.get(ROOT)).text
    computer.watch[0] += IDLE + 1
    page = (await computer.browser.get(ROOT)).text
    assert (TODAY in page, LOCKED in page) == (False, True)
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert token is None


async def test_the_chat_offers_the_desk_where_it_is_served_and_nowhere_else(tmp_path: Path) -> None:
    address = "https://hoctap.example"
    for settings, is_served in (
        (Settings(data_dir=tmp_path / "a"), True),  # this computer alone
        (Settings(data_dir=tmp_path / "b", web_chat=True, public_url=address), True),
        (Settings(data_dir=tmp_path / "c", telegram_token="1:a", public_url=address), True),
        (Settings(data_dir=tmp_path / "d", telegram_token="1:a"), False),  # fetched by polling: nobody comes here
    ):
        app = App(settings)
        app.add_configured()
        served = {each.path for each in app.pages if isinstance(each, Route) and each.path.startswith(ROOT)}
        assert (app.dispatcher.links.desk is not None) is is_served
        assert bool(served) is is_served
