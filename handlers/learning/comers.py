"""Who wants to come to an announced event: a list for those in charge of it, each name recorded as looked at."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import T, Tn, lines
from storage import sign_ups
from storage.learning_events import LearningEvent

routes = Routes()

PAGE = 20


@routes.shows("event-comers/{event}/{page}", Action.ANNOUNCE)
def event_comers(turn: Turn, event: LearningEvent, page: int) -> Answer:
    """A page of who wants to come, in the order of their asking."""
    n = sign_ups.count(turn.tx, [event.id]).get(event.id, 0)
    if not 0 <= page * PAGE < max(n, 1):
        return Goto(ways.event(event.id))
    found = sign_ups.of_event(turn.tx, event.id, after=page * PAGE, most=PAGE)
    return Screen(
        title=T("Ghi tên: {name}", name=event.name),
        text=lines(
            Tn("{n} người đã ghi tên.", n),
            *(
                T("- {name}, sinh năm {year}, {place}", name=each.full_name, year=str(each.birth_year), place=each.home)
                for each in found
            ),
        ),
        choices=(
            *((Choice(T("Xem thêm"), ways.event_comers(event.id, page + 1)),) if (page + 1) * PAGE < n else ()),
            Choice(T("Về buổi học"), ways.event(event.id), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person_id for each in found),
    )
