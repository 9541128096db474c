"""The plan's targets: what is asked, what is there, how far it is, and where each number comes from."""

from __future__ import annotations

from dataclasses import dataclass

from locales.text import T, Verbatim, Words
from reports.column import Cell, Column, Format, share


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One target of the plan.

    Attributes:
        name: the indicator, as the plan words it.
        asked: what the plan asks for: a share, or words ("mức độ 2").
        actual: the same of what is there; words where it is no share ("chưa nhập").
        part: how many have it; ``None`` where this is no share of the roster.
        whole: of how many; 0 without a roster.
        known: of how many of the whole the answer is known.
        far: how far it is; ``None`` where nobody can tell.
        origin: computed from declarations, entered, outside.
        source: where the plan says so.
        verified: somebody compared that with the paper.
    """

    name: Words
    asked: Cell
    actual: Cell
    part: int | None
    whole: int | None
    known: int | None
    far: Words | None
    origin: Words
    source: str
    verified: bool


NONE = Verbatim("–")


def _of_share(line: TargetLine, cell: Cell) -> Cell:
    """A cell that only a share of the roster has."""
    return NONE if line.whole is None else cell


COLUMNS: tuple[Column[TargetLine], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 5),
    Column(T("Chỉ tiêu"), lambda line: line.name, Format.TEXT, 44),
    Column(T("Kế hoạch giao"), lambda line: line.asked, Format.FACT, 12),
    Column(T("Thực tế"), lambda line: line.actual, Format.FACT, 13),
    Column(T("Số đạt"), lambda line: _of_share(line, line.part if line.whole else None), Format.COUNT, 9),
    Column(T("Tổng số"), lambda line: _of_share(line, line.whole or None), Format.COUNT, 9),
    Column(
        T("Tỉ lệ đã tự đánh giá / tổng số"),
        lambda line: NONE if line.known is None else share(line.known, line.whole or 0),
        Format.SHARE,
        11,
    ),
    Column(T("So với chỉ tiêu"), lambda line: line.far or NONE, Format.TEXT, 17),
    Column(T("Số lấy từ đâu"), lambda line: line.origin, Format.TEXT, 22),
    Column(T("Nguồn của chỉ tiêu"), lambda line: line.source, Format.TEXT, 28),
    Column(T("Đã đối chiếu"), lambda line: T("Rồi") if line.verified else T("Chưa"), Format.TEXT, 10),
)
