"""Files that somebody sends for the office's work: rosters, lists of results, scans. Never handed out again.

A row is written when a file is sent to the bot, or when an upload link is made for one. The bytes lie in the
:class:`storage.files.FileStore`, by their hash, for a day at most, unless something else rests on them by then. Of one
account and purpose one file is kept: a newer one takes its place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from storage import files, outbox
from storage.accounts import Account
from storage.document_reference import (
    DocumentReference,
    StoredDocument,
    format_reference,
    tidy_name,
    tidy_type,
)
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import received_files, term_of
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import ErrandKind, FilePurpose, ReceivedState

RECEIVED = "file.received"  # in the log: one is here, with its hash and the name its sender gave it
MOST_BYTES = 20_000_000  # of one file: what Telegram lets a bot have
MOST_SENT = 20  # files that one account may send in WITHIN
WITHIN = timedelta(hours=1)
LINK_LIVES = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class DocumentErrand:
    """The job in the outbox that fetches a file which somebody sent."""

    received_id: int

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"document": self.received_id}

    @classmethod
    def decode(cls, payload: object) -> DocumentErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"document": int(key)}:
                return cls(key)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One file, or the link by which one may come.

    Attributes:
        account_id: who was asked for it, or sent it.
        person_id: whose that account was then; if it has become another's, the file is nobody's.
        route: the screen that asked for it.
        link_until: of a link, up to when it works.
        source: what its channel fetches it by, as text; empty once that is done, and of a link.
        digest: the hash of its bytes, while they are kept.
        name: as its sender called it.
    """

    id: int
    account_id: int
    person_id: int
    purpose: FilePurpose
    route: str
    link_until: datetime | None
    source: str
    state: ReceivedState
    digest: str | None
    name: str
    media_type: str
    size: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Bytes:
    """What lies in the FileStore: its hash, the name and type its sender gave it, its length in bytes."""

    digest: str
    name: str
    media_type: str
    size: int


RECEIVED_FILE = Columns(
    ReceivedFile,
    id=received_files.c.id,
    account_id=received_files.c.account_id,
    person_id=received_files.c.person_id,
    purpose=received_files.c.purpose,
    route=received_files.c.route,
    link_until=received_files.c.link_until,
    source=received_files.c.source,
    state=received_files.c.state,
    digest=received_files.c.digest,
    name=received_files.c.name,
    media_type=received_files.c.media_type,
    size=received_files.c.size,
    created_at=received_files.c.created_at,
)
_SELECT = select(*RECEIVED_FILE.columns)
_SENT = received_files.c.token.is_(None) | (received_files.c.state != ReceivedState.AWAITED)  # more than a link


def _one(tx: Transaction, which: ColumnElement[bool]) -> ReceivedFile | None:
    row = tx.connection.execute(_SELECT.where(which)).one_or_none()
    return None if row is None else RECEIVED_FILE.read(row)


def load(tx: Transaction, received_id: int) -> ReceivedFile | None:
    """The file of an id."""
    return _one(tx, received_files.c.id == received_id)


def kept(tx: Transaction, account_id: int, purpose: FilePurpose) -> ReceivedFile | None:
    """The file that is kept of an account for a purpose."""
    return _one(
        tx,
        and_(
            received_files.c.account_id == account_id,
            received_files.c.purpose == purpose,
            received_files.c.state == ReceivedState.KEPT,
        ),
    )


def has_sent_enough(tx: Transaction, account_id: int) -> bool:
    """Whether so many files came from this account lately that the next must wait."""
    sent = select(func.count()).where(
        received_files.c.account_id == account_id, received_files.c.created_at > tx.now - WITHIN, _SENT
    )
    return tx.connection.execute(sent).scalar_one() >= MOST_SENT


# Asked for, and sent


def _person_of(account: Account) -> int:
    if account.person is None:
        raise RuntimeError("nobody is asked for a file but who has joined")
    return account.person.id


def _row(account: Account, purpose: FilePurpose, route: str) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "person_id": _person_of(account),
        "purpose": purpose,
        "route": route,
        "state": ReceivedState.AWAITED,
        "source": "",
        "name": "",
        "media_type": "",
    }


