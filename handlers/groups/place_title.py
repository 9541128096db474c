"""A village or unit as a whole: its head declares "Cộng đồng học tập (thôn)" or "Đơn vị học tập"."""

from __future__ import annotations

from functools import partial

from acts import ways
from acts.choice import Choice
from criteria.model import SubjectKind
from criteria.policy import Action
from handlers.groups import title_progress
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.this_year import not_opened, still_of
from locales.text import T, Verbatim, Words, lines
from storage import cycles, title_shares
from storage.cycles import Cycle
from storage.declaration_record import About
from storage.places import Place

routes = Routes()


@routes.shows("community/{place}", Action.LEAD)
def community(turn: Turn, place: Place) -> Answer:
    """Where the village or unit stands, from what was confirmed in it."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    kind, about = place.subject.kind, About(place_id=place.id)
    return Screen(
        title=Verbatim(place.full_name),
        text=lines(
            still_of(turn, cycle), *_numbers(turn, place, cycle), *title_progress.standing_of(turn, kind, about, cycle)
        ),
        choices=(
            *title_progress.next_steps(
                turn,
                kind,
                about,
                cycle,
                partial(ways.community_begin, place.id),
                partial(ways.community_enrol, place.id),
            ),
            Choice(T("Quỹ khuyến học"), ways.fund(place.id, 0)),
            HOME,
        ),
    )


def _numbers(turn: Turn, place: Place, cycle: Cycle) -> tuple[Words, ...]:
    people = title_shares.residents(turn.tx, cycle, place.id)
    found: list[Words] = [
        T("Người đạt Công dân học tập: {part}/{whole}", part=people.part, whole=people.whole)
        if people.whole
        else T("Chưa có danh sách người để tính tỉ lệ.")
    ]
    if place.subject.kind is SubjectKind.VILLAGE:
        families = title_shares.families(turn.tx, cycle, place.id)
        found.append(T("Gia đình đạt Gia đình học tập: {part}/{whole}", part=families.part, whole=families.whole))
    return tuple(found)


@routes.does("community-begin/{place}/{title}", Action.LEAD)
def begin(turn: Turn, place: Place, title: str) -> Goto:
    """Begin to declare for the village or unit, once a year for each title; that registers it, too."""
    about = About(place_id=place.id)
    return title_progress.begin(turn, place.subject.kind, title, about, turn.person, place.id, ways.community(place.id))


@routes.does("community-enrol/{place}/{title}/{wanted}", Action.LEAD, Weight.DECIDING)
def enrol(turn: Turn, place: Place, title: str, wanted: int) -> Goto:
    """Register the village or unit for a title of this year, or take that back."""
    about = About(place_id=place.id)
    return title_progress.enrol(
        turn, place.subject.kind, title, about, place.id, ways.community(place.id), wanted=bool(wanted)
    )
