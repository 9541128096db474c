"""The officer shows figures to everybody, takes them back, and lets other offices' programs read them."""

from __future__ import annotations

from acts import ways
from acts.errands import NoticeSheetErrand
from handlers.kit.context import Links
from storage import data_keys, publications, snapshots
from storage.kit.tables import data_keys as key_rows
from storage.publications import Publication
from storage.snapshots import Snapshot
from tests.handlers.driver import Commune
from tests.proposals import adopted


async def taken(commune: Commune) -> Snapshot:
    """Figures that the officer has taken down just now."""
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    return (await commune.look(lambda tx: snapshots.of_cycle(tx, commune.cycle)))[0]


async def shown(commune: Commune) -> Publication | None:
    return await commune.look(lambda tx: publications.of_cycle(tx, commune.cycle))


async def test_figures_are_shown_replaced_and_taken_back(commune: Commune) -> None:
    await adopted(commune)
    first = await taken(commune)
    assert "Năm này chưa công khai số liệu nào." in await commune.officer.press(ways.publish(first.id))
    assert "Đang công khai, từ" in await commune.officer.choose("Công khai")
    second = await taken(commune)
    await commune.officer.press(ways.publish(second.id))
    assert "Đang công khai số liệu khác" in commune.officer.screen
    await commune.officer.choose("Công khai")
    now = await shown(commune)
    assert now is not None
    assert now.snapshot_id == second.id
    await commune.officer.press(ways.publish_end(first.id))  # an old button, of figures that are shown no more
    assert await shown(commune) == now
    await commune.officer.press(ways.publish(second.id))
    assert "Đã thôi công khai." in await commune.officer.choose("Thôi công khai")
    assert await shown(commune) is None


async def test_showing_twice_is_showing_once(commune: Commune) -> None:
    await adopted(commune)
    found = await taken(commune)
    await commune.officer.press(ways.publish_now(found.id))
    once = await shown(commune)
    await commune.officer.press(ways.publish_now(found.id))
    assert await shown(commune) == once


async def test_nothing_is_shown_of_a_set_that_nobody_adopted(commune: Commune) -> None:
    found = await taken(commune)
    assert "Chưa áp dụng bộ tiêu chí" in await commune.officer.press(ways.publish_now(found.id))
    assert await shown(commune) is None


async def test_the_sheet_leads_to_the_page_only_while_these_figures_are_shown(commune: Commune) -> None:
    await adopted(commune)
    commune.dispatcher.links = Links(web="https://hoctap.vn")
    found = await taken(commune)
    for leads_to in ("", "https://hoctap.vn/ket-qua/18160/2026"):
        await commune.officer.press(ways.publish_sheet(found.id))
        assert await commune.errands() == [NoticeSheetErrand(found.id, leads_to)]
        assert "Tệp trước đang làm" in await commune.officer.press(ways.publish_sheet(found.id))
        await commune.do(lambda tx: tx.connection.exec_driver_sql("DELETE FROM outbox"))
        seen = await commune.officer.press(ways.publish_now(found.id))
        assert "https://hoctap.vn/ket-qua/18160/2026" in seen


async def test_a_key_is_named_shown_once_and_ended(commune: Commune) -> None:
    await commune.officer.press(ways.data_keys())
    assert "Chưa có khoá nào." in commune.officer.screen
    await commune.officer.choose("Lập khoá mới")
    assert "vài chữ" in await commune.officer.say("?")
    assert "ngắn hơn" in await commune.officer.say("Sở " * 25)
    assert "chỉ nhận chữ" in await commune.officer.send("sticker")
    seen = await commune.officer.say("Trang tin Sở Giáo dục")
    key = seen.text.splitlines()[1]
    assert len(key) == data_keys.LENGTH
    assert key in await commune.officer.back()  # the screen drawn again shows it still
    stored = await commune.look(lambda tx: tx.connection.execute(key_rows.select()).one())
    assert key not in map(str, stored)
    assert "Trang tin Sở Giáo dục: chưa dùng" in await commune.officer.choose("Các khoá")
    assert key not in await commune.officer.choose("Xem Trang tin Sở Giáo dục")
    assert await commune.look(lambda tx: data_keys.find(tx, f" {key.lower()} ")) is not None
    assert "không dùng được nữa" in await commune.officer.choose("Thôi dùng khoá này")
    assert await commune.look(lambda tx: data_keys.find(tx, key)) is None
    ended = await commune.officer.press(ways.data_key(stored.id))
    assert "Đã thôi dùng." in ended
    assert "Thôi dùng khoá này" not in ended.labels
