"""Classes, meetings and clubs that a resident can come to: what is on, signing up, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from acts import ways
from acts.choice import Choice, Look
from acts.classes import when_and_where
from criteria.activity import BECOMES, EVENT_NAMES
from criteria.explain import weakest
from criteria.policy import Action
from criteria.score import Verdict
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import declarations, learning_events, people, places, sign_ups
from storage.learning_events import LearningEvent
from storage.people import Person
from storage.residents import Resident

routes = Routes()

MOST_SHOWN = 8
MOST_LOOKED = 40  # coming ones among which those that answer a result are sought
BACK = Choice(T("Lớp sắp mở"), ways.classes(), Look.WAY)
GONE = T("Buổi này không còn, hoặc đã qua. {You} xem các lớp khác.")


@dataclass(frozen=True, slots=True)
class _Offer:
    """A coming event, and the indicator of the resident's result that it answers."""

    event: LearningEvent
    answers: Words | None


@routes.shows("classes", Action.TAKE_PART)
def classes(turn: Turn) -> Screen:
    """What is on in the resident's village, unit and commune, what their result lacks first."""
    found = _offers(turn)
    mine = sign_ups.who_of(turn.tx, [each.event.id for each in found], [turn.person.id])
    signed = {event_id for event_id, _ in mine}
    return Screen(
        title=T("Lớp sắp mở"),
        text=lines(*_listed(turn, found, signed)) if found else T("Chưa có lớp nào sắp mở. Có lớp mới thì hiện ở đây."),
        choices=(
            *(Choice(T("Xem: {name}", name=each.event.name), ways.class_(each.event.id)) for each in _unlike(found)),
            Choice(T("Tôi muốn học…"), ways.needs()),
            HOME,
        ),
    )


def _unlike(found: tuple[_Offer, ...]) -> Iterator[_Offer]:
    """Of two of one name the earlier has the button."""
    names: set[str] = set()
    for each in found:
        if each.event.name not in names:
            names.add(each.event.name)
            yield each


def _listed(turn: Turn, found: tuple[_Offer, ...], signed: set[int]) -> Iterator[Words]:
    for each in found:
        yield T("- {name}: {when}", name=each.event.name, when=when_and_where(turn.tx, each.event))
        if each.event.id in signed:
            yield T("{You} đã ghi tên buổi này.")
        elif each.answers is not None:
            yield T("Hợp với phần {you} còn thiếu: {name}.", name=each.answers)


def _offers(turn: Turn) -> tuple[_Offer, ...]:
    """What is on; what answers a weak indicator first, the next day first within each."""
    found = learning_events.coming_to(turn.tx, _here(turn, turn.person), turn.today, limit=MOST_LOOKED)
    weak = _weak(turn)
    offers = [_Offer(each, weak.get(BECOMES[each.kind].value)) for each in found]
    return tuple(sorted(offers, key=lambda each: each.answers is None)[:MOST_SHOWN])


def _here(turn: Turn, person: Person) -> frozenset[int]:
    return frozenset({person.place_id, person.assessed_at, places.get(turn.tx, person.place_id).commune_id})


def _weak(turn: Turn) -> dict[str, Words]:
    """By kind of diary entry: the indicator of this year's result that is weak and that such an entry speaks to."""
    mine = next(
        (each for each in declarations.of_person(turn.tx, turn.person.id) if each.cycle.year == turn.year), None
    )
    if mine is None or mine.assessment is None or mine.assessment.verdict is Verdict.REACHED:
        return {}
    found: dict[str, Words] = {}
    for key in weakest(mine.assessment):
        indicator = mine.criteria.indicator(key)
        for kind in sorted(indicator.diary.kinds) if indicator.diary is not None else ():
            found.setdefault(kind, indicator.name)
    return found


