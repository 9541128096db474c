"""Backups: when the last was made, whose turn it is to make one, and whom a restored one must forget again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import blotting, erasure, people
from storage.kit.rows import Columns
from storage.kit.tables import Utc, audit, backups
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction, without_audit

LEASE = timedelta(minutes=5)  # a night belongs to the worker that makes it for so long, and longer if it says so
PAUSE = timedelta(minutes=10)  # after a failure
LATE = timedelta(days=3)
ERASED = "person.erased"
RESTORED = "backup.restored"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: as of when, under which name, of how many bytes."""

    id: int
    begun_at: datetime
    folder: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with backups.

    Attributes:
        latest: the last that was made.
        since: from when on there is no newer one; where there was none, since the program keeps records.
        trouble: why the last attempt after it failed, in the operator's words.
        is_late: whether that is too long ago.
    """

    latest: Backup | None
    since: datetime | None
    trouble: str
    is_late: bool


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """That a person was forgotten, and when; ``entered_at`` tells the record apart from another of that number."""

    erased_at: datetime
    person_id: int
    entered_at: datetime | None


BACKUP = Columns(
    Backup,
    id=backups.c.id,
    begun_at=backups.c.begun_at,
    folder=backups.c.folder,
    name=backups.c.name,
    size=backups.c.size,
)
_LATEST = select(*BACKUP.columns).where(backups.c.done_at.is_not(None)).order_by(backups.c.begun_at.desc()).limit(1)
_TROUBLE = (
    select(backups.c.trouble)
    .where(backups.c.trouble != "", backups.c.begun_at >= bindparam("since", type_=Utc()))
    .order_by(backups.c.begun_at.desc())
    .limit(1)
)
_FIRST = select(audit.c.at).order_by(audit.c.n).limit(1)
_NEW = {"done_at": None, "folder": "", "name": "", "size": 0, "trouble": ""}


def latest(tx: Transaction) -> Backup | None:
    """The newest backup that was made."""
    row = tx.connection.execute(_LATEST).one_or_none()
    return None if row is None else BACKUP.read(row)


def standing(tx: Transaction) -> Standing:
    """How it stands with backups now."""
    found = latest(tx)
    since = tx.connection.execute(_FIRST).scalar_one_or_none() if found is None else found.begun_at
    if since is None:
        return Standing(None, None, "", is_late=False)
    trouble = tx.connection.execute(_TROUBLE, {"since": since}).scalar_one_or_none() or ""
    return Standing(found, since, trouble, tx.now - since > LATE)


def is_due(tx: Transaction, since: datetime) -> bool:
    """Whether none was made from that moment on, and nobody is at one, or has just failed."""
    found = latest(tx)
    if found is not None and found.begun_at >= since:
        return False
    busy = select(backups.c.id).where(backups.c.begun_at >= since, backups.c.until > tx.now).limit(1)
    return tx.connection.execute(busy).first() is None


def used(tx: Transaction, folder: str) -> bool:
    """Whether a backup was ever made in this folder."""
    query = select(backups.c.id).where(backups.c.folder == folder, backups.c.done_at.is_not(None)).limit(1)
    return tx.connection.execute(query).first() is not None


@without_audit("that one was made is audited when it is")
def claim(tx: Transaction, night: date) -> int | None:
    """Take a night's backup: its number for the one worker that is to make it, ``None`` for all others."""
    statement = _insert(tx)
    again = statement.on_conflict_do_update(
        index_elements=["night"],
        set_={"begun_at": tx.now, "until": tx.now + LEASE},
        where=backups.c.done_at.is_(None) & or_(backups.c.until.is_(None), backups.c.until <= tx.now),
    ).returning(backups.c.id)
    return tx.connection.execute(
        again, {**_NEW, "night": night, "begun_at": tx.now, "until": tx.now + LEASE}
    ).scalar_one_or_none()


@without_audit("that one was made is audited when it is")
def begin(tx: Transaction) -> int:
    """A backup is made by hand; returns its number."""
    values = {**_NEW, "night": None, "begun_at": tx.now, "until": tx.now + LEASE}
    key: int = tx.connection.execute(insert(backups).returning(backups.c.id), values).scalar_one()
    return key


@without_audit("that one was made is audited when it is")
def still(tx: Transaction, key: int) -> None:
    """Its worker is still at it."""
    tx.connection.execute(update(backups).where(backups.c.id == key).values(until=tx.now + LEASE))


def done(tx: Transaction, key: int, *, folder: str, name: str, size: int) -> None:
    """It was made: whole, and on the disk."""
    tx.connection.execute(
        update(backups)
        .where(backups.c.id == key)
        .values(done_at=tx.now, until=None, folder=folder, name=name, size=size, trouble="")
    )
    tx.audit("backup.made", f"backup:{key}", {"name": name, "size": size})


