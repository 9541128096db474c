"""The list of people on the officer's menu, and who may look at it."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import RosterTemplateErrand
from tests.handlers.driver import Commune
from tests.rosters import has


async def test_the_list_is_on_the_officers_menu_with_its_numbers(commune: Commune) -> None:
    await commune.officer.open()
    seen = await commune.officer.choose("Danh sách dân cư")
    assert "Tổng số: 6 người." in seen
    assert "- Thôn Kim Sơn: 4" in seen
    asked = await commune.officer.choose("Đưa danh sách từ tệp vào")
    assert asked.at == "roster-send"
    assert "chưa đưa ai vào danh sách" in asked


@pytest.mark.parametrize("chat", ["head", "lan", "stranger"])
async def test_nobody_else_sees_it(commune: Commune, chat: str) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"))
    for way in (ways.roster(), ways.roster_file(file.id), ways.roster_take(file.id)):
        seen = await getattr(commune, chat).press(way)
        assert "Hồ Văn Mới" not in seen
        assert not seen.at.startswith("roster")


async def test_an_empty_file_to_fill_in_is_asked_for(commune: Commune) -> None:
    await commune.officer.press(ways.roster())
    await commune.officer.choose("Lấy tệp mẫu để điền")
    assert RosterTemplateErrand(commune.village.commune.id) in await commune.errands()
