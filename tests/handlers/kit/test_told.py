"""Parts of a sentence: never taken where it denies, doubts, asks, tells of others or of what was."""

from __future__ import annotations

import pytest

from handlers.kit.form import Question
from handlers.kit.speech import is_no, speech
from tests.handlers.kit.shipped_questions import shipped, spoken, vi

TURNED = {
    "denied": (
        "không {}", "tôi không {}", "hổng có {} đâu", "nỏ {} mô", "đừng {}", "chưa hề {}", "đâu có {}", "không phải {}",
    ),
    "doubted": (
        "hình như {}", "chắc là {}", "có lẽ {}", "sợ {}", "nếu {} thì sao", "mai mốt {}", "định {}", "nghe nói {}",
    ),
    "asked": ("{}?", "{} không", "{} hay không", "có {} không", "{} là sao", "có {} được không cháu"),
    "others": ("con tui {}", "chồng em {}", "ông Bảy {}", "nó {}", "vợ tôi thì {}", "người ta bảo {}", "hàng xóm {}"),
    "past": ("ngày xưa {}", "hồi trước {}", "trước đây {}", "năm ngoái {}"),
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


@pytest.mark.parametrize("each", [10, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", TURNED)
@pytest.mark.parametrize("question", CHOICES, ids=lambda each: each.key)
def test_what_is_turned_round_is_not_taken(question: Question, kind: str, each: int) -> None:
    """Of all that can be said so, one in ``each``; all of it in ``make soak``."""
    if kind == "others" and question.key in OF_CHILDREN:
        return
    patterns = [each for each in TURNED[kind] if not (question.key == OF_NEIGHBOURS and "hàng xóm" in each)]
    said = [(pattern.format(words), value) for words, value in phrases(question) for pattern in patterns]
    assert [words for words, value in said[::each] if question.read(words) in (value, [value])] == []


@pytest.mark.parametrize("question", CHOICES, ids=lambda each: each.key)
def test_what_is_told_is_taken(question: Question) -> None:
    """In a sentence of one's own that says nothing else, most other words are still understood."""
    told = [(words, value) for words, value in phrases(question) if len(words.split()) > 1]
    taken = sum(question.read(f"dạ năm nay tôi {words} đó cháu à") in (value, [value]) for words, value in told)
    assert taken >= 0.8 * len(told)
