"""What took place and nobody typed a code for: written down afterwards, with a number counted by hand and pictures."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code
from acts.way import Way
from criteria.activity import COUNTED_NAMES, EVENT_NAMES, EVENT_WORDS, CountedHow, EventKind
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Kind, Option, Question
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.kit.spelling import read_number
from handlers.learning.activity_form import KIND, activity_form, facts
from handlers.shared.class_words import counted_words
from handlers.shared.evidence_file import on_its_way
from locales.place_words import named
from locales.text import BLANK, Day, Number, T, Tn, Verbatim, Words, lines
from storage import evidence, learning_events, places
from storage.learning_events import LearningEvent
from storage.places import Place

routes = Routes()

TOOK = Part[dict[str, Any]]("took", dict)  # what is being written down, and where it was
PRESENT, HOW = "present", "how"
MOST_PRESENT = 100_000
MOST_PICTURES = 2
_BESIDE = re.compile(r"\b(người|lượt|bà con|khoảng|chừng|tầm|độ|gần|hơn)\b")  # what people say beside the number
ORGANISERS: tuple[Words, ...] = (
    T("Trung tâm học tập cộng đồng"),
    T("Hội Khuyến học"),
    T("{Village_label}"),
    T("Ủy ban nhân dân {commune_label}"),
)


def _read_present(said: str) -> str | Misread:
    n = read_number(_BESIDE.sub(" ", unicodedata.normalize("NFC", said).lower()).strip())
    if n is None or not 1 <= n <= MOST_PRESENT:
        return Misread(T("{You} gõ một số, ví dụ 45."))
    return str(n)


COUNTED: tuple[Question, ...] = (
    Question(key=PRESENT, text=T("Bao nhiêu người có mặt? {You} gõ một số, ví dụ 45."), reader=_read_present),
    Question(
        key=HOW,
        text=T("Số ấy từ đâu?"),
        kind=Kind.CHOICE,
        options=tuple(Option(how.value, words) for how, words in COUNTED_NAMES.items()),
    ),
)


def _form(turn: Turn, place: Place) -> Form:
    today, here = turn.today, places.words_of(turn.tx, place.id)
    asked = activity_form(
        T("Buổi gì?"),
        EVENT_NAMES,
        T("Tên buổi ấy, ví dụ Phòng lừa đảo trên mạng."),
        T("Hôm nào? {You} chọn, hoặc gõ ngày, ví dụ 20/11."),
        kind_words=EVENT_WORDS,
        today=today,
        first=date(today.year, 1, 1),
        last=today,
        days=((today, T("Hôm nay")), (today - timedelta(days=1), T("Hôm qua"))),
        organisers=tuple(named(each, here) for each in ORGANISERS),
    )
    return Form((*asked.questions, *COUNTED))


@routes.does("took-new/{place}", Action.ANNOUNCE)
def took_new(turn: Turn, place: Place) -> Goto:
    """Write down what took place here."""
    turn.draft.keep(TOOK, {"at": place.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, place))


def _answers(turn: Turn, place: Place) -> dict[str, Any] | None:
    draft = turn.draft.get(TOOK)
    return draft["answers"] if draft is not None and draft["at"] == place.id else None


def _keep(turn: Turn, place: Place, key: str, value: Any) -> None:
    turn.draft.keep(TOOK, {"at": place.id, "answers": {**(_answers(turn, place) or {}), key: value}})


def _done(turn: Turn, place: Place) -> Way:
    return ways.events() if _answers(turn, place) is None else ways.took_save(place.id)


def _title(_turn: Turn, place: Place, _question: Question) -> Words:
    return T("Ghi buổi đã qua ở {place}", place=place.inline_name)


def _ways(_turn: Turn, _place: Place, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, Choice(T("Thôi"), ways.events(), Look.WAY))


DIALOGUE = Dialogue(
    routes,
    "took-ask",
    Action.ANNOUNCE,
    about="place",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=_title,
    ways=_ways,
)


@routes.does("took-save/{place}", Action.ANNOUNCE)
def took_save(turn: Turn, place: Place) -> Goto:
    """Write it down; pictures can follow."""
    answers, form = _answers(turn, place), _form(turn, place)
    if answers is None or form.next(answers) is not None:
        return Goto(DIALOGUE.onward(turn, place))
    written = learning_events.announce(
        turn.tx,
        place_id=place.id,
        kind=EventKind(answers[KIND]),
        **facts(form, answers),
        code=free_code(turn.tx),
        person_id=turn.person.id,
        counted=int(answers[PRESENT]),
        counted_how=CountedHow(answers[HOW]),
    )
    turn.draft.drop(TOOK)
    return Goto(ways.held(written.id), T("Đã ghi."))


@routes.shows("held/{event}", Action.ANNOUNCE)
def held(turn: Turn, event: LearningEvent) -> Answer:
    """What is known of an event that took place; a picture can be sent, a number typed."""
    if not _took_place(turn, event):
        return Goto(ways.event(event.id))
    pictures = evidence.of_event(turn.tx, event.id)
    more = len(pictures) < MOST_PICTURES
    return Screen(
        title=Verbatim(event.name),
        text=lines(
            T("{kind}, {day}, {hours} giờ", kind=EVENT_NAMES[event.kind], day=Day(event.held_on), hours=event.hours),
            Tn("{n} người đã điểm danh.", event.turnout),
            counted_words(event),
            Tn("{n} ảnh.", len(pictures)) if pictures else None,
            BLANK,
            T("Số đếm tay ghi riêng, không cộng với số điểm danh."),
            T("{You} gửi ảnh vào đây, nhiều nhất {n} ảnh.", n=MOST_PICTURES) if more else None,
        ),
        choices=(
            Choice(T("Ghi số người có mặt"), ways.held_count_next(event.id)),
            *(Choice(T("Xem ảnh {n}", n=n), ways.picture(each.id)) for n, each in enumerate(pictures, 1)),
            Choice(T("Về buổi học"), ways.event(event.id), Look.WAY),
            HOME,
        ),
        picture=more,
    )


def _took_place(turn: Turn, event: LearningEvent) -> bool:
    return not event.is_cancelled and event.held_on <= turn.today


@routes.hears("held")
def picture_heard(turn: Turn, said: Said | Sent, event: LearningEvent) -> Goto:
    """Take a picture of it."""
    here = ways.held(event.id)
    if not isinstance(said, Sent) or said.picture is None:
        return Goto(here, T("{You} gửi ảnh vào đây, hoặc chọn một mục bên dưới."))
    if not _took_place(turn, event) or len(evidence.of_event(turn.tx, event.id)) >= MOST_PICTURES:
        return Goto(here, T("Buổi này đã đủ ảnh."))
    evidence.attach(
        turn.tx,
        said.picture,
        person_id=turn.person.id,
        account_id=turn.account.id,
        event_id=event.id,
        caption=said.caption,
    )
    return Goto(here, on_its_way(said.caption))


COUNT = Part[dict[str, Any]]("held-count", dict)  # the number being typed, and of which event


def _count_answers(turn: Turn, event: LearningEvent) -> dict[str, Any]:
    draft = turn.draft.get(COUNT)
    return draft["answers"] if draft is not None and draft["of"] == event.id else {}


def _count_keep(turn: Turn, event: LearningEvent, key: str, value: Any) -> None:
    turn.draft.keep(COUNT, {"of": event.id, "answers": {**_count_answers(turn, event), key: value}})


def _count_done(_turn: Turn, event: LearningEvent) -> Way:
    return ways.held_counted(event.id)


def _count_title(_turn: Turn, event: LearningEvent, _question: Question) -> Words:
    return Verbatim(event.name)


def _count_ways(
    _turn: Turn, event: LearningEvent, _question: Question, before: tuple[Choice, ...]
) -> tuple[Choice, ...]:
    return (*before, Choice(T("Thôi"), ways.held(event.id), Look.WAY))


COUNTING = Dialogue(
    routes,
    "held-count",
    Action.ANNOUNCE,
    about="event",
    form=lambda _turn, _event: Form(COUNTED),
    answers=_count_answers,
    record=_count_keep,
    done=_count_done,
    title=_count_title,
    ways=_count_ways,
)


@routes.does("held-counted/{event}", Action.ANNOUNCE)
def held_counted(turn: Turn, event: LearningEvent) -> Goto:
    """So many were there, as somebody counted."""
    answers = _count_answers(turn, event)
    if not _took_place(turn, event):
        return Goto(ways.event(event.id))
    if Form(COUNTED).next(answers) is not None:
        return Goto(COUNTING.onward(turn, event))
    turn.draft.drop(COUNT)
    learning_events.count_by_hand(turn.tx, event, int(answers[PRESENT]), CountedHow(answers[HOW]))
    return Goto(ways.held(event.id), T("Đã ghi {n} người có mặt.", n=Number(int(answers[PRESENT]))))
