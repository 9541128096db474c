"""The officer's desk: the numbers, the export, the year."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from acts import ways
from acts.backing_up import newest
from acts.choice import Choice, Look
from acts.errands import WorkbookErrand, ask_for
from acts.words.enrolment_words import registered_means
from acts.words.presence_words import elsewhere_lines
from acts.words.year_words import population_words
from criteria.declaration import Measure
from criteria.explain import standing_words, training_words
from criteria.model import CITIZEN
from criteria.parse import title_name, titles
from criteria.plan import Measured
from criteria.plan import load as load_plan
from criteria.policy import Action
from criteria.year import COUNTING_NAMES
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.this_year import not_opened, other_years, still_of
from locales.text import BLANK, Moment, Number, Percent, T, Tn, Words, lines
from storage import counters, cycles, people, places, presence
from storage.counters import Tally
from storage.cycles import Cycle
from storage.places import Place

routes = Routes()


def _commune(turn: Turn) -> Place:
    return places.get(turn.tx, turn.commune_id)


@routes.shows("stats", Action.SEE_STATISTICS)
def stats(turn: Turn) -> Answer:
    """The commune's numbers of the year in hand: the total first, then one short block a village."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    return not_opened(turn) if cycle is None else _stats(turn, cycle)


@routes.shows("stats-of/{cycle}", Action.SEE_STATISTICS)
def stats_of(turn: Turn, cycle: Cycle) -> Screen:
    """The same of a year that was chosen."""
    return _stats(turn, cycle)


def _stats(turn: Turn, cycle: Cycle) -> Screen:
    commune = places.get(turn.tx, cycle.commune_id)
    villages = places.villages(turn.tx, commune.id)
    min_age = cycle.criteria().adult_age
    roster = people.roster_sizes(turn.tx, cycle, place_ids=[v.id for v in villages], min_age=min_age)
    tallies = counters.tallies(turn.tx, cycle.id, CITIZEN)
    found = [(v.full_name, roster[v.id], tallies.get(v.id, Tally(v.id, {}))) for v in villages]
    total = Tally(0, {m: sum(tally[m] for _, _, tally in found) for m in Measure})
    outside = total[Measure.OUTSIDE_ROSTER]
    plan = load_plan(cycle.plan)
    target: Words = T("Chỉ tiêu: {commune_label} chưa nhập kế hoạch.")
    aim = None if plan is None else plan.of_measure(Measured.CITIZENS, cycle.year)
    if aim is not None and aim.value is not None:
        target = T("Chỉ tiêu: {target}", target=Percent(aim.share))
    elif plan is not None:
        target = T("Chỉ tiêu: kế hoạch không nêu số.")
    return Screen(
        room=UNBROKEN,
        title=T("{commune}, năm {year}", commune=commune.full_name, year=cycle.year),
        text=lines(
            still_of(turn, cycle),
            _line(cycle, commune.full_name, sum(roster.values()), total),
            LEGEND,
            Tn("Trong số đã tự đánh giá: {n} người có kết quả lập ở nơi khác.", total[Measure.MADE_ELSEWHERE])
            if total[Measure.MADE_ELSEWHERE]
            else None,
            target,
            BLANK,
            *(_line(cycle, name, size, tally) for name, size, tally in found),
            BLANK,
            *_other_titles(turn, cycle, [village.id for village in villages]),
            BLANK,
            *elsewhere_lines(cycle, presence.counts(turn.tx, cycle)),
            Tn("{n} người đã xác nhận, không tính vào tỉ lệ: tự ghi tên, chuyển đi, mất, vắng không tính.", outside)
            if outside
            else None,
            T("Mẫu số: người từ {age} tuổi trong danh sách dân cư. Tỉ lệ: người trong danh sách, {which}.",
              age=min_age, which=COUNTING_NAMES[cycle.settings.counting]),
            population_words(turn.tx, cycle),
            registered_means(cycle),
            standing_words(cycle.standing()),
            training_words(cycle.criteria()),
            T("Tính đến {when}.", when=Moment(turn.tx.now)),
            newest(turn.tx),
        ),
        choices=(
            Choice(T("Xuất Excel"), ways.export_of(cycle.id), Look.MAIN),
            Choice(T("Báo cáo (Word)"), ways.year_paper(cycle.id, "report")),
            Choice(T("Bảng tổng hợp (Excel)"), ways.year_paper(cycle.id, "table")),
            Choice(T("Chỉ tiêu kế hoạch"), ways.plans_of(cycle.id)),
            Choice(T("Cộng đồng học tập cấp xã"), ways.dossier_of(cycle.id)),
            Choice(T("Sổ theo dõi quỹ khuyến học"), ways.funds(cycle.id)),
            Choice(T("Công nhận danh hiệu"), ways.recognitions(cycle.id)),
            Choice(T("Điền mẫu của cấp trên"), ways.forms()),
            Choice(T("Nhập lên trang của Hội"), ways.site(cycle.id)),
            Choice(T("Số liệu tạm tính, số liệu chốt"), ways.snapshots(cycle.id)),
            Choice(T("Bộ tiêu chí và kỳ đánh giá"), ways.basis(cycle.id)),
            *other_years(turn, cycle, lambda each: ways.stats_of(each.id)),
            HOME,
        ),
    )  # fmt: skip


