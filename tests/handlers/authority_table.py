"""``tests/authority.toml`` read: which actors may follow which route to which record."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "authority.toml"


@dataclass(frozen=True)
class Row:
    """Routes that the same people may follow. ``of``: the kind of record they carry; ``to``: who may, by record."""

    routes: tuple[str, ...]
    of: str | None
    to: Mapping[str, frozenset[str]]


@cache
def rows() -> Mapping[str, Row]:
    """The row of each route, by its name. What needs no record stands under ``""``."""
    found: dict[str, Row] = {}
    table = _read()
    for data in table["rows"]:
        names = tuple(str(data["routes"]).split())
        cells = data.get("to", {"": data.get("may", "")})
        row = Row(names, data.get("of"), {name: frozenset(_actors(table, said)) for name, said in cells.items()})
        for name in names:
            assert name not in found, f"{name} stands in two rows"
            found[name] = row
    return found


def actors(said: str) -> frozenset[str]:
    """The actors that a cell names: "helper @kim"."""
    return frozenset(_actors(_read(), said))


@cache
def desk() -> Mapping[str, str]:
    """Of each page and form of the desk, by its name: the route of the chat that the same people may follow."""
    return {str(page): str(route) for page, route in _read()["desk"].items()}


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))


def _actors(table: Mapping[str, Any], said: str) -> Iterator[str]:
    for word in said.split():
        if word.startswith("@"):
            yield from _actors(table, table["sets"][word[1:]])
        else:
            yield word
