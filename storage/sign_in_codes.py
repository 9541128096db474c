"""One-time codes that make another chat a person's own: shown in one place, typed in another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from criteria.policy import Tie
from storage import ties
from storage.accounts import Account
from storage.kit.rows import Columns
from storage.kit.tables import codes
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was made for a person; it works once, until it expires."""

    person_id: int
    made_by: int
    expires_at: datetime
    used_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at


CODE = Columns(
    Code,
    person_id=codes.c.person_id,
    made_by=codes.c.made_by,
    expires_at=codes.c.expires_at,
    used_at=codes.c.used_at,
)
_SELECT = select(*CODE.columns).where(codes.c.digest == bindparam("digest"))


def _digest(code: str) -> str:
    return hashlib.sha256("".join(code.split()).upper().encode()).hexdigest()


def make(
    tx: Transaction, code: str, *, person_id: int, made_by: int, expires_at: datetime, by_person: int | None = None
) -> None:
    """Let ``code`` sign in this person. Codes made for them before work no more.

    ``made_by`` is the account that makes it, ``by_person`` whose that is (none: the operator's): who uses the code was
    let in by them.
    """
    tx.connection.execute(
        update(codes).where(codes.c.person_id == person_id, codes.c.used_at.is_(None)).values(expires_at=tx.now)
    )
    tx.connection.execute(
        insert(codes),
        {
            "digest": _digest(code),
            "person_id": person_id,
            "made_by": made_by,
            "made_by_person_id": by_person,
            "expires_at": expires_at,
            "created_at": tx.now,
        },
    )
    # The code itself stays out of the log: whoever reads the log must not be able to use it.
    tx.audit("code.made", f"person:{person_id}", {"until": expires_at.isoformat()})


def find(tx: Transaction, code: str) -> Code | None:
    """What a code was made for, used or not; ``None`` if there never was such a code."""
    row = tx.connection.execute(_SELECT.with_for_update(), {"digest": _digest(code)}).one_or_none()
    return None if row is None else CODE.read(row)


def use(tx: Transaction, code: str, account: Account) -> bool:
    """Use a code up. False if it was used or has expired meanwhile."""
    used = tx.connection.execute(
        update(codes)
        .where(codes.c.digest == _digest(code), codes.c.used_at.is_(None), codes.c.expires_at > tx.now)
        .values(used_at=tx.now, used_by=account.id)
        .returning(codes.c.person_id, codes.c.made_by_person_id)
    ).one_or_none()
    if used is None:
        return False
    ties.tie(tx, used.person_id, used.made_by_person_id, Tie.LET_IN)
    tx.audit("code.used", f"person:{used.person_id}")
    return True
