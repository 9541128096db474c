"""Registering for the year's "Công dân học tập" without declaring yet, and taking that back."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.words.enrolment_words import MEANING
from criteria.model import CITIZEN
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.subject_words import asked_of, titled
from handlers.shared.this_year import not_running
from locales.text import Day, T, lines
from storage import cycles, registrations
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.declarations import of_person
from storage.kit.words import Registered
from storage.registrations import Whose
from storage.residents import Resident

routes = Routes()


def _cycle(turn: Turn, resident: Resident) -> Cycle | None:
    """This year's, where registering is an act of its own in it."""
    cycle = cycles.running(turn.tx, resident.commune_id)
    return cycle if cycle is not None and cycle.registers else None


def _declared(turn: Turn, resident: Resident, cycle: Cycle) -> Declaration | None:
    return next((each for each in of_person(turn.tx, resident.id) if each.cycle.id == cycle.id), None)


@routes.shows("enrol/{resident}", Action.SPEAK_FOR)
def enrol(turn: Turn, resident: Resident) -> Answer:
    """Whether the person is registered this year, since when, and what can be done about it."""
    cycle = _cycle(turn, resident)
    if cycle is None:
        return not_running(turn, resident.commune_id)
    if (declared := _declared(turn, resident, cycle)) is not None:
        return Goto(ways.mine(declared.id))
    found = registrations.find(turn.tx, cycle, CITIZEN, Whose(person_id=resident.id))
    person = resident.person
    return Screen(
        title=titled(turn, person, T("Công dân học tập năm {year}", year=cycle.year)),
        text=lines(
            asked_of(turn, person, T("{You} đã đăng ký ngày {day}.", day=Day(found.day)))
            if found is not None
            else asked_of(turn, person, T("{You} chưa đăng ký.")),
            asked_of(turn, person, MEANING),
        ),
        choices=(
            *(() if found is not None else (Choice(T("Đăng ký"), ways.enrol_now(resident.id, cycle.year), Look.MAIN),)),
            Choice(T("Khai ngay"), ways.begin(resident.id)),
            *(
                (Choice(T("Rút đăng ký"), ways.enrol_off(resident.id, cycle.year), Look.DANGER),)
                if found is not None
                else ()
            ),
            HOME,
        ),
    )


@routes.does("enrol-now/{resident}/{year}", Action.SPEAK_FOR, Weight.DECIDING)
def enrol_now(turn: Turn, resident: Resident, year: int) -> Goto:
    """Register the person for this year."""
    cycle, person = _cycle(turn, resident), resident.person
    if cycle is None or year != cycle.year:
        return not_running(turn, resident.commune_id)
    criteria = cycle.criteria()
    if criteria.is_too_young(person.age_in(cycle.year)):
        return Goto(ways.home(), T("Danh hiệu Công dân học tập dành cho người từ {age} tuổi.", age=criteria.adult_age))
    registrations.register(
        turn.tx,
        cycle,
        CITIZEN,
        [Whose(person_id=person.id)],
        place_id=person.assessed_at,
        how=Registered.CHAT,
        written_by=turn.person.id,
    )
    return Goto(ways.enrol(person.id))


@routes.does("enrol-off/{resident}/{year}", Action.SPEAK_FOR, Weight.DECIDING)
def enrol_off(turn: Turn, resident: Resident, year: int) -> Goto:
    """The person does not take part after all. Who has begun to declare withdraws that first."""
    cycle = _cycle(turn, resident)
    if cycle is None or year != cycle.year:
        return not_running(turn, resident.commune_id)
    found = registrations.find(turn.tx, cycle, CITIZEN, Whose(person_id=resident.id))
    if found is None or not registrations.withdraw(turn.tx, [found.id]):
        return Goto(ways.enrol(resident.id))
    return Goto(ways.enrol(resident.id), T("Đã rút đăng ký năm {year}.", year=year))


@routes.does("enrol-one/{resident}", Action.HELP_ONE, Weight.DECIDING)
def enrol_one(turn: Turn, resident: Resident) -> Goto:
    """Write down one person who signed the village's list, whom a head, an officer or a helper has found."""
    cycle, person = _cycle(turn, resident), resident.person
    if cycle is None:
        return not_running(turn, resident.commune_id)
    back = ways.helping_found()
    criteria = cycle.criteria()
    if criteria.is_too_young(person.age_in(cycle.year)):
        return Goto(back, T("Danh hiệu Công dân học tập dành cho người từ {age} tuổi.", age=criteria.adult_age))
    made = registrations.register(
        turn.tx,
        cycle,
        CITIZEN,
        [Whose(person_id=person.id)],
        place_id=person.assessed_at,
        how=Registered.LIST,
        written_by=turn.person.id,
    )
    if made:
        return Goto(back, T("Đã ghi {name} đăng ký năm {year}.", name=person.full_name, year=cycle.year))
    return Goto(back, T("{name} đã đăng ký từ trước.", name=person.full_name))
