"""Days, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.days import read_day
from handlers.kit.read import Misread
from locales.catalog import catalog
from tests.handlers.kit.replies import ASK, Reply, score

SUNDAY = date(2026, 11, 29)


def read(reply: Reply) -> str:
    is_ahead = reply.meant != ASK and date.fromisoformat(reply.meant) > SUNDAY  # of an event that is announced
    first, last = (SUNDAY, date(2027, 5, 28)) if is_ahead else (date(2025, 1, 1), SUNDAY)
    found = read_day(reply.said, SUNDAY, first=first, last=last)
    return ASK if isinstance(found, Misread) else found.isoformat()


def test_the_projects_own_replies() -> None:
    found = score("own", "days", read)
    assert found.total("wrong") == 0
    assert found.taken >= 0.95


@pytest.mark.parametrize(
    ("of", "wrong", "taken"),
    [
        ("unseen", 0, 0.9),
        ("fresh", 0, 0.95),
        ("fifth", 0, 0.95),
        ("sixth", 0, 0.9),
        ("seventh", 0, 0.78),
        ("eighth", 0, 0.8),
        ("ninth", 0, 0.95),
        ("tenth", 0, 0.9),
        ("eleventh", 0, 0.95),
    ],
)
def test_the_replies_of_others(of: str, wrong: int, taken: float) -> None:
    found = score(of, "days", read)
    assert found.total("wrong") <= wrong
    assert found.taken >= taken


TODAY = date(2026, 11, 23)  # a Monday
SPELLED_DAYS = {
    TODAY: ["hôm nay", "hom nay", "HÔM NAY", "dạ hôm nay ạ", "ngày hôm nay", "sáng nay", "tối nay nhé", "today"],
    date(2026, 11, 22): ["hôm qua", "hom qua", "hôm qua ạ", "ngày hôm qua", "tối hôm qua", "1 ngày trước", "yesterday"],
    date(2026, 11, 16): ["16/11", "thứ hai tuần trước", "t2 tuần rồi", "tuần trước thứ hai", "thứ hai vừa rồi"],
    date(2026, 11, 18): ["thứ tư vừa rồi", "thứ 4 tuần trước ạ", "thứ tư 18/11"],
    date(2026, 3, 12): [
        "12/3", "12-3", "12.3", "12 3", "12/03", "12/3/2026", "12-3-2026", "12.03.26", "ngày 12 tháng 3", "12 thang 3",
        "ngay 12 thang 3 nam 2026", "hôm 12/3", "dạ ngày 12/3 ạ", "１２/３", "2026-03-12", "thứ năm ngày 12/3",
        "Thứ 5, 12/3/2026", "12t3", "12/3 năm nay", "mười hai tháng ba", "mùng 12/3", "12/3 lúc 7 giờ", "12 3 2026",
    ],
    date(2026, 4, 5): ["5 tháng tư", "mùng 5 tháng 4", "mồng năm tháng tư"],
    date(2026, 10, 20): ["hai mươi tháng mười", "ngày 20 tháng mười"],
    date(2026, 11, 20): ["ngày nhà giáo", "đúng ngày Nhà giáo Việt Nam vừa rồi", "20/11 ngày nhà giáo"],
    date(2026, 9, 2): ["hôm quốc khánh", "mùng 2 tháng 9 dương lịch"],
    date(2026, 11, 11): ["ngày 10 à quên ngày 11 tháng 11", "12 à nhầm 11/11"],
    date(2026, 11, 21): [
        *("hôm kia", "hom kia a", "2 ngày trước", "2 ngày trc", "cách đây hai ngày"),
        *("hôm thứ bảy đó", "t7 vừa r ạ", "chợ phiên thứ bảy vừa rồi"),
    ],
    date(2025, 12, 31): ["31/12", "31/12/2025", "31/12/25", "31/12 năm ngoái"],
    date(2025, 10, 5): ["5/10 năm ngoái"],
    date(2024, 2, 29): ["29/2", "29/2/2024"],
}  # fmt: skip


@pytest.mark.parametrize(("said", "day"), [(said, day) for day, ways in SPELLED_DAYS.items() for said in ways])
def test_a_day_that_was(said: str, day: date) -> None:
    assert read_day(said, TODAY, first=date(2024, 1, 1), last=TODAY) == day


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        *((said, "không có trong lịch") for said in ("31/2", "31/2/2026", "29/2/2026", "0/5", "32/1", "12/13", "1/0")),
        *((said, "từ 01/01/2024 đến 23/11/2026") for said in ("24/11/2026", "mai", "ngày mai", "12/3/2023", "1/1/99")),
        *((said, "ví dụ 23/11/2026") for said in (
            "", "🌾", "5", "tháng 3", "ngày 12", "lâu rồi", "15/8 âm lịch", "rằm tháng 8", "12/3-14/3",
            "12/10, 4 giờ",
            "tuần trước", "tuần sau", "thứ bảy", "hổm rày", "hôm tê?", "thứ ba 18/11", "hôm qua hay hôm kia",
            "20/11?", "mùng 5 tháng giêng", "1/2/3/4", "123/4", "12/3/20266", "9" * 5000,
        )),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_or_is_not_clear(said: str, hint: str) -> None:
    misread = read_day(said, TODAY, first=date(2024, 1, 1), last=TODAY)
    assert isinstance(misread, Misread)
    rendered = catalog("vi").render(misread.hint)
    assert hint in rendered
    assert "ví dụ 23/11/2026 hoặc hôm qua" in rendered  # says what to write instead


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("mai", date(2026, 11, 24)), ("ngày mai", date(2026, 11, 24)), ("ngày kia", date(2026, 11, 25)),
        ("thứ hai tuần sau", date(2026, 11, 30)), ("ngày mốt", date(2026, 11, 25)), ("25/11", date(2026, 11, 25)),
        ("20/11", date(2026, 11, 20)),
        ("3/1", date(2027, 1, 3)), ("hôm nay", TODAY),
    ],
)  # fmt: skip
def test_a_day_that_will_be(said: str, day: date) -> None:
    assert read_day(said, TODAY, first=date(2026, 11, 16), last=date(2027, 5, 22)) == day


@given(
    st.dates(date(2024, 1, 1), TODAY),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "ngày {0.day} tháng {0.month} năm {0.year}", "{0:%Y-%m-%d}"]),
)
def test_a_whole_date_is_that_day(day: date, words: str) -> None:
    assert read_day(words.format(day), TODAY, first=date(2024, 1, 1), last=TODAY) == day


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(said: str) -> None:
    assert isinstance(read_day(said, TODAY, first=date(2024, 1, 1), last=TODAY), date | Misread)
