"""Báo cáo năm: the yearly report in Word, with every figure filled in and every judgement left to the officer.

What is asked for follows the reports that the communes' plans ask for: what was done, difficulties, what comes next.
What the program cannot know stands there as "[…]", never as a sentence that somebody would have to take back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from criteria.letterhead import Letterhead, issuer_name, sign_of, signature_lines
from locales.format import year_of
from locales.text import Day, Moment, Number, Percent, T, Verbatim, Words, joined
from reports.column import NOT_YET, Cell
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document
from reports.tables.basis import UNKNOWN, listed_facts
from reports.year_figures import (
    PlaceFigures,
    YearFigures,
    honest_words,
    listed_words,
    missing_words,
    remarks,
    result_words,
)

SIGN = "BC"  # báo cáo
NONE = Verbatim("–")
TO_WRITE = T("[…: cán bộ viết]")
TO_WHOM = T("[nơi nhận báo cáo]")
NO_NAME = T("[Họ và tên]")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReport:
    """What is printed, and how it is headed and signed.

    Attributes:
        number: of the document; empty: left open.
        day: of its signature; ``None``: left open.
    """

    figures: YearFigures
    letterhead: Letterhead
    number: str
    day: date | None


def year_report(data: YearReport, words: Callable[[Words], str]) -> bytes:
    """The Word file; texts are rendered by ``words``, in Vietnamese."""
    return _Report(data, words).make()


class _Report:
    """One report from top to bottom."""

    def __init__(self, data: YearReport, words: Callable[[Words], str]) -> None:
        self.figures = data.figures
        self.data = data
        self.letterhead = data.letterhead
        self.words = words
        self.year = data.figures.year
        self.office = words(
            T("{issuer} {commune}", issuer=issuer_name(data.letterhead.issuer), commune=data.figures.inline)
        )
        self.subject = words(
            T("Kết quả xây dựng xã hội học tập năm {year} trên địa bàn {commune}", year=self.year,
              commune=data.figures.inline)
        )  # fmt: skip
        self.document = new_document(Properties(self.subject, self.office, data.figures.as_of))

    def make(self) -> bytes:
        """The file's bytes."""
        self._head()
        self._opening()
        self._results()
        self._what_the_officer_writes()
        self._end()
        self._by_place()
        self._basis()
        return as_bytes(self.document)

    def _head(self) -> None:
        letterhead, data = self.letterhead, self.data
        year = year_of(self.figures.as_of)
        elements.masthead(
            self.document,
            Masthead(
                superior=letterhead.superior,
                issuer=(self.words(issuer_name(letterhead.issuer)), self.figures.commune),
                number=elements.number_and_sign(data.number, SIGN, sign_of(letterhead.issuer)),
                place_and_day=elements.place_and_day(letterhead.place or self.figures.bare, data.day, year),
            ),
        )
        elements.kind_and_subject(self.document, "BÁO CÁO", self.subject)
        for warning in self.figures.warnings:
            elements.banner(self.document, self.words(warning))
        elements.addressed_to(self.document, letterhead.addressees or [self.words(TO_WHOM)])

    def _opening(self) -> None:
        basis, plan = self.figures.basis, self.figures.plan
        grounds = []
        if basis.adopted is not None and basis.number is not None and basis.signed_on is not None:
            grounds.append(
                T("Căn cứ {number} ngày {day} của {issuer}", number=_decision(basis.number), day=Day(basis.signed_on),
                  issuer=_words(basis.issuer or UNKNOWN))
            )  # fmt: skip
        if plan is not None:
            grounds.append(T("Căn cứ {plan} [số, ngày ban hành]", plan=plan))
        elements.grounds(self.document, [self.words(each) for each in grounds])
        self._say(
            T(
                "{office} báo cáo kết quả xây dựng xã hội học tập năm {year} như sau:",
                office=self.office,
                year=self.year,
            )
        )

    def _results(self) -> None:
        figures = self.figures
        self._heading(T("I. KẾT QUẢ THỰC HIỆN"))
        self._heading(T("1. Công tác chỉ đạo, triển khai"))
        self._say(TO_WRITE)
        self._heading(T("2. Kết quả các danh hiệu học tập"))
        self._say(honest_words(figures))
        if (listed := listed_words(figures)) is not None:
            self._say(listed)
        self._say(
            T("Số đạt là kết quả tự đánh giá đã được xác nhận ở cơ sở, chưa phải là quyết định công nhận. Từng nơi: "
              "Phụ lục I. Căn cứ số liệu: Phụ lục II.")
        )  # fmt: skip
        for each in figures.titles:
            self._say(T("- {result}", result=result_words(each)))
        elements.table(
            self.document, self._columns(T("Danh hiệu")), [self._row(t.title, t.total) for t in figures.titles]
        )
        self._heading(T("3. So với chỉ tiêu của kế hoạch"))
        self._against_the_plan()
        self._heading(T("4. Các nội dung khác"))
        self._say(
            T("[…: cán bộ viết về trung tâm học tập cộng đồng, Tuần lễ hưởng ứng học tập suốt đời, quỹ khuyến học, "
              "khen thưởng và các việc khác của kế hoạch]")
        )  # fmt: skip

    def _against_the_plan(self) -> None:
        figures = self.figures
        if figures.plan is None:
            self._say(
                T(
                    "[…: {commune_label} chưa nhập kế hoạch của mình vào phần mềm; cán bộ viết theo kế hoạch đã "
                    "ban hành]"
                )
            )
            return
        columns = (
            Heading("TT", 10),
            Heading(self.words(T("Chỉ tiêu")), 63, is_text=True),
            Heading(self.words(T("Kế hoạch giao")), 25),
            Heading(self.words(T("Kết quả")), 35),
            Heading(self.words(T("So với chỉ tiêu")), 32),
        )
        elements.table(
            self.document,
            columns,
            [
                [
                    str(number),
                    self.words(line.name),
                    self._cell(line.asked),
                    self._result_of(line.actual, line.part, line.whole),
                    self.words(line.far or NONE),
                ]
                for number, line in enumerate(figures.targets, 1)
            ],
        )
        for each in figures.titles:
            said = missing_words(each)
            if said is not None:
                elements.note(self.document, self.words(said))

    def _what_the_officer_writes(self) -> None:
        for title in (
            T("II. KHÓ KHĂN, VƯỚNG MẮC"),
            T("III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {year}", year=self.year + 1),
            T("IV. ĐỀ XUẤT, KIẾN NGHỊ"),
        ):
            self._heading(title)
            self._say(TO_WRITE)

    def _end(self) -> None:
        letterhead = self.letterhead
        elements.last_paragraph(
            self.document,
            self.words(
                T("Trên đây là báo cáo kết quả xây dựng xã hội học tập năm {year} của {office}", year=self.year,
                  office=self.office)
            ),
        )  # fmt: skip
        kept = T("Lưu: VT, VH-XH") if sign_of(letterhead.issuer) == "UBND" else T("Lưu: VT")
        elements.signature(
            self.document,
            [self.words(T("Như trên")), *letterhead.copies, self.words(kept)],
            [self.words(each) for each in signature_lines(letterhead)],
            letterhead.signer or self.words(NO_NAME),
        )

    def _by_place(self) -> None:
        elements.annex(
            self.document,
            "Phụ lục I",
            self.words(T("Kết quả các danh hiệu học tập theo {village_label}, đơn vị năm {year}", year=self.year)),
            self._belongs_to(),
        )
        for number, each in enumerate(self.figures.titles, 1):
            self._heading(T("{n}. {title} (đơn vị tính: {noun})", n=number, title=each.title, noun=each.noun))
            if not each.lines:
                self._say(T("Chưa có nơi nào để tính."))
                continue
            rows = [self._row(line.place, line) for line in each.lines]
            elements.table(
                self.document,
                self._columns(T("{Village_label}, đơn vị")),
                [*rows, self._row(each.total.place, each.total)],
                totals=1,
            )
            for remark in remarks(each):
                elements.note(self.document, self.words(remark))

    def _basis(self) -> None:
        elements.annex(self.document, "Phụ lục II", self.words(T("Căn cứ số liệu")), self._belongs_to())
        columns = (
            Heading(self.words(T("Nội dung")), 55, is_text=True),
            Heading(self.words(T("Căn cứ")), 110, is_text=True),
        )
        elements.table(self.document, columns, [[self.words(a), self._cell(b)] for a, b in self._facts()])

    def _facts(self) -> Iterator[tuple[Words, Cell]]:
        """What each figure rests on."""
        figures, basis = self.figures, self.figures.basis
        yield T("Số liệu tính đến"), figures.as_of
        yield T("Mã nhật ký của số liệu"), figures.anchor or T("chưa có")
        yield T("Người lập số liệu"), basis.made_by or UNKNOWN
        yield (
            T("Tình trạng của năm"),
            T("còn nhận phiếu tự đánh giá: số liệu tạm tính") if figures.is_open else T("đã khoá sổ"),
        )
        for each in figures.titles:
            yield T("Bộ tiêu chí {title}", title=each.title), joined([each.set_name, each.standing], ". ")
            yield (
                T("Tổng số của {title}", title=each.title),
                T("{n} {noun}: {what}", n=Number(each.total.whole), noun=each.noun, what=each.whole_is),
            )
        yield T("Điều kiện đạt Công dân học tập"), basis.pass_rule or T("chưa xác định")
        unsure = [each.title for each in figures.titles if not each.is_verified]
        yield T("Bộ tiêu chí chưa đối chiếu văn bản gốc"), joined(unsure, "; ") if unsure else T("không có")
        people = figures.people
        yield (
            T("Người ngoài danh sách dân cư"),
            T("{registered} người đăng ký, trong đó {reached} người đạt; không tính vào tổng số và tỉ lệ",
              registered=Number(people.outside_registered), reached=Number(people.outside_reached)),
        )  # fmt: skip
        for fact in listed_facts(basis):
            yield fact.label, fact.value
        yield T("“Đăng ký”"), T("Đã bắt đầu tự đánh giá trong năm {year}", year=figures.year)
        yield T("“Đạt”"), T("Kết quả tự đánh giá đủ điều kiện và đã được xác nhận ở cơ sở; chưa phải là công nhận")
        yield T("Đếm lại từ các bản khai"), _recount(basis.recount_agrees)
        yield T("Kế hoạch"), figures.plan or T("chưa có kế hoạch của {commune_label} trong phần mềm")

    # What they are made of

    def _columns(self, first: Words) -> tuple[Heading, ...]:
        figures = (
            T("Tổng số"), T("Đăng ký"), T("Tỉ lệ đăng ký"), T("Đạt"), T("Tỉ lệ đạt / tổng số"),
            T("Tỉ lệ đạt / đăng ký"),
        )  # fmt: skip
        widths = (18, 17, 19, 15, 20, 20)
        return (
            Heading(self.words(first), 56, is_text=True),
            *(Heading(self.words(each), width) for each, width in zip(figures, widths, strict=True)),
        )

    def _row(self, name: str | Words, of: PlaceFigures) -> list[str]:
        shares = (of.registered_share, of.reached_share, of.reached_of_registered)
        registered, reached, of_registered = (self._share(each) for each in shares)
        counts = [self.words(T("{n}", n=Number(each))) for each in (of.whole, of.registered, of.reached)]
        return [self.words(_words(name)), counts[0], counts[1], registered, counts[2], reached, of_registered]

    def _share(self, value: float | None) -> str:
        return self.words(NONE if value is None else T("{share}", share=Percent(value)))

    def _result_of(self, actual: Cell, part: int | None, whole: int | None) -> str:
        """A share with both its parts; anything else as it is."""
        if isinstance(actual, float) and part is not None and whole:
            said = T("{share} ({part}/{whole})", share=Percent(actual), part=Number(part), whole=Number(whole))
            return self.words(said)
        return self._cell(actual)

    def _cell(self, cell: Cell) -> str:
        match cell:
            case None:
                return self.words(NOT_YET)
            case str():
                return cell
            case float():
                return self._share(cell)
            case int():
                return self.words(T("{n}", n=Number(cell)))
            case datetime():
                return self.words(T("{when}", when=Moment(cell)))
            case date():
                return self.words(T("{day}", day=Day(cell)))
            case _:
                return self.words(cell)

    def _belongs_to(self) -> str:
        """Number and day stay open: an electronic document has them in its first part only."""
        return self.words(
            T("Kèm theo Báo cáo số      /{sign} ngày      tháng      năm {year} của {office}",
              year=year_of(self.figures.as_of), sign=f"{SIGN}-{sign_of(self.letterhead.issuer)}", office=self.office)
        )  # fmt: skip

    def _say(self, said: Words) -> None:
        elements.body(self.document, self.words(said))

    def _heading(self, said: Words) -> None:
        elements.heading(self.document, self.words(said))


def _decision(number: str | Words) -> Words:
    """A decision's number with what it is: "Quyết định số 324/QĐ-KHVN"."""
    if isinstance(number, str) and "/QĐ-" in number:
        return T("Quyết định số {number}", number=number)
    return _words(number)


def _words(said: str | Words) -> Words:
    return Verbatim(said) if isinstance(said, str) else said


def _recount(agrees: bool | None) -> Words:  # noqa: FBT001 (the field as it is)
    if agrees is None:
        return T("chưa đếm lại")
    return T("khớp với số tổng hợp") if agrees else T("KHÔNG khớp với số tổng hợp: chưa dùng số liệu này")
