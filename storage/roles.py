"""Roles: who holds one where, until when, and the one-time invitations that give it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, or_, select, update

from criteria.policy import Grant, Role, Subject
from storage.accounts import Account
from storage.kit.role_is_held import IS_OPEN
from storage.kit.rows import Columns
from storage.kit.tables import grants, invites, people, places
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An invitation to a role in a place; it works once, until it expires or is called back.

    ``lasts_days``: how long the role is held once it is taken, for a deputy; ``None``: until it is taken back.
    """

    code: str
    role: Role
    place_id: int
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    lasts_days: int | None
    commune_id: int

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role that somebody holds: who, where, since when, and until when where it is for a time."""

    id: int
    role: Role
    place_id: int
    commune_id: int
    person: Person
    granted_at: datetime
    until: datetime | None

    @property
    def subject(self) -> Subject:
        """This role as the policy sees it: an affair of its place."""
        return Subject(
            commune_id=self.commune_id,
            village_id=None if self.place_id == self.commune_id else self.place_id,
            person_id=self.person.id,
            role=self.role,
            for_a_time=self.until is not None,
        )


_COMMUNE = func.coalesce(places.c.parent_id, places.c.id)
INVITE = Columns(
    Invite,
    code=invites.c.code,
    role=invites.c.role,
    place_id=invites.c.place_id,
    expires_at=invites.c.expires_at,
    used_at=invites.c.used_at,
    revoked_at=invites.c.revoked_at,
    lasts_days=invites.c.lasts_days,
    commune_id=_COMMUNE,
)
HELD = Columns(
    Held,
    id=grants.c.id,
    role=grants.c.role,
    place_id=grants.c.place_id,
    commune_id=_COMMUNE,
    person=PERSON,
    granted_at=grants.c.granted_at,
    until=grants.c.until,
)
_INVITES = select(*INVITE.columns).join(places, places.c.id == invites.c.place_id)
_INVITE = _INVITES.where(invites.c.code == bindparam("code"))
_HELD = (
    select(*HELD.columns)
    .join(people, people.c.id == grants.c.person_id)
    .join(places, places.c.id == grants.c.place_id)
    .where(IS_OPEN)
    .order_by(grants.c.role, grants.c.id)
)


def invite(
    tx: Transaction,
    *,
    code: str,
    role: Role,
    place_id: int,
    expires_at: datetime,
    made_by: int | None = None,
    lasts_days: int | None = None,
) -> Invite:
    """Make an invitation. ``made_by``: the person, none for the operator's command."""
    tx.connection.execute(
        insert(invites),
        {
            "code": code,
            "role": role,
            "place_id": place_id,
            "expires_at": expires_at,
            "created_at": tx.now,
            "made_by": made_by,
            "lasts_days": lasts_days,
        },
    )
    # The code itself stays out of the log: whoever reads the log must not be able to use it.
    tx.audit(
        "invite.made",
        f"place:{place_id}",
        {"role": role.value, "until": expires_at.isoformat(), "lasts_days": lasts_days},
    )
    return INVITE.read(tx.connection.execute(_INVITE, {"code": code}).one())


def invite_of_code(tx: Transaction, code: str) -> Invite | None:
    """The invitation of a code, used or not, if there ever was one."""
    row = tx.connection.execute(_INVITE.with_for_update(of=invites), {"code": code.strip().upper()}).one_or_none()
    return None if row is None else INVITE.read(row)


def open_invites(tx: Transaction, place_id: int) -> tuple[Invite, ...]:
    """The invitations of a place that can still be used, the oldest first."""
    rows = tx.connection.execute(
        _INVITES.where(
            invites.c.place_id == place_id,
            invites.c.used_at.is_(None),
            invites.c.revoked_at.is_(None),
            invites.c.expires_at > tx.now,
        ).order_by(invites.c.created_at, invites.c.code)
    )
    return tuple(INVITE.read(row) for row in rows)


def call_back(tx: Transaction, place_id: int) -> int:
    """No open invitation of this place works any more. Returns how many did."""
    called_back = tx.connection.execute(
        update(invites)
        .where(
            invites.c.place_id == place_id,
            invites.c.used_at.is_(None),
            invites.c.revoked_at.is_(None),
            invites.c.expires_at > tx.now,
        )
        .values(revoked_at=tx.now)
    ).rowcount
    if called_back:
        tx.audit("invite.revoked", f"place:{place_id}", {"n": called_back})
    return called_back


def accept(tx: Transaction, found: Invite, account: Account, person: Person) -> bool:
    """Use an invitation: the person holds its role from now on. False if it does not work any more."""
    used = tx.connection.execute(
        update(invites)
        .where(
            invites.c.code == found.code,
            invites.c.used_at.is_(None),
            invites.c.revoked_at.is_(None),
            invites.c.expires_at > tx.now,
        )
        .values(used_at=tx.now, used_by=account.id)
    )
    if used.rowcount != 1:
        return False
    tx.audit("invite.used", f"place:{found.place_id}", {"role": found.role.value})
    until = None if found.lasts_days is None else tx.now + timedelta(days=found.lasts_days)
    give(tx, person, found.role, found.place_id, until=until)
    account.grants = tuple(dict.fromkeys((*account.grants, Grant(found.role, found.place_id))))
    return True


def give(
    tx: Transaction,
    person: Person,
    role: Role,
    place_id: int,
    *,
    until: datetime | None = None,
    given_by: int | None = None,
) -> None:
    """Give a person a role in a place, for good or for a time. Who holds it already gets the longer of the two."""
    held = next((each for each in of_place(tx, place_id) if (each.person.id, each.role) == (person.id, role)), None)
    if held is not None and (held.until is None or (until is not None and until <= held.until)):
        return
    if held is None:
        values = {"person_id": person.id, "role": role, "place_id": place_id}
        tx.write(insert(grants), {**values, "granted_at": tx.now, "until": until, "given_by": given_by})
    else:
        tx.write(update(grants).where(grants.c.id == held.id).values(until=until, given_by=given_by))
    ends = None if until is None else until.isoformat()
    tx.audit("grant.given", f"person:{person.id}", {"role": role.value, "place": place_id, "until": ends})


