"""Files: the reports and lists that the chat makes, asked for here; what is ready is fetched by the same links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acts.errands import (
    DoorListErrand,
    FileErrand,
    ProgressErrand,
    RegistrationListErrand,
    SummaryTableErrand,
    WorkbookErrand,
    YearReportErrand,
    are_under_way,
    ask_for,
)
from criteria.letterhead import issuer_name, signature_lines
from criteria.policy import Action, Role
from desk.kit.blocks import Block, Cell, Facts, Form, Head, Heading, Hidden, Note, Page, Para, Row, Table, To, Tone
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.places import FILES
from locales.text import Moment, Number, T, Verbatim, Words, joined
from storage import cycles, files, letterheads, places
from storage.cycles import Cycle
from storage.letterheads import Kept
from storage.places import Place

pages = Pages()

AGAIN = 5  # seconds until the page asks again while a file is being made
MOST_FILES = 20
OF_YEAR: Mapping[str, Words] = {
    "bao-cao": T("Báo cáo năm (Word)"),
    "bang": T("Bảng tổng hợp (Excel)"),
    "so-lieu": T("Sổ số liệu đầy đủ (Excel)"),
}
OF_PLACE: Mapping[str, Words] = {
    "can-gap": T("Danh sách người chưa tự đánh giá (để đi từng nhà)"),
    "tien-do": T("Ảnh tiến độ"),
    "dang-ky": T("Danh sách đăng ký để ký (in)"),
}


@pages.shows(FILES, Action.SEE_QUEUE)
def all_files(visit: Visit) -> Page:
    """What can be asked for, what is being made, what is ready."""
    is_busy = are_under_way(visit.tx, visit.account)
    return Page(
        title=T("Tệp báo cáo"),
        blocks=(
            *((Note(T("Máy đang làm tệp. Trang này tự cập nhật sau {n} giây.", n=AGAIN)),) if is_busy else ()),
            *_of_year(visit),
            *_of_places(visit),
            Heading(T("Tệp đã làm")),
            _ready(visit),
            Para(T("Tệp cũng được gửi vào chat của {you}. Khi tải, máy hỏi năm sinh của {you}."), Tone.SOFT),
        ),
        refresh=AGAIN if is_busy else None,
    )


def _of_year(visit: Visit) -> Iterator[Block]:
    """The commune's papers of the year in hand, headed and signed as is shown."""
    if not visit.may(Action.EXPORT):
        return
    cycle = cycles.in_hand(visit.tx, visit.actor.commune_id)
    if cycle is None:
        yield Para(T("Chưa mở năm đánh giá nào."))
        return
    kept = letterheads.of_commune(visit.tx, cycle.commune_id)
    yield Heading(T("Của năm {year}", year=cycle.year))
    yield _headed(visit, cycle, kept)
    yield Row(
        tuple(
            Form(
                to=f"{FILES}/{cycle.id}/{key}",
                button=words,
                parts=(Hidden("dau", str(kept.revision)),),
                tone=Tone.PLAIN,
            )
            for key, words in OF_YEAR.items()
        )
    )


def _headed(visit: Visit, cycle: Cycle, kept: Kept) -> Facts:
    """How reports and tables are headed and signed now."""
    commune, said = places.get(visit.tx, cycle.commune_id), kept.letterhead
    return Facts(
        (
            (
                T("Cơ quan ban hành"),
                T("{issuer} {commune}", issuer=issuer_name(said.issuer), commune=commune.inline_name),
            ),
            (T("Chức vụ người ký"), joined(signature_lines(said), ", ")),
            (T("Tên người ký"), Verbatim(said.signer) if said.signer else T("(để trống)")),
            (T("Số, ngày ký"), T("để trống; muốn in sẵn thì lập trong chat, mục Báo cáo (Word)")),
        )
    )


def _of_places(visit: Visit) -> Iterator[Block]:
    """The lists of the villages that somebody heads."""
    for place_id in sorted(visit.actor.places(Role.HEAD)):
        place = places.get(visit.tx, place_id)
        yield Heading(Verbatim(place.full_name))
        yield Row(
            tuple(
                Form(to=f"/noi/{place.id}/tep/{key}", button=words, tone=Tone.PLAIN) for key, words in OF_PLACE.items()
            )
        )


def _ready(visit: Visit) -> Table:
    """The files that were made for this chat, the newest first."""
    return Table(
        T("Tệp đã làm, tệp mới trước"),
        (Head(T("Tệp")), Head(T("Làm lúc")), Head(T("Cỡ (KB)"), number=True)),
        tuple(
            (
                Cell(Verbatim(each.name), to=visit.file_at(each.digest)),
                Cell(T("{when}", when=Moment(at))),
                Cell(T("{n}", n=Number(-(-each.size // 1024))), number=True),
            )
            for each, at in files.made_for(visit.tx, visit.account.id, most=MOST_FILES)
        ),
        none=T("Chưa làm tệp nào trong bảy ngày qua."),
    )


@pages.takes(f"{FILES}/{{cycle}}/{{which}}", Action.EXPORT)
def of_year(visit: Visit, cycle: Cycle, which: str) -> Answer:
    """Ask for a paper of a year, headed as it was shown."""
    if which not in OF_YEAR:
        return To(FILES)
    if cycle.is_training:
        return To(FILES, "tap-huan")
    kept = letterheads.of_commune(visit.tx, cycle.commune_id)
    if which != "so-lieu" and visit.number("dau") != kept.revision:
        return To(FILES, "dau-doi")
    match which:
        case "bao-cao":
            errand: FileErrand = YearReportErrand(cycle.id, kept.letterhead, "", "")
        case "bang":
            errand = SummaryTableErrand(cycle.id, kept.letterhead)
        case _:
            errand = WorkbookErrand(cycle.id)
    return _asked(visit, errand)


def _asked(visit: Visit, errand: FileErrand) -> To:
    return To(FILES, "dang-lap" if ask_for(visit.tx, visit.account, errand) else "da-xin")


@pages.takes("/noi/{place}/tep/{which}", Action.REMIND)
def of_place(visit: Visit, place: Place, which: str) -> Answer:
    """Ask for a list of a village or unit."""
    cycle = cycles.in_hand(visit.tx, place.commune_id)
    if which not in OF_PLACE or cycle is None:
        return To(FILES)
    match which:
        case "can-gap":
            errand: FileErrand = DoorListErrand(place.id, cycle.id)
        case "tien-do":
            errand = ProgressErrand(place.id, cycle.id)
        case _:
            errand = RegistrationListErrand(place.id, cycle.id)
    return _asked(visit, errand)
