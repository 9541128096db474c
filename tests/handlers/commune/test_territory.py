"""Villages and units: a unit added, a village merged, where a person counts, one person who stands twice."""

from __future__ import annotations

import pytest

from acts import ways
from bot.commune_setup import add_commune
from criteria.declaration import Move
from criteria.policy import Role
from handlers.commune.territory import LABELS
from storage import decisions, duplicates, places
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.places import Place
from tests.handlers.driver import Commune
from tests.village import CONTACT, there


async def school(commune: Commune) -> Place:
    await commune.officer.press(ways.unit_name(0))
    await commune.officer.say("THCS Sơn Hồng")
    (unit,) = [each for each in await villages(commune) if each.kind == PlaceKind.UNIT]
    return unit


async def villages(commune: Commune) -> tuple[Place, ...]:
    return await commune.look(lambda tx: places.villages(tx, commune.village.commune.id))


# Units


async def test_a_unit_is_added_with_a_code_of_its_own(commune: Commune) -> None:
    await commune.officer.press(ways.territory())
    await commune.officer.choose("Thêm đơn vị (trường, cơ quan…)")
    await commune.officer.choose("Trường học")
    seen = await commune.officer.say("Trường THCS  Sơn Hồng")
    (unit,) = [each for each in await villages(commune) if each.kind == PlaceKind.UNIT]
    assert (unit.label, unit.name) == ("trường", "THCS Sơn Hồng")
    assert f"mã {unit.join_code}" in seen
    assert f"- Trường THCS Sơn Hồng: mã {unit.join_code}" in seen


@pytest.mark.parametrize(
    ("typed", "said"), [("x", "gõ tên đơn vị"), ("12345", "gõ tên đơn vị"), ("kim son", "Đã có nơi tên")]
)
async def test_what_is_no_new_name_adds_nothing(commune: Commune, typed: str, said: str) -> None:
    await commune.officer.press(ways.unit_name(5))
    seen = await commune.officer.say(typed)
    assert (seen.at, said in seen) == (ways.unit_name(5), True)
    assert "Chỗ này chỉ nhận chữ." in await commune.officer.send("sticker")
    assert (await commune.officer.press(ways.unit_name(len(LABELS)))).at == "unit-new"
    assert len(await villages(commune)) == 2


async def test_somebody_counts_at_work_from_now_on_and_back_again(commune: Commune) -> None:
    unit = await school(commune)
    await commune.give(commune.people["Khánh"], Role.HEAD, unit)
    await commune.lan.open(unit.join_code)
    assert "Mỗi người chỉ tính một nơi." in commune.lan.screen
    await commune.lan.choose("Không, vẫn tính ở thôn Kim Sơn")
    assert (await commune.person(commune.village.lan)).unit_id is None
    await commune.lan.press(ways.unit_join(there(unit.join_code)))
    asked = await commune.lan.choose("Đúng, tính tôi ở đơn vị")
    assert "chưa xong thì vẫn tính ở thôn Kim Sơn" in asked
    assert "Đang chờ người đứng đầu đơn vị đồng ý." in asked
    assert (await commune.person(commune.village.lan)).assessed_at == commune.kim_son
    (told,) = await commune.notices(commune.far)
    assert "Nguyễn Thị Lan xin tính ở trường THCS Sơn Hồng." in told
    await commune.far.press(ways.home())
    await commune.far.choose("Có lời xin chờ trả lời (1)")
    await commune.far.choose("Trả lời: Nguyễn Thị Lan, vào đơn vị")
    assert "Đã đồng ý: Nguyễn Thị Lan, vào đơn vị." in await commune.far.choose("Đồng ý")
    await commune.lan.press(ways.home())
    assert (await commune.person(commune.village.lan)).assessed_at == unit.id
    assert "từ nay bác tính ở thôn Kim Sơn" in await commune.lan.choose("Thôi tính ở đơn vị, về thôn Kim Sơn")
    assert (await commune.person(commune.village.lan)).assessed_at == commune.kim_son
    assert "Đã ghi" not in await commune.lan.press(ways.unit_leave())


async def test_who_was_confirmed_this_year_counts_there_this_year(commune: Commune) -> None:
    unit = await school(commune)
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    assert "đã được xác nhận ở nơi cũ" in await commune.lan.press(ways.unit_take(there(unit.join_code)))
    assert (await commune.person(commune.village.lan)).unit_id is None

    commune.clock.advance(hours=1)
    mai = commune.people["Mai"]
    await commune.mai.press(ways.unit_take(there(unit.join_code)))
    assert "Đang chờ cán bộ xã đồng ý." in commune.mai.screen  # nobody heads the unit
    await commune.officer.press(ways.joinings())
    await commune.officer.choose("Trả lời: Trần Thị Mai, vào đơn vị")
    await commune.officer.choose("Đồng ý")
    theirs = await commune.sent(await commune.person(mai))
    await commune.do(lambda tx: decisions.decide(tx, theirs, Move.CONFIRM, person_id=commune.village.officer.id))
    assert "đã được xác nhận ở đơn vị" in await commune.mai.press(ways.unit_leave())
    assert (await commune.person(mai)).unit_id == unit.id


