"""Joining: consent first, then village, name and year; codes of every kind; namesakes; invitations to a role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acts import ways
from bot.commune_setup import add_commune
from criteria.policy import Role
from storage import audit, people, places, roles
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person
from storage.places import Place
from tests.handlers.driver import Commune


async def agreed(commune: Commune, code: str = "KIMSON") -> None:
    """The stranger comes by a village's link and agrees."""
    await commune.stranger.open(code)
    await commune.stranger.choose("Tôi đồng ý")


async def joins(commune: Commune, name: str, year: str, code: str = "KIMSON") -> Person | None:
    """The stranger joins by that name and year."""
    await agreed(commune, code)
    await commune.stranger.say(name)
    await commune.stranger.say(year)
    await commune.stranger.choose("Đúng rồi")
    return (await commune.stranger.account()).person


async def invited(
    commune: Commune, role: Role = Role.HEAD, *, place: int | None = None, days: int | None = None
) -> str:
    """A one-time code for a role in Kim Sơn."""

    def make(tx: Transaction) -> str:
        at = place or commune.kim_son
        return roles.invite(tx, code="MOI23456", role=role, place_id=at, expires_at=tx.now + timedelta(days=14),
                            lasts_days=days).code  # fmt: skip

    return await commune.do(make)


async def test_a_year_worked_out_from_an_age_is_read_back_before_anything_is_made_of_it(commune: Commune) -> None:
    await agreed(commune)
    await commune.stranger.say("tên tôi là hồ thị xuân ạ")
    seen = await commune.stranger.say("bác 69 tuổi")
    assert ("Hồ Thị Xuân" in seen, "Sinh năm 1957" in seen) == (True, True)
    assert (await commune.stranger.account()).person is None


async def test_the_villages_name_is_not_ones_own(commune: Commune) -> None:
    await agreed(commune)
    assert (await commune.stranger.say("Kim Sơn")).at == ways.join_ask("name")


# Consent comes first


async def test_nothing_is_asked_before_the_consent(commune: Commune) -> None:
    for way in (ways.join(), ways.join_ask("name"), ways.join_ask_next(), ways.join_check(), ways.join_done(),
                ways.join_known(), ways.join_ask_say("place", str(commune.kim_son))):  # fmt: skip
        seen = await commune.stranger.press(way)
        assert seen.labels == ("Tôi đồng ý", "Tôi không đồng ý"), way
    assert (await commune.stranger.account()).person is None


async def test_agreeing_twice_is_recorded_once(commune: Commune) -> None:
    await agreed(commune)
    await commune.stranger.press(ways.agree())
    key = (await commune.stranger.account()).id
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"account:{key}"))
    assert [each.code for each in lines].count("consent.given") == 1


async def test_who_refuses_is_forgotten_and_shown_the_paper_way(commune: Commune) -> None:
    await agreed(commune)
    await commune.stranger.say("Hồ Thị Xuân")
    await commune.stranger.press(ways.consent())
    await commune.stranger.choose("Tôi không đồng ý")
    assert "khai bằng giấy với trưởng thôn" in commune.stranger.screen
    account = await commune.stranger.account()
    assert (account.consent, account.draft) == (None, {})
    assert "Tôi đồng ý" in (await commune.stranger.press(ways.join())).labels


async def test_who_has_joined_is_not_asked_again(commune: Commune) -> None:
    for way in (ways.join(), ways.join_ask("name"), ways.join_check(), ways.join_done(), ways.join_known()):
        assert (await commune.lan.press(way)).at == "home", way
    assert (await commune.lan.press(ways.consent())).at == "home"
    assert (await commune.lan.press(ways.refuse())).at == "data"
    assert (await commune.lan.account()).consent is not None


# Who they are


async def test_who_stands_on_the_roster_is_that_person(commune: Commune) -> None:
    known = await commune.neighbour("Hồ Thị Xuân", 1980)
    joined = await joins(commune, "hồ thị xuân", "1980")
    assert joined is not None
    assert joined.id == known.id
    assert "có tên trong danh sách dân cư" in commune.stranger.screen


