"""The files of the program, for the tests that read them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def sources() -> Iterator[tuple[str, str]]:
    """The files of the program, with their text."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in listed.stdout.split("\0"):
        if name and not name.startswith(("tests/", "bench/")) and (ROOT / name).exists():
            yield name, (ROOT / name).read_text("utf-8")
