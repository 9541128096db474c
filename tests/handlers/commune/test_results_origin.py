"""Who made a list of results, when, and who signed it: asked in order, kept as said."""

from __future__ import annotations

from datetime import date

from acts import ways
from acts.results import ResultsErrand, Step
from storage.kit.words import ResultsFrom
from storage.result_lists import Origin
from tests.handlers.driver import Commune
from tests.results import has, now


async def test_it_is_asked_in_four_questions(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True), origin=Origin())
    await commune.officer.press(ways.results_file(found.id))
    await commune.officer.choose("Ghi nơi lập, ngày, người ký")
    await commune.officer.choose("Trường, cơ quan, đơn vị")
    await commune.officer.say("Trường THCS Sơn Hồng")
    await commune.officer.say("20/11/2026")
    seen = await commune.officer.say("Lê Văn Hiệu, Hiệu trưởng")
    assert "Đã ghi nơi lập danh sách." in seen
    assert (await now(commune, found)).origin == Origin(
        made_at=ResultsFrom.UNIT,
        made_by="Trường THCS Sơn Hồng",
        made_on=date(2026, 11, 20),
        signer="Lê Văn Hiệu, Hiệu trưởng",
    )


async def test_a_list_of_who_passed_alone_is_read_once_more(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, None), origin=Origin())
    await commune.officer.press(ways.results_origin(found.id))
    await commune.officer.choose("Thôn lập, có ký")
    await commune.officer.say("Thôn Kim Sơn")
    await commune.officer.choose("Hôm nay")
    await commune.officer.say("Phan Văn Đức")
    await commune.officer.choose("Phải, ai có tên là đạt")
    assert (await now(commune, found)).origin.all_reached
    assert ResultsErrand(found.id, Step.READ) in await commune.errands()
