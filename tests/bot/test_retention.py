"""The daily sweep and the clock: one that runs far ahead of the records drops nothing, and there is a way on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
import structlog
from sqlalchemy import func, select, text
from typer.testing import CliRunner

from bot import cli
from bot.app import App
from bot.commune_setup import act_as_operator
from bot.doctor import examine
from bot.elsewhere import dates_of
from bot.retention import SWEEPS, Retention
from bot.settings import Settings
from bot.web import web_app
from criteria.activity import ActivityKind
from storage import accounts, activities, clock_witness, guesses, inbox, outbox
from storage.files import FileStore
from storage.kit.engine import Database, open_database, utc_now
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, Witness
from tests.conftest import MOMENT, Clock
from tests.keys import keys_in
from tests.logs import log_plainly
from tests.servers.botapi import BotApi
from tests.village import GOOD, declared, found
from tests.world import TOKEN

SEVEN_YEARS = timedelta(days=7 * 365)


def _year(tx: Transaction) -> None:
    """A commune in which everything that a sweep may drop has a row."""
    village = found(tx)
    declared(tx, village, village.lan, dict(GOOD))
    activities.add(
        tx, village.lan, kind=ActivityKind.BOOK, name="Đắc nhân tâm", held_on=MOMENT.date(), hours=4, organiser=""
    )
    inbox.put_away(tx, "telegram", ["1"])
    guesses.wrong(tx, ["a1"])
    account = accounts.lock(tx, "telegram", "1001")
    outbox.put(tx, ErrandKind.NOTICE, account.id, {})
    accounts.save(tx, account, owed=None)


def _counts(tx: Transaction) -> dict[str, int]:
    """How many rows each table has that a sweep looks at."""
    return {
        name: tx.connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
        for name in SWEEPS
    }


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Iterator[CliRunner]:
    """The command line on the test's database; its log is not ours."""
    monkeypatch.setenv("HOCTAP_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield CliRunner()
    log_plainly()


async def _elsewhere(moment: datetime | None) -> datetime | None:
    return moment


@pytest.fixture
async def retention(database: Database, tmp_path: Path) -> Retention:
    await database.write(_year)
    return Retention(database, FileStore(tmp_path / "files", keys_in(tmp_path)), keys_in(tmp_path))


@pytest.mark.parametrize("sweeps_before", [False, True], ids=["never swept", "swept before"])
@pytest.mark.parametrize("off", [SEVEN_YEARS, timedelta(days=61), -SEVEN_YEARS], ids=["2033", "61 days", "2019"])
async def test_a_clock_far_from_the_records_drops_nothing_and_says_so(
    database: Database, retention: Retention, clock: Clock, off: timedelta, *, sweeps_before: bool
) -> None:
    before = await database.read(_counts)
    if sweeps_before:
        assert await retention.sweep()
    clock.now = MOMENT + off
    with structlog.testing.capture_logs() as said:
        assert not await retention.sweep()
        assert not await retention.sweep()
    assert [each["clock"][:4] for each in said] == [str(clock.now.year)] * 2
    assert await database.read(_counts) == before
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(database, [])), base_url="http://x") as client:
        health = (await client.get("/health")).text
    assert health.splitlines()[0] == "ok"
    assert health.splitlines()[-1] == (
        f"nothing is swept since {clock.now:%Y-%m-%d} by this clock: the newest record is of 2026-11-23; hoctap doctor"
    )
    clock.now = MOMENT + timedelta(days=1)  # set right
    assert await retention.sweep()
    assert await database.read(_counts) == before
    assert await database.read(clock_witness.refused) is None


@pytest.mark.parametrize(
    "off", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)], ids=str
)
async def test_a_clock_that_is_off_a_little_loses_nothing(
    database: Database, retention: Retention, clock: Clock, off: timedelta
) -> None:
    before = await database.read(_counts)
    clock.now = MOMENT + off
    assert await retention.sweep()
    clock.now = MOMENT
    assert await retention.sweep()
    assert await database.read(_counts) == before


async def test_what_is_written_by_a_wrong_clock_vouches_for_nothing(
    database: Database, retention: Retention, clock: Clock
) -> None:
    """People who write in the minute before the sweep make the newest record one of 2033."""
    before = await database.read(_counts)

    def write(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "1001")
        accounts.give_consent(tx, account, version="2026-12", given=True)
        accounts.save(tx, account, owed=None)

    clock.now = MOMENT + SEVEN_YEARS
    await database.write(write)
    assert not await retention.sweep()
    await database.write(write)
    assert not await retention.sweep()
    assert await database.read(_counts) == before


