"""Units file their own figures: assigned, entered, signed off, returned, reminded."""

from __future__ import annotations

from datetime import UTC, datetime

from acts import ways
from criteria.policy import Role
from storage import audit, entered_figures, evidence
from storage.kit.transaction import Transaction
from storage.kit.words import EntryState
from tests.handlers.driver import Commune
from tests.village import there

KEY = "tt25:1.2"


async def assigned(commune: Commune, key: str = KEY) -> None:
    """An officer assigns the figure to Kim Sơn in the chat."""
    await commune.officer.press(ways.assign_to(key, commune.kim_son, commune.cycle))


async def filed(commune: Commune, key: str = KEY) -> entered_figures.Entry:
    found = await commune.look(lambda tx: entered_figures.filed(tx, commune.cycle).get(key))
    return there(found)


def state(labels: tuple[str, ...], what: str) -> str:
    return next(label for label in labels if label.startswith(what)).rpartition(": ")[2]


async def test_a_unit_files_and_an_officer_returns_then_accepts(commune: Commune) -> None:
    lan = commune.village.lan
    await commune.give(lan, Role.REPORTER, commune.village.kim_son)
    await assigned(commune)
    seen = await commune.lan.press(ways.unit_figures(commune.kim_son))
    assert state(seen.labels, "1.2") == "chưa nộp"
    assert not [label for label in seen.labels if label.startswith("1.1")]  # not assigned to them
    await commune.lan.press(ways.file_met(KEY, 1, commune.kim_son))
    await commune.lan.say("Kế hoạch số 12")
    entry = await filed(commune)
    assert (entry.state, entry.met, entry.note) == (EntryState.DRAFT, True, "Kế hoạch số 12")
    assert await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle)) == {}  # it counts for nothing
    await commune.lan.press(ways.file_picture(entry.id))
    await commune.lan.photo()
    assert len(await commune.look(lambda tx: evidence.of_entry(tx, entry.id))) == 1
    await commune.lan.press(ways.file_sign(entry.id))
    assert (await filed(commune)).state is EntryState.SIGNED
    seen = await commune.lan.press(ways.file_met(KEY, 0, commune.kim_son))  # it is the officer's to decide now
    assert "không nộp được lúc này" in seen
    await commune.officer.press(ways.filed_return(entry.id))
    await commune.officer.say("Thiếu ngày ban hành")
    seen = await commune.lan.press(ways.unit_figure(KEY, commune.kim_son))
    assert "Lý do trả lại: Thiếu ngày ban hành" in seen
    await commune.lan.press(ways.file_met(KEY, 1, commune.kim_son))
    await commune.lan.say("Kế hoạch số 12 ngày 5/3")
    again = await filed(commune)
    assert again.id != entry.id  # the returned one stays as it was
    await commune.lan.press(ways.file_sign(again.id))
    seen = await commune.officer.press(ways.filed(again.id))
    assert "Trước đó đã ghi 1 lần" in seen
    assert "trả lại" in seen
    await commune.officer.press(ways.filed_accept(again.id))
    counted = await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle))
    assert counted[KEY].id == again.id
    codes = [line.code for line in await commune.look(lambda tx: audit.of_subject(tx, f"entry:{again.id}"))]
    assert codes == ["entry.drafted", "entry.moved", "entry.moved"]


async def test_who_only_supports_a_figure_files_nothing(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.REPORTER, commune.village.kim_son)
    await commune.officer.press(ways.assign_to(KEY, commune.hong_linh, commune.cycle))
    await commune.officer.press(ways.assign_tick(KEY, commune.kim_son, commune.cycle))
    seen = await commune.lan.press(ways.unit_figures(commune.kim_son))
    assert "phối hợp 1 chỉ tiêu (chỉ xem)" in seen
    await commune.lan.press(ways.file_met(KEY, 1, commune.kim_son))
    await commune.lan.say("Kế hoạch số 12")
    assert await commune.look(lambda tx: entered_figures.filed(tx, commune.cycle)) == {}


async def test_the_person_in_charge_is_reminded_once_before_the_date(commune: Commune) -> None:
    from criteria.policy import Actor, Grant
    from handlers.deciding.digest import evening

    await assigned(commune)
    actor = Actor(commune.village.lan.id, grants=(Grant(Role.REPORTER, commune.kim_son),))

    def remind(tx: Transaction) -> object:
        return evening(tx, actor)

    commune.clock.now = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert await commune.database.write(remind) is None  # ten days before 30/11
    commune.clock.now = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    assert await commune.database.write(remind) is not None
    assert await commune.database.write(remind) is None
    commune.clock.now = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    assert await commune.database.write(remind) is None
