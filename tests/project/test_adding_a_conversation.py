"""docs/adding-a-conversation.md names checks that exist; it is followed in test_pages_followed.py."""

from __future__ import annotations

import re

import pytest

from tests.project.copies import ROOT
from tests.project.following import CONVERSATION as PAGE

CHECKS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "name"), CHECKS, ids=str)
def test_every_check_that_the_page_names_exists(file: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


def test_the_page_has_the_places_that_it_counts() -> None:
    assert len(re.findall(r"^## \d\. ", PAGE, re.MULTILINE)) == 6
