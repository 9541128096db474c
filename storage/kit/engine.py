"""How transactions run: SQLite through one writer with group commit, PostgreSQL through its async engine.

Both offer the same two calls, :meth:`Database.write` and :meth:`Database.read`, which take a synchronous
function of a :class:`Transaction`. A call returns only after its commit is durable.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.kit.statements import Direct
from storage.kit.transaction import OVERWRITES, WIPES, Transaction

Result = TypeVar("Result")
Work = Callable[[Transaction], Result]
Job = tuple[Work[Any], "asyncio.Future[Any]"]
Clock = Callable[[], datetime]

GROUP = 64  # turns that share one commit; more gains nothing (docs/performance.md)
BUSY_SECONDS = 5.0
BUSY_RETRY = 0.02
ANALYSED = 400  # rows of an index that are looked at for the planner, as SQLite's documentation recommends


# A PostgreSQL that does not answer at all is given up after seconds, not after the minutes that a system waits.
_LIMITS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}

# What SQLite says where it cannot write for now: the disk is full, was taken away, or is only to be read.
_WROTE = "readonly database"  # said to who only reads, it is a fault of theirs
_OUT_OF_REACH = ("locked", "busy", "disk is full", "disk i/o error", "unable to open database", _WROTE)


class BusyError(Exception):
    """The database is locked, full or out of reach for longer than we wait. Nothing was written; try again later."""


def utc_now() -> datetime:
    """The clock of the program; tests hand in their own."""
    return datetime.now(UTC)


def to_json(value: Any) -> str:
    """JSON as both databases store it."""
    return orjson.dumps(value).decode()


class Database(ABC):
    """Runs work in transactions. Make one with :func:`open_database`.

    ``shared``: other workers may serve from the same database. ``trouble``: why the last commit was impossible, in the
    database's own words; empty once one succeeds. ``key``: what seals the ends of the log's chains; who writes without
    one leaves them open, and ``hoctap verify`` says so.
    """

    shared: bool
    trouble: str = ""
    key: bytes = b""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._changed = -math.inf  # when trouble began or ended, by time.monotonic
        self.on_wake: Callable[[set[str]], None] = lambda _: None
        self.on_trouble: Callable[[str], None] = lambda _: None  # it begins, with its words; it ends, with none
        self.on_erased: Callable[[], Awaitable[None]] | None = None  # somebody was: awaited before that is said

    def _committed(self, transaction: Transaction) -> None:
        """What a transaction left for after its commit."""
        for learn in transaction.after_commit:
            learn()
        if transaction.wakes:
            self.on_wake(transaction.wakes)

    def _noticed(self, trouble: str, *, begun: float = math.inf) -> None:
        """The state of the disk, or of the way to the database: said once when it changes, and told by /health.

        ``begun``: the moment since when this was tried. What was tried before the last change tells of a state that is
        over: a turn that was held up by a cut must not report it once others have written again.
        """
        is_other = bool(self.trouble) != bool(trouble)
        if is_other and begun < self._changed:
            return
        self.trouble = trouble
        if is_other:
            self._changed = time.monotonic()
            self.on_trouble(trouble)

    @abstractmethod
    async def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in a transaction of its own and commit it.

        An exception of ``work`` rolls back that work alone and is raised here.

        Raises:
            BusyError: the database could not be written; nothing happened.
        """

    @abstractmethod
    async def read(self, work: Work[Result]) -> Result:
        """Run ``work`` on a snapshot; the database refuses what would write."""

    async def analyse(self) -> None:  # noqa: B027 (PostgreSQL does it by itself)
        """Let the planner know how many rows there are and how they differ, by some hundred of each index."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun and let go of the connections."""


def _run(
    connection: Connection, now: datetime, work: Work[Result], key: bytes, *, locks: bool = True
) -> tuple[Result, Transaction]:
    transaction = Transaction(cast("Connection", Direct(connection, locks=locks)), now, key=key)
    result = work(transaction)
    transaction.save_chain()
    return result, transaction


def _is_busy(error: DBAPIError) -> bool:
    said = str(error.orig).lower()
    return isinstance(error, DBAPIError) and any(each in said for each in _OUT_OF_REACH)


def _of_the_disk(error: BaseException | None) -> DBAPIError | None:
    """The error of the disk or of a lock behind another: a full disk ends savepoints, and their end fails then."""
    while error is not None:
        if isinstance(error, DBAPIError) and _is_busy(error):
            return error
        error = error.__context__
    return None


