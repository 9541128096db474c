"""Entries: what the responsible units report of indicators that nobody can count here. Append-only: the last holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from storage.cycles import Cycle
from storage.kit.rows import Columns
from storage.kit.tables import entries, people
from storage.kit.transaction import Transaction

CIRCULAR, PLAN = "tt25", "plan"  # what an indicator belongs to: "tt25:1.1", "plan:kien-hung-2026:xmc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was entered of an indicator, by whom and when.

    Attributes:
        value: in the indicator's unit; ``None`` where it is only met or not.
        met: whether it is met; ``None`` where a number says it.
        note: who supplied it and the paper it rests on, as a person reads it.
    """

    id: int
    cycle_id: int
    indicator: str
    value: int | None
    met: bool | None
    note: str
    person_id: int
    full_name: str
    at: datetime


ENTRY = Columns(
    Entry,
    id=entries.c.id,
    cycle_id=entries.c.cycle_id,
    indicator=entries.c.indicator,
    value=entries.c.value,
    met=entries.c.met,
    note=entries.c.note,
    person_id=entries.c.entered_by,
    full_name=people.c.full_name,
    at=entries.c.at,
)
_SELECT = select(*ENTRY.columns).join(people, people.c.id == entries.c.entered_by)


def circular_key(indicator_id: str) -> str:
    """The key of an indicator of Thông tư 25."""
    return f"{CIRCULAR}:{indicator_id}"


def plan_key(plan_id: str, target_id: str) -> str:
    """The key of a plan's target. Two plans may count the same thing in different units, so each has its own."""
    return f"{PLAN}:{plan_id}:{target_id}"


def enter(
    tx: Transaction,
    cycle: Cycle,
    indicator: str,
    *,
    note: str,
    person_id: int,
    value: int | None = None,
    met: bool | None = None,
) -> Entry:
    """Enter what is known of an indicator now; what was entered before stays in its history."""
    if value is None and met is None:
        raise ValueError(f"nothing to enter of {indicator}")
    key = tx.add(
        insert(entries),
        {
            "cycle_id": cycle.id,
            "indicator": indicator,
            "value": value,
            "met": met,
            "note": note,
            "entered_by": person_id,
            "at": tx.now,
        },
    )
    details = {"cycle": cycle.id, "indicator": indicator, "value": value, "met": met, "by": person_id}
    tx.audit("entry.made", f"entry:{key}", details)
    return ENTRY.read(tx.connection.execute(_SELECT.where(entries.c.id == key)).one())


def latest(tx: Transaction, cycle_id: int) -> Mapping[str, Entry]:
    """What holds in a cycle, by indicator."""
    last = select(func.max(entries.c.id)).where(entries.c.cycle_id == cycle_id).group_by(entries.c.indicator)
    return {row.indicator: ENTRY.read(row) for row in tx.connection.execute(_SELECT.where(entries.c.id.in_(last)))}


def latest_of(tx: Transaction, cycle_id: int, indicator: str) -> Entry | None:
    """What holds of one indicator, if anything was entered."""
    found = history(tx, cycle_id, indicator)
    return found[0] if found else None


def history(tx: Transaction, cycle_id: int, indicator: str) -> tuple[Entry, ...]:
    """All that was ever entered of an indicator in a cycle, the last first."""
    query = _SELECT.where(entries.c.cycle_id == cycle_id, entries.c.indicator == indicator)
    return tuple(ENTRY.read(row) for row in tx.connection.execute(query.order_by(entries.c.id.desc())))
