"""Several declarations confirmed at once: one entry in the log for each, one undo for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from criteria.declaration import Move, State
from storage import decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.tables import batches
from storage.kit.tables import decisions as decisions_table
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """Declarations that somebody confirmed together, by id with the revision that each had then."""

    id: int
    made_by: int
    at: datetime
    undone_at: datetime | None
    confirmed: tuple[tuple[int, int], ...]


_BY_ID = select(batches.c.id, batches.c.made_by, batches.c.at, batches.c.undone_at).where(
    batches.c.id == bindparam("id")
)
_CONFIRMED = (
    select(decisions_table.c.declaration_id, decisions_table.c.revision)
    .where(decisions_table.c.batch_id == bindparam("batch"), decisions_table.c.move == Move.CONFIRM)
    .order_by(decisions_table.c.declaration_id)
)


def load(tx: Transaction, batch_id: int) -> Batch | None:
    """The batch of an id, locked until the commit, if there is one."""
    row = tx.connection.execute(_BY_ID.with_for_update(), {"id": batch_id}).one_or_none()
    if row is None:
        return None
    confirmed = tx.connection.execute(_CONFIRMED, {"batch": batch_id})
    return Batch(
        id=row.id,
        made_by=row.made_by,
        at=row.at,
        undone_at=row.undone_at,
        confirmed=tuple((each.declaration_id, each.revision) for each in confirmed),
    )


def confirm(tx: Transaction, wanted: Sequence[Declaration], *, person_id: int) -> tuple[int, tuple[Declaration, ...]]:
    """Confirm these declarations, locked before in the order of their ids. Returns the batch's id and what was done.

    Who may decide on each, and whether each is still what was seen, was asked before.
    """
    batch_id = tx.add(insert(batches), {"made_by": person_id, "at": tx.now})
    done = decisions.decide_all(tx, wanted, Move.CONFIRM, person_id=person_id, batch_id=batch_id)
    tx.audit("batch.confirmed", f"batch:{batch_id}", {"declarations": [each.id for each in done]})
    return batch_id, done


def still_confirmed(tx: Transaction, batch: Batch) -> tuple[Declaration, ...]:
    """Those of a batch that nobody has touched since, locked."""
    revisions = dict(batch.confirmed)
    found = declarations.load_many(tx, sorted(revisions))
    return tuple(each for each in found if each.state is State.CONFIRMED and each.revision == revisions[each.id] + 1)


def undo(tx: Transaction, batch: Batch, wanted: Sequence[Declaration], *, person_id: int) -> tuple[Declaration, ...]:
    """Take the confirmation of these back: they wait again. Returns what was done."""
    done = decisions.decide_all(tx, wanted, Move.UNDO, person_id=person_id, batch_id=batch.id)
    tx.write(update(batches).where(batches.c.id == batch.id).values(undone_at=tx.now))
    tx.audit("batch.undone", f"batch:{batch.id}", {"declarations": [each.id for each in done]})
    return done
