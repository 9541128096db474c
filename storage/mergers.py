"""Changes of territory and of persons: a village merged into another, a person counted in a unit, namesakes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, select, update
from sqlalchemy import insert as sql_insert

from criteria.declaration import EDITABLE
from criteria.model import CITIZEN
from criteria.parse import titles
from criteria.policy import Joining
from locales.format import day_of, year_of
from storage import cycles, declarations, joining_requests, people, recount, registrations
from storage.declaration_record import Declaration
from storage.kit.role_is_held import IS_OPEN
from storage.kit.tables import clans, grants, households, invites, learning_events, places
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import declarations as declarations_table
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import CycleState
from storage.people import Person
from storage.places import Place


def merge(tx: Transaction, old: Place, into: Place) -> int:
    """A village or unit becomes part of another today; returns how many people moved.

    People, households, clans, heads, this year's declarations and events go along; closed years keep the old village.
    """
    tx.held.clear()
    tx.write(update(places).where(places.c.id == old.id).values(valid_to=day_of(tx.now), merged_into_id=into.id))
    taken = select(households.c.code).where(households.c.place_id == into.id)
    tx.write(
        update(households)
        .where(households.c.place_id == old.id, households.c.code.in_(taken))
        .values(code=households.c.code + f"-{old.id}")
    )
    tx.write(update(households).where(households.c.place_id == old.id).values(place_id=into.id))
    names = select(clans.c.folded_name).where(clans.c.place_id == into.id)
    tx.write(
        update(clans)
        .where(clans.c.place_id == old.id, clans.c.folded_name.in_(names))
        .values(folded_name=clans.c.folded_name + f" {old.id}", name=clans.c.name + f" ({old.name})")
    )
    tx.write(update(clans).where(clans.c.place_id == old.id).values(place_id=into.id))
    moved = tx.write(update(people_table).where(people_table.c.place_id == old.id).values(place_id=into.id))
    tx.write(update(people_table).where(people_table.c.unit_id == old.id).values(unit_id=into.id))
    stays = people_table.c.stays_at_id == old.id
    tx.write(update(people_table).where(stays).values(stays_at_id=into.id))
    joining_requests.unit_merged(tx, old.id, into.id)
    tx.connection.execute(
        update(invites).where(invites.c.place_id == old.id, invites.c.used_at.is_(None)).values(place_id=into.id)
    )
    tx.write(
        update(learning_events)
        .where(learning_events.c.place_id == old.id, learning_events.c.held_on >= date(year_of(tx.now), 1, 1))
        .values(place_id=into.id)
    )
    _move_heads(tx, old, into)
    _move_declarations(tx, old, into)
    tx.audit("place.merged", f"place:{old.id}", {"into": into.id, "people": len(moved)})
    return len(moved)


def _move_heads(tx: Transaction, old: Place, into: Place) -> None:
    now = {"now": tx.now}
    theirs = and_(grants.c.place_id == old.id, IS_OPEN)
    held = tx.connection.execute(select(grants.c.person_id, grants.c.role, grants.c.until).where(theirs), now).all()
    tx.write(update(grants).where(theirs).values(revoked_at=tx.now), now)
    for each in held:
        values = {"person_id": each.person_id, "role": each.role, "until": each.until}
        tx.write(sql_insert(grants), {**values, "place_id": into.id, "granted_at": tx.now})
        details = {"role": each.role.value, "place": into.id, "merged": old.id}
        tx.audit("grant.given", f"person:{each.person_id}", details)


@without_audit("whoever calls it audits what it is for")
def _move_declarations(tx: Transaction, old: Place, into: Place) -> None:
    open_cycles = tx.connection.execute(
        select(cycles_table.c.id).where(
            cycles_table.c.commune_id == old.commune_id, cycles_table.c.state == CycleState.OPEN
        )
    ).scalars()
    for cycle_id in open_cycles.all():
        tx.write(
            update(declarations_table)
            .where(
                declarations_table.c.cycle_id == cycle_id,
                declarations_table.c.place_id == old.id,
                declarations_table.c.about_place_id.is_(
                    None
                ),  # what the old village declared about itself stays its own
            )
            .values(place_id=into.id)
        )
        registrations.merge(tx, cycle_id, old.id, into.id)
        cycle = cycles.load(tx, cycle_id)
        if cycle is not None:
            for title in titles():
                recount.rebuild(tx, cycle, title)


def is_settled(tx: Transaction, person: Person) -> bool:
    """Whether this year's declaration is confirmed where the person counts now, so that they stay there this year."""
    return _is_settled([each for each in declarations.of_person(tx, person.id) if each.cycle.is_open])


def _is_settled(found: Sequence[Declaration]) -> bool:
    return any(each.state not in EDITABLE for each in found)


def assess_at(tx: Transaction, person: Person, unit: Place | None) -> Person | None:
    """The person is assessed and counted in this unit from now on, or in the village again.

    ``None``, and nothing is changed, where this year's declaration is confirmed already: a person counts once.
    """
    mine = declarations.own_open(tx, [person.id])
    if _is_settled([each for each in mine if each.title == CITIZEN]):
        return None
    if unit is not None:
        joining_requests.cannot_be(tx, Joining.UNIT, person_id=person.id)
    key = None if unit is None else unit.id
    tx.write(update(people_table).where(people_table.c.id == person.id).values(unit_id=key))
    tx.audit("person.unit", f"person:{person.id}", {"unit": key, "before": person.unit_id})
    registrations.move(tx, person.id, key or person.place_id)
    for each in mine:
        if each.title == CITIZEN:
            declarations.follow(tx, each, place_id=key or person.place_id)
    return people.get(tx, person.id)


def is_same(tx: Transaction, person: Person, counted: Person) -> None:
    """Two records are one person, who counts and is registered in ``counted`` only; the other's declarations apart."""
    _settle(tx, person, counted.id)
    registrations.hand_over(tx, person.id, counted)


def is_other(tx: Transaction, person: Person) -> None:
    """The person is nobody else, whoever has the same name and birth year."""
    _settle(tx, person, person.id)


def unsettle(tx: Transaction, person: Person) -> None:
    """Take back what an officer decided about a record's twin."""
    _settle(tx, person, None)


def _settle(tx: Transaction, person: Person, same_as: int | None) -> None:
    before = declarations.own_open(tx, [person.id])
    tx.write(update(people_table).where(people_table.c.id == person.id).values(same_as_id=same_as))
    tx.audit("person.same", f"person:{person.id}", {"as": same_as})
    for each in before:
        declarations.follow(tx, each)
        if same_as in {None, person.id}:  # they count by themselves again: who has begun to declare is registered
            registrations.by_declaring(tx, each)
