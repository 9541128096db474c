"""A paper's number and day in what somebody typed."""

from __future__ import annotations

import pytest

from criteria.paper_reference import PaperReference, reference_in


@pytest.mark.parametrize(
    ("said", "number", "day"),
    [
        ("Kế hoạch số 12/KH-UBND ngày 5/3/2026", "12/KH-UBND", "5/3/2026"),
        ("Quyết định số: 7 ngày 05 tháng 3 năm 2026.", "7", "05/3/2026"),
        ("QĐ 45/QĐ-UBND, không rõ ngày 5/3", "", ""),
        ("Sổ quỹ khuyến học", "", ""),
        ("số 3.", "3", ""),
    ],
)
def test_only_what_is_said_is_found(said: str, number: str, day: str) -> None:
    assert reference_in(said) == PaperReference(number, day)
