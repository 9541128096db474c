"""Reads what the workbook of "Công dân học tập" shows, from one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from acts.words.results_words import made_words
from criteria import commune
from criteria.commune import CommuneResult, Threshold, threshold_state
from criteria.declaration import Measure
from criteria.explain import standing_words
from criteria.letterhead import Capacity, Issuer, Letterhead, signature_lines
from criteria.model import CITIZEN, Standing
from criteria.parse import title_name
from criteria.plan import Measured
from criteria.score import Verdict
from handlers.commune import figure_words, indicators
from handlers.commune.assigned_words import unit_names
from handlers.commune.year_basis import basis_of, own_plan, target_line, village_lines
from handlers.shared.title_form import group_of
from locales.format import day_of
from locales.text import Percent, T, Verbatim, Words
from reports.citizen_workbook import CitizenReport, CommuneReport
from reports.sorting import vietnamese_name_key
from reports.tables.all_titles import TitleLine
from reports.tables.commune_community import IndicatorLine
from reports.tables.confirmed_people import ConfirmedPerson
from storage import (
    anchors,
    assignments,
    counters,
    cycles,
    decisions,
    declarations,
    entered_figures,
    letterheads,
    listed_results,
    people,
    places,
    recount,
    target_actuals,
)
from storage.assignments import Assignment
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.target_actuals import Actual, TitleCount

REACHED = {Verdict.REACHED: True, Verdict.NOT_REACHED: False}


def citizen_report(tx: Transaction, cycle_id: int, account_id: int) -> CitizenReport:
    """The report of a cycle, asked for by an account.

    Raises:
        LookupError: the cycle is gone.
    """
    cycle = cycles.load(tx, cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {cycle_id}")
    commune = places.get(tx, cycle.commune_id)
    villages = places.villages(tx, commune.id)
    tallies = counters.tallies(tx, cycle.id, CITIZEN)
    recount_agrees = tallies == recount.recount(tx, cycle, CITIZEN)
    return CitizenReport(
        commune=commune.full_name,
        province=commune.province or "",
        year=cycle.year,
        villages=village_lines(tx, cycle, villages, tallies),
        people=_confirmed_people(tx, cycle, villages),
        basis=basis_of(tx, cycle, account_id, recount_agrees=recount_agrees),
        as_of=tx.now,
        provisional=standing_words(cycle.standing()) if cycle.standing() is Standing.PROPOSED else None,
        anchor=anchors.printed_last(tx),
        others=commune_report(tx, cycle),
        office=_office(tx, commune),
    )


def _office(tx: Transaction, commune: Place) -> tuple[Words, ...]:
    """Who signs for the committee, as an officer chose; the chair where nobody has. No name: it was not shown here."""
    kept = letterheads.of_commune(tx, commune.id).letterhead
    if kept.issuer is not Issuer.COMMITTEE or kept.capacity is Capacity.OPEN:
        kept = Letterhead(capacity=Capacity.CHAIR)
    return signature_lines(kept)


def commune_report(tx: Transaction, cycle: Cycle) -> CommuneReport:
    """The other sheets: the plan, the commune's own title, the titles of families, clans and places."""
    plan = own_plan(tx, cycle)
    result = target_actuals.commune_result(tx, cycle)
    targets = () if plan is None else figure_words.readings(tx, cycle, plan, plan.targets_for(cycle.year))
    return CommuneReport(
        plan=None if plan is None else plan.name,
        targets=[target_line(each) for each in targets],
        indicators=_indicator_lines(tx, cycle, result),
        result=indicators.result_lines(result),
        circular=indicators.basis_words(commune.load()),
        titles=[_title_line(each) for each in target_actuals.titles_by_place(tx, cycle)],
    )


def _lead(units: Mapping[int, str], made: Assignment | None) -> Words:
    """The unit that the commune itself has assigned; another commune's table stands on no paper of this one."""
    name = None if made is None or made.lead_id is None else units.get(made.lead_id)
    return T("chưa phân công") if name is None else Verbatim(name)


