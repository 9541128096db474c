"""A resident as heads and officers deal with them: who they are, where, and whether they hold a role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, or_, select

from criteria.policy import Actor, Role, Subject
from storage.models import grants, people, places
from storage.people import COLUMNS as PERSON
from storage.people import Person
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Resident:
    """A person with what the policy must know to let somebody act on them."""

    person: Person
    commune_id: int
    holds_role: bool

    @property
    def subject(self) -> Subject:
        """This person as the policy sees them."""
        return Subject(
            commune_id=self.commune_id,
            village_id=self.person.place_id,
            person_id=self.person.id,
            household_id=self.person.household_id,
            holds_role=self.holds_role,
        )


_HOLDS_ROLE = exists().where(grants.c.person_id == people.c.id, grants.c.revoked_at.is_(None))
_SELECT = (
    select(
        *PERSON,
        places.c.parent_id,
        _HOLDS_ROLE,
    )
    .join(places, places.c.id == people.c.place_id)
    .where(people.c.erased_at.is_(None))
)
_BY_ID = _SELECT.where(people.c.id == bindparam("id"))


def load(tx: Transaction, person_id: int) -> Resident | None:
    """The resident of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": person_id}).one_or_none()
    return None if row is None else Resident(Person(*row[:6]), row[6] or row[1], row[7])


def search(tx: Transaction, actor: Actor, folded: str, *, limit: int) -> tuple[Resident, ...]:
    """People whose name has these words, in the places that the actor serves."""
    named = folded.replace("%", "").replace("_", " ").strip()
    rows = tx.connection.execute(
        _SELECT.where(
            or_(
                people.c.place_id.in_(actor.places(Role.HEAD)),
                places.c.parent_id.in_(actor.places(Role.OFFICER)),
            ),
            people.c.folded_name.like(f"%{named}%"),
        )
        .order_by(people.c.folded_name, people.c.birth_year, people.c.id)
        .limit(limit)
    )
    return tuple(Resident(Person(*row[:6]), row[6] or row[1], row[7]) for row in rows)
