"""Everything that runs by itself, once, in a filled base: sweeps, digests, erasures, anchors, notices, files, debts."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from acts import ways
from acts.backing_up import warn
from acts.errands import (
    DoorListErrand,
    FileErrand,
    LifelongRecordErrand,
    MyDataErrand,
    PapersErrand,
    ProgressErrand,
    WorkbookErrand,
    ask_for,
)
from acts.notices import officers_out_of_reach
from bot import anchoring
from bot.blotter import Blotter
from bot.channel import Channel
from bot.commune_setup import act_as_operator
from bot.digest_scheduler import DigestScheduler
from bot.dispatch import Dispatcher
from bot.file_jobs import FileJobs
from bot.notice_sender import NoticeSender
from bot.render import Capabilities, Rendered
from bot.retention import Retention
from criteria.model import CITIZEN
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Said
from storage import (
    accounts,
    clock_witness,
    cycles,
    digests,
    outbox,
    people,
    places,
    shown_once,
)
from storage import (
    backups as backup_records,
)
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ErrandKind, Witness
from tests.conftest import Clock
from tests.keys import keys_in
from tests.village import there

CHANNEL = "telegram"
DECEMBER = timedelta(days=20)
RESIDENT, ANOTHER = 40, 80  # somebody's number among the chats of the base


class Pocket(Channel):
    """A messenger that takes everything."""

    name = CHANNEL
    can = Capabilities(buttons=100, text_limit=4096)

    async def run(self) -> None:
        """Nothing comes from here."""

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """It goes out."""


class Player:
    """Plays what people and the program do in a base of :mod:`bench.fill`."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self.database = database
        self.clock = clock
        self.store = FileStore(folder / "files", keys_in(folder))
        self.keys = keys_in(folder)
        self.dispatcher = Dispatcher(database, Links())
        self._updates = count()

    async def all_jobs(self) -> None:
        """One after the other, at the hours at which each has something to do."""
        await self.turns()
        await self.notices_and_files()
        await self.debts()
        await self.looks_of_health()
        await self.erasure()
        await self.evening()
        await self.backup()
        await self.december()
        await self.sweeps()

    async def says(self, chat: str, what: Input) -> None:
        """Somebody does something in their chat."""
        self.clock.advance(seconds=5)
        await self.dispatcher.dispatch(Event(CHANNEL, chat, f"p{next(self._updates)}", what))

    async def chat_of(self, n: int) -> str:
        """The chat of one of the residents."""

        def find(tx: Transaction) -> str:
            key = there(accounts.find(tx, CHANNEL, "office-0-1")).id
            return there(accounts.load_unlocked(tx, key + 20 + n)).chat

        return await self.database.read(find)

    async def turns(self) -> None:
        """A resident who declares, a head who decides, an officer who looks at numbers."""
        resident = await self.chat_of(RESIDENT)
        for typed in ("/menu", "/khai", "1", "2", "3", "/quyen", "/sohoc"):
            await self.says(resident, Said(typed))
        head, officer = "office-0-1", "office-0-0"

        def waiting(tx: Transaction) -> tuple[int, ...]:
            place = there(there(accounts.find(tx, CHANNEL, head)).person).place_id
            found = tx.connection.exec_driver_sql(
                f"SELECT id FROM declarations WHERE state = 'submitted' AND place_id = {place} ORDER BY id"  # noqa: S608
            )
            return tuple(row[0] for row in found)

        for declaration in await self.database.read(waiting):
            for way in (ways.queue(), ways.review(declaration), ways.confirm(declaration, 1)):
                await self.says(head, Chose(way))
            break
        for way in (ways.batch(), ways.visits(), ways.residents(), ways.newcomers()):
            await self.says(head, Chose(way))
        await self.says(head, Said("/duyet"))
        for way in (ways.stats(), ways.plans(), ways.dossier(), ways.twins(), ways.queue(), ways.export()):
            await self.says(officer, Chose(way))

    async def notices_and_files(self) -> None:
        """Files of each kind that grows, and what goes out."""

        def ask(tx: Transaction) -> None:
            officer, head = (there(accounts.find(tx, CHANNEL, f"office-0-{i}")) for i in (0, 1))
            place = there(head.person).place_id
            commune = places.get(tx, place).commune_id
            cycle = there(cycles.of_this_year(tx, commune))
            asked: list[tuple[accounts.Account, FileErrand]] = [
                (officer, WorkbookErrand(cycle.id)),
                (head, DoorListErrand(place, cycle.id)),
                (head, ProgressErrand(place, cycle.id)),
                (head, PapersErrand(place, cycle.id, CITIZEN, named=True)),
                (head, MyDataErrand()),
                (head, LifelongRecordErrand()),
            ]
            for account, errand in asked:
                ask_for(tx, account, errand)

        await self.database.write(ask)
        channels = {CHANNEL: Pocket()}
        jobs, sender = FileJobs(self.database, self.store, channels), NoticeSender(self.database, channels)
        while await jobs.work():
            pass
        while await sender.deliver():
            await sender.settled()
        await self.database.read(lambda tx: outbox.next_due(tx, list(ErrandKind)))

    async def debts(self) -> None:
        """Replies that went out, were never shown, are still owed."""

        def receipts(tx: Transaction) -> None:
            owed = accounts.replies_owed(tx, CHANNEL, tx.now + timedelta(minutes=1))
            assert owed
            accounts.replies_unshown(tx, owed[:1])
            accounts.replies_sent(tx, owed[1:])
            accounts.has_moved(tx, CHANNEL, "x")

        await self.database.write(receipts)

    async def looks_of_health(self) -> None:
        """What ``/health`` and ``hoctap doctor`` ask."""

        def look(tx: Transaction) -> None:
            officers_out_of_reach(tx)
            backup_records.standing(tx)
            clock_witness.refused(tx)
            clock_witness.doubt(tx)
            outbox.count_waiting(tx, before=tx.now)
            accounts.count_owed(tx, tx.now, channels=[CHANNEL])

        await self.database.read(look)

    async def erasure(self) -> None:
        """Somebody's button, and what follows; somebody who is spoken for."""
        self.database.on_erased = Blotter(self.database).finish
        resident = await self.chat_of(RESIDENT)
        await self.says(resident, Chose(ways.erase()))
        await self.says(resident, Chose(ways.erase_now()))

        def again(tx: Transaction) -> None:
            account = accounts.lock(tx, CHANNEL, "office-0-1")
            gone = people.add(tx, place_id=there(account.person).place_id, full_name="Lò Thị Hương Đào",
                              birth_year=1950, on_roster=False)  # fmt: skip
            accounts.speak_for(tx, account, gone, ConsentKind.BESIDE)
            accounts.save(tx, account, owed=None)
            act_as_operator(tx)
            backup_records.restored(tx, 0, [], name="", folder="", size=0)

        await self.database.write(again)

    async def evening(self) -> None:
        """The evening's notices, and at once what waits too long."""
        self.clock.now = self.clock.now.replace(hour=12, minute=40) + timedelta(days=1)  # 19:40 in Viet Nam
        await DigestScheduler(self.database).look()
        self.clock.now = self.clock.now.replace(hour=3) + timedelta(days=3)
        await DigestScheduler(self.database).look()
        await self.database.write(lambda tx: digests.choose(_as_operator(tx), 12, 1170))
        await self.database.write(shown_once.forget_old)

    async def backup(self) -> None:
        """Whose turn a night's backup is, and whom the list beside it names."""

        def look(tx: Transaction) -> None:
            act_as_operator(tx)
            backup_records.erasures(tx)
            backup_records.is_due(tx, tx.now)
            backup_records.used(tx, "x")
            key = there(backup_records.claim(tx, tx.now.date()))
            backup_records.still(tx, key)
            backup_records.done(tx, key, folder="x", name="x", size=1)

        await self.database.write(look)
        await self.database.write(warn)

    async def december(self) -> None:
        """The year's anchor is told, and diaries are offered."""
        self.clock.now += DECEMBER
        anchor = await anchoring.take(self.database)
        await self.database.write(partial(anchoring.tell_once_a_year, anchor=anchor))
        await self._retention().offer_diaries()

    async def sweeps(self) -> None:
        """A usual night, and one in which years end and whoever has not come for years is forgotten."""
        await self._sweep(self.clock.now + timedelta(days=8))
        await self._sweep(self.clock.now + timedelta(days=800))

    async def _sweep(self, now: datetime) -> None:
        self.clock.now = now
        await self.database.write(lambda tx: clock_witness.confirm(_as_operator(tx), Witness.OPERATOR))
        assert await self._retention().sweep()

    def _retention(self) -> Retention:
        return Retention(self.database, self.store, self.keys)


def _as_operator(tx: Transaction) -> Transaction:
    act_as_operator(tx)
    return tx
