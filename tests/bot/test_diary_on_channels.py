"""The learning diary and attended events, played on every channel."""

from __future__ import annotations

import re

import pytest

from acts.codes import ALPHABET, GROUP
from storage import activities, audit, evidence, learning_events
from storage.kit.transaction import Transaction
from storage.learning_events import Turnout
from tests.conftest import Clock
from tests.phone import Phone, Seen
from tests.pictures import photo
from tests.steps import join
from tests.world import World

CODE = re.compile(f"Mã điểm danh: ([{ALPHABET}]{{{GROUP}}} [{ALPHABET}]{{{GROUP}}})")


async def written(phone: Phone, name: str = "Kỹ thuật trồng nấm") -> Seen:
    await phone.say("/nhatky")
    await phone.choose("Ghi việc học mới")
    await phone.choose("Buổi tập huấn")
    await phone.say(name)
    await phone.choose("Hôm qua")
    await phone.choose("2 giờ")
    return await phone.choose("Hội Nông dân")


async def announced(phone: Phone) -> str:
    await phone.say("/start")
    await phone.choose("Thôn Kim Sơn")
    await phone.choose("Lớp học, sự kiện")
    await phone.choose("Mở buổi học ở thôn Kim Sơn")
    await phone.choose("Buổi tập huấn")
    await phone.say("Phòng lừa đảo trên mạng")
    await phone.choose("Hôm nay")
    await phone.say("3")
    await phone.choose("Hội Khuyến học")
    seen = await phone.choose("Báo sau")
    found = CODE.search(str(seen))
    assert found is not None, str(seen)
    return found.group(1)


