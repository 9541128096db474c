"""The commune's council: its members and the decision that establishes it, entered by officers."""

from __future__ import annotations

from acts import ways
from acts.errands import CouncilPaperErrand
from storage import councils
from storage.kit.words import CycleState
from tests.handlers.driver import Commune


async def joined(commune: Commune, said: str = "Trần Văn Bình, Chủ tịch Hội Khuyến học") -> None:
    """Somebody is entered as the chair."""
    await commune.officer.press(ways.council_member(commune.cycle))
    await commune.officer.say(said)
    await commune.officer.choose("Chủ tịch Hội đồng")


async def test_a_member_has_name_post_and_role(commune: Commune) -> None:
    await joined(commune)
    seen = await commune.officer.press(ways.council(commune.cycle))
    assert "- Chủ tịch Hội đồng: Trần Văn Bình, Chủ tịch Hội Khuyến học" in seen


async def test_a_name_without_a_post_is_asked_again(commune: Commune) -> None:
    await commune.officer.press(ways.council_member(commune.cycle))
    seen = await commune.officer.say("Trần Văn Bình")
    assert "gõ cả họ tên và chức vụ" in seen


async def test_nobody_sits_in_it_twice_and_who_left_does_not(commune: Commune) -> None:
    await joined(commune)
    await joined(commune)
    (member,) = (await commune.look(lambda tx: councils.of_cycle(tx, commune.cycle))).members
    await commune.officer.press(ways.council_off(commune.cycle, member.id))
    assert not (await commune.look(lambda tx: councils.of_cycle(tx, commune.cycle))).members


async def test_its_decision_has_a_number_and_a_day(commune: Commune) -> None:
    await commune.officer.press(ways.council_field(commune.cycle, "number"))
    await commune.officer.say("15/QĐ-UBND")
    await commune.officer.press(ways.council_field(commune.cycle, "day"))
    seen = await commune.officer.say("01/11/2026")
    assert "Quyết định thành lập: 15/QĐ-UBND, 01/11/2026." in seen


async def test_its_draft_is_asked_for(commune: Commune) -> None:
    await commune.officer.press(ways.council(commune.cycle))
    await commune.officer.choose("Dự thảo Quyết định thành lập (Word)")
    assert await commune.errands() == [CouncilPaperErrand(commune.cycle)]


async def test_a_locked_year_keeps_its_council(commune: Commune) -> None:
    await commune.year_is(CycleState.LOCKED)
    await joined_in_vain(commune)
    assert not (await commune.look(lambda tx: councils.of_cycle(tx, commune.cycle))).members


async def joined_in_vain(commune: Commune) -> None:
    """The ways to a new member are pressed from an old screen."""
    await commune.officer.press(ways.council_member(commune.cycle))
    await commune.officer.press(ways.council_add(commune.cycle, "chair"))