async def test_who_does_not_is_entered_beside_it(commune: Commune) -> None:
    joined = await joins(commune, "Hồ Thị Xuân", "1980")
    assert joined is not None
    assert (joined.on_roster, joined.place_id) == (False, commune.kim_son)


async def test_two_of_one_name_on_the_roster_are_nobodys_to_guess(commune: Commune) -> None:
    both = [await commune.neighbour("Hồ Thị Xuân", 1980, household=code) for code in ("11", "12")]
    joined = await joins(commune, "Hồ Thị Xuân", "1980")
    assert joined is not None
    assert joined.id not in {each.id for each in both}
    assert not joined.on_roster


async def test_a_name_that_has_joined_is_not_taken_over(commune: Commune) -> None:
    """A name and a birth year, which neighbours know, open nothing twice."""
    assert await joins(commune, "Nguyễn Thị Lan", "1968") is None
    assert "Tên này đã có người ghi" in commune.stranger.screen
    await commune.stranger.choose("Tôi là người khác, trùng tên")
    other = (await commune.stranger.account()).person
    assert other is not None
    assert other.id != commune.village.lan.id


async def test_read_back_and_put_right(commune: Commune) -> None:
    await agreed(commune)
    await commune.stranger.say("Hồ Thị Xuan")
    await commune.stranger.say("1980")
    assert "Hồ Thị Xuan\nSinh năm 1980\nThôn Kim Sơn" in commune.stranger.screen
    await commune.stranger.choose("Sửa họ tên")
    await commune.stranger.say("Hồ Thị Xuân")
    await commune.stranger.choose("Sửa nơi ở")
    assert "Hồ Thị Xuân\nSinh năm 1980\nThôn Hồng Lĩnh" in await commune.stranger.choose("Thôn Hồng Lĩnh")


async def test_who_is_too_young_for_an_account_is_told_whom_to_ask(commune: Commune) -> None:
    await agreed(commune)
    await commune.stranger.say("Hồ Thị Xuân")
    assert "Người chưa đủ" in await commune.stranger.say("2015")
    assert commune.stranger.screen.at == ways.join_ask("birth_year")


async def test_where_there_are_several_communes_that_is_asked_first(commune: Commune) -> None:
    second = await commune.do(lambda tx: add_commune(tx, "18163", year=2026, contact="–", villages=["Xuân Mai"]))
    seen = await commune.stranger.press(ways.join())
    assert "ở xã, phường nào?" in seen
    await commune.stranger.choose(second.full_name)
    assert second.inline_name in commune.stranger.screen  # who asks for the data
    await commune.stranger.choose("Tôi đồng ý")
    assert "Thôn Xuân Mai" in commune.stranger.screen.labels
    assert (await commune.stranger.press(ways.consent())).labels[0] == "Tôi đồng ý"


# Codes


async def test_a_code_that_is_none_says_so(commune: Commune) -> None:
    for chat in (commune.stranger, commune.lan):
        seen = await chat.open("KHONGCO9")
        assert (seen.at, "Không có mã KHONGCO9." in seen) == ("home", True)
        assert "thiếu mã" in await chat.open("?")
        assert (await chat.open()).at == "home"


async def test_another_villages_code_moves_nobody(commune: Commune) -> None:
    assert "đã ghi tên ở thôn Kim Sơn rồi" in await commune.lan.open("KIMSON")
    assert "nhờ cán bộ xã chuyển giúp" in await commune.lan.open("HONGLINH")
    assert (await commune.person(commune.village.lan)).place_id == commune.kim_son


async def test_a_units_code_leads_to_being_assessed_there(commune: Commune) -> None:
    await commune.do(
        lambda tx: places.add_village(tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng",
                                      join_code="TRUONG", since=tx.now.date(), kind=PlaceKind.UNIT)
    )  # fmt: skip
    assert (await commune.lan.open("TRUONG")).at == ways.unit_join("TRUONG")


