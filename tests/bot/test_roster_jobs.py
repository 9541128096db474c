"""A file with a roster is read and taken over beside the turns: whole, once, also after a kill, and nothing leaks."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from acts import roster
from bot import roster_jobs
from bot.file_jobs import FileJobs
from bot.readers import roster_compared
from bot.verifying import verify
from criteria.roster_matching import Listing
from storage import accounts, outbox, people, roster_imports, roster_taking
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ImportState
from storage.roster_imports import RosterImport
from tests.conftest import Clock
from tests.keys import keys_in
from tests.rosters import ORIGIN
from tests.village import Village, found, sit_down, there

HEADINGS = ("STT", "Thôn", "Họ và tên", "Ngày sinh", "Số CCCD", "Dân tộc")
SECRET = "042168001234"


class Office:
    """A commune whose officer brings files, with the worker that reads them."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self.database, self.clock = database, clock
        self.store = FileStore(folder / "files", keys_in(folder))
        self.jobs = FileJobs(database, self.store, {"web": None})  # type: ignore[dict-item]
        self.village: Village

    async def open(self) -> None:
        def begin(tx: Transaction) -> Village:
            village = found(tx)
            sit_down(tx, "web", "officer", village.officer)
            return village

        self.village = await self.database.write(begin)

    async def brings(self, content: bytes, name: str = "danh-sach.xlsx") -> RosterImport:
        digest = self.store.put(content)

        def bring(tx: Transaction) -> RosterImport:
            account = accounts.lock(tx, "web", "officer")
            return roster.bring(tx, account, commune_id=self.village.commune.id, file_name=name, digest=digest)

        return await self.database.write(bring)

    async def works(self) -> None:
        while await self.jobs.work():
            pass

    async def takes(self, file: RosterImport) -> None:
        def take(tx: Transaction) -> bool:
            account = accounts.lock(tx, "web", "officer")
            held = roster_imports.get(tx, file.id, lock=True)
            if not held.origin.is_enough:
                roster_imports.say_origin(tx, held, ORIGIN)
            return roster.take(tx, account, roster_imports.get(tx, file.id, lock=True))

        assert await self.database.write(take)

    async def now(self, file: RosterImport) -> RosterImport:
        return await self.database.read(lambda tx: roster_imports.get(tx, file.id))

    async def counts(self, file: RosterImport) -> roster_imports.Counts:
        return await self.database.read(lambda tx: roster_imports.counts(tx, file.id))

    async def told(self) -> str:
        def read(tx: Transaction) -> str:
            account = there(accounts.find(tx, "web", "officer"))
            return str([each.payload["text"] for each in outbox.waiting_notices(tx, account.id)])

        return await self.database.read(read)

    async def listed(self) -> int:
        places = [self.village.kim_son.id, self.village.hong_linh.id]
        return sum((await self.database.read(lambda tx: people.roster_counts(tx, place_ids=places))).values())


@pytest.fixture
async def office(database: Database, clock: Clock, tmp_path: Path) -> Office:
    made = Office(database, clock, tmp_path)
    await made.open()
    return made


def workbook(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, headings)
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def villagers(n: int) -> list[tuple[Any, ...]]:
    family, middle = ("Hồ", "Vi", "Lò", "Cà", "Quàng"), ("Văn", "Thị", "Đức")
    names = (f"{family[i % 5]} {middle[i % 3]} {'ABCDEGHIKL'[i // 10 % 10]}{'aeiou'[i % 5]}" for i in range(n))
    return [(i + 1, "Kim Sơn", name, 1940 + i % 60, SECRET, "Thái") for i, name in enumerate(names)]


async def test_a_file_is_read_looked_at_and_taken_over(office: Office) -> None:
    file = await office.brings(
        workbook(
            (1, "Thôn Kim Sơn", "NGUYỄN THỊ LAN", "12/3/1968", SECRET, "Kinh"),
            (2, "Hồng Lĩnh", "Vi Thị Xuân", 1960, SECRET, "Thái"),
            (3, "Hồng Lĩnh", "Vi Văn Hạ", "30/02/1961", SECRET, "Thái"),
            (4, "Bản Xa", "Lò Văn Thu", 1970, SECRET, "Thái"),
        )
    )
    await office.works()
    read = await office.now(file)
    assert read.state is ImportState.READY
    counts = await office.counts(file)
    assert counts.all[Listing.SAME] == 1
    assert counts.all[Listing.NEW] == 2, "a year that cannot be is not taken, the person is"
    assert counts.all[None] == 1, "nobody guesses a village"
    assert await office.listed() == 6
    assert "Đã đọc tệp" in await office.told()

    await office.takes(file)
    await office.works()
    assert (await office.now(file)).state is ImportState.TAKEN
    assert await office.listed() == 8
    report = await office.database.read(verify)
    assert not report.problems, report.problems


