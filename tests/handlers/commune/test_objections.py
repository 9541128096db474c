"""What people say against a posted list is noted, about one name or all of it, and answered before it is submitted."""

from __future__ import annotations

from acts import ways
from criteria.recognition import Paper
from storage import recognition
from storage.recognition import Objection, RecognitionList
from tests.handlers.driver import Commune
from tests.proposals import drawn_up, now


async def said(commune: Commune, made: RecognitionList) -> tuple[Objection, ...]:
    return await commune.look(lambda tx: recognition.objections(tx, made.id))


async def test_an_objection_keeps_the_list_until_it_is_answered(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition_posted(made.id, "2026-11-23"))
    await commune.officer.choose("Ghi ý kiến phản ánh")
    await commune.officer.send("sticker")
    seen = await commune.officer.say("Có người chưa dự lớp nào")
    assert "Có người chưa dự lớp nào (chưa trả lời)" in seen
    seen = await commune.officer.press(ways.recognition_submit(made.id))
    assert "Còn ý kiến chưa trả lời." in seen
    assert (await now(commune, made)).state is Paper.POSTED
    await commune.officer.choose("Trả lời ý kiến 1: Có người chưa dự lớp nào")
    seen = await commune.officer.say("Đã xem sổ điểm danh, có dự")
    assert "trả lời: Đã xem sổ điểm danh, có dự" in seen
    await commune.officer.press(ways.recognition_submit(made.id))
    assert (await now(commune, made)).state is Paper.SUBMITTED


async def test_it_may_be_about_one_name_and_that_person_sees_it_in_their_data(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition_names(made.id, 0))
    await commune.officer.choose("Nguyễn Thị Lan, Thôn Kim Sơn")
    await commune.officer.choose("Ghi ý kiến phản ánh về người này")
    await commune.officer.say("Chưa thấy học gì")
    (one,) = await said(commune, made)
    assert one.about == "Nguyễn Thị Lan"
    seen = await commune.lan.press(ways.data())
    assert "Ý kiến phản ánh: Chưa thấy học gì. Trả lời: –" in seen


async def test_an_answer_that_was_given_is_not_written_over_by_an_old_screen(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.objection_new(made.id))
    await commune.officer.say("Thiếu tên")
    (one,) = await said(commune, made)
    await commune.officer.press(ways.objection_answer(one.id))
    await commune.officer.say("Đã bổ sung")
    seen = await commune.officer.press(ways.objection_answer(one.id))
    assert seen.at == f"objections/{made.id}"
    assert (await said(commune, made))[0].answer == "Đã bổ sung"
