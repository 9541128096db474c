from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.sorting import ALPHABET, vietnamese_name_key


@pytest.mark.parametrize(
    "names",
    [
        ("Trần Thị An", "Lê Văn Ánh", "Nguyễn Thị Ân", "Bùi Văn Bảo"),  # the given name decides
        ("Phan Thị Lan", "Bùi Văn Lan"),  # then the middle name: Thị before Văn
        ("Trần Hoài Thương", "Phan Thị Hoài Thương", "Bùi Thị Hồng Thương"),  # middle names one after the other
        ("Lê Thị Lan", "Nguyễn Thị Lan", "Phan Thị Lan"),  # then the family name
        ("Trần Lan", "Lê Thị Lan"),  # without a middle name first
        ("Lê Thị Hoa", "Lê Thị Hoà", "Lê Thị Hoả", "Lê Thị Hoá", "Lê Thị Hoạ", "Lê Thị Hoan"),  # letters before tones
        ("Y Ma", "Y Mà", "Y Mả", "Y Mã", "Y Má", "Y Mạ"),
        (
            "Y A",
            "Y Ă",
            "Y Â",
            "Y B",
            "Y C",
            "Y D",
            "Y Đ",
            "Y E",
            "Y Ê",
            "Y G",
            "Y O",
            "Y Ô",
            "Y Ơ",
            "Y U",
            "Y Ư",
            "Y V",
        ),
        ("Y Dũng", "Y Duy", "Y Đào", "Y Đức", "Y Em"),  # đ is a letter after d, whatever follows
        ("Y Ấp", "Y Bình"),  # two marks on one letter
        ("Y 2", "Y An", "Y Zung", "Y Þor"),
        ("Lan", "Nguyễn Lan"),
    ],
)
def test_the_order_of_an_office(names: tuple[str, ...]) -> None:
    for shift in range(len(names)):
        shuffled = reversed(names[shift:] + names[:shift])
        assert tuple(sorted(shuffled, key=vietnamese_name_key)) == names


def test_tones_follow_the_dictionary() -> None:
    for letter in "aăâeêioôơuưy":
        tones = [unicodedata.normalize("NFC", letter + tone) for tone in ("", "̀", "̉", "̃", "́", "̣")]
        keys = [vietnamese_name_key(f"Lê {tone}") for tone in tones]
        assert keys == sorted(keys)
        assert len(set(keys)) == 6


def test_where_the_tone_stands_does_not_matter() -> None:
    old, new, between = (vietnamese_name_key(name)[:3] for name in ("Lê Hòa", "Lê Hoà", "Lê Hoả"))
    assert old == new < between


def test_the_alphabet() -> None:
    assert "".join(letter for letter in ALPHABET if letter not in "fjwz") == "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@given(st.text())
def test_any_text_has_a_key_and_composition_and_case_do_not_matter(name: str) -> None:
    key = vietnamese_name_key(unicodedata.normalize("NFC", name))
    assert key == vietnamese_name_key(unicodedata.normalize("NFD", name))
    assert vietnamese_name_key("LÊ THỊ ĐÀO") == vietnamese_name_key("lê thị đào")
    assert sorted([key, vietnamese_name_key("Nguyễn Thị Lan")])
