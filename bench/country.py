"""What grows with the country: what runs by itself, and an erasure, in bases of different size, side by side.

``python -m bench.country [--people 1000 100000] [--rounds 5]``

Each base has one commune of 1,000 people, in which all that is measured happens; the others are only there. CPU of this
process in milliseconds, medians, the smallest and the largest; SQLite in a temporary file.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.clock import show, table
from bench.fill import CHANNEL, fill
from bot.blotter import Blotter
from bot.commune_setup import act_as_operator
from bot.digest_scheduler import DigestScheduler
from bot.retention import Retention
from storage import accounts, clock_witness, erasure, outbox, people
from storage.files import FileStore
from storage.kit.engine import Database, open_database
from storage.kit.keys import Keys
from storage.kit.migrate import upgrade
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, Witness

COMMUNE = 10_000  # people of each other commune
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ERASE, BLOT, NOTICE, DIGEST, SWEEP = (
    "erase: the turn", "erase: others' texts, beside the turns", "a notice out", "the minute's digest", "a sweep",
)  # fmt: skip
ACTS = (ERASE, BLOT, NOTICE, DIGEST, SWEEP)
Found = dict[str, list[float]]


class Measured:
    """One base, and what each act took in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOON
        url = f"sqlite:///{folder / 'hoctap.db'}"
        upgrade(url)
        self.database: Database = open_database(url, lambda: self.now)
        self.database.key = b"seals as in the program"
        self.found: Found = {act: [] for act in ACTS}

    async def cost(self, act: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, and note the CPU that it took."""
        began = time.process_time()
        await work()
        self.found[act].append(1e3 * (time.process_time() - began))

    async def round(self, n: int) -> None:
        """Each act once."""
        self.now += timedelta(minutes=1)
        await self.cost(ERASE, lambda: self.database.write(partial(_erase, n=n)))
        await self.cost(BLOT, Blotter(self.database).finish)
        await self.cost(NOTICE, lambda: self._notice(n))
        await self.cost(DIGEST, DigestScheduler(self.database).look)
        keys = Keys(self.folder / "data.keys", b"bench")
        await self.cost(SWEEP, Retention(self.database, FileStore(self.folder / "files", keys), keys).sweep)

    async def _notice(self, n: int) -> None:
        await self.database.write(partial(_put, n=n))
        errands = await self.database.write(lambda tx: outbox.take(tx, [ErrandKind.NOTICE], [CHANNEL]))
        await self.database.write(lambda tx: outbox.done(tx, [each.id for each in errands]))


def _residents_chat(tx: Transaction, n: int) -> accounts.Account:
    first = accounts.find(tx, CHANNEL, "office-0-0")
    found = None if first is None else accounts.load(tx, first.id + 30 + n)
    if found is None or found.person is None:
        raise RuntimeError("there is somebody in each chat")
    return found


def _erase(tx: Transaction, n: int) -> None:
    whose = _residents_chat(tx, n).person
    act_as_operator(tx)
    if whose is not None:
        erasure.erase_person(tx, people.get(tx, whose.id))


def _put(tx: Transaction, n: int) -> None:
    outbox.put(tx, ErrandKind.NOTICE, _residents_chat(tx, 100 + n).id, {"text": "Đã xác nhận."})


def _vouch(tx: Transaction) -> None:
    act_as_operator(tx)
    clock_witness.confirm(tx, Witness.OPERATOR)


async def measure(folder: Path, size: int, rounds: int) -> Found:
    """Fill a base of that many people, and measure in it."""
    base = Measured(folder)
    await fill(base.database, size, 1 + max(0, size - 1_000) // COMMUNE)
    await base.database.write(_vouch)
    await base.round(0)  # the first evening's notices go out, statements are compiled
    base.found = {act: [] for act in ACTS}
    for n in range(1, rounds + 1):
        await base.round(n)
    await base.database.close()
    return base.found


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    found = {}
    for size in given.people:
        with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as name:
            found[size] = asyncio.run(measure(Path(name), size, given.rounds))
    rows = [[act, *(show(found[size][act], 2) for size in given.people)] for act in ACTS]
    print(table(["CPU ms", *(f"{size:,} people" for size in given.people)], rows))


if __name__ == "__main__":
    main()
