"""Families, clans, units and villages: who belongs where, what is computed from below, and that numbers stay true."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from criteria.activity import EventKind
from criteria.correct import OFF
from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN, CLAN, FAMILY, UNIT, VILLAGE
from criteria.parse import titles
from criteria.policy import Action as Act
from criteria.policy import Actor, Grant, Role, may
from criteria.score import Share, Verdict
from locales.text import T
from storage import (
    audit,
    clans,
    counters,
    cycles,
    decisions,
    declarations,
    duplicates,
    entry_codes,
    erasure,
    households,
    learning_events,
    mergers,
    people,
    places,
    queue,
    recount,
    roles,
    title_shares,
)
from storage.declaration_record import About, Declaration
from storage.entry_codes import WayIn
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person
from tests.village import (
    FAMILY_ANSWERS,
    GOOD,
    Village,
    adopt,
    declared,
    family_of,
    found,
    household_of,
    resident,
    there,
)


def now(tx: Transaction, declaration: Declaration) -> Declaration:
    tx.held.clear()
    loaded = declarations.load(tx, declaration.id)
    assert loaded is not None
    return loaded


def counters_agree(tx: Transaction, village: Village) -> None:
    cycle = cycles.of_year(tx, village.commune.id, 2026)
    assert cycle is not None
    for title in titles():
        assert counters.tallies(tx, cycle.id, title) == recount.recount(tx, cycle, title), title


def played(database: Database, work: Callable[[Transaction, Village], None]) -> Callable[[Transaction], None]:
    def whole(tx: Transaction) -> None:
        village = found(tx)
        work(tx, village)
        counters_agree(tx, village)
        tx.save_chain()
        assert audit.broken_chains(tx) == ()

    return whole


async def test_a_familys_result_follows_its_members(database: Database) -> None:
    """Lan and Mai live together; half of the adults must hold the title."""

    def work(tx: Transaction, village: Village) -> None:
        adopt(tx, village, FAMILY, {"rules.adults_share": 100, "rules.total": OFF})
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        family = family_of(tx, village, village.lan)
        assert family.assessment is not None
        assert (family.verdict, family.assessment.shares) == (Verdict.NOT_REACHED, (("GD2", 0, 2),))
        for person, reached in ((village.lan, 1), (mai, 2)):
            sent = declared(tx, village, person, GOOD)
            decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
            family = now(tx, family)
            assert family.assessment is not None
            assert family.assessment.shares == (("GD2", reached, 2),)
        assert family.verdict is Verdict.REACHED
        seen = family.revision
        decisions.decide(tx, now(tx, sent), Move.UNDO, person_id=village.head.id)
        family = now(tx, family)
        assert family.verdict is Verdict.NOT_REACHED
        assert family.revision > seen  # a button that shows the old share decides nothing

    await database.write(played(database, work))


async def test_more_adults_than_are_known_count_in_the_whole(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        household = household_of(tx, village.lan)
        answers = {**FAMILY_ANSWERS, "nguoi_lon": "4"}
        sent = declared(tx, village, village.lan, answers, FAMILY, household.about, household.place_id)
        assert sent.assessment is not None
        assert sent.assessment.shares == (("GD2", 0, 4),)

    await database.write(played(database, work))


async def test_where_no_rule_decides_the_head_does_on_record(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        family = family_of(tx, village, village.lan)
        assert family.verdict is Verdict.UNDECIDED
        decided = decisions.decide(tx, family, Move.CONFIRM, person_id=village.head.id, judged=Verdict.REACHED)
        assert decided is not None
        assert decided.is_reached
        tally = counters.tallies(tx, family.cycle.id, FAMILY)[village.kim_son.id]
        assert (tally[Measure.REGISTERED], tally[Measure.REACHED]) == (1, 1)
        entry = audit.of_subject(tx, f"declaration:{family.id}")[-1]
        assert (entry.code, entry.data["judged"]) == ("declaration.decided", "reached")
        undone = decisions.decide(tx, decided, Move.UNDO, person_id=village.head.id)
        assert undone is not None
        assert (undone.judged, undone.is_reached) == (None, False)

    await database.write(played(database, work))


async def test_a_household_is_declared_once_and_by_any_member(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        family = family_of(tx, village, village.lan)
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        member = Actor(mai.id, mai.household_id)
        assert may(member, Act.ANSWER, family.subject) is None
        head_of_village = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        assert may(head_of_village, Act.ANSWER, family.subject) is not None
        assert may(head_of_village, Act.DECIDE, family.subject) is None
        as_head = Actor(mai.id, mai.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        assert may(as_head, Act.DECIDE, family.subject) is not None  # never one's own family

    await database.write(played(database, work))


async def test_a_second_declaration_of_one_household_is_refused_by_the_database(database: Database) -> None:
    from sqlalchemy.exc import IntegrityError

    def work(tx: Transaction) -> None:
        village = found(tx)
        family_of(tx, village, village.lan)
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        family_of(tx, village, mai)

    with pytest.raises(IntegrityError):
        await database.write(work)


async def test_a_household_head_who_leaves_hands_over(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        household = household_of(tx, village.lan)
        households.set_head(tx, household, village.lan)
        family = family_of(tx, village, village.lan)
        left = households.leave(tx, people.get(tx, village.lan.id))
        assert left.household_id is None
        after = households.get(tx, household.id)
        heir = people.get(tx, after.head_id or 0)
        assert heir.full_name == "Trần Thị Mai"
        assert now(tx, family).person.id == heir.id
        assert now(tx, family).answers == FAMILY_ANSWERS  # nothing is lost
        assert there(now(tx, family).assessment).shares == (("GD2", 0, 2),)

    await database.write(played(database, work))


async def test_a_person_lives_in_one_household(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        own = households.found(tx, resident(tx, village.kim_son, "Hồ Thị Xuân", 1980, household="7"), code="XUAN22")
        assert entry_codes.opened_by(tx, "xuan22") is WayIn.HOUSEHOLD
        moved = households.enter(tx, own, village.lan, relation="sibling")
        moved = households.enter(tx, own, moved, relation="sibling")  # twice is once
        assert [each.id for each in households.members(tx, own.id)].count(moved.id) == 1
        assert village.lan.id not in {each.id for each in households.members(tx, village.lan.household_id or 0)}

    await database.write(played(database, work))


async def test_erasing_somebody_leaves_the_family_to_the_others(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        stranger = resident(tx, village.kim_son, "Hồ Thị Xuân", 1980, household="1", on_roster=False)
        households.set_head(tx, household_of(tx, stranger), stranger)
        family = family_of(tx, village, stranger)
        erasure.erase_person(tx, stranger)
        tx.held.clear()
        after = now(tx, family)
        assert after.person.full_name == "Nguyễn Thị Lan"
        assert after.answers == FAMILY_ANSWERS

    await database.write(played(database, work))


async def test_a_record_that_counts_elsewhere_is_no_adult_of_the_family(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        household = household_of(tx, village.lan)
        double = resident(tx, village.kim_son, "Nguyen Thi Lan", 1968, household="1")
        assert title_shares.adults(tx, village.cycle, household.id) == Share(0, 3)
        mergers.is_same(tx, double, village.lan)
        assert title_shares.adults(tx, village.cycle, household.id) == Share(0, 2)
        mergers.is_other(tx, double)  # looked at: somebody else after all
        assert title_shares.adults(tx, village.cycle, household.id) == Share(0, 3)

    await database.write(played(database, work))


async def test_no_share_of_a_village_is_more_than_its_roster(database: Database) -> None:
    """Whatever the counters say: a share above 100 % means nothing."""

    def work(tx: Transaction, village: Village) -> None:
        whole = title_shares.residents(tx, village.cycle, village.kim_son.id).whole
        assert whole == 4
        one = frozenset({Measure.REACHED_ON_ROSTER})
        for n in range(1, whole + 3):
            counters.shift(
                tx, cycle_id=village.cycle.id, place_id=village.kim_son.id, title=CITIZEN, before=frozenset(), after=one
            )
            assert title_shares.residents(tx, village.cycle, village.kim_son.id) == Share(min(n, whole), whole)

    await database.write(lambda tx: work(tx, found(tx)))


async def test_a_clan_counts_the_families_of_its_households(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        adopt(tx, village, CLAN, {"rules.families_share": 50, "rules.conditions": 1})
        clan = clans.found(tx, village.head, name="Phan Văn", code="PHANVN")
        for person in (village.lan, village.head):
            clans.enter(tx, clan, household_of(tx, person))
        family = family_of(tx, village, village.lan)
        sent = declared(tx, village, village.head, {"DH2": "1", "DH3": "0"}, CLAN, clan.about, clan.place_id)
        assert sent.assessment is not None
        assert (sent.assessment.shares, sent.verdict) == ((("DH1", 0, 2),), Verdict.NOT_REACHED)
        decisions.decide(tx, family, Move.CONFIRM, person_id=village.officer.id, judged=Verdict.REACHED)
        confirmed = decisions.decide(tx, now(tx, sent), Move.CONFIRM, person_id=village.officer.id)
        assert confirmed is not None
        assert confirmed.assessment is not None
        assert (confirmed.assessment.shares, confirmed.verdict) == ((("DH1", 1, 2),), Verdict.REACHED)
        clans.set_head(tx, clan, village.lan)
        assert now(tx, sent).person.id == village.lan.id

    await database.write(played(database, work))


async def test_a_person_counts_once_in_the_unit_or_in_the_village(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        school = places.add_village(
            tx, commune=village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCSSH",
            since=date(2026, 1, 1), kind=PlaceKind.UNIT,
        )  # fmt: skip
        ids = [village.kim_son.id, village.hong_linh.id, school.id]
        before = people.roster_sizes(tx, village.cycle, place_ids=ids, min_age=18)
        sent = declared(tx, village, village.lan, GOOD)
        moved = mergers.assess_at(tx, village.lan, school)
        assert moved is not None
        assert now(tx, sent).place_id == school.id
        after = people.roster_sizes(tx, village.cycle, place_ids=ids, min_age=18)
        assert sum(after.values()) == sum(before.values())
        assert (after[village.kim_son.id], after[school.id]) == (before[village.kim_son.id] - 1, 1)
        roles.give(tx, village.officer, Role.HEAD, school.id)
        decided = decisions.decide(tx, now(tx, sent), Move.CONFIRM, person_id=village.officer.id)
        assert decided is not None
        assert title_shares.residents(tx, decided.cycle, school.id).part == 1
        assert mergers.assess_at(tx, people.get(tx, village.lan.id), None) is None  # confirmed: counts there this year
        back = declared(tx, village, village.head, GOOD, UNIT, About(place_id=school.id), school.id)
        assert back.assessment is not None
        assert back.assessment.shares == (("DV1", 1, 1),)

    await database.write(played(database, work))


async def test_two_records_of_one_person_count_once(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        again = resident(tx, village.hong_linh, "NGUYỄN THỊ LAN", 1968, household="9")
        pairs = duplicates.in_commune(tx, village.commune.id)
        assert [(pair.one.id, pair.other.id) for pair in pairs] == [(village.lan.id, again.id)]
        ids = [village.kim_son.id, village.hong_linh.id]
        before = sum(people.roster_sizes(tx, village.cycle, place_ids=ids, min_age=18).values())
        for person in (village.lan, again):
            decisions.decide(tx, declared(tx, village, person, GOOD), Move.CONFIRM, person_id=village.officer.id)
        mergers.is_same(tx, again, village.lan)
        assert sum(people.roster_sizes(tx, village.cycle, place_ids=ids, min_age=18).values()) == before - 1
        assert duplicates.in_commune(tx, village.commune.id) == ()
        tallies = counters.tallies(tx, village.cycle.id, CITIZEN)
        assert sum(tally[Measure.REACHED_ON_ROSTER] for tally in tallies.values()) == 1
        assert village.hong_linh.id not in tallies  # set aside: one person, one declaration
        mergers.unsettle(tx, people.get(tx, again.id))
        tallies = counters.tallies(tx, village.cycle.id, CITIZEN)
        assert sum(tally[Measure.REACHED_ON_ROSTER] for tally in tallies.values()) == 2
        for person in (village.lan, again):
            mergers.is_other(tx, people.get(tx, person.id))
        assert duplicates.in_commune(tx, village.commune.id) == ()
        assert sum(people.roster_sizes(tx, village.cycle, place_ids=ids, min_age=18).values()) == before

    await database.write(played(database, work))


async def test_a_village_merged_in_the_middle_of_a_cycle_loses_nothing(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        clans.found(tx, village.lan, name="Nguyễn", code="NGUYE2")
        khanh = people.namesakes(tx, place_id=village.hong_linh.id, full_name="Lê Bá Khánh", birth_year=1955)[0]
        clans.found(tx, khanh, name="Nguyễn", code="NGUYE3")
        waiting = declared(tx, village, village.lan, GOOD)
        decisions.decide(tx, declared(tx, village, khanh, GOOD), Move.CONFIRM, person_id=village.officer.id)
        family = family_of(tx, village, village.lan)
        event = learning_events.announce(
            tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=tx.now.date(), hours=2,
            organiser="Thôn", code="NAM234", person_id=village.head.id,
        )  # fmt: skip
        before = _totals(tx, village, [village.kim_son.id, village.hong_linh.id])
        moved = mergers.merge(tx, village.kim_son, village.hong_linh)
        assert moved == 4
        assert [each.id for each in places.villages(tx, village.commune.id)] == [village.hong_linh.id]
        assert _totals(tx, village, [village.hong_linh.id]) == before
        assert now(tx, waiting).place_id == village.hong_linh.id
        assert now(tx, family).place_id == village.hong_linh.id
        assert there(places.by_join_code(tx, "KIMSON")).id == village.hong_linh.id  # the old poster still leads home
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.hong_linh.id),))
        assert queue.count(tx, head) == 2
        assert {grant.place_id for grant in _grants(tx, village.head)} == {village.hong_linh.id}
        assert len(households.members(tx, village.lan.household_id or 0)) == 2
        in_new = learning_events.of_places(tx, [village.hong_linh.id], year=2026, limit=5)
        assert [each.id for each in in_new] == [event.id]

    await database.write(played(database, work))


def _totals(tx: Transaction, village: Village, place_ids: list[int]) -> dict[str, int]:
    found_: dict[str, int] = {
        "roster": sum(people.roster_sizes(tx, village.cycle, place_ids=place_ids, min_age=18).values())
    }
    for title in titles():
        for tally in counters.tallies(tx, village.cycle.id, title).values():
            for measure, n in tally.counts.items():
                key = f"{title}.{measure.value}"
                found_[key] = found_.get(key, 0) + n
    return found_


def _grants(tx: Transaction, person: Person) -> tuple[Grant, ...]:
    from storage import accounts

    account = accounts.lock(tx, "web", "head-after")
    accounts.bind_person(tx, account, person)
    accounts.save(tx, account, owed=None)
    again = accounts.find(tx, "web", "head-after")
    assert again is not None
    return again.grants


async def test_titles_of_places_are_the_officers_to_confirm(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        answers = {"TH3": "1", "TH4": "1", "TH5": "1", "TH6": "1"}
        about = About(place_id=village.kim_son.id)
        sent = declared(tx, village, village.head, answers, VILLAGE, about, village.kim_son.id)
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        other_head = Actor(village.lan.id, village.lan.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        officer = Actor(village.officer.id, village.officer.household_id, (Grant(Role.OFFICER, village.commune.id),))
        assert may(head, Act.ANSWER, sent.subject) is None
        assert [may(actor, Act.DECIDE, sent.subject) is None for actor in (head, other_head, officer)] == [
            False, False, True
        ]  # fmt: skip
        assert [queue.count(tx, actor) for actor in (head, other_head, officer)] == [0, 0, 1]

    await database.write(played(database, work))


async def test_facts_feed_the_plans_and_go_with_the_person(database: Database) -> None:
    """Three people: trained, with a degree, and one who told nothing; then one is erased."""

    def work(tx: Transaction, village: Village) -> None:
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        told = {
            village.lan.id: {**GOOD, "qualification": "1", "schooling": "4", "life_skills": ["chay"]},
            mai.id: {**GOOD, "qualification": "4", "schooling": "5", "life_skills": ["chay", "khoe"]},
            village.head.id: {k: v for k, v in GOOD.items() if k not in {"qualification", "schooling", "life_skills"}},
        }
        for key, answers in told.items():
            sent = declared(tx, village, people.get(tx, key), answers)
            decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id)
        tally = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        # Lan is 58 and Mai 34: both of working age; the head, 56, told nothing, so he is not known.
        expected = {
            Measure.REACHED_ON_ROSTER: 3, Measure.KNOWN_15: 2, Measure.TRAINED: 2, Measure.DEGREE: 1,
            Measure.KNOWN_WORKING: 2, Measure.INFORMED: 2, Measure.LIFE_SKILLED: 1, Measure.INFORMED_AND_SKILLED: 1,
            Measure.DIGITAL: 3, Measure.KNOWN_15_35: 1, Measure.LITERATE_1: 1, Measure.KNOWN_15_60: 2,
            Measure.LITERATE_2: 2,
        }  # fmt: skip
        assert {measure: tally[measure] for measure in expected} == expected
        adopt(tx, village, CITIZEN, {"facts.life_skills_least": 1, "facts.working_to": 57})
        tally = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        # From one topic on, and up to 57 years: Lan is too old now.
        assert (tally[Measure.KNOWN_WORKING], tally[Measure.LIFE_SKILLED]) == (1, 1)
        erasure.erase_person(tx, mai)
        tally = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        assert (tally[Measure.REACHED_ON_ROSTER], tally[Measure.DEGREE]) == (3, 0)

    await database.write(played(database, work))


async def test_counters_of_every_title_equal_the_recount_after_any_moves(database: Database) -> None:
    """A hundred and fifty random moves on families, members, units and villages, with a fixed seed."""
    dice = random.Random(448)

    def work(tx: Transaction, village: Village) -> None:
        adopt(tx, village, FAMILY, {"rules.adults_share": 50, "rules.total": OFF})
        unit = places.add_village(
            tx, commune=village.commune, label="trường", name="Tiểu học", join_code="TIEUHC",
            since=date(2026, 1, 1), kind=PlaceKind.UNIT,
        )  # fmt: skip
        crowd = [
            resident(tx, village.kim_son, f"Võ Thị {chr(65 + i)}", 1960 + i, household=str(i % 4)) for i in range(8)
        ]
        for _ in range(150):
            person = people.get(tx, dice.choice(crowd).id)
            household = None if person.household_id is None else households.get(tx, person.household_id)
            mine = declarations.of_person(tx, person.id)
            families = () if household is None else declarations.about(tx, household.about)
            target = dice.choice([*mine, *families]) if (mine or families) else None
            match dice.choice(["declare", "family", "confirm", "return", "undo", "unit", "move", "same"]):
                case "declare" if not mine:
                    declared(tx, village, person, GOOD if dice.random() < 0.7 else {**GOOD, "A1": "0"})
                case "family" if household is not None and not families:
                    family_of(tx, village, person)
                case "confirm" if target is not None:
                    judged = Verdict.REACHED if target.verdict is Verdict.UNDECIDED else None
                    decisions.decide(tx, now(tx, target), Move.CONFIRM, person_id=village.officer.id, judged=judged)
                case "return" if target is not None:
                    decisions.decide(
                        tx, now(tx, target), Move.RETURN, person_id=village.officer.id, reason=T("Xem lại")
                    )
                case "undo" if target is not None:
                    decisions.decide(tx, now(tx, target), Move.UNDO, person_id=village.officer.id)
                case "unit":
                    mergers.assess_at(tx, person, None if person.unit_id else unit)
                case "move":
                    home = households.get(
                        tx, people.household(tx, place_id=village.kim_son.id, code=str(dice.randrange(4)))
                    )
                    households.enter(tx, home, person, relation="other")
                case "same" if dice.random() < 0.3:
                    mergers.is_same(tx, person, village.lan)
                case _:
                    pass
            tx.held.clear()
            counters_agree(tx, village)
        assert State.CONFIRMED in {each.state for p in crowd for each in declarations.of_person(tx, p.id)}

    await database.write(played(database, work))
