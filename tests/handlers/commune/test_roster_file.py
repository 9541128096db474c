"""A file with a roster is looked at, taken over or set aside; nobody is lost or doubled by a second tap."""

from __future__ import annotations

from acts import ways
from acts.roster import RosterErrand, Step
from locales.text import T, to_data
from storage import roster_imports
from storage.kit.words import ImportState
from storage.roster_imports import Source
from tests.handlers.driver import Commune
from tests.rosters import has, now
from tests.village import there


async def test_without_source_day_and_document_the_file_is_only_looked_at(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"), origin=Source())
    seen = await commune.officer.press(ways.roster_file(file.id))
    assert "mới xem được" in seen
    assert not any(label.startswith("Đưa 1 người") for label in seen.labels)
    await commune.officer.press(ways.roster_take(file.id))
    assert (await now(commune, file)).state is ImportState.READY


async def test_two_taps_take_it_over_once(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"))
    await commune.officer.press(ways.roster_take(file.id))
    await commune.officer.press(ways.roster_take(file.id))
    assert (await commune.errands()).count(RosterErrand(file.id, Step.TAKE)) == 1


async def test_a_file_that_is_set_aside_leaves_nothing(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"))
    await commune.officer.press(ways.roster_file(file.id))
    seen = await commune.officer.choose("Bỏ tệp này")
    assert seen.at == "roster"
    assert "Đã bỏ tệp danh-sach.xlsx." in seen
    seen = await commune.officer.press(ways.roster_take(file.id))
    assert "không ai trong tệp được đưa vào danh sách" in seen


async def test_a_protected_file_asks_for_its_password_and_keeps_it_in_the_job_alone(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"))
    why = to_data(T("Tệp có mật khẩu."))
    await commune.do(lambda tx: roster_imports.unreadable(tx, file.id, why, locked=True))
    seen = await commune.officer.press(ways.roster_file(file.id))
    assert "gõ mật khẩu của tệp" in seen
    await commune.officer.say("Bi Mat 1")
    assert RosterErrand(file.id, Step.READ, "Bi Mat 1") in await commune.errands()
    assert "Bi Mat 1" not in str(await commune.officer.account())


async def test_who_is_in_no_line_is_taken_off_after_a_second_screen(commune: Commune) -> None:
    file = await has(commune, ("Nguyễn Thị Lan", 1968, "1"), ("Trần Thị Mai", 1992, "1"))
    await commune.do(lambda tx: there(roster_imports.start(tx, roster_imports.get(tx, file.id, lock=True)) or None))
    await commune.do(lambda tx: roster_imports.finish(tx, file.id))
    seen = await commune.officer.press(ways.roster_file(file.id))
    assert "Không còn trong tệp: 2" in seen
    seen = await commune.officer.choose("Đưa 2 người không còn trong tệp ra khỏi danh sách")
    assert "Phan Văn Đức" in seen
    assert "Phan Văn Hải" in seen
    await commune.officer.choose("Đưa ra khỏi danh sách")
    assert RosterErrand(file.id, Step.GONE) in await commune.errands()
