"""What the first releases of Python 3.11 do otherwise (Debian 12 ships 3.11.2) is not used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.sources import sources

# "a*+" and "(?>a)" may give back what they took before 3.11.5 (gh-106052), so that a reply is read as another.
GIVES_NOTHING_BACK = re.compile(r"[*+?}]\+|\(\?>")
NOT_SAID = re.compile(r"\\.|\[(?:\\.|[^]\\])*\]", re.DOTALL)  # escaped letters, and classes of them


def strings(source: str) -> Iterator[str]:
    """What may be a pattern or a part of one: each string, also those between the holes of another."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def new_patterns(source: str) -> list[str]:
    return [each for each in strings(source) if GIVES_NOTHING_BACK.search(NOT_SAID.sub("x", each))]


def test_no_pattern_relies_on_what_is_never_given_back() -> None:
    found = {name: wrong for name, source in sources() if (wrong := new_patterns(source))}
    assert found == {}


@pytest.mark.parametrize(
    "source", ['A = rf"(?:(?:{B}|{C}) )*+"', 'A = re.compile(r"(?>a|ab)c")', 'A = "a{2,3}+"', 'A = "x?+"']
)
def test_such_a_pattern_would_be_seen(source: str) -> None:
    assert new_patterns(source) != []


def test_what_only_looks_so_is_let_be() -> None:
    assert new_patterns(r'A = "[*+]+ \\*\\+ C\\+\\+ a+ b* [0-9]+"') == []


def test_no_archive_is_unpacked_by_a_filter_that_may_not_be_there() -> None:
    folder = Path(__file__).parent.parent
    every = {**dict(sources()), **{str(path): path.read_text("utf-8") for path in folder.rglob("*.py")}}
    assert [name for name, source in every.items() if re.search(r"extractall\([^)]*filter=", source)] == []
