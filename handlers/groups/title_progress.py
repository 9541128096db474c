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
from locales.text import T, Words
from storage import cycles, declarations, places
from storage.cycles import Cycle
from storage.declaration_record import About, Declaration, Speaker
from storage.people import Person

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
        state = T("chưa đăng ký") if declared is None else STATES[declared.state]
        yield T("{title}: {state}", title=title_name(title), state=state)


def next_steps(
    turn: Turn, kind: SubjectKind, about: About, cycle: Cycle, begin: Callable[[str], Way]
) -> Iterator[Choice]:
    """For each title of this kind the way on: begin (``begin`` of the title), go on, look; also what last year left."""
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
