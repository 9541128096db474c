"""The year's criteria: a number corrected in a draft, whose result that would change, adopted as it was seen."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.model import CITIZEN, FAMILY, Standing
from criteria.score import Verdict
from storage.kit.words import CycleState
from tests.handlers.driver import Commune, Seen

PROVISIONAL, VERIFIED = Standing.PROVISIONAL.value, Standing.VERIFIED.value


async def types(commune: Commune, key: str, typed: str, title: str = CITIZEN) -> Seen:
    """The officer types a number of the paper."""
    await commune.officer.press(ways.number(commune.cycle, title, key))
    return await commune.officer.say(typed)


async def corrections(commune: Commune, title: str = CITIZEN) -> dict[str, object]:
    return dict((await commune.cycle_now()).adoption(title).corrections)


async def rule_of_total(commune: Commune) -> str:
    """The rule that asks for so many points in all."""
    return next(f"rules.{each.id}" for each in commune.village.cycle.criteria().rules if each.value == 80)


async def test_a_set_is_adopted_as_it_stands(commune: Commune) -> None:
    await commune.officer.press(ways.basis(commune.cycle))
    assert len([label for label in commune.officer.screen.labels if ": " in label]) == 6
    await commune.officer.press(ways.set_(commune.cycle, CITIZEN))
    assert "Đã ghi." in await commune.officer.choose("Đã đối chiếu văn bản gốc")
    now = await commune.cycle_now()
    assert (now.standing(CITIZEN), now.standing(FAMILY)) == (Standing.VERIFIED, Standing.PROPOSED)


async def test_a_typed_number_is_a_draft_until_the_set_is_adopted(commune: Commune) -> None:
    key = await rule_of_total(commune)
    seen = await types(commune, key, "90 điểm")
    assert (seen.at, "Đang sửa (chưa ghi):" in seen) == (ways.set_(commune.cycle, CITIZEN), True)
    assert await corrections(commune) == {}
    assert "Đang sửa" not in await commune.officer.press(ways.set_(commune.cycle, FAMILY))  # another title's
    await commune.officer.press(ways.set_(commune.cycle, CITIZEN))
    assert "Đã bỏ các số đang sửa." in await commune.officer.choose("Bỏ các số đang sửa")
    assert "Đang sửa (chưa ghi)" not in commune.officer.screen
    await types(commune, key, "90")
    assert "Tính lại 0 bản khai" in await commune.officer.choose("Dùng tạm, chưa đối chiếu")
    assert await corrections(commune) == {key: 90}


async def test_whose_result_would_change_is_seen_first(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)  # 86 points
    await types(commune, await rule_of_total(commune), "90")
    seen = await commune.officer.choose("Dùng tạm, chưa đối chiếu")
    assert "Áp dụng thì 1 bản khai đổi kết quả" in seen
    assert "Nguyễn Thị Lan: " in seen
    assert (await commune.declaration(sent)).verdict is Verdict.REACHED
    await commune.officer.choose("Thôi")
    assert await corrections(commune) == {}
    await commune.officer.choose("Dùng tạm, chưa đối chiếu")
    assert "Tính lại 1 bản khai" in await commune.officer.choose("Áp dụng")
    assert (await commune.declaration(sent)).verdict is Verdict.NOT_REACHED


async def test_what_was_not_seen_is_not_applied(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    await types(commune, await rule_of_total(commune), "90")
    await commune.officer.choose("Dùng tạm, chưa đối chiếu")
    apply = commune.officer.screen.choices["Áp dụng"]
    commune.clock.advance(hours=1)
    await commune.sent(commune.people["Mai"])
    seen = await commune.officer.press(apply)
    assert "Số liệu vừa thay đổi." in seen
    assert "Trần Thị Mai" in seen
    assert await corrections(commune) == {}
    assert "Số liệu vừa thay đổi." in await commune.officer.press(
        ways.adopt_now(commune.cycle, CITIZEN, PROVISIONAL, "x")
    )


@pytest.mark.parametrize("typed", ["", "nhiều", "99999", "101"])
async def test_a_number_that_makes_no_sense_is_asked_back(commune: Commune, typed: str) -> None:
    key = await rule_of_total(commune)
    seen = await types(commune, key, typed)
    assert seen.at == ways.number(commune.cycle, CITIZEN, key)
    assert "Chỗ này chỉ nhận số." in await commune.officer.send("sticker")
    assert "Đang sửa (chưa ghi)" not in await commune.officer.press(ways.set_(commune.cycle, CITIZEN))


async def test_points_have_a_number_for_each_level(commune: Commune) -> None:
    seen = await types(commune, "points.A2", "5")
    assert seen.at == ways.number(commune.cycle, CITIZEN, "points.A2")
    levels = len(commune.village.cycle.criteria().indicator("A2").levels)
    assert "Đã ghi nháp." in await types(commune, "points.A2", " ".join(str(i) for i in range(levels)))


async def test_a_rule_is_switched_off(commune: Commune) -> None:
    key = await rule_of_total(commune)
    await commune.officer.press(ways.number(commune.cycle, CITIZEN, key))
    assert "không áp dụng" in await commune.officer.choose("Không áp dụng quy định này")
    await commune.officer.choose("Dùng tạm, chưa đối chiếu")
    assert await corrections(commune) == {key: "off"}
    await commune.officer.press(ways.number(commune.cycle, CITIZEN, "min_age"))
    assert "Không áp dụng quy định này" not in commune.officer.screen.labels
    assert "Đã ghi nháp." not in await commune.officer.press(ways.rule_off(commune.cycle, CITIZEN, "min_age"))


async def test_a_number_or_standing_that_there_is_not_changes_nothing(commune: Commune) -> None:
    at = commune.cycle
    assert (await commune.officer.press(ways.number(at, CITIZEN, "x"))).at == ways.numbers(at, CITIZEN)
    for way in (ways.adopt(at, CITIZEN, "x"), ways.adopt_see(at, CITIZEN, "x"), ways.adopt_now(at, CITIZEN, "x", "x"),
                ways.adopt(at, CITIZEN, Standing.PROPOSED.value)):  # fmt: skip
        assert (await commune.officer.press(way)).at == ways.set_(at, CITIZEN)
    assert "Công dân học tập, năm 2026" in await commune.officer.press(ways.set_(at, "x"))
    assert (await commune.cycle_now()).standing(CITIZEN) is Standing.PROPOSED


async def test_a_locked_year_adopts_nothing(commune: Commune) -> None:
    await types(commune, await rule_of_total(commune), "90")
    await commune.year_is(CycleState.LOCKED)
    for way in (ways.adopt(commune.cycle, CITIZEN, VERIFIED), ways.adopt_see(commune.cycle, CITIZEN, VERIFIED),
                ways.adopt_now(commune.cycle, CITIZEN, VERIFIED, "x")):  # fmt: skip
        assert (await commune.officer.press(way)).at == ways.set_(commune.cycle, CITIZEN)
    assert await corrections(commune) == {}


async def test_criteria_are_the_officers(commune: Commune) -> None:
    at = commune.cycle
    for way in (ways.basis(at), ways.set_(at, CITIZEN), ways.numbers(at, CITIZEN), ways.number(at, CITIZEN, "min_age"),
                ways.rule_off(at, CITIZEN, "rules.total"), ways.drop(at, CITIZEN), ways.adopt(at, CITIZEN, VERIFIED),
                ways.adopt_see(at, CITIZEN, VERIFIED), ways.adopt_now(at, CITIZEN, VERIFIED, "x")):  # fmt: skip
        for chat in (commune.head, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True), way
