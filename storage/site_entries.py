"""Which villages' results of a year somebody has typed into the association's site: the last tick of each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from storage.kit.rows import Columns
from storage.kit.tables import people
from storage.kit.tables import site_entries as table
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    """One tick: how many confirmed people of the place were in the site then; 0: the tick was taken back."""

    place_id: int
    people: int
    by: str
    at: datetime


ENTRY = Columns(SiteEntry, place_id=table.c.place_id, people=table.c.people, by=people.c.full_name, at=table.c.at)
_SELECT = select(*ENTRY.columns).join(people, people.c.id == table.c.entered_by)


def tick(tx: Transaction, cycle_id: int, place_id: int, *, people: int, by: int) -> None:
    """The results of so many people of a place are in the site now."""
    row = {"cycle_id": cycle_id, "place_id": place_id, "people": people, "entered_by": by, "at": tx.now}
    key = tx.add(insert(table), row)
    tx.audit("site.ticked", f"site_entry:{key}", {"cycle": cycle_id, "place": place_id, "people": people, "by": by})


def of_cycle(tx: Transaction, cycle_id: int) -> Mapping[int, SiteEntry]:
    """What holds of a year, by place."""
    last = select(func.max(table.c.id)).where(table.c.cycle_id == cycle_id).group_by(table.c.place_id)
    found = (ENTRY.read(row) for row in tx.connection.execute(_SELECT.where(table.c.id.in_(last))))
    return {each.place_id: each for each in found if each.people}
