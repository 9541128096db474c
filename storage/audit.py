"""Reading the audit log and proving that nothing was cut out of it. Writing it: :meth:`Transaction.audit`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from storage.kit import slices
from storage.kit.proof import seal
from storage.kit.rows import Columns
from storage.kit.tables import BegunBy, accounts, audit, declarations
from storage.kit.transaction import GENESIS, OVERWRITES, Transaction, audit_hash, data_hash, without_audit


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
_OF_SUBJECT = select(*ENTRY.columns).where(audit.c.subject == bindparam("subject")).order_by(audit.c.n)


def of_subject(tx: Transaction, subject: str) -> tuple[Entry, ...]:
    """All that was ever done to a subject ("declaration:12"), the oldest first: in the order of the database."""
    return tuple(ENTRY.read(row) for row in tx.connection.execute(_OF_SUBJECT, {"subject": subject}))


REDACTED = "audit.redacted"
ERASED = "person.erased"
ANSWERED = "declaration.answered"
_AT_ONCE = 1000  # subjects in one statement
log = audit  # the table, for those who look for subjects
_BEGUN_BY = select(audit.c.subject).where(
    audit.c.code == literal_column("'declaration.begun'"), BegunBy() == bindparam("person")
)


def begun_by(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """The declarations that were begun in a person's name, as subjects, also those that were withdrawn."""
    return tuple(tx.connection.execute(_BEGUN_BY, {"person": person_id}).scalars())


def redact(tx: Transaction, subjects: Sequence[str], *, why: str, codes: Sequence[str] = (ANSWERED,)) -> None:
    """Erase the details of lines of these codes about these subjects ("declaration:12"). The chain still holds.

    ``codes``: none means all. That it was done is a row of the log itself: details that are gone without one show as a
    break.
    """
    for start in range(0, len(subjects), _AT_ONCE):
        some = sorted(subjects)[start : start + _AT_ONCE]
        of_those = update(audit).where(audit.c.subject.in_(some))
        if codes:
            of_those = of_those.where(audit.c.code.in_(codes))
        tx.connection.execute(of_those.values(data={}, redacted=True))
    if not subjects:
        return
    said: dict[str, Any] = {"subjects": sorted(subjects)}
    if tuple(codes) != (ANSWERED,):
        said["codes"] = sorted(codes)  # none: of all codes
    tx.audit(REDACTED, why, said)


# What the log says of the commune's acts and of consent stays readable: no answers, no results, nobody's learning.
_STAYS = (
    "audit.redacted", "clock.confirmed", "consent.given", "consent.refused", "criteria.added", "cycle.adopted",
    "cycle.opened", "cycle.plan", "cycle.settled", "entry.made", "grant.given", "grant.revoked", "invite.made",
    "invite.revoked", "invite.used", "person.added", "person.on_roster", "place.added", "place.ended",
    "place.merged", "place.renamed", "place.split",
)  # fmt: skip


