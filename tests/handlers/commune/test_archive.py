"""The year's archive and the hand-over book are asked for by officers, and the archive comes by itself at the close."""

from __future__ import annotations

from acts import ways
from acts.errands import HandoverErrand, YearArchiveErrand
from tests.handlers.driver import Commune


async def kinds(commune: Commune) -> list[type]:
    return [type(each) for each in await commune.errands()]


async def test_an_officer_asks_for_both_and_a_second_tap_makes_no_second_file(commune: Commune) -> None:
    await commune.officer.press(ways.year(commune.cycle))
    await commune.officer.choose("Gói lưu trữ của năm (ZIP)")
    await commune.officer.press(ways.handover(commune.cycle))
    seen = await commune.officer.press(ways.year_archive(commune.cycle))
    assert "Tệp trước đang lập" in seen
    assert await kinds(commune) == [YearArchiveErrand, HandoverErrand]


async def test_closing_the_year_makes_its_archive(commune: Commune) -> None:
    seen = await commune.officer.press(ways.year_close_now(commune.cycle))
    assert "Gói lưu trữ của năm đang lập" in seen
    assert await kinds(commune) == [YearArchiveErrand]
    await commune.officer.press(ways.year_close_now(commune.cycle))  # an old button
    assert await kinds(commune) == [YearArchiveErrand]


async def test_a_head_gets_neither(commune: Commune) -> None:
    await commune.head.press(ways.year_archive(commune.cycle))
    await commune.head.press(ways.handover(commune.cycle))
    assert await kinds(commune) == []
