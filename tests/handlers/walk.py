"""People at their chats in a populated commune, who press and type everything there is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from acts import joining
from bot.channels.webchat import chat_of
from bot.commune_setup import act_as_operator
from bot.demo.evening import fill_queue
from bot.demo.seed import seats, seed
from bot.dispatch import Dispatcher, Reply
from bot.parts import at_most, in_parts
from bot.render import Capabilities, render
from bot.settings import Settings
from criteria.activity import ActivityKind, EventKind
from criteria.meeting import Mark, MeetingKind
from criteria.model import CITIZEN, Standing
from criteria.names import fold, match_key
from criteria.parse import default
from criteria.policy import Role
from criteria.recognition import Paper
from criteria.results_matching import Finding, Result
from criteria.sheet_number import sheet_number
from handlers.all_routes import ROUTER
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Returned, Said, Sent
from handlers.kit.screen import Screen, screen_to_data
from handlers.shared.entered_sheet import PILE
from locales.catalog import SOURCE, catalog
from locales.text import T
from storage import (
    accounts,
    activities,
    cycles,
    evidence,
    households,
    learning_events,
    meetings,
    people,
    places,
    result_lists,
    roles,
    to_tell_in_person,
)
from storage.cycles import Adoption
from storage.kit.engine import Database
from storage.kit.tables import recognition_lists, recognition_names
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.handlers.driver import UNCUT
from tests.superior_forms import a_form
from tests.village import sit_down, there

SHOWN = {
    "with buttons": Capabilities(buttons=100, text_limit=20_000),
    "without": Capabilities(buttons=0, text_limit=20_000),
}
REDRAWS = 7
KEPT_BY_DISPATCH = ("route", "choices", "owed", "handled", "seen_at", "audit_length", "audit_head")


@dataclass(frozen=True)
class Depth:
    """How far a walk goes.

    Attributes:
        offered: so often each route that screens offer is pressed by each person.
        made_up: so many routes of each name are put together.
        words: so many of what is typed where text is heard.
    """

    offered: int
    made_up: int
    words: int


WORDS = ("Nguyễn Thị Lan", "1968", "Lan", "6 2 4 3 123 1 3 3 3 4 5 1 12", "Phan Văn Mới", "85", "12/10", "Sổ quỹ số 3")
DAILY, WHOLE = Depth(1, 2, 3), Depth(2, 3, len(WORDS))
VALUES: dict[str, tuple[str, ...]] = {  # of parameters that are no ids; any text must do
    "key": ("A1", "5.2", "rules.total", "name", "x"),
    "value": ("1", "x"),
    "part": ("name", "x"),
    "standing": ("provisional", "missing", "x"),
    "title": ("citizen", "family", "x"),
    "year": ("2026", "1"),
    "code": ("NAM234", "AAAA2222", "KIMSON"),
    "how": ("beside", "x"),
    "wish": ("household", "clan", "x"),
    "verdict": ("reached", "x"),
    "step": ("meeting", "x"),
    "counting": ("recognised", "x"),
    "why": ("work", "x"),
    "what": ("discuss", "number", "x"),
    "fact": ("present", "held_on", "x"),
    "paper": ("minutes", "x"),
    "finding": ("agrees", "x"),
    "office": ("chair", "x"),
    "document": ("decision", "proposal", "x"),
    "ending": ("docx", "x"),
    "size": ("a4", "x"),
    "paper_kind": ("minutes", "x"),
    "figure": ("citizen.reached", "year", "x"),
}
ANY = ("0", "1", "x")
UNIQUE = ("Ba", "Xo", "Ly", "Mi", "Ru", "Ta", "Ve", "Xa", "Yo", "Ki", "Lu", "Ma", "Ne", "Pu", "Qua", "Ro", "Su", "To")
LAST = {"erase-now", "unlink-now", "cut-now", "role-end-now"}  # whoever ends themselves walks no further


class Walk:
    """People at their chats, what they press, and what that changed."""

    def __init__(self, database: Database, depth: Depth = WHOLE) -> None:
        self.depth = depth
        self.chats: tuple[str, ...] = ()
        self.database = database
        self.dispatcher = Dispatcher(
            database, Links(("https://hoctap.vn/{code}",), desk="https://hoctap.vn/ban-lam-viec/mo/{}".format)
        )
        self.dispatcher.capabilities["web"] = UNCUT
        self._updates = itertools.count(1)
        self.pressed: dict[str, set[str]] = {}
        self.shown: set[str] = set()
        self.screens: dict[Screen, None] = {}  # what anybody was shown, each once
        self.offered: set[str] = set()
        self.longest: dict[tuple[str, str], str] = {}  # by how it is shown and the route: the longest message
        self._reply: Reply | None = None
        self.known: dict[str, int] = {}  # people by their names, where a name is one person's
        self.named: set[tuple[int, int]] = set()  # who was shown whose name
        self.unrecorded: set[tuple[str, str]] = set()  # a route, and a name on its screen that it says nothing of
        self._redrawn: set[tuple[str, str, tuple[str, ...]]] = set()

    async def do(self, chat: str, what: Input, update: str | None = None) -> str:
        """Let something happen; returns the id of the update."""
        update = update or f"u{next(self._updates)}"
        reply = await self.dispatcher.dispatch(Event("web", chat, update, what))
        assert "Có trục trặc" not in str(reply.screen.text), (chat, what)
        assert not twice_numbered(reply.screen), (chat, what)
        self.screens[reply.screen] = None
        self._reply = reply
        await self._see(chat, reply.screen)
        return update

    def _measure(self, name: str) -> None:
        """Keep the longest message of each route, with buttons and without."""
        reply = self._reply
        assert reply is not None
        for how, can in SHOWN.items():
            whole = render(reply.screen, reply.language, reply.address, replace(can, text_limit=100_000))
            if reply.language == SOURCE:  # what spares drawing a screen to see that it fits is never too little
                assert len("\n".join((whole.title or "", *whole.texts))) <= at_most(reply.screen), name
            screen = in_parts(reply.screen, 0, reply.language, reply.address, can)
            drawn = render(screen, reply.language, reply.address, can)
            said = "\n".join((drawn.title or "", *drawn.texts)).strip()
            self.longest[how, name] = max(self.longest.get((how, name), ""), said, key=len)

    async def _see(self, chat: str, screen: Screen) -> None:
        """Whose names stand on a screen: those it must say that it shows."""
        said = catalog("vi").render
        words = (screen.title, screen.text, screen.hint, *(choice.label for choice in screen.choices))
        text_ = "\n".join(said(each) for each in words if each is not None)
        found = {key: name for name, key in self.known.items() if name in text_}
        if not found:
            return
        account = await self.account(chat)
        if (viewer := account.person) is None:
            return

        def home_of(tx: Transaction) -> set[int]:
            return {key for key in found if viewer.household_id in {people.get(tx, key).household_id} - {None}}

        for key in found.keys() - await self.database.read(home_of) - {viewer.id}:
            self.named.add((viewer.id, key))
            if key not in screen.about | screen.names:
                self.unrecorded.add((account.route.partition("/")[0], found[key]))

    async def account(self, chat: str) -> accounts.Account:
        def find(tx: Transaction) -> accounts.Account:
            account = accounts.find(tx, "web", chat)
            assert account is not None
            return account

        return await self.database.read(find)

    async def changes(self) -> int:
        """So many rows were changed on this connection since it was opened, what went into the inbox apart."""

        def count(tx: Transaction) -> int:
            changed = text("SELECT total_changes() - (SELECT count(*) FROM inbox)")
            return int(tx.connection.execute(changed).scalar_one())

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
        self._measure(name)
        self.offered |= {route, account.route, *account.choices}
        await self._redraw(account, update, is_heard=ROUTER.routes[name].hears is not None)
        return list(account.choices)

    async def type(self, chat: str, words: str) -> None:
        """Type something, and draw what it leads to again seven times."""
        update = await self.do(chat, Said(words))
        account = await self.account(chat)
        name = account.route.partition("/")[0]
        self.shown.add(name)
        self._measure(name)
        await self._redraw(account, update, is_heard=ROUTER.routes[name].hears is not None)

    async def press_offered(self) -> None:
        """Everybody along the choices that screens offer."""
        for chat in self.chats:
            waiting, times = ["home"], dict.fromkeys(ROUTER.routes, 0)
            while waiting:
                waiting.sort(key=_does)  # first look at everything, then do something
                route = waiting.pop(0)
                name = route.partition("/")[0]
                if times[name] < self.depth.offered and name not in LAST:
                    times[name] += 1
                    waiting.extend(await self.press(chat, route))

    async def type_everywhere(self) -> None:
        """Everybody types where text is heard."""
        for chat in self.chats:
            for name, known in ROUTER.routes.items():
                if known.hears is not None and (opened := next(self.offered_of(name), None)) is not None:
                    await self.press(chat, opened)
                    for words in WORDS[: self.depth.words]:
                        await self.type(chat, words)

    async def press_unoffered(self) -> None:
        """Every route, whether a screen offers it or not."""
        ids = await self.database.read(_ids)
        for name in ROUTER.routes:
            for chat, route in zip(itertools.cycle(self.chats), _made_up(name, ids, self.depth.made_up), strict=False):
                await self.press(chat, route)

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
            assert await self.changes() - before <= 1, f"{at}, {again}: more was written than the account"
        assert await self.kept(chat) == kept, at


def twice_numbered(screen: Screen) -> list[str]:
    """Numbered lines of the text where the numbers are those of choices, and of other ones."""
    words = catalog("vi").render
    if screen.typed or not screen.choices:
        return []
    labels = [words(choice.label) for choice in screen.choices]
    numbered = re.findall(r"^([0-9]+)[.)] .*", words(screen.text), re.MULTILINE)
    return [n for n in numbered if int(n) > len(labels) or n not in labels[int(n) - 1].split()]


def _ids(tx: Transaction) -> dict[str, tuple[str, ...]]:
    """Some ids of each kind of record that routes carry."""
    tables = {
        "declaration": "declarations", "cycle": "cycles", "place": "places", "resident": "people",
        "household": "households", "clan": "clans", "activity": "activities", "event": "learning_events",
        "visit": "visits", "grant": "grants", "evidence": "evidence", "request": "data_requests",
        "results_file": "result_lists", "results_line": "result_lines",
        "joining": "joining_requests", "roster_file": "roster_imports", "roster_line": "roster_lines",
        "proposal": "recognition_lists", "proposed": "recognition_names", "objection": "objections", "entry": "entries",
        "snapshot": "snapshots", "data_key": "data_keys", "meeting": "meetings",
        "form": "superior_forms",
    }  # fmt: skip
    assert set(tables) == set(ROUTER.loaders)
    return {
        kind: tuple(
            str(key)
            for key in tx.connection.execute(text(f"SELECT id FROM {table} ORDER BY id LIMIT 3")).scalars()  # noqa: S608
        )
        for kind, table in tables.items()
    }


def _made_up(name: str, ids: dict[str, tuple[str, ...]], most: int) -> Iterator[str]:
    """Routes of that name, put together from ids and words; at most 64 bytes."""
    parameters = ROUTER.routes[name].parameters
    pools = [ids.get(key) or VALUES.get(key, ANY) for key, _ in parameters]
    for values in itertools.islice(itertools.product(*pools), most):
        yield "/".join((name, *values))


def _does(route: str) -> bool:
    return not ROUTER.routes[route.partition("/")[0]].shows


async def populate(database: Database, tmp_path: Path) -> tuple[str, ...]:
    """Make the demo's commune with a queue; the chats of a resident, a head, an officer, a helper and a stranger."""
    tokens = seats(Settings(data_dir=tmp_path))
    await database.write(lambda tx: seed(tx, tokens))
    await database.write(lambda tx: fill_queue(tx, 12))

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
        home, theirs = (households.get(tx, there(each.household_id)) for each in (resident, helper))
        other = next(
            each for each in (people.get(tx, key) for key in range(resident.id + 4, resident.id + 40))
            if each.household_id not in {home.id, theirs.id} and each.place_id == home.place_id
        )  # fmt: skip
        for person, household in ((other, home), (resident, theirs)):
            assert joining.ask_household(tx, person, household, "other") is not None
        _list_results(tx, resident, chat_of(tokens["officer"]))
        act_as_operator(tx)
        _meet(tx, resident)
        a_form(tx, places.get(tx, resident.place_id).commune_id, by=resident.id)

    await database.write(sit)
    await database.write(lambda tx: _lay_sheets(tx, chat_of(tokens["head"]), chat_of(tokens["officer"])))
    await database.write(_recognised_last_year)
    return ("resident", chat_of(tokens["head"]), chat_of(tokens["officer"]), "helper", "stranger")


