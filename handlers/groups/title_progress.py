"""Titles of families, clans, villages and units: which there are, where each stands this year, beginning one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.declaration import State
from criteria.model import SubjectKind
from criteria.parse import title_name, titles
from handlers.kit.context import Turn
from handlers.kit.router import Goto
from handlers.shared.this_year import is_left_over, is_running, not_opened
from locales.text import Day, T, Words
from storage import cycles, declarations, places, registrations
from storage.cycles import Cycle
from storage.declaration_record import About, Declaration, Speaker
from storage.kit.words import Registered
from storage.people import Person
from storage.registrations import Whose

STATES: Mapping[State, Words] = {
    State.DRAFT: T("đang khai dở"),
    State.SUBMITTED: T("đã gửi, chờ xác nhận"),
    State.RETURNED: T("được trả lại để xem lại"),
    State.CONFIRMED: T("đã xác nhận"),
    State.RECOGNISED: T("{commune_label} đã công nhận"),
    State.REVOKED: T("{commune_label} đã thu hồi công nhận"),
}


def of_year(turn: Turn, about: About, title: str, cycle: Cycle) -> Declaration | None:
    """What was declared for a title in a cycle."""
    found = declarations.about(turn.tx, about, title)
    return next((each for each in found if each.cycle.id == cycle.id), None)


def standing_of(turn: Turn, kind: SubjectKind, about: About, cycle: Cycle) -> Iterator[Words]:
    """Where each title of this kind stands this year, a line each."""
    for title in titles(kind):
        declared = of_year(turn, about, title, cycle)
        state = STATES[declared.state] if declared is not None else _registered(turn, about, title, cycle)
        yield T("{title}: {state}", title=title_name(title), state=state)


def _registered(turn: Turn, about: About, title: str, cycle: Cycle) -> Words:
    found = registrations.find(turn.tx, cycle, title, Whose.about(about)) if cycle.registers else None
    return T("chưa đăng ký") if found is None else T("đã đăng ký ngày {day}, chưa khai", day=Day(found.day))


def next_steps(
    turn: Turn,
    kind: SubjectKind,
    about: About,
    cycle: Cycle,
    begin: Callable[[str], Way],
    enrol: Callable[[str, int], Way],
) -> Iterator[Choice]:
    """For each title of this kind the way on: begin (``begin`` of the title), go on, look; also what last year left.

    What is not begun can be registered for, or not any more (``enrol`` of the title, and 1 or 0).
    """
    for title in titles(kind):
        for left in declarations.about(turn.tx, about, title):
            if is_left_over(turn, left) and left.cycle.id != cycle.id:
                label = T("{title}: bản khai năm {year}", title=title_name(title), year=left.cycle.year)
                yield Choice(label, ways.onward(left.id))
    for title in titles(kind) if cycle.is_open else ():
        declared = of_year(turn, about, title, cycle)
        if declared is None and not is_running(turn, cycle):
            continue
        if declared is None:
            yield Choice(T("Khai {title}", title=title_name(title)), begin(title), Look.MAIN)
            if cycle.registers:
                is_registered = registrations.find(turn.tx, cycle, title, Whose.about(about)) is not None
                yield (
                    Choice(T("Rút đăng ký {title}", title=title_name(title)), enrol(title, 0), Look.WAY)
                    if is_registered
                    else Choice(T("Đăng ký {title}", title=title_name(title)), enrol(title, 1))
                )
        else:
            name = title_name(title)
            is_draft = declared.state is State.DRAFT
            label = T("Khai tiếp {title}", title=name) if is_draft else T("Xem bản khai {title}", title=name)
            yield Choice(label, ways.onward(declared.id), Look.MAIN)


def begin(turn: Turn, kind: SubjectKind, title: str, about: About, person: Person, place_id: int, back: Way) -> Goto:
    """Register for a title, once a year, and go on with the declaration; ``back`` where that cannot be."""
    cycle = cycles.running(turn.tx, places.get(turn.tx, place_id).commune_id)
    if cycle is None:
        return not_opened(turn, back)
    if title not in titles(kind):
        return Goto(back)
    declared = of_year(turn, about, title, cycle) or declarations.begin(
        turn.tx,
        person,
        cycle,
        speaker=Speaker(turn.account.id, turn.person.id),
        title=title,
        subject=about,
        place_id=place_id,
    )
    return Goto(ways.onward(declared.id))


def enrol(turn: Turn, kind: SubjectKind, title: str, about: About, place_id: int, back: Way, *, wanted: bool) -> Goto:
    """Register for a title of this year, or take that back, without beginning to declare; then go ``back``."""
    cycle = cycles.running(turn.tx, places.get(turn.tx, place_id).commune_id)
    if cycle is None:
        return not_opened(turn, back)
    if title not in titles(kind) or not cycle.registers:
        return Goto(back)
    whose, name = Whose.about(about), title_name(title)
    if wanted:
        made = registrations.register(
            turn.tx,
            cycle,
            title,
            [whose],
            place_id=place_id,
            how=Registered.CHAT,
            written_by=turn.person.id,
        )
        return Goto(back, T("Đã đăng ký {title} năm {year}.", title=name, year=cycle.year) if made else None)
    found = registrations.find(turn.tx, cycle, title, whose)
    if found is None or not registrations.withdraw(turn.tx, [found.id]):
        return Goto(back)
    return Goto(back, T("Đã rút đăng ký {title} năm {year}.", title=name, year=cycle.year))
