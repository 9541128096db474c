"""Tokens that must be renewed: read, claimed for renewal by one worker, and replaced, each in one transaction.

A refresh token works once. The claim is a lock that a crash lets go of: while it stands, no other worker may use
the refresh token; the new pair is written in the transaction that gives the claim back.

They are kept encrypted (:mod:`storage.kit.keys`). A row is locked before it is written to, so that no token is written
with a key that is just being put out of use (:func:`reseal`).
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from storage.kit.keys import Keys, KeysError
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
_LOCK = (
    select(*CREDENTIALS.columns, credentials.c.renewing_until, credentials.c.first)
    .where(credentials.c.channel == bindparam("channel"))
    .with_for_update()
)


def _about(channel: str, which: str) -> str:
    return f"credentials {channel} {which}"


def load(tx: Transaction, keys: Keys, channel: str) -> Credentials | None:
    """The tokens as they are; ``None`` also where the key they were encrypted with is gone."""
    row = tx.connection.execute(_SELECT, {"channel": channel}).one_or_none()
    if row is None:
        return None
    held = CREDENTIALS.read(row)
    try:
        access, refresh = (
            keys.unseal_text(held.access, _about(channel, "access")),
            keys.unseal_text(held.refresh, _about(channel, "refresh")),
        )
    except KeysError:
        return None
    return dataclasses.replace(held, access=access, refresh=refresh)


@without_audit("the program's own tokens are nobody's affair")
def begin(tx: Transaction, keys: Keys, channel: str, first_refresh: str) -> None:
    """Start from the configured refresh token, unless the stored tokens already came from it and can be read."""
    first = hashlib.sha256(first_refresh.encode()).hexdigest()
    row = tx.connection.execute(_LOCK, {"channel": channel}).one_or_none()
    if row is not None and row.first == first and load(tx, keys, channel) is not None:
        return
    tx.connection.execute(delete(credentials).where(credentials.c.channel == channel))
    tx.connection.execute(
        insert(credentials),
        {
            "channel": channel,
            "access": "",
            "refresh": keys.seal_text(first_refresh, _about(channel, "refresh")),
            "expires_at": tx.now,
            "first": first,
        },
    )


@without_audit("the program's own tokens are nobody's affair")
def claim(tx: Transaction, keys: Keys, channel: str, *, stale_access: str) -> str | None:
    """The refresh token, if the caller is the one to use it; ``None`` while another worker does, or has done.

    ``stale_access`` is the access token that no longer serves: if it has been replaced, there is nothing to do.
    """
    row = tx.connection.execute(_LOCK, {"channel": channel}).one_or_none()
    if row is None or row.broken_at is not None or (row.renewing_until is not None and row.renewing_until >= tx.now):
        return None
    held = load(tx, keys, channel)
    if held is None or held.access != stale_access:
        return None
    tx.connection.execute(
        update(credentials).where(credentials.c.channel == channel).values(renewing_until=tx.now + CLAIM)
    )
    return held.refresh


@without_audit("the program's own tokens are nobody's affair")
def replace(tx: Transaction, keys: Keys, channel: str, *, access: str, refresh: str, expires_at: datetime) -> None:
    """Both new tokens at once; the claim is given back."""
    tx.connection.execute(_LOCK, {"channel": channel})
    tx.connection.execute(
        update(credentials)
        .where(credentials.c.channel == channel)
        .values(
            access=keys.seal_text(access, _about(channel, "access")),
            refresh=keys.seal_text(refresh, _about(channel, "refresh")),
            expires_at=expires_at,
            renewing_until=None,
            broken_at=None,
        )
    )


@without_audit("the program's own tokens are nobody's affair")
def reseal(tx: Transaction, keys: Keys) -> bool:
    """Encrypt with the key that writes now what is in the clear or encrypted with another.

    Returns whether all could be read; what could not stays as it is.
    """
    is_whole = True
    for channel in tx.connection.execute(select(credentials.c.channel)).scalars().all():
        row = tx.connection.execute(_LOCK, {"channel": channel}).one_or_none()
        if row is None or (keys.is_current(row.access) and keys.is_current(row.refresh)):
            continue
        held = load(tx, keys, channel)
        if held is None:
            is_whole = False
            continue
        tx.connection.execute(
            update(credentials)
            .where(credentials.c.channel == channel)
            .values(
                access=keys.seal_text(held.access, _about(channel, "access")),
                refresh=keys.seal_text(held.refresh, _about(channel, "refresh")),
            )
        )
    return is_whole


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
