"""The association's site: which villages are typed in, the sheet asked for."""

from __future__ import annotations

from acts import ways
from acts.errands import SiteSheetErrand
from storage import site_entries
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.handlers.driver import Commune
from tests.proposals import confirmed
from tests.village import resident


async def somebody(commune: Commune, name: str) -> None:
    """Somebody of Kim Sơn is confirmed."""

    def settle(tx: Transaction) -> Person:
        return resident(tx, commune.village.kim_son, name, 1970, household="51")

    await confirmed(commune, await commune.do(settle))


async def entered(commune: Commune) -> dict[int, int]:
    found = await commune.look(lambda tx: site_entries.of_cycle(tx, commune.cycle))
    return {place: each.people for place, each in found.items()}


async def test_a_village_is_ticked_new_people_are_told_and_the_tick_is_taken_back(commune: Commune) -> None:
    officer = commune.officer
    await somebody(commune, "Lò Thị Mới")
    await officer.press(ways.stats())
    seen = await officer.choose("Nhập lên trang của Hội")
    assert "chưa đối chiếu với trang thật" in seen
    assert "- Thôn Kim Sơn: 1 người, chưa nhập" in seen
    assert "Đang làm tệp" in await officer.choose("Lấy bảng để nhập (Excel)")
    assert await commune.errands() == [SiteSheetErrand(commune.cycle)]
    assert "đã nhập 1 người" in await officer.choose("Đã nhập: Thôn Kim Sơn")
    await somebody(commune, "Lò Thị Sau")
    seen = await officer.press(ways.site(commune.cycle))
    assert "còn 1 người mới" in seen
    await officer.choose("Đã nhập: Thôn Kim Sơn")
    assert await entered(commune) == {commune.kim_son: 2}
    await officer.choose("Bỏ dấu đã nhập: Thôn Kim Sơn")
    assert await entered(commune) == {}


async def test_no_place_without_results_and_none_of_others_is_ticked(commune: Commune) -> None:
    assert "Chưa có ai được xác nhận" in await commune.officer.press(ways.site(commune.cycle))
    for place in (commune.hong_linh, 999, 0):
        await commune.officer.press(ways.site_tick(commune.cycle, place))
        await commune.officer.press(ways.site_untick(commune.cycle, place))
    assert await entered(commune) == {}
