"""Whether somebody may still have a file that was made for them or shown to them: the policy is asked at each fetch.

It is asked as in a turn, whose records are loaded with a lock: call this in a transaction that may write.
"""

from __future__ import annotations

from typing import Any

from acts.errands import FetchErrand, UnknownErrandError, decode, denied
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from storage import accounts, files
from storage.accounts import Account
from storage.files import StoredFile
from storage.kit.transaction import Transaction


def for_account(tx: Transaction, digest: str, account: Account) -> StoredFile | None:
    """The file of a hash, if this account may fetch it now: a role that has ended takes its files along."""
    found = files.for_account(tx, digest, account.id)
    return found if found is not None and may_fetch(tx, account, found.basis) else None


def may_fetch(tx: Transaction, account: Account, basis: dict[str, Any] | None) -> bool:
    """Whether what a file rests on still holds; one from before this was written down rests on nothing."""
    if basis is None:
        return True
    route = basis.get("route")
    if route is not None:
        return ROUTER.is_open(Turn(tx, account), str(route))
    try:
        asked = decode(basis)
        return not isinstance(asked, FetchErrand) and denied(tx, account.actor, asked) is None
    except (UnknownErrandError, LookupError):
        return False


def may_have(tx: Transaction, account_id: int, digest: str) -> bool:
    """Whether a notice may bring the file to this account now."""
    account = accounts.load_unlocked(tx, account_id)
    found = files.for_account(tx, digest, account_id)
    return account is not None and (found is None or may_fetch(tx, account, found.basis))
