"""Ways of saying an answer: kinds of words with a few others between, in short, never over a denial or a comma."""

from __future__ import annotations

import pytest

from criteria.words import KINDS
from handlers.kit.hits import Phrase, Phrases, pattern
from handlers.kit.speech import speech


def stands(also: str, said: str) -> bool:
    """Whether a way of saying it stands in a sentence."""
    return bool(Phrases([Phrase(0, pattern(also))]).hits(speech(said)))


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ("~khuyen … ~hoc", "bảo thằng út ráng học cho giỏi"),
        ("~khuyen … ~hoc", "nhac may dua chau di hoc"),
        ("~cho … ~tien_hoc", "đóng giùm con bé nhà bên ít tiền trường"),
        ("ai … cũng ~chi_day", "ai đến nhà tôi cũng bày"),
        ("tham gia … ~hoi", "có tgia hội phụ nữ"),
        ("thường xuyên", "quét ngõ txuyên"),
        ("bình thường", "cũng bình thg"),
    ],
)
def test_a_way_of_saying_it_stands_there(also: str, said: str) -> None:
    assert stands(also, said)


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ("~khuyen … ~hoc", "bảo nó đừng đi học"),
        ("~khuyen … ~hoc", "nhắc nó rồi, đi học là việc của nó"),
        ("~cho … ~tien_hoc", "cho nó mượn quyển sách"),
        ("nuôi … ~nuoi_gi", "nuôi con"),
        ("chở … ~truong", "chợ"),
    ],
)
def test_another_sentence_is_no_such_way(also: str, said: str) -> None:
    assert not stands(also, said)


def test_the_longer_way_stands_instead_of_the_one_that_it_holds() -> None:
    found = Phrases([Phrase(0, pattern("~cai_nhau")), Phrase(1, pattern("~nha_khac … ~cai_nhau … ~hoa_giai"))])
    assert {hit.choice for hit in found.hits(speech("nhà nào cãi nhau tôi sang hoà giải cho"))} == {1}


def test_a_kind_that_nobody_lists_is_an_error() -> None:
    with pytest.raises(KeyError):
        pattern("~khongco … học")


def test_kinds_of_words_are_named_in_letters_and_list_each_word_once() -> None:
    assert all(name.replace("_", "").isascii() and words for name, words in KINDS.items())
    assert [name for name, words in KINDS.items() if len(set(words)) < len(words)] == []