def load(tx: Transaction, grant_id: int) -> Held | None:
    """The role of an id, if it is still held."""
    row = tx.connection.execute(_HELD.where(grants.c.id == grant_id), {"now": tx.now}).one_or_none()
    return None if row is None else HELD.read(row)


def of_place(tx: Transaction, place_id: int) -> tuple[Held, ...]:
    """Who holds a role in a place now, heads first."""
    rows = tx.connection.execute(_HELD.where(grants.c.place_id == place_id), {"now": tx.now})
    return tuple(HELD.read(row) for row in rows)


def all_held(tx: Transaction) -> tuple[Held, ...]:
    """Who holds a role anywhere now; a person with several comes as often."""
    return tuple(HELD.read(row) for row in tx.connection.execute(_HELD, {"now": tx.now}))


def held_by(tx: Transaction, person_id: int) -> tuple[Held, ...]:
    """The roles a person holds now, each as it stands in its place."""
    rows = tx.connection.execute(_HELD.where(grants.c.person_id == person_id), {"now": tx.now})
    return tuple(HELD.read(row) for row in rows)


def revoke(tx: Transaction, held: Held, *, person_id: int) -> bool:
    """End a role now; ``person_id`` does it. False if it had ended already."""
    ended = tx.write(
        update(grants)
        .where(grants.c.id == held.id, grants.c.revoked_at.is_(None))
        .values(revoked_at=tx.now, revoked_by=person_id)
    )
    if not ended:
        return False
    tx.audit("grant.revoked", f"person:{held.person.id}", {"role": held.role.value, "place": held.place_id})
    return True


def of_person(tx: Transaction, person_id: int) -> tuple[Grant, ...]:
    """The roles a person holds now."""
    rows = tx.connection.execute(
        select(grants.c.role, grants.c.place_id).where(grants.c.person_id == person_id, IS_OPEN), {"now": tx.now}
    )
    return tuple(dict.fromkeys(Grant(row.role, row.place_id) for row in rows))


def officers_among(tx: Transaction, person_ids: Collection[int]) -> frozenset[int]:
    """Who of these people holds an officer's role anywhere."""
    if not person_ids:
        return frozenset()
    given = {"now": tx.now, "persons": sorted(set(person_ids))}
    return frozenset(tx.connection.execute(_OFFICERS_AMONG, given).scalars())


_OFFICERS_AMONG = select(grants.c.person_id).where(
    grants.c.person_id.in_(bindparam("persons", expanding=True)), grants.c.role == Role.OFFICER, IS_OPEN
)


def is_officer(tx: Transaction, person_id: int) -> bool:
    """Whether this person holds an officer's role anywhere."""
    return bool(officers_among(tx, [person_id]))


def leaders(tx: Transaction) -> tuple[int, ...]:
    """The persons who are head or officer anywhere."""
    rows = tx.connection.execute(
        select(grants.c.person_id)
        .where(grants.c.role.in_([Role.HEAD, Role.OFFICER]), IS_OPEN)
        .distinct()
        .order_by(grants.c.person_id),
        {"now": tx.now},
    )
    return tuple(rows.scalars())


def reporters(tx: Transaction, place_id: int) -> tuple[int, ...]:
    """The persons who are in charge of a place's figures now."""
    held = select(grants.c.person_id).where(grants.c.place_id == place_id, grants.c.role == Role.REPORTER, IS_OPEN)
    return tuple(tx.connection.execute(held.distinct().order_by(grants.c.person_id), {"now": tx.now}).scalars())


def officers(tx: Transaction) -> tuple[int, ...]:
    """The persons who hold an officer's role anywhere."""
    rows = tx.connection.execute(
        select(grants.c.person_id)
        .where(grants.c.role == Role.OFFICER, IS_OPEN)
        .distinct()
        .order_by(grants.c.person_id),
        {"now": tx.now},
    )
    return tuple(rows.scalars())


def deciders(tx: Transaction, *, village_id: int, commune_id: int) -> tuple[tuple[Person, Role], ...]:
    """Heads of the village, then officers of its commune: those who may decide there."""
    rows = tx.connection.execute(
        select(*PERSON.columns, grants.c.role)
        .join(people, people.c.id == grants.c.person_id)
        .where(
            IS_OPEN,
            or_(
                (grants.c.role == Role.HEAD) & (grants.c.place_id == village_id),
                (grants.c.role == Role.OFFICER) & (grants.c.place_id == commune_id),
            ),
        )
        .order_by(grants.c.role, grants.c.id),
        {"now": tx.now},
    )
    return tuple((PERSON.read(row), row.role) for row in rows)


@dataclass(frozen=True, slots=True)
class Term:
    """A role that somebody holds or held: where, from when to when."""

    role: Role
    place_id: int
    since: datetime
    until: datetime | None


def terms(tx: Transaction, person_id: int) -> tuple[Term, ...]:
    """All roles that a person ever held, the oldest first."""
    rows = tx.connection.execute(
        select(grants.c.role, grants.c.place_id, grants.c.granted_at, grants.c.until, grants.c.revoked_at)
        .where(grants.c.person_id == person_id)
        .order_by(grants.c.id)
    )
    return tuple(
        Term(row.role, row.place_id, row.granted_at, min(filter(None, (row.until, row.revoked_at)), default=None))
        for row in rows
    )
