"""The signed decision, as it stands on paper: entered, it recognises whom the list names; or the whole is revoked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from acts import recognising, ways
from acts.choice import Choice, Look
from acts.way import Way
from acts.words.recognition_words import OFFICES
from criteria.parse import title_name
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.recognition_words import ONLY_WORDS, at, back, locked
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread, read_reason, read_title
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.catalog import catalog
from locales.text import Day, T, Tn, lines
from storage import recognition
from storage.recognition import RecognitionList, Signed

routes = Routes()

SIGNING = Part[dict[str, Any]]("signing", dict)  # what stands on the signed paper, and of which list
WHY = Part[str]("why", str)  # why the decision is to be revoked


def _form(turn: Turn, _found: RecognitionList) -> Form:
    today = turn.today

    def read_iso(said: str) -> str | Misread:
        found = read_day(said, today, first=today - timedelta(days=400), last=today)
        return found if isinstance(found, Misread) else found.isoformat()

    return Form(
        (
            Question(key="number", text=T("Số quyết định, như trên bản đã ký? Ví dụ 15/QĐ-UBND."), reader=read_title),
            Question(
                key="decided_on",
                text=T("Quyết định ký ngày nào?"),
                options=(Option(today.isoformat(), T("Hôm nay")),),
                reader=read_iso,
            ),
            Question(key="signer", text=T("Ai ký? Gõ họ tên, như trên bản đã ký."), reader=read_title),
            Question(
                key="signer_office",
                text=T("Chức vụ người ký? {You} chọn, hoặc gõ."),
                options=tuple(Option(key, words) for key, words in OFFICES.items()),
                reader=read_title,
            ),
        )
    )


def _answers(turn: Turn, found: RecognitionList) -> dict[str, Any] | None:
    draft = turn.draft.get(SIGNING)
    return draft["answers"] if draft is not None and draft["of"] == found.id else None


def _keep(turn: Turn, found: RecognitionList, key: str, value: Any) -> None:
    turn.draft.keep(SIGNING, {"of": found.id, "answers": {**(_answers(turn, found) or {}), key: value}})


def _shut(turn: Turn, found: RecognitionList, _key: str) -> Goto | None:
    return None if found.state is Paper.SUBMITTED else Goto(at(found))


def _done(turn: Turn, found: RecognitionList) -> Way:
    return at(found) if _answers(turn, found) is None else ways.recognition_check(found.id)


DIALOGUE = Dialogue(
    routes,
    "recognition-ask",
    Action.RECOGNISE_NOW,
    about="proposal",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    shut=_shut,
    title=lambda *_: T("Quyết định đã ký"),
    ways=lambda _turn, found, _question, before: (*before, back(found)),
)


@routes.does("recognition-sign/{proposal}", Action.RECOGNISE_NOW)
def sign(turn: Turn, proposal: RecognitionList) -> Goto:
    """Ask what stands on the signed paper."""
    if (because := recognising.why_not(turn.tx, proposal)) is not None:
        return Goto(at(proposal), because)
    turn.draft.keep(SIGNING, {"of": proposal.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, proposal))


def _signed(turn: Turn, found: RecognitionList) -> Signed | None:
    """What was said of the signed paper, once all of it is."""
    answers = _answers(turn, found)
    form = _form(turn, found)
    if answers is None or form.next(answers) is not None:
        return None
    office = form.question("signer_office")
    return Signed(
        number=str(answers["number"]),
        decided_on=date.fromisoformat(answers["decided_on"]),
        signer=str(answers["signer"]),
        signer_office="" if office is None else catalog("vi").render(office.label(answers["signer_office"])),
    )


@routes.shows("recognition-check/{proposal}", Action.RECOGNISE)
def check(turn: Turn, proposal: RecognitionList) -> Answer:
    """Once more as it stands on the paper, before anybody is recognised by it."""
    signed = _signed(turn, proposal)
    if signed is None or proposal.state is not Paper.SUBMITTED:
        return Goto(at(proposal))
    n = sum(recognition.counts(turn.tx, proposal.id).values())
    return Screen(
        title=T("Ban hành quyết định?"),
        text=lines(
            T("Số: {number}", number=signed.number),
            T("Ngày: {day}", day=Day(signed.decided_on)),
            T("Người ký: {office} {signer}", office=signed.signer_office, signer=signed.signer),
            Tn("{n} tên trong danh sách được công nhận {title}, và được báo tin.", n, title=title_name(proposal.title)),
        ),
        choices=(
            Choice(T("Đúng bản đã ký, ban hành"), ways.recognition_issue(proposal.id), Look.MAIN),
            Choice(T("Ghi lại từ đầu"), ways.recognition_sign(proposal.id)),
            back(proposal),
        ),
    )


@routes.does("recognition-issue/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def issue(turn: Turn, proposal: RecognitionList) -> Goto:
    """The decision is entered: everybody on the list is recognised, beside the turns."""
    held = locked(turn, proposal)
    signed = _signed(turn, held)
    if signed is None or (because := recognising.why_not(turn.tx, held)) is not None:
        return Goto(at(held), None if signed is None else because)
    if recognising.issue(turn.tx, turn.account, held, signed) is None:
        return Goto(at(held))
    turn.draft.drop(SIGNING)
    return Goto(at(held), T("Đã ghi quyết định. Máy đang báo cho từng người."))


@routes.shows("recognition-revoke/{proposal}", Action.RECOGNISE_NOW)
def revoke(turn: Turn, proposal: RecognitionList) -> Answer:
    """Why is the whole decision revoked?"""
    if proposal.state is not Paper.ISSUED:
        return Goto(at(proposal))
    return Screen(
        title=T("Thu hồi Quyết định số {number}", number=proposal.number),
        text=T("{You} gõ lý do, và số, ngày của văn bản thu hồi."),
        typed=True,
        choices=(back(proposal),),
    )


@routes.hears("recognition-revoke")
def revoke_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList) -> Goto:
    """The reason in own words."""
    reason = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.recognition_revoke(proposal.id), reason.hint)
    turn.draft.keep(WHY, reason)
    return Goto(ways.recognition_revoke_sure(proposal.id))


@routes.shows("recognition-revoke-sure/{proposal}", Action.RECOGNISE)
def revoke_sure(turn: Turn, proposal: RecognitionList) -> Answer:
    """What goes, before it does."""
    reason = turn.draft.get(WHY)
    if reason is None or proposal.state is not Paper.ISSUED:
        return Goto(at(proposal))
    n = sum(recognition.counts(turn.tx, proposal.id).values())
    return Screen(
        title=T("Thu hồi Quyết định số {number}?", number=proposal.number),
        text=lines(
            T("Lý do: {reason}", reason=reason),
            Tn("{n} người thôi được công nhận {title} và được báo tin. Việc này không làm lại được.", n,
               title=title_name(proposal.title)),
        ),
        choices=(
            Choice(T("Thu hồi quyết định"), ways.recognition_revoke_now(proposal.id), Look.DANGER),
            back(proposal),
        ),
    )  # fmt: skip


@routes.does("recognition-revoke-now/{proposal}", Action.RECOGNISE_NOW, Weight.FINAL)
def revoke_now(turn: Turn, proposal: RecognitionList) -> Goto:
    """Revoke it."""
    reason = turn.draft.get(WHY)
    if reason is None:
        return Goto(at(proposal))
    recognising.revoke(turn.tx, turn.account, locked(turn, proposal), why=reason)
    turn.draft.drop(WHY)
    return Goto(at(proposal))
