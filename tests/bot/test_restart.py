"""A channel that cannot start, say for a wrong token, is tried again, and serves once it is put right."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot import app
from tests.conftest import Clock
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.world import telegram_world, zalo_world

WRONG = "999999999:" + "x" * 32


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("messenger", ["telegram", "zalo"])
async def test_a_token_that_is_put_right_brings_the_channel_back(
    messenger: str, sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, webhook: bool
) -> None:
    monkeypatch.setattr(app, "serve_for_ever", partial(app.serve_for_ever, pause=0.01))
    server = {"telegram": BotApi, "zalo": ZaloBotApi}[messenger]
    inner = server.__init__

    def refusing(self: object, token: str, *args: object) -> None:
        inner(self, WRONG, *args)  # type: ignore[arg-type]
        self.right_token = token  # type: ignore[attr-defined]

    monkeypatch.setattr(server, "__init__", refusing)
    world = {"telegram": telegram_world, "zalo": zalo_world}[messenger]
    async with world(sqlite_url, clock, tmp_path, webhook=webhook) as running:
        api = running.api
        assert isinstance(api, BotApi | ZaloBotApi)
        api.token = api.right_token  # type: ignore[union-attr]
        for text in ("/start", "KIMSON"):
            seen = await running.phones["Lan"].say(text)
        assert "Ai hỏi" in seen.text
