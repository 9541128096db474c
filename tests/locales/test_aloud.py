"""What a voice reads."""

from __future__ import annotations

import pytest

from locales.aloud import aloud


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hạn 03/11/2026 14:05.", "Hạn ngày 3 tháng 11 năm 2026 14 giờ 5."),
        ("Trước ngày 30/11", "Trước ngày 30 tháng 11."),
        ("Tháng 11/2026", "Tháng 11 năm 2026."),
        ("Lúc 8:00", "Lúc 8 giờ."),
        ("Có 1.234.567 người, đạt 61,5%", "Có 1234567 người, đạt 61,5 phần trăm."),
        ("Được 12/20 điểm", "Được 12 trên 20 điểm."),
        ("3-5 ngày", "3 đến 5 ngày."),
        ("Giai đoạn 2021–2030", "Giai đoạn 2021 đến 2030."),
        ("Thông tư 25/2023/TT-BGDĐT", "Thông tư 25/2023/TT-BGDĐT."),
        ("Gọi 0912-345-678", "Gọi 0912-345-678."),
        ("✓ Có\n- “Không”", "Có.\nKhông."),
        ("Một. Hai? Ba", "Một.\nHai?\nBa."),
        ("Có và/hoặc không", "Có và hoặc không."),
        ("…", ""),
    ],
)
def test_vietnamese_is_read_as_people_say_it(written: str, read: str) -> None:
    assert aloud([written], "vi") == read


def test_english_keeps_its_numbers() -> None:
    assert aloud(["Title", "By 03/11/2026: 61.5% ✓"], "en") == "Title.\nBy 03/11/2026:\n61.5%."