async def test_records_day_by_day_vouch_for_the_next_year(
    database: Database, retention: Retention, clock: Clock
) -> None:
    def something(tx: Transaction) -> None:
        act_as_operator(tx)
        tx.audit("cycle.plan", "cycle:1", {})

    assert await retention.sweep()
    for _ in range(14):
        clock.advance(days=30)
        await database.write(something)
    assert await retention.sweep()  # January 2028: the program was stopped all the while, and people wrote
    assert (await database.read(_counts))["declarations"] == 0


async def test_a_commune_that_is_only_quiet_is_swept_while_the_program_runs(
    database: Database, retention: Retention, clock: Clock
) -> None:
    for _ in range(58):  # a week at a time: each day would be the same
        clock.advance(days=7)
        assert await retention.sweep()
    assert (await database.read(_counts))["declarations"] == 0


async def test_a_messenger_that_shows_the_same_day_vouches(database: Database, tmp_path: Path, clock: Clock) -> None:
    await database.write(_year)
    clock.now = MOMENT + timedelta(days=500)
    store = FileStore(tmp_path, keys_in(tmp_path))
    for theirs in (None, MOMENT, clock.now + timedelta(days=2)):
        assert not await Retention(database, store, keys_in(tmp_path), partial(_elsewhere, theirs)).sweep()
    assert (await database.read(_counts))["declarations"] == 1
    assert await Retention(
        database, store, keys_in(tmp_path), partial(_elsewhere, clock.now - timedelta(hours=2))
    ).sweep()
    assert (await database.read(_counts))["declarations"] == 0
    said = text("SELECT count(*) FROM audit WHERE code = 'clock.confirmed'")
    assert await database.read(lambda tx: tx.connection.execute(said).scalar_one()) == 1


async def test_the_messengers_that_are_set_up_are_asked_what_time_it_is(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    async with BotApi(TOKEN) as telegram:
        asked = Settings(data_dir=tmp_path, telegram_token=TOKEN, telegram_api_url=telegram.url, zalo_api_url=nowhere)
        theirs = await dates_of(asked)()
        assert theirs is not None
        assert abs(theirs - datetime.now(UTC)) < timedelta(minutes=5)
        not_set_up = Settings(data_dir=tmp_path, telegram_token="", telegram_api_url=telegram.url)
        assert await dates_of(not_set_up)() is None


async def test_the_operator_confirms_the_date_and_the_doctor_says_how(
    sqlite_url: str, tmp_path: Path, clock: Clock, command_line: CliRunner
) -> None:
    """The commune was quiet and the program stopped: the newest record is 70 days old."""
    clock.now = utc_now() - timedelta(days=70)
    database = open_database(sqlite_url, clock)
    await database.write(_year)
    await database.close()
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    app = App(settings)
    said = {each.subject: each async for each in examine(app)}
    problem = said["Dọn dữ liệu quá hạn"]
    assert not problem.is_well
    assert "hoctap confirm-date 2" in problem.remedy
    assert not await Retention(app.database, app.files, app.keys).sweep()
    await app.database.close()

    command = problem.remedy.rpartition("hoctap ")[2].split()

    async def call(*arguments: str) -> tuple[int, str]:
        done = await asyncio.to_thread(command_line.invoke, cli.app, arguments)
        log_plainly()  # the command's stderr is closed
        return done.exit_code, done.output

    assert (await call("confirm-date", "hôm nay"))[0] == 2
    code, told = await call("confirm-date", "2019-01-01")
    assert (code, "không phải 2019-01-01" in told) == (2, True)
    app = App(settings)
    assert not await Retention(app.database, app.files, app.keys).sweep()
    assert (await call(*command))[0] == 0
    assert await Retention(app.database, app.files, app.keys).sweep()
    await app.database.close()


async def test_the_witness_is_on_record(database: Database) -> None:
    def work(tx: Transaction) -> tuple[object, ...]:
        found(tx)
        clock_witness.confirm(tx, Witness.OPERATOR)
        return tx.connection.execute(text("SELECT at, by, refused_at FROM clock")).one()

    row = await database.write(work)
    assert row[1:] == ("operator", None)
