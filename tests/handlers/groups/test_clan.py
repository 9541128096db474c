"""The clan: its head founds it, households come in by its code, the head hands over; and registering it."""

from __future__ import annotations

import pytest

from acts import ways
from acts.codes import spaced
from bot.commune_setup import add_commune
from criteria.declaration import State
from criteria.model import CLAN
from storage import clans, households, places
from storage.clans import Clan
from storage.kit.tables import clans as clans_table
from storage.kit.transaction import Transaction
from tests.handlers.driver import Chat, Commune
from tests.village import CONTACT


async def founded(commune: Commune) -> Clan:
    """Đức founds the clan Phan Văn."""
    await commune.head.press(ways.clan_new())
    assert "Đã lập dòng họ." in await commune.head.say("họ phan văn")
    found = await commune.look(lambda tx: clans.by_name(tx, place_id=commune.kim_son, name="Phan Văn"))
    assert found is not None
    return found


async def clan_of(commune: Commune, who: str) -> int | None:
    person = await commune.person(commune.people[who])
    assert person.household_id is not None
    key = person.household_id
    return (await commune.look(lambda tx: households.get(tx, key))).clan_id


async def comes_in(commune: Commune, chat: Chat, clan: Clan) -> None:
    """Somebody asks for their household, and Đức, who heads the clan, agrees."""
    await chat.press(ways.clan_enter(clan.join_code))
    await commune.head.press(ways.joinings())
    await commune.head.press(next(way for label, way in commune.head.screen.choices.items() if "vào dòng họ" in label))
    await commune.head.choose("Đồng ý")


async def lan_is_in(commune: Commune) -> Clan:
    """Lan's household has come in, and Lan is its head."""
    clan = await founded(commune)
    await comes_in(commune, commune.lan, clan)
    home = (await commune.person(commune.village.lan)).household_id or 0
    await commune.lan.press(ways.family_invite(home))
    return clan


async def test_founding_a_clan_names_it_and_the_household_is_its_first(commune: Commune) -> None:
    seen = await commune.head.press(ways.clan())
    assert "chưa vào dòng họ nào" in seen
    clan = await founded(commune)
    assert (clan.name, clan.head_id) == ("Phan Văn", commune.village.head.id)
    assert f"Mã dòng họ: {spaced(clan.join_code)}" in commune.head.screen
    assert "Số hộ trong họ: 1" in commune.head.screen
    assert (await commune.head.press(ways.clan_new())).at == "clan"  # they are in one already


@pytest.mark.parametrize("typed", ["1", "!!", "họ 123"])
async def test_what_is_no_name_founds_nothing(commune: Commune, typed: str) -> None:
    await commune.head.press(ways.clan_new())
    seen = await commune.head.say(typed)
    assert (seen.at, "gõ tên họ bằng chữ" in seen) == (ways.clan_new(), True)
    assert "Chỗ này chỉ nhận chữ." in await commune.head.send("voice")
    assert await clan_of(commune, "Đức") is None


async def test_a_village_has_a_clan_of_a_name_once(commune: Commune) -> None:
    clan = await founded(commune)
    await commune.lan.press(ways.clan_new())
    seen = await commune.lan.say("PHAN VĂN")
    assert "Thôn đã có họ Phan Văn." in seen
    assert clan.join_code not in seen.text
    assert await clan_of(commune, "Lan") is None


async def test_a_typed_name_after_the_household_came_in_founds_no_second_clan(commune: Commune) -> None:
    clan = await founded(commune)
    await commune.lan.press(ways.clan_new())
    await comes_in(commune, commune.mai, clan)
    assert (await commune.lan.say("Nguyễn Đình")).at == "clan"
    assert await clan_of(commune, "Lan") == clan.id


async def test_a_household_comes_in_by_the_code_read_aloud(commune: Commune) -> None:
    clan = await founded(commune)
    await commune.lan.press(ways.clan_code())
    typed = f"{clan.join_code[:3]} {clan.join_code[3:]}".lower()
    assert "Cả hộ của bác vào dòng họ này chứ?" in await commune.lan.say(typed)
    asked = await commune.lan.choose("Vào dòng họ")
    assert "Đang chờ trưởng họ đồng ý." in asked
    assert await clan_of(commune, "Lan") is None
    (told,) = [each for each in await commune.notices(commune.head) if "vào họ" in each]
    assert "Nguyễn Thị Lan xin cho cả hộ vào họ Phan Văn." in told
    await commune.mai.press(ways.clan_enter(clan.join_code))  # another of the household: asked once
    assert len([each for each in await commune.notices(commune.head) if "vào họ" in each]) == 1
    await commune.head.press(ways.clan())
    await commune.head.choose("Có lời xin chờ trả lời (1)")
    await commune.head.choose("Trả lời: Nguyễn Thị Lan, vào dòng họ")
    assert "Đã đồng ý: Nguyễn Thị Lan, vào dòng họ." in await commune.head.choose("Đồng ý")
    seen = await commune.lan.press(ways.clan())
    assert "Số hộ trong họ: 2" in seen
    assert "Trưởng họ: Phan Văn Đức" in seen
    assert not [label for label in seen.labels if label.startswith(("Khai", "Giao"))]  # that is the head's
    assert "đã ở trong họ này rồi" in await commune.mai.press(ways.clan_join(clan.join_code))


