"""The questions of the data files that ship, by their labels: what people's replies are read with in these tests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from criteria.activity import ACTIVITY_NAMES, ACTIVITY_WORDS, EVENT_NAMES, EVENT_WORDS
from criteria.parse import load_all
from criteria.words import KINDS
from handlers.kit.form import Kind, Option, Question
from handlers.kit.quantity import quantity_of
from handlers.shared.menu_words import MENU_WORDS
from handlers.shared.title_form import OCCUPATION, title_form
from locales.catalog import catalog
from locales.text import T, Words
from tests.frozen import FROZEN, SHIPPED, stand_on


def vi(words: Words) -> str:
    return catalog("vi").render(words)


def spoken(also: str) -> str:
    """Other words for a label as somebody may say them: of a kind the first, nothing for what may stand between."""
    words = (KINDS[each.removeprefix("~")][0] if each.startswith("~") else each for each in also.split())
    return " ".join(each for each in words if each != "…")


@cache
def shipped() -> tuple[Question, ...]:
    """Every question of every set that ships, for every group of people; facts, too; each wording once."""
    stand_on(SHIPPED)
    try:
        sets = [
            replace(each, all_indicators=tuple(replace(i, active=True) for i in each.all_indicators))
            for each in load_all()
        ]
        asked = (
            question
            for each in sets
            for work in (None, *(occupation.id for occupation in each.occupations))
            for question in title_form(each, {OCCUPATION: work}).questions
        )
        return tuple({(each.text, each.options): each for each in asked}.values())
    finally:
        stand_on(FROZEN)


def _named(names: Mapping[Any, Words], words: Mapping[Any, tuple[str, ...]]) -> Question:
    options = tuple(Option(key, label, words[key]) for key, label in names.items())
    return Question(key="kind", text=T("Buổi gì?"), kind=Kind.CHOICE, options=options)


@cache
def _by_labels() -> dict[tuple[str, ...], Question]:
    """The questions by their labels, those of the same labels as one: the corpora say the labels alone."""
    kinds = (
        _named(ACTIVITY_NAMES, ACTIVITY_WORDS),
        _named(EVENT_NAMES, EVENT_WORDS),
    )
    found: dict[tuple[str, ...], Question] = {}
    for each in (*kinds, *shipped()):
        labels = tuple(vi(option.label) for option in each.options)
        found[labels] = _with_words_of(each, found.get(labels))
    return found


def _with_words_of(question: Question, alike: Question | None) -> Question:
    """A question with what is said for the options of one that has the same labels."""
    if alike is None:
        return question
    options = tuple(
        replace(mine, also=tuple(dict.fromkeys((*mine.also, *theirs.also))))
        for mine, theirs in zip(question.options, alike.options, strict=True)
    )
    return replace(question, options=options)


def question_with(labels: Sequence[str]) -> Question:
    """The question with these labels; a menu where none has."""
    found = _by_labels().get(tuple(labels))
    if found is not None:
        return found
    words = [MENU_WORDS.get(re.sub(r"\d+", "{n}", label), ()) for label in labels]
    options = (Option(str(i), T(label), also) for i, (label, also) in enumerate(zip(labels, words, strict=True)))
    return Question(key="menu", text=T("Menu"), kind=Kind.CHOICE, options=tuple(options))


def how_many(text: str, labels: Sequence[str]) -> Question:
    """A question of the corpus of quantities: with what a question that ships says of the same labels."""
    alike = _by_labels().get(tuple(labels))
    options = tuple(
        Option(label, T(label), () if alike is None else alike.options[i].also) for i, label in enumerate(labels)
    )
    quantity = quantity_of(text, labels) or (None if alike is None else alike.quantity)
    return Question(key="how_many", text=T(text), kind=Kind.CHOICE, options=options, quantity=quantity)
