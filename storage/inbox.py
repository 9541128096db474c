"""Which updates have been handled: the same update delivered twice has one effect."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.kit.slices import Slice, some_of
from storage.kit.tables import inbox
from storage.kit.transaction import Transaction, without_audit

_INSERTS = {
    "sqlite": sqlite.insert(inbox).on_conflict_do_nothing().returning(inbox.c.at),
    "postgresql": postgresql.insert(inbox).on_conflict_do_nothing().returning(inbox.c.at),
}


@without_audit("bookkeeping of the conversation")
def is_new(tx: Transaction, channel: str, update: str) -> bool:
    """Note an update as handled by this transaction; false if an earlier one handled it."""
    result = tx.connection.execute(
        _INSERTS[tx.connection.dialect.name], {"channel": channel, "update": update, "at": tx.now}
    )
    return result.one_or_none() is not None


@without_audit("bookkeeping of the conversation")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop the notes of updates handled before that moment; messengers repeat for a day at most."""
    return Slice(tx.connection.execute(delete(inbox).where(some_of(inbox, inbox.c.at < before))).rowcount)
