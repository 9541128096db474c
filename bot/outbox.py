"""Sends notices out of the outbox: at once after the commit that wrote them, again after a crash or a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.channels.base import BlockedError, Channel, Lanes, LaterError, RejectedError
from bot.render import render
from handlers.kit.screen import screen_from_data
from locales.catalog import address_for
from locales.format import VIETNAM
from storage import accounts, outbox
from storage.engine import BusyError, Database
from storage.outbox import Errand
from storage.transaction import Transaction

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds between looks for what another worker left, or what was put off
SIDE_BY_SIDE = 32  # chats delivered to at once
MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=1)


class Postman:
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
                    await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
        finally:
            await self._lanes.drain()

    async def deliver(self) -> int:
        """Set out with what is due now; returns how many errands were taken. A slow chat holds up only itself."""
        names = list(self._channels)
        errands = await self._database.write(lambda tx: outbox.take(tx, [outbox.NOTICE], names))
        by_chat: dict[int, list[Errand]] = {}
        for errand in errands:
            by_chat.setdefault(errand.account_id, []).append(errand)
        for account_id, theirs in by_chat.items():
            await self._lanes.put(str(account_id), partial(self._deliver_to_one, theirs))
        return len(errands)

    async def _deliver_to_one(self, errands: list[Errand]) -> None:
        for errand in errands:
            outcome = await self._deliver_one(errand)
            with suppress(BusyError):  # then its lease runs out and it is sent once more
                await self._database.write(outcome)

    async def _deliver_one(self, errand: Errand) -> partial[None]:
        """Try to send; returns what to write down about it."""
        channel = self._channels[errand.channel]
        address = address_for(errand.birth_year, self._database.clock().astimezone(VIETNAM).year)
        screen = screen_from_data(errand.payload)
        message = render(screen, errand.language, address, channel.can)
        try:
            await channel.send(errand.chat, message, f"n{errand.id}")
        except BlockedError as error:
            return partial(_blocked, errand=errand, error=str(error))
        except RejectedError as error:
            log.warning("notice refused", errand=errand.id, error=str(error))
            return partial(outbox.failed, errand_id=errand.id, error=str(error))
        except LaterError as error:
            if errand.attempts >= MOST_TRIES and error.seconds is None:
                log.warning("notice given up", errand=errand.id, error=str(error))
                return partial(outbox.failed, errand_id=errand.id, error=str(error))
            wait = timedelta(seconds=error.seconds or 2.0**errand.attempts)
            due = self._database.clock() + min(wait, LONGEST_WAIT)
            return partial(outbox.later, errand_id=errand.id, due_at=due, error=str(error))
        return partial(outbox.done, errand_ids=[errand.id])


def _blocked(tx: Transaction, errand: Errand, error: str) -> None:
    accounts.mark_blocked(tx, errand.account_id)
    outbox.failed(tx, errand.id, error)
