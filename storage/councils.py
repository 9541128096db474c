"""The commune's council of a year that looks at who is proposed: its decision and its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from criteria.meeting import CouncilRole
from storage.kit.tables import council_members, councils, cycles
from storage.kit.transaction import Transaction

MOST = 30  # members: more than any office's council has


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the council: by name, with their post and what they are in it."""

    id: int
    full_name: str
    post: str
    role: CouncilRole


@dataclass(frozen=True, slots=True)
class Council:
    """A year's council. ``number`` and ``decided_on`` of the decision that establishes it; open where not known."""

    number: str
    decided_on: date | None
    members: tuple[Member, ...]


ORDER = tuple(CouncilRole)


def of_cycle(tx: Transaction, cycle_id: int) -> Council:
    """The council of a year, its chair first; without members where nobody has entered any."""
    row = tx.connection.execute(
        select(councils.c.number, councils.c.decided_on).where(councils.c.cycle_id == cycle_id)
    ).one_or_none()
    found = tx.connection.execute(
        select(council_members.c.id, council_members.c.full_name, council_members.c.post, council_members.c.role)
        .where(council_members.c.cycle_id == cycle_id, council_members.c.ended_at.is_(None))
        .order_by(council_members.c.id)
    )
    members = sorted(
        (Member(each.id, each.full_name, each.post, CouncilRole(each.role)) for each in found),
        key=lambda each: ORDER.index(each.role),
    )
    return Council("" if row is None else row.number, None if row is None else row.decided_on, tuple(members))


def change(tx: Transaction, cycle_id: int, **values: Any) -> None:
    """Write down number or day of the decision that establishes it."""
    tx.connection.execute(select(cycles.c.id).where(cycles.c.id == cycle_id).with_for_update()).one()
    if not tx.connection.execute(update(councils).where(councils.c.cycle_id == cycle_id).values(**values)).rowcount:
        tx.connection.execute(insert(councils), {"cycle_id": cycle_id, "number": "", "decided_on": None, **values})
    tx.audit("council.changed", f"cycle:{cycle_id}", {"fields": sorted(values)})


def add(tx: Transaction, cycle_id: int, *, full_name: str, post: str, role: CouncilRole, by: int) -> bool:
    """Somebody is in the council; false where it is full, or they are in it already; ``by`` enters them."""
    tx.connection.execute(select(cycles.c.id).where(cycles.c.id == cycle_id).with_for_update()).one()
    there = of_cycle(tx, cycle_id).members
    if len(there) >= MOST or any((each.full_name, each.post) == (full_name, post) for each in there):
        return False
    row = {"cycle_id": cycle_id, "full_name": full_name, "post": post, "role": role, "added_by": by}
    tx.connection.execute(insert(council_members), row)
    tx.audit("council.joined", f"cycle:{cycle_id}", {"role": role.value})
    return True


def remove(tx: Transaction, cycle_id: int, member_id: int) -> bool:
    """Somebody is not in the council any more; false where they were not."""
    query = update(council_members).where(
        council_members.c.id == member_id, council_members.c.cycle_id == cycle_id, council_members.c.ended_at.is_(None)
    )
    if not tx.connection.execute(query.values(ended_at=tx.now)).rowcount:
        return False
    tx.audit("council.left", f"cycle:{cycle_id}", {"member": member_id})
    return True
