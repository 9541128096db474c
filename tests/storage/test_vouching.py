"""Who joined by name and year alone: drawn one in ten, vouched for once, and what that does to the queue."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.commune_setup import act_as_operator
from criteria.doubts import DoubtKind
from criteria.policy import Actor, Grant, Role, Unvouched
from storage import accounts, declarations, people, queue, vouching
from storage.declaration_record import Declaration
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.queue import Filter
from tests.conftest import Clock
from tests.village import PLAIN, Village, declared, found, resident


def joins(tx: Transaction, village: Village, name: str, household: str) -> Person:
    """Somebody of Kim Sơn joins by name and year."""
    act_as_operator(tx)
    person = resident(tx, village.kim_son, name, 1975, household=household)
    account = accounts.lock(tx, "web", name)
    accounts.bind_person(tx, account, person)
    vouching.came_by_name(tx, person)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)
    return people.get(tx, person.id)


def officer(village: Village) -> Actor:
    return Actor(village.officer.id, village.officer.household_id, (Grant(Role.OFFICER, village.commune.id),))


def head(village: Village) -> Actor:
    return Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))


async def test_of_each_ten_one_is_drawn_never_the_first_and_which_is_not_known_before(
    database: Database, clock: Clock
) -> None:
    village = await database.write(found)
    drawn = []
    for i in range(60):
        clock.advance(seconds=7)
        name = f"Hồ Văn {'ABCDEFGHIK'[i // 10]}{'abcdefghik'[i % 10]}"
        person = await database.write(partial(joins, village=village, name=name, household=f"j{i}"))
        if person.unvouched is Unvouched.DRAWN:
            drawn.append(i)
        else:
            assert person.unvouched is Unvouched.WAITS
    assert [i // 10 for i in drawn] == list(range(6))
    assert all(i % 10 for i in drawn)
    assert len({i % 10 for i in drawn}) > 1


async def test_until_an_officer_vouches_it_is_doubtful_and_in_no_batch(database: Database) -> None:
    village = await database.write(found)

    def before(tx: Transaction) -> Declaration:
        person = joins(tx, village, "Hồ Văn Mới", "n1")
        sent = declared(tx, village, person, PLAIN)
        assert [each.kind for each in sent.doubts] == [DoubtKind.BY_NAME]
        assert queue.page(tx, head(village), Filter.PLAIN, most=9).found == 0
        assert queue.page(tx, head(village), most=9).found == 1
        assert vouching.count_open_for(tx, officer(village)) == 1
        assert vouching.count_open_for(tx, head(village)) == 0
        return sent

    sent = await database.write(before)

    def after(tx: Transaction) -> None:
        act_as_operator(tx)
        (person,) = vouching.open_for(tx, officer(village), Unvouched.WAITS, limit=9)
        assert vouching.vouch(tx, person.id, by=village.officer.id)
        assert not vouching.vouch(tx, person.id, by=village.officer.id)
        now = declarations.load(tx, sent.id)
        assert now is not None
        assert now.doubts == ()
        assert queue.page(tx, head(village), Filter.PLAIN, most=9).found == 1
        # who vouched for somebody does not confirm them in a batch as well
        assert queue.page(tx, officer(village), Filter.PLAIN, most=9).found == 0
        assert queue.page(tx, officer(village), most=9).found == 1
        assert vouching.count_open_for(tx, officer(village)) == 0

    await database.write(after)


async def test_nobody_vouches_for_their_own_household_or_for_whom_they_spoke(sqlite: Database) -> None:
    village = await sqlite.write(found)

    def work(tx: Transaction) -> None:
        person = joins(tx, village, "Hồ Văn Mới", "n1")
        actor = officer(village)
        assert vouching.count_open_for(tx, actor) == 1
        assert vouching.count_open_for(tx, replace(actor, speaks_for=frozenset({person.id}))) == 0
        assert vouching.count_open_for(tx, replace(actor, household_id=person.household_id)) == 0
        assert vouching.count_open_for(tx, replace(actor, person_id=person.id)) == 0

    await sqlite.write(work)
