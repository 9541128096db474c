"""What the learning diary says to a question of a declaration: a suggestion to who answers, a check to who confirms."""

from __future__ import annotations

from datetime import date

from criteria.model import CITIZEN, DiaryHint
from locales.format import VIETNAM
from locales.text import T, Words
from storage import activities
from storage.declarations import Declaration
from storage.transaction import Transaction


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
    found = activities.count(tx, declaration.person.id, indicator.diary.kinds, *_span(tx, declaration, indicator.diary))
    if not found.entries:
        return None
    if not suggests:
        return T("  sổ học tập: {n} lần, {attended} có điểm danh", n=found.entries, attended=found.attended)
    level = indicator.level(indicator.diary.level(found.entries))
    if level is None:
        return None
    return T("Sổ học tập ghi {n} lần: hợp với “{answer}”. {You} xem có đúng không rồi chọn.", n=found.entries,
             answer=level.label)  # fmt: skip


def _span(tx: Transaction, declaration: Declaration, hint: DiaryHint) -> tuple[date, date]:
    """The days that count: the year so far, or so many months back from when it was sent, else from now."""
    year = declaration.cycle.year
    until = min((declaration.submitted_at or tx.now).astimezone(VIETNAM).date(), date(year, 12, 31))
    if not hint.months:
        return date(year, 1, 1), until
    month = until.year * 12 + until.month - 1 - hint.months
    return date(month // 12, month % 12 + 1, min(until.day, 28)), until
