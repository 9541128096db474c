"""Every route of the program, pressed by everybody in a populated commune; and every screen drawn again seven times.

A route that shows changes nothing, so whatever draws the open screen again is harmless: an update delivered twice, a
reload, the sweeper, a sticker, a word that is no answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from acts import deciding
from bot.commune_setup import act_as_operator
from bot.demo.evening import fill_queue
from bot.demo.seed import seats, seed
from bot.dispatch import Dispatcher
from bot.settings import Settings
from criteria.activity import ActivityKind, EventKind
from criteria.policy import Role
from handlers.all_routes import ROUTER, index
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Returned, Said, Sent
from handlers.kit.screen import Screen, screen_to_data
from locales.text import T, Verbatim
from storage import accounts, activities, declarations, evidence, learning_events, people, roles, to_tell_in_person
from storage.declaration_record import Declaration
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.picture_reference import StoredPicture
from tests.conftest import Clock
from tests.village import sit_down

REDRAWS = 7
KEPT_BY_DISPATCH = ("route", "choices", "owed", "seen_at", "audit_length", "audit_head")
A_NAME = 2  # so often each route that screens offer is pressed by each person
MADE_UP = 3  # so many routes of each name are put together
WORDS = ("Nguyễn Thị Lan", "1968", "Lan", "4 3 3 3 123 1 3 3 3 4 5 1 12", "Phan Văn Mới", "85", "12/10", "Sổ quỹ số 3")
VALUES: dict[str, tuple[str, ...]] = {  # of parameters that are no ids; any text must do
    "key": ("A1", "5.2", "rules.total", "name", "x"),
    "value": ("1", "x"),
    "part": ("name", "x"),
    "standing": ("provisional", "missing", "x"),
    "title": ("citizen", "family", "x"),
    "year": ("2026", "1"),
    "code": ("NAM234", "AAAA2222", "KIMSON"),
    "how": ("beside", "x"),
    "verdict": ("reached", "x"),
}
ANY = ("0", "1", "x")
Decides = Callable[..., Declaration | None]
RETURN: Decides = partial(deciding.send_back, reason=Verbatim("Xem lại."), question=None)
CONFIRM: Decides = deciding.confirm
UNDO: Decides = deciding.take_back
DECIDED: tuple[tuple[Decides, ...], ...] = ((), (RETURN,), (CONFIRM,), (RETURN, UNDO), (CONFIRM, UNDO, RETURN))
LAST = {"erase-now", "unlink-now", "cut-now", "role-end-now"}  # whoever ends themselves walks no further


class Walk:
    """People at their chats, what they press, and what that changed."""

    def __init__(self, database: Database) -> None:
        self.chats: tuple[str, ...] = ()
        self.database = database
        self.dispatcher = Dispatcher(database, Links(("https://hoctap.vn/{code}",)))
        self._updates = itertools.count(1)
        self.pressed: dict[str, set[str]] = {}
        self.shown: set[str] = set()
        self.offered: set[str] = set()
        self._redrawn: set[tuple[str, str, tuple[str, ...]]] = set()

    async def do(self, chat: str, what: Input, update: str | None = None) -> str:
        """Let something happen; returns the id of the update."""
        update = update or f"u{next(self._updates)}"
        reply = await self.dispatcher.dispatch(Event("web", chat, update, what))
        assert "Có trục trặc" not in str(reply.screen.text), (chat, what)
        return update

    async def account(self, chat: str) -> accounts.Account:
        def find(tx: Transaction) -> accounts.Account:
            account = accounts.find(tx, "web", chat)
            assert account is not None
            return account

        return await self.database.read(find)

    async def changes(self) -> int:
        """So many rows were changed on this connection since it was opened."""

        def count(tx: Transaction) -> int:
            return int(tx.connection.execute(text("SELECT total_changes()")).scalar_one())

        return await self.database.write(count)

    async def kept(self, chat: str) -> list[tuple[str, object]]:
        """The account's row, apart from what dispatch keeps of a conversation."""

        def read(tx: Transaction) -> list[tuple[str, object]]:
            row = tx.connection.execute(text("SELECT * FROM accounts WHERE chat = :chat"), {"chat": chat}).mappings()
            return sorted((name, value) for name, value in row.one().items() if name not in KEPT_BY_DISPATCH)

        return await self.database.read(read)

    async def press(self, chat: str, route: str) -> list[str]:
        """Press a route, draw what it shows again seven times; returns the routes of the screen's choices."""
        update = await self.do(chat, Chose(route))
        account = await self.account(chat)
        name = account.route.partition("/")[0]
        assert ROUTER.routes[name].shows, f"{route} left {account.route} open"
        self.pressed.setdefault(route.partition("/")[0], set()).add(chat)
        self.shown.add(name)
        self.offered |= {route, account.route, *account.choices}
        await self._redraw(account, update, is_heard=ROUTER.routes[name].hears is not None)
        return list(account.choices)

    async def type(self, chat: str, words: str) -> None:
        """Type something, and draw what it leads to again seven times."""
        update = await self.do(chat, Said(words))
        account = await self.account(chat)
        name = account.route.partition("/")[0]
        self.shown.add(name)
        await self._redraw(account, update, is_heard=ROUTER.routes[name].hears is not None)

    def offered_of(self, name: str) -> Iterator[str]:
        """Routes of that name that some screen has offered."""
        return (route for route in sorted(self.offered) if route.partition("/")[0] == name)

    async def _redraw(self, account: accounts.Account, update: str, *, is_heard: bool) -> None:
        chat, at = account.chat, account.route
        if (chat, at, tuple(account.choices)) in self._redrawn:
            return
        self._redrawn.add((chat, at, tuple(account.choices)))
        kept, before = await self.kept(chat), await self.changes()
        await self.do(chat, Chose("home"), update)  # delivered again
        assert await self.dispatcher.redraw(account.id, update) is not None
        assert await self.changes() == before, f"{at}: drawn again, something was written"
        words: list[Input] = [] if is_heard else [Said("xyzzy"), Said("99")]
        redraws = [Returned(), Sent("sticker"), *words, Returned(), Returned(), Returned()][: REDRAWS - 2]
        for again in redraws:
            before = await self.changes()
            await self.do(chat, again)
            assert (await self.account(chat)).route == at, again
            assert await self.changes() - before <= 2, f"{at}, {again}: more was written than inbox and account"
        assert await self.kept(chat) == kept, at


