"""People at their chats without any network: what they do goes through the real Dispatcher into a real database."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from acts import ways
from acts.errands import FileErrand, Job, decode
from bot.commune_setup import act_as_operator
from bot.dispatch import Dispatcher, Reply
from bot.render import Capabilities
from criteria.policy import Role
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Opened, Returned, Said, Sent
from handlers.kit.screen import Attachment, Screen, screen_from_data
from locales.catalog import ELDER, catalog
from locales.text import Verbatim, Words
from storage import accounts, cycles, declarations, people, roles
from storage.accounts import Account
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.document_reference import DocumentReference
from storage.kit.engine import Database
from storage.kit.tables import accounts as accounts_table
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import outbox
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, ErrandKind
from storage.people import Person
from storage.picture_reference import StoredPicture
from storage.places import Place
from tests.conftest import Clock
from tests.phone import of_line
from tests.village import GOOD, Village, declared, found, resident, sit_down

Made = TypeVar("Made")

READING = 3.0  # seconds between what people see and what they do
PLAIN: dict[str, object] = {**GOOD, "A1": "3", "A4": "3"}  # 86 points: clear of the mark, nothing to look at twice
TOP: dict[str, object] = {
    **GOOD, **dict.fromkeys(("A1", "A2", "A3", "A4", "B2", "B3", "B4", "C1", "C2"), "3"),
}  # fmt: skip
PICTURE = StoredPicture("a" * 64, "image/jpeg", 9)


class Uncut(Capabilities):
    """As if a message could be as long as it is."""

    @property
    def most(self) -> int:
        return sys.maxsize


UNCUT = Uncut(buttons=100, text_limit=20_000)


@dataclass(frozen=True)
class Seen:
    """A screen as it is read: title, notes and text in one, the labels of its choices, and where it leaves the chat."""

    text: str
    choices: dict[str, str]
    at: str
    file: Attachment | None
    screen: Screen

    @property
    def labels(self) -> tuple[str, ...]:
        """What can be chosen, in order."""
        return tuple(self.choices)

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def __str__(self) -> str:
        return "\n".join([f"({self.at})", self.text, *(f"[{label}]" for label in self.labels)])


class Chat:
    """One person's chat: they type, choose a label, press a button made up by hand, send something that is no text."""

    def __init__(self, commune: Commune, chat: str) -> None:
        self._commune = commune
        self.chat = chat
        self.screen = Seen("", {}, "home", None, Screen(text=Verbatim("")))
        self._last: Event | None = None

    async def say(self, text: str) -> Seen:
        """Type a text."""
        return await self._do(Said(text))

    async def choose(self, label: str) -> Seen:
        """Choose what stands on the screen under this label, or the one line that begins so."""
        choices = self.screen.choices
        found = [choices[label]] if label in choices else of_line(label, choices)
        assert len(found) == 1, f"there is no [{label}] on:\n{self.screen}"
        return await self._do(Chose(found[0]))

    async def press(self, way: str) -> Seen:
        """Press a button of an older screen, of another chat, or one made up by hand."""
        return await self._do(Chose(way))

    async def send(self, kind: str, picture: StoredPicture | None = None, caption: str = "") -> Seen:
        """Send a sticker, a voice message, a photo."""
        return await self._do(Sent(kind, picture, caption))

    async def photo(self) -> Seen:
        """Send a photo that can be kept."""
        return await self.send("photo", PICTURE)

    async def file(self, document: DocumentReference) -> Seen:
        """Send a file."""
        return await self._do(Sent("document", document=document))

    async def open(self, code: str | None = None) -> Seen:
        """Come by a link, with its code."""
        return await self._do(Opened(code))

    async def back(self) -> Seen:
        """Come back to the open page."""
        return await self._do(Returned())

    async def repeat(self) -> Seen:
        """The last thing done is delivered a second time."""
        assert self._last is not None
        return self._seen(await self._commune.dispatcher.dispatch(self._last), await self.account())

    async def account(self) -> Account:
        """The chat as the database knows it."""

        def find(tx: Transaction) -> Account:
            account = accounts.find(tx, "web", self.chat)
            assert account is not None
            return account

        return await self._commune.database.read(find)

    async def _do(self, what: Input) -> Seen:
        self._commune.clock.advance(seconds=READING)
        self._last = Event("web", self.chat, self._commune.update(), what)
        reply = await self._commune.dispatcher.dispatch(self._last)
        self.screen = self._seen(reply, await self.account())
        assert "Có trục trặc" not in self.screen, f"{what} in {self.chat}"
        return self.screen

    @staticmethod
    def _seen(reply: Reply, account: Account) -> Seen:
        def words(each: Words) -> str:
            return catalog(reply.language).render(each, reply.address)

        screen = reply.screen
        title = "" if screen.title is None else f"{words(screen.title)}\n"
        hint = "" if screen.hint is None else f"\n\n{words(screen.hint)}"
        choices = {words(choice.label): str(choice.route) for choice in screen.choices}
        assert len(choices) == len(screen.choices), f"two choices look alike: {list(choices)}"
        return Seen(f"{title}{words(screen.text)}{hint}", choices, account.route, screen.file, screen)


