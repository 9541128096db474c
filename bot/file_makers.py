"""How each file that people ask for is made: what is read for it, in one snapshot, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import assert_never

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
from criteria.parse import title_name
from criteria.sheet_number import person_of, sheet_number
from intake.listed import ListedPlace
from locales.catalog import ELDER, Address, address_for
from locales.format import day_of, year_of
from locales.office import paper_catalog
from locales.place_words import PlaceWords, named
from locales.text import Number, T, Tn, Verbatim, Words
from storage import (
    anchors,
    cycles,
    declarations,
    learning_events,
    meetings,
    people,
    places,
    recognition,
    result_lists,
    roster_imports,
    snapshots,
    superior_forms,
)
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import Looked
from storage.people import Person

PNG = "image/png"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MOST_BLANKS_SAID = 15  # of a form
MOST_LEFT = 50_000  # lines of one file that could not be taken


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file about to be made: everything is read, ``draw`` makes its bytes without a database, in a thread.

    Attributes:
        name: what people see it is called.
        notice: what is said when it arrives.
        names: ids of the people whom it names; who is handed it has looked at them.
        looked: as what that is on record.
    """

    name: str
    media_type: str
    notice: Words
    draw: Callable[[], bytes]
    names: frozenset[int] = frozenset()
    looked: Looked = Looked.PAPER


def read_for(  # noqa: PLR0912 (one case a kind)
    tx: Transaction, errand: FileErrand, account: Account, bytes_of: Callable[[str], bytes]
) -> Drawing:
    """The one table of makers: what makes the file of an errand, read for the account that asked.

    ``bytes_of``: the bytes of a stored file by their hash, asked while it is drawn. A kind without a line
    here does not pass mypy.
    """
    match errand:
        case WorkbookErrand():
            return _workbook(tx, errand, account)
        case YearReportErrand() | SummaryTableErrand():
            return _year_paper(tx, errand, account)
        case NoticeSheetErrand():
            return _notice_sheet(tx, errand)
        case PostersErrand():
            return _posters(tx, errand, account)
        case VillageQrErrand() | InvitationQrErrand():
            return _qr(tx, places.get(tx, errand.place_id).inline_name, errand.leads_to)
        case EventQrErrand():
            return _event_qr(tx, errand)
        case PapersErrand():
            return _papers(tx, errand)
        case DoorListErrand():
            return _door_list(tx, errand, account)
        case ProgressErrand():
            return _progress(tx, errand, account)
        case WithdrawalSheetErrand():
            return _withdrawal_sheet(tx, errand)
        case MyDataErrand():
            return _my_data(tx, account, bytes_of)
        case RegistrationListErrand():
            return _registration_list(tx, errand)
        case PostingListErrand() | PostingWordErrand():
            return _posting(tx, errand)
        case MeetingListErrand():
            return _meeting_list(tx, errand)
        case MeetingPaperErrand():
            return _meeting_paper(tx, errand)
        case WeekReportErrand():
            return _week_report(tx, errand)
        case CouncilPaperErrand():
            return _council_paper(tx, errand)
        case PostingPaperErrand():
            return _posting_paper(tx, errand)
        case ProposalErrand() | DecisionErrand():
            return _to_sign(tx, errand)
        case ExtractErrand():
            return _extract(tx, errand)
        case CertificatesErrand():
            return _certificates(tx, errand)
        case DossierErrand():
            return _dossier(tx, errand, bytes_of)
        case SiteSheetErrand() | SiteCompareErrand():
            return _site(tx, errand, account, bytes_of)
        case FilledFormErrand():
            return _filled_form(tx, errand, account)
        case DossierPaperErrand():
            return _dossier_paper(tx, errand)
        case LifelongRecordErrand():
            return _lifelong_record(tx, account)
        case RosterTemplateErrand():
            return _roster_template(tx, errand, account)
        case RosterLeftErrand():
            return _roster_left(tx, errand, account)
        case OfficialsErrand():
            return _officials(tx, errand)
        case FundsErrand():
            return _funds(tx, errand)
        case YearArchiveErrand():
            return _year_archive(tx, errand, account, bytes_of)
        case HandoverErrand():
            return _handover(tx, errand, account)
        case ResultsTemplateErrand():
            return _results_template(tx, errand, account)
        case ResultsLeftErrand():
            return _results_left(tx, errand, account)
        case _:
            assert_never(errand)


