"""A turn on each channel beside the others, and how many messages a whole declaration costs.

``python -m bench.channels [--rounds 3] [--users 40]``

Every channel is the real program in a process of its own, against the small servers of the tests on loopback, by
webhook. People type a whole declaration side by side, from /khai to the result, question by question and in the compact
mode. CPU is the program's process; ratios are taken against Telegram of the same round. Nothing fails because it is
slow.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import socket
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bench.clock import cpu_seconds, show, table
from bench.project_bot import seed_joined
from bot.channels.webchat import chat_of
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import ZaloOaApi

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp"  # noqa: S105 (of the fake servers)
WHOLE = ("/khai", "1", "3", "2", "2", "2", "1", "2", "2", "2", "2", "2", "4", "1", "1", "gửi")
COMPACT = ("/khai", "1", "3 2 2 2 1 2 2 2 2 2 4 1 1", "gửi")
DONE = "Đã gửi, đang chờ xác nhận"
AIM = {"whole": "13, and 3 for the facts", "compact": "4"}
STARTED = "http://127.0.0.1:{port}/health"


class Line(ABC):
    """One channel: its server, its people, how they say something and wait for what comes."""

    name: str

    def __init__(self, port: int) -> None:
        self.port = port
        self.server: Any = None

    @abstractmethod
    def serving(self) -> AbstractAsyncContextManager[Any]:
        """The messenger's server."""

    @abstractmethod
    def settings(self) -> dict[str, str]:
        """What the program must be told."""

    @abstractmethod
    def chat(self, i: int) -> str:
        """The id of the i-th person's chat."""

    def kept(self, i: int) -> str:
        """The same as the database keeps it."""
        return self.chat(i)

    @abstractmethod
    async def say(self, i: int, text: str) -> tuple[str, int]:
        """Type a text; what came back, and in how many messages."""

    async def answer_of(self, user: Any, text: str) -> tuple[str, int]:
        """Type a text on a messenger; the reply, and all messages that came with it."""
        user.say(text)
        last = await user.next()
        count = 1
        while not user.inbound.empty():
            last = user.inbound.get_nowait()
            count += 1
        return str(last.text), count


class Telegram(Line):
    name = "telegram"

    def serving(self) -> AbstractAsyncContextManager[Any]:
        return BotApi(TOKEN)

    def settings(self) -> dict[str, str]:
        return {"HOCTAP_TELEGRAM_TOKEN": TOKEN, "HOCTAP_TELEGRAM_API_URL": self.server.url}

    def chat(self, i: int) -> str:
        return str(10_001 + i)

    async def say(self, i: int, text: str) -> tuple[str, int]:
        return await self.answer_of(self.server.user(10_001 + i, "?"), text)


class Zalo(Line):
    name = "zalo"

    def serving(self) -> AbstractAsyncContextManager[Any]:
        return ZaloBotApi(TOKEN)

    def settings(self) -> dict[str, str]:
        return {
            "HOCTAP_ZALO_TOKEN": TOKEN,
            "HOCTAP_ZALO_API_URL": self.server.url,
            "HOCTAP_ZALO_MONTHLY_MESSAGES": "0",
        }

    def chat(self, i: int) -> str:
        return f"{10_001 + i:020x}"

    async def say(self, i: int, text: str) -> tuple[str, int]:
        return await self.answer_of(self.server.user(self.chat(i), "?"), text)


class Oa(Line):
    name = "zalo-oa"

    def serving(self) -> AbstractAsyncContextManager[Any]:
        return ZaloOaApi("1", "app secret", "webhook secret", "refresh")

    def settings(self) -> dict[str, str]:
        self.server.webhook = f"http://127.0.0.1:{self.port}/zalo-oa/webhook"
        return {
            "HOCTAP_ZALO_OA_APP_ID": "1",
            "HOCTAP_ZALO_OA_SECRET_KEY": "app secret",
            "HOCTAP_ZALO_OA_WEBHOOK_SECRET": "webhook secret",
            "HOCTAP_ZALO_OA_REFRESH_TOKEN": "refresh",
            "HOCTAP_ZALO_OA_API_URL": self.server.url,
            "HOCTAP_ZALO_OA_OAUTH_URL": self.server.url,
        }

    def chat(self, i: int) -> str:
        return str(10_001 + i)

    async def say(self, i: int, text: str) -> tuple[str, int]:
        return await self.answer_of(self.server.user(self.chat(i), "?"), text)