async def test_an_entry_is_written_changed_and_deleted(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    seen = await written(lan)
    assert "Đã ghi vào sổ" in str(seen)
    assert "Buổi tập huấn, 22/11/2026, 2 giờ" in str(seen)
    await lan.choose("Sửa")
    await lan.choose("Số giờ: 2")
    assert "gõ số giờ từ 1 đến 1.000" in str(await lan.say("5000"))
    seen = await lan.say("4")
    assert "4 giờ" in str(seen)
    await lan.choose("Xem sổ")
    assert "1 việc học, 4 giờ." in str(lan.last)
    await lan.choose("Xem: Kỹ thuật trồng nấm")
    await lan.choose("Xoá")
    gone = await lan.choose("Xoá thật")
    assert "Đã xoá: Kỹ thuật trồng nấm" in str(gone)
    assert "Chưa ghi việc học nào" in str(gone)

    def codes(tx: Transaction) -> list[str]:
        return [entry.code for entry in audit.of_subject(tx, "activity:1")]

    assert await world.app.database.read(codes) == ["activity.added", "activity.changed", "activity.removed"]


async def test_what_is_half_written_is_there_after_a_break(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    await lan.say("/nhatky")
    await lan.choose("Ghi việc học mới")
    await lan.choose("Đọc sách")
    await lan.say("Dế Mèn phiêu lưu ký")
    await lan.say("/khai")
    await lan.say("/nhatky")
    asked = await lan.choose("Ghi tiếp việc đang dở")
    assert "Hôm nào?" in str(asked)


@pytest.mark.parametrize(
    ("said", "hint"),
    [("31/2/2026", "không có trong lịch"), ("12/12/2026", "Ngày phải từ"), ("mai mốt", "gõ ngày, ví dụ")],
)
async def test_a_day_that_cannot_be(world: World, said: str, hint: str) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    await lan.say("/nhatky")
    await lan.choose("Ghi việc học mới")
    assert "chọn một mục bên dưới" in str(await lan.send("sticker"))
    await lan.choose("Tự học")
    assert "Chỗ này chỉ nhận chữ" in str(await lan.send("sticker"))
    await lan.say("Tiếng Anh")
    assert hint in str(await lan.say(said))
    assert "Khoảng mấy giờ?" in str(await lan.say("hôm qua"))


async def test_whoever_was_there_types_the_code_once(world: World) -> None:
    head, lan = world.phones["Đức"], world.phones["Lan"]
    await join(lan)
    code = await announced(head)
    assert "Đã điểm danh Nguyễn Thị Lan: Phòng lừa đảo trên mạng" in str(await lan.say(code.lower()))
    assert "đã điểm danh buổi này rồi" in str(await lan.say(code))
    await lan.say("/nhatky")
    assert "1 việc có điểm danh" in str(lan.last)
    entry = await lan.choose("Xem: Phòng lừa đảo trên mạng")
    assert "Có điểm danh ở buổi học." in str(entry)
    assert "[Sửa]" not in str(entry)

    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Lớp học, sự kiện")
    seen = await head.choose("Xem: Phòng lừa đảo trên mạng")
    assert "1 người đã điểm danh" in str(seen)
    assert "Huỷ buổi này" not in str(seen)

    def counted(tx: Transaction) -> object:
        return learning_events.turnout(tx, world.village.commune.id, 2026)

    assert await world.app.database.read(counted) == {"1.1": Turnout(1, 1)}


async def test_a_stranger_with_an_events_code_joins_and_is_written_down(world: World) -> None:
    head, stranger = world.phones["Đức"], world.phones["Khách"]
    code = await announced(head)
    await stranger.open(code.replace(" ", ""))
    await stranger.choose("Tôi đồng ý")
    await stranger.choose("Thôn Kim Sơn")
    await stranger.say("Hồ Văn Ba")
    await stranger.say("1990")
    seen = await stranger.choose("Đúng rồi")
    assert "Đã điểm danh Hồ Văn Ba" in str(seen)


async def test_a_code_says_i_was_there_only_on_its_days(world: World, clock: Clock) -> None:
    head, lan = world.phones["Đức"], world.phones["Lan"]
    await join(lan)
    code = await announced(head)
    clock.advance(days=5)
    seen = await lan.say(code)
    assert "hết hạn điểm danh" in str(seen)

    def entries(tx: Transaction) -> int:
        return len(activities.of_person(tx, world.village.lan.id, 2026))

    assert await world.app.database.read(entries) == 0


async def test_the_diary_suggests_an_answer_and_the_head_sees_it_beside(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await join(lan)
    await written(lan, "Trồng nấm")
    await written(lan, "Nuôi ong")
    code = await announced(head)
    await lan.say(code)
    await lan.say("/khai")
    await lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    asked = await lan.say("4")
    assert "Sổ học tập ghi 3 lần: hợp với “2-3 buổi”" in str(asked)
    for answer in ("2", "4", "3", "1 2 3", "1", "3", "3", "3", "4", "5", "1", "1 2"):
        await lan.say(answer)
    await lan.choose("Gửi trưởng thôn xác nhận")
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    assert "sổ học tập: 3 lần, 1 có điểm danh" in str(card)


async def test_a_number_leads_away_from_the_choice_of_kinds_too(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await join(lan)
    await lan.say("/nhatky")
    await lan.choose("Ghi việc học mới")
    assert "Chưa ghi việc học nào" in str(await lan.say("9"))  # "Thôi, để sau"
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Lớp học, sự kiện")
    await head.choose("Mở buổi học ở thôn Kim Sơn")
    assert "Chưa có buổi học nào" in str(await head.say("7"))


async def test_an_entry_in_one_line_and_what_is_missing_asked_after(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    await lan.say("/nhatky")
    assert "gõ hết một lần" not in str(await lan.choose("Ghi việc học mới"))
    seen = await lan.say("1, Lớp trồng nấm, 12/10, 4 giờ, Hội Nông dân")
    assert "Buổi tập huấn, 12/10/2026, 4 giờ\nTổ chức: Hội Nông dân" in str(seen)
    world.app.dispatcher.terse.add(world.channel.partition("-p")[0].partition("-w")[0])  # messages have become scarce
    assert "gõ hết một lần" in str(await lan.choose("Ghi việc học khác"))
    assert "Ngày ấy không có trong lịch" in str(await lan.say("đọc sách, Dế Mèn, 31/2, 4 giờ"))
    assert "Khoảng mấy giờ?" in str(await lan.say("hôm qua"))


async def test_what_is_half_written_is_lost_only_on_purpose(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    before = await written(lan)
    await lan.choose("Ghi việc học khác")
    await lan.choose("Đọc sách")
    await lan.say("Dế Mèn phiêu lưu ký")
    again = await lan.choose("Ghi việc học khác", on=before) if not lan.is_numbered else lan.last
    assert "Hôm nào?" in str(again)
    left = await lan.choose("Bỏ việc đang ghi")
    assert "Ghi việc học mới" in str(left)
    assert "1 việc học, 2 giờ." in str(left)


async def test_all_pictures_of_an_album_are_taken(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    await written(lan)
    await lan.choose("Gửi ảnh giấy chứng nhận")
    assert "Chỗ này nhận ảnh" in str(await lan.send("sticker"))
    for _ in range(2):
        assert "Đang lấy ảnh về." in str(await lan.photo(photo(400, 300)))
    seen = await lan.choose("Xong")
    assert "2 ảnh kèm theo." in str(seen)


async def test_more_pictures_than_there_is_room_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST", 1)
    lan = world.phones["Lan"]
    await join(lan)
    await written(lan)
    await lan.choose("Gửi ảnh giấy chứng nhận")
    assert "Đang lấy ảnh về." in str(await lan.photo(photo(400, 300)))
    seen = await lan.photo(photo(300, 400))
    assert "Mỗi chỗ giữ nhiều nhất 1 ảnh, nên ảnh này không nhận." in str(seen)
    assert "1 ảnh kèm theo." in str(seen)


async def test_who_speaks_for_others_writes_them_down_at_once(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await join(lan)
    await lan.choose("Khai hộ người nhà")
    await lan.choose("Khai hộ người khác trong nhà")
    await lan.say("Trần Văn Bảy")
    await lan.say("1950")
    await lan.choose("Đồng ý: người ấy ngồi cạnh, tự trả lời")
    code = await announced(head)
    await lan.say("/start")
    asked = await lan.say(code)
    assert "Ai có mặt?" in str(asked)
    seen = await lan.choose("Tất cả")
    assert "Đã điểm danh Nguyễn Thị Lan, Trần Văn Bảy: Phòng lừa đảo trên mạng" in str(seen)
    await lan.say(code)
    assert "Trần Văn Bảy đã điểm danh buổi này rồi" in str(await lan.choose("Trần Văn Bảy"))
    await lan.say("/nhatky")
    his = await lan.choose("Trần Văn Bảy")
    assert "1 việc có điểm danh" in str(his)

    def counted(tx: Transaction) -> object:
        return learning_events.turnout(tx, world.village.commune.id, 2026)

    assert await world.app.database.read(counted) == {"1.1": Turnout(1, 2)}


async def test_a_resident_announces_nothing_and_made_up_buttons_do_nothing(world: World) -> None:
    lan = world.phones["Lan"]
    await join(lan)
    place = world.village.kim_son.id
    if lan.is_numbered:
        return
    for route in (f"event-new/{place}", f"event-save/{place}", "events"):
        assert "dành cho trưởng thôn" in str(await lan.press(route))
    for year in (0, 99999, 999999999999999):
        assert "Sổ học tập năm 2026" in str(await lan.press(f"diary-of/{world.village.lan.id}/{year}"))
    assert "chưa khai hộ người này" in str(await lan.press(f"diary-of/{world.village.head.id}/2026"))
