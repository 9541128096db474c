"""Two records of one person merged and taken apart: everything is as it was, and numbers stay true on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from criteria.activity import ActivityKind
from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN, FAMILY
from criteria.parse import titles
from criteria.policy import Action, Actor, Grant, Role, Tie, may
from storage import (
    accounts,
    activities,
    clans,
    counters,
    cycles,
    decisions,
    declarations,
    households,
    people,
    person_changes,
    queue,
    record,
    record_merging,
    recount,
    registrations,
    replay,
    roles,
    ties,
    vouching,
)
from storage.kit.engine import Database
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, Registered
from storage.people import Person
from storage.registrations import Whose
from tests.conftest import MOMENT
from tests.soak import seeds
from tests.village import FAMILY_ANSWERS, GOOD, Village, declared, found, household_of, resident, sit_down, there

# What a merger and its undoing may leave behind: the log, the change itself, and how often a result was made anew.
APART = {"audit", "person_changes", "inbox", "outbox", "anchors"}
COLUMNS = {
    "accounts": {"audit_length", "audit_head", "audit_seal"},
    "declarations": {"revision", "doubts", "doubtful"},
}


def contents(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the tables."""
    said = {}
    for table in metadata.sorted_tables:
        if table.name in APART:
            continue
        columns = [each for each in table.columns if each.name not in COLUMNS.get(table.name, set())]
        rows = tx.connection.execute(select(*columns).order_by(*table.primary_key.columns))
        said[table.name] = [tuple(map(repr, row)) for row in rows]
    said["counters"] = [row for row in said["counters"] if row[-1] != "0"]
    return said


def agree(tx: Transaction, village: Village) -> None:
    """Counters, recount and the log say the same; no row was changed behind the log's back."""
    for cycle in cycles.of_commune(tx, village.commune.id):
        for title in titles():
            kept = counters.tallies(tx, cycle.id, title)
            assert kept == recount.recount(tx, cycle, title), title
            assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, title), title
    assert replay.differing(tx) == []


def two(tx: Transaction, village: Village) -> tuple[Person, Person]:
    """Lan of the roster, and her double, who joined in the other village."""
    double = resident(tx, village.hong_linh, "Nguyen Thi Lan", 1968, household="8", on_roster=False)
    return people.get(tx, village.lan.id), double


def played(database: Database, work: Callable[[Transaction, Village], None]) -> Any:
    def whole(tx: Transaction) -> None:
        work(tx, found(tx))
        tx.save_chain()

    return database.write(whole)


def _life(tx: Transaction, village: Village, person: Person, chance: random.Random) -> None:
    """Something of everything that can hang on a record, by chance."""
    if chance.random() < 0.6:
        sit_down(tx, "web", f"chat-{person.id}", person)
        accounts.lock(tx, "cli", "operator")
    if chance.random() < 0.6:
        activities.add(
            tx, person, kind=ActivityKind.BOOK, name="Sách", held_on=MOMENT.date(), hours=2, organiser="Thôn"
        )
    if chance.random() < 0.4:
        roles.give(tx, person, Role.HELPER, village.kim_son.id)
    if chance.random() < 0.5:
        ties.tie(tx, person.id, village.head.id, Tie.PICTURED)
    if chance.random() < 0.5:
        sit_down(tx, "web", "speaker", village.head)
        account = accounts.lock(tx, "web", "speaker")
        if person.id not in account.speaks_for:
            accounts.speak_for(tx, account, person, ConsentKind.ASKED)
        accounts.save(tx, account, owed=None)
        accounts.lock(tx, "cli", "operator")
    if chance.random() < 0.4:
        households.set_head(tx, household_of(tx, person), person)
    if chance.random() < 0.3:
        clans.found(tx, people.get(tx, person.id), name=f"Họ {person.id}", code=f"CLAN{person.id:04}")
    person = people.get(tx, person.id)
    if chance.random() < 0.5:
        whose = [Whose(person_id=person.id)]
        how = Registered.LIST
        registrations.register(
            tx, village.cycle, CITIZEN, whose, place_id=person.assessed_at, how=how, written_by=village.head.id
        )
    if chance.random() < 0.8:
        sent = declared(tx, village, person, GOOD)
        if chance.random() < 0.5:
            decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id)
        elif chance.random() < 0.4:
            decisions.decide(tx, sent, Move.RETURN, person_id=village.officer.id)
    if chance.random() < 0.4:
        home = household_of(tx, person)
        declared(tx, village, person, FAMILY_ANSWERS, FAMILY, home.about, home.place_id)


@pytest.mark.parametrize("seed", seeds(6, 24))
async def test_a_merger_taken_apart_leaves_everything_as_it_was(database: Database, seed: int) -> None:
    def work(tx: Transaction, village: Village) -> None:
        chance = random.Random(seed)
        pair = list(two(tx, village))
        if chance.random() < 0.3:  # both of one household
            pair[1] = resident(tx, village.kim_son, "Nguyen Thi Lan", 1968, household="1")
        for person in pair:
            _life(tx, village, person, chance)
        chance.shuffle(pair)
        gone, kept = (people.get(tx, each.id) for each in pair)
        tx.held.clear()
        before = contents(tx)
        agree(tx, village)
        keep = [chance.choice(both).id for both in record_merging.conflicts(tx, gone, kept)]
        change = there(record_merging.merge(tx, gone, kept, keep=keep, by=village.officer.id))
        tx.held.clear()
        agree(tx, village)
        (known,) = [each for each in person_changes.of_person(tx, kept.id) if each.id == change]
        assert record_merging.part(tx, known, by=village.officer.id)
        tx.held.clear()
        agree(tx, village)
        after = contents(tx)
        assert {name for name in before if before[name] != after[name]} == set()
        assert not record_merging.part(tx, there(person_changes.load(tx, change)), by=None)

    await played(database, work)


