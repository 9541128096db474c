"""Tờ trình and the draft of the decision: how they are headed and signed is shown and chosen before a file is made.

What was chosen is kept for each of the two and offered again. The number and the day of a Tờ trình are one paper's own:
they lie in the draft. Those of a decision come with the signed paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from acts import recognising, ways
from acts.choice import Choice, Look
from acts.errands import DecisionErrand, FileErrand, ProposalErrand, ask_for
from acts.words.recognition_words import decision_words
from criteria.letterhead import Capacity, Issuer, Letterhead, issuer_name, sign_of, signature_lines
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.recognition_words import ONLY_WORDS, at, back
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.letterhead_fields import (
    ADDRESSEES,
    CAPACITIES,
    CHANGED,
    COPIES,
    DAY,
    NOT_PRINTED,
    NUMBER,
    OPEN,
    PLACE,
    SIGNER,
    SUPERIOR,
    Field,
    said_or,
)
from locales.text import BLANK, Day, T, Words, joined, lines
from storage import letterheads, places
from storage.letterheads import Kept
from storage.recognition import RecognitionList

routes = Routes()

PROPOSAL, DECISION = "proposal", "decision"
OWN = Part[dict[str, Any]]("proposal-paper", dict)  # in the draft: the number and the day of a list's Tờ trình
ENDINGS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two papers: its name, its sign in the number, what is asked about it."""

    name: Words
    sign: str
    fields: Mapping[str, Field]


KINDS: Mapping[str, Kind] = {
    PROPOSAL: Kind(
        T("Tờ trình đề nghị công nhận"),
        "TTr",
        {
            "addressees": ADDRESSEES,
            "signer": SIGNER,
            "number": NUMBER,
            "day": DAY,
            "place": PLACE,
            "copies": COPIES,
            "superior": SUPERIOR,
        },
    ),
    DECISION: Kind(
        T("Quyết định công nhận"), "QĐ", {"signer": SIGNER, "place": PLACE, "copies": COPIES, "superior": SUPERIOR}
    ),
}
ONES_OWN = ("number", "day")  # of one paper: not offered for the next


@routes.shows("decision-paper/{proposal}/{document}", Action.RECOGNISE)
def decision_paper(turn: Turn, proposal: RecognitionList, document: str) -> Answer:
    """How the Tờ trình or the decision is headed and signed, before it is made."""
    if (refused := _refused(turn, proposal, document)) is not None:
        return refused
    kept = _kept(turn, proposal, document)
    issuer = kept.letterhead.issuer
    other = Issuer.ASSOCIATION if issuer is Issuer.COMMITTEE else Issuer.COMMITTEE
    kind = KINDS[document]
    return Screen(
        room=UNBROKEN,
        title=kind.name,
        text=lines(
            T("{You} xem phần đầu và chữ ký. Máy in đúng như sau:"),
            BLANK,
            *_heading(turn, proposal, kept.letterhead, document),
        ),
        choices=(
            Choice(T("Làm tệp Word"), ways.decision_make(proposal.id, document, "docx", kept.revision), Look.MAIN),
            Choice(T("Làm tệp PDF để in"), ways.decision_make(proposal.id, document, "pdf", kept.revision)),
            Choice(T("Chức vụ người ký"), ways.decision_signs(proposal.id, document)),
            *(Choice(each.label, ways.decision_field(proposal.id, document, key)) for key, each in kind.fields.items()),
            Choice(
                T("Đổi cơ quan ban hành: {issuer}", issuer=issuer_name(other)),
                ways.decision_issuer(proposal.id, document, other.value),
            ),
            back(proposal),
        ),
    )


def _refused(turn: Turn, found: RecognitionList, document: str) -> Goto | None:
    """Where there is no such paper: not yet, no more, or never of these rules."""
    if document not in KINDS:
        return Goto(at(found))
    if (because := recognising.why_not(turn.tx, found)) is not None:
        return Goto(at(found), because)
    if found.state not in {Paper.SUBMITTED, Paper.ISSUED}:  # an old button
        return Goto(at(found), T("Danh sách trình ký rồi mới lập được văn bản này."))
    return None


