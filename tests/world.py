"""The whole program, running on loopback with a small commune, and people with phones on one channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import httpx

from bot.app import App
from bot.channels.webchat import WebChat, chat_of
from bot.channels.zalo_oa.convert import Payloads
from bot.settings import Settings
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.phone import OaPhone, Phone, TelegramPhone, WebPhone, ZaloPhone
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import ZaloOaApi
from tests.village import Village, found, sit_down

NAMES = ("Lan", "Đức", "Thương", "Khách")  # a resident on the roster, the head, the officer, a stranger
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp"

Server = BotApi | ZaloBotApi | ZaloOaApi
A = TypeVar("A", bound=Server)
P = TypeVar("P", bound=Phone)


class World:
    """What a test plays with: ``phones`` by name, the running ``app``, the commune, the messengers' ``servers``."""

    def __init__(
        self,
        app: App,
        village: Village,
        phones: dict[str, Phone],
        channel: str,
        servers: Sequence[Server] = (),
    ) -> None:
        self.app = app
        self.village = village
        self.phones = phones
        self.channel = channel
        self.servers = servers

    def server(self, kind: type[A]) -> A:
        """The messenger's server of this kind: ``world.server(BotApi)``."""
        (found,) = [each for each in self.servers if isinstance(each, kind)]
        return found

    def phone(self, name: str, kind: type[P]) -> P:
        """Somebody's phone, of this kind: ``world.phone("Lan", TelegramPhone)``."""
        phone = self.phones[name]
        assert isinstance(phone, kind)
        return phone

    async def until(self, holds: Callable[[Transaction], bool]) -> None:
        """Wait until something is true in the database: committed, for whoever looks."""
        async with asyncio.timeout(PATIENCE):
            while not await self.app.database.read(holds):
                pass  # each look lets the program go on


async def _seat(app: App, village: Village, channel: str, chats: Mapping[str, str]) -> None:
    """Who has joined before: the head and the officer. Lan and the stranger come new."""
    joined: dict[str, Person | None] = {"Đức": village.head, "Thương": village.officer}

    def work(tx: Transaction) -> None:
        for name, chat in chats.items():
            sit_down(tx, channel, chat, joined.get(name))

    await app.database.write(work)


@asynccontextmanager
async def running(app: App, *, by_the_clock: bool = False) -> AsyncIterator[None]:
    """The program while the body runs. Most tests move the clock by hand: nothing comes in between by itself."""
    ready = asyncio.Event()
    task = asyncio.create_task(app.run(ready.set, by_the_clock=by_the_clock))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        task.result()
        raise RuntimeError("the program ended before it was ready")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def web_world(database_url: str, clock: Clock, folder: Path) -> AsyncIterator[World]:
    """The program on the web chat."""
    port = free_port()
    settings = Settings(
        data_dir=folder / "data", database_url=database_url, web_bind=f"127.0.0.1:{port}", telegram_token=""
    )
    app = App(settings, clock)
    village = await app.database.write(found)
    sessions = {name: f"session-of-{i}-{'x' * 20}" for i, name in enumerate(NAMES)}
    await _seat(app, village, "web", {name: chat_of(session) for name, session in sessions.items()})
    app.add(WebChat(app.dispatcher, app.files, secret=settings.derived_secret("web sessions")))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(app))
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}"))
        phones: dict[str, Phone] = {}
        for name, session in sessions.items():
            phone = WebPhone(client, session, clock)
            stack.push_async_callback(phone.close)
            phones[name] = await phone.connected()
        yield World(app, village, phones, "web")


@asynccontextmanager
async def telegram_world(
    database_url: str, clock: Clock, folder: Path, *, webhook: bool, known: str = TOKEN
) -> AsyncIterator[World]:
    """The program on Telegram, by long polling or by webhook, against a Bot API server on loopback.

    The server answers to the token ``known``.
    """
    port = free_port()
    async with BotApi(known) as api:
        settings = Settings(
            data_dir=folder / "data",
            database_url=database_url,
            web_bind=f"127.0.0.1:{port}",
            telegram_token=TOKEN,
            telegram_api_url=api.url,
            public_url=f"http://127.0.0.1:{port}" if webhook else None,
        )
        app = App(settings, clock)
        village = await app.database.write(found)
        chats = {name: 1001 + i for i, name in enumerate(NAMES)}
        await _seat(app, village, "telegram", {name: str(chat) for name, chat in chats.items()})
        app.add_telegram()
        async with running(app):
            phones: dict[str, Phone] = {
                name: TelegramPhone(api.user(chat, name), clock) for name, chat in chats.items()
            }
            yield World(app, village, phones, "telegram", [api])


ZALO_TOKEN = "1234567890123:AbCdEfGhIjKlMnOpQrStUvWxYz012345"
OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, OA_REFRESH = "4321", "app-secret", "webhook-secret", "first-refresh-token"


def _years(village: Village) -> dict[str, int | None]:
    """The birth years that open files sent as links."""
    return {"Lan": 1968, "Đức": village.head.birth_year, "Thương": village.officer.birth_year, "Khách": None}


