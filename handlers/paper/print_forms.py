"""Paper forms to print: blank, or with the names of who has not declared; made from the same criteria data."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import PapersErrand, ask_for
from criteria.model import CITIZEN, FAMILY
from criteria.parse import title_name, titles
from criteria.policy import Action, may
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.this_year import not_opened
from locales.text import T, lines
from storage import cycles
from storage.places import Place

routes = Routes()

NAMED, BLANKS = "named", "blank"
COPIES = 10  # blank forms in one file


@routes.shows("papers/{place}", Action.HELP)
def papers(turn: Turn, place: Place) -> Screen:
    """Which forms? Each title's; the citizens' also with names, numbers and birth years, for who may see those."""
    sees_names = _sees_names(turn, place)
    named = Choice(T("Công dân học tập, có sẵn tên"), ways.papers_make(place.id, CITIZEN, NAMED), Look.MAIN)
    back = Choice(T("Về {place}", place=place.inline_name), ways.village(place.id), Look.WAY)
    return Screen(
        title=T("In phiếu giấy"),
        text=lines(
            T("Phiếu khổ A4, chữ to, có số để gõ vào máy trong một tin."),
            T("Phiếu có sẵn tên: mỗi người chưa khai một phiếu, theo hộ.") if sees_names else None,
        ),
        choices=(
            *((named,) if sees_names else ()),
            *(
                Choice(T("{title}, phiếu trắng", title=title_name(title)), ways.papers_make(place.id, title, BLANKS))
                for title in sorted(titles(), key=lambda title: (title != CITIZEN, title != FAMILY, title))
            ),
            *((back,) if sees_names else ()),
            HOME,
        ),
    )


def _sees_names(turn: Turn, place: Place) -> bool:
    return may(turn.actor, Action.REMIND, place.subject) is None


@routes.does("papers-make/{place}/{title}/{kind}", Action.HELP)
def papers_make(turn: Turn, place: Place, title: str, kind: str) -> Goto:
    """Ask for the forms; they are made outside the turn and arrive as a file."""
    cycle = cycles.of_this_year(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    if title not in titles() or kind not in {NAMED, BLANKS} or (kind == NAMED and title != CITIZEN):
        return Goto(ways.papers(place.id))
    if kind == NAMED and not _sees_names(turn, place):
        return Goto(ways.papers(place.id))
    errand = PapersErrand(place.id, cycle.id, title, named=kind == NAMED)
    asked = ask_for(turn.tx, turn.account, errand)
    note = T("Đang làm phiếu, xong sẽ gửi tệp PDF vào đây.") if asked else T("Phiếu đang làm, {you} đợi một chút.")
    return Goto(ways.papers(place.id), note)
