"""Households: who lives together, in what relation, with a short code to join by. A person lives in one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, insert, or_, select, update

from criteria.model import SubjectKind
from criteria.policy import Joining, Subject
from storage import declarations, joining_requests, people, ties
from storage.declaration_record import About
from storage.kit.rows import Columns
from storage.kit.tables import households, places
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.people import PERSON, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A household of a village. ``head_id`` is the person who answers for it (chủ hộ), once there is one."""

    id: int
    place_id: int
    commune_id: int
    join_code: str | None
    head_id: int | None
    clan_id: int | None
    on_roster: bool

    @property
    def subject(self) -> Subject:
        """This household as the policy sees it."""
        return Subject(
            commune_id=self.commune_id, village_id=self.place_id, household_id=self.id, kind=SubjectKind.FAMILY
        )

    @property
    def about(self) -> About:
        """What a declaration of this household is about."""
        return About(household_id=self.id)


HOUSEHOLD = Columns(
    Household,
    id=households.c.id,
    place_id=households.c.place_id,
    commune_id=func.coalesce(places.c.parent_id, households.c.place_id),
    join_code=households.c.join_code,
    head_id=households.c.head_id,
    clan_id=households.c.clan_id,
    on_roster=households.c.on_roster,
)
_SELECT = select(*HOUSEHOLD.columns).join(places, places.c.id == households.c.place_id)
_BY_ID = _SELECT.where(households.c.id == bindparam("id"))
_BY_CODE = _SELECT.where(households.c.join_code == bindparam("code"))
_OF_CLAN = _SELECT.where(households.c.clan_id == bindparam("clan")).order_by(households.c.id)
_OF_PLACE = _SELECT.where(households.c.place_id == bindparam("place")).order_by(households.c.id)
_MEMBERS = (
    select(*PERSON.columns)
    .where(people_table.c.household_id == bindparam("household"), people_table.c.erased_at.is_(None), people.IS_HERE)
    .order_by(people_table.c.birth_year, people_table.c.id)
)


def load(tx: Transaction, household_id: int) -> Household | None:
    """The household of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": household_id}).one_or_none()
    return None if row is None else HOUSEHOLD.read(row)


def get(tx: Transaction, household_id: int) -> Household:
    """The household of an id that a foreign key vouches for."""
    return HOUSEHOLD.read(tx.connection.execute(_BY_ID, {"id": household_id}).one())


def by_join_code(tx: Transaction, code: str) -> Household | None:
    """The household whose members passed on ``code`` (upper or lower case)."""
    row = tx.connection.execute(_BY_CODE, {"code": code.strip().upper()}).one_or_none()
    return None if row is None else HOUSEHOLD.read(row)


def of_clan(tx: Transaction, clan_id: int) -> tuple[Household, ...]:
    """The households of a clan."""
    return tuple(HOUSEHOLD.read(row) for row in tx.connection.execute(_OF_CLAN, {"clan": clan_id}))


def of_place(tx: Transaction, place_id: int) -> tuple[Household, ...]:
    """The households of a village."""
    return tuple(HOUSEHOLD.read(row) for row in tx.connection.execute(_OF_PLACE, {"place": place_id}))


def members(tx: Transaction, household_id: int) -> tuple[Person, ...]:
    """Who lives in the household, the eldest first."""
    return tuple(PERSON.read(row) for row in tx.connection.execute(_MEMBERS, {"household": household_id}))


def of_code(tx: Transaction, place_id: int, code: str) -> Household | None:
    """The household of a village with this code on the roster, or that its members pass on."""
    either = or_(households.c.code == code, households.c.join_code == code.upper())
    row = tx.connection.execute(_SELECT.where(households.c.place_id == place_id, either).limit(1)).one_or_none()
    return None if row is None else HOUSEHOLD.read(row)


def make(tx: Transaction, place_id: int, *, code: str) -> Household:
    """A new household of a village, of the roster; nobody lives there yet. ``code`` must be free."""
    new = {"place_id": place_id, "code": f"chat-{code}", "join_code": code, "on_roster": True}
    key = tx.add(insert(households), new)
    tx.audit("household.added", f"household:{key}", {"place": place_id})
    return get(tx, key)


def found(tx: Transaction, head: Person, *, code: str) -> Household:
    """A new household with this person as its head. ``code`` must be free: it is the household's for ever."""
    key = tx.add(
        insert(households),
        {
            "place_id": head.place_id,
            "code": f"chat-{code}",
            "join_code": code,
            "head_id": head.id,
            "on_roster": False,
        },
    )
    tx.audit("household.added", f"household:{key}", {"place": head.place_id})
    made = get(tx, key)
    enter(tx, made, head, relation="head")
    return made


