"""The titles of families, clans, villages and units: one row a place and title, and a total a title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from locales.text import T, Words
from reports.column import Column, Format, share


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleLine:
    """A title in a place. Registered, declared, confirmed, recognised and reached are five different things.

    Attributes:
        place: the village's or unit's full name.
        title: the title's name.
        whole: how many there are that could hold it: households of the roster, clans, the place itself.
        registered: how many take part this year.
        declared: of these, who have sent their declaration.
        confirmed: of these, who were confirmed.
        recognised: of these, whom a signed decision names.
        reached: of the confirmed, who reach the title.
        reached_of_whole: of these, who are of the whole: what the share counts.
    """

    place: str | Words
    title: Words
    whole: int
    registered: int
    declared: int
    confirmed: int
    recognised: int
    reached: int
    reached_of_whole: int


COUNTS = ("whole", "registered", "declared", "confirmed", "recognised", "reached", "reached_of_whole")

COLUMNS: tuple[Column[TitleLine], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 5),
    Column(T("{Village_label}, đơn vị"), lambda line: line.place, Format.TEXT, 26),
    Column(T("Danh hiệu"), lambda line: line.title, Format.TEXT, 32),
    Column(T("Số hộ, dòng họ, nơi"), lambda line: line.whole, Format.COUNT, 12),
    Column(T("Đăng ký"), lambda line: line.registered, Format.COUNT, 10),
    Column(T("Đã tự đánh giá"), lambda line: line.declared, Format.COUNT, 10),
    Column(T("Đã xác nhận"), lambda line: line.confirmed, Format.COUNT, 10),
    Column(T("Được công nhận"), lambda line: line.recognised, Format.COUNT, 10),
    Column(T("Đạt"), lambda line: line.reached, Format.COUNT, 10),
    Column(T("Tỉ lệ đạt"), lambda line: share(line.reached_of_whole, line.whole), Format.SHARE, 11),
    Column(T("Đạt / đăng ký"), lambda line: share(line.reached, line.registered), Format.SHARE, 11),
)


def totals(lines: Sequence[TitleLine]) -> tuple[TitleLine, ...]:
    """For each title the commune's sum."""
    titles = list(dict.fromkeys(line.title for line in lines))
    return tuple(_total(title, [line for line in lines if line.title == title]) for title in titles)


def _total(title: Words, lines: Iterable[TitleLine]) -> TitleLine:
    sums = dict.fromkeys(COUNTS, 0)
    for line in lines:
        for name in COUNTS:
            sums[name] += getattr(line, name)
    return TitleLine(place=T("Toàn {commune_label}"), title=title, **sums)