def _line(cycle: Cycle, name: str, roster: int, tally: Tally) -> Words:
    share: Words = T("chưa có danh sách dân cư")
    if roster:
        share = T("{share}", share=Percent(tally[cycle.settings.reached_on_roster] / roster))
    return T(
        "{name}: đạt {reached}/{roster} ({share}); {four}",
        name=name,
        reached=Number(tally[cycle.settings.reached_on_roster]),
        roster=Number(roster),
        share=share,
        four=_four(tally),
    )


FOUR = (Measure.REGISTERED, Measure.DECLARED, Measure.CONFIRMED, Measure.RECOGNISED)
LEGEND = T("Bốn số cuối: đăng ký – đã tự đánh giá – đã xác nhận – được công nhận.")


def _four(tally: Tally) -> Words:
    """Four different numbers, never one for another: their order stands in the legend, so that a village has a line."""
    registered, declared, confirmed, recognised = (Number(tally[measure]) for measure in FOUR)
    return T(
        "{registered} – {declared} – {confirmed} – {recognised}",
        registered=registered,
        declared=declared,
        confirmed=confirmed,
        recognised=recognised,
    )


def _other_titles(turn: Turn, cycle: Cycle, place_ids: Collection[int]) -> Iterator[Words]:
    """Families, clans, villages, units: registered and reached are two numbers."""
    for title in titles():
        if title == CITIZEN:
            continue
        tallies = counters.tallies(turn.tx, cycle.id, title)
        total = Tally(0, {m: sum(tally[m] for place, tally in tallies.items() if place in place_ids) for m in Measure})
        yield T(
            "{title}: đạt {reached}; {four}",
            title=title_name(title),
            reached=Number(total[cycle.settings.reached]),
            four=_four(total),
        )


@routes.does("open-year/{year}", Action.ADOPT, Weight.DECIDING)
def open_year(turn: Turn, year: int) -> Goto:
    """Open this year's cycle, with the sets and the plan of the last one; they must be adopted anew."""
    commune = _commune(turn)
    last = cycles.latest(turn.tx, commune.id)
    if last is None or year != turn.year or cycles.of_this_year(turn.tx, commune.id) is not None:
        return Goto(ways.home())
    plan = load_plan(last.plan)
    opened = cycles.open_year(
        turn.tx,
        commune_id=commune.id,
        year=year,
        sets={title: last.adoption(title).set_id for title in titles()},
        plan=last.plan if plan is not None and plan.covers(year) else "",
    )
    return Goto(ways.basis(opened.id), T("Đã mở kỳ đánh giá năm {year}. {You} chọn cách dùng bộ tiêu chí.", year=year))


@routes.does("export", Action.EXPORT)
def export(turn: Turn) -> Goto:
    """Ask for the workbook of the year in hand; it is made outside the turn and arrives as a file."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    return not_opened(turn) if cycle is None else _export(turn, cycle)


@routes.does("export-of/{cycle}", Action.EXPORT)
def export_of(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for that of a year that was chosen."""
    return _export(turn, cycle)


def _export(turn: Turn, cycle: Cycle) -> Goto:
    back = ways.stats_of(cycle.id)
    if cycle.is_training:
        return Goto(
            back,
            T(
                "Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không xuất báo cáo chính thức. {You} chọn "
                "bộ tiêu chí thật ở mục Bộ tiêu chí và kỳ đánh giá trước."),
        )  # fmt: skip
    if ask_for(turn.tx, turn.account, WorkbookErrand(cycle.id)):
        return Goto(back, T("Đang lập báo cáo, xong sẽ gửi tệp Excel vào đây."))
    return Goto(back, T("Báo cáo trước đang lập, {you} đợi một chút."))