async def test_what_a_code_was_for_is_gone_on_with_after_joining(commune: Commune) -> None:
    home = (await commune.person(commune.village.lan)).household_id
    assert home is not None
    seen = await commune.lan.press(ways.family_invite(home))
    (code,) = [line.split(": ")[1].replace(" ", "") for line in seen.text.splitlines() if line.startswith("Mã hộ")]
    seen = await commune.stranger.open(code)
    assert "ghi tên trước, xong sẽ làm tiếp" in seen
    await commune.stranger.press(ways.join())
    await commune.stranger.choose("Tôi đồng ý")
    assert commune.stranger.screen.at == ways.join_ask("name")  # who comes into a household lives where it does
    await commune.stranger.say("Trần Văn Út")
    assert "Thôn Kim Sơn" in await commune.stranger.say("1999")
    assert "Sửa nơi ở" in commune.stranger.screen.labels
    assert (await commune.stranger.choose("Đúng rồi")).at == ways.family_join(code)


@pytest.mark.parametrize("chat", ["stranger", "lan"])
async def test_an_invitation_is_shown_then_taken_once(commune: Commune, chat: str) -> None:
    code = await invited(commune, days=30)
    who = getattr(commune, chat)
    if chat == "stranger":
        await joins(commune, "Hồ Thị Xuân", "1980", code)
    else:
        await who.open(code)
    assert who.screen.at == ways.role(code)
    assert "Trong 30 ngày, kể từ lúc nhận." in who.screen
    assert "Nơi: Thôn Kim Sơn" in who.screen
    assert "đã nhận việc" in await who.choose("Tôi nhận")
    assert (await who.account()).actor.places(Role.HEAD) == {commune.kim_son}
    for way in (ways.open_(code), ways.role(code), ways.role_take(code)):
        seen = await commune.mai.press(way)
        assert (seen.at, "đã được dùng hoặc đã hết hạn" in seen) == ("home", True)
    assert (await commune.mai.account()).actor.grants == ()


async def test_an_invitation_to_the_commune_leaves_the_village_to_be_chosen(commune: Commune) -> None:
    code = await invited(commune, Role.OFFICER, place=commune.village.commune.id)
    await agreed(commune, code)
    assert "Thôn Kim Sơn" in commune.stranger.screen.labels


async def test_an_invitation_that_has_expired_opens_nothing(commune: Commune) -> None:
    code = await invited(commune)
    commune.clock.advance(days=14)
    assert "đã hết hạn" in await commune.stranger.open(code)
    assert "đã hết hạn" in await commune.lan.press(ways.role_take(code))
    assert (await commune.lan.account()).actor.grants == ()


async def test_a_stranger_takes_no_role(commune: Commune) -> None:
    code = await invited(commune)
    for way in (ways.role(code), ways.role_take(code)):
        assert "chưa ghi tên" in await commune.stranger.press(way)
    assert await commune.look(lambda tx: people.is_claimed(tx, commune.village.lan.id))


async def test_a_unit_is_nobodys_village_it_is_asked_afterwards(commune: Commune) -> None:
    """Neither among the villages to choose from nor by its code does anybody come to stand in a unit alone."""

    def school(tx: Transaction) -> Place:
        return places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCSSH22",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip

    unit = await commune.do(school)
    await commune.stranger.open("THCSSH22")
    await commune.stranger.choose("Tôi đồng ý")
    assert not any("THCS" in each for each in commune.stranger.screen.labels)
    await commune.stranger.choose("Thôn Kim Sơn")
    await commune.stranger.say("Hồ Thị Xuân")
    await commune.stranger.say("1980")
    seen = await commune.stranger.choose("Đúng rồi")
    assert "THCS Sơn Hồng" in seen  # on to the unit, whose head is asked
    account = await commune.stranger.account()
    assert account.person is not None
    assert (account.person.place_id, account.person.unit_id) == (commune.kim_son, None)
    assert account.person.place_id != unit.id
