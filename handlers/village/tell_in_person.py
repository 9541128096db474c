"""What no channel could tell somebody: the head's list "Cần báo tận nơi"."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen, screen_from_data
from handlers.shared.menu_words import menu_choice
from locales.format import day_of
from locales.text import Day, T, Tn, Verbatim, about, lines
from storage import places, to_tell_in_person
from storage.to_tell_in_person import Visit

routes = Routes()

AT_ONCE = 8


@routes.shows("visits", Action.SEE_QUEUE)
def visits_(turn: Turn) -> Screen:
    """Whom to tell in person, the longest waiting first."""
    found = to_tell_in_person.open_for(turn.tx, turn.actor, limit=AT_ONCE)
    if not found:
        return Screen(text=T("Không có ai cần báo tận nơi."), choices=(HOME,))
    return Screen(
        title=T("Cần báo tận nơi"),
        text=lines(
            Tn("{n} người không nhận được tin qua điện thoại.", to_tell_in_person.count_open_for(turn.tx, turn.actor)),
            T("{You} chọn một người để xem phải nói gì."),
        ),
        choices=(*(Choice(Verbatim(each.full_name), ways.visit(each.id)) for each in found), HOME),
        names=frozenset(each.person_id for each in found),
    )


@routes.shows("visit/{visit}", Action.VISIT)
def visit_(turn: Turn, visit: Visit) -> Screen:
    """What to tell this person."""
    notice = screen_from_data(visit.payload)
    return Screen(
        title=T("{name}, {village}", name=visit.full_name, village=places.get(turn.tx, visit.village_id).full_name),
        text=lines(
            T("Tin từ {when}, chưa đến được người ấy:", when=Day(day_of(visit.created_at))),
            about(notice.text, visit.full_name),
        ),
        choices=(
            Choice(T("Đã báo rồi"), ways.visited(visit.id), Look.MAIN),
            menu_choice(T("Để sau"), ways.visits(), Look.WAY),
            HOME,
        ),
    )


@routes.does("visited/{visit}", Action.VISIT)
def visited(turn: Turn, visit: Visit) -> Goto:
    """They have been told."""
    to_tell_in_person.done(turn.tx, visit, person_id=turn.person.id)
    return Goto(ways.visits(), T("Đã ghi: đã báo {name}.", name=visit.full_name))
