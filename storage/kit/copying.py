"""A copy of the whole database while the program runs, and a database made of such a copy.

SQLite is copied through its backup API, PostgreSQL by pg_dump and pg_restore, which must be on the machine. What a
screen shows once is in no copy (:func:`storage.kit.tables.left_out_of_copies`).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import sleep

from sqlalchemy import URL, Connection, create_engine, inspect, select, text
from sqlalchemy.engine import make_url

from storage.kit.disk import put_in_place
from storage.kit.engine import BUSY_SECONDS, sqlite_looker
from storage.kit.tables import left_out_of_copies, metadata

PAGES = 4096  # copied at a time; between two, whoever wants it to stop is heard
STEPS = 1_000_000  # of SQLite's machine between two such moments
LOOK_EVERY = 0.1  # seconds, at a program that copies
SAID = 500  # letters of what such a program said
VERSIONS = "alembic_version"

Stop = Callable[[], bool]


class CopyError(Exception):
    """The database could not be copied, or a copy not be brought back; says why."""


class ToolError(CopyError):
    """A program of PostgreSQL that is needed is not on this machine. ``tool``: its name."""

    def __init__(self, tool: str) -> None:
        super().__init__(f"{tool} is not on this machine")
        self.tool = tool


class StoppedError(CopyError):
    """Somebody wanted it to stop."""


def kind_of(url: str) -> str:
    """The kind of a database: "sqlite" or "postgresql"."""
    return make_url(url).get_backend_name()


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; ``None`` for another kind."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def size_of(url: str) -> int:
    """About how many bytes a copy will have, at most."""
    file = file_of(url)
    if file is not None:
        return sum(each.stat().st_size for each in (file, Path(f"{file}-wal")) if each.exists())
    engine = create_engine(_plain(url))
    try:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    finally:
        engine.dispose()


def copy(url: str, to: Path, stop: Stop = lambda: False) -> None:
    """Write a copy of the database, as it is at one moment, to a file that does not exist yet.

    Raises:
        CopyError: it was not possible, or the database itself is damaged.
        OSError: the disk is full.
    """
    file = file_of(url)
    if file is None:
        _dump(url, to, stop)
        return
    if not file.exists():
        raise CopyError(f"{file} is not there")
    try:
        _copy_sqlite(file, to, stop)
    except sqlite3.Error as error:
        if stop():
            raise StoppedError("stopped") from error
        raise CopyError(str(error)) from error


def _copy_sqlite(file: Path, to: Path, stop: Stop) -> None:
    def heard(_status: int, _left: int, _total: int) -> None:
        if stop():
            raise StoppedError("stopped")

    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as source:
        source.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on one snapshot: others go on
        with closing(sqlite3.connect(to, isolation_level=None)) as made:
            source.backup(made, pages=PAGES, progress=heard, sleep=0)
            made.execute("PRAGMA journal_mode=MEMORY")  # one file, and no other that keeps what is emptied now
            made.execute("PRAGMA secure_delete=ON")
            made.set_progress_handler(stop, STEPS)
            for table in left_out_of_copies():
                if made.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                    made.execute(f"DELETE FROM {table}")  # noqa: S608 (a name of our own)
            found = made.execute("PRAGMA quick_check(1)").fetchone()
            if found != ("ok",):
                raise CopyError(f"the database is damaged: {found[0]}")


def _dump(url: str, to: Path, stop: Stop) -> None:
    left_out = [f"--exclude-table-data={table}" for table in left_out_of_copies()]
    _run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={to}", *left_out], stop)


def files_named_in(url: str, copy: Path) -> frozenset[str]:
    """The hashes of all files that a copy's rows name; of PostgreSQL's, as the database names them now."""
    engine = create_engine(_plain(url)) if file_of(url) is None else sqlite_looker(make_url(f"sqlite:///{copy}"))
    try:
        with engine.connect() as connection:
            there = [metadata.tables[name] for name in ("files", "evidence") if inspect(connection).has_table(name)]
            columns = [table.c.digest for table in there]
            return frozenset(
                digest
                for each in columns
                for digest in connection.execute(select(each)).scalars()
                if digest is not None
            )
    finally:
        engine.dispose()


def bring_back(url: str, file: Path) -> None:
    """Make the database of a copy; what stood there is gone. A SQLite copy is moved into place.

    Raises:
        CopyError: it was not possible.
    """
    place = file_of(url)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        for beside in ("-wal", "-shm"):
            Path(f"{place}{beside}").unlink(missing_ok=True)
        beside_it = Path(f"{place}-restored")  # the place may be on another disk
        shutil.move(file, beside_it)
        with beside_it.open("rb+") as whole:
            os.fsync(whole.fileno())
        put_in_place(beside_it, place)
        return
    engine = create_engine(_plain(url))
    try:
        with engine.begin() as connection:
            for name in (*metadata.tables, VERSIONS):
                connection.execute(text(f"DROP TABLE IF EXISTS {name} CASCADE"))
    finally:
        engine.dispose()
    _run(
        "pg_restore",
        url,
        ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file)],
        lambda: False,
    )


def holds_something(url: str) -> bool:
    """Whether a database holds places or people; one without tables, or that is not there, does not."""
    place = file_of(url)
    if place is not None and not place.exists():
        return False
    engine = create_engine(_plain(url)) if place is None else sqlite_looker(make_url(url))
    try:
        with engine.connect() as connection:
            return any(_has_rows(connection, name) for name in ("people", "places"))
    finally:
        engine.dispose()


def _has_rows(connection: Connection, table: str) -> bool:
    if not inspect(connection).has_table(table):
        return False
    return connection.execute(metadata.tables[table].select().limit(1)).first() is not None


def is_open_elsewhere(url: str) -> bool:
    """Whether another program has the database open."""
    place = file_of(url)
    if place is None:
        engine = create_engine(_plain(url))
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            with engine.connect() as connection:
                return bool(connection.execute(others).scalar_one())
        finally:
            engine.dispose()
    if not place.exists():
        return False
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as connection:
        try:  # only who is alone with a file may leave WAL
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",))
        except sqlite3.OperationalError:
            return True


def _plain(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _run(tool: str, url: str, arguments: list[str], stop: Stop) -> None:
    """Run a program of PostgreSQL on a database; the password goes by the environment, where no list shows it."""
    found = shutil.which(tool)
    if found is None:
        raise ToolError(tool)
    parsed = make_url(url)
    password = {} if parsed.password is None else {"PGPASSWORD": str(parsed.password)}
    shown = URL.create(
        "postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query
    ).render_as_string()
    with subprocess.Popen(  # noqa: S603 (its own arguments)
        [found, f"--dbname={shown}", "--no-password", *arguments],
        env={**os.environ, **password},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        said = b""
        while process.poll() is None:
            if stop():
                process.terminate()
                process.wait()
                raise StoppedError("stopped")
            sleep(LOOK_EVERY)
        if process.stderr is not None:
            said = process.stderr.read()
    if process.returncode != 0:
        raise CopyError(f"{tool}: {said.decode(errors='replace').strip()[:SAID]}")
