"""The composition root: the only place where the program's objects meet."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from socket import socket
from typing import TYPE_CHECKING, Any, TypeAlias

import structlog

from bot.anchoring import Anchoring, begin
from bot.backups import Backups
from bot.blotter import Blotter
from bot.certificate_page import CHECK_AT, CertificatePage
from bot.channel import Channel
from bot.digest_scheduler import DigestScheduler
from bot.dispatch import Dispatcher
from bot.event_loop import stopped_by_signals
from bot.file_jobs import FileJobs
from bot.file_links import FileLinks
from bot.notice_sender import NoticeSender
from bot.retention import Retention
from bot.settings import Settings
from bot.upload_page import UploadPage
from handlers.kit.context import Links
from storage.files import FileStore
from storage.kit.engine import Clock, Database, open_database, utc_now
from storage.kit.migrate import upgrade

if TYPE_CHECKING:
    from starlette.middleware import Middleware

    from bot.channels.webchat.front_desk import FrontDesk
    from desk.server.app import Desk, SeatOf

log = structlog.get_logger(__name__)


RESTART_AFTER = 60.0
DESK_FORM = 20_000  # bytes of a form of the desk

SERVE_AGAIN_AFTER = 5.0
LOAD_AFTER = 3.0  # seconds after the start
BETWEEN_LOADS = 0.05
Service: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


async def serve_for_ever(channel: Channel, pause: float = RESTART_AFTER) -> None:
    """Serve a channel; one that fails, say for a wrong token, is started again later and takes down no other."""
    while True:
        try:
            await channel.run()
        except Exception as error:
            log.exception("channel stopped, it is started again", channel=channel.name, error=type(error).__name__)
        await asyncio.sleep(pause)


async def keep_serving(service: Service, pause: float = SERVE_AGAIN_AFTER) -> None:
    """Run a service of the background; an error that nobody foresaw harms its errand, and the program lives on."""
    while True:
        try:
            await service()
        except Exception as error:
            log.exception("a service stopped, it is started again", error=type(error).__name__)
        else:
            return
        await asyncio.sleep(pause)


def _tell_of_the_database(trouble: str) -> None:
    """Said once when it begins and once when it ends; /health tells it meanwhile."""
    if trouble:
        log.error("the database cannot be written: turns are answered with 'later'", reason=trouble)
    else:
        log.warning("the database can be written again")


class App:
    """One running Học Tập: database, channels, outbox, reports, web server.

    To make one changes nothing: neither the database nor the data folder. :meth:`prepare` does, and :meth:`run`.
    """

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.database: Database = open_database(settings.database, clock)
        self.database.key = settings.derived_secret("log").encode()
        self.keys = settings.data_keys()
        self.files = FileStore(settings.data_dir / "files", self.keys)
        self.dispatcher = Dispatcher(self.database, Links())
        self.links = FileLinks(self.database, self.files, settings.derived_secret("file links"), settings.web_url)
        self.uploads = UploadPage(
            self.dispatcher, self.files, settings.derived_secret("upload links"), settings.web_url
        )
        self.desk: Desk | None = None  # its pages, where there are any
        self.certificates = CertificatePage(self.database)
        self.dispatcher.links = Links(
            upload=self.uploads.address,
            web=settings.public_url or "",
            certificates=f"{settings.public_url}{CHECK_AT}" if settings.public_url is not None else "",
        )
        self.channels: dict[str, Channel] = {}
        self.pages: list[object] = []
        self.middleware: list[Middleware] = []  # what stands in front of all pages
        self.services: list[Service] = []  # what else serves, beside the channels
        self.doors: list[socket] = []  # where the web server listens, once it does

    def listen(self) -> None:
        """Open the web server's port, before anything is touched.

        Raises:
            PortError: it is not possible.
        """
        from bot.web import listen

        self.doors = listen(*self.settings.bind)

    def close_doors(self) -> None:
        """Let go of the port, also where nobody came to serve there."""
        for door in self.doors:
            door.close()

    def prepare(self) -> None:
        """Bring the database up to date, and keep the secret key if it was made now.

        Raises:
            KeysError: what is encrypted was so with another secret.
        """
        self.settings.keep_key()
        self.settings.close_folder()
        self.keys.writing()
        if upgrade(self.settings.database):
            log.info("database brought up to date")

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

    def add_configured(self) -> None:
        """Speak on every channel that has what it needs in the settings."""
        self.add_telegram()
        self.add_zalo()
        self.add_zalo_oa()
        self.add_web_chat()
        if self.settings.is_alone:
            self.add_front_desk()
        elif self.settings.public_url is not None:
            self.add_desk()

    def add_zalo(self, poll_floor: float = 1.0) -> None:
        """Speak as a Zalo Bot, if there is a token. ``poll_floor``: seconds between two questions for updates."""
        settings = self.settings
        if not settings.zalo_token:
            return
        from bot.channels.zalo import ZaloBot
        from bot.fetch import Fetcher

        self.add(
            ZaloBot(
                settings.zalo_token,
                settings.zalo_api_url,
                self.dispatcher,
                self.links,
                Fetcher(settings.extra_hosts),
                monthly=settings.zalo_monthly_messages,
                public_url=settings.public_url,
                webhook_secret=settings.derived_secret("zalo webhook"),
                poll_floor=poll_floor,
            )
        )

    def add_zalo_oa(self) -> None:
        """Speak as a Zalo Official Account, if one is set up."""
        settings = self.settings
        if not settings.zalo_oa_app_id:
            return
        from bot.channels.zalo_oa import OaSettings, ZaloOa
        from bot.fetch import Fetcher

        given = OaSettings(
            app_id=settings.zalo_oa_app_id,
            secret_key=settings.zalo_oa_secret_key,
            webhook_secret=settings.zalo_oa_webhook_secret,
            refresh_token=settings.zalo_oa_refresh_token,
            api_url=settings.zalo_oa_api_url,
            oauth_url=settings.zalo_oa_oauth_url,
            paid=settings.zalo_oa_paid_messages,
        )
        secret = settings.derived_secret("zalo oa payloads")
        pictures = Fetcher(settings.extra_hosts)
        self.add(ZaloOa(given, self.dispatcher, self.links, pictures, payload_secret=secret, keys=self.keys))

    def add_web_chat(self) -> None:
        """Serve the web chat to residents, if that is wanted."""
        settings = self.settings
        if not settings.web_chat:
            return
        from bot.channels.webchat import WebChat
        from bot.channels.webchat.front import Front

        secure = settings.web_url.startswith("https://")
        secret = settings.derived_secret("web sessions")
        chat = WebChat(self.dispatcher, self.files, secret=secret, secure=secure)
        self.add(chat)
        self.pages += Front(chat, self.dispatcher).routes()
        self.dispatcher.add_link(f"{settings.web_url}/thon/{{code}}")

    def add_front_desk(self, now: Callable[[], float] = time.monotonic) -> FrontDesk:
        """Serve this computer alone: the web chat on loopback, where heads and officers sit down with a password.

        ``now``: seconds, for what nobody has touched for long.
        """
        from bot.channels.webchat import WebChat
        from bot.channels.webchat.front import Front
        from bot.channels.webchat.front_desk import DESK, FrontDesk

        chat = WebChat(self.dispatcher, self.files, secret=self.settings.derived_secret("web sessions"))
        self.add(chat)
        desk = FrontDesk(chat, self.database, self.settings.passwords(), now)
        self.pages += [*Front(chat, self.dispatcher, desk=DESK).routes(), *desk.routes()]
        self.middleware.append(desk.middleware())
        self.services.append(desk.run)
        self.add_desk(desk.seated)
        return desk

    def add_desk(self, seat_of: SeatOf | None = None) -> None:
        """Serve the desk's pages, and let the chat offer them. ``seat_of``: who sits at a computer used alone."""
        from bot.http import form_of
        from desk.server.app import Desk

        settings = self.settings
        self.desk = Desk(
            self.database,
            secret=settings.derived_secret("desk"),
            base=settings.web_url,
            read_form=partial(form_of, limit=DESK_FORM),
            file_at=self.links.address,
            upload_at=self.uploads.address,
            seat_of=seat_of,
        )
        self.pages += self.desk.routes()
        self.dispatcher.links = replace(self.dispatcher.links, desk=self.desk.address)

    def add(self, channel: Channel) -> None:
        """Speak on this channel too."""
        self.channels[channel.name] = channel

    async def run(self, on_ready: Callable[[], None] = lambda: None, *, by_the_clock: bool = True) -> None:
        """Serve until a signal or cancellation, then finish what is under way.

        ``by_the_clock``: do by itself what is due at an hour (the evening's notices, the sweeping). False for whoever
        moves the clock by hand, and looks when it was moved.
        """
        self.prepare()
        await begin(self.database, self.settings.former_log_key)
        # What was made to start stays for ever: the garbage collector need not look at it again and again, and what
        # a turn leaves behind may pile up for a while. This saves a third of a turn's CPU (docs/performance.md).
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        gc.enable()
        notices = NoticeSender(self.database, self.channels)
        file_jobs = FileJobs(self.database, self.files, self.channels, self.dispatcher.denied)
        backups = Backups(self.database, self.settings)
        blotter = Blotter(self.database)

        async def before_acknowledged() -> None:
            await backups.before_acknowledged()
            await blotter.before_acknowledged()

        at_their_hour: list[Service] = []
        if by_the_clock:
            from bot.elsewhere import dates_of

            at_their_hour = [
                Retention(self.database, self.files, self.keys, dates_of(self.settings)).run,
                DigestScheduler(self.database).run,
                Anchoring(self.database).run,
                backups.run,
            ]

        def wake(what: set[str]) -> None:
            notices.wake()
            file_jobs.wake(what)
            for channel in self.channels.values():
                channel.wake(what)

        self.database.on_wake = wake
        self.database.on_trouble = _tell_of_the_database
        self.database.on_erased = before_acknowledged
        serving: list[Service] = [partial(serve_for_ever, channel) for channel in self.channels.values()]
        main = asyncio.current_task()
        with stopped_by_signals(main.cancel if main is not None else lambda: None):
            try:
                with suppress(asyncio.CancelledError):
                    async with asyncio.TaskGroup() as group:
                        for serve in [
                            *serving,
                            notices.run,
                            file_jobs.run,
                            blotter.run,
                            self._load_conversations,
                            *self.services,
                            *at_their_hour,
                        ]:
                            group.create_task(keep_serving(serve))
                        group.create_task(self._serve_web(on_ready))
            finally:
                await self.database.close()

    async def _load_conversations(self) -> None:
        """What was not opened since the start is loaded in the first quiet seconds, so that nobody waits for it."""
        await asyncio.sleep(LOAD_AFTER)
        for _ in self.dispatcher.router.routes.loading():
            await asyncio.sleep(BETWEEN_LOADS)
        gc.freeze()

    async def _serve_web(self, on_ready: Callable[[], None]) -> None:
        from starlette.routing import BaseRoute

        from bot.pages.page import static_files
        from bot.public_pages import PublicPages
        from bot.web import web_app, web_server

        routes: list[BaseRoute] = [route for channel in self.channels.values() for route in channel.routes()]
        pages: Sequence[BaseRoute] = [page for page in self.pages if isinstance(page, BaseRoute)]
        host, port = self.settings.bind
        public = PublicPages(self.database, lambda: self.dispatcher.links).routes()
        shown = [
            *routes,
            *pages,
            *public,
            *self.links.routes(),
            *self.uploads.routes(),
            *self.certificates.routes(),
            static_files(),
        ]
        secure = self.settings.web_url.startswith("https://")
        app = web_app(self.database, shown, self.middleware, channels=self.channels, secure=secure)
        server = web_server(app, host, port, on_ready)
        if not self.doors:
            self.listen()
        serving = asyncio.create_task(server.serve(self.doors))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await serving
