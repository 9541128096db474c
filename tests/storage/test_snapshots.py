"""Snapshots on both databases: whatever happened, each is what the log gives at its moment, and its changes add up."""

from __future__ import annotations

import itertools
import random
from datetime import date

import pytest

from bot.commune_setup import act_as_operator
from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN
from criteria.presence import Left
from storage import cycles, decisions, declarations, people, snapshots
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, SnapshotKind
from storage.person_deeds import put_back, take_off
from storage.snapshots import Cause, Snapshot
from tests.soak import seeds
from tests.village import PLAIN, Village, declared, found, neighbour, there


def take(tx: Transaction, village: Village) -> Snapshot:
    """The figures of this moment."""
    act_as_operator(tx)
    cycle = there(cycles.load(tx, village.cycle.id))
    upto = snapshots.settle_log(tx)
    return snapshots.take(tx, cycle, SnapshotKind.PROVISIONAL, {}, upto=upto, by=village.officer.id)


def do_something(tx: Transaction, village: Village, keys: list[int], chance: random.Random) -> None:
    """Somebody declares, is confirmed, returned, undone, leaves the roster or is back on it."""
    act_as_operator(tx)
    person = people.get(tx, chance.choice(keys))
    mine = next((each for each in declarations.of_person(tx, person.id) if each.title == CITIZEN), None)
    if chance.random() < 0.2:
        gone = person.left_on is not None
        if gone:
            put_back(tx, person, by=None)
        else:
            take_off(tx, person, why=Left.MOVED, on=date(2026, 6, 1), by=None)
    elif mine is None:
        if person.left_on is None:
            declared(tx, village, person, PLAIN)
    else:
        moves = {State.SUBMITTED: (Move.CONFIRM, Move.RETURN), State.CONFIRMED: (Move.UNDO, Move.RECOGNISE),
                 State.RETURNED: (Move.UNDO,), State.RECOGNISED: (Move.REVOKE,)}  # fmt: skip
        if (possible := moves.get(mine.state)) is not None:
            locked = there(declarations.load(tx, mine.id))
            decisions.decide(tx, locked, chance.choice(possible), person_id=village.head.id)


@pytest.mark.parametrize("seed", seeds(2, 4))
async def test_each_is_what_the_log_gives_at_its_moment_and_the_changes_add_up(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    village = await database.write(found)

    def more(tx: Transaction) -> list[int]:
        act_as_operator(tx)
        return [neighbour(tx, village, i).id for i in range(8)]

    keys = await database.write(more)
    taken = [await database.write(lambda tx: take(tx, village))]
    for _ in range(4):
        for _ in range(10):
            await database.write(lambda tx: do_something(tx, village, keys, chance))
        taken.append(await database.write(lambda tx: take(tx, village)))

    def look(tx: Transaction) -> None:
        assert all(snapshots.agrees(tx, each) for each in snapshots.of_cycle(tx, village.cycle.id))

    await database.read(look)
    assert Cause.CONFIRMED in {each.cause for made in taken for each in made.changes}
    for before, after in itertools.pairwise(taken):
        for key, name in after.numbers["places"].items():
            was, now = (
                each.numbers["counted"][CITIZEN].get(key, {}).get(Measure.REACHED_ON_ROSTER.value, 0)
                for each in (before, after)
            )
            told = [each for each in after.changes if each.place == name and each.cause is not Cause.WHOLE]
            assert sum(each.n for each in told) == now - was
            assert Cause.OTHER not in {each.cause for each in told}


async def test_a_year_moves_only_where_that_follows(database: Database) -> None:
    village = await database.write(found)

    def play(tx: Transaction) -> list[CycleState]:
        act_as_operator(tx)
        by, cycle = village.officer.id, cycles.held(tx, village.cycle.id)
        assert cycles.move(tx, cycle, CycleState.LOCKED, by=by) is None
        closed = there(cycles.move(tx, cycle, CycleState.CLOSED, by=by))
        again = there(cycles.move(tx, closed, CycleState.OPEN, by=by, why="Sót phiếu"))
        assert cycles.move(tx, again, CycleState.OPEN, by=by) is None
        closed = there(cycles.move(tx, again, CycleState.CLOSED, by=by))
        locked = there(cycles.move(tx, closed, CycleState.LOCKED, by=by))
        assert cycles.move(tx, locked, CycleState.OPEN, by=by) is None
        return [each.state for each in cycles.moves(tx, cycle.id)]

    assert await database.write(play) == [
        CycleState.CLOSED, CycleState.OPEN, CycleState.CLOSED, CycleState.LOCKED,
    ]  # fmt: skip
