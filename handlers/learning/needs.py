"""What residents would like to learn: said in their own words, counted for the learning centre without names."""

from __future__ import annotations

from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.activity import NEED_NAMES, NEED_WORDS, NeedKind
from criteria.policy import Action
from criteria.small_counts import FEWEST
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Kind, Option, Question
from handlers.kit.read import read_title
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import BLANK, Number, T, Words, lines
from storage import learning_needs
from storage.places import Place

routes = Routes()

NEED = Part[dict[str, Any]]("need", dict)  # the answers so far
KIND, SAID = "kind", "said"
FORM = Form(
    (
        Question(
            key=KIND,
            text=T("{You} muốn học gì?"),
            kind=Kind.CHOICE,
            options=tuple(Option(kind.value, words, NEED_WORDS[kind]) for kind, words in NEED_NAMES.items()),
        ),
        Question(key=SAID, text=T("Nói rõ thêm một câu, ví dụ: trồng nấm rơm tại nhà."), reader=read_title),
    )
)
FULL = T("{You} đã ghi đủ {n} điều muốn học. Bỏ bớt một điều rồi ghi thêm.", n=learning_needs.MOST)


@routes.shows("needs", Action.TAKE_PART)
def needs(turn: Turn) -> Screen:
    """What this person would like to learn, and saying more."""
    mine = learning_needs.of_person(turn.tx, turn.person.id)
    more = (Choice(T("Ghi điều muốn học"), ways.need_next(), Look.MAIN),) if len(mine) < learning_needs.MOST else ()
    return Screen(
        title=T("Tôi muốn học…"),
        text=lines(
            *(T("- {kind}: {said}", kind=NEED_NAMES[each.kind], said=each.said) for each in mine),
            BLANK if mine else None,
            T("Trung tâm học tập cộng đồng chỉ thấy bao nhiêu người muốn học mỗi loại, không thấy tên {you}."),
        ),
        choices=(
            *more,
            *(Choice(T("Bỏ điều {n}: {said}", n=n, said=each.said), ways.need_drop(each.id))
              for n, each in enumerate(mine, 1)),
            Choice(T("Lớp sắp mở"), ways.classes(), Look.WAY),
            HOME,
        ),
    )  # fmt: skip


def _answers(turn: Turn) -> dict[str, Any]:
    return turn.draft.get(NEED) or {}


def _keep(turn: Turn, key: str, value: Any) -> None:
    turn.draft.keep(NEED, {**_answers(turn), key: value})


def _done(_turn: Turn) -> Way:
    return ways.need_save()


def _title(_turn: Turn, _question: Question) -> Words:
    return T("Tôi muốn học…")


def _ways(_turn: Turn, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, Choice(T("Thôi"), ways.needs(), Look.WAY))


DIALOGUE = Dialogue(
    routes,
    "need",
    Action.TAKE_PART,
    form=lambda _turn: FORM,
    answers=_answers,
    record=_keep,
    done=_done,
    title=_title,
    ways=_ways,
)


@routes.does("need-save", Action.TAKE_PART)
def need_save(turn: Turn) -> Goto:
    """Write it down."""
    answers = _answers(turn)
    if FORM.next(answers) is not None:
        return Goto(DIALOGUE.onward(turn))
    turn.draft.drop(NEED)
    said = learning_needs.say(turn.tx, turn.person.id, NeedKind(answers[KIND]), str(answers[SAID]))
    return Goto(ways.needs(), T("Đã ghi. Có lớp hợp thì {you} thấy ở mục Lớp sắp mở.") if said else FULL)


@routes.does("need-drop/{need}", Action.TAKE_PART)
def need_drop(turn: Turn, need: int) -> Goto:
    """Take one back; somebody else's is none of theirs."""
    dropped = learning_needs.drop(turn.tx, turn.person.id, need)
    return Goto(ways.needs(), T("Đã bỏ.") if dropped else None)


@routes.shows("needs-of/{place}", Action.ANNOUNCE)
def needs_of(turn: Turn, place: Place) -> Screen:
    """How many people of a place want to learn what: a number from five up, never a name or anybody's words."""
    found = learning_needs.count(turn.tx, place.id)
    shown = [(kind, n) for kind, n in sorted(found.items(), key=lambda each: (-each[1], each[0])) if n >= FEWEST]
    return Screen(
        title=T("Bà con muốn học gì, {place}", place=place.inline_name),
        text=lines(
            *(T("- {kind}: {n} người", kind=NEED_NAMES[kind], n=Number(n)) for kind, n in shown),
            None if shown else T("Chưa có loại nào từ {n} người trở lên.", n=FEWEST),
            BLANK,
            T("Loại dưới {n} người không hiện, để không lộ ai.", n=FEWEST),
        ),
        choices=(Choice(T("Danh sách buổi học"), ways.events(), Look.WAY), HOME),
    )
