"""How many messages each channel has sent in a month, for messengers that count them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from locales.format import in_vietnam
from storage.kit.tables import sendings
from storage.kit.transaction import Transaction, without_audit


def month_of(now: datetime) -> str:
    """The month that a moment counts for, as the messenger bills it: Viet Nam's calendar, "2026-11"."""
    return in_vietnam(now).strftime("%Y-%m")


@without_audit("a number of a month")
def spend(tx: Transaction, channel: str, n: int) -> int:
    """Count ``n`` more messages sent this month; returns how many there are now."""
    insert = sqlite.insert if tx.connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(sendings).values(channel=channel, month=month_of(tx.now), n=n)
    total = tx.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["channel", "month"], set_={"n": sendings.c.n + statement.excluded.n}
        ).returning(sendings.c.n)
    ).scalar_one()
    return int(total)


def spent(tx: Transaction, channel: str) -> int:
    """How many messages were sent this month."""
    found = tx.connection.execute(
        select(sendings.c.n).where(sendings.c.channel == channel, sendings.c.month == month_of(tx.now))
    ).scalar_one_or_none()
    return found or 0
