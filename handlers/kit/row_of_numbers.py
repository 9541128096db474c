"""Reading a whole form from one message: "2 1 3 2 0 1 2 2 1 3".

Where a question asks how many, the number typed is what it counts, and "-" leaves the question out; elsewhere it is
the number of an option, and 0 leaves it out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.kit.quantity import Quantity
from handlers.kit.read import Misread
from handlers.kit.spelling import Spelled, Word, bare, is_digits, spell
from locales.text import T, Verbatim, Words

LEFT_OUT = "-"
_DASHES = frozenset("-–—−")
_QUESTION_MARKS = frozenset(":)=")
_QUESTION_WORDS = frozenset({"c", "cau"})


class Asked(NamedTuple):
    """One question of the row: how many options it has, whether several may be chosen, what they mean in numbers."""

    options: int
    several: bool = False
    quantity: Quantity | None = None


def read_digits(said: str, asked: Sequence[Asked]) -> list[tuple[int, ...]] | Misread:
    """A whole form answered in one message: per question the numbers of its options, none where it is left out.

    Args:
        said: "2 1 3 0 124" in the order of the questions, or "1:2 3:1" with their numbers (a question
            not named is left out), or all digits run together.
        asked: the questions; of several options, the first nine can be chosen here.
    """
    words = bare(spell(said))
    letters = next((word for i, word in enumerate(words) if not is_digits(word) and not _asks_for(words, i)), None)
    if letters is not None:
        typed = next((each for each in said.split() if letters in spell(each)), letters.plain)
        return Misread(
            T("Có chữ {letters} lẫn trong các số. {You} chỉ gõ số, ví dụ 2 1 3.", letters=Verbatim(typed[:20]))
        )
    has_quantities = any(each.quantity is not None for each in asked)
    numbered = _by_question(said, with_dashes=has_quantities)
    if numbered is not None:
        return _read_numbered(numbered, asked)
    numbers = _in_questions(_tokens(said, with_dashes=has_quantities), asked)
    if len(numbers) < len(asked):
        return Misread(_too_few(len(asked), len(numbers), has_quantities=has_quantities))
    if len(numbers) > len(asked):
        return Misread(
            T(
                "Chỉ cần {needed} số mà {you} gõ {came} số. {You} gõ lại, mỗi câu một số.",
                needed=len(asked),
                came=len(numbers),
            )
        )
    return _options_of(dict(enumerate(numbers)), asked)


def _too_few(needed: int, came: int, *, has_quantities: bool) -> Words:
    if has_quantities:
        return T("Cần {needed} số mà {you} mới gõ {came} số. Câu nào bỏ qua, {you} gõ dấu -.", needed=needed, came=came)
    return T("Cần {needed} số mà {you} mới gõ {came} số. Câu nào bỏ qua, {you} gõ 0.", needed=needed, came=came)


def _tokens(said: str, *, with_dashes: bool) -> list[str]:
    """The numbers, and a dash by itself where it leaves a question out."""
    tokens: list[str] = []
    for piece in said.split():
        if with_dashes and piece in _DASHES:
            tokens.append(LEFT_OUT)
        tokens += [word.plain for word in spell(piece) if is_digits(word)]
    return tokens


def _asks_for(words: Spelled, i: int) -> bool:
    """Whether the word is the "c" or "câu" before a question's number."""
    return words[i].plain in _QUESTION_WORDS and i + 1 < len(words) and is_digits(words[i + 1])


def _in_questions(numbers: list[str], asked: Sequence[Asked]) -> list[str]:
    """The numbers, one a question: digits that were run together taken apart, "1. 2" on each line read as pairs."""
    n = len(asked)
    all_single = all(each.options < 10 and not each.several and each.quantity is None for each in asked)
    digits = list("".join(numbers))
    if n > 1 and (len(numbers) == 1 or (len(numbers) < n == len(digits) and all_single)):
        return digits
    if n > 2 and numbers[::2] == [str(i) for i in range(1, n + 1)] and len(numbers) == 2 * n:
        return numbers[1::2]
    return numbers


