"""A roster's file is taken over in slices: who is new is entered, who is known is found, and the record proves it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.commune_setup import act_as_operator
from bot.verifying import verify
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN
from criteria.roster_matching import Listing
from storage import (
    counters,
    decisions,
    declarations,
    people,
    recount,
    roster_imports,
    roster_taking,
)
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ImportState
from storage.places import Place
from storage.roster_imports import Counts, RosterImport
from tests.conftest import Clock
from tests.rosters import ORIGIN, Row, brought
from tests.village import PLAIN, declared, found, resident, there


async def take(database: Database, file: RosterImport, *, most: int = 2) -> None:
    """Take a file over, some lines a transaction."""

    def begin(tx: Transaction) -> bool:
        act_as_operator(tx)
        return roster_imports.start(tx, roster_imports.get(tx, file.id, lock=True))

    def some(tx: Transaction, after: int) -> int | None:
        act_as_operator(tx)
        return roster_taking.take_some(tx, file.id, by=None, after=after, most=most)

    def end(tx: Transaction) -> None:
        act_as_operator(tx)
        roster_imports.finish(tx, file.id)

    assert await database.write(begin)
    after: int | None = -1
    while after is not None:
        after = await database.write(partial(some, after=after))
    await database.write(end)


async def counts(database: Database, file: RosterImport) -> Counts:
    return await database.read(lambda tx: roster_imports.counts(tx, file.id))


async def proved(database: Database) -> None:
    report = await database.read(verify)
    assert not report.problems, report.problems


async def size(database: Database, place: Place) -> int:
    found_ = await database.read(lambda tx: people.roster_counts(tx, place_ids=[place.id]))
    return found_.get(place.id, 0)


async def test_who_is_new_is_entered_with_their_households_and_the_record_proves_it(database: Database) -> None:
    village = await database.write(found)
    rows: list[tuple[Place, Row]] = [
        (village.kim_son, ("Nguyễn Thị Lan", 1968, "1")),
        (village.kim_son, ("Trần Thị Mai", 1992, "1")),
        *((village.kim_son, (f"Hồ Văn {'ABCDE'[i]}", 1950 + i, f"{10 + i // 2}")) for i in range(5)),
        (village.hong_linh, ("Vi Thị Xuân", 0, "")),
    ]
    file = await database.write(partial(brought, village=village, lines=rows))
    await take(database, file)

    taken = await counts(database, file)
    assert taken.done == {Listing.NEW: 6}
    assert taken.all[Listing.SAME] == 2
    assert await size(database, village.kim_son) == 4 + 5
    assert (await database.read(lambda tx: roster_imports.get(tx, file.id))).state is ImportState.TAKEN
    (ho,) = await database.read(
        lambda tx: people.namesakes(tx, place_id=village.kim_son.id, full_name="ho van b", birth_year=1951)
    )
    (beside,) = await database.read(
        lambda tx: people.namesakes(tx, place_id=village.kim_son.id, full_name="Hồ Văn A", birth_year=1950)
    )
    assert ho.on_roster
    assert ho.household_id == beside.household_id is not None
    await proved(database)


async def test_the_same_file_again_changes_nothing(database: Database) -> None:
    village = await database.write(found)
    rows = [(village.kim_son, (f"Hồ Văn {'ABCDE'[i]}", 1950 + i, "3")) for i in range(5)]
    await take(database, await database.write(partial(brought, village=village, lines=rows)))
    before = await size(database, village.kim_son)
    again = await database.write(partial(brought, village=village, lines=rows))
    assert (await counts(database, again)).to_take == 0
    await take(database, again)
    assert await size(database, village.kim_son) == before
    await proved(database)


async def test_who_declared_by_themselves_counts_in_the_share_once_the_roster_knows_them(database: Database) -> None:
    village = await database.write(found)

    def joined(tx: Transaction) -> None:
        act_as_operator(tx)
        person = resident(tx, village.kim_son, "Hồ Văn Mới", 1975, household="n", on_roster=False)
        declared(tx, village, person, PLAIN)
        (mine,) = declarations.of_person(tx, person.id)
        decisions.decide(tx, there(declarations.load(tx, mine.id)), Move.CONFIRM, person_id=village.head.id)

    def tally(tx: Transaction) -> tuple[int, int]:
        kept = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == recount.recount(tx, village.cycle, CITIZEN)
        return kept[Measure.OUTSIDE_ROSTER], kept[Measure.REACHED_ON_ROSTER]

    await database.write(joined)
    assert await database.read(tally) == (1, 0)
    rows = [(village.kim_son, ("HỒ VĂN MỚI", 1975, "21"))]
    file = await database.write(partial(brought, village=village, lines=rows))
    assert (await counts(database, file)).all[Listing.CHANGED] == 1
    await take(database, file)
    assert await database.read(tally) == (0, 1)
    await proved(database)


async def test_who_joins_while_the_file_waits_is_found_and_not_doubled(database: Database, clock: Clock) -> None:
    village = await database.write(found)
    rows = [(village.kim_son, ("Hồ Văn Mới", 1975, "21")), (village.kim_son, ("Hồ Văn Cũ", 1945, "21"))]
    file = await database.write(partial(brought, village=village, lines=rows))
    clock.advance(hours=2)

    def joins(tx: Transaction) -> None:
        act_as_operator(tx)
        people.add(tx, place_id=village.kim_son.id, full_name="Hồ Văn Mới", birth_year=1975, on_roster=False)

    await database.write(joins)
    await take(database, file)
    assert (await counts(database, file)).done == {Listing.NEW: 1, Listing.CHANGED: 1}
    same = await database.read(
        lambda tx: people.namesakes(tx, place_id=village.kim_son.id, full_name="Hồ Văn Mới", birth_year=1975)
    )
    assert [each.on_roster for each in same] == [True]
    await proved(database)


async def test_who_moved_goes_along_with_what_is_not_decided_and_stays_where_it_is(database: Database) -> None:
    village = await database.write(found)

    def declares(tx: Transaction) -> None:
        act_as_operator(tx)
        declared(tx, village, village.lan, PLAIN)

    await database.write(declares)
    rows = [
        (village.hong_linh, ("Nguyễn Thị Lan", 1968, "9")),
        (village.hong_linh, ("Lê Bá Khánh", 1955, "1")),
        (village.kim_son, ("Trần Thị Mai", 1992, "1")),
    ]
    file = await database.write(partial(brought, village=village, lines=rows))
    seen = await counts(database, file)
    assert seen.all[Listing.MOVED] == 1
    assert seen.all[Listing.GONE] == 3, "the head, his son and the officer are in no line"
    await take(database, file)

    def after(tx: Transaction) -> tuple[int, int | None, int]:
        lan = people.get(tx, village.lan.id)
        (mine,) = declarations.of_person(tx, lan.id)
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == recount.recount(tx, village.cycle, CITIZEN)
        return lan.place_id, lan.household_id, mine.place_id

    place, household, declared_at = await database.read(after)
    assert (place, declared_at) == (village.hong_linh.id, village.hong_linh.id)
    assert household not in {None, village.lan.household_id}
    await proved(database)


async def test_who_moved_and_is_confirmed_counts_this_year_where_that_was(database: Database) -> None:
    village = await database.write(found)

    def confirmed(tx: Transaction) -> None:
        act_as_operator(tx)
        declared(tx, village, village.lan, PLAIN)
        (mine,) = declarations.of_person(tx, village.lan.id)
        decisions.decide(tx, there(declarations.load(tx, mine.id)), Move.CONFIRM, person_id=village.head.id)

    await database.write(confirmed)
    rows = [(village.hong_linh, ("Nguyễn Thị Lan", 1968, "9")), (village.kim_son, ("Trần Thị Mai", 1992, "1"))]
    file = await database.write(partial(brought, village=village, lines=rows))
    await take(database, file)
    assert (await counts(database, file)).done == {Listing.MOVED: 1}

    def after(tx: Transaction) -> tuple[int, int]:
        (mine,) = declarations.of_person(tx, village.lan.id)
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == recount.recount(tx, village.cycle, CITIZEN)
        return people.get(tx, village.lan.id).place_id, mine.place_id

    assert await database.read(after) == (village.hong_linh.id, village.kim_son.id)
    await proved(database)


async def test_a_list_without_a_document_that_allows_it_is_only_looked_at(database: Database) -> None:
    village = await database.write(found)
    rows = [(village.kim_son, ("Hồ Văn Mới", 1975, "21"))]
    file = await database.write(partial(brought, village=village, lines=rows, origin=replace(ORIGIN, basis="")))

    def begin(tx: Transaction) -> bool:
        act_as_operator(tx)
        return roster_imports.start(tx, roster_imports.get(tx, file.id, lock=True))

    assert not await database.write(begin)
    assert await size(database, village.kim_son) == 4


async def test_what_was_settled_once_is_remembered_for_the_next_file(database: Database) -> None:
    village = await database.write(found)
    rows = [(village.kim_son, ("Nguyễn Thị Lan", 1970, ""))]
    file = await database.write(partial(brought, village=village, lines=rows))

    def settle(tx: Transaction) -> None:
        act_as_operator(tx)
        line = there(roster_imports.first_open(tx, file.id, Listing.DOUBTFUL))
        assert line.like_id == village.lan.id
        roster_imports.settle(tx, line, same=False)

    await database.write(settle)
    remembered = await database.read(lambda tx: roster_imports.settled_before(tx, village.commune.id))
    assert remembered == {(village.kim_son.id, "nguyen thi lan", 1970, village.lan.id): False}
    await take(database, file)
    assert await size(database, village.kim_son) == 5
    await proved(database)


async def test_a_newer_file_sets_the_older_aside_and_lines_go_after_thirty_days(
    database: Database, clock: Clock
) -> None:
    village = await database.write(found)
    rows = [(village.kim_son, ("Hồ Văn Mới", 1975, "21"))]
    first = await database.write(partial(brought, village=village, lines=rows))
    second = await database.write(partial(brought, village=village, lines=rows))
    assert (await database.read(lambda tx: roster_imports.get(tx, first.id))).state is ImportState.DROPPED
    assert not (await counts(database, first)).all
    assert (await counts(database, second)).all
    clock.advance(days=31)
    gone = await database.write(lambda tx: roster_imports.forget(tx, tx.now))
    assert gone.rows == 5, "the new one, and four who are in no line"
    assert not (await counts(database, second)).all
