"""Sends notices out of the outbox: at once after the commit that wrote them, again after a crash or a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog

from acts.choice import Choice
from acts.notices import unreached
from bot.channel import AwayError, BlockedError, Channel, ClosedError, Lanes, LaterError, RejectedError, UnclearError
from bot.file_leave import may_have
from bot.render import render_notice
from bot.retrying import NOTICE
from criteria.quiet import after_quiet, is_quiet
from handlers.kit.screen import screen_from_data
from locales.format import year_of
from storage import accounts, files, outbox
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.outbox import Errand

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds between looks for what another worker left, or what was put off
SIDE_BY_SIDE = 32  # chats delivered to at once
MOST_TRIES = 12
UNCLEAR_TRIES = 3  # of what was refused for a reason that nobody knows
MOST_AGE = timedelta(days=3)  # of a notice that its receiver has not come to see


class NoticeSender:
    """Takes due notices and hands them to their channels, one after the other for one chat."""

    def __init__(self, database: Database, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._channels = channels
        self._wake = asyncio.Event()
        self._lanes = Lanes(SIDE_BY_SIDE)

    def wake(self) -> None:
        """There is something new."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._wake.clear()
                with suppress(BusyError):
                    while await self.deliver():
                        pass
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):  # not wait_for: it loses an end that comes with a wake
                        await self._wake.wait()
        finally:
            await self._lanes.drain()

    async def deliver(self) -> int:
        """Set out with what is due now; returns how many errands were taken. A slow chat holds up only itself."""
        names = list(self._channels)
        errands = await self._database.write(lambda tx: outbox.take(tx, [ErrandKind.NOTICE], names))
        by_chat: dict[int, list[Errand]] = {}
        for errand in errands:
            by_chat.setdefault(errand.account_id, []).append(errand)
        for account_id, theirs in by_chat.items():
            await self._lanes.put(str(account_id), partial(self._deliver_to_one, theirs))
        return len(errands)

    async def settled(self) -> None:
        """Wait until nothing that was set out with is under way."""
        await self._lanes.drain()

    async def _deliver_to_one(self, errands: list[Errand]) -> None:
        for errand in errands:
            with suppress(BusyError):  # then its lease runs out and it is sent once more
                await self._database.write(await self._deliver_one(errand))

    async def _deliver_one(self, errand: Errand) -> partial[None]:
        """Try to send; returns what to write down about it."""
        channel = self._channels[errand.channel]
        now = self._database.clock()
        if errand.by_day and is_quiet(now):  # put off by a refusal, or by a server that stood still
            return partial(outbox.later, errand_id=errand.id, due_at=after_quiet(now))
        file = errand.payload.get("file")
        if file is not None and not await self._database.write(partial(_may_have, errand=errand, digest=file[0])):
            return partial(outbox.failed, errand_id=errand.id, error="the role that the file rested on has ended")
        message = render_notice(errand, year_of(now), channel.can)
        if channel.can.window is not None and now - errand.seen_at >= channel.can.window:
            return partial(_elsewhere, errand=errand, error="the window is closed")
        try:
            await channel.send(errand.chat, message, f"n{errand.id}")
        except BlockedError as error:
            return partial(_elsewhere, errand=errand, error=str(error), blocked=True)
        except (ClosedError, RejectedError) as error:
            return partial(_elsewhere, errand=errand, error=str(error))
        except LaterError as error:
            return self._later(errand, error, now)
        # Also where they can be pressed: a messenger that refused the buttons got the words.
        return partial(_sent, errand=errand, offers=screen_from_data(errand.payload).choices)

    @staticmethod
    def _later(errand: Errand, error: LaterError, now: datetime) -> partial[None]:
        """Another try, unless it has been tried often or long enough to go another way."""
        most = UNCLEAR_TRIES if isinstance(error, UnclearError) else MOST_TRIES
        if now - errand.created_at >= MOST_AGE or (errand.attempts >= most and error.seconds is None):
            return partial(_elsewhere, errand=errand, error=str(error))
        wait = min(NOTICE.wait(errand.attempts, error.seconds), NOTICE.longest)
        due = now + timedelta(seconds=wait)
        if isinstance(error, AwayError):
            return partial(_elsewhere_or_later, errand=errand, due_at=due, error=str(error))
        return partial(outbox.later, errand_id=errand.id, due_at=due, error=str(error))


def _may_have(tx: Transaction, errand: Errand, digest: str) -> bool:
    return may_have(tx, errand.account_id, digest)


def _sent(tx: Transaction, errand: Errand, offers: tuple[Choice, ...]) -> None:
    outbox.done(tx, [errand.id])
    if offers:
        accounts.offer(tx, errand.account_id, [(choice.label, choice.route) for choice in offers])


def _elsewhere(tx: Transaction, errand: Errand, error: str, *, blocked: bool = False) -> None:
    """Not here: on another account of that person, or on the head's list of people to be told in person."""
    if blocked:
        accounts.mark_blocked(tx, errand.account_id)
    if _redirected(tx, errand):
        return
    log.warning("notice reaches nobody", errand=errand.id, channel=errand.channel, error=error)
    outbox.failed(tx, errand.id, error)
    if errand.person_id is not None:
        unreached(tx, errand.person_id, errand.payload, errand.key)


def _elsewhere_or_later(tx: Transaction, errand: Errand, due_at: datetime, error: str) -> None:
    if not _redirected(tx, errand):
        outbox.later(tx, errand.id, due_at, error)


def _redirected(tx: Transaction, errand: Errand) -> bool:
    if errand.person_id is None:
        return False
    account_id = accounts.reachable(tx, errand.person_id, besides=(*errand.tried, errand.account_id))
    if account_id is None:
        return False
    file = errand.payload.get("file")
    if file is not None:
        files.share(tx, file[0], from_account=errand.account_id, to_account=account_id)
    outbox.redirect(tx, errand, account_id)
    return True
