"""What others must hear, and work that is too long for a turn: rows written with the change that causes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage import blotting
from storage.kit.rows import Columns
from storage.kit.tables import Json, accounts, outbox, people
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import ErrandKind, ErrandState

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One row of the outbox: a notice to an account, or a job that it asked for.

    Attributes:
        person_id: whom it is for; the account is the way to them.
        seen_at: when something last came from that account: messengers may only be written to within a window.
        tried: the person's accounts that could not be reached.
        about: the name of whom it is for, where the account is somebody else's who speaks for them.
        key: what it was left under.
    """

    id: int
    kind: ErrandKind
    account_id: int
    person_id: int | None
    channel: str
    chat: str
    language: str
    seen_at: datetime
    birth_year: int | None
    payload: dict[str, Any]
    attempts: int
    tried: Sequence[int]
    created_at: datetime
    about: str | None
    key: str | None

    @property
    def by_day(self) -> bool:
        """Whether it goes out by day only, however late that makes it."""
        return is_reminder(self.key)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to be left for one of many people."""

    account_id: int
    person_id: int
    key: str
    payload: dict[str, Any]


# Without a key nothing stands in the way; with one, the same may be waiting, left by another transaction just now.
_PUT = {
    name: make(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@without_audit("what it carries is audited where it is decided")
def put(
    tx: Transaction,
    kind: ErrandKind,
    account_id: int,
    payload: dict[str, Any],
    *,
    person_id: int | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Leave an errand, for now or for ``due_at``.

    With a ``key``, only one that waits or is unseen exists at a time; then false is returned.
    """
    row = _row(tx, kind, account_id, person_id, payload) | {"key": key, "due_at": due_at or tx.now}
    if tx.connection.execute(_PUT[tx.connection.dialect.name], row).one_or_none() is None:
        return False
    tx.wakes.add("outbox")
    return True


@without_audit("what it carries is audited where it is decided")
def put_all(tx: Transaction, kind: ErrandKind, errands: Sequence[tuple[int, int, dict[str, Any]]]) -> None:
    """Leave several for now, without a key: each the account, whom it is for, and what it carries."""
    if errands:
        tx.connection.execute(insert(outbox), [_row(tx, kind, *each) for each in errands])
        tx.wakes.add("outbox")


def _row(
    tx: Transaction, kind: ErrandKind, account_id: int, person_id: int | None, payload: dict[str, Any]
) -> dict[str, Any]:
    return {
        "kind": kind,
        "account_id": account_id,
        "person_id": person_id,
        "key": None,
        "payload": payload,
        "tried": [],
        "state": ErrandState.WAITING,
        "due_at": tx.now,
        "attempts": 0,
        "created_at": tx.now,
    }


@without_audit("what it carries is audited where it is decided")
def put_notices(tx: Transaction, notices: Sequence[NewNotice], *, due_at: datetime) -> None:
    """Leave the same notice for many people, each under a key that nothing has had."""
    if not notices:
        return
    same = {"kind": ErrandKind.NOTICE, "tried": [], "state": ErrandState.WAITING, "due_at": due_at, "attempts": 0}
    rows = [
        {
            **same,
            "account_id": each.account_id,
            "person_id": each.person_id,
            "key": each.key,
            "payload": each.payload,
            "created_at": tx.now,
        }
        for each in notices
    ]
    tx.connection.execute(insert(outbox), rows)
    tx.wakes.add("outbox")


_REMINDER = "remind:"


def is_under_way(tx: Transaction, keys: Collection[str]) -> bool:
    """Whether an errand with one of these keys is not done yet."""
    return tx.connection.execute(select(outbox.c.id).where(outbox.c.key.in_(set(keys))).limit(1)).first() is not None


def reminder_key(person_id: int) -> str:
    """The key of the reminder that waits for a person, or was the last. What has such a key goes out by day only."""
    return f"{_REMINDER}{person_id}"


def class_reminder_key(event_id: int, person_id: int) -> str:
    """The key of a person's reminder of a class: by day only, and it lands nowhere if no channel carries it."""
    return f"{_REMINDER}class:{event_id}:{person_id}"


