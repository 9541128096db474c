"""Days of every year: those that ship, and a broken file explained by line."""

from __future__ import annotations

from datetime import date

import pytest

from criteria import yearly_dates
from criteria.parse import CriteriaError
from tests.frozen import text_of

TEXT = text_of("yearly_dates.toml")


def test_the_days_that_ship_stand_in_the_order_of_the_year_and_none_is_checked() -> None:
    found = {each.id: each.in_year(2026) for each in yearly_dates.load()}
    assert list(found) == ["ngay_sach", "tuan_le", "ngay_khuyen_hoc", "dai_doan_ket"]
    assert found["tuan_le"] == (date(2026, 10, 1), date(2026, 10, 7))
    assert found["dai_doan_ket"] == (date(2026, 11, 18), date(2026, 11, 18))
    assert all(each.source.text and not each.source.verified for each in yearly_dates.load())
    assert not any("[" in each.source.text for each in yearly_dates.load())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from = { month = 4, day = 21 }", "from = { month = 4, day = 31 }"),
        ("to = { month = 10, day = 7 }", "to = { month = 9, day = 7 }"),
        ('id = "ngay_sach"', 'id = "tuan_le"'),
        ("from = { month = 10, day = 2 }\n", ""),
        ('name = "Ngày Khuyến học Việt Nam"', 'nam = "Ngày Khuyến học Việt Nam"'),
    ],
)
def test_a_broken_file_is_explained(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(CriteriaError) as caught:
        yearly_dates.parse_dates(TEXT.replace(old, new, 1))
    assert all(problem.line for problem in caught.value.problems)
