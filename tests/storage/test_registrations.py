"""Registrations: one for each, never fewer than have declared, and every way of counting them says the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.verifying import verify
from criteria.declaration import EDITABLE, Measure, Move, State
from criteria.model import CITIZEN, CLAN, FAMILY, VILLAGE
from criteria.parse import titles
from criteria.place_names import VillageName
from locales.format import day_of
from storage import (
    counters,
    cycles,
    decisions,
    declarations,
    enrolment_lists,
    erasure,
    households,
    mergers,
    past_figures,
    past_years,
    people,
    person_deeds,
    places,
    recount,
    registrations,
    replay,
    roster,
    villages,
)
from storage.declaration_record import About
from storage.kit.engine import Database
from storage.kit.tables import cycles as cycle_rows
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind, Registered
from storage.registrations import Whose
from tests.soak import seeds
from tests.village import PLAIN, Village, declared, found, resident, speaking


def registered(tx: Transaction, village: Village, title: str = CITIZEN) -> dict[int, int]:
    """The kept counter, by place; places where nobody is registered are left out."""
    found_ = counters.tallies(tx, village.cycle.id, title)
    return {place: n for place, tally in found_.items() if (n := tally[Measure.REGISTERED])}


def register_lan(tx: Transaction, village: Village) -> int:
    return registrations.register(
        tx,
        village.cycle,
        CITIZEN,
        [Whose(person_id=village.lan.id)],
        place_id=village.lan.assessed_at,
        how=Registered.CHAT,
        written_by=village.lan.id,
    )


def all_agree(tx: Transaction, village: Village) -> None:
    """Counters, recount, the log played again and the rows say the same; who declared is registered where it counts."""
    for title in titles():
        kept = counters.tallies(tx, village.cycle.id, title)
        assert recount.recount(tx, village.cycle, title) == kept
        by_place = {place: tally[Measure.REGISTERED] for place, tally in kept.items()}
        told = replay.tallies({}, replay.registered(tx), village.cycle.id, title)
        assert {place: tally[Measure.REGISTERED] for place, tally in told.items()} == {
            place: n for place, n in by_place.items() if n
        }
        assert all(tally[Measure.REGISTERED] >= tally[Measure.DECLARED] for tally in kept.values())
    assert replay.unregistered(tx) == []
    assert registrations.lonely(tx) == ()


async def test_a_second_tap_registers_nobody_twice(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        assert register_lan(tx, village) == 1
        assert register_lan(tx, village) == 0
        assert registered(tx, village) == {village.kim_son.id: 1}
        kept = registrations.find(tx, village.cycle, CITIZEN, Whose(person_id=village.lan.id))
        assert kept is not None
        assert (kept.how, kept.day, kept.written_by) == (Registered.CHAT, day_of(tx.now), village.lan.id)
        all_agree(tx, village)

    await database.write(work)


async def test_who_begins_to_declare_is_registered_by_that_and_no_more_when_it_is_withdrawn(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        begun = declarations.begin(tx, village.lan, village.cycle, speaker=speaking(tx))
        kept = registrations.find(tx, village.cycle, CITIZEN, Whose(person_id=village.lan.id))
        assert kept is not None
        assert kept.how is Registered.DECLARED
        assert registrations.withdraw(tx, [kept.id]) == 0  # who has begun stays registered
        declarations.withdraw(tx, begun)
        assert registered(tx, village) == {}
        all_agree(tx, village)

    await database.write(work)


async def test_who_registered_before_stays_registered_when_the_declaration_is_withdrawn(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        begun = declarations.begin(tx, village.lan, village.cycle, speaker=speaking(tx))
        assert registered(tx, village) == {village.kim_son.id: 1}
        declarations.withdraw(tx, begun)
        assert registered(tx, village) == {village.kim_son.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_who_is_registered_elsewhere_counts_where_they_declare(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        moved = replace(village.lan, place_id=village.hong_linh.id)
        declarations.begin(tx, moved, village.cycle, speaker=speaking(tx))
        assert registered(tx, village) == {village.hong_linh.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_a_family_a_clan_and_a_village_are_registered_beside_their_people(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        household = village.lan.household_id or 0
        for title, whose in ((FAMILY, Whose(household_id=household)), (VILLAGE, Whose(place_id=village.kim_son.id))):
            assert registrations.register(
                tx, village.cycle, title, [whose], place_id=village.kim_son.id, how=Registered.CHAT, written_by=None
            )
        assert registered(tx, village, FAMILY) == registered(tx, village, VILLAGE) == {village.kim_son.id: 1}
        assert registered(tx, village, CLAN) == registered(tx, village) == {}
        declared(tx, village, village.lan, {}, FAMILY, About(household_id=household), village.kim_son.id)
        assert registered(tx, village, FAMILY) == {village.kim_son.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_a_row_is_of_exactly_one(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        both = Whose(person_id=village.lan.id, household_id=village.lan.household_id)
        with pytest.raises(IntegrityError), tx.connection.begin_nested():
            registrations.register(
                tx, village.cycle, CITIZEN, [both], place_id=village.kim_son.id, how=Registered.CHAT, written_by=None
            )

    await database.write(work)


async def test_a_whole_village_is_registered_at_once_and_taken_back_but_for_who_declared_since(
    database: Database,
) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        crowd = [resident(tx, village.kim_son, f"Phan Văn {n}", 1950 + n % 40, household="9") for n in range(300)]
        register_lan(tx, village)
        batch_id = registrations.begin_batch(tx, made_by=village.head.id)
        whose = [Whose(person_id=each.id) for each in (village.lan, *crowd)]
        n = registrations.register(
            tx,
            village.cycle,
            CITIZEN,
            whose,
            place_id=village.kim_son.id,
            how=Registered.EXCEPTION,
            written_by=village.head.id,
            batch_id=batch_id,
        )
        assert n == 300  # Lan was before
        assert registered(tx, village) == {village.kim_son.id: 301}
        declarations.begin(tx, crowd[7], village.cycle, speaker=speaking(tx))
        act = registrations.batch(tx, batch_id, lock=True)
        assert act is not None
        assert len(act.ids) == 300
        assert registrations.undo(tx, act) == 299
        assert registered(tx, village) == {village.kim_son.id: 2}
        again = registrations.batch(tx, batch_id)
        assert again is not None
        assert again.undone_at == tx.now
        all_agree(tx, village)

    await database.write(work)


async def test_a_merged_village_takes_who_is_registered_along_but_not_its_own_title(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        registrations.register(
            tx,
            village.cycle,
            VILLAGE,
            [Whose(place_id=village.kim_son.id)],
            place_id=village.kim_son.id,
            how=Registered.CHAT,
            written_by=None,
        )
        mergers.merge(tx, village.kim_son, village.hong_linh)
        assert registered(tx, village) == {village.hong_linh.id: 1}
        assert registered(tx, village, VILLAGE) == {village.kim_son.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_who_is_assessed_in_a_unit_is_registered_there(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        school = places.add_village(
            tx, commune=village.commune, label="trường", name="Mầm non", join_code="MAMNON", since=date(2026, 1, 1),
            kind=PlaceKind.UNIT,
        )  # fmt: skip
        mergers.assess_at(tx, village.lan, school)
        assert registered(tx, village) == {school.id: 1}
        mergers.assess_at(tx, people.get(tx, village.lan.id), None)
        assert registered(tx, village) == {village.kim_son.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_a_registration_moves_with_its_person_but_not_from_where_they_are_confirmed(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        lan = person_deeds.move_to(tx, village.lan, village.hong_linh, by=None)
        assert registered(tx, village) == {village.hong_linh.id: 1}
        sent = declared(tx, village, lan, PLAIN)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id)
        person_deeds.move_to(tx, lan, village.kim_son, by=None)
        assert registered(tx, village) == {village.hong_linh.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_a_village_that_is_split_gives_who_is_registered_along(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        home = village.lan.household_id or 0
        registrations.register(
            tx,
            village.cycle,
            FAMILY,
            [Whose(household_id=home)],
            place_id=village.kim_son.id,
            how=Registered.HOUSEHOLD,
            written_by=None,
        )
        new, _ = villages.split(
            tx,
            village.kim_son,
            VillageName("Thôn", "Mới", ""),
            commune=village.commune,
            join_code="THONMOI",
            household_ids=[home],
        )
        assert registered(tx, village) == registered(tx, village, FAMILY) == {new.id: 1}
        assert not villages.end(tx, new, by=village.officer.id)
        all_agree(tx, village)

    await database.write(work)


async def test_the_coverage_counts_registered_people_of_the_roster_who_are_old_enough(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        outside = resident(tx, village.kim_son, "Phan Văn Lạ", 1980, household="9", on_roster=False)
        register_lan(tx, village)
        registrations.register(
            tx,
            village.cycle,
            CITIZEN,
            [Whose(person_id=outside.id)],
            place_id=village.kim_son.id,
            how=Registered.LIST,
            written_by=None,
        )
        declared(tx, village, village.head, PLAIN)
        found_ = roster.coverage(tx, village.cycle)[village.kim_son.id]
        assert (found_.registered, found_.declared) == (2, 1)
        assert registered(tx, village) == {village.kim_son.id: 3}

    await database.write(work)


async def test_an_erased_person_is_registered_no_more_unless_their_confirmed_declaration_stays_a_number(
    database: Database,
) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        stays = declared(tx, village, village.officer, PLAIN)
        decisions.decide(tx, stays, Move.CONFIRM, person_id=village.head.id)
        erasure.erase_person(tx, people.get(tx, village.lan.id))
        erasure.erase_person(tx, people.get(tx, village.officer.id))
        assert registrations.of_person(tx, village.lan.id) == ()
        assert registered(tx, village) == {village.hong_linh.id: 1}
        all_agree(tx, village)

    await database.write(work)


async def test_a_settled_year_keeps_its_number_and_no_registration(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        register_lan(tx, village)
        tx.now = datetime(2029, 2, 1, tzinfo=UTC)
        past_years.settle_before(tx, 2027)
        settled = cycles.load(tx, village.cycle.id)
        assert settled is not None
        assert settled.settled_at is not None
        assert past_figures.tallies(tx, settled, CITIZEN)[village.kim_son.id][Measure.REGISTERED] == 1
        assert roster.coverage(tx, settled)[village.kim_son.id].registered == 1
        assert registrations.of_place(tx, settled, CITIZEN, village.kim_son.id) == ()
        assert replay.unregistered(tx) == []

    await database.write(work)


async def test_in_a_year_from_before_beginning_to_declare_is_what_registers(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        tx.write(update(cycle_rows).where(cycle_rows.c.id == village.cycle.id).values(registers=False))
        tx.audit("cycle.plan", f"cycle:{village.cycle.id}")
        cycle = cycles.load(tx, village.cycle.id)
        assert cycle is not None
        old = replace(village, cycle=cycle)
        assert register_lan(tx, old) == 0
        declared(tx, old, old.lan, PLAIN)
        assert registered(tx, old) == {old.kim_son.id: 1}
        assert roster.coverage(tx, cycle)[old.kim_son.id].registered == 1
        assert registrations.find(tx, cycle, CITIZEN, Whose(person_id=old.lan.id)) is None
        assert recount.recount(tx, cycle, CITIZEN) == counters.tallies(tx, cycle.id, CITIZEN)

    await database.write(work)


async def test_verify_finds_a_registration_that_was_changed_behind_the_programs_back(database: Database) -> None:
    def work(tx: Transaction) -> Village:
        village = found(tx)
        register_lan(tx, village)
        return village

    village = await database.write(work)
    assert (await database.read(verify)).problems == ()
    table = cycle_rows.metadata.tables["registrations"]
    await database.write(
        lambda tx: tx.connection.execute(update(table).values(place_id=village.hong_linh.id))  # by hand
    )
    said = "\n".join((await database.read(verify)).problems)
    assert "registrations 1: đang ghi khác với nhật ký" in said
    assert "Lượt đăng ký 1: nhật ký kể khác với đang ghi." in said
    assert "Số đếm không khớp" in said


async def test_a_list_of_households_says_since_when_each_is_registered(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        child = resident(tx, village.kim_son, "Nguyễn Văn Bé", 2015, household="1")
        register_lan(tx, village)
        households.set_head(tx, households.get(tx, village.lan.household_id or 0), village.lan)
        first, second = enrolment_lists.homes(tx, village.kim_son.id, village.cycle)
        assert (first.code, first.head_name, first.day) == ("1", "Nguyễn Thị Lan", None)
        assert [(each.full_name, each.day) for each in first.lines] == [
            ("Nguyễn Thị Lan", day_of(tx.now)), ("Trần Thị Mai", None),
        ]  # fmt: skip
        assert child.id not in {each.person_id for each in first.lines}  # too young
        assert second.head_name == "Phan Văn Đức"  # the eldest, while nobody is the head

    await database.write(work)


STEPS = ("register", "withdraw", "declare", "send", "confirm", "undo", "withdraw declaration", "unit", "village",
         "batch", "take back", "merge", "erase", "family", "twin")  # fmt: skip


@pytest.mark.parametrize("seed", seeds(2, 6))
async def test_after_any_order_of_acts_every_way_of_counting_says_the_same(database: Database, seed: int) -> None:
    await database.write(lambda tx: _play(tx, random.Random(seed)))
    assert (await database.read(verify)).problems == ()


def _play(tx: Transaction, dice: random.Random) -> None:
    village = found(tx)
    school = places.add_village(
        tx, commune=village.commune, label="trường", name="Mầm non", join_code="MAMNON", since=date(2026, 1, 1),
        kind=PlaceKind.UNIT,
    )  # fmt: skip
    crowd = [village.lan.id, *(resident(tx, dice.choice([village.kim_son, village.hong_linh]), f"Phan Văn {n}",
                                        1960 + n, household="9").id for n in range(5))]  # fmt: skip
    merged = False
    last_batch = 0
    for step in dice.choices(STEPS, k=40):
        tx.held.clear()
        person = people.get(tx, dice.choice(crowd))
        if not person.full_name:
            continue
        whose = Whose(person_id=person.id)
        kept = registrations.find(tx, village.cycle, CITIZEN, whose)
        mine = next(iter(declarations.of_person(tx, person.id)), None)
        match step:
            case "register":
                _register(tx, village, [whose], person.assessed_at)
            case "withdraw" if kept is not None:
                assert registrations.withdraw(tx, [kept.id]) == (mine is None)
            case "declare" if mine is None:
                declarations.begin(tx, person, village.cycle, speaker=speaking(tx))
            case "send" if mine is not None:
                declarations.submit(tx, mine, speaker=speaking(tx))
            case "confirm" | "undo" if mine is not None:
                decisions.decide(tx, mine, Move(step), person_id=village.head.id)
            case "withdraw declaration" if mine is not None and mine.state in EDITABLE:
                declarations.withdraw(tx, mine)
            case "unit":
                mergers.assess_at(tx, person, school)
            case "village":
                mergers.assess_at(tx, person, None)
            case "batch":
                last_batch = registrations.begin_batch(tx, made_by=village.head.id)
                here = [each for key in crowd if (each := people.get(tx, key)).full_name]
                there_ = [Whose(person_id=each.id) for each in here if each.assessed_at == person.assessed_at]
                _register(tx, village, there_, person.assessed_at, last_batch)
            case "take back" if last_batch:
                act = registrations.batch(tx, last_batch, lock=True)
                if act is not None and act.undone_at is None:
                    registrations.undo(tx, act)
            case "merge" if not merged:
                mergers.merge(tx, village.kim_son, village.hong_linh)
                merged = True
            case "erase" if dice.random() < 0.3 and (mine is None or mine.state is not State.RETURNED):
                erasure.erase_person(tx, person)
            case "family":
                home = Whose(household_id=person.household_id)
                if person.household_id is not None:
                    place_id = households.get(tx, person.household_id).place_id
                    registrations.register(
                        tx, village.cycle, FAMILY, [home], place_id=place_id, how=Registered.HOUSEHOLD, written_by=None
                    )
            case "twin":
                mergers.is_same(tx, person, village.officer)
            case _:
                pass
        all_agree(tx, village)


def _register(
    tx: Transaction, village: Village, whose: list[Whose], place_id: int, batch_id: int | None = None
) -> None:
    registrations.register(
        tx,
        village.cycle,
        CITIZEN,
        whose,
        place_id=place_id,
        how=Registered.EXCEPTION if batch_id else Registered.CHAT,
        written_by=None,
        batch_id=batch_id,
    )