class Web(Line):
    name = "web"

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._acts = itertools.count(10_000_000)

    def serving(self) -> AbstractAsyncContextManager[Any]:
        return aiohttp.ClientSession()

    def settings(self) -> dict[str, str]:
        return {"HOCTAP_WEB_CHAT": "true"}

    def chat(self, i: int) -> str:
        return f"session-of-the-bench-{10_001 + i}"

    def kept(self, i: int) -> str:
        return chat_of(self.chat(i))

    async def say(self, i: int, text: str) -> tuple[str, int]:
        body = {"update": f"a{next(self._acts)}", "input": {"type": "text", "text": text}}
        url = f"http://127.0.0.1:{self.port}/chat/{self.chat(i)}/events"
        async with self.server.post(url, json=body) as answer:
            messages = (await answer.json())["messages"]
        return str(messages[-1]["text"]), len(messages)


@dataclass
class Found:
    """What all rounds found, by channel and way of answering."""

    cpu: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    rate: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    messages: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def program(line: Line, folder: Path) -> AsyncIterator[int]:
    """``hoctap run`` on this channel, until the body is done."""
    environment = {
        "HOCTAP_DATA_DIR": str(folder),
        "HOCTAP_WEB_BIND": f"127.0.0.1:{line.port}",
        "HOCTAP_PUBLIC_URL": f"http://127.0.0.1:{line.port}",
        **line.settings(),
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HOCTAP_")}
    with (folder / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.project_bot"), cwd=ROOT, env=kept | environment, stdout=log, stderr=log
        )
        try:
            await _started(line.port)
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


async def _started(port: int) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get(STARTED.format(port=port)):
                    return
            await asyncio.sleep(0.05)


async def declare(line: Line, i: int, script: Sequence[str]) -> int:
    """One person declares from beginning to end; how many messages that cost."""
    cost, text = 0, ""
    for step in script:
        text, count = await line.say(i, step)
        cost += count
    if DONE not in text:
        raise RuntimeError(f"{line.name}: the declaration of {i} ended with: {text[:200]}")
    return cost


async def measure(kind: type[Line], folder: Path, users: int, found: Found) -> None:
    """One channel, one round: the first of the people warm it up."""
    line = kind(free_port())
    warm = 5
    async with line.serving() as line.server:
        chats = [line.kept(i) for i in range(2 * (users + warm))]
        await asyncio.to_thread(seed_joined, folder, line.name, chats)
        async with program(line, folder) as pid:
            for way, script, first in (("whole", WHOLE, 0), ("compact", COMPACT, users + warm)):
                await asyncio.gather(*(declare(line, i, script) for i in range(first, first + warm)))
                cpu, began = cpu_seconds(pid), time.perf_counter()
                people = range(first + warm, first + warm + users)
                costs = await asyncio.gather(*(declare(line, i, script) for i in people))
                turns = users * len(script)
                key = (line.name, way)
                found.rate[key].append(turns / (time.perf_counter() - began))
                found.cpu[key].append(1e3 * (cpu_seconds(pid) - cpu) / turns)
                found.messages[key] |= set(costs)


def report(found: Found) -> str:
    """The tables."""
    rows = []
    for name in ("telegram", "zalo", "zalo-oa", "web"):
        key, base = (name, "whole"), ("telegram", "whole")
        ratios = [ours / theirs for ours, theirs in zip(found.cpu[key], found.cpu[base], strict=True)]
        rows.append([name, show(found.cpu[key], 2), show(ratios), show(found.rate[key], 0)])
    turns = table(["channel, by webhook", "CPU ms/turn", "× Telegram", "turns/s"], rows)
    cost = []
    for name in ("telegram", "zalo", "zalo-oa", "web"):
        counts = [found.messages[name, way] for way in ("whole", "compact")]
        cost.append([name, *(", ".join(map(str, sorted(each))) for each in counts)])
    aims = [f"question by question (aim {AIM['whole']})", f"compact (aim {AIM['compact']})"]
    return "\n\n".join([turns, table(["messages sent for a whole declaration", *aims], cost)])


async def run(rounds: int, users: int) -> Found:
    """All rounds, over the channels in turn."""
    found = Found()
    for i in range(rounds):
        print(f"channels, round {i + 1} of {rounds}", file=sys.stderr, flush=True)
        for kind in (Telegram, Zalo, Oa, Web):
            with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as folder:
                await measure(kind, Path(folder), users, found)
    return found


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--users", type=int, default=40, help="people who declare side by side")
    given, _ = parser.parse_known_args()  # those of bench.turn are not for us
    print(report(asyncio.run(run(given.rounds, given.users))))


if __name__ == "__main__":
    main()
