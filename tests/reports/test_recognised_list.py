"""Who is recognised, as another office gets it: in the opened Word file and the opened workbook."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
from openpyxl import load_workbook

from criteria.letterhead import Capacity, Letterhead
from criteria.model import SubjectKind
from locales.text import T
from reports.documents.recognition import Decided
from reports.name_list import ListedName
from reports.recognised_list import RecognisedList, recognised_document, recognised_workbook
from tests.reports.figures import words
from tests.reports.papers import AS_OF

FOUND = RecognisedList(
    title=T("Gia đình học tập"),
    kind=SubjectKind.FAMILY,
    year=2026,
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    bare="Sơn Hồng",
    letterhead=Letterhead(capacity=Capacity.CHAIR, signer="Lê Văn Cả"),
    decided=Decided(number="7/QĐ-UBND", day=date(2027, 1, 5), signer="Lê Văn Cả", office="Chủ tịch"),
    names=(ListedName("Trần Thị Lan", "Xóm 10"), ListedName("=1+1", "Xóm 2")),
    made_at=AS_OF,
)
DECISION = "Theo Quyết định số 07/QĐ-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân xã Sơn Hồng."


def test_the_word_file_names_them_and_the_decision_and_nothing_more() -> None:
    document = docx.Document(BytesIO(recognised_document(FOUND, words)))
    assert DECISION in [each.text for each in document.paragraphs]
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows] == [
        ["STT", "Họ và tên người đại diện gia đình", "Thôn, đơn vị"],
        ["1", "=1+1", "Xóm 2"], ["2", "Trần Thị Lan", "Xóm 10"],
    ]  # fmt: skip


def test_the_workbook_says_the_same_and_takes_no_name_for_a_formula() -> None:
    sheet = load_workbook(BytesIO(recognised_workbook(FOUND, words))).active
    assert sheet is not None
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(DECISION in row for row in said)
    assert [row[:3] for row in said if row[0] in {1, 2}] == [[1, "=1+1", "Xóm 2"], [2, "Trần Thị Lan", "Xóm 10"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}
