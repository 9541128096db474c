"""What is swept out once a day, so that nothing is kept longer than the consent text says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.commune_setup import act_as_operator
from locales.format import VIETNAM
from storage import erasure, evidence, files, inbox, shown_once
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

FIRST = 60.0  # seconds after the start: whoever waits is answered before
EVERY = 24 * 3600.0
A_MINUTE = 60.0
ANSWERS_YEARS = 2  # report years that answers are kept, as the consent text promises
UPDATES = timedelta(days=7)  # messengers repeat an update for a day at most
MESSAGES = timedelta(days=30)
FILES = timedelta(days=7)
LOOSE = timedelta(days=1)  # bytes that no row needs: of somebody erased, or sent to a page that took no picture
WEB = "web"  # the channel on which a chat is begun by a look, without an account of a messenger


class Retention:
    """Sweeps soon after the start and then once a day; what is shown once, every minute."""

    def __init__(self, database: Database, store: FileStore) -> None:
        self._database = database
        self._store = store

    async def run(self) -> None:
        """Sweep until cancelled; codes that a screen showed live for minutes, all else for days."""
        await asyncio.sleep(FIRST)
        while True:
            with suppress(BusyError):
                await self.sweep()
            for _ in range(int(EVERY / A_MINUTE)):
                with suppress(BusyError):
                    await self._database.write(shown_once.forget_old)
                await asyncio.sleep(A_MINUTE)

    async def sweep(self) -> None:
        """Drop what is past its time."""
        dropped = await self._database.write(_sweep)
        old = await asyncio.to_thread(self._store.older_than, LOOSE)
        loose = await self._database.read(lambda tx: files.unneeded(tx, old))
        for digest in (*dropped, *loose):
            await asyncio.to_thread(self._store.drop, digest)


def _sweep(tx: Transaction) -> tuple[str, ...]:
    act_as_operator(tx)
    inbox.forget(tx, tx.now - UPDATES)
    erasure.forget_messages(tx, tx.now - MESSAGES)
    erasure.forget_visits(tx, tx.now - MESSAGES)
    erasure.forget_strangers(tx, WEB, tx.now - MESSAGES)
    oldest = tx.now.year - ANSWERS_YEARS + 1
    forgotten = erasure.forget_answers(tx, oldest)
    if forgotten:
        log.info("answers past their time dropped", declarations=forgotten)
    pictures = evidence.forget_before(tx, datetime(oldest, 1, 1, tzinfo=VIETNAM))
    return (*pictures, *erasure.forget_files(tx, tx.now - FILES))
