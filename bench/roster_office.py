"""What :mod:`bench.roster` measures: a commune, its list, and residents who answer meanwhile."""

from __future__ import annotations

import asyncio
import cProfile
import io
import itertools
import pstats
import resource
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from python_calamine import CalamineWorkbook

from acts import roster
from bench.intake import VILLAGES, workbook
from bench.project_bot import CHAT, TYPED
from bot.commune_setup import act_as_operator, add_commune
from bot.dispatch import Dispatcher
from bot.file_jobs import FileJobs
from handlers.kit.context import Links
from handlers.kit.event import Event, Said
from handlers.shared.consent import CONSENT_VERSION
from handlers.shared.title_form import OCCUPATION
from intake.open_file import open_file
from locales.format import year_of
from storage import accounts, cycles, declarations, people, places, roster_imports
from storage.declaration_record import Speaker
from storage.files import FileStore
from storage.kit.engine import Database, open_database
from storage.kit.keys import Keys
from storage.kit.migrate import upgrade
from storage.kit.transaction import Transaction
from storage.roster_imports import RosterImport, Source

CHANNEL, OFFICER = "bench", "officer"
RESIDENTS = 600
PACE = 0.02  # seconds between a resident's turns
ORIGIN = Source(source="Công an xã", as_of=date(2026, 11, 1), basis="Công văn 15/UBND")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of CPU of this process and those it started: on a busy machine the latter compare."""

    clock: float
    cpu: float

    @classmethod
    def now(cls) -> Spent:
        """Where the clock and the CPU stand."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used))

    @classmethod
    def since(cls, began: Spent) -> Spent:
        """What was spent since then."""
        now = cls.now()
        return cls(now.clock - began.clock, now.cpu - began.cpu)


@dataclass
class Found:
    """What was measured: each step by round, turns in milliseconds by what went on meanwhile."""

    steps: dict[str, list[Spent]] = field(default_factory=dict)
    turns: dict[str, list[float]] = field(default_factory=dict)
    taken: int = 0
    memory: tuple[float, float] = (0, 0)  # MB at most, of this process and of those it started

    def took(self, what: str, spent: Spent) -> None:
        self.steps.setdefault(what, []).append(spent)

    def clock(self, what: str) -> float:
        """Its median seconds."""
        return median(each.clock for each in self.steps[what])

    def ratio(self, what: str, against: str) -> float:
        """Its CPU against another step's, paired by round: the median."""
        pairs = zip(self.steps[what], self.steps[against], strict=True)
        return median(one.cpu / other.cpu for one, other in pairs)


class Office:
    """A commune on a new file, with residents who are about to declare and the worker that reads lists."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'hoctap.db'}"
        upgrade(url)
        self.database: Database = open_database(url)
        self.database.key = b"seals as in the program"
        keys = Keys(folder / "data.keys", b"bench")
        self.store = FileStore(folder / "files", keys)
        self.jobs = FileJobs(self.database, self.store, dict.fromkeys([CHANNEL]))  # type: ignore[arg-type]
        self.events = itertools.count()
        self.speakers: Iterator[tuple[str, str]] = ((str(CHAT + i), text) for i in range(RESIDENTS) for text in TYPED)

    async def open(self) -> None:
        await self.database.write(_found)

    async def bring(self, content: bytes) -> RosterImport:
        digest = self.store.put(content)
        return await self.database.write(partial(_bring, digest=digest))

    async def work(self) -> None:
        """All that waits for the worker."""
        while await self.jobs.work():
            pass

    async def take(self, file: RosterImport) -> None:
        await self.database.write(partial(_start, import_id=file.id))
        await self.work()

    async def beside(self, work: Awaitable[None] | None, least: int) -> list[float]:
        """Residents' turns in milliseconds, while some work goes on; without, so many."""
        dispatcher = Dispatcher(self.database, Links())
        job = None if work is None else asyncio.ensure_future(work)
        took: list[float] = []
        while (job is not None and not job.done()) or len(took) < least:
            chat, text = next(self.speakers)
            began = time.perf_counter()
            await dispatcher.dispatch(Event(CHANNEL, chat, str(next(self.events)), Said(text)))
            took.append(1e3 * (time.perf_counter() - began))
            await asyncio.sleep(PACE)
        if job is not None:
            await job
        return took


