"""The figures of a year taken down, compared, sent and put right; the year closed, opened again and locked."""

from __future__ import annotations

from datetime import date

from acts import ways
from acts.errands import SummaryTableErrand, YearReportErrand
from criteria.declaration import Move
from criteria.presence import Left
from criteria.year import Counting
from handlers.commune.snapshot_figures import figures_of
from handlers.commune.year_figures import year_figures
from reports.figures_data import kept, read
from reports.year_figures import YearFigures
from storage import decisions, snapshots
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, SnapshotKind
from storage.person_deeds import move_to, take_off
from storage.snapshots import Cause, Snapshot
from tests.handlers.driver import Commune


async def confirm(commune: Commune, declaration: Declaration) -> None:
    """The head says yes."""
    await commune.do(lambda tx: decisions.decide(tx, declaration, Move.CONFIRM, person_id=commune.village.head.id))


async def taken(commune: Commune) -> tuple[Snapshot, ...]:
    return await commune.look(lambda tx: snapshots.of_cycle(tx, commune.cycle))


async def all_agree(commune: Commune) -> None:
    """Each snapshot, made again from the log at its moment, is what it is."""

    def look(tx: Transaction) -> list[bool]:
        return [snapshots.agrees(tx, each) for each in snapshots.of_cycle(tx, commune.cycle)]

    assert set(await commune.look(look)) == {True}


async def test_provisional_figures_keep_what_they_were(commune: Commune) -> None:
    await confirm(commune, await commune.sent(commune.village.lan))
    seen = await commune.officer.press(ways.snapshots(commune.cycle))
    assert "Chưa lập lần nào." in seen
    seen = await commune.officer.choose("Lập số liệu tạm tính")
    assert "Số liệu tạm tính ngày" in seen
    assert "đạt 1, bằng" in seen
    await confirm(commune, await commune.sent(commune.people["Mai"]))
    (first,) = await taken(commune)
    figures = await commune.look(lambda tx: figures_of(tx, first))
    assert figures.people.total.reached == 1  # and two by now
    now = await commune.look(lambda tx: year_figures(tx, commune.cycle, 1))
    assert now.people.total.reached == 2
    await all_agree(commune)


async def test_what_is_kept_of_figures_comes_back_as_it_was(commune: Commune) -> None:
    figures = await commune.look(lambda tx: year_figures(tx, commune.cycle, 1))
    again = read(kept(figures))
    assert isinstance(again, YearFigures)
    assert kept(again) == kept(figures)
    assert again.people.total == figures.people.total


async def test_the_difference_says_where_and_why(commune: Commune) -> None:
    lan = await commune.sent(commune.village.lan)
    await confirm(commune, lan)
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    await confirm(commune, await commune.sent(commune.people["Mai"]))
    confirmed = await commune.declaration(lan)
    await commune.do(lambda tx: decisions.decide(tx, confirmed, Move.UNDO, person_id=commune.village.head.id))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    last = (await taken(commune))[0]
    found = {(each.cause, each.n) for each in last.changes}
    assert found == {(Cause.CONFIRMED, 1), (Cause.UNDONE, -1)}
    seen = await commune.officer.choose("Khác lần trước ở đâu")
    assert "- tăng 1: mới xác nhận và đạt" in seen
    assert "- giảm 1: thôi xác nhận hoặc bị thu hồi" in seen
    await all_agree(commune)


async def test_who_moves_or_leaves_is_told_apart_from_who_is_undone(commune: Commune) -> None:
    village = commune.village
    await confirm(commune, await commune.sent(village.lan))
    await confirm(commune, await commune.sent(commune.people["Mai"]))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    await commune.do(lambda tx: move_to(tx, commune.people["Mai"], village.hong_linh, by=None))
    on = date(2026, 10, 1)
    await commune.do(lambda tx: take_off(tx, village.lan, why=Left.DIED, on=on, by=None))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    last = (await taken(commune))[0]
    kim, hong = village.kim_son.full_name, village.hong_linh.full_name
    assert {(each.place, each.cause, each.n) for each in last.changes} == {
        (kim, Cause.MOVED, -1),
        (kim, Cause.ROSTER, -1),
        (kim, Cause.WHOLE, -2),
        (hong, Cause.MOVED, 1),
        (hong, Cause.WHOLE, 1),
    }
    await all_agree(commune)


