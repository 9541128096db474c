"""Who is elsewhere is counted or left out of the year's totals, as the commune chooses; printed with how many."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from acts import ways
from bot.readers.citizen_report import citizen_report
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN
from criteria.presence import Away, is_of_year
from locales.catalog import catalog
from storage import accounts, counters, cycles, decisions, people, presence, recount, replay
from storage.kit.tables import people as people_rows
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from tests.handlers.driver import Commune
from tests.village import there


async def figures(commune: Commune) -> tuple[int, int]:
    """Reached and roster of Kim Sơn; the counters agree with the recount and the log."""

    def look(tx: Transaction) -> tuple[int, int]:
        cycle = there(cycles.load(tx, commune.cycle))
        kept = counters.tallies(tx, cycle.id, CITIZEN)
        assert kept == recount.recount(tx, cycle, CITIZEN)
        assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, CITIZEN)
        size = people.roster_sizes(tx, cycle, place_ids=[commune.kim_son], min_age=18)[commune.kim_son]
        return kept[commune.kim_son][Measure.REACHED_ON_ROSTER], size

    return await commune.look(look)


async def test_nobody_is_left_out_until_the_commune_says_so(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    await commune.head.press(ways.away_now(commune.village.lan.id, "work", 0, 0))
    await commune.head.press(ways.away_now(commune.people["Mai"].id, "study", 20260101, 20261230))  # back on the 31st
    assert await figures(commune) == (1, 4)
    assert "Đi làm ăn xa: 1 người, vẫn tính vào tổng số" in await commune.officer.press(ways.stats())
    await commune.officer.press(ways.basis(commune.cycle))
    seen = await commune.officer.choose("Người vắng: tính hay không")
    assert "Mặc định: tính tất cả." in seen
    await commune.officer.choose("Đi làm ăn xa: 1 người")
    assert await figures(commune) == (0, 3)
    await commune.officer.press(ways.left_out_tick(commune.cycle, "study"))
    assert await figures(commune) == (0, 3)  # who is back by the last day counts
    seen = await commune.officer.press(ways.stats())
    assert "Đi làm ăn xa: 1 người, không tính vào tổng số" in seen
    assert "1 người đã xác nhận, không tính vào tỉ lệ" in seen
    await commune.officer.press(ways.left_out_tick(commune.cycle, "work"))
    assert await figures(commune) == (1, 4)


async def test_the_workbook_says_who_is_left_out(commune: Commune) -> None:
    await commune.head.press(ways.away_now(commune.village.lan.id, "abroad", 0, 0))
    await commune.officer.press(ways.left_out_tick(commune.cycle, "abroad"))

    def read(tx: Transaction) -> str:
        account = there(accounts.find(tx, "web", "Thương"))
        basis = citizen_report(tx, commune.cycle, account.id).basis
        return "\n".join(map(catalog("vi").render, basis.elsewhere))

    assert await commune.look(read) == "Ra nước ngoài: 1 người, không tính vào tổng số"


async def test_a_locked_year_is_left_as_it_is(commune: Commune) -> None:
    await commune.head.press(ways.away_now(commune.village.lan.id, "work", 0, 0))
    await commune.year_is(CycleState.LOCKED)
    assert "đã khoá" in await commune.officer.press(ways.left_out_tick(commune.cycle, "work"))
    assert (await commune.cycle_now()).leaves_out == frozenset()
    for way in (ways.left_out(commune.cycle), ways.left_out_tick(commune.cycle, "work")):
        assert (await commune.head.press(way)).at == "home"
    assert (await commune.officer.press(ways.left_out_tick(commune.cycle, "x"))).at == ways.left_out(commune.cycle)


DAYS = (None, date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize("leaves_out", [(), (Away.WORK,), (Away.WORK, Away.ARMY)])
async def test_the_rule_in_sql_is_the_rule_of_the_domain(commune: Commune, leaves_out: tuple[Away, ...]) -> None:
    lan = commune.village.lan

    def work(tx: Transaction) -> int:
        cycle = presence.leave_out(tx, there(cycles.load(tx, commune.cycle)), leaves_out)
        tried = 0
        for left_on, away, first, last in itertools.product(DAYS, (None, Away.WORK, Away.STUDY), DAYS, DAYS):
            values = {"left_on": left_on, "away": away, "away_from": first, "away_to": last}
            tx.connection.execute(people_rows.update().where(people_rows.c.id == lan.id).values(**values))
            here = people.roster_sizes(tx, cycle, place_ids=[commune.kim_son], min_age=18)[commune.kim_son] == 4
            said = is_of_year(2026, leaves_out, left_on=left_on, away=away, away_from=first, away_to=last)
            assert here == said == people.get(tx, lan.id).is_counted_in(cycle), values
            tried += 1
        return tried

    assert await commune.do(work) == 192
