"""Returning a declaration: which answer, why, in ready words or own; the form opens there for who declared."""

from __future__ import annotations

from acts import deciding, ways
from acts.choice import Choice, Look
from acts.words.return_words import OF_AN_ANSWER, OF_THE_WHOLE, WHOLE
from criteria.declaration import State
from criteria.model import CriteriaSet
from criteria.policy import Action
from handlers.deciding.outcome import CHANGED, moved_on
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import T, Verbatim, Words
from storage import subject_names
from storage.declaration_record import Declaration

routes = Routes()


def _asked(criteria: CriteriaSet, key: str) -> bool:
    return key == WHOLE or any(indicator.id == key for indicator in criteria.asked)


def _changed(declaration: Declaration, revision: int) -> Goto | None:
    """Where to look instead, if what was to be returned is no longer what was seen."""
    is_seen = revision == declaration.revision and declaration.state is State.SUBMITTED
    return None if is_seen else Goto(ways.review(declaration.id), CHANGED)


@routes.shows("return/{declaration}/{revision}", Action.DECIDE)
def return_(turn: Turn, declaration: Declaration, revision: int) -> Answer:
    """Which answer should be looked at again? The doubtful ones first; or a reason about the whole."""
    if (changed := _changed(declaration, revision)) is not None:
        return changed
    doubted = [each.indicator for each in declaration.doubts]
    known = [
        each
        for each in declaration.criteria.asked
        if each.applies(declaration.answers) and (each.checkable or each.id in doubted)
    ]
    known.sort(key=lambda each: each.id not in doubted)
    return Screen(
        title=T("Trả lại bản khai của {name}", name=subject_names.name_of(turn.tx, declaration)),
        text=T("Câu nào cần xem lại? Người khai sẽ thấy lý do, và sửa đúng câu ấy."),
        choices=(
            *(
                Choice(T("Xem lại câu: {name}", name=each.name), ways.return_how(declaration.id, revision, each.id))
                for each in known
            ),
            *(
                Choice(text, ways.return_as(declaration.id, revision, WHOLE, code))
                for code, text in OF_THE_WHOLE.items()
            ),
            Choice(T("Lý do khác (tự viết)"), ways.return_why(declaration.id, revision, WHOLE)),
            Choice(T("Thôi, không trả"), ways.review(declaration.id), Look.WAY),
        ),
    )


@routes.shows("return-how/{declaration}/{revision}/{key}", Action.DECIDE)
def return_how(turn: Turn, declaration: Declaration, revision: int, key: str) -> Answer:
    """Why this answer? A ready reason, or own words."""
    if (changed := _changed(declaration, revision)) is not None:
        return changed
    if key == WHOLE or not _asked(declaration.criteria, key):
        return Goto(ways.return_(declaration.id, revision), CHOOSE)
    return Screen(
        title=T("Trả lại bản khai của {name}", name=subject_names.name_of(turn.tx, declaration)),
        text=T("Vì sao trả lại câu: {name}?", name=declaration.criteria.indicator(key).name),
        choices=(
            *(Choice(text, ways.return_as(declaration.id, revision, key, code)) for code, text in OF_AN_ANSWER.items()),
            Choice(T("Lý do khác (tự viết)"), ways.return_why(declaration.id, revision, key)),
            Choice(T("Quay lại"), ways.return_(declaration.id, revision), Look.WAY),
        ),
    )


@routes.does("return-as/{declaration}/{revision}/{key}/{ready}", Action.DECIDE, Weight.DECIDING)
def return_as(turn: Turn, declaration: Declaration, revision: int, key: str, ready: str) -> Goto:
    """Return with a ready reason."""
    reason = (OF_THE_WHOLE if key == WHOLE else OF_AN_ANSWER).get(ready)
    if reason is None or not _asked(declaration.criteria, key):
        return Goto(ways.return_(declaration.id, revision), CHOOSE)
    return _return(turn, declaration, revision, key, reason)


@routes.shows("return-why/{declaration}/{revision}/{key}", Action.DECIDE)
def return_why(turn: Turn, declaration: Declaration, revision: int, key: str) -> Answer:
    """Ask for a reason in own words."""
    if (changed := _changed(declaration, revision)) is not None:
        return changed
    if not _asked(declaration.criteria, key):
        return Goto(ways.return_(declaration.id, revision), CHOOSE)
    return Screen(
        text=T("{You} viết lý do trả lại cho {name}, ngắn gọn.", name=declaration.person.full_name),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.return_(declaration.id, revision), Look.WAY),),
    )


@routes.hears("return-why")
def return_why_heard(turn: Turn, said: Said | Sent, declaration: Declaration, revision: int, key: str) -> Goto:
    """The reason in own words."""
    reason = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.return_why(declaration.id, revision, key), reason.hint)
    return _return(turn, declaration, revision, key, Verbatim(reason))


def _return(turn: Turn, declaration: Declaration, revision: int, key: str, why: Words) -> Goto:
    if (stale := moved_on(declaration, revision, done=State.RETURNED) or _changed(declaration, revision)) is not None:
        return stale
    question = None if key == WHOLE else key
    decided = deciding.send_back(turn.tx, declaration, by=turn.person.id, reason=why, question=question)
    if decided is None:
        return Goto(ways.review(declaration.id), CHANGED)
    return Goto(ways.next_(decided.id), T("Đã trả lại: {name}.", name=subject_names.name_of(turn.tx, declaration)))
