"""The channels that every conversation must work on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

from tests.conftest import Clock
from tests.world import World, everywhere, oa_world, telegram_world, web_world, zalo_world

WORLDS: dict[str, Callable[[str, Clock, Path], AbstractAsyncContextManager[World]]] = {
    "web": web_world,
    "telegram-polling": partial(telegram_world, webhook=False),
    "telegram-webhook": partial(telegram_world, webhook=True),
    "zalo-polling": partial(zalo_world, webhook=False),
    "zalo-webhook": partial(zalo_world, webhook=True),
    "zalo-oa": oa_world,
}
CHANNELS = tuple(WORLDS)
WORLDS["everywhere"] = everywhere  # all of them at once
PRESSED = ("web", "telegram-polling", "telegram-webhook")  # where any number of choices are buttons


def world_on(channel: str, database_url: str, clock: Clock, folder: Path) -> AbstractAsyncContextManager[World]:
    """The running program with people on this channel."""
    return WORLDS[channel](database_url, clock, folder)
