"""The figures of a year taken down, compared, sent and put right."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from acts import ways
from acts.errands import SummaryTableErrand, YearReportErrand
from bot.file_makers import say
from criteria.declaration import Move
from criteria.letterhead import Letterhead
from criteria.presence import Left
from handlers.commune.snapshot_figures import figures_of
from handlers.commune.year_figures import year_figures
from locales.catalog import ELDER
from reports.documents.year_report import YearReport, year_report
from reports.figures_data import kept, read
from reports.year_figures import YearFigures
from storage import decisions, people, places, snapshots
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind, SnapshotKind
from storage.person_deeds import assess_at, move_to, take_off
from storage.places import Place
from storage.snapshots import Cause, Snapshot
from tests.handlers.driver import Commune


async def confirm(commune: Commune, declaration: Declaration) -> None:
    """The head says yes."""
    await commune.do(lambda tx: decisions.decide(tx, declaration, Move.CONFIRM, person_id=commune.village.head.id))


def school(tx: Transaction, commune: Place) -> Place:
    """A unit of the commune."""
    since = tx.now.date() - timedelta(days=400)
    return places.add_village(
        tx, commune=commune, label="trường", name="THCS Kim Sơn", join_code="THCSKIMS", since=since, kind=PlaceKind.UNIT
    )


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


async def test_who_moves_counts_where_the_year_found_them_and_who_has_died_leaves(commune: Commune) -> None:
    village = commune.village
    await confirm(commune, await commune.sent(village.lan))
    await confirm(commune, await commune.sent(commune.people["Mai"]))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    await commune.do(lambda tx: move_to(tx, commune.people["Mai"], village.hong_linh, by=None))
    on = date(2026, 10, 1)
    await commune.do(lambda tx: take_off(tx, village.lan, why=Left.DIED, on=on, by=None))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    last = (await taken(commune))[0]
    kim = village.kim_son.full_name
    assert {(each.place, each.cause, each.n) for each in last.changes} == {
        (kim, Cause.ROSTER, -1),
        (kim, Cause.WHOLE, -1),
    }
    await all_agree(commune)


async def test_who_is_assessed_at_a_unit_moves_from_the_village_to_it(commune: Commune) -> None:
    village = commune.village
    unit = await commune.do(lambda tx: school(tx, village.commune))
    await confirm(commune, await commune.sent(village.lan))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    await commune.do(lambda tx: assess_at(tx, people.get(tx, village.lan.id), unit, by=None))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    last = (await taken(commune))[0]
    steps = Counter[str]()
    for each in last.changes:
        steps[each.place] += each.n if each.cause is not Cause.WHOLE else 0
    assert sum(steps.values()) == 0
    assert all(each.cause in {Cause.MOVED, Cause.WHOLE} for each in last.changes)
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
    assert "Đã gửi Sở Giáo dục và Đào tạo, số 25/BC-UBND" in officer.screen
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


async def test_the_report_of_a_snapshot_prints_its_numbers_and_which_they_are(commune: Commune) -> None:
    await confirm(commune, await commune.sent(commune.village.lan))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    await confirm(commune, await commune.sent(commune.people["Mai"]))
    (made,) = await taken(commune)
    figures = await commune.look(lambda tx: figures_of(tx, made))
    words = partial(say, "vi", await commune.look(lambda tx: places.words_in(tx, made.commune_id)), ELDER)
    report = YearReport(figures=figures, letterhead=Letterhead(), number="", day=None)
    with ZipFile(BytesIO(year_report(report, words))) as file:
        said = re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode("utf-8"))
    assert "Số liệu tạm tính ngày" in said
    assert "đạt 1, bằng" in said
    assert "Số đạt gồm người, hộ, nơi đã xác nhận và đạt." in said
