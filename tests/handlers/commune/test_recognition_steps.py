"""Where the year has meetings, a list is submitted once they were held; what is missing is said, with ways to it."""

from __future__ import annotations

from acts import ways
from criteria.recognition import Paper
from tests.handlers.driver import Commune
from tests.meetings import opened
from tests.proposals import drawn_up, now


async def test_a_village_without_its_meeting_holds_the_list_back(commune: Commune) -> None:
    await commune.officer.press(ways.year_step(commune.cycle, "meeting"))
    made = await drawn_up(commune)
    seen = await commune.officer.press(ways.recognition_submit(made.id))
    assert "- Họp xét ở thôn: Thôn Kim Sơn" in seen
    assert (await now(commune, made)).state is Paper.DRAFT
    for place in (commune.kim_son, commune.hong_linh):
        await commune.officer.press(ways.meeting_open(place, "village"))
        await commune.officer.choose("Kết luận")
    await commune.officer.press(ways.recognition_submit(made.id))
    assert (await now(commune, made)).state is Paper.SUBMITTED


async def test_a_meeting_that_is_only_open_does_not_count(commune: Commune) -> None:
    await commune.officer.press(ways.year_step(commune.cycle, "meeting"))
    made = await drawn_up(commune)
    await opened(commune)
    seen = await commune.officer.press(ways.recognition_submit(made.id))
    assert "Thôn Kim Sơn" in seen


async def test_the_council_is_asked_for_where_the_year_has_one(commune: Commune) -> None:
    await commune.officer.press(ways.year_step(commune.cycle, "council"))
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition_submit(made.id))
    await commune.officer.choose("Ghi họp Hội đồng đánh giá")
    await commune.officer.choose("Kết luận")
    await commune.officer.press(ways.recognition_submit(made.id))
    assert (await now(commune, made)).state is Paper.SUBMITTED


async def test_without_such_steps_nothing_is_missing(commune: Commune) -> None:
    made = await drawn_up(commune)
    seen = await commune.officer.press(ways.recognition_missing(made.id))
    assert seen.at == f"recognition/{made.id}"
