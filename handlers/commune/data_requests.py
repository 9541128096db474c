"""What people ask about their own data, with the days by which the law wants it answered: the officer's list."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.words.request_words import UNSURE, next_day
from criteria.data_rights import REQUEST_NAMES, VERIFIED, answer_by, done_by
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.format import day_of
from locales.text import Day, T, Words, lines
from storage import data_requests
from storage.data_requests import DataRequest

routes = Routes()

MOST = 12


@routes.shows("requests", Action.SEE_STATISTICS)
def requests(turn: Turn) -> Screen:
    """What is not done yet, the oldest first."""
    found = data_requests.open_for(turn.tx, turn.actor, limit=MOST)
    rows: list[Words] = [_words(turn, each) for each in found]
    return Screen(
        title=T("Yêu cầu về dữ liệu"),
        text=lines(*(rows or [T("Không còn yêu cầu nào chưa làm.")]), None if VERIFIED else UNSURE),
        choices=(
            *(Choice(_name(each), ways.request(each.id)) for each in found),
            Choice(T("Ghi yêu cầu mới: tìm người"), ways.residents(), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person_id for each in found),
    )


def _name(request: DataRequest) -> Words:
    return T("{name}: {what}", name=request.full_name or "–", what=REQUEST_NAMES[request.kind])


def _words(turn: Turn, request: DataRequest) -> Words:
    """Who asks what, and the next day that matters; one that is past says so."""
    today = day_of(turn.tx.now)
    due = next_day(request)
    what = _name(request)
    if request.answered_at is None:
        return (T("- {what}. QUÁ HẠN trả lời lần đầu {day}", what=what, day=Day(due)) if due < today
                else T("- {what}. Trả lời lần đầu trước hết ngày {day}", what=what, day=Day(due)))  # fmt: skip
    return (T("- {what}. QUÁ HẠN làm xong {day}", what=what, day=Day(due)) if due < today
            else T("- {what}. Làm xong trước hết ngày {day}", what=what, day=Day(due)))  # fmt: skip


@routes.shows("request/{request}", Action.SEE_STATISTICS)
def request_(turn: Turn, request: DataRequest) -> Screen:
    """One request: when it was asked, what is due."""
    asked = day_of(request.asked_at)
    is_open = request.done_at is None
    return Screen(
        title=_name(request),
        text=lines(
            T("Yêu cầu ngày {day}.", day=Day(asked)),
            T("Trả lời lần đầu: {state}.", state=_state(request.answered_at is not None, Day(answer_by(asked)))),
            T("Làm xong: {state}.", state=_state(not is_open, Day(done_by(request.kind, asked)))),
            None if VERIFIED else UNSURE,
        ),
        choices=(
            *(
                (Choice(T("Đã trả lời người ấy"), ways.request_answered(request.id), Look.MAIN),)
                if request.answered_at is None
                else ()
            ),
            *((Choice(T("Đã làm xong"), ways.request_done(request.id)),) if is_open else ()),
            *((Choice(T("Xem người ấy"), ways.resident(request.person_id)),) if request.full_name else ()),
            Choice(T("Về danh sách"), ways.requests(), Look.WAY),
            HOME,
        ),
    )


def _state(is_done: bool, due: Day) -> Words:  # noqa: FBT001 (a sentence each)
    return T("xong") if is_done else T("trước hết ngày {day}", day=due)


@routes.does("request-answered/{request}", Action.SEE_STATISTICS, Weight.DECIDING)
def request_answered(turn: Turn, request: DataRequest) -> Goto:
    """The person was told that it is being done."""
    data_requests.answered(turn.tx, request)
    return Goto(ways.request(request.id), T("Đã ghi."))


@routes.does("request-done/{request}", Action.SEE_STATISTICS, Weight.DECIDING)
def request_done(turn: Turn, request: DataRequest) -> Goto:
    """It is done."""
    data_requests.done(turn.tx, request.id, request.person_id, done_by=turn.person.id)
    return Goto(ways.requests(), T("Đã ghi."))
