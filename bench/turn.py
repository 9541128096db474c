"""A declaration turn of the real program next to a bare echo bot.

``python -m bench.turn [--rounds 5] [--users 100] [--far 400] [--profile] [--small-answers]``

A turn is: a Telegram update in, the state durable in SQLite (``synchronous=FULL``), the reply sent. The rounds go
over all variants in turn; ratios are taken against E of the same round. Nothing fails because it is slow.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pstats
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.clock import resident_mb, show, table
from bench.echo import TOKEN
from bench.project_bot import BEGIN, BEGIN_REPLY, TAPPED, TAPPED_REPLIES, TYPED, TYPED_REPLIES, chats, seed
from bench.stub import Plan, Result, Stub

ROOT = Path(__file__).resolve().parent.parent
FAR = 0.1
FAR_ECHOES = 20
WARMING = 10
FAR_STEPS = 4  # answers of each person when the service is far away
E = "E: PTB echo, out of the box"
POLLED = "Học Tập, polling, typed"
TAPS = "Học Tập, polling, taps (two calls a turn)"
HOOK = "Học Tập, webhook, typed"
FAR_E = "E, service 100 ms away"
FAR_US = "Học Tập, polling, typed, service 100 ms away"
ECHOED = tuple(f"câu {i:02}" for i in range(1, len(TYPED) + 1))


@dataclass
class Found:
    """What all rounds found."""

    results: dict[str, list[Result]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    start: list[float] = field(default_factory=list)
    imported: list[float] = field(default_factory=list)


class Bench:
    """The stub, and the bots started against it."""

    def __init__(self, folder: Path, users: int, far: int, *, whole_answers: bool) -> None:
        self.stub = Stub(whole_answers=whole_answers)
        self.folder = folder
        self.users = users
        self.far = far
        self.found = Found()
        self.profile: Path | None = None

    @asynccontextmanager
    async def bot(self, module: str, *arguments: str, **environment: str) -> AsyncIterator[int]:
        """A bot process, ended on the way out. What it says goes to ``bot.log`` in the folder."""
        with (self.folder / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", module, *arguments),
                cwd=ROOT,
                env={k: v for k, v in os.environ.items() if not k.startswith("HOCTAP_")} | environment,
                stdout=log,
                stderr=log,
            )
            try:
                yield process.pid
            finally:
                with suppress(ProcessLookupError):
                    process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), 10)
                except TimeoutError:
                    process.kill()
                    await process.wait()
                self.stub.forget_bot()

    @asynccontextmanager
    async def project(self, *, hook: bool = False) -> AsyncIterator[int]:
        """The program on a fresh copy of the seeded database."""
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.folder / "seed", data)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            web = free.getsockname()[1]
        environment = {
            "HOCTAP_DATA_DIR": str(data),
            "HOCTAP_TELEGRAM_TOKEN": TOKEN,
            "HOCTAP_TELEGRAM_API_URL": f"http://127.0.0.1:{self.stub.port}",
            "HOCTAP_WEB_BIND": f"127.0.0.1:{web}",
        }
        if hook:
            environment["HOCTAP_PUBLIC_URL"] = f"http://127.0.0.1:{web}"
        if self.profile is not None:
            environment["HOCTAP_BENCH_PROFILE"] = str(self.profile)
        async with self.bot("bench.project_bot", **environment) as pid:
            yield pid

    async def measure(self, name: str, plan: Plan, pid: int) -> None:
        """One run, written down."""
        result = await self.stub.run(plan, pid)
        self.found.results[name].append(result)
        self.found.memory[name].append(resident_mb(pid))
        rate = f"{result.rate:.0f} turns/s, {result.cpu_per_turn:.2f} ms" if result.done else "not finished"
        flaw = "" if result.right else f", {result.unexpected} unexpected, {result.out_of_order} out of order"
        main = f"{result.cpu_main_thread / result.cpu:.0%}" if result.cpu else "–"
        print(f"  {name}: {rate} (event loop's thread {main}){flaw} {result.example[:80]}", file=sys.stderr, flush=True)

    async def begin(self, pid: int, *, hook: bool = False) -> None:
        """Warm up: a few declare to the end, everybody opens the first question."""
        few = chats(WARMING, self.users + self.far)
        for script, replies in (((BEGIN,), (BEGIN_REPLY,)), (TYPED, TYPED_REPLIES)):
            await self.stub.run(Plan(users=few, script=script, expect=replies, push=hook), pid)
        await self.stub.run(Plan(users=chats(self.users), script=(BEGIN,), expect=(BEGIN_REPLY,), push=hook), pid)

    async def echoes(self) -> None:
        """E, near and far."""
        async with self.bot("bench.echo", f"http://127.0.0.1:{self.stub.port}") as pid:
            for _ in range(2):  # warm up
                await self.stub.run(Plan(users=chats(self.users), script=("chào",), expect=("chào",)), pid)
            await self.measure(E, Plan(users=chats(self.users), script=ECHOED, expect=ECHOED), pid)
            await self.measure(
                FAR_E, Plan(users=chats(FAR_ECHOES), script=ECHOED[:1], expect=ECHOED[:1], delay=FAR), pid
            )

    async def polled(self) -> None:
        """The program by polling: its start, near, and far."""
        first = chats(1)
        spawned = time.perf_counter()
        async with self.project() as pid:
            started = await self.stub.run(Plan(users=first, script=(BEGIN,), expect=(BEGIN_REPLY,)), pid)
            if started.right:
                self.found.start.append(self.stub.last_reply_at - spawned)
            await self.begin(pid)
            await self.measure(POLLED, Plan(users=chats(self.users), script=TYPED, expect=TYPED_REPLIES), pid)
            far = chats(self.far, self.users)
            await self.stub.run(Plan(users=far, script=(BEGIN,), expect=(BEGIN_REPLY,)), pid)
            steps = slice(0, FAR_STEPS)
            await self.measure(
                FAR_US, Plan(users=far, script=TYPED[steps], expect=TYPED_REPLIES[steps], delay=FAR), pid
            )

    async def tapped(self) -> None:
        """The program by polling, with buttons."""
        async with self.project() as pid:
            await self.begin(pid)
            await self.measure(
                TAPS, Plan(users=chats(self.users), script=TAPPED, expect=TAPPED_REPLIES, taps=True), pid
            )

    async def hooked(self) -> None:
        """The program by webhook."""
        async with self.project(hook=True) as pid:
            await self.begin(pid, hook=True)
            await self.measure(HOOK, Plan(users=chats(self.users), script=TYPED, expect=TYPED_REPLIES, push=True), pid)

    async def imports(self) -> None:
        """How long Python takes for PTB alone."""
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import telegram.ext", cwd=ROOT)
        await process.wait()
        self.found.imported.append(time.perf_counter() - began)

    async def run(self, rounds: int) -> None:
        """All rounds."""
        await self.stub.start()
        for i in range(rounds):
            print(f"round {i + 1} of {rounds}", file=sys.stderr, flush=True)
            for variant in (self.echoes, self.polled, self.tapped, self.hooked, self.imports):
                await variant()
        await self.stub.stop()

    async def run_profile(self) -> None:
        """One run of typed answers with the event loop's thread under cProfile; prints where its time went."""
        await self.stub.start()
        self.profile = self.folder / "profile"
        async with self.project() as pid:
            await self.begin(pid)
            os.kill(pid, signal.SIGUSR1)
            await self.measure(POLLED, Plan(users=chats(self.users), script=TYPED, expect=TYPED_REPLIES), pid)
            os.kill(pid, signal.SIGUSR2)
            await asyncio.sleep(0.5)
        await self.stub.stop()
        print_profile(pstats.Stats(str(self.profile)))


