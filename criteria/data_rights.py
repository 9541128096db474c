"""What people may ask about their own data, and until when it is to be done (NĐ 356/2025/NĐ-CP).

The numbers of days come from a law firm's note and from memory, not from the decree: ``VERIFIED`` says so, and every
screen that shows a day says so, too (docs/data-protection.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from locales.text import T, Words


class RequestKind(StrEnum):
    """What somebody asks of the commune about their own data."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
    WITHDRAWAL = "withdrawal"


REQUEST_NAMES: Mapping[RequestKind, Words] = MappingProxyType(
    {
        RequestKind.ACCESS: T("xem dữ liệu của mình"),
        RequestKind.CORRECTION: T("sửa dữ liệu"),
        RequestKind.DELETION: T("xoá dữ liệu"),
        RequestKind.WITHDRAWAL: T("rút đồng ý"),
    }
)
VERIFIED = False
ANSWER_DAYS = 2  # working days until the first answer
DAYS: Mapping[RequestKind, int] = MappingProxyType(
    {
        RequestKind.ACCESS: 10,
        RequestKind.CORRECTION: 10,
        RequestKind.DELETION: 20,
        RequestKind.WITHDRAWAL: 15,
    }
)
_SATURDAY = 5


def answer_by(asked: date) -> date:
    """The last day for the first answer. Feasts are not known here: then the true last day is later."""
    day, left = asked, ANSWER_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def done_by(kind: RequestKind, asked: date) -> date:
    """The last day on which it must be done."""
    return asked + timedelta(days=DAYS[kind])
