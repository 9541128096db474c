"""What the learning diary says to a question of a declaration: a suggestion to who answers, a check to who confirms."""

from __future__ import annotations

from criteria.doubts import Circumstances
from criteria.model import CITIZEN
from locales.format import day_of
from locales.text import T, Words
from storage import activities
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction


def diary_hint(tx: Transaction, declaration: Declaration, key: str) -> Words | None:
    """How many entries of the diary speak to a question, and which answer they suggest; nothing without entries.

    Args:
        tx: the transaction.
        declaration: of a person.
        key: the question.
    """
    if declaration.title != CITIZEN or not declaration.has_diary:
        return None
    indicator = next((each for each in declaration.criteria.indicators if each.id == key), None)
    if indicator is None or indicator.diary is None:
        return None
    answered = day_of(declaration.submitted_at or tx.now)
    span = indicator.diary.span(declaration.cycle.year, answered)
    entries = activities.count(tx, declaration.person.id, indicator.diary.kinds, *span)
    level = indicator.level(indicator.diary.level(entries)) if entries else None
    if level is None:
        return None
    return T("Sổ học tập ghi {n} lần: hợp với “{answer}”. {You} xem có đúng không rồi chọn.", n=entries,
             answer=level.label)  # fmt: skip


def diary_check(known: Circumstances, key: str) -> Words | None:
    """To who confirms: how many entries of the diary speak to a question, and how many of them were attended."""
    n = known.entries.get(key)
    return T("  sổ học tập: {n} lần, {attended} có điểm danh", n=n, attended=known.attended[key]) if n else None
