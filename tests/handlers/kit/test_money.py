"""Sums of money that people type."""

from __future__ import annotations

import pytest

from handlers.kit.money import read_money
from handlers.kit.read import Misread


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("0", 0), ("không có", 0), ("1500000", 1_500_000), ("1.500.000", 1_500_000), ("1,500,000 đ", 1_500_000),
        ("15 triệu", 15_000_000), ("2,5 tr", 2_500_000), ("1.25 tỷ", 1_250_000_000), ("300 nghìn đồng", 300_000),
        ("300k", 300_000), ("12.000 đồng", 12_000),
    ],
)  # fmt: skip
def test_sums_as_people_write_them(said: str, value: int) -> None:
    assert read_money(said) == value


@pytest.mark.parametrize(
    "said", ["", "nhiều", "-5", "15 hay 20 triệu", "1,5", "1.500 triệu", "9999999999999", "1.50.000"]
)
def test_what_may_mean_two_things_is_asked_back(said: str) -> None:
    assert isinstance(read_money(said), Misread)
