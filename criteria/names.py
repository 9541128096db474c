"""When two names may be one person's, written differently."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What people write one for the other: letters (i and y, s and x), and names that differ only by region or taboo.
_FORMS = {
    "huynh": "hoang",
    "vo": "vu",
    "phuoc": "phuc",
    "nhut": "nhat",
}
_FILLERS = frozenset({"thi", "van"})  # left out as often as not
_LETTERS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"^(n?g)h(?=[ei])", r"\1"),
        (r"^gi(?=[aeou])", "d"),
        (r"^tr", "ch"),
        (r"^x", "s"),
        (r"^k", "c"),
        (r"y", "i"),
    )
)


def fold(text: str) -> str:
    """Lower case, no diacritics, one space between words: "  TRẢ Lại " and "tra lai" are the same."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


def match_key(folded_name: str) -> str:
    """A name as all its likely spellings share it: "nguyen thi ly" and "nguyen li" are both "nguien li".

    Args:
        folded_name: lower case without diacritics (:func:`fold`).

    Two people with the same key and about the same birth year in one village may be one; a person decides that.
    """
    words = [word for word in re.split(r"[^a-z]+", folded_name) if word]
    last = len(words) - 1
    kept = [word for i, word in enumerate(words) if i in {0, last} or word not in _FILLERS]
    return " ".join(_spelled(word) for word in kept)


@lru_cache(maxsize=4096)  # people's names are made of few words
def _spelled(word: str) -> str:
    word = _FORMS.get(word, word)
    for pattern, replacement in _LETTERS:
        word = pattern.sub(replacement, word)
    return word


def initials(full_name: str) -> str:
    """The letters that a name's words begin with: "N.V.A."; who knows the name knows it by them, nobody else."""
    return "".join(f"{word[:1].upper()}." for word in unicodedata.normalize("NFC", full_name).split())
