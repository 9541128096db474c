"""The figures of a commune's year, each title by village, against the plan: what its report and table are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from criteria.commune import people_missing
from criteria.score import Share
from locales.format import day_of
from locales.text import Arg, Day, Number, Percent, T, Words, joined
from reports.column import share
from reports.tables.basis import Basis
from reports.tables.plan_targets import TargetLine


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """One title in a village or unit: of the whole, how many registered, how many reached it.

    ``missing``: how many are still missing here, where that is told place by place. ``made_elsewhere``: people whose
    result was handed over.
    """

    place: str | Words
    whole: int
    registered: int
    reached: int
    missing: int | None = None
    made_elsewhere: int = 0

    @property
    def registered_share(self) -> float | None:
        """Of the whole; ``None`` without one."""
        return share(self.registered, self.whole)

    @property
    def reached_share(self) -> float | None:
        """Of the whole; ``None`` without one."""
        return share(self.reached, self.whole)

    @property
    def reached_of_registered(self) -> float | None:
        """Of those who registered; ``None`` where nobody did."""
        return share(self.reached, self.registered)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the commune's own plan asks of a title: so many per cent, or more than that."""

    percent: int
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFigures:
    """One title in all villages and units that can have it.

    Attributes:
        title: its name.
        noun: what holds it: người, hộ, dòng họ …
        whole_is: what the whole is, in words.
        lines: a line a place, in the commune's own order.
        asked: what the plan asks; ``None`` without a plan of the commune's own, or a number in it.
        outside_registered: who registered without being of the whole: not on the roster.
        outside_reached: of these, who reached it.
        set_name: the criteria set, by number and day, or what is known of it.
        standing: how sure the commune is of that set, in words.
        is_verified: somebody compared the set with the paper.
        is_person: people hold it.
    """

    title: Words
    noun: Words
    whole_is: Words
    lines: Sequence[PlaceFigures]
    asked: Asked | None
    outside_registered: int
    outside_reached: int
    set_name: Words
    standing: Words
    is_verified: bool
    is_person: bool = False

    @property
    def total(self) -> PlaceFigures:
        """The sum of the lines."""
        return PlaceFigures(
            T("Toàn {commune_label}"),
            sum(line.whole for line in self.lines),
            sum(line.registered for line in self.lines),
            sum(line.reached for line in self.lines),
            made_elsewhere=sum(line.made_elsewhere for line in self.lines),
        )

    @property
    def missing(self) -> int | None:
        """How many are missing to what is asked, counted once for all; ``None``: nothing is asked, or no whole."""
        total = self.total
        if self.asked is None or not total.whole:
            return None
        return people_missing(Share(min(total.reached, total.whole), total.whole), self.asked.percent,
                              strict=self.asked.strict)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """Everything that is reported of a year, read from one snapshot.

    Attributes:
        commune: its full name, "Xã Sơn Hồng"; ``inline``: the same inside a sentence.
        titles: the people's title first.
        plan: the commune's own plan; ``None`` without one.
        targets: its targets, a line each.
        basis: what the people's title rests on.
        as_of: when all was read, with its zone.
        is_open: the year may still change.
        warnings: what must not be overlooked, the gravest first.
        anchor: the log up to the moment before, as it is printed; ``None``: none was taken.
    """

    commune_id: int
    commune: str
    inline: str
    bare: str
    province: str
    year: int
    titles: Sequence[TitleFigures]
    plan: Words | None
    targets: Sequence[TargetLine]
    basis: Basis
    as_of: datetime
    is_open: bool
    warnings: Sequence[Words]
    anchor: str | None

    @property
    def people(self) -> TitleFigures:
        """The title that people hold."""
        return next(each for each in self.titles if each.is_person)


