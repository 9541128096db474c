"""Looking for the blanks of a superior's form, beside the turns; who sent it hears what was found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.forms import FormErrand
from acts.notices import Notice, tell_chat
from intake.form_blanks import BlankGroup, find_blanks, shape_of
from intake.limits import FileError
from intake.listed import ListedPlace
from locales.text import T, Tn, Words, lines
from storage import accounts, outbox, places, superior_forms
from storage.accounts import Account
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import FormState
from storage.outbox import Errand
from storage.superior_forms import SuperiorForm

GONE = T("Tệp không còn trong máy nữa (quá một ngày). {You} gửi lại tệp.")
SORRY = T("Máy chưa đọc được tệp này, không rõ vì sao. {You} gửi lại, hoặc báo người quản lý máy chủ.")


async def carry_out(database: Database, store: FileStore, errand: Errand, job: FormErrand) -> None:
    """Read the form and keep its blanks; or tell why not."""
    form = await database.read(lambda tx: superior_forms.load(tx, job.form_id))
    if form is None or form.state is not FormState.READING:  # read before a crash
        await database.write(lambda tx: outbox.done(tx, [errand.id]))
        return
    here = await database.read(partial(_places, commune_id=form.commune_id))
    try:
        content = await asyncio.to_thread(store.get, job.digest)
        groups = await asyncio.to_thread(find_blanks, content, here)
    except FileNotFoundError:
        await database.write(partial(_unreadable, errand=errand, form=form, why=GONE))
    except FileError as error:
        await database.write(partial(_unreadable, errand=errand, form=form, why=error.words))
    else:
        await database.write(partial(_ready, errand=errand, form=form, content=content, groups=groups))


def give_up(tx: Transaction, errand: Errand, job: FormErrand) -> None:
    """It went wrong again and again: who sent the form hears it."""
    _tell(tx, _act(tx, errand), superior_forms.get(tx, job.form_id), SORRY)
    superior_forms.unreadable(tx, superior_forms.get(tx, job.form_id))
    outbox.failed(tx, errand.id, "a form could not be read")


def _places(tx: Transaction, commune_id: int) -> list[ListedPlace]:
    return [
        ListedPlace(each.id, each.label, each.name, each.old_commune or "") for each in places.villages(tx, commune_id)
    ]


def _act(tx: Transaction, errand: Errand) -> Account:
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of a form is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    return account


def _tell(tx: Transaction, account: Account, form: SuperiorForm, said: Words) -> None:
    tell_chat(tx, account, Notice(said, (Choice(T("Xem mẫu này"), ways.form(form.id), Look.MAIN),)))


def _unreadable(tx: Transaction, errand: Errand, form: SuperiorForm, why: Words) -> None:
    account = _act(tx, errand)
    superior_forms.unreadable(tx, form)
    _tell(tx, account, form, lines(T("Chưa đọc được tệp {file}.", file=form.name), why))
    outbox.done(tx, [errand.id])


def _ready(tx: Transaction, errand: Errand, form: SuperiorForm, content: bytes, groups: Sequence[BlankGroup]) -> None:
    account = _act(tx, errand)
    known = superior_forms.ready(tx, form, content, [each.to_data() for each in groups], shape_of(groups))
    said = lines(
        Tn("Mẫu có {n} chỗ trống.", len(groups)),
        Tn("Nhớ từ lần trước {n} chỗ.", known) if known else None,
    )
    _tell(tx, account, form, said)
    outbox.done(tx, [errand.id])
