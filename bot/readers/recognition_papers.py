"""What the papers of a list of people to be recognised need to be read for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from acts.errands import CertificatesErrand, DecisionErrand, ProposalErrand
from acts.recognising import may_be_signed
from criteria.letterhead import office_lines, sign_of
from criteria.model import Standing
from criteria.parse import title_name
from criteria.recognition import Paper
from handlers.commune.year_basis import own_plan
from locales.text import T, Words
from reports.certificates import Certificates, Recognised
from reports.documents.elements import number_as_signed
from reports.documents.recognition import Decided, Ground, RecognitionPaper
from reports.name_list import ListedName
from reports.posting_list import PostingList
from reports.recognised_list import RecognisedList
from storage import cycles, letterheads, places, recognition
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.recognition import Name, RecognitionList


def posting(tx: Transaction, list_id: int) -> tuple[PostingList, frozenset[int]]:
    """The list as it hangs, and the ids of the people whom it names.

    Raises:
        LookupError: it is gone, or does not hang any more.
    """
    found = recognition.get(tx, list_id)
    cycle = cycles.load(tx, found.cycle_id)
    if found.state is not Paper.POSTED or found.posted_from is None or found.posted_to is None or cycle is None:
        raise LookupError(f"recognition list {list_id} is not posted")
    names = recognition.all_names(tx, list_id)
    made = PostingList(
        title=title_name(found.title),
        year=found.year,
        commune=places.get(tx, found.commune_id).inline_name,
        first=found.posted_from,
        last=found.posted_to,
        names=listed_names(tx, list_id, names),
        warning=warning_of(cycle, found.title),
        made_at=tx.now,
    )
    return made, frozenset(each.person_id for each in names)


DECISION = "decision"  # the kind of paper whose letterhead a decision and what rests on it have
SIGNABLE = frozenset({Paper.SUBMITTED, Paper.ISSUED})


def to_sign(tx: Transaction, errand: ProposalErrand | DecisionErrand) -> tuple[RecognitionPaper, frozenset[int]]:
    """What a Tờ trình or a decision is made of, and the ids of the people whom it names.

    Raises:
        LookupError: the list is not, or no more, before somebody who signs; or its rules are nobody's.
    """
    found = recognition.get(tx, errand.list_id)
    cycle = cycles.load(tx, found.cycle_id)
    if found.state not in SIGNABLE or cycle is None or not may_be_signed(cycle, found.title):
        raise LookupError(f"recognition list {found.id} is not to be signed")
    commune = places.get(tx, found.commune_id)
    is_issued = found.state is Paper.ISSUED
    listed = recognition.on_decision(tx, found.id) if is_issued else recognition.all_names(tx, found.id)
    said = recognition.objections(tx, found.id)
    plan = own_plan(tx, cycle)
    criteria = cycle.criteria(found.title)
    number, day = (errand.number, errand.day) if isinstance(errand, ProposalErrand) else ("", "")
    made = RecognitionPaper(
        title=title_name(found.title),
        kind=criteria.subject,
        year=found.year,
        commune=commune.full_name,
        inline=commune.inline_name,
        bare=commune.name,
        names=listed_names(tx, found.id, listed),
        posted=(found.posted_from, found.posted_to) if found.posted_from and found.posted_to else None,
        objections=len(said),
        ground=Ground(
            number=criteria.number,
            day=criteria.issued_on,
            issuer=criteria.issuer,
            compared=cycle.standing(found.title) is Standing.VERIFIED,
        ),
        plan=None if plan is None else plan.name,
        letterhead=errand.letterhead,
        made_at=tx.now,
        number=number,
        day=date.fromisoformat(day) if day else None,
        proposed_by=errand.proposed_by if isinstance(errand, DecisionErrand) else None,
        decided=decided(found) if is_issued else None,
    )
    return made, frozenset(each.person_id for each in listed)


def extract(tx: Transaction, list_id: int) -> tuple[RecognisedList, frozenset[int]]:
    """Who is recognised by a signed decision today, and the ids of the people whom that names.

    Raises:
        LookupError: it is not signed, revoked, or of rules that are nobody's.
    """
    found, cycle = _issued(tx, list_id)
    commune = places.get(tx, found.commune_id)
    listed = [each.name for each in recognition.certified(tx, list_id)]
    made = RecognisedList(
        title=title_name(found.title),
        kind=cycle.criteria(found.title).subject,
        year=found.year,
        commune=commune.full_name,
        inline=commune.inline_name,
        bare=commune.name,
        letterhead=letterheads.of_commune(tx, found.commune_id, DECISION).letterhead,
        decided=decided(found),
        names=listed_names(tx, list_id, listed),
        made_at=tx.now,
    )
    return made, frozenset(each.person_id for each in listed)


def to_certify(tx: Transaction, errand: CertificatesErrand) -> tuple[Certificates, frozenset[int]]:
    """Whom the pages are for, and the ids of the people whom they name.

    Raises:
        LookupError: nobody is recognised by it, or it is of rules that are nobody's.
    """
    found, cycle = _issued(tx, errand.list_id)
    commune = places.get(tx, found.commune_id)
    some = recognition.certified(tx, found.id, place_id=errand.place_id or None, name_id=errand.name_id or None)
    if not some:
        raise LookupError(f"nobody is recognised by recognition list {found.id}")
    head = letterheads.of_commune(tx, found.commune_id, DECISION).letterhead
    signed = decided(found)
    shown = listed_names(tx, found.id, [each.name for each in some])
    made = Certificates(
        title=title_name(found.title),
        kind=cycle.criteria(found.title).subject,
        year=found.year,
        issuer=head.issuer,
        commune=commune.full_name,
        inline=commune.inline_name,
        place=head.place or commune.name,
        number=number_as_signed(signed.number, "QĐ", sign_of(head.issuer)).removeprefix("Số: "),
        day=signed.day,
        signer=signed.signer,
        office=tuple(office_lines(head, signed.office)),
        people=tuple(Recognised(name, each.code) for name, each in zip(shown, some, strict=True)),
        address=errand.address,
        size=errand.size,
        made_at=tx.now,
    )
    return made, frozenset(each.name.person_id for each in some)


def _issued(tx: Transaction, list_id: int) -> tuple[RecognitionList, Cycle]:
    found = recognition.get(tx, list_id)
    cycle = cycles.load(tx, found.cycle_id)
    if found.state is not Paper.ISSUED or cycle is None or not may_be_signed(cycle, found.title):
        raise LookupError(f"recognition list {list_id} recognises nobody")
    return found, cycle


def decided(found: RecognitionList) -> Decided:
    """What stands on the signed paper.

    Raises:
        LookupError: nothing is signed.
    """
    if found.decided_on is None:
        raise LookupError(f"recognition list {found.id} is not signed")
    return Decided(number=found.number, day=found.decided_on, signer=found.signer, office=found.signer_office)


def listed_names(tx: Transaction, list_id: int, listed: Sequence[Name]) -> list[ListedName]:
    """These names of a list as they are printed: a clan, a village by its own name, namesakes with their household."""
    called = recognition.place_names(tx, {each.place_id for each in listed})
    heads = recognition.household_heads(tx, list_id)
    groups = recognition.group_names(tx, list_id)
    return [
        ListedName(groups.get(each.id, each.full_name), called[each.place_id], heads.get(each.id, ""), each.household)
        for each in listed
    ]


def warning_of(cycle: Cycle, title: str) -> Words | None:
    """Why a paper of a title is not to be taken for final; ``None`` where nothing is uncertain."""
    if cycle.is_training:
        return T("BẢN TẬP HUẤN: số điểm là số giả, không dùng để niêm yết thật.")
    match cycle.standing(title):
        case Standing.PROPOSED:
            return T("BẢN DỰ KIẾN: {commune_label} chưa chọn cách dùng bộ tiêu chí.")
        case Standing.PROVISIONAL:
            return T("Bộ tiêu chí đang dùng tạm thời.")
        case _:
            return None
