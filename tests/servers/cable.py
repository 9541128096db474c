"""The line between a program and its PostgreSQL, which a test can cut and mend."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from sqlalchemy.engine import make_url

PORT = 5432


class Cable:
    """Passes everything on, until it is cut: then what is connected breaks, and nobody gets through.

    It runs in a thread of its own, so that it passes on while the program waits. ``url`` is where the program finds
    the database meanwhile; ``refused`` counts who came while it was cut.
    """

    def __init__(self, url: str) -> None:
        self._to = make_url(url)
        self._folder = Path(tempfile.mkdtemp(prefix="hoctap-cable"))  # a socket's path must be short
        here = {**self._to.query, "host": str(self._folder)}
        self.url = self._to.set(host=None, port=None, query=here).render_as_string(hide_password=False)
        self.refused = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._is_cut = False
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Cable:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        shutil.rmtree(self._folder)

    def cut(self) -> None:
        """Break every connection; from now on none is made."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result()

    def mend(self) -> None:
        """Let everything through again."""
        self._is_cut = False

    async def _begin(self) -> None:
        self._server = await asyncio.start_unix_server(self._connected, self._folder / f".s.PGSQL.{PORT}")

    async def _end(self) -> None:
        await self._cut()
        if self._server is not None:
            self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _cut(self) -> None:
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            self.refused += 1
            writer.transport.abort()
            return
        port = self._to.port or PORT
        if self._to.host:
            there, back = await asyncio.open_connection(self._to.host, port)
        else:
            there, back = await asyncio.open_unix_connection(Path(str(self._to.query["host"])) / f".s.PGSQL.{port}")
        for one, other in ((reader, back), (there, writer)):
            self._writers.add(other)
            task = asyncio.create_task(self._pass_on(one, other))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while piece := await reader.read(65_536):
                    writer.write(piece)
                    await writer.drain()
        finally:
            self._writers.discard(writer)
            writer.close()
