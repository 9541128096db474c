"""Whatever an officer puts right, in whatever order: counters stay true, shares are shares, it can be taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from criteria.declaration import Measure, Move
from criteria.model import CITIZEN
from criteria.presence import Away, Left
from storage import (
    counters,
    cycles,
    decisions,
    declarations,
    people,
    person_changes,
    person_deeds,
    places,
    presence,
    recount,
    replay,
)
from storage.cycles import Cycle
from storage.kit.engine import Database
from storage.kit.tables import people as people_rows
from storage.kit.transaction import Transaction
from storage.kit.words import Changed
from storage.people import Person
from tests.soak import seeds
from tests.village import GOOD, Village, declared, found, there

STEPS = 25
NAMES = ("Nguyễn Thị Lan", "Nguyễn Thị Lan Anh", "Trần Văn Bình")


def check_numbers(tx: Transaction, village: Village) -> None:
    """The counters are the recount's and the log's, and in no place do more reach than are counted."""
    for cycle in cycles.of_commune(tx, village.commune.id):
        kept = counters.tallies(tx, cycle.id, CITIZEN)
        assert kept == recount.recount(tx, cycle, CITIZEN)
        assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, CITIZEN)
        ids = [village.kim_son.id, village.hong_linh.id]
        sizes = people.roster_sizes(tx, cycle, place_ids=ids, min_age=cycle.criteria().adult_age)
        for place_id, tally in kept.items():
            assert 0 <= tally[Measure.REACHED_ON_ROSTER] <= sizes[place_id], (place_id, tally, sizes)
    assert replay.differing(tx) == []


def _deed(tx: Transaction, village: Village, person: Person, chance: random.Random) -> None:
    by = village.officer.id
    match chance.randrange(8):
        case 0:
            person_deeds.correct(
                tx, person, full_name=chance.choice(NAMES), birth_year=chance.choice((1960, 2009, 1999)), by=by
            )
        case 1:
            person_deeds.move_to(tx, person, chance.choice((village.kim_son, village.hong_linh)), by=by)
        case 2:
            on = date(chance.choice((2025, 2026)), 6, 1)
            person_deeds.take_off(tx, person, why=chance.choice(list(Left)), on=on, by=by)
        case 3:
            person_deeds.put_back(tx, person, by=by)
        case 4:
            away = chance.choice((None, *Away))
            person_deeds.set_away(tx, person, away, since=None, until=chance.choice((None, date(2026, 5, 1))), by=by)
        case 5:
            cycle = chance.choice(cycles.of_commune(tx, village.commune.id))
            presence.leave_out(tx, cycle, chance.sample(list(Away), 2))
        case 6:
            done = person_changes.of_person(tx, person.id)
            if done:
                person_deeds.undo(tx, chance.choice(done), by=by)
        case _:
            _decide(tx, village, person, chance)


def _decide(tx: Transaction, village: Village, person: Person, chance: random.Random) -> None:
    tx.held.clear()
    for each in declarations.of_person(tx, person.id):
        move = chance.choice((Move.CONFIRM, Move.RETURN, Move.UNDO))
        decisions.decide(tx, there(declarations.load(tx, each.id)), move, person_id=village.officer.id)


def played(database: Database, work: Callable[[Transaction, Village], None]) -> Any:
    def whole(tx: Transaction) -> None:
        work(tx, found(tx))
        tx.save_chain()

    return database.write(whole)


@pytest.mark.parametrize("seed", seeds(4, 12))
async def test_numbers_stay_true_whatever_is_put_right(database: Database, seed: int) -> None:
    def work(tx: Transaction, village: Village) -> None:
        chance = random.Random(seed)
        cycles.open_year(tx, commune_id=village.commune.id, year=2025, plan="")
        everybody = [village.lan, *people.namesakes(
            tx, place_id=village.kim_son.id, full_name="Phan Văn Hải", birth_year=1996
        )]  # fmt: skip
        only = people_rows.c.id.in_([each.id for each in everybody])  # on the roster: each of them weighs
        tx.write(people_rows.update().where(~only).values(on_roster=False))
        for person in everybody:
            sent = declared(tx, village, person, GOOD)
            if chance.random() < 0.6:
                decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id)
        for _ in range(STEPS):
            tx.held.clear()
            _deed(tx, village, people.get(tx, chance.choice(everybody).id), chance)
            tx.held.clear()
            check_numbers(tx, village)

    await played(database, work)


@pytest.mark.parametrize("seed", seeds(3, 6))
async def test_what_was_done_is_taken_back_step_by_step_to_where_it_began(database: Database, seed: int) -> None:
    def work(tx: Transaction, village: Village) -> None:
        chance, by = random.Random(seed), village.officer.id
        if seed % 2:
            declared(tx, village, village.lan, GOOD)
        was = people.get(tx, village.lan.id)
        deeds: list[Callable[[Person], Person]] = [
            lambda each: person_deeds.correct(tx, each, full_name=NAMES[1], birth_year=1970, by=by),
            lambda each: person_deeds.move_to(tx, each, village.hong_linh, by=by),
            lambda each: person_deeds.set_away(tx, each, Away.ARMY, since=date(2026, 1, 1), until=None, by=by),
            lambda each: person_deeds.take_off(tx, each, why=Left.MOVED, on=date(2026, 3, 1), by=by),
        ]
        chance.shuffle(deeds)
        for deed in deeds:
            tx.held.clear()
            deed(people.get(tx, village.lan.id))
        kinds = {each.kind for each in person_changes.of_person(tx, village.lan.id)}
        assert kinds == {Changed.NAME, Changed.PLACE, Changed.AWAY, Changed.LEFT}
        for change in person_changes.of_person(tx, village.lan.id):
            tx.held.clear()
            assert person_deeds.undo(tx, change, by=by)
        assert people.get(tx, village.lan.id) == was
        tx.held.clear()
        check_numbers(tx, village)

    await played(database, work)


async def test_a_cycle_that_is_gone_is_not_asked(sqlite: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        cycle: Cycle = village.cycle
        assert presence.leave_out(tx, cycle, ()) == cycle  # nothing changes, nothing is written
        assert presence.counts(tx, cycle) == {}
        assert places.get(tx, village.kim_son.id).old_commune is None

    await played(sqlite, work)
