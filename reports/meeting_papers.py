"""Papers of the steps before a decision, in Word: a meeting's invitation and minutes, the council, posting, its end.

After Nghị định 30/2020/NĐ-CP, annex III (forms 1.2, 1.4, 1.9). The association's own forms were not found: what these
say is ours, to be changed, and they say so. What is not known stands there as "[…]", never as a sentence made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from criteria.letterhead import Letterhead, issuer_name, sign_of, signature_lines
from locales.format import year_of
from locales.text import Day, Number, T, Tn, Verbatim, Words
from reports.documents import elements
from reports.documents.elements import Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document
from reports.name_list import ListedName
from reports.posting_list import name_rows

Say = Callable[[Words], str]
NO_NAME = T("[Họ và tên]")
NOT_SAID = T("[…]")
OURS = T(
    "Mẫu tham khảo do phần mềm lập, theo tinh thần Nghị định 86/2023/NĐ-CP, chưa phải quy định của Hội Khuyến học. "
    "Sửa lại cho đúng, xoá dòng này rồi hãy ký."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues a paper.

    Attributes:
        commune: by its full name ("Xã Sơn Hồng"), ``inline`` within a sentence, ``bare`` without its label.
        village: the village or unit that issues it in the commune's place, by its full name.
    """

    letterhead: Letterhead
    commune: str
    inline: str
    bare: str
    made_at: datetime
    village: str | None = None
    warning: Words | None = None


@dataclass(frozen=True, slots=True)
class Excepted:
    """Somebody who was discussed, or absent: what the meeting decided, the votes, what was said; empty: nothing."""

    name: str
    outcome: Words
    votes: Words | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPaper:
    """A meeting, as far as it is written down.

    Attributes:
        of_council: it is the council's.
        place: the village or unit, within a sentence; of the council's the commune.
        invited, present: ``None``: not said.
        listed: how many it is about.
        proposed: whom it proposes.
        members: the council's, with post and role.
    """

    office: Office
    of_council: bool
    place: str
    year: int
    held_on: date
    held_at: str
    chair: str
    secretary: str
    invited: int | None
    present: int | None
    said: str
    listed: int
    proposed: Sequence[ListedName]
    exceptions: Sequence[Excepted]
    members: Sequence[Seat] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the council: name, post, role."""

    name: str
    post: str
    role: Words


@dataclass(frozen=True, slots=True)
class Council:
    """The council of a year, as the decision that establishes it is drafted."""

    office: Office
    year: int
    number: str
    decided_on: date | None
    members: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Objected:
    """What somebody said while a list hung: about whom (empty: the whole list), and what was answered."""

    about: str
    said: str
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A list that hangs or hung. ``names``: how many stand on it, ``struck``: who came off it meanwhile, and why."""

    office: Office
    title: Words
    year: int
    first: date
    last: date
    names: int
    objections: Sequence[Objected]
    struck: Sequence[tuple[str, str]]


