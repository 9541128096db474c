"""Changes of the villages and units themselves: renamed, ended, split. Merging them: :mod:`storage.mergers`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select, update

from criteria.place_names import VillageName
from locales.format import day_of
from storage import declarations, people, places, registrations, roles
from storage.declaration_record import Declaration
from storage.kit.rows import Columns
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import declarations as declarations_table
from storage.kit.tables import households
from storage.kit.tables import people as people_table
from storage.kit.tables import places as places_table
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from storage.places import Place

PAGE = 10
_head = people_table.alias("head")
_member = people_table.alias("member")


@dataclass(frozen=True, slots=True)
class Home:
    """A household as it is chosen from a list: its code, its head, else the eldest, how many live there."""

    id: int
    code: str
    head_id: int | None
    head: str | None
    people: int


_PEOPLE = (
    select(func.count())
    .select_from(_member)
    .where(_member.c.household_id == households.c.id, _member.c.erased_at.is_(None))
    .correlate(households)
    .scalar_subquery()
)
_ELDEST = (
    select(_member.c.id)
    .where(_member.c.household_id == households.c.id, _member.c.erased_at.is_(None))
    .order_by(_member.c.birth_year, _member.c.id)
    .limit(1)
    .correlate(households)
    .scalar_subquery()
)
HOME = Columns(
    Home, id=households.c.id, code=households.c.code, head_id=_head.c.id, head=_head.c.full_name, people=_PEOPLE
)
_HOMES = (
    select(*HOME.columns)
    .outerjoin_from(households, _head, _head.c.id == func.coalesce(households.c.head_id, _ELDEST))
    .where(households.c.place_id == bindparam("place"))
    .order_by(households.c.id)
)


def homes(tx: Transaction, place_id: int, *, page: int = 0) -> tuple[tuple[Home, ...], bool]:
    """The households of a village, :data:`PAGE` at a time, and whether more follow."""
    rows = tx.connection.execute(_HOMES.offset(page * PAGE).limit(PAGE + 1), {"place": place_id}).all()
    return tuple(HOME.read(row) for row in rows[:PAGE]), len(rows) > PAGE


def living(tx: Transaction, place: Place) -> int:
    """How many people live there, or are assessed there: those who left and double records are none."""
    here = or_(people_table.c.place_id == place.id, people_table.c.unit_id == place.id)
    query = select(func.count()).where(here, people_table.c.erased_at.is_(None), people.IS_HERE)
    return int(tx.connection.execute(query).scalar_one())


def declared(tx: Transaction, place: Place) -> int:
    """How many declarations of open years are counted there; where more have registered, how many have."""
    query = (
        select(func.count())
        .select_from(declarations_table)
        .join(cycles_table, cycles_table.c.id == declarations_table.c.cycle_id)
        .where(declarations_table.c.place_id == place.id, cycles_table.c.state == CycleState.OPEN)
    )
    return max(int(tx.connection.execute(query).scalar_one()), registrations.count_open(tx, place.id))


def namesake(tx: Transaction, commune_id: int, name: VillageName, *, but: int = 0) -> Place | None:
    """The village of the commune that is called the same, label and old commune included, if there is one."""
    wanted = (name.label, name.name.casefold(), name.old_commune.casefold())
    for each in places.villages(tx, commune_id):
        if each.id != but and (each.label, each.name.casefold(), (each.old_commune or "").casefold()) == wanted:
            return each
    return None


def rename(tx: Transaction, place: Place, name: VillageName) -> Place:
    """The place is called so from today on; its codes, its people and its figures are the same."""
    after = {"label": name.label or place.label, "name": name.name, "old_commune": name.old_commune or None}
    before = {"label": place.label, "name": place.name, "old_commune": place.old_commune}
    tx.write(update(places_table).where(places_table.c.id == place.id).values(**after))
    tx.audit("place.renamed", f"place:{place.id}", {"before": before, "after": after, "on": day_of(tx.now).isoformat()})
    return places.get(tx, place.id)


def end(tx: Transaction, place: Place, *, by: int) -> bool:
    """The place is no more from today on; false where somebody lives or is counted there. Roles held there end."""
    if living(tx, place) or declared(tx, place):
        return False
    for held in roles.of_place(tx, place.id):
        roles.revoke(tx, held, person_id=by)
    roles.call_back(tx, place.id)
    tx.write(update(places_table).where(places_table.c.id == place.id).values(valid_to=day_of(tx.now)))
    tx.audit("place.ended", f"place:{place.id}", {"on": day_of(tx.now).isoformat()})
    return True


def split(
    tx: Transaction, place: Place, name: VillageName, *, commune: Place, join_code: str, household_ids: Collection[int]
) -> tuple[Place, int]:
    """Households of a village become a village of their own from today on; returns it, and how many people moved.

    What they declared in open years goes along, confirmed or not: the territory is another, nobody has moved. Years
    that are closed keep the old village, and so do its codes, heads and clans.
    """
    new = places.add_village(
        tx,
        commune=commune,
        label=name.label or place.label,
        name=name.name,
        join_code=join_code,
        since=day_of(tx.now),
        old_commune=name.old_commune or None,
    )
    chosen = and_(households.c.id.in_(set(household_ids)), households.c.place_id == place.id)
    moved_homes = [row.id for row in tx.write(update(households).where(chosen).values(place_id=new.id))]
    lives_there = people_table.c.household_id.in_(moved_homes)
    here = people_table.c.place_id == place.id
    moving = [row.id for row in tx.connection.execute(select(people_table.c.id).where(lives_there, here)).all()]
    before = _declared(tx, place.id, moving, moved_homes)
    tx.write(update(people_table).where(people_table.c.id.in_(moving)).values(place_id=new.id))
    tx.write(
        update(people_table)
        .where(people_table.c.id.in_(moving), people_table.c.stays_at_id == place.id)
        .values(stays_at_id=new.id)
    )
    for each in before:
        declarations.follow(tx, each, place_id=new.id)
    registrations.split(tx, place.id, new.id, person_ids=moving, household_ids=moved_homes)
    tx.audit("place.split", f"place:{new.id}", {"from": place.id, "households": moved_homes, "people": len(moving)})
    return new, len(moving)


def _declared(
    tx: Transaction, place_id: int, moving: Collection[int], moved_homes: Collection[int]
) -> tuple[Declaration, ...]:
    """What these people and households declared in open years in the village, locked."""
    table = declarations_table
    own = and_(table.c.person_id.in_(moving), table.c.household_id.is_(None), table.c.clan_id.is_(None))
    found = (
        select(table.c.id)
        .join(cycles_table, cycles_table.c.id == table.c.cycle_id)
        .where(
            table.c.place_id == place_id,
            cycles_table.c.state == CycleState.OPEN,
            table.c.about_place_id.is_(None),
            or_(own, table.c.household_id.in_(moved_homes)),
        )
        .order_by(table.c.id)
    )
    return declarations.load_many(tx, tx.connection.execute(found).scalars().all())
