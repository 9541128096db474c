"""Which updates have been handled: the same update delivered twice has one effect.

A chat's last ones stand in its own row, which its turn reads, locks and writes anyway; those before go into a table,
some at a time. Whoever looks, looks at both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.kit.slices import Slice, some_of
from storage.kit.tables import inbox
from storage.kit.transaction import Transaction, without_audit

IN_THE_ROW: Final = 16  # updates; what a row holds more is put away
AT_ONCE: Final = 8

IS_PUT_AWAY = (
    select(inbox.c.at).where(inbox.c.channel == bindparam("channel"), inbox.c.update == bindparam("update")).exists()
)
_INSERTS = {
    "sqlite": sqlite.insert(inbox).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(inbox).on_conflict_do_nothing(),
}


def noted(tx: Transaction, channel: str, handled: Sequence[str], update: str) -> list[str]:
    """What a chat's row holds from now on: what it held, and this update; the oldest are put away once it is full."""
    now = [*handled, update]
    if len(now) <= IN_THE_ROW:
        return now
    put_away(tx, channel, now[:AT_ONCE])
    return now[AT_ONCE:]


@without_audit("bookkeeping of the conversation")
def put_away(tx: Transaction, channel: str, handled: Sequence[str]) -> None:
    """Keep these in the table."""
    rows = [{"channel": channel, "update": update, "at": tx.now} for update in handled]
    tx.connection.execute(_INSERTS[tx.connection.dialect.name], rows)


@without_audit("bookkeeping of the conversation")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what was put away before that moment; messengers repeat for a day at most."""
    return Slice(tx.connection.execute(delete(inbox).where(some_of(inbox, inbox.c.at < before))).rowcount)
