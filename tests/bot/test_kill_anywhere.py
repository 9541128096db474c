"""The program is killed again and again, wherever it is, while people declare: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.settings import Settings
from storage import accounts
from storage.kit.engine import open_database
from tests.conftest import MOMENT
from tests.declaring import Declarer, Outcome, count, judge
from tests.nursery import NEVER, Nursery, open_nursery
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.village import found
from tests.world import TOKEN

SIDE_BY_SIDE = 4  # people who declare at any time
SOON, LATE = 150, 500  # moments from when it serves, of some twenty in a turn
STARTING, WHILE_IT_STARTS = 40, 0.1  # moments from when it is started, and how often it dies among those
SECRET = "k" * 32
PATIENCE = 30.0
DAILY, SLICE, SLICES = 10, 50, 20  # a thousand on each database in make soak; each slice is a test of its own


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as opened:
        yield opened


async def killed(nursery: Nursery, url: str, folder: Path, seed: int, kills: int, within: int) -> Outcome:
    """So many times, while people come and declare one after the other; what came of it."""
    chance = random.Random(seed)
    address = f"127.0.0.1:{free_port()}"
    database = open_database(url, lambda: MOMENT)
    database.key = Settings(secret_key=SECRET).derived_secret("log").encode()
    await database.write(found)
    people: list[Declarer] = []
    async with BotApi(TOKEN) as api:
        settings = {
            "HOCTAP_SECRET_KEY": SECRET,
            "HOCTAP_DATA_DIR": str(folder / "data"),
            "HOCTAP_DATABASE_URL": url,
            "HOCTAP_WEB_BIND": address,
            "HOCTAP_PUBLIC_URL": f"http://{address}",
            "HOCTAP_TELEGRAM_TOKEN": TOKEN,
            "HOCTAP_TELEGRAM_API_URL": api.url,
            "LOG": str(folder / "log"),
        }
        is_over = asyncio.Event()

        async def one_after_the_other() -> None:
            while not is_over.is_set():
                people.append(Declarer(api, len(people), seed, waits_for_all=False))
                await people[-1].declare()

        crowd = [asyncio.create_task(one_after_the_other()) for _ in range(SIDE_BY_SIDE)]
        for _ in range(kills):
            at_once = chance.random() < WHILE_IT_STARTS
            await nursery.start(chance.randint(1, STARTING if at_once else within), settings, at_once=at_once)
            dies = asyncio.create_task(nursery.dies())
            await asyncio.wait([dies, *crowd], return_when=asyncio.FIRST_COMPLETED)  # they go on until it is over
            assert not any(each.done() for each in crowd), [str(each.exception()) for each in crowd if each.done()]
            assert await dies == -signal.SIGKILL, (folder / "log").read_text("utf-8")[-3000:]
        is_over.set()
        last = await nursery.start(NEVER, settings)
        await asyncio.wait(crowd)
        owing = partial(accounts.replies_owed, channel="telegram", before=MOMENT + timedelta(days=400))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while await database.read(owing):
                    pass  # each look lets the program go on
        os.kill(last, signal.SIGTERM)
        assert await nursery.dies() == 0
    outcome = await judge(database, people)
    if owed := await database.read(owing):
        outcome.wrong("lost", f"{len(owed)} replies are owed")
    await database.close()
    return outcome


async def test_killed_anywhere(nursery: Nursery, database_url: str, tmp_path: Path) -> None:
    outcome = await killed(nursery, database_url, tmp_path, seed=13, kills=DAILY, within=SOON)
    assert outcome.is_clean, outcome.words
    assert outcome.answers > DAILY


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SLICES))
async def test_killed_anywhere_a_thousand_times(nursery: Nursery, database_url: str, tmp_path: Path, seed: int) -> None:
    """Resumable: each slice is a test of its own, ``pytest --lf`` does those again that failed."""
    outcome = await killed(nursery, database_url, tmp_path, seed, kills=SLICE, within=LATE)
    assert outcome.is_clean, outcome.words
    count(f"{SLICE} kills -9, {database_url.partition(':')[0]}", outcome)
