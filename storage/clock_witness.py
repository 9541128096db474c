"""Whether the clock may be believed before anything is dropped for good: what else vouches for the day it shows.

A server without a battery can wake up in another year. So a sweep believes the clock only as far as the records lead to
it: from the last day that was vouched for, along audit lines of which none comes more than :data:`AHEAD` after the one
before. What is written while the clock is wrong stands beyond such a gap and vouches for nothing. Where the commune was
simply quiet, a messenger's server or the operator vouches instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from storage.kit.tables import audit, clock
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import Witness

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Doubt:
    """The clock shows ``shown``, and nothing leads there from ``vouched``, the last moment that is vouched for."""

    shown: datetime
    vouched: datetime


def doubt(tx: Transaction) -> Doubt | None:
    """Why the clock is not believed; ``None`` where it is, and where nothing was ever written down."""
    vouched = _vouched(tx)
    if vouched is None or abs(tx.now - vouched) <= AHEAD:
        return None
    return Doubt(tx.now, vouched)


def refused(tx: Transaction) -> Doubt | None:
    """The doubt for which the last sweep was left undone, as it was then; cheap enough for /health."""
    row = tx.connection.execute(select(clock.c.at, clock.c.refused_at)).one_or_none()
    return None if row is None or row.refused_at is None else Doubt(row.refused_at, row.at)


@without_audit("a day that the records lead to is no act of anybody")
def trust(tx: Transaction) -> bool:
    """Note that the clock is believed now, or that it is not; returns which. A sweep calls it before it drops."""
    found = doubt(tx)
    if found is None:
        _keep(tx, tx.now, Witness.SWEEP, None)
        return True
    _keep(tx, found.vouched, Witness.RECORD, tx.now)
    return False


def confirm(tx: Transaction, by: Witness) -> None:
    """Somebody else vouches that the clock is right: the operator, or a messenger's server."""
    vouched = _vouched(tx)
    _keep(tx, tx.now, by, None)
    before = None if vouched is None else vouched.isoformat()
    tx.audit("clock.confirmed", "clock", {"by": by.value, "before": before})


def _vouched(tx: Transaction) -> datetime | None:
    """Up to where the records lead. The lines that were there when it was last asked have said what they can."""
    known = tx.connection.execute(select(clock.c.at, clock.c.upto)).one_or_none()
    moment: datetime | None = None if known is None else known.at
    if moment is None:
        moment = tx.connection.execute(select(audit.c.at).order_by(audit.c.n).limit(1)).scalar_one_or_none()
    upto = 0 if known is None else known.upto
    while moment is not None:
        near = (audit.c.n > upto) & audit.c.at.between(moment, moment + AHEAD)
        last: datetime | None = tx.connection.execute(select(func.max(audit.c.at)).where(near)).scalar_one()
        if last is None or last <= moment:
            break
        moment = last
    return moment


@without_audit("part of another function")
def _keep(tx: Transaction, at: datetime, by: Witness, refused_at: datetime | None) -> None:
    """Write the one row. Where a sweep is refused again, it is since the first time."""
    upto = tx.connection.execute(select(func.coalesce(func.max(audit.c.n), 0))).scalar_one()
    values = {"at": at, "by": by, "refused_at": refused_at, "upto": upto}
    if refused_at is not None:
        values["refused_at"] = func.coalesce(clock.c.refused_at, refused_at)
    if tx.connection.execute(update(clock).values(values)).rowcount == 0:
        tx.connection.execute(delete(clock))
        tx.connection.execute(insert(clock), {"id": 1, "at": at, "by": by, "refused_at": refused_at, "upto": upto})


def emptied(tx: Transaction) -> int | None:
    """The year before which the log was emptied of what it says of people; ``None`` where that was never done."""
    year: int | None = tx.connection.execute(select(clock.c.emptied)).scalar_one_or_none()
    return year


@without_audit("each slice of it is on record as audit.redacted")
def note_emptied(tx: Transaction, year: int) -> None:
    """The log is emptied of what it says of people before that year."""
    tx.connection.execute(update(clock).values(emptied=year))
