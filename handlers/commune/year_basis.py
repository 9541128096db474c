"""What the figures of a year rest on, and their lines by village and target: shared by all that reports them."""

from __future__ import annotations

from acts.words.presence_words import elsewhere_lines
from acts.words.year_words import counting_words, population_words
from criteria.declaration import Measure
from criteria.explain import rule_lines, standing_words
from criteria.model import CITIZEN, Standing
from criteria.names import fold
from criteria.plan import Level, Measured, Plan
from criteria.plan import load as load_plan
from handlers.commune import figure_words
from handlers.commune.criteria_adoption import correction_words
from handlers.commune.figure_words import Reading
from locales.text import Words, lines
from reports.column import NOT_YET, Cell
from reports.tables.basis import Basis
from reports.tables.citizen_statistics import VillageLine
from reports.tables.plan_targets import TargetLine
from storage import accounts, people, places, presence
from storage.counters import Tally
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.roster import Coverage, coverage


def own_plan(tx: Transaction, cycle: Cycle) -> Plan | None:
    """The plan that the cycle follows, where it is the commune's own: another's targets stand on no paper of this one.

    Its own by the official code; where a plan gives none, by its place's name.
    """
    plan = load_plan(cycle.plan)
    if plan is None or plan.level is not Level.COMMUNE:
        return None
    if plan.commune_code:
        commune = places.by_official_code(tx, plan.commune_code)
        return plan if commune is not None and commune.id == cycle.commune_id else None
    named = plan.place.msgid.partition(",")[0]
    return plan if fold(named) == fold(places.get(tx, cycle.commune_id).inline_name) else None


def target_line(reading: Reading) -> TargetLine:
    """A target of the plan as it stands."""
    target, counted = reading.target, reading.counted
    is_share = target.unit == figure_words.PERCENT and target.value is not None and not target.strict
    asked: Cell = target.share if is_share else reading.asked
    actual: Cell = reading.actual
    if counted is not None:
        actual = counted.part / counted.whole if counted.whole else NOT_YET
    elif reading.entry is not None and reading.entry.value is not None and target.unit == figure_words.PERCENT:
        actual = reading.entry.value / 100
    return TargetLine(
        name=target.name,
        asked=asked,
        actual=actual,
        part=None if counted is None else counted.part,
        whole=None if counted is None else counted.whole,
        known=None if counted is None or not counted.whole else counted.known,
        far=reading.far,
        origin=reading.origin,
        source=target.source.text,
        verified=target.source.verified,
    )


def village_lines(
    tx: Transaction, cycle: Cycle, villages: tuple[Place, ...], tallies: dict[int, Tally]
) -> list[VillageLine]:
    """The people's title, a line a village or unit, in the order given."""
    min_age = cycle.criteria().adult_age
    roster = people.roster_sizes(tx, cycle, place_ids=[v.id for v in villages], min_age=min_age)
    covered = coverage(tx, cycle)
    found = []
    for village in villages:
        tally = tallies.get(village.id, Tally(village.id, {}))
        found.append(
            VillageLine(
                place=village.full_name,
                roster=roster[village.id],
                registered=tally[Measure.REGISTERED],
                declared=tally[Measure.DECLARED],
                confirmed=tally[Measure.CONFIRMED],
                recognised=tally[Measure.RECOGNISED],
                registered_on_roster=covered.get(village.id, Coverage()).registered,
                reached=tally[cycle.settings.reached],
                reached_on_roster=tally[cycle.settings.reached_on_roster],
                outside_roster=tally[Measure.OUTSIDE_ROSTER],
                declared_on_roster=covered.get(village.id, Coverage()).declared,
            )
        )
    return found


def basis_of(tx: Transaction, cycle: Cycle, account_id: int, *, recount_agrees: bool | None) -> Basis:
    """What the figures of the people's title rest on; ``recount_agrees``: counted again they were the same."""
    criteria, standing = cycle.criteria(), cycle.standing()
    plan = own_plan(tx, cycle)
    target = None if plan is None else plan.of_measure(Measured.CITIZENS, cycle.year)
    has_number = target is not None and target.value is not None
    account = accounts.load_unlocked(tx, account_id)
    made_by = "" if account is None or account.person is None else account.person.full_name
    adopted: Words | None = None if standing is Standing.PROPOSED else standing_words(standing, criteria)
    return Basis(
        set_id=criteria.id,
        number=criteria.number,
        signed_on=criteria.issued_on,
        issuer=criteria.issuer,
        edition=criteria.edition,
        verified=standing is Standing.VERIFIED,
        adopted=adopted,
        pass_rule=lines(*rule_lines(criteria)),
        corrections=tuple(correction_words(criteria, cycle.adoption(CITIZEN).corrections)),
        min_age=criteria.adult_age,
        plan=None if plan is None else plan.name,
        target=target.share if target is not None and has_number else None,
        target_source=None if target is None else target.source.text,
        made_by=made_by,
        recount_agrees=recount_agrees,
        elsewhere=tuple(elsewhere_lines(cycle, presence.counts(tx, cycle))),
        registers=cycle.registers,
        counting=counting_words(cycle),
        population=population_words(tx, cycle),
    )
