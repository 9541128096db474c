"""What stands around an answer is taken off, and what is asked to be written down in the end counts."""

from __future__ import annotations

import pytest

from handlers.kit.courtesies import asked_for, without_courtesies


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("báo cáo cán bộ có", "có"),
        ("dạ thưa cán bộ tôi chưa", "chưa"),
        ("đánh vô có giùm ngoại", "có"),
        ("cho tui cái chưa", "chưa"),
        ("lâu nay vẫn chưa", "chưa"),
        ("tôi xin khai là có", "có"),
        ("chưa có chú nờ", "chưa có"),
        ("chưa nhé cán bộ", "chưa"),
        ("làm ruộng", "làm ruộng"),
        ("ghi lộn rồi", "ghi lộn rồi"),  # no answer stands behind it
        ("chồng tôi làm ruộng", "chồng tôi làm ruộng"),
    ],
)
def test_what_is_left_is_the_answer(said: str, left: str) -> None:
    assert without_courtesies(said) == left


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("chưa có chi, à có cái nhóm zalo, ghi có đi", "có"),
        ("tuyên truyền thì có chứ chính sách thì chưa đủ, ghi chưa cho đúng", "chưa"),
        ("thằng con nó bảo, ghi có đi", None),  # somebody else's wish
        ("ghi có đi", None),
        ("có ghi sổ", None),
    ],
)
def test_what_is_asked_for_in_the_end(said: str, wish: str | None) -> None:
    assert asked_for(said) == wish
