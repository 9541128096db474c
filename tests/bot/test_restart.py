"""A channel that cannot start, say for a wrong token, is tried again, and serves once it is put right."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bot import app
from tests.conftest import Clock
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.world import TOKEN, ZALO_TOKEN, World, telegram_world, zalo_world

WRONG = "999999999:" + "x" * 32


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize(
    ("opened", "server", "right"),
    [
        pytest.param(telegram_world, BotApi, TOKEN, id="telegram"),
        pytest.param(zalo_world, ZaloBotApi, ZALO_TOKEN, id="zalo"),
    ],
)
async def test_a_token_that_is_put_right_brings_the_channel_back(
    opened: Callable[..., AbstractAsyncContextManager[World]],
    server: type[BotApi | ZaloBotApi],
    right: str,
    sqlite_url: str,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    webhook: bool,
) -> None:
    monkeypatch.setattr(app, "serve_for_ever", partial(app.serve_for_ever, pause=0.01))
    async with opened(sqlite_url, clock, tmp_path, webhook=webhook, known=WRONG) as running:
        running.server(server).token = right
        for text in ("/start", "KIMSON"):
            seen = await running.phones["Lan"].say(text)
        assert "Ai hỏi" in seen.text