def _open(turn: Turn, person: Person, lesson: int) -> LearningEvent | None:
    """An event to which that person may still come; ``None`` for any other."""
    event = learning_events.load(turn.tx, lesson)
    if event is None or event.is_cancelled or event.counted is not None or event.held_on < turn.today:
        return None
    return event if event.place_id in _here(turn, person) else None


@routes.shows("class/{lesson}", Action.TAKE_PART)
def class_(turn: Turn, lesson: int) -> Answer:
    """One of them: when, where, who runs it, how many come; signing up for oneself and for whom one speaks."""
    event = _open(turn, turn.person, lesson)
    if event is None:
        return Goto(ways.classes(), GONE)
    others = [people.get(turn.tx, key) for key in turn.account.speaks_for]
    others = [each for each in others if event.place_id in _here(turn, each)]
    signed = sign_ups.who_of(turn.tx, [event.id], [turn.person.id, *(each.id for each in others)])
    n = sign_ups.count(turn.tx, [event.id]).get(event.id, 0)
    return Screen(
        title=Verbatim(event.name),
        text=lines(
            EVENT_NAMES[event.kind],
            when_and_where(turn.tx, event),
            T("Tổ chức: {name}", name=event.organiser),
            Tn("{n} người đã ghi tên.", n) if n else None,
            BLANK,
            _own_words(turn, event, signed=(event.id, turn.person.id) in signed),
        ),
        choices=(
            _toggle(event, turn.person, T("Ghi tên"), T("Thôi, không đi"), signed),
            *(
                _toggle(
                    event,
                    each,
                    T("Ghi tên {name}", name=each.full_name),
                    T("Rút tên {name}", name=each.full_name),
                    signed,
                )
                for each in others
            ),
            BACK,
            HOME,
        ),
        names=frozenset(each.id for each in others),
    )


def _is_reminded(turn: Turn, event: LearningEvent) -> bool:
    """Whether who signs up now is reminded: the day before must still come."""
    return event.held_on > turn.today + timedelta(days=1)


def _own_words(turn: Turn, event: LearningEvent, *, signed: bool) -> Words:
    """Whether one has signed up, and what follows."""
    match signed, _is_reminded(turn, event):
        case True, True:
            return T("{You} đã ghi tên. Hôm trước buổi học máy nhắc {you}.")
        case True, False:
            return T("{You} đã ghi tên buổi này.")
        case False, True:
            return T("Muốn đi thì {you} ghi tên. Người tổ chức thấy tên {you}, hôm trước máy nhắc.")
        case _:
            return T("Muốn đi thì {you} ghi tên. Người tổ chức thấy tên {you}.")


def _toggle(
    event: LearningEvent, person: Person, come: Words, stay: Words, signed: frozenset[tuple[int, int]]
) -> Choice:
    if (event.id, person.id) in signed:
        return Choice(stay, ways.class_leave(person.id, event.id))
    return Choice(come, ways.class_join(person.id, event.id), Look.MAIN)


@routes.does("class-join/{resident}/{lesson}", Action.SPEAK_FOR)
def class_join(turn: Turn, resident: Resident, lesson: int) -> Goto:
    """The person wants to come; once however often it is tapped."""
    event = _open(turn, resident.person, lesson)
    if event is None:
        return Goto(ways.classes(), GONE)
    reminded = None if _is_reminded(turn, event) else turn.today
    sign_ups.sign_up(turn.tx, event.id, resident.id, asked_by=turn.person.id, reminded_on=reminded)
    note = T("Đã ghi tên {name}: {event}.", name=resident.person.full_name, event=event.name)
    return Goto(ways.class_(event.id), note)


@routes.does("class-leave/{resident}/{lesson}", Action.SPEAK_FOR)
def class_leave(turn: Turn, resident: Resident, lesson: int) -> Goto:
    """They do not any more."""
    if not sign_ups.take_back(turn.tx, lesson, resident.id):
        return Goto(ways.classes())
    return Goto(ways.class_(lesson), T("Đã rút tên {name}.", name=resident.person.full_name))
