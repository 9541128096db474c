"""One unit of work: what every query function gets, and the audit chain that rides along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn, TypeVar, cast

import orjson
from sqlalchemy import Connection, Dialect, Executable, Result, Select, bindparam, insert, update

from storage.kit.tables import accounts, audit

_INSERT_AUDIT = insert(audit)
_SAVE_CHAIN = (
    update(accounts)
    .where(accounts.c.id == bindparam("account"))
    .values(audit_length=bindparam("length"), audit_head=bindparam("head"))
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


def audit_hash(previous: str, account_id: int, seq: int, at: datetime, code: str, subject: str, details: str) -> str:
    """The link of one audit row: SHA-256 over the row, with the fingerprint of its details, and the link before."""
    row = [previous, account_id, seq, at.isoformat(timespec="microseconds"), code, subject, details]
    return hashlib.sha256(orjson.dumps(row)).hexdigest()


@dataclass(slots=True)
class Chain:
    """The end of one account's audit chain; each account has its own, so that no two turns wait for one."""

    account_id: int
    length: int
    head: str
    dirty: bool = False


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


@dataclass(slots=True)
class Transaction:
    """A connection inside ``begin``, the moment it counts as, and who acts (after :meth:`act_as`)."""

    connection: Connection
    now: datetime
    chain: Chain | None = None
    wakes: set[str] = field(default_factory=set)  # what to look at after the commit: "outbox"
    held: dict[int, Any] = field(default_factory=dict)  # declarations locked by this transaction, as they are now
    after_commit: list[Callable[[], None]] = field(default_factory=list)  # what the process may know from then on

    def act_as(self, account_id: int, length: int, head: str) -> None:
        """From here on, audit rows are written in this account's name."""
        self.save_chain()
        self.chain = Chain(account_id, length, head)

    def audit(self, code: str, subject: str, data: dict[str, Any] | None = None) -> None:
        """Append one line to the audit log: what happened (a code), to what ("declaration:12"), details.

        Called by the query functions beside their write, never by handlers.
        """
        chain = self.chain
        if chain is None:
            raise RuntimeError("nobody acts in this transaction: call act_as first")
        details = data or {}
        seq = chain.length + 1
        fingerprint = data_hash(details)
        link = audit_hash(chain.head, chain.account_id, seq, self.now, code, subject, fingerprint)
        self.connection.execute(
            _INSERT_AUDIT,
            {
                "account_id": chain.account_id,
                "seq": seq,
                "at": self.now,
                "code": code,
                "subject": subject,
                "data": details,
                "data_hash": fingerprint,
                "redacted": False,
                "hash": link,
            },
        )
        chain.length, chain.head, chain.dirty = seq, link, True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the body runs, this transaction refuses to write: rows, audit lines, what goes out."""
        connection = self.connection
        self.connection = cast("Connection", ReadingConnection(connection))
        try:
            yield
        finally:
            self.connection = connection

    def save_chain(self) -> None:
        """Write the chain's end to the account's row, if this transaction lengthened it."""
        chain = self.chain
        if chain is not None and chain.dirty:
            self.connection.execute(
                _SAVE_CHAIN, {"account": chain.account_id, "length": chain.length, "head": chain.head}
            )
            chain.dirty = False
