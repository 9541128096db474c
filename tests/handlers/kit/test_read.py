"""Reading what people type, as they really type it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.names import fold
from handlers.kit.choices import CHOOSE, read_choice, read_choices
from handlers.kit.read import Misread, read_birth_year, read_day, read_hours, read_name, read_reason, read_title
from handlers.kit.row_of_numbers import read_digits
from handlers.kit.spelling import read_number
from locales.catalog import catalog
from locales.text import T, Verbatim, Words

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


def test_a_number_needs_no_label() -> None:
    unreadable: list[Words] = [None, None]  # type: ignore[list-item]  # rendering one would fail
    assert [read_choice(said, unreadable) for said in ("2", " (2) ", "2.", "２", "2️⃣")] == [1] * 5


def test_an_answer_that_can_mean_several_is_asked_back_with_their_numbers() -> None:
    misread = read_choice("xác nhận hay trả lại", [T("Xác nhận"), T("Để sau"), T("Trả lại")])
    assert isinstance(misread, Misread)
    hint = catalog("vi").render(misread.hint)
    assert hint == "Chưa rõ bác chọn cái nào. Bác gõ số: 1. Xác nhận; 3. Trả lại"
    misread = read_choice("sửa", [T("Sửa câu {i}", i=i) for i in range(1, 9)])
    assert isinstance(misread, Misread)
    assert catalog("vi").render(misread.hint).endswith("3. Sửa câu 3; 4. Sửa câu 4")


@pytest.mark.parametrize("said", ["", "🌾", "không biết", "a" * 5000, "9" * 5000, "trả lại " * 300])
def test_what_means_nothing_gets_the_usual_hint(said: str) -> None:
    assert read_choice(said, LABELS) == Misread(CHOOSE)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("2", 2), ("(2)", 2), ("２", 2), ("2️⃣", 2), ("#2", 2), ("số 2 ạ", 2), ("hai", 2), ("nhất", 1), ("mười", 10),
        ("mười lăm nhé", 15), ("hai mươi", 20), ("hai mươi mốt", 21), ("chín mươi chín", 99), ("99", 99), ("tư", 4),
        ("bà", None), ("0", None), ("100", None), ("1 2", None), ("1.5", None), ("hai ba", None), ("", None),
        ("2 người", None), ("không 2", None), ("cả hai", None), ("9" * 5000, None), ("²", 2),
    ],
)  # fmt: skip
def test_a_number(said: str, number: int | None) -> None:
    assert read_number(said) == number


SKILLS = [
    T("Gọi có hình, nhắn Zalo"),
    T("Tìm tin, xem video học"),
    T("VNeID, dịch vụ công"),
    T("Chuyển tiền, bán hàng"),
    T("Chưa việc nào"),
]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("1 3", [1, 3]), ("1,3", [1, 3]), ("1 và 3", [1, 3]), ("1 va 3 a", [1, 3]), ("1, 3 với 4", [1, 3, 4]),
        ("1 vs 3", [1, 3]), ("1+3", [1, 3]), ("1.3", [1, 3]), ("1\n3", [1, 3]), ("13", [1, 3]), ("431", [1, 3, 4]),
        ("một và ba", [1, 3]), ("cả 1 và 2", [1, 2]), ("bác chọn 1, 2 và 4 cháu nhé", [1, 2, 4]), ("1️⃣3️⃣", [1, 3]),
        ("số 1 và số 3 ạ", [1, 3]), ("1", [1]), ("hai", [2]), ("chưa việc nào", [5]), ("chưa", [5]), ("zalo", [1]),
        ("zalo, vneid", [1, 3]), ("zalo và chuyển tiền", [1, 4]), ("Gọi có hình, nhắn Zalo", [1]),
        ("gọi có hình, nhắn zalo, tìm tin", [1, 2]), ("bán hàng, 1", [1, 4]), ("1, 3, 3", [1, 3]), ("1 và", [1]),
        ("Gọi có hình, nhắn Zalo và VNeID, dịch vụ công", [1, 3]), ("dạ, 1 3", [1, 3]),
    ],
)  # fmt: skip
def test_several_choices_as_they_are_typed(said: str, numbers: list[int]) -> None:
    assert read_choices(said, SKILLS) == [number - 1 for number in numbers]


@pytest.mark.parametrize(
    "said",
    [
        "tất cả", "cả", "hết", "cả hai", "cả 2", "biết hết", "16", "11", "0", "1 0", "1-3", "1 hoặc 3", "1 không 3",
        "trừ 1", "zalo, facebook", "không zalo", "1, không 3", "tất cả trừ 1", "9" * 5000, "1, " * 3000,
    ],
)  # fmt: skip
def test_several_choices_are_never_guessed(said: str) -> None:
    assert isinstance(read_choices(said, SKILLS), Misread)


def test_digits_run_together_are_no_choice_where_they_can_be_a_number() -> None:
    assert read_choices("13", [Verbatim(f"thôn {c}") for c in "abcdefghijklm"]) == [12]
    assert isinstance(read_choices("12", [Verbatim(f"thôn {c}") for c in "abcdefghij"]), Misread)


FORM = [(3, False), (4, False), (4, True), (2, False)]


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("2 1 3 2", [(2,), (1,), (3,), (2,)]),
        ("2 1 124 2", [(2,), (1,), (1, 2, 4), (2,)]),
        ("2 1 421 2", [(2,), (1,), (1, 2, 4), (2,)]),
        ("0,0,0,0", [(), (), (), ()]),
        ("2132", [(2,), (1,), (3,), (2,)]),
        ("dạ 2-1-3-2 ạ", [(2,), (1,), (3,), (2,)]),
        ("2.1.3.2.", [(2,), (1,), (3,), (2,)]),
        ("2 1 3 2 :)", [(2,), (1,), (3,), (2,)]),
        ("2️⃣1️⃣3️⃣2️⃣", [(2,), (1,), (3,), (2,)]),
        ("1:2 4:1", [(2,), (), (), (1,)]),
        ("3: 1 2 4, 1: 3", [(3,), (), (1, 2, 4), ()]),
        ("1) 2\n3) 14", [(2,), (), (1, 4), ()]),
        ("c4 2 c1 1", [(1,), (), (), (2,)]),
        ("Câu 1: 2, câu 2: 4", [(2,), (4,), (), ()]),
        ("cau 1 2 cau 2 4", [(2,), (4,), (), ()]),
        ("1=2, 2=4", [(2,), (4,), (), ()]),
        ("1. 2\n2. 1\n3. 14\n4. 0", [(2,), (1,), (1, 4), ()]),
    ],
)
def test_a_whole_form_in_one_message(said: str, answers: list[tuple[int, ...]]) -> None:
    assert read_digits(said, FORM) == answers


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("2 1 3", "Cần 4 số mà bác mới gõ 3 số. Câu nào bỏ qua, bác gõ 0."),
        ("", "Cần 4 số mà bác mới gõ 0 số. Câu nào bỏ qua, bác gõ 0."),
        ("213", "Cần 4 số mà bác mới gõ 3 số. Câu nào bỏ qua, bác gõ 0."),
        ("2 1 3 2 1", "Chỉ cần 4 số mà bác gõ 5 số. Bác gõ lại, mỗi câu một số."),
        ("21321", "Chỉ cần 4 số mà bác gõ 5 số. Bác gõ lại, mỗi câu một số."),
        ("2 1 b 2", "Có chữ b lẫn trong các số. Bác chỉ gõ số, ví dụ 2 1 3."),
        ("2 1 không 2", "Có chữ không lẫn trong các số. Bác chỉ gõ số, ví dụ 2 1 3."),
        ("1a 2b", "Có chữ 1a lẫn trong các số. Bác chỉ gõ số, ví dụ 2 1 3."),
        ("4 1 3 2", "Câu 1 không có số 4. Bác gõ từ 0 đến 3."),
        ("2 1 125 2", "Câu 3 không có số 125. Bác gõ từ 0 đến 4."),
        ("2 1 11 2", "Câu 3 không có số 11. Bác gõ từ 0 đến 4."),
        ("2 1 10 2", "Câu 3 không có số 10. Bác gõ từ 0 đến 4."),
        ("02 1 1 2", "Câu 1 không có số 02. Bác gõ từ 0 đến 3."),
        ("2 1 1 " + "9" * 5000, "Câu 4 không có số 9999999999. Bác gõ từ 0 đến 2."),
        ("5:1", "Không có câu 5. Bác gõ từ câu 1 đến câu 4."),
        ("0:1", "Không có câu 0. Bác gõ từ câu 1 đến câu 4."),
        ("1:2 1:3", "Câu 1 cần một số. Bác gõ lại, ví dụ 1:1. Bỏ qua thì gõ 1:0."),
        ("1:2 3", "Câu 1 cần một số. Bác gõ lại, ví dụ 1:1. Bỏ qua thì gõ 1:0."),
        ("2 1 3:1", "Có số chưa rõ của câu nào. Bác gõ lại, ví dụ 1:2 2:1."),
    ],
)
def test_what_is_wrong_with_a_form_in_one_message(said: str, hint: str) -> None:
    misread = read_digits(said, FORM)
    assert isinstance(misread, Misread)
    assert catalog("vi").render(misread.hint) == hint


def test_single_answers_may_be_run_together_in_groups() -> None:
    assert read_digits("2132 012213", [(3, False)] * 10) == [(2,), (1,), (3,), (2,), (), (1,), (2,), (2,), (1,), (3,)]
    assert read_digits("12 3", [(12, False), (3, False)]) == [(12,), (3,)]
    assert read_digits("", []) == []


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


TODAY = date(2026, 11, 23)  # a Monday
SPELLED_DAYS = {
    TODAY: ["hôm nay", "hom nay", "HÔM NAY", "dạ hôm nay ạ", "ngày hôm nay", "sáng nay", "tối nay nhé", "today"],
    date(2026, 11, 22): ["hôm qua", "hom qua", "hôm qua ạ", "ngày hôm qua", "tối hôm qua", "1 ngày trước", "yesterday"],
    date(2026, 11, 21): ["hôm kia", "hom kia a", "2 ngày trước", "cách đây hai ngày"],
    date(2026, 11, 16): ["tuần trước", "tuan truoc", "16/11"],
    date(2026, 3, 12): [
        "12/3", "12-3", "12.3", "12 3", "12/03", "12/3/2026", "12-3-2026", "12.03.26", "ngày 12 tháng 3", "12 thang 3",
        "ngay 12 thang 3 nam 2026", "hôm 12/3", "dạ ngày 12/3 ạ", "１２/３", "2026-03-12", "thứ năm ngày 12/3",
        "Thứ 5, 12/3/2026", "12t3", "12/3 năm nay", "mười hai tháng ba",
    ],
    date(2026, 4, 5): ["5 tháng tư", "mùng 5 tháng 4", "mồng năm tháng tư"],
    date(2026, 10, 20): ["hai mươi tháng mười", "ngày 20 tháng mười"],
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
            "12/3 lúc 7 giờ", "thứ bảy tuần trước", "12/10, 4 giờ", "1/2/3/4", "123/4", "12/3/20266", "9" * 5000,
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
        ("tuần sau", date(2026, 11, 30)), ("25/11", date(2026, 11, 25)), ("20/11", date(2026, 11, 20)),
        ("3/1", date(2027, 1, 3)), ("hôm nay", TODAY),
    ],
)  # fmt: skip
def test_a_day_that_will_be(said: str, day: date) -> None:
    assert read_day(said, TODAY, first=date(2026, 11, 16), last=date(2027, 5, 22)) == day


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("4", 4), ("4 giờ", 4), ("4h", 4), ("4 tiếng ạ", 4), ("khoảng 4 giờ", 4), ("bốn giờ", 4), ("bon tieng", 4),
        ("dạ chừng hai giờ", 2), ("mười lăm", 15), ("1000", 1000), ("02", 2), ("４", 4),
    ],
)  # fmt: skip
def test_so_many_hours(said: str, hours: int) -> None:
    assert read_hours(said, 1000) == hours


@pytest.mark.parametrize(
    "said",
    ["0", "1001", "5000", "30 phút", "2 ngày", "3 buổi", "2-3", "1,5", "7h30", "7 giờ tối", "nửa ngày", "", "🌾",
     "9" * 5000],
)  # fmt: skip
def test_what_is_no_number_of_hours(said: str) -> None:
    misread = read_hours(said, 1000)
    assert isinstance(misread, Misread)
    assert "từ 1 đến 1000, ví dụ 2" in catalog("vi").render(misread.hint).replace("1.000", "1000")


def test_what_a_class_or_a_book_is_called() -> None:
    assert read_title("  Lớp  trồng nấm 2 ") == "Lớp trồng nấm 2"
    for said in ("", "a", "12", "...", "🌾", "a" * 101):
        assert isinstance(read_title(said), Misread)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_a_reader(said: str) -> None:
    for value in (
        read_choice(said, LABELS),
        read_choices(said, LABELS),
        read_digits(said, FORM),
        read_birth_year(said, 2026, 16),
        read_name(said),
        read_reason(said),
        read_day(said, TODAY, first=date(2024, 1, 1), last=TODAY),
        read_hours(said, 1000),
        read_title(said),
    ):
        assert isinstance(value, int | str | list | date | Misread)
    assert fold(fold(said)) == fold(said)
