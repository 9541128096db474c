"""Where and by when a dossier goes: data that nobody has checked, and a broken file explained by line."""

from __future__ import annotations

from datetime import date

import pytest

from criteria import submission
from criteria.handed import NEXT, Handed
from criteria.parse import CriteriaError
from tests.frozen import text_of

TEXT = text_of("submission.toml")


def test_days_are_of_the_next_year_and_nothing_is_said_to_be_checked() -> None:
    found = submission.load()
    assert found.submit_by(2026) == date(2027, 2, 28)
    assert found.recognise_by(2026) == date(2027, 3, 31)
    assert not found.is_verified
    assert found.procedure == "1.005097"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("day = 28", "day = 31"),
        ("most_file = 6_000_000\n", ""),
        ('number = "1.005097"', 'code = "1.005097"'),
        ('name = "Sở Giáo dục và Đào tạo"\n', ""),
    ],
)
def test_a_broken_file_is_explained(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(CriteriaError):
        submission.parse_submission(TEXT.replace(old, new, 1))


def test_what_is_decided_has_no_next_step_but_handing_in_anew() -> None:
    assert NEXT[Handed.RECOGNISED] == ()
    assert NEXT[Handed.REFUSED] == (Handed.SENT,)
    assert set(NEXT) == {None, *Handed}
