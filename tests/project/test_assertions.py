"""Every test says what is true afterwards: one that only must not raise stays green when nothing happens at all."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CHECKING = re.compile(
    r"_?(check|expect)(_|$)"
)  # how the name of a helper that asserts begins; also Playwright's ``expect``
CAUGHT = {"pytest.raises", "pytest.warns"}


def says(node: ast.AST) -> bool:
    """Whether this asserts: an ``assert``, an error that must come, a helper that checks."""
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    return name in CAUGHT or CHECKING.match(name.rpartition(".")[2]) is not None


def silent(source: str) -> list[str]:
    """The tests of a file that assert nothing."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_") and not any(says(each) for each in ast.walk(node))
    ]


def hollow(source: str) -> list[str]:
    """The helpers of a file that are named as if they asserted, and do not."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if CHECKING.match(node.name) and not any(isinstance(each, ast.Assert) for each in ast.walk(node))
    ]


def files(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_every_test_asserts_something() -> None:
    found = {
        str(path.relative_to(ROOT)): silent(path.read_text("utf-8")) for path in files(":(glob)tests/**/test_*.py")
    }
    assert len(found) > 100
    assert {name: tests for name, tests in found.items() if tests} == {}


def test_a_helper_that_is_named_as_if_it_asserted_does() -> None:
    found = {str(path.relative_to(ROOT)): hollow(path.read_text("utf-8")) for path in files("tests/*.py")}
    assert {name: helpers for name, helpers in found.items() if helpers} == {}


@pytest.mark.parametrize(
    ("body", "is_silent"),
    [
        ("with suppress(ValueError): read(x)", True),
        ("world.until(holds)", True),
        ("checked = read(x)", True),
        ("assert read(x)", False),
        ("with pytest.raises(ValueError): read(x)", False),
        ("check_readers(x)", False),
        ("expect(page).to_be_visible()", False),
    ],
)
def test_a_silent_one_would_be_heard(body: str, is_silent: bool) -> None:
    assert silent(f"def test_it():\n    {body}\n") == (["test_it"] if is_silent else [])
