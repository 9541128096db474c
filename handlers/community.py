"""A village or unit as a whole: its head declares "Cộng đồng học tập (thôn)" or "Đơn vị học tập"."""

from __future__ import annotations

from criteria.declaration import State
from criteria.model import TITLE_NAMES, Title
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Choice, Look, Screen
from locales.text import T, Verbatim, Words, lines
from storage import cycles, declarations, shares
from storage.cycles import Cycle
from storage.declarations import About, Declaration, Speaker
from storage.places import Place

routes = Routes()


@routes.on("community/{place}", Action.LEAD)
def community(turn: Turn, place: Place) -> Answer:
    """Where the village or unit stands, from what was confirmed in it."""
    cycle = cycles.of_year(turn.tx, place.commune_id, turn.now.year)
    if cycle is None:
        return Goto("home", T("Xã chưa mở kỳ đánh giá năm {year}.", year=turn.now.year))
    declared = _of_year(turn, place, cycle)
    return Screen(
        title=Verbatim(place.full_name),
        text=lines(TITLE_NAMES[place.subject.title], *_numbers(turn, place, cycle), _status(declared)),
        choices=(*_next_step(place, cycle, declared), HOME),
    )


def _of_year(turn: Turn, place: Place, cycle: Cycle) -> Declaration | None:
    found = declarations.about(turn.tx, place.subject.title, About(place_id=place.id))
    return next((each for each in found if each.cycle.id == cycle.id), None)


def _numbers(turn: Turn, place: Place, cycle: Cycle) -> tuple[Words, ...]:
    people = shares.residents(turn.tx, cycle, place.id)
    found: list[Words] = [
        T("Người đạt Công dân học tập: {part}/{whole}", part=people.part, whole=people.whole)
        if people.whole
        else T("Chưa có danh sách người để tính tỉ lệ.")
    ]
    if place.subject.title is Title.VILLAGE:
        families = shares.families(turn.tx, cycle, place.id)
        found.append(T("Gia đình đạt Gia đình học tập: {part}/{whole}", part=families.part, whole=families.whole))
    return tuple(found)


STATES: dict[State, Words] = {
    State.DRAFT: T("Đang khai dở."),
    State.SUBMITTED: T("Đã gửi cán bộ xã, đang chờ xác nhận."),
    State.RETURNED: T("Cán bộ xã trả lại để xem lại."),
    State.CONFIRMED: T("Cán bộ xã đã xác nhận."),
    State.RECOGNISED: T("Xã đã công nhận."),
    State.REVOKED: T("Xã đã huỷ công nhận."),
}


def _status(declared: Declaration | None) -> Words:
    return T("Năm nay chưa đăng ký.") if declared is None else STATES[declared.state]


def _next_step(place: Place, cycle: Cycle, declared: Declaration | None) -> tuple[Choice, ...]:
    if not cycle.is_open:
        return ()
    if declared is None:
        return (Choice(T("Đăng ký và khai"), f"community-begin/{place.id}", Look.MAIN),)
    label = T("Khai tiếp") if declared.state is State.DRAFT else T("Xem bản khai")
    return (Choice(label, f"onward/{declared.id}", Look.MAIN),)


@routes.on("community-begin/{place}", Action.LEAD)
def begin(turn: Turn, place: Place) -> Answer:
    """Register the village or unit for its title; its declaration begins, once a year."""
    cycle = cycles.of_year(turn.tx, place.commune_id, turn.now.year)
    if cycle is None or not cycle.is_open:
        return Goto(f"community/{place.id}")
    declared = _of_year(turn, place, cycle)
    if declared is None:
        declared = declarations.begin(
            turn.tx,
            turn.person,
            cycle,
            speaker=Speaker(turn.account.id, turn.person.id),
            title=place.subject.title,
            subject=About(place_id=place.id),
            place_id=place.id,
        )
    return Goto(f"onward/{declared.id}")
