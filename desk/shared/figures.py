"""What a figure is: its definition one click away, the same wherever the figure stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acts.words.year_words import counting_words
from criteria.commune import people_missing
from criteria.declaration import Measure
from criteria.explain import standing_words, training_words
from criteria.model import CITIZEN, CLAN, FAMILY, UNIT, VILLAGE
from criteria.plan import Measured
from criteria.plan import load as load_plan
from criteria.score import Share
from desk.kit.blocks import Details
from locales.text import BLANK, Moment, Number, Percent, T, Words, joined
from storage.behind_figures import Figure
from storage.cycles import Cycle
from storage.figures_by_place import PlaceFigure
from storage.kit.transaction import Transaction

MEASURED: Mapping[str, Measured] = {
    CITIZEN: Measured.CITIZENS,
    FAMILY: Measured.FAMILIES,
    CLAN: Measured.CLANS,
    VILLAGE: Measured.VILLAGES,
    UNIT: Measured.UNITS,
}
WHOLES: Mapping[str, Words] = {
    FAMILY: T("hộ trong danh sách dân cư"),
    CLAN: T("dòng họ đã ghi tên"),
    VILLAGE: T("mọi {village_label} của {commune_label}"),
    UNIT: T("mọi cơ quan, đơn vị đã nhập vào phần mềm"),
}
FIGURES: Mapping[Figure, Words] = {
    Figure.WHOLE: T("Trong diện đánh giá"),
    Figure.DECLARED: T("Đã tự đánh giá"),
    Figure.WAITING: T("Chờ xác nhận"),
    Figure.CONFIRMED: T("Đã xác nhận"),
    Figure.REACHED: T("Số đạt"),
    Figure.RECOGNISED: T("Được công nhận"),
}
MEASURES: Mapping[Figure, Measure] = {
    Figure.DECLARED: Measure.DECLARED,
    Figure.WAITING: Measure.WAITING,
    Figure.CONFIRMED: Measure.CONFIRMED,
    Figure.RECOGNISED: Measure.RECOGNISED,
}


def number_of(place: PlaceFigure, figure: Figure) -> int:
    """One number of a place."""
    if figure is Figure.WHOLE:
        return place.whole
    return place.reached if figure is Figure.REACHED else place.tally[MEASURES[figure]]


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of a year's plan for a title: so many percent of the whole; ``strict``: more than that."""

    percent: int
    strict: bool

    @property
    def share(self) -> float:
        """The same as a share."""
        return self.percent / 100

    @property
    def words(self) -> Words:
        """As it stands in a sentence: "60%", "trên 60%"."""
        return T("trên {share}", share=Percent(self.share)) if self.strict else T("{share}", share=Percent(self.share))

    def missing(self, reached: int, whole: int) -> int:
        """How many of the whole are missing to it; 0 where it is reached."""
        return people_missing(Share(reached, whole), self.percent, strict=self.strict) if whole else 0


def target_of(cycle: Cycle, title: str) -> Aim | None:
    """The target of the year's plan for a title; ``None`` where the plan names no number."""
    plan, measured = load_plan(cycle.plan), MEASURED.get(title)
    aim = None if plan is None or measured is None else plan.of_measure(measured, cycle.year)
    return Aim(aim.value, aim.strict) if aim is not None and aim.value is not None and aim.unit == "%" else None


def whole_words(cycle: Cycle, title: str) -> Words:
    """What the whole of a title is."""
    if title == CITIZEN:
        return T("người từ {age} tuổi trong danh sách dân cư", age=cycle.criteria().adult_age)
    return WHOLES.get(title, T("nơi có thể đạt danh hiệu"))


def definition(tx: Transaction, cycle: Cycle, title: str, figures: Sequence[PlaceFigure]) -> Details:
    """Where the figures come from: what is counted, of what, how many are known, whence, as of when."""
    whole = sum(each.whole for each in figures)
    declared = sum(each.tally[Measure.DECLARED] for each in figures)
    outside = sum(each.tally[Measure.OUTSIDE_ROSTER] for each in figures)
    coverage: Words = T("chưa tính được, vì chưa có tổng số")
    if whole:
        coverage = T("{share} ({n}/{whole})", share=Percent(min(declared / whole, 1)), n=Number(declared),
                     whole=Number(whole))  # fmt: skip
    notes = [standing_words(cycle.standing(title)), training_words(cycle.criteria(title))]
    if outside:
        notes.append(T("Ngoài ra {n} người đã xác nhận không nằm trong tổng số, không tính vào tỷ lệ.", n=outside))
    return Details(
        T("Cách tính các số này"),
        (
            (T("Số đạt"), counting_words(cycle)),
            (T("Tổng số trong diện đánh giá"), whole_words(cycle, title)),
            (T("Tỷ lệ đã tự đánh giá"), coverage),
            (T("Nguồn"), T("Danh sách dân cư và phiếu tự đánh giá trong phần mềm này.")),
            (T("Tính đến"), T("{when}", when=Moment(tx.now))),
            (T("Lưu ý"), joined([each for each in notes if each is not None] or [BLANK], " ")),
        ),
    )
