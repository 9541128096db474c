"""Signed papers as pictures or PDFs: of a decision, of minutes. They lie encrypted, and stay with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage import files
from storage.kit.rows import Columns
from storage.kit.tables import decision_scans, people
from storage.kit.transaction import Transaction
from storage.kit.words import ScanKind
from storage.received_files import ReceivedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One file. ``name``: as its sender called it; ``sent_by``: the name of who sent it."""

    id: int
    list_id: int
    kind: ScanKind
    digest: str
    name: str
    media_type: str
    size: int
    sent_by: str
    sent_at: datetime


SCAN = Columns(
    Scan,
    id=decision_scans.c.id,
    list_id=decision_scans.c.list_id,
    kind=decision_scans.c.kind,
    digest=decision_scans.c.digest,
    name=decision_scans.c.name,
    media_type=decision_scans.c.media_type,
    size=decision_scans.c.size,
    sent_by=people.c.full_name,
    sent_at=decision_scans.c.sent_at,
)
_SCANS = select(*SCAN.columns).join(people, people.c.id == decision_scans.c.sent_by)


def of_list(tx: Transaction, list_id: int) -> tuple[Scan, ...]:
    """The scans of a list's papers, in the order in which they came."""
    query = _SCANS.where(decision_scans.c.list_id == list_id).order_by(decision_scans.c.id)
    return tuple(SCAN.read(row) for row in tx.connection.execute(query))


def keep(tx: Transaction, list_id: int, kind: ScanKind, file: ReceivedFile, *, media_type: str) -> int:
    """Keep a file that was sent with the list. Returns its id.

    Raises:
        ValueError: it has no bytes any more.
    """
    if file.digest is None:
        raise ValueError("a file without bytes is no scan")
    key: int = tx.connection.execute(
        insert(decision_scans).returning(decision_scans.c.id),
        {
            "list_id": list_id,
            "kind": kind,
            "digest": file.digest,
            "name": file.name,
            "media_type": media_type,
            "size": file.size or 0,
            "sent_by": file.person_id,
            "sent_at": tx.now,
        },
    ).scalar_one()
    tx.audit("decision.scan_kept", f"recognition:{list_id}", {"scan": key, "kind": kind.value, "digest": file.digest})
    return key


def drop(tx: Transaction, scan: Scan) -> None:
    """The wrong file was sent: it goes, and that it was there stays in the log."""
    tx.connection.execute(delete(decision_scans).where(decision_scans.c.id == scan.id))
    tx.audit("decision.scan_dropped", f"recognition:{scan.list_id}", {"scan": scan.id, "digest": scan.digest})
    files.let_drop(tx, [scan.digest])