@without_audit("an open door is no file: file.received is on record when one comes")
def open_link(tx: Transaction, account: Account, code: str, *, purpose: FilePurpose, route: str) -> None:
    """Let one file come by an upload link with this code, for :data:`LINK_LIVES`. Those made before open no more.

    Args:
        tx: the transaction.
        account: who asks for the link; its person must be known.
        code: what the link carries; only its hash is kept.
        purpose: what the file is for.
        route: the screen that asked.
    """
    tx.connection.execute(
        delete(received_files).where(
            received_files.c.account_id == account.id,
            received_files.c.purpose == purpose,
            received_files.c.token.is_not(None),
            received_files.c.state == ReceivedState.AWAITED,
        )
    )
    row = _row(account, purpose, route)
    tx.connection.execute(
        insert(received_files),
        {**row, "token": _hash(code), "link_until": tx.now + LINK_LIVES, "created_at": tx.now},
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def of_link(tx: Transaction, code: str, *, begun: datetime | None = None) -> ReceivedFile | None:
    """What may come by the link with this code; ``None``: it was used, its time is over, or there never was one.

    ``begun``: when the file began to come in, in time for the link, however long it takes.
    """
    return _one(
        tx,
        and_(
            received_files.c.token == _hash(code),
            received_files.c.state == ReceivedState.AWAITED,
            received_files.c.link_until > (begun or tx.now),
        ),
    )


@without_audit("nothing is here yet: file.received is on record when it is")
def attach(
    tx: Transaction, account: Account, document: DocumentReference, *, purpose: FilePurpose, route: str
) -> ReceivedFile:
    """Note a document that somebody has just sent; what is not here yet is fetched after the turn.

    Args:
        tx: the transaction.
        account: who sent it; its person must be known.
        document: :attr:`handlers.kit.event.Sent.document`.
        purpose: what it is for.
        route: the screen that asked for it.
    """
    source = "" if isinstance(document.at, StoredDocument) else format_reference(document.at)
    row = _row(account, purpose, route)
    row |= {"source": source, "name": tidy_name(document.name), "media_type": tidy_type(document.media_type)}
    key = tx.connection.execute(
        insert(received_files).returning(received_files.c.id), {**row, "size": document.size, "created_at": tx.now}
    ).scalar_one()
    if source:
        outbox.put(tx, ErrandKind.JOB, account.id, DocumentErrand(key).encode(), key=f"document:{key}")
    noted = load(tx, key)
    if noted is None:
        raise RuntimeError(f"received file {key} is gone as it is written")
    return noted


# Here, or not


def keep(tx: Transaction, file: ReceivedFile, found: Bytes) -> ReceivedFile | None:
    """The bytes of an awaited file lie in the FileStore; the one kept before, for this purpose, is let go.

    Returns the file as it is kept; ``None`` if nobody awaits it any more: it came already.
    """
    values = {
        "state": ReceivedState.KEPT,
        "source": "",
        "digest": found.digest,
        "name": tidy_name(found.name),
        "media_type": tidy_type(found.media_type),
        "size": found.size,
        "created_at": tx.now,
    }
    awaited = and_(received_files.c.id == file.id, received_files.c.state == ReceivedState.AWAITED)
    still = tx.connection.execute(select(received_files.c.id).where(awaited).with_for_update()).one_or_none()
    if still is None:
        return None
    before = kept(tx, file.account_id, file.purpose)
    if before is not None:
        let_go(tx, before)
    tx.connection.execute(update(received_files).where(received_files.c.id == file.id).values(**values))
    about = {"digest": found.digest, "name": values["name"], "size": found.size, "purpose": file.purpose.value}
    tx.audit(RECEIVED, f"person:{file.person_id}", about)
    return load(tx, file.id)


def refuse(tx: Transaction, file: ReceivedFile) -> bool:
    """An awaited file cannot be had, or is not taken. False if nobody awaits it any more."""
    found = tx.connection.execute(
        update(received_files)
        .where(received_files.c.id == file.id, received_files.c.state == ReceivedState.AWAITED)
        .values(state=ReceivedState.REFUSED, source="")
        .returning(received_files.c.id)
    ).one_or_none()
    if found is None:
        return False
    tx.audit("file.refused", f"person:{file.person_id}", {"purpose": file.purpose.value})
    return True


@without_audit("that it came is on record; what became of it is audited where that is done")
def let_go(tx: Transaction, file: ReceivedFile) -> None:
    """The file is done with: its bytes go after the commit, unless something else rests on them by then.

    Whoever takes the bytes over (a picture of evidence, say) writes its own row first, then calls this.
    """
    tx.connection.execute(
        update(received_files)
        .where(received_files.c.id == file.id)
        .values(state=ReceivedState.LET_GO, digest=None, source="")
    )
    if file.digest is not None:
        files.let_drop(tx, [file.digest])


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what came, or was asked for, before that moment, a slice of it; the hashes whose bytes nobody needs now."""
    which = some_of(received_files, received_files.c.created_at < before)
    gone = delete(received_files).where(which).returning(received_files.c.digest)
    digests = tx.connection.execute(gone).scalars().all()
    return Slice(len(digests), files.unneeded(tx, [each for each in digests if each is not None]))


def forget_old(tx: Transaction) -> Slice:
    """The same of what is past its term."""
    return forget(tx, term_of(received_files.name).before(tx.now))
