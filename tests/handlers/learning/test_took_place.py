"""What took place without a code: written down afterwards, counted by hand, with two pictures at most."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from criteria.activity import CountedHow, EventKind
from storage import activities, evidence, learning_events
from storage.learning_events import LearningEvent, Turnout
from tests.handlers.driver import Commune


async def newest(commune: Commune) -> LearningEvent:
    (found, *_) = await commune.look(lambda tx: learning_events.of_places(tx, [commune.kim_son], year=2026, limit=9))
    return found


async def test_a_head_writes_down_an_evening_that_is_over(commune: Commune) -> None:
    head = commune.head
    await head.press(ways.events())
    await head.choose("Buổi đã qua, thông báo, nhu cầu học")
    await head.choose("Ghi buổi đã qua ở thôn Kim Sơn")
    for said in ("3", "Phòng cháy", "20/11", "2"):
        await head.say(said)
    await head.choose("Thôn")
    assert "gõ một số" in await head.say("đông lắm")
    await head.say("45")
    seen = await head.choose("Theo danh sách ký")
    assert "Đã ghi." in seen
    assert "Số người có mặt: 45 (Theo danh sách ký)." in seen
    event = await newest(commune)
    assert (event.held_on, event.kind, event.turnout) == (date(2026, 11, 20), EventKind.TALK, 0)
    assert "Phòng cháy, 45 người (đếm tay)" in await head.press(ways.events())


@pytest.mark.parametrize("day", ["24/11/2026", "31/12/2025"])
async def test_a_day_to_come_or_of_another_year_is_asked_back(commune: Commune, day: str) -> None:
    await commune.head.press(ways.took_new(commune.kim_son))
    for said in ("3", "Phòng cháy"):
        await commune.head.say(said)
    assert (await commune.head.say(day)).at.endswith("/day")


async def made(commune: Commune, counted: int | None = 45) -> LearningEvent:
    how = None if counted is None else CountedHow.COUNT
    return await commune.do(
        lambda tx: learning_events.announce(
            tx, place_id=commune.kim_son, kind=EventKind.TALK, name="Phòng cháy", held_on=date(2026, 11, 23), hours=2,
            organiser="Thôn", code="CHAY23", person_id=commune.village.head.id, counted=counted, counted_how=how,
        )
    )  # fmt: skip


async def test_two_pictures_are_taken_and_no_third(commune: Commune) -> None:
    event = await made(commune)
    await commune.head.press(ways.held(event.id))
    await commune.head.photo()
    assert "2 ảnh." in await commune.head.photo()
    await commune.head.photo()
    pictures = await commune.look(lambda tx: evidence.of_event(tx, event.id))
    assert len(pictures) == 2
    assert (await commune.officer.press(ways.picture(pictures[0].id))).at == f"picture/{pictures[0].id}"
    assert (await commune.lan.press(ways.picture(pictures[0].id))).at == "home"
    assert await commune.look(lambda tx: evidence.of_person(tx, commune.village.head.id)) == ()


async def test_what_was_counted_by_hand_is_never_added_to_who_checked_in(commune: Commune) -> None:
    event = await made(commune, counted=None)
    await commune.do(lambda tx: activities.attend(tx, commune.village.lan, event))
    await commune.head.press(ways.held(event.id))
    await commune.head.choose("Ghi số người có mặt")
    await commune.head.say("60")
    seen = await commune.head.choose("Ước tính")
    assert "1 người đã điểm danh.\nSố người có mặt: 60 (Ước tính)." in seen
    commune_id = commune.village.commune.id
    turnout = await commune.look(lambda tx: learning_events.turnout(tx, commune_id, 2026))
    assert turnout["1.1"] == Turnout(events=1, attendances=1, counted=0)


async def test_its_code_opens_nothing_and_nobody_signs_up(commune: Commune) -> None:
    event = await made(commune)
    assert "Buổi học này không còn." in await commune.lan.say("CHAY23")
    assert "Phòng cháy" not in await commune.lan.press(ways.classes())
    assert (await newest(commune)).turnout == 0
    turnout = await commune.look(lambda tx: learning_events.turnout(tx, commune.village.commune.id, 2026))
    assert turnout["1.1"] == Turnout(events=1, attendances=0, counted=45)
    assert (await commune.lan.press(ways.held(event.id))).at == "home"
