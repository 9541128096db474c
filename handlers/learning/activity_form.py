"""Five questions about something learnt: what kind, its name, when, how long, who runs it.

The learning diary (:mod:`handlers.learning.diary`) and the announced events (:mod:`handlers.learning.events`) ask
them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from criteria.activity import MOST_HOURS
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.form import Answers, Form, Kind, Option, Question
from handlers.kit.read import Misread, read_day, read_hours, read_title
from handlers.kit.router import Goto
from locales.catalog import catalog
from locales.text import T, Words

KIND, NAME, DAY, HOURS, ORGANISER = "kind", "name", "day", "hours", "organiser"
USUAL_HOURS = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """The questions with their ready answers.

    Attributes:
        form: the five questions.
        days: the days to choose from, beside typing one.
        organisers: who usually runs such a thing; a chosen one is stored by its place in the list.
    """

    form: Form
    days: tuple[tuple[date, Words], ...]
    organisers: tuple[Words, ...]

    def next(self, answers: Answers | None) -> Question | None:
        """The next question; ``None`` when all is known, or nothing is being written."""
        return None if answers is None else self.form.next(answers)

    def choices(self, question: Question) -> tuple[tuple[str, Words], ...]:
        """What can be chosen instead of typed: what is stored, what is shown."""
        match question.key:
            case "day":
                return tuple((day.isoformat(), name) for day, name in self.days)
            case "hours":
                return tuple((str(n), T("{n} giờ", n=n)) for n in USUAL_HOURS)
            case "organiser":
                return tuple((str(i), name) for i, name in enumerate(self.organisers))
            case _:
                return tuple((option.value, option.label) for option in question.options)

    def chosen(self, answers: Answers | None, key: str, value: str, here: str) -> str | int | Goto:
        """The value of a pressed answer. A button of a question that was answered already changes nothing."""
        question = self.next(answers)
        if question is None or question.key != key:
            return Goto(here)
        if value not in {ready for ready, _ in self.choices(question)}:
            return Goto(here, CHOOSE)
        return int(value) if key == HOURS else value

    def typed(self, turn: Turn, question: Question, said: Said | Sent, here: str) -> Any:
        """The value of a typed answer, or a :class:`Goto` to where the number leads or to what to write instead."""
        if isinstance(said, Sent):
            return Goto(here, T("Chỗ này chỉ nhận chữ."))
        value = question.read(said.text)
        if isinstance(value, Misread):
            way = None if question.kind is Kind.TEXT else turn.numbered(said.text)
            return Goto(here, value.hint) if way is None else Goto(way)
        return value

    def facts(self, answers: Answers) -> dict[str, Any]:
        """What was said apart from the kind, as storage takes it; the organiser in the words that people read."""
        said = str(answers[ORGANISER])
        if said.isdigit() and int(said) < len(self.organisers):
            said = catalog("vi").render(self.organisers[int(said)])
        return {
            "name": answers[NAME],
            "held_on": date.fromisoformat(answers[DAY]),
            "hours": int(answers[HOURS]),
            "organiser": said,
        }


def activity_form(
    what: Words,
    kinds: Mapping[Any, Words],
    name: Words,
    day: Words,
    *,
    today: date,
    first: date,
    last: date,
    days: tuple[tuple[date, Words], ...],
    organisers: tuple[Words, ...],
) -> ActivityForm:
    """The five questions: ``what``, ``name`` and ``day`` are their words, ``kinds`` the kinds by id.

    Days from ``first`` to ``last`` are taken; without a year the latest such day is meant.
    """

    def read_iso(said: str) -> str | Misread:
        found = read_day(said, today, first=first, last=last)
        return found if isinstance(found, Misread) else found.isoformat()

    return ActivityForm(
        Form(
            (
                Question(KIND, what, Kind.CHOICE, tuple(Option(kind.value, words) for kind, words in kinds.items())),
                Question(NAME, name, reader=read_title),
                Question(DAY, day, reader=read_iso),
                Question(
                    HOURS, T("Khoảng mấy giờ? {You} chọn, hoặc gõ số giờ."), reader=partial(read_hours, most=MOST_HOURS)
                ),
                Question(ORGANISER, T("Ai tổ chức? {You} chọn, hoặc gõ tên."), reader=read_title),
            )
        ),
        days,
        organisers,
    )
