"""Papers of the steps before a decision, looked at in the opened files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.shared import Mm

from criteria.letterhead import Capacity, Letterhead
from locales.text import T, Verbatim
from reports import meeting_papers as papers
from reports.meeting_papers import Council, Excepted, MeetingPaper, Objected, Office, Posting, Seat
from reports.name_list import ListedName
from tests.reports.papers import AS_OF, HOSTILE, WORDS

OFFICE = Office(
    letterhead=Letterhead(capacity=Capacity.VICE, signer="Phan Xuân Hải"),
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    bare="Sơn Hồng",
    made_at=AS_OF,
    warning=Verbatim("BẢN DỰ KIẾN"),
)
MEETING = MeetingPaper(
    office=replace(OFFICE, village="Thôn Kim Sơn"),
    of_council=False,
    place="thôn Kim Sơn",
    year=2026,
    held_on=date(2026, 11, 15),
    held_at="Nhà văn hoá",
    chair="Phan Văn Đức",
    secretary="",
    invited=60,
    present=None,
    said="",
    listed=3,
    proposed=(
        ListedName("Trần Thị Lan", "Thôn Kim Sơn", "Trần Văn Tư", "7"),
        ListedName("Trần Thị Lan", "Thôn Kim Sơn", "Lê Văn Sáu", "9"),
    ),
    exceptions=(Excepted("Lò Văn Sáu", Verbatim("không đề nghị"), Verbatim("3/40"), "Ít dự lớp"),),
)
COUNCIL = Council(OFFICE, 2026, "", None, (Seat("Trần Văn Bình", "Phó Chủ tịch", T("Ủy viên")),))
POSTING = Posting(
    office=OFFICE,
    title=T("Công dân học tập"),
    year=2026,
    first=date(2026, 11, 20),
    last=date(2026, 11, 29),
    names=112,
    objections=(Objected("Lò Văn Sáu", "Không thấy dự lớp", "Có dự 3 lớp"), Objected("", "Chữ nhỏ", None)),
    struck=(("Hồ Văn Tám", "Đã chuyển đi"),),
)
MAKERS: dict[str, tuple[Callable[..., bytes], Any]] = {
    "invitation": (papers.invitation, MEETING),
    "minutes": (papers.minutes, MEETING),
    "council minutes": (papers.minutes, replace(MEETING, office=OFFICE, of_council=True, members=COUNCIL.members)),
    "council": (papers.council_decision, COUNCIL),
    "notice": (papers.posting_notice, POSTING),
    "end of posting": (papers.posting_minutes, POSTING),
}


def opened(name: str, found: object = None) -> Document:
    make, default = MAKERS[name]
    return docx.Document(BytesIO(make(found or default, WORDS)))


def said(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("name", MAKERS)
def test_each_is_an_administrative_document_that_says_what_is_uncertain(name: str) -> None:
    document = opened(name)
    text = said(document)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "BẢN DỰ KIẾN" in text
    assert "chưa phải quy định của Hội Khuyến học" in text
    assert "Bác" not in text
    assert document.sections[0].left_margin == pytest.approx(Mm(30), abs=Mm(1) // 10)


def test_minutes_name_who_is_proposed_namesakes_apart_without_year_or_points() -> None:
    text = said(opened("minutes"))
    assert "Trần Thị Lan (chủ hộ: Trần Văn Tư)" in text
    assert "Trần Thị Lan (chủ hộ: Lê Văn Sáu)" in text
    assert "nhất trí đề nghị công nhận 2 trường hợp" in text
    assert "Không đề nghị 1 trường hợp" in text
    assert "không đề nghị (3/40)" in text


def test_what_is_not_known_stays_a_marked_blank() -> None:
    text = said(opened("minutes"))
    assert "Số người có mặt: […]." in text
    assert "Thư ký: […]." in text
    assert "[Họ và tên]" in text
    assert "Số: …/BB" in text


def test_the_villages_papers_are_the_villages_the_councils_the_committees() -> None:
    assert "UBND XÃ SƠN HỒNG\nTHÔN KIM SƠN" in said(opened("minutes"))
    assert "Số: …/BB-UBND" in said(opened("council minutes"))


def test_the_end_of_posting_has_each_objection_with_its_answer() -> None:
    text = said(opened("end of posting"))
    assert "Có dự 3 lớp" in text
    assert "cả danh sách" in text
    assert "[chưa trả lời]" in text
    assert "- Hồ Văn Tám: Đã chuyển đi" in text


def test_the_draft_rests_on_nothing_made_up() -> None:
    text = said(opened("council"))
    assert "Căn cứ [văn bản về thẩm quyền: số, ngày]" in text
    assert "Phó Chủ tịch" in text


def test_whatever_people_wrote_stands_there_as_they_wrote_it() -> None:
    found = replace(MEETING, said=HOSTILE, chair=HOSTILE)
    assert HOSTILE in said(opened("minutes", found))