@asynccontextmanager
async def zalo_world(
    database_url: str, clock: Clock, folder: Path, *, webhook: bool, monthly: int = 3000, known: str = ZALO_TOKEN
) -> AsyncIterator[World]:
    """The program as a Zalo Bot, against a Zalo Bot server on loopback, which answers to the token ``known``."""
    port = free_port()
    async with ZaloBotApi(known) as api:
        settings = Settings(
            data_dir=folder / "data",
            database_url=database_url,
            web_bind=f"127.0.0.1:{port}",
            zalo_token=ZALO_TOKEN,
            zalo_api_url=api.url,
            zalo_monthly_messages=monthly,
            media_extra_hosts=f"127.0.0.1:{api.port}",
            public_url=f"http://127.0.0.1:{port}" if webhook else None,
        )
        app = App(settings, clock)
        village = await app.database.write(found)
        chats = {name: f"{i:020x}" for i, name in enumerate(NAMES, 1)}
        await _seat(app, village, "zalo", chats)
        app.add_zalo(poll_floor=0)
        async with running(app):
            years = _years(village)
            phones: dict[str, Phone] = {
                name: ZaloPhone(api.user(chat, name), clock, years[name]) for name, chat in chats.items()
            }
            yield World(app, village, phones, "zalo", [api])


@asynccontextmanager
async def oa_world(database_url: str, clock: Clock, folder: Path) -> AsyncIterator[World]:
    """The program as a Zalo Official Account, against its servers on loopback."""
    port = free_port()
    async with ZaloOaApi(OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, OA_REFRESH, clock=clock) as api:
        settings = Settings(
            data_dir=folder / "data",
            database_url=database_url,
            web_bind=f"127.0.0.1:{port}",
            zalo_oa_app_id=OA_APP,
            zalo_oa_secret_key=OA_SECRET,
            zalo_oa_webhook_secret=OA_WEBHOOK_SECRET,
            zalo_oa_refresh_token=OA_REFRESH,
            zalo_oa_api_url=api.url,
            zalo_oa_oauth_url=api.url,
            media_extra_hosts=f"127.0.0.1:{api.port}",
            public_url=f"http://127.0.0.1:{port}",
        )
        app = App(settings, clock)
        village = await app.database.write(found)
        chats = {name: f"30000000000{i}" for i, name in enumerate(NAMES, 1)}
        await _seat(app, village, "zalo-oa", chats)
        app.add_zalo_oa()
        api.webhook = f"http://127.0.0.1:{port}/zalo-oa/webhook"
        payloads = Payloads(settings.derived_secret("zalo oa payloads"))
        async with running(app):
            years = _years(village)
            phones: dict[str, Phone] = {}
            for name, chat in chats.items():
                user = api.user(chat, name)
                user.last = clock()
                phones[name] = OaPhone(user, clock, payloads.write, years[name])
            yield World(app, village, phones, "zalo-oa", [api])


@asynccontextmanager
async def everywhere(database_url: str, clock: Clock, folder: Path, *, monthly: int = 3000) -> AsyncIterator[World]:
    """The program on all channels at once. Phones are named by person and channel: "Lan/zalo", "Đức/telegram"."""
    port = free_port()
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(BotApi(TOKEN))
        zalo = await stack.enter_async_context(ZaloBotApi(ZALO_TOKEN))
        oa = await stack.enter_async_context(ZaloOaApi(OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, OA_REFRESH, clock=clock))
        settings = Settings(
            data_dir=folder / "data",
            database_url=database_url,
            web_bind=f"127.0.0.1:{port}",
            public_url=f"http://127.0.0.1:{port}",
            telegram_token=TOKEN,
            telegram_api_url=telegram.url,
            zalo_token=ZALO_TOKEN,
            zalo_api_url=zalo.url,
            zalo_monthly_messages=monthly,
            zalo_oa_app_id=OA_APP,
            zalo_oa_secret_key=OA_SECRET,
            zalo_oa_webhook_secret=OA_WEBHOOK_SECRET,
            zalo_oa_refresh_token=OA_REFRESH,
            zalo_oa_api_url=oa.url,
            zalo_oa_oauth_url=oa.url,
            media_extra_hosts=f"127.0.0.1:{zalo.port},127.0.0.1:{oa.port}",
            web_chat=True,
        )
        app = App(settings, clock)
        village = await app.database.write(found)
        app.add_configured()
        oa.webhook = f"http://127.0.0.1:{port}/zalo-oa/webhook"
        payloads = Payloads(settings.derived_secret("zalo oa payloads"))
        await stack.enter_async_context(running(app))
        years = _years(village)
        phones: dict[str, Phone] = {}
        for i, name in enumerate(NAMES, 1):
            phones[f"{name}/telegram"] = TelegramPhone(telegram.user(1000 + i, name), clock)
            phones[f"{name}/zalo"] = ZaloPhone(zalo.user(f"{i:020x}", name), clock, years[name])
            user = oa.user(f"30000000000{i}", name)
            user.last = clock()
            phones[f"{name}/zalo-oa"] = OaPhone(user, clock, payloads.write, years[name])
        await _seat(app, village, "telegram", {name: str(1001 + NAMES.index(name)) for name in ("Đức", "Thương")})
        yield World(app, village, phones, "all", [telegram, zalo, oa])


@asynccontextmanager
async def residents_web(database_url: str, clock: Clock, folder: Path) -> AsyncIterator[App]:
    """The program with nothing but the web chat for residents."""
    port = free_port()
    settings = Settings(
        data_dir=folder / "data",
        database_url=database_url,
        web_bind=f"127.0.0.1:{port}",
        public_url=f"http://127.0.0.1:{port}",
        web_chat=True,
    )
    app = App(settings, clock)
    await app.database.write(found)
    app.add_configured()
    async with running(app):
        yield app
