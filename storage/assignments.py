"""Assignments: which unit of the commune leads an indicator or target of its year, which support it.

Append-only: the last holds. The tables in the plans' papers are models and never stand here by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.cycles import Cycle
from storage.kit.rows import Columns, through
from storage.kit.tables import assignments, filing_reminders
from storage.kit.transaction import Transaction, without_audit


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who supplies an indicator: the unit that leads, those that support it; ``None``: nobody leads any more."""

    indicator: str
    lead_id: int | None
    support_ids: tuple[int, ...]
    at: datetime

    def concerns(self, place_id: int) -> bool:
        """Whether this place leads or supports it."""
        return place_id == self.lead_id or place_id in self.support_ids


ASSIGNMENT = Columns(
    Assignment,
    indicator=assignments.c.indicator,
    lead_id=assignments.c.lead_id,
    support_ids=through(assignments.c.support_ids, tuple),
    at=assignments.c.at,
)


def of_cycle(tx: Transaction, cycle_id: int) -> Mapping[str, Assignment]:
    """What is assigned in a year, by indicator."""
    last = select(func.max(assignments.c.id)).where(assignments.c.cycle_id == cycle_id)
    query = select(*ASSIGNMENT.columns).where(assignments.c.id.in_(last.group_by(assignments.c.indicator)))
    return {row.indicator: ASSIGNMENT.read(row) for row in tx.connection.execute(query)}


def assign(
    tx: Transaction, cycle: Cycle, indicator: str, *, lead_id: int | None, support_ids: tuple[int, ...], by: int
) -> None:
    """From now on these units supply the indicator; who leads does not support it besides."""
    support = [each for each in dict.fromkeys(support_ids) if each != lead_id]
    before = of_cycle(tx, cycle.id).get(indicator)
    if before is not None and (before.lead_id, list(before.support_ids)) == (lead_id, support):
        return
    values = {"cycle_id": cycle.id, "indicator": indicator, "lead_id": lead_id, "support_ids": support}
    key = tx.add(insert(assignments), {**values, "made_by": by, "at": tx.now})
    details = {"cycle": cycle.id, "indicator": indicator, "lead": lead_id, "support": support, "by": by}
    tx.audit("assignment.made", f"assignment:{key}", details)


@without_audit("who was written to stands in the outbox")
def claim_reminder(tx: Transaction, cycle_id: int, place_id: int, due_on: date) -> bool:
    """Remind this place of that date: true once."""
    make = sqlite.insert if tx.connection.dialect.name == "sqlite" else postgresql.insert
    claimed = make(filing_reminders).on_conflict_do_nothing().returning(filing_reminders.c.place_id)
    values = {"cycle_id": cycle_id, "place_id": place_id, "due_on": due_on, "at": tx.now}
    return tx.connection.execute(claimed, values).one_or_none() is not None
