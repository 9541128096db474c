"""The process is killed in the middle of a declaration: every answer is found once, every question gets its reply."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import audit, declarations
from storage.kit.engine import open_database
from tests.conftest import Clock, running_clock
from tests.nursery import Nursery, open_nursery
from tests.patience import PATIENCE
from tests.phone import OaPhone, Phone, TelegramPhone, ZaloPhone
from tests.ports import free_port
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import ZaloOaApi
from tests.village import found, sit_down
from tests.world import OA_APP, OA_REFRESH, OA_SECRET, OA_WEBHOOK_SECRET, TOKEN, ZALO_TOKEN

STEPS = ("/khai", "1", "6", "2", "4")  # open, occupation (registers), A1, A2, A3


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as opened:
        yield opened


@asynccontextmanager
async def killable(nursery: Nursery, moment: str, n: int, settings: dict[str, str]) -> AsyncIterator[asyncio.Task[int]]:
    """The program in a process of its own, ended with the body; how it ends."""
    settings = {"HOCTAP_CLOCK": running_clock().isoformat(), **settings}
    process = await nursery.start(n, settings, moment=moment)
    ends = asyncio.create_task(nursery.dies())
    try:
        yield ends
    finally:
        if not ends.done():
            os.kill(process, signal.SIGKILL)
        await ends


class Telegram:
    """Telegram, by polling or webhook."""

    name, chat = "telegram", "1001"

    def __init__(self, port: int, *, webhook: bool) -> None:
        self.api = BotApi(TOKEN)
        self.port, self.webhook = port, webhook

    def settings(self) -> dict[str, str]:
        public = {"HOCTAP_PUBLIC_URL": f"http://127.0.0.1:{self.port}"} if self.webhook else {}
        return {"HOCTAP_TELEGRAM_TOKEN": TOKEN, "HOCTAP_TELEGRAM_API_URL": self.api.url, **public}

    def phone(self) -> Phone:
        return TelegramPhone(self.api.user(1001, "Lan"))

    def after_death(self) -> None:
        """Unconfirmed updates come again by themselves."""


class Zalo:
    """A Zalo Bot, by asking or webhook."""

    name, chat = "zalo", f"{1:020x}"

    def __init__(self, port: int, *, webhook: bool) -> None:
        self.api = ZaloBotApi(ZALO_TOKEN)
        self.port, self.webhook = port, webhook

    def settings(self) -> dict[str, str]:
        public = {"HOCTAP_PUBLIC_URL": f"http://127.0.0.1:{self.port}"} if self.webhook else {}
        return {"HOCTAP_ZALO_TOKEN": ZALO_TOKEN, "HOCTAP_ZALO_API_URL": self.api.url, **public}

    def phone(self) -> Phone:
        return ZaloPhone(self.api.user(self.chat, "Lan"), Clock())

    def after_death(self) -> None:
        """There is no acknowledgement: that updates come back to who asks is the only way not to lose one."""
        self.api.replays = not self.webhook


class Oa:
    """A Zalo Official Account."""

    name, chat = "zalo-oa", "300000000001"

    def __init__(self, port: int) -> None:
        self.api = ZaloOaApi(OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, OA_REFRESH)
        self.port = port

    def settings(self) -> dict[str, str]:
        self.api.webhook = f"http://127.0.0.1:{self.port}/zalo-oa/webhook"
        return {
            "HOCTAP_ZALO_OA_APP_ID": OA_APP,
            "HOCTAP_ZALO_OA_SECRET_KEY": OA_SECRET,
            "HOCTAP_ZALO_OA_WEBHOOK_SECRET": OA_WEBHOOK_SECRET,
            "HOCTAP_ZALO_OA_REFRESH_TOKEN": OA_REFRESH,
            "HOCTAP_ZALO_OA_API_URL": self.api.url,
            "HOCTAP_ZALO_OA_OAUTH_URL": self.api.url,
        }

    def phone(self) -> Phone:
        return OaPhone(self.api.user(self.chat, "Lan"), Clock(), lambda _chat, route: route, None)

    def after_death(self) -> None:
        """A webhook call that was not answered is made again."""
        self.api.retries = 2000


SERVICES: dict[str, Any] = {
    "telegram-polling": partial(Telegram, webhook=False),
    "telegram-webhook": partial(Telegram, webhook=True),
    "zalo-polling": partial(Zalo, webhook=False),
    "zalo-webhook": partial(Zalo, webhook=True),
    "zalo-oa": Oa,
}


MOMENTS = ("before-commit", "after-commit", "before-reply")


def cases() -> Iterator[object]:
    """Each moment on each channel: every day one moment of each, all of them in soak."""
    for i, moment in enumerate(MOMENTS):
        for j, service in enumerate(SERVICES):
            is_daily = (i + j) % len(MOMENTS) == 0
            yield pytest.param(moment, service, marks=() if is_daily else pytest.mark.soak)


@pytest.mark.parametrize(("moment", "service"), list(cases()))
async def test_killed_in_the_middle_of_a_declaration(
    nursery: Nursery, moment: str, service: str, sqlite_url: str, tmp_path: Path
) -> None:
    port = free_port()
    messenger = SERVICES[service](port)
    database = open_database(sqlite_url, running_clock)
    village = await database.write(found)
    await database.write(lambda tx: sit_down(tx, messenger.name, messenger.chat, village.lan))
    await database.close()
    async with messenger.api as api:
        api.retries = 2000  # of webhook calls that nobody answers
        settings = {
            "HOCTAP_DATA_DIR": str(tmp_path),
            "HOCTAP_DATABASE_URL": sqlite_url,
            "HOCTAP_WEB_BIND": f"127.0.0.1:{port}",
            **messenger.settings(),
        }
        phone = messenger.phone()
        async with killable(nursery, moment, len(STEPS), settings) as ends:
            for step in STEPS[:-1]:
                await phone.say(step)
            assert "Câu 3/13" in str(phone.last)
            phone.user.say(STEPS[-1])  # no reply: the process dies on this one
            assert await asyncio.wait_for(asyncio.shield(ends), PATIENCE) == -signal.SIGKILL
            assert phone.user.inbound.empty()
        messenger.after_death()
        async with killable(nursery, "never", 0, settings):
            # A reply may come twice (its receipt was lost, or the update is delivered again), but it comes.
            while "Câu 4/13" not in str(await phone.notice()):
                assert "Câu 3/13" in str(phone.last)
            seen = await phone.say("2")
            while "Câu 4/13" in str(seen):
                seen = await phone.notice()
            assert "Câu 5/13" in str(seen)

    database = open_database(sqlite_url, running_clock)
    entries = await database.read(lambda tx: audit.of_subject(tx, "declaration:1"))
    answered = [key for entry in entries if entry.code == "declaration.answered" for key in entry.data["answers"]]
    assert answered == ["occupation", "A1", "A2", "A3", "A4"]
    declaration = await database.read(lambda tx: declarations.of_person(tx, village.lan.id)[0])
    assert declaration.answers == {"occupation": "ruong", "A1": "3", "A2": "2", "A3": "2", "A4": "1"}
    assert await database.read(audit.broken_chains) == ()
    await database.close()
