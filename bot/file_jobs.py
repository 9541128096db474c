"""Work too long for a turn: files are made here, in a thread, from one snapshot, and sent as a notice; pictures and
documents that people sent are fetched from their channel, pictures made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import structlog

from acts import receiving
from acts.errands import (
    DoorListErrand,
    FileErrand,
    Job,
    PapersErrand,
    SummaryTableErrand,
    UnknownErrandError,
    WorkbookErrand,
    YearArchiveErrand,
    YearReportErrand,
    decode,
    denied,
    encode,
)
from acts.forms import FormErrand
from acts.meeting import PaperErrand
from acts.recognising import RecognitionErrand
from acts.results import ResultsErrand
from acts.roster import RosterErrand
from acts.sheets import SheetPhotoErrand
from bot import form_jobs, paper_jobs, recognition_jobs, results_jobs, roster_jobs, sheet_jobs
from bot.anchoring import take
from bot.channel import Channel
from bot.file_makers import Drawing, read_for
from bot.media import DOCUMENTS, NOT_FETCHED, NotTakenError, Picture, UnreachableError, clean
from bot.retrying import PICTURE
from criteria.policy import Denied
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.kit.screen import Attachment, Screen, screen_to_data
from locales.text import BLANK, T, Words, lines
from storage import accounts, evidence, files, looks, outbox, received_files
from storage.accounts import Account
from storage.document_reference import parse_reference as parse_document
from storage.evidence import PictureErrand
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.keys import KeysError
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PictureState, ReceivedState
from storage.outbox import Errand
from storage.picture_reference import parse_reference
from storage.received_files import Bytes, DocumentErrand

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
MOST_TRIES = 3
A_MOMENT = timedelta(minutes=1)
RENEW_AFTER = outbox.LEASE.total_seconds() / 3  # of a file that is being drawn
HANDS = 3  # errands under way at once: a messenger that is slow with its pictures holds up no report
SAID_AT = 2  # tries in vain after which its sender is told that a picture is not here yet
MOST_FETCHES = 8  # over some ten minutes: a messenger keeps a picture for an hour or so

# An anchor is printed on it.
LEAVES_THE_HOUSE = (
    WorkbookErrand,
    YearReportErrand,
    SummaryTableErrand,
    PapersErrand,
    DoorListErrand,
    YearArchiveErrand,
)

SORRY = T("Chưa lập được báo cáo. {You} thử lại sau, hoặc báo người quản lý máy chủ.")
UNDONE = T("Chưa làm xong việc công nhận. Những người đã xong vẫn giữ. {You} báo người quản lý máy chủ.")
UNCONFIRMED = T("Chưa xác nhận xong theo danh sách ký. Người đã xong vẫn giữ. {You} báo người quản lý máy chủ.")
FILE_TAKES_LONGER = T("Chưa lấy được tệp {you} vừa gửi, máy đang thử lại. {You} chưa cần gửi lại.")
TAKES_LONGER = T("Chưa lấy được ảnh {you} vừa gửi, máy đang thử lại. {You} chưa cần gửi lại.")
NO_MORE = T("Tệp {you} xin lúc trước thì không làm nữa.")
OUTDATED = T("Tệp {you} xin trước khi chương trình đổi bản mới nên chưa làm. {You} bấm xin lại một lần nữa.")


Asks: TypeAlias = Callable[[Transaction, Account, str], Denied | None]


def _as_in_a_turn(tx: Transaction, account: Account, route: str) -> Denied | None:
    return ROUTER.denied(Turn(tx, account), route)


class FileJobs:
    """Takes jobs one by one, with a few hands.

    ``asks``: what the policy says to a route, as things stand in a transaction.
    """

    def __init__(
        self, database: Database, store: FileStore, channels: Mapping[str, Channel], asks: Asks = _as_in_a_turn
    ) -> None:
        self._database = database
        self._store = store
        self._channels = channels
        self._asks = asks
        self._wake = asyncio.Event()
        self._gone: set[str] = set()  # hashes of bytes that nobody needs since somebody was erased

    def wake(self, what: Set[str] = frozenset()) -> None:
        """There is something new, or bytes to delete."""
        self._gone |= {each.removeprefix(files.DROPPED) for each in what if each.startswith(files.DROPPED)}
        self._wake.set()

    async def drop_gone(self) -> None:
        """Delete the bytes of who was erased. Those that were put here a moment ago may be somebody's who is sending.

        What is not deleted before the program ends, the daily sweep deletes.
        """
        old = {each for each in self._gone if self._store.is_older_than(each, A_MOMENT)}
        if not old:
            return
        for digest in await self._database.read(lambda tx: files.unneeded(tx, old)):
            await asyncio.to_thread(self._store.drop, digest)
        self._gone -= old

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.gather(*(self._serve() for _ in range(HANDS)))

    async def _serve(self) -> None:
        while True:
            self._wake.clear()
            with suppress(BusyError):
                while await self.work():
                    pass
                await self.drop_gone()
            with suppress(TimeoutError):  # not wait_for: it loses an end that comes together with a wake
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()

    async def work(self) -> bool:
        """Do one errand, if one is due; returns whether there was one."""
        names = list(self._channels)
        errands = await self._database.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], names, most=1))
        for errand in errands:
            try:
                job = decode(errand.payload)
            except UnknownErrandError as error:
                log.error("unknown errand", errand=errand.id, reason=str(error))  # noqa: TRY400 (no bug of this program)
                await self._database.write(partial(_refuse, errand=errand, why=OUTDATED, note=str(error)))
                continue
            try:
                await self._do(errand, job)
            except BusyError:
                raise
            except Exception:  # a file that cannot be made must not stop the others
                log.exception("errand failed", errand=errand.id, job=type(job).__name__)
                if errand.attempts >= MOST_TRIES:
                    await self._database.write(partial(_give_up, errand=errand, job=job))
        return bool(errands)

    async def _do(self, errand: Errand, job: FileErrand | Job) -> None:
        match job:
            case PictureErrand():
                await self._keep_picture(errand, job.evidence_id)
            case DocumentErrand():
                await self._keep_document(errand, job.received_id)
            case RosterErrand():
                await roster_jobs.carry_out(self._database, self._store, errand, job)
            case ResultsErrand():
                await results_jobs.carry_out(self._database, self._store, errand, job)
            case RecognitionErrand():
                await recognition_jobs.carry_out(self._database, errand, job)
            case FormErrand():
                await form_jobs.carry_out(self._database, self._store, errand, job)
            case PaperErrand():
                await paper_jobs.carry_out(self._database, errand, job)
            case SheetPhotoErrand():
                await self._read_sheet(errand, job)
            case _:
                await self._make_file(errand, job)

    async def _make_file(self, errand: Errand, asked: FileErrand) -> None:
        """Make what was asked for, if who asked may still have it."""
        if isinstance(asked, LEAVES_THE_HOUSE):
            await take(self._database)
        found = await self._database.read(partial(_read, errand=errand, asked=asked, store=self._store))
        if isinstance(found, Denied):
            await self._database.write(partial(_deny, errand=errand, asked=asked, because=found))
            return
        content = await self._drawn(errand, found)
        digest = await asyncio.to_thread(self._store.put, content)
        attachment = Attachment(digest, found.name, found.media_type, len(content))
        await self._database.write(
            partial(_hand_over, errand=errand, asked=asked, drawing=found, attachment=attachment)
        )

    async def _drawn(self, errand: Errand, drawing: Drawing) -> bytes:
        """The bytes. A file of thousands of pages takes longer than a lease: nobody else begins it meanwhile."""
        work = asyncio.ensure_future(asyncio.to_thread(drawing.draw))
        while True:
            done, _ = await asyncio.wait({work}, timeout=RENEW_AFTER)
            if done:
                return work.result()
            with suppress(BusyError):
                await self._database.write(lambda tx: outbox.later(tx, errand.id, tx.now + outbox.LEASE))

    async def _keep_picture(self, errand: Errand, key: int) -> None:
        """Fetch what somebody sent as evidence, make it anew and keep it; or tell them why not."""
        found = await self._database.read(lambda tx: evidence.load(tx, key))
        if found is None or found.state is not PictureState.WAITING:  # deleted meanwhile, or kept before a crash
            await self._database.write(lambda tx: outbox.done(tx, [errand.id]))
            return
        try:
            reference = parse_reference(found.source)
            picture = await clean(await self._channels[errand.channel].fetch_picture(reference))
        except NotTakenError as error:
            await self._database.write(partial(_refuse_picture, errand=errand, evidence_id=key, reason=error.reason))
        except UnreachableError as error:
            if errand.attempts >= MOST_FETCHES:
                await self._database.write(partial(_refuse_picture, errand=errand, evidence_id=key, reason=NOT_FETCHED))
            else:
                await self._fetch_later(errand, error, TAKES_LONGER)
        else:
            digest = await asyncio.to_thread(self._store.put, picture.content)
            await self._database.write(partial(_keep, errand=errand, evidence_id=key, digest=digest, picture=picture))

    async def _read_sheet(self, errand: Errand, job: SheetPhotoErrand) -> None:
        """Fetch the photo of a sheet, make it anew and read it; or tell its sender why not."""
        try:
            if job.digest:
                content = await asyncio.to_thread(self._store.get, job.digest)
            else:
                content = await self._channels[errand.channel].fetch_picture(parse_reference(job.source))
            picture = await clean(content)
        except (NotTakenError, FileNotFoundError) as error:
            why = error.reason if isinstance(error, NotTakenError) else NOT_FETCHED
            await self._database.write(partial(sheet_jobs.refuse, errand=errand, job=job, why=why))
        except UnreachableError as error:
            if errand.attempts >= MOST_FETCHES:
                await self._database.write(partial(sheet_jobs.refuse, errand=errand, job=job, why=NOT_FETCHED))
            else:
                await self._fetch_later(errand, error, TAKES_LONGER)
        else:
            await sheet_jobs.carry_out(self._database, self._store, errand, job, picture)

    async def _keep_document(self, errand: Errand, key: int) -> None:
        """Fetch a file that somebody sent, and keep it for its purpose; or tell them why not."""
        awaited = await self._database.read(lambda tx: received_files.load(tx, key))
        is_due = awaited is not None and awaited.state is ReceivedState.AWAITED and awaited.source
        if awaited is None or not is_due:  # its sender was erased, it is here, or a backup was restored without it
            await self._database.write(lambda tx: outbox.done(tx, [errand.id]))
            return
        try:
            content = await self._channels[errand.channel].fetch_document(parse_document(awaited.source))
            if not content:
                raise DOCUMENTS.error(receiving.EMPTY)
            if (reason := receiving.of(awaited.purpose).why_not(content)) is not None:
                raise DOCUMENTS.error(reason)
        except NotTakenError as error:
            await self._database.write(partial(_refuse_document, errand=errand, key=key, reason=error.reason))
        except UnreachableError as error:
            if errand.attempts >= MOST_FETCHES:
                gone = partial(_refuse_document, errand=errand, key=key, reason=DOCUMENTS.not_fetched)
                await self._database.write(gone)
            else:
                await self._fetch_later(errand, error, FILE_TAKES_LONGER)
        else:
            digest = await asyncio.to_thread(self._store.put, content)
            found = Bytes(digest, awaited.name, awaited.media_type, len(content))
            await self._database.write(partial(_take_document, errand=errand, key=key, found=found, asks=self._asks))

    async def _fetch_later(self, errand: Errand, error: UnreachableError, said: Words) -> None:
        """Another try."""
        log.info("not fetched yet", errand=errand.id, channel=errand.channel, reason=str(error))
        due = self._database.clock() + timedelta(seconds=PICTURE.wait(errand.attempts))
        await self._database.write(partial(_fetch_later, errand=errand, due_at=due, error=str(error), said=said))


def _act_as_sender(tx: Transaction, errand: Errand) -> Account:
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of an errand is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    return account


def _keep(tx: Transaction, errand: Errand, evidence_id: int, digest: str, picture: Picture) -> None:
    _act_as_sender(tx, errand)
    evidence.kept(tx, evidence_id, digest=digest, media_type=picture.media_type, size=len(picture.content))
    outbox.done(tx, [errand.id])


def _refuse_picture(tx: Transaction, errand: Errand, evidence_id: int, reason: Words) -> None:
    """The picture is given up; its sender hears why and what to do. One commit."""
    _act_as_sender(tx, errand)
    if evidence.refused(tx, evidence_id):
        _tell(tx, errand, Screen(text=reason))
    outbox.done(tx, [errand.id])


def _take_document(tx: Transaction, errand: Errand, key: int, found: Bytes, asks: Asks) -> None:
    """The file is in the store. A role may have ended since it was sent: then nobody needs its bytes. One commit."""
    account = _act_as_sender(tx, errand)
    awaited = received_files.load(tx, key)
    if awaited is not None:
        receiving.arrive(tx, account, awaited, found, asks(tx, account, awaited.route))
    outbox.done(tx, [errand.id])


def _refuse_document(tx: Transaction, errand: Errand, key: int, reason: Words) -> None:
    """The file is given up; its sender hears why and what to do. One commit."""
    account = _act_as_sender(tx, errand)
    awaited = received_files.load(tx, key)
    if awaited is not None:
        receiving.refuse(tx, account, awaited, reason)
    outbox.done(tx, [errand.id])


def _fetch_later(tx: Transaction, errand: Errand, due_at: datetime, error: str, said: Words) -> None:
    """Another try; its sender hears once that it takes longer, so that nobody wonders or sends it again."""
    if errand.attempts == SAID_AT:
        _tell(tx, errand, Screen(text=said))
    outbox.later(tx, errand.id, due_at, error)


def _read(tx: Transaction, errand: Errand, asked: FileErrand, store: FileStore) -> Drawing | Denied:
    """What the file is made of, or why who asked may have it no more: in one snapshot."""
    account = accounts.load_unlocked(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of an errand is gone")
    return denied(tx, account.actor, asked) or read_for(tx, asked, account, partial(_bytes_of, store))


def _bytes_of(store: FileStore, digest: str) -> bytes:
    """The bytes of a stored file. One that cannot be opened is as if it were not there: the rest is made all the same.

    Raises:
        FileNotFoundError: they are gone, or cannot be opened.
    """
    try:
        return store.get(digest)
    except KeysError as error:
        log.error("a file cannot be read", digest=digest, reason=str(error))  # noqa: TRY400 (no bug of this program)
        raise FileNotFoundError(digest) from error


def _hand_over(tx: Transaction, errand: Errand, asked: FileErrand, drawing: Drawing, attachment: Attachment) -> None:
    """The file may be fetched by who asked for it, and a notice carries it; the errand is done. One commit.

    Whom it names is on record as looked at.

    A role may have ended while the file was drawn. Then nobody has leave to fetch its bytes, and the sweep takes them.
    """
    account = _act_as_sender(tx, errand)
    because = denied(tx, account.actor, asked)
    if because is not None:
        _deny(tx, errand, asked, because)
        return
    files.grant(
        tx,
        digest=attachment.digest,
        account_id=errand.account_id,
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        basis=encode(asked),
    )
    _tell(tx, errand, Screen(text=drawing.notice, file=attachment))
    looks.record(tx, account.actor, drawing.names, what=drawing.looked)
    outbox.done(tx, [errand.id])


def _deny(tx: Transaction, errand: Errand, asked: FileErrand, because: Denied) -> None:
    """Who asked may not have the file any more, and hears why."""
    log.info("errand denied", errand=errand.id, kind=asked.kind)
    why = lines(NO_MORE, BLANK, because.because)
    _refuse(tx, errand, why, f"the policy denies {asked.kind} by now")


def _refuse(tx: Transaction, errand: Errand, why: Words, note: str) -> None:
    """There will be no file; who asked hears ``why``, the row keeps ``note``."""
    outbox.failed(tx, errand.id, note)
    _tell(tx, errand, Screen(text=why))


def _tell(tx: Transaction, errand: Errand, screen: Screen) -> None:
    outbox.put(tx, ErrandKind.NOTICE, errand.account_id, screen_to_data(screen))


def _give_up(tx: Transaction, errand: Errand, job: FileErrand | Job) -> None:
    match job:
        case PictureErrand():
            _refuse_picture(tx, errand, job.evidence_id, NOT_FETCHED)
        case DocumentErrand():
            _refuse_document(tx, errand, job.received_id, DOCUMENTS.not_fetched)
        case RosterErrand():
            roster_jobs.give_up(tx, errand, job)
        case ResultsErrand():
            results_jobs.give_up(tx, errand, job)
        case RecognitionErrand():
            _refuse(tx, errand, UNDONE, "a decision could not be carried out")
        case FormErrand():
            form_jobs.give_up(tx, errand, job)
        case PaperErrand():
            _refuse(tx, errand, UNCONFIRMED, "a signed paper could not be carried out")
        case SheetPhotoErrand():
            sheet_jobs.refuse(tx, errand, job, sheet_jobs.SORRY)
        case _:
            _refuse(tx, errand, SORRY, "the file could not be made")
