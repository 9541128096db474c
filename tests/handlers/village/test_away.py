"""Who is elsewhere: noted by head or officer, with days; no reason of health."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from criteria.presence import AWAY_NAMES, Away
from storage import person_changes
from tests.handlers.driver import Commune


async def test_a_head_notes_who_works_far_away_and_that_they_are_back(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.head.press(ways.person(lan.id))
    seen = await commune.head.choose("Ghi tạm vắng")
    assert "Không ghi bệnh tật hay lý do sức khoẻ." in seen
    await commune.head.choose("Đi làm ăn xa")
    assert "gõ ngày" in await commune.head.say("ngày nào đó")
    await commune.head.say("1/3/2026")
    assert "Ngày về phải sau ngày đi." in await commune.head.say("1/2/2026")
    card = await commune.head.say("1/3/2027")
    assert "Tạm vắng: đi làm ăn xa, từ 01/03/2026 đến 01/03/2027." in card
    now = await commune.person(lan)
    assert (now.away, now.away_from, now.away_to) == (Away.WORK, date(2026, 3, 1), date(2027, 3, 1))
    assert "Vừa ghi về bác: đi làm ăn xa." in "\n".join(await commune.notices(commune.lan))
    await commune.head.choose("Ghi tạm vắng")
    card = await commune.head.choose("Đã về, không vắng nữa")
    assert "Tạm vắng" not in card.text
    assert (await commune.person(lan)).away is None
    newer, older = await commune.look(lambda tx: person_changes.of_person(tx, lan.id))
    await commune.officer.press(ways.undo_change(lan.id, newer.id))
    assert await commune.person(lan) == now
    await commune.officer.press(ways.undo_change(lan.id, older.id))
    assert (await commune.person(lan)).away is None


async def test_without_days_it_holds_until_it_is_said_to_be_over(commune: Commune) -> None:
    mai = commune.people["Mai"]
    await commune.officer.press(ways.away(mai.id))
    await commune.officer.choose("Tại ngũ")
    await commune.officer.choose("Không rõ")
    assert "Tạm vắng: tại ngũ." in await commune.officer.choose("Chưa biết ngày về")


@pytest.mark.parametrize(
    ("why", "since", "until"),
    [("sick", 0, 0), ("work", 20261301, 0), ("work", 20260301, 20260201), ("work", 18000101, 0), ("work", 0, 21900101)],
)
async def test_what_is_no_reason_and_no_day_is_not_noted(commune: Commune, why: str, since: int, until: int) -> None:
    lan = commune.village.lan
    assert (await commune.head.press(ways.away_now(lan.id, why, since, until))).at == ways.away(lan.id)
    await commune.head.press(ways.away_to(lan.id, why, since))
    assert (await commune.person(lan)).away is None


async def test_only_who_serves_the_village_notes_it(commune: Commune) -> None:
    khanh = commune.people["Khánh"]
    assert "ở nơi khác" in await commune.head.press(ways.away_now(khanh.id, "work", 0, 0))
    assert (await commune.mai.press(ways.away_now(commune.village.lan.id, "work", 0, 0))).at == "home"
    assert (await commune.person(khanh)).away is None
    assert len(AWAY_NAMES) == len(Away) == 6