def _by_question(said: str, *, with_dashes: bool) -> list[tuple[str, list[str]]] | None:
    """The questions that are named by number, each with what follows it; ``None`` if none is.

    What comes before the first of them is kept under the name "".
    """
    spaced = "".join(f" {c} " if c in _QUESTION_MARKS else c for c in unicodedata.normalize("NFKC", said))
    tokens = [word.plain for piece in spaced.split() for word in (spell(piece) or _mark(piece))]
    found: list[tuple[str, list[str]]] = [("", [])]
    for i, token in enumerate(tokens):
        if with_dashes and token in _DASHES:
            found[-1][1].append(LEFT_OUT)
        if not token.isdigit():
            continue
        after = [each for each in tokens[i + 1 :] if each not in _QUESTION_MARKS]
        has_answer = bool(after) and (after[0].isdigit() or (with_dashes and after[0] in _DASHES))
        marked = tokens[i + 1 : i + 2] != [] and tokens[i + 1] in _QUESTION_MARKS and has_answer
        if marked or (i > 0 and tokens[i - 1] in _QUESTION_WORDS):
            found.append((token, []))
        else:
            found[-1][1].append(token)
    return found if len(found) > 1 else None


def _mark(piece: str) -> Spelled:
    return (Word(piece, frozenset()),) if piece in _QUESTION_MARKS | _DASHES else ()


def _read_numbered(named: list[tuple[str, list[str]]], asked: Sequence[Asked]) -> list[tuple[int, ...]] | Misread:
    """The answers to questions named by number; each at most once."""
    numbers: dict[int, str] = {}
    if named[0][1]:
        return Misread(T("Có số chưa rõ của câu nào. {You} gõ lại, ví dụ 1:2 2:1."))
    for question, answers in named[1:]:
        i = int(question) - 1 if len(question) < 4 else len(asked)
        if not 0 <= i < len(asked):
            return Misread(
                T("Không có câu {i}. {You} gõ từ câu 1 đến câu {last}.", i=Verbatim(question[:10]), last=len(asked))
            )
        if i in numbers or not answers or (len(answers) > 1 and not asked[i].several):
            return Misread(T("Câu {i} cần một số. {You} gõ lại, ví dụ {i}:1. Bỏ qua thì gõ {i}:0.", i=i + 1))
        numbers[i] = "".join(answers)
    return _options_of(numbers, asked)


def _options_of(numbers: Mapping[int, str], asked: Sequence[Asked]) -> list[tuple[int, ...]] | Misread:
    """The options that the numbers choose, question by question."""
    result: list[tuple[int, ...]] = []
    for i, (options, several, quantity) in enumerate(asked):
        number = numbers.get(i, LEFT_OUT)
        if number == LEFT_OUT:
            result.append(())
            continue
        if quantity is not None:
            index = quantity.of_number(int(number)) if len(number) < 4 else None
            if index is None:
                return Misread(
                    T(
                        "Câu {i}: {number} chưa đúng. {You} gõ con số, hoặc dấu - nếu bỏ qua.",
                        i=i + 1,
                        number=Verbatim(number[:10]),
                    )
                )
            result.append((index + 1,))
            continue
        single = [number] if len(number) < 4 else []
        chosen = [int(each) for each in (number if several else single)]
        proper = number == "0" or (bool(chosen) and number[0] != "0" and all(1 <= each <= options for each in chosen))
        if not proper or len(set(chosen)) != len(chosen):
            return Misread(
                T(
                    "Câu {i} không có số {number}. {You} gõ từ 0 đến {most}.",
                    i=i + 1,
                    number=Verbatim(number[:10]),
                    most=options,
                )
            )
        result.append(() if number == "0" else tuple(sorted(chosen)))
    return result
