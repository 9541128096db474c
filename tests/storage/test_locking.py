"""Who waited for a row sees what is joined to it as it is then: on SQLite and, with two workers, on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.util import await_only

from criteria.model import CITIZEN
from criteria.policy import Grant, Role
from storage import accounts, cycles, declarations
from storage.declaration_record import Declaration, Speaker
from storage.kit.engine import Database, open_database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from tests.conftest import Clock
from tests.village import PLAIN, Village, adopt, declared, found, sit_down, there

First = TypeVar("First")
Second = TypeVar("Second")


@pytest.fixture
async def village(database: Database) -> Village:
    return await database.write(found)


@pytest.fixture
async def another(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    """Another worker's."""
    opened = open_database(database_url, clock)
    yield opened
    await opened.close()


async def waits_for_a_lock(database: Database) -> None:
    """Until somebody in this database waits for somebody else's row."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while not await database.read(lambda tx: tx.connection.execute(waiting).scalar_one()):
        pass


async def while_held(
    database: Database,
    another: Database,
    first: Callable[[Transaction], First],
    second: Callable[[Transaction], Second],
) -> Second:
    """What ``second`` sees, which is begun while ``first`` is done and not yet committed."""
    done = asyncio.Event()

    def at_work(tx: Transaction) -> None:
        first(tx)
        done.set()
        if another.shared:
            await_only(waits_for_a_lock(another))

    async def later() -> Second:
        await done.wait()
        return await another.write(second)

    _, seen = await asyncio.gather(database.write(at_work), later())
    return seen


async def test_a_chat_that_has_become_somebodys_stays_so(
    database: Database, another: Database, village: Village
) -> None:
    """Two messages of one chat, one to each worker: in the first somebody joins."""
    await database.write(lambda tx: sit_down(tx, "telegram", "1", None))

    def join(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "1")
        accounts.give_consent(tx, account, version="1", given=True)
        accounts.bind_person(tx, account, village.head)
        accounts.speak_for(tx, account, village.lan, ConsentKind.BESIDE)
        accounts.save(tx, account, owed="u1")

    def say_more(tx: Transaction) -> accounts.Account:
        account = accounts.lock(tx, "telegram", "1")
        accounts.save(tx, account, owed="u2")
        return account

    seen = await while_held(database, another, join, say_more)
    assert (seen.person, seen.grants) == (village.head, (Grant(Role.HEAD, village.kim_son.id),))
    assert set(seen.speaks_for) == {village.lan.id}
    after = await database.read(lambda tx: accounts.find(tx, "telegram", "1"))
    assert there(after).person == village.head


@pytest.mark.parametrize("many", [False, True])
async def test_a_declaration_is_taken_up_with_the_years_rules_as_they_are(
    database: Database, another: Database, village: Village, many: bool
) -> None:
    """While somebody answers, the officer adopts another pass mark, by which all are scored anew."""

    def declare(tx: Transaction) -> int:
        sit_down(tx, "web", "1", village.lan)
        accounts.lock(tx, "web", "1")
        return declared(tx, village, village.lan, PLAIN).id

    key = await database.write(declare)

    def set_right(tx: Transaction) -> None:
        accounts.lock(tx, "cli", "operator")
        adopt(tx, village, CITIZEN, {"rules.total": 90})

    def answer(tx: Transaction) -> Declaration | None:
        return declarations.load_many(tx, [key])[0] if many else declarations.load(tx, key)

    seen = there(await while_held(database, another, set_right, answer))
    now = await database.read(lambda tx: there(cycles.load(tx, village.cycle.id)))
    assert seen.cycle == now
    assert seen.edition == now.criteria(CITIZEN).edition


@pytest.mark.parametrize("many", [False, True])
async def test_a_declaration_that_somebody_else_answers_for_is_still_there(
    database: Database, another: Database, village: Village, many: bool
) -> None:
    """Who waits for it joined it to who answered before."""

    def declare(tx: Transaction) -> int:
        sit_down(tx, "web", "1", village.lan)
        accounts.lock(tx, "web", "1")
        return declared(tx, village, village.lan, PLAIN).id

    key = await database.write(declare)

    def hand_over(tx: Transaction) -> None:
        accounts.lock(tx, "cli", "operator")
        declarations.answer_for(tx, there(declarations.load(tx, key)), village.head)

    def look(tx: Transaction) -> Declaration | None:
        found_ = declarations.load_many(tx, [key]) if many else (declarations.load(tx, key),)
        return found_[0] if found_ else None

    assert there(await while_held(database, another, hand_over, look)).person == village.head


async def test_what_is_answered_meanwhile_is_scored_anew_with_it(
    database: Database, another: Database, village: Village
) -> None:
    """The officer adopts another pass mark while somebody answers: the result is that of the new answer."""

    def declare(tx: Transaction) -> int:
        sit_down(tx, "web", "1", village.lan)
        accounts.lock(tx, "web", "1")
        return declared(tx, village, village.lan, PLAIN).id

    key = await database.write(declare)

    def answer(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "1")
        held = there(declarations.load(tx, key))
        declarations.answer(tx, held, "B2", "1", speaker=Speaker(account.id, village.lan.id))

    def set_right(tx: Transaction) -> None:
        accounts.lock(tx, "cli", "operator")
        adopt(tx, village, CITIZEN, {"rules.total": 90})

    await while_held(database, another, answer, set_right)
    now = await database.read(lambda tx: there(declarations.glance(tx, key)))
    anew = await database.read(lambda tx: declarations.assessed(tx, there(declarations.glance(tx, key))))
    assert now.answers["B2"] == "1"
    assert (now.total, now.verdict, now.edition) == (anew.total, anew.verdict, anew.edition)
