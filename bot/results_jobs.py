"""Reading a list of results, taking it, taking it back: in slices, beside the turns, taken up again after a kill."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.results import ResultsErrand, Step
from bot.readers.results_file import Here, compared, is_list
from bot.readers.roster_compared import listed_place, read_apart
from bot.readers.roster_file import preview
from bot.readers.roster_understood import Asked
from bot.roster_jobs import GONE, SORRY
from criteria.age import age_in
from criteria.official_places import names as commune_names
from criteria.results_matching import Finding
from intake.limits import FileError
from intake.listed import CommuneNames, Understood
from locales.format import day_of
from locales.text import T, Tn, Words, lines, to_data
from storage import (
    accounts,
    cycles,
    listed_results,
    outbox,
    people,
    places,
    result_lists,
    result_taking,
    roster_imports,
)
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind, ResultsState
from storage.outbox import LEASE, Errand
from storage.result_lists import NewLine, ResultList

_Slice = Callable[..., int | None]
_End = Callable[..., None]
AT_ONCE = 500  # lines that are kept in one transaction

NO_LIST = T("Tệp này không phải danh sách họ tên kèm kết quả. {You} lấy tệp mẫu để xem cần những cột nào.")


async def carry_out(database: Database, store: FileStore, errand: Errand, job: ResultsErrand) -> None:
    """Read the list, take it, or take it back."""
    match job.step:
        case Step.READ:
            await _read(database, store, errand, job)
        case Step.TAKE:
            await _in_slices(database, errand, job, _some, _taken)
        case Step.UNDO:
            await _in_slices(database, errand, job, _some_back, _undone)


def give_up(tx: Transaction, errand: Errand, job: ResultsErrand) -> None:
    """It went wrong again and again: who brought the list hears it; what was taken stays."""
    _act(tx, errand)
    found = result_lists.get(tx, job.list_id, lock=True)
    if found.state is ResultsState.READING:
        result_lists.unreadable(tx, found.id, to_data(SORRY))
    elif found.state in {ResultsState.TAKING, ResultsState.UNDOING}:
        result_lists.stays(tx, found.id)
    _tell(tx, errand, found, SORRY)
    outbox.failed(tx, errand.id, "a list of results could not be read, taken or taken back")


def _act(tx: Transaction, errand: Errand) -> None:
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of a list of results is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)


def _tell(tx: Transaction, errand: Errand, found: ResultList, text: Words) -> None:
    if errand.person_id is not None:
        look = Choice(T("Xem tệp {file}", file=found.file_name), ways.results_file(found.id), Look.MAIN)
        tell(tx, errand.person_id, Notice(text, (look,)))


async def _read(database: Database, store: FileStore, errand: Errand, job: ResultsErrand) -> None:
    found = await database.read(lambda tx: result_lists.load(tx, job.list_id))
    if found is None or found.state is not ResultsState.READING:  # set aside meanwhile, or read before a crash
        await database.write(lambda tx: outbox.done(tx, [errand.id]))
        return
    try:
        content = b"" if found.digest is None else await asyncio.to_thread(store.get, found.digest)
    except FileNotFoundError:
        content = b""
    if not content:
        await database.write(partial(_unreadable, errand=errand, found=found, why=GONE))
        return
    asked = await database.read(partial(_asked, found=found, content=content, password=job.password))
    try:
        said = await read_apart(asked)
    except FileError as error:
        await database.write(
            partial(_unreadable, errand=errand, found=found, why=error.words, locked=error.wants_password)
        )
        return
    if not is_list(said) and said.refused is None:
        await database.write(partial(_unreadable, errand=errand, found=found, why=NO_LIST))
        return
    here = await database.read(partial(here_of, found=found))
    kept = await asyncio.to_thread(compared, said, here)
    for start in range(0, len(kept), AT_ONCE):
        await database.write(partial(_keep, errand=errand, found=found, some=kept[start : start + AT_ONCE]))
    await database.write(partial(_ready, errand=errand, found=found, said=said))


def _asked(tx: Transaction, found: ResultList, content: bytes, password: str) -> Asked:
    commune = places.get(tx, found.commune_id)
    return Asked(
        name=found.file_name,
        content=content,
        password=password,
        today=day_of(tx.now),
        places=[listed_place(each) for each in places.villages(tx, commune.id)],
        communes=CommuneNames(commune.name, commune_names()),
        choices=found.choices,
    )


def here_of(tx: Transaction, found: ResultList) -> Here:
    """What is known here, with which a list is compared.

    Raises:
        RuntimeError: its year is gone.
    """
    cycle = cycles.load(tx, found.cycle_id)
    if cycle is None:
        raise RuntimeError(f"the year of list {found.id} is gone")
    villages = places.villages(tx, found.commune_id)
    criteria = cycle.criteria(found.title)
    known = [each for place in villages for each in roster_imports.known(tx, place.id)]
    return Here(
        known=known,
        units=frozenset(each.id for each in villages if each.kind is PlaceKind.UNIT),
        unit_of=result_lists.unit_of(tx, found.commune_id),
        stands=listed_results.standing(tx, cycle.id, found.title),
        left=people.left(tx, [each.id for each in villages]),
        too_young=frozenset(
            each.person_id for each in known if criteria.is_too_young(age_in(cycle.year, each.birth_year))
        ),
        settled=result_lists.settled_before(tx, found.commune_id),
        all_reached=found.origin.all_reached,
    )


def _unreadable(tx: Transaction, errand: Errand, found: ResultList, why: Words, *, locked: bool = False) -> None:
    _act(tx, errand)
    result_lists.unreadable(tx, found.id, to_data(why), locked=locked)
    _tell(tx, errand, found, lines(T("Chưa đọc được tệp {file}.", file=found.file_name), why))
    outbox.done(tx, [errand.id])


def _keep(tx: Transaction, errand: Errand, found: ResultList, some: Sequence[NewLine]) -> None:
    _act(tx, errand)
    if result_lists.get(tx, found.id, lock=True).state is ResultsState.READING:
        result_lists.put_lines(tx, found.id, some)
        outbox.later(tx, errand.id, tx.now + LEASE)


def _ready(tx: Transaction, errand: Errand, found: ResultList, said: Understood) -> None:
    _act(tx, errand)
    if result_lists.get(tx, found.id, lock=True).state is ResultsState.READING:
        result_lists.ready(tx, found.id, preview(said))
        _tell(
            tx,
            errand,
            found,
            lines(
                said.refused,
                Tn("Đã đọc tệp, có {n} người.", len(said.people)),
                T("Chưa nhận kết quả của ai: {you} xem trước đã."),
            ),
        )
    outbox.done(tx, [errand.id])


async def _in_slices(database: Database, errand: Errand, job: ResultsErrand, some: _Slice, end: _End) -> None:
    after: int | None = -1
    while after is not None:
        after = await database.write(partial(some, errand=errand, job=job, after=after))
    await database.write(partial(end, errand=errand, job=job))


def _some(tx: Transaction, errand: Errand, job: ResultsErrand, after: int) -> int | None:
    _act(tx, errand)
    outbox.later(tx, errand.id, tx.now + LEASE)  # nobody else takes it up meanwhile
    return result_taking.take_some(tx, job.list_id, after=after)


def _taken(tx: Transaction, errand: Errand, job: ResultsErrand) -> None:
    _act(tx, errand)
    if result_lists.get(tx, job.list_id, lock=True).state is ResultsState.TAKING:
        result_lists.finish(tx, job.list_id)
    found = result_lists.get(tx, job.list_id)
    counts = result_lists.counts(tx, found.id)
    doubts = counts.all.get(Finding.DOUBTFUL, 0)
    _tell(
        tx,
        errand,
        found,
        lines(
            Tn("Đã nhận kết quả của {n} người, chờ xác nhận.", counts.done),
            Tn("{n} dòng chưa nhận, có lý do từng dòng.", counts.left) if counts.left else None,
            Tn("Trong đó {n} người có thể đã có trong danh sách, chờ {you} xem.", doubts) if doubts else None,
        ),
    )
    outbox.done(tx, [errand.id])


def _some_back(tx: Transaction, errand: Errand, job: ResultsErrand, after: int) -> int | None:
    _act(tx, errand)
    outbox.later(tx, errand.id, tx.now + LEASE)
    if errand.person_id is None:
        raise RuntimeError("nobody takes a list of results back")
    return result_taking.undo_some(tx, job.list_id, by=errand.person_id, after=after)


def _undone(tx: Transaction, errand: Errand, job: ResultsErrand) -> None:
    _act(tx, errand)
    found = result_lists.get(tx, job.list_id, lock=True)
    left = len(listed_results.of_list(tx, found.id, after=-1, most=1_000_000))
    if left:
        result_lists.stays(tx, found.id)
        said: Words = Tn("Còn {n} người đã được công nhận, nên kết quả của họ để nguyên.", left)
    else:
        result_lists.open_again(tx, found.id)
        result_lists.undone(tx, found.id)
        said = T("Đã lấy lại toàn bộ kết quả của danh sách này.")
    _tell(tx, errand, found, said)
    outbox.done(tx, [errand.id])