def _words(tx: Transaction, account: Account) -> Callable[[Words], str]:
    """How the words of a file are written for who asked: in their language, with their places' names."""
    here = places.words_to(tx, account.person, account.actor)
    return partial(say, account.language, here, ELDER)


def say(language: str, here: PlaceWords, address: Address, words: Words) -> str:
    """A text as it stands in a file about a place; in Vietnamese as offices write."""
    return paper_catalog(language).render(named(words, here), address)


def _workbook(tx: Transaction, errand: WorkbookErrand, account: Account) -> Drawing:
    from bot.readers.citizen_report import citizen_report
    from reports.citizen_workbook import citizen_workbook, file_name

    report = citizen_report(tx, errand.cycle_id, account.id)
    return Drawing(
        file_name(report.commune, report.year, report.as_of),
        XLSX,
        T("Báo cáo đã lập xong."),
        partial(citizen_workbook, report, _words(tx, account)),
        names=declarations.named_among_confirmed(tx, errand.cycle_id),
        looked=Looked.EXPORT,
    )


def _official(tx: Transaction, commune_id: int) -> Callable[[Words], str]:
    """How a commune's official papers are written: in Vietnamese, whatever language the officer reads."""
    return partial(say, "vi", places.words_in(tx, commune_id), ELDER)


def _year_paper(tx: Transaction, errand: YearReportErrand | SummaryTableErrand, account: Account) -> Drawing:
    from handlers.commune.snapshot_figures import figures_of
    from handlers.commune.year_figures import year_figures
    from reports.documents.year_report import YearReport, year_report
    from reports.file_names import file_name
    from reports.summary_workbook import summary_workbook

    if errand.snapshot_id:
        figures = figures_of(tx, snapshots.get(tx, errand.snapshot_id))
    else:
        figures = year_figures(tx, errand.cycle_id, account.id)
    words = _official(tx, figures.commune_id)
    if isinstance(errand, SummaryTableErrand):
        return Drawing(
            file_name("xlsx", tx.now, "bang tong hop", figures.year, figures.inline),
            XLSX,
            T("Bảng tổng hợp đã lập xong."),
            partial(summary_workbook, figures, errand.letterhead, words),
        )
    day = date.fromisoformat(errand.day) if errand.day else None
    report = YearReport(figures=figures, letterhead=errand.letterhead, number=errand.number, day=day)
    return Drawing(
        file_name("docx", tx.now, "bao cao nam", figures.year, figures.inline),
        DOCX,
        T("Báo cáo năm đã lập xong. Chỗ nào ghi “[…]” {you} viết thêm rồi hãy trình ký."),
        partial(year_report, report, words),
    )


def _notice_sheet(tx: Transaction, errand: NoticeSheetErrand) -> Drawing:
    from bot.readers.public_results import public_results
    from reports.file_names import file_name
    from reports.public_results import notice_sheet

    shown = snapshots.get(tx, errand.snapshot_id)
    found, words = public_results(tx, shown), _official(tx, shown.commune_id)
    return Drawing(
        file_name("pdf", tx.now, "bang tin ket qua", found.year, found.inline),
        PDF,
        T("Bảng kết quả khổ A3. {You} in ra, dán ở bảng tin."),
        partial(notice_sheet, found, errand.leads_to, words),
    )