class _Paper:
    """One paper from top to bottom."""

    def __init__(self, office: Office, subject: Words, words: Say) -> None:
        self.office, self.words = office, words
        self.issuer = words(
            Verbatim(office.village)
            if office.village is not None
            else T("{issuer} {commune}", issuer=issuer_name(office.letterhead.issuer), commune=office.inline)
        )
        self.subject = words(subject)
        self.document = new_document(Properties(self.subject, self.issuer, office.made_at))

    def head(self, kind: str, sign: str, *, number: str = "", day: date | None = None) -> None:
        """Elements 1 to 5, and what is not to be overlooked."""
        office, letterhead = self.office, self.office.letterhead
        open_number = f"Số: {elements.BLANK}/{sign}"
        elements.masthead(
            self.document,
            Masthead(
                superior=self.words(T("UBND {commune}", commune=office.inline))
                if office.village is not None
                else letterhead.superior,
                issuer=(office.village,)
                if office.village is not None
                else (self.words(issuer_name(letterhead.issuer)), office.commune),
                number=open_number
                if office.village is not None
                else f"Số: {number}"
                if number
                else elements.number_and_sign("", sign, sign_of(letterhead.issuer)),
                place_and_day=elements.place_and_day(letterhead.place or office.bare, day, year_of(office.made_at)),
            ),
        )
        elements.kind_and_subject(self.document, kind, self.subject)
        if office.warning is not None:
            elements.banner(self.document, self.words(office.warning))
        elements.note(self.document, self.words(OURS), after=elements.BETWEEN)

    def say(self, *said: Words | None) -> None:
        """A paragraph each."""
        for each in said:
            if each is not None:
                elements.body(self.document, self.words(each))

    def heading(self, said: Words) -> None:
        """A point's heading."""
        elements.heading(self.document, self.words(said))

    def sign(self, *, copies: Sequence[Words] = (), name: str = "") -> None:
        """Elements 7 and 9: the village's head, or who signs for the office."""
        letterhead, village = self.office.letterhead, self.office.village
        kept = T("Lưu: VT, VH-XH") if sign_of(letterhead.issuer) == "UBND" and village is None else T("Lưu: VT")
        lines = (T("{Head_label}"),) if village is not None else signature_lines(letterhead)
        signer = name if village is not None else letterhead.signer
        elements.signature(
            self.document,
            [self.words(each) for each in (*copies, kept)],
            [self.words(each).upper() for each in lines],
            signer or self.words(NO_NAME),
        )

    def known(self, value: str | int | None) -> Words:
        """What is known, or the marked blank."""
        if isinstance(value, int):
            return T("{n}", n=Number(value))
        return Verbatim(value) if value else NOT_SAID

    def bytes(self) -> bytes:
        """The file."""
        return as_bytes(self.document)


def invitation(found: MeetingPaper, words: Say) -> bytes:
    """Giấy mời họp."""
    about = _about(found)
    paper = _Paper(found.office, T("Họp {about}", about=about), words)
    paper.head("GIẤY MỜI", "GM")
    elements.addressed_to(paper.document, [words(T("[họ tên hoặc hộ được mời]"))])
    paper.say(
        T("{issuer} trân trọng kính mời dự cuộc họp {about}.", issuer=paper.issuer, about=about),
        T("Nội dung: xem xét danh sách đề nghị, nêu ý kiến về từng trường hợp cần bàn."),
        T("Chủ trì: {name}.", name=paper.known(found.chair)),
        T("Thời gian: … giờ … ngày {day}.", day=Day(found.held_on)),
        T("Địa điểm: {where}.", where=paper.known(found.held_at)),
    )
    elements.last_paragraph(paper.document, words(T("Rất mong được đón tiếp")))
    paper.sign(copies=(T("Như trên"),), name="")
    return paper.bytes()


def minutes(found: MeetingPaper, words: Say) -> bytes:
    """Biên bản họp xét of a village, or Biên bản họp Hội đồng."""
    about = _about(found)
    paper = _Paper(found.office, T("Họp {about}", about=about), words)
    paper.head("BIÊN BẢN", "BB", day=found.held_on)
    paper.say(
        T("Thời gian: … giờ … ngày {day}.", day=Day(found.held_on)),
        T("Địa điểm: {where}.", where=paper.known(found.held_at)),
        T("Số người được mời: {invited}. Số người có mặt: {present}.", invited=paper.known(found.invited),
          present=paper.known(found.present)),
        T("Chủ trì: {name}.", name=paper.known(found.chair)),
        T("Thư ký: {name}.", name=paper.known(found.secretary)),
    )  # fmt: skip
    if found.members:
        paper.heading(T("Thành viên Hội đồng"))
        _members(paper, found.members)
    paper.heading(T("1. Nội dung"))
    paper.say(
        T("Cuộc họp xem xét {n} trường hợp tự đánh giá đạt.", n=Number(found.listed)),
        Verbatim(found.said) if found.said else T("[…: ý kiến chung, nếu có]"),
    )
    paper.heading(T("2. Trường hợp ghi riêng"))
    _exceptions(paper, found.exceptions)
    paper.heading(T("3. Kết luận"))
    n, out = len(found.proposed), found.listed - len(found.proposed)
    paper.say(
        Tn("Cuộc họp nhất trí đề nghị công nhận {n} trường hợp, danh sách kèm theo.", n),
        Tn("Không đề nghị {n} trường hợp nêu ở mục 2.", out) if out else None,
    )
    elements.last_paragraph(paper.document, words(T("Cuộc họp kết thúc lúc … giờ … cùng ngày, đã đọc lại biên bản")))
    elements.two_signatures(
        paper.document,
        [words(T("THƯ KÝ")), found.secretary or words(NO_NAME)],
        [words(T("CHỦ TRÌ")), found.chair or words(NO_NAME)],
        [words(T("Ủy ban nhân dân {commune}", commune=found.office.inline)), words(T("Lưu: VT"))],
    )
    _annex(paper, found)
    return paper.bytes()


