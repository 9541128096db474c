"""No statement of a turn reads a whole table that grows with the country: each finds its rows by an index.

SQLite plans without statistics, as for tables that are large. The same on PostgreSQL, and with many people: issue 14.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import text

from storage.kit.engine import Database
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.handlers.walk import DAILY, Walk, populate
from tests.statements import statements_sent

# What does not grow with the people of the country, or not by more than a commune's few rows a year.
SMALL = {
    "anchors", "backups", "clock", "credentials", "criteria_files", "cycles", "places", "learning_events", "entries",
    "alembic_version", "batches",
}  # fmt: skip
GROWS = set(metadata.tables) - SMALL
OF_TESTS = re.compile(r"SELECT (\*|id|person_id) FROM \w+ (WHERE chat|ORDER BY id LIMIT)")  # of the walk itself
SCANS = re.compile(r"SCAN (\w+)")


class Presses(Walk):
    """A walk that draws nothing again."""

    async def _redraw(self, *_: object, **__: object) -> None:
        return


def scans(tx: Transaction, sent: list[str]) -> dict[str, list[str]]:
    """The statements that read a whole table that grows, with what SQLite says of them."""
    found = {}
    for statement in dict.fromkeys(sent):
        if not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)", statement) or OF_TESTS.match(statement):
            continue
        bare = statement.replace("?", "NULL")
        plan = [row[3] for row in tx.connection.execute(text(f"EXPLAIN QUERY PLAN {bare.replace(':', chr(92) + ':')}"))]
        named = dict(re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", statement))
        real = {alias: table for table, alias in named.items()}
        whole = [
            line for line in plan if (scan := SCANS.match(line)) and real.get(scan.group(1), scan.group(1)) in GROWS
        ]
        if whole:
            found[re.sub(r"\s+", " ", statement)] = whole
    return found


async def test_no_statement_of_a_turn_reads_a_whole_table_that_grows(
    sqlite: Database, clock: Clock, tmp_path: Path
) -> None:
    walk = Presses(sqlite, DAILY)
    walk.chats = await populate(sqlite, tmp_path)
    with statements_sent() as sent:
        await walk.press_offered()
        await walk.type_everywhere()
        await walk.press_unoffered()
    assert len(set(sent)) > 200
    found = await sqlite.read(lambda tx: scans(tx, sent))
    assert found == {}, "\n".join(f"{each}\n  {plan}" for each, plan in found.items())
