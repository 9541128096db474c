"""What every channel must do, tried on each: one effect for one act, kind answers, nothing lost."""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3

import docx
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, ExceptionContext, event

from criteria.model import CITIZEN
from storage import accounts, audit, counters, declarations, roles
from tests.channels import CHANNELS
from tests.phone import Phone
from tests.steps import declare, join
from tests.world import World

pytestmark = pytest.mark.world(*CHANNELS)  # what a channel must do is tested on all of them, every day


async def received_workbook(phone: Phone) -> tuple[str, CalamineWorkbook]:
    """The next Excel file that arrives: its name and what is in it."""
    notice = await phone.notice()
    while notice.file is None:
        notice = await phone.notice()
    return notice.file, CalamineWorkbook.from_filelike(io.BytesIO(await phone.download(notice)))


async def audited(world: World, subject: str) -> list[str]:
    return [entry.code for entry in await world.app.database.read(lambda tx: audit.of_subject(tx, subject))]


async def test_an_update_delivered_twice_has_one_effect_and_an_answer(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    await lan.say("/khai")
    first = await lan.choose("Đang đi học")
    again = await lan.repeat()
    assert (again.title, again.text, again.buttons) == (first.title, first.text, first.buttons)
    assert await audited(world, "declaration:1") == ["declaration.begun", "declaration.answered"]


async def test_three_deliveries_of_one_update_give_one_message(world: World) -> None:
    """On a messenger; the web chat gets its screen with each answer, which its page shows once."""
    lan = world.phones["Lan"]
    await lan.open("KIMSON")
    await lan.repeat()
    await lan.choose("Tôi đồng ý")
    await lan.repeat()
    seen = await lan.say("Nguyễn Thị Lan")  # each of these reads the very next message
    assert "sinh năm nào" in seen.text
    await lan.repeat()
    seen = await lan.say("1968")
    assert "Đúng chưa ạ?" in str(seen)
    inbound = getattr(getattr(lan, "user", None), "inbound", None)
    assert inbound is None or inbound.empty()


async def test_two_quick_taps_have_one_effect(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await declare(lan)
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    await head.choose("Xác nhận", on=card)
    await head.choose("Xác nhận", on=card)
    assert "Không còn bản khai nào" in head.last.text
    assert (await audited(world, "declaration:1")).count("declaration.decided") == 1


async def test_an_old_button_shows_what_is_true_and_decides_nothing(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await declare(lan)
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    await lan.choose("Sửa câu trả lời")
    await lan.choose("Sửa một câu")
    await lan.choose("Câu 2: Dự lớp, buổi tập huấn")
    await lan.choose("Không có")
    seen = await head.choose("Xác nhận", on=card)
    assert "Bản khai vừa thay đổi" in seen.text
    assert "Dự lớp, buổi tập huấn: Không có" in seen.text
    assert "declaration.decided" not in await audited(world, "declaration:1")


FORGED = {
    "confirm/1/1": "không xem hay sửa được|Việc này dành cho trưởng thôn",
    "undo/1/1": "Việc này dành cho trưởng thôn",
    "stats": "Việc này dành cho cán bộ xã",
    "adopt/1/citizen/verified": "Việc này dành cho cán bộ xã",
    "ask-in/2/head/0": "Việc này dành cho",
    "mine/999": "hoặc không còn nữa",
    "ask-say/1/0/A1/9": "bản khai này là của người khác|Bản khai này là của người khác",
    "nonsense": "Nút này không còn dùng được",
    "confirm/1": "Nút này không còn dùng được",
    "confirm/-1/1": "Nút này không còn dùng được",
    "review/1' OR 1=1": "Nút này không còn dùng được",
}


async def test_a_forged_button_is_refused_kindly(world: World) -> None:
    await declare(world.phones["Lan"])
    stranger = world.phones["Khách"]
    await stranger.open("KIMSON")
    await stranger.choose("Tôi đồng ý")
    await stranger.say("Hồ Thị Xuân")
    await stranger.say("1980")
    await stranger.choose("Đúng rồi")
    before = await audited(world, "declaration:1")
    for route, said in FORGED.items():
        seen = await stranger.press(route)
        if not stranger.is_numbered:  # where nothing can be pressed, a made-up button is a text nobody understands
            assert any(each in seen.text for each in said.split("|")), (route, seen)
        assert seen.buttons, route
        assert await audited(world, "declaration:1") == before, route


async def test_nobody_confirms_their_own_household(world: World) -> None:
    stranger, head, officer = world.phones["Khách"], world.phones["Đức"], world.phones["Thương"]
    await stranger.open("KIMSON")
    await stranger.choose("Tôi đồng ý")
    await stranger.say("Phan Văn Hải")  # of the head's household
    await stranger.say("1996")
    await stranger.choose("Đúng rồi")
    await stranger.say("/khai")
    answers = ("1", "6", "2", "4", "3", "1 2 3", "1", "3", "3", "3", "4", "5", "1", "1 2")
    for answer in (*answers, "Gửi trưởng thôn xác nhận"):
        await stranger.say(answer)
    assert "Không còn bản khai nào" in (await head.say("/duyet")).text
    if not head.is_numbered:
        assert "người trong nhà" in (await head.press("review/1")).text
        assert "người trong nhà" in (await head.press("confirm/1/1")).text
    await officer.say("/duyet")
    await officer.choose("Bắt đầu xem")
    await officer.choose("Xác nhận")
    assert "đã được xác nhận" in (await stranger.notice()).text


async def test_an_invitation_works_once(world: World) -> None:
    officer, lan, stranger = world.phones["Thương"], world.phones["Lan"], world.phones["Khách"]
    await officer.say("/start")
    await officer.choose("Mã thôn và mã mời")
    await officer.choose("Mời người đứng đầu thôn Kim Sơn")
    shown = re.search(r"Mã mời: (\w{4}) (\w{4})", str(officer.last))
    assert shown is not None
    code = shown.group(1) + shown.group(2)
    await join(lan)
    await lan.open(code)
    await lan.choose("Tôi nhận")
    assert "Chờ xác nhận (0)" in lan.last.buttons
    seen = await stranger.open(code)
    assert "đã được dùng" in seen.text
    held = await world.app.database.read(lambda tx: accounts.load_unlocked(tx, 1))
    assert held is not None
    assert await world.app.database.write(lambda tx: roles.invite_of_code(tx, code)) is not None


async def test_the_officer_gets_a_workbook_in_which_the_number_has_moved(world: World) -> None:
    lan, head, officer = world.phones["Lan"], world.phones["Đức"], world.phones["Thương"]
    await declare(lan)
    await head.say("/duyet")
    await head.choose("Bắt đầu xem")
    await head.choose("Xác nhận")
    await officer.say("/solieu")
    assert "Đang lập báo cáo" in (await officer.choose("Xuất Excel")).text
    _, book = await received_workbook(officer)
    rows = book.get_sheet_by_name("Thống kê").to_python()
    kim_son = next(row for row in rows if "Thôn Kim Sơn" in row)
    # of STT, village, roster, registered, its share, declared, confirmed, recognised, reached, on the roster, outside
    assert kim_son[2:11] == [4, 1, 0.25, 1, 1, 0, 1, 1, 0]


async def test_the_years_report_and_its_table_arrive_as_files(world: World) -> None:
    officer = world.phones["Thương"]
    await officer.say("/solieu")
    await officer.choose("Báo cáo (Word)")
    assert "xong sẽ gửi tệp Word" in (await officer.choose("Lập báo cáo")).text
    notice = await officer.notice()
    while notice.file is None:
        notice = await officer.notice()
    assert notice.file == "bao-cao-nam-2026-xa-son-hong-2026-11-23.docx"
    report = docx.Document(io.BytesIO(await officer.download(notice)))
    assert "BÁO CÁO" in [each.text for each in report.paragraphs]
    await officer.say("/solieu")
    await officer.choose("Bảng tổng hợp (Excel)")
    await officer.choose("Lập bảng")
    name, book = await received_workbook(officer)
    assert name == "bang-tong-hop-2026-xa-son-hong-2026-11-23.xlsx"
    assert book.sheet_names[0] == "Tổng hợp"


async def test_a_message_while_the_database_is_locked_is_answered_when_it_is_free(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    refused = asyncio.Event()

    def noticed(failed: ExceptionContext) -> None:
        if "locked" in str(failed.original_exception):
            refused.set()

    event.listen(Engine, "handle_error", noticed)
    other = sqlite3.connect(world.app.settings.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asking = asyncio.create_task(lan.say("/khai"))
    await refused.wait()
    event.remove(Engine, "handle_error", noticed)
    assert not asking.done()
    other.execute("ROLLBACK")
    other.close()
    assert "Công dân học tập năm 2026" in str(await asking)


async def test_a_bug_is_a_kind_sentence_with_a_reference(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = world.phones["Lan"]
    await join(lan)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the program")

    monkeypatch.setattr(declarations, "of_person", broken)
    seen = await lan.say("/khai")
    assert "Mã sự cố" in seen.text
    assert "ZeroDivisionError" not in str(seen)
    monkeypatch.undo()
    assert "Làm ruộng, chăn nuôi, nội trợ" in (await lan.say("/khai")).buttons


async def test_refusing_leaves_nothing_behind_and_erasing_takes_everything(world: World) -> None:
    lan = world.phones["Lan"]
    await declare(lan)
    await lan.say("/quyen")
    assert "Nguyễn Thị Lan" in lan.last.text
    await lan.choose("Rút đồng ý và xoá")
    await lan.insist("Xoá hết")
    assert "Đã xoá" in lan.last.text
    found = await world.app.database.read(lambda tx: declarations.glance(tx, 1))
    assert found is None
    tallies = await world.app.database.read(lambda tx: counters.tallies(tx, world.village.cycle.id, CITIZEN))
    assert tallies == {}
    assert "Ghi tên tham gia" in (await lan.say("/start")).buttons


async def test_english_from_start_to_end(world: World) -> None:
    lan = world.phones["Lan"]
    await lan.say("/ngonngu")
    seen = await lan.choose("English")
    assert "Vietnamese" not in seen.text
    await lan.press("join")
    assert lan.last.buttons


async def test_the_posters_come_as_a_file_with_every_code(world: World) -> None:
    officer = world.phones["Thương"]
    await officer.say("/start")
    await officer.choose("Mã thôn và mã mời")
    asked = await officer.choose("Tờ dán mã thôn, để in")
    assert "Đang làm tờ dán" in asked.text
    name, book = await received_workbook(officer)
    assert name == "ap-phich-ma-qr-xa-son-hong-2026-11-23.xlsx"
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert book.sheet_names == ["1. Thôn Kim Sơn", "2. Thôn Hồng Lĩnh"]
    assert {"KIMSON", "HONGLINH"} <= set(cells)
    links = world.app.dispatcher.links
    assert {*links.to("KIMSON"), *links.doors} <= set(cells)


async def test_a_villages_code_comes_as_a_picture(world: World) -> None:
    head = world.phones["Đức"]
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Mã thôn")
    assert "Đang làm ảnh" in (await head.choose("Ảnh mã QR của thôn Kim Sơn")).text
    notice = await head.notice()
    while notice.file is None:
        notice = await head.notice()
    assert (await head.download(notice)).startswith(b"\x89PNG")


async def test_a_head_gets_the_poster_of_the_own_village_only(world: World) -> None:
    head = world.phones["Đức"]
    for _ in ("the first", "another, when it is lost"):
        await head.say("/start")
        await head.choose("Thôn Kim Sơn")
        await head.choose("Mã thôn")
        await head.choose("Tờ dán mã thôn, để in")
        _, book = await received_workbook(head)
        assert book.sheet_names == ["1. Thôn Kim Sơn"]
