"""Reading the audit log and proving that nothing was cut out of it. Writing it: :meth:`Transaction.audit`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.models import accounts, audit
from storage.transaction import GENESIS, Transaction, audit_hash


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    account_id: int
    seq: int
    at: datetime
    code: str
    subject: str
    data: dict[str, Any]


_OF_SUBJECT = (
    select(audit.c.account_id, audit.c.seq, audit.c.at, audit.c.code, audit.c.subject, audit.c.data)
    .where(audit.c.subject == bindparam("subject"))
    .order_by(audit.c.at, audit.c.account_id, audit.c.seq)
)


def of_subject(tx: Transaction, subject: str) -> tuple[Entry, ...]:
    """All that was ever done to a subject ("declaration:12"), the oldest first."""
    return tuple(Entry(*row) for row in tx.connection.execute(_OF_SUBJECT, {"subject": subject}))


def broken_chains(tx: Transaction) -> tuple[int, ...]:
    """Accounts whose chain does not hold: a row was changed, cut out, or lost at the end."""
    ends = {
        account: (length, head)
        for account, length, head in tx.connection.execute(
            select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head)
        )
    }
    found = dict.fromkeys(ends, (0, GENESIS))
    broken: set[int] = set()
    rows = tx.connection.execute(
        select(
            audit.c.account_id,
            audit.c.seq,
            audit.c.at,
            audit.c.code,
            audit.c.subject,
            audit.c.data,
            audit.c.hash,
        ).order_by(audit.c.account_id, audit.c.seq)
    )
    for account, seq, at, code, subject, data, link in rows:
        length, head = found.get(account, (0, GENESIS))
        if seq != length + 1 or audit_hash(head, account, seq, at, code, subject, data) != link:
            broken.add(account)
        found[account] = (seq, link)
    broken.update(account for account, end in ends.items() if found[account] != end)
    return tuple(sorted(broken))
