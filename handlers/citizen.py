"""The form of "Công dân học tập": the criteria set, as questions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from criteria.model import CriteriaSet
from handlers.kit.form import Answers, Form, Kind, Option, Question
from locales.text import T

OCCUPATION = "occupation"


def citizen_form(criteria: CriteriaSet, answers: Answers) -> Form:
    """The form that fits the group of people that ``answers`` name: one question an indicator.

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
    occupation = Question(
        OCCUPATION,
        T("{You} đang làm việc gì là chính?"),
        Kind.CHOICE,
        tuple(Option(each.id, each.label) for each in criteria.occupations),
        numbered=False,
    )
    return Form((occupation, *(_question(criteria, indicator.id, group) for indicator in criteria.indicators)))


def _question(criteria: CriteriaSet, indicator_id: str, group: str | None) -> Question:
    indicator = criteria.indicator(indicator_id)
    return Question(
        indicator.id,
        criteria.question_for(indicator, group),
        Kind(indicator.kind.value),
        tuple(Option(each.id, each.label) for each in indicator.choices),
        alone=indicator.alone,
    )