@pytest.mark.parametrize("typed", ["KHONGCO", "??"])
async def test_a_code_that_is_none_is_asked_for_again(commune: Commune, typed: str) -> None:
    await commune.lan.press(ways.clan_code())
    seen = await commune.lan.say(typed)
    assert (seen.at, "Không có mã dòng họ ấy." in seen) == (ways.clan_code(), True)
    assert "Không có mã dòng họ ấy." in await commune.lan.send("sticker")
    assert (await commune.lan.press(ways.clan_join(typed))).at == "clan"
    assert (await commune.lan.press(ways.clan_enter(typed))).at == "clan"
    assert await clan_of(commune, "Lan") is None


async def test_who_lives_in_no_household_comes_into_one_first(commune: Commune) -> None:
    clan = await founded(commune)
    await commune.do(lambda tx: households.leave(tx, commune.village.lan))
    for way in (ways.clan(), ways.clan_new(), ways.clan_join(clan.join_code), ways.clan_enter(clan.join_code)):
        seen = await commune.lan.press(way)
        assert (seen.at, "vào hộ trước đã" in seen) == ("family", True), way


async def test_going_over_to_another_clan_is_said_before_it_is_done(commune: Commune) -> None:
    first = await founded(commune)
    await commune.lan.press(ways.clan_new())
    await commune.lan.say("Nguyễn Đình")
    second = await clan_of(commune, "Lan")
    assert second != first.id
    assert "vào họ này thì rời họ kia" in await commune.mai.press(ways.clan_join(first.join_code))
    await commune.mai.choose("Vào dòng họ")
    assert await clan_of(commune, "Lan") == second
    assert "Đang chờ trưởng họ đồng ý." in commune.mai.screen
    await comes_in(commune, commune.mai, first)
    assert await clan_of(commune, "Lan") == first.id


async def test_a_household_leaves_its_own_clan_only(commune: Commune) -> None:
    clan = await lan_is_in(commune)
    assert (await commune.far.press(ways.clan_leave(clan.id))).at == "clan"
    assert await clan_of(commune, "Lan") == clan.id
    assert "đã rời dòng họ" in await commune.lan.press(ways.clan_leave(clan.id))
    assert await clan_of(commune, "Lan") is None


async def test_the_head_of_a_clan_hands_over_before_leaving(commune: Commune) -> None:
    clan = await lan_is_in(commune)
    seen = await commune.head.press(ways.clan_leave(clan.id))
    assert "giao việc cho người khác trước đã" in seen
    assert seen.labels == ("Nguyễn Thị Lan", "Quay lại")  # the heads of the households
    assert await clan_of(commune, "Đức") == clan.id
    assert (await commune.head.press(ways.clan_head(clan.id, commune.people["Mai"].id))).at == ways.clan_hand(clan.id)
    await commune.head.press(ways.clan_hand(clan.id))
    assert "Từ nay trưởng họ là Nguyễn Thị Lan." in await commune.head.choose("Nguyễn Thị Lan")
    assert "đã rời dòng họ" in await commune.head.press(ways.clan_leave(clan.id))
    assert await clan_of(commune, "Đức") is None


async def test_alone_in_the_clan_its_head_may_go(commune: Commune) -> None:
    clan = await founded(commune)
    assert "đã rời dòng họ" in await commune.head.press(ways.clan_leave(clan.id))
    assert await clan_of(commune, "Đức") is None


async def test_only_its_head_registers_the_clan_and_hands_it_over(commune: Commune) -> None:
    clan = await lan_is_in(commune)
    lan = commune.village.lan.id
    for chat in (commune.lan, commune.officer):
        for way in (ways.clan_begin(clan.id, CLAN), ways.clan_hand(clan.id), ways.clan_head(clan.id, lan)):
            seen = await chat.press(way)
            assert (seen.at, "người đứng đầu" in seen) == ("home", True), way
    begun = await commune.head.press(ways.clan())
    assert (await commune.head.choose("Khai Dòng họ học tập")).at.startswith("ask/"), begun
    (mine,) = await commune.declarations_of(commune.village.head, CLAN)
    assert (mine.state, mine.about) == (State.DRAFT, clan.about)
    assert "Khai tiếp Dòng họ học tập" in (await commune.head.press(ways.clan())).labels


async def test_next_year_before_it_is_opened_nothing_is_offered_to_declare(commune: Commune) -> None:
    clan = await founded(commune)
    await commune.no_year()
    seen = await commune.head.press(ways.clan())
    assert "Khai Dòng họ học tập" not in seen.labels
    assert "Xã chưa mở kỳ đánh giá năm 2027." in await commune.head.press(ways.clan_begin(clan.id, CLAN))


async def test_a_clan_of_another_commune_counts_nobody_of_this_one(commune: Commune) -> None:
    clan = await founded(commune)

    def moves(tx: Transaction) -> None:
        other = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xóm Mới"])
        (far,) = places.villages(tx, other.id)
        tx.connection.execute(clans_table.update().where(clans_table.c.id == clan.id).values(place_id=far.id))

    await commune.do(moves)
    await commune.lan.press(ways.clan_code())
    assert "Không có mã dòng họ ấy." in await commune.lan.say(clan.join_code)
    for way in (ways.clan_join(clan.join_code), ways.clan_enter(clan.join_code)):
        assert (await commune.lan.press(way)).at == "clan"
    assert await clan_of(commune, "Lan") is None
