"""One event, one transaction: alone rolled back, together committed, never waiting for a reader."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import await_only

from bot.commune_setup import act_as_operator
from storage import accounts, blotting, erasure, inbox
from storage.kit.engine import BusyError, Database, open_database
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.village import found, resident, there


async def test_a_turn_that_fails_is_rolled_back_alone(database: Database) -> None:
    def good(tx: Transaction, chat: str) -> None:
        accounts.lock(tx, "web", chat)

    def bad(tx: Transaction) -> None:
        accounts.lock(tx, "web", "bad")
        raise LookupError("on purpose")

    results = await asyncio.gather(
        *[database.write(partial(good, chat=f"good{i}")) for i in range(20)],
        database.write(bad),
        *[database.write(partial(good, chat=f"more{i}")) for i in range(20)],
        return_exceptions=True,
    )
    assert [type(r) for r in results if r is not None] == [LookupError]
    assert await database.read(accounts.count) == 40


async def test_the_same_update_is_new_once_even_at_the_same_time(database: Database) -> None:
    def turn(tx: Transaction) -> bool:
        account = accounts.lock(tx, "telegram", "1", update="update-1")
        accounts.save(tx, account, owed=None)
        return account.is_repeated

    answers = await asyncio.gather(*[database.write(turn) for _ in range(10)])
    assert sorted(answers) == [False] + [True] * 9


async def test_an_update_is_known_however_many_came_after_it(database: Database) -> None:
    def turn(tx: Transaction, update: str) -> bool:
        account = accounts.lock(tx, "telegram", "1", update=update)
        if not account.is_repeated:
            accounts.save(tx, account, owed=None)
        return account.is_repeated

    many = [str(n) for n in range(3 * inbox.IN_THE_ROW)]
    assert not any([await database.write(partial(turn, update=each)) for each in many])
    assert all([await database.write(partial(turn, update=each)) for each in many])


async def test_what_was_only_heard_is_handled_too(database: Database) -> None:
    def turn(tx: Transaction) -> bool:
        account = accounts.lock(tx, "telegram", "1", update="update-1")
        accounts.heard(tx, account)
        return account.is_repeated

    assert [await database.write(turn) for _ in range(2)] == [False, True]


async def test_two_turns_of_one_chat_follow_each_other(database: Database) -> None:
    def count(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "one")
        account.draft = {"n": account.draft.get("n", 0) + 1}
        accounts.save(tx, account, owed=None)

    await database.write(count)
    await asyncio.gather(*[database.write(count) for _ in range(30)])
    account = there(await database.read(lambda tx: accounts.find(tx, "web", "one")))
    assert account.draft == {"n": 31}


async def test_waiting_turns_share_a_commit(sqlite_url: str, clock: Clock) -> None:
    database = open_database(sqlite_url, clock)
    commits: list[Connection] = []

    def committed(connection: Connection) -> None:
        commits.append(connection)

    event.listen(Engine, "commit", committed)
    try:
        await asyncio.gather(*[database.write(partial(accounts.lock, channel="web", chat=str(i))) for i in range(100)])
    finally:
        event.remove(Engine, "commit", committed)
    assert await database.read(accounts.count) == 100
    assert 0 < len(commits) < 20
    await database.close()


async def test_a_writer_that_was_cancelled_before_it_began_holds_up_nobody(sqlite: Database) -> None:
    waiting = asyncio.create_task(sqlite.write(lambda _: 1))
    await asyncio.sleep(0)  # it has asked for a writer
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert len(others) > 1
    for task in others:
        task.cancel()
    await asyncio.wait(others)
    assert waiting.cancelled()
    async with asyncio.timeout(PATIENCE):
        assert await sqlite.write(lambda _: 2) == 2


async def test_sqlite_is_durable_and_readers_do_not_wait(sqlite: Database) -> None:
    def settings(tx: Transaction) -> tuple[str, int]:
        journal = tx.connection.execute(text("PRAGMA journal_mode")).scalar_one()
        synchronous = tx.connection.execute(text("PRAGMA synchronous")).scalar_one()
        return journal, synchronous

    assert await sqlite.write(settings) == ("wal", 2)
    assert await sqlite.read(settings) == ("wal", 2)


async def test_a_locked_database_is_waited_for_and_then_reported(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.kit.engine.BUSY_SECONDS", 0.05)
    database = open_database(sqlite_url, clock)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        await database.write(lambda tx: accounts.lock(tx, "web", "waits"))
    other.execute("ROLLBACK")
    other.close()
    await database.write(lambda tx: accounts.lock(tx, "web", "waits"))
    assert await database.read(accounts.count) == 1
    await database.close()


async def test_a_database_that_somebody_has_for_himself_is_busy_for_who_reads_too(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.kit.engine.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    database = open_database(sqlite_url, clock)
    with pytest.raises(BusyError):
        await database.read(accounts.count)
    other.close()
    assert await database.read(accounts.count) == 0
    await database.close()


async def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        open_database("mysql://somewhere/else")


async def test_what_is_erased_is_in_no_file_of_the_database(sqlite_url: str) -> None:
    """Every byte of the file and of its log of writes, right after the erasure."""
    name = "Đặng Thị Không Còn"
    database = open_database(sqlite_url)
    try:
        village = await database.write(found)

        def comes(tx: Transaction) -> Person:
            act_as_operator(tx)
            made = resident(tx, village.kim_son, name, 1950, household="44", on_roster=False)
            tx.save_chain()
            return made

        person = await database.write(comes)
        folder = Path(make_url(sqlite_url).database or "").parent
        assert any(name.encode() in file.read_bytes() for file in folder.iterdir() if file.is_file())

        def goes(tx: Transaction) -> None:
            act_as_operator(tx)
            erasure.erase_person(tx, person)
            blotting.finish(tx)
            tx.save_chain()

        await database.write(goes)
        for file in folder.iterdir():
            if file.is_file():
                assert name.encode() not in file.read_bytes(), file.name
    finally:
        await database.close()


async def test_what_was_begun_before_tells_nothing_new_of_the_way_to_the_database(
    postgres_url: str, clock: Clock
) -> None:
    """Two turns are begun before a trouble: one ends well in its middle, the other fails when it is over."""
    database, told = open_database(postgres_url, clock), list[str]()
    database.on_trouble = told.append
    cut = OperationalError("COMMIT", {}, Exception("the line is cut"))
    gates = [asyncio.Event(), asyncio.Event()]

    def held(tx: Transaction, gate: asyncio.Event, *, fails: bool) -> None:
        begun.release()
        await_only(gate.wait())
        tx.connection.execute(text("SELECT 1"))
        if fails:
            raise cut

    def failing(_: Transaction) -> None:
        raise cut

    begun = asyncio.Semaphore(0)
    try:
        fails_late, is_well = (
            asyncio.create_task(database.write(partial(held, gate=gate, fails=fails)))
            for gate, fails in zip(gates, (True, False), strict=True)
        )
        for _ in range(2):
            await begun.acquire()
        with pytest.raises(BusyError):
            await database.write(failing)
        gates[1].set()
        await is_well  # it was begun before the trouble: no news that the trouble is over
        assert (told, database.trouble) == (["OperationalError"], "OperationalError")
        await database.write(accounts.count)
        assert (told, database.trouble) == (["OperationalError", ""], "")
        gates[0].set()
        with pytest.raises(BusyError):
            await fails_late
        assert (told, database.trouble) == (["OperationalError", ""], "")
        with pytest.raises(BusyError):
            await database.write(failing)
        assert told == ["OperationalError", "", "OperationalError"]
    finally:
        await database.close()
