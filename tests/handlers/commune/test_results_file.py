"""A list of results is looked at, taken, taken back or set aside; never by who signed it, nor twice by two taps."""

from __future__ import annotations

from dataclasses import replace

from acts import ways
from acts.results import ResultsErrand, Step
from criteria.declaration import Move
from criteria.recognition import Step as PaperStep
from locales.text import T, to_data
from storage import decisions, declarations, recognition, result_lists
from storage.kit.transaction import Transaction
from storage.kit.words import ResultsState
from storage.result_lists import Origin
from tests.handlers.driver import Commune
from tests.results import ORIGIN, has, now, taken
from tests.village import there


async def test_without_who_made_and_signed_it_a_list_is_only_looked_at(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True), origin=Origin())
    seen = await commune.officer.press(ways.results_file(found.id))
    assert "mới xem được" in seen
    assert not any(label.startswith("Đưa 1 kết quả") for label in seen.labels)
    await commune.officer.press(ways.results_take(found.id))
    assert (await now(commune, found)).state is ResultsState.READY


async def test_who_signed_a_list_does_not_bring_it_in(commune: Commune) -> None:
    signed = replace(ORIGIN, signer="Bà Trần Thị Hoài Thương, công chức VH-XH")
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True), origin=signed)
    seen = await commune.officer.press(ways.results_file(found.id))
    assert "phải là hai người" in seen
    await commune.officer.press(ways.results_take(found.id))
    assert (await now(commune, found)).state is ResultsState.READY


async def test_two_taps_take_it_once(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True), ("Hồ Văn Lạ", 1975, True))
    seen = await commune.officer.press(ways.results_file(found.id))
    assert "Nhận được: 1" in seen
    assert "Không có trong danh sách dân cư: 1" in seen
    await commune.officer.choose("Đưa 1 kết quả vào danh sách")
    await commune.officer.press(ways.results_take(found.id))
    assert (await commune.errands()).count(ResultsErrand(found.id, Step.TAKE)) == 1


async def test_a_list_that_is_set_aside_leaves_nothing(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True))
    await commune.officer.press(ways.results_file(found.id))
    seen = await commune.officer.choose("Bỏ tệp này")
    assert "Đã bỏ tệp ket-qua.xlsx." in seen
    assert "không nhận kết quả của ai" in await commune.officer.press(ways.results_take(found.id))


async def test_a_protected_file_asks_for_its_password_and_keeps_it_in_the_job_alone(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1968, True))
    why = to_data(T("Tệp có mật khẩu."))
    await commune.do(lambda tx: result_lists.unreadable(tx, found.id, why, locked=True))
    assert "gõ mật khẩu của tệp" in await commune.officer.press(ways.results_file(found.id))
    await commune.officer.say("Bi Mat 1")
    assert ResultsErrand(found.id, Step.READ, "Bi Mat 1") in await commune.errands()
    assert "Bi Mat 1" not in str(await commune.officer.account())


async def test_a_taken_list_is_taken_back_as_a_whole_after_a_second_screen(commune: Commune) -> None:
    found = await taken(commune, ("Nguyễn Thị Lan", 1968, True), ("Trần Thị Mai", 1992, False))
    seen = await commune.officer.press(ways.results_file(found.id))
    assert "Đã nhận kết quả của 2 người." in seen
    seen = await commune.officer.choose("Lấy lại toàn bộ danh sách này")
    assert "Lấy lại kết quả của 2 người?" in seen
    await commune.officer.choose("Lấy lại toàn bộ")
    assert ResultsErrand(found.id, Step.UNDO) in await commune.errands()


async def test_once_somebody_is_submitted_for_recognition_the_list_stays(commune: Commune) -> None:
    found = await taken(commune, ("Nguyễn Thị Lan", 1968, True))

    def submit(tx: Transaction) -> None:
        (lan,) = declarations.of_person(tx, commune.village.lan.id)
        held = there(declarations.load(tx, lan.id))
        there(decisions.decide(tx, held, Move.CONFIRM, person_id=commune.village.head.id))
        made = there(
            recognition.draw_up(
                tx, cycle_id=commune.cycle, title="citizen", place_ids=[commune.kim_son], by=commune.village.officer.id
            )
        )
        there(recognition.step(tx, recognition.get(tx, made.id, lock=True), PaperStep.SUBMIT, submitted_at=tx.now))

    await commune.do(submit)
    seen = await commune.officer.press(ways.results_undo(found.id))
    assert "1 người trong danh sách này đã trình hoặc được công nhận" in seen
    await commune.officer.press(ways.results_undo_now(found.id))
    assert (await now(commune, found)).state is ResultsState.TAKEN
