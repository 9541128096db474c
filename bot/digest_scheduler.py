"""Writes to who decides: once in the evening, at the hour each has chosen, and at once of what waits too long.

The day before a class it reminds who wants to come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from acts import classes
from acts.notices import Notice, tell
from criteria.policy import Actor
from criteria.quiet import is_quiet
from handlers.deciding.digest import digest_key, evening, urgent
from locales.format import day_of, in_vietnam
from storage import digests, people, roles, ties
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction
from storage.queue import LATE

log = structlog.get_logger(__name__)

LOOK_EVERY = 60.0  # seconds
LATEST = 30  # minutes after the chosen hour in which a notice still goes out at night


class DigestScheduler:
    """Looks once a minute for whose time has come. Many workers may look: each notice is claimed by one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except BusyError:
                pass
            except Exception:  # one evening's notices must not take down the chat
                log.exception("the evening's notices failed, they are tried again")
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Write what is due now; some persons in each transaction, so that turns need not wait long for it."""
        while await self._database.write(_evenings):
            pass
        while await self._database.write(_urgencies):
            pass
        while await self._database.write(classes.remind_of_tomorrow):
            pass


def _evenings(tx: Transaction) -> int:
    """The notices of those whose hour it is by now. One that was slept through is made up for by day, not at night:

    then only who has chosen such an hour is written to.
    """
    now = in_vietnam(tx.now)
    today, minute = day_of(tx.now), now.hour * 60 + now.minute
    due = digests.due(tx, today=today, minute=minute, since=max(0, minute - LATEST) if is_quiet(tx.now) else 0)
    for person_id in due:
        if digests.claim(tx, person_id, today):
            _write(tx, person_id, evening)
    return len(due)


def _urgencies(tx: Transaction) -> int:
    """The notices of what has waited over three days; never at night."""
    if is_quiet(tx.now):
        return 0
    late = digests.late(tx, tx.now - LATE)
    for person_id, sent in late:
        if digests.claim_late(tx, person_id, sent):
            _write(tx, person_id, urgent)
    return len(late)


def _write(tx: Transaction, person_id: int, what: Callable[[Transaction, Actor], Notice | None]) -> None:
    """Leave the notice, in place of an older one that nobody has seen."""
    person = people.load(tx, person_id)
    if person is None:
        return
    held, tied = roles.of_person(tx, person.id), ties.of_decider(tx, person.id)
    notice = what(tx, Actor(person.id, person.household_id, held, tied=tied))
    if notice is not None:
        tell(tx, person_id, notice, key=digest_key(person_id), supersedes=True)
