"""Following the pages that say how something is added leaves all green: ``make check`` and the tests they name.

Every day all pages are followed in one copy, one after the other; each by itself, and the whole suite there, in soak.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.copies import Copy
from tests.project.following import PAGES


@pytest.mark.long
@pytest.mark.timeout(1800)  # as much as a busy machine needs
def test_all_pages_followed_leave_all_green(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    named = {each: None for follow in PAGES.values() for each in follow(copy)}  # in order, each once
    copy.translate()
    copy.make("check")
    assert " passed" in copy.test("-n0", *named)


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_a_page_followed_by_itself_leaves_the_whole_suite_green(name: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    named = PAGES[name](copy)
    copy.translate()
    copy.make("check")
    assert " passed" in copy.test("-n0", *named)
    copy.run("python", "-m", "tests.project.house")  # a conversation is one file more in its picture
    assert " passed" in copy.test("-n", "auto")
