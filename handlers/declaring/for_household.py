"""Declaring for somebody of the household: whom this chat may speak for, and how each of them agreed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from acts import speaking, ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Kind, Option, Question
from handlers.kit.guessing import must_wait_for_names
from handlers.kit.names import read_name
from handlers.kit.router import HOME, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.birth_year import their_birth_year
from handlers.shared.consent import CONSENT_VERSION, consent_text
from handlers.shared.this_year import is_left_over
from locales.text import BLANK, T, Verbatim, Words, about, lines
from storage import accounts, declarations, people, places
from storage.kit.words import ConsentKind
from storage.people import Person
from storage.places import Place

routes = Routes()

THEM = Part[dict[str, Any]]("them", dict)  # the answers about the person to speak for
NAME, BIRTH_YEAR, CONSENT = "name", "birth_year", "consent"
MOST = 10  # persons one chat may speak for
BACK = Choice(T("Quay lại"), ways.whom(), Look.WAY)


@routes.shows("whom", Action.TAKE_PART)
def whom(turn: Turn) -> Screen:
    """For whom? Oneself, somebody one speaks for already, or somebody new."""
    others = [people.get(turn.tx, key) for key in list(turn.account.speaks_for)[-MOST:]]
    left = [
        (person, each)
        for person in (turn.person, *others)
        for each in declarations.of_person(turn.tx, person.id)
        if is_left_over(turn, each)
    ]
    return Screen(
        title=T("Khai cho ai?"),
        text=lines(
            _line(turn, turn.person, T("Bản thân")),
            *(_line(turn, each, Verbatim(each.full_name)) for each in others),
            None if others else T("Người nhà không dùng điện thoại thì {you} khai hộ được, khi họ đồng ý."),
        ),
        choices=(
            Choice(T("Bản thân"), ways.begin(turn.person.id), Look.MAIN),
            *(Choice(Verbatim(each.full_name), ways.begin(each.id), Look.MAIN) for each in others),
            *(
                Choice(
                    T("{name}: bản khai năm {year}", name=person.full_name, year=each.cycle.year), ways.mine(each.id)
                )
                for person, each in left
            ),
            *((Choice(T("Khai hộ người khác trong nhà"), ways.add_them_next()),) if len(others) < MOST else ()),
            *((Choice(T("Khai hộ bà con"), ways.helping_next()),) if turn.actor.grants else ()),
            *(Choice(T("Thôi khai hộ {name}", name=each.full_name), ways.let_go(each.id), Look.WAY) for each in others),
            HOME,
        ),
        names=frozenset(each.id for each in others),
    )


def _line(turn: Turn, person: Person, name: Words) -> Words:
    begun = any(each.cycle.year == turn.year for each in declarations.of_person(turn.tx, person.id))
    return T("{name}: đã có bản khai năm nay", name=name) if begun else T("{name}: chưa khai năm nay", name=name)


def _commune(turn: Turn) -> Place:
    return places.get(turn.tx, places.get(turn.tx, turn.person.place_id).commune_id)


def _form(turn: Turn) -> Form:
    return Form(
        (
            Question(key=NAME, text=T("Họ và tên người ấy, ví dụ Trần Văn Bảy?"), reader=partial(read_name, own=False)),
            their_birth_year(turn, BIRTH_YEAR, T("Người ấy sinh năm nào? Gõ 4 chữ số, ví dụ 1956.")),
            Question(
                key=CONSENT,
                text=lines(
                    T("{You} đọc cho người ấy nghe, rồi hỏi có đồng ý không:"),
                    BLANK,
                    about(consent_text(_commune(turn)), str(_given(turn).get(NAME, ""))),
                ),
                kind=Kind.CHOICE,
                room=UNBROKEN,
                options=(
                    Option(ConsentKind.BESIDE, T("Đồng ý: người ấy ngồi cạnh, tự trả lời")),
                    Option(ConsentKind.ASKED, T("Đồng ý: người ấy đã nhờ {you} khai hộ")),
                ),
            ),
        )
    )


def _given(turn: Turn) -> dict[str, Any]:
    return turn.draft.get(THEM) or {}


def _keep(turn: Turn, key: str, value: Any) -> None:
    turn.draft.keep(THEM, {**_given(turn), key: value})


def _title(turn: Turn, question: Question) -> Words:
    return T("Khai hộ người nhà") if question.key != CONSENT else Verbatim(str(_given(turn).get(NAME, "–")))


def _ways(_turn: Turn, question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Whoever does not agree, or was not meant, is forgotten."""
    if question.key == CONSENT:
        return (Choice(T("Không đồng ý"), ways.they_refuse()), BACK)
    return (*before, Choice(T("Thôi"), ways.they_refuse(), Look.WAY))


