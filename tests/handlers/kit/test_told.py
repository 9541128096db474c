"""Parts of a sentence: never taken where it denies, doubts, asks, tells of others or of what was."""

from __future__ import annotations

import random

import pytest

from handlers.kit.form import Question
from handlers.kit.speech import is_no, speech
from tests.handlers.kit.shipped_questions import shipped, spoken, vi

TURNED = {
    "denied": (
        "không {}", "tôi không {}", "hổng có {} đâu", "nỏ {} mô", "đừng {}", "chưa hề {}", "đâu có {}", "không phải {}",
        "chưa kịp {}", "không thể {}", "suýt {}", "ghét {}", "{} nỗi gì", "{} còn khuya", "hiếm khi {}",
        "có {} đâu", "{} thì không",
    ),
    "doubted": (
        "hình như {}", "chắc là {}", "có lẽ {}", "sợ {}", "nghe nói {}", "phân vân {}", "dường như {}", "ghi đại {}",
        "{} thì phải", "{} hay sao ấy", "{} nói xạo", "{} hihi giỡn",
    ),
    "not yet": (
        "mai mốt {}", "định {}", "sang năm {}", "ra giêng {}", "qua tết {}", "vài bữa nữa {}", "mùa tới {}", "sẽ {}",
        "muốn {}", "kế hoạch là {}", "xong vụ này {}", "dự kiến {}",
    ),
    "only if": (
        "nếu {} thì sao", "phải chi {}", "giả sử {}", "có tiền thì {}",
        "có điện thoại thì {}", "còn trẻ thì {}", "trời mưa thì {}", "nhỡ đâu {}", "có người rủ thì {}",
    ),
    "asked": (
        "{}?", "{} không", "{} hay không", "có {} không", "{} là sao", "có {} được không cháu", "{} thì được mấy điểm",
        "thế {} à", "{} ở đâu", "làm sao {}",
    ),
    "others": (
        "con tui {}", "chồng em {}", "ông Bảy {}", "nó {}", "vợ tôi thì {}", "người ta bảo {}", "hàng xóm {}", "ổng {}",
        "nhỏ em {}", "sếp {}", "ba má tui {}", "các cụ {}", "ông bạn tôi {}", "hai đứa nhỏ {}", "bà bên cạnh chọn {}",
        "mấy bà ngoài chợ nói {}", "con bảo là {}",
    ),
    "past": (
        "ngày xưa {}", "hồi trước {}", "trước đây {}", "năm ngoái {}", "hồi đó {}", "lúc trẻ {}", "trước dịch {}",
        "thời bao cấp {}", "hồi ở bộ đội {}", "{} hồi xưa", "{} nhưng bỏ rồi", "{} cách đây mười năm", "xưa {}",
        "khi còn khoẻ {}",
    ),
}  # fmt: skip
CHOICES = {each.key: each for each in shipped() if each.options and each.quantity is None}.values()
OF_NEIGHBOURS = "C1"  # and the neighbours there
RHETORICAL = {"gì", "chi", "đâu", "mô", "sao"}  # "cần gì" denies, too
OF_CHILDREN = {"GD1_1", "GD1_2", "GD1_3"}  # "thằng lớn" is nobody else there


def phrases(question: Question) -> list[tuple[str, str]]:
    """Other words for the options, with their values: those of several words that deny nothing themselves."""
    found = [
        (words, option.value)
        for option in question.options
        for words in (vi(option.label).lower(), *map(spoken, option.also))
    ]
    return [
        (words, value)
        for words, value in found
        if len(words.split()) > 1
        and not any(is_no(each.word) for each in speech(words).words)
        and not RHETORICAL & set(words.split())
    ]


def turned(kind: str, how_many: int) -> list[tuple[Question, str, str]]:
    """Questions, what is said of an option turned round, and that option's value: so many that never change."""
    said: list[tuple[Question, str, str]] = []
    for question in CHOICES:
        if kind == "others" and question.key in OF_CHILDREN:
            continue
        patterns = [each for each in TURNED[kind] if not (question.key == OF_NEIGHBOURS and "hàng xóm" in each)]
        said += [
            (question, pattern.format(words), value)
            for words, value in phrases(question)
            for pattern in patterns
            if "," not in words and not set(words.split()) & set(pattern.split())  # "hay quét hay sao ấy"
        ]
    return random.Random(kind).sample(said, how_many)


@pytest.mark.parametrize("how_many", [250, pytest.param(20_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", TURNED)
def test_what_is_turned_round_is_not_taken(kind: str, how_many: int) -> None:
    """Some of all that can be said so: verbs, objects and how often, of every question that ships.

    What is left are ways of saying it whose own words go on with what turns them: "rẫy", "ở", "đậu".
    """
    said = turned(kind, how_many)
    wrong = [words for question, words, value in said if question.read(words) in (value, [value])]
    assert len(wrong) <= how_many // 200, wrong


@pytest.mark.parametrize("question", CHOICES, ids=lambda each: each.key)
def test_what_is_told_is_taken(question: Question) -> None:
    """In a sentence of one's own that says nothing else, most other words are still understood."""
    told = [(words, value) for words, value in phrases(question) if len(words.split()) > 1]
    taken = sum(question.read(f"dạ năm nay tôi {words} đó cháu à") in (value, [value]) for words, value in told)
    assert taken >= 0.8 * len(told)
