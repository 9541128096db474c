"""What became of a commune's own dossier (Thông tư 25) after it was handed in; what was noted stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select

from criteria.handed import Handed
from storage.kit.rows import Columns
from storage.kit.tables import dossier_moves as table
from storage.kit.tables import people
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One step of a dossier.

    Attributes:
        number: the dossier's code at the receiving body, or the decision's number; empty: none was told.
        day: when it happened.
        due: by when what is missing must be handed in.
        said: what is missing, or why it was refused.
        by, at: who noted it, and when; ``None`` before it is written down.
    """

    state: Handed
    number: str
    day: date
    due: date | None = None
    said: str = ""
    by: str = ""
    at: datetime | None = None


NOTED = Columns(
    Noted,
    state=table.c.state,
    number=table.c.number,
    day=table.c.day,
    due=table.c.due,
    said=table.c.said,
    by=people.c.full_name,
    at=table.c.noted_at,
)
_SELECT = select(*NOTED.columns).join(people, people.c.id == table.c.noted_by)


def note(tx: Transaction, cycle_id: int, step: Noted, *, by: int) -> None:
    """Write down what became of a year's dossier."""
    row = {
        "cycle_id": cycle_id,
        "state": step.state,
        "number": step.number,
        "day": step.day,
        "due": step.due,
        "said": step.said,
        "noted_by": by,
        "noted_at": tx.now,
    }
    key = tx.add(insert(table), row)
    about = {"cycle": cycle_id, "state": step.state.value, "number": step.number, "day": step.day.isoformat(), "by": by}
    tx.audit("dossier.noted", f"dossier_move:{key}", about)


def of_cycle(tx: Transaction, cycle_id: int) -> tuple[Noted, ...]:
    """What was noted of a year's dossier, the first first."""
    query = _SELECT.where(table.c.cycle_id == cycle_id).order_by(table.c.id)
    return tuple(map(NOTED.read, tx.connection.execute(query)))
