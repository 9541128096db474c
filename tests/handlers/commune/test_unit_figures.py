"""Units file their own figures: assigned, entered, signed off, returned, accepted, taken over; and who is late."""

from __future__ import annotations

from datetime import UTC, datetime

from acts import ways
from criteria.policy import Role
from storage import assignments, audit, entered_figures, evidence
from storage.kit.transaction import Transaction
from storage.kit.words import EntryState
from tests.handlers.driver import Commune
from tests.village import there

KEY = "tt25:1.2"
PLAN_KEY = "plan:son-hong-2026-2030:xmc"


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


async def test_an_officer_enters_it_and_takes_over_what_waits(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.REPORTER, commune.village.kim_son)
    await assigned(commune, PLAN_KEY)
    await commune.lan.press(ways.file_number(PLAN_KEY, commune.kim_son))
    await commune.lan.say("9")
    seen = await commune.lan.press(ways.file_number(PLAN_KEY, commune.kim_son))
    assert "từ 0 đến 3" in seen  # a level is no 9
    await commune.lan.say("1")
    await commune.lan.say("Quyết định 7")
    waiting = await filed(commune, PLAN_KEY)
    await commune.lan.press(ways.file_sign(waiting.id))
    plan, target = PLAN_KEY.split(":")[1:]
    await commune.officer.press(ways.figure(commune.cycle, plan, target))
    await commune.officer.say("2")
    await commune.officer.say("Quyết định 8")
    kept = await commune.look(lambda tx: there(entered_figures.load(tx, waiting.id)))
    assert (kept.state, kept.value) == (EntryState.TAKEN_OVER, 1)
    counted = await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle))
    assert counted[PLAN_KEY].value == 2
    await commune.officer.press(ways.filed_accept(waiting.id))  # an old button
    assert (await commune.look(lambda tx: there(entered_figures.load(tx, waiting.id)))).state is EntryState.TAKEN_OVER


async def test_the_officer_sees_who_has_filed_nothing_and_by_when(commune: Commune) -> None:
    await assigned(commune)
    seen = await commune.officer.press(ways.who_filed(commune.cycle))
    assert "Thôn Kim Sơn: chưa nộp gì (1 chỉ tiêu)" in seen
    assert "trước ngày 01/12/2026" in seen  # as the plan words it


async def test_an_assignment_is_the_communes_own_and_on_record(commune: Commune) -> None:
    seen = await commune.officer.press(ways.indicator(commune.cycle, "1.2"))
    assert "Chưa phân công." in seen
    assert "Mẫu tham khảo, bảng của xã Kiến Hưng" in seen
    await assigned(commune)
    await commune.officer.press(ways.assign_tick(KEY, commune.hong_linh, commune.cycle))
    seen = await commune.officer.press(ways.indicator(commune.cycle, "1.2"))
    assert "Chủ trì: Thôn Kim Sơn (xã Sơn Hồng phân công)" in seen
    assert "Phối hợp: Thôn Hồng Lĩnh" in seen
    await commune.officer.press(ways.assign_tick(KEY, commune.hong_linh, commune.cycle))
    made = await commune.look(lambda tx: assignments.of_cycle(tx, commune.cycle))
    assert (made[KEY].lead_id, made[KEY].support_ids) == (commune.kim_son, ())
    await commune.officer.press(ways.assign_to(KEY, 999_999, commune.cycle))  # no place of this commune
    assert (await commune.look(lambda tx: assignments.of_cycle(tx, commune.cycle)))[KEY] == made[KEY]


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