def _kept(turn: Turn, found: RecognitionList, document: str) -> Kept:
    return letterheads.of_commune(turn.tx, found.commune_id, document)


def _heading(turn: Turn, found: RecognitionList, letterhead: Letterhead, document: str) -> tuple[Words | None, ...]:
    """What will be printed, a line each."""
    commune = places.get(turn.tx, found.commune_id)
    is_proposal, is_signed = document == PROPOSAL, document == DECISION and found.state is Paper.ISSUED
    number, day = _own(turn, found)
    sign = f"{KINDS[document].sign}-{sign_of(letterhead.issuer)}"
    signed = (
        decision_words(found)
        if is_signed
        else T(
            "Người ký: {office}; tên: {name}",
            office=joined(signature_lines(letterhead), ", "),
            name=said_or(letterhead.signer, OPEN),
        )
    )
    place = letterhead.place or commune.name
    return (
        T("Cơ quan ban hành: {issuer} {commune}", issuer=issuer_name(letterhead.issuer), commune=commune.inline_name),
        T("Cơ quan cấp trên: {name}", name=said_or(letterhead.superior, NOT_PRINTED)),
        None if is_signed else T("Số: {number}/{sign}", number=(is_proposal and number) or "…", sign=sign),
        T("Nơi ký: {place}", place=place),
        T("Ngày ký: {day}", day=Day(day) if day else OPEN) if is_proposal else None,
        T("Kính gửi: {receivers}", receivers=said_or("; ".join(letterhead.addressees), OPEN)) if is_proposal else None,
        T("Nơi nhận: {receivers}", receivers=said_or("; ".join(letterhead.copies), NOT_PRINTED)),
        signed,
    )


def _own(turn: Turn, found: RecognitionList) -> tuple[str, date | None]:
    """The number and the day that were typed for this list's Tờ trình; empty where they were not."""
    draft = turn.draft.get(OWN) or {}
    if draft.get("list") != found.id:
        return "", None
    day = str(draft.get("day", ""))
    return str(draft.get("number", "")), date.fromisoformat(day) if day else None


def _keep(turn: Turn, found: RecognitionList, document: str, field: str, value: object) -> None:
    """Write down one field: of this kind of paper, or of this list's."""
    if field not in ONES_OWN:
        letterheads.change_of(turn.tx, found.commune_id, document, {field: value})
        return
    draft = turn.draft.get(OWN) or {}
    before = draft if draft.get("list") == found.id else {"list": found.id}
    turn.draft.keep(OWN, {**before, field: value})


@routes.does("decision-make/{proposal}/{document}/{ending}/{shown}", Action.RECOGNISE)
def decision_make(turn: Turn, proposal: RecognitionList, document: str, ending: str, shown: int) -> Goto:
    """Ask for the file, headed as it was shown: ``shown`` is the letterhead's revision on the screen."""
    if (refused := _refused(turn, proposal, document)) is not None:
        return refused
    kept = _kept(turn, proposal, document)
    here = ways.decision_paper(proposal.id, document)
    if ending not in ENDINGS:
        return Goto(here)
    if kept.revision != shown:
        return Goto(here, CHANGED)
    if not ask_for(turn.tx, turn.account, _errand(turn, proposal, document, ending, kept.letterhead)):
        return Goto(here, T("Tệp trước đang lập, {you} đợi một chút."))
    return Goto(at(proposal), T("Đang lập văn bản, xong sẽ gửi tệp vào đây."))


def _errand(turn: Turn, found: RecognitionList, document: str, ending: str, letterhead: Letterhead) -> FileErrand:
    if document == PROPOSAL:
        number, day = _own(turn, found)
        return ProposalErrand(found.id, letterhead, ending, number, day.isoformat() if day else "")
    chosen = letterheads.own_of(turn.tx, found.commune_id, PROPOSAL)
    return DecisionErrand(found.id, letterhead, ending, chosen)


