"""The picture of the house is drawn from its imports, and every step of the walks is a function that exists."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.project.house import PAGE, ROOT, drawn

WALKS = PAGE.read_text("utf-8").partition("## Five walks")[2].partition("\n## ")[0]
STEPS = sorted(set(re.findall(r"`([\w/]+\.py):([\w.]+)`", WALKS)))


def test_the_picture_is_true() -> None:
    page = PAGE.read_text("utf-8")
    assert drawn(page) == page, "make house"


@cache
def defined(file: str) -> frozenset[str]:
    """Functions, classes and methods of a file: "tell", "Router.run"."""
    found = set()
    for node in ast.parse((ROOT / file).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return frozenset(found)


@pytest.mark.parametrize(("file", "name"), STEPS, ids=str)
def test_a_step_of_a_walk_is_there(file: str, name: str) -> None:
    assert name in defined(file)


def test_there_are_five_walks() -> None:
    assert len(re.findall(r"^### ", WALKS, re.MULTILINE)) == 5
    assert len(STEPS) > 50
