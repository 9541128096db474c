"""For people without a phone: found by full name and year, or entered once they agreed; by who serves their village."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.policy import Role
from handlers.declaring.for_villager import MOST
from storage import accounts, audit, people, roles
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.handlers.driver import Chat, Commune, Seen

BESIDE = "Đồng ý: người ấy ngồi cạnh, tự trả lời"


async def looks_for(chat: Chat, name: str, year: str) -> Seen:
    await chat.press(ways.helping_anew())
    await chat.say(name)
    return await chat.say(year)


async def old(commune: Commune) -> Person:
    """Somebody of Kim Sơn without a phone."""
    return await commune.neighbour("Trần Văn Bảy", 1940)


async def known(commune: Commune, name: str, year: int) -> tuple[Person, ...]:
    return await commune.look(
        lambda tx: people.namesakes(tx, place_id=commune.kim_son, full_name=name, birth_year=year)
    )


async def test_somebody_is_found_hears_the_consent_and_is_declared_for(commune: Commune) -> None:
    person = await old(commune)
    await looks_for(commune.head, "tran van bay", "1940")
    seen = await commune.head.choose("Trần Văn Bảy, Thôn Kim Sơn")
    assert "Quyền của Trần Văn Bảy" in seen
    assert "Số phiếu giấy: " in seen
    seen = await commune.head.choose(BESIDE)
    assert "Bản bác khai hộ thì người khác xác nhận" in seen
    assert seen.at == ways.begin(person.id)
    assert (await commune.head.account()).speaks_for == {person.id: ConsentKind.BESIDE}
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"person:{person.id}"))
    assert "consent.passed_on" in [each.code for each in lines]
    assert (await commune.head.press(ways.declare_for(person.id))).at == ways.begin(person.id)  # asked once


async def test_a_year_worked_out_from_an_age_counts_after_a_yes(commune: Commune) -> None:
    await old(commune)
    assert "Người ấy sinh năm 1940, đúng không?" in await looks_for(commune.head, "cụ Trần Văn Bảy", "86 tuổi")
    seen = await commune.head.say("đúng")
    assert "Trần Văn Bảy, Thôn Kim Sơn" in seen.labels


@pytest.mark.parametrize("role", [Role.HELPER, None])
async def test_a_trusted_neighbour_helps_and_others_do_not(commune: Commune, role: Role | None) -> None:
    person = await old(commune)
    if role is not None:
        await commune.give(commune.village.lan, role, commune.village.kim_son)
    if role is not None:
        await looks_for(commune.lan, "Trần Văn Bảy", "1940")
    for way in (ways.declare_for(person.id), ways.help_as(person.id, ConsentKind.BESIDE), ways.helping_anew(),
                ways.helping_next(), ways.helping("name")):  # fmt: skip
        seen = await commune.lan.press(way)
        assert ("dành cho trưởng thôn và người được" in seen) == (role is None), way
    assert (person.id in (await commune.lan.account()).speaks_for) == (role is not None)


async def test_a_helper_sees_whom_they_name_and_no_list(commune: Commune) -> None:
    """Not by counting, not after somebody else was looked for; by what is not there they learn nothing either."""
    person, other = await old(commune), await commune.neighbour("Hồ Thị Tám", 1941)
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    refused = await commune.lan.press(ways.declare_for(999_999))
    for each in (person, other, *commune.people.values()):
        if each.id != commune.village.lan.id:
            for way in (ways.declare_for(each.id), ways.help_as(each.id, ConsentKind.BESIDE)):
                assert (await commune.lan.press(way)).text == refused.text, way
    await looks_for(commune.lan, "Trần Văn Bảy", "1940")
    assert "Quyền của Trần Văn Bảy" in await commune.lan.choose("Trần Văn Bảy, Thôn Kim Sơn")
    assert (await commune.lan.press(ways.declare_for(other.id))).text == refused.text
    await looks_for(commune.lan, "Hồ Thị Tám", "1941")
    assert (await commune.lan.press(ways.declare_for(person.id))).text == refused.text
    assert (await commune.lan.account()).speaks_for == {}


async def test_a_helper_and_a_head_serve_their_own_village_only(commune: Commune) -> None:
    far = await commune.neighbour("Lê Thị Xa", 1940, place=commune.village.hong_linh)
    for way in (ways.declare_for(far.id), ways.help_as(far.id, ConsentKind.BESIDE), ways.help_new(commune.hong_linh)):
        seen = await commune.head.press(way)
        assert (seen.at, "ở nơi khác" in seen) == ("home", True), way
    assert "Danh sách chưa có người này." in await looks_for(commune.head, "Lê Thị Xa", "1940")
    assert "Lê Thị Xa, Thôn Hồng Lĩnh" in (await looks_for(commune.officer, "Lê Thị Xa", "1940")).labels
    assert (await commune.head.account()).speaks_for == {}


async def test_who_is_not_on_the_roster_is_entered_only_after_they_agreed(commune: Commune) -> None:
    await looks_for(commune.head, "Hồ Thị Mới", "1945")
    await commune.head.choose("Ghi tên mới ở thôn Kim Sơn")
    assert await known(commune, "ho thi moi", 1945) == ()
    assert "Số phiếu giấy" not in commune.head.screen
    await commune.head.choose(BESIDE)
    (entered,) = await known(commune, "ho thi moi", 1945)
    assert not entered.on_roster
    assert (await commune.head.account()).speaks_for == {entered.id: ConsentKind.BESIDE}


async def test_who_does_not_agree_is_not_entered_and_forgotten(commune: Commune) -> None:
    await looks_for(commune.head, "Hồ Thị Mới", "1945")
    await commune.head.choose("Ghi tên mới ở thôn Kim Sơn")
    assert "không giữ gì của người ấy" in await commune.head.choose("Không đồng ý")
    assert await known(commune, "ho thi moi", 1945) == ()
    assert (await commune.head.account()).draft == {}
    for way in (
        ways.help_agree(),
        ways.help_new_as(ConsentKind.BESIDE),
        ways.helping_found(),
        ways.help_new(commune.kim_son),
    ):
        assert (await commune.head.press(way)).at == ways.helping("name"), way


async def test_a_way_of_agreeing_that_there_is_not_counts_for_nothing(commune: Commune) -> None:
    person = await old(commune)
    assert (await commune.head.press(ways.help_as(person.id, "x"))).at == ways.declare_for(person.id)
    await looks_for(commune.head, "Hồ Thị Mới", "1945")
    await commune.head.choose("Ghi tên mới ở thôn Kim Sơn")
    for how in ("x", "paper"):
        await commune.head.press(ways.help_new_as(how))
    assert await known(commune, "ho thi moi", 1945) == ()
    assert (await commune.head.account()).speaks_for == {}


async def test_a_village_no_longer_served_takes_in_nobody(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    await looks_for(commune.lan, "Hồ Thị Mới", "1945")
    await commune.lan.choose("Ghi tên mới ở thôn Kim Sơn")
    await commune.give(commune.village.lan, Role.HELPER, commune.village.hong_linh)

    def ends(tx: Transaction) -> None:
        (held,) = [each for each in roles.of_place(tx, commune.kim_son) if each.person.id == commune.village.lan.id]
        roles.revoke(tx, held, person_id=commune.village.head.id)

    await commune.do(ends)
    assert (await commune.lan.press(ways.help_new_as(ConsentKind.BESIDE))).at == ways.helping_found()
    assert await known(commune, "ho thi moi", 1945) == ()


async def test_who_has_a_chat_speaks_for_themselves(commune: Commune) -> None:
    lan = commune.village.lan.id
    for way in (ways.declare_for(lan), ways.help_as(lan, ConsentKind.BESIDE)):
        seen = await commune.head.press(way)
        assert (seen.at, "nên tự khai" in seen) == ("home", True)
    assert (await commune.head.account()).speaks_for == {}


async def test_a_wrong_name_is_typed_again_from_the_start(commune: Commune) -> None:
    await commune.head.press(ways.helping_anew())
    assert "đủ họ và tên" in await commune.head.say("Bảy")
    assert "Chỗ này chỉ nhận chữ." in await commune.head.send("photo")
    await commune.head.say("Trần Văn Bẩy")
    assert (await commune.head.choose("Gõ lại từ đầu")).at == ways.helping("name")
    assert (await commune.head.account()).draft == {}


async def test_one_helper_speaks_for_thirty_at_most(commune: Commune) -> None:
    for i in range(MOST):
        person = await commune.neighbour(f"Hồ Văn {'ABCDEFGHIJ'[i % 10]}{'abc'[i // 10]}", 1930 + i)
        await commune.do(lambda tx, p=person: _speaks(tx, p))  # type: ignore[misc]
    seen = await commune.head.press(ways.help_as((await old(commune)).id, ConsentKind.BESIDE))
    assert (seen.at, "nhiều nhất 30 người" in seen) == ("whom", True)
    assert len((await commune.head.account()).speaks_for) == MOST


def _speaks(tx: Transaction, person: Person) -> None:
    account = accounts.lock(tx, "web", "Đức")
    accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
    accounts.save(tx, account, owed=None)


async def test_a_helper_enters_a_namesake_of_somebody_who_was_found(commune: Commune) -> None:
    """Of that name and year there is one, and another is meant: the button that is offered does what it says."""
    await commune.neighbour("Đào Thị Bưởi", 1950, household="77")
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    await commune.lan.press(ways.helping_anew())
    await commune.lan.say("Đào Thị Bưởi")
    await commune.lan.say("1950")
    seen = await commune.lan.choose("Ghi tên mới ở thôn Kim Sơn")
    assert "Ai hỏi" in seen