def _meet(tx: Transaction, resident: Person) -> None:
    """A meeting of the resident's village, at which somebody is discussed."""
    place = places.get(tx, resident.assessed_at)
    cycle = there(cycles.of_this_year(tx, place.commune_id))
    found = meetings.begin(tx, cycle_id=cycle.id, kind=MeetingKind.VILLAGE, place_id=place.id, by=resident.id)
    for each in meetings.page(tx, found, after=0, most=1):
        meetings.set_apart(tx, found, each.declaration_id, mark=Mark.DISCUSS, agreed=False, said="Cần xem lại")


def _list_results(tx: Transaction, resident: Person, officer: str) -> None:
    """A list of results made elsewhere: one to be taken, one of the resident, who has declared, one doubtful."""
    account = accounts.lock(tx, "web", officer)
    act_as_operator(tx)
    cycle = there(cycles.of_this_year(tx, places.get(tx, resident.place_id).commune_id))
    found = result_lists.begin(
        tx, cycle, account_id=account.id, by=there(account.person).id, file_name="kq.xlsx", digest=None
    )
    findings = (Finding.NEW, Finding.DIFFERS, Finding.DOUBTFUL)
    lines = [
        result_lists.NewLine(
            n=n, sheet="1", row=n + 2, place_id=resident.place_id, full_name=resident.full_name, birth_year=1950,
            result=Result(True, "85"), finding=each,
            person_id=None if each is Finding.DOUBTFUL else resident.id,
            like_id=resident.id if each is Finding.DOUBTFUL else None,
        )
        for n, each in enumerate(findings)
    ]  # fmt: skip
    result_lists.put_lines(tx, found.id, lines)
    result_lists.ready(tx, found.id, {})


