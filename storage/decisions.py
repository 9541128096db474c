"""Decisions on declarations: an append-only list, each beside its audit row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from criteria.declaration import Move, after
from criteria.model import CITIZEN
from criteria.score import Verdict
from locales.text import Words, to_data, words_from_data
from storage import declarations
from storage.declarations import About, Declaration
from storage.models import decisions, people
from storage.models import declarations as declarations_table
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what was done to which revision, by whom, why."""

    declaration_id: int
    revision: int
    move: Move
    reason: Words | None
    question: str | None
    decided_by: str
    at: datetime


_LATEST = (
    select(
        decisions.c.declaration_id,
        decisions.c.revision,
        decisions.c.move,
        decisions.c.reason,
        decisions.c.question,
        people.c.full_name,
        decisions.c.at,
    )
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
) -> Declaration | None:
    """Confirm, return or take back. ``None`` where the declaration's state does not allow it.

    Who may decide is the policy's business and was asked before. ``judged``: what a confirmation decides where no
    rule does. What is computed from this declaration is made anew.
    """
    state = after(declaration.state, move)
    if state is None:
        return None
    data: dict[str, Any] = {"move": move.value, "revision": declaration.revision, "total": declaration.total}
    tx.connection.execute(
        insert(decisions),
        {
            "declaration_id": declaration.id,
            "revision": declaration.revision,
            "move": move.value,
            "reason": None if reason is None else to_data(reason),
            "question": question,
            "judged": None if judged is None else judged.value,
            "decided_by": person_id,
            "at": tx.now,
        },
    )
    if judged is not None:
        data["judged"] = judged.value
    changed = declarations.moved(tx, declaration, state, judged=judged)
    tx.audit("declaration.decided", f"declaration:{declaration.id}", data)
    _reassess_family(tx, changed)
    return changed


def _reassess_family(tx: Transaction, changed: Declaration) -> None:
    """A family's result is computed from its members': theirs was decided, so the family's is made anew."""
    household_id = changed.person.household_id
    if changed.title != CITIZEN or household_id is None:
        return
    for family in declarations.about(tx, About(household_id=household_id)):
        if family.cycle.id == changed.cycle.id and (held := declarations.load(tx, family.id)) is not None:
            declarations.reassess(tx, held)


def of_declaration(tx: Transaction, declaration_id: int) -> tuple[Decision, ...]:
    """All decisions on a declaration, the newest first."""
    return tuple(
        Decision(
            row[0],
            row[1],
            Move(row[2]),
            None if row[3] is None else words_from_data(row[3]),
            row[4],
            row[5],
            row[6],
        )
        for row in tx.connection.execute(_LATEST, {"declaration": declaration_id})
    )


def latest(tx: Transaction, declaration_id: int) -> Decision | None:
    """The last decision on a declaration, if there was one."""
    found = of_declaration(tx, declaration_id)
    return found[0] if found else None


_CONFIRMERS = (
    select(decisions.c.declaration_id, people.c.full_name)
    .join(people, people.c.id == decisions.c.decided_by)
    .join(declarations_table, declarations_table.c.id == decisions.c.declaration_id)
    .where(declarations_table.c.cycle_id == bindparam("cycle"), decisions.c.move == Move.CONFIRM.value)
    .order_by(decisions.c.id)
)


def confirmers(tx: Transaction, cycle_id: int) -> dict[int, str]:
    """Who confirmed each declaration of a cycle last, by the declaration's id."""
    return {row[0]: row[1] for row in tx.connection.execute(_CONFIRMERS, {"cycle": cycle_id})}
