"""Which unit leads and supports a figure: the commune's own table, on record."""

from __future__ import annotations

from acts import ways
from storage import assignments
from tests.handlers.driver import Commune

KEY = "tt25:1.2"


async def assigned(commune: Commune, key: str = KEY) -> None:
    """An officer assigns the figure to Kim Sơn in the chat."""
    await commune.officer.press(ways.assign_to(key, commune.kim_son, commune.cycle))


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
