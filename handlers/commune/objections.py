"""What people say against a list while it is posted, and what is answered."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.commune.recognition_words import ONLY_WORDS, back, can_strike, locked
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from locales.format import day_of
from locales.text import Day, T, Verbatim, Words, lines
from storage import recognition
from storage.recognition import Name, Objection, RecognitionList

routes = Routes()


@routes.shows("objections/{proposal}", Action.RECOGNISE)
def objections(turn: Turn, proposal: RecognitionList) -> Screen:
    """What was said while the list hung, with the answers."""
    said = recognition.objections(turn.tx, proposal.id)
    return Screen(
        room=UNBROKEN,
        title=T("Ý kiến phản ánh"),
        text=lines(*(T("Ý kiến {n}, {what}", n=n, what=_objection(each)) for n, each in enumerate(said, 1)))
        if said
        else T("Chưa có ý kiến nào."),
        choices=(
            *(
                Choice(
                    T("Trả lời ý kiến {n}: {said}", n=n, said=each.said[:60]), ways.objection_answer(each.id), Look.MAIN
                )
                for n, each in enumerate(said, 1)
                if each.answer is None
            ),
            *(
                (Choice(T("Ghi ý kiến phản ánh"), ways.objection_new(proposal.id)),)
                if proposal.is_before_signed
                else ()
            ),
            back(proposal),
        ),
        names=frozenset(each.person_id for each in said if each.person_id is not None),
    )


def _objection(said: Objection) -> Words:
    about = Verbatim("") if said.about is None else T(" về {name}", name=said.about)
    answer = T("chưa trả lời") if said.answer is None else T("trả lời: {answer}", answer=said.answer)
    return T("{day}{about}: {said} ({answer})", day=Day(day_of(said.noted_at)), about=about, said=said.said,
             answer=answer)  # fmt: skip


@routes.shows("objection-new/{proposal}", Action.RECOGNISE_NOW)
def objection_new(turn: Turn, proposal: RecognitionList) -> Answer:
    """What is said against the list?"""
    if not proposal.is_before_signed:
        return Goto(ways.objections(proposal.id))
    return Screen(
        title=T("Ghi ý kiến phản ánh"),
        text=T("{You} gõ nội dung ý kiến, ngắn gọn. Về một người thì {you} mở tên người ấy trong danh sách rồi ghi."),
        typed=True,
        choices=(Choice(T("Tìm tên trong danh sách"), ways.recognition_names(proposal.id, 0)), back(proposal)),
    )


@routes.hears("objection-new")
def objection_new_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList) -> Goto:
    """It is noted."""
    text = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(text, Misread):
        return Goto(ways.objection_new(proposal.id), text.hint)
    held = locked(turn, proposal)
    if held.is_before_signed:
        recognition.object_to(turn.tx, held, said=text, declaration_id=None, by=turn.person.id)
    return Goto(ways.objections(held.id))


@routes.shows("objection-about/{proposed}", Action.RECOGNISE_NOW)
def objection_about(turn: Turn, proposed: Name) -> Answer:
    """What is said against this name?"""
    if not can_strike(turn, proposed):
        return Goto(ways.recognition_name(proposed.id))
    return Screen(
        title=T("Ý kiến về {name}", name=proposed.full_name),
        text=T("{You} gõ nội dung ý kiến, ngắn gọn."),
        typed=True,
        choices=(Choice(T("Thôi, không ghi"), ways.recognition_name(proposed.id), Look.WAY),),
        names=frozenset({proposed.person_id}),
    )


@routes.hears("objection-about")
def objection_about_heard(turn: Turn, said: Said | Sent, proposed: Name) -> Goto:
    """It is noted."""
    text = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(text, Misread):
        return Goto(ways.objection_about(proposed.id), text.hint)
    held = recognition.get(turn.tx, proposed.list_id, lock=True)
    if held.is_before_signed:
        recognition.object_to(turn.tx, held, said=text, declaration_id=proposed.declaration_id, by=turn.person.id)
    return Goto(ways.objections(held.id))


@routes.shows("objection-answer/{objection}", Action.RECOGNISE_NOW)
def objection_answer(turn: Turn, objection: Objection) -> Answer:
    """What is answered?"""
    if objection.answer is not None:
        return Goto(ways.objections(objection.list_id))
    return Screen(
        title=T("Trả lời ý kiến"),
        text=lines(_objection(objection), T("{You} gõ câu trả lời, ngắn gọn.")),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.objections(objection.list_id), Look.WAY),),
        names=frozenset() if objection.person_id is None else frozenset({objection.person_id}),
    )


@routes.hears("objection-answer")
def objection_answer_heard(turn: Turn, said: Said | Sent, objection: Objection) -> Goto:
    """It is written down."""
    text = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(text, Misread):
        return Goto(ways.objection_answer(objection.id), text.hint)
    if objection.answer is None:
        recognition.answer(turn.tx, objection, text)
    return Goto(ways.objections(objection.list_id))
