"""The form of a title: its criteria set, as questions."""

from __future__ import annotations

from functools import lru_cache

from criteria.model import CriteriaSet, Indicator, IndicatorKind
from handlers.kit.form import Answers, Form, Kind, Option, Question
from handlers.kit.quantity import Quantity, quantity_of
from locales.catalog import catalog
from locales.text import Message, T

OCCUPATION = "occupation"


def title_form(criteria: CriteriaSet, answers: Answers) -> Form:
    """The form that fits the group of people that ``answers`` name: one question an indicator, then the facts.

    Adding an indicator to the data file adds its question here, with nothing else to touch.
    """
    occupation = answers.get(OCCUPATION)
    return _form(criteria, occupation if isinstance(occupation, str) else None)


def group_of(criteria: CriteriaSet, answers: Answers) -> str | None:
    """The group of people that the occupation among ``answers`` belongs to."""
    return criteria.group_of(answers.get(OCCUPATION))


@lru_cache(maxsize=1024)  # by the occupation, not by its group: a turn asks for its form seven times
def _form(criteria: CriteriaSet, occupied: str | None) -> Form:
    group = criteria.group_of(occupied)
    questions = tuple(_question(criteria, indicator, group) for indicator in criteria.asked)
    if not criteria.occupations:
        return Form(questions)
    occupation = Question(
        key=OCCUPATION,
        text=T("{You} đang làm việc gì là chính?"),
        kind=Kind.CHOICE,
        options=tuple(Option(each.id, each.label, each.also) for each in criteria.occupations),
        numbered=False,
        why=T("Hỏi để câu hỏi hợp với việc {you} đang làm."),
    )
    return Form((occupation, *questions))


def _question(criteria: CriteriaSet, indicator: Indicator, group: str | None) -> Question:
    text = criteria.question_for(indicator, group)
    several = indicator.kind is IndicatorKind.CHOICES
    return Question(
        key=indicator.id,
        text=text,
        kind=Kind.CHOICES if several else Kind.CHOICE,
        options=tuple(Option(each.id, each.label, each.also, each.short, each.over) for each in indicator.choices),
        alone=indicator.alone,
        when=indicator.applies if indicator.only_with else None,
        quantity=None if several else _quantity(text, indicator),
        why=indicator.why or _why(indicator),
    )


def _why(indicator: Indicator) -> Message:
    if indicator.max is None:
        return T("Hỏi để có số liệu “{name}” của cả nơi mình, không tính điểm cho riêng ai.", name=indicator.name)
    return T("Hỏi để chấm điểm mục “{name}” trong bản khai.", name=indicator.name)


def _quantity(text: Message, indicator: Indicator) -> Quantity | None:
    """What the answers mean in numbers; in Vietnamese, the language of the data files."""
    words = catalog("vi")
    labels = [words.render(each.label) for each in indicator.choices]
    return quantity_of(words.render(text), labels, [each.start for each in indicator.choices])
