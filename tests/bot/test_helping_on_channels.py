"""People without a phone: declared for, typed in from paper, reminded, looked for at the door; on every channel."""

from __future__ import annotations

import pytest

from bot.channels.webchat import chat_of
from bot.commune_setup import act_as_operator
from criteria.declaration import Move, State
from criteria.policy import Role
from criteria.sheet_number import sheet_number
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import form_code
from locales.format import in_vietnam
from storage import audit, decisions, declarations, outbox, people, roles, roster
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ErrandKind
from tests.conftest import Clock
from tests.phone import Phone, Seen
from tests.steps import declare, join
from tests.village import PLAIN, declared, sit_down
from tests.world import World

ROW = "1 6 2 4 4 123 5 3 3 3 3 5 2 12"


def code_of(world: World, title: str = "citizen") -> str:
    criteria = world.village.cycle.criteria(title)
    return form_code(criteria, title_form(criteria, {}).questions)


async def mine(world: World, person_id: int) -> Declaration | None:
    found = await world.app.database.read(lambda tx: declarations.of_person(tx, person_id))
    return found[0] if found else None


async def at_the_sheets(head: Phone) -> Seen:
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    return await head.choose("Nhập phiếu giấy")


async def choose(phone: Phone, label: str) -> Seen:
    """Press it, or say its words where a number would be an answer."""
    return await (phone.choose(label) if label in phone.last.routes else phone.say(label))


async def test_a_sheet_is_typed_in_one_message_and_somebody_else_confirms_it(world: World) -> None:
    head, officer, lan = world.phones["Đức"], world.phones["Thương"], world.village.lan
    number = sheet_number(lan.id)
    seen = await at_the_sheets(head)
    assert f"Ví dụ: {code_of(world)} 158 1 2 2 - 1" in seen.text
    words = await head.say(f"{code_of(world)} {number} {ROW}")
    assert f"Phiếu {number}: Nguyễn Thị Lan, sinh 1968" in str(words)
    assert "1. Việc làm: Làm ruộng, chăn nuôi, nội trợ" in words.text
    assert "6. Dùng điện thoại thông minh, mạng: Gọi có hình, nhắn Zalo, Tìm tin, xem video học, VNeID" in words.text
    assert await mine(world, lan.id) is None  # nothing is saved before it was read back
    saved = await head.choose("Đúng, phiếu có chữ ký, lưu")
    assert "Đã lưu và gửi: Nguyễn Thị Lan." in saved.text
    assert "người khác xác nhận" in saved.text
    assert "Hôm nay đã nhập 1 phiếu." in saved.text
    sent = await mine(world, lan.id)
    assert sent is not None
    assert (sent.state, sent.speaker and sent.speaker.consent) == (State.SUBMITTED, ConsentKind.PAPER)
    consents = await world.app.database.read(lambda tx: audit.of_subject(tx, f"person:{lan.id}"))
    assert "consent.passed_on" in [each.code for each in consents]
    assert "Không còn bản khai nào chờ" in (await head.say("/duyet")).text  # who typed it does not decide
    await officer.say("/duyet")
    card = await officer.choose("Bắt đầu xem")
    assert "Khai hộ: Phan Văn Đức (người ấy đã ký phiếu giấy)." in card.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{number} 1 6 2 4 4 1 5 3 3", "Cần 14 số mà"),
        ("{number} 1 6 2 4 4 1 5 3 3 3 3", "Cần 14 số mà"),
        ("{number} 1 6 2 4 4 123 5 3 3 3 3 5 2 12 1", "Chỉ cần 14 số mà"),
        ("{number} 1 6 x 4 4 123 5 3 3 3 3 5 2 12", "Có chữ x lẫn trong các số"),
        ("{number} 1 9 2 4 4 123 5 3 3 3 3 5 2 12", "Câu 2: 9 chưa đúng"),
        ("{family} {number} 1 6 2 4", "là phiếu Gia đình học tập"),
        ("XYZ {number} 1 6 2 4", "Mẫu XYZ không phải mẫu năm nay"),
        ("{wrong} 1 6 2 4 4 123 5 3 3 3 3 5 2 12", "Không có phiếu số"),
        ("{far} 1 6 2 4 4 123 5 3 3 3 3 5 2 12", "Không có phiếu số"),
        ("xin chào", "Không có phiếu số –"),
    ],
)
async def test_a_sheet_that_cannot_be_read_is_told_why_and_nothing_is_saved(
    world: World, typed: str, said: str
) -> None:
    head, lan = world.phones["Đức"], world.village.lan
    number = sheet_number(lan.id)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    far = sheet_number(world.village.officer.id)  # of another village
    await at_the_sheets(head)
    seen = await head.say(typed.format(number=number, family=code_of(world, "family"), wrong=wrong, far=far))
    assert said in seen.text
    assert await mine(world, lan.id) is None
    assert "Nguyễn Thị Lan" in str(await head.say(f"{number} {ROW}"))  # and goes on


