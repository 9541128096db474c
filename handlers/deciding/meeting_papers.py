"""Papers of a meeting: the list to print before it, the invitation, the minutes."""

from __future__ import annotations

from acts import ways
from acts.errands import MeetingListErrand, MeetingPaperErrand, ask_for
from criteria.meeting import MeetingKind
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import Goto, Routes
from handlers.shared.this_year import not_opened
from locales.text import T
from storage import cycles
from storage.meetings import Meeting
from storage.places import Place

routes = Routes()

INVITE, MINUTES = "invite", "minutes"
MAKING = T("Đang lập văn bản, xong sẽ gửi tệp vào đây.")
WAIT = T("Tệp trước đang lập, {you} đợi một chút.")


@routes.does("meeting-list/{place}", Action.SEE_MEETING)
def list_(turn: Turn, place: Place) -> Goto:
    """Ask for the list to print: twenty names a page, with boxes."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    if place.parent_id is None:
        return Goto(ways.meetings(place.id))
    asked = ask_for(turn.tx, turn.account, MeetingListErrand(place.id, cycle.id))
    return Goto(ways.meetings(place.id), MAKING if asked else WAIT)


@routes.does("meeting-paper/{meeting}/{paper}", Action.SEE_MEETING)
def paper_(turn: Turn, meeting: Meeting, paper: str) -> Goto:
    """Ask for the invitation or the minutes."""
    if paper not in {INVITE, MINUTES} or meeting.kind is MeetingKind.SIGNED:
        return Goto(ways.meeting(meeting.id))
    asked = ask_for(turn.tx, turn.account, MeetingPaperErrand(meeting.id, paper))
    return Goto(ways.meeting(meeting.id), MAKING if asked else WAIT)
