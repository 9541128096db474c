"""Clans (dòng họ): their head, their code, the households that belong to them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, update

from criteria.model import SubjectKind
from criteria.names import fold
from criteria.policy import Joining, Subject
from storage import declarations, joining_requests
from storage.declaration_record import About
from storage.households import Household
from storage.kit.rows import Columns
from storage.kit.tables import clans, households, places
from storage.kit.transaction import Transaction
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Clan:
    """A clan; ``place_id`` is the village whose head confirms it, ``head_id`` the trưởng họ."""

    id: int
    place_id: int
    commune_id: int
    name: str
    join_code: str
    head_id: int | None

    @property
    def subject(self) -> Subject:
        """This clan as the policy sees it: its head's affair."""
        return Subject(
            commune_id=self.commune_id, village_id=self.place_id, person_id=self.head_id, kind=SubjectKind.CLAN
        )

    @property
    def about(self) -> About:
        """What a declaration of this clan is about."""
        return About(clan_id=self.id)


CLAN = Columns(
    Clan,
    id=clans.c.id,
    place_id=clans.c.place_id,
    commune_id=func.coalesce(places.c.parent_id, clans.c.place_id),
    name=clans.c.name,
    join_code=clans.c.join_code,
    head_id=clans.c.head_id,
)
_SELECT = select(*CLAN.columns).join(places, places.c.id == clans.c.place_id)
_BY_ID = _SELECT.where(clans.c.id == bindparam("id"))
_BY_CODE = _SELECT.where(clans.c.join_code == bindparam("code"))
_BY_NAME = _SELECT.where(clans.c.place_id == bindparam("place"), clans.c.folded_name == bindparam("folded"))
_SIZE = select(func.count()).select_from(households).where(households.c.clan_id == bindparam("clan"))


def load(tx: Transaction, clan_id: int) -> Clan | None:
    """The clan of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": clan_id}).one_or_none()
    return None if row is None else CLAN.read(row)


def get(tx: Transaction, clan_id: int) -> Clan:
    """The clan of an id that a foreign key vouches for."""
    return CLAN.read(tx.connection.execute(_BY_ID, {"id": clan_id}).one())


def by_join_code(tx: Transaction, code: str) -> Clan | None:
    """The clan whose members passed on ``code`` (upper or lower case)."""
    row = tx.connection.execute(_BY_CODE, {"code": code.strip().upper()}).one_or_none()
    return None if row is None else CLAN.read(row)


def by_name(tx: Transaction, *, place_id: int, name: str) -> Clan | None:
    """The clan of that name in the village, if there is one."""
    row = tx.connection.execute(_BY_NAME, {"place": place_id, "folded": fold(name)}).one_or_none()
    return None if row is None else CLAN.read(row)


def size(tx: Transaction, clan: Clan) -> int:
    """How many households belong to the clan."""
    return int(tx.connection.execute(_SIZE, {"clan": clan.id}).scalar_one())


def found(tx: Transaction, head: Person, *, name: str, code: str) -> Clan:
    """Enter a clan with this person as its head. Raises ``IntegrityError`` if the village has one of that name."""
    key = tx.add(
        insert(clans),
        {
            "place_id": head.place_id,
            "name": name,
            "folded_name": fold(name),
            "join_code": code,
            "head_id": head.id,
            "created_at": tx.now,
        },
    )
    tx.audit("clan.added", f"clan:{key}", {"head": head.id})
    return CLAN.read(tx.connection.execute(_BY_ID, {"id": key}).one())


def enter(tx: Transaction, clan: Clan, household: Household) -> None:
    """The household belongs to this clan from now on, and to no other."""
    joining_requests.cannot_be(tx, Joining.CLAN, household_id=household.id)
    tx.write(update(households).where(households.c.id == household.id).values(clan_id=clan.id))
    tx.audit("clan.entered", f"clan:{clan.id}", {"household": household.id})


def leave(tx: Transaction, clan: Clan, household: Household) -> None:
    """The household belongs to no clan from now on."""
    tx.write(update(households).where(households.c.id == household.id).values(clan_id=None))
    tx.audit("clan.left", f"clan:{clan.id}", {"household": household.id})


def set_head(tx: Transaction, clan: Clan, person: Person) -> None:
    """Somebody else is the head of the clan; what the clan declared this year is theirs to answer for."""
    tx.write(update(clans).where(clans.c.id == clan.id).values(head_id=person.id))
    tx.audit("clan.head", f"clan:{clan.id}", {"person": person.id, "before": clan.head_id})
    for declared in declarations.about(tx, clan.about):
        if declared.cycle.is_open:
            declarations.answer_for(tx, declared, person)


def of_person(tx: Transaction, person: Person) -> Clan | None:
    """The clan that the person leads, else that of their household."""
    led = tx.connection.execute(_SELECT.where(clans.c.head_id == person.id).order_by(clans.c.id)).first()
    if led is not None:
        return CLAN.read(led)
    if person.household_id is None:
        return None
    theirs = select(households.c.clan_id).where(households.c.id == person.household_id)
    found = tx.connection.execute(_SELECT.where(clans.c.id.in_(theirs))).first()
    return None if found is None else CLAN.read(found)
