"""Classes, meetings, the Lifelong Learning Week: announced by heads and officers, attended by scanning a code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from acts import classes, ways
from acts.choice import Choice, Look
from acts.codes import free_code, spaced
from acts.errands import EventQrErrand, ask_for
from acts.way import Way
from criteria.activity import EVENT_NAMES, EVENT_WORDS, EventKind
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Question
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.learning.activity_form import KIND, activity_form, facts
from handlers.shared.class_words import counted_words
from handlers.shared.shown_once import where_to
from locales.place_words import named
from locales.text import BLANK, Day, T, Tn, Verbatim, Words, joined, lines
from storage import activities, learning_events, people, places, sign_ups
from storage.learning_events import LearningEvent
from storage.places import Place
from storage.residents import Resident

routes = Routes()

GATHERING = Part[dict[str, Any]]("gathering", dict)  # the event being announced, and where
AHEAD = timedelta(days=180)
BEHIND = timedelta(days=7)  # so long after, a list of who was there may still be made
OPEN_FOR = timedelta(days=2)  # after the day itself, the code still says "I was there"
MOST_SHOWN = 10
MOST_PLACES = 6
ORGANISERS: tuple[Words, ...] = (
    T("Trung tâm học tập cộng đồng"),
    T("Hội Khuyến học"),
    T("{Village_label}"),
    T("Ủy ban nhân dân {commune_label}"),
)
BACK = Choice(T("Danh sách buổi học"), ways.events(), Look.WAY)


def _places(turn: Turn) -> tuple[Place, ...]:
    """Where the actor may announce: the commune and its villages for officers, their own for heads."""
    if turn.actor.communes:
        return (places.get(turn.tx, turn.commune_id), *places.villages(turn.tx, turn.commune_id))
    return tuple(places.get(turn.tx, key) for key in sorted(turn.actor.places(Role.HEAD)))


@routes.shows("events", Action.SEE_QUEUE)
def events(turn: Turn) -> Screen:
    """This year's events with their turnout, the latest first."""
    served = _places(turn)
    ids = [place.id for place in served]
    found = learning_events.of_places(turn.tx, ids, year=turn.year, limit=MOST_SHOWN)
    return Screen(
        title=T("Lớp học, sự kiện năm {year}", year=turn.year),
        text=lines(
            *(_in_list(each) for each in found),
            None if found else T("Chưa có buổi học nào. {You} mở buổi học, người dự gõ mã là có tên trong sổ."),
        ),
        choices=(
            *(
                Choice(T("Mở buổi học ở {place}", place=place.inline_name), ways.event_new(place.id), Look.MAIN)
                for place in served[:MOST_PLACES]
            ),
            *(Choice(T("Xem: {name}", name=each.name), ways.event(each.id)) for each in found),
            *((Choice(T("Buổi đã qua, thông báo, nhu cầu học"), ways.events_more()),) if served else ()),
            HOME,
        ),
    )


@routes.shows("events-more", Action.SEE_QUEUE)
def events_more(turn: Turn) -> Answer:
    """What is done seldom: writing down what is over, announcing, what people want to learn, reports."""
    served = _places(turn)
    if not served:
        return Goto(ways.events())
    first = served[0]
    reports = (Choice(T("Báo cáo Tuần lễ, Ngày Sách"), ways.week_reports(first.id)),) if turn.actor.communes else ()
    return Screen(
        title=T("Lớp học, sự kiện năm {year}", year=turn.year),
        text=T("Buổi đã qua mà không ai gõ mã thì ghi lại ở đây."),
        choices=(
            *(
                Choice(T("Ghi buổi đã qua ở {place}", place=place.inline_name), ways.took_new(place.id))
                for place in served[:MOST_PLACES]
            ),
            Choice(T("Thông báo cho {place}", place=first.inline_name), ways.announce(first.id)),
            Choice(T("Bà con muốn học gì"), ways.needs_of(first.id)),
            *reports,
            BACK,
            HOME,
        ),
    )


def _in_list(event: LearningEvent) -> Words:
    said = T("- {day}: {name}, {n} người dự", day=Day(event.held_on), name=event.name, n=event.turnout)
    if event.counted is None:
        return said
    if event.turnout == 0:
        return T("- {day}: {name}, {n} người (đếm tay)", day=Day(event.held_on), name=event.name, n=event.counted)
    return T("{said}, đếm tay {n}", said=said, n=event.counted)


def _form(turn: Turn, place: Place) -> Form:
    today, here = turn.today, places.words_of(turn.tx, place.id)
    return activity_form(
        T("Buổi gì?"),
        EVENT_NAMES,
        T("Tên buổi học, ví dụ Phòng lừa đảo trên mạng."),
        T("Hôm nào? {You} chọn, hoặc gõ ngày, ví dụ 25/11."),
        kind_words=EVENT_WORDS,
        today=today,
        first=today - BEHIND,
        last=today + AHEAD,
        days=((today, T("Hôm nay")), (today + timedelta(days=1), T("Ngày mai"))),
        organisers=tuple(named(each, here) for each in ORGANISERS),
        asks_venue=True,
    )


