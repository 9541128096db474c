"""Photographed sheets looked through: what a photo does not say for sure is asked, one question after the other."""

from __future__ import annotations

import re
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action, may
from criteria.sheet_number import person_of
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.form import Kind, Question
from handlers.kit.read import Derived, Misread
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.entered_sheet import PILE, TYPED, in_doubt, photo_file, target_of, titled
from locales.text import BLANK, T, Verbatim, Words, lines
from storage import residents
from storage.residents import Resident

routes = Routes()

# Why a question is asked, by sheets.result.Doubt.
WHY = {
    "none": T("Trên ảnh không thấy ô nào được đánh dấu."),
    "two": T("Trên ảnh thấy nhiều ô được đánh dấu quá."),
    "crossed": T("Trên ảnh có ô bị tô kín hoặc gạch bỏ."),
    "beside": T("Trên ảnh có dấu ở ngoài ô."),
    "faint": T("Trên ảnh có dấu chưa rõ."),
    "hidden": T("Trên ảnh có ô bị che hoặc không rõ."),
}


@routes.does("sheet-photo", Action.HELP)
def sheet_photo(turn: Turn) -> Goto:
    """The first sheet of the pile: whose it is, then what is in doubt, then all of it."""
    pile = turn.draft.get(PILE) or []
    if not pile:
        return Goto(ways.sheets(), T("Không còn ảnh phiếu nào chờ xem."))
    if not pile[0]["number"]:
        return Goto(ways.sheet_whose())
    return _take_up(turn, str(pile[0]["number"]))


def _take_up(turn: Turn, number: str) -> Goto:
    """Look the first sheet of the pile through, as this number's."""
    pile = turn.draft.get(PILE) or []
    key = person_of(number)
    resident = None if key is None else residents.load(turn.tx, key)
    if resident is None or may(turn.actor, Action.HELP, resident.subject) is not None:
        turn.draft.keep(PILE, pile[1:])
        note = T("Ảnh phiếu số {number}: ở đây không có người của phiếu ấy.", number=Verbatim(number[:16] or "–"))
        return Goto(ways.sheets(), note)
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        turn.draft.keep(PILE, pile[1:])
        return target
    first = pile[0]
    sheet = {"of": resident.person.id, "answers": first["answers"], "doubts": first["doubts"], "photo": first["photo"]}
    turn.draft.keep(TYPED, sheet)
    return Goto(ways.sheet_ask(resident.person.id))


@routes.does("sheet-photo-drop", Action.HELP)
def sheet_photo_drop(turn: Turn) -> Goto:
    """Leave it out: it is typed, or photographed again. The bytes go with what else was made for this account."""
    pile = turn.draft.get(PILE) or []
    turn.draft.keep(PILE, pile[1:])
    turn.draft.drop(TYPED)
    return Goto(ways.sheets(), T("Đã bỏ ảnh phiếu ấy. {You} chụp lại, hoặc gõ phiếu.") if pile else None)


@routes.shows("sheet-whose", Action.HELP)
def sheet_whose(turn: Turn) -> Answer:
    """The number of a sheet that was printed blank."""
    pile = turn.draft.get(PILE) or []
    if not pile:
        return Goto(ways.sheets())
    return Screen(
        title=T("Phiếu trắng"),
        text=lines(
            T("Phiếu này in không có số. {You} gõ số phiếu của người ấy."),
            T("Số phiếu có trong danh sách đi từng nhà."),
        ),
        file=photo_file(pile[0]),
        choices=(Choice(T("Bỏ ảnh này"), ways.sheet_photo_drop()), HOME),
        typed=True,
    )


@routes.hears("sheet-whose")
def sheet_whose_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A sheet number."""
    number = re.sub(r"\D", "", said.text) if isinstance(said, Said) else ""
    if person_of(number) is None:
        return Goto(ways.sheet_whose(), T("Chưa phải số phiếu. {You} gõ đủ các chữ số của số phiếu."))
    return _take_up(turn, number) if turn.draft.get(PILE) else Goto(ways.sheets())


# What is in doubt


@routes.shows("sheet-ask/{resident}", Action.HELP)
def sheet_ask(turn: Turn, resident: Resident) -> Answer:
    """The first question that the photo does not answer for sure, with the photo beside it."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    sheet = _sheet(turn, resident)
    question = in_doubt(target, sheet)
    if question is None:
        return Goto(ways.sheet_check(resident.person.id))
    number = target.asked.index(question) + 1
    doubt, guess = sheet["doubts"][question.key]
    several = question.kind is Kind.CHOICES
    return Screen(
        title=titled(turn, resident),
        text=lines(
            T("Câu {i}. {question}", i=number, question=question.text),
            WHY.get(doubt, WHY["faint"]),
            _guessed(question, guess),
            BLANK,
            T("Trên phiếu ghi thế nào? Chọn xong bấm Xong.") if several else T("Trên phiếu ghi thế nào?"),
        ),
        file=photo_file(sheet),
        counted=question.quantity is not None,
        choices=(*_choices(resident, question, guess), HOME),
    )


