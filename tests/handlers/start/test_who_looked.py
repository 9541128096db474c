"""Who looked at oneself: what the dispatcher writes down of each screen, and what the person is shown of it."""

from __future__ import annotations

from sqlalchemy import select

from acts import ways
from criteria.policy import Role
from storage.kit.tables import looks
from storage.kit.transaction import Transaction
from storage.kit.words import Looked
from tests.handlers.driver import Commune


async def on_record(commune: Commune) -> list[tuple[int, int, Looked, Role | None]]:
    """Who looked at whom, at what, in which role."""

    def read(tx: Transaction) -> list[tuple[int, int, Looked, Role | None]]:
        rows = tx.connection.execute(select(looks).order_by(looks.c.day, looks.c.by_id, looks.c.person_id))
        return [(row.by_id, row.person_id, row.what, row.role) for row in rows]

    return await commune.look(read)


async def test_a_head_who_opens_a_declaration_is_on_record_once_a_day(commune: Commune) -> None:
    village = commune.village
    sent = await commune.sent(village.lan)
    for _ in range(3):
        await commune.head.press(ways.review(sent.id))
        await commune.head.back()
        await commune.head.say("xyzzy")
        await commune.head.repeat()
    once = (village.head.id, village.lan.id, Looked.CARD, Role.HEAD)
    assert await on_record(commune) == [once]
    commune.clock.advance(days=1)
    await commune.head.back()
    assert await on_record(commune) == [once, once]


async def test_a_list_is_on_record_for_each_who_is_named(commune: Commune) -> None:
    village = commune.village
    await commune.sent(village.lan)
    await commune.officer.press(ways.queue())
    assert await on_record(commune) == [(village.officer.id, village.lan.id, Looked.LIST, Role.OFFICER)]


async def test_neither_oneself_nor_ones_household_is_looked_at(commune: Commune) -> None:
    village = commune.village
    sent = await commune.sent(village.lan)
    await commune.lan.press(ways.mine(sent.id))
    home = (await commune.person(village.lan)).household_id or 0
    await commune.mai.press(ways.family())
    assert "Nguyễn Thị Lan" in (await commune.mai.press(ways.family_members(home))).labels
    assert await on_record(commune) == []


async def test_who_is_refused_has_seen_nothing(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.far.press(ways.review(sent.id))
    await commune.stranger.press(ways.review(sent.id))
    await commune.head.press(ways.review(10_000))
    assert await on_record(commune) == []


async def test_a_note_that_names_somebody_is_on_record(commune: Commune) -> None:
    """A paper form's number that was typed tells whose it is."""
    from criteria.sheet_number import sheet_number

    mai = await commune.neighbour("Hồ Thị Xuân", 1980)
    await commune.head.press(ways.sheets())
    assert "Hồ Thị Xuân" in await commune.head.say(f"{sheet_number(mai.id)} 9 9 9")
    assert await on_record(commune) == [(commune.village.head.id, mai.id, Looked.LIST, Role.HEAD)]


async def test_the_person_is_shown_who_looked(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.lan.press(ways.data())
    assert "Chưa có ai ngoài nhà xem" in await commune.lan.choose("Ai đã xem")
    await commune.head.press(ways.queue())
    await commune.head.press(ways.review(sent.id))
    commune.clock.advance(days=1)
    await commune.officer.press(ways.review(sent.id))
    seen = await commune.lan.press(ways.who_looked(0))
    told = [line for line in seen.text.splitlines() if " xem " in line and "/2026" in line]
    assert told == [
        "24/11/2026: Cán bộ xã Trần Thị Hoài Thương xem trang riêng về bác",
        "23/11/2026: Trưởng thôn Phan Văn Đức xem trang riêng về bác, danh sách có tên bác",
    ]
    assert "Phan Văn Đức" not in await commune.mai.press(ways.who_looked(0))


async def test_what_is_long_is_leafed_through(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    for _ in range(9):
        await commune.head.press(ways.review(sent.id))
        commune.clock.advance(days=1)
    assert "23/11/2026" not in await commune.lan.press(ways.who_looked(0))
    assert "23/11/2026" in await commune.lan.choose("Trang sau")
    assert (await commune.lan.choose("Trang trước")).at == ways.who_looked(0)
    assert (await commune.lan.press(ways.who_looked(99))).at == ways.who_looked(0)
