"""What a commune has achieved, in a commune small enough to count by hand, and entries beside it."""

from __future__ import annotations

import pytest

from criteria import commune
from criteria import plan as plans
from criteria.activity import ActivityKind
from criteria.commune import State
from criteria.correct import OFF
from criteria.declaration import Move
from criteria.model import FAMILY
from criteria.parse import titles
from criteria.plan import Measured
from criteria.policy import Action, Actor, Grant, Role, may
from criteria.score import Share, Verdict
from handlers.commune import figure_words
from storage import (
    audit,
    counters,
    cycles,
    decisions,
    entered_figures,
    people,
    places,
    recount,
    target_actuals,
    title_shares,
)
from storage.cycles import Cycle
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, PlaceKind
from storage.people import Person
from tests.village import GOOD, Village, adopt, declared, family_of, found, resident


def cycle_of(tx: Transaction, village: Village) -> Cycle:
    cycle = cycles.of_year(tx, village.commune.id, 2026)
    assert cycle is not None
    return cycle


def confirmed(tx: Transaction, village: Village, person: Person, **answers: object) -> None:
    sent = declared(tx, village, person, {**GOOD, **answers})
    decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id)


def numbers(tx: Transaction, village: Village) -> dict[Measured, tuple[int, int, int | None]]:
    counted = target_actuals.all_of(tx, cycle_of(tx, village))
    return {key: (each.part, each.whole, each.known) for key, each in counted.items()}


async def test_a_small_commune_counted_by_hand(database: Database) -> None:
    """The roster, in 2026: Lan 58, Mai 34, Đức 56, Hải 30 (Kim Sơn), Khánh 71, Thương 38 (Hồng Lĩnh), and Tí, 16.

    Lan and Mai are confirmed and reach the mark; Đức only sent his declaration; a stranger off the roster is confirmed.
    Lan has a certificate, one life skill and three tasks; Mai a degree, two life skills and one task.
    """

    def work(tx: Transaction) -> None:
        village = found(tx)
        resident(tx, village.hong_linh, "Lê Văn Tí", 2010, household="1")
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        stranger = resident(tx, village.kim_son, "Hồ Thị Ân", 1990, household="9", on_roster=False)
        confirmed(tx, village, village.lan, qualification="1", life_skills=["chay"])
        confirmed(tx, village, mai, qualification="4", life_skills=["chay", "khoe"])
        confirmed(tx, village, stranger)
        declared(tx, village, village.head, GOOD)
        found_now = numbers(tx, village)
        assert found_now[Measured.CITIZENS] == (2, 6, 4)  # six adults; four declared, the stranger among them
        assert found_now[Measured.QUALIFIED] == (2, 7, 2)  # Tí is 16
        assert found_now[Measured.DEGREE] == (1, 7, 2)
        assert found_now[Measured.INFORMATION] == (2, 6, 2)  # 15 to 59: not Khánh
        assert found_now[Measured.LIFE_SKILLS] == (1, 6, 2)
        assert found_now[Measured.INFORMATION_AND_LIFE_SKILLS] == (1, 6, 2)
        assert found_now[Measured.CADRES] == (0, 0, 0)  # no units yet: no share
        assert found_now[Measured.UNITS] == (0, 0, 0)
        assert found_now[Measured.VILLAGES] == (0, 2, 0)
        assert found_now[Measured.FAMILIES][1] == 5  # of the roster and the one that was made by hand
        assert target_actuals.all_of(tx, cycle_of(tx, village))[Measured.CITIZENS].registered == 4

    await database.write(work)


