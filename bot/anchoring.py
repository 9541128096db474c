"""Anchors of the log: once a day, and for each file that goes out, the whole record up to then as twelve characters."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from storage import anchors, audit
from storage.anchors import Anchor
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

FIRST = 30.0  # seconds after the start: whoever waits is answered before
EVERY = 24 * 3600.0
PAGE = 5_000  # lines that are read at once: nobody waits for more


async def take(database: Database) -> Anchor:
    """Take an anchor of the log as it is now; where nothing was written since the last one, that one is it.

    Raises:
        BusyError: the database could not be written.
    """
    upto, before = await database.write(_now)
    if before is not None and before.upto >= upto:
        return before
    root, at = (anchors.START, 0) if before is None else (bytes.fromhex(before.root), before.upto)
    while True:
        links = await database.read(partial(anchors.links, after=at, upto=upto, limit=PAGE))
        for _, link in links:
            root = anchors.next_root(root, link)
        if len(links) < PAGE:
            break
        at, _ = links[-1]
    return await database.write(lambda tx: anchors.keep(tx, before, upto, root))


def _now(tx: Transaction) -> tuple[int, Anchor | None]:
    return anchors.settled(tx), anchors.last(tx)


async def begin(database: Database) -> None:
    """See to it that the log is sealed and anchored from its first line, or from its first day with this version."""

    def seal(tx: Transaction) -> bool:
        if anchors.last(tx) is not None:
            return False
        audit.seal_what_is_open(tx)
        return True

    if await database.read(anchors.last) is None and await database.write(seal):
        await take(database)


class Anchoring:
    """Takes an anchor soon after the start and then once a day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Anchor until cancelled."""
        await asyncio.sleep(FIRST)
        while True:
            with suppress(BusyError):
                await take(self._database)
            await asyncio.sleep(EVERY)
