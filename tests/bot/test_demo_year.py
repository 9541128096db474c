"""The demo's November: a village that has met, a list that hangs, a decision that is signed."""

from __future__ import annotations

from bot.demo.seed import SEATS, seed
from criteria.declaration import Measure
from criteria.meeting import MeetingState
from criteria.model import CITIZEN
from criteria.recognition import Paper
from locales.format import year_of
from storage import audit, counters, cycles, meetings, places, recognition, recount
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.village import there


async def test_a_village_has_met_a_list_hangs_and_a_decision_is_signed(sqlite: Database, clock: Clock) -> None:
    assert await sqlite.write(lambda tx: seed(tx, {seat: f"{seat:x<40}" for seat in SEATS}))

    def look(tx: Transaction) -> None:
        commune = there(places.by_official_code(tx, "18160"))
        cycle = there(cycles.of_year(tx, commune.id, year_of(clock.now)))
        met = meetings.of_cycle(tx, cycle.id)
        assert [each.state for each in met.values()] == [MeetingState.HELD]
        posted, issued = (
            next(each for each in recognition.of_cycle(tx, cycle.id) if each.state is state)
            for state in (Paper.POSTED, Paper.ISSUED)
        )
        (meeting,) = met.values()
        off = {each.declaration_id for each in meetings.marked(tx, meeting) if not each.proposed}
        assert len(off) == 1
        assert not off & {each.declaration_id for each in recognition.all_names(tx, posted.id)}
        assert recognition.open_objections(tx, posted.id) == 1
        named = len(recognition.all_names(tx, issued.id))
        tallies = counters.tallies(tx, cycle.id, CITIZEN)
        assert named > 0
        assert sum(each[Measure.RECOGNISED] for each in tallies.values()) == named
        assert tallies == recount.recount(tx, cycle, CITIZEN)
        assert audit.broken_chains(tx) == ()

    await sqlite.read(look)