def _of_the_way(error: BaseException | None) -> Exception | None:
    """The error of the way to PostgreSQL, or of a lock there, behind another: what ends a savepoint fails after it."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
            return error
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return error
        error = error.__context__
    return None


def why_out_of_reach(error: BaseException) -> str | None:
    """The line of the database about a disk, a lock or the way to it that is behind an error; else ``None``."""
    if isinstance(error, BusyError):
        return str(error)
    far = _of_the_way(error)
    if isinstance(getattr(far, "orig", None), sqlite3.Error):  # in a file a missing table is one of these, too
        far = None
    found = _of_the_disk(error) or far
    return None if found is None else str(getattr(found, "orig", found)).partition("\n")[0]


def _is_lock(error: Exception) -> bool:
    """Whether PostgreSQL waited in vain for somebody else's row, which says nothing of the database."""
    return isinstance(error, DBAPIError) and type(error.orig).__name__ in {"LockNotAvailable", "DeadlockDetected"}


class SqliteDatabase(Database):
    """One connection writes for everybody, in the event loop; what waits meanwhile is committed together.

    The statements of a turn take a fraction of a millisecond, less than handing them to a thread and back would
    cost (docs/performance.md). What takes time is done elsewhere: the commit, which waits for the disk, in a
    thread; waiting for a lock of another program, asleep.
    """

    shared = False

    def __init__(self, url: URL, clock: Clock = utc_now) -> None:
        super().__init__(clock)
        self._engine = sqlite_engine(url, busy_seconds=0)
        self._url = url
        self._reader: Any = None
        self._jobs: deque[Job] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")

    async def write(self, work: Work[Result]) -> Result:
        """See :meth:`Database.write`."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[tuple[Result, Transaction]] = loop.create_future()
        self._jobs.append((work, done))
        if self._writing is None or self._writing.done():  # one that was cancelled before it began left no word of it
            self._writing = loop.create_task(self._write())
        result, transaction = await done
        if transaction.wakes & {WIPES, OVERWRITES}:
            await loop.run_in_executor(self._committer, self._wipe)
        if WIPES in transaction.wakes and self.on_erased is not None:
            await self.on_erased()
        self._committed(transaction)
        return result

    def _wipe(self) -> None:
        """Bring the log of writes into the file, where what was deleted is overwritten, and empty it.

        A reader that is still at an older snapshot keeps it a while: then the next writes overwrite it.
        """
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def analyse(self) -> None:
        """See :meth:`Database.analyse`. Who writes meanwhile waits asleep, for some hundredths of a second."""
        await asyncio.get_running_loop().run_in_executor(self._committer, self._analyse)

    def _analyse(self) -> None:
        engine = sqlite_engine(self._url)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit = {ANALYSED}")
                connection.exec_driver_sql("ANALYZE")
                connection.commit()
        finally:
            engine.dispose()

    async def read(self, work: Work[Result]) -> Result:
        """See :meth:`Database.read`. Reads never wait for the writer (WAL)."""
        if self._reader is None:
            from sqlalchemy.ext.asyncio import create_async_engine

            self._reader = create_async_engine(
                _sqlite_file(self._url, mode="rw").set(drivername="sqlite+aiosqlite"),
                json_serializer=to_json,
                json_deserializer=orjson.loads,
            )
            pragmas = partial(_sqlite_pragmas, busy_seconds=BUSY_SECONDS, reads_only=True)
            event.listen(self._reader.sync_engine, "connect", pragmas)
        try:
            async with self._reader.connect() as connection:
                await connection.exec_driver_sql("BEGIN")  # one snapshot for the whole of it
                result, transaction = await connection.run_sync(_run, self.clock(), work, self.key, locks=False)
        except Exception as error:
            of_the_disk = _of_the_disk(error)
            if of_the_disk is None or _WROTE in str(of_the_disk.orig):
                raise
            raise BusyError(str(of_the_disk.orig)) from error
        self._committed(transaction)
        return result  # type: ignore[no-any-return]

    async def close(self) -> None:
        """See :meth:`Database.close`."""
        if self._writing is not None:
            await self._writing
        self._committer.shutdown()
        self._engine.dispose()
        if self._reader is not None:
            await self._reader.dispose()

    async def _write(self) -> None:
        """Write until nothing waits."""
        try:
            while self._jobs:
                await self._commit_together([self._jobs.popleft() for _ in range(min(GROUP, len(self._jobs)))])
        finally:
            self._writing = None

    async def _commit_together(self, group: list[Job]) -> None:
        """Run each job in a savepoint, commit once, and only then say so to anybody."""
        outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]] = []
        try:
            with self._engine.connect() as connection:
                # Straight to the driver: SQLAlchemy's bookkeeping would cost as much as a statement of the turn.
                sql = connection.connection.driver_connection.execute  # type: ignore[union-attr]
                await self._begin(connection)
                for work, done in group:
                    if done.cancelled():
                        continue
                    sql("SAVEPOINT turn")
                    try:
                        result = _run(connection, self.clock(), work, self.key)
                    except Exception as error:
                        if _of_the_disk(error) is not None:
                            raise  # a full disk may have ended the whole transaction, savepoints and all
                        sql("ROLLBACK TO turn")
                        outcomes.append((done, None, error))
                    else:
                        outcomes.append((done, result, None))
                    sql("RELEASE turn")
                await asyncio.get_running_loop().run_in_executor(self._committer, connection.commit)
        except Exception as error:  # noqa: BLE001 (handed to those who wait)
            failure = self._as_told(error)
            outcomes = [(done, None, failure) for _, done in group]
        else:
            self._noticed("")
        for done, result, problem in outcomes:
            if done.done():
                continue  # its waiter was cancelled
            if problem is None:
                done.set_result(result)
            else:
                done.set_exception(problem)

    def _as_told(self, error: Exception) -> Exception:
        """An error as who waits is told: one of the disk is no fault of their work, and passes."""
        of_the_disk = _of_the_disk(error)
        if of_the_disk is None:
            return error
        said = str(of_the_disk.orig)
        if "locked" not in said.lower():
            self._noticed(said)
        return BusyError(said)

    async def _begin(self, connection: Connection) -> None:
        """Take the write lock; another program may hold it for a while."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if "locked" not in str(error.orig).lower() or time.monotonic() > deadline:
                    raise
                await asyncio.sleep(BUSY_RETRY)
            else:
                return


