"""The order of Vietnamese names: by given name, then middle names, then family name, in the Vietnamese alphabet."""

from __future__ import annotations

import unicodedata
from typing import TypeAlias

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries; no tone comes first
SHAPES = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make another letter of the alphabet

_RANKS = {letter: rank for rank, letter in enumerate(ALPHABET)}

Syllable: TypeAlias = tuple[tuple[int, ...], int]
NameKey: TypeAlias = tuple[tuple[Syllable, ...], tuple[Syllable, ...], tuple[Syllable, ...], str]


def vietnamese_name_key(full_name: str) -> NameKey:
    """A key to sort full names by, the way a Vietnamese office does.

    The last word (the given name) decides first, then the words between, then the first word (the
    family name). Words compare by their letters and only then by their tone, so that "hoà" and "hòa"
    stand together and Hoa < Hoà < Hoan. Upper and lower case are the same. Letters outside the
    Vietnamese alphabet come after z, digits and signs before a.
    """
    name = unicodedata.normalize("NFC", full_name).lower()
    words = [_syllable(word) for word in name.split()]
    return tuple(words[-1:]), tuple(words[1:-1]), tuple(words[:1]), name


def vietnamese_key(text: str) -> tuple[tuple[Syllable, ...], str]:
    """A key to sort anything that is no person's name, word by word from the first: places, offices, titles."""
    read = unicodedata.normalize("NFC", text).lower()
    return tuple(map(_syllable, read.split())), read


def _syllable(word: str) -> Syllable:
    letters: list[str] = []
    tone = 0
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES:
            tone = TONES.index(mark) + 1
        elif not unicodedata.combining(mark):
            letters.append(mark)
        elif mark in SHAPES and letters:
            shaped = unicodedata.normalize("NFC", letters[-1] + mark)
            if shaped in _RANKS:
                letters[-1] = shaped
    return tuple(map(_rank, letters)), tone


def _rank(letter: str) -> int:
    known = _RANKS.get(letter)
    if known is not None:
        return known
    return len(ALPHABET) + ord(letter) if letter.isalpha() else -0x110000 + ord(letter)
