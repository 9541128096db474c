"""Following docs/adding-a-conversation.md to the letter leaves all green."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.copies import ROOT, Copy, commands, fenced

PAGE = (ROOT / "docs" / "adding-a-conversation.md").read_text("utf-8")
CHECKS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def follow(copy: Copy) -> None:
    """All five places."""
    conversation, test = (
        f"{folder}/{name}" for name, folder in re.findall(r"As a new file (\w+\.py) in `([\w/]+)`", PAGE)
    )
    (copy.root / conversation).write_text(fenced(PAGE, "python conversation"), "utf-8")
    copy.edit("acts/ways.py", lambda text: f"{text.rstrip()}\n\n\n{fenced(PAGE, 'python ways')}")
    copy.translate()
    (copy.root / test).parent.mkdir(parents=True, exist_ok=True)
    (copy.root / test).parent.joinpath("__init__.py").touch()
    (copy.root / test).write_text(fenced(PAGE, "python test"), "utf-8")
    copy.run("git", "add", "--all")


def test_the_page_followed_leaves_all_green(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    follow(copy)
    copy.make("check")
    (args,) = commands(PAGE, "5. Its test")
    assert " passed" in copy.test("-n0", *args)


@pytest.mark.soak
def test_the_whole_suite_is_green_where_the_page_was_followed(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    follow(copy)
    copy.run("python", "-m", "tests.project.house")  # one file more
    assert " passed" in copy.test("-n", "auto")


@pytest.mark.parametrize(("file", "name"), CHECKS, ids=str)
def test_every_check_that_the_page_names_exists(file: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


def test_the_page_has_the_places_that_it_counts() -> None:
    assert len(re.findall(r"^## \d\. ", PAGE, re.MULTILINE)) == 5
