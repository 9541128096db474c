"""The signed decision is entered as it stands on paper, seen once more, and recognises; revoking names what goes."""

from __future__ import annotations

from acts import ways
from acts.recognising import RecognitionErrand
from criteria.recognition import Paper
from storage import recognition
from tests.handlers.driver import Commune, Seen
from tests.proposals import adopted, drawn_up


async def submitted(commune: Commune) -> int:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition_submit(made.id))
    return made.id


async def signed(commune: Commune, key: int) -> Seen:
    """All is said of the signed paper."""
    await commune.officer.press(ways.recognition(key))
    await commune.officer.choose("Ghi quyết định đã ký")
    await commune.officer.say("15/QĐ-UBND")
    await commune.officer.say("20/11/2026")
    await commune.officer.say("Trần Văn Bình")
    return await commune.officer.choose("Chủ tịch")


async def state(commune: Commune, key: int) -> Paper:
    return (await commune.look(lambda tx: recognition.get(tx, key))).state


async def test_it_is_seen_once_more_then_recognises_beside_the_turns(commune: Commune) -> None:
    await adopted(commune)
    key = await submitted(commune)
    seen = await signed(commune, key)
    assert "Số: 15/QĐ-UBND" in seen
    assert "Ngày: 20/11/2026" in seen
    assert "Người ký: Chủ tịch Trần Văn Bình" in seen
    assert "3 tên trong danh sách được công nhận Công dân học tập, và được báo tin." in seen
    seen = await commune.officer.choose("Đúng bản đã ký, ban hành")
    assert "Quyết định số 15/QĐ-UBND ngày 20/11/2026, Chủ tịch Trần Văn Bình ký." in seen
    assert (await commune.errands()).count(RecognitionErrand(key)) == 1
    await commune.officer.press(ways.recognition_issue(key))
    assert (await commune.errands()).count(RecognitionErrand(key)) == 1


async def test_while_the_set_is_only_proposed_no_decision_is_entered(commune: Commune) -> None:
    key = await submitted(commune)
    await commune.officer.press(ways.recognition(key))
    seen = await commune.officer.choose("Ghi quyết định đã ký")
    assert "kết quả mới là dự kiến" in seen
    await commune.officer.press(ways.recognition_issue(key))
    assert not [each for each in await commune.errands() if isinstance(each, RecognitionErrand)]


async def test_a_day_in_the_future_and_a_sticker_are_asked_back_and_nothing_is_lost(commune: Commune) -> None:
    await adopted(commune)
    key = await submitted(commune)
    await commune.officer.press(ways.recognition(key))
    await commune.officer.choose("Ghi quyết định đã ký")
    await commune.officer.say("15/QĐ-UBND")
    seen = await commune.officer.say("20/11/2027")
    assert "ký ngày nào" in seen
    await commune.officer.send("sticker")
    seen = await commune.officer.choose("Hôm nay")
    assert "Ai ký?" in seen


async def test_revoking_names_what_goes_and_wants_the_button(commune: Commune) -> None:
    await adopted(commune)
    key = await submitted(commune)
    await signed(commune, key)
    await commune.officer.choose("Đúng bản đã ký, ban hành")
    await commune.officer.choose("Thu hồi quyết định")
    seen = await commune.officer.say("Sai thể thức, văn bản số 20/UBND ngày 25/11/2026")
    assert "3 người thôi được công nhận" in seen
    await commune.officer.say("1")
    assert (await state(commune, key)) is Paper.ISSUED
    await commune.officer.say("chắc là thu hồi")
    assert (await state(commune, key)) is Paper.ISSUED
    seen = await commune.officer.choose("Thu hồi quyết định")
    assert "Đã thu hồi. Lý do: Sai thể thức" in seen
