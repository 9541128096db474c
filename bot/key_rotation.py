"""A new data key takes the place of the old ones while the program runs, in as many goes as it takes.

The new key writes from the moment it stands in the file of the keys: every worker looks there when it encrypts. Then
what is old is encrypted anew, and when nothing is left the old keys go. More keys than one in the file mean that a
rotation was stopped: it is gone on with. A worker that was at it with the old key notices afterwards and writes once
more (:meth:`storage.files.FileStore.put`, :mod:`storage.channel_tokens`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from storage import channel_tokens
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.keys import Keys


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of it: how many files were encrypted anew, how many could not be read; then the old keys stay."""

    key_id: int
    went_on: bool
    files: int
    unread: int
    are_tokens_read: bool

    @property
    def is_done(self) -> bool:
        """Whether the old keys are gone."""
        return not self.unread and self.are_tokens_read


async def rotate(
    database: Database, store: FileStore, keys: Keys, on_file: Callable[[int], None] = lambda _: None
) -> Rotation:
    """Put a new key in the place of the old ones; ``on_file`` hears how many files are done.

    Raises:
        KeysError: somebody is at it already, or the keys cannot be opened with the secret.
        BusyError: the database is out of reach; another call goes on from here.
    """
    with keys.alone():
        went_on = len(keys.ids()) > 1
        if not went_on:
            keys.writing()  # there is one
            keys.add(database.clock())
        key_id = keys.writing().id
        done = unread = 0
        while (
            True
        ):  # until nothing old is found: what was put here meanwhile with the old key is found by the next look
            read, failed = await asyncio.to_thread(_reseal, store, done, on_file)
            done, unread = done + read, failed
            if not read:
                break
        are_tokens_read = await database.write(lambda tx: channel_tokens.reseal(tx, keys))
        rotation = Rotation(key_id, went_on, done, unread, are_tokens_read)
        if rotation.is_done:
            keys.keep_only(key_id)
        return rotation


def _reseal(store: FileStore, before: int, on_file: Callable[[int], None]) -> tuple[int, int]:
    read = failed = 0
    for is_read in store.reseal():
        read += is_read
        failed += not is_read
        on_file(before + read)
    return read, failed
