"""Confirming everybody whom a signed paper confirms: some at a time, beside the turns."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from acts import meeting
from acts.meeting import PaperErrand
from storage import accounts, outbox
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.outbox import LEASE, Errand

A_MOMENT = timedelta(seconds=30)  # until the picture of the paper may be here


async def carry_out(database: Database, errand: Errand, job: PaperErrand) -> None:
    """Do all of it. What a killed worker leaves, the next begins anew: who is confirmed does not wait any more."""
    after: int | None = 0
    while after is not None:
        after = await database.write(partial(_some, errand=errand, job=job, after=after))


def _some(tx: Transaction, errand: Errand, job: PaperErrand, after: int) -> int | None:
    account = accounts.load(tx, errand.account_id)
    if account is None:
        raise RuntimeError(f"account {errand.account_id} of a signed paper is gone")
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    if meeting.picture_waits(tx, job.meeting_id):
        outbox.later(tx, errand.id, tx.now + A_MOMENT)
        return None
    reached = meeting.confirm_some(tx, job.meeting_id, after=after)
    if reached is None:
        meeting.finish(tx, job.meeting_id)
        outbox.done(tx, [errand.id])
        return None
    outbox.later(tx, errand.id, tx.now + LEASE)  # nobody else takes it up meanwhile
    return reached
