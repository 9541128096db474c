"""Whom no channel reaches is told at the door: the list, what to say, crossed out once."""

from __future__ import annotations

from sqlalchemy import func, select

from acts import ways
from handlers.kit.screen import Screen, screen_to_data
from handlers.village.tell_in_person import AT_ONCE
from locales.text import T
from storage import to_tell_in_person
from storage.kit.tables import visits
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.conftest import Clock
from tests.handlers.driver import Commune


async def unreached(commune: Commune, person: Person) -> int:
    """Something could not be said to them; returns the visit's id."""
    notice = screen_to_data(Screen(text=T("Bản khai của {you} được trả lại để xem lại.")))
    await commune.do(lambda tx: to_tell_in_person.add(tx, person.id, notice))
    return await commune.look(_last)


def _last(tx: Transaction) -> int:
    return int(tx.connection.execute(select(func.max(visits.c.id))).scalar_one())


async def test_with_nobody_to_tell_the_list_says_so(commune: Commune) -> None:
    seen = await commune.head.press(ways.visits())
    assert ("Không có ai cần báo tận nơi." in seen, seen.labels) == (True, ("Về đầu",))


async def test_the_head_reads_what_to_say_and_crosses_it_out(commune: Commune) -> None:
    person = await commune.neighbour("Trần Văn Bảy", 1940)
    visit = await unreached(commune, person)
    await commune.head.press(ways.visits())
    assert "1 người không nhận được tin qua điện thoại." in commune.head.screen
    seen = await commune.head.choose("Trần Văn Bảy")
    assert "Trần Văn Bảy, Thôn Kim Sơn" in seen
    assert "Tin từ 23/11/2026" in seen
    assert "Bản khai của Trần Văn Bảy được trả lại để xem lại." in seen  # about them, not to the head
    await commune.head.choose("Để sau")
    assert "Trần Văn Bảy" in commune.head.screen.labels
    await commune.head.choose("Trần Văn Bảy")
    assert "Đã ghi: đã báo Trần Văn Bảy." in await commune.head.choose("Đã báo rồi")
    assert "Không có ai cần báo tận nơi." in commune.head.screen
    for way in (ways.visit(visit), ways.visited(visit)):
        assert (await commune.head.press(way)).at == "home"


async def test_the_longest_waiting_come_first_some_at_a_time(commune: Commune) -> None:
    for i in range(AT_ONCE + 1):
        commune.clock.advance(minutes=1)
        await unreached(commune, await commune.neighbour(f"Hồ Văn {'ABCDEFGHI'[i]}a", 1940 + i))
    seen = await commune.head.press(ways.visits())
    assert "9 người không nhận được tin" in seen
    assert seen.labels[:-1] == tuple(f"Hồ Văn {'ABCDEFGHI'[i]}a" for i in range(AT_ONCE))


async def test_it_is_told_by_who_serves_the_village(commune: Commune) -> None:
    far = await commune.neighbour("Lê Thị Xa", 1940, place=commune.village.hong_linh)
    visit = await unreached(commune, far)
    assert "Không có ai cần báo tận nơi." in await commune.head.press(ways.visits())
    for way in (ways.visit(visit), ways.visited(visit)):
        for chat in (commune.head, commune.lan):
            assert (await chat.press(way)).at == "home"
    assert "dành cho trưởng thôn" in await commune.lan.press(ways.visits())
    assert "Lê Thị Xa" in (await commune.officer.press(ways.visits())).labels


async def test_the_day_of_a_notice_is_that_of_a_vietnamese_wall(commune: Commune, clock: Clock) -> None:
    clock.advance(hours=10, minutes=30)  # 02:30 of the next day there, 19:30 in UTC
    await unreached(commune, await commune.neighbour("Trần Văn Bảy", 1940))
    await commune.head.press(ways.visits())
    assert "Tin từ 24/11/2026" in await commune.head.choose("Trần Văn Bảy")
