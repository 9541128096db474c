"""What the learning diary says to a question of a declaration: a suggestion to who answers, a check to who confirms."""

from __future__ import annotations

from criteria.model import CITIZEN
from locales.format import day_of
from locales.text import T, Words
from storage import activities
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction


def diary_hint(tx: Transaction, declaration: Declaration, key: str, *, suggests: bool) -> Words | None:
    """How many entries of the diary speak to a question, and which answer they suggest; nothing without entries.

    Args:
        tx: the transaction.
        declaration: of a person.
        key: the question.
        suggests: to who answers: name the answer that fits; else, to who confirms: say how many were attended.
    """
    if declaration.title != CITIZEN:
        return None
    indicator = next((each for each in declaration.criteria.indicators if each.id == key), None)
    if indicator is None or indicator.diary is None:
        return None
    answered = day_of(declaration.submitted_at or tx.now)
    span = indicator.diary.span(declaration.cycle.year, answered)
    found = activities.count(tx, declaration.person.id, indicator.diary.kinds, *span)
    if not found.entries:
        return None
    if not suggests:
        return T("  sổ học tập: {n} lần, {attended} có điểm danh", n=found.entries, attended=found.attended)
    level = indicator.level(indicator.diary.level(found.entries))
    if level is None:
        return None
    return T("Sổ học tập ghi {n} lần: hợp với “{answer}”. {You} xem có đúng không rồi chọn.", n=found.entries,
             answer=level.label)  # fmt: skip
