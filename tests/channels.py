"""The channels that every conversation must work on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from zlib import crc32

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
TELEGRAMS, ZALOS = CHANNELS[1:3], CHANNELS[3:]
WORLDS["everywhere"] = everywhere  # all of them at once
PRESSED = ("web", "telegram-polling", "telegram-webhook")  # where any number of choices are buttons


def world_on(channel: str, database_url: str, clock: Clock, folder: Path) -> AbstractAsyncContextManager[World]:
    """The running program with people on this channel."""
    return WORLDS[channel](database_url, clock, folder)


def daily(name: str) -> tuple[str, ...]:
    """The channels on which a test of that name is played every day: the web, a Telegram, a Zalo; all are in soak.

    Which ones, its name decides, so that each has its share. How each channel speaks is tested on all of them every
    day (``test_conformance.py``, the transcripts).
    """
    n = crc32(name.encode())
    return CHANNELS[0], TELEGRAMS[n % len(TELEGRAMS)], ZALOS[n % len(ZALOS)]