async def test_figures_that_were_sent_and_are_others_now_say_so(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.snapshot_now(commune.cycle))
    await officer.choose("Ghi là đã gửi")
    await officer.say("Sở Giáo dục và Đào tạo")
    await officer.say("25/BC-UBND")
    seen = await officer.choose("Hôm nay")
    assert "Số: 25/BC-UBND" in seen
    assert await officer.choose("Đúng, ghi")
    assert "đã gửi Sở Giáo dục và Đào tạo, số 25/BC-UBND" in officer.screen
    assert "ĐÃ SỬA SAU KHI GỬI" not in officer.screen
    await officer.press(ways.snapshot_now(commune.cycle))
    (first,) = [each for each in await taken(commune) if each.id == min(e.id for e in await taken(commune))]
    assert "ĐÃ SỬA SAU KHI GỬI" not in await officer.press(ways.snapshot(first.id))  # the same figures once more
    await confirm(commune, await commune.sent(commune.village.lan))
    await officer.press(ways.snapshots(commune.cycle))
    await officer.choose("Lập số liệu điều chỉnh")
    seen = await officer.say("Thôn Kim Sơn nộp thiếu một phiếu")
    assert "thay thế Báo cáo số 25/BC-UBND" in seen
    await officer.choose("Lập")
    assert "ĐÃ SỬA SAU KHI GỬI" in await officer.press(ways.snapshot(first.id))
    last = (await taken(commune))[0]
    said = await commune.look(lambda tx: str(figures_of(tx, last).warnings))
    assert "thay thế Báo cáo số" in said
    assert last.kind is SnapshotKind.CORRECTION


async def test_the_files_of_a_snapshot_are_asked_for_with_its_numbers(commune: Commune) -> None:
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    (made,) = await taken(commune)
    await commune.officer.choose("Báo cáo (Word)")
    await commune.officer.choose("Bảng tổng hợp (Excel)")
    found = [each for each in await commune.errands() if isinstance(each, YearReportErrand | SummaryTableErrand)]
    assert [each.snapshot_id for each in found] == [made.id, made.id]
    assert (await commune.officer.press(ways.snapshot_file(made.id, "x"))).at == ways.snapshot(made.id)


async def test_closing_takes_the_final_figures_and_says_what_is_open(commune: Commune) -> None:
    officer = commune.officer
    await commune.sent(commune.village.lan)
    await officer.press(ways.year(commune.cycle))
    seen = await officer.choose("Đóng năm")
    assert "- Công dân học tập: 1 chờ kiểm tra" in seen
    seen = await officer.choose("Chốt số liệu và đóng năm")
    assert "đã đóng" in seen
    (final,) = await taken(commune)
    assert final.kind is SnapshotKind.FINAL
    assert (await commune.cycle_now()).state is CycleState.CLOSED
    await officer.press(ways.year_close_now(commune.cycle))  # an old button
    await officer.press(ways.snapshot_now(commune.cycle))
    assert len(await taken(commune)) == 1