async def test_registered_and_achieved_are_two_numbers(database: Database) -> None:
    """One family declares, is not confirmed; it counts as registered and as nothing else until it is."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        adopt(tx, village, FAMILY, {"rules.adults_share": 50, "rules.total": OFF})
        family = family_of(tx, village, village.lan)
        cycle = cycle_of(tx, village)
        before = target_actuals.all_of(tx, cycle)[Measured.FAMILIES]
        assert (before.part, before.whole, before.registered) == (0, 4, 1)
        confirmed(tx, village, village.lan)
        tx.held.clear()
        from storage import declarations

        family = declarations.load(tx, family.id) or family
        assert family.verdict is Verdict.REACHED  # one adult of two, and half is asked for
        decisions.decide(tx, family, Move.CONFIRM, person_id=village.officer.id)
        after = target_actuals.all_of(tx, cycle)[Measured.FAMILIES]
        assert (after.part, after.whole, after.registered) == (1, 4, 1)
        assert after.share == title_shares.families(tx, cycle, village.kim_son.id) or after.share == Share(1, 4)
        (line,) = [
            each for each in target_actuals.titles_by_place(tx, cycle)
            if each.title == FAMILY and each.place.id == village.kim_son.id
        ]  # fmt: skip
        assert (line.whole, line.reached_of_whole) == (2, 1)

    await database.write(work)


async def test_people_of_a_unit_count_there_and_among_the_cadres(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        unit = places.add_village(
            tx, commune=village.commune, label="trường", name="THCS Sơn Hồng", join_code="TRUONG22",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip
        teacher = resident(tx, unit, "Phạm Thị Hoa", 1985, household="1")
        resident(tx, unit, "Phạm Văn Bình", 1980, household="2")
        confirmed(tx, village, teacher, occupation="can_bo")
        found_now = numbers(tx, village)
        assert found_now[Measured.CADRES] == (1, 2, 1)
        assert found_now[Measured.CITIZENS] == (1, 8, 1)  # a teacher is a citizen, too
        assert found_now[Measured.UNITS] == (0, 1, 0)
        assert found_now[Measured.VILLAGES] == (0, 2, 0)

    await database.write(work)


async def test_who_works_at_a_school_and_is_no_official_is_not_among_the_cadres(database: Database) -> None:
    """Three people of the school: a teacher and a gardener who declared, one who did not; and an enterprise's cadre."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        school, firm = (
            places.add_village(
                tx, commune=village.commune, label=label, name=name, join_code=code, since=tx.now.date(),
                kind=PlaceKind.UNIT,
            )
            for label, name, code in (("trường", "THCS", "TRUONG22"), ("doanh nghiệp", "Gỗ", "GOGOGO22"))
        )  # fmt: skip
        confirmed(tx, village, resident(tx, school, "Phạm Thị Hoa", 1985, household="1"), occupation="can_bo")
        confirmed(tx, village, resident(tx, school, "Phạm Văn Bình", 1980, household="2"), occupation="ruong")
        resident(tx, school, "Phạm Văn Cảnh", 1981, household="3")
        confirmed(tx, village, resident(tx, firm, "Phạm Thị Dung", 1982, household="4"), occupation="can_bo")
        found_now = numbers(tx, village)
        assert found_now[Measured.CADRES] == (1, 2, 1)
        assert found_now[Measured.ENTERPRISES] == (0, 1, 0)
        assert found_now[Measured.UNITS] == (0, 2, 0)

    await database.write(work)


async def test_of_everybody_children_count_as_not_having_it(database: Database) -> None:
    """Six adults, a boy of 16 and a child of 6: 5.2 asks of "công dân trong xã", the other plans of those from 15."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        resident(tx, village.hong_linh, "Lê Văn Tí", 2010, household="1")
        resident(tx, village.hong_linh, "Lê Văn Tèo", 2020, household="1")
        confirmed(tx, village, village.lan, qualification="4")
        counted = target_actuals.all_of(tx, cycle_of(tx, village))
        of_all, from_15 = counted[Measured.DEGREE_OF_ALL], counted[Measured.DEGREE]
        assert (of_all.part, of_all.whole, of_all.known, of_all.young, of_all.below) == (1, 8, 1, 1, 1)
        assert (from_15.part, from_15.whole, from_15.known, from_15.young, from_15.below) == (1, 7, 1, 1, 0)
        _, known = target_actuals.weighed(counted)
        assert (known["degree_of_all"], known["degree"]) == (2, 1)  # of the child it is known that it has none

    await database.write(work)


async def test_without_a_roster_there_is_no_share(database: Database) -> None:
    def work(tx: Transaction) -> None:
        from bot.commune_setup import add_commune

        bare = add_commune(tx, "18163", year=2026, contact="–", villages=["Một"])
        cycle = cycles.of_year(tx, bare.id, 2026)
        assert cycle is not None
        counted = target_actuals.all_of(tx, cycle)
        assert all(counted[key].share is None for key in (Measured.CITIZENS, Measured.QUALIFIED, Measured.FAMILIES))
        assert target_actuals.commune_result(tx, cycle).state("5.1") is State.UNKNOWN

    await database.write(work)


async def test_the_actuals_equal_a_recount(database: Database) -> None:
    """The same numbers from the declarations themselves as from the counters."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        crowd = [resident(tx, village.hong_linh, f"Lê Văn {name}", 1960 + 5 * i, household="3")
                 for i, name in enumerate("ABCDEF")]  # fmt: skip
        for i, person in enumerate(crowd):
            confirmed(tx, village, person, qualification=str(i % 6), life_skills=["chay", "khoe"][: i % 2 + 1])
        cycle = cycle_of(tx, village)
        before = numbers(tx, village)
        for title in titles():
            assert counters.tallies(tx, cycle.id, title) == recount.recount(tx, cycle, title)
            recount.rebuild(tx, cycle, title)
        assert numbers(tx, village) == before

    await database.write(work)