def _posters(tx: Transaction, errand: PostersErrand, account: Account) -> Drawing:
    from reports.file_names import file_name
    from reports.posters import Poster, posters

    sheets, where = [], ""
    for each in errand.sheets:
        village = places.get(tx, each.place_id)
        commune = places.get(tx, village.commune_id)
        where = village.inline_name if len(errand.sheets) == 1 else commune.inline_name
        sheets.append(Poster(village.full_name, each.code, each.links, commune.full_name, commune.contact or ""))
    return Drawing(
        file_name("xlsx", tx.now, "ap phich ma qr", where),
        XLSX,
        T("Tờ dán đã làm xong. {You} in ra rồi dán ở nhà văn hoá."),
        partial(posters, sheets, _words(tx, account)),
    )


def _event_qr(tx: Transaction, errand: EventQrErrand) -> Drawing:
    event = learning_events.load(tx, errand.event_id)
    if event is None:
        raise LookupError(f"event {errand.event_id}")
    return _qr(tx, event.name, errand.leads_to)


def _qr(tx: Transaction, of: str, leads_to: str) -> Drawing:
    from reports.file_names import file_name
    from reports.qr import qr_picture

    name = file_name("png", tx.now, "ma qr", of)
    return Drawing(name, PNG, T("Ảnh mã QR của {place}.", place=of), partial(qr_picture, leads_to))


def _papers(tx: Transaction, errand: PapersErrand) -> Drawing:
    from bot.readers.village_papers import paper_sheets
    from reports.file_names import file_name
    from reports.paper_form import paper_forms

    words = partial(say, "vi", places.words_of(tx, errand.place_id), ELDER)
    where = places.get(tx, errand.place_id).inline_name
    sheets = paper_sheets(tx, errand)
    return Drawing(
        file_name("pdf", tx.now, "phieu", words(title_name(errand.title)), "co ten" if errand.named else "", where),
        PDF,
        T("Phiếu đã làm xong. {You} in ra, hai mặt hay một mặt đều được."),
        partial(paper_forms, sheets, words, anchors.printed_last(tx)),
        names=_numbered(each.number for each in sheets),
    )


def _numbered(numbers: Iterable[str | None]) -> frozenset[int]:
    """The people of paper forms' numbers."""
    return frozenset(key for each in numbers if each is not None and (key := person_of(each)) is not None)


def _door_list(tx: Transaction, errand: DoorListErrand, account: Account) -> Drawing:
    from bot.readers.village_papers import doors
    from reports.door_list import door_list
    from reports.file_names import file_name

    found = doors(tx, errand)
    return Drawing(
        file_name("pdf", tx.now, "di tung nha", places.get(tx, errand.place_id).inline_name),
        PDF,
        T("Danh sách đi từng nhà."),
        partial(door_list, found, _words(tx, account)),
        names=_numbered(each.number for home in found.households for each in home.people),
    )


def _registration_list(tx: Transaction, errand: RegistrationListErrand) -> Drawing:
    from bot.readers.village_papers import registrations_to_sign
    from reports.file_names import file_name
    from reports.registration_list import registration_list

    found, named_ = registrations_to_sign(tx, errand)
    return Drawing(
        file_name("pdf", tx.now, "danh sach dang ky", places.get(tx, errand.place_id).inline_name),
        PDF,
        T("Danh sách để ký đăng ký. {You} in ra, mang đi từng nhà hoặc để ở buổi họp."),
        partial(registration_list, found, partial(say, "vi", places.words_of(tx, errand.place_id), ELDER)),
        names=named_,
    )


def _posting(tx: Transaction, errand: PostingListErrand | PostingWordErrand) -> Drawing:
    from bot.readers.recognition_papers import posting
    from reports.file_names import file_name
    from reports.posting_list import posting_document, posting_pdf

    found, named_ = posting(tx, errand.list_id)
    listed = recognition.get(tx, errand.list_id)
    is_pdf = isinstance(errand, PostingListErrand)
    return Drawing(
        file_name("pdf" if is_pdf else "docx", tx.now, "danh-sach-niem-yet", listed.title, found.year, found.commune),
        PDF if is_pdf else DOCX,
        T("Danh sách niêm yết. {You} xem lại rồi in, dán nơi mọi người đọc được."),
        partial(
            posting_pdf if is_pdf else posting_document,
            found,
            partial(say, "vi", places.words_of(tx, listed.commune_id), ELDER),
        ),
        names=named_,
    )


