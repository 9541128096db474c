"""A village's meeting about who is proposed: opened, written down by exception, concluded, opened again."""

from __future__ import annotations

from acts import ways
from acts.meeting import PaperErrand
from criteria.declaration import State
from criteria.meeting import MeetingState
from storage import decisions, meetings, paper_confirmations, recognition
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from storage.meetings import Meeting
from tests.handlers.driver import Commune
from tests.meetings import held_with_refusal, meeting_of, opened, signed_paper, work_off
from tests.proposals import confirmed, drawn_up
from tests.village import there


async def test_a_head_writes_a_meeting_down_by_exception(commune: Commune) -> None:
    await confirmed(commune, commune.village.lan, commune.people["Mai"])
    await commune.head.press(ways.village(commune.kim_son))
    await commune.head.choose("Họp xét, danh sách ký")
    seen = await commune.head.choose("Ghi cuộc họp xét")
    assert "Đề nghị: 2 trên 2." in seen
    seen = await commune.head.say("Mai")
    assert "Đứng tên đề nghị như mọi người." in seen
    await commune.head.choose("Cần bàn")
    seen = await commune.head.choose("Không đề nghị")
    assert "Đề nghị: 1 trên 2." in seen
    seen = await commune.head.choose("Kết luận")
    assert "đã kết luận" in seen
    found = await meeting_of(commune)
    assert found.state is MeetingState.HELD


async def test_two_taps_open_one_meeting(commune: Commune) -> None:
    for _ in range(2):
        seen = await commune.head.press(ways.meeting_open(commune.kim_son, "village"))
    found = await meeting_of(commune)
    assert seen.at == f"meeting/{found.id}"


async def test_who_was_not_agreed_to_is_put_on_no_list(commune: Commune) -> None:
    await held_with_refusal(commune, "Mai")
    await commune.officer.press(ways.recognition_draw(commune.cycle, "citizen", 0))
    (made,) = await commune.look(lambda tx: recognition.of_cycle(tx, commune.cycle))
    names = await commune.look(lambda tx: recognition.all_names(tx, made.id))
    assert [each.person_id for each in names] == [commune.village.lan.id]


async def test_a_draft_loses_who_was_not_agreed_to_until_the_meeting_is_opened_again(commune: Commune) -> None:
    await confirmed(commune, commune.village.lan, commune.people["Mai"])
    await commune.officer.press(ways.recognition_draw(commune.cycle, "citizen", 0))
    (made,) = await commune.look(lambda tx: recognition.of_cycle(tx, commune.cycle))
    found = await held_with_refusal(commune, "Mai")
    assert await _named(commune, made.id) == {commune.village.lan.id}
    await commune.head.press(ways.meeting_reopen(found.id))
    assert await _named(commune, made.id) == {commune.village.lan.id, commune.people["Mai"].id}


async def test_once_the_list_is_submitted_the_meeting_stays(commune: Commune) -> None:
    found = await held_with_refusal(commune, "Mai")
    await commune.officer.press(ways.recognition_draw(commune.cycle, "citizen", 0))
    (made,) = await commune.look(lambda tx: recognition.of_cycle(tx, commune.cycle))
    await commune.officer.press(ways.recognition_submit(made.id))
    seen = await commune.head.press(ways.meeting_reopen(found.id))
    assert "đã trình hoặc đã ban hành" in seen
    assert (await meeting_of(commune)).state is MeetingState.HELD


async def test_the_absent_are_proposed_all_the_same(commune: Commune) -> None:
    await confirmed(commune, commune.village.lan)
    found = await opened(commune)
    (lan,) = await commune.look(lambda tx: meetings.everybody(tx, found))
    await commune.head.press(ways.meeting_mark(found.id, lan.declaration_id, "absent"))
    await commune.head.press(ways.meeting_hold(found.id))
    standing = await commune.look(lambda tx: meetings.standing(tx, found))
    assert (standing.proposed, standing.absent) == (1, 1)


async def test_a_meeting_that_was_given_up_makes_room_for_another(commune: Commune) -> None:
    first = await opened(commune)
    seen = await commune.head.press(ways.meeting_drop(first.id))
    assert seen.at == f"meetings/{commune.kim_son}"
    second = await opened(commune)
    assert second.id != first.id


async def test_a_head_of_another_village_and_a_resident_see_nothing_of_it(commune: Commune) -> None:
    found = await opened(commune)
    for chat in (commune.lan, commune.far):
        seen = await chat.press(ways.meeting(found.id))
        assert seen.at == "home"


