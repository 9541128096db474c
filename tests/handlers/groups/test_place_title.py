"""A village as a whole: its head says "Cộng đồng học tập", from what was confirmed in it; officers decide."""

from __future__ import annotations

from acts import ways
from criteria.declaration import Move, State
from criteria.model import SubjectKind
from criteria.parse import titles
from criteria.policy import Role
from storage import decisions, places
from storage.kit.words import CycleState, PlaceKind
from tests.handlers.driver import Commune

(VILLAGE,) = titles(SubjectKind.VILLAGE)
(UNIT,) = titles(SubjectKind.UNIT)


async def test_the_head_sees_how_far_the_village_is_and_registers_it(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    seen = await commune.head.press(ways.community(commune.kim_son))
    assert "Người đạt Công dân học tập: 1/4" in seen
    assert "Gia đình đạt Gia đình học tập: 0/2" in seen
    assert "chưa đăng ký" in seen
    begun = await commune.head.choose("Khai Cộng đồng học tập (thôn)")
    assert begun.at.startswith("ask/")
    (mine,) = await commune.declarations_of(commune.village.head, VILLAGE)
    assert (mine.state, mine.place_id) == (State.DRAFT, commune.kim_son)


async def test_registering_twice_goes_on_with_the_one_declaration(commune: Commune) -> None:
    first = await commune.head.press(ways.community_begin(commune.kim_son, VILLAGE))
    second = await commune.head.press(ways.community_begin(commune.kim_son, VILLAGE))
    assert first.at == second.at
    assert len(await commune.declarations_of(commune.village.head, VILLAGE)) == 1
    seen = await commune.head.press(ways.community(commune.kim_son))
    assert "đang khai dở" in seen
    assert "Khai tiếp Cộng đồng học tập (thôn)" in seen.labels


async def test_a_unit_has_people_and_no_families(commune: Commune) -> None:
    unit = await commune.do(
        lambda tx: places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="TRUONG",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )
    )  # fmt: skip
    await commune.give(commune.village.head, Role.HEAD, unit)
    seen = await commune.head.press(ways.community(unit.id))
    assert "Chưa có danh sách người để tính tỉ lệ." in seen
    assert "Gia đình đạt" not in seen
    assert "Khai Đơn vị học tập" in seen.labels


async def test_only_the_head_of_the_place_speaks_for_it(commune: Commune) -> None:
    for chat in (commune.lan, commune.officer, commune.far):
        for way in (ways.community(commune.kim_son), ways.community_begin(commune.kim_son, VILLAGE)):
            seen = await chat.press(way)
            assert (seen.at, "người đứng đầu" in seen) == ("home", True)
    assert "chưa ghi tên" in await commune.stranger.press(ways.community(commune.kim_son))
    assert "người đứng đầu" in await commune.head.press(ways.community(commune.hong_linh))
    assert await commune.declarations_of(commune.village.head, VILLAGE) == ()


async def test_a_title_that_is_not_the_places_registers_nothing(commune: Commune) -> None:
    for title in (UNIT, "family", "x"):
        assert (await commune.head.press(ways.community_begin(commune.kim_son, title))).at == ways.community(
            commune.kim_son
        )
        assert await commune.declarations_of(commune.village.head, title) == ()


async def test_without_an_open_year_nothing_is_registered(commune: Commune) -> None:
    await commune.year_is(CycleState.LOCKED)
    seen = await commune.head.press(ways.community(commune.kim_son))
    assert "Khai Cộng đồng học tập (thôn)" not in seen.labels
    assert "Xã chưa mở kỳ đánh giá năm 2026." in await commune.head.press(
        ways.community_begin(commune.kim_son, VILLAGE)
    )
    await commune.no_year()
    seen = await commune.head.press(ways.community(commune.kim_son))
    assert "Xã chưa mở kỳ đánh giá năm 2027, nên đây là của năm 2026." in seen
    assert "Khai Cộng đồng học tập (thôn)" not in seen.labels
    assert await commune.declarations_of(commune.village.head, VILLAGE) == ()