def give_code(tx: Transaction, household: Household, code: str) -> Household:
    """A household of the roster gets its short code; one that has one keeps it."""
    if household.join_code is not None:
        return household
    tx.connection.execute(update(households).where(households.c.id == household.id).values(join_code=code))
    tx.audit("household.code", f"household:{household.id}")
    return replace(household, join_code=code)


def enter(tx: Transaction, household: Household, person: Person, *, relation: str) -> Person:
    """The person lives here from now on; whoever lived elsewhere leaves that household.

    The first of a household that has no head is it; who comes later never is because they came. They and who lives
    here do not decide on each other, whatever becomes of it.
    """
    is_new = person.household_id != household.id
    if is_new and person.household_id is not None:
        leave(tx, person)
    is_first = household.head_id is None and not any(each.id != person.id for each in members(tx, household.id))
    if is_new:
        ties.shared(tx, person.id, household.id)
        joining_requests.cannot_be(tx, Joining.HOUSEHOLD, person_id=person.id)
    tx.write(
        update(people_table).where(people_table.c.id == person.id).values(household_id=household.id, relation=relation)
    )
    tx.audit("household.entered", f"household:{household.id}", {"person": person.id, "relation": relation})
    entered = replace(person, household_id=household.id, relation=relation)
    if is_first or relation == "head":
        set_head(tx, household, entered)
    reassess(tx, household.id)
    return entered


def leave(tx: Transaction, person: Person) -> Person:
    """The person lives here no more. A head hands over to the eldest who stays; what the family declared stays."""
    household_id = person.household_id
    if household_id is None:
        return person
    ties.shared(tx, person.id, household_id)
    for kind in (Joining.LEAVING, Joining.CLAN):
        joining_requests.cannot_be(tx, kind, person_id=person.id)
    tx.write(update(people_table).where(people_table.c.id == person.id).values(household_id=None, relation=None))
    tx.audit("household.left", f"household:{household_id}", {"person": person.id})
    without(tx, person, household_id)
    return replace(person, household_id=None, relation=None)


def without(tx: Transaction, person: Person, household_id: int) -> None:
    """The household goes on without somebody who lived there: a head hands over to the eldest who stays."""
    household = get(tx, household_id)
    staying = members(tx, household_id)
    heir = next((each for each in staying if each.id == household.head_id), staying[0] if staying else None)
    if household.head_id == person.id:
        if heir is None:
            tx.write(update(households).where(households.c.id == household.id).values(head_id=None))
            tx.audit("household.head", f"household:{household.id}", {"person": None, "before": person.id})
        else:
            set_head(tx, household, heir)
    if heir is not None:
        _answer_for(tx, household_id, person, heir)
    reassess(tx, household_id)


def set_head(tx: Transaction, household: Household, person: Person) -> None:
    """This member is the head of the household from now on."""
    tx.write(update(households).where(households.c.id == household.id).values(head_id=person.id))
    tx.write(
        update(people_table)
        .where(people_table.c.household_id == household.id, people_table.c.relation == "head")
        .values(relation="other")
    )
    tx.write(update(people_table).where(people_table.c.id == person.id).values(relation="head"))
    tx.audit("household.head", f"household:{household.id}", {"person": person.id, "before": household.head_id})


def _answer_for(tx: Transaction, household_id: int, gone: Person, heir: Person) -> None:
    for family in declarations.about(tx, About(household_id=household_id)):
        if family.person.id == gone.id and family.cycle.is_open:
            declarations.answer_for(tx, family, heir)


def reassess(tx: Transaction, household_id: int) -> None:
    """Who lives here decides the share of adults: the family's result is made anew."""
    for family in declarations.about(tx, About(household_id=household_id)):
        held = declarations.load(tx, family.id)
        if held is not None:
            declarations.reassess(tx, held)


def add_member(tx: Transaction, household: Household, *, full_name: str, birth_year: int, relation: str) -> Person:
    """A member who has no telephone: the one whom the village knows and who lives nowhere yet, or a new person."""
    known = people.namesakes(tx, place_id=household.place_id, full_name=full_name, birth_year=birth_year)
    free = next((each for each in known if each.household_id is None), None)
    person = free or people.add(
        tx,
        place_id=household.place_id,
        full_name=full_name,
        birth_year=birth_year,
        on_roster=False,
    )
    return enter(tx, household, person, relation=relation)