def _about(found: MeetingPaper) -> Words:
    if found.of_council:
        return T("Hội đồng đánh giá, đề nghị công nhận danh hiệu học tập năm {year}", year=str(found.year))
    return T("xét đề nghị công nhận danh hiệu học tập năm {year} ở {place}", year=str(found.year), place=found.place)


def _exceptions(paper: _Paper, found: Sequence[Excepted]) -> None:
    if not found:
        paper.say(T("Không có."))
        return
    words = paper.words
    columns = (
        Heading("TT", 10),
        Heading(words(T("Họ và tên")), 50, is_text=True),
        Heading(words(T("Kết quả")), 45, is_text=True),
        Heading(words(T("Ý kiến")), 60, is_text=True),
    )
    table = []
    for number, each in enumerate(found, 1):
        outcome = each.outcome if each.votes is None else T("{one} ({two})", one=each.outcome, two=each.votes)
        table.append([str(number), each.name, words(outcome), each.said])
    elements.table(paper.document, columns, table)


def _annex(paper: _Paper, found: MeetingPaper) -> None:
    """Who is proposed: without points or year of birth, namesakes told apart, as on the list that is posted."""
    if not found.proposed:
        return
    words = paper.words
    elements.annex(
        paper.document,
        words(T("Danh sách đề nghị")),
        words(T("Đề nghị công nhận danh hiệu học tập năm {year}", year=str(found.year))),
        words(T("Kèm theo Biên bản họp ngày {day}", day=Day(found.held_on))),
    )
    columns = (
        Heading("TT", 15),
        Heading(words(T("Họ và tên")), 95, is_text=True),
        Heading(words(T("{Village_label}, đơn vị")), 55, is_text=True),
    )
    elements.table(paper.document, columns, name_rows(found.proposed, words), size=13)


def _members(paper: _Paper, members: Sequence[Seat]) -> None:
    words = paper.words
    columns = (
        Heading("TT", 10),
        Heading(words(T("Họ và tên")), 50, is_text=True),
        Heading(words(T("Chức vụ")), 65, is_text=True),
        Heading(words(T("Trong Hội đồng")), 40, is_text=True),
    )
    found = [[str(n), each.name, each.post, words(each.role)] for n, each in enumerate(members, 1)]
    elements.table(paper.document, columns, found or [["1", "[…]", "[…]", "[…]"]])


def council_decision(found: Council, words: Say) -> bytes:
    """Dự thảo Quyết định thành lập Hội đồng đánh giá; what it rests on is for the officer to write."""
    about = T("thành lập Hội đồng đánh giá, đề nghị công nhận danh hiệu học tập năm {year}", year=str(found.year))
    paper = _Paper(found.office, T("Về việc {about}", about=about), words)
    paper.head("QUYẾT ĐỊNH", "QĐ", number=found.number, day=found.decided_on)
    elements.centred(paper.document, words(T("[THẨM QUYỀN BAN HÀNH]")))
    elements.grounds(
        paper.document,
        [words(T("Căn cứ [văn bản về thẩm quyền: số, ngày]")), words(T("Căn cứ [kế hoạch của năm: số, ngày]"))],
    )
    elements.centred(paper.document, words(T("QUYẾT ĐỊNH:")))
    paper.heading(T("Điều 1. Thành lập Hội đồng"))
    paper.say(
        T("Thành lập Hội đồng đánh giá, đề nghị công nhận danh hiệu học tập năm {year} của {commune} gồm các ông, bà "
          "có tên sau đây:", year=str(found.year), commune=found.office.inline)
    )  # fmt: skip
    _members(paper, found.members)
    paper.heading(T("Điều 2. Nhiệm vụ"))
    paper.say(
        T("Hội đồng xem xét danh sách đề nghị của các {village_label}, đơn vị; [nhiệm vụ khác, thời gian hoạt động]."),
    )
    paper.heading(T("Điều 3. Thi hành"))
    elements.last_paragraph(
        paper.document,
        words(
            T("Các ông, bà có tên tại Điều 1 và [cơ quan, đơn vị liên quan] chịu trách nhiệm thi hành Quyết định này")
        ),
    )
    paper.sign(copies=(T("Như Điều 3"),))
    return paper.bytes()


