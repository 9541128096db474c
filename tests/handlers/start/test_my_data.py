"""One's own data: all of it in words, as a file, put right, erased; nobody else's."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from acts.errands import LifelongRecordErrand, MyDataErrand
from criteria.activity import ActivityKind
from criteria.declaration import State
from storage import accounts, activities, evidence, roster
from storage.kit.transaction import Transaction
from tests.handlers.driver import PICTURE, Chat, Commune


async def newcomer(commune: Commune) -> Chat:
    """Somebody who is not on the roster."""
    person = await commune.neighbour("Hồ Thị Xuân", 1980, on_roster=False)
    commune.people["Xuân"] = person
    return await commune.sits("Xuân", person)


async def test_all_that_is_kept_is_said_in_words(commune: Commune) -> None:
    def learnt(tx: Transaction) -> None:
        lan = commune.village.lan
        entry = activities.add(tx, lan, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(2026, 10, 1), hours=4,
                               organiser="Thôn")  # fmt: skip
        account = accounts.find(tx, "web", "Lan")
        assert account is not None
        evidence.attach(tx, PICTURE, person_id=lan.id, account_id=account.id, activity_id=entry.id)

    await commune.do(learnt)
    await commune.sent(commune.village.lan)
    seen = await commune.lan.press(ways.data())
    for said in (
        "Họ tên: Nguyễn Thị Lan",
        "Sinh năm 1968",
        "Nơi ở: Thôn Kim Sơn",
        "Bản khai Công dân học tập năm 2026:",
        "Việc làm: Làm ruộng",
        "Sổ học tập năm 2026:",
        "01/10/2026: Trồng nấm, 4 giờ, Thôn",
        "1 ảnh minh chứng đã gửi.",
        "0239 3 123 456",
    ):
        assert said in seen
    assert "Mai" not in seen


async def test_of_a_stranger_nothing_is_kept(commune: Commune) -> None:
    assert "chưa giữ tên" in await commune.stranger.press(ways.data())
    for way in (ways.data_file(), ways.correct("name"), ways.erase(), ways.erase_now()):
        assert "chưa ghi tên" in await commune.stranger.press(way)


async def test_it_is_sent_as_a_file(commune: Commune) -> None:
    await commune.lan.press(ways.data())
    await commune.lan.choose("Tải về")
    await commune.lan.choose("Tải về")
    assert await commune.errands() == [MyDataErrand()]
    await commune.lan.choose("Hồ sơ học tập suốt đời")
    assert await commune.errands() == [MyDataErrand(), LifelongRecordErrand()]


async def test_the_place_where_one_counts_and_ones_relation_are_said(commune: Commune) -> None:
    home = (await commune.person(commune.village.lan)).household_id
    assert home is not None
    await commune.lan.press(ways.family_invite(home))
    assert "Trong hộ: Chủ hộ" in await commune.lan.press(ways.data())


@pytest.mark.parametrize(
    ("key", "typed", "said"), [("name", "hồ thị xuân mai", "Hồ Thị Xuân Mai"), ("birth_year", "1981", "Sinh năm 1981")]
)
async def test_what_one_typed_oneself_one_puts_right(commune: Commune, key: str, typed: str, said: str) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct(key))
    seen = await chat.say(typed)
    assert (seen.at, "Đã sửa." in seen, said in seen) == ("data", True, True)


@pytest.mark.parametrize(
    ("key", "typed"), [("name", "Xuân"), ("name", "123"), ("birth_year", "2020"), ("birth_year", "x")]
)
async def test_what_is_no_name_or_year_changes_nothing(commune: Commune, key: str, typed: str) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct(key))
    assert (await chat.say(typed)).at == ways.correct(key)
    assert "Chỗ này chỉ nhận chữ." in await chat.send("sticker")
    assert await commune.person(commune.people["Xuân"]) == commune.people["Xuân"]
    assert (await chat.press(ways.correct("x"))).at == "data"
    assert (await chat.press(ways.correct_next())).at == "data"


OFFER = "Anh/chị sinh năm 1956, đúng không?"


@pytest.mark.parametrize("yes", ["Đúng", "1", "đúng ạ"])
async def test_a_year_worked_out_from_an_age_counts_after_a_yes(commune: Commune, yes: str) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct("birth_year"))
    seen = await chat.say("bác 70 tuổi")
    assert (OFFER in seen, seen.labels) == (True, ("Đúng", "Không, gõ lại", "Quay lại"))
    assert (await commune.person(commune.people["Xuân"])).birth_year == 1980
    for again in (await chat.back(), await chat.send("sticker")):
        assert OFFER in again
    seen = await chat.say(yes)
    assert (seen.at, "Đã sửa." in seen, "Sinh năm 1956" in seen) == ("data", True, True)


@pytest.mark.parametrize("no", ["Không, gõ lại", "2", "không"])
async def test_a_year_worked_out_is_typed_again_after_a_no(commune: Commune, no: str) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct("birth_year"))
    await chat.say("70 tuổi")
    assert (await chat.say(no)).at == ways.correct("birth_year")
    assert (await commune.person(commune.people["Xuân"])).birth_year == 1980


@pytest.mark.parametrize("said", ["có đúng không?", "đúng không", "sai rồi", "x", "sợ đúng", "con tôi đúng", "-1"])
async def test_what_is_no_yes_to_a_year_worked_out_changes_nothing(commune: Commune, said: str) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct("birth_year"))
    await chat.say("70 tuổi")
    await chat.say(said)
    assert (await commune.person(commune.people["Xuân"])).birth_year == 1980


async def test_a_year_worked_out_may_be_answered_with_another(commune: Commune) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct("birth_year"))
    await chat.say("70 tuổi")
    assert "Anh/chị sinh năm 1957, đúng không?" in await chat.say("69 tuổi")
    await chat.press(ways.correct_say("birth_year", "1956"))  # the button of the older offer
    assert (await commune.person(commune.people["Xuân"])).birth_year == 1980
    await chat.press(ways.correct("birth_year"))
    await chat.say("69 tuổi")
    assert "Sinh năm 1958" in await chat.say("1958")


async def test_a_year_that_nobody_offered_is_not_taken_from_a_button(commune: Commune) -> None:
    chat = await newcomer(commune)
    await chat.press(ways.correct("birth_year"))
    await chat.press(ways.correct_say("birth_year", "1956"))
    await chat.press(ways.correct_offer("birth_year", "2020"))
    await chat.press(ways.correct_say("birth_year", "2020"))
    assert (await commune.person(commune.people["Xuân"])).birth_year == 1980


async def test_the_rosters_own_entries_are_the_officers_to_correct(commune: Commune) -> None:
    for way in (ways.correct("name"), ways.correct_say("name", "Nguyễn Thị Mận")):
        seen = await commune.lan.press(way)
        assert (seen.at, "lấy từ danh sách dân cư của xã" in seen) == ("data", True)
    assert (await commune.person(commune.village.lan)).full_name == "Nguyễn Thị Lan"


async def test_reminders_are_switched_off_and_on_here(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.lan.press(ways.data())
    await commune.lan.choose("Đừng nhắc tôi khai")
    assert not await commune.look(lambda tx: roster.wants_reminders(tx, lan))
    await commune.lan.press(ways.data())
    await commune.lan.choose("Cho nhắc lại như cũ")
    assert await commune.look(lambda tx: roster.wants_reminders(tx, lan))


async def test_erasing_says_first_what_goes_and_what_stays(commune: Commune) -> None:
    chat = await newcomer(commune)
    sent = await commune.sent(commune.people["Xuân"])
    await chat.press(ways.data())
    assert "Xoá rồi không lấy lại được." in await chat.choose("Rút đồng ý và xoá")
    await chat.choose("Quay lại")
    assert (await commune.declaration(sent)).state is State.SUBMITTED
    await chat.choose("Rút đồng ý và xoá")
    seen = await chat.choose("Xoá hết")
    assert (seen.at, "Đã xoá." in seen) == ("home", True)
    assert "Ghi tên tham gia" in seen.labels
    assert await commune.declarations_of(commune.people["Xuân"]) == ()
    assert (await commune.person(commune.people["Xuân"])).full_name != "Hồ Thị Xuân"


async def test_who_holds_a_role_hands_it_over_first(commune: Commune) -> None:
    seen = await commune.head.press(ways.erase())
    assert "thôi việc ấy trước" in seen
    assert seen.labels == ("Thôi việc ở thôn Kim Sơn", "Quay lại")
    assert (await commune.head.press(ways.erase_now())).at == "erase"
    assert (await commune.person(commune.village.head)).full_name == "Phan Văn Đức"
