"""Reading a file with a roster, and taking it over: in slices, beside the turns, taken up again after a kill."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.roster import RosterErrand, Step
from bot.readers.roster_file import Asked, compared, is_roster, preview, understood
from criteria.official_places import names as commune_names
from criteria.roster_matching import Listing
from intake.limits import FileError
from intake.listed import CommuneNames, ListedPlace, Understood
from locales.format import day_of
from locales.text import T, Tn, Words, lines, to_data
from storage import accounts, outbox, places, roster_imports, roster_taking
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ImportState
from storage.outbox import LEASE, Errand
from storage.roster_imports import NewLine, RosterImport

AT_ONCE = 500  # lines that are kept in one transaction
SMALL = 200_000  # bytes: what is read at once; a larger file is read by a process of its own, so that no turn waits

GONE = T("Tệp không còn trong máy nữa (quá một ngày). {You} gửi lại tệp.")
NO_LIST = T(
    "Tệp này không phải danh sách họ tên. Danh sách dân cư cần cột họ tên và năm sinh; {you} lấy tệp mẫu để xem."
)
SORRY = T("Máy chưa đọc được tệp này, không rõ vì sao. {You} gửi lại, hoặc báo người quản lý máy chủ.")


async def carry_out(database: Database, store: FileStore, errand: Errand, job: RosterErrand) -> None:
    """Read the file, or take it over."""
    match job.step:
        case Step.READ:
            await _read(database, store, errand, job)
        case Step.TAKE:
            await _take(database, errand, job)
        case Step.GONE:
            await _take_off(database, errand, job)


def give_up(tx: Transaction, errand: Errand, job: RosterErrand) -> None:
    """It went wrong again and again: who brought the file hears it; what was taken over stays."""
    _act(tx, errand)
    file = roster_imports.get(tx, job.import_id)
    if job.step is Step.READ:
        roster_imports.unreadable(tx, file.id, to_data(SORRY))
    _tell(tx, errand, file, SORRY)
    outbox.failed(tx, errand.id, "a roster could not be read or taken over")


def _act(tx: Transaction, errand: Errand) -> None:
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of a roster is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)


def _tell(tx: Transaction, errand: Errand, file: RosterImport, text: Words) -> None:
    if errand.person_id is not None:
        look = Choice(T("Xem tệp {file}", file=file.file_name), ways.roster_file(file.id), Look.MAIN)
        tell(tx, errand.person_id, Notice(text, (look,)))


async def _read(database: Database, store: FileStore, errand: Errand, job: RosterErrand) -> None:
    file = await database.read(lambda tx: roster_imports.load(tx, job.import_id))
    if file is None or file.state is not ImportState.READING:  # set aside meanwhile, or read before a crash
        await database.write(lambda tx: outbox.done(tx, [errand.id]))
        return
    try:
        content = b"" if file.digest is None else await asyncio.to_thread(store.get, file.digest)
    except FileNotFoundError:
        content = b""
    if not content:
        await database.write(partial(_unreadable, errand=errand, file=file, why=GONE))
        return
    asked = await database.read(partial(_asked, file=file, content=content, password=job.password))
    try:
        found = await read_apart(asked)
    except FileError as error:
        await database.write(
            partial(_unreadable, errand=errand, file=file, why=error.words, locked=error.wants_password)
        )
        return
    if not is_roster(found):
        await database.write(partial(_unreadable, errand=errand, file=file, why=found.refused or NO_LIST))
        return
    known = [
        each for place in asked.places for each in await database.read(partial(roster_imports.known, place_id=place.id))
    ]
    settled = await database.read(partial(roster_imports.settled_before, commune_id=file.commune_id))
    kept = await asyncio.to_thread(compared, found, known, settled)
    for start in range(0, len(kept), AT_ONCE):
        await database.write(partial(_keep, errand=errand, file=file, some=kept[start : start + AT_ONCE]))
    await database.write(partial(_ready, errand=errand, file=file, found=found))


def _asked(tx: Transaction, file: RosterImport, content: bytes, password: str) -> Asked:
    commune = places.get(tx, file.commune_id)
    here = places.villages(tx, commune.id)
    return Asked(
        name=file.file_name,
        content=content,
        password=password,
        today=day_of(tx.now),
        places=[ListedPlace(each.id, each.label, each.name) for each in here],
        communes=CommuneNames(commune.name, commune_names()),
        choices=file.choices,
    )


async def read_apart(asked: Asked) -> Understood:
    """Understand a file beside the turns: a small one in a thread, a larger one in a process of its own.

    Raises:
        intake.limits.FileError: it is nothing that can be read as a list.
    """
    if len(asked.content) < SMALL:
        return await asyncio.to_thread(understood, asked)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, understood, asked)


def _unreadable(tx: Transaction, errand: Errand, file: RosterImport, why: Words, *, locked: bool = False) -> None:
    _act(tx, errand)
    roster_imports.unreadable(tx, file.id, to_data(why), locked=locked)
    _tell(tx, errand, file, lines(T("Chưa đọc được tệp {file}.", file=file.file_name), why))
    outbox.done(tx, [errand.id])


def _keep(tx: Transaction, errand: Errand, file: RosterImport, some: Sequence[NewLine]) -> None:
    _act(tx, errand)
    if roster_imports.get(tx, file.id, lock=True).state is ImportState.READING:
        roster_imports.put_lines(tx, file.id, some)
        outbox.later(tx, errand.id, tx.now + LEASE)


def _ready(tx: Transaction, errand: Errand, file: RosterImport, found: Understood) -> None:
    _act(tx, errand)
    roster_imports.ready(tx, file.id, preview(found))
    _tell(
        tx,
        errand,
        file,
        lines(
            Tn("Đã đọc tệp, có {n} người.", len(found.people)),
            T("Chưa đưa ai vào danh sách: {you} xem trước đã."),
        ),
    )
    outbox.done(tx, [errand.id])


async def _take(database: Database, errand: Errand, job: RosterErrand) -> None:
    after: int | None = -1
    while after is not None:
        after = await database.write(partial(_some, errand=errand, job=job, after=after))
    await database.write(partial(_taken, errand=errand, job=job))


def _some(tx: Transaction, errand: Errand, job: RosterErrand, after: int) -> int | None:
    _act(tx, errand)
    outbox.later(tx, errand.id, tx.now + LEASE)  # nobody else takes it up meanwhile
    return roster_taking.take_some(tx, job.import_id, by=errand.person_id, after=after)


def _taken(tx: Transaction, errand: Errand, job: RosterErrand) -> None:
    _act(tx, errand)
    if roster_imports.get(tx, job.import_id, lock=True).state is ImportState.TAKING:
        roster_imports.finish(tx, job.import_id)
    file = roster_imports.get(tx, job.import_id)
    found = roster_imports.counts(tx, file.id)
    doubts = found.open(Listing.DOUBTFUL)
    _tell(
        tx,
        errand,
        file,
        lines(
            Tn("Đã đưa {n} người trong tệp vào danh sách.", sum(found.done.values())),
            Tn("Còn {n} người có thể đã có trong danh sách, chờ {you} xem.", doubts) if doubts else None,
        ),
    )
    outbox.done(tx, [errand.id])


async def _take_off(database: Database, errand: Errand, job: RosterErrand) -> None:
    after: int | None = -1
    while after is not None:
        after = await database.write(partial(_some_off, errand=errand, job=job, after=after))
    await database.write(partial(_taken_off, errand=errand, job=job))


def _some_off(tx: Transaction, errand: Errand, job: RosterErrand, after: int) -> int | None:
    _act(tx, errand)
    outbox.later(tx, errand.id, tx.now + LEASE)
    as_of = roster_imports.get(tx, job.import_id).origin.as_of or day_of(tx.now)
    return roster_taking.take_off_some(tx, job.import_id, by=errand.person_id, on=as_of, after=after)


def _taken_off(tx: Transaction, errand: Errand, job: RosterErrand) -> None:
    _act(tx, errand)
    file = roster_imports.get(tx, job.import_id)
    n = roster_imports.counts(tx, file.id).done.get(Listing.GONE, 0)
    _tell(tx, errand, file, Tn("Đã đưa {n} người không còn trong tệp ra khỏi danh sách.", n))
    outbox.done(tx, [errand.id])
