"""Five questions about something learnt: what kind, its name, when, how long, who runs it.

The learning diary (:mod:`handlers.learning.diary`) and the announced events (:mod:`handlers.learning.events`) ask
them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from criteria.activity import MOST_HOURS
from handlers.kit.days import read_day
from handlers.kit.form import Answers, Form, Kind, Option, Question
from handlers.kit.read import Misread, read_hours, read_title
from locales.catalog import catalog
from locales.text import T, Words

KIND, NAME, DAY, HOURS, ORGANISER = "kind", "name", "day", "hours", "organiser"
VENUE = "venue"
USUAL_HOURS = (1, 2, 4, 8)
UNSAID = "-"  # the hour and the place are told later
_VENUE = Question(
    key=VENUE,
    text=T("Bắt đầu lúc mấy giờ, ở đâu? Ví dụ: 19 giờ, nhà văn hoá."),
    options=(Option(UNSAID, T("Báo sau")),),
    reader=read_title,
)


def facts(form: Form, answers: Answers) -> dict[str, Any]:
    """What was said apart from the kind, as storage takes it; the organiser in the words that people read."""
    organiser = form.question(ORGANISER)
    said = str(answers[ORGANISER])
    return {
        "name": answers[NAME],
        "held_on": date.fromisoformat(answers[DAY]),
        "hours": int(answers[HOURS]),
        "organiser": said if organiser is None else catalog("vi").render(organiser.label(said)),
        **({} if VENUE not in answers else {"venue": "" if answers[VENUE] == UNSAID else str(answers[VENUE])}),
    }


def activity_form(
    what: Words,
    kinds: Mapping[Any, Words],
    name: Words,
    day: Words,
    *,
    kind_words: Mapping[Any, tuple[str, ...]],
    today: date,
    first: date,
    last: date,
    days: tuple[tuple[date, Words], ...],
    organisers: tuple[Words, ...],
    asks_venue: bool = False,
) -> Form:
    """The five questions, and with ``asks_venue`` a sixth, at what hour and where.

    ``what``, ``name`` and ``day`` are their words, ``kinds`` the kinds by id, ``kind_words`` other words for them.

    ``days`` are those to choose from, beside typing one; ``organisers`` who usually runs such a thing: a chosen one is
    stored by its place in the list.

    Days from ``first`` to ``last`` are taken; without a year the latest such day is meant.
    """

    def read_iso(said: str) -> str | Misread:
        found = read_day(said, today, first=first, last=last)
        return found if isinstance(found, Misread) else found.isoformat()

    return Form(
        (
            Question(
                key=KIND,
                text=what,
                kind=Kind.CHOICE,
                options=tuple(Option(kind.value, words, kind_words[kind]) for kind, words in kinds.items()),
            ),
            Question(key=NAME, text=name, reader=read_title),
            Question(
                key=DAY,
                text=day,
                options=tuple(Option(each.isoformat(), words) for each, words in days),
                reader=read_iso,
            ),
            Question(
                key=HOURS,
                text=T("Khoảng mấy giờ? {You} chọn, hoặc gõ số giờ."),
                options=tuple(Option(str(n), T("{n} giờ", n=n)) for n in USUAL_HOURS),
                reader=partial(read_hours, most=MOST_HOURS),
            ),
            Question(
                key=ORGANISER,
                text=T("Ai tổ chức? {You} chọn, hoặc gõ tên."),
                options=tuple(Option(str(i), words) for i, words in enumerate(organisers)),
                reader=read_title,
            ),
            *((_VENUE,) if asks_venue else ()),
        )
    )
