"""How many: what the answers of every data file mean in numbers, and that a number typed is never a place."""

from __future__ import annotations

import pytest

from handlers.kit.form import Question
from handlers.kit.hits import is_pattern
from handlers.kit.quantity import ENDLESS, quantity_of
from handlers.kit.read import Misread
from handlers.kit.read_quantity import read_quantity
from handlers.kit.row_of_numbers import Asked, read_digits
from handlers.kit.shown import Shown
from handlers.kit.spelling import spell
from tests.handlers.kit.shipped_questions import shipped, vi

WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười_một", "mười_hai"]
COUNTED = [each for each in shipped() if each.quantity is not None]
DAYS = ("Không ngày nào", "1-2 ngày", "3-5 ngày", "Gần như ngày nào cũng có")


def test_which_questions_that_ship_ask_how_many() -> None:
    assert {each.key for each in COUNTED} == {
        "A1", "A2", "A3", "schooling", "tre_3_5", "tre_6_14", "tre_15_17", "nghi_hoc", "nguoi_lon",
    }  # fmt: skip


@pytest.mark.parametrize("question", shipped(), ids=lambda each: each.key)
def test_every_option_of_every_data_file_by_its_label_its_number_and_its_value_in_words(question: Question) -> None:
    for place, option in enumerate(question.options, 1):
        wanted = [option.value] if isinstance(question.read(vi(option.label)), list) else option.value
        assert question.read(vi(option.label)) == wanted
        if question.quantity is None:
            assert question.read(str(place)) == wanted
            continue
        span = question.quantity.spans[place - 1]
        for number in () if span is None else range(span[0], min(span[1], len(WORDS) - 1) + 1):
            assert question.read(str(number)) == wanted
            if number or question.quantity.denied is None:  # "không" says nothing where the question denies
                assert question.read(WORDS[number].replace("_", " ")) == wanted


@pytest.mark.parametrize("question", shipped(), ids=lambda each: each.key)
def test_every_other_word_for_an_option_is_that_option(question: Question) -> None:
    for option in question.options:
        for words in filter(lambda each: not is_pattern(each), option.also):
            assert question.read(words) in (option.value, [option.value]), words


@pytest.mark.parametrize("question", shipped(), ids=lambda each: each.key)
def test_no_other_word_stands_beside_two_labels(question: Question) -> None:
    shown = Shown([option.label for option in question.options], [option.also for option in question.options])
    also = [words for option in question.options for words in option.also if not is_pattern(words)]
    assert all(len(shown.whole(spell(words))) == 1 for words in also)


@pytest.mark.parametrize("question", COUNTED, ids=lambda each: each.key)
@pytest.mark.parametrize(
    "said", ["?", "2?", "-1", "2 hoặc 3", "khoảng", "3 triệu", "1/3", "0912345678", "2a", "năm 1965"]
)
def test_what_is_no_number_of_these_is_asked_back(question: Question, said: str) -> None:
    assert isinstance(question.read(said), Misread)


def test_the_week_has_seven_days_and_the_school_twelve_classes() -> None:
    (days,) = {each.quantity for each in COUNTED if each.key == "A1"}
    assert days is not None
    assert days.spans == ((0, 0), (1, 2), (3, 5), (6, 7))
    (classes,) = {each.quantity for each in COUNTED if each.key == "schooling"}
    assert classes is not None
    assert classes.spans == (None, (1, 2), (3, 4), (5, 8), (9, 11), (12, 12))
    assert classes.of_number(0) == 0  # in a row of numbers alone
    assert read_quantity("0", classes) is None


@pytest.mark.parametrize(
    ("question", "labels", "spans"),
    [
        ("Bác đi mấy lần?", ("Chưa", "1-2 lần", "Trên 2 lần"), ((0, 0), (1, 2), (3, ENDLESS))),
        ("Khoảng mấy giờ?", ("Dưới 2 giờ", "2-4 giờ", "Từ 5 giờ"), ((0, 1), (2, 4), (5, ENDLESS))),
        ("Có mấy người?", ("0", "1", "2 trở lên"), ((0, 0), (1, 1), (2, ENDLESS))),
    ],
)
def test_what_labels_mean_in_numbers(
    question: str, labels: tuple[str, ...], spans: tuple[tuple[int, int], ...]
) -> None:
    found = quantity_of(question, labels)
    assert found is not None
    assert found.spans == spans


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Bác làm việc gì?", DAYS),  # does not ask how many
        ("Bác học mấy ngày?", ("Ít", "Nhiều", "Rất nhiều")),  # no numbers
        ("Bác học mấy ngày?", ("1-3 ngày", "2-5 ngày", "6 ngày")),  # they do not rise
    ],
)
def test_a_question_whose_answers_are_no_numbers_has_no_quantity(question: str, labels: tuple[str, ...]) -> None:
    assert quantity_of(question, labels) is None


def test_in_a_row_the_number_is_the_value_and_a_dash_leaves_out() -> None:
    days = quantity_of("Trong tuần qua bác học mấy ngày?", DAYS)
    asked = [Asked(4, quantity=days), Asked(3), Asked(4, several=True), Asked(4, quantity=days)]
    assert read_digits("6 2 13 0", asked) == [(4,), (2,), (1, 3), (1,)]
    assert read_digits("- 2 13 -", asked) == [(), (2,), (1, 3), ()]
    assert read_digits("1:5 4:-", asked) == [(3,), (), (), ()]
    assert isinstance(read_digits("8 1 1 1", asked), Misread)
    assert isinstance(read_digits("2 1 1", asked), Misread)
