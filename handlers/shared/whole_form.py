"""A whole form in one row of numbers: how many options each question has, and what the numbers mean."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from acts.codes import ALPHABET
from criteria.model import CriteriaSet
from handlers.kit.form import Kind, Question
from handlers.kit.read import Misread
from handlers.kit.row_of_numbers import LEFT_OUT, Asked, read_digits
from locales.catalog import catalog
from locales.text import BLANK, T, Tn, Verbatim, Words, joined, lines

Said: TypeAlias = dict[str, str | list[str]]

LETTERS = [letter for letter in ALPHABET if letter.isalpha()]  # a form's code must not look like an answer


def read_row(asked: Sequence[Question], said: str) -> Said | Misread:
    """The answers that a row of numbers gives to these questions; what is left out is missing."""
    numbers = read_digits(said, [_in_row(question) for question in asked])
    if isinstance(numbers, Misread):
        return numbers
    given = {question.key: _value(question, chosen) for question, chosen in zip(asked, numbers, strict=True)}
    return {key: value for key, value in given.items() if value is not None}


def _in_row(question: Question) -> Asked:
    """How a question is answered in the row; an answer that excludes all others has no number of its own."""
    options = sum(option.value != question.alone for option in question.options)
    return Asked(options, question.kind is Kind.CHOICES, question.quantity)


def in_one_message(criteria: CriteriaSet, asked: Sequence[Question], language: str) -> Words:
    """All questions, an example of the row, and how it is typed: at most 1,300 characters with the ways out."""
    return lines(
        *_how(asked),
        *(_line(criteria, i, question, language) for i, question in enumerate(asked, 1)),
        BLANK,
        T("Ví dụ: {example}", example=example(asked)),
    )


def _how(asked: Sequence[Question]) -> Iterator[Words]:
    """How the row is typed: where a question asks how many, 0 is an answer, so a dash leaves one out."""
    if any(question.quantity is not None for question in asked):
        yield Tn("Gõ {n} số trong một tin, cách nhau dấu cách; để trống thì gõ -", len(asked))
    else:
        yield Tn("Gõ {n} số trong một tin, cách nhau dấu cách; để trống thì gõ 0", len(asked))
    if any(question.kind is Kind.CHOICES for question in asked):
        yield T("(nhiều): gõ liền, như 12; không có thì 0.")


def _line(criteria: CriteriaSet, number: int, question: Question, language: str) -> Words:
    """One question in one line: its name and its answers, numbered but where the number is what it counts."""
    name = criteria.indicator(question.key).name
    if question.quantity is not None:
        return T("{i}. {name} ({counted})", i=number, name=name, counted=_counted(question, language))
    labels = [each.short or each.label for each in question.options if each.value != question.alone]
    answers = joined([T("{i}) {label}", i=i, label=label) for i, label in enumerate(labels, 1)], "; ")
    if question.kind is Kind.CHOICES:
        return T("{i}. {name} (nhiều): {answers}", i=number, name=name, answers=answers)
    return T("{i}. {name}: {answers}", i=number, name=name, answers=answers)


def _counted(question: Question, language: str) -> Words:
    """What the number counts of a question that asks how many: "số ngày"; an answer that no number means is 0."""
    labels = [catalog(language).render(option.label) for option in question.options]
    with_number = next((label for label in labels if any(map(str.isdigit, label))), "")
    unit = " ".join(re.sub(r"[^\w\s]|\d", " ", with_number).split()).lower()
    zero = None if question.quantity is None else question.quantity.without_number
    what = T("số {unit}", unit=Verbatim(unit)) if unit else T("số")
    return what if zero is None else T("{what}; 0 là {label}", what=what, label=question.options[zero].label)


def example(asked: Sequence[Question]) -> str:
    """A row as it is typed: numbers of answers, numbers that count, and the dash that leaves such a question out."""
    counted = [question.key for question in asked if question.quantity is not None]
    left_out = counted[-1] if len(counted) > 1 else None
    return " ".join(
        LEFT_OUT if question.key == left_out else "2" if question.key in counted else "1" for question in asked
    )


def typed_for(question: Question) -> tuple[str, ...]:
    """What is typed in a row for each of a question's options: its number among them, or where it counts, the least."""
    if question.quantity is not None:
        return tuple(str(span[0]) if span else "0" for span in question.quantity.spans)
    numbers = iter(range(1, len(question.options) + 1))
    return tuple("0" if option.value == question.alone else str(next(numbers)) for option in question.options)


def _value(question: Question, numbers: tuple[int, ...]) -> str | list[str] | None:
    """The answer that typed numbers stand for; ``None`` where it is left out."""
    values = [option.value for option in question.options if option.value != question.alone]
    chosen = [values[number - 1] for number in numbers]
    if question.kind is Kind.CHOICES:
        return question.tidy(chosen) if chosen else ([question.alone] if question.alone else None)
    return chosen[0] if chosen else None


def form_code(criteria: CriteriaSet, asked: Sequence[Question]) -> str:
    """A short name of exactly these questions with these answers in this order, printed on the paper form.

    A form of another title, or of a set whose questions were others, or on which numbers meant something else, has
    another. Points are no part of it.
    """
    order: list[Any] = [
        [question.key, [option.value for option in question.options], *(["counted"] if question.quantity else [])]
        for question in asked
    ]
    digest = hashlib.sha256(repr([criteria.title, order]).encode()).digest()
    return criteria.title[0].upper() + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:2])
