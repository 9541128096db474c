"""Where somebody's desk is open, in words, and the way to close it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acts import ways
from acts.choice import Choice, Look
from locales.text import Moment, T, Words
from storage.desk_sessions import DeskSession

CLOSE = Choice(T("Đóng bàn làm việc"), ways.desk_close(), Look.DANGER)


def open_lines(opened: Sequence[DeskSession]) -> Iterator[Words]:
    """A line for each browser in which it is open."""
    for each in opened:
        yield T(
            "Bàn làm việc đang mở từ {since}, tự đóng lúc {until}.",
            since=Moment(each.opened_at or each.until),
            until=Moment(each.until),
        )