async def test_a_list_without_a_meeting_needs_who_signed_and_a_picture(commune: Commune) -> None:
    found = await opened(commune, "signed")
    seen = await commune.officer.press(ways.meeting_hold(found.id))
    assert "Chưa ghi ai ký." in seen
    await commune.officer.press(ways.meeting_signed(found.id, commune.village.head.id))
    seen = await commune.officer.press(ways.meeting_hold(found.id))
    assert "Chưa có ảnh tờ giấy đã ký." in seen
    await commune.officer.photo()
    await commune.officer.press(ways.meeting_hold(found.id))
    assert (await meeting_of(commune)).state is MeetingState.HELD


async def test_a_signed_paper_confirms_in_the_name_of_who_signed_with_the_typist_beside(commune: Commune) -> None:
    found = await signed_paper(commune)
    await work_off(commune)

    def look(tx: Transaction) -> tuple[set[str], paper_confirmations.ByPaper]:
        every = meetings.everybody(tx, found)
        by = {each.decided_by for row in every for each in decisions.of_declaration(tx, row.declaration_id)}
        (paper,) = paper_confirmations.of_declaration(tx, every[0].declaration_id)
        return by, paper

    by, paper = await commune.look(look)
    assert by == {commune.village.head.full_name}
    assert (paper.signer, paper.typist) == (commune.village.head.full_name, commune.village.officer.full_name)
    assert await commune.look(lambda tx: paper_confirmations.count_open(tx, commune.cycle)) == 1


async def test_who_signed_hears_that_it_was_typed_in_and_by_whom(commune: Commune) -> None:
    await signed_paper(commune)
    await work_off(commune)
    told = "\n".join(await commune.notices(commune.head))
    assert "Đã xác nhận 2 người theo danh sách ký ngày 23/11/2026." in told
    assert f"Người nhập: {commune.village.officer.full_name}." in told


async def test_the_signers_own_household_and_the_doubtful_wait_all_the_same(commune: Commune) -> None:
    found = await signed_paper(commune, commune.people["Hải"], commune.people["Mai"])
    await work_off(commune)
    left = {row.person_id for row in await _waiting(commune, found)}
    assert left == {commune.people["Hải"].id, commune.people["Mai"].id, commune.village.lan.id}


async def test_who_is_discussed_and_not_agreed_to_is_not_confirmed_by_the_paper(commune: Commune) -> None:
    found = await signed_paper(commune, refused=commune.village.lan)
    await work_off(commune)
    assert {row.person_id for row in await _waiting(commune, found)} == {commune.village.lan.id}


async def _waiting(commune: Commune, found: Meeting) -> list[meetings.Listed]:
    every = await commune.look(lambda tx: meetings.everybody(tx, found))
    return [row for row in every if row.state is State.SUBMITTED]


async def test_who_signed_and_types_it_confirms_nobody(commune: Commune) -> None:
    found = await signed_paper(commune, typist=commune.head)
    assert [each for each in await commune.errands() if isinstance(each, PaperErrand)] == []
    assert len(await _waiting(commune, found)) == 2
    seen = await commune.head.press(ways.meeting(found.id))
    assert "2 người đang chờ xác nhận." in seen


async def test_a_closed_year_confirms_nobody_by_paper(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    found = await opened(commune, "signed")
    await commune.officer.press(ways.meeting_signed(found.id, commune.village.head.id))
    await commune.officer.press(ways.meeting(found.id))
    await commune.officer.photo()
    await commune.year_is(CycleState.CLOSED)
    seen = await commune.officer.press(ways.meeting(found.id))
    assert "Năm này đã đóng nên không ai được xác nhận theo giấy." in seen
    await commune.officer.press(ways.meeting_hold(found.id))
    assert [each for each in await commune.errands() if isinstance(each, PaperErrand)] == []


async def _named(commune: Commune, list_id: int) -> set[int]:
    return {each.person_id for each in await commune.look(lambda tx: recognition.all_names(tx, list_id))}


async def test_the_councils_meeting_is_about_one_list_and_takes_names_off_it(commune: Commune) -> None:
    made = await drawn_up(commune)
    seen = await commune.officer.press(ways.council_open(made.id))
    assert "Đề nghị: 3 trên 3." in seen
    found = there(await commune.look(lambda tx: meetings.of_list(tx, made.id)))
    khanh = next(
        each for each in await commune.look(lambda tx: meetings.everybody(tx, found))
        if each.person_id == commune.people["Khánh"].id
    )  # fmt: skip
    await commune.officer.press(ways.meeting_mark(found.id, khanh.declaration_id, "refused"))
    await commune.officer.press(ways.meeting_hold(found.id))
    assert len(await _named(commune, made.id)) == 2
    await commune.officer.press(ways.meeting_reopen(found.id))
    assert len(await _named(commune, made.id)) == 3
    seen = await commune.head.press(ways.meeting(found.id))
    assert seen.at == "home"
