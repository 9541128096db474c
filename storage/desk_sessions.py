"""The desk in a browser: a link asked for in the chat opens it once, and what it opened lasts a working day.

Of a link and of what a browser holds only the hash is kept. Whether the person still serves is asked at every page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.accounts import Account
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import Utc, desk_sessions
from storage.kit.transaction import Transaction, without_audit

LINK_LIVES = timedelta(minutes=5)
SESSION_LIVES = timedelta(hours=12)
WITHIN, MOST_ASKED = timedelta(hours=1), 12  # links that one chat may ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSession:
    """A link that was asked for, or what it opened.

    Attributes:
        account_id: the chat that asked; what is done at the desk is done as it, and files arrive there.
        person_id: whose that chat was then; if it has become another's, the session is nobody's.
        until: up to when the link works, and the session once it is open.
    """

    id: int
    account_id: int
    person_id: int
    until: datetime
    opened_at: datetime | None


SESSION = Columns(
    DeskSession,
    id=desk_sessions.c.id,
    account_id=desk_sessions.c.account_id,
    person_id=desk_sessions.c.person_id,
    until=desk_sessions.c.until,
    opened_at=desk_sessions.c.opened_at,
)
_SELECT = select(*SESSION.columns)
_NOW = bindparam("now", type_=Utc())
_BY_LINK = _SELECT.where(
    desk_sessions.c.link == bindparam("link"),
    desk_sessions.c.secret.is_(None),
    desk_sessions.c.ended_at.is_(None),
    desk_sessions.c.until > _NOW,
)
_BY_SECRET = _SELECT.where(
    desk_sessions.c.secret == bindparam("secret"), desk_sessions.c.ended_at.is_(None), desk_sessions.c.until > _NOW
)
_OPEN_OF = _SELECT.where(
    desk_sessions.c.person_id == bindparam("person"),
    desk_sessions.c.opened_at.is_not(None),
    desk_sessions.c.ended_at.is_(None),
    desk_sessions.c.until > _NOW,
).order_by(desk_sessions.c.id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _person_of(account: Account) -> int:
    if account.person is None:
        raise RuntimeError("nobody asks for the desk but who has joined")
    return account.person.id


def has_asked_enough(tx: Transaction, account_id: int) -> bool:
    """Whether this chat has asked for so many links lately that the next must wait."""
    asked = select(func.count()).where(
        desk_sessions.c.account_id == account_id, desk_sessions.c.created_at > tx.now - WITHIN
    )
    return tx.connection.execute(asked).scalar_one() >= MOST_ASKED


@without_audit("a link that nobody has opened: desk.opened is on record when somebody does")
def ask(tx: Transaction, account: Account, code: str) -> None:
    """Let the desk be opened by a link with this code, for :data:`LINK_LIVES`. Those asked for before open no more."""
    tx.connection.execute(
        update(desk_sessions)
        .where(
            desk_sessions.c.account_id == account.id,
            desk_sessions.c.secret.is_(None),
            desk_sessions.c.ended_at.is_(None),
        )
        .values(ended_at=tx.now)
    )
    tx.connection.execute(insert(desk_sessions), _row(tx, account, link=_hash(code), until=tx.now + LINK_LIVES))


def _row(tx: Transaction, account: Account, *, link: str | None, until: datetime) -> dict[str, object]:
    return {
        "account_id": account.id,
        "person_id": _person_of(account),
        "link": link,
        "until": until,
        "created_at": tx.now,
    }


def of_link(tx: Transaction, code: str) -> DeskSession | None:
    """What the link with this code would open; ``None``: it was used, its time is over, or there never was one."""
    row = tx.connection.execute(_BY_LINK, {"link": _hash(code), "now": tx.now}).one_or_none()
    return None if row is None else SESSION.read(row)


def open_(tx: Transaction, found: DeskSession, secret: str) -> bool:
    """Use the link up: whoever holds ``secret`` sits at the desk for :data:`SESSION_LIVES`. False if it was used."""
    until = tx.now + SESSION_LIVES
    opened = tx.connection.execute(
        update(desk_sessions)
        .where(
            desk_sessions.c.id == found.id,
            desk_sessions.c.secret.is_(None),
            desk_sessions.c.ended_at.is_(None),
            desk_sessions.c.until > tx.now,
        )
        .values(secret=_hash(secret), until=until, opened_at=tx.now)
        .returning(desk_sessions.c.id)
    ).one_or_none()
    if opened is None:
        return False
    tx.audit("desk.opened", f"person:{found.person_id}", {"session": found.id, "until": until.isoformat()})
    return True


def sit_down(tx: Transaction, account: Account, secret: str) -> None:
    """Open the desk without a link, for who has just shown in another way that they are this account's person."""
    until = tx.now + SESSION_LIVES
    row = {**_row(tx, account, link=None, until=until), "secret": _hash(secret), "opened_at": tx.now}
    key = tx.connection.execute(insert(desk_sessions).returning(desk_sessions.c.id), row).scalar_one()
    tx.audit("desk.opened", f"person:{_person_of(account)}", {"session": key, "until": until.isoformat()})


def find(tx: Transaction, secret: str) -> DeskSession | None:
    """The open session of a browser that holds ``secret``."""
    row = tx.connection.execute(_BY_SECRET, {"secret": _hash(secret), "now": tx.now}).one_or_none()
    return None if row is None else SESSION.read(row)


def open_of(tx: Transaction, person_id: int) -> tuple[DeskSession, ...]:
    """Where a person's desk is open, the oldest first."""
    return tuple(map(SESSION.read, tx.connection.execute(_OPEN_OF, {"person": person_id, "now": tx.now})))


def end(tx: Transaction, person_id: int, session_id: int | None = None) -> int:
    """Close a person's desk: this session of theirs, or all, and the links they asked for. Returns how many were open.

    What is closed opens no page any more, from the next one on.
    """
    query = update(desk_sessions).where(
        desk_sessions.c.person_id == person_id, desk_sessions.c.ended_at.is_(None), desk_sessions.c.until > tx.now
    )
    if session_id is not None:
        query = query.where(desk_sessions.c.id == session_id)
    ended = tx.connection.execute(
        query.values(ended_at=tx.now).returning(desk_sessions.c.id, desk_sessions.c.opened_at)
    ).all()
    closed = sorted(row.id for row in ended if row.opened_at is not None)
    if closed:
        tx.audit("desk.closed", f"person:{person_id}", {"sessions": closed})
    return len(closed)


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what was asked for before that moment, a slice of it."""
    gone = delete(desk_sessions).where(some_of(desk_sessions, desk_sessions.c.created_at < before))
    return Slice(tx.connection.execute(gone).rowcount)
