"""The data files that tests stand on: copies under ``tests/data/criteria`` that nobody changes for a new paper.

So a question, a set or a plan that ships anew turns no test of the engine and no transcript. What ships is held by
``tests/criteria/test_shipped_sets.py`` alone.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from criteria import commune, files, parse, plan

FROZEN: Traversable = Path(__file__).parent / "data" / "criteria"
SHIPPED: Traversable = resources.files("criteria")
_KEPT = (
    parse.load, parse.titles, parse.default, parse.shipped_facts, plan.load, plan.load_all, commune.load,
)  # fmt: skip


def stand_on(folder: Traversable) -> None:
    """Read the data files of a folder from now on, and forget those that were read before."""
    files.FOLDER = folder
    for each in _KEPT:
        each.cache_clear()


def text_of(name: str) -> str:
    """A frozen data file's text, such as "titles/cdht-324-2023.toml"."""
    return FROZEN.joinpath(name).read_text("utf-8")
