"""The first seven hours of a year, when it is still the old one in UTC: the year is Viet Nam's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from acts import ways
from bot import commune_setup
from bot.commune_setup import RosterRow
from criteria.activity import EventKind
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN
from storage import counters, cycles, decisions, declarations, learning_events, mergers
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.village import PLAIN, resident, speaking, there

BEFORE = datetime(2026, 12, 31, 16, 50, tzinfo=UTC)  # ten to midnight in Viet Nam
AFTER = datetime(2026, 12, 31, 17, 10, tzinfo=UTC)


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    """Xã Sơn Hồng, ten minutes before the new year."""
    commune = await commune_of(sqlite, clock)
    clock.now = BEFORE
    return commune


async def test_a_year_is_opened_and_declared_for_once_it_has_begun_here(commune: Commune) -> None:
    lan = commune.village.lan.id
    assert "Mở kỳ đánh giá năm 2027" not in (await commune.officer.press(ways.home())).labels
    assert "Công dân học tập năm 2026" in await commune.lan.press(ways.begin(lan))
    commune.clock.now = AFTER
    assert "Xã chưa mở kỳ đánh giá năm 2027." in await commune.lan.press(ways.begin(lan))
    await commune.officer.press(ways.home())
    assert "Đã mở kỳ đánh giá năm 2027." in await commune.officer.choose("Mở kỳ đánh giá năm 2027")
    assert "Công dân học tập năm 2027" in await commune.lan.press(ways.begin(lan))


async def test_a_roster_brought_in_then_is_counted_in_the_new_year(commune: Commune) -> None:
    commune.clock.now = AFTER
    village = commune.village

    def work(tx: Transaction) -> tuple[int, int]:
        cycle = cycles.open_year(tx, commune_id=village.commune.id, year=2027, plan="")
        person = resident(tx, village.kim_son, "Võ Thị Tứ", 1980, household="7", on_roster=False)
        speaker = speaking(tx)
        begun = declarations.begin(tx, person, cycle, speaker=speaker)
        for key, value in PLAIN.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaker)
        sent = there(declarations.submit(tx, begun, speaker=speaker))
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)

        def on_roster() -> int:
            return counters.tallies(tx, cycle.id, CITIZEN)[village.kim_son.id][Measure.REACHED_ON_ROSTER]

        before = on_roster()
        commune_setup.write_roster(tx, village.commune, [RosterRow(village.kim_son, "Võ Thị Tứ", 1980, "7")])
        return before, on_roster()

    assert await commune.do(work) == (0, 1)


async def test_a_village_that_is_merged_then_takes_along_what_is_of_the_new_year(commune: Commune) -> None:
    village = commune.village

    def announce(tx: Transaction, day: date, code: str) -> int:
        return learning_events.announce(
            tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=day, hours=2,
            organiser="Thôn", code=code, person_id=village.head.id,
        ).id  # fmt: skip

    def work(tx: Transaction) -> tuple[list[int], list[int]]:
        announce(tx, date(2026, 12, 31), "NAM234")
        new = announce(tx, date(2027, 1, 1), "NAM235")
        mergers.merge(tx, village.kim_son, village.hong_linh)
        moved = [
            each.id
            for year in (2026, 2027)
            for each in learning_events.of_places(tx, [village.hong_linh.id], year=year, limit=9)
        ]
        return moved, [new]

    commune.clock.now = AFTER
    moved, new = await commune.do(work)
    assert moved == new
