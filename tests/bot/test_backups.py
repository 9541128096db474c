"""Backups by themselves: every night, one that was missed after the start, how many stay, who is told of trouble."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import select

from bot import backup_file, backups, recovery_key
from bot.app import App
from bot.backups import LIST, RESTORING, BackupError, Backups, kept_beside, last_night, prune, read_list, write_list
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from bot.web import web_app
from storage import accounts, erasure, files, people, shown_once
from storage import backups as records
from storage.backups import Erasure
from storage.files import FileStore
from storage.kit import tables
from storage.kit.engine import Database, open_database
from storage.kit.transaction import Transaction
from tests.conftest import MOMENT, Clock
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.village import Village, found, sit_down
from tests.world import running

CODE = "WXYZ2345"


class Machine:
    """A machine with a commune on it, a recovery key on paper, and a disk for backups."""

    def __init__(self, folder: Path, database_url: str, clock: Clock, **given: object) -> None:
        self.disk = folder / "usb"
        self.disk.mkdir(exist_ok=True)
        self.clock = clock
        self.settings = Settings(
            data_dir=folder / "data",
            database_url=database_url,
            backup_dir=self.disk,
            backup_keep=3,
            web_bind=f"127.0.0.1:{free_port()}",
            **given,  # type: ignore[arg-type]
        )
        self.paper = recovery_key.make()
        recovery_key.keep_public(self.settings.data_dir, self.paper)
        self.settings.keep_key()
        self.database: Database = open_database(database_url, clock)
        self.service = Backups(self.database, self.settings)

    def made(self) -> list[str]:
        return sorted(path.name for path in self.disk.glob("*.age"))

    def parts(self, name: str, key: Identity | None = None) -> dict[str, bytes]:
        found_: dict[str, bytes] = {}
        backup_file.read(
            self.disk / name, key or self.paper, lambda part, content: found_.update({part: content.read()})
        )
        return found_

    async def standing(self) -> records.Standing:
        return await self.database.read(records.standing)


@pytest.fixture
async def machine(tmp_path: Path, sqlite_url: str, clock: Clock) -> AsyncIterator[Machine]:
    opened = Machine(tmp_path, sqlite_url, clock)
    yield opened
    await opened.database.close()


@pytest.fixture
async def village(machine: Machine) -> Village:
    return await machine.database.write(found)


def erase(person_id: int) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        erasure.erase_person(tx, people.get(tx, person_id))

    return work


async def test_one_a_night_and_a_missed_one_soon(machine: Machine, village: Village) -> None:
    assert last_night(MOMENT).isoformat() == "2026-11-23T02:00:00+07:00"
    await machine.service.look()  # at 16:00: there was none last night
    await machine.service.look()
    assert [each[:23] for each in machine.made()] == ["hoctap-2026-11-23-1600-"]
    machine.clock.advance(hours=9, minutes=59)  # 01:59
    await machine.service.look()
    assert len(machine.made()) == 1
    machine.clock.advance(minutes=1)
    await machine.service.look()
    machine.clock.advance(hours=23)
    await machine.service.look()
    assert [each[:23] for each in machine.made()][1:] == ["hoctap-2026-11-24-0200-"]
    assert all(backup_file.is_whole(machine.disk / each) for each in machine.made())
    assert not (machine.settings.data_dir / backups.WORK).exists()


async def test_two_workers_make_one(tmp_path: Path, postgres_url: str, clock: Clock, postgres_tools: None) -> None:
    one = Machine(tmp_path, postgres_url, clock)
    await one.database.write(found)
    database = open_database(postgres_url, clock)
    other = Backups(database, one.settings)
    await asyncio.gather(one.service.look(), other.look(), one.service.look(), other.look())
    assert len(one.made()) == 1
    await database.close()
    await one.database.close()


async def test_what_is_in_it_and_what_is_not(machine: Machine, village: Village) -> None:
    store = FileStore(machine.settings.data_dir / "files", machine.settings.data_keys())
    wanted, loose = store.put(b"a certificate"), store.put(b"nobody needs this")

    def show(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "1")
        shown_once.keep(tx, account.id, "invited", CODE)
        files.grant(tx, digest=wanted, account_id=account.id, name="a.txt", media_type="text/plain", size=13)

    await machine.database.write(show)
    data = machine.settings.data_dir
    (data / "evidence.key").write_text("some other key")  # whatever keys there are, and will be
    (data / "keys").mkdir()
    (data / "keys" / "7.key").write_text("deeper")
    (data / "demo").mkdir()
    (data / "demo" / "hoctap.db").write_text("another program's")
    (data / "half.part").write_text("unfinished")
    await machine.service.look()
    (name,) = machine.made()
    parts = machine.parts(name)
    assert {each for each in parts if not each.startswith("files/")} == {
        "about.json", "database", "folder/secret.key", "folder/data.keys", "folder/recovery.pub",
        "folder/evidence.key", "folder/keys/7.key",
    }  # fmt: skip
    assert {each for each in parts if each.startswith("files/")} == {f"files/{wanted}"}
    assert loose not in str(parts.keys())
    assert CODE.encode() not in parts["database"]
    about = json.loads(parts["about.json"])
    assert {"HOCTAP_DATA_DIR", "HOCTAP_BACKUP_DIR"} <= set(about["settings"])
    assert str(machine.disk) not in str(about)  # names, not values
    whole = (machine.disk / name).read_bytes()
    assert "Nguyễn".encode() in parts["database"]
    assert b"evidence" not in whole


async def test_a_key_that_is_given_from_outside_is_in_it(tmp_path: Path, sqlite_url: str, clock: Clock) -> None:
    machine = Machine(tmp_path, sqlite_url, clock, secret_key="outside")
    await machine.database.write(found)
    (machine.settings.data_dir / "secret.key").write_text("an older one")
    await machine.service.look()
    parts = machine.parts(*machine.made())
    assert parts["folder/secret.key"] == b"outside"
    assert parts["folder/secret.key.beside"] == b"an older one"
    await machine.database.close()


def test_the_database_and_the_backups_themselves_are_no_small_files(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    inside = tmp_path / "backups"
    for path in ("hoctap.db", "hoctap.db-wal", "hoctap.db-shm", "hoctap.db-migrating", "backup.lock",
                 "copying/database", "restoring/database", "files/aa/x", "backups/any.txt", "secret.key"):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "hoctap-2026-11-23-0200-0123456789ab.age").touch()
    assert [each.name for each in kept_beside(settings, inside)] == ["secret.key"]
    assert RESTORING == "restoring"


async def test_only_so_many_stay_and_never_none(machine: Machine, village: Village) -> None:
    for _ in range(5):
        await machine.service.look()
        machine.clock.advance(days=1)
    assert [each[7:17] for each in machine.made()] == ["2026-11-25", "2026-11-26", "2026-11-27"]
    torn = machine.disk / machine.made()[-1]
    torn.write_bytes(torn.read_bytes()[:-1])
    assert prune(machine.disk, 1, torn, machine.clock.now) == ()  # the newest is no good: nothing goes
    assert len(machine.made()) == 3
    await machine.service.look()
    assert [each[7:17] for each in machine.made()][-1] == "2026-11-28"


async def test_names_from_a_wrong_clock_do_not_push_out_the_true_ones(machine: Machine, village: Village) -> None:
    machine.clock.advance(days=7 * 365)
    for _ in range(3):
        await machine.service.look()
        machine.clock.advance(days=1)
    ahead = machine.made()
    machine.clock.now = MOMENT + timedelta(days=1)
    for _ in range(3):  # the database still believes in the future; by hand it goes on
        key = await machine.database.write(records.begin)
        await backups.made(machine.database, machine.settings, machine.disk, key)
        machine.clock.advance(days=1)
    assert not set(ahead) & set(machine.made())
    assert len(machine.made()) == 3


async def test_an_empty_place_where_the_disk_was_is_not_filled(machine: Machine, village: Village) -> None:
    await machine.service.look()
    for path in machine.disk.iterdir():
        path.unlink()
    machine.clock.advance(days=1)
    await machine.service.look()
    assert list(machine.disk.iterdir()) == []
    assert "chưa cắm" in (await machine.standing()).trouble
    machine.disk.rmdir()
    machine.clock.advance(minutes=11)
    await machine.service.look()
    assert "không thấy thư mục" in (await machine.standing()).trouble
    machine.disk.mkdir()
    machine.clock.advance(seconds=1)
    key = await machine.database.write(records.begin)
    await backups.made(machine.database, machine.settings, machine.disk, key)  # by hand: a new disk
    assert len(machine.made()) == 1
    assert (await machine.standing()).trouble == ""


async def test_without_a_recovery_key_it_says_so(machine: Machine, village: Village) -> None:
    (machine.settings.data_dir / recovery_key.FILE).unlink()
    await machine.service.look()
    assert machine.made() == []
    assert "hoctap recovery-key" in (await machine.standing()).trouble


async def test_a_full_disk_stops_nothing_and_leaves_nothing(
    machine: Machine, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file, "write", full)
    await machine.service.look()
    assert "đã đầy" in (await machine.standing()).trouble
    monkeypatch.undo()
    monkeypatch.setattr(backups, "SPARE", 10**18)
    machine.clock.advance(minutes=11)
    await machine.service.look()
    assert "cần" in (await machine.standing()).trouble
    assert machine.made() == []
    assert not (machine.settings.data_dir / backups.WORK).exists()


async def test_one_at_a_time_and_what_a_killed_one_left_goes(machine: Machine, village: Village) -> None:
    data = machine.settings.data_dir
    left = data / backups.WORK
    left.mkdir()
    (left / "database").write_text("names in plain")
    lock = sqlite3.connect(data / backups.LOCK, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    backups.clear_leftovers(data)
    assert left.exists()  # somebody is at it
    await machine.service.look()
    assert "đang chạy" in (await machine.standing()).trouble
    lock.close()
    backups.clear_leftovers(data)
    assert not left.exists()
    half = machine.disk / f"1-1{backup_file.UNFINISHED}"
    half.write_text("half")
    machine.clock.advance(minutes=11)
    await machine.service.look()
    assert not half.exists()
    assert len(machine.made()) == 1


async def test_officers_are_told_once_by_day(machine: Machine, village: Village) -> None:
    await machine.database.write(lambda tx: sit_down(tx, "telegram", "7", village.officer))
    (machine.settings.data_dir / recovery_key.FILE).unlink()
    machine.clock.advance(days=3, hours=10)  # 02:00
    await machine.service.look()
    assert await _notices(machine) == []
    machine.clock.advance(hours=5)
    for _ in range(3):
        await machine.service.look()
        machine.clock.advance(days=1)
    (told,) = await _notices(machine)
    assert "chưa có bản sao lưu nào" in told
    recovery_key.keep_public(machine.settings.data_dir, machine.paper)
    await machine.service.look()
    (machine.settings.data_dir / recovery_key.FILE).unlink()
    machine.clock.advance(days=4)
    await machine.service.look()
    assert [each for each in await _notices(machine) if "Đã ba ngày" in each]


async def _notices(machine: Machine) -> list[str]:
    def work(tx: Transaction) -> list[str]:
        rows = tx.connection.execute(select(tables.outbox.c.payload).order_by(tables.outbox.c.id)).scalars()
        return [str(each["text"]) for each in rows]

    return await machine.database.read(work)


async def test_an_erasure_is_on_the_list_before_it_is_acknowledged(machine: Machine, village: Village) -> None:
    app = App(machine.settings, machine.clock)
    async with running(app):
        await app.database.write(erase(village.lan.id))
        assert not (machine.disk / LIST).exists()  # no backup yet: nothing to bring her back from
        await machine.service.look()
        assert [each.person_id for each in read_list(machine.disk / LIST)] == [village.lan.id]
        await app.database.write(erase(village.head.id))
        assert [each.person_id for each in read_list(machine.disk / LIST)] == [village.lan.id, village.head.id]
        said = (machine.disk / LIST).read_text("utf-8")
        assert "Nguyễn" not in said
        assert "Phan" not in said


async def test_an_erasure_does_not_wait_for_a_disk_that_hangs(
    machine: Machine, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    await machine.service.look()
    hung = threading.Event()

    def hangs(*_: object) -> None:
        hung.wait(PATIENCE)

    monkeypatch.setattr(backups, "write_list", hangs)
    monkeypatch.setattr(backups, "LIST_WITHIN", 0.01)
    machine.database.on_erased = machine.service.before_acknowledged
    await machine.database.write(erase(village.lan.id))
    monkeypatch.undo()
    hung.set()
    await machine.service.look()  # and it is on the list a minute later
    assert [each.person_id for each in read_list(machine.disk / LIST)] == [village.lan.id]


def test_the_list_only_grows_and_a_bad_line_is_no_line(tmp_path: Path) -> None:
    one, two = Erasure(MOMENT, 1, MOMENT), Erasure(MOMENT, 2, None)
    write_list(tmp_path, [one])
    write_list(tmp_path, [two])
    write_list(tmp_path, [one, two])
    assert read_list(tmp_path / LIST) == (one, two)
    assert [each.name for each in tmp_path.iterdir()] == [LIST]
    for bad in ("1 2\n", "x 2026-11-23T09:00:00+00:00 -\n", "1 - yesterday\n"):
        (tmp_path / LIST).write_text(bad)
        with pytest.raises(backup_file.BrokenFileError):
            read_list(tmp_path / LIST)


async def test_health_says_when_there_is_none(machine: Machine, village: Village) -> None:
    import httpx

    transport = httpx.ASGITransport(app=web_app(machine.database, []))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        assert "backup" not in (await client.get("/health")).text
        machine.clock.advance(days=4)
        assert "no backup since ever" in (await client.get("/health")).text
        await machine.service.look()
        assert "backup" not in (await client.get("/health")).text
        machine.clock.advance(days=4)
        assert "no backup since 2026-11-27 09:00 UTC" in (await client.get("/health")).text


async def test_a_backup_that_is_stopped_leaves_nothing_and_is_made_up(machine: Machine, village: Village) -> None:
    machine.service.stop()
    await machine.service.look()
    assert list(machine.disk.glob("*.age")) == []
    assert "dừng giữa chừng" in (await machine.standing()).trouble
    machine.clock.advance(minutes=11)
    await Backups(machine.database, machine.settings).look()
    assert len(machine.made()) == 1


async def test_a_folder_that_is_not_there_is_refused_before_anything(machine: Machine, village: Village) -> None:
    key = await machine.database.write(records.begin)
    with pytest.raises(BackupError, match="không thấy thư mục"):
        await backups.made(machine.database, machine.settings, machine.disk / "none", key)
