"""What the messengers share: updates in, acknowledged after the commit; replies out, owed until they are sent."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog

from bot.channel import Channel, DroughtError, Lanes, LaterError, SendError, UnclearError
from bot.render import Capabilities, Rendered, render
from bot.retrying import DATABASE, DEBT, DROUGHT, REPLY, SET_UP
from storage import accounts
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

if TYPE_CHECKING:
    from bot.dispatch import Dispatcher, Reply
    from handlers.kit.event import Event

log = structlog.get_logger(__name__)

Result = TypeVar("Result")


class Counting(Protocol):
    """Who adds up the messages of a channel that counts them (:class:`bot.channels.meter.Meter`)."""

    def spend(self, tx: Transaction, messages: int) -> int:
        """Add so many in this transaction; returns the month's sum."""

    def counted(self, total: int) -> None:
        """The sum was committed."""


class Receipts:
    """Notes which owed replies went out, many in one write: a crash in between only repeats a reply.

    Where a channel counts its messages, they are added up in the same write.
    """

    def __init__(self, database: Database, every: float = 0.2, meter: Counting | None = None) -> None:
        self._database = database
        self._every = every
        self._meter = meter
        self._messages = 0
        self._sent: list[tuple[int, str]] = []
        self._unshown: list[tuple[int, str]] = []
        self._task: asyncio.Task[None] | None = None

    def sent(self, account_id: int, update: str) -> None:
        """The reply that this account was owed for this update went out."""
        self._sent.append((account_id, update))
        self._flush_later()

    def unshown(self, account_id: int, update: str) -> None:
        """The reply will never arrive: it is owed no more, and nobody has seen its choices."""
        self._unshown.append((account_id, update))
        self._flush_later()

    def count(self, messages: int = 1) -> None:
        """So many more messages went out, or may have."""
        self._messages += messages
        self._flush_later()

    def _flush_later(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush_soon())

    async def flush(self) -> None:
        """Write down what is known by now."""
        sent, self._sent = self._sent, []
        unshown, self._unshown = self._unshown, []
        messages, self._messages = self._messages, 0
        if not sent and not unshown and not messages:
            return
        try:
            total = await self._database.write(partial(self._write, sent=sent, unshown=unshown, messages=messages))
        except BusyError:
            self._sent, self._messages = sent + self._sent, messages + self._messages
            self._unshown = unshown + self._unshown
        else:
            if self._meter is not None and total is not None:
                self._meter.counted(total)

    def _write(
        self, tx: Transaction, sent: list[tuple[int, str]], unshown: list[tuple[int, str]], messages: int
    ) -> int | None:
        if sent:
            accounts.replies_sent(tx, sent)
        if unshown:
            accounts.replies_unshown(tx, unshown)
        return self._meter.spend(tx, messages) if self._meter is not None and messages else None

    async def settled(self) -> None:
        """Wait until all that went out is written down."""
        if self._task is not None:
            await asyncio.wait((self._task,))

    async def close(self) -> None:
        """Write down everything."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.flush()

    async def _flush_soon(self) -> None:
        while self._sent or self._unshown or self._messages:
            await asyncio.sleep(self._every)
            await self.flush()


IN_FLIGHT = 512  # turns and replies under way at once
BACKLOG = 20  # replies that may wait for one chat, so that a flood of one does not hold up all others
TRIES = 5
UNCLEAR_TRIES = 3  # of what was refused for a reason that nobody knows
DRY_WITHOUT_DEBTS = 5  # looks, while nobody waits for a reply, after which messages are tried again
OWED_AFTER = timedelta(seconds=30)
UP_TO_NOW = timedelta(seconds=-1)  # an age: what is owed since this very moment, too
LOOK_AFTER = 600.0  # seconds between looks whether the messenger still sends its updates here


async def back_off(seconds: float) -> None:
    """Wait before something is tried again."""
    await asyncio.sleep(seconds)


class Messenger(Channel):
    """A channel over somebody else's servers: updates in, acknowledged after the commit; replies out, owed until sent.

    A subclass takes its updates, by webhook or by asking, and calls :meth:`take`; it shows a reply by :meth:`_show`.
    """

    def __init__(self, dispatcher: Dispatcher, receipts: Receipts | None = None) -> None:
        self._dispatcher = dispatcher
        self._lanes = Lanes(IN_FLIGHT)
        self._replies = Lanes(IN_FLIGHT)
        self._receipts = receipts or Receipts(dispatcher.database)
        self._ready = asyncio.Event()  # what an earlier run owed is on its way: new turns may begin
        self._debts: dict[int, tuple[int, datetime]] = {}  # by account: tries in vain, and when the next one is due
        self._dry = 0  # tries in vain since the channel's messages are used up
        self._drought: asyncio.Task[None] | None = None
        self._pauses: set[asyncio.Task[None]] = set()  # between the tries of replies
        self._is_ending = False

    @abstractmethod
    async def _show(self, chat: str, message: Rendered, tapped: Any) -> None:
        """Show a reply; ``tapped`` is what the messenger said of the pressed button, if one was pressed.

        Raises:
            SendError: it did not go out.
        """

    async def _persist(
        self,
        call: Callable[[], Awaitable[Result]],
        *,
        failing: type[Exception],
        for_good: type[Exception],
    ) -> Result:
        """A call without which there is no service: tried as long as it is ``failing``, unless it is ``for_good``."""
        failures = 0
        while True:
            try:
                return await call()
            except for_good:
                raise
            except failing as error:
                failures += 1
                log.warning("set-up failed", channel=self.name, error=str(error) or type(error).__name__)
                await back_off(SET_UP.wait(failures))

    async def look_after(self) -> None:
        """See to it that the messenger still sends its updates here; called every :data:`LOOK_AFTER` seconds."""

    async def settled(self) -> None:
        """Wait until nothing is under way here, and what went out is written down."""
        await self._lanes.drain()
        await self._replies.drain()
        await self._receipts.settled()

    async def take(self, event: Event, *, patient: bool, tapped: Any = None) -> None:
        """Hand an event to its chat's lane; returns when its turn has committed.

        Args:
            event: what somebody did.
            patient: wait while the database is busy; else it is the messenger's part to deliver it again.
            tapped: passed on to :meth:`_show`.

        Raises:
            BusyError: nothing happened, the event must come again.
        """
        await self._ready.wait()
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def turn() -> None:
            await self._turn(event, committed, patient=patient, tapped=tapped)

        await self._lanes.put(event.chat, turn)
        await asyncio.shield(committed)

    async def _turn(self, event: Event, committed: asyncio.Future[None], *, patient: bool, tapped: Any) -> Reply | None:
        """One event's turn; the reply, if one is sent."""
        while True:
            try:
                reply = await self._dispatcher.dispatch(event)
            except BusyError as error:
                if not patient:
                    committed.set_exception(error)
                    committed.exception()
                    return None
                log.warning("database busy, the update waits", channel=self.name, update=event.update)
                await back_off(DATABASE.wait(1))
            except BaseException as error:
                committed.set_exception(error)
                raise
            else:
                break
        committed.set_result(None)
        if reply.is_repeated or reply.is_silent:
            return None  # its reply is out, on its way, or owed and paid by the sweeper; or nothing is to be said
        if self._replies.depth(event.chat) >= BACKLOG:
            return reply  # stays owed: the sweeper shows how things stand, once the chat has room
        await self._replies.put(event.chat, partial(self._reply, reply, tapped))
        return reply

    async def _reply(self, reply: Reply, tapped: Any) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await self._show(reply.chat, render_reply(reply, self.can), tapped)
            except DroughtError as error:
                log.warning("reply not sent yet", channel=self.name, attempt=attempt, reason=str(error))
                self._went_dry()
                return  # stays owed, and holds up nobody
            except (LaterError, BusyError) as error:  # also a database out of reach may be needed to send
                log.warning("reply not sent yet", channel=self.name, attempt=attempt, reason=str(error))
                if isinstance(error, UnclearError) and attempt == UNCLEAR_TRIES:
                    break
                await self._pause(REPLY.wait(attempt, getattr(error, "seconds", None)))
                if self._is_ending:
                    break
            except SendError as error:
                log.warning("reply not sent", channel=self.name, reason=str(error))
                self._debts.pop(reply.account_id, None)
                self._receipts.unshown(reply.account_id, reply.update)
                return
            else:
                self._rained()
                self._debts.pop(reply.account_id, None)
                self._receipts.sent(reply.account_id, reply.update)
                return
        tries = self._debts.get(reply.account_id, (0,))[0] + 1
        due = self._dispatcher.database.clock() + timedelta(seconds=DEBT.wait(tries))
        self._debts[reply.account_id] = tries, due
        log.warning("reply stays owed", channel=self.name, account=reply.account_id, tries=tries)

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try; cut short when the program ends, for the reply stays owed."""
        pause = asyncio.create_task(back_off(seconds))
        self._pauses.add(pause)
        try:
            await asyncio.wait((pause,))
        finally:
            self._pauses.discard(pause)
            pause.cancel()

    async def pay_debts(self, age: timedelta) -> None:
        """Draw replies again that were owed for longer than ``age``: a crash or a long outage cut them off.

        What was tried in vain is tried ever more seldom; while the channel's messages are used up, nothing is.
        """
        if not self._dry:
            await self._pay(age)

    async def _pay(self, age: timedelta, most: int | None = None) -> int:
        """Put what is owed on its way, with ``most`` only so much, which is waited for; returns how much is owed."""
        database = self._dispatcher.database
        now = database.clock()
        owed = await database.read(partial(accounts.replies_owed, channel=self.name, before=now - age))
        paid = 0
        for account_id, update in owed:
            if account_id in self._debts and now < self._debts[account_id][1]:
                continue
            reply = await self._dispatcher.redraw(account_id, update)
            if reply is not None and not self._replies.depth(reply.chat):  # else it is on its way, only late
                task = await self._replies.put(reply.chat, partial(self._reply, reply, None))
                paid += 1
                if paid == most:
                    await asyncio.wait((task,))
                    break
        return len(owed)

    # The channel's messages are used up

    def _went_dry(self) -> None:
        """One reply at a time asks from now on whether there are messages again; all others wait beside."""
        if not self._dry:
            self._dry = 1
            log.error("the channel's messages are used up", channel=self.name)
            self._set_dry(dry=True)
        if self._drought is None or self._drought.done():
            self._drought = asyncio.create_task(self._until_rain())

    def _rained(self) -> None:
        if self._dry:
            self._dry = 0
            self._set_dry(dry=False)

    def _set_dry(self, *, dry: bool) -> None:
        """For a channel that does more than wait."""

    async def _until_rain(self) -> None:
        while self._dry:
            await back_off(DROUGHT.wait(self._dry))
            with suppress(BusyError):
                owed = await self._pay(UP_TO_NOW, most=1) if self._dry else 0
                if self._dry:
                    self._dry += 1
                    if not owed and self._dry > DRY_WITHOUT_DEBTS:
                        self._rained()  # nobody waits: the next message will tell
        with suppress(BusyError):
            await self._pay(UP_TO_NOW)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(OWED_AFTER.total_seconds())
            with suppress(BusyError):
                await self.pay_debts(OWED_AFTER)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AFTER)
            await self.look_after()

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[None]:
        """Pay what is owed, and go on doing so while the body takes updates; then finish what is under way."""
        with suppress(BusyError):
            # Whatever a lone worker owes when it starts was cut off; a fellow worker's may be under way.
            await self.pay_debts(OWED_AFTER if self._dispatcher.database.shared else timedelta(0))
        self._ready.set()
        beside: list[asyncio.Task[None]] = [asyncio.create_task(self._sweep()), asyncio.create_task(self._watch())]
        try:
            yield
        finally:
            if self._drought is not None:
                beside.append(self._drought)
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)
            self._is_ending = True
            for pause in self._pauses:
                pause.cancel()
            await self._lanes.drain()
            await self._replies.drain()
            await self._receipts.close()


def render_reply(reply: Reply, can: Capabilities) -> Rendered:
    """A reply as its channel can carry it."""
    return render(reply.screen, reply.language, reply.address, can)
