"""Work too long for a turn: reports are built here, in a thread, from one snapshot, and sent as a notice; pictures that
people sent are fetched from their channel and made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.channels.base import Channel
from bot.media import NOT_FETCHED, Picture, PictureError, UnreachableError, clean
from handlers.commune.statistics import CITIZEN_REPORT
from handlers.kit.screen import Attachment, Screen, screen_to_data
from handlers.paper.print_forms import PAPERS
from handlers.shared.shown_once import QR
from handlers.start.my_data import MY_DATA, data_words
from handlers.village.join_codes import POSTERS
from handlers.village.not_declared import DOORS
from handlers.village.overview import PROGRESS
from locales.catalog import ELDER, address_for, catalog
from locales.format import VIETNAM
from locales.text import T, Words
from storage import accounts as accounts_
from storage import evidence, files, outbox, people
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction
from storage.outbox import Errand
from storage.picture_reference import parse_reference

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
MOST_TRIES = 3
HANDS = 3  # errands under way at once: a messenger that is slow with its pictures holds up no report
FETCH_AGAIN = timedelta(seconds=5)  # then twice as long each time
MOST_FETCHES = 8  # over some ten minutes: a messenger keeps a picture for an hour or so
PNG = "image/png"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileJobs:
    """Takes errands one by one, with a few hands."""

    def __init__(self, database: Database, store: FileStore, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._store = store
        self._channels = channels
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is something new."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.gather(*(self._serve() for _ in range(HANDS)))

    async def _serve(self) -> None:
        while True:
            self._wake.clear()
            with suppress(BusyError):
                while await self.work():
                    pass
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)

    async def work(self) -> bool:
        """Do one errand, if one is due; returns whether there was one."""
        names = list(self._channels)
        errands = await self._database.write(lambda tx: outbox.take(tx, [outbox.EXPORT], names, most=1))
        for errand in errands:
            try:
                await self._make(errand)
            except BusyError:
                raise
            except Exception:  # a report that cannot be made must not stop the others
                log.exception("report failed", errand=errand.id, report=errand.payload.get("report"))
                if errand.attempts >= MOST_TRIES:
                    await self._database.write(partial(_give_up, errand=errand))
        return bool(errands)

    async def _make(self, errand: Errand) -> None:
        if errand.payload["report"] == evidence.PICTURE:
            await self._keep_picture(errand)
            return
        make, text = {
            CITIZEN_REPORT: (self._citizen, T("Báo cáo đã lập xong.")),
            POSTERS: (self._posters, T("Tờ dán đã lập xong. {You} in ra rồi dán ở nhà văn hoá.")),
            QR: (self._qr, T("Ảnh mã QR của {place}.", place=str(errand.payload.get("place", "")))),
            PAPERS: (self._papers, T("Phiếu đã lập xong. {You} in ra, hai mặt hay một mặt đều được.")),
            DOORS: (self._doors, T("Danh sách đi từng nhà.")),
            PROGRESS: (self._progress, T("Ảnh tiến độ. {You} gửi vào nhóm của thôn cũng được.")),
            MY_DATA: (self._my_data, T("Tệp dữ liệu của {you}.")),
        }[errand.payload["report"]]
        name, content, media_type = await make(errand)
        digest = await asyncio.to_thread(self._store.put, content)
        attachment = Attachment(digest, name, media_type)
        await self._database.write(
            partial(_hand_over, errand=errand, text=text, attachment=attachment, size=len(content))
        )

    async def _keep_picture(self, errand: Errand) -> None:
        """Fetch what somebody sent as evidence, make it anew and keep it; or tell them why not."""
        key = int(errand.payload["evidence"])
        found = await self._database.read(lambda tx: evidence.load(tx, key))
        if found is None or found.state != evidence.WAITING:  # deleted meanwhile, or kept before a crash
            await self._database.write(lambda tx: outbox.done(tx, [errand.id]))
            return
        try:
            picture = await clean(await self._channels[errand.channel].fetch_picture(parse_reference(found.source)))
        except PictureError as error:
            await self._database.write(partial(_refuse, errand=errand, evidence_id=key, reason=error.reason))
        except UnreachableError as error:
            log.info("picture not fetched yet", errand=errand.id, channel=errand.channel, reason=str(error))
            if errand.attempts >= MOST_FETCHES:
                await self._database.write(partial(_refuse, errand=errand, evidence_id=key, reason=NOT_FETCHED))
                return
            due = self._database.clock() + FETCH_AGAIN * 2 ** (errand.attempts - 1)
            await self._database.write(partial(outbox.later, errand_id=errand.id, due_at=due, error=str(error)))
        else:
            digest = await asyncio.to_thread(self._store.put, picture.content)
            await self._database.write(partial(_keep, errand=errand, evidence_id=key, digest=digest, picture=picture))

    async def _citizen(self, errand: Errand) -> tuple[str, bytes, str]:
        from bot.readers.citizen_report import citizen_report
        from reports.citizen_workbook import citizen_workbook, file_name

        report = await self._database.read(
            lambda tx: citizen_report(tx, int(errand.payload["cycle"]), errand.account_id)
        )
        words = catalog(errand.language)
        content = await asyncio.to_thread(citizen_workbook, report, words.render)
        return file_name(report.commune, report.year, report.as_of), content, XLSX

    async def _posters(self, errand: Errand) -> tuple[str, bytes, str]:
        from reports.posters import Poster, posters

        sheets = [Poster(each["village"], each["code"], tuple(each["links"])) for each in errand.payload["sheets"]]
        content = await asyncio.to_thread(posters, sheets, catalog(errand.language).render)
        return "to-dan-ma-thon.xlsx", content, XLSX

    async def _papers(self, errand: Errand) -> tuple[str, bytes, str]:
        from bot.readers.village_papers import paper_sheets
        from reports.paper_form import paper_forms

        sheets = await self._database.read(lambda tx: paper_sheets(tx, errand.payload))
        words = partial(catalog("vi").render, address=ELDER)
        return "phieu-giay.pdf", await asyncio.to_thread(paper_forms, sheets, words), PDF

    async def _doors(self, errand: Errand) -> tuple[str, bytes, str]:
        from bot.readers.village_papers import doors
        from reports.door_list import door_list

        found = await self._database.read(lambda tx: doors(tx, errand.payload))
        words = catalog(errand.language)
        return "di-tung-nha.pdf", await asyncio.to_thread(door_list, found, words.render), PDF

    async def _progress(self, errand: Errand) -> tuple[str, bytes, str]:
        from bot.readers.village_papers import village_progress
        from reports.progress_picture import progress_picture

        found = await self._database.read(lambda tx: village_progress(tx, errand.payload))
        words = catalog(errand.language)
        return "tien-do.png", await asyncio.to_thread(progress_picture, found, words.render), PNG

    async def _qr(self, errand: Errand) -> tuple[str, bytes, str]:
        from reports.qr import qr_picture

        return "ma-qr.png", await asyncio.to_thread(qr_picture, str(errand.payload["leads_to"])), PNG

    async def _my_data(self, errand: Errand) -> tuple[str, bytes, str]:
        year = self._database.clock().astimezone(VIETNAM).year
        address = address_for(errand.birth_year, year)

        def read(tx: Transaction) -> str:
            account = accounts_.load(tx, errand.account_id)
            if account is None or account.person is None:
                return ""
            return catalog(errand.language).render(data_words(tx, people.get(tx, account.person.id)), address)

        text = await self._database.read(read)
        return "du-lieu-cua-toi.txt", ("\N{ZERO WIDTH NO-BREAK SPACE}" + text).encode(), "text/plain; charset=utf-8"


def _act_as_sender(tx: Transaction, errand: Errand) -> None:
    account = accounts_.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of an errand is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head)


def _keep(tx: Transaction, errand: Errand, evidence_id: int, digest: str, picture: Picture) -> None:
    _act_as_sender(tx, errand)
    evidence.kept(tx, evidence_id, digest=digest, media_type=picture.media_type, size=len(picture.content))
    outbox.done(tx, [errand.id])


def _refuse(tx: Transaction, errand: Errand, evidence_id: int, reason: Words) -> None:
    """The picture is given up; its sender hears why and what to do. One commit."""
    _act_as_sender(tx, errand)
    if evidence.refused(tx, evidence_id):
        outbox.put(tx, outbox.NOTICE, errand.account_id, screen_to_data(Screen(text=reason)))
    outbox.done(tx, [errand.id])


def _hand_over(tx: Transaction, errand: Errand, text: Words, attachment: Attachment, size: int) -> None:
    """The file may be fetched by who asked for it, and a notice carries it; the errand is done. One commit."""
    _act_as_sender(tx, errand)
    files.grant(
        tx,
        digest=attachment.digest,
        account_id=errand.account_id,
        name=attachment.name,
        media_type=attachment.media_type,
        size=size,
    )
    outbox.put(tx, outbox.NOTICE, errand.account_id, screen_to_data(Screen(text=text, file=attachment)))
    outbox.done(tx, [errand.id])


def _give_up(tx: Transaction, errand: Errand) -> None:
    if errand.payload["report"] == evidence.PICTURE:
        _refuse(tx, errand, int(errand.payload["evidence"]), NOT_FETCHED)
        return
    outbox.failed(tx, errand.id, "the report could not be made")
    sorry = Screen(text=T("Chưa lập được báo cáo. {You} thử lại sau, hoặc báo người quản lý máy chủ."))
    outbox.put(tx, outbox.NOTICE, errand.account_id, screen_to_data(sorry))
