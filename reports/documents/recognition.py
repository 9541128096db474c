"""The papers that lead to a decision on a title: Tờ trình, dự thảo Quyết định công nhận, and the list with both.

What the program cannot know stands there as "[…]": the decision's other grounds, who carries it out. What rests on a
paper that nobody compared with its original says so. The association's own forms were not found (design/PAPER.md 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from criteria.letterhead import Issuer, Letterhead, issuer_name, office_lines, sign_of, signature_lines
from criteria.model import SubjectKind
from locales.format import year_of
from locales.text import Day, Number, T, Verbatim, Words
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.office_paper import Article, Enclosed, Grid, OfficePaper
from reports.name_list import ListedName, Row, numbered, place_key
from reports.recognition_titles import HEADINGS, NOUNS, PLACE

NO_NAME = T("[Họ và tên]")
TO_WHOM = T("[người, cơ quan có thẩm quyền công nhận]")
PROPOSAL, DECISION = "TTr", "QĐ"  # as they stand in a paper's number


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What stands on the signed decision: number and sign ("15/QĐ-UBND"), day, who signed, in which office."""

    number: str
    day: date
    signer: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A paper that the decision rests on. ``compared``: somebody of the commune had the original beside it."""

    number: str
    day: date
    issuer: Words
    compared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionPaper:
    """What both papers are made of.

    Attributes:
        commune: its full name ("Xã Sơn Hồng"); ``inline`` within a sentence, ``bare`` without "xã".
        posted: the first and the last day on which the list hung.
        objections: how many came while it did, all of them answered.
        ground: of the title's rules.
        plan: the name of the commune's own plan.
        number, day: of the Tờ trình; empty, ``None``: left open.
        proposed_by: the letterhead of the Tờ trình, on the decision: at whose word it is.
        decided: what was signed; ``None``: nothing yet.
    """

    title: Words
    kind: SubjectKind
    year: int
    commune: str
    inline: str
    bare: str
    names: Sequence[ListedName]
    posted: tuple[date, date] | None
    objections: int
    ground: Ground
    plan: Words | None
    letterhead: Letterhead
    made_at: datetime
    number: str = ""
    day: date | None = None
    proposed_by: Letterhead | None = None
    decided: Decided | None = None


def proposal(found: RecognitionPaper, words: Callable[[Words], str]) -> OfficePaper:
    """Tờ trình: the list goes to who decides."""
    return _Paper(found, words).proposal()


def decision(found: RecognitionPaper, words: Callable[[Words], str]) -> OfficePaper:
    """Quyết định công nhận: a draft, or as it was signed."""
    return _Paper(found, words).decision()


class _Paper:
    """One of them; texts are rendered by ``words``, in Vietnamese."""

    def __init__(self, found: RecognitionPaper, words: Callable[[Words], str]) -> None:
        self.found, self.words = found, words
        self.rows = numbered(found.names, words)
        self.office = words(_office(found.letterhead, found.inline))
        self.sign = sign_of(found.letterhead.issuer)
        self.noun = words(NOUNS[found.kind])

    def proposal(self) -> OfficePaper:
        found, words = self.found, self.words
        letterhead = found.letterhead
        receivers = letterhead.addressees or (words(TO_WHOM),)
        subject = T("Về việc đề nghị công nhận danh hiệu “{title}” năm {year}", title=found.title, year=found.year)
        kept = [words(T("Như trên")), *letterhead.copies, words(T("Lưu: VT"))]
        number = elements.number_and_sign(found.number, PROPOSAL, self.sign)
        return OfficePaper(
            head=self._head(number, found.day),
            kind="TỜ TRÌNH",
            subject=words(subject),
            addressees=receivers,
            grounds=[words(each) for each in self._grounds()],
            body=[words(each) if isinstance(each, Words) else each for each in self._proposed()],
            last=words(T("{office} kính trình {receivers} xem xét, quyết định", office=self.office,
                         receivers="; ".join(receivers))),
            receivers=kept,
            office=[words(each) for each in signature_lines(letterhead)],
            signer=letterhead.signer or words(NO_NAME),
            made_at=found.made_at,
            enclosed=self._list(
                T("{noun} đề nghị công nhận danh hiệu “{title}” năm {year}", noun=self.noun, title=found.title,
                  year=found.year),
                self._with(T("Tờ trình"), number, found.day, found.letterhead),
            ),
        )  # fmt: skip

    def decision(self) -> OfficePaper:
        found, words = self.found, self.words
        decided, letterhead = found.decided, found.letterhead
        number = (
            elements.number_and_sign("", DECISION, self.sign)
            if decided is None
            else elements.number_as_signed(decided.number, DECISION, self.sign)
        )
        day = None if decided is None else decided.day
        kept = T("Lưu: VT, VH-XH") if letterhead.issuer is Issuer.COMMITTEE else T("Lưu: VT")
        return OfficePaper(
            head=self._head(number, day),
            kind="QUYẾT ĐỊNH",
            subject=words(
                T("Về việc công nhận danh hiệu “{title}” năm {year}", title=found.title, year=found.year)
            ),
            authority=self.office,
            grounds=[words(each) for each in (*self._grounds(), self._at_whose_word())],
            order="QUYẾT ĐỊNH:",
            body=[
                Article("Điều 1", words(
                    T("Công nhận danh hiệu “{title}” năm {year} cho {n} {noun} của {commune} (có danh sách kèm theo).",
                      title=found.title, year=found.year, n=Number(len(self.rows)), noun=self.noun,
                      commune=found.inline)
                )),
                Article("Điều 2", words(T("Quyết định này có hiệu lực kể từ ngày ký."))),
            ],
            last=Article("Điều 3", words(
                T("[Người, cơ quan chịu trách nhiệm thi hành] và các {noun} có tên tại Điều 1 chịu trách nhiệm thi "
                  "hành Quyết định này", noun=self.noun)
            )),
            receivers=[words(T("Như Điều 3")), *letterhead.copies, words(kept)],
            office=self._signed_as(),
            signer=letterhead.signer or words(NO_NAME) if decided is None else decided.signer,
            made_at=found.made_at,
            enclosed=self._list(
                T("{noun} được công nhận danh hiệu “{title}” năm {year}", noun=self.noun, title=found.title,
                  year=found.year),
                self._with(T("Quyết định"), number, day, letterhead),
            ),
        )  # fmt: skip

    def _head(self, number: str, day: date | None) -> Masthead:
        found, letterhead = self.found, self.found.letterhead
        year = year_of(found.made_at)
        return Masthead(
            superior=letterhead.superior,
            issuer=(self.words(issuer_name(letterhead.issuer)), found.commune),
            number=number,
            place_and_day=elements.place_and_day(letterhead.place or found.bare, day, year),
        )

    def _grounds(self) -> list[Words]:
        """What the set and the plan say of themselves; the rest is the office's to write."""
        found = self.found
        rules = T("Căn cứ {paper} ngày {day} của {issuer}", paper=_paper(found.ground.number),
                  day=elements.day_in_words(found.ground.day, 0), issuer=found.ground.issuer)  # fmt: skip
        return [
            T("[Căn cứ về thẩm quyền, cán bộ ghi]"),
            rules if found.ground.compared else T("{ground} [đối chiếu bản gốc]", ground=rules),
            *(() if found.plan is None else (T("Căn cứ {plan} [số, ngày ban hành]", plan=found.plan),)),
        ]

    def _at_whose_word(self) -> Words:
        by = self.found.proposed_by
        who = T("[cơ quan trình]") if by is None else _office(by, self.found.inline)
        return T("Theo đề nghị của {who} tại Tờ trình số […]", who=who)

    def _proposed(self) -> list[Words | Grid]:
        found = self.found
        noun, n = self.noun, Number(len(self.rows))
        hung = found.posted
        return [
            T("{office} báo cáo và đề nghị như sau:", office=self.office),
            T("1. Kết quả tự đánh giá của các {noun} có tên trong danh sách đã được xác nhận ở cơ sở và đạt danh hiệu "
              "“{title}” năm {year}.", noun=noun, title=found.title, year=found.year),
            *(() if found.ground.compared else (T("Mức đạt áp dụng tạm thời, chưa đối chiếu văn bản gốc."),)),
            *(() if hung is None else (
                T("2. Danh sách đã niêm yết từ ngày {first} đến hết ngày {last}; có {n} ý kiến phản ánh, đã trả lời.",
                  first=Day(hung[0]), last=Day(hung[1]), n=Number(found.objections)),)),
            T("{number}. Đề nghị công nhận danh hiệu “{title}” năm {year} cho {n} {noun} (có danh sách kèm theo), "
              "gồm:", number=2 if hung is None else 3, title=found.title, year=found.year, n=n, noun=noun),
            self._by_place(),
        ]  # fmt: skip

    def _by_place(self) -> Grid:
        words = self.words
        counted = Counter(each.place for each in self.rows)
        columns = (
            Heading(words(T("STT")), 15),
            Heading(words(PLACE), 105, is_text=True),
            Heading(words(T("Số đề nghị")), 45),
        )
        rows = [
            [str(number), place, words(T("{n}", n=Number(counted[place])))]
            for number, place in enumerate(sorted(counted, key=place_key), 1)
        ]
        return Grid(columns, [*rows, ["", words(T("Tổng cộng")), words(T("{n}", n=Number(len(self.rows))))]], totals=1)

    def _list(self, title: Words, belongs_to: str) -> Enclosed:
        return Enclosed(
            name=self.words(T("DANH SÁCH")),
            title=self.words(title),
            belongs_to=belongs_to,
            grid=name_grid(self.rows, self.found.kind, self.words),
        )

    def _with(self, what: Words, number: str, day: date | None, letterhead: Letterhead) -> str:
        """Which paper the list goes with; number and day stay open until there are any."""
        sign = number.partition("/")[2]
        year = year_of(self.found.made_at)
        return self.words(
            T("Kèm theo {paper} số {number} ngày {day} của {office}", paper=what,
              number=f"      /{sign}" if elements.BLANK in number else number.removeprefix("Số: "),
              day=f"      tháng      năm {year}" if day is None else elements.day_in_words(day, year),
              office=_office(letterhead, self.found.inline))
        )  # fmt: skip

    def _signed_as(self) -> list[str]:
        """The lines above the name: as chosen for the draft; of a signed one the office that stands on it."""
        decided, letterhead = self.found.decided, self.found.letterhead
        lines_ = signature_lines(letterhead) if decided is None else office_lines(letterhead, decided.office)
        return [self.words(each) for each in lines_]


def name_grid(rows: Sequence[Row], kind: SubjectKind, words: Callable[[Words], str]) -> Grid:
    """The list itself: no birth date, no points, nothing that the list does not need."""
    columns = (
        Heading(words(T("STT")), 15),
        Heading(words(HEADINGS[kind]), 95, is_text=True),
        Heading(words(PLACE), 55, is_text=True),
    )
    return Grid(columns, [[str(each.number), each.name, each.place] for each in rows])


def _office(letterhead: Letterhead, inline: str) -> Words:
    return T("{issuer} {commune}", issuer=issuer_name(letterhead.issuer), commune=inline)


def _paper(number: str) -> Words:
    return T("Quyết định số {number}", number=number) if "/QĐ-" in number else Verbatim(number)
