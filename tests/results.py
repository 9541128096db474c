"""Lists of results for tests: brought as files and read, taken and taken back by the jobs as the program does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from acts import results
from bot.commune_setup import act_as_operator
from bot.file_jobs import FileJobs
from bot.readers.results_file import compared
from bot.results_jobs import here_of
from intake.listed import Kind, ListedPerson, Understood
from storage import accounts, people, result_lists, result_taking
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ResultsFrom
from storage.people import Person
from storage.result_lists import Counts, Origin, ResultList
from tests.handlers.driver import Commune
from tests.keys import keys_in
from tests.village import Village, there

Made = TypeVar("Made")
HEADINGS = ("STT", "Thôn", "Họ và tên", "Năm sinh", "Kết quả", "Điểm")
ORIGIN = Origin(
    made_at=ResultsFrom.UNIT,
    made_by="Trường THCS Sơn Hồng",
    made_on=date(2026, 11, 20),
    signer="Lê Văn Hiệu, Hiệu trưởng",
)
Row = tuple[Any, ...]


def workbook(*rows: Row, headings: Row = HEADINGS, above: tuple[Row, ...] = ()) -> bytes:
    """A file of these rows; ``above``: rows over the headings."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Danh sách")
        for at, row in enumerate((*above, headings, *rows)):
            sheet.write_row(at, 0, row)
    return out.getvalue()


class Desk:
    """An officer who brings lists, and the worker that reads them; the officer's chat is theirs already."""

    def __init__(self, database: Database, folder: Path, village: Village, chat: str) -> None:
        self.database, self.village, self.chat = database, village, chat
        self.store = FileStore(folder / "files", keys_in(folder))
        self.jobs = FileJobs(database, self.store, {"web": None})  # type: ignore[dict-item]

    async def brings(self, *rows: Row, headings: Row = HEADINGS, above: tuple[Row, ...] = ()) -> ResultList:
        """A list of these rows is brought and read; a row may leave its last cells out."""
        return await self.brings_file(workbook(*rows, headings=headings, above=above))

    async def brings_file(self, content: bytes, name: str = "ket-qua.xlsx") -> ResultList:
        digest = self.store.put(content)

        def bring(tx: Transaction) -> ResultList:
            account = accounts.lock(tx, "web", self.chat)
            here, by = self.village.commune.id, there(account.person).id
            return there(results.bring(tx, account, commune_id=here, by=by, file_name=name, digest=digest))

        found = await self.database.write(bring)
        await self.works()
        return await self.now(found)

    async def works(self) -> None:
        while await self.jobs.work():
            pass

    async def says(self, found: ResultList, origin: Origin = ORIGIN) -> ResultList:
        """Where the list comes from; read once more where that is called for."""

        def say(tx: Transaction) -> None:
            account = accounts.lock(tx, "web", self.chat)
            held = result_lists.get(tx, found.id, lock=True)
            results.say_origin(tx, account, held, origin, cycle_id=held.cycle_id)

        await self.database.write(say)
        await self.works()
        return await self.now(found)

    async def takes(self, found: ResultList, origin: Origin = ORIGIN) -> ResultList:
        """All of it is taken that can be."""
        await self.says(found, origin)

        def take(tx: Transaction) -> bool:
            account = accounts.lock(tx, "web", self.chat)
            return results.take(tx, account, result_lists.get(tx, found.id, lock=True))

        assert await self.database.write(take)
        await self.works()
        return await self.now(found)

    async def undoes(self, found: ResultList) -> ResultList:
        """All of it is taken back."""

        def undo(tx: Transaction) -> bool:
            account = accounts.lock(tx, "web", self.chat)
            return results.undo(tx, account, result_lists.get(tx, found.id, lock=True))

        assert await self.database.write(undo)
        await self.works()
        return await self.now(found)

    async def now(self, found: ResultList) -> ResultList:
        return await self.database.read(lambda tx: result_lists.get(tx, found.id))

    async def counts(self, found: ResultList) -> Counts:
        return await self.database.read(lambda tx: result_lists.counts(tx, found.id))

    async def do(self, work: Callable[[Transaction], Made]) -> Made:
        """Let something be so, done by the operator."""

        def doing(tx: Transaction) -> Made:
            act_as_operator(tx)
            return work(tx)

        return await self.database.write(doing)

    async def who(self, name: str, year: int) -> Person:
        """Somebody of the commune by name and year."""

        def find(tx: Transaction) -> Person:
            here = (self.village.kim_son.id, self.village.hong_linh.id)
            found = [
                each for place in here for each in people.namesakes(tx, place_id=place, full_name=name, birth_year=year)
            ]
            return found[0]

        return await self.database.read(find)


# In a commune whose people sit at their chats (tests/handlers/driver.py)

Said = tuple[Any, ...]  # name, birth year, reached or nothing said, and points, if any


def brought(tx: Transaction, village: Village, rows: tuple[Said, ...], origin: Origin) -> ResultList:
    """A list of people of Kim Sơn that the officer brought and that was read, as the job leaves it."""
    account = accounts.lock(tx, "web", "Thương")
    found = result_lists.begin(
        tx, village.cycle, account_id=account.id, by=village.officer.id, file_name="ket-qua.xlsx", digest=None
    )
    result_lists.say_origin(tx, found, origin)
    people_ = tuple(
        ListedPerson(
            sheet="Danh sách", row=n, place_id=village.kim_son.id, full_name=row[0], birth_year=row[1], result=row[2],
            points=float(row[3]) if len(row) > 3 else None,
        )
        for n, row in enumerate(rows, start=2)
    )  # fmt: skip
    held = result_lists.get(tx, found.id)
    lines = compared(Understood(kind=Kind.RESULTS, people=people_), here_of(tx, held))
    result_lists.put_lines(tx, found.id, lines)
    result_lists.ready(tx, found.id, {})
    return result_lists.get(tx, found.id)


async def has(commune: Commune, *rows: Said, origin: Origin = ORIGIN) -> ResultList:
    """A list of these people was brought and read."""
    village = commune.village
    return await commune.do(lambda tx: brought(tx, village, rows, origin))


async def taken(commune: Commune, *rows: Said) -> ResultList:
    """A list of these people was brought, read and taken."""
    found = await has(commune, *rows)

    def take(tx: Transaction) -> None:
        assert result_lists.start(tx, result_lists.get(tx, found.id, lock=True))
        after: int | None = -1
        while after is not None:
            after = result_taking.take_some(tx, found.id, after=after)
        result_lists.finish(tx, found.id)

    await commune.do(take)
    return await now(commune, found)


async def now(commune: Commune, found: ResultList) -> ResultList:
    """A list as it is now."""
    return await commune.look(lambda tx: result_lists.get(tx, found.id))