def print_profile(stats: pstats.Stats) -> None:
    """Own time by library, then by function, then with what it called."""
    by_library: dict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        if "site-packages/" in file:
            library = file.partition("site-packages/")[2].partition("/")[0]
        elif file.startswith(str(ROOT)):
            library = f"our {Path(file).relative_to(ROOT).parts[0]}"
        else:
            library = "waiting" if "epoll" in name else "Python"
        by_library[library] += own
    total = sum(own for library, own in by_library.items() if library != "waiting")
    rows = [[library, f"{own / total:.1%}"] for library, own in sorted(by_library.items(), key=lambda x: -x[1])]
    print(table(["own time", "share"], rows[:20]))
    stats.sort_stats("tottime").print_stats(25)
    stats.sort_stats("cumtime").print_stats(60)


def paired(found: Found, name: str, base: str, value: Callable[[Result], float]) -> list[float]:
    """The ratios to the base, round by round, of runs in which every reply came."""
    both = zip(found.results[name], found.results[base], strict=True)
    return [value(ours) / value(theirs) for ours, theirs in both if ours.done and theirs.done and value(theirs)]


def report(found: Found) -> str:
    """The tables, and the goals beside what was found."""
    rows = []
    for name in (E, POLLED, TAPS, HOOK, FAR_E, FAR_US):
        base = FAR_E if name in {FAR_E, FAR_US} else E
        results = found.results[name]
        done = [result for result in results if result.done]
        flaws = [sum(r.unexpected for r in results), sum(r.out_of_order for r in results), len(results) - len(done)]
        rows.append(
            [
                name,
                show([result.rate for result in done], 0),
                show([result.cpu_per_turn for result in done], 3),
                show([result.settled_per_turn for result in done], 3),
                show(paired(found, name, base, lambda result: result.rate)),
                show(paired(found, name, base, lambda result: result.cpu_per_turn)),
                show(paired(found, name, base, lambda result: result.settled_per_turn)),
                ", ".join(map(str, flaws)),
                show(found.memory[name][-1:], 0).partition(" ")[0],
            ]
        )
    heads = ["variant", "turns/s", "CPU ms/turn", "with the half second after", "turns/s, × E", "CPU, × E"]
    heads += ["CPU with after, × E", "unexpected, out of order, unfinished", "MB"]
    start = [ours / theirs for ours, theirs in zip(found.start, found.imported, strict=False)]
    times = table(
        ["from process start to", "seconds"],
        [
            ["the end of `import telegram.ext`", show(found.imported)],
            ["the first reply of Học Tập", show(found.start)],
        ],
    )
    cpu, taps, hook = (paired(found, name, E, lambda result: result.cpu_per_turn) for name in (POLLED, TAPS, HOOK))
    rate = paired(found, POLLED, E, lambda result: result.rate)
    far = paired(found, FAR_US, FAR_E, lambda result: result.rate)
    wrong = sum(result.out_of_order for result in found.results[FAR_US])
    goals = table(
        ["goal", "found"],
        [
            ["CPU of a turn ≤ 0.45 E", show(cpu)],
            ["CPU of a tap ≤ 0.6 E", show(taps)],
            ["CPU of a turn by webhook ≤ 0.6 E", show(hook)],
            ["turns/s ≥ 2 E", show(rate)],
            ["service 100 ms away: turns/s ≥ 100 E, none out of order", f"{show(far, 1)}, {wrong} out of order"],
            ["start to the first reply ≤ 3 × `import telegram.ext`", show(start)],
        ],
    )
    return "\n\n".join([table(heads, rows), times, goals])


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--users", type=int, default=100, help="people who declare side by side")
    parser.add_argument("--far", type=int, default=400, help="people when the service is far away")
    parser.add_argument("--profile", action="store_true", help="profile one run instead")
    parser.add_argument(
        "--small-answers",
        action="store_true",
        help="the stub leaves the keyboard out of its answers, which the real service does not",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoctap-bench-") as name:
        folder = Path(name)
        (folder / "seed").mkdir()
        seed(folder / "seed", given.users + given.far + WARMING)
        bench = Bench(folder, given.users, given.far, whole_answers=not given.small_answers)
        if given.profile:
            asyncio.run(bench.run_profile())
            return
        asyncio.run(bench.run(given.rounds))
        if not all(result.right for results in bench.found.results.values() for result in results):
            print((folder / "bot.log").read_text()[-3000:], file=sys.stderr)
        print(report(bench.found))


if __name__ == "__main__":
    main()
