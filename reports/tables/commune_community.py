"""The commune's own "Cộng đồng học tập": each indicator of Thông tư 25, its result and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from locales.text import T, Verbatim, Words
from reports.column import Cell, Column, Format, share


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator, or one share that an indicator asks for.

    Attributes:
        criterion: its criterion, short.
        indicator: as the circular words it.
        lead: the unit of the commune that is assigned to it.
        result: met, not met, not known.
        note: who supplied it and the paper it rests on.
        entered_by: the officer who entered it; empty for what is computed.
        entered_at: when, with its zone.
        part: the numerator of a computed one.
        whole: its denominator; ``None`` for what is entered, 0 without a roster.
        known: of how many of the whole the answer is known.
    """

    criterion: Words
    indicator: Words
    lead: Words
    result: Words
    note: str | Words = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    part: int | None = None
    whole: int | None = None
    known: int | None = None


NONE = Verbatim("–")


def _of_share(line: IndicatorLine, cell: Cell) -> Cell:
    """A cell that only a computed indicator has."""
    return NONE if line.whole is None else cell


COLUMNS: tuple[Column[IndicatorLine], ...] = (
    Column(T("Tiêu chí"), lambda line: line.criterion, Format.TEXT, 21),
    Column(T("Chỉ tiêu"), lambda line: line.indicator, Format.TEXT, 52),
    Column(T("Đơn vị chủ trì"), lambda line: line.lead, Format.TEXT, 20),
    Column(T("Kết quả"), lambda line: line.result, Format.TEXT, 14),
    Column(T("Số đạt"), lambda line: _of_share(line, line.part if line.whole else None), Format.COUNT, 9),
    Column(T("Tổng số"), lambda line: _of_share(line, line.whole or None), Format.COUNT, 9),
    Column(T("Tỉ lệ"), lambda line: _of_share(line, share(line.part or 0, line.whole or 0)), Format.SHARE, 9),
    Column(
        T("Tỉ lệ đã tự đánh giá / tổng số"),
        lambda line: NONE if line.known is None else share(line.known, line.whole or 0),
        Format.SHARE,
        11,
    ),
    Column(T("Minh chứng, ghi chú"), lambda line: line.note, Format.TEXT, 34),
    Column(T("Người nhập"), lambda line: line.entered_by, Format.TEXT, 19),
    Column(T("Nhập lúc"), lambda line: line.entered_at, Format.MOMENT, 17),
)
