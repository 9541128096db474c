"""Results: villages and units in order against the target, how it grew, and who is behind each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from acts.words.year_calendar import report_day
from criteria.explain import VERDICT_NAMES
from criteria.model import CITIZEN
from criteria.parse import title_name, titles
from criteria.policy import Action
from criteria.presence import last_day
from criteria.score import Verdict
from desk.kit.blocks import Block, Cell, Head, Heading, Link, Links, Page, Para, Picture, Table, Tone
from desk.kit.chart import Bar, Step, bars, trend
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.figures import FIGURES, Aim, definition, number_of, target_of, whole_words
from desk.shared.leaf import A_PAGE, leaf
from desk.shared.places import RESULTS, behind, declaration_at, person_at, place_at, results_of
from desk.shared.words import STATES
from locales.format import VIETNAM
from locales.text import Day, Moment, Number, Percent, T, Tn, Verbatim, Words
from storage import behind_figures, cycles, figures_by_place
from storage.behind_figures import Behind, Decided, Figure
from storage.cycles import Cycle
from storage.figures_by_place import PlaceFigure
from storage.places import Place

pages = Pages()

NOT_OPENED = T("Chưa mở năm đánh giá nào.")
SHOWN = (Figure.WHOLE, Figure.DECLARED, Figure.WAITING, Figure.CONFIRMED, Figure.REACHED, Figure.RECOGNISED)
WEEKS = 16  # before the last day that the line shows


@pages.shows(RESULTS, Action.SEE_STATISTICS)
def results(visit: Visit) -> Page:
    """The commune's results of the year in hand."""
    cycle = cycles.in_hand(visit.tx, visit.actor.commune_id)
    return Page(title=T("Kết quả"), blocks=(Para(NOT_OPENED),)) if cycle is None else _results(visit, cycle)


@pages.shows(f"{RESULTS}/{{cycle}}", Action.SEE_STATISTICS)
def results_of_year(visit: Visit, cycle: Cycle) -> Page:
    """Those of a year that was chosen."""
    return _results(visit, cycle)


def _results(visit: Visit, cycle: Cycle) -> Page:
    said = visit.query.get("danh-hieu", CITIZEN)
    title = said if said in titles() else CITIZEN
    figures = figures_by_place.by_place(visit.tx, cycle, title)
    aim = target_of(cycle, title)
    return Page(
        title=T("Kết quả năm {year}: {title}", year=cycle.year, title=title_name(title)),
        blocks=(
            _titles(cycle, title),
            *_sum(figures, aim),
            *_picture(visit, figures, aim),
            _table(cycle, title, figures, aim),
            definition(visit.tx, cycle, title, figures),
            *_trend(visit, cycle, title, figures, aim),
            *_years(visit, cycle),
        ),
    )


def _titles(cycle: Cycle, chosen: str) -> Links:
    ways = tuple(Link(title_name(each), f"{results_of(cycle.id)}?danh-hieu={each}") for each in titles())
    return Links(ways, T("Danh hiệu"), here=f"{results_of(cycle.id)}?danh-hieu={chosen}")


def _sum(figures: Sequence[PlaceFigure], aim: Aim | None) -> Iterator[Para]:
    """The total against the target, in a sentence."""
    whole, reached = sum(each.whole for each in figures), sum(each.reached for each in figures)
    if not whole:
        yield Para(T("Chưa có tổng số trong diện đánh giá, nên chưa có tỷ lệ."), Tone.STRONG)
        return
    yield Para(
        T(
            "Đạt {reached}/{whole}, {share}.",
            reached=Number(reached),
            whole=Number(whole),
            share=Percent(reached / whole),
        ),
        Tone.STRONG,
    )
    if aim is None:
        yield Para(T("Kế hoạch chưa nêu chỉ tiêu bằng số cho danh hiệu này."))
        return
    missing = aim.missing(reached, whole)
    if missing > 0:
        yield Para(T("Chỉ tiêu {share}: còn thiếu {n}.", share=aim.words, n=Number(missing)), Tone.LATE)
    else:
        yield Para(T("Chỉ tiêu {share}: đã đạt.", share=aim.words))


def _ordered(figures: Sequence[PlaceFigure]) -> list[PlaceFigure]:
    """The furthest first; places without a whole last."""
    return sorted(figures, key=lambda each: (each.share is None, -(each.share or 0), each.place.name))


def _percent(visit: Visit, share: float | None) -> str:
    return visit.said(T("chưa có") if share is None else T("{share}", share=Percent(share)))


def _picture(visit: Visit, figures: Sequence[PlaceFigure], aim: Aim | None) -> Iterator[Picture]:
    if not figures:
        return
    rows = [Bar(each.place.full_name, each.share, _percent(visit, each.share)) for each in _ordered(figures)]
    mark, mark_said = (None, "") if aim is None else (aim.share, _percent(visit, aim.share))
    told = T("Mỗi thanh là tỷ lệ đạt của một nơi; vạch đứt là chỉ tiêu. Số liệu đầy đủ ở bảng bên dưới.")
    yield Picture(T("Tỷ lệ đạt của từng nơi, xếp từ cao xuống"), bars(rows, mark=mark, mark_said=mark_said), told)


