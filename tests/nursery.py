"""Where programs under test are started, each in the time that a fork takes, to be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import environment

NEVER = 10**12


class Nursery:
    """Where programs are started, by ``python -m tests.killable nursery``."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._asked, self._said = process.stdin, process.stdout

    async def start(
        self,
        n: int,
        settings: dict[str, str],
        *,
        moment: str = "anywhere",
        at_once: bool = False,
        clock: Path | None = None,
    ) -> int:
        """Start one that dies at its n-th moment, from when it serves or ``at_once``; its process's id."""
        wrong = None if clock is None else str(clock)
        asked = {"moment": moment, "n": n, "at_once": at_once, "clock": wrong, "environment": settings}
        self._asked.write(json.dumps(asked).encode() + b"\n")
        self._asked.flush()
        return int(await asyncio.to_thread(self._said.readline))

    async def dies(self) -> int:
        """How it ended, once it has."""
        return int(await asyncio.to_thread(self._said.readline))


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.killable", "nursery"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), start_new_session=True
    ) as process:
        try:
            yield Nursery(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # and whoever lives there still
