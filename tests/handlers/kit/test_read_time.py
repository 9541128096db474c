"""Times of the day as people type them."""

from __future__ import annotations

import pytest

from handlers.kit.read import Misread
from handlers.kit.read_time import read_time


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [
        ("19h30", 19, 30),
        ("19:30", 19, 30),
        ("19h", 19, 0),
        ("19", 19, 0),
        ("7 giờ tối", 19, 0),
        ("7 giờ rưỡi tối", 19, 30),
        ("bảy giờ tối", 19, 0),
        ("8h15 tối", 20, 15),
        ("lúc 6 giờ chiều", 18, 0),
        ("20g", 20, 0),
        ("7h sáng", 7, 0),
        ("12 giờ", 12, 0),
        ("0h30", 0, 30),
        ("18 giờ 5 phút", 18, 5),
    ],
)
def test_what_people_type(said: str, hour: int, minute: int) -> None:
    assert read_time(said) == hour * 60 + minute


@pytest.mark.parametrize("said", ["", "tối", "25h", "19h75", "lúc nào cũng được", "19h30 20h", "x" * 500])
def test_what_is_no_time(said: str) -> None:
    assert isinstance(read_time(said), Misread)
