"""The list that hangs before a decision, looked at in the opened files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from io import BytesIO
from typing import Any

import docx
import pytest
import typst
from docx.document import Document
from docx.shared import Mm

from locales.text import T, Verbatim
from reports.name_list import ListedName
from reports.posting_list import PostingList, as_data, posting_document, posting_pdf, rows
from tests.reports.papers import AS_OF, HOSTILE, WORDS

WARNING = Verbatim("BẢN DỰ KIẾN")
LIST = PostingList(
    title=T("Công dân học tập"),
    year=2026,
    commune="xã Sơn Hồng",
    first=date(2026, 11, 24),
    last=date(2026, 12, 3),
    names=(
        ListedName("Trần Thị Lan", "Thôn Kim Sơn", "Trần Văn Tư", "7"),
        ListedName("Nguyễn Văn An", "Thôn Kim Sơn", "Nguyễn Văn Bình", "2"),
        ListedName("Nguyễn Văn An", "Thôn Kim Sơn", "Lê Thị Hoa", "5"),
        ListedName("Nguyễn Văn An", "Thôn Hồng Lĩnh", "Nguyễn Văn Cả", "1"),
    ),
    warning=WARNING,
    made_at=AS_OF,
)
MANY = replace(LIST, names=[ListedName(f"Nguyễn Văn An {n}", "Thôn Kim Sơn") for n in range(120)])


def opened(found: PostingList = LIST) -> Document:
    return docx.Document(BytesIO(posting_document(found, WORDS)))


def approx_mm(length: int) -> Any:
    """A length as Word keeps it: in twentieths of a point."""
    return pytest.approx(Mm(length), abs=Mm(1) // 10)


def pages(found: PostingList) -> int:
    source = files("reports").joinpath("templates", "posting_list.typ").read_bytes()
    said = {"data": json.dumps(as_data(found, WORDS))}
    drawn: object = typst.compile(source, format="svg", ignore_system_fonts=True, sys_inputs=said)
    return len(drawn) if isinstance(drawn, list) else 1


def test_only_namesakes_of_one_place_are_told_apart_by_the_head_of_their_household() -> None:
    assert rows(LIST, WORDS) == [
        ["1", "Nguyễn Văn An", "Thôn Hồng Lĩnh"],
        ["2", "Nguyễn Văn An (chủ hộ: Nguyễn Văn Bình)", "Thôn Kim Sơn"],
        ["3", "Nguyễn Văn An (chủ hộ: Lê Thị Hoa)", "Thôn Kim Sơn"],
        ["4", "Trần Thị Lan", "Thôn Kim Sơn"],
    ]


@pytest.mark.parametrize(("household", "shown"), [("7", "hộ số 7"), ("", "chưa rõ hộ")])
def test_where_the_heads_do_not_tell_namesakes_apart_the_household_does(household: str, shown: str) -> None:
    alike = ListedName("Vũ Văn Ba", "Thôn Kim Sơn", "Vũ Văn Ba", household)
    found = rows(replace(LIST, names=[alike, replace(alike, household="9")]), WORDS)
    assert f"Vũ Văn Ba ({shown})" in {row[1] for row in found}
    assert found[0][1] != found[1][1]


def test_it_says_from_when_to_when_it_hangs_and_where_to_object() -> None:
    text = "\n".join(each.text for each in opened().paragraphs)
    assert "Niêm yết từ ngày 24/11/2026 đến hết ngày 03/12/2026." in text
    assert "Ủy ban nhân dân xã Sơn Hồng chậm nhất ngày 03/12/2026." in text
    assert "chưa phải là công nhận" in text
    assert "BẢN DỰ KIẾN" in text


def test_without_a_doubt_there_is_no_banner() -> None:
    text = "\n".join(each.text for each in opened(replace(LIST, warning=None)).paragraphs)
    assert "BẢN DỰ KIẾN" not in text


def test_the_word_file_repeats_its_header_row_splits_no_row_and_has_the_margins_of_the_norm() -> None:
    document = opened(MANY)
    (table,) = document.tables
    rows_ = document.element.body.xpath(".//w:tr")
    assert rows_[0].xpath("./w:trPr/w:tblHeader")
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows_)
    assert len(table.rows) == 121
    section = document.sections[0]
    assert (section.page_width, section.left_margin) == (approx_mm(210), approx_mm(30))
    sizes = {run.font.size.pt for cell in table.rows[1].cells for each in cell.paragraphs for run in each.runs}
    assert sizes == {13}


def test_the_table_is_as_wide_as_the_text_in_every_program() -> None:
    (table,) = opened().tables
    assert sum(there.width for there in table.columns if there.width) == pytest.approx(Mm(165), abs=Mm(1))


def test_the_pdf_of_many_has_pages_and_what_people_wrote_is_no_markup() -> None:
    assert pages(MANY) > 2
    hostile = replace(LIST, names=[ListedName(HOSTILE, "Thôn Kim Sơn")])
    assert posting_pdf(hostile, WORDS).startswith(b"%PDF")
    assert rows(hostile, WORDS)[0][1] == HOSTILE


def test_the_same_list_makes_the_same_bytes() -> None:
    assert posting_document(LIST, WORDS) == posting_document(LIST, WORDS)
    assert posting_pdf(LIST, WORDS) == posting_pdf(LIST, WORDS)
