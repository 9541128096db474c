"""Turns of the real dispatch without a messenger: what storage and conversation cost by themselves.

``python -m bench.storage_turn [--rounds 5] [--waiting 64] [--profile]`` lets 64 people declare side by side, each
turn durable before the next. SQLite in a temporary file, ``synchronous=FULL``; with ``HOCTAP_BENCH_DATABASE_URL``
also that PostgreSQL database, which must be one to throw away. ``--profile`` shows where a turn's CPU goes.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import itertools
import os
import pstats
import resource
import secrets
import tempfile
import time
from pathlib import Path

from bench.clock import show, table
from bench.project_bot import CHAT, TYPED, found
from bot.dispatch import Dispatcher
from handlers.kit.context import Links
from handlers.kit.event import Event, Said
from storage.kit.engine import Database, open_database
from storage.kit.migrate import upgrade

POSTGRES = "HOCTAP_BENCH_DATABASE_URL"


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def declare(database: Database, channel: str, people: int) -> int:
    """Everybody answers all questions, side by side; returns how many turns that took."""
    dispatcher = Dispatcher(database, Links())
    numbers = itertools.count()

    async def one(chat: int) -> None:
        for text in TYPED:
            reply = await dispatcher.dispatch(Event(channel, str(chat), str(next(numbers)), Said(text)))
        assert reply.screen.title is not None

    await asyncio.gather(*[one(CHAT + i) for i in range(people)])
    return people * len(TYPED)


async def measure(url: str, waiting: int, profiler: cProfile.Profile | None = None) -> tuple[float, float]:
    """Turns a second and milliseconds of CPU a turn, on a commune of its own."""
    upgrade(url)
    database = open_database(url)
    database.key = b"seals as in the program"
    channel = f"b{secrets.token_hex(4)}"
    try:
        await database.write(lambda tx: found(tx, waiting, channel))
        if profiler is not None:
            profiler.enable()
        began, cpu = time.perf_counter(), _cpu()
        turns = await declare(database, channel, waiting)
        seconds, used = time.perf_counter() - began, _cpu() - cpu
        if profiler is not None:
            profiler.disable()
    finally:
        await database.close()
    return turns / seconds, 1e3 * used / turns


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--waiting", type=int, default=64, help="people who declare side by side")
    parser.add_argument("--profile", action="store_true", help="profile one run on SQLite instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as folder:

        def fresh(name: str) -> str:
            return f"sqlite:///{Path(folder) / name}.db"

        if given.profile:
            profiler = cProfile.Profile()
            asyncio.run(measure(fresh("profile"), given.waiting, profiler))
            stats = pstats.Stats(profiler)
            stats.sort_stats("tottime").print_stats(25)
            stats.sort_stats("cumtime").print_stats(r"/(bot|handlers|storage|criteria|locales)/")
            return
        names = ["SQLite, FULL", *(["PostgreSQL"] if os.environ.get(POSTGRES) else [])]
        results: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for i in range(given.rounds):
            for name in names:
                url = os.environ[POSTGRES] if name == "PostgreSQL" else fresh(str(i))
                results[name].append(asyncio.run(measure(url, given.waiting)))
    rows = [[name, show([r for r, _ in got], 0), show([c for _, c in got], 3)] for name, got in results.items()]
    print(table([f"dispatch, {given.waiting} waiting", "turns/s", "CPU ms/turn"], rows))


if __name__ == "__main__":
    main()
