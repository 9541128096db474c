"""The drill: a backup under load, the machine dies, and a restore brings back whatever was acknowledged before it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot import recovery_key
from bot.backups import LIST, read_list
from bot.channels.webchat import chat_of
from storage import audit, declarations, people
from storage.kit import tables
from storage.kit.engine import open_database
from storage.kit.transaction import Transaction
from tests.conftest import environment, running_clock
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.village import Village, found, sit_down

RESIDENTS = 6
ANSWERS = ("2", "2", "2", "2", "2", "2", "2", "2")
pytestmark = pytest.mark.usefixtures("postgres_tools")


def session(number: int) -> str:
    return f"{'s' * 30}{number:02}"


def populate(tx: Transaction) -> Village:
    """Residents with a chat in the browser; the last is on no roster, and is going to want to be forgotten."""
    village = found(tx)
    for number in range(RESIDENTS):
        person = people.add(
            tx,
            place_id=village.kim_son.id,
            full_name=f"Hồ Thị Xuân {chr(65 + number)}",
            birth_year=1970 + number,
            on_roster=False,
            household_id=None,
        )
        sit_down(tx, "web", chat_of(session(number)), person)
    return village


@asynccontextmanager
async def program(settings: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real one, in a process of its own; it dies with the body."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.killable", "never", "0", env=environment(**settings)
    )
    try:
        async with httpx.AsyncClient() as client, asyncio.timeout(PATIENCE):
            while True:
                try:
                    await client.get(f"http://{settings['HOCTAP_WEB_BIND']}/health")
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
                else:
                    break
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def hoctap(settings: dict[str, str], *arguments: str) -> str:
    """A command, as an operator runs it beside the program."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOCTAP_CLOCK")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from bot.cli import main; main()", *arguments,
        env={**clean, **settings}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


class Resident:
    """Somebody who answers one question after the other and remembers what was acknowledged."""

    def __init__(self, client: httpx.AsyncClient, number: int) -> None:
        self._client, self.number = client, number
        self.acknowledged = 0
        self._updates = 0

    async def say(self, text: str) -> str:
        return await self._send({"type": "text", "text": text})

    async def press(self, route: str) -> str:
        return await self._send({"type": "choice", "route": route})

    async def _send(self, given: dict[str, str]) -> str:
        self._updates += 1
        act = {"update": f"{self.number}-{self._updates:012}", "input": given}
        answer = await self._client.post(f"/chat/{session(self.number)}/events", json=act)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def declare(self, begun: asyncio.Event) -> None:
        await self.say("/khai")
        await self.say("1")
        await self.say("6")
        for answer in ANSWERS:
            await self.say(answer)
            self.acknowledged += 1
            begun.set()


async def a_minute_ago(url: str) -> None:
    """Whatever is on a screen has been there for a minute: who decides too soon is asked again."""
    database = open_database(url, running_clock)
    early = update(tables.accounts).values(seen_at=running_clock() - timedelta(minutes=1))
    await database.write(lambda tx: tx.connection.execute(early))
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The database of the machine that dies, and that of the new one."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url"), f"sqlite:///{tmp_path / 'new' / 'hoctap.db'}"
    return request.getfixturevalue("postgres_url"), request.getfixturevalue("empty_postgres_url")


async def test_a_machine_that_dies_is_brought_back(urls: tuple[str, str], tmp_path: Path) -> None:
    old, new, usb = tmp_path / "old", tmp_path / "new", tmp_path / "usb"
    usb.mkdir()
    database = open_database(urls[0], running_clock)
    village = await database.write(populate)
    await database.close()
    key = recovery_key.make()
    recovery_key.keep_public(old, key)
    paper = tmp_path / "paper.txt"
    paper.write_text(str(key))
    port = free_port()
    settings = {
        "HOCTAP_DATA_DIR": str(old),
        "HOCTAP_DATABASE_URL": urls[0],
        "HOCTAP_BACKUP_DIR": str(usb),
        "HOCTAP_WEB_BIND": f"127.0.0.1:{port}",
        "HOCTAP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOCTAP_WEB_CHAT": "true",
    }
    by_hand = {name: value for name, value in settings.items() if name != "HOCTAP_CLOCK"}
    async with program(settings) as running, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        residents = [Resident(client, number) for number in range(RESIDENTS)]
        begun = asyncio.Event()
        async with asyncio.TaskGroup() as load:
            for each in residents:
                load.create_task(each.declare(begun))
            await begun.wait()
            before = [each.acknowledged for each in residents]
            said = await hoctap(by_hand, "backup")
            assert "Đã sao lưu" in said
        assert sum(each.acknowledged for each in residents) == RESIDENTS * len(ANSWERS)
        await residents[-1].press("data")
        await residents[-1].press("erase")
        await a_minute_ago(urls[0])
        assert "Đã xoá" in await residents[-1].press("erase-now")
        running.kill()  # in the very moment in which she has been told

    (file,) = usb.glob("*.age")
    assert len(read_list(usb / LIST)) == 1
    place = {"HOCTAP_DATA_DIR": str(new), "HOCTAP_DATABASE_URL": urls[1]}
    said = await hoctap(place, "restore", str(file), "--key", str(paper))
    assert "Xoá lại 1 người" in said
    assert "Nhật ký nguyên vẹn" in said

    back = open_database(urls[1], running_clock)
    first = village.officer.id + 1  # the residents were entered after the village
    for number, least in enumerate(before):
        person = await back.read(lambda tx, n=number: people.get(tx, first + n))  # type: ignore[misc]
        found_ = await back.read(lambda tx, p=person: declarations.of_person(tx, p.id))  # type: ignore[misc]
        if number == RESIDENTS - 1:
            assert (person.full_name, found_) == ("", ())
            continue
        (declaration,) = found_
        said_ = await back.read(lambda tx, d=declaration: audit.of_subject(tx, f"declaration:{d.id}"))  # type: ignore[misc]
        answered = [each for each in said_ if each.code == "declaration.answered"]
        assert len(answered) >= least
    await back.close()
    everything = b"".join(path.read_bytes() for path in new.rglob("*") if path.is_file())
    assert f"Xuân {chr(64 + RESIDENTS)}".encode() not in everything


async def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(sqlite_url: str, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    data = tmp_path / "data"
    database = open_database(sqlite_url, running_clock)
    await database.write(populate)
    await database.close()
    recovery_key.keep_public(data, recovery_key.make())
    (data / "big.key").write_bytes(os.urandom(30_000_000))
    settings = {"HOCTAP_DATA_DIR": str(data), "HOCTAP_DATABASE_URL": sqlite_url, "HOCTAP_BACKUP_DIR": str(usb)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from bot.cli import main; main()", "backup", env={**os.environ, **settings}
    )
    async with asyncio.timeout(PATIENCE):
        while not list(usb.glob("*.unfinished")):
            assert process.returncode is None
            await asyncio.sleep(0.001)
    process.kill()
    await process.wait()
    assert list(usb.glob("*.age")) == []
    said = await hoctap(settings, "backup")
    assert "Đã sao lưu" in said
    assert sorted(path.suffix for path in usb.iterdir()) == [".age", ".txt"]
    assert not (data / "copying").exists()
