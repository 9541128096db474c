"""The queue in words: its parts, and what a line of it is about."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.model import CITIZEN, CLAN, FAMILY
from criteria.parse import title_name
from locales.text import T, Verbatim, Words
from storage.queue import Filter, Waiting

FILTER_NAMES: Mapping[Filter, Words] = {
    Filter.ALL: T("Tất cả"),
    Filter.DOUBTFUL: T("Cần xem kỹ"),
    Filter.PLAIN: T("Không có gì bất thường"),
    Filter.AGAIN: T("Gửi lại sau khi trả"),
    Filter.LATE: T("Chờ quá 3 ngày"),
    Filter.HELPED: T("Có người khai hộ"),
    Filter.OTHERS: T("Gia đình, dòng họ và nơi"),
}


def name_of(row: Waiting) -> Words:
    """What a line of the queue is about, as people know it."""
    if row.title == FAMILY:
        return T("Gia đình {name}", name=row.full_name or "–")
    if row.title == CLAN and row.clan is not None:
        return T("Họ {name}", name=row.clan)
    if row.about_place is not None:
        return Verbatim(row.about_place)
    if row.title != CITIZEN:
        return T("{name}: {title}", name=row.full_name or "–", title=title_name(row.title))
    return T("{name}, sinh {year}", name=row.full_name or "–", year=row.birth_year)
