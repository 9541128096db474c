"""Reading the audit log and proving that nothing was cut out of it. Writing it: :meth:`Transaction.audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, select, update

from storage.kit.rows import Columns
from storage.kit.tables import accounts, audit, declarations
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
ANSWERED = ("declaration.answered",)
_AT_ONCE = 1000  # subjects in one statement
log = audit  # the table, for those who look for subjects


def redact(tx: Transaction, subjects: Sequence[str], *, why: str, codes: Sequence[str] = ANSWERED) -> None:
    """Erase the details of what the log says with these codes of these subjects ("declaration:12"); the chain holds.

    ``codes``: none means all. That it was done is a row of the log itself: details that are gone without one show as a
    break.
    """
    for start in range(0, len(subjects), _AT_ONCE):
        some = sorted(subjects)[start : start + _AT_ONCE]
        of_those = update(audit).where(audit.c.subject.in_(some))
        if codes:
            of_those = of_those.where(audit.c.code.in_(codes))
        tx.connection.execute(of_those.values(data={}, redacted=True))
    if subjects:
        tx.audit(REDACTED, why, {"subjects": sorted(subjects)})


# What the log says of the commune's acts and of consent stays readable: no answers, no results, nobody's learning.
_STAYS = (
    "audit.redacted", "clock.confirmed", "consent.given", "consent.refused", "criteria.added", "cycle.adopted",
    "cycle.opened", "cycle.plan", "cycle.settled", "entry.made", "grant.given", "grant.revoked", "invite.made",
    "invite.revoked", "invite.used", "person.added", "person.on_roster", "place.added", "place.merged",
)  # fmt: skip


def redact_before(tx: Transaction, before: datetime) -> int:
    """Erase the details of all older lines that tell of people; those of declarations that are kept stay with them.

    Returns how many were erased.
    """
    kept = select(cast("declaration:", String) + cast(declarations.c.id, String))
    which = and_(audit.c.at < before, ~audit.c.redacted, audit.c.code.not_in(_STAYS), audit.c.subject.not_in(kept))
    erased = tx.connection.execute(update(audit).where(which).values(data={}, redacted=True)).rowcount
    if erased:
        tx.audit(REDACTED, f"before:{before.year}", {"before": before.isoformat()})
    return erased


def broken_chains(tx: Transaction) -> tuple[int, ...]:
    """Accounts whose chain does not hold: a row was changed, cut out, emptied, or lost at the end."""
    ends = {
        row.id: (row.audit_length, row.audit_head)
        for row in tx.connection.execute(select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head))
    }
    redactions = tx.connection.execute(select(audit.c.data).where(audit.c.code == REDACTED)).scalars().all()
    erased = {subject for data in redactions for subject in data.get("subjects", ())}
    until = max((datetime.fromisoformat(data["before"]) for data in redactions if "before" in data), default=None)
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
        if row.redacted:
            whole = row.subject in erased or (until is not None and row.at < until)
        else:
            whole = data_hash(row.data) == row.data_hash
        link = audit_hash(head, row.account_id, row.seq, row.at, row.code, row.subject, row.data_hash)
        if row.seq != length + 1 or not whole or link != row.hash:
            broken.add(row.account_id)
        found[row.account_id] = (row.seq, row.hash)
    broken.update(account for account, end in ends.items() if found[account] != end)
    return tuple(sorted(broken))
