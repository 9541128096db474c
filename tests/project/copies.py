"""A copy of the tree, in which a page of the documentation is followed to the letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]


def fenced(page: str, info: str) -> str:
    """The one fenced block of a page with this info string."""
    found = re.findall(rf"^```{re.escape(info)}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, info
    return str(found[0])


def free(name: str, text: str) -> str:
    """The name that an example takes, or with the next number where somebody has followed the page before."""
    stem = name.rstrip("0123456789")
    number = int(name.removeprefix(stem) or 1)
    while re.search(rf"\b{name}\b", text):
        number += 1
        name = f"{stem}{number}"
    return name


class Copy:
    """All files of the working tree in a folder of their own, and the chores of the Makefile there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        for name in subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)
        if (ROOT / ".mypy_cache").is_dir():  # else mypy reads every library again
            with suppress(shutil.Error):  # what another run of mypy takes away meanwhile is read anew
                shutil.copytree(ROOT / ".mypy_cache", root / ".mypy_cache")
        self.run("git", "init", "--quiet")
        self.run("git", "add", "--all")

    def run(self, *command: str) -> str:
        """Run a command of this environment there; it must succeed. What it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        done = subprocess.run(
            command, cwd=self.root, env={**kept, "PATH": path, "PYTHONPATH": str(self.root)},
            check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}"
        return done.stdout

    def make(self, target: str) -> str:
        """A chore of the Makefile, with the tools that are here: they are not set up anew."""
        return self.run("make", "--no-print-directory", target, f"VENV={sys.prefix}", "-o", f"{sys.prefix}/.dev")

    def test(self, *args: str) -> str:
        """Run tests there; their folder is their own, for pytest sweeps the shared one, and its path short: sockets."""
        with tempfile.TemporaryDirectory(prefix="hoctap") as base:
            given = (f"--basetemp={base}/t", "-p", "no:cacheprovider", "--tb=short", *args)
            return self.run(sys.executable, "-m", "pytest", *given)

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file, as somebody with an editor would."""
        path = self.root / name
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before, name
        path.write_text(after, "utf-8")

    def translate(self) -> None:
        """``make catalogs``, then fill in the empty ``msgstr``."""
        self.make("catalogs")
        path = self.root / "locales" / "en" / "hoctap.po"
        catalog = read_po(BytesIO(path.read_bytes()), locale="en")
        waiting = [each for each in catalog if each.id and not _is_translated(each.string or "")]
        for n, message in enumerate(waiting):
            said = message.id[0] if isinstance(message.id, tuple | list) else message.id
            words = " ".join((f"E{n}", *sorted(set(re.findall(r"\{\w+\}", said)) - {"{you}", "{You}"})))
            message.string = (words, words) if message.pluralizable else words
        path.write_bytes(_po(catalog))
        self.make("catalogs")  # in the form in which the file is kept


def _is_translated(string: str | list[str] | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=0)
    return out.getvalue()


def command_to_check(page: str, file: str) -> list[str]:
    """The ``hoctap criteria check`` that a page names for a file, word by word."""
    (found,) = re.findall(rf"`(hoctap criteria check {re.escape(file)})`", page)
    return str(found).split()


def commands(page: str, heading: str) -> list[tuple[str, ...]]:
    """The arguments of the ``make test ARGS="…"`` that a section of a page names, each as a tuple."""
    section = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^##? |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, heading
    return [tuple(args.split()) for args in re.findall(r'`make test ARGS="([^"]+)"`', section.group(2))]
