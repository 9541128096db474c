"""What is known of a meeting beside the names: its day, its place, who leads it and writes, how many came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria.meeting import MOST_PRESENT
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason, read_title
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.kit.spelling import read_number
from handlers.shared.meeting_words import ONLY_WORDS, back, heading, locked, when
from locales.text import Number, T, Words, lines
from storage import meetings
from storage.kit.words import CycleState
from storage.meetings import Meeting

routes = Routes()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is typed.

    Attributes:
        label: on the button.
        asks: what is asked for, with an example.
        read: what was typed, or why it is not taken.
        empty: what it is where it is not known; a day is always known.
    """

    label: Words
    asks: Words
    read: Callable[[Turn, Meeting, str], Any]
    empty: Any


def _day(turn: Turn, found: Meeting, said: str) -> date | Misread:
    return read_day(said, turn.today, first=date(found.year, 1, 1), last=date(found.year + 1, 12, 31))


def _number(_turn: Turn, _found: Meeting, said: str) -> int | Misread:
    found = read_number(said)
    if found is None or not 1 <= found <= MOST_PRESENT:
        return Misread(T("{You} gõ một số từ 1 đến {most}.", most=Number(MOST_PRESENT)))
    return found


def _words(_turn: Turn, _found: Meeting, said: str) -> str | Misread:
    return read_title(said)


def _line(_turn: Turn, _found: Meeting, said: str) -> str | Misread:
    return read_reason(said)


FACTS: Mapping[str, Fact] = {
    "held_on": Fact(T("Ngày họp"), T("Họp (hoặc ký) ngày nào? Ví dụ: 15/11/2026."), _day, None),
    "held_at": Fact(T("Nơi họp"), T("Họp ở đâu? Ví dụ: nhà văn hoá."), _words, ""),
    "chair": Fact(T("Chủ trì"), T("Ai chủ trì? {You} gõ họ tên, chức vụ."), _words, ""),
    "secretary": Fact(T("Thư ký"), T("Ai ghi biên bản? {You} gõ họ tên."), _words, ""),
    "invited": Fact(T("Số người mời"), T("Mời bao nhiêu người (hoặc hộ)? {You} gõ một số."), _number, None),
    "present": Fact(T("Số người có mặt"), T("Có mặt bao nhiêu người (hoặc hộ)? {You} gõ một số."), _number, None),
    "said": Fact(T("Nội dung, một dòng"), T("{You} gõ nội dung hoặc kết luận, ngắn gọn."), _line, ""),
}


def _can(meeting: Meeting) -> bool:
    return meeting.is_open and meeting.cycle_state is not CycleState.LOCKED


@routes.shows("meeting-facts/{meeting}", Action.HOLD_MEETING)
def facts(turn: Turn, meeting: Meeting) -> Answer:
    """What is known; a tap changes it. All of it but the day may stay open."""
    if not _can(meeting):
        return Goto(ways.meeting(meeting.id))
    return Screen(
        title=heading(turn, meeting),
        text=lines(when(meeting), T("Mục nào chưa rõ thì bỏ qua được, ghi sau cũng được.")),
        choices=(
            *(
                Choice(
                    T("{label}: {value}", label=fact.label, value=str(value))
                    if (value := getattr(meeting, key)) and key != "held_on"
                    else fact.label,
                    ways.meeting_fact(meeting.id, key),
                )
                for key, fact in FACTS.items()
            ),
            back(meeting),
        ),
    )


@routes.shows("meeting-fact/{meeting}/{fact}", Action.HOLD_MEETING)
def fact_(turn: Turn, meeting: Meeting, fact: str) -> Answer:
    """Ask for one of them."""
    if fact not in FACTS or not _can(meeting):
        return Goto(ways.meeting(meeting.id))
    empty = Choice(T("Để trống"), ways.meeting_fact_empty(meeting.id, fact))
    return Screen(
        title=heading(turn, meeting),
        text=FACTS[fact].asks,
        typed=True,
        counted=fact in {"invited", "present"},
        choices=(
            *(() if fact == "held_on" else (empty,)),
            Choice(T("Quay lại"), ways.meeting_facts(meeting.id), Look.WAY),
        ),
    )


@routes.hears("meeting-fact")
def fact_heard(turn: Turn, said: Said | Sent, meeting: Meeting, fact: str) -> Goto:
    """Take what was typed."""
    held = locked(turn, meeting)
    if fact not in FACTS or not _can(held):
        return Goto(ways.meeting(meeting.id))
    found = Misread(ONLY_WORDS) if isinstance(said, Sent) else FACTS[fact].read(turn, held, said.text)
    if isinstance(found, Misread):
        return Goto(ways.meeting_fact(meeting.id, fact), found.hint)
    if fact == "present" and held.invited is not None and found > held.invited:
        note = T("Có mặt nhiều hơn số mời ({n}). {You} xem lại hai số.", n=Number(held.invited))
        meetings.change(turn.tx, held, present=found)
        return Goto(ways.meeting_facts(meeting.id), note)
    meetings.change(turn.tx, held, **{fact: found})
    return Goto(ways.meeting_facts(meeting.id))


@routes.does("meeting-fact-empty/{meeting}/{fact}", Action.HOLD_MEETING)
def fact_empty(turn: Turn, meeting: Meeting, fact: str) -> Goto:
    """Leave it open."""
    held = locked(turn, meeting)
    if fact in FACTS and fact != "held_on" and _can(held):
        meetings.change(turn.tx, held, **{fact: FACTS[fact].empty})
    return Goto(ways.meeting_facts(meeting.id))