READ_IT = T("Văn bản đã lập xong. Chỗ nào ghi “[…]” {you} viết thêm rồi hãy trình ký.")


def _meeting_list(tx: Transaction, errand: MeetingListErrand) -> Drawing:
    from bot.readers.meeting_papers import list_to_print
    from reports.file_names import file_name
    from reports.meeting_list import meeting_list

    found, named_ = list_to_print(tx, errand.place_id, errand.cycle_id)
    return Drawing(
        file_name("pdf", tx.now, "danh sach hop xet", places.get(tx, errand.place_id).inline_name),
        PDF,
        T("Danh sách họp xét. {You} in ra; ai cần bàn, ai vắng thì đánh dấu vào ô."),
        partial(meeting_list, found, partial(say, "vi", places.words_of(tx, errand.place_id), ELDER)),
        names=named_,
    )


def _meeting_paper(tx: Transaction, errand: MeetingPaperErrand) -> Drawing:
    from bot.readers.meeting_papers import meeting_paper
    from reports.file_names import file_name
    from reports.meeting_papers import invitation, minutes

    found, named_ = meeting_paper(tx, errand.meeting_id)
    is_minutes = errand.paper == "minutes"
    what = "bien ban hop" if is_minutes else "giay moi hop"
    where = meetings.get(tx, errand.meeting_id).place_id
    return Drawing(
        file_name("docx", tx.now, what, found.year, found.place),
        DOCX,
        READ_IT,
        partial(minutes if is_minutes else invitation, found, partial(say, "vi", places.words_of(tx, where), ELDER)),
        names=named_ if is_minutes else frozenset(),
    )


def _week_report(tx: Transaction, errand: WeekReportErrand) -> Drawing:
    from bot.readers.week_report import week_report as read
    from reports.file_names import file_name
    from reports.week_report import week_report

    commune_id = places.get(tx, errand.place_id).commune_id
    found = read(tx, commune_id, errand.what, errand.year)
    words = _official(tx, commune_id)
    return Drawing(
        file_name("docx", tx.now, "bao cao", words(found.name), found.year, found.office.inline),
        DOCX,
        READ_IT,
        partial(week_report, found, words),
    )


def _council_paper(tx: Transaction, errand: CouncilPaperErrand) -> Drawing:
    from bot.readers.meeting_papers import council
    from reports.file_names import file_name
    from reports.meeting_papers import council_decision

    found = council(tx, errand.cycle_id)
    (subject,) = errand.subjects(tx)
    return Drawing(
        file_name("docx", tx.now, "quyet dinh hoi dong", found.year, found.office.inline),
        DOCX,
        READ_IT,
        partial(council_decision, found, _official(tx, subject.commune_id)),
    )


def _posting_paper(tx: Transaction, errand: PostingPaperErrand) -> Drawing:
    from bot.readers.meeting_papers import posting
    from reports.file_names import file_name
    from reports.meeting_papers import posting_minutes, posting_notice

    found, named_ = posting(tx, errand.list_id)
    listed = recognition.get(tx, errand.list_id)
    is_minutes = errand.paper == "minutes"
    what = "ket thuc niem yet" if is_minutes else "thong bao niem yet"
    return Drawing(
        file_name("docx", tx.now, what, listed.title, found.year, found.office.inline),
        DOCX,
        READ_IT,
        partial(posting_minutes if is_minutes else posting_notice, found, _official(tx, listed.commune_id)),
        names=named_ if is_minutes else frozenset(),
    )


