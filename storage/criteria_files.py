"""Criteria sets that an officer supplied: kept as their text, under an id that names exactly this text."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy import bindparam, insert, select

from criteria.model import CriteriaSet
from criteria.parse import load as load_shipped
from criteria.parse import parse
from storage.kit.tables import criteria_files
from storage.kit.transaction import Transaction

MARK = "@"  # between the set's own id and the fingerprint of its text

_SEEN: dict[str, CriteriaSet] = {}  # by id; a text never changes, so what was read once stays true
_BY_ID = select(criteria_files.c.text).where(criteria_files.c.id == bindparam("id"))


def add(tx: Transaction, text: str) -> str:
    """Keep a set's text; returns its id. The same text is kept once, and none is ever changed.

    Raises:
        CriteriaError: the text is no criteria set.
    """
    found = parse(text, "")
    key = f"{found.id}{MARK}{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    if tx.connection.execute(_BY_ID, {"id": key}).one_or_none() is None:
        tx.connection.execute(
            insert(criteria_files), {"id": key, "title": found.title, "text": text, "added_at": tx.now}
        )
        tx.audit("criteria.added", f"criteria:{key}"[:40], {"verified_by": found.verified_by})
    _SEEN[key] = _named(found, key)
    return key


def remember(tx: Transaction, set_id: str) -> None:
    """Make sure that :func:`known` knows the set of this id."""
    if MARK in set_id and set_id not in _SEEN:
        text = tx.connection.execute(_BY_ID, {"id": set_id}).scalar_one()
        _SEEN[set_id] = _named(parse(text, set_id), set_id)


def _named(criteria: CriteriaSet, set_id: str) -> CriteriaSet:
    """The set with an edition that tells it from the one that ships."""
    return replace(criteria, edition=f"{set_id} v{criteria.version}")


def known(set_id: str) -> CriteriaSet:
    """The set of an id, shipped or supplied. Raises ``KeyError`` for one that was not remembered."""
    return _SEEN[set_id] if MARK in set_id else load_shipped(set_id)