def _lay_sheets(tx: Transaction, head: str, officer: str) -> None:
    """Photographed sheets that wait: one in doubt with the head, one printed blank with the officer."""
    account = accounts.lock(tx, "web", head)
    query = (
        "SELECT id FROM people WHERE place_id = :place AND birth_year < 1990"
        " AND id NOT IN (SELECT person_id FROM declarations)"
        " AND id NOT IN (SELECT person_id FROM accounts WHERE person_id IS NOT NULL) ORDER BY id LIMIT 1"
    )
    person = tx.connection.execute(text(query), {"place": there(account.person).place_id}).scalar_one()
    for chat, number in ((head, sheet_number(int(person))), (officer, "")):
        account = accounts.lock(tx, "web", chat)
        sheet: dict[str, Any] = {"number": number, "answers": {"A1": "2"}, "doubts": {"A2": ["two", []]}}
        sheet["photo"] = ["b" * 64, "image/jpeg", 9]
        account.draft = {**account.draft, PILE.name: [sheet]}
        accounts.keep_draft(tx, account)


def _recognised_last_year(tx: Transaction) -> None:
    """A year by a real set before this one, which is training: a list that went to who signs, and a signed decision."""
    act_as_operator(tx)
    row = tx.connection.execute(
        text("SELECT d.id, d.place_id, d.person_id, c.commune_id, c.year, c.plan FROM declarations d"
             " JOIN cycles c ON c.id = d.cycle_id WHERE d.title = 'citizen' ORDER BY d.id DESC LIMIT 1")
    ).one()  # fmt: skip
    cycle = cycles.open_year(tx, commune_id=row.commune_id, year=row.year - 1, plan=row.plan)
    cycles.adopt(tx, cycle, CITIZEN, Adoption.shipped(default(CITIZEN), Standing.PROVISIONAL), person_id=None)
    new = {"cycle_id": cycle.id, "title": CITIZEN, "made_by": row.person_id, "made_at": tx.now}
    named = {"declaration_id": row.id, "place_id": row.place_id, "recognised_at": tx.now, "live": True}
    signed = {"number": "15/QĐ-UBND", "decided_on": tx.now.date(), "signer": "Lê Văn Cả", "signer_office": "Chủ tịch"}
    for values in ({**new, "state": Paper.SUBMITTED}, {**new, "state": Paper.ISSUED, **signed}):
        key = tx.connection.execute(insert(recognition_lists).values(values).returning(recognition_lists.c.id))
        list_id = key.scalar_one()
    tx.connection.execute(insert(recognition_names).values({**named, "list_id": list_id}))


def give_names(tx: Transaction) -> dict[str, int]:
    """Everybody a name that nobody else has, but who holds a role or did: names of offices are public."""
    found = tx.connection.execute(
        text("SELECT id, full_name FROM people WHERE id NOT IN (SELECT person_id FROM grants) ORDER BY id")
    ).all()
    names = {}
    for n, row in enumerate(found):
        syllables = (UNIQUE[n // step % len(UNIQUE)] for step in (len(UNIQUE) ** 2, len(UNIQUE), 1))
        name = f"{row.full_name.split()[0]} {''.join(syllables).capitalize()}"
        names[name] = int(row.id)
        tx.connection.execute(
            text("UPDATE people SET full_name = :name, folded_name = :folded, match_key = :key WHERE id = :id"),
            {"name": name, "folded": fold(name), "key": match_key(fold(name)), "id": row.id},
        )
    return names
