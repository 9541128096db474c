"""The papers of the commune's "Cộng đồng học tập" (Thông tư 25/2023/TT-BGDĐT) in Word: letter, report, table, lists.

After Nghị định 30/2020/NĐ-CP, annex III. The circular's own forms were not found: what these say is ours, to be
changed, and they say so. What is not known stands there as "[…]", never as a sentence made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from criteria.letterhead import Issuer, Letterhead, issuer_name, sign_of, signature_lines
from locales.format import day_of, year_of
from locales.text import Day, Number, T, Words, joined
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document

Say = Callable[[Words], str]
TO_WRITE = T("[…]")
NO_NAME = T("[Họ và tên]")
OURS = T(
    "Mẫu tham khảo do phần mềm lập, chưa đối chiếu mẫu của Thông tư 25/2023/TT-BGDĐT. Sửa lại cho đúng, xoá dòng này "
    "rồi hãy ký."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One paper that an indicator rests on.

    Attributes:
        number, day: as they stand in what was written down; empty: to be written.
        excerpt: what it is about.
        pictures: ids of the pictures that show it; a picture is a page.
        pages: how many pages it has; ``None``: not known.
    """

    number: str
    day: str
    excerpt: Words
    pictures: tuple[int, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorAnswer:
    """One indicator and what is known of it.

    Attributes:
        name: as the circular words it; ``label`` is short.
        lead: the unit of the commune that is assigned to it.
        state: met, not met, not known.
        figures: the figures used, a line each; empty where it is only met or not.
        source: where the answer comes from; ``None``: nothing was entered.
        wanted: what evidence the circular's table names.
        evidence: what there is.
    """

    id: str
    name: Words
    label: Words
    lead: Words
    state: Words
    figures: Sequence[Words]
    source: Words | None
    wanted: Words
    evidence: Sequence[EvidenceLine]


@dataclass(frozen=True, slots=True)
class CriterionAnswers:
    """A criterion with its indicators."""

    id: str
    name: Words
    indicators: Sequence[IndicatorAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityDossier:
    """A commune's year as its dossier has it.

    Attributes:
        commune: by its full name ("Xã Sơn Hồng"), ``inline`` within a sentence, ``bare`` without its label.
        levels: the result of each level, a sentence each.
        basis: the circular, and whether it was compared with its paper.
        receiver: the body that receives it; ``submit_by``: the last day for that, both of data nobody has checked
            unless ``is_checked``.
        as_of: when all was read.
        is_open: the year may still change.
        warning: why it is not to be taken for final.
    """

    letterhead: Letterhead
    commune: str
    inline: str
    bare: str
    year: int
    criteria: Sequence[CriterionAnswers]
    levels: Sequence[Words]
    basis: Words
    receiver: Words
    submit_by: date
    is_checked: bool
    as_of: datetime
    is_open: bool
    warning: Words | None = None

    @property
    def indicators(self) -> tuple[IndicatorAnswer, ...]:
        """All of them, in order."""
        return tuple(each for criterion in self.criteria for each in criterion.indicators)


def letter(data: CommunityDossier, words: Say) -> bytes:
    """Công văn đề nghị: the letter that covers the dossier (form 1.5)."""
    paper = _Paper(data, T("Đề nghị công nhận Cộng đồng học tập cấp xã năm {year}", year=data.year), words)
    unit = "UBND-VHXH" if data.letterhead.issuer is Issuer.COMMITTEE else sign_of(data.letterhead.issuer)
    about = words(T("V/v đề nghị công nhận Cộng đồng học tập cấp xã năm {year}", year=data.year))
    paper.head(f"Số: {elements.BLANK}/{unit}", about=about)
    elements.addressed_to(paper.document, data.letterhead.addressees or [words(data.receiver)])
    if not data.is_checked:
        paper.remark(
            T("Nơi nhận hồ sơ và hạn nộp ({day}) chưa đối chiếu văn bản; kiểm tra lại trước khi gửi.",
              day=Day(data.submit_by))
        )  # fmt: skip
    paper.say(
        T("{office} đã tự đánh giá theo các tiêu chí, chỉ tiêu Cộng đồng học tập cấp xã năm {year}. {basis}",
          office=paper.office, year=data.year, basis=data.basis),
        joined(data.levels, " "),
        T("{office} đề nghị {receiver} xem xét, công nhận. Hồ sơ gồm:", office=paper.office, receiver=data.receiver),
        T("1. Báo cáo tự đánh giá;"),
        T("2. Bảng tổng hợp kết quả các tiêu chí, chỉ tiêu;"),
        T("3. Biên bản họp [… số, ngày, nếu có];"),
        T("4. Minh chứng của {n} chỉ tiêu, mỗi chỉ tiêu có danh mục.", n=len(data.indicators)),
    )  # fmt: skip
    paper.end(T("{office} trân trọng đề nghị", office=paper.office))
    return as_bytes(paper.document)


def self_assessment(data: CommunityDossier, words: Say) -> bytes:
    """Báo cáo tự đánh giá: every indicator with the figure used, where it is from and what it rests on."""
    subject = T("Kết quả tự đánh giá Cộng đồng học tập cấp xã năm {year} của {commune}", year=data.year,
                commune=data.inline)  # fmt: skip
    paper = _Paper(data, subject, words)
    paper.head(elements.number_and_sign("", "BC", sign_of(data.letterhead.issuer)))
    elements.kind_and_subject(paper.document, "BÁO CÁO", paper.subject)
    paper.warn()
    elements.addressed_to(paper.document, data.letterhead.addressees or [words(data.receiver)])
    paper.heading(T("I. ĐẶC ĐIỂM TÌNH HÌNH"))
    paper.say(TO_WRITE)
    paper.heading(T("II. KẾT QUẢ TỰ ĐÁNH GIÁ"))
    paper.say(_as_of(data))
    for criterion in data.criteria:
        paper.heading(T("Tiêu chí {id}. {name}", id=criterion.id, name=criterion.name))
        for each in criterion.indicators:
            _one(paper, each)
    paper.heading(T("III. ĐÁNH GIÁ CHUNG"))
    paper.say(*data.levels, T("Ưu điểm: […]. Hạn chế, nguyên nhân: […]. Giải pháp: […]."))
    paper.heading(T("IV. ĐỀ NGHỊ"))
    paper.say(TO_WRITE)
    paper.end(T("Trên đây là báo cáo tự đánh giá năm {year} của {office}", year=data.year, office=paper.office))
    return as_bytes(paper.document)


def _one(paper: _Paper, each: IndicatorAnswer) -> None:
    """One indicator in the report."""
    papers = joined([line.excerpt for line in each.evidence], "; ") if each.evidence else TO_WRITE
    paper.say(
        T("Chỉ tiêu {id}. {name}", id=each.id, name=each.name),
        T("- Kết quả: {state}.", state=each.state),
        *(T("- Số liệu: {figure}.", figure=figure) for figure in each.figures),
        T("- Nguồn: {source}.", source=each.source or TO_WRITE),
        T("- Minh chứng: {papers}.", papers=papers),
    )


def summary_table(data: CommunityDossier, words: Say) -> bytes:
    """Bảng tổng hợp: the criteria and indicators on one table."""
    subject = T("Tổng hợp kết quả các tiêu chí, chỉ tiêu Cộng đồng học tập cấp xã năm {year}", year=data.year)
    paper = _Paper(data, subject, words)
    paper.head(elements.number_and_sign("", "BTH", sign_of(data.letterhead.issuer)))
    elements.kind_and_subject(paper.document, "BẢNG TỔNG HỢP", paper.subject)
    paper.warn()
    paper.say(_as_of(data))
    columns = (
        Heading(words(T("Chỉ tiêu")), 14),
        Heading(words(T("Nội dung")), 58, is_text=True),
        Heading(words(T("Kết quả")), 20),
        Heading(words(T("Số liệu, nguồn")), 45, is_text=True),
        Heading(words(T("Số minh chứng")), 28),
    )
    rows: list[list[str]] = []
    for criterion in data.criteria:
        rows.append([words(T("TC {id}", id=criterion.id)), words(criterion.name), "", "", ""])
        rows += [_row(each, words) for each in criterion.indicators]
    elements.table(paper.document, columns, rows)
    for each in data.levels:
        elements.note(paper.document, words(each))
    paper.end(None)
    return as_bytes(paper.document)


def _row(each: IndicatorAnswer, words: Say) -> list[str]:
    said = joined([*each.figures, each.source or TO_WRITE], "; ")
    return [each.id, words(each.name), words(each.state), words(said), str(len(each.evidence))]


@dataclass(frozen=True, slots=True)
class Packed:
    """What lies in an indicator's folder: files' names by picture, and why a picture is not there."""

    names: dict[int, str]
    missing: dict[int, Words]


def evidence_list(data: CommunityDossier, indicator: IndicatorAnswer, packed: Packed, words: Say) -> bytes:
    """Danh mục minh chứng of one indicator: number, day, excerpt, pages, and the files beside it."""
    subject = T("Minh chứng chỉ tiêu {id}, Cộng đồng học tập cấp xã năm {year}", id=indicator.id, year=data.year)
    paper = _Paper(data, subject, words)
    elements.kind_and_subject(paper.document, words(T("DANH MỤC MINH CHỨNG")), paper.subject)
    paper.say(
        T("Chỉ tiêu {id}. {name}", id=indicator.id, name=indicator.name),
        T("Kết quả: {state}. Đơn vị chủ trì: {unit}.", state=indicator.state, unit=indicator.lead),
        T("Minh chứng cần có: {evidence}.", evidence=indicator.wanted),
    )
    columns = (
        Heading(words(T("TT")), 9),
        Heading(words(T("Số, ký hiệu")), 28, is_text=True),
        Heading(words(T("Ngày")), 24),
        Heading(words(T("Trích yếu")), 56, is_text=True),
        Heading(words(T("Số trang")), 14),
        Heading(words(T("Tệp")), 34, is_text=True),
    )
    rows = [_evidence_row(n, line, packed, words) for n, line in enumerate(indicator.evidence, 1)]
    blank = words(TO_WRITE)
    elements.table(paper.document, columns, rows or [["1", blank, blank, blank, blank, blank]])
    elements.note(
        paper.document,
        words(
            T("Số, ngày lấy từ dòng ghi khi nhập; chỗ nào ghi “[…]” thì điền theo bản giấy. Ảnh chụp: mỗi ảnh là một "
              "trang.")
        ),
    )  # fmt: skip
    return as_bytes(paper.document)


def _evidence_row(n: int, line: EvidenceLine, packed: Packed, words: Say) -> list[str]:
    blank = words(TO_WRITE)
    files = [packed.names[key] for key in line.pictures if key in packed.names]
    absent = [words(packed.missing[key]) for key in line.pictures if key in packed.missing]
    return [
        str(n),
        line.number or blank,
        line.day or blank,
        words(line.excerpt),
        blank if line.pages is None else words(T("{n}", n=Number(line.pages))),
        "; ".join([*files, *absent]) or blank,
    ]


def _as_of(data: CommunityDossier) -> Words:
    day = Day(day_of(data.as_of))
    if data.is_open:
        return T("Số liệu tính đến ngày {day} (số liệu tạm tính). {basis}", day=day, basis=data.basis)
    return T("Số liệu tính đến ngày {day}. {basis}", day=day, basis=data.basis)


class _Paper:
    """One paper from top to bottom."""

    def __init__(self, data: CommunityDossier, subject: Words, words: Say) -> None:
        self.data, self.words = data, words
        self.office = words(T("{issuer} {commune}", issuer=issuer_name(data.letterhead.issuer), commune=data.inline))
        self.subject = words(subject)
        self.document = new_document(Properties(self.subject, self.office, data.as_of))

    def head(self, number: str, *, about: str = "") -> None:
        """Elements 1 to 4."""
        letterhead = self.data.letterhead
        elements.masthead(
            self.document,
            Masthead(
                superior=letterhead.superior,
                issuer=(self.words(issuer_name(letterhead.issuer)), self.data.commune),
                number=number,
                place_and_day=elements.place_and_day(
                    letterhead.place or self.data.bare, None, year_of(self.data.as_of)
                ),
                about=about,
            ),
        )
        if about:
            self.warn()

    def warn(self) -> None:
        """What must not be overlooked before it is signed."""
        if self.data.warning is not None:
            elements.banner(self.document, self.words(self.data.warning))
        self.remark(OURS)

    def remark(self, said: Words) -> None:
        """A line that is to be gone before it is signed."""
        elements.note(self.document, self.words(said), after=elements.BETWEEN)

    def say(self, *said: Words) -> None:
        """A paragraph each."""
        for each in said:
            elements.body(self.document, self.words(each))

    def heading(self, said: Words) -> None:
        """A part's heading."""
        elements.heading(self.document, self.words(said))

    def end(self, last: Words | None) -> None:
        """The last sentence, who signs, who receives it."""
        letterhead = self.data.letterhead
        if last is not None:
            elements.last_paragraph(self.document, self.words(last))
        kept = T("Lưu: VT, VH-XH") if letterhead.issuer is Issuer.COMMITTEE else T("Lưu: VT")
        elements.signature(
            self.document,
            [self.words(T("Như trên")), *letterhead.copies, self.words(kept)],
            [self.words(each) for each in signature_lines(letterhead)],
            letterhead.signer or self.words(NO_NAME),
        )
