"""Reading the audit log and proving that nothing was cut out of it. Writing it: :meth:`Transaction.audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.kit.tables import accounts, audit
from storage.kit.transaction import GENESIS, Transaction, audit_hash, data_hash


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


REDACTED = "audit.redacted"
log = audit  # the table, for those who look for subjects


def redact(tx: Transaction, subjects: Sequence[str], *, why: str) -> None:
    """Erase what the log says of the answers of these declarations ("declaration:12"). The chain still holds.

    That it was done is a row of the log itself: details that are gone without one show as a break.
    """
    if not subjects:
        return
    tx.connection.execute(
        update(audit)
        .where(audit.c.subject.in_(subjects), audit.c.code == "declaration.answered")
        .values(data={}, redacted=True)
    )
    tx.audit(REDACTED, why, {"subjects": sorted(subjects)})


def broken_chains(tx: Transaction) -> tuple[int, ...]:
    """Accounts whose chain does not hold: a row was changed, cut out, emptied, or lost at the end."""
    ends = {
        account: (length, head)
        for account, length, head in tx.connection.execute(
            select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head)
        )
    }
    redactions = tx.connection.execute(select(audit.c.data).where(audit.c.code == REDACTED)).scalars()
    erased = {subject for data in redactions for subject in data.get("subjects", ())}
    found = dict.fromkeys(ends, (0, GENESIS))
    broken: set[int] = set()
    rows = tx.connection.execute(
        select(
            audit.c.account_id, audit.c.seq, audit.c.at, audit.c.code, audit.c.subject, audit.c.data,
            audit.c.data_hash, audit.c.redacted, audit.c.hash,
        ).order_by(audit.c.account_id, audit.c.seq)
    )  # fmt: skip
    for account, seq, at, code, subject, data, details, redacted, link in rows:
        length, head = found.get(account, (0, GENESIS))
        whole = subject in erased if redacted else data_hash(data) == details
        if seq != length + 1 or not whole or audit_hash(head, account, seq, at, code, subject, details) != link:
            broken.add(account)
        found[account] = (seq, link)
    broken.update(account for account, end in ends.items() if found[account] != end)
    return tuple(sorted(broken))
