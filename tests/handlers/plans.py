"""How a database finds the rows of a statement: what reads a whole table that grows with the country.

SQLite plans without statistics, as for tables that are large.
"""

from __future__ import annotations

import re

from sqlalchemy import text

from storage.kit.tables import metadata
from storage.kit.transaction import Transaction

# What does not grow with the people of the country, or not by more than a commune's few rows a year.
SMALL = {
    "anchors", "backups", "clock", "credentials", "criteria_files", "cycles", "places", "learning_events", "entries",
    "alembic_version", "batches",
}  # fmt: skip
GROWS = set(metadata.tables) - SMALL
OF_TESTS = re.compile(r"SELECT (\*|id|person_id) FROM \w+ (WHERE chat|ORDER BY id LIMIT)")  # of the walk itself
SCANS = re.compile(r"SCAN (\w+)")


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
