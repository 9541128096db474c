"""Tests go in by the front door: what begins with an underscore is its owner's affair and may change any day."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PRIVATE = re.compile(r"_(?!_)\w*")
DOTTED = re.compile(r"(\w+\.)+_(?!_)\w*")  # "storage.kit.engine._begin", as monkeypatch takes it
BY_NAME = {"setattr", "getattr", "delattr", "hasattr", "patch", "object"}


def is_own(owner: ast.expr) -> bool:
    """Whether it is one's own: ``self``, ``cls``, ``super()``."""
    if isinstance(owner, ast.Call):
        owner = owner.func
    return isinstance(owner, ast.Name) and owner.id in {"self", "cls", "super"}


def named(node: ast.AST) -> Iterator[str]:
    """The private names of others that this node touches."""
    match node:
        case ast.Attribute(value=owner, attr=name) if PRIVATE.fullmatch(name) and not is_own(owner):
            yield name
        case ast.ImportFrom(names=names):
            yield from (each.name for each in names if PRIVATE.fullmatch(each.name))
        case ast.Call(func=ast.Attribute(attr=function) | ast.Name(id=function), args=given) if function in BY_NAME:
            texts = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from (text for text in texts if PRIVATE.fullmatch(text) or DOTTED.fullmatch(text))


def touched(source: str) -> list[str]:
    """The private names of others that a file touches, each with its line."""
    nodes = ast.walk(ast.parse(source))
    return [f"{getattr(node, 'lineno', 0)}: {name}" for node in nodes for name in named(node)]


def test_no_test_touches_what_is_private_to_others() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "tests/*.py", "bench/*.py"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    found = {name: touched((ROOT / name).read_text("utf-8")) for name in names}
    assert len(found) > 100
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "channel._receipts.flush()",
        "type(channel)._reply = mine",
        "from reports.paper_form import _sheet",
        'monkeypatch.setattr(engine, "_is_busy", noticed)',
        'monkeypatch.setattr("storage.kit.engine._begin", mine)',
        'getattr(oa, "_api").quota = {}',
    ],
)
def test_touching_it_would_be_seen(line: str) -> None:
    assert len(touched(line)) == 1


@pytest.mark.parametrize(
    "line",
    ["self._inner = 1", "super()._done()", "thing.__class__", "from a import b", 'setattr(a, "b", "c_d")', "_x = 1"],
)
def test_ones_own_is_ones_own(line: str) -> None:
    assert touched(line) == []