@without_audit("nothing was made")
def failed(tx: Transaction, key: int, trouble: str) -> None:
    """It was not made; it is tried again after a while."""
    tx.connection.execute(update(backups).where(backups.c.id == key).values(until=tx.now + PAUSE, trouble=trouble))


@without_audit("the notices themselves stand in the outbox")
def claim_warning(tx: Transaction, today: date) -> bool:
    """Warn that there has been none for too long: true for one worker alone, once until there is one again."""
    found = standing(tx)
    if not found.is_late or found.since is None:
        return False
    warned = select(backups.c.id).where(backups.c.warned_at > found.since).limit(1)
    if tx.connection.execute(warned).first() is not None:
        return False
    statement = _insert(tx)
    first = statement.on_conflict_do_update(
        index_elements=["night"], set_={"warned_at": tx.now}, where=backups.c.warned_at.is_(None)
    ).returning(backups.c.id)
    values = {**_NEW, "night": today, "begun_at": tx.now, "until": None, "warned_at": tx.now}
    return tx.connection.execute(first, values).one_or_none() is not None


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> int:
    """Forget what was made or tried before that moment, but for the last that was made. Returns how many."""
    last = latest(tx)
    old = backups.c.begun_at < before
    return tx.connection.execute(delete(backups).where(old, backups.c.id != (0 if last is None else last.id))).rowcount


@without_audit("what it writes is chosen by who calls it")
def _insert(tx: Transaction) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if tx.connection.dialect.name == "sqlite" else postgresql.insert
    return make(backups)


def erasures(tx: Transaction) -> tuple[Erasure, ...]:
    """All erasures that the log knows, the oldest first."""
    added = audit.alias("added")
    query = (
        select(audit.c.subject, audit.c.at, func.min(added.c.at).label("entered_at"))
        .outerjoin(added, (added.c.subject == audit.c.subject) & (added.c.code == "person.added"))
        .where(audit.c.code == ERASED)
        .group_by(audit.c.subject, audit.c.at)
    )
    found = (Erasure(row.at, _number(row.subject), row.entered_at) for row in tx.connection.execute(query))
    return tuple(sorted(found, key=lambda each: (each.erased_at, each.person_id)))


def restored(tx: Transaction, key: int, listed: Iterable[Erasure], *, name: str, folder: str, size: int) -> int:
    """The database was brought back from a backup. Who was erased since is erased again, before anybody is served.

    Args:
        tx: the transaction.
        key: the backup's number in this database; 0 where it was made before backups were numbered.
        listed: the erasures that are known beside the backups, of whatever time.
        name: of the backup.
        folder: where it lies.
        size: of the backup, in bytes.

    Returns:
        How many people were erased again.
    """
    open_ = _not_yet_done(tx, listed)
    known = tx.connection.execute(
        update(backups)
        .where(backups.c.id == key)
        .values(done_at=tx.now, until=None, name=name, folder=folder, size=size)
        .returning(backups.c.id)
    ).one_or_none()
    tx.audit(
        RESTORED, f"backup:{key if known else 0}", {"erased": [[e.person_id, e.erased_at.isoformat()] for e in open_]}
    )
    for person_id in sorted({each.person_id for each in open_}):
        erasure.erase_person(tx, people.get(tx, person_id))
    blotting.finish(tx)  # also of those whose blotting out was under way when the backup was made
    return len({each.person_id for each in open_})


def _not_yet_done(tx: Transaction, listed: Iterable[Erasure]) -> list[Erasure]:
    """Those of the listed erasures that this database has not seen, of people whom it knows."""
    seen = {(each.person_id, each.erased_at.isoformat()) for each in erasures(tx)}
    again = tx.connection.execute(select(audit.c.data).where(audit.c.code == RESTORED)).scalars()
    seen |= {(person_id, at) for data in again for person_id, at in data["erased"]}
    new = [each for each in listed if (each.person_id, each.erased_at.isoformat()) not in seen]
    entered = _entered(tx, {each.person_id for each in new})
    return [each for each in new if each.person_id in entered and entered[each.person_id] == each.entered_at]


AT_ONCE = 500  # people in one question to the database


def _entered(tx: Transaction, person_ids: Collection[int]) -> dict[int, datetime | None]:
    """When each of these people was entered; who is not there is not in it."""
    ids = sorted(person_ids)
    found: dict[int, datetime | None] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        here = tx.connection.execute(select(people_table.c.id).where(people_table.c.id.in_(some))).scalars()
        found |= dict.fromkeys(here)
        rows = tx.connection.execute(
            select(audit.c.subject, func.min(audit.c.at).label("at"))
            .where(audit.c.subject.in_([f"person:{each}" for each in some]), audit.c.code == "person.added")
            .group_by(audit.c.subject)
        )
        found |= {_number(row.subject): row.at for row in rows if _number(row.subject) in found}
    return found


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])