def _found(tx: Transaction) -> None:
    year = year_of(tx.now)
    commune = add_commune(tx, "18160", year=year, contact="x", villages=[f"Thôn {each.name}" for each in VILLAGES])
    (cycle,) = cycles.of_commune(tx, commune.id)
    here = places.villages(tx, commune.id)
    for i in range(RESIDENTS):
        act_as_operator(tx)
        person = people.add(
            tx, place_id=here[i % 24].id, full_name=f"Cư Dân {i}", birth_year=1980, on_roster=False, household_id=None
        )
        account = accounts.lock(tx, CHANNEL, str(CHAT + i))
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
        begun = declarations.begin(tx, person, cycle, speaker=Speaker(account.id, person.id))
        account.route = f"ask/{begun.id}/{OCCUPATION}"
        accounts.save(tx, account, owed=None)


def _bring(tx: Transaction, digest: str) -> RosterImport:
    account = accounts.lock(tx, CHANNEL, OFFICER)
    (commune,) = places.communes(tx)
    return roster.bring(tx, account, commune_id=commune.id, file_name="dan-cu.xlsx", digest=digest)


def _start(tx: Transaction, import_id: int) -> None:
    account = accounts.lock(tx, CHANNEL, OFFICER)
    roster_imports.say_origin(tx, roster_imports.get(tx, import_id, lock=True), ORIGIN)
    if not roster.take(tx, account, roster_imports.get(tx, import_id, lock=True)):
        raise RuntimeError("the list cannot be taken over")


def _bare(folder: Path, listed: list[tuple[object, ...]]) -> Spent:
    """``executemany`` of the same rows of people into the same empty tables, in one transaction."""
    path = folder / "bare.db"
    upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA journal_mode=WAL")
    began = Spent.now()
    with connection:
        connection.executemany(
            "INSERT INTO people (place_id, full_name, folded_name, match_key, birth_year, on_roster, created_at, "
            "relation, no_reminders, keeps_diary, diary_offered) VALUES (?, ?, ?, ?, ?, 1, ?, ?, 0, 0, 0)",
            listed,
        )
    spent = Spent.since(began)
    connection.close()
    return spent


def _rows_of(folder: Path) -> list[tuple[object, ...]]:
    """The people whom the taking wrote."""
    connection = sqlite3.connect(folder / "hoctap.db")
    columns = "place_id, full_name, folded_name, match_key, birth_year, created_at, relation"
    rows = connection.execute(f"SELECT {columns} FROM people WHERE on_roster").fetchall()  # noqa: S608 (no input)
    connection.close()
    return rows


async def quiet(folder: Path, content: bytes, found: Found, profiler: cProfile.Profile | None) -> int:
    """Preview and take over with nobody else there. Returns how many people were taken."""
    office = Office(folder)
    await office.open()
    file = await office.bring(content)
    found.took("preview", await _timed(office.work()))
    if profiler is not None:
        profiler.enable()
    found.took("take", await _timed(office.take(file)))
    if profiler is not None:
        profiler.disable()
    await office.database.close()
    return len(_rows_of(folder))


async def busy(folder: Path, content: bytes, found: Found) -> None:
    """The same with residents who answer meanwhile, and before, when nothing else goes on."""
    office = Office(folder)
    await office.open()
    await office.beside(None, 50)  # statements are compiled
    found.turns.setdefault("idle", []).extend(await office.beside(None, 400))
    file = await office.bring(content)
    found.turns.setdefault("previewing", []).extend(await office.beside(office.work(), 100))
    found.turns.setdefault("taking", []).extend(await office.beside(office.take(file), 100))
    await office.database.close()


async def _timed(work: Awaitable[None]) -> Spent:
    began = Spent.now()
    await work
    return Spent.since(began)


def _read_alone(content: bytes) -> Spent:
    began = Spent.now()
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return Spent.since(began)


def _in_folder(work: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as name:
        work(Path(name))


def _opened(content: bytes) -> Spent:
    began = Spent.now()
    open_file("dan-cu.xlsx", content)
    return Spent.since(began)


def measure(people_: int, rounds: int) -> Found:
    """All of it, in rounds; residents wait in one of their own."""
    content, found = workbook(people_), Found()

    def alone(folder: Path) -> None:
        found.took("read", _read_alone(content))
        found.took("open", _opened(content))
        found.taken = asyncio.run(quiet(folder, content, found, None))
        found.took("bare", _bare(folder, _rows_of(folder)))

    for _ in range(rounds):
        _in_folder(alone)
    used = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found.memory = (used[0], used[1])
    _in_folder(lambda folder: asyncio.run(busy(folder, content, found)))
    return found


def profile(people_: int) -> None:
    """Print where the time of one taking goes."""
    content, profiler = workbook(people_), cProfile.Profile()
    _in_folder(lambda folder: print(asyncio.run(quiet(folder, content, Found(), profiler))))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)
