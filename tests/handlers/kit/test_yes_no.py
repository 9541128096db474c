"""What a sentence answers where only a yes or a no can be meant; what is half done is neither."""

from __future__ import annotations

import pytest

from handlers.kit.yes_no import done_or_not


@pytest.mark.parametrize(
    "said",
    [
        "chưa lập được",
        "thôn chưa làm",
        "nhà văn hoá còn chưa xây",
        "họ nhỏ nên chưa lập ban",
        "không đạt",
        "chua lap duoc",
    ],
)
def test_what_is_not_done_is_a_no(said: str) -> None:
    assert done_or_not(said) is False


@pytest.mark.parametrize("said", ["quỹ thì có", "có tủ sách, có sinh hoạt", "thôn làm đủ", "mần đầy đủ cả rồi"])
def test_what_is_done_is_a_yes(said: str) -> None:
    assert done_or_not(said) is True


@pytest.mark.parametrize(
    "said",
    [
        "mới lập, chưa hoạt động", "lập rồi mà chưa có tiền", "tủ sách bị mốc chưa sửa", "đang làm hồ sơ chưa xong",
        "có ban mà chưa có quỹ", "sách thì đủ", "tủ thì có, sách thì không", "có hứa lập", "năm nay chưa, năm ngoái có",
        "thôn bên có, thôn mình chưa", "chưa rõ", "không thiếu gì", "không đồng ý", "có lẽ chưa", "chắc là có",
    ],
)  # fmt: skip
def test_what_is_half_done_planned_or_of_others_is_neither(said: str) -> None:
    assert done_or_not(said) is None
