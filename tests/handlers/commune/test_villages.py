"""Villages: added with labels of their own, renamed, ended, split; of one name told apart by the old commune."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN, FAMILY
from criteria.parse import titles
from criteria.place_names import LABELS, VillageName, village_name
from criteria.policy import Role
from storage import audit, counters, cycles, decisions, households, people, places, recount, roles, villages
from storage.kit.transaction import Transaction
from storage.places import Place
from tests.handlers.driver import Commune
from tests.village import FAMILY_ANSWERS, household_of, resident, there


async def all_of(commune: Commune) -> dict[str, Place]:
    found = await commune.look(lambda tx: places.villages(tx, commune.village.commune.id))
    return {each.full_name: each for each in found}


# What a village is called


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Xóm 5", VillageName("xóm", "5")),
        ("  thôn   Kim Sơn ", VillageName("thôn", "Kim Sơn")),
        ("TỔ DÂN PHỐ 3", VillageName("tổ dân phố", "3")),
        ("Khu phố 3", VillageName("khu phố", "3")),
        ("Khu Đông", VillageName("khu", "Đông")),
        ("Ấp Bắc", VillageName("ấp", "Bắc")),
        ("Kim Sơn", VillageName("", "Kim Sơn")),
        ("Ban Mai", VillageName("", "Ban Mai")),
        ("Thôn 1 (xã Sơn Lĩnh cũ)", VillageName("thôn", "1", "xã Sơn Lĩnh")),
        ("Thôn 1 ( thuộc Xã Sơn Lĩnh cũ )", VillageName("thôn", "1", "xã Sơn Lĩnh")),
        ("Tổ dân phố 2 (thị trấn Tây Sơn cũ)", VillageName("tổ dân phố", "2", "thị trấn Tây Sơn")),
        ("thôn", VillageName("", "thôn")),
        ("", VillageName("", "")),
    ],
)
def test_a_name_is_read_in_its_parts(said: str, read: VillageName) -> None:
    assert village_name(said) == read


def test_no_label_hides_a_longer_one() -> None:
    assert len(set(LABELS)) == len(LABELS) >= 11
    for label in LABELS:
        assert village_name(f"{label} 9") == VillageName(label, "9")


# Adding, renaming


@pytest.mark.parametrize("called", ["Xóm 5", "Bản Pom", "Khu phố 2", "Tổ dân phố Bắc", "Ấp 3"])
async def test_a_village_is_added_with_its_own_label_and_a_code(commune: Commune, called: str) -> None:
    await commune.officer.press(ways.territory())
    await commune.officer.choose("Thêm thôn")
    seen = await commune.officer.say(called)
    made = (await all_of(commune))[called]
    assert f"Đã thêm {made.inline_name}, mã {made.join_code}." in seen
    assert "0 người." in seen
    await commune.stranger.open(made.join_code)
    assert await commune.look(lambda tx: there(places.by_join_code(tx, there(made.join_code))).id) == made.id


@pytest.mark.parametrize("typed", ["Kim Sơn", "x", "thôn", "", "Thôn (((", "Thôn " + "a" * 90])
async def test_what_is_no_name_of_a_village_adds_nothing(commune: Commune, typed: str) -> None:
    await commune.officer.press(ways.village_new())
    seen = await commune.officer.say(typed)
    assert (seen.at, "gõ tên có chữ đứng trước" in seen) == ("village-new", True)
    await commune.officer.send("sticker")
    assert len(await all_of(commune)) == 2


async def test_two_villages_of_one_name_are_told_apart_by_the_old_commune(commune: Commune) -> None:
    await commune.officer.press(ways.village_new())
    seen = await commune.officer.say("Thôn Kim Sơn")
    assert "Đã có thôn Kim Sơn." in seen
    assert "(xã Sơn Lĩnh cũ)" in seen
    await commune.officer.say("Thôn Kim Sơn (xã Sơn Lĩnh cũ)")
    found = await all_of(commune)
    assert set(found) == {"Thôn Kim Sơn", "Thôn Kim Sơn (xã Sơn Lĩnh cũ)", "Thôn Hồng Lĩnh"}
    await commune.do(
        lambda tx: resident(tx, found["Thôn Kim Sơn (xã Sơn Lĩnh cũ)"], "Nguyễn Thị Lan", 1968, household="7")
    )
    await commune.officer.press(ways.people())
    seen = await commune.officer.say("lan")
    assert [label for label in seen.labels if "(xã Sơn Lĩnh cũ)" in label]  # the namesakes are told apart
    await commune.officer.press(ways.village_new())
    assert "Đã có" in await commune.officer.say("thôn kim sơn (xã sơn lĩnh cũ)")
    assert len(await all_of(commune)) == 3


async def test_a_village_gets_another_name_and_keeps_its_code_and_people(commune: Commune) -> None:
    code = there((await all_of(commune))["Thôn Hồng Lĩnh"].join_code)
    await commune.officer.press(ways.village_pick())
    await commune.officer.choose("Thôn Hồng Lĩnh")
    await commune.officer.choose("Đổi tên")
    assert "Đã có thôn Kim Sơn." in await commune.officer.say("Thôn Kim Sơn")
    assert "Từ nay gọi là xóm Mới." in await commune.officer.say("Xóm Mới")
    now = await commune.look(lambda tx: there(places.by_join_code(tx, code)))
    assert (now.id, now.full_name) == (commune.hong_linh, "Xóm Mới")
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"place:{commune.hong_linh}"))
    (said,) = [each.data for each in lines if each.code == "place.renamed"]
    assert (said["before"]["name"], said["after"]["label"], said["on"]) == ("Hồng Lĩnh", "xóm", "2026-11-23")


async def test_a_unit_keeps_its_label(commune: Commune) -> None:
    await commune.officer.press(ways.unit_name(0))
    await commune.officer.say("THCS Sơn Hồng")
    unit = (await all_of(commune))["Trường THCS Sơn Hồng"]
    await commune.officer.press(ways.village_name(unit.id))
    assert "gõ tên đơn vị bằng chữ" in await commune.officer.say("12")
    await commune.officer.say("Trường THCS Sơn Hồng 2")
    assert "Trường THCS Sơn Hồng 2" in await all_of(commune)
    assert (await commune.officer.press(ways.village_split(unit.id))).at == "territory"


# Ending


async def test_only_where_nobody_lives_a_village_ends_and_its_code_opens_nothing(commune: Commune) -> None:
    seen = await commune.officer.press(ways.village_end(commune.hong_linh))
    assert "Ở đây còn 2 người." in seen
    assert "Gộp vào nơi khác" in seen.labels
    await commune.officer.press(ways.village_end_now(commune.hong_linh))
    assert len(await all_of(commune)) == 2
    await commune.officer.press(ways.village_new())
    await commune.officer.say("Xóm 9")
    made = (await all_of(commune))["Xóm 9"]
    await commune.give(commune.people["Khánh"], Role.HEAD, made)
    await commune.officer.press(ways.village_end(made.id))
    assert "Đã kết thúc xóm 9." in await commune.officer.choose("Kết thúc")
    assert set(await all_of(commune)) == {"Thôn Kim Sơn", "Thôn Hồng Lĩnh"}
    assert await commune.look(lambda tx: places.by_join_code(tx, there(made.join_code))) is None
    assert (await commune.far.account()).actor.places(Role.HEAD) == frozenset()
    await commune.stranger.open(made.join_code)
    assert commune.stranger.screen.at == "home"
    for way in (ways.village_edit(made.id), ways.village_name(made.id), ways.village_end(made.id)):
        assert (await commune.officer.press(way)).at == "territory"


# Splitting


async def agree(commune: Commune) -> None:
    def look(tx: Transaction) -> None:
        for cycle in cycles.of_commune(tx, commune.village.commune.id):
            for title in titles():
                assert counters.tallies(tx, cycle.id, title) == recount.recount(tx, cycle, title), title

    await commune.look(look)


async def test_chosen_households_become_a_village_with_what_they_declared(commune: Commune) -> None:
    lan, mai = commune.village.lan, commune.people["Mai"]
    sent = await commune.sent(lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    home = await commune.look(lambda tx: household_of(tx, lan))
    await commune.do(lambda tx: households.set_head(tx, home, lan))
    family = await commune.sent(
        await commune.person(lan), dict(FAMILY_ANSWERS), title=FAMILY, about=home.about, place_id=commune.kim_son
    )
    await commune.sent(commune.people["Hải"])
    await commune.officer.press(ways.village_edit(commune.kim_son))
    await commune.officer.choose("Tách thành hai")
    assert "gõ tên có chữ đứng trước" in await commune.officer.say("Mới")
    seen = await commune.officer.say("Xóm Mới")
    assert "Xong, xem lại" not in seen.labels
    await commune.officer.choose("Hộ 1, Nguyễn Thị Lan, 2 người")
    assert "Đã chọn 1 hộ." in commune.officer.screen
    seen = await commune.officer.choose("Xong, xem lại")
    assert "1 hộ sang nơi mới: xóm Mới." in seen
    assert "Người của các hộ ấy và bản khai của các năm đang mở đi theo." in seen
    seen = await commune.officer.choose("Tách")
    assert "2 người đã chuyển." in seen
    new = (await all_of(commune))["Xóm Mới"]
    assert {(await commune.person(each)).place_id for each in (lan, mai)} == {new.id}
    assert (await commune.declaration(sent)).place_id == (await commune.declaration(family)).place_id == new.id
    tallies = await commune.look(lambda tx: counters.tallies(tx, commune.cycle, CITIZEN))
    assert tallies[new.id][Measure.REACHED_ON_ROSTER] == 1
    assert tallies[commune.kim_son][Measure.REGISTERED] == 1  # Hải stays
    assert (await commune.person(commune.people["Hải"])).place_id == commune.kim_son
    sizes = await commune.look(
        lambda tx: people.roster_sizes(
            tx, there(cycles.load(tx, commune.cycle)), place_ids=[commune.kim_son, new.id], min_age=18
        )
    )
    assert sizes == {commune.kim_son: 2, new.id: 2}
    await agree(commune)
    old = await commune.look(lambda tx: there(places.by_join_code(tx, "KIMSON")))
    assert old.id == commune.kim_son  # the old code leads to the old village


async def test_a_household_is_ticked_and_unticked_and_only_one_of_the_village(commune: Commune) -> None:
    await commune.officer.press(ways.village_split(commune.kim_son))
    await commune.officer.say("Xóm Mới")
    ours, theirs = there(commune.village.lan.household_id), there(commune.people["Khánh"].household_id)
    await commune.officer.press(ways.village_home_tick(commune.kim_son, ours, 0))
    await commune.officer.press(ways.village_home_tick(commune.kim_son, ours, 0))
    assert "Đã chọn 0 hộ." in commune.officer.screen
    for home in (theirs, 999):
        assert (await commune.officer.press(ways.village_home_tick(commune.kim_son, home, 0))).at.startswith(
            "village-split"
        )
    assert (await commune.officer.press(ways.village_split_now(commune.kim_son))).at.startswith("village-split")
    assert (await commune.officer.press(ways.village_homes(commune.hong_linh, 0))).at.startswith("village-split")
    assert len(await all_of(commune)) == 2


async def test_households_are_listed_ten_a_page(commune: Commune) -> None:
    for i in range(13):
        await commune.neighbour(f"Hồ Văn {'ABCDEGHIKLMNO'[i]}a", household=f"h{i}")
    await commune.officer.press(ways.village_split(commune.kim_son))
    seen = await commune.officer.say("Xóm Mới")
    assert sum(label.startswith("Hộ ") for label in seen.labels) == villages.PAGE
    seen = await commune.officer.choose("Xem tiếp")
    assert sum(label.startswith("Hộ ") for label in seen.labels) == 5
    assert (await commune.officer.press(ways.village_homes(commune.kim_son, 7))).at.endswith("/0")


async def test_villages_are_the_officers(commune: Commune) -> None:
    at = commune.kim_son
    for way in (ways.village_new(), ways.village_pick(), ways.village_edit(at), ways.village_name(at),
                ways.village_end(at), ways.village_end_now(at), ways.village_split(at), ways.village_split_now(at),
                ways.village_homes(at, 0), ways.village_split_see(at)):  # fmt: skip
        for chat in (commune.head, commune.lan):
            assert (await chat.press(way)).at == "home", way
    assert await commune.look(lambda tx: [each.person.id for each in roles.of_place(tx, at)]) != []
