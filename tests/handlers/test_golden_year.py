"""A small commune through a whole year, its figures worked out by hand: the roster of :func:`tests.village.found`.

Thôn Kim Sơn: Lan (1968), Mai (1992), Đức (1970), Hải (1996). Thôn Hồng Lĩnh: Khánh (1955), Thương (1988).
All six are 18 or older, so the whole is 4 + 2 = 6.
"""

from __future__ import annotations

from datetime import date

from acts import ways
from criteria.declaration import Move
from criteria.model import CITIZEN
from criteria.presence import Left
from handlers.commune.snapshot_figures import figures_of
from storage import decisions, people, snapshots
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.people import Person
from storage.person_deeds import move_to, take_off
from storage.snapshots import Cause, Snapshot
from tests.handlers.driver import Commune

Figures = tuple[int, int, int]  # the whole, registered, reached


async def figures(commune: Commune) -> tuple[Snapshot, dict[str, Figures]]:
    """The newest snapshot, by village, as its papers print it; made again from the log it is the same."""

    def look(tx: Transaction) -> tuple[Snapshot, dict[str, Figures]]:
        found = snapshots.of_cycle(tx, commune.cycle)
        assert all(snapshots.agrees(tx, each) for each in found)
        lines = figures_of(tx, found[0]).people.lines
        return found[0], {str(each.place): (each.whole, each.registered, each.reached) for each in lines}

    return await commune.look(look)


async def confirmed(commune: Commune, person: Person) -> None:
    """Declared on a chat, and confirmed by an officer of the commune's."""
    sent = await commune.sent(person)
    by = commune.village.head.id
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=by))


async def test_the_year_from_its_first_declaration_to_the_corrected_report(commune: Commune) -> None:
    officer, village = commune.officer, commune.village
    kim, hong = village.kim_son.full_name, village.hong_linh.full_name
    khanh = await commune.look(
        lambda tx: people.get(tx, people.namesakes(
            tx, place_id=village.hong_linh.id, full_name="Lê Bá Khánh", birth_year=1955)[0].id)
    )  # fmt: skip

    # November: Lan, Mai and Khánh are confirmed. 2 of 4, 1 of 2: 3 of 6.
    for who in (village.lan, commune.people["Mai"], khanh):
        await confirmed(commune, who)
    await officer.press(ways.snapshot_now(commune.cycle))
    november, found = await figures(commune)
    assert found == {kim: (4, 2, 2), hong: (2, 1, 1)}
    assert november.kind is SnapshotKind.PROVISIONAL
    assert november.changes == ()

    # December: Mai moves to Hồng Lĩnh, where she counts from next year: nothing is another. Khánh dies on 5/11: of
    # Hồng Lĩnh one is left in the whole, and nobody who reached it. Hải declares and is confirmed: 3 of 4 and 0 of 1.
    await commune.do(lambda tx: move_to(tx, people.get(tx, commune.people["Mai"].id), village.hong_linh, by=None))
    await commune.do(lambda tx: take_off(tx, people.get(tx, khanh.id), why=Left.DIED, on=date(2026, 11, 5), by=None))
    await confirmed(commune, commune.people["Hải"])

    # January: the final figures close the year. 3 + 0 of 4 + 1.
    await officer.press(ways.year_close(commune.cycle))
    await officer.choose("Lập số liệu chốt, đóng năm")
    final, found = await figures(commune)
    assert found == {kim: (4, 3, 3), hong: (1, 0, 0)}
    assert final.kind is SnapshotKind.FINAL
    assert set(final.changes) == {
        snapshots.Change(kim, Cause.CONFIRMED, 1),
        snapshots.Change(hong, Cause.ROSTER, -1),
        snapshots.Change(hong, Cause.WHOLE, -1),
    }
    await officer.press(ways.snapshot_send(final.id))
    await officer.say("Sở Giáo dục và Đào tạo")
    await officer.say("3/BC-UBND")
    await officer.choose("Hôm nay")
    await officer.choose("Đúng, ghi")

    # The year is opened again: Đức's sheet was forgotten. 4 of 4; his own declaration is decided by the officer.
    await officer.press(ways.year_reopen(commune.cycle))
    await officer.say("Sót phiếu của ông Đức")
    await officer.choose("Mở lại năm")
    sent = await commune.sent(village.head)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id))
    await officer.press(ways.snapshot_correct(commune.cycle))
    await officer.say("Sót một phiếu")
    await officer.choose("Lập")
    corrected, found = await figures(commune)
    assert found == {kim: (4, 4, 4), hong: (1, 0, 0)}
    assert set(corrected.changes) == {snapshots.Change(kim, Cause.CONFIRMED, 1)}
    assert corrected.numbers["counted"][CITIZEN] != final.numbers["counted"][CITIZEN]

    # The final figures are what they were; they were sent, and others replace them.
    seen = await officer.press(ways.snapshot(final.id))
    assert "tổng số 5 người" in seen
    assert "đạt 3, bằng 60%" in seen
    assert "ĐÃ SỬA SAU KHI GỬI" in seen
    said = await commune.look(lambda tx: str(figures_of(tx, corrected).warnings))
    assert "3/BC-UBND" in said