def posting_notice(found: Posting, words: Say) -> bytes:
    """Thông báo niêm yết."""
    paper = _Paper(found.office, T("Niêm yết danh sách {about}", about=_posted(found)), words)
    paper.head("THÔNG BÁO", "TB")
    paper.say(
        Tn("{issuer} niêm yết danh sách {about}, gồm {n} tên.", found.names, issuer=paper.issuer,
           about=_posted(found)),
        T("Thời gian: từ ngày {first} đến hết ngày {last}.", first=Day(found.first), last=Day(found.last)),
        T("Địa điểm: [nhà văn hoá, trụ sở, nơi mọi người đọc được]."),
        T("Có tên trong danh sách mới là được đề nghị, chưa phải là công nhận."),
        T("Ai có ý kiến thì báo {head_label} hoặc {issuer} chậm nhất ngày {last}. Ý kiến được ghi lại và trả lời.",
          issuer=paper.issuer, last=Day(found.last)),
    )  # fmt: skip
    elements.last_paragraph(paper.document, words(T("Trên đây là thông báo của {issuer}", issuer=paper.issuer)))
    paper.sign(copies=(T("Các {village_label}, đơn vị"),))
    return paper.bytes()


def posting_minutes(found: Posting, words: Say) -> bytes:
    """Biên bản kết thúc niêm yết, with what was said against the list and what was answered."""
    paper = _Paper(found.office, T("Kết thúc niêm yết danh sách {about}", about=_posted(found)), words)
    paper.head("BIÊN BẢN", "BB")
    paper.say(
        T("Danh sách được niêm yết từ ngày {first} đến hết ngày {last} tại [địa điểm].", first=Day(found.first),
          last=Day(found.last)),
        T("Thành phần lập biên bản: [họ tên, chức vụ]."),
    )  # fmt: skip
    paper.heading(T("1. Ý kiến nhận được"))
    _objections(paper, found.objections)
    paper.heading(T("2. Tên đưa ra khỏi danh sách"))
    for name, why in found.struck:
        paper.say(T("- {name}: {why}", name=name, why=why or NOT_SAID))
    if not found.struck:
        paper.say(T("Không có."))
    paper.heading(T("3. Kết luận"))
    paper.say(Tn("Sau niêm yết, danh sách còn {n} tên.", found.names))
    elements.last_paragraph(paper.document, words(T("Biên bản đã được đọc lại cho những người có mặt cùng nghe")))
    elements.two_signatures(
        paper.document,
        [words(T("NGƯỜI LẬP")), words(NO_NAME)],
        [words(T("ĐẠI DIỆN")), words(NO_NAME)],
        [words(T("Lưu: VT"))],
    )
    return paper.bytes()


def _objections(paper: _Paper, found: Sequence[Objected]) -> None:
    if not found:
        paper.say(T("Không có ý kiến nào."))
        return
    words = paper.words
    columns = (
        Heading("TT", 10),
        Heading(words(T("Về ai")), 40, is_text=True),
        Heading(words(T("Ý kiến")), 60, is_text=True),
        Heading(words(T("Trả lời")), 55, is_text=True),
    )
    table = [
        [str(n), each.about or words(T("cả danh sách")), each.said, each.answer or words(T("[chưa trả lời]"))]
        for n, each in enumerate(found, 1)
    ]
    elements.table(paper.document, columns, table)


def _posted(found: Posting) -> Words:
    return T(
        "đề nghị công nhận {title} năm {year} của {commune}",
        title=found.title,
        year=str(found.year),
        commune=found.office.inline,
    )
