"""What the router refuses: a screen that writes, a screen that leads to a deed, a route that nobody could judge."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import insert, text

from acts.way import Way
from criteria.policy import Action
from handlers.all_routes import LOADERS
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said
from handlers.kit.router import Answer, Goto, Router, Routes
from handlers.kit.screen import Screen
from locales.text import Verbatim
from storage import accounts, outbox
from storage.kit.engine import Database
from storage.kit.tables import places
from storage.kit.transaction import Transaction, WritesError
from storage.kit.words import ErrandKind
from tests.village import found

NOTE = Part[str]("note", str)
HERE = Screen(text=Verbatim("Đây."))


def insert_a_row(turn: Turn) -> None:
    turn.tx.connection.execute(insert(places), {"kind": "commune", "name": "Xã Mới"})


def write_by_hand(turn: Turn) -> None:
    turn.tx.connection.execute(text("DELETE FROM places"))


def write_in_the_log(turn: Turn) -> None:
    turn.tx.audit("place.changed", "place:1")


def leave_a_notice(turn: Turn) -> None:
    outbox.put(turn.tx, ErrandKind.NOTICE, turn.account.id, {})


def keep_in_the_draft(turn: Turn) -> None:
    turn.draft.keep(NOTE, "here")


WRITES: list[tuple[Callable[[Turn], None], type[Exception]]] = [
    (insert_a_row, WritesError),
    (write_by_hand, WritesError),
    (write_in_the_log, WritesError),
    (leave_a_notice, WritesError),
    (keep_in_the_draft, RuntimeError),
]


def a_turn(tx: Transaction) -> Turn:
    found(tx)
    return Turn(tx, accounts.lock(tx, "web", "somebody"))


@pytest.mark.parametrize(("write", "refused"), WRITES)
async def test_a_route_that_shows_cannot_write(
    database: Database, write: Callable[[Turn], None], refused: type[Exception]
) -> None:
    routes = Routes()

    @routes.shows("look", Action.LOOK)
    def look(turn: Turn) -> Screen:
        write(turn)
        return HERE

    @routes.does("do", Action.LOOK)
    def do(turn: Turn) -> Goto:
        turn.draft.keep(NOTE, "done")
        return Goto(Way("look"))

    def work(tx: Transaction) -> None:
        turn = a_turn(tx)
        with pytest.raises(refused, match=r"a route that shows must not"):
            Router((routes,), LOADERS).run(turn, "look")
        with pytest.raises(refused, match=r"a route that shows must not"):
            Router((routes,), LOADERS).run(turn, "do")
        assert turn.draft.get(NOTE) == "done"  # what does may write, before it shows
        turn.tx.audit("account.changed", "account:1")  # and so may the transaction afterwards

    await database.write(work)


async def test_a_route_that_shows_leads_only_to_one_that_shows(database: Database) -> None:
    routes = Routes()

    @routes.shows("first", Action.LOOK)
    def first(turn: Turn) -> Answer:
        return Goto(Way("second"))

    @routes.shows("second", Action.LOOK)
    def second(turn: Turn) -> Answer:
        return Goto(Way("deed"))

    @routes.does("deed", Action.LOOK)
    def deed(turn: Turn) -> Goto:
        raise AssertionError("it was done")

    @routes.hears("second")
    def heard(turn: Turn, said: Said) -> Goto:
        return Goto(Way("last"))

    @routes.shows("last", Action.LOOK)
    def last(turn: Turn) -> Screen:
        return HERE

    def work(tx: Transaction) -> None:
        turn = a_turn(tx)
        for at in ("first", "second"):
            with pytest.raises(RuntimeError, match="second shows, so it cannot lead to deed, which does"):
                Router((routes,), LOADERS).run(turn, at)
        assert Router((routes,), LOADERS).run(turn, "second", Said("x")) == ("last", HERE)  # what hears does

    await database.write(work)


def test_a_route_that_nobody_could_judge_is_refused_when_it_is_registered() -> None:
    def two(turn: Turn, declaration: object, place: object) -> Screen:
        return HERE

    def by_number(turn: Turn, place: int) -> Screen:
        return HERE

    def of_nothing(turn: Turn, thing: object) -> Screen:
        return HERE

    for pattern, function, why in (
        ("two/{declaration}/{place}", two, "of which of"),
        ("by/{place}", by_number, "would arrive unloaded"),
        ("of/{thing}", of_nothing, "nothing loads"),
    ):
        routes = Routes()
        routes.add(pattern, Action.SEE, function, shows=True)
        with pytest.raises(ValueError, match=why):
            Router((routes,), LOADERS)
    routes = Routes()
    routes.add("one", Action.SEE, by_number, shows=True)
    with pytest.raises(ValueError, match="two functions answer one"):
        routes.add("one", Action.SEE, by_number, shows=True)
    with pytest.raises(ValueError, match="two conversations answer"):
        Router((routes, routes), LOADERS)


def test_a_conversation_is_loaded_when_it_is_first_followed() -> None:
    code = (
        "import sys; from handlers.all_routes import ROUTER, index; where = index()['queue'];"
        "before = where in sys.modules; found = ROUTER.routes.get('queue').name; after = where in sys.modules;"
        "rest = [*ROUTER.routes.loading()];"
        "print(before, found, after, where in rest, len(rest) > 20, [*ROUTER.routes.loading()],"
        "set(index().values()) <= set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "queue", "True", "False", "True", "[]", "True"]


def test_a_route_that_nobody_answers_is_none() -> None:
    router = Router((), LOADERS, {"queue": "handlers.deciding.queue"})
    assert router.routes.get("nothing") is None
    assert router.routes.get("queue") is router.routes["queue"]
    assert set(router.routes) >= {"queue"}
    assert len(router.routes) == len(set(router.routes))
