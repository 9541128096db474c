"""What people ask to join: once of a kind, what ends it, whose word it waits for, and how long it is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.commune_setup import act_as_operator
from bot.retention import SWEEPS
from criteria.policy import Action, Actor, Grant, Joining, Role, Tie, may
from storage import accounts, clans, households, joining_requests, mergers, people, places
from storage.joining_requests import JoiningRequest, Waiting
from storage.kit.engine import Database
from storage.kit.tables import accounts as accounts_table
from storage.kit.tables import audit, term_of
from storage.kit.tables import joining_requests as table
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.kit.words import JoiningState, PlaceKind
from tests.authority import Populated, populate
from tests.conftest import Clock
from tests.village import Village, found, resident, there


def _codes(tx: Transaction) -> list[str]:
    query = select(audit.c.code).where(audit.c.code.startswith("joining.")).order_by(audit.c.n)
    return list(tx.connection.execute(query).scalars())


def _home(village: Village) -> int:
    return there(village.lan.household_id)


async def test_the_same_is_asked_once_and_another_takes_its_place(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        person = resident(tx, village.kim_son, "Lê Văn Sơn", 1994, household="8")
        first, is_new = joining_requests.ask(tx, person, Joining.HOUSEHOLD, household_id=_home(village))
        assert is_new
        again, is_new = joining_requests.ask(tx, person, Joining.HOUSEHOLD, household_id=_home(village))
        assert (again.id, is_new) == (first.id, False)
        other, is_new = joining_requests.ask(
            tx, person, Joining.HOUSEHOLD, household_id=there(village.head.household_id)
        )
        assert is_new
        assert there(joining_requests.load(tx, first.id)).state is JoiningState.WITHDRAWN
        assert [each.id for each in joining_requests.mine(tx, person.id)] == [other.id]
        assert [each.id for each in joining_requests.of_person(tx, person.id)] == [first.id, other.id]
        assert (
            joining_requests.times(
                tx, person.id, Joining.HOUSEHOLD, household_id=_home(village), unit_id=None, clan_id=None
            )
            == 1
        )
        assert _codes(tx) == ["joining.asked", "joining.withdrawn", "joining.asked"]

    await database.write(work)


async def test_the_database_lets_one_wish_of_a_kind_wait_and_none_without_an_aim(database: Database) -> None:
    village = await database.write(found)
    row = {"person_id": village.lan.id, "kind": Joining.UNIT, "state": JoiningState.WAITS}

    def twice(tx: Transaction) -> None:
        for _ in range(2):
            values = {**row, "unit_id": village.kim_son.id, "asked_at": tx.now}
            tx.connection.execute(table.insert(), values)

    def aimless(tx: Transaction) -> None:
        tx.connection.execute(table.insert(), {**row, "asked_at": tx.now})

    for work in (twice, aimless):
        with pytest.raises(IntegrityError):
            await database.write(work)


async def test_of_two_answers_one_counts(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        person = resident(tx, village.kim_son, "Lê Văn Sơn", 1994, household="8")
        asked, _ = joining_requests.ask(tx, person, Joining.HOUSEHOLD, household_id=_home(village))
        assert joining_requests.end(tx, asked, JoiningState.REFUSED, by=village.lan.id)
        assert not joining_requests.end(tx, asked, JoiningState.AGREED, by=village.lan.id)
        assert there(joining_requests.load(tx, asked.id)).state is JoiningState.REFUSED
        assert _codes(tx) == ["joining.asked", "joining.refused"]

    await database.write(work)


async def test_whatever_settles_it_otherwise_ends_it(database: Database) -> None:
    """Entering elsewhere, leaving the household it was asked for, a unit merged, the household in the clan already."""
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)

        def state(request: JoiningRequest) -> JoiningState:
            return there(joining_requests.load(tx, request.id)).state

        units = [
            places.add_village(
                tx, commune=village.commune, label="trường", name=name, join_code=f"TRUONG{name}",
                since=tx.now.date(), kind=PlaceKind.UNIT,
            )
            for name in "AB"
        ]  # fmt: skip
        person = resident(tx, village.kim_son, "Lê Văn Sơn", 1994, household="8")
        heads = households.get(tx, there(village.head.household_id))
        home, _ = joining_requests.ask(tx, person, Joining.HOUSEHOLD, household_id=_home(village))
        clan = clans.found(tx, village.head, name="Phan Văn", code="PHANVAN2")
        theirs, _ = joining_requests.ask(
            tx, person, Joining.CLAN, household_id=there(person.household_id), clan_id=clan.id
        )
        leaving, _ = joining_requests.ask(
            tx, person, Joining.LEAVING, household_id=there(person.household_id), asked_by=village.head.id
        )
        person = households.enter(tx, heads, person, relation="other")
        assert {state(each) for each in (home, theirs, leaving)} == {JoiningState.GONE}
        again, _ = joining_requests.ask(tx, person, Joining.CLAN, household_id=heads.id, clan_id=clan.id)
        clans.enter(tx, clan, heads)
        assert state(again) is JoiningState.GONE
        unit, _ = joining_requests.ask(tx, person, Joining.UNIT, unit_id=units[0].id)
        mergers.merge(tx, units[0], units[1])
        assert there(joining_requests.load(tx, unit.id)).unit_id == units[1].id
        assert mergers.assess_at(tx, person, units[1]) is not None
        assert state(unit) is JoiningState.GONE
        assert _codes(tx).count("joining.gone") == 5

    await database.write(work)


async def test_a_wish_that_nobody_answers_lapses_after_ninety_days(database: Database, clock: Clock) -> None:
    village = await database.write(found)

    def ask(tx: Transaction) -> None:
        act_as_operator(tx)
        joining_requests.ask(tx, village.lan, Joining.HOUSEHOLD, household_id=there(village.head.household_id))

    def sweep(tx: Transaction) -> int:
        act_as_operator(tx)
        SWEEPS["joining_requests"](tx, term_of("joining_requests").before(tx.now))
        return len(joining_requests.of_person(tx, village.lan.id))

    await database.write(ask)
    clock.advance(days=90)
    assert await database.write(sweep) == 1
    clock.advance(seconds=1)
    assert await database.write(sweep) == 0
    assert (await database.read(_codes))[-1] == "joining.lapsed"
    assert term_of("joining_requests").after == timedelta(days=90)


@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.soak)])
async def test_the_list_in_sql_is_the_policy(database: Database, rounds: int) -> None:
    """For everybody and every wish: it stands on their list, and is counted, exactly if the policy lets them answer."""

    def work(tx: Transaction) -> None:
        made = populate(tx)
        act_as_operator(tx)
        chosen = random.Random(15)
        wishes = list(made.records["joining"].values())
        seen: set[int] = set()
        for _ in range(rounds):
            asked = [there(joining_requests.load(tx, key)) for key in wishes]
            for actor in _actors(tx, made, chosen):
                lawful = {each.id for each in asked if each.waits and may(actor, Action.LET_JOIN, each.subject) is None}
                assert {each.id for each in joining_requests.open_for(tx, actor, limit=99)} == lawful, actor
                own = {each.id for each in asked if (each.person.id, each.asked_by) == (actor.person_id, None)}
                own &= {each.id for each in asked if each.waits}
                assert joining_requests.waiting(tx, actor) == Waiting(len(lawful), len(own)), actor
                seen |= lawful
            _stir(tx, made, chosen)
        assert seen == set(wishes)  # each waits for somebody

    await database.write(work)


def _actors(tx: Transaction, made: Populated, chosen: random.Random) -> Iterator[Actor]:
    """Everybody as they are, and with roles, ties and households that they do not have."""
    ids = list(made.records["resident"].values())
    for chat in made.chats.values():
        actor = there(accounts.find(tx, "web", chat)).actor
        yield actor
        role, place = chosen.choice(list(Role)), chosen.choice(list(made.records["place"].values()))
        tied = dict.fromkeys(chosen.sample(ids, 3), Tie.LET_IN)
        yield replace(actor, grants=(Grant(role, place),), tied=tied)
        if actor.person_id is not None:
            yield replace(actor, household_id=chosen.choice(list(made.records["household"].values())))


def _stir(tx: Transaction, made: Populated, chosen: random.Random) -> None:
    """Some chats are blocked, some open again; somebody moves; a wish ends."""
    for chat in chosen.sample(sorted(made.chats.values()), 9):
        where = accounts_table.c.chat == chat
        tx.connection.execute(accounts_table.update().where(where).values(blocked=chosen.random() < 0.5))
    mover = chosen.choice(list(made.records["resident"].values()))
    home = people.get(tx, chosen.choice(list(made.records["resident"].values()))).household_id
    tx.connection.execute(people_table.update().where(people_table.c.id == mover).values(household_id=home))
    if chosen.random() < 0.2:
        key = chosen.choice(list(made.records["joining"].values()))
        joining_requests.end(tx, there(joining_requests.load(tx, key)), JoiningState.REFUSED)
