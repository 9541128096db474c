"""The channels that every conversation must work on."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.conftest import Clock
from tests.world import World, web_world

CHANNELS = ("web",)


def world_on(channel: str, database_url: str, clock: Clock, folder: Path) -> AbstractAsyncContextManager[World]:
    """The running program with people on this channel."""
    return {"web": web_world}[channel](database_url, clock, folder)
