"""The texts people read in a data file, with their lines: what the catalogues collect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from criteria.parse import GROUP_QUESTIONS, SHOWN, toml


def messages(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each text that a screen or a report may show."""
    lines = text.splitlines()
    for found in _walk(toml(text, "data file")):
        yield next((n for n, line in enumerate(lines, start=1) if found in line), 1), found


def _walk(data: Any, *, shown: bool = False) -> Iterator[str]:
    match data:
        case dict():
            for key, value in data.items():
                if isinstance(value, str):
                    if shown or key in SHOWN:
                        yield value.strip()
                else:
                    yield from _walk(value, shown=key == GROUP_QUESTIONS)
        case list():
            for each in data:
                yield from _walk(each)
