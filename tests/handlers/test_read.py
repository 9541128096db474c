"""Reading what people type, as they really type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.read import Misread, fold, read_birth_year, read_choice, read_choices, read_name, read_reason
from locales.catalog import catalog
from locales.text import T

LABELS = [T("Không có"), T("1 buổi"), T("2-3 buổi"), T("Trả lại"), T("Chưa"), T("Có, và người đó đang học")]


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("1", 0),
        (" 2 ", 1),
        ("hai", 1),
        ("số 3 ạ", 2),
        ("chọn bốn", 3),
        ("tra lai", 3),
        ("Trả lại", 3),
        ("TRẢ LẠI", 3),
        ("chưa", 4),
        ("1 buổi", 1),
        ("2-3 buoi", 2),
        ("không có", 0),
        ("có, và người đó đang học", 5),
    ],
)
def test_a_choice_by_number_word_or_label(said: str, index: int) -> None:
    assert read_choice(said, LABELS) == index


@pytest.mark.parametrize("said", ["", "0", "7", "99999999999", "không biết", "🌾", "1 2", "1.5"])
def test_what_names_no_choice_is_asked_back(said: str) -> None:
    assert isinstance(read_choice(said, LABELS), Misread)


@pytest.mark.parametrize(
    ("said", "indexes"),
    [("1 3", [0, 2]), ("1,3", [0, 2]), ("1, 3 và 4", [0, 2, 3]), ("3 1 3", [0, 2]), ("2", [1]), ("tra lai", [3])],
)
def test_several_choices(said: str, indexes: list[int]) -> None:
    assert read_choices(said, LABELS) == indexes


@pytest.mark.parametrize("said", ["1 9", "một và khác", "", "1 2 abc"])
def test_several_choices_with_something_else(said: str) -> None:
    assert isinstance(read_choices(said, LABELS), Misread)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("1956", 1956),
        (" 1956 ", 1956),
        ("sinh năm 56", 1956),
        ("năm 1956 ạ", 1956),
        ("12/3/1956", 1956),
        ("56", 1956),
        ("05", 2005),
        ("1956 🌾", 1956),
    ],
)
def test_a_birth_year(said: str, year: int) -> None:
    assert read_birth_year(said, 2026, 16) == year


@pytest.mark.parametrize("said", ["1850", "2090", "2027", "2015", "tám lăm", "", "1", "195", "19566", "🌾"])
def test_a_birth_year_that_cannot_be(said: str) -> None:
    misread = read_birth_year(said, 2026, 16)
    assert isinstance(misread, Misread)
    assert "1956" in catalog("vi").render(misread.hint)  # says what to write instead


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("NGUYỄN THỊ LAN", "Nguyễn Thị Lan"),
        ("  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),  # composed and decomposed letters are the same
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_a_name(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    "said", ["Lan", "", "     ", "12345", "Lan 1968", "🌾🌾 🌾", "a" * 500, "Nguyễn " * 100, "<b> Lan"]
)
def test_what_is_no_name(said: str) -> None:
    assert isinstance(read_name(said), Misread)


def test_a_reason_is_some_words_not_a_novel() -> None:
    assert read_reason(" xem  lại câu 2 ") == "xem lại câu 2"
    assert isinstance(read_reason("a"), Misread)
    assert isinstance(read_reason("..."), Misread)
    assert isinstance(read_reason("a" * 301), Misread)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_a_reader(said: str) -> None:
    for value in (
        read_choice(said, LABELS),
        read_choices(said, LABELS),
        read_birth_year(said, 2026, 16),
        read_name(said),
        read_reason(said),
    ):
        assert isinstance(value, int | str | list | Misread)
    assert fold(fold(said)) == fold(said)
