"""``make soak``: what takes too long for every day, in parts, each with its time.

Parts are the whole suite at each of some moments of the clock, and each file with tests marked ``soak``, which
``make test`` leaves out. A part that fails ends nothing: the list at the end says which, and how long each took.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).parents[1]
NO_TESTS = 5  # pytest's exit code

# Night and morning in Viet Nam, the last and first minutes of a year, a leap day, years ahead.
MOMENTS = (
    "{today} 10:00", "{today} 03:00", "2026-12-31 23:50", "2027-01-01 00:10", "2028-02-29 12:00", "2030-10-15 09:00",
)  # fmt: skip


def seeds(every_day: int, in_soak: int) -> list[object]:
    """Numbers from 0 for chance: the first ``every_day`` of them in ``make test``, all in soak."""
    return [each if each < every_day else pytest.param(each, marks=pytest.mark.soak) for each in range(in_soak)]


@dataclass(frozen=True)
class Part:
    """One of the things to do, and the command that does it."""

    name: str
    command: tuple[str, ...]


def clocks(today: str) -> list[Part]:
    """All tests at each of the moments, as ``make test CLOCK=…`` runs them."""
    moments = [moment.format(today=today) for moment in MOMENTS]
    return [Part(f"clocks {at}", ("make", "--no-print-directory", "test", f"CLOCK={at}")) for at in moments]


def marked(folder: Path = ROOT) -> list[Part]:
    """Each file with tests marked ``soak``."""
    pytest = (sys.executable, "-m", "pytest", "-m", "soak", "-o", "timeout=0")
    found = subprocess.run([*pytest, "--collect-only"], cwd=folder, check=False, capture_output=True, text=True)
    if found.returncode not in {0, NO_TESTS}:
        sys.exit(f"{found.stdout}{found.stderr}")
    files = dict.fromkeys(line.partition("::")[0] for line in found.stdout.splitlines() if "::" in line)
    return [Part(file, (*pytest, "-s", "--durations=0", "--durations-min=1", file)) for file in files]


def run(parts: Sequence[Part], folder: Path = ROOT) -> bool:
    """Do one part after the other, then say how each went and how long it took."""
    lines = []
    for part in parts:
        print(f"== {part.name}", flush=True)
        begun = monotonic()
        done = subprocess.run(part.command, cwd=folder, check=False)
        minutes, seconds = divmod(round(monotonic() - begun), 60)
        lines.append(f"{'passed' if done.returncode == 0 else 'FAILED'} {minutes:4}:{seconds:02} {part.name}")
        print(f"== {lines[-1]}", flush=True)
    print("== soak", *lines, sep="\n")
    return not any(line.startswith("FAILED") for line in lines)


def main() -> None:
    options = argparse.ArgumentParser(description="What takes too long for every day, in parts, each with its time.")
    options.add_argument("--list", action="store_true", help="only name the parts")
    options.add_argument("parts", nargs="*", help='the beginnings of the names of those to do: "clocks", "tests/bot"')
    chosen = options.parse_args()
    for name in ("ARGS", "MAKEFLAGS"):  # of the make that started this, not of the make of a part
        os.environ.pop(name, None)
    every = [*marked(), *clocks(date.today().isoformat())]  # noqa: DTZ011 — the day on this machine's clock is meant
    parts = [part for part in every if not chosen.parts or part.name.startswith(tuple(chosen.parts))]
    if not parts:
        sys.exit(f"no part begins like that; there are: {', '.join(part.name for part in every)}")
    if chosen.list:
        print(*(part.name for part in parts), sep="\n")
    elif not run(parts):
        sys.exit(1)


if __name__ == "__main__":
    main()