class Commune:
    """Xã Sơn Hồng (``tests/village.py``) with everybody at their chat."""

    def __init__(self, database: Database, clock: Clock, village: Village) -> None:
        self.database = database
        self.clock = clock
        self.village = village
        self.dispatcher = Dispatcher(
            database, Links(("https://hoctap.vn/{code}",), desk="https://hoctap.vn/ban-lam-viec/mo/{}".format)
        )
        self.dispatcher.capabilities["web"] = UNCUT
        self._updates = itertools.count(1)
        self.people: dict[str, Person] = {}
        self.lan = Chat(self, "Lan")
        self.mai = Chat(self, "Mai")  # Lan's daughter
        self.head = Chat(self, "Đức")
        self.son = Chat(self, "Hải")  # the head's
        self.far = Chat(self, "Khánh")  # of the other village
        self.officer = Chat(self, "Thương")
        self.stranger = Chat(self, "Khách")

    @property
    def kim_son(self) -> int:
        """The id of the village that Đức heads."""
        return self.village.kim_son.id

    @property
    def hong_linh(self) -> int:
        """The id of the village that nobody heads."""
        return self.village.hong_linh.id

    @property
    def cycle(self) -> int:
        """The id of this year's cycle."""
        return self.village.cycle.id

    def update(self) -> str:
        """The id of the next thing done."""
        return f"u{next(self._updates)}"

    async def do(self, work: Callable[[Transaction], Made]) -> Made:
        """Let something be so, done by the operator, and commit."""

        def as_operator(tx: Transaction) -> Made:
            act_as_operator(tx)
            made = work(tx)
            tx.save_chain()
            return made

        return await self.database.write(as_operator)

    async def look(self, work: Callable[[Transaction], Made]) -> Made:
        """What the database says."""
        return await self.database.read(work)

    async def sits(self, name: str, person: Person | None) -> Chat:
        """Somebody more has a chat."""
        await self.do(lambda tx: sit_down(tx, "web", name, person))
        return Chat(self, name)

    async def neighbour(
        self, name: str, year: int = 1975, *, place: Place | None = None, household: str = "9", on_roster: bool = True
    ) -> Person:
        """Somebody more lives in Kim Sơn, or elsewhere; without a chat."""
        at = place or self.village.kim_son
        return await self.do(lambda tx: resident(tx, at, name, year, household=household, on_roster=on_roster))

    async def sent(self, person: Person, answers: dict[str, object] | None = None, **about: Any) -> Declaration:
        """Declared and sent."""
        return await self.do(lambda tx: declared(tx, self.village, person, answers or PLAIN, **about))

    async def declaration(self, of: Declaration | int) -> Declaration:
        """A declaration as it is now."""
        key = of if isinstance(of, int) else of.id

        def load(tx: Transaction) -> Declaration:
            now = declarations.glance(tx, key)
            assert now is not None
            return now

        return await self.look(load)

    async def declarations_of(self, person: Person, title: str = "citizen") -> tuple[Declaration, ...]:
        """What was declared in somebody's name."""
        return await self.look(lambda tx: declarations.of_person(tx, person.id, title))

    async def person(self, person: Person) -> Person:
        """A person as they are now."""
        return await self.look(lambda tx: people.get(tx, person.id))

    async def give(self, person: Person, role: Role, place: Place) -> None:
        """Somebody more holds a role."""
        await self.do(lambda tx: roles.give(tx, person, role, place.id))

    async def year_is(self, state: CycleState) -> None:
        """The year's cycle is ``locked``, or ``open``."""
        await self.do(lambda tx: tx.connection.execute(cycles_table.update().values(state=state)))

    async def no_year(self) -> None:
        """It is next year already, and nobody has opened a cycle."""
        self.clock.advance(days=60)

    async def cycle_now(self) -> Cycle:
        """This year's cycle as it is now."""

        def load(tx: Transaction) -> Cycle:
            now = cycles.load(tx, self.cycle)
            assert now is not None
            return now

        return await self.look(load)

    async def notices(self, chat: Chat) -> list[str]:
        """What waits to be told to this chat, in its words."""

        def read(tx: Transaction) -> list[str]:
            rows = tx.connection.execute(
                select(outbox.c.payload)
                .join(accounts_table, accounts_table.c.id == outbox.c.account_id)
                .where(outbox.c.kind == ErrandKind.NOTICE, accounts_table.c.chat == chat.chat)
                .order_by(outbox.c.id)
            ).scalars()
            return [catalog("vi").render(screen_from_data(payload).text, ELDER) for payload in rows]

        return await self.look(read)

    async def errands(self) -> list[FileErrand | Job]:
        """The files that are to be made: reports, posters, pictures."""

        def read(tx: Transaction) -> list[FileErrand | Job]:
            rows = tx.connection.execute(
                select(outbox.c.payload).where(outbox.c.kind == ErrandKind.JOB).order_by(outbox.c.id)
            )
            return [decode(payload) for payload in rows.scalars()]

        return await self.look(read)


