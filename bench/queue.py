"""A head's queue of 300: its first page, its next page and a card of it, next to a bare echo bot.

``python -m bench.queue [--rounds 5] [--waiting 300]``

Through the whole program by polling, as ``bench.turn``: a page is a message typed, or a button tapped (two calls to the
service), and its screen. Ratios are taken against E of the same round. Statements are those of the page alone; what a
turn needs besides (the account, the update, the conversation) is counted apart.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.clock import show, table
from bench.echo import TOKEN
from bench.project_bot import CHANNEL, chats, joined, write
from bench.stub import Plan
from bench.turn import Bench, E, paired

HEADS, PAGES = 20, 20  # heads side by side, and what each opens
FIRST, NEXT, CARD = "first page, typed", "next page and back, tapped", "one declaration and the next, tapped"


def seed(folder: Path, waiting: int) -> None:
    """Heads who have joined, and so many declarations that wait for each of them, one in ten doubtful."""

    def work(tx: Any) -> None:
        from bot.commune_setup import act_as_operator
        from criteria.policy import Role
        from storage import accounts, declarations, people, roles
        from storage.declaration_record import Speaker

        heads = []
        for account, person, of_year in joined(tx, CHANNEL, [str(chat) for chat in chats(HEADS)]):
            accounts.save(tx, account, owed=None)
            heads.append(person)
            cycle = of_year
        place, account_id, now = heads[0].place_id, account.id, tx.now
        act_as_operator(tx)
        for person in heads:
            roles.give(tx, person, Role.HEAD, place)
        asked = cycle.criteria().asked
        for i in range(waiting):
            tx.now = now - timedelta(hours=i)
            name = f"Lê Văn {chr(65 + i % 26)}{'abcdefghijklmn'[i // 26]}"
            person = people.add(tx, place_id=place, full_name=name, birth_year=1960 + i % 40, on_roster=True)
            speaker = Speaker(account_id)
            begun = declarations.begin(tx, person, cycle, speaker=speaker)
            for indicator in asked:
                ids = [each.id for each in indicator.choices if each.id != indicator.alone]
                level = ids[-1] if i % 10 == 0 else ids[len(ids) // 2]
                value = ids[: len(ids) - 1] if indicator.kind == "choices" else level
                begun = declarations.answer(tx, begun, indicator.id, value, speaker=speaker)
            declarations.submit(tx, begun, speaker=speaker)

    write(folder, work)


class QueueBench(Bench):
    """The echo bot and the program with a full queue."""

    async def pages(self, waiting: int) -> None:
        """First pages, next pages, cards."""
        async with self.project() as pid:
            heads = chats(HEADS)
            await self.stub.run(Plan(users=heads, script=("/duyet",), expect=("1. ",)), pid)  # warm up
            await self.measure(FIRST, Plan(users=heads, script=("/duyet",) * PAGES, expect=("1. ",) * PAGES), pid)
            there_and_back = ("queue-page/ 1",) * PAGES
            await self.measure(NEXT, Plan(users=heads, script=there_and_back, expect=("7. ", "1. ") * (PAGES // 2),
                                          taps=True), pid)  # fmt: skip
            await self.stub.run(Plan(users=heads, script=("review/ 1",), expect=(f"1/{waiting} ·",), taps=True), pid)
            steps = ("review/ 1",) * PAGES
            await self.measure(CARD, Plan(users=heads, script=steps, expect=_walk(waiting), taps=True), pid)

    async def run_queue(self, rounds: int, waiting: int) -> None:
        """All rounds."""
        await self.stub.start()
        for i in range(rounds):
            print(f"round {i + 1} of {rounds}", file=sys.stderr, flush=True)
            await self.echoes()
            await self.pages(waiting)
        await self.stub.stop()


def _walk(waiting: int) -> tuple[str, ...]:
    """Where the first neighbour leads: from the first card to the second, from there back."""
    return (f"2/{waiting} ·", f"1/{waiting} ·") * (PAGES // 2)


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--waiting", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as name:
        folder = Path(name)
        (folder / "seed").mkdir()
        seed(folder / "seed", given.waiting)
        bench = QueueBench(folder, HEADS, HEADS, whole_answers=True)
        asyncio.run(bench.run_queue(given.rounds, given.waiting))
        if not all(result.right for results in bench.found.results.values() for result in results):
            print((folder / "bot.log").read_text()[-3000:].replace(TOKEN, "TOKEN"), file=sys.stderr)
        rows = [
            [
                name,
                show([each.cpu_per_turn for each in bench.found.results[name]], 2),
                show(paired(bench.found, name, E, lambda result: result.cpu_per_turn)),
            ]
            for name in (E, FIRST, NEXT, CARD)
        ]
        print(table([f"{given.waiting} waiting", "CPU ms", "× E"], rows))


if __name__ == "__main__":
    main()