def result_words(figures: TitleFigures) -> Words:
    """A title's result in a sentence: total, registered, reached, each share with what it is a share of."""
    total = figures.total
    if not total.whole:
        return T("{title}: chưa có số để tính.", title=figures.title)
    args: dict[str, Arg] = {
        "title": figures.title,
        "noun": figures.noun,
        "whole": Number(total.whole),
        "registered": Number(total.registered),
        "registered_share": Percent(total.registered_share or 0),
        "reached": Number(total.reached),
        "share": Percent(total.reached_share or 0),
    }
    if total.reached_of_registered is None:
        return T(
            "{title}: tổng số {whole} {noun}; đăng ký {registered} ({registered_share}); đạt {reached}, bằng "
            "{share} tổng số.",
            **args,
        )
    return T(
        "{title}: tổng số {whole} {noun}; đăng ký {registered} ({registered_share}); đạt {reached}, bằng "
        "{share} tổng số và {of_registered} số đăng ký.",
        **args,
        of_registered=Percent(total.reached_of_registered),
    )


def missing_words(figures: TitleFigures) -> Words | None:
    """How many are missing to the target: counted once, on the commune's whole."""
    missing, asked = figures.missing, figures.asked
    if missing is None or asked is None:
        return None
    aim = T("{share}", share=Percent(asked.percent / 100))
    if asked.strict:
        aim = T("trên {share}", share=Percent(asked.percent / 100))
    if not missing:
        return T("{title}: đã đủ chỉ tiêu {aim} của kế hoạch.", title=figures.title, aim=aim)
    return T(
        "{title}: còn thiếu {n} {noun} để đạt chỉ tiêu {aim} của kế hoạch (tính một lần trên tổng số của "
        "{commune_label}, không cộng số làm tròn của từng nơi).",
        title=figures.title,
        n=Number(missing),
        noun=figures.noun,
        aim=aim,
    )


def honest_words(data: YearFigures) -> Words:
    """What the figures are worth, in one sentence that an office can sign."""
    unsure = _unsure(data.titles)
    level: Words = T("mức đạt áp dụng theo văn bản đã đối chiếu")
    if data.basis.adopted is None:
        level = T("bộ tiêu chí chưa được áp dụng, kết quả là dự kiến")
    elif unsure:
        level = T("mức đạt áp dụng tạm thời, chưa đối chiếu văn bản gốc")
    day, whole = Day(day_of(data.as_of)), Number(data.people.total.whole)
    args: dict[str, Arg] = {"day": day, "whole": whole, "level": level}
    found: Words = T("Số liệu tính đến ngày {day}, trên tổng số {whole} công dân trong danh sách; {level}.", **args)
    if data.is_open:
        found = T("Số liệu tính đến ngày {day} (số liệu tạm tính), trên tổng số {whole} công dân trong danh sách; "
                  "{level}.", **args)  # fmt: skip
    return found if data.basis.counting is None else joined((found, data.basis.counting), " ")


def listed_words(data: YearFigures) -> Words | None:
    """How many of those who declared have a result made elsewhere; nothing where nobody has."""
    n = data.basis.made_elsewhere
    if not n:
        return None
    return T("Trong số người đã tự đánh giá có {n} người có kết quả lập ở nơi khác, không có điểm của phần mềm này.",
             n=Number(n))  # fmt: skip


def _unsure(titles: Iterable[TitleFigures]) -> bool:
    return any(not each.is_verified for each in titles)


def remarks(figures: TitleFigures) -> tuple[Words, ...]:
    """What a reader must know of a title's table: who is not in it, where there is no whole, why it may look wrong."""
    found: list[Words] = []
    if figures.outside_registered or figures.outside_reached:
        found.append(
            T(
                "Ngoài bảng này còn {registered} {noun} đăng ký, trong đó {reached} đạt, không có tên trong danh sách "
                "dân cư nên không tính vào tổng số và tỉ lệ.",
                registered=Number(figures.outside_registered),
                reached=Number(figures.outside_reached),
                noun=figures.noun,
            )
        )
    if any(not line.whole for line in figures.lines):
        found.append(
            T("Nơi không ghi tỉ lệ chưa có danh sách để tính; tổng số của {commune_label} chưa gồm những nơi này.")
        )
    if any(line.reached > line.whole or line.registered > line.whole for line in figures.lines):
        found.append(
            T("Có nơi số đăng ký hoặc số đạt nhiều hơn tổng số, vì người đã tự đánh giá ở đó nay thuộc nơi khác; "
              "tỉ lệ của nơi ấy ghi là 100%.")
        )  # fmt: skip
    return tuple(found)
