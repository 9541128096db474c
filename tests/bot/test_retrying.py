"""What failed is tried again later and later, and not by everybody at once."""

from __future__ import annotations

import itertools
import random

import pytest

from bot import retrying
from bot.retrying import Retry

TABLE = {name: each for name, each in vars(retrying).items() if isinstance(each, Retry)}


@pytest.mark.parametrize("name", TABLE)
def test_waits_grow_to_the_longest_and_stay_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "chance", lambda: 0.0)
    retry = TABLE[name]
    waits = [retry.wait(failures) for failures in range(1, 100)]
    assert (waits[0], waits[-1]) == (retry.first, retry.longest)
    assert waits == sorted(waits)
    assert all(later <= 2 * earlier for earlier, later in itertools.pairwise(waits))
    assert retry.wait(10_000) == retry.longest


def test_what_failed_together_is_not_tried_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "chance", random.Random(7).random)
    waits = [retrying.NOTICE.wait(5) for _ in range(100)]
    assert len(set(waits)) == 100
    assert all(24 <= wait <= 32 for wait in waits)


def test_who_is_told_how_long_to_wait_waits_exactly_so_long() -> None:
    assert {TABLE[name].wait(3, asked=90.5) for name in TABLE} == {90.5}
