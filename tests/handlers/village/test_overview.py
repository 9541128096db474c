"""A village on one screen: how far it is from what was confirmed, how many are missing to the target, the ways on."""

from __future__ import annotations

from acts import ways
from acts.errands import ProgressErrand
from criteria.declaration import Move
from storage import cycles, decisions, places
from storage.kit.words import PlaceKind
from tests.handlers.driver import Commune


async def test_what_was_confirmed_counts_and_the_target_says_how_many_are_missing(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    seen = await commune.head.press(ways.village(commune.kim_son))
    assert "Đã tự đánh giá: 1" in seen
    assert "Đạt: 0 (0% của 4 người trong danh sách)" in seen
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    seen = await commune.head.press(ways.village(commune.kim_son))
    assert "Đạt: 1 (25% của 4 người trong danh sách)" in seen
    assert "Chỉ tiêu của xã: 60%. Thôn còn thiếu 2 người đạt." in seen
    assert "ngày đến" in seen  # the next date of the plan


async def test_a_village_beyond_the_target_is_told_so(commune: Commune) -> None:
    for who in ("Lan", "Mai", "Hải"):
        commune.clock.advance(hours=1)
        sent = await commune.sent(commune.people[who])
        await commune.do(lambda tx, d=sent: decisions.decide(tx, d, Move.CONFIRM, person_id=1))  # type: ignore[misc]
    assert "Thôn đã đạt chỉ tiêu." in await commune.head.press(ways.village(commune.kim_son))


async def test_without_a_plan_or_a_roster_no_number_is_made_up(commune: Commune) -> None:
    await commune.do(lambda tx: cycles.follow(tx, commune.village.cycle, ""))
    assert "xã chưa nhập kế hoạch, hoặc kế hoạch không nêu số" in await commune.head.press(
        ways.village(commune.kim_son)
    )
    unit = await commune.do(
        lambda tx: places.add_village(tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng",
                                      join_code="TRUONG", since=tx.now.date(), kind=PlaceKind.UNIT)
    )  # fmt: skip
    await commune.do(lambda tx: cycles.follow(tx, commune.village.cycle, "son-hong-2026-2030"))
    seen = await commune.officer.press(ways.village(unit.id))
    assert "chưa có danh sách dân cư, nên chưa có tỉ lệ" in seen
    assert "còn thiếu" not in seen


async def test_the_villages_title_is_offered_to_its_head_only(commune: Commune) -> None:
    way = "Danh hiệu của thôn"
    assert way in (await commune.head.press(ways.village(commune.kim_son))).labels
    assert way not in (await commune.officer.press(ways.village(commune.kim_son))).labels


async def test_an_officer_chooses_a_village(commune: Commune) -> None:
    seen = await commune.officer.press(ways.villages())
    assert seen.labels == ("Thôn Kim Sơn", "Thôn Hồng Lĩnh", "Cán bộ xã phụ trách", "Về đầu")
    assert (await commune.officer.choose("Thôn Hồng Lĩnh")).at == ways.village(commune.hong_linh)
    assert "dành cho cán bộ xã" in await commune.head.press(ways.villages())


async def test_the_picture_of_the_progress_is_made_one_at_a_time(commune: Commune) -> None:
    await commune.head.press(ways.village(commune.kim_son))
    assert "Đang làm ảnh" in await commune.head.choose("Ảnh tiến độ")
    assert "Ảnh đang làm" in await commune.head.choose("Ảnh tiến độ")
    assert await commune.errands() == [ProgressErrand(commune.kim_son, commune.cycle)]


async def test_a_village_is_looked_after_by_who_serves_it(commune: Commune) -> None:
    for way in (ways.village(commune.hong_linh), ways.progress(commune.hong_linh)):
        for chat in (commune.head, commune.far, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho trưởng thôn" in seen) == ("home", True)
    assert await commune.errands() == []


async def test_before_the_year_is_opened_last_years_progress_is_shown(commune: Commune) -> None:
    await commune.no_year()
    for way in (ways.village(commune.kim_son), ways.progress(commune.kim_son)):
        seen = await commune.head.press(way)
        assert seen.at == ways.village(commune.kim_son)
        assert "Thôn Kim Sơn, năm 2026" in seen
        assert "Xã chưa mở kỳ đánh giá năm 2027, nên đây là của năm 2026." in seen
    assert await commune.errands() == [ProgressErrand(commune.kim_son, commune.cycle)]
