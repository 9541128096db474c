"""Takes who was erased out of others' texts, some rows at a time beside the turns (:mod:`storage.blotting`)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.commune_setup import act_as_operator
from storage import blotting
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds between looks for what a killed program, or another worker, left
ELSEWHERE = 0.02  # seconds until it is looked again whether another worker has done it
PATIENCE = 2.0  # seconds for which who erases waits for it: enough for a commune's own server


class Blotter:
    """Goes through others' texts until nobody's name is left to be taken out. Many workers may: one at a time does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            with suppress(BusyError):
                await self.finish()
            await asyncio.sleep(LOOK_EVERY)

    async def finish(self) -> None:
        """Go through all that is left; whoever waits for the database gets it after each slice."""
        while await self._database.read(blotting.is_left):
            if not await self._database.write(_go_on):
                await asyncio.sleep(ELSEWHERE)

    async def before_acknowledged(self) -> None:
        """The same, but not for longer than a moment: who erases waits for it. What is left then :meth:`run` does."""
        with suppress(BusyError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.finish()


def _go_on(tx: Transaction) -> bool:
    act_as_operator(tx)
    return blotting.go_on(tx)
