"""The numbers in what was said, each with the words around it: "khoảng hai ba lần", "từ 7 giờ đến 9 giờ"."""

from __future__ import annotations

from typing import NamedTuple

from handlers.kit.phrases import words_of
from handlers.kit.spelling import Spelled, Word, in_digits, is_digits, is_in, lexicon

ROUGHLY = lexicon("khoảng chừng =độ =tầm =cỡ =đâu =chắc")
MOST_DIGITS = 3  # more are a year, a price, a telephone

_ROUGH = "khoang"
_TO = words_of("den toi hay")
_NAMES = words_of("lop thu thang")


class Mention(NamedTuple):
    """Numbers that were said, from the least to the greatest, with what stands before and behind them."""

    least: int
    most: int
    before: str
    unit: str
    behind: str

    @property
    def is_rough(self) -> bool:
        """Whether it is an estimate: "cỡ sáu người"."""
        return self.before == _ROUGH


def tokens_of(words: Spelled, units: frozenset[str]) -> list[str]:
    """The words in letters, the numbers in digits; "đôi" is 2, "chục" 10, a lone "nam" without its marks no 5."""
    named: list[Word] = []
    for i, word in enumerate(words):
        after = words[i + 1].plain if i + 1 < len(words) else ""
        is_open = word == Word("nam", frozenset()) and after not in units and not _is_number(after)
        named.append(
            Word("nam.", frozenset()) if is_open else Word(_ROUGH, frozenset()) if is_in(word, ROUGHLY) else word
        )
    tokens = [word.plain for word in in_digits(tuple(named))]
    around = zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
    return [
        "2" if each == "doi" and before != "sinh" and after in units else "10" if each == "chuc" else each
        for before, each, after in around
    ]


def _is_number(plain: str) -> bool:
    """Whether letters are a number: "sau" in "nam sau lan"."""
    return bool(plain) and all(map(is_digits, in_digits((Word(plain, frozenset()),))))


def mentions_in(tokens: list[str]) -> list[Mention] | None:
    """All numbers, those that belong together as one; ``None`` where they fall, "3 2", or one is too long to count."""
    if any(each.isdigit() and len(each) > MOST_DIGITS for each in tokens):
        return None
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        if not tokens[i].isdigit():
            i += 1
            continue
        least, most, length = _range_at(tokens[i:])
        if most < least:
            return None
        is_counted = i > 1 and tokens[i - 2].isdigit() and not (found and found[-1].before in _NAMES)
        before = tokens[i - 1] if i and not is_counted else ""  # in "2 lớp 1 buổi" there is no class 1
        unit, behind = [*tokens[i + length :], "", ""][:2]
        found.append(Mention(least, most, before, unit, behind))
        i += length
    return found


def _range_at(tokens: list[str]) -> tuple[int, int, int]:
    """The least and the greatest number that tokens begin with, and how many of them say so."""
    first, rest = int(tokens[0]), tokens[1:]
    if rest[:1] == ["may"] and first == 10:
        return 11, 19, 2  # "mười mấy"
    if len(rest) > 1 and rest[0].isdigit() and rest[1].isdigit():
        return first, -1, 3  # "bốn năm sáu lần" is any of three
    if rest and rest[0].isdigit():
        return first, int(rest[0]), 2  # "hai ba", "2-3"
    if len(rest) > 1 and rest[0] in _TO and rest[1].isdigit():
        return first, int(rest[1]), 3  # "2 hay 3"
    if len(rest) > 2 and (rest[0] in _TO or rest[1] in _TO) and rest[2].isdigit():
        return first, int(rest[2]), 4  # "lớp 6 hay lớp 7", "7 giờ đến 9 giờ"
    return first, first, 1