async def commune_of(database: Database, clock: Clock) -> Commune:
    """The commune, founded, with everybody sitting at their chat."""
    village = await database.write(found)
    commune = Commune(database, clock, village)

    def all_sit(tx: Transaction) -> dict[str, Person]:
        def one(place: Place, name: str, year: int) -> Person:
            (known,) = people.unclaimed(tx, place_id=place.id, full_name=name, birth_year=year)
            return known

        sitting = {
            "Lan": village.lan,
            "Mai": one(village.kim_son, "Trần Thị Mai", 1992),
            "Đức": village.head,
            "Hải": one(village.kim_son, "Phan Văn Hải", 1996),
            "Khánh": one(village.hong_linh, "Lê Bá Khánh", 1955),
            "Thương": village.officer,
        }
        for name, person in sitting.items():
            sit_down(tx, "web", name, person)
        sit_down(tx, "web", "Khách", None)
        return sitting

    commune.people = await database.write(all_sit)
    return commune


async def registers(commune: Commune, chat: Chat | None = None) -> Declaration:
    """Lan registers as a farmer."""
    await (chat or commune.lan).press(ways.register(commune.village.lan.id, 2026, "ruong"))
    (mine,) = await commune.declarations_of(commune.village.lan)
    return mine


async def answered(commune: Commune, answers: dict[str, object] | None = None) -> Declaration:
    """Lan has answered everything and sent nothing."""
    mine = await registers(commune)
    assert mine.speaker is not None
    speaker = mine.speaker

    def work(tx: Transaction) -> Declaration:
        held = declarations.load(tx, mine.id)
        assert held is not None
        for key, value in (answers or PLAIN).items():
            if key != "occupation":
                held = declarations.answer(tx, held, key, value, speaker=speaker)
        return held

    return await commune.do(work)
