"""Bringing a database to the tables of this version, step by step (Alembic)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from storage.kit.engine import sqlite_engine, sqlite_looker

MIGRATIONS = Path(__file__).parent / "migrations"


def steps() -> tuple[str, ...]:
    """The numbers of all steps in their order, by the names of their files: a start imports no Alembic for it."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


HEAD = steps()[-1]
LOCK = 0x486F6354  # "HocT": of the database's session, while its tables are changed
LONGEST_WAIT = 600.0  # seconds for another program that changes them


def upgrade(url: str) -> bool:
    """Make the tables, or bring them up to date. Returns whether anything had to be done."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(parsed, makes_file=True)
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"))
    try:
        with _alone(parsed), engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})  # until it is closed
                connection.commit()
            if current(connection) == HEAD:
                return False
            connection.commit()
            if (
                connection.dialect.name == "sqlite"
            ):  # a step that makes a table anew drops the old one under its children
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")  # a renamed table keeps its children
                connection.commit()
            _run(connection)
            connection.commit()
            if connection.dialect.name == "sqlite":  # what a step took out must not stand in the log of writes
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return True
    finally:
        engine.dispose()


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """Wait until no other program is about to change the same SQLite file, and keep others waiting meanwhile.

    A lock in a file of its own beside it: the steps themselves close and open transactions. PostgreSQL has a lock of
    the session for this.
    """
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        yield
        return
    lock = sqlite3.connect(f"{url.database}-migrating", timeout=LONGEST_WAIT, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def stored_version(url: str) -> str | None:
    """The step the database behind ``url`` is at, ``None`` where there are no tables yet.

    It only looks: a file that is missing is not made, one that is there is not touched.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or not Path(parsed.database).exists():
            return None
        engine = sqlite_looker(parsed)
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"))
    try:
        with engine.connect() as connection:
            return current(connection)
    finally:
        engine.dispose()


def current(connection: Connection) -> str | None:
    """The step a database is at, ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
