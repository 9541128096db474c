"""Where the data files lie: sets of the titles, plans, the commune's standard, facts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

# Those that ship. The tests of the engine stand on a folder of their own (tests/data/criteria), set before the first
# file is read: what was read once is kept.
FOLDER: Traversable = resources.files("criteria")


def text_of(name: str) -> str:
    """The text of one data file, such as "facts.toml"."""
    return FOLDER.joinpath(name).read_text("utf-8")


def texts(kind: str) -> Iterator[tuple[str, str]]:
    """(id, text) of each data file of a kind, by id: of "titles", "plans" or "commune"."""
    for entry in sorted(FOLDER.joinpath(kind).iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), entry.read_text("utf-8")
