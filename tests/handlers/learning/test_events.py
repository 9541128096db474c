"""Classes and meetings: announced by heads and officers, attended by a code, in their days, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from acts import ways
from acts.codes import spaced
from acts.errands import EventQrErrand
from bot.commune_setup import add_commune
from criteria.activity import EventKind
from criteria.policy import Role
from storage import accounts, activities, learning_events, places
from storage.kit.tables import learning_events as events_table
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.learning_events import LearningEvent
from storage.people import Person
from tests.handlers.driver import Commune
from tests.village import CONTACT

TODAY = date(2026, 11, 23)


async def announced(commune: Commune, held_on: date = TODAY, code: str = "NAM234") -> LearningEvent:
    """An evening in Kim Sơn."""
    return await commune.do(
        lambda tx: learning_events.announce(
            tx, place_id=commune.kim_son, kind=EventKind.CLASS, name="Phòng lừa đảo", held_on=held_on, hours=2,
            organiser="Thôn", code=code, person_id=commune.village.head.id,
        )
    )  # fmt: skip


async def now(commune: Commune, event: LearningEvent) -> LearningEvent:
    found = await commune.look(lambda tx: learning_events.load(tx, event.id))
    assert found is not None
    return found


async def speaks(commune: Commune, person: Person) -> None:
    """Lan speaks for somebody."""

    def work(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Lan")
        accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(work)


# Announcing


async def test_a_head_announces_an_evening_and_gets_its_code(commune: Commune) -> None:
    head = commune.head
    seen = await head.press(ways.events())
    assert "Chưa có buổi học nào." in seen
    assert [label for label in seen.labels if label.startswith("Mở")] == ["Mở buổi học ở thôn Kim Sơn"]
    await head.choose("Mở buổi học ở thôn Kim Sơn")
    await head.say("1")
    await head.say("Phòng lừa đảo trên mạng")
    await head.choose("Ngày mai")
    await head.say("2")
    assert "Bắt đầu lúc mấy giờ, ở đâu?" in await head.choose("Thôn")
    seen = await head.say("19 giờ, nhà văn hoá")
    assert "Đã mở buổi học." in seen
    assert "19 giờ, nhà văn hoá" in seen
    assert "24/11/2026" in seen
    key = int(seen.at.split("/")[1])
    event = await commune.look(lambda tx: learning_events.load(tx, key))
    assert event is not None
    assert f"Mã điểm danh: {spaced(event.code)}" in seen
    assert f"https://hoctap.vn/{event.code}" in seen
    await head.choose("Ảnh mã QR để quét")
    assert await commune.errands() == [EventQrErrand(event.id, f"https://hoctap.vn/{event.code}")]


async def test_an_officer_announces_for_the_commune_or_any_village(commune: Commune) -> None:
    seen = await commune.officer.press(ways.events())
    assert [label for label in seen.labels if label.startswith("Mở")] == [
        "Mở buổi học ở xã Sơn Hồng",
        "Mở buổi học ở thôn Kim Sơn",
        "Mở buổi học ở thôn Hồng Lĩnh",
    ]


async def test_nobody_announces_for_a_place_that_is_not_theirs(commune: Commune) -> None:
    event = await announced(commune)
    for way in (
        ways.event_new(commune.kim_son),
        ways.event_ask_next(commune.kim_son),
        ways.event_save(commune.kim_son),
        ways.event(event.id),
        ways.event_qr(event.id),
        ways.event_cancel(event.id),
    ):
        seen = await commune.lan.press(way)
        assert (seen.at, "dành cho trưởng thôn" in seen) == ("home", True), way
    assert (await commune.head.press(ways.event_new(commune.hong_linh))).at == "home"
    assert not (await now(commune, event)).is_cancelled
    assert await commune.errands() == []


@pytest.mark.parametrize(
    ("day", "said"), [("1/11", "từ 16/11/2026"), ("23/11/2027", "đến 22/05/2027"), ("x", "gõ ngày")]
)
async def test_a_day_too_far_off_is_asked_back(commune: Commune, day: str, said: str) -> None:
    await commune.head.press(ways.event_new(commune.kim_son))
    await commune.head.say("1")
    await commune.head.say("Phòng lừa đảo")
    seen = await commune.head.say(day)
    assert seen.at.endswith("/day")
    assert said in seen


async def test_nothing_is_announced_before_all_is_said_or_for_another_place(commune: Commune) -> None:
    await commune.give(commune.village.head, Role.HEAD, commune.village.hong_linh)
    assert (await commune.head.press(ways.event_save(commune.kim_son))).at == "events"  # nothing was begun
    await commune.head.press(ways.event_new(commune.kim_son))
    await commune.head.say("1")
    assert (await commune.head.press(ways.event_save(commune.kim_son))).at.endswith("/name")
    assert (await commune.head.press(ways.event_save(commune.hong_linh))).at == "events"
    assert (await commune.head.press(ways.event_ask_next(commune.hong_linh))).at == "events"
    assert "Chưa có buổi học nào." in await commune.head.press(ways.events())


async def test_it_is_called_off_until_somebody_was_there(commune: Commune) -> None:
    event = await announced(commune)
    await commune.head.press(ways.event(event.id))
    assert "Đã huỷ: Phòng lừa đảo." in await commune.head.choose("Huỷ buổi này")
    seen = await commune.head.press(ways.event(event.id))
    assert "Buổi này đã huỷ." in seen
    assert event.code not in seen.text
    assert seen.labels == ("Danh sách buổi học", "Về đầu")
    assert "không còn" in await commune.lan.press(ways.attend(event.code))

    second = await announced(commune, code="NAM235")
    await commune.lan.press(ways.attend(second.code))
    seen = await commune.head.press(ways.event(second.id))
    assert "Huỷ buổi này" not in seen.labels
    assert "đã điểm danh" in seen
    assert "không huỷ được" in await commune.head.press(ways.event_cancel(second.id))
    assert not (await now(commune, second)).is_cancelled


# Attending


async def test_a_code_typed_at_the_chat_writes_the_diary_once(commune: Commune) -> None:
    event = await announced(commune)
    await commune.lan.press(ways.home())
    assert "Đã điểm danh Nguyễn Thị Lan: Phòng lừa đảo." in await commune.lan.say("nam234")
    assert "đã điểm danh buổi này rồi" in await commune.lan.say("NAM234")
    assert (await now(commune, event)).turnout == 1
    (entry,) = await commune.look(lambda tx: activities.of_person(tx, commune.village.lan.id, 2026))
    assert (entry.name, entry.attended) == ("Phòng lừa đảo", True)


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "Buổi học vào ngày 24/11/2026."), (0, "Đã điểm danh"), (-2, "Đã điểm danh"), (-3, "hết hạn điểm danh")],
)
async def test_the_code_says_i_was_there_from_the_day_to_two_days_after(commune: Commune, days: int, said: str) -> None:
    event = await announced(commune, TODAY + timedelta(days=days))
    assert said in await commune.lan.press(ways.attend(event.code))
    await speaks(commune, await commune.neighbour("Trần Văn Bảy", 1940, household="1"))
    if "Đã" not in said:
        for way in (
            ways.attend_who(event.code),
            ways.attended(commune.village.lan.id, event.code),
            ways.attended_all(event.code),
        ):
            seen = await commune.lan.press(way)
            assert (seen.at, said in seen) == ("home", True)
        assert (await now(commune, event)).turnout == 0


async def test_who_speaks_for_others_says_who_of_them_was_there(commune: Commune) -> None:
    event = await announced(commune)
    other = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, other)
    assert "Ai có mặt?" in await commune.lan.press(ways.attend(event.code))
    seen = await commune.lan.choose("Trần Văn Bảy")
    assert "Đã điểm danh Trần Văn Bảy" in seen
    assert seen.at == ways.attend_who(event.code)
    assert (await now(commune, event)).turnout == 1
    assert "Đã điểm danh Nguyễn Thị Lan, Trần Văn Bảy" in await commune.lan.choose("Tất cả")
    assert (await now(commune, event)).turnout == 2  # who was written down already stays so


async def test_nobody_says_of_others_that_they_were_there(commune: Commune) -> None:
    event = await announced(commune)
    for chat in (commune.head, commune.mai):
        seen = await chat.press(ways.attended(commune.village.lan.id, event.code))
        assert (seen.at, "chưa khai hộ người này" in seen) == ("home", True)
    assert "chưa ghi tên" in await commune.stranger.press(ways.attend(event.code))
    assert (await now(commune, event)).turnout == 0


async def test_a_code_of_no_event_says_so(commune: Commune) -> None:
    for way in (ways.attend("X"), ways.attend_who("X"), ways.attended_all("X")):
        seen = await commune.lan.press(way)
        assert (seen.at, "Buổi học này không còn." in seen) == ("home", True)


async def test_an_event_of_another_commune_counts_nobody_of_this_one(commune: Commune) -> None:
    event = await announced(commune)

    def moves(tx: Transaction) -> None:
        other = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xóm Mới"])
        (far,) = places.villages(tx, other.id)
        tx.connection.execute(events_table.update().where(events_table.c.id == event.id).values(place_id=far.id))

    await commune.do(moves)
    lan = commune.village.lan.id
    for way in (ways.attend(event.code), ways.attended(lan, event.code), ways.attended_all(event.code)):
        assert "Buổi học này không còn." in await commune.lan.press(way)
    assert await commune.look(lambda tx: activities.of_person(tx, lan, 2026)) == ()
