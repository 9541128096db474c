"""Reading the audit log and proving that nothing was cut out of it. Writing it: :meth:`Transaction.audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.kit.rows import Columns
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


ENTRY = Columns(
    Entry,
    account_id=audit.c.account_id,
    seq=audit.c.seq,
    at=audit.c.at,
    code=audit.c.code,
    subject=audit.c.subject,
    data=audit.c.data,
)
_OF_SUBJECT = (
    select(*ENTRY.columns)
    .where(audit.c.subject == bindparam("subject"))
    .order_by(audit.c.at, audit.c.account_id, audit.c.seq)
)


def of_subject(tx: Transaction, subject: str) -> tuple[Entry, ...]:
    """All that was ever done to a subject ("declaration:12"), the oldest first."""
    return tuple(ENTRY.read(row) for row in tx.connection.execute(_OF_SUBJECT, {"subject": subject}))


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
        row.id: (row.audit_length, row.audit_head)
        for row in tx.connection.execute(select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head))
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
    for row in rows:
        length, head = found.get(row.account_id, (0, GENESIS))
        whole = row.subject in erased if row.redacted else data_hash(row.data) == row.data_hash
        link = audit_hash(head, row.account_id, row.seq, row.at, row.code, row.subject, row.data_hash)
        if row.seq != length + 1 or not whole or link != row.hash:
            broken.add(row.account_id)
        found[row.account_id] = (row.seq, row.hash)
    broken.update(account for account, end in ends.items() if found[account] != end)
    return tuple(sorted(broken))
