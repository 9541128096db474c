"""Recognising everybody whom a signed decision names, or taking that back: some at a time, beside the turns."""

from __future__ import annotations

from functools import partial

from acts import recognising, ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.recognising import RecognitionErrand
from criteria.recognition import Paper
from locales.text import Number, T
from storage import accounts, outbox, recognition
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.outbox import LEASE, Errand


async def carry_out(database: Database, errand: Errand, job: RecognitionErrand) -> None:
    """Do all of it. What a killed worker leaves, the next goes on with: nobody is recognised twice."""
    while await database.write(partial(_some, errand=errand, job=job)):
        pass


def _some(tx: Transaction, errand: Errand, job: RecognitionErrand) -> bool:
    account = accounts.load(tx, errand.account_id)
    if account is None or errand.person_id is None:
        raise RuntimeError(f"account {errand.account_id} of a decision is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    if recognising.carry_out_some(tx, job.list_id, by=errand.person_id):
        outbox.later(tx, errand.id, tx.now + LEASE)  # nobody else takes it up meanwhile
        return True
    found = recognition.get(tx, job.list_id)
    n = Number(sum(recognition.counts(tx, found.id).values()))
    text = (
        T("Xong: {n} trường hợp được công nhận theo Quyết định số {number}.", n=n, number=found.number)
        if found.state is Paper.ISSUED
        else T("Xong: đã thu hồi Quyết định số {number}.", number=found.number)
    )
    tell(tx, errand.person_id, Notice(text, (Choice(T("Xem danh sách"), ways.recognition(found.id), Look.MAIN),)))
    outbox.done(tx, [errand.id])
    return False
