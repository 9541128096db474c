"""Giấy công nhận of a signed decision, asked for on its screen; and the code on one that somebody brings."""

from __future__ import annotations

from acts import recognising, ways
from acts.choice import Choice, Look
from acts.errands import CertificatesErrand, ask_for
from acts.way import Way
from acts.words.recognition_words import decision_words
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.recognition_words import ONLY_WORDS, at, back
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from locales.text import T, Tn, Words, lines
from storage import recognition
from storage.cycles import Cycle
from storage.recognition import Name, RecognitionList

routes = Routes()

A4, A5 = "a4", "a5"
WAIT = T("Tệp trước đang lập, {you} đợi một chút.")
ASKED = T("Đang làm Giấy công nhận, xong sẽ gửi tệp vào đây. Nhiều tờ thì lâu hơn.")


@routes.shows("certificates/{proposal}/{size}", Action.RECOGNISE)
def certificates(turn: Turn, proposal: RecognitionList, size: str) -> Answer:
    """Of the whole decision, or of one place; on A4 or A5."""
    if (because := _why_none(turn, proposal)) is not None:
        return Goto(at(proposal), because)
    if size not in {A4, A5}:
        return Goto(ways.certificates(proposal.id, A4))
    other = A5 if size == A4 else A4
    counted = recognition.counts(turn.tx, proposal.id)
    called = recognition.place_names(turn.tx, counted)
    return Screen(
        room=UNBROKEN,
        title=T("Giấy công nhận, khổ {size}", size=size.upper()),
        text=lines(
            decision_words(proposal),
            Tn("Có {n} tờ, mỗi tờ một trang nằm ngang.", sum(counted.values())),
            T("Mỗi tờ có mã QR để ai cũng kiểm tra được.")
            if turn.links.certificates
            else T("Máy chủ chưa có địa chỉ công khai nên giấy không có mã QR; mã trên giấy kiểm tra tại ủy ban."),
        ),
        choices=(
            Choice(T("Làm tất cả"), ways.certificates_make(proposal.id, 0, size), Look.MAIN),
            *(
                Choice(Tn("{place} ({n} tờ)", n, place=called[key]), ways.certificates_make(proposal.id, key, size))
                for key, n in sorted(counted.items())
            ),
            Choice(T("Đổi khổ giấy: {size}", size=other.upper()), ways.certificates(proposal.id, other)),
            back(proposal),
        ),
    )


def _why_none(turn: Turn, found: RecognitionList) -> Words | None:
    """Why there is none to print: nobody signed, it was revoked, or the program is still writing everybody down."""
    if (because := recognising.why_not(turn.tx, found)) is not None:
        return because
    if found.state is not Paper.ISSUED:
        return T("Quyết định ký rồi mới in được Giấy công nhận.")
    if recognition.to_recognise(turn.tx, found.id, most=1):
        return T("Máy đang ghi công nhận cho từng người. {You} đợi tin xong rồi in.")
    return None


@routes.does("certificates-make/{proposal}/{place_id}/{size}", Action.RECOGNISE)
def certificates_make(turn: Turn, proposal: RecognitionList, place_id: int, size: str) -> Goto:
    """Ask for all of them, or for those of one place."""
    counted = recognition.counts(turn.tx, proposal.id)
    if size not in {A4, A5} or not counted or (place_id and place_id not in counted):
        return Goto(ways.certificates(proposal.id, A4))
    return _ask(turn, proposal, at(proposal), place_id=place_id, name_id=0, size=size)


@routes.does("certificate-one/{proposed}/{size}", Action.RECOGNISE)
def certificate_one(turn: Turn, proposed: Name, size: str) -> Goto:
    """Ask for one person's."""
    here = ways.recognition_name(proposed.id)
    found = recognition.get(turn.tx, proposed.list_id)
    if size not in {A4, A5} or not recognition.certified(turn.tx, found.id, name_id=proposed.id):
        return Goto(here)
    return _ask(turn, found, here, place_id=0, name_id=proposed.id, size=size)


def _ask(turn: Turn, found: RecognitionList, here: Way, *, place_id: int, name_id: int, size: str) -> Goto:
    if (because := _why_none(turn, found)) is not None:
        return Goto(here, because)
    errand = CertificatesErrand(found.id, place_id, name_id, size, turn.links.certificates)
    return Goto(here, ASKED if ask_for(turn.tx, turn.account, errand) else WAIT)


@routes.shows("certificate-check/{cycle}", Action.RECOGNISE)
def certificate_check(turn: Turn, cycle: Cycle) -> Screen:
    """Which code stands on the paper?"""
    return Screen(
        title=T("Kiểm tra Giấy công nhận"),
        text=T("{You} gõ mã 20 chữ in trên giấy."),
        typed=True,
        choices=(Choice(T("Công nhận danh hiệu"), ways.recognitions(cycle.id), Look.WAY),),
    )


@routes.hears("certificate-check")
def certificate_check_heard(turn: Turn, said: Said | Sent, cycle: Cycle) -> Goto:
    """Look for it, in this commune."""
    here = ways.certificate_check(cycle.id)
    if isinstance(said, Sent):
        return Goto(here, ONLY_WORDS)
    found = recognition.of_code(turn.tx, "".join(said.text.split()).upper())
    if found is None or found.commune_id != cycle.commune_id:
        return Goto(here, T("Không có mã này ở {commune_label}. {You} xem lại từng chữ rồi gõ lại."))
    return Goto(
        ways.recognition_name(found.name_id),
        T("Giấy này có giá trị.") if found.is_valid else T("Giấy này KHÔNG còn giá trị: đã thu hồi."),
    )
