"""The desk under load: a hundred officers open it at once, and turns of the chat while twenty of them browse.

``python -m bench.desk [--officers 100] [--browsing 20] [--residents 10] [--rounds 3]``

The whole program on loopback with SQLite (``synchronous=FULL``), a Telegram webhook for the chat; the officers fetch
by plain HTTP, each with a session. A turn is timed from the update that is posted to the reply that is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx

from bench.clock import table
from bench.echo import TOKEN
from bench.project_bot import BEGIN, TYPED, chats, found, joined, write
from bench.stub import Stub
from bench.turn import Bench

FIRST_OFFICER = 50_001
PATHS = ("", "/hang-cho", "/ket-qua", "/tim-nguoi?ten=lan", "/nam/1", "/cong-nhan/1", "/dan-cu", "/tep")
DESK, COOKIE = "/ban-lam-viec", "hoctap_desk"
PATIENCE = 60.0  # seconds for a page or a reply


def secret_of(officer: int) -> str:
    """What the browser of an officer holds."""
    return f"secret of {officer}"


def seed(folder: Path, residents: int, officers: int) -> None:
    """People who are about to declare, and officers who sit at the desk."""

    def work(tx: Any) -> None:
        from bot.commune_setup import act_as_operator
        from criteria.policy import Role
        from storage import accounts, desk_sessions, places, roles

        found(tx, residents)
        seats = [str(FIRST_OFFICER + i) for i in range(officers)]
        for i, (account, person, _) in enumerate(joined(tx, "telegram", seats)):
            accounts.save(tx, account, owed=None)
            act_as_operator(tx)
            roles.give(tx, person, Role.OFFICER, places.get(tx, person.place_id).commune_id)
            desk_sessions.sit_down(tx, account, secret_of(i))

    write(folder, work)


class Chats(Stub):
    """The Bot API's side: who waits for a reply hears that it came."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[int, asyncio.Event] = {}

    def _judge(self, user: int, chat: Any, text: str) -> None:
        self.came[user].set()

    async def address(self) -> str:
        """Where updates are posted, once the program has said so."""
        await self._has_webhook.wait()
        assert self.webhook is not None
        return self.webhook[0]

    async def turn(self, client: httpx.AsyncClient, user: int, number: int, text: str) -> float:
        """Somebody types; the seconds until their reply."""
        assert self.webhook is not None
        address, secret = self.webhook
        room = {"id": user, "first_name": "Lan", "type": "private"}
        person = {"id": user, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        message: dict[str, Any] = {"chat": room, "date": 1, "message_id": number, "from": person, "text": text}
        if text.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        self.came[user] = asyncio.Event()
        began = time.perf_counter()
        headers = {"x-telegram-bot-api-secret-token": secret}
        answer = await client.post(address, json={"update_id": number, "message": message}, headers=headers)
        answer.raise_for_status()
        await asyncio.wait_for(self.came[user].wait(), PATIENCE)
        return time.perf_counter() - began


class DeskBench(Bench):
    """The program with its desk, and the two crowds."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 0, 0, whole_answers=True)
        self.chats = Chats()
        self.stub = self.chats
        self.updates = 1_000_000

    async def turns(self, users: Sequence[int]) -> list[float]:
        """These people declare side by side, each waiting for the reply before typing on."""
        async with httpx.AsyncClient(timeout=PATIENCE) as client:

            async def declare(user: int) -> list[float]:
                seconds = []
                for text in (BEGIN, *TYPED):
                    self.updates += 1
                    seconds.append(await self.chats.turn(client, user, self.updates, text))
                return seconds

            return [each for some in await asyncio.gather(*map(declare, users)) for each in some]

    @staticmethod
    async def page(client: httpx.AsyncClient, officer: int, path: str) -> float:
        """An officer opens a page; the seconds until all of it is there."""
        began = time.perf_counter()
        answer = await client.get(DESK + path, headers={"cookie": f"{COOKIE}={secret_of(officer)}"})
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return time.perf_counter() - began

    async def browse(self, client: httpx.AsyncClient, officer: int, seconds: list[float]) -> None:
        """An officer opens page after page, without a pause, until stopped."""
        paths = cycle(PATHS)
        while True:
            seconds += [await self.page(client, officer, next(paths))]

    async def run_desk(self, officers: int, browsing: int, residents: int, rounds: int) -> dict[str, list[float]]:
        """All of it: seconds by what was measured."""
        await self.stub.start()
        every: dict[str, list[float]] = {}
        async with self.project(hook=True):
            base = (await self.chats.address()).split("/", 3)
            limits = httpx.Limits(max_connections=officers)
            async with httpx.AsyncClient(base_url="/".join(base[:3]), timeout=PATIENCE, limits=limits) as client:
                for path in PATHS:  # warm up
                    await self.page(client, 0, path)
                opened = f"{officers} officers open the desk in one moment"
                every[opened] = [
                    each
                    for _ in range(rounds)
                    for each in await asyncio.gather(*(self.page(client, i, "") for i in range(officers)))
                ]
                groups = [chats(residents, i * residents) for i in range(2 * rounds + 1)]
                await self.turns(groups[0])  # warm up
                quiet = every[f"a turn, {residents} type, nobody at the desk"] = []
                busy = every[f"a turn, {residents} type, {browsing} browse without a pause"] = []
                pages = every[f"a page of theirs ({browsing} browse, {residents} type)"] = []
                for i in range(rounds):  # one beside the other: the machine is the same for both
                    quiet += await self.turns(groups[2 * i + 1])
                    crowd = [asyncio.create_task(self.browse(client, each, pages)) for each in range(browsing)]
                    busy += await self.turns(groups[2 * i + 2])
                    for each in crowd:
                        each.cancel()
                    await asyncio.gather(*crowd, return_exceptions=True)
        await self.stub.stop()
        return every


def at(seconds: Sequence[float], share: float) -> str:
    """A percentile, in milliseconds."""
    ordered = sorted(seconds)
    return f"{1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.0f}"


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=100)
    parser.add_argument("--browsing", type=int, default=20)
    parser.add_argument("--residents", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as name:
        folder = Path(name)
        (folder / "seed").mkdir()
        seed(folder / "seed", given.residents * (2 * given.rounds + 1), given.officers)
        bench = DeskBench(folder)
        try:
            every = asyncio.run(bench.run_desk(given.officers, given.browsing, given.residents, given.rounds))
        except Exception:
            print((folder / "bot.log").read_text()[-3000:].replace(TOKEN, "TOKEN"), file=sys.stderr)
            raise
        rows = [
            [what, str(len(some)), *(at(some, share) for share in (0.5, 0.95, 0.99))] for what, some in every.items()
        ]
        print(table(["milliseconds", "n", "p50", "p95", "p99"], rows))


if __name__ == "__main__":
    main()