def _table(cycle: Cycle, title: str, figures: Sequence[PlaceFigure], aim: Aim | None) -> Table:
    return Table(
        T("Từng nơi, xếp theo tỷ lệ đạt"),
        (
            Head(T("Nơi")),
            *(Head(FIGURES[each], number=True) for each in SHOWN),
            Head(T("Tỷ lệ đạt"), number=True),
            Head(T("Còn thiếu so với chỉ tiêu"), number=True),
        ),
        tuple(_row(cycle, title, each, aim) for each in _ordered(figures)),
        none=T("Chưa có nơi nào."),
        foot=(
            Cell(T("Cộng")),
            *(_number(sum(number_of(each, figure) for each in figures)) for figure in SHOWN),
            _share(_of_all(figures)),
            _missing(sum(each.whole for each in figures), sum(each.reached for each in figures), aim),
        ),
    )


def _of_all(figures: Sequence[PlaceFigure]) -> float | None:
    whole = sum(each.whole for each in figures)
    return sum(each.reached for each in figures) / whole if whole else None


def _row(cycle: Cycle, title: str, figure: PlaceFigure, aim: Aim | None) -> tuple[Cell, ...]:
    place = figure.place
    return (
        Cell(Verbatim(place.full_name), to=place_at(place.id, cycle.year)),
        *(_drilled(cycle, title, figure, each) for each in SHOWN),
        _share(figure.share),
        _missing(figure.whole, figure.reached, aim),
    )


def _drilled(cycle: Cycle, title: str, figure: PlaceFigure, which: Figure) -> Cell:
    """A number that leads to who is behind it, where anybody is."""
    n = number_of(figure, which)
    is_listed = n and not (which is Figure.WHOLE and title != CITIZEN)
    return _number(n, behind(figure.place.id, title, which, cycle.year) if is_listed else "")


def _number(n: int, to: str = "") -> Cell:
    return Cell(T("{n}", n=Number(n)), to=to, number=True)


def _share(share: float | None) -> Cell:
    return Cell(Verbatim("–") if share is None else T("{share}", share=Percent(share)), number=True)


def _missing(whole: int, reached: int, aim: Aim | None) -> Cell:
    if aim is None or not whole:
        return Cell(Verbatim("–"), number=True)
    missing = aim.missing(reached, whole)
    return Cell(T("{n}", n=Number(missing)), number=True, tone=Tone.LATE) if missing > 0 else Cell(T("đủ"), number=True)


