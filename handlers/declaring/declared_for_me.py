"""What was declared in somebody's name before they joined: shown first, to confirm or to correct."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.words.spoken_words import spoken_words
from criteria.declaration import EDITABLE
from criteria.explain import answer_words, verdict_words
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.after_joining import onward
from handlers.shared.title_form import OCCUPATION, title_form
from locales.format import day_of
from locales.text import BLANK, Day, T, Words, lines
from storage import declarations, roles
from storage.declaration_record import Declaration

routes = Routes()


@routes.shows("said-for-me/{declaration}", Action.SEE)
def said_for_me(turn: Turn, declaration: Declaration) -> Answer:
    """Who declared, how the person had agreed, every answer in words, and the result."""
    if declaration.person.id != turn.person.id:
        return Goto(ways.review(declaration.id))
    result = declaration.assessment
    sent = declaration.submitted_at
    return Screen(
        title=T("Đã có người khai hộ {you}"),
        text=lines(
            spoken_words(turn.tx, declaration),
            None if sent is None else T("Gửi ngày {day}.", day=Day(day_of(sent))),
            None if result is None else verdict_words(result, declaration.standing, declaration.judged),
            T("Như thế có đúng với {you} không?"),
            BLANK,
            *_answers(declaration),
        ),
        choices=(
            Choice(T("Đúng rồi"), ways.endorse(declaration.id), Look.MAIN),
            Choice(T("Chưa đúng"), ways.not_so(declaration.id)),
            HOME,
        ),
    )


def _answers(declaration: Declaration) -> list[Words]:
    rows: list[Words] = []
    for question in title_form(declaration.criteria, declaration.answers).asked(declaration.answers):
        value = declaration.answers.get(question.key)
        if value is None:
            continue
        if question.key == OCCUPATION:
            rows.append(T("Việc làm: {answer}", answer=question.label(str(value))))
        else:
            name = declaration.criteria.indicator(question.key).name
            said = answer_words(declaration.criteria, question.key, value)
            rows.append(T("- {name}: {answer}", name=name, answer=said))
    return rows


@routes.does("endorse/{declaration}", Action.SEE, Weight.DECIDING)
def endorse(turn: Turn, declaration: Declaration) -> Goto:
    """It is right."""
    if declaration.person.id != turn.person.id:
        return Goto(ways.review(declaration.id))
    if declaration.endorsed_at is None:
        declarations.endorse(turn.tx, declaration)
    return Goto(onward(turn), T("Cảm ơn {you}. Đã ghi là đúng."))


@routes.does("not-so/{declaration}", Action.SEE, Weight.DECIDING)
def not_so(turn: Turn, declaration: Declaration) -> Goto:
    """It is not: correct it, or, once it is confirmed, have it looked at again."""
    if declaration.person.id != turn.person.id:
        return Goto(ways.review(declaration.id))
    if declaration.state in EDITABLE:
        return Goto(ways.check(declaration.id), T("{You} chọn Sửa một câu, sửa xong thì gửi."))
    declarations.dispute(turn.tx, declaration)
    declarations.endorse(turn.tx, declaration)
    found = roles.deciders(turn.tx, village_id=declaration.place_id, commune_id=declaration.cycle.commune_id)
    for person, _ in found:
        told = T("{name} nói bản khai hộ trước đây chưa đúng. {You} xem lại, cần thì rút lại xác nhận.",
                 name=declaration.person.full_name)  # fmt: skip
        tell(turn.tx, person.id, Notice(told, (Choice(T("Xem bản khai"), ways.review(declaration.id), Look.MAIN),)))
    return Goto(onward(turn), T("Đã báo {head_label} và cán bộ {commune_label} xem lại bản ấy."))
