"""The program ends in a moment, whatever its messengers do; what was not sent by then stays owed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from storage import accounts
from storage.kit.engine import open_database
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.phone import PlainPhone, TelegramPhone
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import ZaloOaApi
from tests.world import World, oa_world, telegram_world, zalo_world


@pytest.mark.parametrize(
    ("opened", "server", "method"),
    [
        pytest.param(partial(telegram_world, webhook=False), BotApi, "sendMessage", id="telegram"),
        pytest.param(partial(zalo_world, webhook=False), ZaloBotApi, "sendMessage", id="zalo"),
        pytest.param(oa_world, ZaloOaApi, "cs", id="zalo-oa"),
    ],
)
async def test_a_reply_that_is_being_tried_does_not_hold_up_the_end(
    opened: Callable[..., AbstractAsyncContextManager[World]],
    server: type[BotApi | ZaloBotApi | ZaloOaApi],
    method: str,
    sqlite_url: str,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits = asyncio.Event()

    async def for_ever(_: float) -> None:
        waits.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.channels.base.back_off", for_ever)
    async with asyncio.timeout(PATIENCE):
        async with opened(sqlite_url, clock, tmp_path) as world:
            fail(world.server(server), method)
            phone = world.phones["Lan"]
            assert isinstance(phone, TelegramPhone | PlainPhone)
            phone.user.say("/start")
            await waits.wait()
            channel = world.channel
    database = open_database(sqlite_url, clock)
    later = clock() + timedelta(seconds=1)
    owed = await database.read(lambda tx: accounts.replies_owed(tx, channel, before=later))
    await database.close()
    assert len(owed) == 1


def fail(server: BotApi | ZaloBotApi | ZaloOaApi, method: str) -> None:
    if isinstance(server, ZaloOaApi):
        server.fail(-1, "down", http_status=503, method=method)
    elif isinstance(server, ZaloBotApi):
        server.fail(method, 500, 500, "down")
    else:
        server.fail(method, 500, "down")
