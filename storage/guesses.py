"""Wrong codes by where they come from: after some within an hour one waits, each time longer. All workers share it.

So are names that are tried with one birth year after the other (:func:`of_names`), by a count of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.kit.slices import Slice, some_of
from storage.kit.tables import guesses
from storage.kit.transaction import Transaction, without_audit

WITHIN = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(hours=24)
MOST = 10  # of one chat
MOST_OF_ADDRESS = 30  # a village festival sits behind one address, and none of its guests is to wait for a few slips
_ADDRESS = "o"  # what a key of an address begins with
_NAMES = "n"  # and one that counts names


def of_account(account_id: int) -> str:
    """The key of a chat."""
    return f"a{account_id}"


def of_address(address: str) -> str:
    """The key of an address on the network: a digest, so that no address is kept."""
    return _ADDRESS + hashlib.sha256(address.encode()).hexdigest()[:32]


def of_names(whence: Sequence[str]) -> tuple[str, ...]:
    """The keys under which names are counted that come from there."""
    return tuple(f"{_NAMES}{each}" for each in whence)


def waits_until(tx: Transaction, whence: Sequence[str]) -> datetime | None:
    """When codes from there are looked at again; ``None``: now."""
    latest = tx.connection.execute(
        select(func.max(guesses.c.until).label("until")).where(guesses.c.whence.in_(whence), guesses.c.until > tx.now)
    ).one()
    until: datetime | None = latest.until
    return until


@without_audit("a wrong code opens nothing; nobody is on record for a slip")
def wrong(tx: Transaction, whence: Sequence[str]) -> None:
    """Count a wrong code from there. A slip an hour ago is forgotten, unless there was a wait since yesterday."""
    for each in whence:
        make = sqlite.insert(guesses) if tx.connection.dialect.name == "sqlite" else postgresql.insert(guesses)
        is_old = (guesses.c.until.is_(None) & (guesses.c.since < tx.now - WITHIN)) | (
            guesses.c.until < tx.now - LONGEST_WAIT
        )
        counted = make.values(whence=each, n=1, since=tx.now).on_conflict_do_update(
            index_elements=["whence"],
            set_={
                "n": case((is_old, 1), else_=guesses.c.n + 1),
                "since": case((is_old, tx.now), else_=guesses.c.since),
                "until": case((is_old, None), else_=guesses.c.until),
            },
        )
        n = tx.connection.execute(counted.returning(guesses.c.n)).scalar_one()
        over = n - (MOST_OF_ADDRESS if each.removeprefix(_NAMES).startswith(_ADDRESS) else MOST)
        if over >= 0:
            wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
            tx.connection.execute(update(guesses).where(guesses.c.whence == each).values(until=tx.now + wait))


@without_audit("counters that have done their time")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what is older than that."""
    return Slice(tx.connection.execute(delete(guesses).where(some_of(guesses, guesses.c.since < before))).rowcount)
