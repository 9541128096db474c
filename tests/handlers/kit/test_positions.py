"""Places in a list: where they are, and what is no place."""

from __future__ import annotations

import pytest

from handlers.kit.positions import read_line, read_position, read_positions


@pytest.mark.parametrize(
    ("said", "of_five"),
    [
        ("cái đầu", 0), ("dòng trên cùng ạ", 0), ("cho bác cái đầu tiên", 0), ("cái cuối cùng", 4), ("cấy chót", 4),
        ("dòng dưới cùng í con", 4), ("áp chót", 3), ("cái kế cuối", 3), ("cái ở giữa", 2), ("ngay sau cái đầu", 1),
        ("thứ ba từ trên xuống", 2), ("thứ nhì từ dưới lên", 3), ("dòng thứ ba", 2), ("dòng 4", 3), ("nút thứ 2", 1),
        ("dòng thứ chín", None), ("cái trên", None), ("cái này", None), ("cái dưới nữa", None), ("đầu", None),
        ("con đầu đi học", None), ("2", None), ("", None),
    ],
)  # fmt: skip
def test_a_place_among_five(said: str, of_five: int | None) -> None:
    assert read_position(said, 5) == of_five


def test_an_even_number_has_no_middle_and_one_has_no_second() -> None:
    assert read_position("cái ở giữa", 4) is None
    assert read_position("cái kế cuối", 1) is None


def test_only_a_line_is_a_place_where_a_number_is_an_answer() -> None:
    assert read_line("dòng thứ ba", 4) == 2
    assert read_line("dòng cuối cùng", 4) == 3
    assert read_line("thứ ba từ trên xuống", 4) is None
    assert read_line("cái cuối", 4) is None


@pytest.mark.parametrize(
    ("said", "of_five"),
    [
        ("hai cái đầu", [0, 1]),
        ("ba cái trên", [0, 1, 2]),
        ("2 cái cuối ạ", [3, 4]),
        ("một cái đầu", []),
        ("chín cái đầu", []),
    ],
)
def test_several_places_among_five(said: str, of_five: list[int]) -> None:
    assert read_positions(said, 5) == of_five
