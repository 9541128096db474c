"""Birth years, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.read import Misread
from handlers.kit.years import BirthYear, read_birth_year
from locales.catalog import catalog
from tests.handlers.kit.replies import ASK, Reply, score


def read(reply: Reply) -> str:
    """The year, with "?" where it is offered for a yes."""
    found = read_birth_year(reply.said, 2026, 16)
    return ASK if isinstance(found, Misread) else f"{found.value}{'?' * found.derived}"


def test_the_projects_own_replies() -> None:
    found = score("own", "years", read)
    assert found.total("wrong") == 0
    assert found.taken >= 0.95


@pytest.mark.parametrize(
    ("of", "wrong", "taken"),
    [
        ("unseen", 1, 0.9),
        ("fresh", 1, 0.9),
        ("fifth", 1, 0.75),
        ("sixth", 0, 0.8),
        ("seventh", 2, 0.82),
        ("eighth", 0, 0.95),
        ("ninth", 0, 0.93),
        ("tenth", 0, 0.96),
        ("eleventh", 0, 0.94),
    ],
)
def test_the_replies_of_others(of: str, wrong: int, taken: float) -> None:
    found = score(of, "years", read)
    assert found.total("wrong") <= wrong
    assert found.taken >= taken


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("1956", 1956), (" 1956 ", 1956), ("sinh năm 56", 1956), ("năm 1956 ạ", 1956), ("12/3/1956", 1956),
        ("1956 🌾", 1956), ("12 3 1956", 1956), ("ngày 12/3/1956", 1956), ("19 sáu tám", 1968), ("１９５６", 1956),
        ("sinh năm 1957 nhé cháu ❤️", 1957), ("tuổi mậu thân, 1968", 1968), ("sinh năm tám lăm", 1985),
        ("hai ngàn linh hai", 2002), ("hai không không năm", 2005), ("ngày 2 tháng 9 năm 45", 1945),
        ("sinh tháng 3 năm 1959 âm", 1959), ("em 2k", 2000), ("1957 (tuổi Dậu)", 1957),
        ("tôi sinh 57, năm nay 69 tuổi", 1957), ("1957\u200b", 1957), ("nawm 1957", 1957),
    ],
)  # fmt: skip
def test_a_birth_year(said: str, year: int) -> None:
    assert read_birth_year(said, 2026, 16) == BirthYear(year, derived=False)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("56", 1956), ("05", 2005), ("tám lăm", 1985), ("70 tuổi", 1956), ("60 tuoi", 1966), ("tuổi 70", 1956),
        ("bác 69 tuổi", 1957), ("tròn 80", 1946), ("năm mươi tuổi", 1976), ("tuổi mậu thân", 1968), ("mau than", 1968),
    ],
)  # fmt: skip
def test_a_birth_year_that_was_worked_out(said: str, year: int) -> None:
    assert read_birth_year(said, 2026, 16) == BirthYear(year, derived=True)


@pytest.mark.parametrize(
    "said",
    [
        "1850", "2090", "2027", "2015", "", "1", "195", "19566", "🌾", "ngoài 60", "1957?", "-1957", "1957-1958",
        "1957, 1958",
        "1957 hay 1958", "12/3", "31/2/1957", "con tôi sinh năm 1980", "lấy chồng năm 1979", "sau 1954", "quý hợi",
        "16",
        "60 tuổi rưỡi", "1957%", "1957đ", "sinh 1957 giáp ngọ", "1957 tuổi tuất", "năm nay tôi 68", "10",
        "tuổi tuất", "9" * 5000, "1957 " * 200,
    ],
)  # fmt: skip
def test_a_birth_year_that_cannot_be_or_is_not_clear(said: str) -> None:
    misread = read_birth_year(said, 2026, 16)
    assert isinstance(misread, Misread)
    hint = catalog("vi").render(misread.hint)
    assert "1956" in hint or "1983" in hint  # says what to write instead


def test_a_sign_of_two_possible_years_names_both() -> None:
    misread = read_birth_year("tuổi Ất Dậu", 2026, 16)
    assert isinstance(misread, Misread)
    assert catalog("vi").render(misread.hint) == "Năm ấy có thể là 1945 hoặc 2005. Bác gõ năm sinh bằng 4 chữ số."


@pytest.mark.parametrize("said", ["mẹ tôi sinh năm 1940", "bố tôi 1940", "ổng nhà tui 1940", "bà nội cháu sinh 1940"])
def test_somebody_elses_year_is_read_where_somebody_else_is_asked_about(said: str) -> None:
    assert isinstance(read_birth_year(said, 2026, 16), Misread)
    assert read_birth_year(said, 2026, 16, own=False) == BirthYear(1940, derived=False)


@given(st.integers(1916, 2010), st.sampled_from(["{}", "năm {}", "tôi sinh năm {} ạ", "{}.", "12/3/{}", "dạ {}"]))
def test_four_digits_are_that_year(year: int, words: str) -> None:
    assert read_birth_year(words.format(year), 2026, 16) == BirthYear(year, derived=False)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(said: str) -> None:
    found = read_birth_year(said, 2026, 16)
    assert isinstance(found, Misread) or 1916 <= found.value <= 2010
