"""What the officer does with what units file: who is late, accepting, taking over."""

from __future__ import annotations

from acts import ways
from criteria.policy import Role
from storage import entered_figures
from storage.kit.words import EntryState
from tests.handlers.driver import Commune
from tests.village import there

KEY = "tt25:1.2"
PLAN_KEY = "plan:son-hong-2026-2030:xmc"


async def assigned(commune: Commune, key: str = KEY) -> None:
    """An officer assigns the figure to Kim Sơn in the chat."""
    await commune.officer.press(ways.assign_to(key, commune.kim_son, commune.cycle))


async def filed(commune: Commune, key: str = KEY) -> entered_figures.Entry:
    found = await commune.look(lambda tx: entered_figures.filed(tx, commune.cycle).get(key))
    return there(found)


async def test_an_officer_enters_it_and_takes_over_what_waits(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.REPORTER, commune.village.kim_son)
    await assigned(commune, PLAN_KEY)
    await commune.lan.press(ways.file_number(PLAN_KEY, commune.kim_son))
    await commune.lan.say("9")
    seen = await commune.lan.press(ways.file_number(PLAN_KEY, commune.kim_son))
    assert "từ 0 đến 3" in seen  # a level is no 9
    await commune.lan.say("1")
    await commune.lan.say("Quyết định 7")
    waiting = await filed(commune, PLAN_KEY)
    await commune.lan.press(ways.file_sign(waiting.id))
    plan, target = PLAN_KEY.split(":")[1:]
    await commune.officer.press(ways.figure(commune.cycle, plan, target))
    await commune.officer.say("2")
    await commune.officer.say("Quyết định 8")
    kept = await commune.look(lambda tx: there(entered_figures.load(tx, waiting.id)))
    assert (kept.state, kept.value) == (EntryState.TAKEN_OVER, 1)
    counted = await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle))
    assert counted[PLAN_KEY].value == 2
    await commune.officer.press(ways.filed_accept(waiting.id))  # an old button
    assert (await commune.look(lambda tx: there(entered_figures.load(tx, waiting.id)))).state is EntryState.TAKEN_OVER


async def test_the_officer_sees_who_has_filed_nothing_and_by_when(commune: Commune) -> None:
    await assigned(commune)
    seen = await commune.officer.press(ways.who_filed(commune.cycle))
    assert "Thôn Kim Sơn: chưa nộp gì (1 chỉ tiêu)" in seen
    assert "trước ngày 01/12/2026" in seen  # as the plan words it
