"""Results made elsewhere, as the officer finds them: how many, which lists, and the way to bring one."""

from __future__ import annotations

from acts import ways
from acts.errands import ResultsTemplateErrand
from storage import result_lists
from tests.handlers.driver import Commune
from tests.results import has


async def test_the_officer_finds_the_lists_from_the_menu_with_who_made_them(commune: Commune) -> None:
    await has(commune, ("Nguyễn Thị Lan", 1968, True))
    await commune.officer.press(ways.home())
    await commune.officer.choose("Danh sách dân cư")
    seen = await commune.officer.choose("Kết quả lập ở nơi khác")
    assert "Đã nhận: 0 người." in seen
    assert "đã đọc, chưa đưa vào danh sách. Trường THCS Sơn Hồng lập ngày 20/11/2026, Lê Văn Hiệu" in seen
    assert "Tệp đang xem: ket-qua.xlsx" in seen.labels


async def test_a_head_is_not_shown_them(commune: Commune) -> None:
    seen = await commune.head.press(ways.results())
    assert "cán bộ" in seen
    assert seen.at != "results"


async def test_a_template_has_the_communes_places(commune: Commune) -> None:
    await commune.officer.press(ways.results())
    await commune.officer.choose("Lấy tệp mẫu để điền")
    assert ResultsTemplateErrand(commune.cycle) in await commune.errands()


async def test_a_newer_list_sets_one_aside_that_nobody_took(commune: Commune) -> None:
    first = await has(commune, ("Nguyễn Thị Lan", 1968, True))
    await has(commune, ("Trần Thị Mai", 1992, True))
    seen = await commune.officer.press(ways.results_file(first.id))
    assert "Tệp này đã bỏ, không nhận kết quả của ai." in seen
    assert (await commune.look(lambda tx: result_lists.counts(tx, first.id))).read == 0
