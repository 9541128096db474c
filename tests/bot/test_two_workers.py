"""Two workers on one PostgreSQL, given the same updates at the same moment: every declaration comes to its end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.channels import base
from bot.channels.base import Messenger
from bot.settings import Settings
from storage import accounts
from tests.conftest import Clock
from tests.declaring import Declarer, Outcome, count, judge
from tests.patience import PATIENCE
from tests.phone import TelegramPhone
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.village import found
from tests.world import TOKEN, running, telegram_world

ROUNDS = 90


@pytest.fixture(autouse=True)
def nobody_pays_debts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody dies here, so none is left; and by this clock a reply that is on its way may look old to the other."""
    monkeypatch.setattr(base, "OWED_AFTER", timedelta(days=1))


@asynccontextmanager
async def two_workers(
    url: str, clock: Clock, folder: Path, seed: int, both: float
) -> AsyncIterator[tuple[BotApi, list[App]]]:
    """Two of the program on one database, behind one address: each update goes to one of them by chance, or to both."""
    chance = random.Random(seed)
    ports = [free_port(), free_port()]
    addresses = [f"http://127.0.0.1:{port}/telegram/webhook" for port in ports]

    def behind(_address: str) -> Sequence[str]:
        return chance.sample(addresses, 2) if chance.random() < both else [chance.choice(addresses)]

    async with BotApi(TOKEN) as api:
        api.behind = behind
        apps = []
        for number, port in enumerate(ports):
            settings = Settings(
                data_dir=folder / f"data{number}",
                database_url=url,
                secret_key="k" * 32,
                web_bind=f"127.0.0.1:{port}",
                public_url=f"http://127.0.0.1:{ports[0]}",
                telegram_token=TOKEN,
                telegram_api_url=api.url,
            )
            apps.append(App(settings, clock))
            apps[-1].add_telegram()
        await apps[0].database.write(found)
        async with running(apps[0]), running(apps[1]):
            yield api, apps


async def play(url: str, clock: Clock, folder: Path, seed: int, *, chats: int, both: float, twice: float) -> Outcome:
    """So many people declare; what came of it."""
    async with two_workers(url, clock, folder, seed, both) as (api, apps):
        people = [Declarer(api, number, seed, clock, twice=twice) for number in range(chats)]
        await asyncio.gather(*(each.declare() for each in people), return_exceptions=True)
        for app in apps:
            telegram = app.channels["telegram"]
            assert isinstance(telegram, Messenger)
            await telegram.settled()
        outcome = await judge(apps[0].database, people)
        for each in people:
            if each.replies != each.updates:
                outcome.wrong(
                    "doubled" if each.replies > each.updates else "lost",
                    f"{each.name}: {each.replies} replies to {each.updates} updates",
                )
        clock.advance(seconds=1)
        if owed := await apps[0].database.read(lambda tx: accounts.count_owed(tx, clock())):
            outcome.wrong("lost", f"{owed} replies are owed")
    return outcome


@pytest.mark.parametrize("seed", [1])
async def test_everybody_declares_to_the_end(postgres_url: str, clock: Clock, tmp_path: Path, seed: int) -> None:
    outcome = await play(postgres_url, clock, tmp_path, seed, chats=4, both=0.5, twice=0.5)
    assert outcome.is_clean, outcome
    assert outcome.answers > 4 * 13


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_everybody_declares_to_the_end_whatever_is_given_to_both(
    postgres_url: str, clock: Clock, tmp_path: Path, seed: int
) -> None:
    """A quarter, a half, all of the updates; nobody, some, nearly everybody presses twice."""
    both, twice = (0.25, 0.5, 1.0)[seed % 3], (0.0, 0.1, 0.8)[seed // 3 % 3]
    outcome = await play(postgres_url, clock, tmp_path, seed, chats=24, both=both, twice=twice)
    assert outcome.is_clean, outcome.words
    count("two workers, the same update at the same moment", outcome)


async def test_an_update_that_comes_many_times_is_acknowledged_each_time(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    """At once, and again whenever one of them was answered, while others still wait for their turn."""
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=True) as world:
        api = world.server(BotApi)
        khach = world.phone("Khách", TelegramPhone)
        api.behind = lambda url: [url] * 3
        seen = await khach.say("/start KIMSON")
        update, answered = max(api.delivered), 0
        async with asyncio.timeout(PATIENCE):
            while answered < 60:
                if len(api.webhook_statuses) > answered:
                    answered += 1
                    if answered < 20:
                        api.repeat(update)
                await asyncio.sleep(0)
    assert "Tôi đồng ý" in seen.buttons
    assert set(api.webhook_statuses) == {200}
    assert len(khach.user.messages) == 1
