"""A resident as heads and officers deal with them: who they are, where, and whether they hold a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select

from criteria.policy import Actor, Role, Subject
from storage.kit.role_is_held import IS_OPEN
from storage.kit.rows import Columns
from storage.kit.tables import accounts, grants, people, places
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person

_served = places.alias("served")


@dataclass(frozen=True, slots=True)
class Resident:
    """A person with what the policy must know to let somebody act on them."""

    person: Person
    commune_id: int
    holds_role: bool
    has_chat: bool

    @property
    def id(self) -> int:
        """The person's id."""
        return self.person.id

    @property
    def subject(self) -> Subject:
        """This person as the policy sees them."""
        return Subject(
            commune_id=self.commune_id,
            village_id=self.person.assessed_at,
            person_id=self.person.id,
            household_id=self.person.household_id,
            holds_role=self.holds_role,
            unvouched=self.person.unvouched,
            has_chat=self.has_chat,
            deceased=self.person.has_died,
        )


RESIDENT = Columns(
    Resident,
    person=PERSON,
    commune_id=func.coalesce(places.c.parent_id, people.c.place_id),
    has_chat=exists().where(accounts.c.person_id == people.c.id),
    holds_role=exists().where(grants.c.person_id == people.c.id, IS_OPEN),
)
_SELECT = select(*RESIDENT.columns).join(places, places.c.id == people.c.place_id).where(people.c.erased_at.is_(None))
_BY_ID = _SELECT.where(people.c.id == bindparam("id"))


def load(tx: Transaction, person_id: int) -> Resident | None:
    """The resident of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": person_id, "now": tx.now}).one_or_none()
    return None if row is None else RESIDENT.read(row)


def _places(actor: Actor) -> Select[Any]:
    """The places that the actor serves: what is looked for in them is found by their people, not by everybody's."""
    return select(_served.c.id).where(
        or_(_served.c.id.in_(actor.places(Role.HEAD)), _served.c.parent_id.in_(actor.communes))
    )


def search(tx: Transaction, actor: Actor, folded: str, *, limit: int) -> tuple[Resident, ...]:
    """People whose name has these words, in the places that the actor serves."""
    named = folded.replace("%", "").replace("_", " ").strip()
    rows = tx.connection.execute(
        _SELECT.where(
            people.c.place_id.in_(_places(actor)),
            people.c.folded_name.like(f"%{named}%"),
        )
        .order_by(people.c.folded_name, people.c.birth_year, people.c.id)
        .limit(limit),
        {"now": tx.now},
    )
    return tuple(RESIDENT.read(row) for row in rows)
