"""What people ask about their own data: by when the next is due, as far as is known."""

from __future__ import annotations

from datetime import date

from criteria.data_rights import answer_by, done_by
from locales.format import day_of
from locales.text import T
from storage.data_requests import Asked, DataRequest

UNSURE = T("Số ngày theo ghi chép về NĐ 356/2025, chưa đối chiếu văn bản gốc.")


def next_day(asked: Asked | DataRequest) -> date:
    """The next day by which something is to be done about it: the first answer, then the whole."""
    day = day_of(asked.asked_at)
    return answer_by(day) if asked.answered_at is None else done_by(asked.kind, day)
