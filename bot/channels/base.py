"""What every channel is to the rest of the program."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.render import Capabilities, Rendered, render
from storage import accounts
from storage.engine import BusyError, Database

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.dispatch import Reply

log = structlog.get_logger(__name__)


class SendError(Exception):
    """A message did not go out. Subclasses say what to do about it."""


class BlockedError(SendError):
    """The person does not want messages here: stop until they write again."""


class RejectedError(SendError):
    """The messenger will never take this message."""


class LaterError(SendError):
    """Not now; ``seconds`` is how long the messenger asks us to wait, if it said so."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Channel(ABC):
    """One messenger: takes its updates to dispatch, sends what comes back, and notices from the outbox."""

    name: str
    can: Capabilities

    def routes(self) -> list[BaseRoute]:
        """The web routes this channel answers, such as its webhook."""
        return []

    @abstractmethod
    async def run(self) -> None:
        """Serve until cancelled."""

    @abstractmethod
    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """Send a notice. ``key`` names it, so that a channel that can may leave out a repetition.

        Raises:
            SendError: it did not go out.
        """


class Lanes:
    """Runs the work of one chat in order and that of different chats side by side."""

    def __init__(self, most: int) -> None:
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._depths: Counter[str] = Counter()
        self._room = asyncio.Semaphore(most)

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Start ``work`` after all that was put on this lane before; waits while too much is under way."""
        await self._room.acquire()
        self._depths[lane] += 1
        before = self._tails.get(lane)

        async def in_turn() -> None:
            try:
                if before is not None:
                    await asyncio.wait((before,))
                await work()
            except Exception:  # one act gone wrong must not stop what its chat does next
                log.exception("work failed", lane=lane)
            finally:
                self._room.release()
                self._leave(lane)
                if self._tails.get(lane) is task:
                    del self._tails[lane]

        task = asyncio.create_task(in_turn())
        self._tails[lane] = task
        return task

    def depth(self, lane: str) -> int:
        """How much is under way or waits on this lane."""
        return self._depths[lane]

    def _leave(self, lane: str) -> None:
        self._depths[lane] -= 1
        if not self._depths[lane]:
            del self._depths[lane]

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._tails:
            await asyncio.wait(list(self._tails.values()))


class Receipts:
    """Notes which owed replies went out, many in one write: a crash in between only repeats a reply."""

    def __init__(self, database: Database, every: float = 0.2) -> None:
        self._database = database
        self._every = every
        self._sent: list[tuple[int, str]] = []
        self._task: asyncio.Task[None] | None = None

    def sent(self, account_id: int, update: str) -> None:
        """The reply that this account was owed for this update went out."""
        self._sent.append((account_id, update))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush_soon())

    async def flush(self) -> None:
        """Write down what is known by now."""
        sent, self._sent = self._sent, []
        if sent:
            try:
                await self._database.write(lambda tx: accounts.replies_sent(tx, sent))
            except BusyError:
                self._sent = sent + self._sent

    async def close(self) -> None:
        """Write down everything."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.flush()

    async def _flush_soon(self) -> None:
        while self._sent:
            await asyncio.sleep(self._every)
            await self.flush()


def render_reply(reply: Reply, can: Capabilities) -> Rendered:
    """A reply as its channel can carry it."""
    return render(reply.screen, reply.language, reply.address, can)
