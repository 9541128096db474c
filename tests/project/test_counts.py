"""What the long tests count becomes rows of docs/reliability.md."""

from __future__ import annotations

import pytest

from tests.counts import rows
from tests.declaring import Outcome, count


def test_counts_are_added_up_by_what_was_tried(capsys: pytest.CaptureFixture[str]) -> None:
    clean, bad = Outcome(updates=1000, answers=60), Outcome(updates=24, answers=12)
    bad.wrong("lost", "an answer")
    for what, outcome in (("a pair of faults, sqlite: a and b", clean), ("a pair of faults, sqlite: a and c", bad)):
        count(what, outcome)
    count("50 kills -9, sqlite", clean)
    assert rows(["noise", *capsys.readouterr().out.splitlines()]) == [
        "| a pair of faults, sqlite | 2 | 1,024 | 72 | 1 | 0 | 0 | 0 |",
        "| 50 kills -9, sqlite | 1 | 1,000 | 60 | 0 | 0 | 0 | 0 |",
    ]
    assert (clean.is_clean, bad.is_clean) == (True, False)
