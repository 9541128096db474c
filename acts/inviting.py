"""Giving somebody a role: the one way to make an invitation."""

from __future__ import annotations

from datetime import timedelta

from acts.codes import new_code
from criteria.policy import Role
from storage import roles
from storage.kit.transaction import Transaction
from storage.roles import Invite

LIVES = timedelta(days=14)


def invite(
    tx: Transaction,
    role: Role,
    place_id: int,
    *,
    by: int | None,
    lasts_days: int | None = None,
    lives: timedelta = LIVES,
) -> Invite:
    """Make a one-time invitation to a role in a place, with its maker on record.

    Args:
        tx: the transaction.
        role: what it gives.
        place_id: where.
        by: the person who makes it; ``None`` for the operator's command.
        lasts_days: for so many days from when it is taken; for good without.
        lives: how long it can be taken.
    """
    return roles.invite(
        tx,
        code=new_code(),
        role=role,
        place_id=place_id,
        expires_at=tx.now + lives,
        made_by=by,
        lasts_days=lasts_days,
    )