def _guessed(question: Question, guess: list[str]) -> Words | None:
    """What it may be, where just one answer of one is ticked; of several the ticks stand on the choices."""
    if question.kind is Kind.CHOICES or len(guess) != 1:
        return None
    return T("Có thể là: {answer}", answer=question.label(guess[0]))


def _choices(resident: Resident, question: Question, guess: list[str]) -> tuple[Choice, ...]:
    key, person = question.key, resident.person.id
    several = question.kind is Kind.CHOICES
    answers = tuple(
        Choice(
            each.label,
            ways.sheet_answer(person, key, each.value),
            ticked=each.value in guess if several else None,
        )
        for each in question.options
    )
    label = T("Xong") if several else T("Để trống")
    return (*answers, Choice(label, ways.sheet_answered(person, key), Look.MAIN if several else Look.WAY))


def _sheet(turn: Turn, resident: Resident) -> dict[str, Any]:
    """What the photo of this person's sheet says; empty where another one is looked through."""
    sheet = turn.draft.get(TYPED) or {}
    return sheet if sheet.get("of") == resident.person.id and "doubts" in sheet else {}


@routes.hears("sheet-ask")
def sheet_ask_heard(turn: Turn, said: Said | Sent, resident: Resident) -> Goto:
    """The answer in words, or the number of a choice."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    question = in_doubt(target, _sheet(turn, resident))
    if question is None or isinstance(said, Sent):
        return Goto(ways.sheet_ask(resident.person.id), T("Chỗ này chỉ nhận chữ.") if question else None)
    value = question.read(said.text)
    if isinstance(value, Misread | Derived):
        return Goto(ways.sheet_ask(resident.person.id), value.hint if isinstance(value, Misread) else None)
    return _settle(turn, resident, question, value)


@routes.does("sheet-answer/{resident}/{key}/{value}", Action.HELP)
def sheet_answer(turn: Turn, resident: Resident, key: str, value: str) -> Goto:
    """A choice: the answer, or where several may be ticked, one more or one less."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    question, sheet = in_doubt(target, _sheet(turn, resident)), _sheet(turn, resident)
    chosen = None if question is None or question.key != key else question.chosen(value)
    if question is None or chosen is None:
        return Goto(ways.sheet_ask(resident.person.id))
    if question.kind is not Kind.CHOICES:
        return _settle(turn, resident, question, chosen)
    doubt, guess = sheet["doubts"][key]
    ticked = [each for each in guess if each != value] if value in guess else [*guess, value]
    kept = (
        [value] if value == question.alone and value in ticked else [each for each in ticked if each != question.alone]
    )
    turn.draft.keep(TYPED, {**sheet, "doubts": {**sheet["doubts"], key: [doubt, kept]}})
    return Goto(ways.sheet_ask(resident.person.id))


@routes.does("sheet-answered/{resident}/{key}", Action.HELP)
def sheet_answered(turn: Turn, resident: Resident, key: str) -> Goto:
    """What is ticked of several is the answer; of one, it was left out."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    question, sheet = in_doubt(target, _sheet(turn, resident)), _sheet(turn, resident)
    if question is None or question.key != key:
        return Goto(ways.sheet_ask(resident.person.id))
    ticked = question.tidy(sheet["doubts"][key][1]) if question.kind is Kind.CHOICES else []
    return _settle(turn, resident, question, ticked or None)


def _settle(turn: Turn, resident: Resident, question: Question, value: str | int | list[str] | None) -> Goto:
    """What stands on the sheet for one question, said by somebody who sees it."""
    sheet = _sheet(turn, resident)
    doubts = {key: each for key, each in sheet["doubts"].items() if key != question.key}
    answers = {key: each for key, each in sheet["answers"].items() if key != question.key}
    given = {} if value is None else {question.key: value}
    turn.draft.keep(TYPED, {**sheet, "answers": {**answers, **given}, "doubts": doubts})
    return Goto(ways.sheet_ask(resident.person.id))
