"""No page of the desk grows with the country: each of its statements finds its rows by an index."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import select

from bench.fill import fill
from criteria.policy import Role
from desk.server.all_pages import ENTRIES
from desk.server.html import ROOT
from storage import accounts, desk_sessions, recognition, snapshots
from storage import cycles as cycle_store
from storage.behind_figures import Figure
from storage.kit.engine import Database, open_database
from storage.kit.tables import accounts as account_rows
from storage.kit.tables import cycles, declarations, grants, people, places, roster_imports
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from tests.conftest import Clock
from tests.desk.seat import Office, Seat, desk_of
from tests.plans import statements_heard, whole_reads
from tests.village import Village, there

PEOPLE, COMMUNES, DECLARED = 4_000, 12, 0.06
EXCEPTIONS = (
    "FROM grants",  # who decides: a few of each village, so they grow with the places, not with the people
    "FROM audit ORDER BY audit.n LIMIT",  # the first line, found at once
)


def _seats(tx: Transaction) -> dict[str, int]:
    """An officer and a head of the measured commune sit down; ids of what their pages are about."""
    found: dict[str, int] = {}
    for role in (Role.OFFICER, Role.HEAD):
        row = tx.connection.execute(
            select(account_rows.c.id, grants.c.place_id, grants.c.person_id)
            .join(grants, grants.c.person_id == account_rows.c.person_id)
            .where(grants.c.role == role)
            .order_by(grants.c.id)
        ).first()
        account = there(accounts.load(tx, there(row).id))
        tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
        desk_sessions.sit_down(tx, account, f"secret of {role}")
        tx.save_chain()
        found[role] = there(row).place_id
    place = select(places.c.id).where(places.c.parent_id == found[Role.OFFICER]).order_by(places.c.id)
    found["place"] = tx.connection.execute(place).scalars().first() or 0
    found["cycle"] = tx.connection.execute(
        select(cycles.c.id).where(cycles.c.commune_id == found[Role.OFFICER])
    ).scalar_one()
    found["resident"] = tx.connection.execute(
        select(people.c.id).where(people.c.place_id == found["place"]).order_by(people.c.id.desc()).limit(1)
    ).scalar_one()
    found["declaration"] = tx.connection.execute(
        select(declarations.c.id)
        .where(declarations.c.place_id == found["place"], declarations.c.state == "submitted")
        .limit(1)
    ).scalar_one()
    made = recognition.draw_up(
        tx, cycle_id=found["cycle"], title="citizen", place_ids=[found["place"]], by=there(row).person_id
    )
    names = () if made is None else recognition.page(tx, made.id, after_id=0, most=1)
    found["proposal"], found["proposed"] = (0, 0) if made is None else (made.id, names[0].id)
    cycle = cycle_store.get(tx, found["cycle"])
    found["snapshot"] = snapshots.take(tx, cycle, SnapshotKind.PROVISIONAL, {}, upto=0, by=there(row).person_id).id
    brought = roster_imports.c.commune_id == found[Role.OFFICER]
    found["roster_file"] = tx.connection.execute(select(roster_imports.c.id).where(brought).limit(1)).scalar() or 0
    return found


@pytest.mark.long
async def test_no_page_reads_a_whole_table_that_grows(sqlite: Database, postgres_url: str, clock: Clock) -> None:
    await fill(sqlite, PEOPLE, COMMUNES, DECLARED)
    ids = await sqlite.write(_seats)
    office = Office(sqlite, clock, cast("Village", None), desk_of(sqlite))
    with statements_heard() as heard:
        for role in (Role.OFFICER, Role.HEAD):
            seat = Seat(office, f"secret of {role}")
            for entry in ENTRIES:
                if entry.takes:
                    continue
                for figure in Figure if "figure" in entry.rest else ("",):
                    path = entry.path.format(**ids, title="citizen", figure=figure)
                    page = await seat.client.get(ROOT + path)
                    assert page.status_code in {200, 403}, path
            for more in (
                "/tim-nguoi?ten=nguyen",
                "/ket-qua?danh-hieu=family",
                "/hang-cho?loc=late",
                "/danh-sach/{proposal}?ten=nguyen",
            ):
                await seat.client.get(ROOT + more.format(**ids))
    assert len(heard) > 40
    filled = open_database(postgres_url, Clock())
    await fill(filled, PEOPLE, COMMUNES, DECLARED)
    for database in (sqlite, filled):
        found = await database.read(lambda tx: whole_reads(tx, list(heard.values())))
        left = {each: how for each, how in found.items() if not any(part in each for part in EXCEPTIONS)}
        assert left == {}, "\n".join(f"{each}\n  {how}" for each, how in left.items())
    await filled.close()
