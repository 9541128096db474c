"""Nothing that runs by itself grows with the country: each statement of a job finds its rows by an index.

Collected while everything is played in a base of 20,000 people in 40 communes, and explained there and on PostgreSQL.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from bench.fill import fill
from storage.kit.engine import Database, open_database
from storage.kit.tables import metadata
from tests.conftest import Clock
from tests.jobs import Player
from tests.plans import statements_heard, whole_reads

PEOPLE, COMMUNES, DECLARED = 20_000, 40, 0.06
_SLICE = "a slice's keys, found by an index: this base has hardly more rows"
_OFFICE = "who decides: a few of each village, so they grow with the places, not with the people"
# A part of a statement, and of what is said of it: why it may.
EXCEPTIONS = {
    ("FROM grants", "grants"): _OFFICE,
    ("LEFT OUTER JOIN digests", "pk_digests"): _OFFICE,
    ("FROM audit ORDER BY audit.n LIMIT", "audit"): "the first line",
    ("max(audit.n)", "audit"): "the last line, at the end of the index",
    ("SELECT audit.data FROM audit WHERE audit.code", "audit"): "restoring a backup, when nobody is served",
    ("IN (SELECT", "Index Scan of pk_"): _SLICE,
    ("FROM roster_imports WHERE", "ix_roster_lines_listing"): _SLICE,
    ("FROM result_lists WHERE", "ix_result_lines_finding"): _SLICE,
}


def unexcused(found: dict[str, list[str]], excused: set[tuple[str, str]]) -> dict[str, list[str]]:
    """What is left of what was found; which exceptions were needed is noted."""
    left = {}
    for statement, plan in found.items():
        reasons = [{(part, said) for part, said in EXCEPTIONS if part in statement and said in line} for line in plan]
        excused |= set().union(*reasons)
        if lines := [line for line, why in zip(plan, reasons, strict=True) if not why]:
            left[statement] = lines
    return left


@pytest.mark.long
async def test_no_job_reads_a_whole_table_that_grows(
    sqlite: Database, postgres_url: str, clock: Clock, tmp_path: Path
) -> None:
    sqlite.key = b"a key"
    await fill(sqlite, PEOPLE, COMMUNES, DECLARED)
    with statements_heard() as heard:
        await Player(sqlite, clock, tmp_path).all_jobs()
    assert len(heard) > 100
    filled = open_database(postgres_url, Clock())
    await fill(filled, PEOPLE, COMMUNES, DECLARED)
    excused: set[tuple[str, str]] = set()
    for database in (sqlite, filled):
        found = await database.read(lambda tx: whole_reads(tx, list(heard.values())))
        left = unexcused(found, excused)
        assert left == {}, "\n".join(f"{each}\n  {how}" for each, how in left.items())
    assert excused == set(EXCEPTIONS)  # none stays that nothing needs
    await filled.close()


PEOPLE_ROWS, ACCOUNTS, LINES = (metadata.tables[name] for name in ("people", "accounts", "audit"))
WHOLE = {
    "no index": select(PEOPLE_ROWS.c.id).where(PEOPLE_ROWS.c.birth_year == 1950),
    "an index of what nearly all have": select(ACCOUNTS.c.chat).where(ACCOUNTS.c.channel == "telegram"),
    "an index from its beginning to its end": select(func.count()).select_from(LINES),
    "what is deleted": delete(PEOPLE_ROWS).where(PEOPLE_ROWS.c.birth_year == 1950),
}
FEW = {
    "by its key": select(PEOPLE_ROWS.c.birth_year).where(PEOPLE_ROWS.c.id == 5),
    "several keys": select(PEOPLE_ROWS.c.birth_year).where(PEOPLE_ROWS.c.id.in_(list(range(900)))),
    "by an index of some rows": select(ACCOUNTS.c.id).where(ACCOUNTS.c.owed.is_not(None)),
    "what is changed": update(PEOPLE_ROWS).where(PEOPLE_ROWS.c.household_id == 5).values(relation=None),
}


@pytest.mark.parametrize("name", [*WHOLE, *FEW])
async def test_what_reads_a_whole_table_is_seen_and_nothing_else(database: Database, name: str) -> None:
    with statements_heard() as heard:
        await database.write(lambda tx: tx.connection.execute(({**WHOLE, **FEW})[name]))
    sent = [each for each in heard.values() if each.sql.startswith(("SELECT", "UPDATE people", "DELETE"))]
    found = await database.read(lambda tx: whole_reads(tx, sent))
    assert len(sent) == 1
    assert bool(found) == (name in WHOLE), found
