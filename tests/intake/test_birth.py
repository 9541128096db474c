"""A year of birth in every form that offices write, and nothing impossible turned into a plausible one."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from intake.birth import holds_serials, read_birth
from intake.grid import Value
from tests.intake.commune import TODAY, said

OF_1957: list[Value] = [
    1957, 1957.0, "1957", " 1957 ", "1957.0", "1.957", "1 9 5 7", "'1957", "1957.", "(1957)", "năm 1957", "Năm 1957",
    "nam 1957", "sinh năm 1957", "SN 1957", "sn: 1957", "S.1957", "NS 1957", "12/03/1957", "12/3/1957", "12-3-1957",
    "12.3.1957", "12 / 3 / 1957", "12 3 1957", "12/03/57", "12.3.57", "12-3-57", "1957-03-12", "1957/3/12", "1957.03.12",
    "1957-03-12T00:00:00", "1957-03-12 00:00:00", "12/3/1957 0:00", "12/3/1957 12:00:00 AM", "ngày 12/3/1957",
    "ngày 12 tháng 3 năm 1957", "12 tháng 3 năm 1957", "sinh ngày 12 tháng 3 năm 1957", "12 tháng 3, 1957", "Tháng 3/1957",
    "tháng 3 năm 1957", "T3/1957", "3/1957", "03-1957", "1957/03", "tháng Chạp năm 1957", "mùng 5 tháng giêng năm 1957",
    "12-Mar-1957", "12-Mar-57", "March 12, 1957", "12031957", 12031957.0, "19570312", 1031957.0, "120357", "031957",
    "??/??/1957", "--/--/1957", "00/00/1957", "__/__/1957", "…/…/1957", "3/25/1957", date(1957, 3, 12),
    datetime(1957, 3, 12, 7, 30),
]  # fmt: skip


@pytest.mark.parametrize("value", OF_1957, ids=repr)
def test_a_year_in_any_form(value: Value) -> None:
    found = read_birth(value, TODAY)
    assert (found.year, found.why) == (1957, None)


@pytest.mark.parametrize("value", ["1957(?)", "1957 ?", "1957*", "khoảng 1957", "1957 (ÂL)", "~1957"])
def test_a_doubtful_year_is_taken_and_told(value: str) -> None:
    found = read_birth(value, TODAY)
    assert found.year == 1957
    assert found.why is not None
    assert said(found.why) == "Có dấu chưa chắc"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("30/02/1957", "Không có ngày 30/02/1957"),
        ("29/02/1957", "Không có ngày 29/02/1957"),
        ("31/04/1957", "Không có ngày 31/04/1957"),
        ("13/1957", "Không có tháng 13"),
        ("1957/1958", "Hai năm trong một ô"),
        ("1957-1958", "Hai năm trong một ô"),
        ("1957 (giấy tờ 1958)", "Hai năm trong một ô"),
        ("1857", "xưa quá"),
        (1857, "xưa quá"),
        ("12/3/1857", "xưa quá"),
        (2030, "chưa tới"),
        ("2/12/2026", "Ngày sinh chưa tới"),
        (date(2026, 12, 2), "Ngày sinh chưa tới"),
        ("69 tuổi", "Đây là tuổi, không phải năm sinh (tính ra khoảng 1957)"),
        ("tuổi: 69", "Đây là tuổi"),
        ("69t", "Đây là tuổi"),
        ("57", "là tuổi hay năm sinh 1957"),
        (57.0, "là tuổi hay năm sinh 1957"),
        ("957", "cần 4 chữ số"),
        ("12/3/10", "Có thể là 1910 hoặc 2010"),
        ("19571", "Chưa hiểu"),
        (19571, "không phải là năm"),
        ("l957", "Chưa hiểu"),
        ("195O", "Chưa hiểu"),
        ("-1957", "Chưa hiểu"),
        ("1957 tuổi", "Chưa hiểu"),
        ("Đinh Dậu", "Chưa hiểu"),
        ("không rõ", "Chưa hiểu"),
        (3.198, "Chưa hiểu"),
        (True, "Chưa hiểu"),
        (float("nan"), "Chưa hiểu"),
        (float("inf"), "Chưa hiểu"),
        (datetime(1905, 5, 10), "có lẽ người gõ là năm 1957"),
    ],
    ids=repr,
)
def test_what_is_not_surely_one_year_is_told_and_not_taken(value: Value, told: str) -> None:
    found = read_birth(value, TODAY)
    assert found.year is None
    assert found.why is not None
    assert told in said(found.why)


@pytest.mark.parametrize("value", ["", None, "  "])
def test_an_empty_cell_says_nothing(value: Value) -> None:
    assert read_birth(value, TODAY).year is read_birth(value, TODAY).why is None


def test_two_digits_of_a_date_are_taken_where_one_century_fits_alone() -> None:
    assert read_birth("12/3/05", TODAY).year == 2005  # nobody is 121
    assert read_birth("12/3/07", TODAY).year is None
    assert read_birth("12/3/27", TODAY).year == 1927
    assert read_birth("5/12/26", TODAY).year == 1926  # 2026's has not come yet


def test_excels_number_of_a_day_counts_where_the_column_holds_days() -> None:
    assert read_birth(20890, TODAY).year is None
    assert read_birth(20890, TODAY, serials=True).year == 1957
    assert read_birth("20890", TODAY, serials=True).year == 1957
    assert read_birth(30000, TODAY, dated=True).year == 1982
    assert read_birth(19571, TODAY, dated=True).year is None, "a year with a digit too many"
    assert holds_serials([20890, 30000, "1957"])
    assert not holds_serials([20890, "1957", 1960])
    assert not holds_serials([])


def test_two_digits_are_a_year_once_the_officer_says_so() -> None:
    assert read_birth(57, TODAY, two_digits=True).year == 1957
    assert read_birth("10", TODAY, two_digits=True).year is None
