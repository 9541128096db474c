"""Paper forms typed in: whose sheet, which form, read back in words, saved with the signed sheet as the consent."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import Move, State
from criteria.model import FAMILY
from criteria.policy import Role
from criteria.sheet_number import sheet_number
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import form_code
from storage import decisions, declarations, people
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from storage.people import Person
from tests.handlers.driver import Commune
from tests.village import there

ROW = "1 6 3 4 4 123 3 3 3 3 3 5 2 12"
GAPS = "1 6 3 - 4 123 3 3 3 3 3 5 2 12"


def code(commune: Commune, title: str = "citizen") -> str:
    criteria = commune.village.cycle.criteria(title)
    return form_code(criteria, title_form(criteria, {}).questions)


async def old(commune: Commune, year: int = 1940) -> Person:
    """Somebody of Kim Sơn without a phone."""
    return await commune.neighbour("Trần Văn Bảy", year)


async def test_a_sheet_is_read_back_then_saved_and_sent(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    assert f"Ví dụ: {code(commune)} " in commune.head.screen
    seen = await commune.head.say(f"{code(commune).lower()} {sheet_number(person.id)} {ROW}")
    assert f"Phiếu {sheet_number(person.id)}: Trần Văn Bảy, sinh 1940" in seen
    assert await commune.declarations_of(person) == ()
    saved = await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    assert "Đã lưu và gửi: Trần Văn Bảy." in saved
    assert "bác không tự xác nhận" in saved
    assert "Hôm nay đã nhập 1 phiếu." in saved
    (sent,) = await commune.declarations_of(person)
    assert (sent.state, sent.speaker and sent.speaker.consent) == (State.SUBMITTED, ConsentKind.PAPER)
    assert "nên người khác xác nhận" in await commune.head.press(ways.confirm(sent.id, sent.revision))
    assert (await commune.head.press(ways.sheet_save(person.id))).at == "sheets"  # the second tap
    assert len(await commune.declarations_of(person)) == 1


async def test_what_was_left_blank_is_asked_after(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    assert "để trống" in await commune.head.say(f"{sheet_number(person.id)} {GAPS}")
    seen = await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    assert "Còn câu để trống" in seen
    assert seen.at.startswith("ask/")
    assert (await commune.head.account()).speaks_for == {person.id: ConsentKind.PAPER}
    (half,) = await commune.declarations_of(person)
    assert half.state is State.DRAFT


@pytest.mark.parametrize("typed", ["", "99999 1 1", "khong co so", "CAB"])
async def test_a_number_that_is_nobodys_is_said_to_be_so(commune: Commune, typed: str) -> None:
    await commune.head.press(ways.sheets())
    seen = await commune.head.say(typed)
    assert (seen.at, "Không có phiếu số" in seen) == ("sheets", True)
    assert "Chỗ này nhận số, hoặc ảnh chụp phiếu." in await commune.head.send("photo")


async def test_a_slip_in_the_number_is_caught_by_its_last_digit(commune: Commune) -> None:
    person = await old(commune)
    right = sheet_number(person.id)
    await commune.head.press(ways.sheets())
    for digit in "0123456789":
        wrong = f"{right[:-1]}{digit}"
        if wrong != right:
            assert "Không có phiếu số" in await commune.head.say(f"{wrong} {ROW}")


async def test_a_row_that_does_not_fit_says_whose_sheet_it_is(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    seen = await commune.head.say(f"{sheet_number(person.id)} 1 2 3")
    assert (seen.at, f"Phiếu {sheet_number(person.id)}: Trần Văn Bảy, sinh 1940:" in seen) == ("sheets", True)
    assert (await commune.head.press(ways.sheet_check(person.id))).at == "sheets"


async def test_another_titles_form_and_an_old_one_are_told_apart(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    family = await commune.head.say(f"{code(commune, FAMILY)} {sheet_number(person.id)} {ROW}")
    assert f"Mẫu {code(commune, FAMILY)} là phiếu Gia đình học tập." in family
    assert "không phải mẫu năm nay" in await commune.head.say(f"XYZ {sheet_number(person.id)} {ROW}")
    assert await commune.declarations_of(person) == ()


async def test_sheets_are_typed_in_by_who_serves_the_village(commune: Commune) -> None:
    far = await commune.neighbour("Lê Thị Xa", 1940, place=commune.village.hong_linh)
    await commune.head.press(ways.sheets())
    assert "Không có phiếu số" in await commune.head.say(f"{sheet_number(far.id)} {ROW}")
    for way in (ways.sheet_check(far.id), ways.sheet_save(far.id)):
        assert "ở nơi khác" in await commune.head.press(way)
    person = await old(commune)
    for way in (ways.sheets(), ways.sheet_check(person.id), ways.sheet_save(person.id)):
        assert "dành cho trưởng thôn và người được" in await commune.lan.press(way)
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    await commune.lan.press(ways.sheets())
    await commune.lan.say(f"{sheet_number(person.id)} {ROW}")
    assert "không tự xác nhận" not in await commune.lan.choose("Đúng, phiếu có chữ ký, lưu")  # a helper decides nothing
    assert len(await commune.declarations_of(person)) == 1


async def test_a_helper_who_counts_through_the_numbers_is_told_no_name(commune: Commune) -> None:
    """Whoever types a sheet has it in their hand; the village's list is the head's."""
    person = await old(commune)
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    everybody = [person, *(each for name, each in commune.people.items() if name != "Lan")]
    for each in everybody:
        for typed in (sheet_number(each.id), f"{sheet_number(each.id)} 1 2 3", f"{sheet_number(each.id)} {ROW}"):
            await commune.lan.press(ways.sheets())
            seen = await commune.lan.say(typed)
            assert not [one.full_name for one in everybody if one.full_name in seen], seen
    assert person.full_name not in await commune.lan.press(ways.sheet_check(person.id))
    await commune.lan.say(f"{sheet_number(person.id)} {ROW}")
    assert f"Người của phiếu {sheet_number(person.id)}" in await commune.lan.choose("Đúng, phiếu có chữ ký, lưu")
    assert f"Đã bỏ phiếu số {sheet_number(person.id)}." in await commune.lan.choose("Bỏ phiếu vừa nhập")


async def test_a_sheet_of_somebody_with_a_chat_too_young_or_declared_already_is_not_taken(commune: Commune) -> None:
    await commune.head.press(ways.sheets())
    assert "nên tự khai" in await commune.head.say(f"{sheet_number(commune.village.lan.id)} {ROW}")
    child = await commune.neighbour("Hồ Bé Út", 2012)
    assert "dành cho người từ" in await commune.head.say(f"{sheet_number(child.id)} {ROW}")
    person = await old(commune)
    await commune.sent(person)
    assert "đã gửi rồi" in await commune.head.say(f"{sheet_number(person.id)} {ROW}")
    for each in (commune.village.lan, child, person):
        for way in (ways.sheet_check(each.id), ways.sheet_save(each.id)):
            assert (await commune.head.press(way)).at == "sheets"
    assert await commune.declarations_of(child) == ()


async def test_in_a_locked_or_unopened_year_no_sheet_is_taken(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    await commune.head.say(f"{sheet_number(person.id)} {ROW}")
    await commune.year_is(CycleState.LOCKED)
    assert "Xã chưa mở kỳ đánh giá năm 2026." in await commune.head.press(ways.sheet_save(person.id))
    await commune.no_year()
    assert "Ví dụ" not in await commune.head.press(ways.sheets())
    assert await commune.declarations_of(person) == ()


async def test_what_was_typed_for_one_is_not_saved_for_another(commune: Commune) -> None:
    one = await old(commune)
    other = await commune.neighbour("Trần Văn Tám", 1941)
    await commune.head.press(ways.sheets())
    await commune.head.say(f"{sheet_number(one.id)} {ROW}")
    for way in (ways.sheet_check(other.id), ways.sheet_save(other.id)):
        assert (await commune.head.press(way)).at == "sheets"
    assert await commune.declarations_of(other) == ()


# Taking a sheet back


async def test_the_last_sheet_is_taken_back_while_nobody_decided(commune: Commune) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    await commune.head.say(f"{sheet_number(person.id)} {ROW}")
    await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    (sent,) = await commune.declarations_of(person)
    assert "không bỏ được nữa" in await commune.officer.press(ways.sheet_undo(sent.id))  # not theirs
    assert "Đã bỏ phiếu của Trần Văn Bảy." in await commune.head.choose("Bỏ phiếu vừa nhập")
    assert await commune.declarations_of(person) == ()
    assert "Hôm nay đã nhập" not in commune.head.screen


@pytest.mark.parametrize("move", [Move.CONFIRM, Move.RETURN])
async def test_a_sheet_somebody_decided_on_stays(commune: Commune, move: Move) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    await commune.head.say(f"{sheet_number(person.id)} {ROW}")
    await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    (sent,) = await commune.declarations_of(person)
    await commune.do(lambda tx: decisions.decide(tx, sent, move, person_id=commune.village.officer.id))
    assert "không bỏ được nữa" in await commune.head.press(ways.sheet_undo(sent.id))
    assert len(await commune.declarations_of(person)) == 1


@pytest.mark.parametrize("move", [Move.CONFIRM, Move.RETURN])
async def test_a_sheet_stays_though_the_decision_on_it_was_taken_back(commune: Commune, move: Move) -> None:
    person = await old(commune)
    await commune.head.press(ways.sheets())
    await commune.head.say(f"{sheet_number(person.id)} {ROW}")
    await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    (sent,) = await commune.declarations_of(person)

    def decided_and_taken_back(tx: Transaction) -> None:
        for each in (move, Move.UNDO):
            held = there(declarations.load(tx, sent.id))
            there(decisions.decide(tx, held, each, person_id=commune.village.officer.id))

    await commune.do(decided_and_taken_back)
    assert (await commune.declaration(sent)).state is State.SUBMITTED
    assert "không bỏ được nữa" in await commune.head.press(ways.sheet_undo(sent.id))
    assert len(await commune.declarations_of(person)) == 1


async def test_what_was_not_typed_in_from_paper_is_not_thrown_away(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    commune.clock.advance(hours=1)
    own = await commune.sent(commune.village.head)
    for each in (sent, own):
        await commune.head.press(ways.sheet_undo(each.id))
        assert await commune.declaration(each) == each


async def test_sheets_are_counted_by_the_day(commune: Commune) -> None:
    await commune.head.press(ways.sheets())
    for i in range(2):
        person = await commune.neighbour(f"Hồ Văn {'AB'[i]}a", 1940 + i)
        await commune.head.say(f"{sheet_number(person.id)} {ROW}")
        await commune.head.choose("Đúng, phiếu có chữ ký, lưu")
    assert "Hôm nay đã nhập 2 phiếu." in commune.head.screen
    commune.clock.advance(days=1)
    seen = await commune.head.press(ways.sheets())
    assert "Hôm nay đã nhập" not in seen
    assert "Bỏ phiếu vừa nhập" not in seen.labels
    assert await commune.look(lambda tx: people.is_claimed(tx, commune.village.lan.id))
