"""Tờ trình and Quyết định công nhận with their list, looked at in the opened files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from criteria.letterhead import Capacity, Issuer, Letterhead
from criteria.model import SubjectKind
from locales.text import T, Verbatim
from reports.documents.office_paper import OfficePaper, as_data, as_pdf, as_word
from reports.documents.recognition import Decided, Ground, RecognitionPaper, decision, proposal
from reports.name_list import ListedName, numbered
from tests.reports.figures import words
from tests.reports.papers import AS_OF, HOSTILE
from tests.village import there

CHAIR = Letterhead(capacity=Capacity.CHAIR, signer="Lê Văn Cả", copies=("Hội Khuyến học xã",))
ASSOCIATION = Letterhead(
    issuer=Issuer.ASSOCIATION,
    superior="Hội Khuyến học tỉnh Hà Tĩnh",
    capacity=Capacity.CHAIR,
    signer="Lê Thị Hoa",
    addressees=("Chủ tịch Ủy ban nhân dân xã Sơn Hồng",),
)
NAMES = (
    ListedName("Trần Thị Lan", "Xóm 10", "Trần Văn Tư", "7"),
    ListedName("Nguyễn Văn An", "Xóm 2", "Nguyễn Văn Bình", "2"),
    ListedName("Nguyễn Văn An", "Xóm 2", "Lê Thị Hoa", "5"),
)
ENCLOSED = "có danh sách kèm theo"
VICE = "KT. Chủ tịch, Phó Chủ tịch"
DRAFT = RecognitionPaper(
    title=T("Công dân học tập"),
    kind=SubjectKind.PERSON,
    year=2026,
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    bare="Sơn Hồng",
    names=NAMES,
    posted=(date(2026, 11, 1), date(2026, 11, 10)),
    objections=2,
    ground=Ground(number="324/QĐ-KHVN", day=date(2023, 8, 24), issuer=Verbatim("Hội Khuyến học Việt Nam"),
                  compared=False),
    plan=Verbatim("Kế hoạch xây dựng xã hội học tập"),
    letterhead=CHAIR,
    made_at=AS_OF,
)  # fmt: skip
SIGNED = replace(
    DRAFT,
    proposed_by=ASSOCIATION,
    decided=Decided(
        number="5/QĐ-UBND", day=date(2027, 1, 5), signer="Phan Xuân Hải", office="KT. Chủ tịch, Phó Chủ tịch"
    ),
)
PROPOSAL = replace(DRAFT, letterhead=ASSOCIATION, number="5", day=date(2027, 1, 5))


def opened(paper: OfficePaper) -> Document:
    return docx.Document(BytesIO(as_word(paper)))


def said(paper: OfficePaper) -> list[str]:
    """All paragraphs, those of tables among them."""
    body = opened(paper).element.body
    return ["".join(each.text or "" for each in node.iter(qn("w:t"))) for node in body.iter(qn("w:p"))]


def test_a_proposal_says_who_asks_whom_for_what_and_how_many_from_where() -> None:
    found = said(proposal(PROPOSAL, words))
    for line in (
        "HỘI KHUYẾN HỌC TỈNH HÀ TĨNH", "Số: 05/TTr-HKH", "Sơn Hồng, ngày 05 tháng 01 năm 2027", "TỜ TRÌNH",
        "Về việc đề nghị công nhận danh hiệu “Công dân học tập” năm 2026",
        "Kính gửi: Chủ tịch Ủy ban nhân dân xã Sơn Hồng",
        "2. Danh sách đã niêm yết từ ngày 01/11/2026 đến hết ngày 10/11/2026; có 2 ý kiến phản ánh, đã trả lời.",
        "Hội Khuyến học xã Sơn Hồng kính trình Chủ tịch Ủy ban nhân dân xã Sơn Hồng xem xét, quyết định./.",
        "CHỦ TỊCH", "Lê Thị Hoa",
        "(Kèm theo Tờ trình số 05/TTr-HKH ngày 05 tháng 01 năm 2027 của Hội Khuyến học xã Sơn Hồng)",
    ):  # fmt: skip
        assert line in found, line
    by_place = [[cell.text for cell in row.cells] for row in opened(proposal(PROPOSAL, words)).tables[1].rows]
    assert by_place[1:] == [["1", "Xóm 2", "2"], ["2", "Xóm 10", "1"], ["", "Tổng cộng", "3"]]


def test_what_nobody_decided_yet_stays_open_on_the_draft() -> None:
    found = said(decision(replace(DRAFT, letterhead=Letterhead()), words))
    for line in (
        "Số: …/QĐ-UBND", "Sơn Hồng, ngày … tháng … năm 2026", "ỦY BAN NHÂN DÂN XÃ SƠN HỒNG", "QUYẾT ĐỊNH:",
        "Theo đề nghị của [cơ quan trình] tại Tờ trình số […].", "[CHỨC VỤ NGƯỜI KÝ]", "[Họ và tên]",
        f"Điều 1. Công nhận danh hiệu “Công dân học tập” năm 2026 cho 3 công dân của xã Sơn Hồng ({ENCLOSED}).",
        "(Kèm theo Quyết định số       /QĐ-UBND ngày       tháng      năm 2026 của Ủy ban nhân dân xã Sơn Hồng)",
    ):  # fmt: skip
        assert line in found, line
    (last,) = [each for each in found if each.endswith("./.")]
    assert last.startswith("Điều 3. [Người, cơ quan chịu trách nhiệm thi hành]")


def test_a_signed_one_carries_what_stands_on_the_paper_not_what_was_chosen_for_the_draft() -> None:
    found = said(decision(SIGNED, words))
    for line in ("Số: 05/QĐ-UBND", "Sơn Hồng, ngày 05 tháng 01 năm 2027", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH",
                 "PHÓ CHỦ TỊCH", "Phan Xuân Hải",
                 "Theo đề nghị của Hội Khuyến học xã Sơn Hồng tại Tờ trình số […]."):  # fmt: skip
        assert line in found, line
    assert CHAIR.signer not in found


@pytest.mark.parametrize(
    ("number", "shown"),
    [("15", "Số: 15/QĐ-UBND"), ("7/QĐ-CTUBND", "Số: 07/QĐ-CTUBND"), ("15a/QĐ-UBND", "Số: 15a/QĐ-UBND")],
)
def test_a_number_is_printed_as_it_was_signed(number: str, shown: str) -> None:
    signed = replace(SIGNED, decided=replace(there(SIGNED.decided), number=number))
    assert shown in said(decision(signed, words))


def test_rules_that_nobody_compared_are_said_to_be_so_and_no_ground_is_made_up() -> None:
    sure = replace(PROPOSAL, ground=replace(DRAFT.ground, compared=True), plan=None)
    line = "Căn cứ Quyết định số 324/QĐ-KHVN ngày 24 tháng 8 năm 2023 của Hội Khuyến học Việt Nam"
    unsure = said(proposal(PROPOSAL, words))
    assert f"{line} [đối chiếu bản gốc];" in unsure
    assert "Mức đạt áp dụng tạm thời, chưa đối chiếu văn bản gốc." in unsure
    found = said(proposal(sure, words))
    assert [each for each in found if "ăn cứ" in each] == ["[Căn cứ về thẩm quyền, cán bộ ghi];", f"{line}."]
    assert not [each for each in found if "tạm thời" in each]


def test_the_list_is_by_place_in_the_order_of_its_number_and_tells_namesakes_apart() -> None:
    document = opened(decision(SIGNED, words))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows == [
        ["STT", "Họ và tên", "Thôn, đơn vị"],
        ["1", "Nguyễn Văn An (chủ hộ: Nguyễn Văn Bình)", "Xóm 2"],
        ["2", "Nguyễn Văn An (chủ hộ: Lê Thị Hoa)", "Xóm 2"],
        ["3", "Trần Thị Lan", "Xóm 10"],
    ]
    header = list(document.element.body.iter(qn("w:tbl")))[-1].tr_lst[0]
    assert header.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_families_clans_and_villages_are_called_what_they_are() -> None:
    for kind, heading in ((SubjectKind.FAMILY, "Họ và tên người đại diện gia đình"), (SubjectKind.CLAN, "Tên dòng họ"),
                          (SubjectKind.VILLAGE, "Tên thôn")):  # fmt: skip
        document = opened(decision(replace(SIGNED, kind=kind), words))
        assert document.tables[-1].rows[0].cells[1].text == heading
    assert "cho 3 gia đình của" in " ".join(said(decision(replace(SIGNED, kind=SubjectKind.FAMILY), words)))


def test_the_pdf_is_of_the_archive_and_for_everybody_and_the_same_twice() -> None:
    """PDF/A-2a and PDF/UA-1 by what the file says of itself; Typst makes none that does not hold to them."""
    made = as_pdf(decision(SIGNED, words))
    for said_of_itself in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<", b"<rdf:li>vi<"):
        assert said_of_itself in made
    assert made == as_pdf(decision(SIGNED, words))


def test_word_and_pdf_say_the_same() -> None:
    paper = decision(SIGNED, words)
    data = as_data(paper)
    found = said(paper)
    grounds, articles = data["grounds"], [f"{each['lead']} {each['text']}" for each in (*data["body"], data["last"])]
    for line in (*grounds, *articles, *data["office"], data["number"], data["place_and_day"]):
        assert line in found, line
    assert data["enclosed"]["rows"] == [[str(row.number), row.name, row.place] for row in numbered(NAMES, words)]


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_is_called_both_files_are_made(name: str) -> None:
    paper = decision(replace(SIGNED, names=[ListedName(name, name, name, "1")]), words)
    assert opened(paper).tables
    assert as_pdf(paper).startswith(b"%PDF")
