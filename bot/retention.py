"""What is swept out once a day, so that nothing is kept longer than the consent text says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from acts.diary_offer import offer
from bot.commune_setup import act_as_operator
from storage import (
    audit,
    backups,
    channel_tokens,
    clock_witness,
    desk_sessions,
    erasure,
    evidence,
    files,
    guesses,
    inbox,
    joining_requests,
    learning_needs,
    looks,
    received_files,
    result_lists,
    roster_imports,
    shown_once,
    sign_ups,
)
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.keys import Keys
from storage.kit.slices import Slice
from storage.kit.tables import term_of
from storage.kit.transaction import WIPES, Transaction
from storage.kit.words import Witness

Result = TypeVar("Result")
log = structlog.get_logger(__name__)

FIRST = 60.0  # seconds after the start: whoever waits is answered before
EVERY = 24 * 3600.0
AGAIN = 3600.0  # after a sweep that did not believe the clock: it may have been set right
A_MINUTE = 60.0
JUST_NOW = timedelta(minutes=5)
LOOSE = timedelta(days=1)  # bytes that no row needs: of somebody erased, or sent to a page that took no picture
WEB = "web"  # the channel on which a chat is begun by a look, without an account of a messenger


# What sweeps each table whose rows have an end, a slice at a time, in this order: numbers of a year are written down
# before what they are counted from goes. How long stands in the table itself.
SWEEPS: Mapping[str, Callable[[Transaction, datetime], Slice]] = {
    "inbox": inbox.forget,
    "guesses": guesses.forget,
    "backups": lambda tx, before: Slice(backups.forget(tx, before)),
    "outbox": erasure.forget_messages,
    "visits": erasure.forget_visits,
    "codes": erasure.forget_codes,
    "joining_requests": joining_requests.forget,
    "result_lines": result_lists.forget,
    "roster_lines": roster_imports.forget,
    "shown_once": lambda tx, _: Slice(shown_once.forget_old(tx)),
    "received_files": received_files.forget,
    "desk_sessions": desk_sessions.forget,
    "declarations": erasure.forget_answers,  # and with them those in decisions and in the log
    "evidence": evidence.forget_before,
    "activities": erasure.forget_diaries,
    "sign_ups": sign_ups.forget,
    "learning_needs": learning_needs.forget,
    "looks": looks.forget,
    "files": erasure.forget_files,
    "accounts": lambda tx, before: erasure.forget_strangers(tx, WEB, before),
    "proxies": erasure.forget_proxies,
    "ties": erasure.forget_ties,
}
WITH_DECLARATIONS = (
    "decisions",
    "registrations",
    "listed_results",
    "recognition_names",
    "objections",
    "meeting_names",
    "paper_confirmations",
    "audit",
)
LAST = ("people",)  # a person is forgotten once nothing of theirs is kept


A_DAY = timedelta(days=1)
Witnessing = Callable[[], Awaitable[datetime | None]]  # what o'clock it is elsewhere, if anybody can be asked


async def nobody_knows() -> datetime | None:
    """No other clock can be asked."""
    return None


class Retention:
    """Sweeps soon after the start and then once a day; what is shown once, and files that were sent, every minute.

    Nothing is dropped by a clock that runs far ahead of the records (:mod:`storage.clock_witness`), unless
    ``elsewhere``, a messenger's server, shows the same day, or the operator has said that the day is right.
    """

    def __init__(self, database: Database, store: FileStore, keys: Keys, elsewhere: Witnessing = nobody_knows) -> None:
        self._database = database
        self._store = store
        self._keys = keys
        self._elsewhere = elsewhere

    async def run(self) -> None:
        """Sweep until cancelled; codes that a screen showed live for minutes, all else for days."""
        await asyncio.sleep(FIRST)
        while True:
            swept = False
            with suppress(BusyError):
                swept = await self.sweep()
                if swept:
                    await self.offer_diaries()
            for _ in range(int((EVERY if swept else AGAIN) / A_MINUTE)):
                with suppress(BusyError):
                    await self.sweep_minutes(with_files=swept)
                await asyncio.sleep(A_MINUTE)

    async def sweep_minutes(self, *, with_files: bool = True) -> None:
        """Drop what lives for minutes or hours: a day's file is not left lying until the next day's sweep.

        ``with_files``: the clock is believed.
        """
        await self._database.write(shown_once.forget_old)
        if not with_files:
            return
        for digest in (await self._database.write(received_files.forget_old)).digests:
            if self._store.is_older_than(digest, JUST_NOW):  # else somebody may be sending the same again
                await asyncio.to_thread(self._store.drop, digest)

    async def sweep(self) -> bool:
        """Encrypt what is left of a version that did not, and drop what is past its time.

        False, and nothing is dropped, where the clock is not to be believed.
        """
        await self._encrypt()
        if not await self._is_believed():
            return False
        old = await asyncio.to_thread(self._store.older_than, LOOSE)
        if not await self._database.write(clock_witness.trust):
            return False
        try:
            for name in SWEEPS:
                await self._sweep_table(name)
                if name == "declarations":
                    await self._empty_log()
                if name == "files":
                    await self._let_go_of_chats()
            await self._forget_people()
        except _DoubtedError:
            return False
        await self._drop(await self._database.read(lambda tx: files.unneeded(tx, old)))
        await self._database.write(_wipe)
        await self._database.analyse()
        return True

    async def _sweep_table(self, name: str) -> None:
        """Drop what is past the term that a table states, a slice in each transaction."""
        while True:
            done = await self._in_slices(lambda tx: SWEEPS[name](tx, term_of(name).before(tx.now)))
            await self._drop(done.digests)
            if done.is_last:
                return

    async def _empty_log(self) -> None:
        """Once a year: what the log says of people before the years that are kept."""
        year = await self._database.read(lambda tx: term_of("declarations").before(tx.now).year)
        if await self._database.read(clock_witness.emptied) == year:
            return
        after: int | None = 0
        while after is not None:
            after = await self._in_slices(partial(_empty_some, after=after))
        await self._database.write(lambda tx: clock_witness.note_emptied(tx, year))

    async def _let_go_of_chats(self) -> None:
        """Chats silent for two report years are nobody's; who looks for them only reads."""
        after: int | None = 0
        while after is not None:
            found = await self._database.read(partial(erasure.silent_chats, after=after))
            if found.bound or found.saying:
                await self._in_slices(partial(erasure.let_go, found=found))
            after = found.last

    async def _forget_people(self) -> None:
        """Whom no roster knows, and who has not been active for years."""
        after: int | None = 0
        while after is not None:
            after = await self._in_slices(partial(_forget_some, after=after))

    async def _in_slices(self, work: Callable[[Transaction], Result]) -> Result:
        """One slice, in the operator's name, if the clock is still to be believed."""

        def slice_(tx: Transaction) -> Result:
            if clock_witness.doubt(tx) is not None:
                raise _DoubtedError
            act_as_operator(tx)
            return work(tx)

        return await self._database.write(slice_)

    async def _drop(self, digests: Collection[str]) -> None:
        for digest in digests:
            await asyncio.to_thread(self._store.drop, digest)

    async def offer_diaries(self) -> None:
        """In December: whose diaries of a year go at its end is asked whether to keep them, some at a time."""
        after: int | None = 0
        while after is not None:
            after = await self._database.write(partial(_offer, after=after))

    async def _encrypt(self) -> None:
        await asyncio.to_thread(self._store.forget_halves, LOOSE)
        unread = await asyncio.to_thread(lambda: sum(not is_read for is_read in self._store.reseal()))
        if unread:
            log.error("files that cannot be read: see hoctap doctor", files=unread)
        await self._database.write(lambda tx: channel_tokens.reseal(tx, self._keys))

    async def _is_believed(self) -> bool:
        doubt = await self._database.read(clock_witness.doubt)
        if doubt is None:
            return True
        theirs = await self._elsewhere()
        if theirs is not None and abs(theirs - self._database.clock()) <= A_DAY:
            await self._database.write(_vouch)
            return True
        await self._database.write(clock_witness.trust)
        log.error(
            "nothing is swept: the clock is far from the newest record; if it is right, hoctap confirm-date",
            clock=doubt.shown.isoformat(),
            newest=doubt.vouched.isoformat(),
            elsewhere=None if theirs is None else theirs.isoformat(),
        )
        return False


def _offer(tx: Transaction, after: int) -> int | None:
    act_as_operator(tx)
    return offer(tx, after)


def _vouch(tx: Transaction) -> None:
    act_as_operator(tx)
    clock_witness.confirm(tx, Witness.MESSENGER)


def _empty_some(tx: Transaction, after: int) -> int | None:
    return audit.redact_some(tx, term_of("declarations").before(tx.now), after)


def _forget_some(tx: Transaction, after: int) -> int | None:
    return erasure.forget_people(tx, term_of("people").before(tx.now), after)


def _wipe(tx: Transaction) -> None:
    """What was dropped must stand in no file of the database."""
    tx.wakes.add(WIPES)


class _DoubtedError(Exception):
    """The clock is not to be believed any more: it was set while a sweep was under way."""
