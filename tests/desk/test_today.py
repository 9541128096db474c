"""Today: what waits is counted as the chat counts it, and what is late stands apart."""

from __future__ import annotations

from criteria.data_rights import RequestKind
from storage import data_requests
from tests.desk.seat import Office
from tests.village import PLAIN, TOP


async def test_nothing_waits_and_the_page_says_so(office: Office) -> None:
    page = await (await office.sits("officer")).open()
    assert "Không còn việc nào chờ" in page.words
    assert "Những ngày sắp tới" in page.words


async def test_what_waits_is_counted_and_what_is_late_stands_apart(office: Office) -> None:
    await office.sent(office.village.lan, PLAIN)
    await office.sent(await office.neighbour("Lê Văn Bình"), TOP)
    await office.do(
        lambda tx: data_requests.note(
            tx, office.village.lan.id, RequestKind.CORRECTION, noted_by=office.village.head.id
        )
    )
    office.clock.advance(days=4)
    head = await (await office.sits("head")).open()
    assert "Phiếu tự đánh giá chờ xác nhận 2 2" in head.words
    assert "phiếu cần xem kỹ 1" in head.words
    assert "Yêu cầu về dữ liệu" not in head.words  # officers answer those
    office.clock.advance(days=30)
    officer = await (await office.sits("officer")).open()
    assert "Yêu cầu về dữ liệu cá nhân 1 1 mục Việc chung" in officer.words


async def test_a_page_is_small_and_needs_no_script(office: Office) -> None:
    page = await (await office.sits("officer")).open()
    assert len(page.text) < 20_000
    assert "<script" not in page.text
    assert "style=" not in page.text
