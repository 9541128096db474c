"""A copy of the whole database while others write, on SQLite and PostgreSQL; what a screen shows once is in none."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from acts import ways
from storage import accounts, inbox, received_files, shown_once
from storage.document_reference import DocumentReference, StoredDocument
from storage.kit import copying
from storage.kit.copying import CopyError, StoppedError, ToolError
from storage.kit.engine import Database, open_database
from storage.kit.migrate import HEAD, stored_version
from storage.kit.tables import left_out_of_copies
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose
from tests.conftest import Clock
from tests.village import Village, found, sit_down

CODE = "WXYZ2345"
SENT = "ds-kim-son-2026.xlsx"


pytestmark = pytest.mark.usefixtures("postgres_tools")


def show_a_code(tx: Transaction) -> None:
    account = accounts.lock(tx, "telegram", "1")
    shown_once.keep(tx, account.id, "invited", CODE)


def note_a_file(tx: Transaction, village: Village) -> None:
    """Its bytes go after a day, and are in no backup."""
    sit_down(tx, "telegram", "7", village.officer)
    document = DocumentReference(StoredDocument("ab" * 32), SENT, size=3)
    received_files.attach(
        tx, accounts.lock(tx, "telegram", "7"), document, purpose=FilePurpose.ROSTER, route=ways.home()
    )


def other_place(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if copying.file_of(database_url) is not None:
        return f"sqlite:///{tmp_path / 'other.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


async def test_a_copy_is_brought_back_whole_and_without_what_is_shown_once(
    database: Database, database_url: str, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert left_out_of_copies() == ("desk_sessions", "received_files", "shown_once")
    village = await database.write(found)
    await database.write(show_a_code)
    await database.write(lambda tx: note_a_file(tx, village))
    copy = tmp_path / "copy"
    await asyncio.to_thread(copying.copy, database_url, copy)
    assert CODE.encode() not in copy.read_bytes()
    assert SENT.encode() not in copy.read_bytes()
    assert copying.size_of(database_url) > 0
    assert [each for each in os.listdir(tmp_path) if each.startswith("copy")] == ["copy"]  # noqa: PTH208

    to = other_place(database_url, tmp_path, request)
    assert not copying.holds_something(to)
    copying.bring_back(to, copy)
    assert copying.holds_something(to)
    assert stored_version(to) == HEAD
    back = open_database(to, clock)
    assert await back.read(lambda tx: accounts.reachable(tx, village.lan.id)) is None
    assert await back.read(_codes) == 0
    assert await database.read(_codes) == 1
    await back.write(show_a_code)  # it can be written
    await back.close()


def _codes(tx: Transaction) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM shown_once").scalar_one())


async def test_everything_committed_before_is_in_it_while_others_write_on(
    database: Database, database_url: str, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done, begun, stop = [0], asyncio.Event(), asyncio.Event()

    async def load() -> None:
        while not stop.is_set():
            await database.write(partial(inbox.put_away, channel="telegram", handled=[f"{done[0] + 1}-{'x' * 40}"]))
            done[0] += 1
            if done[0] == 50:
                begun.set()
            await asyncio.sleep(0)

    loading = asyncio.create_task(load())
    await begun.wait()
    before = done[0]
    await asyncio.to_thread(copying.copy, database_url, tmp_path / "copy")
    assert done[0] > before  # nobody had to wait for it
    stop.set()
    await loading
    to = other_place(database_url, tmp_path, request)
    copying.bring_back(to, tmp_path / "copy")
    back = open_database(to, clock)
    seen = await back.read(lambda tx: tx.connection.exec_driver_sql('SELECT "update" FROM inbox').scalars().all())
    numbers = sorted(int(each.partition("-")[0]) for each in seen)
    assert numbers == list(range(1, len(numbers) + 1))  # one moment: no gap
    assert len(numbers) >= before
    await back.close()


async def test_it_is_given_up_when_it_is_to_stop(database: Database, database_url: str, tmp_path: Path) -> None:
    await database.write(found)
    with pytest.raises(StoppedError):
        await asyncio.to_thread(copying.copy, database_url, tmp_path / "copy", lambda: True)


async def test_another_program_that_has_it_open_is_seen(database: Database, database_url: str) -> None:
    await database.write(found)
    await database.read(lambda _: None)
    assert copying.is_open_elsewhere(database_url)
    await database.close()
    assert not copying.is_open_elsewhere(database_url)


def test_a_damaged_database_makes_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    file = copying.file_of(sqlite_url)
    assert file is not None
    with sqlite3.connect(file) as connection:
        connection.executescript(
            "CREATE TABLE filler (x); CREATE INDEX fx ON filler(x);"
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 5000)"
            "INSERT INTO filler SELECT hex(randomblob(50)) FROM c; PRAGMA wal_checkpoint(TRUNCATE)"
        )
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fx'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[page * size - 200 : page * size] = b"\xff" * 200
    content[(page - 1) * size : (page - 1) * size + 60] = b"\x00" * 60
    file.write_bytes(content)
    with pytest.raises(CopyError):
        copying.copy(sqlite_url, tmp_path / "copy")


def test_where_pg_dump_is_missing_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError) as told:
        copying.copy("postgresql://nobody@127.0.0.1:9/none", tmp_path / "copy")
    assert told.value.tool == "pg_dump"


def test_a_password_is_in_no_list_of_programs_and_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "pg_dump"
    fake.write_text('#!/bin/sh\necho "$@" "password:${PGPASSWORD}" >&2\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    with pytest.raises(CopyError) as told:
        copying.copy("postgresql://hoctap:verysecret@db.example:5433/commune", tmp_path / "copy")
    assert str(told.value).count("verysecret") == 1  # only from the environment, which the fake prints
    assert "postgresql://hoctap@db.example:5433/commune" in str(told.value)