def _to_sign(tx: Transaction, errand: ProposalErrand | DecisionErrand) -> Drawing:
    from bot.readers.recognition_papers import to_sign
    from reports.documents.office_paper import as_pdf, as_word
    from reports.documents.recognition import decision, proposal
    from reports.file_names import file_name

    found, named_ = to_sign(tx, errand)
    listed = recognition.get(tx, errand.list_id)
    is_proposal, is_pdf = isinstance(errand, ProposalErrand), errand.ending == "pdf"
    words = _official(tx, listed.commune_id)
    paper = proposal(found, words) if is_proposal else decision(found, words)
    what = "to trinh" if is_proposal else "quyet dinh"
    return Drawing(
        file_name("pdf" if is_pdf else "docx", tx.now, what, words(title_name(listed.title)), found.year, found.inline),
        PDF if is_pdf else DOCX,
        T("Văn bản đã lập xong, kèm danh sách. Chỗ nào ghi “[…]” {you} viết thêm rồi hãy trình ký."),
        partial(as_pdf if is_pdf else as_word, paper),
        names=named_,
    )


def _extract(tx: Transaction, errand: ExtractErrand) -> Drawing:
    from bot.readers.recognition_papers import extract
    from reports.file_names import file_name
    from reports.recognised_list import recognised_document, recognised_workbook

    found, named_ = extract(tx, errand.list_id)
    listed = recognition.get(tx, errand.list_id)
    words = _official(tx, listed.commune_id)
    is_word = errand.ending == "docx"
    return Drawing(
        file_name(errand.ending, tx.now, "danh sach", words(title_name(listed.title)), found.year, found.inline),
        DOCX if is_word else XLSX,
        T("Danh sách được công nhận. Tệp có tên người: {you} chỉ gửi cho cơ quan cần dùng."),
        partial(recognised_document if is_word else recognised_workbook, found, words),
        names=named_,
    )


def _certificates(tx: Transaction, errand: CertificatesErrand) -> Drawing:
    from bot.readers.recognition_papers import to_certify
    from reports.certificates import certificates
    from reports.file_names import file_name

    found, named_ = to_certify(tx, errand)
    listed = recognition.get(tx, errand.list_id)
    words = _official(tx, listed.commune_id)
    where = places.get(tx, errand.place_id).inline_name if errand.place_id else found.inline
    what = (words(title_name(listed.title)), found.year, where, errand.size)
    return Drawing(
        file_name("pdf", tx.now, "giay cong nhan", *what),
        PDF,
        T("Giấy công nhận, khổ {size}, {n} tờ. {You} in thử một tờ trước.", size=errand.size.upper(),
          n=Number(len(found.people))),
        partial(certificates, found, words),
        names=named_,
    )  # fmt: skip


def _dossier(tx: Transaction, errand: DossierErrand, bytes_of: Callable[[str], bytes]) -> Drawing:
    from bot.readers.community_dossier import community_dossier, pictures_of
    from criteria.submission import load
    from reports.community_folder import community_folder
    from reports.file_names import file_name

    found = community_dossier(tx, errand.cycle_id)
    (subject,) = errand.subjects(tx)
    return Drawing(
        file_name("zip", tx.now, "ho so cong dong hoc tap", found.year, found.inline),
        ZIP,
        T("Trọn bộ hồ sơ đã lập xong. {You} mở ra xem, chỗ nào ghi “[…]” thì viết thêm rồi hãy nộp."),
        partial(
            community_folder,
            found,
            pictures_of(tx, errand.cycle_id),
            _official(tx, subject.commune_id),
            portal=load().portal,
            bytes_of=bytes_of,
        ),
    )