async def test_who_has_no_code_of_a_unit_of_their_commune_is_of_none(commune: Commune) -> None:
    """A village's code, a number, a code that is none, a unit's code of another commune: no place is told apart."""
    unit = await school(commune)
    village = await commune.look(lambda tx: places.get(tx, commune.hong_linh))

    def elsewhere(tx: Transaction) -> Place:
        other = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xóm Mới"])
        return places.add_village(
            tx, commune=other, label="trường", name="Xa", join_code="TRUONGXA", since=tx.now.date(), kind=PlaceKind.UNIT
        )

    far = await commune.do(elsewhere)
    for code in (there(village.join_code), str(unit.id), str(far.id), "KHONGCO", there(far.join_code)):
        for way in (ways.unit_join(code), ways.unit_take(code)):
            seen = await commune.lan.press(way)
            assert (seen.at, "Không có mã đơn vị ấy" in seen) == ("home", True), code
            assert "chưa ghi tên" in await commune.stranger.press(way)
    assert (await commune.person(commune.village.lan)).unit_id is None


# Merging


async def test_a_village_is_merged_after_what_that_means_was_read(commune: Commune) -> None:
    await commune.officer.press(ways.merge())
    await commune.officer.choose("Thôn Hồng Lĩnh")
    seen = await commune.officer.choose("Thôn Kim Sơn")
    assert "Gộp thôn Hồng Lĩnh vào thôn Kim Sơn?" in seen
    assert "không tự tách lại" in seen
    await commune.officer.choose("Thôi")
    assert len(await villages(commune)) == 2
    seen = await commune.officer.press(ways.merge_now(commune.hong_linh, commune.kim_son))
    assert "2 người đã chuyển." in seen
    assert [each.id for each in await villages(commune)] == [commune.kim_son]
    assert (await commune.person(commune.people["Khánh"])).place_id == commune.kim_son
    for way in (ways.merge_see(commune.hong_linh, commune.kim_son), ways.merge_now(commune.hong_linh, commune.kim_son)):
        assert "đã chuyển" not in await commune.officer.press(way)  # it is no more


async def test_a_place_goes_to_another_of_its_kind_only(commune: Commune) -> None:
    unit = await school(commune)
    seen = await commune.officer.press(ways.merge_from(commune.kim_son))
    assert seen.labels == ("Thôn Hồng Lĩnh", "Quay lại")
    for into in (unit.id, commune.kim_son, commune.village.commune.id, 999):
        assert (await commune.officer.press(ways.merge_see(commune.kim_son, into))).at == "merge"
        assert (await commune.officer.press(ways.merge_now(commune.kim_son, into))).at == "territory"
    assert len(await villages(commune)) == 3


async def test_territory_is_the_officers(commune: Commune) -> None:
    at = (commune.hong_linh, commune.kim_son)
    for way in (ways.territory(), ways.unit_new(), ways.unit_name(0), ways.merge(), ways.merge_from(at[0]),
                ways.merge_see(*at), ways.merge_now(*at), ways.twins()):  # fmt: skip
        for chat in (commune.head, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True), way
    assert len(await villages(commune)) == 2


# Twins


@pytest.mark.parametrize("which", ["first", "second", "both"])
async def test_one_person_who_stands_twice_is_settled_by_the_officer(commune: Commune, which: str) -> None:
    other = await commune.neighbour("Nguyễn Thị Lan", 1968, place=commune.village.hong_linh, on_roster=False)
    seen = await commune.officer.press(ways.territory())
    assert "Người có thể ghi hai nơi (1)" in seen.labels
    seen = await commune.officer.choose("Người có thể ghi hai nơi (1)")
    assert "- Thôn Kim Sơn, có trong danh sách" in seen
    assert "- Thôn Hồng Lĩnh, tự ghi tên" in seen
    one, two = sorted((commune.village.lan.id, other.id))
    assert (await commune.head.press(ways.twin(one, two, which))).at in {"home", "twins"}
    assert await commune.look(lambda tx: duplicates.in_commune(tx, commune.village.commune.id)) != ()
    assert (await commune.officer.press(ways.twin(one, two, "x"))).at == "twins"
    assert "Còn 1 trường hợp" in commune.officer.screen
    (pair,) = await commune.look(lambda tx: duplicates.in_commune(tx, commune.village.commune.id))
    seen = await commune.officer.press(ways.twin(pair.one.id, pair.other.id, which))
    assert "Đã ghi cho Nguyễn Thị Lan." in seen
    assert "Không có ai ghi ở hai nơi mà chưa xem." in seen
    assert "Đã ghi" not in await commune.officer.press(ways.twin(pair.one.id, pair.other.id, which))
