"""Every route played as everybody with every id, each in a savepoint that is taken back: what was shown and written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import text

from bot.dispatch import Dispatcher, Reply
from handlers.all_routes import ROUTER
from handlers.kit.event import Chose, Event
from handlers.kit.router import Route
from locales.catalog import catalog
from storage import accounts
from storage.kit.transaction import Transaction
from tests.authority import NOBODY, OFFICES, PEOPLE, Populated, diary_of
from tests.handlers.authority_table import rows
from tests.handlers.walk import ANY, VALUES
from tests.village import there

ABSENT = "absent"  # the name of a record that is not there
ABSENT_ID = 999_999
CLAN = frozenset({"clan_head", "clan_member"})
ASKED: Mapping[str, frozenset[str]] = {  # who asks, or is asked: of whom they read therefore
    "neighbour": frozenset({"kin"}),  # the head of the household
    "lan": frozenset({"neighbour"}),
    "kin": frozenset({"neighbour"}),
    "unit_head": frozenset({"far"}),
    "clan_head": frozenset({"lan"}),
}
HEADS: Mapping[str, str] = {"household": "kin", "foreign_household": "foreigner"}  # by the code of their household
DISPATCH_WRITES = 1  # row, whatever comes of it: the account
SERVES = {"kim": "kim", "hong": "hong", "unit": "unit", "xa": "xa", "commune": "", "foreign_commune": ""}


@dataclass(frozen=True)
class Try:
    """Somebody follows a route with a record of that name (``""``: it needs none) and further values."""

    who: str
    name: str
    record: str
    route: str

    @property
    def is_let(self) -> bool:
        """What the table says."""
        return self.who in rows()[self.name].to.get(self.record, ())


@dataclass(frozen=True)
class Outcome:
    """Where it ended, what stood there, and how many rows were written beside what dispatch keeps."""

    at: str
    said: str
    written: int


class Player:
    """Plays tries in one transaction, and takes each back."""

    def __init__(self, tx: Transaction, made: Populated, dispatcher: Dispatcher) -> None:
        self._tx = tx
        self._made = made
        self._dispatcher = dispatcher
        self._updates = itertools.count(1)
        self._names = re.compile("|".join(map(re.escape, self._owners)))

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """Whose each name is, and each entry of a diary."""
        names = {full_name: who for who, (full_name, _, _) in PEOPLE.items()}
        given = {full_name.split(" ", 2)[2]: who for who, (full_name, _, _) in PEOPLE.items()}
        return {**{diary_of(who): who for who in PEOPLE}, **names, **given}

    def tries(self, most: int) -> Iterator[Try]:
        """Every route, actor and record, each with at most that many combinations of its other parameters."""
        for name, route in ROUTER.routes.items():
            kind = next((key for key, type_ in route.parameters if type_ is None), None)
            records = {"": 0} if kind is None else {**self._made.records[kind], ABSENT: ABSENT_ID}
            for record, key in records.items():
                pools = [
                    (str(key),) if type_ is None else self._values(parameter, key, record)
                    for parameter, type_ in route.parameters
                ]
                for values in itertools.islice(itertools.product(*pools), most):
                    for who in self._made.chats:
                        yield Try(who, name, record, "/".join((name, *values)))

    def _values(self, parameter: str, key: int, record: str) -> tuple[str, ...]:
        """What a parameter that is no record can be: right for this record where that is to be had, and others' ids."""
        made = self._made
        people_of = made.records["resident"]
        match parameter:
            case "revision" | "version":
                return (str(made.revisions.get(key, 1)), "0")
            case "person" | "other" | "heir":
                return tuple(str(people_of[who]) for who in ("kin", "foreigner", "old", "heads_son"))
            case "seat":
                return tuple(str(self._account(who)) for who in ("lan", "kin", "foreigner"))
            case "into" | "home":
                return tuple(map(str, (made.records["place"]["hong"], made.records["place"]["xa"])))
            case "of":
                return tuple(str(made.records["declaration"][name]) for name in ("confirmed", "foreigner"))
            case "following":
                return tuple(str(made.records["declaration"][name]) for name in ("kin", "foreigner"))
            case "code":
                return tuple(made.codes.values())
            case "year":
                return ("2026", "2025")
        return VALUES.get(parameter, ANY)

    def _account(self, who: str) -> int:
        return there(accounts.find(self._tx, "web", self._made.chats[who])).id

    def play(self, what: Try) -> Outcome:
        """Follow the route, look, and take it back."""
        tx = Transaction(self._tx.connection, self._tx.now)
        with tx.connection.begin_nested() as savepoint:
            before = self._changes(tx)
            event = Event("web", self._made.chats[what.who], f"t{next(self._updates)}", Chose(what.route))
            reply = self._dispatcher.carry_out(tx, event)
            account = there(accounts.find(tx, "web", self._made.chats[what.who]))
            written = self._changes(tx) - before - DISPATCH_WRITES
            savepoint.rollback()
        return Outcome(account.route.partition("/")[0], _words(reply), written)

    def told_by(self, what: Try) -> frozenset[str]:
        """Whose name a code tells whoever holds it: the household that it opens is called after its head."""
        values = frozenset(what.route.split("/")[1:])
        return frozenset(head for code, head in HEADS.items() if self._made.codes[code] in values)

    @staticmethod
    def _changes(tx: Transaction) -> int:
        return int(tx.connection.execute(text("SELECT total_changes() - (SELECT count(*) FROM inbox)")).scalar_one())

    def named(self, said: str) -> set[str]:
        """Whose name, or diary, stands in it."""
        return {self._owners[found] for found in self._names.findall(said)}


def knows(who: str) -> frozenset[str]:
    """Whose names may stand on somebody's screen: their household's, clan's, who serves them, whom they serve."""
    if who in NOBODY:
        return frozenset()
    _, village, household = PEOPLE[who]
    at_home = {each for each, (_, there_, at) in PEOPLE.items() if (there_, at) == (village, household)}
    of_the_commune = {each for each, (_, at, _) in PEOPLE.items() if (at == "xa") == (village == "xa")}
    in_office = of_the_commune & OFFICES.keys()
    in_clan = CLAN if who in CLAN else frozenset[str]()
    return frozenset(at_home | in_office | in_clan | _served(who) | ASKED.get(who, frozenset()))


def _served(who: str) -> set[str]:
    if who not in OFFICES or who.startswith("was_"):
        return set()
    role, where = OFFICES[who]
    if role in {"helper", "reporter"}:
        return set()
    if where in {"commune", "foreign_commune"}:
        return {each for each, (_, at, _) in PEOPLE.items() if (at == "xa") == (where == "foreign_commune")}
    in_unit = {"unit_head", "unit_member"}
    return in_unit if where == "unit" else {each for each, (_, at, _) in PEOPLE.items() if at == where}


def _words(reply: Reply) -> str:
    screen = reply.screen
    words = catalog("vi").render
    return "\n".join(
        words(each, reply.address)
        for each in (screen.title, screen.text, screen.hint, *(choice.label for choice in screen.choices))
        if each is not None
    )


def routes_with(parameter: str) -> tuple[Route, ...]:
    """The routes that carry a parameter of that name."""
    return tuple(route for route in ROUTER.routes.values() if parameter in dict(route.parameters))