@routes.does("event-new/{place}", Action.ANNOUNCE)
def event_new(turn: Turn, place: Place) -> Goto:
    """Announce an event here."""
    turn.draft.keep(GATHERING, {"at": place.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, place))


def _answers(turn: Turn, place: Place) -> dict[str, Any] | None:
    draft = turn.draft.get(GATHERING)
    return draft["answers"] if draft is not None and draft["at"] == place.id else None


def _keep(turn: Turn, place: Place, key: str, value: Any) -> None:
    turn.draft.keep(GATHERING, {"at": place.id, "answers": {**(_answers(turn, place) or {}), key: value}})


def _done(turn: Turn, place: Place) -> Way:
    return ways.events() if _answers(turn, place) is None else ways.event_save(place.id)


def _title(_turn: Turn, place: Place, _question: Question) -> Words:
    return T("Mở buổi học ở {place}", place=place.inline_name)


def _ways(_turn: Turn, _place: Place, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, Choice(T("Thôi"), ways.events(), Look.WAY))


DIALOGUE = Dialogue(
    routes,
    "event-ask",
    Action.ANNOUNCE,
    about="place",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=_title,
    ways=_ways,
)


@routes.does("event-save/{place}", Action.ANNOUNCE)
def event_save(turn: Turn, place: Place) -> Goto:
    """Announce it, with a short code of its own."""
    answers, form = _answers(turn, place), _form(turn, place)
    if answers is None or form.next(answers) is not None:
        return Goto(DIALOGUE.onward(turn, place))
    announced = learning_events.announce(
        turn.tx,
        place_id=place.id,
        kind=EventKind(answers[KIND]),
        **facts(form, answers),
        code=free_code(turn.tx),
        person_id=turn.person.id,
    )
    turn.draft.drop(GATHERING)
    return Goto(ways.event(announced.id), T("Đã mở buổi học."))


@routes.shows("event/{event}", Action.ANNOUNCE)
def event(turn: Turn, event: LearningEvent) -> Screen:
    """One event: its code for those who are there, how many were, and who wants to come."""
    wanted = sign_ups.count(turn.tx, [event.id]).get(event.id, 0)
    if event.counted is not None and event.turnout == 0:  # written down afterwards: its code opens nothing
        return _afterwards(event)
    return Screen(
        title=Verbatim(event.name),
        text=lines(
            T("{kind}, {day}, {hours} giờ", kind=EVENT_NAMES[event.kind], day=Day(event.held_on), hours=event.hours),
            T("Tổ chức: {name}", name=event.organiser),
            Verbatim(event.venue) if event.venue else None,
            Tn("{n} người đã điểm danh.", event.turnout),
            counted_words(event),
            BLANK,
            T("Buổi này đã huỷ.") if event.is_cancelled else T("Mã điểm danh: {code}", code=spaced(event.code)),
            None
            if event.is_cancelled
            else T("Ai có mặt thì gõ mã này vào chat, hoặc quét ảnh mã, từ ngày học đến hai ngày sau."),
            *(Verbatim(link) for link in (() if event.is_cancelled else turn.links.to(event.code))),
        ),
        choices=(
            *(() if event.is_cancelled else (Choice(T("Ảnh mã QR để quét"), ways.event_qr(event.id), Look.MAIN),)),
            *((Choice(Tn("Ai ghi tên ({n})", wanted), ways.event_comers(event.id, 0)),) if wanted else ()),
            *((Choice(T("Ghi số người có mặt, ảnh"), ways.held(event.id)),) if _is_past(turn, event) else ()),
            *((Choice(T("Huỷ buổi này"), ways.event_cancel(event.id), Look.DANGER),) if _can_cancel(event) else ()),
            BACK,
            HOME,
        ),
    )


def _afterwards(event: LearningEvent) -> Screen:
    return Screen(
        title=Verbatim(event.name),
        text=lines(
            T("{kind}, {day}, {hours} giờ", kind=EVENT_NAMES[event.kind], day=Day(event.held_on), hours=event.hours),
            T("Tổ chức: {name}", name=event.organiser),
            counted_words(event),
            T("Buổi này đã huỷ.") if event.is_cancelled else None,
        ),
        choices=(
            *(() if event.is_cancelled else (Choice(T("Ghi số người có mặt, ảnh"), ways.held(event.id), Look.MAIN),)),
            *((Choice(T("Huỷ buổi này"), ways.event_cancel(event.id), Look.DANGER),) if _can_cancel(event) else ()),
            BACK,
            HOME,
        ),
    )


def _is_past(turn: Turn, event: LearningEvent) -> bool:
    return not event.is_cancelled and event.held_on <= turn.today