def _done(_turn: Turn) -> Way:
    return ways.them_done()


# How they agreed, the last question, is on record with every declaration made for them.
DIALOGUE = Dialogue(
    routes,
    "add-them",
    Action.TAKE_PART,
    form=_form,
    answers=_given,
    record=_keep,
    done=_done,
    title=_title,
    ways=_ways,
)


@routes.does("they-refuse", Action.TAKE_PART, Weight.DECIDING)
def they_refuse(turn: Turn) -> Goto:
    """They did not agree, or it was not meant: forget what was typed."""
    turn.draft.drop(THEM)
    return Goto(ways.whom(), T("Đã xoá tên vừa gõ, không giữ gì của người ấy."))


@routes.does("them-done", Action.TAKE_PART)
def them_done(turn: Turn) -> Goto:
    """Speak for the person from now on: the one whom the roster knows, or a new one of the household."""
    answers = _given(turn)
    if _form(turn).next(answers) is not None:
        return Goto(DIALOGUE.onward(turn))
    turn.draft.drop(THEM)
    if (wait := must_wait_for_names(turn)) is not None:
        return Goto(ways.whom(), wait)
    if len(turn.account.speaks_for) >= MOST:
        return Goto(ways.whom(), T("Một máy khai hộ nhiều nhất {n} người.", n=MOST))
    person = _person(turn, str(answers[NAME]), int(answers[BIRTH_YEAR]))
    if isinstance(person, Goto):
        return person
    consent = ConsentKind(str(answers[CONSENT]))
    speaking.begin(turn.tx, turn.account, person, consent, version=CONSENT_VERSION)
    return Goto(ways.begin(person.id))


def _person(turn: Turn, name: str, birth_year: int) -> Person | Goto:
    """The person meant, found or entered, or where to go instead: only one's own household is spoken for here."""
    own = turn.person
    matches = people.namesakes(turn.tx, place_id=own.place_id, full_name=name, birth_year=birth_year)
    if any(each.id == own.id for each in matches):
        return Goto(ways.whom(), T("Đó là tên của {you}: {you} chọn Bản thân."))
    near = [each for each in matches if each.household_id in {None, own.household_id}]
    near = [each for each in near if each.household_id is not None] or near  # one's own before a namesake outside
    if not near and people.is_name_known(turn.tx, place_id=own.place_id, full_name=name):
        return _refused(turn, name, matches)
    for each in near:
        if each.id in turn.account.speaks_for:
            return Goto(ways.begin(each.id))
        if people.is_claimed(turn.tx, each.id) and each.household_id is None:
            return _refused(turn, name, ())
        if people.is_claimed(turn.tx, each.id):
            return Goto(ways.whom(), T("{name} đã ghi tên trên điện thoại của mình, nên tự khai.", name=name))
        if each.household_id is None and speaking.was_declared_for(turn.tx, each):
            return _refused(turn, name, (each,))
        return each
    return people.add(
        turn.tx,
        place_id=own.place_id,
        full_name=name,
        birth_year=birth_year,
        on_roster=False,
        household_id=own.household_id,
    )


def _refused(turn: Turn, name: str, found: Sequence[Person]) -> Goto:
    """In the same words whether they live elsewhere, were declared for, or were born in another year.

    All that is shown to those only whose it is; nobody is made up by a year that is not theirs.
    """
    turn.guessed_name = True
    for each in found:
        if not people.is_claimed(turn.tx, each.id) and speaking.was_declared_for(turn.tx, each):
            speaking.asked_in_vain(turn.tx, turn.account, each)
    words = T(
        "{name}: sinh năm khác, ở hộ khác, tự khai hoặc đã có người khai hộ. {You} xem lại năm sinh, hoặc nhờ "
        "{head_label}.",
        name=name,
    )
    return Goto(ways.whom(), words)


@routes.does("let-go/{person}", Action.TAKE_PART, Weight.DECIDING)
def let_go(turn: Turn, person: int) -> Goto:
    """Speak for them no more. What was declared stays."""
    if person in turn.account.speaks_for:
        accounts.stop_speaking_for(turn.tx, turn.account, person)
    return Goto(ways.whom(), T("Đã thôi. Bản khai đã gửi vẫn còn."))