def announcement_key(announcement_id: int, person_id: int) -> str:
    """The same of what was announced to the people of a place."""
    return f"{_REMINDER}announced:{announcement_id}:{person_id}"


def is_reminder(key: str | None) -> bool:
    """Whether that is a reminder's key."""
    return key is not None and key.startswith(_REMINDER)


@without_audit("what it carries is audited where it is decided")
def drop_waiting(tx: Transaction, key: str) -> None:
    """What a keyed errand says is no longer so, and it has not gone out: it never will."""
    tx.connection.execute(_DROP, {"dropped": key})


_DROP = delete(outbox).where(outbox.c.key == bindparam("dropped"), outbox.c.state == ErrandState.WAITING)


@without_audit("what it carries is audited where it is decided")
def drop_all_waiting(tx: Transaction, stem: str) -> None:
    """The same, of every errand whose key begins so: one matter, told to several."""
    after = stem[:-1] + chr(ord(stem[-1]) + 1)  # what comes behind all that begins so
    if tx.connection.dialect.name == "postgresql":  # letter by letter, as its index is made, not as a language sorts
        begins = outbox.c.key.op("~>=~", is_comparison=True)(stem) & outbox.c.key.op("~<~", is_comparison=True)(after)
    else:
        begins = (outbox.c.key >= stem) & (outbox.c.key < after)
    tx.connection.execute(delete(outbox).where(begins, outbox.c.state == ErrandState.WAITING))


@without_audit("what it carries is audited where it is decided")
def release(tx: Transaction, key: str) -> None:
    """The person has seen it: the next of this key may buzz again."""
    tx.connection.execute(update(outbox).where(outbox.c.key == key).values(key=None))


_DUE = (
    select(outbox.c.id)
    .where(outbox.c.state == ErrandState.WAITING, outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


@without_audit("what it carries is audited where it is decided")
def take(
    tx: Transaction, kinds: Sequence[ErrandKind], channels: Sequence[str], *, most: int = 50
) -> tuple[Errand, ...]:
    """Errands that are due, leased to the caller: nobody else gets them for a minute.

    An errand whose worker dies comes up again when its lease is over.
    """
    on_these = select(accounts.c.id).where(accounts.c.id == outbox.c.account_id, accounts.c.channel.in_(channels))
    due = _DUE.where(outbox.c.kind.in_(kinds), on_these.exists())
    ids = tx.connection.execute(due, {"now": tx.now, "most": most}).scalars().all()
    if not ids:
        return ()
    tx.connection.execute(
        update(outbox).where(outbox.c.id.in_(ids)).values(due_at=tx.now + LEASE, attempts=outbox.c.attempts + 1)
    )
    return _errands(tx, outbox.c.id.in_(ids))


_MEANT = people.alias("meant")
ERRAND = Columns(
    Errand,
    id=outbox.c.id,
    kind=outbox.c.kind,
    account_id=outbox.c.account_id,
    person_id=func.coalesce(outbox.c.person_id, accounts.c.person_id),
    channel=accounts.c.channel,
    chat=accounts.c.chat,
    language=accounts.c.language,
    seen_at=accounts.c.seen_at,
    birth_year=people.c.birth_year,
    payload=outbox.c.payload,
    attempts=outbox.c.attempts,
    tried=outbox.c.tried,
    created_at=outbox.c.created_at,
    about=case((outbox.c.person_id != accounts.c.person_id, _MEANT.c.full_name), else_=None),
    key=outbox.c.key,
)


def _errands(tx: Transaction, which: ColumnElement[bool]) -> tuple[Errand, ...]:
    rows = tx.connection.execute(
        select(*ERRAND.columns)
        .join(accounts, accounts.c.id == outbox.c.account_id)
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .outerjoin(_MEANT, _MEANT.c.id == outbox.c.person_id)
        .where(which)
        .order_by(outbox.c.id)
    )
    found = [ERRAND.read(row) for row in rows]
    shown = blotting.masked(tx, [errand.payload for errand in found])
    return tuple(replace(errand, payload=payload) for errand, payload in zip(found, shown, strict=True))


def waiting_notices(tx: Transaction, account_id: int) -> tuple[Errand, ...]:
    """Notices that this account has not been shown yet, for a channel whose people come and look."""
    return _errands(
        tx,
        and_(
            outbox.c.account_id == account_id, outbox.c.state == ErrandState.WAITING, outbox.c.kind == ErrandKind.NOTICE
        ),
    )


def kept_notices(tx: Transaction, person_id: int) -> tuple[tuple[datetime, dict[str, Any]], ...]:
    """When, and what, a person was told or is to be told, as far as it is kept: on their own chats, and for them."""
    theirs = list(tx.connection.execute(select(accounts.c.id).where(accounts.c.person_id == person_id)).scalars())
    rows = tx.connection.execute(
        select(outbox.c.created_at, outbox.c.payload)
        .where(
            or_(outbox.c.account_id.in_(theirs), outbox.c.person_id == person_id), outbox.c.kind == ErrandKind.NOTICE
        )
        .order_by(outbox.c.id)
    )
    found = rows.all()
    shown = blotting.masked(tx, [row.payload for row in found])
    return tuple((row.created_at, payload) for row, payload in zip(found, shown, strict=True))


@without_audit("what it carries is audited where it is decided")
def redirect(tx: Transaction, errand: Errand, account_id: int) -> None:
    """Send it to another account of the same person, at once."""
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.id == errand.id)
        .values(
            account_id=account_id,
            person_id=errand.person_id,
            tried=[*errand.tried, errand.account_id],
            due_at=tx.now,
            attempts=0,
        )
    )
    tx.wakes.add("outbox")