def _ids(tx: Transaction) -> dict[str, tuple[str, ...]]:
    """Some ids of each kind of record that routes carry."""
    tables = {
        "declaration": "declarations", "cycle": "cycles", "place": "places", "resident": "people",
        "household": "households", "clan": "clans", "activity": "activities", "event": "learning_events",
        "visit": "visits", "grant": "grants", "evidence": "evidence",
    }  # fmt: skip
    assert set(tables) == set(ROUTER.loaders)
    return {
        kind: tuple(
            str(key)
            for key in tx.connection.execute(text(f"SELECT id FROM {table} ORDER BY id LIMIT 3")).scalars()  # noqa: S608
        )
        for kind, table in tables.items()
    }


def _made_up(name: str, ids: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Routes of that name, put together from ids and words; at most 64 bytes."""
    parameters = ROUTER.routes[name].parameters
    pools = [ids.get(key) or VALUES.get(key, ANY) for key, _ in parameters]
    for values in itertools.islice(itertools.product(*pools), MADE_UP):
        yield "/".join((name, *values))


def _does(route: str) -> bool:
    return not ROUTER.routes[route.partition("/")[0]].shows


@pytest.fixture
async def walk(sqlite: Database, clock: Clock, tmp_path: Path) -> Walk:
    """The demo's commune with a queue, a resident, a head, an officer, a helper and a stranger."""
    tokens = seats(Settings(data_dir=tmp_path))
    await sqlite.write(lambda tx: seed(tx, tokens))
    await sqlite.write(lambda tx: fill_queue(tx, 12))

    def sit(tx: Transaction) -> None:
        declared = tx.connection.execute(text("SELECT person_id FROM declarations ORDER BY id LIMIT 1")).scalar_one()
        resident = people.get(tx, int(declared))
        sit_down(tx, "web", "resident", resident)
        day = tx.now.date()
        learnt: dict[str, Any] = {"name": "Trồng nấm", "held_on": day, "hours": 2, "organiser": "Thôn"}
        entry = activities.add(tx, resident, kind=ActivityKind.COURSE, **learnt)
        learning_events.announce(
            tx, place_id=resident.place_id, kind=EventKind.CLASS, **learnt, code="NAM234", person_id=resident.id
        )
        account = accounts.lock(tx, "web", "resident")
        evidence.attach(tx, StoredPicture("a" * 64, "image/jpeg", 9), person_id=resident.id, account_id=account.id,
                        activity_id=entry.id)  # fmt: skip
        to_tell_in_person.add(tx, resident.id, screen_to_data(Screen(text=T("Xong"))))
        act_as_operator(tx)
        helper = people.get(tx, resident.id + 3)
        roles.give(tx, helper, Role.HELPER, helper.place_id)
        sit_down(tx, "web", "helper", helper)
        sit_down(tx, "web", "stranger", None)

    await sqlite.write(sit)
    made = Walk(sqlite)
    made.chats = ("resident", tokens["head"], tokens["officer"], "helper", "stranger")
    return made


async def test_every_route_ends_at_a_screen_that_can_be_drawn_again(walk: Walk) -> None:
    chats = walk.chats
    for chat in chats:  # first along the choices that screens offer
        waiting, times = ["home"], dict.fromkeys(ROUTER.routes, 0)
        while waiting:
            waiting.sort(key=_does)  # first look at everything, then do something
            route = waiting.pop(0)
            name = route.partition("/")[0]
            if times[name] < A_NAME and name not in LAST:
                times[name] += 1
                waiting.extend(await walk.press(chat, route))
    ids = await walk.database.read(_ids)
    for chat in chats:  # what is typed where text is heard
        for name, known in ROUTER.routes.items():
            if known.hears is not None and (opened := next(walk.offered_of(name), None)) is not None:
                await walk.press(chat, opened)
                for words in WORDS:
                    await walk.type(chat, words)
    for name in ROUTER.routes:  # then every route, whether a screen offers it or not
        for chat, route in zip(itertools.cycle(chats), _made_up(name, ids), strict=False):
            await walk.press(chat, route)
    assert set(walk.pressed) == set(ROUTER.routes)
    never = {name for name, route in ROUTER.routes.items() if route.shows} - walk.shown
    assert len(never) < len(ROUTER.routes) // 4, sorted(never)


async def test_an_old_button_of_a_decided_declaration_still_shows_something(walk: Walk) -> None:
    """Each screen about a declaration, in each state it can come to, by the buttons of each of its revisions."""
    chats = walk.chats

    def decide(tx: Transaction) -> list[tuple[int, int]]:
        act_as_operator(tx)
        head = accounts.find(tx, "web", chats[1])
        assert head is not None
        assert head.person is not None
        waiting = [
            key for (key,) in tx.connection.execute(text("SELECT id FROM declarations WHERE state = 'submitted'"))
        ]
        for key, moves in zip(waiting, DECIDED, strict=False):
            declaration = declarations.load(tx, key)
            for move in moves:
                assert declaration is not None
                declaration = move(tx, declaration, by=head.person.id)
        found = [declarations.glance(tx, key) for key in waiting[: len(DECIDED)]]
        return [(each.id, each.revision) for each in found if each is not None]

    decided = await walk.database.write(decide)
    assert len(decided) == len(DECIDED)
    for name, route in ROUTER.routes.items():
        keys = [key for key, _ in route.parameters]
        if not route.shows or "declaration" not in keys:
            continue
        for declaration, last in decided:
            for revision in range(last + 1) if "revision" in keys else (last,):
                given = {"declaration": str(declaration), "revision": str(revision), "version": str(revision)}
                await walk.press(
                    chats[1], "/".join((name, *(given.get(key) or VALUES.get(key, ANY)[0] for key in keys)))
                )


def test_the_index_of_routes_is_what_the_program_answers() -> None:
    """Read from the sources, without importing a conversation: module by module what the decorators registered."""
    from importlib import import_module

    found = index()
    assert set(found) == set(ROUTER.routes)
    for module in set(found.values()):
        assert {name for name, where in found.items() if where == module} == set(import_module(module).routes.routes)
