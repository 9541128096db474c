"""Decisions on declarations: an append-only list, each beside its audit row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, null, select

from criteria.declaration import Move, after
from criteria.score import Verdict
from locales.text import Words, to_data, words_from_data
from storage import declarations
from storage.declaration_record import Declaration
from storage.kit.rows import Columns, through
from storage.kit.tables import decisions, people
from storage.kit.tables import declarations as declarations_table
from storage.kit.transaction import Transaction, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: what was done to which revision, by whom, why."""

    declaration_id: int
    revision: int
    move: Move
    reason: Words | None
    question: str | None
    decided_by: str
    at: datetime
    answers: Mapping[str, Any] | None  # of a return: as they were then


DECISION = Columns(
    Decision,
    declaration_id=decisions.c.declaration_id,
    revision=decisions.c.revision,
    move=decisions.c.move,
    reason=through(decisions.c.reason, words_from_data),
    question=decisions.c.question,
    decided_by=people.c.full_name,
    at=decisions.c.at,
    answers=decisions.c.answers,
)
_DECIDE = telling(insert(decisions))
_LATEST = (
    select(*DECISION.columns)
    .join(people, people.c.id == decisions.c.decided_by)
    .where(decisions.c.declaration_id == bindparam("declaration"))
    .order_by(decisions.c.id.desc())
)


def decide(
    tx: Transaction,
    declaration: Declaration,
    move: Move,
    *,
    person_id: int,
    reason: Words | None = None,
    question: str | None = None,
    judged: Verdict | None = None,
    batch_id: int | None = None,
    meeting_id: int | None = None,
) -> Declaration | None:
    """Confirm, return or take back. ``None`` where the declaration's state does not allow it.

    Who may decide is the policy's business and was asked before. ``judged``: what a confirmation decides where no
    rule does. ``batch_id``: of several that were confirmed at once; ``meeting_id``: by the signed paper of that one. A
    return keeps the answers it was about, for the second round to show what changed. What is computed from this
    declaration is made anew.
    """
    done = decide_all(
        tx,
        [declaration],
        move,
        person_id=person_id,
        reason=reason,
        question=question,
        judged=judged,
        batch_id=batch_id,
        meeting_id=meeting_id,
    )
    return done[0] if done else None


def decide_all(
    tx: Transaction,
    found: Sequence[Declaration],
    move: Move,
    *,
    person_id: int,
    reason: Words | None = None,
    question: str | None = None,
    judged: Verdict | None = None,
    batch_id: int | None = None,
    meeting_id: int | None = None,
) -> tuple[Declaration, ...]:
    """The same of several at once, each with its own decision and its own line of the log; those whose state allows it.

    They are as many statements as one is.
    """
    allowed = [(each, state) for each in found if (state := after(each.state, move)) is not None]
    if not allowed:
        return ()
    families = declarations.of_families(tx, [each for each, _ in allowed])  # locked before the counters are
    common = {
        "move": move,
        "reason": None if reason is None else to_data(reason),
        "question": question,
        "judged": judged,
        "batch_id": batch_id,
        "decided_by": person_id,
        "at": tx.now,
    }
    rows = [
        {
            "declaration_id": each.id,
            "revision": each.revision,
            "answers": dict(each.answers) if move is Move.RETURN else null(),
            **common,
        }
        for each, _ in allowed
    ]
    made = tx.write(_DECIDE, rows[0]) if len(rows) == 1 else tx.write(insert(decisions).values(rows))
    ids = {row.declaration_id: row.id for row in made}
    changed = declarations.moved(tx, allowed, judged=judged)
    with tx.lines_together():
        for (before, _), now in zip(allowed, changed, strict=True):
            data: dict[str, Any] = {"move": move.value, "revision": before.revision, "total": before.total}
            if judged is not None:
                data["judged"] = judged.value
            if batch_id is not None:
                data["batch"] = batch_id
            if meeting_id is not None:
                data["meeting"] = meeting_id
            data["counts"] = sorted(measure.value for measure in now.counts_for)
            written = (f"decisions:{ids[now.id]}", f"declarations:{now.id}")
            tx.audit("declaration.decided", f"declaration:{now.id}", data, rows=written)
    for family in families:
        declarations.reassess(tx, family)
    return changed


def of_declaration(tx: Transaction, declaration_id: int) -> tuple[Decision, ...]:
    """All decisions on a declaration, the newest first."""
    rows = tx.connection.execute(_LATEST, {"declaration": declaration_id})
    return tuple(DECISION.read(row) for row in rows)


def last_return(tx: Transaction, declaration_id: int) -> Decision | None:
    """The last time a declaration was returned, if it was and that was not taken back."""
    taken_back = 0
    for decision in of_declaration(tx, declaration_id):
        if decision.move is Move.UNDO:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        elif decision.move is Move.RETURN:
            return decision
    return None


def latest(tx: Transaction, declaration_id: int) -> Decision | None:
    """The last decision on a declaration, if there was one."""
    found = of_declaration(tx, declaration_id)
    return found[0] if found else None


_CONFIRMERS = (
    select(decisions.c.declaration_id, people.c.full_name)
    .join(people, people.c.id == decisions.c.decided_by)
    .join(declarations_table, declarations_table.c.id == decisions.c.declaration_id)
    .where(declarations_table.c.cycle_id == bindparam("cycle"), decisions.c.move == Move.CONFIRM)
    .order_by(decisions.c.id)
)


def confirmers(tx: Transaction, cycle_id: int) -> dict[int, str]:
    """Who confirmed each declaration of a cycle last, by the declaration's id."""
    return {row.declaration_id: row.full_name for row in tx.connection.execute(_CONFIRMERS, {"cycle": cycle_id})}
