"""Registering for the year's titles: by oneself, for the family, and the head for the village, but for those named."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import update

from acts import ways
from acts.errands import RegistrationListErrand
from criteria.declaration import Measure
from criteria.model import CITIZEN, FAMILY, VILLAGE
from criteria.policy import Actor, Grant, Role
from handlers.deciding.digest import evening
from handlers.village.enrolment import A_PAGE
from locales.catalog import ELDER, catalog
from storage import counters, cycles, registrations
from storage.kit.tables import cycles as cycle_rows
from storage.kit.transaction import Transaction
from storage.kit.words import Registered
from storage.registrations import Registration, Whose
from tests.handlers.driver import Chat, Commune
from tests.village import there


async def registered(commune: Commune, title: str = CITIZEN, place: int | None = None) -> int:
    def read(tx: Transaction) -> int:
        tally = counters.tallies(tx, commune.cycle, title).get(place or commune.kim_son)
        return 0 if tally is None else tally[Measure.REGISTERED]

    return await commune.look(read)


async def of_lan(commune: Commune) -> Registration | None:
    whose = Whose(person_id=commune.village.lan.id)
    return await commune.look(lambda tx: registrations.find(tx, commune.village.cycle, CITIZEN, whose))


async def _in_january(commune: Commune) -> None:
    """Next year has begun, and its cycle is open with nothing adopted."""
    days = (datetime(2027, 1, 4) - datetime(2026, 11, 23)).days  # noqa: DTZ001 (days between)
    commune.clock.advance(days=days)
    await commune.do(lambda tx: cycles.open_year(tx, commune_id=commune.village.commune.id, year=2027, plan=""))


async def test_a_member_registers_the_family_and_the_head_the_village(commune: Commune) -> None:
    await commune.mai.press(ways.family())
    seen = await commune.mai.choose("Đăng ký Gia đình học tập")
    assert "Đã đăng ký Gia đình học tập năm 2026." in seen
    assert "Gia đình học tập: đã đăng ký ngày 23/11/2026, chưa khai" in seen
    await commune.mai.choose("Rút đăng ký Gia đình học tập")
    assert await registered(commune, FAMILY) == 0
    await commune.mai.choose("Đăng ký Gia đình học tập")
    await commune.head.press(ways.community(commune.kim_son))
    assert "Đã đăng ký" in await commune.head.press(ways.community_enrol(commune.kim_son, VILLAGE, 1))
    assert (await registered(commune, FAMILY), await registered(commune, VILLAGE)) == (1, 1)
    await commune.mai.press(ways.community_enrol(commune.kim_son, VILLAGE, 0))  # no resident's affair
    assert await registered(commune, VILLAGE) == 1


async def test_the_head_registers_everybody_but_those_named_and_takes_it_back(commune: Commune) -> None:
    await commune.head.press(ways.village(commune.kim_son))
    await commune.head.choose("Đăng ký")
    assert "Công dân học tập: đăng ký 0/4" in commune.head.screen
    seen = await commune.head.choose("Ghi mọi người, trừ …")
    assert "✓ Nguyễn Thị Lan 1968" in seen.labels
    out = await commune.head.choose("✓ Nguyễn Thị Lan 1968")
    assert "Nguyễn Thị Lan 1968" in out.labels
    assert "Đã ghi 3 đăng ký." in await commune.head.choose("Ghi 3 người đăng ký")
    assert await registered(commune) == 3
    assert await of_lan(commune) is None
    done = commune.head.screen.at
    await commune.sent(commune.people["Mai"])
    assert done.startswith("enrol-done/")
    seen = await commune.head.choose("Rút lại lượt này")
    assert "Đã rút lại 2 đăng ký." in seen
    assert "1 người đã bắt đầu khai nên giữ nguyên." in seen
    assert await registered(commune) == 1


async def test_two_taps_register_once_and_an_old_list_nobody(commune: Commune) -> None:
    seen = await commune.head.press(ways.enrol_all(commune.kim_son, CITIZEN, 0))
    button = seen.choices["Ghi 4 người đăng ký"]
    await commune.lan.press(ways.enrol_now(commune.village.lan.id, 2026))
    assert "Danh sách vừa thay đổi. Chưa ghi gì" in await commune.head.press(button)
    assert await registered(commune) == 1
    button = commune.head.screen.choices["Ghi 3 người đăng ký"]
    first = await commune.head.press(button)
    again = await commune.head.press(button)
    assert (first.at, first.text) == (again.at, again.text)
    assert await registered(commune) == 4
    assert "Ai cũng đã đăng ký rồi." in await commune.head.press(ways.enrol_all(commune.kim_son, CITIZEN, 0))


async def test_a_big_village_is_leafed_through_and_written_down_at_once(commune: Commune) -> None:
    for n in range(A_PAGE):
        await commune.neighbour(f"Hồ Văn Số{chr(ord('a') + n)}", 1950 + n)
    first = await commune.head.press(ways.enrol_all(commune.kim_son, CITIZEN, 0))
    assert sum(label.startswith("✓") for label in first.labels) == A_PAGE
    await commune.head.choose(next(label for label in first.labels if label.startswith("✓ Hồ Văn")))
    more = await commune.head.choose("Trang sau")
    assert sum(label.startswith("✓") for label in more.labels) == 4
    assert "Đã ghi 28 đăng ký." in await commune.head.choose("Ghi 28 người đăng ký")
    assert await registered(commune) == 28


async def test_a_households_signature_registers_those_named_on_it(commune: Commune) -> None:
    await commune.head.press(ways.enrol_homes(commune.kim_son, 0))
    seen = await commune.head.choose("Hộ 1: Nguyễn Thị Lan")
    assert "✓ Cả nhà: Gia đình học tập" in seen.labels
    await commune.head.choose("✓ Trần Thị Mai 1992")
    assert "Đã ghi 2 đăng ký." in await commune.head.choose("Ghi: hộ này đã ký")
    assert (await registered(commune), await registered(commune, FAMILY)) == (1, 1)
    assert there(await of_lan(commune)).how is Registered.HOUSEHOLD
    assert "Hộ 1: Nguyễn Thị Lan" in (await commune.head.choose("Ghi hộ khác")).labels  # Mai is left
    await commune.head.press(ways.enrol_all(commune.kim_son, FAMILY, 0))
    assert "Đã ghi 1 đăng ký." in await commune.head.choose("Ghi 1 hộ đăng ký")
    assert await registered(commune, FAMILY) == 2


async def test_an_officer_writes_down_as_an_office_and_takes_back_only_their_own(commune: Commune) -> None:
    await commune.head.press(ways.enrol_all(commune.kim_son, CITIZEN, 0))
    await commune.head.choose("Ghi 4 người đăng ký")
    number = int(commune.head.screen.at.rpartition("/")[2])
    assert "không phải do" in await commune.officer.press(ways.enrol_undo(commune.kim_son, number))
    await commune.officer.press(ways.enrol_all(commune.hong_linh, CITIZEN, 0))
    await commune.officer.choose("Ghi 2 người đăng ký")
    rows = await commune.look(lambda tx: registrations.of_place(tx, commune.village.cycle, CITIZEN, commune.hong_linh))
    assert {each.how for each in rows} == {Registered.OFFICE}
    assert await registered(commune) == 4


async def test_the_business_of_who_serves_the_village(commune: Commune) -> None:
    place = commune.hong_linh
    for way in (ways.enrolments(place), ways.enrol_all(place, CITIZEN, 0), ways.enrol_tick(place, CITIZEN, 0, 1),
                ways.enrol_rest(place, CITIZEN, "x"), ways.enrol_homes(place, 0), ways.enrol_home(place, 1),
                ways.enrol_member(place, 1, 0), ways.enrol_home_now(place, 1, "x"), ways.enrol_paper(place),
                ways.enrol_done(place, 1), ways.enrol_undo(place, 1)):  # fmt: skip
        for chat in (commune.head, commune.lan):
            assert "dành cho trưởng thôn" in await chat.press(way), way
    assert await registered(commune, place=place) == 0
    assert await commune.errands() == []


async def test_a_helper_writes_down_one_whom_they_have_named(commune: Commune) -> None:
    neighbour = await commune.neighbour("Hồ Thị Bảy", 1950)
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    assert await _refused(commune.lan, ways.enrol_one(neighbour.id))
    await commune.lan.press(ways.helping_next())
    await commune.lan.say("Hồ Thị Bảy")
    seen = await commune.lan.say("1950")
    assert "Chỉ ghi đăng ký: Hồ Thị Bảy, Thôn Kim Sơn" in seen.labels
    after = await commune.lan.choose("Chỉ ghi đăng ký: Hồ Thị Bảy, Thôn Kim Sơn")
    assert "Đã ghi Hồ Thị Bảy đăng ký năm 2026." in after
    assert "Chỉ ghi đăng ký: Hồ Thị Bảy, Thôn Kim Sơn" not in after.labels
    assert await registered(commune) == 1


async def _refused(chat: Chat, way: str) -> bool:
    return "Người này ở nơi khác, hoặc không còn trong danh sách." in await chat.press(way)


async def test_the_list_to_sign_is_asked_for_once(commune: Commune) -> None:
    await commune.head.press(ways.enrolments(commune.kim_son))
    assert "Đang lập danh sách" in await commune.head.choose("In danh sách để ký")
    assert "Danh sách đang lập" in await commune.head.choose("In danh sách để ký")
    assert await commune.errands() == [RegistrationListErrand(commune.kim_son, commune.cycle)]


async def test_in_a_year_from_before_the_number_says_what_it_means_and_nothing_is_registered(commune: Commune) -> None:
    await commune.do(lambda tx: tx.connection.execute(update(cycle_rows).values(registers=False)))
    assert "Đăng ký Công dân học tập" not in (await commune.lan.press(ways.home())).labels
    seen = await commune.head.press(ways.village(commune.kim_son))
    assert "Đăng ký năm 2026: đã bắt đầu tự đánh giá." in seen
    assert "Đăng ký" not in seen.labels
    await commune.lan.press(ways.enrol_now(commune.village.lan.id, 2026))
    assert (await commune.head.press(ways.enrolments(commune.kim_son))).at == ways.village(commune.kim_son)
    assert "Đăng ký năm 2026: đã bắt đầu tự đánh giá." in await commune.officer.press(ways.stats())
    assert await registered(commune) == 0


async def test_in_january_a_head_is_told_once_that_one_can_register(commune: Commune) -> None:
    village = commune.village
    head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
    officer = Actor(village.officer.id, village.officer.household_id, (Grant(Role.OFFICER, village.commune.id),))
    await _in_january(commune)

    def evenings(tx: Transaction) -> list[str]:
        told = [evening(tx, each) for each in (head, head, officer)]
        return ["" if each is None else catalog("vi").render(each.text, ELDER) for each in told]

    first, again, office = await commune.do(evenings)
    assert "Đã mở đăng ký danh hiệu năm 2027 ở thôn Kim Sơn" in first
    assert "đăng ký" not in again + office


@pytest.mark.parametrize("way", [ways.enrol_rest(1, "x", "y"), ways.enrol_all(1, "clan", 0)])
async def test_a_title_of_no_such_list_leads_back(commune: Commune, way: str) -> None:
    at = way.replace("/1/", f"/{commune.kim_son}/", 1)
    assert (await commune.head.press(at)).at == ways.enrolments(commune.kim_son)
