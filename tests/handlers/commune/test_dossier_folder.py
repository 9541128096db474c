"""The commune's dossier: asked for whole or in parts, and what became of it noted step by step."""

from __future__ import annotations

from acts import ways
from acts.errands import DossierErrand, DossierPaperErrand
from criteria.handed import Handed
from storage import dossiers, entered_figures
from storage.dossiers import Noted
from storage.kit.transaction import Transaction
from tests.handlers.driver import Commune


async def steps(commune: Commune) -> tuple[Noted, ...]:
    return await commune.look(lambda tx: dossiers.of_cycle(tx, commune.cycle))


async def test_what_is_open_and_what_has_no_picture_is_said_before_it_is_made(commune: Commune) -> None:
    def enter(tx: Transaction) -> None:
        key = entered_figures.circular_key("1.1")
        by = commune.village.officer.id
        entered_figures.enter(tx, commune.village.cycle, key, met=True, note="Tin bài số 3", person_id=by)

    await commune.do(enter)
    await commune.officer.press(ways.dossier())
    seen = await commune.officer.choose("Lập hồ sơ, nộp hồ sơ")
    assert "Chưa có kết quả: chỉ tiêu 1.2, 1.3" in seen
    assert "Chưa có ảnh minh chứng: chỉ tiêu 1.1." in seen
    assert "chậm nhất 28/02/2027" in seen
    assert "chưa đối chiếu văn bản" in seen
    assert "Đang lập" in await commune.officer.choose("Lập trọn bộ hồ sơ")
    assert "Tệp trước đang làm" in await commune.officer.choose("Lập trọn bộ hồ sơ")
    assert "Đang lập" in await commune.officer.choose("Báo cáo tự đánh giá (Word)")
    await commune.officer.press(ways.dossier_make(commune.cycle, "x"))
    assert await commune.errands() == [DossierErrand(commune.cycle), DossierPaperErrand(commune.cycle, "report")]


async def test_it_is_handed_in_completed_and_recognised_and_each_step_stays(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.dossier_folder(commune.cycle))
    assert "Chưa ghi là đã nộp." in officer.screen
    await officer.choose("Ghi: Đã nộp")
    assert "Nộp ngày nào" in await officer.say("000.00.12-261123-0004")
    assert "mã hồ sơ 000.00.12-261123-0004." in await officer.choose("Hôm nay")
    await officer.choose("Đúng, ghi")
    await officer.choose("Ghi: Phải bổ sung")
    await officer.say("Minh chứng chỉ tiêu 2.1")
    await officer.choose("Hôm nay")
    assert "hạn" in await officer.say("15/12")
    await officer.choose("Đúng, ghi")
    await officer.choose("Ghi: Đã được công nhận")
    await officer.say("25/QĐ-UBND")
    await officer.choose("Hôm nay")
    seen = await officer.choose("Đúng, ghi")
    assert "Đã được công nhận: số 25/QĐ-UBND" in seen
    assert not [label for label in seen.labels if label.startswith("Ghi:")]
    assert [each.state for each in await steps(commune)] == [Handed.SENT, Handed.ASKED, Handed.RECOGNISED]


async def test_old_buttons_and_half_answers_note_nothing(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.dossier_begin(commune.cycle, "recognised"))  # nothing was handed in
    assert "Chưa ghi là đã nộp." in officer.screen
    await officer.press(ways.dossier_begin(commune.cycle, "sent"))
    await officer.press(ways.dossier_noted(commune.cycle))
    assert await steps(commune) == ()
    await officer.press(ways.dossier_begin(commune.cycle, "sent"))
    await officer.say("12")
    await officer.choose("Hôm nay")
    await officer.choose("Đúng, ghi")
    await officer.press(ways.dossier_noted(commune.cycle))
    assert len(await steps(commune)) == 1
