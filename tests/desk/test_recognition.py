"""Lists to be recognised at the desk: the chat's own deeds, in the state that was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from criteria.declaration import Move
from criteria.model import CITIZEN
from criteria.recognition import Paper
from criteria.year import YearStep
from storage import cycles, decisions, declarations, looks, recognition
from storage.kit.tables import outbox
from storage.kit.transaction import Transaction
from storage.recognition import Name, RecognitionList
from tests.desk.seat import Office, Opened, Seat
from tests.village import PLAIN, adopt, there

SIGNED = {"so": "15/QĐ-UBND", "ngay": "2026-11-20", "nguoi-ky": "Phan Văn Đức", "chuc-vu": "chu-tich"}


async def confirmed(office: Office) -> None:
    """Lan has declared and was confirmed."""
    sent = await office.sent(office.village.lan, PLAIN)

    def work(tx: Transaction) -> None:
        held = there(declarations.load(tx, sent.id))
        decisions.decide(tx, held, Move.CONFIRM, person_id=office.village.head.id)

    await office.do(work)


async def drawn_up(office: Office) -> tuple[Seat, RecognitionList]:
    """The officer has drawn a list up at the desk."""
    await confirmed(office)
    seat = await office.sits("officer")
    page = await seat.open("/cong-nhan")
    assert "Cả xã (1)" in page.words
    after = await seat.send(f"{page.address.partition('?')[0]}/citizen/lap", page.token, {"noi": "0"})
    assert "dự thảo" in after.words
    (made,) = await office.database.read(lambda tx: recognition.of_cycle(tx, office.village.cycle.id))
    return seat, made


async def now(office: Office, made: RecognitionList) -> RecognitionList:
    return await office.database.read(lambda tx: recognition.get(tx, made.id))


async def only_name(office: Office, made: RecognitionList) -> Name:
    (found,) = await office.database.read(lambda tx: recognition.all_names(tx, made.id))
    return found


async def goes(seat: Seat, made: RecognitionList, step: str, fields: dict[str, str] | None = None) -> Opened:
    """Open the list and take it a step on."""
    page = await seat.open(f"/danh-sach/{made.id}")
    return await seat.send(f"/danh-sach/{made.id}/{step}", page.token, {"thay": page.hidden("thay"), **(fields or {})})


async def test_a_list_goes_from_draft_over_posting_to_the_signed_decision(office: Office) -> None:
    await office.do(lambda tx: adopt(tx, office.village, CITIZEN, {}))
    seat, made = await drawn_up(office)
    after = await goes(seat, made, "niem-yet", {"ngay": office.clock.now.date().isoformat()})
    assert "đang niêm yết" in after.words
    assert "đã trình" in (await goes(seat, made, "trinh")).words
    page = await seat.open(f"/danh-sach/{made.id}/quyet-dinh")
    after = await seat.send(f"/danh-sach/{made.id}/quyet-dinh", page.token, {"thay": page.hidden("thay"), **SIGNED})
    assert "Quyết định số 15/QĐ-UBND ngày 20/11/2026, Chủ tịch Phan Văn Đức ký." in after.words
    assert (await now(office, made)).state is Paper.ISSUED
    rows = await office.database.read(lambda tx: tx.connection.execute(outbox.select()).all())
    assert f"recognition:{made.id}" in {each.key for each in rows}


@pytest.mark.parametrize(
    "wrong", [{"so": ""}, {"ngay": "2026-12-31"}, {"ngay": "31/2"}, {"nguoi-ky": "1"}, {"chuc-vu": "khac"}]
)
async def test_a_decision_that_is_not_whole_is_asked_for_again_and_keeps_what_was_typed(
    office: Office, wrong: dict[str, str]
) -> None:
    await office.do(lambda tx: adopt(tx, office.village, CITIZEN, {}))
    seat, made = await drawn_up(office)
    await goes(seat, made, "trinh")
    page = await seat.open(f"/danh-sach/{made.id}/quyet-dinh")
    given = {"thay": page.hidden("thay"), **SIGNED, **wrong}
    after = await seat.send(f"/danh-sach/{made.id}/quyet-dinh", page.token, given)
    assert (after.status, 'role="alert"' in after.text) == (422, True)
    kept = SIGNED["nguoi-ky"] if "so" in wrong else SIGNED["so"]
    assert f'value="{kept}"' in after.text
    assert (await now(office, made)).state is Paper.SUBMITTED


async def test_no_decision_is_entered_on_a_set_that_nobody_adopted(office: Office) -> None:
    seat, made = await drawn_up(office)
    await goes(seat, made, "trinh")
    page = await seat.open(f"/danh-sach/{made.id}/quyet-dinh")
    assert "chưa chọn cách dùng bộ tiêu chí" in page.words
    await seat.send(f"/danh-sach/{made.id}/quyet-dinh", page.token, {"thay": "submitted", **SIGNED})
    assert (await now(office, made)).state is Paper.SUBMITTED


async def test_of_two_at_once_the_second_is_told_and_nothing_is_done(office: Office) -> None:
    seat, made = await drawn_up(office)
    page = await seat.open(f"/danh-sach/{made.id}")
    await goes(seat, made, "trinh")
    for step in ("bo", "them", "niem-yet", "trinh"):
        after = await seat.send(f"/danh-sach/{made.id}/{step}", page.token, {"thay": "draft"})
        assert "vừa được đưa sang bước khác" in after.words, step
    assert (await now(office, made)).state is Paper.SUBMITTED
    assert "dự thảo" in (await goes(seat, made, "sua-lai")).words
    await goes(seat, made, "bo")
    assert (await now(office, made)).state is Paper.DROPPED


async def test_a_list_is_not_posted_from_a_day_that_is_over(office: Office) -> None:
    seat, made = await drawn_up(office)
    for day in ("2020-01-01", "mai", ""):
        after = await goes(seat, made, "niem-yet", {"ngay": day})
        assert "phải từ hôm nay đến 60 ngày tới" in after.words, day
    assert (await now(office, made)).state is Paper.DRAFT


async def test_a_name_is_struck_for_a_reason_and_put_back(office: Office) -> None:
    seat, made = await drawn_up(office)
    name = await only_name(office, made)
    page = await seat.open(f"/ten/{name.id}")
    for wrong in ({}, {"ly-do": "khac", "loi": " 1 "}):
        assert (await seat.send(f"/ten/{name.id}/gach", page.token, wrong)).status == 422, wrong
    after = await seat.send(f"/ten/{name.id}/gach", page.token, {"ly-do": "khac", "loi": "Trùng  tên"})
    assert "Đã gạch tên." in after.words
    again = await seat.send(f"/ten/{name.id}/gach", page.token, {"ly-do": "gone"})
    assert "Chưa làm gì" in again.words
    struck = there(await office.database.read(lambda tx: recognition.name(tx, name.id)))
    assert struck.struck_why == "Trùng tên"
    assert "Không có tên nào." in (await seat.open(f"/danh-sach/{made.id}")).words
    assert "đã gạch: Trùng tên" in (await seat.open(f"/danh-sach/{made.id}?xem=gach")).words
    assert "chưa trình được" in (await goes(seat, made, "trinh")).words.lower()
    await seat.send(f"/ten/{name.id}/lai", after.token)
    assert there(await office.database.read(lambda tx: recognition.name(tx, name.id))).struck_why is None


async def test_an_objection_is_noted_answered_and_holds_the_list_until_then(office: Office) -> None:
    seat, made = await drawn_up(office)
    name = await only_name(office, made)
    page = await seat.open(f"/ten/{name.id}")
    assert "bằng vài chữ" in (await seat.send(f"/ten/{name.id}/y-kien", page.token, {"loi": "?"})).words
    await seat.send(f"/ten/{name.id}/y-kien", page.token, {"loi": "Chưa tham gia buổi nào"})
    assert "Còn ý kiến chưa trả lời" in (await goes(seat, made, "trinh")).words
    await goes(seat, made, "y-kien", {"loi": "Danh sách dán muộn"})
    of_one, of_all = await office.database.read(lambda tx: recognition.objections(tx, made.id))
    assert (of_one.person_id, of_all.person_id) == (office.village.lan.id, None)
    for each in (of_one, of_all, of_one):
        after = await seat.send(f"/y-kien/{each.id}", page.token, {"loi": f"Đã xem {each.id}"})
    assert "Chưa làm gì" in after.words  # it was answered
    assert "đã trình" in (await goes(seat, made, "trinh")).words


async def test_a_list_that_lacks_a_step_of_the_year_says_which(office: Office) -> None:
    seat, made = await drawn_up(office)

    def with_steps(tx: Transaction) -> None:
        cycle = there(cycles.load(tx, office.village.cycle.id))
        steps = (YearStep.MEETING, YearStep.COUNCIL, YearStep.POSTING)
        cycles.choose(tx, cycle, replace(cycle.settings, steps=steps))

    await office.do(with_steps)
    after = await goes(seat, made, "trinh")
    assert "còn bước của năm chưa làm" in after.words
    assert "Thôn Kim Sơn" in after.words
    assert (await now(office, made)).state is Paper.DRAFT


async def test_whom_a_list_names_was_looked_at_and_is_found_by_name(office: Office) -> None:
    seat, made = await drawn_up(office)
    assert "Nguyễn Thị Lan" in (await seat.open(f"/danh-sach/{made.id}?ten=lan")).words
    assert "Nguyễn Thị Lan" not in (await seat.open(f"/danh-sach/{made.id}?ten=khong+co")).words
    seen = await office.database.read(lambda tx: looks.of_person(tx, office.village.lan.id))
    assert [each.what.value for each in seen] == ["list"]
