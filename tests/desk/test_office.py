"""Affairs of the office at the desk: requests about data with their days, backups, places."""

from __future__ import annotations

from datetime import timedelta

from criteria.data_rights import RequestKind
from storage import backups, data_requests, looks
from storage.kit.transaction import Transaction
from tests.desk.seat import Office
from tests.village import there


async def asked(office: Office) -> int:
    lan = office.village.lan.id
    return await office.do(lambda tx: data_requests.note(tx, lan, RequestKind.ACCESS, noted_by=None))


async def test_a_request_stands_with_its_next_day_and_is_done(office: Office) -> None:
    key = await asked(office)
    seat = await office.sits("officer")
    assert "Yêu cầu về dữ liệu cá nhân 1" in (await seat.open()).words
    page = await seat.open("/viec-chung")
    assert "Nguyễn Thị Lan" in page.words
    assert "QUÁ HẠN" not in page.words
    seen = await office.database.read(lambda tx: looks.of_person(tx, office.village.lan.id))
    assert [each.what.value for each in seen] == ["list"]
    for path, said in (("tra-loi", "Đã ghi."), ("tra-loi", "Không có gì thay đổi."), ("xong", "Đã ghi."),
                       ("xong", "Không có gì thay đổi.")):  # fmt: skip
        assert said in (await seat.send(f"/yeu-cau/{key}/{path}", page.token)).words, path
    held = there(await office.database.read(lambda tx: data_requests.load(tx, key)))
    assert None not in {held.answered_at, held.done_at}
    assert "Không còn yêu cầu nào chưa làm." in (await seat.open("/viec-chung")).words


async def test_a_request_whose_day_is_over_says_so(office: Office) -> None:
    await asked(office)
    office.clock.now += timedelta(days=60)
    seat = await office.sits("officer")
    assert "QUÁ HẠN" in (await seat.open("/viec-chung")).words


def backed_up(tx: Transaction) -> None:
    backups.done(tx, backups.begin(tx), folder="/mnt/usb", name="hoctap-1.zip", size=1000)


async def test_it_says_how_it_stands_with_backups(office: Office) -> None:
    seat = await office.sits("officer")
    assert "Bản sao lưu gần nhất chưa có" in (await seat.open("/viec-chung")).words
    await office.do(backed_up)
    words = (await seat.open("/viec-chung")).words
    assert "23/11/2026" in words
    assert "/mnt/usb" not in words
    assert "Đã lâu chưa sao lưu được" not in words


async def test_a_backup_that_is_long_ago_is_said_to_be(office: Office) -> None:
    await office.do(backed_up)
    office.clock.now += timedelta(days=5)
    seat = await office.sits("officer")
    assert "Đã lâu chưa sao lưu được" in (await seat.open("/viec-chung")).words


async def test_the_places_stand_with_their_codes(office: Office) -> None:
    words = (await (await office.sits("officer")).open("/viec-chung")).words
    assert "Thôn Kim Sơn" in words
    assert there(office.village.kim_son.join_code) in words
    assert (await (await office.sits("head")).open("/viec-chung")).status == 403
