"""Reading the answer to a question about how many: by its label, by other words for it, or by the number itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from criteria.names import fold
from handlers.kit.asides import asks
from handlers.kit.doubts import quotes
from handlers.kit.positions import read_line
from handlers.kit.quantity import Quantity
from handlers.kit.read import Misread
from handlers.kit.read_quantity import read_quantity, without_the_rest
from handlers.kit.shown import shown_of
from handlers.kit.spelling import LONGEST, MOST_WORDS, Spelled, bare, in_digits, is_digits, spell
from handlers.kit.told import Told, told
from locales.text import T, Words, joined

# Who is at a school has not finished it, and who names a class has said which: "cấp 1 lớp 3".
_STILL_AT_SCHOOL = re.compile(
    r"\b(?:dang|moi) (?:hoc|theo)\b(?! (?:dai hoc|cao dang|cao hoc))|\blop \w+\b.*\bcap\b|\bcap\b.*\blop\b"
)

# A count is of the time that the question names, and not of another.
_BEFORE_NOW = re.compile(r"\b(?:thang|tuan|hom|bua|dot|vu) truoc\b")

COUNT = T("{You} chọn một mục bên dưới, hoặc gõ con số, ví dụ 2.")


def read_counted(
    said: str, labels: Sequence[Words], also: Sequence[Sequence[str]], quantity: Quantity
) -> int | Misread:
    """The index of the answer that was meant; a number is what it counts, never a place among the answers.

    Args:
        said: what was typed.
        labels: of the answers.
        also: of each answer, other words for the same.
        quantity: what the answers mean in numbers.
    """
    words = spell(said)
    if len(said) > LONGEST or not 1 <= len(words) <= MOST_WORDS or asks(said) or quotes(said):
        return Misread(COUNT)
    said = without_the_rest(said)
    heard = Told()
    if not _is_a_number(words):
        shown = shown_of(labels, also)
        if len(whole := shown.whole(words)) == 1:
            return whole[0]
        if not _BEFORE_NOW.search(fold(said)) and (not quantity.is_grade or not _STILL_AT_SCHOOL.search(fold(said))):
            heard = told(said, shown.phrases)
    number = read_quantity(said, quantity)
    meant: set[int] = {*heard.affirmed, *(() if number is None else (number,))}
    if len(meant) == 1 and (number is not None or not heard.discounted):
        return min(meant)
    if len(meant) > 1:
        candidates = joined((labels[i] for i in sorted(meant)), "; ")
        return Misread(T("Chưa rõ {you} trả lời cái nào: {candidates}. {You} gõ lại con số.", candidates=candidates))
    at = read_line(said, len(labels))
    return Misread(COUNT) if at is None else at


def _is_a_number(words: Spelled) -> bool:
    """Whether one number was typed, and nothing else: what it means is for :func:`read_quantity` to say."""
    digits = in_digits(bare(words))
    return len(digits) == 1 and is_digits(digits[0])
