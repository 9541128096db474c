"""A year is closed with its final figures, opened again for a reason, locked for good."""

from __future__ import annotations

from acts import ways
from storage import snapshots
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, SnapshotKind
from storage.snapshots import Snapshot
from tests.handlers.driver import Commune


async def taken(commune: Commune) -> tuple[Snapshot, ...]:
    """The year's snapshots, the newest first."""
    return await commune.look(lambda tx: snapshots.of_cycle(tx, commune.cycle))


async def all_agree(commune: Commune) -> None:
    """Each snapshot, made again from the log at its moment, is what it is."""

    def look(tx: Transaction) -> list[bool]:
        return [snapshots.agrees(tx, each) for each in snapshots.of_cycle(tx, commune.cycle)]

    assert set(await commune.look(look)) == {True}


async def test_closing_takes_the_final_figures_and_says_what_is_open(commune: Commune) -> None:
    officer = commune.officer
    await commune.sent(commune.village.lan)
    await officer.press(ways.year(commune.cycle))
    seen = await officer.choose("Đóng năm")
    assert "- Công dân học tập: 1 chờ kiểm tra" in seen
    seen = await officer.choose("Lập số liệu chốt, đóng năm")
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
