"""The queue at the desk: doubtful first, one declaration, and deeds that are the chat's own."""

from __future__ import annotations

from criteria.declaration import State
from criteria.policy import Role
from storage import audit, counters, decisions, declarations, looks, outbox, roles
from storage.accounts import find
from storage.declaration_record import About, Declaration
from storage.kit.transaction import Transaction
from tests.desk.seat import Office, Opened
from tests.village import FAIR, FAMILY_ANSWERS, PLAIN, TOP, speaking, there

CHANGED = "Phiếu vừa thay đổi sau khi"


def at(declaration: Declaration) -> str:
    return f"/hang-cho/{declaration.id}"


def seen(page: Opened) -> dict[str, str]:
    """The revision that goes with a decision."""
    return {"ban": page.hidden("ban"), "loc": page.hidden("loc")}


async def test_what_waits_stands_doubtful_first_with_why(office: Office) -> None:
    plain = await office.sent(await office.neighbour("Lê Văn Bình"), PLAIN)
    doubtful = await office.sent(await office.neighbour("Lê Thị Cúc"), TOP)
    page = await (await office.sits("head")).open("/hang-cho")
    assert page.links("/hang-cho/") == [at(doubtful), at(plain)]
    assert "Hàng chờ: 2 phiếu" in page.words
    assert "câu nào cũng mức cao nhất" in page.words
    only = await (await office.sits("officer")).open("/hang-cho?loc=doubtful")
    assert only.links("/hang-cho/") == [f"{at(doubtful)}?loc=doubtful"]


async def test_somebody_is_found_in_it_by_name(office: Office) -> None:
    await office.sent(await office.neighbour("Lê Văn Bình"), PLAIN)
    cuc = await office.sent(await office.neighbour("Trần Thị Cúc"), PLAIN)
    page = await (await office.sits("head")).open("/hang-cho?ten=cuc")
    assert page.links("/hang-cho/") == [at(cuc)]


async def test_confirming_is_the_chats_own_deed_and_leads_to_the_next(office: Office) -> None:
    first = await office.sent(office.village.lan, PLAIN)
    second = await office.sent(await office.neighbour("Lê Văn Bình"), PLAIN)
    seat = await office.sits("head")
    page = await seat.open(at(first))
    assert "Nguyễn Thị Lan, sinh 1968" in page.words
    assert "Từ 4 buổi" in page.words or "2-3 buổi" in page.words
    after = await seat.send(f"{at(first)}/xac-nhan", page.token, seen(page))
    assert after.address.startswith(at(second))
    assert "Vừa quyết: Nguyễn Thị Lan, sinh 1968, đã xác nhận" in after.words
    assert (await office.now(first)).state is State.CONFIRMED

    def read(tx: Transaction) -> tuple[int, list[str], int]:
        account = there(find(tx, "web", "lan"))
        told = [str(each.payload) for each in outbox.waiting_notices(tx, account.id)]
        (decision,) = decisions.of_declaration(tx, first.id)
        assert decision.decided_by == office.village.head.full_name
        tally = counters.tallies(tx, office.village.cycle.id, "citizen")[office.village.kim_son.id]
        return tally["confirmed"], told, len(audit.broken_chains(tx))  # type: ignore[index]

    confirmed, told, broken = await office.database.read(read)
    assert (confirmed, broken) == (1, 0)
    assert any("đã được xác nhận" in each for each in told)


async def test_the_second_press_of_one_button_changes_nothing_more(office: Office) -> None:
    first = await office.sent(office.village.lan, PLAIN)
    seat = await office.sits("head")
    page = await seat.open(at(first))
    for _ in range(2):
        after = await seat.send(f"{at(first)}/xac-nhan", page.token, seen(page))
        assert CHANGED not in after.words
    assert (await office.now(first)).revision == first.revision + 1


async def test_of_two_at_once_the_second_is_told_who_did_what(office: Office) -> None:
    declaration = await office.sent(office.village.lan, PLAIN)
    await office.do(lambda tx: roles.give(tx, office.village.officer, Role.HEAD, office.village.kim_son.id))
    head, officer = await office.sits("head"), await office.sits("officer")
    of_head, of_officer = await head.open(at(declaration)), await officer.open(at(declaration))
    await head.send(f"{at(declaration)}/xac-nhan", of_head.token, seen(of_head))
    fields = {**seen(of_officer), "cau": "-", "ly-do": "village"}
    for path, given in (("xac-nhan", seen(of_officer)), ("tra-lai", fields), ("rut-lai", seen(of_officer))):
        after = await officer.send(f"{at(declaration)}/{path}", of_officer.token, given)
        assert CHANGED in after.words, path
        assert f"{office.village.head.full_name} vừa xác nhận phiếu này" in after.words, path
    assert (await office.now(declaration)).state is State.CONFIRMED