async def test_of_two_declarations_the_chosen_one_counts_and_the_other_is_set_aside(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        lan, double = two(tx, village)
        mine, theirs = (declared(tx, village, each, GOOD) for each in (lan, double))
        decisions.decide(tx, theirs, Move.CONFIRM, person_id=village.officer.id)
        assert record_merging.merge(tx, double, lan, keep=(), by=None) is None  # nobody has chosen
        assert record_merging.merge(tx, double, lan, keep=(mine.id, theirs.id), by=None) is None
        assert record_merging.merge(tx, double, lan, keep=(theirs.id,), by=None) is not None
        tx.held.clear()
        (counts,) = declarations.of_person(tx, lan.id)
        assert (counts.id, counts.state) == (theirs.id, State.CONFIRMED)
        assert Measure.REACHED_ON_ROSTER in counts.counts_for  # Lan is on the roster
        (aside,) = declarations.of_person(tx, double.id)
        assert (aside.id, aside.counts_for, aside.state) == (mine.id, frozenset(), State.SUBMITTED)
        head = Actor(village.head.id, None, (Grant(Role.HEAD, village.kim_son.id),))
        assert may(head, Action.DECIDE, aside.subject) is not None
        assert queue.count(tx, head) == 0
        sizes = people.roster_sizes(tx, village.cycle, place_ids=[village.kim_son.id, village.hong_linh.id], min_age=18)
        assert sizes == {village.kim_son.id: 3, village.hong_linh.id: 3}  # she counts where it was confirmed
        agree(tx, village)

    await played(database, work)


async def test_chats_roles_and_the_diary_go_along_and_what_came_since_stays(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        lan, double = two(tx, village)
        sit_down(tx, "web", "double", double)
        accounts.lock(tx, "cli", "operator")
        roles.give(tx, double, Role.HELPER, village.kim_son.id)
        given: dict[str, Any] = {"held_on": MOMENT.date(), "hours": 2, "organiser": "Thôn"}
        activities.add(tx, double, kind=ActivityKind.BOOK, name="Trước", **given)
        change = there(record_merging.merge(tx, double, lan, keep=(), by=None))
        assert there(there(accounts.find(tx, "web", "double")).person).id == lan.id
        assert people.is_claimed(tx, lan.id)
        assert [each.role for each in roles.of_person(tx, lan.id)] == [Role.HELPER]
        activities.add(tx, people.get(tx, lan.id), kind=ActivityKind.BOOK, name="Sau", **given)
        assert record_merging.part(tx, there(person_changes.load(tx, change)), by=None)
        names = {each.id: [entry.name for entry in activities.of_person(tx, each.id, 2026)] for each in (lan, double)}
        assert names == {lan.id: ["Sau"], double.id: ["Trước"]}
        assert not people.is_claimed(tx, lan.id)
        assert roles.of_person(tx, lan.id) == ()

    await played(database, work)


async def test_a_chat_that_came_by_name_alone_is_no_surer_for_being_merged(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        lan, double = two(tx, village)
        sit_down(tx, "web", "double", double)
        accounts.lock(tx, "cli", "operator")
        vouching.came_by_name(tx, double)
        came = people.get(tx, double.id).unvouched
        change = there(record_merging.merge(tx, double, lan, keep=(), by=None))
        assert people.get(tx, lan.id).unvouched == came is not None
        assert record_merging.part(tx, there(person_changes.load(tx, change)), by=None)
        assert people.get(tx, lan.id).unvouched is None

    await played(database, work)


async def test_a_record_is_not_merged_twice_nor_with_itself(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        lan, double = two(tx, village)
        assert record_merging.merge(tx, lan, lan, keep=(), by=None) is None
        assert record_merging.merge(tx, double, lan, keep=(), by=None) is not None
        for gone, kept in ((double, village.head), (village.head, double), (lan, double)):
            assert record_merging.merge(tx, gone, kept, keep=(), by=None) is None
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == {}

    await played(database, work)


async def test_the_record_proves_a_merger_and_its_undoing(sqlite: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        lan, double = two(tx, village)
        mine, theirs = (declared(tx, village, each, GOOD) for each in (lan, double))
        change = there(record_merging.merge(tx, double, lan, keep=(theirs.id,), by=None))
        tx.save_chain()
        assert list(record.look(tx).rows) == []
        record_merging.part(tx, there(person_changes.load(tx, change)), by=None)
        tx.save_chain()
        assert list(record.look(tx).rows) == []
        assert {each.id for each in declarations.of_person(tx, lan.id)} == {mine.id}

    await played(sqlite, work)
