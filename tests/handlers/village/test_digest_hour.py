"""When the evening's notice goes out: chosen, typed, or never; what waits too long is said anyway."""

from __future__ import annotations

import pytest

from acts import ways
from storage import digests
from tests.handlers.driver import Commune


async def minute(commune: Commune) -> int | None:
    return (await commune.look(lambda tx: digests.settings(tx, commune.village.head.id))).minute


@pytest.mark.parametrize(
    ("typed", "at"), [("19h15", 19 * 60 + 15), ("8 giờ tối", 20 * 60), ("0h05", 5), ("20:30", 1230)]
)
async def test_an_hour_is_typed_as_people_write_it(commune: Commune, typed: str, at: int) -> None:
    await commune.head.press(ways.digest_time())
    seen = await commune.head.say(typed)
    assert (seen.at, f"{at // 60}:{at % 60:02}" in seen) == ("home", True)
    assert await minute(commune) == at


async def test_an_hour_is_chosen_or_none(commune: Commune) -> None:
    await commune.head.press(ways.digest_time())
    await commune.head.choose("20:30")
    assert "Hiện nay tin buổi tối gửi lúc 20:30 mỗi ngày." in await commune.head.press(ways.digest_time())
    assert "Bản nào chờ quá 3 ngày thì vẫn báo." in await commune.head.choose("Không cần tin buổi tối")
    assert await minute(commune) is None
    assert "Hiện nay không có tin buổi tối." in await commune.head.press(ways.digest_time())


@pytest.mark.parametrize("typed", ["lúc nào cũng được", "25h", "19h75", "tối"])
async def test_what_is_no_hour_is_asked_back(commune: Commune, typed: str) -> None:
    before = await minute(commune)
    await commune.head.press(ways.digest_time())
    seen = await commune.head.say(typed)
    assert (seen.at, "ví dụ" in seen) == ("digest-time", True)
    assert (await commune.head.send("sticker")).at == "digest-time"
    assert await minute(commune) == before


@pytest.mark.parametrize("when", ["1440", "99999", "x", "-1", "²"])
async def test_a_minute_that_no_day_has_is_not_kept(commune: Commune, when: str) -> None:
    before = await minute(commune)
    assert (await commune.head.press(ways.digest_at(when))).at == "digest-time"
    assert await minute(commune) == before
    await commune.head.press(ways.digest_at("1439"))
    assert await minute(commune) == 1439


async def test_it_is_for_who_decides(commune: Commune) -> None:
    for way in (ways.digest_time(), ways.digest_at("1200")):
        assert "dành cho trưởng thôn" in await commune.lan.press(way)
    assert (await commune.look(lambda tx: digests.settings(tx, commune.village.lan.id))).minute != 1200
