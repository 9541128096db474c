"""Commands that are documented as only looking leave whatever database there is as it is, and make none."""

from __future__ import annotations

import gc
import logging
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner, Result

from bot.cli import app
from storage import accounts, inbox
from storage.kit.engine import Database
from storage.kit.migrate import HEAD, stored_version, upgrade
from tests.logs import log_plainly
from tests.old_versions import begin_in_the_first_version
from tests.world import OA_APP, OA_REFRESH, OA_SECRET, OA_WEBHOOK_SECRET, TOKEN, ZALO_TOKEN

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
OLD = "0003"
LOOKING: dict[str, tuple[str, ...]] = {
    "doctor": ("doctor",),
    "verify": ("verify",),
    "criteria check": ("criteria", "check", "set.toml"),
    "import-roster": ("import-roster", "18160", "roster.csv"),
    "criteria adopt": ("criteria", "adopt", "18160", "set.toml", "--year", "2026"),
}
NEED_NO_DATABASE = {"criteria check"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the commands read, and settings of every channel that reach nobody."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    nowhere = "http://127.0.0.1:9"
    given = {
        "DATA_DIR": str(folder / "data"),
        "TELEGRAM_TOKEN": TOKEN,
        "ZALO_TOKEN": ZALO_TOKEN,
        "ZALO_OA_APP_ID": OA_APP,
        "ZALO_OA_SECRET_KEY": OA_SECRET,
        "ZALO_OA_WEBHOOK_SECRET": OA_WEBHOOK_SECRET,
        "ZALO_OA_REFRESH_TOKEN": OA_REFRESH,
        "WEB_CHAT": "true",
        **dict.fromkeys(("TELEGRAM_API_URL", "ZALO_API_URL", "ZALO_OA_API_URL", "ZALO_OA_OAUTH_URL"), nowhere),
    }
    for name, value in given.items():
        monkeypatch.setenv(f"HOCTAP_{name}", value)
    (folder / "set.toml").write_bytes((resources.files("criteria.titles") / "cdht-324-2023.toml").read_bytes())
    (folder / "roster.csv").write_text("Thôn,Họ và tên,Năm sinh\nKim Sơn,Nguyễn Thị Lan,1968\n", "utf-8")
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield folder
    log_plainly()
    gc.enable()


def hoctap(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything in all tables of a PostgreSQL database."""
    engine = create_engine(url)
    found = MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        rows = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in found.tables.items()
        }
    engine.dispose()
    return rows


def test_these_are_the_commands_that_are_documented_as_only_looking() -> None:
    said = re.search(r"database\. (`hoctap doctor`.*?) only look:", OPERATING.read_text("utf-8"), re.DOTALL)
    assert said is not None
    assert set(re.findall(r"`hoctap ([a-z -]+)`", said[1])) == set(LOOKING)
    assert not [words for words in LOOKING.values() if "--write" in words]


@pytest.mark.parametrize("command", LOOKING)
@pytest.mark.parametrize("before", [None, OLD, HEAD])
def test_a_look_at_a_file_of_any_version_changes_no_byte(here: Path, command: str, before: str | None) -> None:
    url = f"sqlite:///{here / 'data' / 'hoctap.db'}"
    if before is not None:
        (here / "data").mkdir()
        _project_folder(here, url, before)
    was = files_of(here)
    answer = hoctap(*LOOKING[command])
    _says_what_is_wrong(answer, command, before)
    if not (command == "doctor" and before == HEAD):  # it renews the Official Account's tokens
        assert files_of(here) == was


@pytest.mark.parametrize("command", LOOKING)
@pytest.mark.parametrize("before", [None, OLD])
def test_a_look_at_a_server_of_any_version_changes_no_row(
    here: Path, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch, command: str, before: str | None
) -> None:
    monkeypatch.setenv("HOCTAP_DATABASE_URL", empty_postgres_url)
    if before is not None:
        _project_folder(here, empty_postgres_url, before)
    was, files = rows_of(empty_postgres_url), files_of(here)
    _says_what_is_wrong(hoctap(*LOOKING[command]), command, before)
    assert rows_of(empty_postgres_url) == was
    assert files_of(here) == files


def _project_folder(here: Path, url: str, step: str) -> None:
    """Make a database of a step; the steps lie in the project's folder."""
    os.chdir(Path(__file__).parents[2])
    begin_in_the_first_version(url, min(step, OLD))
    if step == HEAD:
        upgrade(url)
    os.chdir(here)


def _says_what_is_wrong(answer: Result, command: str, before: str | None) -> None:
    if command in NEED_NO_DATABASE:
        assert answer.exit_code == 0
    elif before == HEAD:
        assert "hoctap migrate" not in answer.output
    else:
        assert answer.exit_code == (1 if command == "doctor" else 2), answer.output
        assert ("chưa có bảng nào" if before is None else f"phiên bản {OLD}, cần {HEAD}") in answer.output
        assert "chạy: hoctap migrate" in answer.output


def test_a_look_at_a_file_that_a_program_has_open_sees_its_latest_commit(here: Path) -> None:
    (here / "data").mkdir()
    url = f"sqlite:///{here / 'data' / 'hoctap.db'}"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
        connection.commit()
        assert (here / "data" / "hoctap.db-wal").stat().st_size > 0  # there, and not yet in the file itself
        was = files_of(here)
        assert stored_version(url) == "0002"
        locks = {str(here / "data" / "hoctap.db-shm")}  # where those who have it open say so
        assert {name: files_of(here)[name] for name in was.keys() - locks} == {n: was[n] for n in was.keys() - locks}
        assert files_of(here).keys() == was.keys()
    engine.dispose()


async def test_what_reads_cannot_lock(database: Database) -> None:
    """PostgreSQL refuses it to who only reads; on SQLite, where there is nothing to lock, we do."""
    with pytest.raises((DBAPIError, RuntimeError)):
        await database.read(lambda tx: accounts.load(tx, 1))
    assert await database.read(lambda tx: accounts.load_unlocked(tx, 1)) is None


async def test_what_reads_cannot_write(database: Database) -> None:
    """So that a command that says it only looks does, whatever it calls."""

    with pytest.raises(DBAPIError):
        await database.read(lambda tx: inbox.put_away(tx, "web", ["update-1"]))
    await database.write(lambda tx: inbox.put_away(tx, "web", ["update-1"]))


def test_only_migrating_makes_a_file(here: Path) -> None:
    assert stored_version(f"sqlite:///{here / 'none.db'}") is None
    assert not (here / "none.db").exists()
