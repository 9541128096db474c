"""Names of all peoples of the country come out as they are, in proper capitals; what is no name says so."""

from __future__ import annotations

import pytest

from intake.person_name import name_key, read_name, says_gone
from tests.intake.commune import said

AS_THEY_ARE = [
    "Nguyễn Văn An", "Hồ Thị Y", "H'Hen Niê", "Y Bhăm Êban", "H'Bơk Kbuôr", "Ksor H'bơk", "K'Brểu", "Thạch Sa-rây", "Lò Thị É",
    "Giàng A Páo", "Sùng Thị Mỷ", "Rơ Châm H'Yéo", "Điểu K'Ré", "A Viết Vương", "Zơ Râm Thị Bích", "Y Sơ̆k", "Chamaléa Thị Thuỷ",
    "Bá Văn Quyến", "Kim Sô Phát", "Vi Văn Pỉn", "Moong Văn Nghệ", "Lầu Bá Tểnh", "Siu H'Lơm", "Tô Văn Bàn", "Tổng Văn Thuỷ",
    "Ma Seo Chứ", "Đinh Y Nhênh", "Lê Hoàng Anh Thư Nguyễn",
]  # fmt: skip


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_a_name_as_it_is(name: str) -> None:
    found = read_name(name)
    assert (found.name, found.why) == (name, None)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("NGUYễN VăN AN", "Nguyễn Văn An"),
        ("Nguyễn Văn AN", "Nguyễn Văn An"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H’Hen Niê", "H'Hen Niê"),
        ("K'BRỂU", "K'Brểu"),
        ("THẠCH SA-RÂY", "Thạch Sa-Rây"),
        ("Ðỗ Thị Hà", "Đỗ Thị Hà"),
        ("1. Nguyễn Văn An", "Nguyễn Văn An"),
        ("- Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Văn An*", "Nguyễn Văn An"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Bà Trần Thị Bình", "Trần Thị Bình"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Nguyễn Văn An (CH)", "Nguyễn Văn An"),
        ("Nguyễn Văn An - Chủ hộ", "Nguyễn Văn An"),
    ],
)
def test_what_is_around_a_name_is_taken_off(written: str, name: str) -> None:
    assert read_name(written).name == name


@pytest.mark.parametrize(
    ("written", "birth"),
    [("Nguyễn Văn An - 1957", "1957"), ("Nguyễn Văn An (1957)", "1957"), ("Nguyễn Văn An, sinh năm 1957", "1957"),
     ("Nguyễn Văn An 12/3/1957", "12/3/1957"), ("Nguyễn Văn An (SN 1957)", "1957")],
)  # fmt: skip
def test_a_year_behind_a_name_is_found(written: str, birth: str) -> None:
    found = read_name(written)
    assert (found.name, found.birth) == ("Nguyễn Văn An", birth)


def test_a_head_and_somebody_gone_are_known() -> None:
    assert read_name("Nguyễn Văn An (chủ hộ)").is_head
    assert read_name("Nguyễn Văn An (đã chết)").is_gone
    assert says_gone("chết năm 2024")
    assert says_gone("Chuyển đi Vinh")
    assert not says_gone("chưa mất")
    assert not says_gone("đi làm ăn xa")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "Thiếu họ tên"),
        ("...", "Thiếu họ tên"),
        ("A", "Chưa phải"),
        ("040057001234", "chữ số"),
        ("Nguyễn Văn 2", "chữ số"),
        ("Nguyễn Văn A, Trần Thị B", "hai người"),
        ("Nguyễn Văn A và Trần Thị B", "hai người"),
        ("Nguyễn Văn @n", "dấu lạ"),
        ("danh sách này có rất nhiều người ở trong thôn", "Dài quá"),
    ],
)
def test_what_is_no_name_is_told(written: str, told: str) -> None:
    found = read_name(written)
    assert found.name == ""
    assert found.why is not None
    assert told in said(found.why)


def test_one_word_is_taken_and_told() -> None:
    found = read_name("Khăm")
    assert found.name == "Khăm"
    assert found.why is not None


def test_two_ways_of_placing_a_tone_are_one_name_and_two_marks_are_two() -> None:
    assert name_key("Nguyễn Văn Hoà") == name_key("NGUYỄN VĂN HÒA")
    assert name_key("Nguyễn Văn Hùng") != name_key("Nguyễn Văn Hưng")
    assert name_key("Nguyễn Thị Thuý") == name_key("Nguyễn Thị Thúy")
