"""What is said of oneself and of now, beside others, the past and conditions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.own_words import own_words


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Chồng tui ở hội nông dân đó, còn tui thì chưa", "tui thì chưa"),
        ("vợ tôi bán hàng trên mạng ầm ầm, tôi chỉ biết gọi cho cháu", "tôi chỉ biết gọi cho cháu"),
        ("ấp bên thì có, ấp mình thì hổng", "ấp mình thì hổng"),
        ("hồi trước chưa biết, giờ dùng Zalo được", "dùng Zalo được"),
        ("Trước có tủ sách, lũ cuốn đi rồi, giờ còn mỗi cái bàn học", "còn mỗi cái bàn học"),
        ("Nếu xã phát cho quyển sổ thì tôi ghi, chứ giờ chưa ghi", "chưa ghi"),
        ("cháu nó bấm giùm, ngoại sanh năm 1948", "tôi sanh năm 1948"),
        ("Thằng út gõ hộ: bà ở Kim Sơn", "tôi ở Kim Sơn"),
    ],
)
def test_what_is_left(said: str, own: str) -> None:
    assert own_words(said) == own


@pytest.mark.parametrize(
    "said",
    [
        "", "tôi làm ruộng", "vợ làm ruộng, con trai đi học", "ông nhà tôi làm ruộng", "làm ruộng, chăn nuôi, nội trợ",
        "tôi làm ruộng, em tôi đi học", "giờ làm ruộng", "nếu có tiền thì tui giúp", "hồi trước có",
    ],
)  # fmt: skip
def test_where_nothing_is_to_be_taken_off(said: str) -> None:
    assert own_words(said) is None


@given(st.text(max_size=400))
def test_it_only_ever_takes_off(said: str) -> None:
    left = own_words(said)
    assert left is None or len(left) <= len(said) + len("tôi")
