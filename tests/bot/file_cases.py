"""A file of every kind: what it takes to ask for it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from acts import recognising
from acts.errands import (
    CertificatesErrand,
    CouncilPaperErrand,
    DecisionErrand,
    DoorListErrand,
    DossierErrand,
    DossierPaperErrand,
    EventQrErrand,
    ExtractErrand,
    FileErrand,
    FilledFormErrand,
    FundsErrand,
    HandoverErrand,
    InvitationQrErrand,
    LifelongRecordErrand,
    MeetingListErrand,
    MeetingPaperErrand,
    MyDataErrand,
    NoticeSheetErrand,
    OfficialsErrand,
    PapersErrand,
    PostersErrand,
    PosterSheet,
    PostingListErrand,
    PostingPaperErrand,
    PostingWordErrand,
    ProgressErrand,
    ProposalErrand,
    RegistrationListErrand,
    ResultsLeftErrand,
    ResultsTemplateErrand,
    RosterLeftErrand,
    RosterTemplateErrand,
    SiteCompareErrand,
    SiteSheetErrand,
    SummaryTableErrand,
    VillageQrErrand,
    WeekReportErrand,
    WithdrawalSheetErrand,
    WorkbookErrand,
    YearArchiveErrand,
    YearReportErrand,
)
from bot.file_makers import DOCX, PDF, PNG, XLSX, ZIP
from criteria.activity import CountedHow, EventKind
from criteria.declaration import Move
from criteria.letterhead import Capacity, Letterhead
from criteria.meeting import CouncilRole, Mark, MeetingKind
from criteria.model import CITIZEN, Standing
from criteria.policy import Role
from criteria.recognition import Step
from criteria.results_matching import Finding, Result
from handlers.commune.snapshot_figures import papers_of
from locales.text import T, to_data
from storage import (
    councils,
    cycles,
    decisions,
    declarations,
    learning_events,
    meetings,
    recognition,
    result_lists,
    roster_imports,
    snapshots,
)
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.roster_imports import NewLine
from tests.conftest import MOMENT
from tests.superior_forms import a_form
from tests.village import PLAIN, Village, declared, resident, there

SECRET = "https://t.me/hoctap?start=ABCDEFGH"  # what a former head must not be told once more
SITE_LIST = "Họ và tên,Năm sinh,Thôn\nHồ Văn Xa Lạ,1970,Kim Sơn\nHồ Thị Xa,1971,Kim Sơn\n".encode()
SIGNED = Letterhead(capacity=Capacity.VICE, signer="Phan Xuân Hải", addressees=("Sở Giáo dục và Đào tạo",))


@dataclass(frozen=True)
class Case:
    """An errand of one kind, and what comes of it."""

    route: str  # by which it is asked for
    role: Role | None  # that the right to it rests on
    make: Callable[[Transaction, Village], FileErrand]
    media_type: str
    brings: bytes = b""  # what was sent for it, and lies in the store


def _event(tx: Transaction, village: Village) -> EventQrErrand:
    event = learning_events.announce(
        tx, place_id=village.kim_son.id, kind=EventKind.TALK, name="Nói chuyện về chè", held_on=MOMENT.date(), hours=2,
        organiser="Hội Nông dân", code="CHEXANH", person_id=village.head.id,
    )  # fmt: skip
    return EventQrErrand(event.id, SECRET)


def _figures(tx: Transaction, village: Village) -> int:
    """Figures of the year, taken down."""
    assert tx.chain is not None
    papers = papers_of(tx, village.cycle, tx.chain.account_id)
    return snapshots.take(tx, village.cycle, SnapshotKind.PROVISIONAL, papers, upto=0, by=village.officer.id).id


def _place_and_cycle(village: Village) -> tuple[int, int]:
    return village.kim_son.id, village.cycle.id


def _left(tx: Transaction, village: Village) -> RosterLeftErrand:
    """One line of a list could not be taken."""
    assert tx.chain is not None
    here, who = village.commune.id, tx.chain.account_id
    file = roster_imports.begin(tx, commune_id=here, account_id=who, file_name="danh-sach.xlsx", digest=None)
    why = {"column": "birth", "seen": "30/02", "why": to_data(T("Không có ngày này.")), "stops": True}
    line = NewLine(n=0, sheet="Trang 1", row=7, place_id=None, cells={"name": "Hồ Văn X"}, remarks=[why])
    roster_imports.put_lines(tx, file.id, [line])
    return RosterLeftErrand(file.id)


def _results_left(tx: Transaction, village: Village) -> ResultsLeftErrand:
    """One line of a list of results could not be read, another names nobody of the commune."""
    assert tx.chain is not None
    here, who = village.cycle, tx.chain.account_id
    found = result_lists.begin(tx, here, account_id=who, by=village.officer.id, file_name="kq.xlsx", digest=None)
    why = {"column": "birth", "seen": "30/02", "why": to_data(T("Không có ngày này.")), "stops": True}
    unread = result_lists.NewLine(n=0, sheet="Trang 1", row=7, place_id=None, cells={"name": "Hồ Văn X"}, remarks=[why])
    unknown = result_lists.NewLine(
        n=1, sheet="Trang 1", row=8, place_id=village.kim_son.id, full_name="Hồ Văn Lạ", birth_year=1980,
        result=Result(True, "81.5", (("1", "9"),)), finding=Finding.UNKNOWN,
    )  # fmt: skip
    result_lists.put_lines(tx, found.id, [unread, unknown])
    return ResultsLeftErrand(found.id)


def _posted(tx: Transaction, village: Village) -> int:
    """A list with somebody who is new, hanging from today."""
    person = resident(tx, village.kim_son, "Lò Thị Mới", 1980, household="41")
    sent = declared(tx, village, person, PLAIN)
    held = there(declarations.load(tx, sent.id))
    decisions.decide(tx, held, Move.CONFIRM, person_id=village.head.id)
    made = recognition.draw_up(
        tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=[village.kim_son.id], by=village.officer.id
    )
    recognising.post(tx, recognition.get(tx, there(made).id, lock=True), MOMENT.date())
    return there(made).id


def _meeting(tx: Transaction, village: Village) -> MeetingPaperErrand:
    """A meeting of Kim Sơn at which somebody who is new was discussed in vain."""
    _posted(tx, village)
    place, cycle = _place_and_cycle(village)
    found = meetings.begin(tx, cycle_id=cycle, kind=MeetingKind.VILLAGE, place_id=place, by=village.officer.id)
    (one, *_) = meetings.everybody(tx, found)
    meetings.set_apart(tx, found, one.declaration_id, mark=Mark.DISCUSS, agreed=False, said="Cần xem lại")
    return MeetingPaperErrand(found.id, "minutes")


def _week(tx: Transaction, village: Village) -> WeekReportErrand:
    """A Tuần lễ of which one evening was counted by hand."""
    learning_events.announce(
        tx, place_id=village.kim_son.id, kind=EventKind.LIFELONG_WEEK, name="Đêm đọc sách", held_on=MOMENT.date(),
        hours=2, organiser="Thôn", code="TUANLE", person_id=village.head.id, counted=40,
        counted_how=CountedHow.SIGNED,
    )  # fmt: skip
    return WeekReportErrand(village.commune.id, "week", MOMENT.year)


def _council(tx: Transaction, village: Village) -> CouncilPaperErrand:
    councils.add(
        tx,
        village.cycle.id,
        full_name="Trần Văn Bình",
        post="Chủ tịch Hội Khuyến học",
        role=CouncilRole.CHAIR,
        by=village.officer.id,
    )
    return CouncilPaperErrand(village.cycle.id)


def _submitted(tx: Transaction, village: Village) -> int:
    """The same list, by rules that the commune has chosen, before somebody who signs."""
    cycle = there(cycles.load(tx, village.cycle.id))
    if cycle.standing() is Standing.PROPOSED:
        cycles.adopt(tx, cycle, CITIZEN, Adoption.shipped("cdht-324-2023", Standing.PROVISIONAL), person_id=None)
    found = _posted(tx, village)
    recognising.submit(tx, recognition.get(tx, found, lock=True))
    return found


def _signed(tx: Transaction, village: Village) -> int:
    """The same list, signed and carried out."""
    found = _submitted(tx, village)
    recognition.step(
        tx, recognition.get(tx, found, lock=True), Step.ISSUE, number="15/QĐ-UBND", decided_on=MOMENT.date(),
        signer="Lê Văn Cả", signer_office="Chủ tịch", issued_at=tx.now,
    )  # fmt: skip
    recognising.carry_out_some(tx, found, by=village.officer.id)
    return found


def _papers(_tx: Transaction, village: Village) -> PapersErrand:
    return PapersErrand(*_place_and_cycle(village), CITIZEN, named=True)


CASES: Mapping[type[FileErrand], Case] = {
    WorkbookErrand: Case("export", Role.OFFICER, lambda _, village: WorkbookErrand(village.cycle.id), XLSX),
    OfficialsErrand: Case("officials-file", Role.OFFICER, lambda _, village: OfficialsErrand(village.cycle.id), XLSX),
    FundsErrand: Case("funds-file", Role.OFFICER, lambda _, village: FundsErrand(village.cycle.id), XLSX),
    YearArchiveErrand: Case(
        "year-archive", Role.OFFICER, lambda _, village: YearArchiveErrand(village.cycle.id, SIGNED), ZIP
    ),
    HandoverErrand: Case("handover", Role.OFFICER, lambda _, village: HandoverErrand(village.cycle.id, SIGNED), DOCX),
    YearReportErrand: Case(
        "paper-make",
        Role.OFFICER,
        lambda _, village: YearReportErrand(village.cycle.id, SIGNED, "5", "2026-11-28"),
        DOCX,
    ),
    SummaryTableErrand: Case(
        "paper-make", Role.OFFICER, lambda _, village: SummaryTableErrand(village.cycle.id, SIGNED), XLSX
    ),
    NoticeSheetErrand: Case(
        "publish-sheet", Role.OFFICER, lambda tx, village: NoticeSheetErrand(_figures(tx, village), SECRET), PDF
    ),
    PostersErrand: Case(
        "posters",
        Role.HEAD,
        lambda _, village: PostersErrand((PosterSheet(village.kim_son.id, "KIMSON", (SECRET,)),)),
        XLSX,
    ),
    VillageQrErrand: Case("qr", Role.HEAD, lambda _, village: VillageQrErrand(village.kim_son.id, SECRET), PNG),
    InvitationQrErrand: Case(
        "ask-in", Role.HEAD, lambda _, village: InvitationQrErrand(village.kim_son.id, SECRET), PNG
    ),
    EventQrErrand: Case("event-qr", Role.HEAD, _event, PNG),
    PapersErrand: Case("papers-make", Role.HEAD, _papers, PDF),
    RegistrationListErrand: Case(
        "enrol-paper", Role.HEAD, lambda _, village: RegistrationListErrand(*_place_and_cycle(village)), PDF
    ),
    MeetingListErrand: Case(
        "meeting-list", Role.HEAD, lambda _, village: MeetingListErrand(*_place_and_cycle(village)), PDF
    ),
    WeekReportErrand: Case("week-report-make", Role.OFFICER, _week, DOCX),
    MeetingPaperErrand: Case("meeting-paper", Role.HEAD, _meeting, DOCX),
    CouncilPaperErrand: Case("council-paper", Role.OFFICER, _council, DOCX),
    FilledFormErrand: Case(
        "form-fill",
        Role.OFFICER,
        lambda tx, village: FilledFormErrand(
            a_form(tx, village.commune.id, by=village.officer.id).id, village.cycle.id
        ),
        XLSX,
    ),
    SiteSheetErrand: Case("site-sheet", Role.OFFICER, lambda _, village: SiteSheetErrand(village.cycle.id), XLSX),
    SiteCompareErrand: Case(
        "site-send",
        Role.OFFICER,
        lambda _, village: SiteCompareErrand(village.cycle.id, sha256(SITE_LIST).hexdigest(), "ds.csv"),
        XLSX,
        brings=SITE_LIST,
    ),
    DossierErrand: Case("dossier-make", Role.OFFICER, lambda _, village: DossierErrand(village.cycle.id), ZIP),
    DossierPaperErrand: Case(
        "dossier-make", Role.OFFICER, lambda _, village: DossierPaperErrand(village.cycle.id, "report"), DOCX
    ),
    PostingPaperErrand: Case(
        "recognition-paper", Role.OFFICER, lambda tx, village: PostingPaperErrand(_posted(tx, village), "minutes"), DOCX
    ),
    DoorListErrand: Case("doors", Role.HEAD, lambda _, village: DoorListErrand(*_place_and_cycle(village)), PDF),
    ProgressErrand: Case("progress", Role.HEAD, lambda _, village: ProgressErrand(*_place_and_cycle(village)), PNG),
    WithdrawalSheetErrand: Case(
        "withdraw-sheet",
        Role.HEAD,
        lambda tx, village: WithdrawalSheetErrand(
            resident(tx, village.kim_son, "Lò Thị Không Máy", 1940, household="40").id
        ),
        PDF,
    ),
    PostingListErrand: Case(
        "recognition-posting", Role.OFFICER, lambda tx, village: PostingListErrand(_posted(tx, village)), PDF
    ),
    PostingWordErrand: Case(
        "recognition-posting", Role.OFFICER, lambda tx, village: PostingWordErrand(_posted(tx, village)), DOCX
    ),
    ProposalErrand: Case(
        "decision-make",
        Role.OFFICER,
        lambda tx, village: ProposalErrand(_submitted(tx, village), SIGNED, "docx", "5", "2026-11-28"),
        DOCX,
    ),
    DecisionErrand: Case(
        "decision-make",
        Role.OFFICER,
        lambda tx, village: DecisionErrand(_submitted(tx, village), SIGNED, "pdf", None),
        PDF,
    ),
    ExtractErrand: Case(
        "recognition-extract", Role.OFFICER, lambda tx, village: ExtractErrand(_signed(tx, village), "docx"), DOCX
    ),
    CertificatesErrand: Case(
        "certificates-make",
        Role.OFFICER,
        lambda tx, village: CertificatesErrand(_signed(tx, village), 0, 0, "a4", "https://hoctap.vn/cong-nhan/"),
        PDF,
    ),
    RosterTemplateErrand: Case(
        "roster-template", Role.OFFICER, lambda _, village: RosterTemplateErrand(village.commune.id), XLSX
    ),
    RosterLeftErrand: Case("roster-left", Role.OFFICER, _left, XLSX),
    ResultsTemplateErrand: Case(
        "results-template", Role.OFFICER, lambda _, village: ResultsTemplateErrand(village.cycle.id), XLSX
    ),
    ResultsLeftErrand: Case("results-left", Role.OFFICER, _results_left, XLSX),
    MyDataErrand: Case("data-file", None, lambda _tx, _village: MyDataErrand(), ZIP),
    LifelongRecordErrand: Case("record-file", None, lambda _tx, _village: LifelongRecordErrand(), PDF),
}