def redact_some(tx: Transaction, before: datetime, after: int = 0) -> int | None:
    """Erase the details of older lines that tell of people; those of declarations that are kept stay with them.

    Looks at a slice of the lines behind ``after``. Returns after which line to go on; ``None``: there are no more.
    """
    lines_ = select(audit.c.n, audit.c.at, audit.c.code, audit.c.subject, audit.c.redacted)
    page = tx.connection.execute(lines_.where(audit.c.n > after).order_by(audit.c.n).limit(slices.AT_ONCE)).all()
    if not page:
        return None
    told = [row for row in page if row.at < before and not row.redacted and row.code not in _STAYS]
    about = {row.n: int(row.subject.partition(":")[2]) for row in told if row.subject.startswith("declaration:")}
    asked = select(declarations.c.id).where(declarations.c.id.in_(sorted(set(about.values()))))
    kept = set(tx.connection.execute(asked).scalars())
    gone = [row.n for row in told if about.get(row.n) not in kept]
    if gone:
        tx.connection.execute(update(audit).where(audit.c.n.in_(gone)).values(data={}, redacted=True))
        tx.audit(REDACTED, f"before:{before.year}", {"before": before.isoformat()})
        tx.wakes.add(OVERWRITES)
    return int(page[-1].n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is kept, with all that proves it."""

    n: int
    account_id: int
    seq: int
    at: datetime
    code: str
    subject: str
    data: dict[str, Any]
    data_hash: str
    rows: dict[str, str | None] | None
    redacted: bool
    hash: str


LINE = Columns(
    Line,
    n=audit.c.n,
    account_id=audit.c.account_id,
    seq=audit.c.seq,
    at=audit.c.at,
    code=audit.c.code,
    subject=audit.c.subject,
    data=audit.c.data,
    data_hash=audit.c.data_hash,
    rows=audit.c.rows,
    redacted=audit.c.redacted,
    hash=audit.c.hash,
)
_PAGE = 2_000
_LINES = select(*LINE.columns).where(audit.c.n > bindparam("after")).order_by(audit.c.n).limit(_PAGE)


def lines(tx: Transaction, after: int = 0) -> Iterator[Line]:
    """The whole log behind a line, in the order of the database, some thousands at a time."""
    while True:
        page = tx.connection.execute(_LINES, {"after": after}).all()
        for row in page:
            yield LINE.read(row)
        if len(page) < _PAGE:
            return
        after = page[-1].n


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the account, and the first of its lines that shows it (0: its end, or no line)."""

    account_id: int
    n: int


@dataclass(slots=True)
class _Chain:
    length: int = 0
    head: str = GENESIS
    broken: int | None = None  # the line
    erased: set[str] | None = None  # people whose erasure stands in it, as subjects


def _may_empty(redaction: Line, chain: _Chain, emptied: Line) -> bool:
    """Whether what a redaction gives as its reason has happened: the person was erased, or the line's year is over."""
    kind, _, which = redaction.subject.partition(":")
    match kind:
        case "person":
            return redaction.subject in (chain.erased or ())
        case "before":
            return which.isdigit() and emptied.at.year <= int(which)
        case _:
            return True  # another reason is for who gives it to prove


class Chains:
    """Follows every account's chain, line by line, and keeps what is broken."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._chains: dict[int, _Chain] = {}
        self._emptied: dict[tuple[str, str], list[Line]] = {}  # lines without details, by subject and code
        self._without_gaps = tx.connection.dialect.name == "sqlite"  # a rolled back turn of PostgreSQL leaves a gap
        self._last = 0
        self.emptied: list[int] = []  # all lines whose details were emptied

    def take(self, line: Line) -> None:
        """The next line, in the order of the database."""
        chain = self._chains.setdefault(line.account_id, _Chain())
        whole = line.data == {} if line.redacted else data_hash(line.data) == line.data_hash
        link = audit_hash(
            chain.head, line.account_id, line.seq, line.at, line.code, line.subject, line.data_hash, line.rows
        )
        cut = self._without_gaps and line.n != self._last + 1
        if cut or line.seq != chain.length + 1 or not whole or link != line.hash:
            self._breaks(line.account_id, line.n)
        chain.length, chain.head, self._last = line.seq, line.hash, line.n
        if line.code == ERASED:  # its details may be emptied, too: there are none
            chain.erased = (chain.erased or set()) | {line.subject}
        if line.redacted:
            self.emptied.append(line.n)
            self._emptied.setdefault((line.subject, line.code), []).append(line)
        elif line.code == REDACTED:
            for emptied in self._emptied_by(line):
                if not _may_empty(line, chain, emptied):
                    self._breaks(line.account_id, line.n)

    def _emptied_by(self, redaction: Line) -> Iterator[Line]:
        """The lines without details, so far, that a redaction names: by subject and code, or all before a moment."""
        if "before" in redaction.data:
            before = datetime.fromisoformat(redaction.data["before"])
            for key, some in list(self._emptied.items()):
                self._emptied[key] = [each for each in some if each.at >= before]
                if not self._emptied[key]:
                    del self._emptied[key]  # each slice of a sweep has such a line: it must not look at all again
                yield from (each for each in some if each.at < before)
        codes = redaction.data.get("codes", (ANSWERED,))
        for subject in redaction.data.get("subjects", ()):
            for key in [(subject, code) for code in codes] or [each for each in self._emptied if each[0] == subject]:
                yield from self._emptied.pop(key, ())

    def _breaks(self, account_id: int, n: int) -> None:
        chain = self._chains.setdefault(account_id, _Chain())
        if chain.broken is None:
            chain.broken = n

    def breaks(self, key: bytes = b"") -> tuple[Break, ...]:
        """Where chains do not hold, after the last line; with the ``key`` also ends that nobody sealed."""
        ends = self._tx.connection.execute(
            select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head, accounts.c.audit_seal)
        ).all()
        for row in ends:
            chain = self._chains.get(row.id, _Chain())
            end = (row.audit_length, row.audit_head)
            sealed = not key or not row.audit_length or row.audit_seal == seal(key, row.id, *end)
            if end != (chain.length, chain.head) or not sealed:
                self._breaks(row.id, 0)
        for account_id in self._chains.keys() - {row.id for row in ends}:
            self._breaks(account_id, 0)
        for found in self._emptied.values():  # nothing allows it
            for line in found:
                self._breaks(line.account_id, line.n)
        return tuple(
            Break(account_id, chain.broken)
            for account_id, chain in sorted(self._chains.items())
            if chain.broken is not None
        )


@without_audit("it is over the log itself")
def seal_what_is_open(tx: Transaction) -> None:
    """Seal the ends of chains from before there were seals. Only for a log that no anchor has been taken of."""
    query = select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head)
    ends = tx.connection.execute(query.where(accounts.c.audit_length > 0, accounts.c.audit_seal == "")).all()
    if ends and tx.key:
        tx.connection.execute(
            update(accounts)
            .where(accounts.c.id == bindparam("account"), accounts.c.audit_head == bindparam("head"))
            .values(audit_seal=bindparam("made")),
            [
                {
                    "account": row.id,
                    "head": row.audit_head,
                    "made": seal(tx.key, row.id, row.audit_length, row.audit_head),
                }
                for row in ends
            ],
        )


@without_audit("it is over the log itself")
def seal_anew(tx: Transaction, former: bytes) -> None:
    """Seal with the key of today what was sealed with the one before; a seal that fits neither stays, and is found."""
    query = select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head, accounts.c.audit_seal)
    ends = tx.connection.execute(query.where(accounts.c.audit_seal != "").with_for_update()).all()
    moved = [
        {"account": row.id, "made": seal(tx.key, row.id, row.audit_length, row.audit_head)}
        for row in ends
        if tx.key and row.audit_seal == seal(former, row.id, row.audit_length, row.audit_head)
    ]
    if moved:
        tx.connection.execute(
            update(accounts).where(accounts.c.id == bindparam("account")).values(audit_seal=bindparam("made")), moved
        )


def broken_chains(tx: Transaction) -> tuple[int, ...]:
    """Accounts whose chain does not hold: a row was changed, cut out, emptied, or lost at the end."""
    chains = Chains(tx)
    for line in lines(tx):
        chains.take(line)
    return tuple(each.account_id for each in chains.breaks(tx.key))
