"""The year at the desk: its state, steps, settings, and the figures that were taken down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.declaration import Move
from criteria.model import CITIZEN
from criteria.year import Population, YearStep
from storage import cycles, decisions, declarations, snapshots
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, SnapshotKind
from storage.snapshots import Sending, Snapshot
from tests.desk.seat import Office
from tests.village import PLAIN, there


async def taken(office: Office, kind: SnapshotKind = SnapshotKind.PROVISIONAL) -> Snapshot:
    """Figures of this moment are taken down."""

    def work(tx: Transaction) -> Snapshot:
        cycle = there(cycles.load(tx, office.village.cycle.id))
        return snapshots.take(tx, cycle, kind, {}, upto=snapshots.settle_log(tx), by=office.village.officer.id)

    return await office.do(work)


async def lan_is_confirmed(office: Office) -> None:
    sent = await office.sent(office.village.lan, PLAIN)

    def work(tx: Transaction) -> None:
        decisions.decide(tx, there(declarations.load(tx, sent.id)), Move.CONFIRM, person_id=office.village.head.id)

    await office.do(work)


async def test_the_year_says_where_it_stands_and_by_when_each_step_is_due(office: Office) -> None:
    def chosen(tx: Transaction) -> None:
        cycle = there(cycles.load(tx, office.village.cycle.id))
        settings = replace(
            cycle.settings,
            steps=(YearStep.MEETING, YearStep.DECISION),
            report_by=date(2026, 12, 20),
            population=Population(5400, "Công an xã", date(2026, 9, 1)),
        )
        cycle = cycles.choose(tx, cycle, settings)
        cycles.move(tx, cycle, CycleState.CLOSED, by=office.village.officer.id)

    await office.do(chosen)
    page = await (await office.sits("officer")).open("/nam")
    assert page.address == f"/nam/{office.village.cycle.id}"
    for words in (
        "Năm đánh giá 2026: đã đóng",
        "Tính lùi từ ngày cuối gửi báo cáo 20/12/2026",
        "Dân số 5.400 người (nguồn: Công an xã",
        f"Đóng ngày 23/11/2026, {office.village.officer.full_name}.",
        "Chưa lập lần nào.",
    ):
        assert words in page.words


async def test_figures_that_were_taken_down_stand_with_where_they_went_and_what_differs(office: Office) -> None:
    first = await taken(office)
    sent = Sending("Sở Giáo dục và Đào tạo", "25/BC-UBND", date(2026, 11, 23))
    await office.do(lambda tx: snapshots.send(tx, first, sent, by=office.village.officer.id))
    await lan_is_confirmed(office)
    second = await taken(office)
    seat = await office.sits("officer")
    page = await seat.open("/nam")
    assert page.links("/so-lieu/") == [f"/so-lieu/{second.id}", f"/so-lieu/{first.id}"]
    assert "Sở Giáo dục và Đào tạo, số 25/BC-UBND" in page.words
    assert "ĐÃ SỬA SAU KHI GỬI" in page.words
    before, after = [(await seat.open(f"/so-lieu/{each.id}")).words for each in (first, second)]
    assert "Khi ấy chưa có phiếu nào." in before
    assert "tăng 1: mới xác nhận và đạt" in after
    whole = second.numbers["people"][str(office.village.kim_son.id)]
    assert f"Thôn Kim Sơn {whole} 1" in after
    assert second.root[:12] in after


async def test_a_year_that_is_not_open_yet_says_so(office: Office) -> None:
    seat = await office.sits("officer")
    await office.do(lambda tx: cycles.open_year(tx, commune_id=office.village.commune.id, year=2025, plan=""))
    assert "2025" in (await seat.open("/nam")).words


async def test_a_head_is_not_shown_the_years_affairs(office: Office) -> None:
    made = await taken(office)
    seat = await office.sits("head")
    assert CITIZEN in made.numbers["counted"]
    for path in ("/nam", f"/nam/{office.village.cycle.id}", f"/so-lieu/{made.id}"):
        assert (await seat.open(path)).status == 403, path
