"""Without a source, a day and a document a list is only looked at."""

from __future__ import annotations

from acts import ways
from acts.roster import RosterErrand, Step
from storage.kit.words import ImportState
from storage.roster_imports import Source
from tests.handlers.driver import Commune
from tests.rosters import has, now


async def test_where_it_comes_from_is_asked_then_it_can_be_taken_over(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"), origin=Source())
    await commune.officer.press(ways.roster_file(file.id))
    await commune.officer.choose("Ghi nguồn danh sách")
    await commune.officer.choose("Công an xã")
    await commune.officer.say("31/2")
    await commune.officer.say("01/11/2026")
    await commune.officer.say("Công văn 15/UBND ngày 02/11/2026")
    seen = await commune.officer.choose("Không ghi")
    assert "Nguồn: Công an xã. Số liệu ngày 01/11/2026. Căn cứ: Công văn 15/UBND ngày 02/11/2026." in seen
    await commune.officer.choose("Đưa 1 người vào danh sách")
    assert (await now(commune, file)).state is ImportState.TAKING
    assert RosterErrand(file.id, Step.TAKE) in await commune.errands()
