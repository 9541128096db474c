"""A whole form in one row of numbers: how many options each question has, and what the numbers mean."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias

from acts.codes import ALPHABET
from criteria.model import CriteriaSet
from handlers.kit.form import Kind, Question
from handlers.kit.read import Misread
from handlers.kit.row_of_numbers import read_digits

Said: TypeAlias = dict[str, str | list[str]]

LETTERS = [letter for letter in ALPHABET if letter.isalpha()]  # a form's code must not look like an answer


def read_row(asked: Sequence[Question], said: str) -> Said | Misread:
    """The answers that a row of numbers gives to these questions; what is left out is missing."""
    numbers = read_digits(said, [(count(question), question.kind is Kind.CHOICES) for question in asked])
    if isinstance(numbers, Misread):
        return numbers
    given = {question.key: _value(question, chosen) for question, chosen in zip(asked, numbers, strict=True)}
    return {key: value for key, value in given.items() if value is not None}


def count(question: Question) -> int:
    """How many answers of a question have a number; the one that excludes all others is 0."""
    return sum(option.value != question.alone for option in question.options)


def _value(question: Question, numbers: tuple[int, ...]) -> str | list[str] | None:
    """The answer that typed numbers stand for; ``None`` where it is left out."""
    values = [option.value for option in question.options if option.value != question.alone]
    chosen = [values[number - 1] for number in numbers]
    if question.kind is Kind.CHOICES:
        return question.tidy(chosen) if chosen else ([question.alone] if question.alone else None)
    return chosen[0] if chosen else None


def form_code(criteria: CriteriaSet, asked: Sequence[Question]) -> str:
    """A short name of exactly these questions with these answers in this order, printed on the paper form.

    A form of another title, or of a set whose questions were others, has another. Points are no part of it.
    """
    order: list[Any] = [[question.key, [option.value for option in question.options]] for question in asked]
    digest = hashlib.sha256(repr([criteria.title, order]).encode()).digest()
    return criteria.title[0].upper() + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:2])
