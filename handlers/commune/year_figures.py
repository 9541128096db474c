"""Reads the figures of a commune's year, for its report and its table, from one snapshot."""

from __future__ import annotations

from collections.abc import Mapping

from acts.words.year_calendar import report_day
from criteria.declaration import Measure
from criteria.explain import standing_words
from criteria.model import CITIZEN, CLAN, FAMILY, UNIT, VILLAGE, Standing
from criteria.parse import title_name, titles
from criteria.plan import Measured, Plan
from criteria.recognition import Paper
from criteria.year import YearStep, first_late
from handlers.commune import figure_words
from handlers.commune.year_basis import basis_of, own_plan, target_line, village_lines
from locales.format import day_of
from locales.text import Day, T, Tc, Verbatim, Words
from reports.tables import basis as basis_sheet
from reports.tables.citizen_statistics import VillageLine
from reports.year_figures import Asked, PlaceFigures, TitleFigures, YearFigures
from storage import anchors, counters, cycles, places, recognition, recount, roster, target_actuals, title_shares
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.target_actuals import PERSON, TitleCount

MEASURED: Mapping[str, Measured] = {
    CITIZEN: Measured.CITIZENS,
    FAMILY: Measured.FAMILIES,
    CLAN: Measured.CLANS,
    VILLAGE: Measured.VILLAGES,
    UNIT: Measured.UNITS,
}
NOUNS: Mapping[str, Words] = {
    FAMILY: Tc("one of", "hộ"),
    CLAN: Tc("one of", "dòng họ"),
    VILLAGE: Tc("one of", "{village_label}"),
    UNIT: Tc("one of", "đơn vị"),
}
WHOLES: Mapping[str, Words] = {
    FAMILY: T("hộ trong danh sách dân cư"),
    CLAN: T("dòng họ đã ghi tên"),
    VILLAGE: T("mọi {village_label} của {commune_label}"),
    UNIT: T("mọi cơ quan, đơn vị đã nhập vào phần mềm"),
}


