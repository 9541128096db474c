"""Links to the desk and what they opened, on both databases: once, in time, by whom they were made for."""

from __future__ import annotations

from datetime import timedelta

from bot.commune_setup import act_as_operator
from storage import accounts, desk_sessions
from storage.desk_sessions import LINK_LIVES, SESSION_LIVES
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.village import Village, found, sit_down, there

CODE, SECRET = "ABCDEFGH23456789", "what the browser holds"


async def asked(database: Database) -> Village:
    """The officer has asked for a link."""

    def work(tx: Transaction) -> Village:
        village = found(tx)
        sit_down(tx, "web", "officer", village.officer)
        desk_sessions.ask(tx, there(accounts.find(tx, "web", "officer")), CODE)
        return village

    return await database.write(work)


async def opens(database: Database, secret: str = SECRET) -> bool:
    def work(tx: Transaction) -> bool:
        act_as_operator(tx)
        link = desk_sessions.of_link(tx, CODE)
        return link is not None and desk_sessions.open_(tx, link, secret)

    return await database.write(work)


async def is_open(database: Database) -> bool:
    return await database.read(lambda tx: desk_sessions.find(tx, SECRET)) is not None


async def test_a_link_opens_one_browser_for_a_working_day(database: Database, clock: Clock) -> None:
    await asked(database)
    assert not await is_open(database)
    assert await opens(database)
    assert not await opens(database, "another browser")
    clock.advance(seconds=(SESSION_LIVES - timedelta(seconds=1)).total_seconds())
    assert await is_open(database)
    clock.advance(seconds=1)
    assert not await is_open(database)


async def test_a_link_that_was_found_before_another_opened_it_opens_nothing(database: Database) -> None:
    await asked(database)

    def both(tx: Transaction) -> tuple[bool, bool]:
        act_as_operator(tx)
        link = there(desk_sessions.of_link(tx, CODE))
        return desk_sessions.open_(tx, link, SECRET), desk_sessions.open_(tx, link, "another browser")

    assert await database.write(both) == (True, False)


async def test_what_was_not_opened_in_time_opens_no_more(database: Database, clock: Clock) -> None:
    await asked(database)
    clock.advance(seconds=LINK_LIVES.total_seconds())
    assert not await opens(database)


async def test_closing_one_leaves_the_others_and_closing_all_takes_the_links_along(database: Database) -> None:
    village = await asked(database)
    assert await opens(database)

    def close(tx: Transaction) -> tuple[int, int, int]:
        act_as_operator(tx)
        account = there(accounts.find(tx, "web", "officer"))
        desk_sessions.sit_down(tx, account, "another browser")
        (first, second) = desk_sessions.open_of(tx, village.officer.id)
        desk_sessions.ask(tx, account, CODE[::-1])
        one = desk_sessions.end(tx, village.officer.id, second.id)
        assert desk_sessions.open_of(tx, village.officer.id) == (first,)
        every = desk_sessions.end(tx, village.officer.id)
        assert desk_sessions.of_link(tx, CODE[::-1]) is None
        return one, every, desk_sessions.end(tx, village.officer.id)

    assert await database.write(close) == (1, 1, 0)
    assert not await is_open(database)


async def test_it_is_forgotten_in_time(database: Database, clock: Clock) -> None:
    await asked(database)
    before = clock()
    clock.advance(days=1)
    assert (await database.write(lambda tx: desk_sessions.forget(tx, before))).rows == 0
    assert (await database.write(lambda tx: desk_sessions.forget(tx, clock()))).rows == 1
