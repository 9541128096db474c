"""A whole declaration in one message: all questions at once, answered by a row of numbers, read back in words."""

from __future__ import annotations

from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria.declaration import State
from criteria.explain import answer_words
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Question
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import in_one_message, read_row
from locales.text import T, Verbatim, Words, lines
from storage import declarations
from storage.declaration_record import Declaration

routes = Routes()

AT_ONCE = 1_300  # characters of a form that is asked at once; a longer one comes in parts

ONLY_NUMBERS = T("Chỗ này chỉ nhận số.")
TYPED = Part[dict[str, Any]]("compact", dict)  # what was typed and not saved yet


def _asked(declaration: Declaration) -> tuple[Form, tuple[Question, ...]]:
    """The form and those of its questions that a row of numbers answers: the numbered ones."""
    form = title_form(declaration.criteria, declaration.answers)
    return form, tuple(question for question in form.asked(declaration.answers) if question.numbered)


@routes.shows("compact/{declaration}", Action.ANSWER)
def compact(turn: Turn, declaration: Declaration) -> Answer:
    """All questions in one message."""
    if declaration.state is not State.DRAFT:
        return Goto(ways.mine(declaration.id))
    _, asked = _asked(declaration)
    own = declaration.person.id == turn.person.id
    form = in_one_message(declaration.criteria, asked, turn.account.language)
    return at_once(declaration.id, None if own else declaration.person.full_name, form)


def at_once(declaration_id: int, name: str | None, form: Words) -> Screen:
    """All questions with their ways out; ``name`` is whose it is, where that is somebody else."""
    return Screen(
        title=None if name is None else Verbatim(name),
        text=form,
        choices=(
            Choice(T("Trả lời từng câu một"), ways.one_by_one(declaration_id), Look.WAY),
            Choice(T("Lưu, nghỉ"), ways.pause(declaration_id), Look.WAY),
        ),
        typed=True,
        room=AT_ONCE,
    )


@routes.hears("compact")
def compact_heard(turn: Turn, said: Said | Sent, declaration: Declaration) -> Goto:
    """A row of numbers."""
    if isinstance(said, Sent):
        return Goto(ways.compact(declaration.id), ONLY_NUMBERS)
    _, asked = _asked(declaration)
    typed = read_row(asked, said.text)
    if isinstance(typed, Misread):
        return Goto(ways.compact_again(declaration.id), typed.hint)
    turn.draft.keep(TYPED, {"of": declaration.id, "answers": typed})
    return Goto(ways.compact_check(declaration.id))


@routes.shows("compact-again/{declaration}", Action.ANSWER)
def compact_again(_turn: Turn, declaration: Declaration) -> Answer:
    """What was typed is not clear; short, because the questions stand in the message before."""
    if declaration.state is not State.DRAFT:
        return Goto(ways.mine(declaration.id))
    return Screen(
        text=T("{You} gõ lại cả dòng số vào đây."),
        choices=(Choice(T("Xem lại các câu hỏi"), ways.compact(declaration.id), Look.WAY),),
        typed=True,
    )


@routes.hears("compact-again")
def compact_again_heard(turn: Turn, said: Said | Sent, declaration: Declaration) -> Goto:
    """The row once more."""
    if isinstance(said, Sent):
        return Goto(ways.compact_again(declaration.id), ONLY_NUMBERS)
    return compact_heard(turn, said, declaration)


def _typed(turn: Turn, declaration: Declaration) -> dict[str, str | list[str]]:
    """What was typed for this declaration and is still to be saved."""
    typed = turn.draft.get(TYPED) or {}
    if typed.get("of") != declaration.id:
        return {}
    _, asked = _asked(declaration)
    found = {question.key: typed["answers"].get(question.key) for question in asked}
    return {q.key: found[q.key] for q in asked if q.is_valid(found[q.key])}


@routes.shows("compact-check/{declaration}", Action.ANSWER)
def compact_check(turn: Turn, declaration: Declaration) -> Answer:
    """The answers in words, before they are saved."""
    typed = _typed(turn, declaration)
    if not typed:
        return Goto(ways.compact(declaration.id))
    _, asked = _asked(declaration)
    whole = all(question.key in typed or question.is_valid(declaration.answers.get(question.key)) for question in asked)
    go_on = T("Đúng rồi, gửi {head_label}") if whole else T("Đúng rồi, hỏi nốt câu để trống")
    return Screen(
        title=T("Đúng chưa ạ?"),
        text=lines(*(_said(declaration, i, question, typed) for i, question in enumerate(asked, 1))),
        choices=(
            Choice(go_on, ways.compact_save(declaration.id, declaration.revision), Look.MAIN),
            Choice(T("Gõ lại"), ways.compact(declaration.id)),
            Choice(T("Trả lời từng câu một"), ways.one_by_one(declaration.id), Look.WAY),
            HOME,
        ),
    )


def _said(declaration: Declaration, number: int, question: Question, typed: dict[str, str | list[str]]) -> Words:
    name = declaration.criteria.indicator(question.key).name
    value = typed.get(question.key, declaration.answers.get(question.key))
    said = answer_words(declaration.criteria, question.key, value) if question.is_valid(value) else T("để trống")
    return T("{i}. {name}: {answer}", i=number, name=name, answer=said)


@routes.does("compact-save/{declaration}/{revision}", Action.ANSWER)
def compact_save(turn: Turn, declaration: Declaration, revision: int) -> Goto:
    """Save what was read back, and send it if nothing is left out."""
    typed = _typed(turn, declaration)
    if not typed or revision != declaration.revision or declaration.state is not State.DRAFT:
        return Goto(ways.mine(declaration.id))
    changed = declarations.answer_all(turn.tx, declaration, typed, speaker=turn.speaker(declaration.person.id))
    turn.draft.drop(TYPED)
    form, _ = _asked(changed)
    if form.next(changed.answers) is not None:
        return Goto(ways.one_by_one(changed.id), T("Đã lưu."))
    return Goto(ways.submit(changed.id, changed.revision))


@routes.does("short/{wanted}", Action.TAKE_PART)
def short(turn: Turn, wanted: int) -> Goto:
    """From now on: a whole form in one message, or one question a message."""
    turn.account.compact = bool(wanted)
    note = T("Từ nay hỏi hết một tin.") if wanted else T("Từ nay hỏi từng câu một.")
    return Goto(ways.declare(), note)
