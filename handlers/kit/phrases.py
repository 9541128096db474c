"""Lists of phrases, written without marks, one kind a line: what a sentence is searched for."""

from __future__ import annotations

import re


def any_of(*kinds: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words; each kind is alternatives with "|" between them."""
    return re.compile(rf"\b(?:{'|'.join(kinds)})\b")


def words_of(text: str) -> frozenset[str]:
    """A list of words as a set."""
    return frozenset(text.split())
