"""Tokens that must be renewed: read, claimed for renewal by one worker, and replaced, each in one transaction.

A refresh token works once. The claim is a lock that a crash lets go of: while it stands, no other worker may use
the refresh token; the new pair is written in the transaction that gives the claim back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update

from storage.kit.rows import Columns
from storage.kit.tables import credentials
from storage.kit.transaction import Transaction, without_audit

CLAIM = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A channel's tokens. ``broken_at``: since when the refresh token is refused and a person must consent anew."""

    access: str
    refresh: str
    expires_at: datetime
    broken_at: datetime | None


CREDENTIALS = Columns(
    Credentials,
    access=credentials.c.access,
    refresh=credentials.c.refresh,
    expires_at=credentials.c.expires_at,
    broken_at=credentials.c.broken_at,
)
_SELECT = select(*CREDENTIALS.columns).where(credentials.c.channel == bindparam("channel"))


def load(tx: Transaction, channel: str) -> Credentials | None:
    """The tokens as they are."""
    row = tx.connection.execute(_SELECT, {"channel": channel}).one_or_none()
    return None if row is None else CREDENTIALS.read(row)


@without_audit("the program's own tokens are nobody's affair")
def begin(tx: Transaction, channel: str, first_refresh: str) -> None:
    """Start from the configured refresh token, unless the stored tokens already came from it."""
    first = hashlib.sha256(first_refresh.encode()).hexdigest()
    known = tx.connection.execute(
        select(credentials.c.first).where(credentials.c.channel == channel).with_for_update()
    ).scalar_one_or_none()
    if known == first:
        return
    tx.connection.execute(delete(credentials).where(credentials.c.channel == channel))
    tx.connection.execute(
        insert(credentials),
        {"channel": channel, "access": "", "refresh": first_refresh, "expires_at": tx.now, "first": first},
    )


@without_audit("the program's own tokens are nobody's affair")
def claim(tx: Transaction, channel: str, *, stale_access: str) -> str | None:
    """The refresh token, if the caller is the one to use it; ``None`` while another worker does, or has done.

    ``stale_access`` is the access token that no longer serves: if it has been replaced, there is nothing to do.
    """
    return tx.connection.execute(
        update(credentials)
        .where(
            credentials.c.channel == channel,
            credentials.c.access == stale_access,
            credentials.c.broken_at.is_(None),
            or_(credentials.c.renewing_until.is_(None), credentials.c.renewing_until < tx.now),
        )
        .values(renewing_until=tx.now + CLAIM)
        .returning(credentials.c.refresh)
    ).scalar_one_or_none()


@without_audit("the program's own tokens are nobody's affair")
def replace(tx: Transaction, channel: str, *, access: str, refresh: str, expires_at: datetime) -> None:
    """Both new tokens at once; the claim is given back."""
    tx.connection.execute(
        update(credentials)
        .where(credentials.c.channel == channel)
        .values(access=access, refresh=refresh, expires_at=expires_at, renewing_until=None, broken_at=None)
    )


@without_audit("the program's own tokens are nobody's affair")
def give_up(tx: Transaction, channel: str, *, broken: bool) -> None:
    """The renewal failed: give the claim back; ``broken`` where the refresh token itself was refused."""
    values = {"renewing_until": None, "broken_at": tx.now} if broken else {"renewing_until": None}
    tx.connection.execute(update(credentials).where(credentials.c.channel == channel).values(**values))


@without_audit("the program's own tokens are nobody's affair")
def restored(tx: Transaction, due: datetime) -> int:
    """The database was brought back from a backup. Tokens that expire before ``due`` were renewed since.

    Their refresh token was used up then, and Zalo would refuse it: a person must consent anew. Claims of workers that
    are no more end. Returns for how many channels.
    """
    tx.connection.execute(update(credentials).values(renewing_until=None))
    return tx.connection.execute(
        update(credentials)
        .where(credentials.c.expires_at <= due, credentials.c.broken_at.is_(None))
        .values(broken_at=tx.now)
    ).rowcount