@routes.does("decision-issuer/{proposal}/{document}/{issuer}", Action.RECOGNISE)
def decision_issuer(turn: Turn, proposal: RecognitionList, document: str, issuer: str) -> Goto:
    """From now on this body issues such papers; who signs for the other one does not sign for it."""
    if document not in KINDS:
        return Goto(at(proposal))
    before = _kept(turn, proposal, document).letterhead.issuer
    if issuer in set(Issuer) and before is not Issuer(issuer):
        fresh = {"issuer": Issuer(issuer), "superior": "", "capacity": Capacity.OPEN, "signer": ""}
        letterheads.change_of(turn.tx, proposal.commune_id, document, fresh)
    return Goto(ways.decision_paper(proposal.id, document))


@routes.shows("decision-signs/{proposal}/{document}", Action.RECOGNISE)
def decision_signs(turn: Turn, proposal: RecognitionList, document: str) -> Answer:
    """In what capacity does somebody sign?"""
    if (refused := _refused(turn, proposal, document)) is not None:
        return refused
    return Screen(
        title=KINDS[document].name,
        text=T("Ai ký? Người ký thay thì in thêm “{line}”.", line="KT. CHỦ TỊCH"),
        choices=(
            *(
                Choice(label, ways.decision_capacity(proposal.id, document, each.value))
                for each, label in CAPACITIES.items()
            ),
            _back(proposal, document),
        ),
    )


@routes.does("decision-capacity/{proposal}/{document}/{capacity}", Action.RECOGNISE)
def decision_capacity(turn: Turn, proposal: RecognitionList, document: str, capacity: str) -> Goto:
    """From now on such papers are signed in this capacity; the name of somebody else is asked for anew."""
    if document not in KINDS:
        return Goto(at(proposal))
    here = ways.decision_paper(proposal.id, document)
    if capacity not in set(Capacity):
        return Goto(here)
    chosen = Capacity(capacity)
    if _kept(turn, proposal, document).letterhead.capacity is chosen:
        return Goto(here)
    letterheads.change_of(turn.tx, proposal.commune_id, document, {"capacity": chosen, "signer": ""})
    return Goto(here if chosen is Capacity.OPEN else ways.decision_field(proposal.id, document, "signer"))


@routes.shows("decision-field/{proposal}/{document}/{field}", Action.RECOGNISE)
def decision_field(turn: Turn, proposal: RecognitionList, document: str, field: str) -> Answer:
    """Ask for one field of the heading, in own words."""
    if (refused := _refused(turn, proposal, document)) is not None:
        return refused
    asked = KINDS[document].fields.get(field)
    if asked is None:
        return Goto(ways.decision_paper(proposal.id, document))
    return Screen(
        title=asked.label,
        text=asked.asks,
        choices=(
            Choice(T("Để trống"), ways.decision_empty(proposal.id, document, field)),
            _back(proposal, document),
        ),
        typed=True,
        counted=field == "number",
    )


@routes.hears("decision-field")
def decision_field_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList, document: str, field: str) -> Goto:
    """Take what was typed."""
    here = ways.decision_field(proposal.id, document, field)
    asked = KINDS[document].fields.get(field) if document in KINDS else None
    if asked is None or _refused(turn, proposal, document) is not None:
        return Goto(here)
    if isinstance(said, Sent):
        return Goto(here, ONLY_WORDS)
    value = asked.read(turn, proposal.year, said.text)
    if isinstance(value, Misread):
        return Goto(here, value.hint)
    _keep(turn, proposal, document, field, value)
    return Goto(ways.decision_paper(proposal.id, document))


@routes.does("decision-empty/{proposal}/{document}/{field}", Action.RECOGNISE)
def decision_empty(turn: Turn, proposal: RecognitionList, document: str, field: str) -> Goto:
    """Leave a field open, or as it is by itself."""
    if document in KINDS and field in KINDS[document].fields:
        _keep(turn, proposal, document, field, () if field in {"addressees", "copies"} else "")
    return Goto(ways.decision_paper(proposal.id, document))


def _back(found: RecognitionList, document: str) -> Choice:
    return Choice(T("Quay lại"), ways.decision_paper(found.id, document), Look.WAY)
