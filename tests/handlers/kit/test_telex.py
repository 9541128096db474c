"""Left-overs of a keyboard that did not work are put right, and nothing else is touched."""

from __future__ import annotations

import re
import unicodedata

import pytest

from handlers.kit.spelling import spell
from handlers.kit.telex import is_syllable, retyped
from tests.handlers.kit.shipped_questions import shipped, vi

TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SHAPES = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}


def typed(word: str, *, vni: bool) -> str:
    """A word as its keys are struck, the tone last."""
    out, tone = "", ""
    for c in unicodedata.normalize("NFD", word.lower()).replace("đ", "d9" if vni else "dd"):
        if c in TONES:
            tone = TONES[c][vni]
        elif c in SHAPES:
            out += SHAPES[c] if vni else out[-1] if c == "\u0302" else "w"
        else:
            out += c
    return out + tone


WORDS = sorted(
    {word.strip("(),") for each in shipped() for option in each.options for word in vi(option.label).split()}
)
VIETNAMESE = [word for word in WORDS if word.isalpha() and not word.isascii()]


@pytest.mark.parametrize("word", VIETNAMESE)
def test_every_word_of_the_labels_as_its_keys_are_struck(word: str) -> None:
    telex = typed(word, vni=False)
    if not is_syllable(telex):  # what is a syllable as it stands is left as it is: "mas" is none, "ca" is
        assert spell(retyped(telex)) == spell(word), telex
    vni = typed(word, vni=True)
    if re.search(r"\d[a-z]", vni):  # digits at the end alone may be a number: "lop7"
        assert spell(retyped(vni)) == spell(word), vni


@pytest.mark.parametrize(
    "said", ["không", "khong", "lop7", "lớp 7", "zalo", "VNeID", "12/12", "2 con", "xin chào", "ok", ""]
)
def test_what_was_typed_as_it_was_meant_stays(said: str) -> None:
    assert retyped(said) == said


@pytest.mark.parametrize("word", ["khong", "nghieng", "ly", "gi", "giuong", "quyen", "a", "uong"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["khoong", "zalo", "bcd", "tr", "wifi", "ddi"])
def test_what_is_none(word: str) -> None:
    assert not is_syllable(word)
