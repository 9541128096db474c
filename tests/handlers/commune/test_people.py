"""Finding anybody of the commune by name, and the card of a person."""

from __future__ import annotations

import pytest

from acts import ways
from bot.commune_setup import add_commune
from criteria.declaration import Move
from criteria.names import fold
from criteria.policy import Action, Actor, Grant, Role, may
from storage import decisions, looks, mergers, people, people_search, places, residents
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import Looked
from tests.authority import populate
from tests.handlers.driver import Commune
from tests.village import CONTACT, resident, there


@pytest.mark.parametrize("typed", ["Lan", "lan", "nguyen lan", "Nguyễn Thị Lan", "  LAN   nguyễn "])
async def test_anybody_of_the_commune_is_found_by_parts_of_the_name_with_or_without_marks(
    commune: Commune, typed: str
) -> None:
    await commune.officer.press(ways.home())
    await commune.officer.choose("Tìm người")
    seen = await commune.officer.say(typed)
    (found,) = [label for label in seen.labels if "Lan" in label]
    assert found == f"Nguyễn Thị Lan, 1968, Thôn Kim Sơn, số {commune.village.lan.id}"
    card = await commune.officer.choose(found)
    assert "Nguyễn Thị Lan, sinh 1968" in card
    assert "Nơi ở: Thôn Kim Sơn" in card
    assert "Có trong danh sách dân cư." in card
    assert "Có chat riêng." in card
    assert "Năm 2026: chưa khai." in card


@pytest.mark.parametrize("typed", ["x", "12", "", "Không Ai Cả", "%%%", "__"])
async def test_what_finds_nobody_says_so_and_asks_again(commune: Commune, typed: str) -> None:
    await commune.officer.press(ways.people())
    seen = await commune.officer.say(typed)
    assert seen.at == "people"
    assert "Không tìm thấy ai" in seen or "ít nhất 2 chữ cái" in seen
    assert "ít nhất 2 chữ cái" in await commune.officer.send("sticker")


async def test_ten_a_page_and_nobody_twice(commune: Commune) -> None:
    for i in range(23):
        await commune.neighbour("Hoàng Văn Tư", 1950 + i, household=f"h{i}")
    await commune.officer.press(ways.people())
    seen = await commune.officer.say("tư")
    shown: list[str] = []
    for expected in (10, 10, 3):
        page = [label for label in seen.labels if label.startswith("Hoàng Văn Tư")]
        assert len(page) == expected
        shown += page
        if expected == 10:
            seen = await commune.officer.choose("Xem tiếp")
    assert len(set(shown)) == 23
    assert "Từ người thứ 11 đến 20." in await commune.officer.choose("Trang trước")
    assert (await commune.officer.press(ways.people_found(99))).at == "people-found/0"


async def test_who_left_or_is_a_double_record_is_found_and_said_so(commune: Commune) -> None:
    other = await commune.neighbour("Nguyễn Thị Lan", 1968, place=commune.village.hong_linh, on_roster=False)
    await commune.do(lambda tx: mergers.is_same(tx, other, commune.village.lan))
    await commune.officer.press(ways.people())
    seen = await commune.officer.say("lan nguyen")
    assert f"Nguyễn Thị Lan, 1968, Thôn Hồng Lĩnh (ghi trùng, đã gộp), số {other.id}" in seen.labels


async def test_a_head_finds_people_of_the_own_village_only_and_may_only_look(commune: Commune) -> None:
    await commune.head.press(ways.village(commune.kim_son))
    await commune.head.choose("Tìm người")
    assert "Không tìm thấy ai" in await commune.head.say("Khánh")  # of the other village
    await commune.head.say("Mai")
    card = await commune.head.choose("Trần Thị Mai, 1992")
    assert "Sửa họ tên" not in card.labels
    khanh = commune.people["Khánh"]
    assert "ở nơi khác" in await commune.head.press(ways.person(khanh.id))
    assert "dành cho cán bộ xã" in await commune.head.press(ways.put_right(commune.people["Mai"].id, "name"))
    for way in (ways.people(), ways.person(khanh.id)):
        assert (await commune.lan.press(way)).at == "home"


async def test_nobody_of_another_commune_is_found(commune: Commune) -> None:
    def elsewhere(tx: Transaction) -> int:
        other = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xóm Mới"])
        (village,) = places.villages(tx, other.id)
        return resident(tx, village, "Nguyễn Thị Lan Xa", 1970, household="1").id

    far = await commune.do(elsewhere)
    await commune.officer.press(ways.people())
    seen = await commune.officer.say("lan")
    assert [label for label in seen.labels if "Xa" in label] == []
    assert "ở nơi khác" in await commune.officer.press(ways.person(far))


async def test_who_was_looked_up_is_on_record(commune: Commune) -> None:
    mai = commune.people["Mai"]
    await commune.officer.press(ways.person(mai.id))
    seen = await commune.look(lambda tx: looks.of_person(tx, mai.id))
    assert [(each.by_id, each.what) for each in seen] == [(commune.village.officer.id, Looked.CARD)]


async def test_a_confirmed_year_that_stayed_elsewhere_is_said(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    await commune.officer.press(ways.moving_now(commune.village.lan.id, commune.hong_linh))
    card = await commune.officer.press(ways.person(commune.village.lan.id))
    assert "Nơi ở: Thôn Hồng Lĩnh" in card
    assert "Năm 2026 vẫn tính ở thôn Kim Sơn, nơi đã xác nhận." in card


async def test_who_may_be_the_same_person_stands_on_the_card_with_the_reason(commune: Commune) -> None:
    await commune.neighbour("Nguyễn Thị Lan", 1969, place=commune.village.hong_linh)
    card = await commune.officer.press(ways.person(commune.village.lan.id))
    assert "Có thể ghi trùng với Nguyễn Thị Lan, 1969, Thôn Hồng Lĩnh: họ tên giống, năm sinh lệch 1 năm." in card
    assert "ghi trùng" not in await commune.head.press(ways.person(commune.village.lan.id))


async def test_the_search_is_the_policy_in_sql(sqlite: Database) -> None:
    """Whoever is found may be seen, and whoever may be seen is found."""

    def work(tx: Transaction) -> int:
        made = populate(tx)
        place = made.records["place"]
        checked = 0
        for role, at in (
            (Role.HEAD, "kim"),
            (Role.HEAD, "unit"),
            (Role.OFFICER, "commune"),
            (Role.OFFICER, "foreign_commune"),
        ):
            actor = Actor(made.people["officer"].id, None, (Grant(role, place[at]),))
            for name, person in made.people.items():
                known = people.get(tx, person.id)
                hits, _ = people_search.search(tx, actor, fold(known.full_name))
                is_found = person.id in {hit.person.id for hit in hits}
                subject = there(residents.load(tx, person.id)).subject
                assert is_found == (may(actor, Action.SEE_PERSON, subject) is None), (role, at, name)
                checked += is_found
        return checked

    assert await sqlite.write(work) > 40
