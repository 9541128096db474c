"""Putting a person right: name, birth year, place, who left; taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN
from criteria.policy import Role
from criteria.presence import Left
from storage import accounts, audit, counters, cycles, decisions, households, people, person_changes, recount, replay
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from tests.handlers.driver import Commune
from tests.village import there


async def agree(commune: Commune) -> None:
    """The counters are those that a recount and the log give."""

    def look(tx: Transaction) -> None:
        for cycle in cycles.of_commune(tx, commune.village.commune.id):
            kept = counters.tallies(tx, cycle.id, CITIZEN)
            assert kept == recount.recount(tx, cycle, CITIZEN)
            assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, CITIZEN)
        assert replay.differing(tx) == []

    await commune.look(look)


async def sizes(commune: Commune, year: int = 2026) -> tuple[int, int]:
    """The denominators of Kim Sơn and Hồng Lĩnh."""

    def look(tx: Transaction) -> tuple[int, int]:
        cycle = there(cycles.of_year(tx, commune.village.commune.id, year))
        found = people.roster_sizes(tx, cycle, place_ids=[commune.kim_son, commune.hong_linh], min_age=18)
        return found[commune.kim_son], found[commune.hong_linh]

    return await commune.look(look)


async def count(commune: Commune, place: int, measure: Measure) -> int:
    tallies = await commune.look(lambda tx: counters.tallies(tx, commune.cycle, CITIZEN))
    return tallies[place][measure] if place in tallies else 0


async def confirmed(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))


async def said_to_lan(commune: Commune) -> str:
    return "\n".join(await commune.notices(commune.lan))


# Name and birth year


async def test_a_name_on_the_roster_is_put_right_and_taken_back(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.officer.press(ways.person(lan.id))
    await commune.officer.choose("Sửa họ tên")
    seen = await commune.officer.say("Nguyễn Thị Lan Hương")
    assert "Nguyễn Thị Lan Hương, sinh 1968" in seen
    assert (await commune.person(lan)).full_name == "Nguyễn Thị Lan Hương"
    assert "vừa sửa thông tin của bác: Nguyễn Thị Lan Hương, sinh 1968" in await said_to_lan(commune)
    seen = await commune.officer.choose("Các lần sửa")
    assert "Trần Thị Hoài Thương: sửa họ tên, năm sinh; trước đó là Nguyễn Thị Lan, 1968" in seen
    assert "Đã lấy lại như cũ." in await commune.officer.choose("Lấy lại: sửa họ tên, năm sinh 23/11/2026 16:00, lần 1")
    assert (await commune.person(lan)).full_name == "Nguyễn Thị Lan"
    assert "(đã lấy lại)" in await commune.officer.press(ways.changes(lan.id))


async def test_the_log_holds_fingerprints_of_before_and_after_and_no_name(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.officer.press(ways.put_right(lan.id, "birth_year"))
    await commune.officer.say("1967")
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"person:{lan.id}"))
    (said,) = [each.data for each in lines if each.code == "person.corrected"]
    assert len(said["before"]) == len(said["after"]) == 32
    assert said["before"] != said["after"]
    assert "1967" not in str(said)
    await commune.officer.press(ways.undo_change(lan.id, said["change"]))
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"person:{lan.id}"))
    (_, back) = [each.data for each in lines if each.code == "person.corrected"]
    assert (back["before"], back["after"], back["undoes"]) == (said["after"], said["before"], said["change"])


async def test_a_result_that_hangs_on_the_age_is_made_anew(commune: Commune) -> None:
    """Born in 2010 somebody is no adult of 2026: they reached the title, but are not of the share."""
    await confirmed(commune)
    lan = commune.village.lan
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 1
    before = await sizes(commune)
    await commune.officer.press(ways.put_right(lan.id, "birth_year"))
    await commune.officer.say("2010")
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 0
    assert (await sizes(commune))[0] == before[0] - 1
    await agree(commune)
    (change,) = await commune.look(lambda tx: person_changes.of_person(tx, lan.id))
    await commune.officer.press(ways.undo_change(lan.id, change.id))
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 1
    assert await sizes(commune) == before
    await agree(commune)


@pytest.mark.parametrize(
    ("key", "typed"), [("name", "12345"), ("birth_year", "1800"), ("birth_year", "2030"), ("name", "x")]
)
async def test_what_is_no_name_and_no_year_changes_nothing(commune: Commune, key: str, typed: str) -> None:
    lan = commune.village.lan
    await commune.officer.press(ways.put_right(lan.id, key))
    assert (await commune.officer.say(typed)).at == ways.put_right(lan.id, key)
    await commune.officer.send("sticker")
    now = await commune.person(lan)
    assert (now.full_name, now.birth_year) == ("Nguyễn Thị Lan", 1968)


async def test_an_older_change_is_not_taken_back_under_a_newer_one(commune: Commune) -> None:
    lan = commune.village.lan
    for name in ("Nguyễn Thị Lan Anh", "Nguyễn Thị Lan Chi"):
        await commune.officer.press(ways.put_right(lan.id, "name"))
        await commune.officer.say(name)
    newer, older = await commune.look(lambda tx: person_changes.of_person(tx, lan.id))
    assert "không lấy lại được" in await commune.officer.press(ways.undo_change(lan.id, older.id))
    assert "Đã lấy lại" in await commune.officer.press(ways.undo_change(lan.id, newer.id))
    assert "không lấy lại được" in await commune.officer.press(ways.undo_change(lan.id, newer.id))
    assert "không lấy lại được" in await commune.officer.press(ways.undo_change(commune.people["Mai"].id, older.id))
    assert "Đã lấy lại" in await commune.officer.press(ways.undo_change(lan.id, older.id))
    assert (await commune.person(lan)).full_name == "Nguyễn Thị Lan"


async def test_nobody_puts_themselves_right(commune: Commune) -> None:
    way = ways.put_right(commune.village.officer.id, "name")
    assert "cán bộ khác của xã sửa" in await commune.officer.press(way)


# The place


async def test_what_is_not_confirmed_goes_along_to_the_new_village(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.sent(lan)
    before = await sizes(commune)
    await commune.officer.press(ways.person(lan.id))
    await commune.officer.choose("Chuyển nơi ở, hộ, đơn vị")
    await commune.officer.choose("Sang nơi khác trong xã")
    seen = await commune.officer.choose("Thôn Hồng Lĩnh")
    assert "Người này ra khỏi hộ cũ." in seen
    assert "Năm đã xác nhận vẫn tính ở nơi cũ" in seen
    await commune.officer.choose("Chuyển")
    now = await commune.person(lan)
    assert (now.place_id, now.household_id) == (commune.hong_linh, None)
    assert await count(commune, commune.kim_son, Measure.WAITING) == 0
    assert await count(commune, commune.hong_linh, Measure.WAITING) == 1
    assert await sizes(commune) == (before[0] - 1, before[1] + 1)
    assert "từ nay bác ở thôn Hồng Lĩnh" in await said_to_lan(commune)
    await agree(commune)


async def test_a_confirmed_year_stays_where_it_was_confirmed_and_so_does_its_share(commune: Commune) -> None:
    lan = commune.village.lan
    await confirmed(commune)
    before = await sizes(commune)
    await commune.officer.press(ways.moving_now(lan.id, commune.hong_linh))
    assert (await commune.person(lan)).place_id == commune.hong_linh
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 1
    assert await sizes(commune) == before
    await commune.do(lambda tx: cycles.open_year(tx, commune_id=commune.village.commune.id, year=2027, plan=""))
    assert await sizes(commune, 2027) == (before[0] - 1, before[1] + 1)  # from the next year on there
    await agree(commune)


async def test_a_move_is_taken_back_with_the_household_and_its_head(commune: Commune) -> None:
    lan = commune.village.lan
    household = there(lan.household_id)
    await commune.do(lambda tx: households.set_head(tx, households.get(tx, household), lan))
    await commune.sent(lan)
    was, before = await commune.person(lan), await sizes(commune)
    await commune.officer.press(ways.moving_now(lan.id, commune.hong_linh))
    heir = await commune.look(lambda tx: households.get(tx, household).head_id)
    assert heir == commune.people["Mai"].id
    (change,) = await commune.look(lambda tx: person_changes.of_person(tx, lan.id))
    await commune.officer.press(ways.undo_change(lan.id, change.id))
    assert await commune.person(lan) == was
    assert await commune.look(lambda tx: households.get(tx, household).head_id) == lan.id
    assert await sizes(commune) == before
    assert await count(commune, commune.kim_son, Measure.WAITING) == 1
    await agree(commune)


async def test_somebody_moves_to_a_household_by_its_code_or_to_a_new_one(commune: Commune) -> None:
    mai = commune.people["Mai"]
    await commune.officer.press(ways.moving(mai.id))
    await commune.officer.choose("Sang hộ khác, hộ mới")
    assert "Không có hộ mang mã ấy" in await commune.officer.say("999")
    assert "Người này đang ở hộ ấy rồi." in await commune.officer.say("1")
    seen = await commune.officer.say("2")
    assert "- Phan Văn Đức, sinh 1970" in seen
    await commune.officer.choose("Chuyển")
    assert (await commune.person(mai)).household_id == commune.village.head.household_id
    await commune.officer.press(ways.moving_home(mai.id))
    await commune.officer.choose("Hộ mới")
    await commune.officer.choose("Chuyển")
    alone = there((await commune.person(mai)).household_id)
    assert [each.id for each in await commune.look(lambda tx: households.members(tx, alone))] == [mai.id]
    far = commune.people["Khánh"].household_id
    await commune.officer.press(ways.moving_home_now(mai.id, there(far)))
    assert (await commune.person(mai)).household_id == alone  # of another village: not by this way


async def test_nobody_goes_where_they_are_or_to_another_commune(commune: Commune) -> None:
    lan = commune.village.lan
    for into in (commune.kim_son, commune.village.commune.id, 999):
        assert (await commune.officer.press(ways.moving_now(lan.id, into))).at == ways.moving(lan.id)
    assert (await commune.person(lan)).place_id == commune.kim_son


# Off the roster


async def test_who_moved_away_is_in_no_denominator_and_is_told(commune: Commune) -> None:
    lan = commune.village.lan
    await confirmed(commune)
    before = await sizes(commune)
    await commune.officer.press(ways.person(lan.id))
    await commune.officer.choose("Đưa ra khỏi danh sách")
    await commune.officer.choose("Chuyển đi nơi khác, ngoài xã")
    assert "gõ ngày" in await commune.officer.say("ngày nào đó")
    seen = await commune.officer.say("1/11/2026")
    assert "Ghi: đã chuyển đi từ ngày 01/11/2026?" in seen
    card = await commune.officer.choose("Đưa ra khỏi danh sách")
    assert "Ngoài danh sách: đã chuyển đi từ ngày 01/11/2026." in card
    assert await sizes(commune) == (before[0] - 1, before[1])
    assert await count(commune, commune.kim_son, Measure.CONFIRMED) == 1
    assert await count(commune, commune.kim_son, Measure.OUTSIDE_ROSTER) == 1
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 0
    assert "Bản khai đã xác nhận vẫn giữ nguyên." in await said_to_lan(commune)
    assert "Nguyễn Thị Lan" not in await commune.head.press(ways.missing(commune.kim_son))
    await agree(commune)
    await commune.officer.choose("Đưa lại vào danh sách")
    await commune.officer.choose("Đưa lại vào danh sách")
    assert await sizes(commune) == before
    assert await count(commune, commune.kim_son, Measure.REACHED_ON_ROSTER) == 1
    await agree(commune)


async def test_who_left_this_year_still_counts_in_the_last(commune: Commune) -> None:
    await commune.do(lambda tx: cycles.open_year(tx, commune_id=commune.village.commune.id, year=2025, plan=""))
    before = await sizes(commune, 2025)
    await commune.officer.press(ways.off_now(commune.village.lan.id, Left.MOVED.value, 20260301))
    assert await sizes(commune, 2025) == before
    assert (await sizes(commune))[0] == before[0] - 1


async def test_for_who_has_died_nobody_speaks_any_more_and_no_chat_is_written_to(commune: Commune) -> None:
    lan = commune.village.lan

    def speaks(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Mai")
        accounts.speak_for(tx, account, lan, ConsentKind.ASKED)
        accounts.save(tx, account, owed=None)

    await commune.do(speaks)
    await commune.officer.press(ways.off_now(lan.id, Left.DIED.value, 20261120))
    assert (await commune.lan.account()).person is None
    assert (await commune.mai.account()).speaks_for == {}
    assert await commune.notices(commune.lan) == await commune.notices(commune.mai) == []
    assert (await commune.mai.press(ways.begin(lan.id))).at == "home"
    for way in (ways.declare_for(lan.id), ways.admit(lan.id), ways.remind(lan.id), ways.help_as(lan.id, "beside")):
        assert "được ghi là đã mất" in await commune.head.press(way), way
    assert "được ghi là đã mất" not in await commune.far.press(ways.declare_for(lan.id))  # who may not know is not told
    assert await commune.declarations_of(lan) == ()
    known = await commune.look(
        lambda tx: people.unclaimed(tx, place_id=commune.kim_son, full_name="Nguyễn Thị Lan", birth_year=1968)
    )
    assert known == ()
    card = await commune.officer.press(ways.person(lan.id))
    assert "đã mất từ ngày 20/11/2026" in card


async def test_who_holds_a_role_gives_it_up_first(commune: Commune) -> None:
    seen = await commune.officer.press(ways.off_now(commune.village.head.id, Left.MOVED.value, 20261120))
    assert "Cho thôi việc ấy trước." in seen
    assert (await commune.person(commune.village.head)).left_on is None


@pytest.mark.parametrize(
    ("why", "day"), [("x", 20261101), ("moved", 20261232), ("moved", 20270101), ("died", 20100101)]
)
async def test_no_day_and_no_reason_takes_nobody_off(commune: Commune, why: str, day: int) -> None:
    for way in (ways.off_see(commune.village.lan.id, why, day), ways.off_now(commune.village.lan.id, why, day)):
        await commune.officer.press(way)
    assert (await commune.person(commune.village.lan)).left_on is None


async def test_a_family_is_not_measured_by_who_left(commune: Commune) -> None:
    lan = commune.village.lan
    home = there(lan.household_id)
    assert len(await commune.look(lambda tx: households.members(tx, home))) == 2
    await commune.officer.press(ways.off_now(lan.id, Left.MOVED.value, 20261101))
    assert [each.full_name for each in await commune.look(lambda tx: households.members(tx, home))] == ["Trần Thị Mai"]
    now = await commune.person(lan)
    assert (now.left_on, now.left_why, now.household_id) == (date(2026, 11, 1), Left.MOVED, home)
    assert Role.OFFICER in {grant.role for grant in (await commune.officer.account()).actor.grants}
