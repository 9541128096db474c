"""Who is missing: people and households that have not declared, gentle reminders, the list for the doors."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import DoorListErrand
from criteria.declaration import Move
from handlers.village.not_declared import A_PAGE
from storage import accounts, decisions, roster
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from tests.handlers.driver import Commune


async def test_the_numbers_of_a_village_and_its_households(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    await commune.neighbour("Hồ Văn Ngoài", on_roster=False, household="7")
    seen = await commune.head.press(ways.missing(commune.kim_son))
    assert "5 người từ" in seen
    assert "1 người ngoài danh sách dân cư" in seen
    assert "Chưa khai: 4" in seen
    assert "Đã gửi, chờ xác nhận: 1" in seen
    assert "Hộ còn người chưa khai: 3/3." in seen
    assert "Đang khai dở (0)" not in seen.labels


async def test_once_all_have_declared_nobody_is_reminded(commune: Commune) -> None:
    for who in ("Lan", "Mai", "Đức", "Hải"):
        commune.clock.advance(hours=1)
        await commune.sent(commune.people[who])
    seen = await commune.head.press(ways.missing(commune.kim_son))
    for label in ("Nhắc người chưa khai", "Xem theo hộ", "In danh sách đi từng nhà"):
        assert label not in seen.labels
    assert "Bây giờ không có ai để nhắc." in await commune.head.press(ways.remind_all(commune.kim_son))
    assert (await commune.head.press(ways.missing_homes(commune.kim_son, 0))).at == ways.missing(commune.kim_son)


async def test_the_names_are_leafed_through_by_given_name(commune: Commune) -> None:
    for i in range(A_PAGE):
        await commune.neighbour(f"Hồ Văn {'ABCDEFGH'[i]}a", 1950 + i, household=f"3{i}")
    await commune.head.press(ways.missing(commune.kim_son))
    seen = await commune.head.choose("Chưa khai (12)")
    assert "Hồ Văn Aa, sinh 1950, hộ 30, không có điện thoại" in seen.labels
    more = await commune.head.choose("Trang sau")
    assert len([label for label in more.labels if ", sinh " in label]) == 4
    assert "Trang sau" not in more.labels
    assert (await commune.head.choose("Trang trước")).at == ways.missing_list(commune.kim_son, "not_begun", 0)
    assert (await commune.head.press(ways.missing_list(commune.kim_son, "not_begun", 99))).at.endswith("/0")
    for way in (ways.missing_list(commune.kim_son, "x", 0), ways.missing_list(commune.kim_son, "confirmed", 0)):
        assert (await commune.head.press(way)).at == ways.missing(commune.kim_son)


async def test_the_households_are_leafed_through_and_opened(commune: Commune) -> None:
    for i in range(A_PAGE):
        await commune.neighbour(f"Hồ Văn {'ABCDEFGH'[i]}a", 1950 + i, household=f"3{i}")
    await commune.sent(commune.village.lan)
    await commune.head.press(ways.missing(commune.kim_son))
    await commune.head.choose("Xem theo hộ")
    assert "Trang sau" in commune.head.screen.labels
    seen = await commune.head.choose("Hộ 1: còn 1/2 người")
    assert seen.labels[0].startswith("Trần Thị Mai, ")
    home = commune.village.lan.household_id or 0
    assert (await commune.head.press(ways.missing_home(commune.kim_son, home, 9))).at.endswith(f"{home}/0")
    assert (await commune.head.press(ways.missing_homes(commune.kim_son, 99))).at.endswith("/0")
    far = commune.people["Khánh"].household_id or 0
    assert (await commune.head.press(ways.missing_home(commune.kim_son, far, 0))).at.startswith("missing-homes")


async def test_one_person_is_reminded_gently_and_not_again_for_three_days(commune: Commune) -> None:
    lan = commune.village.lan.id
    seen = await commune.head.press(ways.missing_one(lan))
    assert "Nhắc được qua điện thoại." in seen
    assert "Khai hộ" not in seen.labels
    assert "Đã nhắc." in await commune.head.choose("Nhắc nhẹ")
    assert "Mới được nhắc trong 3 ngày qua" in commune.head.screen
    assert "Mới được nhắc trong 3 ngày qua" in await commune.head.press(ways.remind(lan))
    (told,) = await commune.notices(commune.lan)
    assert "Thôn Kim Sơn mời bác khai Công dân học tập năm 2026." in told
    commune.clock.advance(days=3)
    assert "Nhắc lần trước: 23/11/2026" in await commune.head.press(ways.missing_one(lan))
    assert "Đã nhắc." in await commune.head.press(ways.remind(lan))


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "đang khai dở Công dân học tập"), ("returned", "được trả lại, còn chờ bác xem lại")]
)
async def test_the_reminder_says_what_is_left_to_do(commune: Commune, state: str, said: str) -> None:
    lan = commune.village.lan
    if state == "draft":
        await commune.lan.press(ways.register(lan.id, 2026, "ruong"))
    else:
        sent = await commune.sent(lan)
        await commune.do(lambda tx: decisions.decide(tx, sent, Move.RETURN, person_id=commune.village.head.id))
    await commune.head.press(ways.remind(lan.id))
    (told,) = await commune.notices(commune.lan)
    assert said in told


async def test_who_has_no_phone_is_declared_for_not_written_to(commune: Commune) -> None:
    person = await commune.neighbour("Trần Văn Bảy", 1940)
    seen = await commune.head.press(ways.missing_one(person.id))
    assert "đến tận nhà, hoặc khai hộ" in seen
    assert "Nhắc nhẹ" not in seen.labels
    assert "đến tận nhà" in await commune.head.press(ways.remind(person.id))
    assert (await commune.head.choose("Khai hộ")).at == ways.declare_for(person.id)


async def test_who_does_not_want_reminders_gets_none(commune: Commune) -> None:
    lan = commune.village.lan.id
    assert "Từ nay không nhắc bác nữa." in await commune.lan.press(ways.no_reminders(lan))
    assert "không muốn nhận tin nhắc" in await commune.head.press(ways.missing_one(lan))
    assert "không muốn nhận tin nhắc" in await commune.head.press(ways.remind(lan))
    await commune.head.press(ways.remind_all_now(commune.kim_son))
    assert await commune.notices(commune.lan) == []
    assert len(await commune.notices(commune.mai)) == 1
    assert "Từ nay thôn lại nhắc bác" in await commune.lan.choose("Cho nhắc lại như cũ")
    assert await commune.look(lambda tx: roster.wants_reminders(tx, lan))
    for way in (ways.no_reminders(lan), ways.unreminded(lan), ways.reminders(lan)):
        assert "chưa khai hộ người này" in await commune.mai.press(way)


async def test_who_speaks_for_somebody_says_it_for_them(commune: Commune) -> None:
    person = await commune.neighbour("Trần Văn Bảy", 1940, household="1")

    def speaks(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Lan")
        accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(speaks)
    assert "Từ nay không nhắc Trần Văn Bảy nữa." in await commune.lan.press(ways.no_reminders(person.id))
    assert "Từ nay thôn lại nhắc Trần Văn Bảy" in await commune.lan.press(ways.reminders(person.id))


async def test_all_are_reminded_but_who_asks_and_it_is_said_before_how_many(commune: Commune) -> None:
    await commune.neighbour("Trần Văn Bảy", 1940)
    await commune.head.press(ways.remind(commune.people["Mai"].id))
    seen = await commune.head.press(ways.remind_all(commune.kim_son))
    assert "2 người sẽ nhận một tin nhắc nhẹ." in seen  # Lan and Hải, not Đức himself
    assert "1 người mới được nhắc trong 3 ngày qua." in seen
    assert "1 người không có điện thoại" in seen
    assert "Đã nhắc 2 người." in await commune.head.choose("Gửi tin nhắc cho 2 người")
    assert await commune.notices(commune.head) == []
    assert "Không có ai để nhắc" in await commune.head.press(ways.remind_all_now(commune.kim_son))
    assert len(await commune.notices(commune.lan)) == 1


async def test_what_is_done_is_not_reminded_of(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    assert "Không còn gì phải nhắc." in await commune.head.press(ways.remind(commune.village.lan.id))
    assert await commune.notices(commune.lan) == []


async def test_the_list_for_the_doors_is_made_one_at_a_time(commune: Commune) -> None:
    await commune.head.press(ways.missing(commune.kim_son))
    assert "Đang lập danh sách" in await commune.head.choose("In danh sách đi từng nhà")
    assert "Danh sách đang lập" in await commune.head.choose("In danh sách đi từng nhà")
    assert await commune.errands() == [DoorListErrand(commune.kim_son, commune.cycle)]


async def test_who_is_missing_is_the_business_of_who_serves_the_village(commune: Commune) -> None:
    far, place = commune.people["Khánh"].id, commune.hong_linh
    for way in (ways.missing(place), ways.missing_list(place, "not_begun", 0), ways.missing_homes(place, 0),
                ways.missing_home(place, 1, 0), ways.missing_one(far), ways.remind(far), ways.remind_all(place),
                ways.remind_all_now(place), ways.doors(place)):  # fmt: skip
        for chat in (commune.head, commune.lan):
            assert "dành cho trưởng thôn" in await chat.press(way), way
    assert await commune.notices(commune.far) == []
    assert await commune.errands() == []


async def test_in_a_locked_year_who_was_missing_is_seen_and_nobody_reminded(commune: Commune) -> None:
    await commune.year_is(CycleState.LOCKED)
    place, lan = commune.kim_son, commune.village.lan.id
    for way in (ways.missing(place), ways.missing_list(place, "not_begun", 0), ways.missing_one(lan)):
        seen = await commune.head.press(way)
        assert (seen.at, [each for each in seen.labels if "Nhắc" in each or "Khai hộ" in each]) == (way, []), way
    for way in (ways.remind(lan), ways.remind_all(place), ways.remind_all_now(place)):
        await commune.head.press(way)
    assert await commune.notices(commune.lan) == []
