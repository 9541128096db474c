"""One unit of work: what every query function gets, and the audit chain that rides along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn, TypeVar, cast

import orjson
from sqlalchemy import (
    Connection,
    Delete,
    Dialect,
    Executable,
    Insert,
    Result,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    update,
)

from storage.kit import proof
from storage.kit.tables import accounts, audit

_INSERT_AUDIT = insert(audit).inline()
_SAVE_CHAIN = (
    update(accounts)
    .where(accounts.c.id == bindparam("account"))
    .values(audit_length=bindparam("length"), audit_head=bindparam("head"), audit_seal=bindparam("seal"))
)

GENESIS = "0" * 64
Function = TypeVar("Function", bound=Callable[..., Any])


def without_audit(reason: str) -> Callable[[Function], Function]:
    """Mark a function that writes without a line of its own in the log, and say why it needs none."""

    def marked(function: Function) -> Function:
        function.__dict__["without_audit"] = reason
        return function

    return marked


def data_hash(data: Any) -> str:
    """The fingerprint of an audit row's details; it stays when the details are erased."""
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()


def audit_hash(
    previous: str,
    account_id: int,
    seq: int,
    at: datetime,
    code: str,
    subject: str,
    details: str,
    rows: dict[str, str | None] | None = None,
) -> str:
    """The link of one audit row: SHA-256 over the row, with the fingerprints it holds, and the link before."""
    row: list[Any] = [previous, account_id, seq, at.isoformat(timespec="microseconds"), code, subject, details]
    if rows:
        row.append(rows)  # lines from before there were any are linked without
    return hashlib.sha256(orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()


def telling(statement: Insert | Update | Delete) -> Any:
    """A statement that gives back what the log proves of the rows it writes; for :meth:`Transaction.write`."""
    table = cast("Table", statement.table)
    if isinstance(statement, Delete):
        return statement.returning(table.c.id)
    _, columns = proof.NEWEST[table.name]
    return statement.returning(table.c.id, *(table.c[name] for name in columns))


@dataclass(slots=True)
class Chain:
    """The end of one account's audit chain; each account has its own, so that no two turns wait for one."""

    account_id: int
    length: int
    head: str
    dirty: bool = False
    broken: str | None = None  # a seal that did not fit when the chain was taken up: it stays, so that it is found


class WritesError(RuntimeError):
    """Something was about to be written while a screen is drawn."""


class ReadingConnection:
    """A connection that only reads: what a screen is drawn on."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """The dialect of the connection."""
        return self._connection.dialect

    def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        """Read.

        Raises:
            WritesError: the statement is no SELECT.
        """
        if not isinstance(statement, Select) and not getattr(statement, "is_select", False):
            raise WritesError(f"a route that shows must not write: {statement}")
        return self._connection.execute(statement, parameters)

    def begin_nested(self) -> NoReturn:
        """Refuse a savepoint: only what writes needs one.

        Raises:
            WritesError: always.
        """
        raise WritesError("a route that shows must not write: a savepoint")


WIPES = "wipes"  # wakes the database itself: somebody was erased, and what was overwritten must stay in no file of it
OVERWRITES = "overwrites"  # the same of what others wrote, which is gone through afterwards (storage.blotting)


@dataclass(slots=True)
class Transaction:
    """A connection inside ``begin``, the moment it counts as, and who acts (after :meth:`act_as`)."""

    connection: Connection
    now: datetime
    chain: Chain | None = None
    wakes: set[str] = field(default_factory=set)  # what to look at after the commit: "outbox"
    held: dict[int, Any] = field(default_factory=dict)  # declarations locked by this transaction, as they are now
    after_commit: list[Callable[[], None]] = field(default_factory=list)  # what the process may know from then on
    key: bytes = field(default=b"", kw_only=True)  # what seals the ends of chains; without it they are left open
    # fingerprints that the next line of the log carries
    rows: dict[str, str | None] = field(default_factory=dict, kw_only=True)
    _together: list[dict[str, Any]] | None = field(default=None, init=False)  # lines that are written in one statement

    def act_as(self, account_id: int, length: int, head: str, seal: str | None = None) -> None:
        """From here on, audit rows are written in this account's name.

        ``seal``: what stands on the end of its chain. One that does not fit is never replaced by one that does: what
        somebody put there behind the program's back must not be sealed by the next turn.
        """
        self.save_chain()
        self.chain = Chain(account_id, length, head)
        if seal is not None and seal != self.seal:
            self.chain.broken = seal

    def write(self, statement: Any, parameters: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Write rows that the log proves; the next :meth:`audit` carries their fingerprints.

        Takes an INSERT, UPDATE or DELETE (made by :func:`telling` where that is worth doing once) and returns the rows
        as they are now, with their key; of a DELETE the keys. It stays one statement.
        """
        table: Table = statement.table
        form, _ = proof.NEWEST[table.name]
        if not statement._returning:
            statement = telling(statement)
        written = self.connection.execute(statement, parameters).all()
        proved = proof.reader(table.name, form)
        for row in written:
            self.rows[f"{table.name}:{row.id}"] = None if statement.is_delete else proof.fingerprint(form, proved(row))
        return written

    def add(self, statement: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Write one new row that the log proves, as :meth:`write` does, and return its id."""
        return self.write(statement, parameters)[0].id

    def tell(self, table: Table, key: int, values: Sequence[Any]) -> None:
        """Say what a row holds from now on, where who wrote it knows all of its proved columns, in their order."""
        self.rows[f"{table.name}:{key}"] = proof.fingerprint(proof.NEWEST[table.name][0], values)

    def audit(
        self, code: str, subject: str, data: dict[str, Any] | None = None, *, rows: Collection[str] | None = None
    ) -> None:
        """Append one line to the audit log: what happened (a code), to what ("declaration:12"), details.

        Called by the query functions beside their write, never by handlers. ``rows``: those of what was written
        ("decisions:7") that this line carries, where several deeds were written at once; else it carries all.
        """
        chain = self.chain
        if chain is None:
            raise RuntimeError("nobody acts in this transaction: call act_as first")
        details = data or {}
        seq = chain.length + 1
        fingerprint = data_hash(details)
        if rows is None:
            carried, self.rows = self.rows, {}
        else:
            carried = {key: self.rows.pop(key) for key in rows}
        proved = carried or None
        link = audit_hash(chain.head, chain.account_id, seq, self.now, code, subject, fingerprint, proved)
        line = {
            "account_id": chain.account_id,
            "seq": seq,
            "at": self.now,
            "code": code,
            "subject": subject,
            "data": details,
            "data_hash": fingerprint,
            "rows": proved,
            "redacted": False,
            "hash": link,
        }
        if self._together is None:
            self.connection.execute(_INSERT_AUDIT, line)
        else:
            self._together.append(line)
        chain.length, chain.head, chain.dirty = seq, link, True

    @contextmanager
    def lines_together(self) -> Iterator[None]:
        """What the body appends to the log is written in one statement at its end; it must not read the log."""
        if self._together is not None:
            raise RuntimeError("lines are gathered already")
        lines: list[dict[str, Any]] = []
        self._together = lines
        try:
            yield
        finally:
            self._together = None
        if lines:
            self.connection.execute(_INSERT_AUDIT, lines)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the body runs, this transaction refuses to write: rows, audit lines, what goes out."""
        connection = self.connection
        self.connection = cast("Connection", ReadingConnection(connection))
        try:
            yield
        finally:
            self.connection = connection

    @property
    def seal(self) -> str:
        """The seal on the end of the chain as it is now."""
        chain = self.chain
        if chain is None or not self.key or not chain.length:
            return ""
        if chain.broken is not None:
            return chain.broken
        return proof.seal(self.key, chain.account_id, chain.length, chain.head)

    def save_chain(self) -> None:
        """Write the chain's end to the account's row, if this transaction lengthened it."""
        chain = self.chain
        if self.rows and chain is not None:  # written behind the last line: said in one of its own
            self.audit("record.kept", next(iter(self.rows))[:40])
        if chain is not None and chain.dirty:
            end = {"account": chain.account_id, "length": chain.length, "head": chain.head, "seal": self.seal}
            self.connection.execute(_SAVE_CHAIN, end)
            chain.dirty = False