def _sqlite_pragmas(connection: Any, _record: Any, *, busy_seconds: float, reads_only: bool = False) -> None:
    # The driver must not open transactions of its own: BEGIN IMMEDIATE is ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only forgotten
    cursor.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
    if reads_only:
        cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _sqlite_file(url: URL, **how: str) -> URL:
    """The URL with options for SQLite: ``mode`` "rw" opens what is there, "rwc" makes what is not, "ro" only looks."""
    if not url.database or url.database == ":memory:":
        return url
    return url.set(database=Path(url.database).absolute().as_uri(), query={**url.query, **how, "uri": "true"})


def sqlite_engine(url: URL, *, busy_seconds: float = BUSY_SECONDS, makes_file: bool = False) -> Engine:
    """A synchronous engine on a SQLite file that is there, or is made; a lock is waited for so long."""
    engine = create_engine(
        _sqlite_file(url, mode="rwc" if makes_file else "rw").set(drivername="sqlite+pysqlite"),
        json_serializer=to_json,
        json_deserializer=orjson.loads,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", partial(_sqlite_pragmas, busy_seconds=busy_seconds))
    return engine


def sqlite_looker(url: URL) -> Engine:
    """A synchronous engine that leaves a SQLite file and its folder as they are.

    Where no program has the file open, nothing else tells what is in it; SQLite need then keep no file beside it.
    """
    beside = Path(f"{url.database}-wal").exists()
    how = {"mode": "ro"} if beside else {"mode": "ro", "immutable": "1"}
    return create_engine(_sqlite_file(url, **how).set(drivername="sqlite+pysqlite"))


class PostgresDatabase(Database):
    """Each turn is a transaction of its own; many workers may share the database."""

    shared = True

    def __init__(self, url: URL, clock: Clock = utc_now) -> None:
        super().__init__(clock)
        from sqlalchemy.ext.asyncio import create_async_engine

        self._engine = create_async_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=16,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            connect_args={name: value for name, value in _LIMITS.items() if name not in url.query},
            json_serializer=to_json,
            json_deserializer=orjson.loads,
        )

    async def write(self, work: Work[Result]) -> Result:
        """See :meth:`Database.write`."""
        begun = time.monotonic()
        try:
            async with self._engine.begin() as connection:
                await connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS:g}s'"))
                result, transaction = await connection.run_sync(_run, self.clock(), work, self.key)
        except Exception as error:
            of_the_way = _of_the_way(error)
            if of_the_way is None:
                raise
            if not _is_lock(of_the_way):
                self._noticed(type(of_the_way).__name__, begun=begun)
            raise BusyError(type(of_the_way).__name__) from error
        self._noticed("", begun=begun)
        if WIPES in transaction.wakes and self.on_erased is not None:
            await self.on_erased()
        self._committed(transaction)
        return result

    async def read(self, work: Work[Result]) -> Result:
        """See :meth:`Database.read`: one snapshot for the whole of ``work``."""
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                result, transaction = await connection.run_sync(_run, self.clock(), work, self.key)
        except Exception as error:
            of_the_way = _of_the_way(error)
            if of_the_way is None:
                raise
            raise BusyError(type(of_the_way).__name__) from error
        self._committed(transaction)
        return result

    async def close(self) -> None:
        """See :meth:`Database.close`."""
        await self._engine.dispose()


def open_database(url: str, clock: Clock = utc_now) -> Database:
    """The database behind ``url`` ("sqlite:///folder/file.db" or "postgresql://user@host/name").

    Raises:
        ValueError: another kind of database.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SqliteDatabase(parsed, clock)
        case "postgresql":
            return PostgresDatabase(parsed, clock)
        case other:
            raise ValueError(f"sqlite or postgresql, not {other}")
