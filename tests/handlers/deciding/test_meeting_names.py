"""The exceptions of a meeting: found, marked, voted on, written beside; nothing once it is concluded."""

from __future__ import annotations

import pytest

from acts import ways
from storage import meetings
from storage.meetings import Listed, Meeting
from tests.handlers.driver import Commune
from tests.meetings import opened
from tests.proposals import confirmed


async def lan_of(commune: Commune) -> tuple[Meeting, Listed]:
    """A meeting at which Lan is discussed."""
    await confirmed(commune, commune.village.lan)
    found = await opened(commune)
    (lan,) = await commune.look(lambda tx: meetings.everybody(tx, found))
    await commune.head.press(ways.meeting_mark(found.id, lan.declaration_id, "discuss"))
    return found, lan


@pytest.mark.parametrize("said", ["40/3", "40 3", "40-3"])
async def test_votes_are_two_numbers(commune: Commune, said: str) -> None:
    found, lan = await lan_of(commune)
    await commune.head.press(ways.meeting_votes(found.id, lan.declaration_id))
    seen = await commune.head.say(said)
    assert "40 phiếu thuận, 3 phiếu không" in seen


@pytest.mark.parametrize("said", ["40", "bốn mươi", "4000/4000", "1/2/3"])
async def test_other_words_are_no_votes(commune: Commune, said: str) -> None:
    found, lan = await lan_of(commune)
    await commune.head.press(ways.meeting_votes(found.id, lan.declaration_id))
    seen = await commune.head.say(said)
    assert "gõ hai số, ví dụ 40/3" in seen


async def test_what_was_said_stands_beside_and_goes_with_the_mark(commune: Commune) -> None:
    found, lan = await lan_of(commune)
    await commune.head.press(ways.meeting_said(found.id, lan.declaration_id))
    seen = await commune.head.say("Năm nay ít dự lớp")
    assert "Ý kiến: Năm nay ít dự lớp" in seen
    seen = await commune.head.press(ways.meeting_marked(found.id))
    assert "“Năm nay ít dự lớp”" in seen
    await commune.head.press(ways.meeting_mark(found.id, lan.declaration_id, "none"))
    seen = await commune.head.press(ways.meeting_marked(found.id))
    assert "Chưa ghi riêng ai" in seen


async def test_a_name_is_found_among_those_of_the_meeting_only(commune: Commune) -> None:
    found, _ = await lan_of(commune)
    await commune.head.press(ways.meeting_pick(found.id, 0))
    seen = await commune.head.say("Khánh")
    assert "Không có tên ấy trong danh sách." in seen
    seen = await commune.head.say("Lan")
    assert seen.at.startswith("meeting-name/")


async def test_a_concluded_meeting_takes_no_mark(commune: Commune) -> None:
    found, lan = await lan_of(commune)
    await commune.head.press(ways.meeting_hold(found.id))
    await commune.head.press(ways.meeting_mark(found.id, lan.declaration_id, "agreed"))
    (now,) = await commune.look(lambda tx: meetings.everybody(tx, found))
    assert now.agreed is None


async def test_whoever_was_discussed_reads_it_among_their_data(commune: Commune) -> None:
    found, lan = await lan_of(commune)
    await commune.head.press(ways.meeting_said(found.id, lan.declaration_id))
    await commune.head.say("Năm nay ít dự lớp")
    seen = await commune.lan.press(ways.data())
    assert "Năm nay ít dự lớp" in seen
