"""The form of a title: its criteria set, as questions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from criteria.model import CriteriaSet, Indicator, IndicatorKind
from handlers.kit.form import Answers, Form, Kind, Option, Question
from locales.text import T

OCCUPATION = "occupation"


def title_form(criteria: CriteriaSet, answers: Answers) -> Form:
    """The form that fits the group of people that ``answers`` name: one question an indicator, then the facts.

    Adding an indicator to the data file adds its question here, with nothing else to touch.
    """
    return _form(criteria, group_of(criteria, answers))


def group_of(criteria: CriteriaSet, answers: Answers) -> str | None:
    """The group of people that the occupation among ``answers`` belongs to."""
    occupation: Any = answers.get(OCCUPATION)
    known = {each.id for each in criteria.occupations}
    return criteria.group_of(occupation) if occupation in known else None


@lru_cache(maxsize=256)
def _form(criteria: CriteriaSet, group: str | None) -> Form:
    questions = tuple(_question(criteria, indicator, group) for indicator in criteria.asked)
    if not criteria.occupations:
        return Form(questions)
    occupation = Question(
        key=OCCUPATION,
        text=T("{You} đang làm việc gì là chính?"),
        kind=Kind.CHOICE,
        options=tuple(Option(each.id, each.label) for each in criteria.occupations),
        numbered=False,
    )
    return Form((occupation, *questions))


def _question(criteria: CriteriaSet, indicator: Indicator, group: str | None) -> Question:
    return Question(
        key=indicator.id,
        text=criteria.question_for(indicator, group),
        kind=Kind.CHOICES if indicator.kind is IndicatorKind.CHOICES else Kind.CHOICE,
        options=tuple(Option(each.id, each.label) for each in indicator.choices),
        alone=indicator.alone,
        when=indicator.applies if indicator.only_with else None,
    )