async def test_a_sheet_with_a_gap_is_asked_for_and_the_last_one_can_be_taken_back(world: World) -> None:
    head, lan = world.phones["Đức"], world.village.lan
    await at_the_sheets(head)
    await head.say(f"{sheet_number(lan.id)} {ROW.replace('5 2 12', '5 0 12')}")
    assert "13. Bằng, chứng chỉ nghề: để trống" in await head.read_on()
    asked = await head.choose("Đúng, phiếu có chữ ký, lưu")
    assert "hỏi nốt" in asked.text
    assert "Nguyễn Thị Lan có bằng" in asked.text
    await head.choose("Không có")
    await head.choose("Gửi trưởng thôn xác nhận")
    sent = await mine(world, lan.id)
    assert sent is not None
    assert sent.state is State.SUBMITTED
    await at_the_sheets(head)
    assert "Đã bỏ phiếu của Nguyễn Thị Lan." in (await choose(head, "Bỏ phiếu vừa nhập")).text
    assert await mine(world, lan.id) is None


async def test_a_neighbour_helps_the_head_confirms_and_the_person_finds_it_on_joining(world: World) -> None:
    helper, head, lan = world.phones["Khách"], world.phones["Đức"], world.phones["Lan"]
    village = world.village

    def trust(tx: Transaction) -> None:
        act_as_operator(tx)
        chat = {
            "web": chat_of("session-of-3-" + "x" * 20),
            "telegram": "1004",
            "zalo": f"{4:020x}",
            "zalo-oa": "300000000004",
        }
        khanh = people.get(tx, 5)
        assert khanh.full_name == "Lê Bá Khánh"
        sit_down(tx, world.channel, chat[world.channel], khanh)
        roles.give(tx, khanh, Role.HELPER, village.kim_son.id)

    await world.app.database.write(trust)
    await helper.say("/start")
    await helper.choose("Khai hộ bà con")
    await helper.say("nguyen thi lan")
    await helper.say("1968")
    await helper.choose("Nguyễn Thị Lan, Thôn Kim Sơn")
    assert "đọc cho người ấy nghe" in helper.last.text
    first = await helper.choose("Đồng ý: người ấy ngồi cạnh, tự trả lời")
    assert "Nguyễn Thị Lan · Công dân học tập" in str(first)
    for answer in ("1", "6", "2", "4", "4", "1 2 3", "5", "3", "3", "3", "3", "5", "2", "1 2"):
        await helper.say(answer)
    await helper.choose("Gửi trưởng thôn xác nhận")
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    assert "Khai hộ: Lê Bá Khánh (người ấy ngồi cạnh, tự trả lời)." in card.text
    await head.choose("Xác nhận")

    await join(lan)
    assert "Đã có người khai hộ bác" in str(lan.last)
    assert "- Dự lớp, buổi tập huấn: 2-3 buổi" in lan.last.text
    assert "Xem bản đã khai hộ bác" in (await lan.say("/start")).buttons
    await lan.choose("Xem bản đã khai hộ bác")
    told = await lan.choose("Chưa đúng")
    assert "Đã báo trưởng thôn và cán bộ xã" in told.text
    assert "nói bản khai hộ trước đây chưa đúng" in (await head.notice()).text
    assert "Xem bản đã khai hộ bác" not in (await lan.say("/start")).buttons
    rows = await world.app.database.read(lambda tx: audit.of_subject(tx, "declaration:1"))
    assert {"declaration.disputed", "declaration.endorsed"} <= {each.code for each in rows}


async def test_what_was_said_for_somebody_can_be_corrected_while_it_waits(world: World) -> None:
    head, lan = world.phones["Đức"], world.phones["Lan"]
    await at_the_sheets(head)
    await head.say(f"{sheet_number(world.village.lan.id)} {ROW}")
    await head.choose("Đúng, phiếu có chữ ký, lưu")
    await join(lan)
    assert "Đã có người khai hộ bác" in str(lan.last)
    await lan.choose("Chưa đúng")
    await lan.choose("Sửa một câu")
    await lan.choose("Câu 2: Dự lớp, buổi tập huấn")
    await lan.choose("1 buổi")
    sent = await mine(world, world.village.lan.id)
    assert sent is not None
    assert (sent.answers["A2"], sent.speaker and sent.speaker.consent) == ("1", ConsentKind.SELF)
    await at_the_sheets(head)
    again = await head.say(f"{sheet_number(world.village.lan.id)} {ROW}")
    assert "nên tự khai" in again.text


