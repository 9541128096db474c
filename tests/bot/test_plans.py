"""Nothing that runs by itself grows with the country: each statement of a job finds its rows by an index.

Collected while everything is played in a base of 20,000 people in 40 communes, and explained there and on PostgreSQL.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fill import fill
from storage.kit.engine import Database, open_database
from tests.conftest import Clock
from tests.jobs import Player
from tests.plans import statements_heard, whole_reads

PEOPLE, COMMUNES, DECLARED = 20_000, 40, 0.1
EXCEPTIONS: dict[str, str] = {}


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
    for database in (sqlite, filled):
        found = await database.read(lambda tx: whole_reads(tx, list(heard.values())))
        left = {each: how for each, how in found.items() if not any(begins in each for begins in EXCEPTIONS)}
        assert left == {}, "\n".join(f"{each}\n  {how}" for each, how in left.items())
    await filled.close()
