"""Codes on a chat's screen: kept in words while that screen is open, ten minutes at most, and nowhere else."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from storage.kit.personal import SCREENS
from storage.kit.tables import Utc, shown_once
from storage.kit.transaction import Transaction, without_audit

_FIND = select(shown_once.c.code).where(
    shown_once.c.account_id == bindparam("account"),
    shown_once.c.route == bindparam("at"),
    shown_once.c.made_at > bindparam("since", type_=Utc()),
)
_DROP = delete(shown_once).where(shown_once.c.account_id == bindparam("account"), shown_once.c.route != bindparam("at"))
_OLD = delete(shown_once).where(shown_once.c.made_at <= bindparam("since", type_=Utc()))
_KEEP = insert(shown_once)


@without_audit("what a screen shows; the code itself is audited where it is made")
def keep(tx: Transaction, account_id: int, route: str, code: str) -> None:
    """Let the screen of that route show this code; what another screen of the chat showed is forgotten."""
    tx.connection.execute(delete(shown_once).where(shown_once.c.account_id == account_id))
    tx.connection.execute(_KEEP, {"account_id": account_id, "route": route, "code": code, "made_at": tx.now})


def find(tx: Transaction, account_id: int, route: str) -> str | None:
    """The code that this screen shows; ``None`` when its time is over."""
    code: str | None = tx.connection.execute(
        _FIND, {"account": account_id, "at": route, "since": SCREENS.before(tx.now)}
    ).scalar_one_or_none()
    return code


@without_audit("what a screen shows; the code itself is audited where it is made")
def leave(tx: Transaction, account_id: int, at: str) -> None:
    """The chat stands at that route now: what another screen of it showed is forgotten."""
    tx.connection.execute(_DROP, {"account": account_id, "at": at})


@without_audit("what a screen shows; the code itself is audited where it is made")
def forget_old(tx: Transaction) -> int:
    """Forget every code whose time is over, also of chats that were left open. Returns how many."""
    return tx.connection.execute(_OLD, {"since": SCREENS.before(tx.now)}).rowcount