async def test_who_refuses_is_forgotten_and_who_is_unknown_can_be_entered(world: World) -> None:
    head = world.phones["Đức"]
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Khai hộ người không có điện thoại")
    assert "ví dụ Nguyễn Thị Lan" in (await head.say("Tám")).text
    await head.say("Lương Thị Tám")
    assert "Năm 2200 chưa đúng" in (await head.say("2200")).text
    unknown = await head.say("1948")
    assert "Danh sách chưa có người này" in unknown.text
    await head.choose("Ghi tên mới ở thôn Kim Sơn")
    assert "không giữ gì của người ấy" in (await head.choose("Không đồng ý")).text
    before = await world.app.database.read(lambda tx: people.load(tx, 7))
    assert before is None
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Khai hộ người không có điện thoại")
    await head.say("Lương Thị Tám")
    await head.say("1948")
    await head.choose("Ghi tên mới ở thôn Kim Sơn")
    begun = await head.choose("Đồng ý: người ấy đã nhờ bác khai hộ")
    assert "người khác xác nhận" in begun.text
    entered = await world.app.database.read(lambda tx: people.get(tx, 7))
    assert (entered.full_name, entered.on_roster) == ("Lương Thị Tám", False)


async def test_who_is_missing_is_reminded_once_in_three_days_and_may_say_no(world: World, clock: Clock) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await join(lan)
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    seen = await head.choose("Ai chưa khai")
    assert "Chưa khai: 4" in seen.text
    assert "Hộ còn người chưa khai: 2/2." in seen.text
    asked = await head.choose("Nhắc người chưa khai")
    assert "1 người sẽ nhận một tin nhắc nhẹ." in asked.text  # Lan; two have no phone, the head needs no message
    assert "2 người không có điện thoại" in asked.text
    assert "Đã nhắc 1 người." in (await head.choose("Gửi tin nhắc cho 1 người")).text
    gentle = await lan.notice()
    assert "Thôn Kim Sơn mời bác khai Công dân học tập năm 2026." in gentle.text
    again = await head.choose("Nhắc người chưa khai")
    assert "1 người mới được nhắc trong 3 ngày qua." in again.text
    clock.advance(days=3, hours=6)  # ten in the evening
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Ai chưa khai")
    await head.choose("Chưa khai (4)")
    await head.choose("Nguyễn Thị Lan, sinh 1968")
    assert "Đã nhắc." in (await head.choose("Nhắc nhẹ")).text
    due = await world.app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE]))
    assert due is not None
    assert in_vietnam(due).strftime("%d/%m %H:%M") == "27/11 06:30"
    await lan.say("/khai")
    await lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    for answer in ("6", "2", "4", "3", "1 2 3", "1", "3", "3", "3", "4", "5", "1", "1 2"):
        await lan.say(answer)
    await lan.choose("Gửi trưởng thôn xác nhận")
    assert (
        await world.app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.NOTICE])) is None
    )  # has declared since


async def test_a_person_may_want_no_reminders(world: World) -> None:
    lan, head, lan_id = world.phones["Lan"], world.phones["Đức"], world.village.lan.id
    await join(lan)
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Ai chưa khai")
    await head.choose("Nhắc người chưa khai")
    await head.choose("Gửi tin nhắc cho 1 người")
    await lan.notice()
    told = await (lan.say if lan.is_numbered else lan.choose)("Đừng nhắc nữa")
    assert "Từ nay không nhắc bác nữa" in told.text
    rows = await world.app.database.read(lambda tx: audit.of_subject(tx, f"person:{lan_id}"))
    assert (rows[-1].code, rows[-1].data) == ("person.reminders", {"wanted": False})
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Ai chưa khai")
    assert "1 người không muốn nhận tin nhắc." in (await head.choose("Nhắc người chưa khai")).text
    await lan.choose("Cho nhắc lại như cũ")
    assert await world.app.database.read(lambda tx: roster.wants_reminders(tx, lan_id))


async def test_the_village_in_words_as_a_picture_and_on_paper(world: World) -> None:
    head = world.phones["Đức"]

    def confirmed(tx: Transaction) -> None:
        act_as_operator(tx)
        sent = declared(tx, world.village, world.village.lan, PLAIN)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=world.village.head.id)

    await world.app.database.write(confirmed)
    await head.say("/start")
    seen = await head.choose("Thôn Kim Sơn")
    assert "Đạt: 1 (25% của 4 người trong danh sách)" in seen.text
    for way, button, kind in (
        ((), "Ảnh tiến độ", b"\x89PNG"),
        (("Ai chưa khai",), "In danh sách đi từng nhà", b"%PDF"),
        (("In phiếu giấy",), "Công dân học tập, có sẵn tên", b"%PDF"),
    ):
        await head.say("/start")
        await head.choose("Thôn Kim Sơn")
        for each in way:
            await head.choose(each)
        await head.choose(button)
        notice = await head.notice()
        while notice.file is None:
            notice = await head.notice()
        assert (await head.download(notice)).startswith(kind)


async def test_who_declared_on_their_own_phone_is_not_typed_over(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await declare(lan)
    await at_the_sheets(head)
    assert "nên tự khai" in (await head.say(f"{sheet_number(world.village.lan.id)} {ROW}")).text
