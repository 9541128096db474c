"""Recordings of the program's own texts, read by somebody of the commune: which texts, and by whom.

A text is known by the hash of how it stands on a screen, so whoever is shown it hears the same recording, on whatever
screen and in whatever commune of this program. Only texts that the program itself asks everybody are ever recorded:
none names a person. The bytes lie in the :class:`storage.files.FileStore`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select

from storage import files
from storage.kit.tables import recordings
from storage.kit.transaction import Transaction, without_audit

CHANGED = "recordings"  # wakes whoever offers them


def fingerprint(text: str) -> str:
    """What a text is known by: of its words, whatever the spaces between them."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def all_of_them(tx: Transaction) -> Mapping[str, str]:
    """The hash of each recording's bytes, by the fingerprint of its text."""
    return {row.fingerprint: row.digest for row in tx.connection.execute(select(recordings))}


def recorded(tx: Transaction, fingerprints: Collection[str]) -> frozenset[str]:
    """Those of these texts that can be heard."""
    found = select(recordings.c.fingerprint).where(recordings.c.fingerprint.in_(fingerprints))
    return frozenset(tx.connection.execute(found).scalars())


def of_person(tx: Transaction, person_id: int) -> int:
    """How many recordings a person has sent."""
    theirs = select(recordings.c.digest).where(recordings.c.person_id == person_id).distinct()
    return len(tx.connection.execute(theirs).all())


def keep(tx: Transaction, fingerprints: Collection[str], *, digest: str, person_id: int) -> None:
    """From now on these texts, one text as it is put to people of each age, are heard by this recording."""
    before = _drop(tx, fingerprints)
    rows = [
        {"fingerprint": each, "digest": digest, "person_id": person_id, "created_at": tx.now}
        for each in sorted(set(fingerprints))
    ]
    tx.connection.execute(insert(recordings), rows)
    tx.audit("recording.kept", f"person:{person_id}", {"text": min(fingerprints), "digest": digest})
    _gone(tx, before)


def drop(tx: Transaction, fingerprints: Collection[str]) -> None:
    """These texts are heard by no recording any more."""
    before = _drop(tx, fingerprints)
    if before:
        tx.audit("recording.dropped", f"recording:{min(fingerprints)[:12]}", {"text": min(fingerprints)})
    _gone(tx, before)


@without_audit("its callers say what became of the text")
def _drop(tx: Transaction, fingerprints: Collection[str]) -> set[str]:
    gone = delete(recordings).where(recordings.c.fingerprint.in_(fingerprints)).returning(recordings.c.digest)
    return set(tx.connection.execute(gone).scalars())


def _gone(tx: Transaction, digests: Collection[str]) -> None:
    """Their bytes go after the commit, and nobody offers them any more."""
    files.let_drop(tx, digests)
    tx.wakes.add(CHANGED)