async def test_what_must_not_be_kept_is_in_no_table(office: Office) -> None:
    await office.brings(
        workbook((1, "Kim Sơn", "Hồ Văn Mới", 1975, SECRET, "Thái-dan-toc"), (2, "?", SECRET, "?", SECRET, "?"))
    )
    await office.works()

    def everything(tx: Transaction) -> str:
        from storage.kit.tables import metadata

        return str([tx.connection.execute(table.select()).all() for table in metadata.sorted_tables])

    said = await office.database.read(everything)
    assert "Hồ Văn Mới" in said
    assert SECRET not in said
    assert "Thái-dan-toc" not in said


@pytest.mark.parametrize("at", [0, 1, 2])
async def test_a_kill_between_two_slices_loses_and_doubles_nobody(
    office: Office, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_taking, "AT_ONCE", 4)
    monkeypatch.setattr(roster_jobs, "AT_ONCE", 4)
    whole = roster_taking.take_some
    file = await office.brings(workbook(*villagers(10)))
    await office.works()
    await office.takes(file)
    done = 0

    def killed(tx: Transaction, import_id: int, *, by: int | None, after: int = -1, most: int = 4) -> int | None:
        nonlocal done
        done += 1
        if done == at + 1:
            raise RuntimeError("killed")
        return whole(tx, import_id, by=by, after=after, most=4)

    monkeypatch.setattr(roster_taking, "take_some", killed)
    await office.works()
    assert (await office.now(file)).state is ImportState.TAKING
    office.clock.advance(minutes=5)
    await office.works()
    assert (await office.now(file)).state is ImportState.TAKEN
    assert await office.listed() == 6 + 10
    assert (await office.counts(file)).done == {Listing.NEW: 10}
    report = await office.database.read(verify)
    assert not report.problems, report.problems


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "ảnh"),
        (workbook(("Vải", 3), headings=("Hàng", "Số lượng")), "họ tên"),
        (b"x" * 40, "họ tên"),
    ],
)
async def test_what_is_no_list_is_said_and_changes_nothing(office: Office, content: bytes, why: str) -> None:
    file = await office.brings(content)
    await office.works()
    assert (await office.now(file)).state is ImportState.UNREADABLE
    assert why in await office.told()
    assert await office.listed() == 6


async def test_a_large_file_is_read_by_a_process_of_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_compared, "SMALL", 10)
    file = await office.brings(workbook(*villagers(30)))
    await office.works()
    assert (await office.counts(file)).all == {Listing.NEW: 30, Listing.GONE: 4}


async def test_who_is_in_no_line_is_taken_off_from_the_day_of_the_list(office: Office) -> None:
    file = await office.brings(
        workbook((1, "Kim Sơn", "Nguyễn Thị Lan", 1968, "", ""), (2, "Kim Sơn", "Trần Thị Mai", 1992, "", ""))
    )
    await office.works()
    await office.takes(file)
    await office.works()

    def off(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "officer")
        roster.take_off(tx, account, roster_imports.get(tx, file.id))

    await office.database.write(off)
    await office.works()
    head = await office.database.read(lambda tx: people.get(tx, office.village.head.id))
    assert head.left_on == date(2026, 11, 1)
    assert await office.listed() == 4
    assert "2 người" in (await office.told()).replace("{'Number': 2}", "2 người")


async def test_a_file_whose_bytes_are_gone_is_said(office: Office) -> None:
    file = await office.brings(workbook(*villagers(2)))
    office.store.drop(there(file.digest))
    await office.works()
    assert (await office.now(file)).state is ImportState.UNREADABLE
    assert "không còn trong máy" in await office.told()
