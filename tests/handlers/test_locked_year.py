"""A locked year: whatever deed anybody tries on whatever record, its results, decisions and figures stay as they are.

The deeds are collected from the router, not listed: a new one is tried by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import text

from bot.dispatch import Dispatcher
from handlers.all_routes import ROUTER
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.authority import Populated, populate
from tests.conftest import Clock
from tests.handlers.driver import READING
from tests.handlers.walk import ANY, VALUES

OF_THE_YEAR = {  # what of a year no deed may change once it is locked
    "cycles": "id, state, plan, adoptions, leaves_out, settings",
    "declarations": "id, state, place_id, verdict, judged, total",
    "decisions": "id, move",
    "counters": "cycle_id, place_id, title, measure, n",
    "entries": "id, value, met",
    "recognition_lists": "id, state, number",
    "recognition_names": "id, live, struck_why, recognised_at",
    "objections": "id, said, answer",
    "meetings": "id, state, held_on, held_at, chair, invited, present, said, signed_by",
    "meeting_names": "id, mark, agreed, votes_for, votes_against, said",
    "paper_confirmations": "id, drawn, agrees",
    "councils": "id, number, decided_on",
    "council_members": "id, full_name, role, ended_at",
}
RIGHTS = {"erase-now"}  # whoever wants their data erased is not held up by a locked year (Luật 91/2025/QH15)
# Who tries, and with how many words for what is no record.
EVERY_DAY, IN_SOAK = (("officer",), 1), (("officer", "head", "lan"), 2)


def tries(made: Populated, people: Sequence[str], most: int) -> Iterator[tuple[str, str]]:
    """Who follows which route: every deed, with every record there is."""
    for name, route in ROUTER.routes.items():
        if route.shows or name in RIGHTS:
            continue
        kind = next((key for key, type_ in route.parameters if type_ is None), None)
        records = [0] if kind is None else made.records[kind].values()
        for record in records:
            pools = [(str(record),) if type_ is None else VALUES.get(key, ANY) for key, type_ in route.parameters]
            for values in itertools.islice(itertools.product(*pools), most):
                for who in people:
                    yield who, "/".join((name, *values))


def year_as_it_is(tx: Transaction) -> list[object]:
    """All of it that must stay."""
    return [
        sorted(map(str, tx.connection.execute(text(f"SELECT {columns} FROM {table}"))))  # noqa: S608
        for table, columns in OF_THE_YEAR.items()
    ]


@pytest.mark.parametrize("depth", [EVERY_DAY, pytest.param(IN_SOAK, marks=pytest.mark.soak)], ids=["daily", "whole"])
async def test_no_deed_changes_a_locked_year(
    sqlite: Database, clock: Clock, depth: tuple[tuple[str, ...], int]
) -> None:
    dispatcher = Dispatcher(sqlite, Links())

    made = await sqlite.write(populate)
    clock.advance(seconds=READING)  # else each press comes before its screen

    def play(tx: Transaction) -> tuple[int, list[str]]:
        tx.connection.execute(text("UPDATE cycles SET state = 'locked'"))
        before, changed, n = year_as_it_is(tx), [], 0
        for n, (who, route) in enumerate(tries(made, *depth), 1):
            turn = Transaction(tx.connection, tx.now)
            with tx.connection.begin_nested() as savepoint:
                seen = turn.connection.execute(text("SELECT total_changes()")).scalar_one()
                dispatcher.carry_out(turn, Event("web", made.chats[who], f"u{n}", Chose(route)))
                wrote = turn.connection.execute(text("SELECT total_changes()")).scalar_one() - seen
                if wrote > 1 and year_as_it_is(turn) != before:  # the account is written anyway
                    changed.append(f"{who}: {route}")
                savepoint.rollback()
        return n, changed

    n, changed = await sqlite.write(play)
    assert n > 300
    assert changed == []
