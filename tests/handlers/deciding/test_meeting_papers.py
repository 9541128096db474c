"""Papers of a meeting are asked for on its screen, and made beside the turns."""

from __future__ import annotations

from acts import ways
from acts.errands import MeetingListErrand, MeetingPaperErrand
from tests.handlers.driver import Commune
from tests.meetings import opened


async def test_the_list_to_print_is_asked_for_before_there_is_a_meeting(commune: Commune) -> None:
    await commune.head.press(ways.meetings(commune.kim_son))
    seen = await commune.head.choose("In danh sách họp")
    assert "Đang lập văn bản" in seen
    assert await commune.errands() == [MeetingListErrand(commune.kim_son, commune.cycle)]


async def test_invitation_and_minutes_are_of_the_meeting(commune: Commune) -> None:
    found = await opened(commune)
    await commune.head.press(ways.meeting(found.id))
    await commune.head.choose("Giấy mời họp (Word)")
    seen = await commune.head.choose("Biên bản họp (Word)")
    assert "Tệp trước đang lập" in seen
    assert await commune.errands() == [MeetingPaperErrand(found.id, "invite")]


async def test_a_list_without_a_meeting_has_no_minutes(commune: Commune) -> None:
    found = await opened(commune, "signed")
    await commune.head.press(ways.meeting_paper(found.id, "minutes"))
    assert await commune.errands() == []