def _can_cancel(event: LearningEvent) -> bool:
    """An event at which somebody was cannot be one that did not take place."""
    return not event.is_cancelled and event.turnout == 0


@routes.does("event-qr/{event}", Action.ANNOUNCE)
def event_qr(turn: Turn, event: LearningEvent) -> Goto:
    """Ask for the picture of the event's code."""
    ask_for(turn.tx, turn.account, EventQrErrand(event.id, where_to(turn, event.code)))
    return Goto(ways.event(event.id), T("Đang làm ảnh, xong sẽ gửi vào đây."))


@routes.does("event-cancel/{event}", Action.ANNOUNCE, Weight.DECIDING)
def event_cancel(turn: Turn, event: LearningEvent) -> Goto:
    """It does not take place."""
    if not _can_cancel(event):
        return Goto(ways.event(event.id), T("Đã có người điểm danh nên không huỷ được."))
    told = classes.call_off(turn.tx, event)
    said = T("Đã huỷ: {name}.", name=event.name)
    return Goto(ways.events(), lines(said, Tn("Đã báo cho {n} người ghi tên.", told)) if told else said)


@routes.does("attend/{code}", Action.TAKE_PART)
def attend(turn: Turn, code: str) -> Goto:
    """Somebody was there: who is asked only where there is a choice."""
    return Goto(ways.attend_who(code) if turn.account.speaks_for else ways.attended(turn.person.id, code))


@routes.shows("attend-who/{code}", Action.TAKE_PART)
def attend_who(turn: Turn, code: str) -> Answer:
    """Who was there?"""
    found = learning_events.by_code(turn.tx, code)
    problem = _closed(turn, found)
    if found is None or problem is not None:
        return Goto(ways.home(), problem)
    others = [people.get(turn.tx, key) for key in turn.account.speaks_for]
    return Screen(
        title=Verbatim(found.name),
        text=T("Ai có mặt? Chọn từng người."),
        choices=(
            Choice(T("Bản thân"), ways.attended(turn.person.id, found.code), Look.MAIN),
            *(Choice(Verbatim(each.full_name), ways.attended(each.id, found.code), Look.MAIN) for each in others),
            Choice(T("Tất cả"), ways.attended_all(found.code)),
            HOME,
        ),
        names=frozenset(each.id for each in others),
    )


def _is_ours(turn: Turn, event: LearningEvent) -> bool:
    """Whether an event is of one's own commune: who was there is counted there."""
    own, there = places.get(turn.tx, turn.person.place_id), places.get(turn.tx, event.place_id)
    return own.commune_id == there.commune_id


def _closed(turn: Turn, event: LearningEvent | None) -> Words | None:
    """Why the code does not say "I was there" now; nothing if it does."""
    today = turn.today
    if event is None or event.is_cancelled or not _is_ours(turn, event):
        return T("Buổi học này không còn. {You} xem lại mã.")
    if event.counted is not None and event.turnout == 0:
        return T("Buổi học này không còn. {You} xem lại mã.")
    if today < event.held_on:
        return T("Buổi học vào ngày {day}. Hôm ấy {you} gõ lại mã này.", day=Day(event.held_on))
    if today > event.held_on + OPEN_FOR:
        return T("Buổi học ngày {day} đã qua, hết hạn điểm danh. {You} tự ghi vào sổ học tập, gõ /nhatky.",
                 day=Day(event.held_on))  # fmt: skip
    return None


@routes.does("attended/{resident}/{code}", Action.SPEAK_FOR)
def attended(turn: Turn, resident: Resident, code: str) -> Goto:
    """The diary entry writes itself, once however often the code is scanned."""
    found = learning_events.by_code(turn.tx, code)
    problem = _closed(turn, found)
    if found is None or problem is not None:
        return Goto(ways.home(), problem)
    name = resident.person.full_name
    if activities.attend(turn.tx, resident.person, found):
        note = T("Đã điểm danh {name}: {event}. Sổ học tập đã ghi.", name=name, event=found.name)
    else:
        note = T("{name} đã điểm danh buổi này rồi: {event}.", name=name, event=found.name)
    return Goto(ways.attend_who(found.code) if turn.account.speaks_for else ways.home(), note)


@routes.does("attended-all/{code}", Action.TAKE_PART, Weight.DECIDING)
def attended_all(turn: Turn, code: str) -> Goto:
    """All for whom this chat speaks were there; who is written down already stays so."""
    found = learning_events.by_code(turn.tx, code)
    problem = _closed(turn, found)
    if found is None or problem is not None:
        return Goto(ways.home(), problem)
    there = [turn.person, *(people.get(turn.tx, key) for key in turn.account.speaks_for)]
    for each in there:
        activities.attend(turn.tx, each, found)
    names = joined([Verbatim(each.full_name) for each in there], ", ")
    note = T("Đã điểm danh {name}: {event}. Sổ học tập đã ghi.", name=names, event=found.name)
    return Goto(ways.home(), note, frozenset(each.id for each in there))
