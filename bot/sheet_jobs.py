"""Reading the photo of a sheet: in a process of its own, beside the turns; what it says waits in its sender's draft."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell_chat
from acts.sheets import SheetPhotoErrand, hold
from bot.media import Picture
from bot.readers.sheet_photo import Expected, as_draft, asked_about, expected, why_not
from criteria.sheet_code import Layout
from handlers.kit.draft import Draft
from handlers.shared.entered_sheet import MOST_IN_PILE, PILE
from locales.text import BLANK, T, Tn, Words, lines
from sheets.photo import read_photo
from sheets.result import Choices, Reading, Trouble
from storage import accounts, outbox
from storage.accounts import Account
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.outbox import Errand
from storage.picture_reference import StoredPicture

NOT_READ = T("Chưa đọc được ảnh phiếu {you} vừa gửi.")
NO_YEAR = T("Năm nay chưa mở đánh giá, nên chưa nhập phiếu.")
FULL = T("Đã có {n} phiếu chờ {you} xem. {You} xem bớt rồi gửi lại ảnh này.", n=MOST_IN_PILE)
SORRY = T("Máy chưa đọc được ảnh này, không rõ vì sao. {You} chụp lại, hoặc gõ phiếu.")


async def carry_out(
    database: Database, store: FileStore, errand: Errand, job: SheetPhotoErrand, picture: Picture
) -> None:
    """Read the photo, which is here; its sender hears what came of it."""
    form = await database.read(partial(_expected, errand=errand, job=job))
    if form is None:
        await database.write(partial(refuse, errand=errand, job=job, why=NO_YEAR))
        return
    layout = await asyncio.to_thread(form.layout)
    found = await read_beside(picture.content, layout, form.choices)
    why = why_not(found, form)
    if why is not None or isinstance(found, Trouble):
        await database.write(partial(refuse, errand=errand, job=job, why=why or SORRY))
        return
    digest = await asyncio.to_thread(store.put, picture.content)
    photo = StoredPicture(digest, picture.media_type, len(picture.content))
    await database.write(partial(_lay_down, errand=errand, job=job, found=found, form=form, photo=photo))


async def read_beside(content: bytes, layout: Layout, asked: tuple[Choices, ...]) -> Reading | Trouble:
    """Read a photo in a process of its own, so that no turn waits."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, read_photo, content, layout, asked)


def _expected(tx: Transaction, errand: Errand, job: SheetPhotoErrand) -> Expected | None:
    account = accounts.load_unlocked(tx, errand.account_id)
    return None if account is None or account.person is None else expected(tx, account.person.place_id)


def _sender(tx: Transaction, errand: Errand, job: SheetPhotoErrand) -> Account | None:
    """Who sent the photo; ``None`` if the chat is another's by now."""
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of a photo is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    return account if account.person is not None and account.person.id == job.person_id else None


def refuse(tx: Transaction, errand: Errand, job: SheetPhotoErrand, why: Words) -> None:
    """The photo is not taken; its sender hears why and what to do. One commit."""
    account = _sender(tx, errand, job)
    if account is not None:
        tell_chat(tx, account, Notice(lines(NOT_READ, why), (Choice(T("Nhập phiếu giấy"), ways.sheets(), Look.WAY),)))
    outbox.done(tx, [errand.id])


def _lay_down(
    tx: Transaction, errand: Errand, job: SheetPhotoErrand, found: Reading, form: Expected, photo: StoredPicture
) -> None:
    """What was read lies on the pile of who sent it, until they look it through. One commit."""
    account = _sender(tx, errand, job)
    if account is not None:
        draft = Draft(account)
        pile = draft.get(PILE) or []
        if len(pile) >= MOST_IN_PILE:
            refuse(tx, errand, job, FULL)
            return
        hold(tx, account, photo)
        sheet = as_draft(found, form) | {"photo": [photo.digest, photo.media_type, photo.size]}
        draft.keep(PILE, [*pile, sheet])
        accounts.keep_draft(tx, account)
        asked = asked_about(found.answers)
        number = found.code.number
        text = lines(
            T("Đã đọc phiếu số {number}.", number=number) if number else T("Đã đọc một phiếu in không có số."),
            Tn("Còn {n} câu phải hỏi {you}.", asked) if asked else T("Câu nào cũng đọc rõ."),
            BLANK,
            T("Chưa lưu gì: {you} xem lại đã."),
        )
        tell_chat(tx, account, Notice(text, (Choice(T("Xem phiếu đã chụp"), ways.sheet_photo(), Look.MAIN),)))
    outbox.done(tx, [errand.id])
