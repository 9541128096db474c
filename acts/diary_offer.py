"""Before the years of a diary are over, its person is offered the record, and may keep the diary for themselves."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice
from acts.notices import Notice, tell
from criteria.quiet import after_quiet, is_quiet
from locales.format import day_of
from locales.text import T
from storage import accounts, diary_keeping
from storage.kit.transaction import Transaction

DECEMBER = 12


def offer(tx: Transaction, after: int = 0) -> int | None:
    """In December ask those whose entries go at the end of the year, some hundreds of people at a time, nobody twice.

    Returns after whom to go on; ``None`` when all were looked at, or it is not December. The notice is a mere offer:
    whom no channel reaches is not put on anybody's list.
    """
    if day_of(tx.now).month != DECEMBER:
        return None
    text = T(
        "Sổ học tập năm {year} của {you} hết hạn giữ vào cuối năm nay, rồi máy tự xoá. {You} tải hồ sơ về giữ, hoặc để "
        "máy giữ tiếp cho riêng {you} xem.",
        year=diary_keeping.ending_year(tx.now),
    )
    choices = (
        Choice(T("Tải hồ sơ học tập về"), ways.record_file()),
        Choice(T("Giữ tiếp cho riêng tôi"), ways.keep_diary(1)),
    )
    due_at = after_quiet(tx.now) if is_quiet(tx.now) else None
    last, asked = diary_keeping.take_ending(tx, after)
    for person_id in asked:
        if accounts.reachable(tx, person_id) is None:
            continue
        tell(tx, person_id, Notice(text, choices), due_at=due_at)
    return last