def _weeks(visit: Visit, cycle: Cycle) -> list[datetime]:
    """The ends of the weeks that the line shows: up to the report's last day, or to today where that is over."""
    last = max(report_day(cycle) or last_day(cycle.year), min(visit.today, last_day(cycle.year)))
    end = datetime(last.year, last.month, last.day, tzinfo=VIETNAM) + timedelta(days=1)
    count = WEEKS
    if visit.now < end:
        count = max(WEEKS, min(52, (end - visit.now).days // 7 + 8))
    first = datetime(cycle.year, 1, 1, tzinfo=VIETNAM)
    found = [end - timedelta(weeks=i) for i in reversed(range(count))]
    return [each for each in found if each > first]


def _trend(visit: Visit, cycle: Cycle, title: str, figures: Sequence[PlaceFigure], aim: Aim | None) -> Iterator[Block]:
    """How the number grew week by week, to the last day; not of a year of which only numbers are left."""
    if cycle.settled_at is not None:
        return
    ends = _weeks(visit, cycle)
    counted = figures_by_place.reached_by(visit.tx, cycle, title, ends)
    begun = [end - timedelta(weeks=1) <= visit.now for end in ends]
    steps = [
        Step(f"{(end - timedelta(days=1)):%d/%m}", n if is_begun else None)
        for end, n, is_begun in zip(ends, counted, begun, strict=True)
    ]
    first = next((i for i, each in enumerate(steps) if each.n), 0)
    steps = steps[max(first - 1, 0) :]  # from the week before there was anything
    known = [(each.name, each.n) for each in steps if each.n is not None]
    if len(steps) < 2 or not known or not counted[-1]:
        return
    whole = sum(each.whole for each in figures)
    wanted = None if aim is None or not whole else aim.missing(0, whole)
    said = "" if wanted is None else visit.said(T("chỉ tiêu {n}", n=Number(wanted)))
    yield Heading(T("Diễn biến theo tuần"))
    yield Picture(
        T("Số đạt đến hết từng tuần"),
        trend(steps, wanted=wanted, wanted_said=said),
        T(
            "Đếm những phiếu hiện đang đạt, theo ngày quyết định. Vạch đứt là chỉ tiêu. Hạn báo cáo: {day}.",
            day=Day(report_day(cycle) or last_day(cycle.year)),
        ),
    )
    yield Table(
        T("Số đạt đến hết tuần"),
        (Head(T("Tuần kết thúc ngày")), Head(T("Số đạt"), number=True)),
        tuple((Cell(Verbatim(name)), _number(n)) for name, n in known),
        none=T("Chưa có số."),
    )


def _years(visit: Visit, cycle: Cycle) -> Iterator[Links]:
    """The commune's other years."""
    others = [each for each in cycles.of_commune(visit.tx, cycle.commune_id) if each.id != cycle.id]
    if others:
        yield Links(tuple(Link(T("Năm {year}", year=each.year), results_of(each.id)) for each in others), T("Năm khác"))


# A village's or unit's part


@pages.shows("/noi/{place}", Action.REMIND)
def place_(visit: Visit, place: Place) -> Page:
    """One place: each title's figures, each number with who is behind it."""
    cycle = _year_of(visit, place)
    if cycle is None:
        return Page(title=Verbatim(place.full_name), blocks=(Para(NOT_OPENED),))
    return Page(
        title=T("{place}, năm {year}", place=place.full_name, year=cycle.year),
        blocks=tuple(block for title in titles() for block in _of_title(visit, cycle, title, place)),
    )


def _year_of(visit: Visit, place: Place) -> Cycle | None:
    year = visit.number("nam")
    chosen = None if year is None else cycles.of_year(visit.tx, place.commune_id, year)
    return chosen or cycles.in_hand(visit.tx, place.commune_id)


def _of_title(visit: Visit, cycle: Cycle, title: str, place: Place) -> Iterator[Block]:
    found = next((e for e in figures_by_place.by_place(visit.tx, cycle, title) if e.place.id == place.id), None)
    if found is None:
        return
    aim = target_of(cycle, title)
    yield Heading(title_name(title))
    yield from _sum([found], aim)
    yield Table(
        T("{title}: các số của {place}", title=title_name(title), place=place.inline_name),
        (Head(T("Số liệu")), Head(T("Số lượng"), number=True)),
        tuple((Cell(FIGURES[each]), _drilled(cycle, title, found, each)) for each in SHOWN),
        none=T("Chưa có số."),
    )
    yield definition(visit.tx, cycle, title, [found])


@pages.shows("/noi/{place}/{title}/{figure}", Action.REMIND)
def behind_figure(visit: Visit, place: Place, title: str, figure: str) -> Answer:
    """Who is behind a number, by name, and who decided on each and when."""
    cycle = _year_of(visit, place)
    if cycle is None or title not in titles() or figure not in set(Figure):
        return Page(title=Verbatim(place.full_name), blocks=(Para(T("Không có số liệu này.")),), status=404)
    which = Figure(figure)
    if which is Figure.WHOLE and title != CITIZEN:
        return Page(title=Verbatim(place.full_name), blocks=(Para(whole_words(cycle, title)),))
    rows, found = behind_figures.page(visit.tx, cycle, title, place.id, which, skipped=visit.page * A_PAGE, most=A_PAGE)
    decided = behind_figures.decided(
        visit.tx, [each.declaration_id for each in rows if each.declaration_id is not None]
    )
    here = behind(place.id, title, which, cycle.year)
    return Page(
        title=T("{figure}: {place}, năm {year}", figure=FIGURES[which], place=place.inline_name, year=cycle.year),
        blocks=(
            Para(Tn("{title}: {n} dòng trong danh sách này.", found, title=title_name(title))),
            Table(
                T("Theo tên"),
                (Head(T("Họ tên, năm sinh")), Head(T("Phiếu tự đánh giá")), Head(T("Kết quả")), Head(T("Quyết định"))),
                tuple(_person_row(each, decided) for each in rows),
                none=T("Không có ai."),
            ),
            *leaf(here, visit.page, found),
            Links(
                (Link(T("Về các số của {place}", place=place.inline_name), place_at(place.id, cycle.year)),),
                T("Quay lại"),
            ),
        ),
        names=frozenset({each.person_id for each in rows} | {each.by_id for each in decided.values()}),
    )


def _person_row(row: Behind, decided: dict[int, Decided]) -> tuple[Cell, ...]:
    name = T("{name}, sinh {year}", name=row.full_name or "–", year=row.birth_year)
    if row.clan is not None:
        name = T("Họ {clan} ({name})", clan=row.clan, name=row.full_name or "–")
    who = Cell(name, to=person_at(row.person_id))
    if row.declaration_id is None or row.state is None:
        return who, Cell(T("chưa tự đánh giá")), Cell(Verbatim("–")), Cell(Verbatim("–"))
    verdict = row.judged or row.verdict or Verdict.UNDECIDED
    last = decided.get(row.declaration_id)
    by: Words = Verbatim("–") if last is None else T("{by}, {when}", by=last.by or "–", when=Moment(last.at))
    return who, Cell(STATES[row.state], to=declaration_at(row.declaration_id)), Cell(VERDICT_NAMES[verdict]), Cell(by)
