"""Anchors: when they are taken, on what they are printed, whom they are told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from acts.errands import (
    DoorListErrand,
    FileErrand,
    PapersErrand,
    ProgressErrand,
    SummaryTableErrand,
    WorkbookErrand,
    YearReportErrand,
    ask_for,
)
from bot.anchoring import begin, take, tell_once_a_year
from bot.file_jobs import FileJobs
from bot.readers.citizen_report import citizen_report
from bot.readers.village_papers import doors
from bot.verifying import verify
from criteria.letterhead import Letterhead
from criteria.model import CITIZEN
from locales.catalog import ELDER, catalog
from locales.text import Words
from reports.citizen_workbook import citizen_workbook
from reports.door_list import as_data as door_data
from reports.paper_form import as_data
from storage import accounts, anchors
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.tables import accounts as accounts_table
from storage.kit.tables import anchors as anchors_table
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.keys import keys_in
from tests.village import found, sit_down


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    """Xã Sơn Hồng."""
    return await commune_of(sqlite, clock)


def words(text: Words) -> str:
    """A text as it stands in a file."""
    return catalog("vi").render(text, ELDER)


async def how_many(commune: Commune) -> int:
    """How many anchors were taken."""
    return len(await commune.look(lambda tx: tx.connection.execute(select(anchors_table.c.id)).all()))


async def test_where_nothing_was_written_no_other_anchor_is_taken(commune: Commune) -> None:
    first = await take(commune.database)
    assert (await take(commune.database)) == first
    await commune.lan.say("chào")
    await commune.neighbour("Lê Thị Tư")
    assert (await take(commune.database)).code != first.code
    assert await how_many(commune) == 2


@pytest.mark.parametrize(
    ("errand", "anchored"),
    [
        (lambda commune: WorkbookErrand(commune.cycle), 1),
        (lambda commune: YearReportErrand(commune.cycle, Letterhead(), "", ""), 1),
        (lambda commune: SummaryTableErrand(commune.cycle, Letterhead()), 1),
        (lambda commune: PapersErrand(commune.kim_son, commune.cycle, CITIZEN, False), 1),
        (lambda commune: DoorListErrand(commune.kim_son, commune.cycle), 1),
        (lambda commune: ProgressErrand(commune.kim_son, commune.cycle), 0),
    ],
)
async def test_what_leaves_the_house_is_anchored_before_it_is_read(
    commune: Commune, tmp_path: Path, errand: Callable[[Commune], FileErrand], anchored: int
) -> None:
    asked = errand(commune)

    def ask(tx: Transaction) -> None:
        of_office = isinstance(asked, WorkbookErrand | YearReportErrand | SummaryTableErrand)
        chat = commune.officer if of_office else commune.head
        account = accounts.lock(tx, "web", chat.chat)
        assert ask_for(tx, account, asked)
        accounts.save(tx, account, owed=None)

    await commune.database.write(ask)
    await FileJobs(commune.database, FileStore(tmp_path, keys_in(tmp_path)), {"web": None}).work()  # type: ignore[dict-item]
    assert await how_many(commune) == anchored


async def test_another_secret_seals_anew_what_the_one_before_sealed_and_nothing_else(database: Database) -> None:
    """From the next start with it on; what somebody put there behind the program's back is found all the same."""
    database.key = b"the one before"
    village = await database.write(found)
    await database.write(lambda tx: sit_down(tx, "web", "lan", village.lan))
    await begin(database)
    forged = update(accounts_table).where(accounts_table.c.chat == "lan").values(audit_seal="f" * 32)
    database.key = b"another"
    assert (await database.read(verify)).problems != ()
    await begin(database, b"the one before")
    assert (await database.read(verify)).problems == ()
    await database.write(lambda tx: sit_down(tx, "web", "mai", None))
    assert (await database.read(verify)).problems == ()
    await database.write(lambda tx: tx.connection.execute(forged))
    await begin(database, b"the one before")
    assert len((await database.read(verify)).problems) == 1


async def test_the_code_stands_on_the_first_sheet_on_the_list_and_at_the_foot_of_the_forms(commune: Commune) -> None:
    code = (await take(commune.database)).printed
    report = await commune.look(lambda tx: citizen_report(tx, commune.cycle, 1))
    with ZipFile(BytesIO(citizen_workbook(report, words))) as file:
        assert code in file.read("xl/worksheets/sheet1.xml").decode()
    listed = await commune.look(lambda tx: doors(tx, DoorListErrand(commune.kim_son, commune.cycle)))
    assert code in str(door_data(listed, words)["as_of"])
    assert as_data([], words, code)["anchor"] == f"mốc nhật ký {code}"
    assert as_data([], words)["anchor"] is None


async def test_heads_and_officers_are_told_once_a_year_in_december(commune: Commune) -> None:
    anchor = await take(commune.database)
    assert await commune.database.write(lambda tx: tell_once_a_year(tx, anchor)) == 0  # 23 November
    commune.clock.advance(days=8)
    anchor = await take(commune.database)
    assert await commune.database.write(lambda tx: tell_once_a_year(tx, anchor)) == 2
    assert await commune.database.write(lambda tx: tell_once_a_year(tx, anchor)) == 0
    for chat in (commune.head, commune.officer):
        (told,) = await commune.notices(chat)
        assert anchor.printed in told
    assert await commune.notices(commune.lan) == []
    assert anchors.plain(anchor.printed) == anchor.code
