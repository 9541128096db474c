"""What every channel is to the rest of the program: it serves, sends a notice or says why not, and can be examined."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.media import DOCUMENTS, PICTURES
from bot.render import Capabilities, Rendered
from storage.document_reference import DocumentToFetch
from storage.picture_reference import PictureToFetch

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

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


class UnclearError(LaterError):
    """Refused for a reason that nobody knows: worth a few tries, and no proof against the person or the message."""


class DroughtError(LaterError):
    """The channel's messages are used up: trying for this chat again and again helps nobody."""


class AwayError(LaterError):
    """The person is not there: they get it when they come, unless it reaches them elsewhere before."""


class ClosedError(SendError):
    """This person may not be written to here now (a window has closed, a budget is used up): try elsewhere."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: ``problem`` in words, ``remedy`` what to do about it; both empty where all is well."""

    subject: str
    problem: str = ""
    remedy: str = ""
    detail: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem

    def __str__(self) -> str:
        """One line, as the command prints it."""
        if self.is_well:
            return f"✓ {self.subject}" + (f": {self.detail}" if self.detail else "")
        return f"✗ {self.subject}: {self.problem}\n  → {self.remedy}"


class Channel(ABC):
    """One messenger: takes its updates to dispatch, sends what comes back, and notices from the outbox."""

    name: str
    can: Capabilities
    trouble: str = ""  # what the running program knows to be wrong, for /health and hoctap doctor

    def routes(self) -> list[BaseRoute]:
        """The web routes this channel answers, such as its webhook."""
        return []

    @abstractmethod
    async def run(self) -> None:
        """Serve until cancelled."""

    def wake(self, what: Set[str]) -> None:  # noqa: B027 (most channels show nothing of themselves)
        """These were woken by what was just committed (:attr:`storage.kit.transaction.Transaction.wakes`)."""

    @abstractmethod
    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """Send a notice. ``key`` names it, so that a channel that can may leave out a repetition.

        Raises:
            SendError: it did not go out.
        """

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """The bytes of a picture that somebody sent here, of which :attr:`handlers.kit.event.Sent.picture` told.

        Raises:
            PictureError: it can never be had.
            UnreachableError: not now.
        """
        raise PICTURES.error(PICTURES.not_fetched)

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        """The bytes of a document that somebody sent here, of which :attr:`handlers.kit.event.Sent.document` told.

        Raises:
            DocumentError: it can never be had.
            UnreachableError: not now.
        """
        raise DOCUMENTS.error(DOCUMENTS.not_fetched)

    async def check(self, *, with_records: bool) -> list[Finding]:
        """Whether the messenger can be reached, knows our token and sends us its updates; for ``hoctap doctor``.

        ``with_records``: whether the database is there in this version, and what it says may be looked at.
        """
        return []


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
