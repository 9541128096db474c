"""The channels that every conversation must work on."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

from tests.conftest import Clock
from tests.world import World, telegram_world, web_world

WORLDS = {
    "web": web_world,
    "telegram-polling": partial(telegram_world, webhook=False),
    "telegram-webhook": partial(telegram_world, webhook=True),
}
CHANNELS = tuple(WORLDS)


def world_on(channel: str, database_url: str, clock: Clock, folder: Path) -> AbstractAsyncContextManager[World]:
    """The running program with people on this channel."""
    return WORLDS[channel](database_url, clock, folder)