def _indicator_lines(tx: Transaction, cycle: Cycle, result: CommuneResult) -> list[IndicatorLine]:
    counted, entered = target_actuals.all_of(tx, cycle), entered_figures.latest(tx, cycle.id)
    units, made = unit_names(tx, cycle), assignments.of_cycle(tx, cycle.id)
    found = []
    for criterion in commune.load().criteria:
        for each in criterion.indicators:
            entry = entered.get(entered_figures.circular_key(each.id))
            line = IndicatorLine(
                criterion=T("{id}. {label}", id=criterion.id, label=criterion.label),
                indicator=T("{id} {label}", id=each.id, label=each.name),
                lead=_lead(units, made.get(entered_figures.circular_key(each.id))),
                result=indicators.STATES[result.state(each.id)],
                note="" if entry is None else entry.note,
                entered_by="" if entry is None else entry.full_name,
                entered_at=None if entry is None else entry.at,
            )
            shares = [_threshold_line(line, threshold, counted) for threshold in each.thresholds]
            found += [line, *shares]
    return found


def _threshold_line(line: IndicatorLine, threshold: Threshold, counted: Mapping[Measured, Actual]) -> IndicatorLine:
    """A share that a computed indicator asks for, in a line below it."""
    actual = counted[Measured(threshold.measured)]
    state = threshold_state(threshold, 1, *target_actuals.weighed(counted))
    return replace(
        line,
        indicator=T("– {name}, cần ít nhất {percent}", name=threshold.name, percent=Percent(threshold.level_1 / 100)),
        result=indicators.STATES[state],
        note=figure_words.missing_words(actual, threshold.level_1) or figure_words.NO_WHOLE,
        part=actual.part,
        whole=actual.whole,
        known=actual.known if actual.whole else None,
    )


def _title_line(count: TitleCount) -> TitleLine:
    tally = count.tally
    return TitleLine(
        place=count.place.full_name,
        title=title_name(count.title),
        whole=count.whole,
        registered=tally[Measure.REGISTERED],
        declared=tally[Measure.DECLARED],
        confirmed=tally[Measure.CONFIRMED],
        recognised=tally[Measure.RECOGNISED],
        reached=count.reached,
        reached_of_whole=count.reached_of_whole,
    )


def _confirmed_people(tx: Transaction, cycle: Cycle, villages: tuple[Place, ...]) -> list[ConfirmedPerson]:
    order = {village.id: (i, village.full_name) for i, village in enumerate(villages)}
    confirmed_by = decisions.confirmers(tx, cycle.id)
    groups = {group.id: group.name for group in cycle.criteria().groups}
    confirmed = declarations.confirmed(tx, cycle.id)
    spoken = [each.speaker.person_id for each in confirmed if each.speaker is not None and each.speaker.for_another]
    speakers = people.names(tx, [key for key in spoken if key is not None])

    def spoken_by(declaration: Declaration) -> str:
        speaker = declaration.speaker
        return speakers.get(speaker.person_id or 0, "") if speaker is not None and speaker.for_another else ""

    listed = listed_results.of_declarations(tx, [each.id for each in confirmed if each.made_elsewhere])

    def made_by(declaration: Declaration) -> str | Words:
        found = listed.get(declaration.id) if declaration.made_elsewhere else None
        return "" if found is None else made_words(found.origin)

    def sort_key(declaration: Declaration) -> tuple[int, object]:
        return order[declaration.place_id][0], vietnamese_name_key(declaration.person.full_name)

    return [
        ConfirmedPerson(
            full_name=each.person.full_name,
            birth_year=each.person.birth_year,
            village=order[each.place_id][1],
            group=groups.get(group_of(cycle.criteria(), each.answers) or "", Verbatim("")),
            points=each.total,
            reached=REACHED.get(each.verdict),
            confirmed_on=day_of(each.decided_at or tx.now),
            confirmed_by=confirmed_by.get(each.id, ""),
            on_roster=each.person.is_counted_in(cycle),
            spoken_by=spoken_by(each),
            made_by=made_by(each),
        )
        for each in sorted(confirmed, key=sort_key)
    ]
