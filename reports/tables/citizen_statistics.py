"""The numbers of "Công dân học tập": one row a village, and the commune's total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from math import ceil, floor

from locales.text import T, Tc, Verbatim, Words, joined
from reports.column import Column, Format, share


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageLine:
    """The numbers of one village. Registered, declared, confirmed, recognised and reached are five different things.

    Attributes:
        place: the village's full name, such as "Thôn Kim Sơn".
        roster: people of the roster who are old enough: the denominator. 0 means that there is no roster.
        registered: people who take part this year.
        registered_on_roster: of these, people of the roster who are old enough: the numerator of the share.
        declared: of these, who have sent their declaration at least once.
        made_elsewhere: of the declared, whose result a unit, a village or the association handed over.
        confirmed: of these, whom the village head has confirmed.
        recognised: of these, whom a signed decision names.
        reached: of the confirmed, who reach the title.
        reached_on_roster: of these, people of the roster who are old enough: the numerator.
        outside_roster: confirmed people whom the roster does not know.
        declared_on_roster: of the declared, people of the roster who are old enough: what the coverage counts.
        missing: how many are still missing here to the commune's target (:func:`with_missing`).
    """

    place: str | Words
    roster: int
    registered: int
    registered_on_roster: int
    declared: int
    confirmed: int
    recognised: int
    reached: int
    reached_on_roster: int
    outside_roster: int
    declared_on_roster: int
    made_elsewhere: int = 0
    missing: int | None = None


COUNTS = tuple(field.name for field in fields(VillageLine) if field.name not in {"place", "missing"})


def total(lines: Sequence[VillageLine], place: str | Words | None = None) -> VillageLine:
    """The sum of all lines; the commune's total unless ``place`` names something else."""
    sums = dict.fromkeys(COUNTS, 0)
    for line in lines:
        for name in COUNTS:
            sums[name] += getattr(line, name)
    return VillageLine(place=T("Tổng cộng") if place is None else place, **sums, missing=_sum_missing(lines))


def _sum_missing(lines: Sequence[VillageLine]) -> int | None:
    known = [line.missing for line in lines if line.missing is not None]
    return sum(known) if known else None


def needed_by_line(wholes: Sequence[int], target: float) -> tuple[int, ...]:
    """How many of each whole the target asks for, so that they add up to what it asks of all of them together.

    Each rounded up by itself would ask for more than the target does. What is left after rounding down goes to those
    that lost most by it, the first where they lost the same.
    """
    exact = [_exact(target) * whole for whole in wholes]
    needed = [floor(each) for each in exact]
    left = ceil(_exact(target) * sum(wholes)) - sum(needed)
    for i in sorted(range(len(wholes)), key=lambda i: (needed[i] - exact[i], i))[:left]:
        needed[i] += 1
    return tuple(needed)


def with_missing(lines: Sequence[VillageLine], target: float | None) -> tuple[VillageLine, ...]:
    """The lines with how many are missing in each: they add up to what is missing in the commune.

    Below 0 where a village has more than its part: it makes up for another.
    """
    if target is None:
        return tuple(lines)
    needed = needed_by_line([line.roster for line in lines], target)
    return tuple(
        replace(line, missing=asked - line.reached_on_roster if line.roster else None)
        for line, asked in zip(lines, needed, strict=True)
    )


def _exact(target: float) -> Fraction:
    """55 % of 100 people are 55, although 0.55 * 100 is a little more in floating point."""
    return Fraction(str(target)).limit_denominator(1_000_000)


MADE_ELSEWHERE: Column[VillageLine] = Column(
    T("Kết quả lập ở nơi khác, trong số đã tự đánh giá"), lambda line: line.made_elsewhere, Format.COUNT, 11
)


def columns(min_age: int, target: float | None, *, made_elsewhere: bool = False) -> tuple[Column[VillageLine], ...]:
    """The columns of the statistics sheet, for a roster of people from ``min_age`` on.

    Without a ``target`` the two columns about it are left out; ``made_elsewhere``: with how many results were.
    """
    known: tuple[Column[VillageLine], ...] = (
        Column(T("STT"), lambda _: None, Format.ORDINAL, 5),
        Column(Tc("column", "{Village_label}"), lambda line: line.place, Format.TEXT, 24),
        Column(T("Số người trong danh sách (từ {age} tuổi)", age=min_age), lambda line: line.roster, Format.COUNT, 11),
        Column(T("Đăng ký"), lambda line: line.registered, Format.COUNT, 9),
        Column(
            T("Tỉ lệ đăng ký / danh sách"),
            lambda line: share(line.registered_on_roster, line.roster),
            Format.SHARE,
            11,
        ),
        Column(T("Đã tự đánh giá"), lambda line: line.declared, Format.COUNT, 9),
        Column(T("Đã xác nhận"), lambda line: line.confirmed, Format.COUNT, 9),
        Column(T("Được công nhận"), lambda line: line.recognised, Format.COUNT, 9),
        Column(T("Đạt"), lambda line: line.reached, Format.COUNT, 9),
        Column(T("Đạt, có trong danh sách"), lambda line: line.reached_on_roster, Format.COUNT, 11),
        Column(T("Xác nhận ngoài danh sách"), lambda line: line.outside_roster, Format.COUNT, 11),
        Column(T("Đã tự đánh giá, có trong danh sách"), lambda line: line.declared_on_roster, Format.COUNT, 11),
        Column(
            T("Tỉ lệ đã tự đánh giá / danh sách"),
            lambda line: share(line.declared_on_roster, line.roster),
            Format.SHARE,
            11,
            ratio=(11, 2),
        ),
        Column(
            T("Tỉ lệ đạt / danh sách"),
            lambda line: share(line.reached_on_roster, line.roster),
            Format.SHARE,
            11,
            ratio=(9, 2),
        ),
        Column(T("Đạt / đăng ký"), lambda line: share(line.reached, line.registered), Format.SHARE, 9, ratio=(8, 3)),
        *((MADE_ELSEWHERE,) if made_elsewhere else ()),
    )
    if target is None:
        return known
    return (
        *known,
        Column(T("Chỉ tiêu"), lambda _: target, Format.SHARE, 10),
        Column(T("Còn thiếu để đạt chỉ tiêu (người; số âm: vượt)"), lambda line: line.missing, Format.COUNT, 11),
    )


def remarks(lines: Sequence[VillageLine]) -> tuple[Words, ...]:
    """What a reader must know not to misread the totals."""
    without = [line.place for line in lines if not line.roster]
    found: list[Words] = []
    if without:
        found.append(
            T(
                "Chưa có danh sách dân cư: {places}. Tổng số người trong diện đánh giá chưa gồm những nơi này.",
                places=_listed(without),
            )
        )
    if any(line.missing is not None for line in lines):
        found.append(
            T(
                "Số còn thiếu tính một lần cho {commune_label}, rồi chia cho từng nơi theo số người trong danh sách, "
                "nên cộng lại bằng số của {commune_label}."
            )
        )
    return tuple(found)


def _listed(places: Sequence[str | Words]) -> Words:
    return joined([Verbatim(place) if isinstance(place, str) else place for place in places], ", ")
