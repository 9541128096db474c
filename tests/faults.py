"""What goes wrong with a machine: each fault a context manager, collected by its decorator, so that all are paired."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import httpx
import psycopg
from sqlalchemy.engine import make_url

from tests.nursery import NEVER, Nursery
from tests.patience import PATIENCE
from tests.servers.botapi import BotApi
from tests.servers.cable import Cable

UNHINDERED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
STALLED = 40  # uploads
HEAD = (
    "POST /chat/me/picture HTTP/1.1\r\nhost: x\r\ncookie: hoctap={session}\r\n"
    "content-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n"
)


@dataclass(kw_only=True)
class Machine:
    """The program, started again whenever it ends, as systemd does it."""

    nursery: Nursery
    api: BotApi
    settings: dict[str, str]
    url: str  # of the database itself, whatever lies between
    clock: Path
    cable: Cable | None = None
    pid: int = 0
    ends: list[int] = field(default_factory=list)
    is_full: bool = False
    is_over: bool = False
    may_die: bool = False

    async def run(self) -> None:
        while not self.is_over:
            self.pid = await self.nursery.start(NEVER, self.settings, clock=self.clock)
            if self.is_full:
                self.limit(0)
            self.ends.append(await self.nursery.dies())

    def limit(self, size: int) -> None:
        """Let no file of the program grow beyond so much."""
        with suppress(ProcessLookupError):
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    @property
    def web(self) -> str:
        return self.settings["HOCTAP_PUBLIC_URL"]

    async def health(self) -> int:
        """What /health says; 0 where nobody answers."""
        async with httpx.AsyncClient() as client:
            try:
                return (await client.get(f"{self.web}/health", timeout=PATIENCE)).status_code
            except httpx.TransportError:
                return 0


Fault: TypeAlias = Callable[[Machine], AbstractAsyncContextManager[None]]
FAULTS: dict[str, tuple[Fault, frozenset[str]]] = {}


def fault(*databases: str) -> Callable[[Callable[[Machine], AsyncIterator[None]]], Fault]:
    """Collect a fault, which can happen with these databases."""

    def collected(function: Callable[[Machine], AsyncIterator[None]]) -> Fault:
        made = asynccontextmanager(function)
        FAULTS[function.__name__] = made, frozenset(databases)
        return made

    return collected


@fault("sqlite")
async def disk_full(machine: Machine) -> AsyncIterator[None]:
    machine.is_full = True
    machine.limit(0)
    yield
    machine.is_full = False
    machine.limit(resource.RLIM_INFINITY)


@fault("sqlite", "postgresql")
async def locked(machine: Machine) -> AsyncIterator[None]:
    """Somebody else's program holds what every turn must write."""
    if machine.url.startswith("sqlite"):
        holder = sqlite3.connect(str(make_url(machine.url).database), isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(_take, holder)
        yield
        holder.execute("ROLLBACK")
        holder.close()
        return
    async with await psycopg.AsyncConnection.connect(machine.url.replace("postgresql+psycopg", "postgresql")) as held:
        await held.execute("LOCK TABLE accounts IN EXCLUSIVE MODE")
        yield
        await held.rollback()


def _take(holder: sqlite3.Connection) -> None:
    holder.execute("BEGIN IMMEDIATE")


@fault("postgresql")
async def cut_off(machine: Machine) -> AsyncIterator[None]:
    assert machine.cable is not None
    machine.cable.cut()
    yield
    machine.cable.mend()


@fault("sqlite", "postgresql")
async def clock_back(machine: Machine) -> AsyncIterator[None]:
    machine.clock.write_text(str(-timedelta(days=1).total_seconds()))
    yield
    machine.clock.write_text("0")


@fault("sqlite", "postgresql")
async def clock_ahead(machine: Machine) -> AsyncIterator[None]:
    machine.clock.write_text(str(timedelta(hours=1).total_seconds()))
    yield
    machine.clock.write_text("0")


@fault("sqlite", "postgresql")
async def killed(machine: Machine) -> AsyncIterator[None]:
    machine.may_die = True
    os.kill(machine.pid, signal.SIGKILL)
    yield
    with suppress(ProcessLookupError):
        os.kill(machine.pid, signal.SIGKILL)


@fault("sqlite", "postgresql")
async def stalled_uploads(machine: Machine) -> AsyncIterator[None]:
    """Pictures that begin to come, and do not go on."""
    host, port = machine.settings["HOCTAP_WEB_BIND"].split(":")
    held: list[asyncio.StreamWriter] = []
    with suppress(OSError, httpx.TransportError):
        async with httpx.AsyncClient(base_url=machine.web) as client:
            await client.post("/vao", data={})
            for _ in range(STALLED):
                _, writer = await asyncio.open_connection(host, int(port))
                held.append(writer)
                writer.write(HEAD.format(session=client.cookies.get("hoctap", "")).encode() + b"x" * 60_000)
    yield
    for writer in held:
        writer.transport.abort()


@fault("sqlite", "postgresql")
async def everything_twice(machine: Machine) -> AsyncIterator[None]:
    """Each update is delivered twice at the same moment."""
    machine.api.behind = lambda url: (url, url)
    yield
    machine.api.behind = lambda url: (url,)


@fault("sqlite", "postgresql")
async def messenger_away(machine: Machine) -> AsyncIterator[None]:
    methods = ("sendMessage", "editMessageText")
    for method in methods:
        machine.api.fail(method, 502, "Bad Gateway", times=100_000)
    yield
    for method in methods:
        machine.api.faults[method.lower()].clear()