async def test_entries_are_appended_and_the_last_holds(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        cycle = cycle_of(tx, village)
        key = entered_figures.circular_key("2.2")
        first = entered_figures.enter(tx, cycle, key, met=True, note="Sổ quỹ số 3", person_id=village.officer.id)
        second = entered_figures.enter(tx, cycle, key, met=False, note="Xem lại", person_id=village.officer.id)
        entered_figures.enter(
            tx, cycle, entered_figures.plan_key("p", "x"), value=85, note="Báo cáo", person_id=village.officer.id
        )
        assert entered_figures.history(tx, cycle.id, key) == (second, first)
        assert entered_figures.latest(tx, cycle.id)[key] == second == entered_figures.latest_of(tx, cycle.id, key)
        assert (second.full_name, second.at) == (village.officer.full_name, tx.now)
        assert target_actuals.commune_result(tx, cycle).state("2.2") is State.NOT_MET
        assert [each.code for each in audit.of_subject(tx, f"entry:{first.id}")] == ["entry.made"]
        with pytest.raises(ValueError, match="nothing"):
            entered_figures.enter(tx, cycle, key, note="–", person_id=village.officer.id)
        tx.save_chain()
        assert audit.broken_chains(tx) == ()

    await database.write(work)


async def test_level_one_from_entries_and_shares(database: Database) -> None:
    """Thirteen entries, four of six adults with the title, all six with a degree: 15 of 15."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        cycle = cycle_of(tx, village)
        for indicator in commune.load().indicators:
            if not indicator.is_computed:
                key = entered_figures.circular_key(indicator.id)
                entered_figures.enter(tx, cycle, key, met=True, note="Có", person_id=village.officer.id)
        everybody = [
            person
            for name, year in (("Nguyễn Thị Lan", 1968), ("Trần Thị Mai", 1992), ("Phan Văn Hải", 1996))
            for person in people.namesakes(tx, place_id=village.kim_son.id, full_name=name, birth_year=year)
        ]
        for person in everybody:
            confirmed(tx, village, person, qualification="4")
        result = target_actuals.commune_result(tx, cycle)
        assert (result.state("5.1"), result.state("5.2")) == (State.NOT_MET, State.MET)  # 3/6 and 3/6
        assert result.verdicts[1] is Verdict.NOT_REACHED
        confirmed(tx, village, village.head, qualification="0")
        result = target_actuals.commune_result(tx, cycle)
        assert (len(result.of_state(State.MET)), result.level) == (15, 1)
        assert target_actuals.all_of(tx, cycle)[Measured.COMMUNE].level == 1

    await database.write(work)


async def test_a_place_is_active_once_somebody_learned_there_this_year(database: Database) -> None:
    def work(tx: Transaction) -> None:
        from datetime import date

        from sqlalchemy import insert

        from storage.kit.tables import activities

        village = found(tx)
        row = {"kind": ActivityKind.COURSE, "name": "Lớp may", "hours": 2, "organiser": "–", "created_at": tx.now}
        old = {"person_id": village.lan.id, "held_on": date(2025, 12, 31)}
        tx.connection.execute(insert(activities), {**row, **old})
        assert numbers(tx, village)[Measured.ACTIVE_PLACES] == (0, 2, None)
        tx.connection.execute(insert(activities), {**row, **old, "held_on": date(2026, 1, 1)})
        assert numbers(tx, village)[Measured.ACTIVE_PLACES] == (1, 2, None)

    await database.write(work)


async def test_every_target_of_every_plan_can_be_read(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        cycle = cycle_of(tx, village)
        for plan in plans.load_all():
            for target in plan.targets:
                (reading,) = figure_words.readings(tx, cycle, plan, [target])
                assert reading.asked
                route = f"plan-page/99999/{plan.id}/99"
                assert len(route.encode()) <= 64
                assert len(f"target/99999/{plan.id}/{target.id}".encode()) <= 64
                assert len(entered_figures.plan_key(plan.id, target.id)) <= 64

    await sqlite.write(work)


def test_only_officers_of_the_commune_enter() -> None:
    cycle = Cycle(id=1, commune_id=7, year=2026, state=CycleState.OPEN, plan="", adoptions={})
    officer, other = Actor(1, None, (Grant(Role.OFFICER, 7),)), Actor(2, None, (Grant(Role.OFFICER, 8),))
    assert may(officer, Action.ENTER, cycle.subject) is None
    assert may(other, Action.ENTER, cycle.subject) is not None
    closed = Cycle(id=1, commune_id=7, year=2026, state=CycleState.LOCKED, plan="", adoptions={})
    assert may(officer, Action.ENTER, closed.subject) is not None
