"""Classes that a resident can come to: seen, signed up for, taken back, reminded of, called off."""

from __future__ import annotations

from datetime import date, timedelta

from acts import ways
from bot.digest_scheduler import DigestScheduler
from criteria.activity import EventKind
from storage import accounts, learning_events, sign_ups
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.learning_events import LearningEvent
from tests.handlers.driver import Commune
from tests.village import GOOD

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


async def announced(
    commune: Commune, name: str, *, place: int | None = None, on: date = TOMORROW, kind: EventKind = EventKind.TALK
) -> LearningEvent:
    """Something is on in Kim Sơn, or elsewhere."""
    return await commune.do(
        lambda tx: learning_events.announce(
            tx, place_id=place or commune.kim_son, kind=kind, name=name, held_on=on, hours=2, organiser="Thôn",
            code=f"C{name[:2].encode().hex()}{on.day}", person_id=commune.village.head.id, venue="19 giờ, nhà văn hoá",
        )
    )  # fmt: skip


async def signed(commune: Commune, event: LearningEvent) -> list[str]:
    """Who wants to come."""
    return [each.full_name for each in await commune.look(lambda tx: sign_ups.of_event(tx, event.id, most=9))]


async def test_lan_sees_what_is_on_in_her_village_and_commune_and_nothing_of_another(commune: Commune) -> None:
    await announced(commune, "Trồng nấm", on=TOMORROW + timedelta(days=3))
    await announced(commune, "Đọc sách", place=commune.village.commune.id)
    await announced(commune, "Hát xoan", place=commune.hong_linh)
    await announced(commune, "Hôm kia", on=TODAY - timedelta(days=2))
    seen = await commune.lan.press(ways.classes())
    assert "- Đọc sách: 24/11/2026, xã Sơn Hồng. 19 giờ, nhà văn hoá\n- Trồng nấm: 27/11/2026, thôn Kim Sơn" in seen
    assert "Hát xoan" not in seen
    assert "Hôm kia" not in seen


async def test_the_way_there_stands_in_the_menu(commune: Commune) -> None:
    await commune.lan.say("/start")
    assert "Chưa có lớp nào sắp mở." in await commune.lan.choose("Lớp sắp mở")


async def test_what_the_result_lacks_comes_first_and_says_so(commune: Commune) -> None:
    await commune.sent(commune.village.lan, {**GOOD, "A2": "3", "A3": "0", "B2": "0", "B3": "0"})
    await announced(commune, "Nói chuyện", kind=EventKind.TALK)
    lacking = await announced(commune, "Câu lạc bộ", kind=EventKind.CLUB, on=TOMORROW + timedelta(days=9))
    seen = await commune.lan.press(ways.classes())
    assert seen.labels[0] == f"Xem: {lacking.name}"
    assert "Hợp với phần bác còn thiếu:" in seen


async def test_signing_up_is_once_and_can_be_taken_back(commune: Commune) -> None:
    event = await announced(commune, "Trồng nấm")
    await commune.lan.press(ways.classes())
    await commune.lan.choose("Xem: Trồng nấm")
    seen = await commune.lan.choose("Ghi tên")
    assert "Đã ghi tên Nguyễn Thị Lan: Trồng nấm." in seen
    await commune.lan.press(ways.class_join(commune.village.lan.id, event.id))
    assert await signed(commune, event) == ["Nguyễn Thị Lan"]
    assert "Bác đã ghi tên buổi này." in await commune.lan.press(ways.classes())
    await commune.lan.press(ways.class_(event.id))
    assert "Đã rút tên Nguyễn Thị Lan." in await commune.lan.choose("Thôi, không đi")
    assert await signed(commune, event) == []


async def test_who_speaks_for_somebody_signs_them_up_too(commune: Commune) -> None:
    mai = commune.people["Mai"]
    event = await announced(commune, "Trồng nấm")

    def speaks(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Lan")
        accounts.speak_for(tx, account, mai, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(speaks)
    await commune.lan.press(ways.class_(event.id))
    await commune.lan.choose(f"Ghi tên {commune.people['Mai'].full_name}")
    assert await signed(commune, event) == [mai.full_name]


async def test_nobody_signs_up_for_what_is_elsewhere_over_or_called_off(commune: Commune) -> None:
    lan = commune.village.lan.id
    elsewhere = await announced(commune, "Hát xoan", place=commune.hong_linh)
    over = await announced(commune, "Hôm kia", on=TODAY - timedelta(days=2))
    off = await announced(commune, "Trồng nấm")
    await commune.do(lambda tx: learning_events.cancel(tx, off))
    for event in (elsewhere, over, off):
        assert "Buổi này không còn" in await commune.lan.press(ways.class_join(lan, event.id))
        assert (await commune.lan.press(ways.class_(event.id))).at == "classes"
        assert await signed(commune, event) == []
    assert (await commune.lan.press(ways.class_join(commune.village.head.id, elsewhere.id))).at == "home"


async def test_who_signed_up_is_reminded_the_day_before_once_and_never_at_night(commune: Commune) -> None:
    event = await announced(commune, "Trồng nấm", on=TOMORROW + timedelta(days=1))
    await commune.lan.press(ways.class_join(commune.village.lan.id, event.id))
    scheduler = DigestScheduler(commune.database)
    await scheduler.look()  # two days before
    commune.clock.advance(hours=11)
    await scheduler.look()  # three in the morning
    assert await commune.notices(commune.lan) == []
    commune.clock.advance(hours=6)
    await scheduler.look()
    await scheduler.look()
    assert await commune.notices(commune.lan) == [
        "Nhắc bác: ngày mai có Trồng nấm.\n25/11/2026, thôn Kim Sơn. 19 giờ, nhà văn hoá"
    ]


async def test_who_signs_up_the_day_before_is_not_told_at_once_what_they_have_just_done(commune: Commune) -> None:
    event = await announced(commune, "Trồng nấm")
    await commune.lan.press(ways.class_join(commune.village.lan.id, event.id))
    await DigestScheduler(commune.database).look()
    assert await commune.notices(commune.lan) == []


async def test_who_signed_up_hears_that_it_is_called_off(commune: Commune) -> None:
    event = await announced(commune, "Trồng nấm")
    await commune.lan.press(ways.class_join(commune.village.lan.id, event.id))
    assert "Đã báo cho 1 người ghi tên." in await commune.head.press(ways.event_cancel(event.id))
    assert await commune.notices(commune.lan) == ["Trồng nấm (24/11/2026) không tổ chức nữa."]
