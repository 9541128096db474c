"""Báo cáo Tuần lễ, Ngày Sách, Tháng khuyến học in Word: what took place, turnout by place and by kind.

After Nghị định 30/2020/NĐ-CP, annex III. No form of the office's own was found: what nobody told the program stands as
"[…]", never as a sentence made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from criteria.letterhead import issuer_name, sign_of, signature_lines
from locales.format import year_of
from locales.text import Day, Number, T, Words
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document
from reports.meeting_papers import NO_NAME, NOT_SAID, Office

if TYPE_CHECKING:
    from docx.document import Document

Say = Callable[[Words], str]
MODEL = T("Mẫu tham khảo do phần mềm lập. Cơ quan có mẫu riêng thì theo mẫu ấy. Xoá dòng này rồi hãy ký.")


@dataclass(frozen=True, slots=True)
class Row:
    """Some events together, of a place or of a kind: how many, who checked in, who was counted by hand instead."""

    name: Words
    events: int
    attended: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One event that took place; ``how`` it was counted by hand, ``None``: who was there checked in."""

    held_on: date
    place: str
    name: str
    people: int
    how: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReport:
    """What a report says.

    Attributes:
        name: of the occasion.
        places, kinds: the same events, once by place and once by kind.
        announced, told: announcements made between the days, and messages that they were; ``pictures`` kept.
    """

    office: Office
    name: Words
    year: int
    first: date
    last: date
    places: Sequence[Row]
    kinds: Sequence[Row]
    events: Sequence[One]
    announced: int
    told: int
    pictures: int


def week_report(found: WeekReport, words: Say) -> bytes:
    """The report, as a DOCX file."""
    office = found.office
    issuer = words(T("{issuer} {commune}", issuer=issuer_name(office.letterhead.issuer), commune=office.inline))
    subject = words(T("Kết quả {name} năm {year}", name=found.name, year=str(found.year)))
    document = new_document(Properties(subject, issuer, office.made_at))
    _head(document, found, subject, words)

    def say(*said: Words) -> None:
        for each in said:
            elements.body(document, words(each))

    attended, counted = sum(each.attended for each in found.places), sum(each.counted for each in found.places)
    elements.heading(document, words(T("1. Kết quả chung")))
    say(
        T("Từ ngày {first} đến ngày {last}, {commune} tổ chức {n} hoạt động ở {places} nơi.", first=Day(found.first),
          last=Day(found.last), commune=office.inline, n=Number(len(found.events)), places=Number(len(found.places))),
        T("Lượt người dự điểm danh bằng mã: {n}. Lượt người dự đếm tay, ở hoạt động không điểm danh: {m}.",
          n=Number(attended), m=Number(counted)),
        T("Thông báo qua phần mềm: {n} lần, {m} lượt người nhận. Ảnh lưu kèm: {k}.", n=Number(found.announced),
          m=Number(found.told), k=Number(found.pictures)),
        T("Kinh phí thực hiện: {blank}.", blank=NOT_SAID),
    )  # fmt: skip
    elements.heading(document, words(T("2. Theo nơi tổ chức")))
    _rows(document, found.places, words(T("Nơi tổ chức")), words)
    elements.heading(document, words(T("3. Theo loại hoạt động")))
    _rows(document, found.kinds, words(T("Loại hoạt động")), words)
    elements.heading(document, words(T("4. Đánh giá, đề xuất")))
    say(T("Ưu điểm: {blank}.", blank=NOT_SAID), T("Tồn tại, nguyên nhân: {blank}.", blank=NOT_SAID))
    elements.last_paragraph(document, words(T("Đề xuất, kiến nghị: […]")))
    kept = T("Lưu: VT, VH-XH") if sign_of(office.letterhead.issuer) == "UBND" else T("Lưu: VT")
    elements.signature(
        document,
        [words(kept)],
        [words(each).upper() for each in signature_lines(office.letterhead)],
        office.letterhead.signer or words(NO_NAME),
    )
    _annex(document, found, words)
    return as_bytes(document)


def _head(document: Document, found: WeekReport, subject: str, words: Say) -> None:
    office, letterhead = found.office, found.office.letterhead
    elements.masthead(
        document,
        Masthead(
            superior=letterhead.superior,
            issuer=(words(issuer_name(letterhead.issuer)), office.commune),
            number=elements.number_and_sign("", "BC", sign_of(letterhead.issuer)),
            place_and_day=elements.place_and_day(letterhead.place or office.bare, None, year_of(office.made_at)),
        ),
    )
    elements.kind_and_subject(document, "BÁO CÁO", subject)
    elements.note(document, words(MODEL), after=elements.BETWEEN)


def _rows(document: Document, rows: Sequence[Row], first: str, words: Say) -> None:
    columns = (
        Heading("TT", 10),
        Heading(first, 70, is_text=True),
        Heading(words(T("Số hoạt động")), 25),
        Heading(words(T("Lượt điểm danh")), 30),
        Heading(words(T("Lượt đếm tay")), 30),
    )
    table = [
        [str(n), words(each.name), str(each.events), str(each.attended), str(each.counted)]
        for n, each in enumerate(rows, 1)
    ]
    sums = [str(sum(getattr(each, key) for each in rows)) for key in ("events", "attended", "counted")]
    elements.table(document, columns, [*table, ["", words(T("Cộng")), *sums]])


def _annex(document: Document, found: WeekReport, words: Say) -> None:
    elements.annex(
        document,
        words(T("Danh mục hoạt động")),
        words(T("{name} năm {year}", name=found.name, year=str(found.year))),
        words(T("Kèm theo Báo cáo số … ngày …")),
    )
    columns = (
        Heading("TT", 10),
        Heading(words(T("Ngày")), 25),
        Heading(words(T("Nơi tổ chức")), 40, is_text=True),
        Heading(words(T("Tên hoạt động")), 55, is_text=True),
        Heading(words(T("Số người")), 35, is_text=True),
    )
    table = []
    for n, each in enumerate(found.events, 1):
        how = T("điểm danh bằng mã") if each.how is None else each.how
        people = words(T("{n} ({how})", n=Number(each.people), how=how))
        table.append([str(n), words(T("{day}", day=Day(each.held_on))), each.place, each.name, people])
    elements.table(document, columns, table)
