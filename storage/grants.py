"""Roles: who holds one where, and the one-time invitations that give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, or_, select, update

from criteria.policy import Grant, Role
from storage.accounts import Account
from storage.models import grants, invites, people
from storage.people import COLUMNS as PERSON
from storage.people import Person
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to a role in a place; it works once, until it expires."""

    code: str
    role: Role
    place_id: int
    expires_at: datetime
    used_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at


_INVITE = select(invites.c.code, invites.c.role, invites.c.place_id, invites.c.expires_at, invites.c.used_at).where(
    invites.c.code == bindparam("code")
)


def invite(tx: Transaction, *, code: str, role: Role, place_id: int, expires_at: datetime) -> Invite:
    """Make an invitation."""
    tx.connection.execute(
        insert(invites),
        {
            "code": code,
            "role": role.value,
            "place_id": place_id,
            "expires_at": expires_at,
            "created_at": tx.now,
        },
    )
    # The code itself stays out of the log: whoever reads the log must not be able to use it.
    tx.audit("invite.made", f"place:{place_id}", {"role": role.value, "until": expires_at.isoformat()})
    return Invite(code, role, place_id, expires_at, None)


def invite_of_code(tx: Transaction, code: str) -> Invite | None:
    """The invitation of a code, used or not, if there ever was one."""
    row = tx.connection.execute(_INVITE.with_for_update(), {"code": code.strip().upper()}).one_or_none()
    return None if row is None else Invite(row[0], Role(row[1]), row[2], row[3], row[4])


def accept(tx: Transaction, found: Invite, account: Account, person: Person) -> bool:
    """Use an invitation: the person holds its role from now on. False if it was used or has expired meanwhile."""
    used = tx.connection.execute(
        update(invites)
        .where(invites.c.code == found.code, invites.c.used_at.is_(None), invites.c.expires_at > tx.now)
        .values(used_at=tx.now, used_by=account.id)
    )
    if used.rowcount != 1:
        return False
    tx.audit("invite.used", f"place:{found.place_id}", {"role": found.role.value})
    give(tx, person, found.role, found.place_id)
    account.grants = (*account.grants, Grant(found.role, found.place_id))
    return True


def give(tx: Transaction, person: Person, role: Role, place_id: int) -> None:
    """Give a person a role in a place."""
    tx.connection.execute(
        insert(grants),
        {"person_id": person.id, "role": role.value, "place_id": place_id, "granted_at": tx.now},
    )
    tx.audit("grant.given", f"person:{person.id}", {"role": role.value, "place": place_id})


def officers(tx: Transaction) -> tuple[int, ...]:
    """The persons who hold an officer's role anywhere."""
    rows = tx.connection.execute(
        select(grants.c.person_id)
        .where(grants.c.role == Role.OFFICER.value, grants.c.revoked_at.is_(None))
        .distinct()
        .order_by(grants.c.person_id)
    )
    return tuple(rows.scalars())


def deciders(tx: Transaction, *, village_id: int, commune_id: int) -> tuple[tuple[Person, Role], ...]:
    """Heads of the village, then officers of its commune: those who may decide there."""
    rows = tx.connection.execute(
        select(
            *PERSON,
            grants.c.role,
        )
        .join(people, people.c.id == grants.c.person_id)
        .where(
            grants.c.revoked_at.is_(None),
            or_(
                (grants.c.role == Role.HEAD.value) & (grants.c.place_id == village_id),
                (grants.c.role == Role.OFFICER.value) & (grants.c.place_id == commune_id),
            ),
        )
        .order_by(grants.c.role, grants.c.id)
    )
    return tuple((Person(*row[: len(PERSON)]), Role(row[-1])) for row in rows)
