"""The exceptions of a meeting: who is to be discussed, with the outcome, the votes, what was said; who was absent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.meeting import MOST_PRESENT, Mark, MeetingState
from criteria.names import fold
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.meeting_names import SOUGHT
from handlers.shared.meeting_words import ONLY_WORDS, back, called, heading, locked, outcome, votes
from locales.text import T, Words, lines
from storage import meetings
from storage.kit.words import CycleState
from storage.meetings import Listed, Meeting

routes = Routes()

PAGE = 10
NONE, DISCUSS, ABSENT, AGREED, REFUSED = "none", "discuss", "absent", "agreed", "refused"
OF_MARKS: Mapping[str, dict[str, object]] = {  # what a button writes down
    NONE: {"mark": None},
    DISCUSS: {"mark": Mark.DISCUSS, "agreed": None},
    ABSENT: {"mark": Mark.ABSENT, "agreed": None},
    AGREED: {"mark": Mark.DISCUSS, "agreed": True},
    REFUSED: {"mark": Mark.DISCUSS, "agreed": False},
}
_VOTES = re.compile(r"\s*([0-9]{1,4})\s*(?:/|-|,|;|\s|và)\s*([0-9]{1,4})\s*")


@routes.shows("meeting-pick/{meeting}/{after}", Action.SEE_MEETING)
def pick(turn: Turn, meeting: Meeting, after: int) -> Screen:
    """Ten of those whom the meeting is about; a typed name is looked for."""
    some = meetings.page(turn.tx, meeting, after=after, most=PAGE + 1)
    shown = some[:PAGE]
    onward = ways.meeting_pick(meeting.id, shown[-1].declaration_id) if some[PAGE:] else None
    return Screen(
        title=heading(turn, meeting),
        text=T("{You} chọn một tên, hoặc gõ họ tên để tìm.") if shown else T("Chưa có ai đạt để xét."),
        typed=True,
        choices=(
            *_names(meeting, shown),
            *((Choice(T("Xem tiếp"), onward, Look.WAY),) if onward is not None else ()),
            back(meeting),
        ),
        names=frozenset(each.person_id for each in shown),
    )


def _names(found: Meeting, shown: Sequence[Listed]) -> tuple[Choice, ...]:
    return tuple(Choice(called(each), ways.meeting_name(found.id, each.declaration_id)) for each in shown)


@routes.hears("meeting-pick")
def pick_heard(turn: Turn, said: Said | Sent, meeting: Meeting, after: int) -> Goto:
    """A typed name is looked for."""
    if isinstance(said, Sent) or not fold(said.text):
        return Goto(ways.meeting_pick(meeting.id, after), ONLY_WORDS)
    turn.draft.keep(SOUGHT, fold(said.text)[:60])
    return Goto(ways.meeting_found(meeting.id))


@routes.shows("meeting-found/{meeting}", Action.SEE_MEETING)
def found_(turn: Turn, meeting: Meeting) -> Answer:
    """Those whose names have these words; where it is one, that one."""
    sought = turn.draft.get(SOUGHT)
    shown = () if sought is None else meetings.search(turn.tx, meeting, sought, most=PAGE)
    if not shown:
        return Goto(ways.meeting_pick(meeting.id, 0), T("Không có tên ấy trong danh sách."))
    if len(shown) == 1:
        return Goto(ways.meeting_name(meeting.id, shown[0].declaration_id))
    return Screen(
        title=heading(turn, meeting),
        text=T("{You} chọn một tên."),
        choices=(*_names(meeting, shown), back(meeting)),
        names=frozenset(each.person_id for each in shown),
    )


@routes.shows("meeting-marked/{meeting}", Action.SEE_MEETING)
def marked(turn: Turn, meeting: Meeting) -> Screen:
    """The exceptions, with what was decided of each."""
    shown = meetings.marked(turn.tx, meeting)
    return Screen(
        room=UNBROKEN,
        title=heading(turn, meeting),
        text=lines(*(T("- {name}: {what}", name=called(each), what=_said(each)) for each in shown))
        if shown
        else T("Chưa ghi riêng ai: mọi người đều đứng tên đề nghị."),
        choices=(*(_names(meeting, shown) if meeting.is_open else ()), back(meeting)),
        names=frozenset(each.person_id for each in shown),
    )


def _said(each: Listed) -> Words:
    parts = (outcome(each.mark, agreed=each.agreed), votes(each), T("“{said}”", said=each.said) if each.said else None)
    found = [part for part in parts if part is not None]
    words = found[0]
    for part in found[1:]:
        words = T("{one}; {two}", one=words, two=part)
    return words


@routes.shows("meeting-name/{meeting}/{of}", Action.SEE_MEETING)
def name(turn: Turn, meeting: Meeting, of: int) -> Answer:
    """One of them, and what can be written down."""
    found = meetings.one(turn.tx, meeting, of)
    if found is None:
        return Goto(ways.meeting(meeting.id))
    return Screen(
        title=called(found),
        text=lines(
            outcome(found.mark, agreed=found.agreed) or T("Đứng tên đề nghị như mọi người."),
            votes(found),
            T("Ý kiến: {said}", said=found.said) if found.said else None,
        ),
        choices=(*(_marks(meeting, found) if meeting.is_open else ()), back(meeting)),
        names=frozenset({found.person_id}),
    )


def _marks(meeting: Meeting, found: Listed) -> tuple[Choice, ...]:
    def to(what: str) -> Way:
        return ways.meeting_mark(meeting.id, found.declaration_id, what)

    if found.mark is None:
        return Choice(T("Cần bàn"), to(DISCUSS), Look.MAIN), Choice(T("Vắng"), to(ABSENT))
    plain = Choice(T("Bỏ ghi riêng, đề nghị như mọi người"), to(NONE))
    if found.mark is Mark.ABSENT:
        return Choice(T("Cần bàn"), to(DISCUSS)), plain
    return (
        *(() if found.agreed is True else (Choice(T("Nhất trí đề nghị"), to(AGREED), Look.MAIN),)),
        *(() if found.agreed is False else (Choice(T("Không đề nghị"), to(REFUSED)),)),
        Choice(T("Ghi số phiếu"), ways.meeting_votes(meeting.id, found.declaration_id)),
        Choice(T("Ghi ý kiến"), ways.meeting_said(meeting.id, found.declaration_id)),
        plain,
    )


@routes.does("meeting-mark/{meeting}/{of}/{what}", Action.HOLD_MEETING, Weight.DECIDING)
def mark(turn: Turn, meeting: Meeting, of: int, what: str) -> Goto:
    """Write the mark or the outcome down."""
    held = locked(turn, meeting)
    found = meetings.one(turn.tx, held, of) if what in OF_MARKS and held.is_open else None
    if found is None:
        return Goto(ways.meeting(meeting.id))
    meetings.set_apart(turn.tx, held, of, **OF_MARKS[what])
    if what == DISCUSS:
        return Goto(ways.meeting_name(meeting.id, of))
    return Goto(ways.meeting(meeting.id), T("Đã ghi: {name}.", name=called(found)), frozenset({found.person_id}))


def _refused(turn: Turn, meeting: Meeting, of: int) -> Goto | Listed:
    """Who is discussed; or where to go on, where nobody is, or nothing is written down any more."""
    found = meetings.one(turn.tx, meeting, of)
    if found is None or found.mark is not Mark.DISCUSS or meeting.state is not MeetingState.OPEN:
        return Goto(ways.meeting(meeting.id))
    return Goto(ways.meeting(meeting.id)) if meeting.cycle_state is CycleState.LOCKED else found


@routes.shows("meeting-votes/{meeting}/{of}", Action.HOLD_MEETING)
def votes_(turn: Turn, meeting: Meeting, of: int) -> Answer:
    """How was it voted on this one?"""
    found = _refused(turn, meeting, of)
    if isinstance(found, Goto):
        return found
    return Screen(
        title=called(found),
        text=T("Bao nhiêu phiếu thuận, bao nhiêu phiếu không? Ví dụ: 40/3."),
        typed=True,
        counted=True,
        choices=(Choice(T("Quay lại"), ways.meeting_name(meeting.id, of), Look.WAY),),
        names=frozenset({found.person_id}),
    )


@routes.hears("meeting-votes")
def votes_heard(turn: Turn, said: Said | Sent, meeting: Meeting, of: int) -> Goto:
    """Take the two numbers."""
    held = locked(turn, meeting)
    found = _refused(turn, held, of)
    if isinstance(found, Goto):
        return found
    read = None if isinstance(said, Sent) else _VOTES.fullmatch(said.text)
    if read is None or int(read[1]) + int(read[2]) > MOST_PRESENT:
        hint = T("{You} gõ hai số, ví dụ 40/3: bốn mươi phiếu thuận, ba phiếu không.")
        return Goto(ways.meeting_votes(meeting.id, of), hint)
    meetings.set_apart(turn.tx, held, of, votes_for=int(read[1]), votes_against=int(read[2]))
    return Goto(ways.meeting_name(meeting.id, of))


@routes.shows("meeting-said/{meeting}/{of}", Action.HOLD_MEETING)
def said_(turn: Turn, meeting: Meeting, of: int) -> Answer:
    """What was said of this one?"""
    found = _refused(turn, meeting, of)
    if isinstance(found, Goto):
        return found
    return Screen(
        title=called(found),
        text=T("{You} gõ nội dung ý kiến, ngắn gọn. Người ấy xem được trong mục dữ liệu của mình."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.meeting_name(meeting.id, of), Look.WAY),),
        names=frozenset({found.person_id}),
    )


@routes.hears("meeting-said")
def said_heard(turn: Turn, said: Said | Sent, meeting: Meeting, of: int) -> Goto:
    """Take it."""
    held = locked(turn, meeting)
    found = _refused(turn, held, of)
    if isinstance(found, Goto):
        return found
    reason = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.meeting_said(meeting.id, of), reason.hint)
    meetings.set_apart(turn.tx, held, of, said=reason)
    return Goto(ways.meeting_name(meeting.id, of))
