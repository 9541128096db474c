"""Who signed up for a class: seen by those in charge of it, and that they looked is on record."""

from __future__ import annotations

from datetime import date

from acts import ways
from criteria.activity import EventKind
from storage import learning_events, looks
from tests.handlers.driver import Commune


async def test_the_head_sees_the_list_and_that_is_on_record(commune: Commune) -> None:
    lan = commune.village.lan
    event = await commune.do(
        lambda tx: learning_events.announce(
            tx, place_id=commune.kim_son, kind=EventKind.CLASS, name="Trồng nấm", held_on=date(2026, 11, 30), hours=2,
            organiser="Thôn", code="NAM234", person_id=commune.village.head.id,
        )
    )  # fmt: skip
    await commune.lan.press(ways.class_join(lan.id, event.id))
    await commune.head.press(ways.event(event.id))
    seen = await commune.head.choose("Ai ghi tên (1)")
    assert f"- Nguyễn Thị Lan, sinh năm {lan.birth_year}, Kim Sơn" in seen
    assert [each.name for each in await commune.look(lambda tx: looks.of_person(tx, lan.id))] == ["Phan Văn Đức"]
    assert (await commune.far.press(ways.event_comers(event.id, 0))).at == "home"
    assert (await commune.head.press(ways.event_comers(event.id, 7))).at == f"event/{event.id}"