def _site(
    tx: Transaction, errand: SiteSheetErrand | SiteCompareErrand, account: Account, bytes_of: Callable[[str], bytes]
) -> Drawing:
    from bot.readers.site_sheet import compared, list_to_read, people_of
    from criteria.association_site import load
    from reports.file_names import file_name
    from reports.site_sheet import comparison_file, site_sheet

    cycle = cycles.load(tx, errand.cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {errand.cycle_id}")
    commune, ours, words = places.get(tx, cycle.commune_id), people_of(tx, cycle), _official(tx, cycle.commune_id)
    named_ = declarations.named_among_confirmed(tx, cycle.id)
    if isinstance(errand, SiteSheetErrand):
        return Drawing(
            file_name("xlsx", tx.now, "bang de nhap", cycle.year, commune.inline_name),
            XLSX,
            T("Bảng để nhập vào trang của Hội. Nhập xong nơi nào thì tích nơi ấy."),
            partial(site_sheet, load(), ours, commune=commune.full_name, year=cycle.year, words=words),
            names=named_,
            looked=Looked.EXPORT,
        )
    theirs = list_to_read(tx, cycle, errand.name, errand.digest)

    def draw() -> bytes:
        found = compared(ours, theirs, bytes_of)
        return comparison_file(found, commune=commune.full_name, year=cycle.year, words=words)

    return Drawing(
        file_name("xlsx", tx.now, "doi chieu trang cua hoi", cycle.year, commune.inline_name),
        XLSX,
        T("Kết quả đối chiếu với trang của Hội: ta có trang chưa có, trang có ta chưa có, hai bên đều có."),
        draw,
        names=named_,
        looked=Looked.EXPORT,
    )


def _filled_form(tx: Transaction, errand: FilledFormErrand, account: Account) -> Drawing:
    from bot.readers.form_values import form_values
    from reports.file_names import file_name
    from reports.superior_form import filled

    form = superior_forms.get(tx, errand.form_id)
    values, left = form_values(tx, form, errand.cycle_id, account.id, _official(tx, form.commune_id))
    said: Words = T("Bản điền theo mẫu đã xong. Mọi ô đã có số.")
    if left:
        shown = "; ".join(left[:MOST_BLANKS_SAID])
        said = Tn("Bản điền theo mẫu đã xong. Còn {n} ô chưa điền: {cells}.", len(left), cells=shown)
    return Drawing(
        file_name("xlsx", tx.now, "ban dien", form.name.rpartition(".")[0] or form.name),
        XLSX,
        said,
        partial(filled, superior_forms.content_of(tx, form.id), values),
    )


def _dossier_paper(tx: Transaction, errand: DossierPaperErrand) -> Drawing:
    from bot.readers.community_dossier import community_dossier
    from reports.community_papers import letter, self_assessment, summary_table
    from reports.file_names import file_name

    what, make = {
        "letter": ("cong van de nghi", letter),
        "report": ("bao cao tu danh gia", self_assessment),
        "table": ("bang tong hop tt25", summary_table),
    }[errand.paper]
    found = community_dossier(tx, errand.cycle_id)
    (subject,) = errand.subjects(tx)
    return Drawing(
        file_name("docx", tx.now, what, found.year, found.inline),
        DOCX,
        READ_IT,
        partial(make, found, _official(tx, subject.commune_id)),
    )


def _progress(tx: Transaction, errand: ProgressErrand, account: Account) -> Drawing:
    from bot.readers.village_papers import village_progress
    from reports.file_names import file_name
    from reports.progress_picture import progress_picture

    here = places.words_of(tx, errand.place_id)
    return Drawing(
        file_name("png", tx.now, "tien do", places.get(tx, errand.place_id).inline_name),
        PNG,
        named(T("Ảnh tiến độ. {You} gửi vào nhóm của {village_label} cũng được."), here),
        partial(progress_picture, village_progress(tx, errand), partial(say, account.language, here, ELDER)),
    )


def _withdrawal_sheet(tx: Transaction, errand: WithdrawalSheetErrand) -> Drawing:
    from reports.file_names import file_name
    from reports.withdrawal_sheet import WithdrawalSheet, withdrawal_sheet

    person = people.get(tx, errand.person_id)
    village = places.get(tx, person.place_id)
    commune = places.get(tx, village.commune_id)
    sheet = WithdrawalSheet(
        name=person.full_name,
        birth_year=person.birth_year,
        village=Verbatim(village.full_name),
        commune=Verbatim(commune.inline_name),
        contact=commune.contact or commune.full_name,
        number=sheet_number(person.id),
        on=day_of(tx.now),
        on_roster=person.on_roster,
    )
    words = partial(say, "vi", places.words_of(tx, person.place_id), ELDER)
    return Drawing(
        file_name("pdf", tx.now, "de nghi rut dong y", village.inline_name, sheet.number),
        PDF,
        T("Tờ đề nghị đã làm xong. {You} in ra, đọc cho người ấy nghe rồi để người ấy ký."),
        partial(withdrawal_sheet, sheet, words),
        names=frozenset({person.id}),
    )


def _roster_template(tx: Transaction, errand: RosterTemplateErrand, account: Account) -> Drawing:
    from intake.template import roster_template
    from reports.file_names import file_name

    villages = _listed_places(tx, errand.commune_id)
    return Drawing(
        file_name("xlsx", tx.now, "mau-danh-sach-dan-cu", places.get(tx, errand.commune_id).inline_name),
        XLSX,
        T("Tệp mẫu danh sách dân cư. {You} điền, lưu lại rồi gửi vào mục Danh sách dân cư."),
        partial(roster_template, villages, _words(tx, account)),
    )


def _roster_left(tx: Transaction, errand: RosterLeftErrand, account: Account) -> Drawing:
    from bot.readers.roster_file import left_out
    from intake.put_back import put_back
    from reports.file_names import file_name

    file = roster_imports.get(tx, errand.import_id)
    lines = roster_imports.page(tx, file.id, None, after=-1, most=MOST_LEFT)
    return Drawing(
        file_name("xlsx", tx.now, "dong-chua-nhan", file.file_name.rpartition(".")[0] or file.file_name),
        XLSX,
        T("Các dòng chưa nhận, mỗi dòng có lý do. {You} sửa trong tệp này rồi gửi lại."),
        partial(put_back, left_out(lines), _words(tx, account)),
    )


def _funds(tx: Transaction, errand: FundsErrand) -> Drawing:
    from bot.readers.fund_book import fund_book
    from reports.file_names import file_name
    from reports.fund_workbook import fund_workbook

    found = fund_book(tx, errand.cycle_id)
    return Drawing(
        file_name("xlsx", tx.now, "so theo doi quy khuyen hoc", found.year, found.commune),
        XLSX,
        T("Sổ theo dõi quỹ khuyến học đã lập xong."),
        partial(fund_workbook, found, _official(tx, cycles.get(tx, errand.cycle_id).commune_id)),
    )


def _officials(tx: Transaction, errand: OfficialsErrand) -> Drawing:
    from bot.readers.officials_list import officials_list
    from reports.file_names import file_name
    from reports.officials_workbook import officials_workbook

    found, named_ = officials_list(tx, errand.cycle_id)
    cycle = cycles.get(tx, errand.cycle_id)
    return Drawing(
        file_name("xlsx", tx.now, "can bo cong chuc vien chuc", cycle.year, found.commune),
        XLSX,
        T("Danh sách cán bộ, công chức, viên chức đã lập xong."),
        partial(officials_workbook, found, _official(tx, cycle.commune_id)),
        names=named_,
        looked=Looked.EXPORT,
    )


def _year_archive(
    tx: Transaction, errand: YearArchiveErrand, account: Account, bytes_of: Callable[[str], bytes]
) -> Drawing:
    from bot.readers.year_archive import year_archive
    from reports.archive import archive
    from reports.file_names import file_name

    words = _official(tx, cycles.get(tx, errand.cycle_id).commune_id)
    found, named_ = year_archive(tx, errand, account, words, bytes_of)
    return Drawing(
        file_name("zip", tx.now, "goi luu tru", found.year, found.commune),
        ZIP,
        T("Gói lưu trữ của năm đã lập xong. {You} chép ra ổ USB hoặc máy khác, giải nén, mở tệp muc-luc.html để xem."),
        partial(archive, found, words),
        names=named_,
        looked=Looked.EXPORT,
    )


def _handover(tx: Transaction, errand: HandoverErrand, account: Account) -> Drawing:
    from bot.readers.handover import handover
    from reports.documents.handover_book import handover_book
    from reports.file_names import file_name

    found, named_ = handover(tx, errand.cycle_id, account)
    return Drawing(
        file_name("docx", tx.now, "so ban giao", found.year, found.commune),
        DOCX,
        T("Sổ bàn giao đã lập xong. Chỗ nào ghi “[…]” {you} viết thêm."),
        partial(handover_book, found, errand.letterhead, _official(tx, cycles.get(tx, errand.cycle_id).commune_id)),
        names=named_,
        looked=Looked.EXPORT,
    )


def _listed_places(tx: Transaction, commune_id: int) -> list[ListedPlace]:
    from bot.readers.roster_compared import listed_place

    return [listed_place(each) for each in places.villages(tx, commune_id)]


def _results_template(tx: Transaction, errand: ResultsTemplateErrand, account: Account) -> Drawing:
    from intake.template import results_template
    from reports.file_names import file_name

    cycle = cycles.load(tx, errand.cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {errand.cycle_id}")
    numbers = [str(n) for n, _ in enumerate(cycle.criteria().asked, start=1)]
    here = places.get(tx, cycle.commune_id)
    return Drawing(
        file_name("xlsx", tx.now, "mau-danh-sach-ket-qua", here.inline_name),
        XLSX,
        T("Tệp mẫu danh sách kết quả. {You} điền, lưu lại rồi gửi vào mục Kết quả lập ở nơi khác."),
        partial(results_template, _listed_places(tx, cycle.commune_id), numbers, _words(tx, account)),
    )


def _results_left(tx: Transaction, errand: ResultsLeftErrand, account: Account) -> Drawing:
    from acts.words.results_words import WHY
    from bot.readers.results_file import outside
    from intake.put_back import put_back
    from reports.file_names import file_name

    found = result_lists.get(tx, errand.list_id)
    lines = result_lists.left(tx, found.id, most=MOST_LEFT)
    said = {True: "Đạt", False: "Chưa đạt"}  # as the template has them: they are read again
    rows = outside(lines, _listed_places(tx, found.commune_id), WHY, said)
    return Drawing(
        file_name("xlsx", tx.now, "ket-qua-chua-nhan", found.file_name.rpartition(".")[0] or found.file_name),
        XLSX,
        T("Các dòng chưa nhận, mỗi dòng có lý do. {You} sửa trong tệp này rồi gửi lại."),
        partial(put_back, rows, _words(tx, account)),
        names=frozenset(key for each in lines for key in (each.person_id, each.like_id) if key is not None),
    )


def _own_words(tx: Transaction, account: Account) -> tuple[Person, Callable[[Words], str]]:
    """Who asks about themselves, and how what is written for them is said."""
    if account.person is None:
        raise LookupError(f"account {account.id} is nobody's")
    person = people.get(tx, account.person.id)
    address = address_for(person.age_in(year_of(tx.now)))
    return person, partial(say, account.language, places.words_for(tx, person.id), address)


def _my_data(tx: Transaction, account: Account, bytes_of: Callable[[str], bytes]) -> Drawing:
    from bot.readers.my_data import data_of, pictures_of, record_of
    from reports.file_names import file_name
    from reports.lifelong_record import lifelong_record
    from reports.my_data import my_data_zip

    person, words = _own_words(tx, account)
    return Drawing(
        file_name("zip", tx.now, "du lieu cua toi"),
        ZIP,
        T("Tệp dữ liệu của {you}: hồ sơ để đọc và in (PDF), dữ liệu cho máy khác (JSON), các ảnh đã gửi."),
        partial(
            my_data_zip,
            data_of(tx, person, words),
            pictures_of(tx, person),
            record=partial(lifelong_record, record_of(tx, person, whole=True), words),
            bytes_of=bytes_of,
            at=tx.now,
        ),
    )


def _lifelong_record(tx: Transaction, account: Account) -> Drawing:
    from bot.readers.my_data import record_of
    from reports.file_names import file_name
    from reports.lifelong_record import lifelong_record

    person, words = _own_words(tx, account)
    return Drawing(
        file_name("pdf", tx.now, "ho so hoc tap"),
        PDF,
        T("Hồ sơ học tập suốt đời của {you}. {You} giữ lại, in ra cũng được."),
        partial(lifelong_record, record_of(tx, person, whole=False), words),
    )
