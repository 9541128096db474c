"""The running program as a whole: what it does by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.backups import Backups
from bot.digest_scheduler import DigestScheduler
from bot.retention import Retention
from bot.settings import Settings
from tests.conftest import Clock
from tests.ports import free_port
from tests.world import running


async def test_what_is_due_at_an_hour_is_done_by_itself_unless_somebody_else_holds_the_clock(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = {service: asyncio.Event() for service in (DigestScheduler, Retention, Backups)}
    for service, event in began.items():

        async def run(_self: object, event: asyncio.Event = event) -> None:
            event.set()

        monkeypatch.setattr(service, "run", run)

    def program() -> App:
        bind = f"127.0.0.1:{free_port()}"
        return App(Settings(data_dir=tmp_path, database_url=sqlite_url, web_bind=bind, telegram_token=""), clock)

    async with running(program()):
        assert not any(event.is_set() for event in began.values())
    async with running(program(), by_the_clock=True):
        assert all([await event.wait() for event in began.values()])
