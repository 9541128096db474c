"""The association's site: its columns are data, none of them checked; a broken file is explained."""

from __future__ import annotations

import pytest

from criteria import association_site
from criteria.parse import CriteriaError
from tests.frozen import text_of

TEXT = text_of("association_site.toml")


def test_the_columns_stand_in_their_order_and_nothing_is_said_to_be_checked() -> None:
    about = association_site.load()
    assert [each.key for each in about.columns][:4] == ["number", "name", "birth_year", "village"]
    assert not about.source.verified


@pytest.mark.parametrize(
    ("old", "new"),
    [('key = "A2"', 'key = "A1"'), ('{ key = "A1", name = "A1" }', '{ key = "A1" }'), ("name = ", "nam = ")],
)
def test_a_broken_file_is_explained(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(CriteriaError):
        association_site.parse_site(TEXT.replace(old, new, 1))
