"""What the messengers share: updates in, acknowledged after the commit; replies out, owed until they are sent."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog

from bot.channel import Channel, Lanes, LaterError, SendError
from bot.render import Capabilities, Rendered, render
from bot.retrying import DATABASE, REPLY, SET_UP
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
        self._task: asyncio.Task[None] | None = None

    def sent(self, account_id: int, update: str) -> None:
        """The reply that this account was owed for this update went out."""
        self._sent.append((account_id, update))
        self._flush_later()

    def count(self, messages: int = 1) -> None:
        """So many more messages went out."""
        self._messages += messages
        self._flush_later()

    def _flush_later(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush_soon())

    async def flush(self) -> None:
        """Write down what is known by now."""
        sent, self._sent = self._sent, []
        messages, self._messages = self._messages, 0
        if not sent and not messages:
            return
        try:
            total = await self._database.write(partial(self._write, sent=sent, messages=messages))
        except BusyError:
            self._sent, self._messages = sent + self._sent, messages + self._messages
        else:
            if self._meter is not None and total is not None:
                self._meter.counted(total)

    def _write(self, tx: Transaction, sent: list[tuple[int, str]], messages: int) -> int | None:
        if sent:
            accounts.replies_sent(tx, sent)
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
        while self._sent or self._messages:
            await asyncio.sleep(self._every)
            await self.flush()


IN_FLIGHT = 512  # turns and replies under way at once
BACKLOG = 20  # replies that may wait for one chat, so that a flood of one does not hold up all others
TRIES = 5
OWED_AFTER = timedelta(seconds=30)
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
        await self._lanes.put(event.chat, partial(self._turn, event, committed, patient=patient, tapped=tapped))
        await asyncio.shield(committed)

    async def _turn(self, event: Event, committed: asyncio.Future[None], *, patient: bool, tapped: Any) -> None:
        while True:
            try:
                reply = await self._dispatcher.dispatch(event)
            except BusyError as error:
                if not patient:
                    committed.set_exception(error)
                    committed.exception()
                    return
                log.warning("database busy, the update waits", channel=self.name, update=event.update)
                await back_off(DATABASE.wait(1))
            except BaseException as error:
                committed.set_exception(error)
                raise
            else:
                break
        committed.set_result(None)
        if reply.is_repeated:
            return  # its reply is out, on its way, or owed and paid by the sweeper
        if self._replies.depth(event.chat) >= BACKLOG:
            return  # stays owed: the sweeper shows how things stand, once the chat has room
        await self._replies.put(event.chat, partial(self._reply, reply, tapped))

    async def _reply(self, reply: Reply, tapped: Any) -> None:
        message = render_reply(reply, self.can)
        for attempt in range(1, TRIES + 1):
            try:
                await self._show(reply.chat, message, tapped)
            except LaterError as error:
                log.warning("reply not sent yet", channel=self.name, attempt=attempt, reason=str(error))
                await back_off(REPLY.wait(attempt, error.seconds))
            except SendError as error:
                log.info("reply not sent", channel=self.name, reason=str(error))
                break
            else:
                break
        else:
            return  # stays owed; the sweeper tries again
        self._receipts.sent(reply.account_id, reply.update)

    async def pay_debts(self, age: timedelta) -> None:
        """Draw replies again that were owed for longer than ``age``: a crash or a long outage cut them off."""
        database = self._dispatcher.database
        before = database.clock() - age
        owed = await database.read(partial(accounts.replies_owed, channel=self.name, before=before))
        for account_id, update in owed:
            reply = await self._dispatcher.redraw(account_id, update)
            if reply is not None and not self._replies.depth(reply.chat):  # else it is on its way, only late
                await self._replies.put(reply.chat, partial(self._reply, reply, None))

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
        beside = [asyncio.create_task(self._sweep()), asyncio.create_task(self._watch())]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)
            await self._lanes.drain()
            await self._replies.drain()
            await self._receipts.close()


def render_reply(reply: Reply, can: Capabilities) -> Rendered:
    """A reply as its channel can carry it."""
    return render(reply.screen, reply.language, reply.address, can)
