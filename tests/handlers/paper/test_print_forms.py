"""Paper forms to print: asked for once at a time, for the villages one serves, of titles that there are."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import PapersErrand
from criteria.parse import titles
from criteria.policy import Role
from tests.handlers.driver import Commune


async def test_each_titles_form_can_be_had_and_the_citizens_with_names(commune: Commune) -> None:
    seen = await commune.head.press(ways.papers(commune.kim_son))
    assert seen.labels[:2] == ("Công dân học tập, có sẵn tên", "Công dân học tập, phiếu trắng")
    assert len([label for label in seen.labels if label.endswith("phiếu trắng")]) == len(titles())
    assert "Đang làm phiếu" in await commune.head.choose("Công dân học tập, có sẵn tên")
    assert "Phiếu đang làm" in await commune.head.choose("Gia đình học tập, phiếu trắng")
    assert await commune.errands() == [PapersErrand(commune.kim_son, commune.cycle, "citizen", named=True)]


@pytest.mark.parametrize(("title", "kind"), [("x", "blank"), ("citizen", "x"), ("family", "named")])
async def test_a_form_that_there_is_not_is_not_made(commune: Commune, title: str, kind: str) -> None:
    assert (await commune.head.press(ways.papers_make(commune.kim_son, title, kind))).at == ways.papers(commune.kim_son)
    assert await commune.errands() == []


async def test_forms_are_made_for_the_villages_one_serves(commune: Commune) -> None:
    for way in (ways.papers(commune.kim_son), ways.papers_make(commune.kim_son, "citizen", "named")):
        assert "dành cho trưởng thôn và người được" in await commune.lan.press(way)
    for way in (ways.papers(commune.hong_linh), ways.papers_make(commune.hong_linh, "citizen", "named")):
        assert (await commune.head.press(way)).at == "home"
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    assert "Đang làm phiếu" in await commune.lan.press(ways.papers_make(commune.kim_son, "citizen", "blank"))
    assert len(await commune.errands()) == 1


async def test_forms_with_names_are_for_who_may_see_the_list(commune: Commune) -> None:
    """A helper sees whom they help, not who has still to declare."""
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    assert "Công dân học tập, có sẵn tên" in (await commune.head.press(ways.papers(commune.kim_son))).labels
    seen = await commune.lan.press(ways.papers(commune.kim_son))
    assert "Công dân học tập, có sẵn tên" not in seen.labels
    assert "có sẵn tên" not in seen
    for label in seen.labels:
        assert (await commune.lan.press(seen.choices[label])).at != "home" or label == "Về đầu"
    before = len(await commune.errands())
    assert (await commune.lan.press(ways.papers_make(commune.kim_son, "citizen", "named"))).at == seen.at
    assert len(await commune.errands()) == before


async def test_before_the_year_is_opened_there_is_no_form(commune: Commune) -> None:
    await commune.no_year()
    seen = await commune.head.press(ways.papers_make(commune.kim_son, "citizen", "blank"))
    assert (seen.at, "Xã chưa mở kỳ đánh giá năm 2027." in seen) == ("home", True)
    assert await commune.errands() == []
