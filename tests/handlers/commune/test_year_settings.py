"""How a commune does its year: the steps and their days, what counts, the official population."""

from __future__ import annotations

from acts import ways
from criteria.declaration import Move
from criteria.year import Counting
from storage import decisions
from storage.declaration_record import Declaration
from storage.kit.words import CycleState
from tests.handlers.driver import Commune


async def confirm(commune: Commune, declaration: Declaration) -> None:
    """The head says yes."""
    await commune.do(lambda tx: decisions.decide(tx, declaration, Move.CONFIRM, person_id=commune.village.head.id))


async def test_what_counts_is_printed_with_the_figures(commune: Commune) -> None:
    await confirm(commune, await commune.sent(commune.village.lan))
    officer = commune.officer
    await officer.press(ways.year_settings(commune.cycle))
    seen = await officer.choose("Tính đã có quyết định công nhận")
    assert "Số đạt: đã có quyết định công nhận." in seen
    assert (await commune.cycle_now()).settings.counting is Counting.RECOGNISED
    seen = await officer.press(ways.stats_of(commune.cycle))
    assert "đạt 0/" in seen
    assert "đã có quyết định công nhận" in seen
    await officer.press(ways.snapshot_now(commune.cycle))
    assert "đạt 0, bằng" in officer.screen
    await officer.press(ways.year_counts(commune.cycle, "confirmed"))
    assert "đạt 1/" in await officer.press(ways.stats_of(commune.cycle))


async def test_the_official_population_stands_beside_the_roster(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.year_field(commune.cycle, "people"))
    assert "từ 1 đến" in await officer.say("nhiều lắm")
    await officer.say("12.500")
    await officer.say("Công an xã")
    seen = await officer.say("31/12/2025")
    assert "Dân số 12.500 người (nguồn: Công an xã, ngày 31/12/2025)" in seen
    assert "chênh lệch" in seen
    await officer.press(ways.year_field_empty(commune.cycle, "people"))
    assert (await commune.cycle_now()).settings.population is None


async def test_steps_are_counted_back_and_never_made_shorter(commune: Commune) -> None:
    officer = commune.officer
    for step in ("meeting", "posting"):
        await officer.press(ways.year_step(commune.cycle, step))
    await officer.press(ways.year_field(commune.cycle, "report_by"))
    await officer.say("30/11/2026")
    seen = await officer.press(ways.year_steps(commune.cycle))
    # decision 5 days: 26-30/11; posting 10: 16-25/11; meeting 7: 09-15/11; the heads' checks until 08/11
    for line in ("hết ngày 08/11/2026", "từ 09/11/2026 đến hết 15/11/2026", "từ 16/11/2026 đến hết 25/11/2026",
                 "từ 26/11/2026 đến hết 30/11/2026"):  # fmt: skip
        assert line in seen
    await officer.press(ways.year_field(commune.cycle, "report_by"))
    await officer.say("1/1/2026")
    seen = await officer.press(ways.year_steps(commune.cycle))
    assert "không còn đủ ngày từ bước" in seen
    assert "không tự rút ngắn" in seen


async def test_a_closed_year_keeps_its_settings(commune: Commune) -> None:
    await commune.year_is(CycleState.CLOSED)
    before = (await commune.cycle_now()).settings
    for way in (
        ways.year_step(commune.cycle, "meeting"),
        ways.year_counts(commune.cycle, "recognised"),
        ways.year_field(commune.cycle, "people"),
        ways.year_field_empty(commune.cycle, "report_by"),
        ways.year_step(commune.cycle, "x"),
    ):
        await commune.officer.press(way)
    assert (await commune.cycle_now()).settings == before