# What a job was asked for is not kept once it is made, or never will be: it may hold the code of an invitation.
_KEPT = case((outbox.c.kind == ErrandKind.JOB, literal({}, Json)), else_=outbox.c.payload)


@without_audit("what it carries is audited where it is decided")
def done(tx: Transaction, errand_ids: Sequence[int]) -> None:
    """These went out. A notice keeps its key until it is seen; a job gives it free."""
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(errand_ids))
        .values(
            state=ErrandState.DONE,
            done_at=tx.now,
            error=None,
            key=case((outbox.c.kind == ErrandKind.JOB, None), else_=outbox.c.key),
            payload=_KEPT,
        )
    )


@without_audit("what it carries is audited where it is decided")
def failed(tx: Transaction, errand_id: int, error: str) -> None:
    """This can never go out: keep it on record, give its key free."""
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.id == errand_id)
        .values(state=ErrandState.FAILED, done_at=tx.now, error=error, key=None, payload=_KEPT)
    )


@without_audit("what it carries is audited where it is decided")
def later(tx: Transaction, errand_id: int, due_at: datetime, error: str | None = None) -> None:
    """Try this again at ``due_at``."""
    tx.connection.execute(update(outbox).where(outbox.c.id == errand_id).values(due_at=due_at, error=error))


@without_audit("what it carries is audited where it is decided")
def hurry(tx: Transaction, account_id: int) -> None:
    """The person can be reached again: what waits for them is due now."""
    waiting = tx.connection.execute(
        update(outbox)
        .where(
            outbox.c.account_id == account_id, outbox.c.state == ErrandState.WAITING, outbox.c.kind == ErrandKind.NOTICE
        )
        .values(due_at=tx.now)
    )
    if waiting.rowcount:
        tx.wakes.add("outbox")


def count_waiting(tx: Transaction, *, before: datetime) -> int:
    """How many errands were left before that moment, are due, and still wait."""
    return int(
        tx.connection.execute(
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.state == ErrandState.WAITING, outbox.c.created_at < before, outbox.c.due_at <= tx.now)
        ).scalar_one()
    )


def next_due(tx: Transaction, kinds: Sequence[ErrandKind]) -> datetime | None:
    """When the next waiting errand of these kinds is due."""
    due: datetime | None = tx.connection.execute(
        select(func.min(outbox.c.due_at)).where(outbox.c.state == ErrandState.WAITING, outbox.c.kind.in_(kinds))
    ).scalar_one()
    return due
