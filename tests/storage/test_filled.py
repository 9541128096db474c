"""The bases that speed is measured on are what the program itself would have made of them."""

from __future__ import annotations

from sqlalchemy import func, select

from bench.fill import DECLARED, fill
from bot.verifying import verify
from storage.kit.engine import Database
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction


async def test_a_filled_base_is_proved_by_its_log_and_its_counters(database: Database) -> None:
    database.key = b"a key"
    await fill(database, 1_000, 2)
    assert (await database.read(verify)).problems == ()

    def count(tx: Transaction) -> dict[str, int]:
        return {
            name: tx.connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in ("people", "declarations", "audit", "decisions", "activities", "evidence", "outbox", "looks")
        }

    found = await database.read(count)
    assert found["people"] > 1_000
    assert found["declarations"] == 1_000 * DECLARED
    assert min(found.values()) > 50
