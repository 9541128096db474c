"""What can be heard of a message: a recording of the text that it shows, where somebody of the commune read it.

Which texts are recorded is known here by heart, so that no turn and no message waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import replace

from acts.choice import Look
from acts.recording import LANGUAGE
from bot.render import Button, Rendered
from locales.text import T
from storage import recordings
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.keys import KeysError

HEAR = "nghe/"  # begins what a button carries that reads a text; no route: it asks nothing and changes nothing
LISTEN = T("Nghe")
GONE = T("Câu này chưa có bản ghi âm. {You} đọc trên màn hình.")


class Voices:
    """The recordings of this program, by the fingerprints of their texts."""

    def __init__(self, database: Database, files: FileStore) -> None:
        self._database = database
        self._files = files
        self._digests: Mapping[str, str] = {}
        self._is_stale = True

    def wake(self, what: Set[str]) -> None:
        """These were woken by what was just committed: a recording may have come or gone."""
        if recordings.CHANGED in what:
            self.look_again()

    def look_again(self) -> None:
        """Another worker may have taken a recording."""
        self._is_stale = True

    async def offered(self, message: Rendered) -> Rendered:
        """The message with a button that reads its text, where that is recorded."""
        if self._is_stale:
            await self._refresh()
        if not self._digests or message.language != LANGUAGE:
            return message
        key = recordings.fingerprint("\n".join(message.texts))
        if key not in self._digests:
            return message
        listen = Button(message.words(LISTEN), f"{HEAR}{key[:32]}", Look.WAY)
        return replace(message, rows=(*message.rows, (listen,)))

    async def sound(self, route: str) -> tuple[str, bytes] | None:
        """What a button of :meth:`offered` asks for: its digest, and Opus in Ogg; ``None`` where it is gone."""
        if self._is_stale:
            await self._refresh()
        begins = route.removeprefix(HEAR)
        digest = next((self._digests[key] for key in self._digests if key[:32] == begins), None)
        if digest is None:
            return None
        with suppress(FileNotFoundError, KeysError):
            return digest, await asyncio.to_thread(self._files.get, digest)
        return None

    async def _refresh(self) -> None:
        self._is_stale = False
        try:
            self._digests = await self._database.read(recordings.all_of_them)
        except BusyError:  # the next message asks again
            self._is_stale = True
