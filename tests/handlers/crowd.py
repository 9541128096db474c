"""A crowd at their chats that presses, types, sends and repeats whatever comes: and what must be true all the same.

What must be true is looked up in the database after each event or each while, by rules of this file: it asks neither
the policy nor the queue.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from datetime import datetime
from pathlib import Path

from sqlalchemy import bindparam, func, or_, select, text

from bot.dispatch import Dispatcher
from criteria.declaration import State
from criteria.model import CITIZEN, UNIT, VILLAGE
from criteria.parse import titles
from criteria.policy import Role, Tie, Unvouched
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Opened, Returned, Said, Sent
from locales.catalog import catalog
from storage import audit, counters, cycles, places, recount, replay
from storage.kit import tables as t
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.picture_reference import StoredPicture
from tests.authority import OFFICES, PEOPLE, Populated
from tests.conftest import Clock
from tests.handlers.walk import WORDS

REPLIES = Path(__file__).parent / "kit" / "replies"
COMMANDS = ("menu", "thôi", "lui", "nghỉ", "khai", "duyệt", "số liệu", "giúp đỡ", "/quyen", "/khai", "/duyet", "/start")
A_WHILE = 500  # events between two proofs of the whole record
LATELY = 40  # older screens whose buttons are still pressed
PARTY = frozenset({Tie.LET_IN, Tie.SPOKE, Tie.PICTURED, Tie.HOUSEHOLD})


def replies() -> tuple[str, ...]:
    """Everything that stands in the corpora of replies, labels and lists of labels with it."""
    found = {
        said
        for path in sorted(REPLIES.glob("*/*.tsv"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
        for said in line.split("\t")[2:]
    }
    return tuple(sorted(found))


class Crowd:
    """People at their chats, one event after the other. ``seed`` says which."""

    def __init__(self, database: Database, clock: Clock, made: Populated, seed: int) -> None:
        self._database = database
        self._clock = clock
        self._made = made
        self._random = random.Random(seed)
        self._dispatcher = Dispatcher(
            database, Links(("https://hoctap.vn/{code}",), desk="https://hoctap.vn/ban-lam-viec/mo/{}".format)
        )
        self._chats = sorted(made.chats.values())
        self._deciding = sorted(made.chats[who] for who in OFFICES)
        self._choices: dict[str, list[str]] = {}
        self._old: deque[str] = deque(maxlen=LATELY)
        self._last: dict[str, Event] = {}
        self._said = replies()
        self._n = 0
        self._decided = 0
        self.counted: Counter[str] = Counter()  # what was tried, and what came of it

    async def act(self, events: int) -> None:
        """Let so many things happen, and prove what must be true."""
        for n in range(1, events + 1):
            await self._one()
            await self._database.read(self._decisions_are_lawful)
            if n % A_WHILE == 0 or n == events:
                await self._database.read(self._record_holds)

    async def _one(self) -> None:
        chance = self._random
        self._clock.advance(seconds=chance.choice((1, 3, 5, 30, 600, 3600)))
        chat = chance.choice(self._chats if chance.random() < 0.6 else self._deciding)
        last = self._last.get(chat)
        if last is not None and chance.random() < 0.04:
            await self._repeat(last)
            return
        self._n += 1
        event = Event("web", chat, f"u{self._n}", self._something(chat))
        self._last[chat] = event
        reply = await self._dispatcher.dispatch(event)
        said = catalog("vi").render(reply.screen.text, reply.address)
        assert "Có trục trặc" not in said, event
        self._old.extend(self._choices.get(chat, ())[:2])
        self._choices[chat] = [str(choice.route) for choice in reply.screen.choices]
        self.counted[type(event.input).__name__] += 1

    async def _repeat(self, event: Event) -> None:
        """Delivered once more: it changes nothing, but that on another day somebody looks at it once more."""
        before = await self._database.write(_changes)
        await self._dispatcher.dispatch(event)
        assert await self._database.write(_changes) == before, event
        self.counted["repeated"] += 1

    def _something(self, chat: str) -> Input:
        chance, choices = self._random, self._choices.get(chat)
        kind = chance.random()
        if kind < 0.62 and choices:
            return Chose(choices[0] if chance.random() < 0.4 else chance.choice(choices))
        if kind < 0.68 and self._old:
            return Chose(chance.choice(self._old))
        if kind < 0.72:
            return Opened(chance.choice((None, "KIMSON", *self._made.codes.values())))
        if kind < 0.74:
            return Sent(chance.choice(("sticker", "photo")), StoredPicture("b" * 64, "image/jpeg", 9))
        if kind < 0.76:
            return Returned()
        return Said(self._typed())

    def _typed(self) -> str:
        chance = self._random
        return chance.choice((
            str(chance.randrange(30)), chance.choice(self._said), chance.choice(COMMANDS), chance.choice(WORDS),
            chance.choice([name for name, _, _ in PEOPLE.values()]), str(chance.randrange(1930, 2010)),
            chance.choice(list(self._made.codes.values())),
        ))  # fmt: skip

    def _decisions_are_lawful(self, tx: Transaction) -> None:
        """Whoever decided since the last look served the place then, and was no party."""
        for row in tx.connection.execute(_DECISIONS, {"since": self._decided}):
            self._decided = row.id
            self.counted[f"decided: {row.move}"] += 1
            assert row.decided_by is not None
            assert row.decided_by not in {row.person_id, row.spoken_by}, row
            assert row.home is None or row.home != row.deciders_home, row
            held = _offices(tx, row.decided_by, row.at)
            is_officer = (Role.OFFICER, row.commune_id) in held
            assert is_officer or (Role.HEAD, row.place_id) in held, row
            assert is_officer or row.title not in {VILLAGE, UNIT}, row
            assert is_officer or row.title != CITIZEN or row.unvouched != Unvouched.DRAWN, row
            ties = tx.connection.execute(
                select(t.ties.c.kind).where(
                    t.ties.c.person_id == row.person_id, t.ties.c.by_id == row.decided_by, t.ties.c.at < row.at
                )
            ).scalars()
            assert not PARTY & set(ties), row

    def _record_holds(self, tx: Transaction) -> None:
        """The log, the states, the counters; one declaration of one thing in a year."""
        assert audit.broken_chains(tx) == ()
        assert replay.differing(tx) == []
        for commune in places.communes(tx):
            for cycle in cycles.of_commune(tx, commune.id):
                for title in titles():
                    assert counters.tallies(tx, cycle.id, title) == recount.recount(tx, cycle, title), (cycle, title)
        twice = (
            select(t.declarations.c.person_id)
            .where(t.declarations.c.title == CITIZEN)
            .group_by(t.declarations.c.cycle_id, t.declarations.c.person_id)
            .having(func.count() > 1)
        )
        assert tx.connection.execute(twice).all() == []
        unasked = select(t.accounts.c.id).where(t.accounts.c.person_id.is_not(None), t.accounts.c.consent.is_(None))
        assert tx.connection.execute(unasked).all() == []
        self.counted["proofs"] += 1

    async def states(self) -> Counter[State]:
        """How many declarations stand in each state."""

        def count(tx: Transaction) -> Counter[State]:
            n = func.count().label("n")
            rows = tx.connection.execute(select(t.declarations.c.state, n).group_by(t.declarations.c.state))
            return Counter({row.state: row.n for row in rows})

        return await self._database.read(count)


_decider = t.people.alias("decider")
_DECISIONS = (
    select(
        t.decisions.c.id, t.decisions.c.move, t.decisions.c.decided_by, t.decisions.c.at,
        t.declarations.c.person_id, t.declarations.c.spoken_by, t.declarations.c.place_id, t.declarations.c.title,
        t.cycles.c.commune_id, t.people.c.unvouched,
        func.coalesce(t.declarations.c.household_id, t.people.c.household_id).label("home"),
        _decider.c.household_id.label("deciders_home"),
    )
    .join(t.declarations, t.declarations.c.id == t.decisions.c.declaration_id)
    .join(t.people, t.people.c.id == t.declarations.c.person_id)
    .join(t.cycles, t.cycles.c.id == t.declarations.c.cycle_id)
    .outerjoin(_decider, _decider.c.id == t.decisions.c.decided_by)
    .where(t.decisions.c.id > bindparam("since"))
    .order_by(t.decisions.c.id)
)  # fmt: skip


def _offices(tx: Transaction, person_id: int, at: datetime) -> set[tuple[Role, int]]:
    """The roles that somebody held at that moment, by place."""
    held = t.grants.c
    rows = tx.connection.execute(
        select(held.role, held.place_id).where(
            held.person_id == person_id,
            held.granted_at <= at,
            or_(held.revoked_at.is_(None), held.revoked_at >= at),
            or_(held.until.is_(None), held.until > at),
        )
    )
    return {(row.role, row.place_id) for row in rows}


def _changes(tx: Transaction) -> int:
    """So many rows were changed on this connection; who looked at whom apart."""
    looks = tx.connection.execute(select(func.count()).select_from(t.looks)).scalar_one()
    return int(tx.connection.execute(text("SELECT total_changes()")).scalar_one()) - int(looks)
