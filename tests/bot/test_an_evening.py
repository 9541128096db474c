"""A village of 200 declarations, ten of them doubtful, cleared by its head in one evening: how many taps it takes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commune_setup import act_as_operator
from criteria.declaration import State
from criteria.model import CITIZEN
from storage import counters, declarations, recount
from storage.kit.transaction import Transaction
from tests.channels import world_on
from tests.conftest import Clock
from tests.village import PLAIN, TOP, declared, resident
from tests.world import World

DECLARATIONS, DOUBTFUL, MOST_TAPS = 200, 10, 40


def _fill(tx: Transaction, world: World) -> None:
    """Declared over the last weeks, an hour between two; every twentieth has every answer at the top."""
    act_as_operator(tx)
    now = tx.now
    for i in range(DECLARATIONS):
        tx.now = now - timedelta(hours=DECLARATIONS - i)
        name = f"Lê Văn {chr(65 + i // 20)}{'abcdefghijklmnopqrst'[i % 20]}"
        person = resident(tx, world.village.kim_son, name, 1950 + i % 50, household=f"h{i}")
        declared(tx, world.village, person, TOP if i % (DECLARATIONS // DOUBTFUL) == 7 else PLAIN)


@pytest.mark.parametrize("channel", ["telegram-polling", "zalo-polling"])
async def test_two_hundred_declarations_are_cleared_with_few_taps(
    channel: str, sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    async with world_on(channel, sqlite_url, clock, tmp_path) as world:
        await world.app.database.write(lambda tx: _fill(tx, world))
        head = world.phones["Đức"]
        seen = await head.say("/start")
        assert "Chờ xác nhận (200)" in seen.buttons
        taps, returned = 0, 0
        label = "Chờ xác nhận (200)"
        while True:
            seen = await head.choose(label)
            taps += 1
            if "Bắt đầu xem" in seen.buttons:
                assert "10 bản cần xem kỹ" in seen.text
                label = "Bắt đầu xem"
            elif "Xác nhận" in seen.buttons and returned < 2:  # two are returned, for the first answer doubted
                returned += 1
                label = "Trả lại"
            elif "Trả lại bản khai" in str(seen) and "Có lẽ bấm nhầm" not in seen.buttons:
                label = next(each for each in seen.buttons if each.startswith("Xem lại câu"))
            elif "Có lẽ bấm nhầm" in seen.buttons:
                label = "Có lẽ bấm nhầm"
            elif "Xác nhận" in seen.buttons:
                label = "Xác nhận"
            elif any(each.startswith("Xác nhận ") for each in seen.buttons):
                label = next(each for each in seen.buttons if each.startswith("Xác nhận "))
            else:
                break
        assert "Không còn bản khai nào chờ bác." in seen.text
        assert taps < MOST_TAPS
        assert taps == 24  # 1 to the queue, 1 to the first, 8 confirmed, 2 returned with 3 taps each, 8 batches

        def proof(tx: Transaction) -> None:
            found = declarations.of_cycle(tx, world.village.cycle, CITIZEN)
            assert sum(each.state is State.CONFIRMED for each in found) == DECLARATIONS - 2
            assert sum(each.state is State.RETURNED for each in found) == 2
            kept = counters.tallies(tx, world.village.cycle.id, CITIZEN)
            assert kept == recount.recount(tx, world.village.cycle, CITIZEN)

        await world.app.database.read(proof)
