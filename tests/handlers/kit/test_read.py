"""Reading what people type, as they really type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.names import fold
from handlers.kit.choices import CHOOSE, read_choice
from handlers.kit.read import Misread, read_clan, read_hours, read_reason, read_title, read_unit
from handlers.kit.row_of_numbers import Asked, read_digits
from handlers.kit.several import read_choices
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


FORM = [Asked(3), Asked(4), Asked(4, several=True), Asked(2)]


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
    assert read_digits("2132 012213", [Asked(3)] * 10) == [(2,), (1,), (3,), (2,), (), (1,), (2,), (2,), (1,), (3,)]
    assert read_digits("12 3", [Asked(12), Asked(3)]) == [(12,), (3,)]
    assert read_digits("", []) == []


def test_a_reason_is_some_words_not_a_novel() -> None:
    assert read_reason(" xem  lại câu 2 ") == "xem lại câu 2"
    assert isinstance(read_reason("a"), Misread)
    assert isinstance(read_reason("..."), Misread)
    assert isinstance(read_reason("a" * 301), Misread)


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
        read_reason(said),
        read_clan(said),
        read_unit(said),
        read_hours(said, 1000),
        read_title(said),
    ):
        assert isinstance(value, int | str | list | Misread)
    assert fold(fold(said)) == fold(said)