def year_figures(tx: Transaction, cycle_id: int, account_id: int, *, recounted: bool = True) -> YearFigures:
    """The figures of a cycle, asked for by an account; ``recounted``: proved by counting the declarations again.

    Raises:
        LookupError: the cycle is gone.
    """
    cycle = cycles.load(tx, cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {cycle_id}")
    commune = places.get(tx, cycle.commune_id)
    villages = places.villages(tx, commune.id)
    tallies = counters.tallies(tx, cycle.id, CITIZEN)
    lines = village_lines(tx, cycle, villages, tallies)
    basis = basis_of(
        tx, cycle, account_id, recount_agrees=tallies == recount.recount(tx, cycle, CITIZEN) if recounted else None
    )
    plan = own_plan(tx, cycle)
    targets = () if plan is None else figure_words.readings(tx, cycle, plan, plan.targets_for(cycle.year))
    covered = roster.coverage(tx, cycle)
    registered = [covered.get(village.id, roster.Coverage()).registered for village in villages]
    return YearFigures(
        commune_id=commune.id,
        commune=commune.full_name,
        inline=commune.inline_name,
        bare=commune.name,
        province=commune.province or "",
        year=cycle.year,
        titles=(_people(cycle, plan, lines, registered), *_others(tx, cycle, plan)),
        plan=None if plan is None else plan.name,
        targets=[target_line(each) for each in targets],
        basis=basis,
        as_of=tx.now,
        is_open=cycle.is_open,
        warnings=(*_warnings(basis), *_only_proposed(tx, cycle)),
        anchor=anchors.printed_last(tx),
    )


def _warnings(basis: basis_sheet.Basis) -> tuple[Words, ...]:
    """What must not be overlooked on the paper, the gravest first."""
    found: list[Words | None] = [basis_sheet.NOT_AGREEING if basis.recount_agrees is False else None]
    found.append(basis_sheet.unverified(basis))
    return tuple(each for each in found if each is not None)


def _only_proposed(tx: Transaction, cycle: Cycle) -> tuple[Words, ...]:
    """That nobody is recognised yet and the steps do not fit any more: then the figures propose, in those words."""
    due = report_day(cycle)
    if due is None or not cycle.is_open or YearStep.DECISION not in cycle.settings.steps:
        return ()
    if any(each.state is Paper.ISSUED for each in recognition.of_cycle(tx, cycle.id)):
        return ()
    if first_late(cycle.settings, due, day_of(tx.now)) is None:
        return ()
    return (T("Chưa có quyết định công nhận: số đạt là số đề nghị công nhận, là số liệu tạm tính."),)


def _people(cycle: Cycle, plan: Plan | None, lines: list[VillageLine], registered: list[int]) -> TitleFigures:
    """The people's title: of the roster in both parts of every share; who is outside it is told apart."""
    return _title(
        cycle,
        CITIZEN,
        plan,
        [
            PlaceFigures(line.place, line.roster, here, line.reached_on_roster)
            for line, here in zip(lines, registered, strict=True)
        ],
        outside=(
            sum(line.registered for line in lines) - sum(registered),
            sum(line.reached - line.reached_on_roster for line in lines),
        ),
    )


def _others(tx: Transaction, cycle: Cycle, plan: Plan | None) -> list[TitleFigures]:
    """The titles of families, clans, villages and units."""
    counts: dict[str, list[TitleCount]] = {title: [] for title in titles() if title != CITIZEN}
    for each in target_actuals.titles_by_place(tx, cycle):
        counts[each.title].append(each)
    known = title_shares.registered_families(tx, cycle)
    return [_other(cycle, plan, title, found, known if title == FAMILY else None) for title, found in counts.items()]


def _other(
    cycle: Cycle, plan: Plan | None, title: str, counts: list[TitleCount], known: Mapping[int, int] | None
) -> TitleFigures:
    """One of them. ``known``: of those who registered, how many are of the whole; ``None``: all are."""
    lines = [
        PlaceFigures(
            each.place.full_name,
            each.whole,
            each.tally[Measure.REGISTERED] if known is None else known.get(each.place.id, 0),
            each.reached_of_whole,
        )
        for each in counts
    ]
    return _title(
        cycle,
        title,
        plan,
        lines,
        outside=(
            sum(each.tally[Measure.REGISTERED] for each in counts) - sum(line.registered for line in lines),
            sum(each.reached - each.reached_of_whole for each in counts),
        ),
    )


def _title(
    cycle: Cycle, title: str, plan: Plan | None, lines: list[PlaceFigures], outside: tuple[int, int]
) -> TitleFigures:
    criteria, standing = cycle.criteria(title), cycle.standing(title)
    target = None if plan is None or title not in MEASURED else plan.of_measure(MEASURED[title], cycle.year)
    asked = None if target is None or target.value is None or target.unit != figure_words.PERCENT else target
    set_name: Words = T("Mã {id}", id=criteria.id)
    if criteria.number is not None and criteria.issued_on is not None:
        set_name = T("{number} ngày {day}", number=criteria.number, day=Day(criteria.issued_on))
    return TitleFigures(
        title=title_name(title),
        noun=PERSON if title == CITIZEN else NOUNS.get(title, Verbatim("")),
        whole_is=T("người từ {age} tuổi trong danh sách dân cư", age=criteria.adult_age)
        if title == CITIZEN
        else WHOLES.get(title, Verbatim("")),
        lines=lines,
        asked=None if asked is None or asked.value is None else Asked(asked.value, asked.strict),
        outside_registered=max(0, outside[0]),
        outside_reached=max(0, outside[1]),
        set_name=set_name,
        standing=standing_words(standing, criteria),
        is_verified=standing is Standing.VERIFIED,
        is_person=title == CITIZEN,
    )
