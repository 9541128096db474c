"""Anchors of the log: once a day, and for each file that goes out, the whole record up to then as twelve characters."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from acts.notices import Notice, tell
from bot.commune_setup import act_as_operator
from criteria.quiet import after_quiet, is_quiet
from locales.format import day_of
from locales.text import Moment, T
from storage import anchors, audit, roles
from storage.anchors import Anchor
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

FIRST = 30.0  # seconds after the start: whoever waits is answered before
EVERY = 24 * 3600.0
DECEMBER = 12
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


async def begin(database: Database, former: bytes = b"") -> None:
    """See to it that the log is sealed and anchored from its first line, or from its first day with this version.

    ``former``: the key it was sealed with before, where the secret is another one now: it is sealed anew.
    """
    if former:
        await database.write(partial(_seal_anew, former=former))

    def seal(tx: Transaction) -> bool:
        if anchors.last(tx) is not None:
            return False
        audit.seal_what_is_open(tx)
        return True

    if await database.read(anchors.last) is None and await database.write(seal):
        await take(database)


def _seal_anew(tx: Transaction, former: bytes) -> None:
    audit.seal_anew(tx, former)
    anchors.seal_anew(tx, former)


def tell_once_a_year(tx: Transaction, anchor: Anchor) -> int:
    """In December tell heads and officers the anchor: their messengers keep it where nobody of this server can reach.

    Returns how many were told; nobody before December, and nobody twice a year.
    """
    today = day_of(tx.now)
    if today.month != DECEMBER:
        return 0
    act_as_operator(tx)
    if not anchors.claim_telling(tx, today.year, anchor):
        return 0
    text = T(
        "Mốc nhật ký của máy chủ, {when}: {code}\n\n{You} giữ tin nhắn này, không cần làm gì. Về sau nhờ mốc này mà "
        "kiểm được sổ đến hôm nay có ai sửa lén hay không.",
        when=Moment(anchor.at),
        code=anchor.printed,
    )
    due_at = after_quiet(tx.now) if is_quiet(tx.now) else None
    leaders = roles.leaders(tx)
    for person_id in leaders:
        tell(tx, person_id, Notice(text), due_at=due_at)
    return len(leaders)


class Anchoring:
    """Takes an anchor soon after the start and then once a day; tells it once a year."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Anchor until cancelled."""
        await asyncio.sleep(FIRST)
        while True:
            with suppress(BusyError):
                anchor = await take(self._database)
                await self._database.write(partial(tell_once_a_year, anchor=anchor))
            await asyncio.sleep(EVERY)