async def test_a_return_names_the_answer_and_the_reason_and_can_be_taken_back(office: Office) -> None:
    declaration = await office.sent(office.village.lan, PLAIN)
    seat = await office.sits("head")
    page = await seat.open(f"{at(declaration)}/tra-lai")
    fields = {**seen(page), "cau": "A2", "ly-do": "khac", "loi": "  Buổi nào, ở đâu?  "}
    after = await seat.send(f"{at(declaration)}/tra-lai", page.token, fields)
    assert "Không còn phiếu nào chờ" in after.words
    assert (await office.now(declaration)).state is State.RETURNED
    reason = there(await office.database.read(lambda tx: decisions.latest(tx, declaration.id)))
    assert (reason.question, "Buổi nào, ở đâu?" in str(reason.reason)) == ("A2", True)
    back = await seat.send(f"{at(declaration)}/rut-lai", after.token, seen(after))
    assert "Đã rút lại" in back.words
    assert (await office.now(declaration)).state is State.SUBMITTED


async def test_a_return_without_a_reason_is_asked_for_it_and_loses_nothing(office: Office) -> None:
    declaration = await office.sent(office.village.lan, PLAIN)
    seat = await office.sits("head")
    page = await seat.open(f"{at(declaration)}/tra-lai")
    for wrong in (
        {"cau": "", "ly-do": "known"},
        {"cau": "x", "ly-do": "known"},
        {"cau": "A2", "ly-do": "village"},
        {"cau": "A2", "ly-do": "khac", "loi": " 1 "},
    ):
        after = await seat.send(f"{at(declaration)}/tra-lai", page.token, {**seen(page), **wrong})
        assert after.status == 422, wrong
        assert 'role="alert"' in after.text
    assert 'value="A2" checked' in after.text
    assert (await office.now(declaration)).state is State.SUBMITTED


async def test_what_was_sent_again_stands_beside_what_it_was(office: Office) -> None:

    declaration = await office.sent(office.village.lan, PLAIN)
    seat = await office.sits("head")
    page = await seat.open(f"{at(declaration)}/tra-lai")
    await seat.send(f"{at(declaration)}/tra-lai", page.token, {**seen(page), "cau": "A2", "ly-do": "slip"})

    def again(tx: Transaction) -> None:
        now = there(declarations.load(tx, declaration.id))
        now = declarations.answer(tx, now, "A2", "1", speaker=speaking(tx))
        declarations.submit(tx, now, speaker=speaking(tx))

    await office.do(again)
    words = (await seat.open(at(declaration))).words
    assert "Gửi lại sau khi trả" in words
    assert "Có lẽ bấm nhầm" in words
    assert "Lần trước Lần này" in words


async def test_nobody_decides_on_their_own_nor_is_a_button_shown(office: Office) -> None:
    own = await office.sent(office.village.head, PLAIN)
    seat = await office.sits("head")
    page = await seat.open(at(own))
    assert f"{at(own)}/xac-nhan" not in page.text
    assert "người khác xác nhận" in page.words
    after = await seat.send(f"{at(own)}/xac-nhan", page.token, {"ban": str(own.revision)})
    assert after.status == 403
    assert (await office.now(own)).state is State.SUBMITTED


async def test_a_title_without_a_verdict_wants_one_chosen(office: Office) -> None:
    lan = office.village.lan
    family = await office.sent(lan, FAMILY_ANSWERS, title="family", about=About(household_id=lan.household_id))
    seat = await office.sits("head")
    page = await seat.open(at(family))
    if family.verdict.value == "undecided":
        assert "chọn đạt hoặc chưa đạt" in (await seat.send(f"{at(family)}/xac-nhan", page.token, seen(page))).words
    fields = {**seen(page), "ket-qua": "reached"}
    await seat.send(f"{at(family)}/xac-nhan", page.token, fields)
    assert (await office.now(family)).is_reached


async def test_whom_a_page_names_was_looked_at(office: Office) -> None:
    declaration = await office.sent(office.village.lan, PLAIN)
    other = await office.sent(await office.neighbour("Lê Văn Bình"), FAIR)
    seat = await office.sits("head")

    async def seen_by(person: int) -> list[str]:
        found = await office.database.read(lambda tx: looks.of_person(tx, person))
        return [each.what.value for each in found]

    await seat.open(at(declaration))
    assert await seen_by(office.village.lan.id) == ["card"]
    assert await seen_by(other.person.id) == []
    await seat.open("/hang-cho")
    assert await seen_by(other.person.id) == ["list"]


async def test_of_what_is_not_there_and_of_a_draft_nothing_is_said(office: Office) -> None:
    seat = await office.sits("head")
    for path in ("/hang-cho/999999", f"/hang-cho/{10**20}", "/nguoi/999999", "/noi/999999"):
        assert (await seat.open(path)).status == 403, path
    assert (await seat.open("/hang-cho/x")).status == 404
