"""Whatever a crowd does at its chats, the record holds and nobody decides who must not: generated events, by a seed."""

from __future__ import annotations

import pytest

from criteria.declaration import State
from storage.kit.engine import Database
from tests.authority import populate
from tests.conftest import Clock
from tests.handlers.crowd import A_WHILE, Crowd

DAILY = 1_000
SLICE, SLICES = 50_000, 20  # a million in make soak; each slice is a test, so that what passed need not be done again


async def crowd(database: Database, clock: Clock, seed: int) -> Crowd:
    return Crowd(database, clock, await database.write(populate), seed)


async def test_the_record_holds_whatever_people_do(sqlite: Database, clock: Clock) -> None:
    some = await crowd(sqlite, clock, 13)
    await some.act(DAILY)
    states = await some.states()
    assert set(some.counted) >= {"Chose", "Said", "Opened", "Sent", "Returned", "repeated", "decided: confirm"}
    assert states[State.CONFIRMED] > 1


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SLICES))
async def test_the_record_holds_through_a_million_events(sqlite: Database, clock: Clock, seed: int) -> None:
    some = await crowd(sqlite, clock, seed)
    await some.act(SLICE)
    assert some.counted["proofs"] == SLICE // A_WHILE
    print(f"slice {seed}: {SLICE} events, nothing lost, doubled, let through or inconsistent; {dict(some.counted)}")  # noqa: T201
