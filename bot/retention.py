"""What is swept out once a day, so that nothing is kept longer than the consent text says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.commune_setup import act_as_operator
from storage import backups, channel_tokens, erasure, evidence, files, guesses, inbox, looks, shown_once
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.keys import Keys
from storage.kit.tables import term_of
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

FIRST = 60.0  # seconds after the start: whoever waits is answered before
EVERY = 24 * 3600.0
A_MINUTE = 60.0
LOOSE = timedelta(days=1)  # bytes that no row needs: of somebody erased, or sent to a page that took no picture
WEB = "web"  # the channel on which a chat is begun by a look, without an account of a messenger


def _answers(tx: Transaction, before: datetime) -> None:
    forgotten = erasure.forget_answers(tx, before.year)
    if forgotten:
        log.info("answers past their time dropped", declarations=forgotten)


# What sweeps each table whose rows have an end. How long they are kept stands in the table itself.
SWEEPS: Mapping[str, Callable[[Transaction, datetime], Collection[str] | int | None]] = {
    "inbox": inbox.forget,
    "guesses": guesses.forget,
    "backups": backups.forget,
    "outbox": erasure.forget_messages,
    "visits": erasure.forget_visits,
    "codes": erasure.forget_codes,
    "shown_once": lambda tx, _: shown_once.forget_old(tx),
    "accounts": lambda tx, before: erasure.forget_strangers(tx, WEB, before),
    "declarations": _answers,  # and with them those in decisions and in the log
    "evidence": evidence.forget_before,
    "activities": erasure.forget_diaries,
    "looks": looks.forget,
    "files": erasure.forget_files,
}
WITH_DECLARATIONS = ("decisions", "audit")


class Retention:
    """Sweeps soon after the start and then once a day; what is shown once, every minute."""

    def __init__(self, database: Database, store: FileStore, keys: Keys) -> None:
        self._database = database
        self._store = store
        self._keys = keys

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
        """Drop what is past its time; encrypt what is left of a version that did not."""
        dropped = await self._database.write(_sweep)
        old = await asyncio.to_thread(self._store.older_than, LOOSE)
        loose = await self._database.read(lambda tx: files.unneeded(tx, old))
        for digest in (*dropped, *loose):
            await asyncio.to_thread(self._store.drop, digest)
        await asyncio.to_thread(self._store.forget_halves, LOOSE)
        unread = await asyncio.to_thread(lambda: sum(not is_read for is_read in self._store.reseal()))
        if unread:
            log.error("files that cannot be read: see hoctap doctor", files=unread)
        await self._database.write(lambda tx: channel_tokens.reseal(tx, self._keys))


def _sweep(tx: Transaction) -> tuple[str, ...]:
    """Drop from each table what is past the term that it states. Returns the hashes of bytes that nobody needs now."""
    act_as_operator(tx)
    dropped: list[str] = []
    for name, sweep in SWEEPS.items():
        found = sweep(tx, term_of(name).before(tx.now))
        dropped += found if isinstance(found, tuple) else ()
    return tuple(dropped)
