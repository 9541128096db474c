"""Two things go wrong at once, while people declare: nothing is lost, and all goes on by itself."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from datetime import timedelta
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest

from bot.settings import Settings
from storage import accounts
from storage.kit.engine import open_database
from tests.conftest import MOMENT
from tests.declaring import Declarer, Outcome, count, judge
from tests.faults import FAULTS, Machine
from tests.nursery import Nursery, open_nursery
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.servers.cable import Cable
from tests.village import found
from tests.world import TOKEN

PEOPLE = 4
A_WHILE = 12  # deliveries of updates, answered or not
LONGEST = 3.0  # seconds, where none is answered
SECRET = "k" * 32
OPPOSITE = {frozenset({"clock_back", "clock_ahead"})}
PAIRS = [
    (one, other, database)
    for one, other in combinations(FAULTS, 2)
    for database in ("sqlite", "postgresql")
    if database in FAULTS[one][1] & FAULTS[other][1] and {one, other} not in OPPOSITE
]
SHORT = [("disk_full", "clock_back", "sqlite"), ("cut_off", "killed", "postgresql")]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as opened:
        yield opened


async def a_while(machine: Machine) -> None:
    """Until some more was delivered; /health says what it can, and never that it broke."""
    upto = len(machine.api.webhook_statuses) + A_WHILE
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while len(machine.api.webhook_statuses) < upto:
                assert await machine.health() in {200, 503, 0}


async def suffered(nursery: Nursery, url: str, folder: Path, one: str, other: str) -> Outcome:
    """What came of it when one thing went wrong, then another beside it, and then each was put right."""
    address = f"127.0.0.1:{free_port()}"
    database = open_database(url, lambda: MOMENT)
    database.key = Settings(secret_key=SECRET).derived_secret("log").encode()
    await database.write(found)
    (folder / "clock").write_text("0")
    with ExitStack() as lines:
        cable = lines.enter_context(Cable(url)) if url.startswith("postgres") else None
        async with BotApi(TOKEN) as api:
            settings = {
                "HOCTAP_SECRET_KEY": SECRET,
                "HOCTAP_DATA_DIR": str(folder / "data"),
                "HOCTAP_DATABASE_URL": url if cable is None else cable.url,
                "HOCTAP_WEB_BIND": address,
                "HOCTAP_PUBLIC_URL": f"http://{address}",
                "HOCTAP_WEB_CHAT": "true",
                "HOCTAP_TELEGRAM_TOKEN": TOKEN,
                "HOCTAP_TELEGRAM_API_URL": api.url,
                "LOG": str(folder / "log"),
            }
            machine = Machine(nursery=nursery, api=api, settings=settings, url=url, clock=folder / "clock", cable=cable)
            running = asyncio.create_task(machine.run())
            people = [Declarer(api, number, 7, waits_for_all=False) for number in range(PEOPLE)]
            declaring = [asyncio.create_task(each.declare()) for each in people]
            while sum(each.updates for each in people) < 2 * PEOPLE:
                await machine.health()
            async with AsyncExitStack() as first, AsyncExitStack() as second:
                await first.enter_async_context(FAULTS[one][0](machine))
                await a_while(machine)
                await second.enter_async_context(FAULTS[other][0](machine))
                await a_while(machine)
                await first.aclose()
                await a_while(machine)
            await asyncio.gather(*declaring, return_exceptions=True)
            owing = partial(accounts.replies_owed, channel="telegram", before=MOMENT + timedelta(days=4000))
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    while await database.read(owing) or await machine.health() != 200:
                        pass  # each look lets the program go on
            is_well = await machine.health() == 200
            machine.is_over = True
            os.kill(machine.pid, signal.SIGTERM)
            await running
    outcome = await judge(database, people)
    if not is_well:
        outcome.wrong("stopped", "/health is not well again")
    if owed := await database.read(owing):
        outcome.wrong("lost", f"{len(owed)} replies are owed")
    if not machine.may_die and machine.ends != [0]:
        outcome.wrong("stopped", f"the program ended: {machine.ends}")
    said = (folder / "log").read_text("utf-8")
    if "Traceback" in said and not machine.may_die:  # who starts where there is no database ends with one
        outcome.wrong("inconsistent", said[said.index("Traceback") - 300 :][:3000])
    await database.close()
    return outcome


def url_of(request: pytest.FixtureRequest, database: str) -> str:
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[database]))


@pytest.mark.parametrize(("one", "other", "kind"), SHORT)
async def test_two_faults(
    nursery: Nursery, request: pytest.FixtureRequest, tmp_path: Path, one: str, other: str, kind: str
) -> None:
    outcome = await suffered(nursery, url_of(request, kind), tmp_path, one, other)
    assert outcome.is_clean, outcome.words


@pytest.mark.soak
@pytest.mark.parametrize(("one", "other", "kind"), PAIRS)
async def test_all_faults_in_pairs(
    nursery: Nursery, request: pytest.FixtureRequest, tmp_path: Path, one: str, other: str, kind: str
) -> None:
    outcome = await suffered(nursery, url_of(request, kind), tmp_path, one, other)
    assert outcome.is_clean, outcome.words
    count(f"a pair of faults, {kind}: {one} and {other}", outcome)