async def test_a_year_is_opened_again_for_a_reason_and_locked_for_good(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.year_lock_now(commune.cycle))
    await officer.press(ways.year_reopen(commune.cycle))
    assert (await commune.cycle_now()).state is CycleState.OPEN  # neither follows from an open year
    await officer.press(ways.year_close_now(commune.cycle))
    await officer.choose("Mở lại năm")
    seen = await officer.say("Bổ sung phiếu của thôn Kim Sơn")
    assert "Lý do: Bổ sung phiếu của thôn Kim Sơn" in seen
    await officer.choose("Mở lại năm")
    assert (await commune.cycle_now()).state is CycleState.OPEN
    await officer.press(ways.snapshot_now(commune.cycle))
    assert "Mở lại ngày" in officer.screen
    assert "Bổ sung phiếu" in officer.screen
    await officer.press(ways.year_close_now(commune.cycle))
    await officer.choose("Khoá năm")
    seen = await officer.choose("Khoá năm, không mở lại nữa")
    assert "đã khoá" in seen
    await officer.press(ways.year_reopen_now(commune.cycle))
    assert (await commune.cycle_now()).state is CycleState.LOCKED
    assert "đã khoá sổ" in await officer.press(ways.recognition_draw(commune.cycle, "citizen", 0))
    await officer.press(ways.snapshot_correct(commune.cycle))
    await officer.say("Sở yêu cầu tính lại tổng số")
    await officer.choose("Lập")
    assert (await taken(commune))[0].kind is SnapshotKind.CORRECTION
    await all_agree(commune)


async def test_what_counts_is_printed_with_the_figures(commune: Commune) -> None:
    await confirm(commune, await commune.sent(commune.village.lan))
    officer = commune.officer
    await officer.press(ways.year_settings(commune.cycle))
    seen = await officer.choose("Tính đã có quyết định công nhận")
    assert "Số đạt: đã có quyết định công nhận." in seen
    assert (await commune.cycle_now()).settings.counting is Counting.RECOGNISED
    seen = await officer.press(ways.stats_of(commune.cycle))
    assert "đạt 0/" in seen
    assert "đã có quyết định công nhận" in seen
    await officer.press(ways.snapshot_now(commune.cycle))
    assert "đạt 0, bằng" in officer.screen
    await officer.press(ways.year_counts(commune.cycle, "confirmed"))
    assert "đạt 1/" in await officer.press(ways.stats_of(commune.cycle))


async def test_the_official_population_stands_beside_the_roster(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.year_field(commune.cycle, "people"))
    assert "từ 1 đến" in await officer.say("nhiều lắm")
    await officer.say("12.500")
    await officer.say("Công an xã")
    seen = await officer.say("31/12/2025")
    assert "Dân số 12.500 người (nguồn: Công an xã, ngày 31/12/2025)" in seen
    assert "chênh lệch" in seen
    await officer.press(ways.year_field_empty(commune.cycle, "people"))
    assert (await commune.cycle_now()).settings.population is None


async def test_steps_are_counted_back_and_never_made_shorter(commune: Commune) -> None:
    officer = commune.officer
    for step in ("meeting", "posting"):
        await officer.press(ways.year_step(commune.cycle, step))
    await officer.press(ways.year_field(commune.cycle, "report_by"))
    await officer.say("30/11/2026")
    seen = await officer.press(ways.year_steps(commune.cycle))
    # decision 5 days: 26-30/11; posting 10: 16-25/11; meeting 7: 09-15/11; the heads' checks until 08/11
    for line in ("hết ngày 08/11/2026", "từ 09/11/2026 đến hết 15/11/2026", "từ 16/11/2026 đến hết 25/11/2026",
                 "từ 26/11/2026 đến hết 30/11/2026"):  # fmt: skip
        assert line in seen
    await officer.press(ways.year_field(commune.cycle, "report_by"))
    await officer.say("1/1/2026")
    seen = await officer.press(ways.year_steps(commune.cycle))
    assert "không còn đủ ngày từ bước" in seen
    assert "không tự rút ngắn" in seen


async def test_a_closed_year_keeps_its_settings(commune: Commune) -> None:
    await commune.year_is(CycleState.CLOSED)
    before = (await commune.cycle_now()).settings
    for way in (
        ways.year_step(commune.cycle, "meeting"),
        ways.year_counts(commune.cycle, "recognised"),
        ways.year_field(commune.cycle, "people"),
        ways.year_field_empty(commune.cycle, "report_by"),
        ways.year_step(commune.cycle, "x"),
    ):
        await commune.officer.press(way)
    assert (await commune.cycle_now()).settings == before
