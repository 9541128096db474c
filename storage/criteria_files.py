"""Criteria sets that an officer supplied: kept as their text, under an id that names exactly this text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache, partial

from sqlalchemy import bindparam, insert, select

from criteria.model import CriteriaSet
from criteria.parse import load as load_shipped
from criteria.parse import parse
from storage.kit.tables import criteria_files
from storage.kit.transaction import Transaction

MARK = "@"  # between the set's own id and the fingerprint of its text

KNOWN: dict[str, CriteriaSet] = {}  # to this process, by id, once committed; a text never changes: this stays true
_BY_ID = select(criteria_files.c.text).where(criteria_files.c.id == bindparam("id"))


def add(tx: Transaction, text: str) -> str:
    """Keep a set's text; returns its id. The same text is kept once, and none is ever changed.

    Raises:
        CriteriaError: the text is no criteria set.
    """
    key, found = read(text)
    if tx.connection.execute(_BY_ID, {"id": key}).one_or_none() is None:
        tx.write(insert(criteria_files), {"id": key, "title": found.title, "text": text, "added_at": tx.now})
        tx.audit("criteria.added", f"criteria:{key}"[:40], {"verified_by": found.verified_by})
    return key


@lru_cache(maxsize=64)
def read(text: str) -> tuple[str, CriteriaSet]:
    """The id under which a text is or would be kept, and its set, whose edition tells it from the one that ships.

    Raises:
        CriteriaError: the text is no criteria set.
    """
    found = parse(text, "")
    key = f"{found.id}{MARK}{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return key, replace(found, edition=f"{key} v{found.version}")


def load(tx: Transaction, set_id: str) -> CriteriaSet:
    """The set of an id, shipped or supplied. The process knows a supplied one without asking from the commit on."""
    if MARK not in set_id:
        return load_shipped(set_id)
    known = KNOWN.get(set_id)
    if known is None:
        _, known = read(tx.connection.execute(_BY_ID, {"id": set_id}).scalar_one())
        tx.after_commit.append(partial(KNOWN.__setitem__, set_id, known))
    return known
