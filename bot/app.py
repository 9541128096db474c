"""The composition root: the only place where the program's objects meet."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

from bot.channels.base import Channel
from bot.dispatch import Dispatcher
from bot.housekeeping import Housekeeper
from bot.jobs import Clerk
from bot.outbox import Postman
from bot.settings import Settings
from handlers.kit.context import Links
from storage.engine import Clock, Database, open_database, utc_now
from storage.files import FileStore
from storage.migrate import upgrade

log = structlog.get_logger(__name__)


class App:
    """One running Học Tập: database, channels, outbox, reports, web server."""

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.settings = settings
        if upgrade(settings.database):
            log.info("database brought up to date")
        self.database: Database = open_database(settings.database, clock)
        self.files = FileStore(settings.data_dir / "files")
        self.dispatcher = Dispatcher(self.database, Links())
        self.channels: dict[str, Channel] = {}
        self.pages: list[object] = []

    def add_telegram(self) -> None:
        """Speak on Telegram, if there is a token."""
        settings = self.settings
        if not settings.telegram_token:
            return
        from bot.channels.telegram import TelegramChannel

        self.add(
            TelegramChannel(
                settings.telegram_token,
                settings.telegram_api_url or "",
                self.dispatcher,
                self.files,
                public_url=settings.public_url,
                webhook_secret=settings.derived_secret("telegram webhook"),
            )
        )

    def add(self, channel: Channel) -> None:
        """Speak on this channel too."""
        self.channels[channel.name] = channel

    async def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Serve until a signal or cancellation, then finish what is under way."""
        # What was made to start stays for ever: the garbage collector need not look at it again and again, and what
        # a turn leaves behind may pile up for a while. This saves a third of a turn's CPU (docs/performance.md).
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        gc.enable()
        postman = Postman(self.database, self.channels)
        clerk = Clerk(self.database, self.files, list(self.channels))
        housekeeper = Housekeeper(self.database, self.files)

        def wake(_what: set[str]) -> None:
            postman.wake()
            clerk.wake()

        self.database.on_wake = wake
        serving = [channel.run for channel in self.channels.values()]
        main = asyncio.current_task()
        for name in (signal.SIGINT, signal.SIGTERM):
            if main is not None:
                asyncio.get_running_loop().add_signal_handler(name, main.cancel)
        try:
            with suppress(asyncio.CancelledError):
                async with asyncio.TaskGroup() as group:
                    for serve in (*serving, postman.run, clerk.run, housekeeper.run):
                        group.create_task(serve())
                    group.create_task(self._serve_web(on_ready))
        finally:
            await self.database.close()

    async def _serve_web(self, on_ready: Callable[[], None]) -> None:
        from starlette.routing import BaseRoute

        from bot.web import web_app, web_server

        routes: list[BaseRoute] = [route for channel in self.channels.values() for route in channel.routes()]
        pages: Sequence[BaseRoute] = [page for page in self.pages if isinstance(page, BaseRoute)]
        host, port = self.settings.bind
        server = web_server(web_app(self.database, [*routes, *pages]), host, port, on_ready)
        serving = asyncio.create_task(server.serve())
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await serving
