"""Word files as Nghị định 30/2020/NĐ-CP, annexes I and III, has them: looked at in the opened file and in its XML."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.letterhead import Capacity, Issuer
from locales.text import T
from reports.documents import elements
from reports.documents.page import BODY
from reports.documents.year_report import YearReport, year_report
from tests.reports.figures import FIGURES, LETTERHEAD, OPEN, VILLAGES, words
from tests.village import there

FILLED = YearReport(figures=FIGURES, letterhead=LETTERHEAD, number="5", day=date(2027, 1, 5))
UNFILLED = YearReport(figures=FIGURES, letterhead=OPEN, number="", day=None)


def opened(report: YearReport = FILLED) -> Document:
    return docx.Document(BytesIO(year_report(report, words)))


def xml(name: str = "word/document.xml", report: YearReport = FILLED) -> str:
    return ZipFile(BytesIO(year_report(report, words))).read(name).decode()


class Line(Paragraph):
    """A paragraph whose XML can be looked at."""

    @property
    def node(self) -> Any:
        return self._p


class Grid(Table):
    """A table whose XML can be looked at."""

    @property
    def node(self) -> Any:
        return self._tbl


def paragraphs(document: Document) -> list[Line]:
    """All of them from the top to the end, those in tables among them."""
    return [Line(each, document) for each in document.element.body.iter(qn("w:p"))]


def every_table(document: Document) -> list[Grid]:
    return [Grid(each, document) for each in document.element.body.iter(qn("w:tbl"))]


def next_to(line: Line, document: Document) -> Line:
    """The paragraph below."""
    return Line(line.node.getnext(), document)


def widths(table: Grid) -> list[int]:
    """Of the columns in the grid, in twentieths of a point."""
    return [int(each.get(qn("w:w"))) for each in table.node.tblGrid.gridCol_lst]


def has(node: Any, *path: str) -> bool:
    """Whether something lies below there."""
    return node.find("/".join(map(qn, path))) is not None


def said(document: Document) -> list[str]:
    return [each.text for each in paragraphs(document) if each.text]


def one(document: Document, text: str) -> Line:
    """The first paragraph that begins so."""
    return next(each for each in paragraphs(document) if each.text.startswith(text))


def size(paragraph: Paragraph) -> float:
    """In points, of its first letters; where it says nothing, that of the body."""
    found = paragraph.runs[0].font.size
    return BODY if found is None else found.pt


def look(paragraph: Paragraph) -> tuple[float, bool, bool]:
    run = paragraph.runs[0]
    return size(paragraph), bool(run.bold), bool(run.italic)


def tables(document: Document) -> list[Grid]:
    """The tables with figures, without those that only put things side by side."""
    return [table for table in every_table(document) if has(table.node.tr_lst[0], "w:trPr", "w:tblHeader")]


def rule_below(line: Line, document: Document) -> float | None:
    """How long the line right under a text is, in millimetres, within the column of that text; ``None`` without one."""
    following = line.node.getnext()
    if following is None or not has(following, "w:pPr", "w:pBdr", "w:top"):
        return None
    layout = Line(following, document).paragraph_format
    inside = line.node.getparent().find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    width = 165.0 if inside is None else int(inside.get(qn("w:w"))) / 1440 * 25.4
    assert layout.left_indent == layout.right_indent
    return float(width - 2 * there(layout.left_indent).mm)


# Paper


def test_a4_portrait_with_the_margins_of_the_norm_on_every_page() -> None:
    for section in opened().sections:
        assert section.orientation == WD_ORIENT.PORTRAIT
        assert (round(there(section.page_width).mm), round(there(section.page_height).mm)) == (210, 297)
        assert 20 <= round(there(section.top_margin).mm) <= 25
        assert 20 <= round(there(section.bottom_margin).mm) <= 25
        assert 30 <= round(there(section.left_margin).mm) <= 35
        assert 15 <= round(there(section.right_margin).mm) <= 20


def test_times_new_roman_in_black_for_every_kind_of_letter() -> None:
    styles = xml("word/styles.xml")
    normal = re.search(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', styles, re.DOTALL)
    assert normal is not None
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        assert f'w:{kind}="Times New Roman"' in normal[0]
    assert 'w:lang w:val="vi-VN"' in normal[0]
    document = xml()
    assert "w:rFonts" not in document  # nothing takes another typeface
    assert set(re.findall(r'w:color w:val="([^"]+)"', document)) <= {"000000"}


def test_the_page_number_is_arabic_in_the_middle_of_the_top_margin_and_not_on_a_first_page() -> None:
    document = opened()
    first, *annexes = document.sections
    assert all(section.different_first_page_header_footer for section in document.sections)
    (number,) = first.header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    file = ZipFile(BytesIO(year_report(FILLED, words)))
    headers = [file.read(name).decode() for name in file.namelist() if re.fullmatch(r"word/header\d+\.xml", name)]
    assert ["PAGE</w:instrText>" in each for each in headers].count(True) == 1
    assert 13 <= size(number) <= 14
    assert there(first.header_distance) < there(first.top_margin)
    assert not "".join(each.text for each in first.first_page_header.paragraphs)
    assert not "".join(each.text for each in first.footer.paragraphs)
    assert len(annexes) == 2
    for annex in annexes:  # each is numbered on its own
        assert annex.header.is_linked_to_previous
    assert xml().count('<w:pgNumType w:start="1"/>') == 2


# Elements 1 to 5


def test_the_nation_and_its_motto_top_right_each_in_one_line() -> None:
    document = opened()
    nation, motto = one(document, "CỘNG HÒA"), one(document, "Độc lập")
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert look(nation) == (13, True, False)
    assert look(motto) == (14, True, False)
    top = every_table(document)[0]
    assert top.rows[0].cells[1].paragraphs[0].text == nation.text
    assert [round(each / 1440 * 25.4) for each in widths(top)] == [
        65,
        100,
    ]  # the grid, not the cells alone: else programs part the page evenly and the motto breaks
    margins = top.node.tblPr.find(qn("w:tblCellMar"))
    assert {each.get(qn("w:w")) for each in margins} == {"0"}


def test_a_solid_line_as_long_as_the_motto_and_no_dashes_or_underlining() -> None:
    document = opened()
    assert rule_below(one(document, "Độc lập"), document) == pytest.approx(58, abs=5)
    assert not [text for text in said(document) if re.search(r"[-_—–=]{3,}", text)]
    assert "<w:u " not in xml()


def test_who_issues_it_in_bold_capitals_below_the_body_above() -> None:
    with_superior = replace(FILLED, letterhead=replace(LETTERHEAD, superior="Hội Khuyến học tỉnh Hà Tĩnh"))
    document = opened(with_superior)
    left = document.tables[0].rows[0].cells[0]
    assert [each.text for each in left.paragraphs if each.text] == [
        "HỘI KHUYẾN HỌC TỈNH HÀ TĨNH",
        "ỦY BAN NHÂN DÂN",
        "XÃ SƠN HỒNG",
    ]
    assert [look(each) for each in left.paragraphs if each.text] == [
        (13, False, False),
        (13, True, False),
        (13, True, False),
    ]
    line = rule_below(one(document, "XÃ SƠN HỒNG"), document)
    assert line is not None
    assert 40 / 3 <= line <= 45 / 2  # a third to half of "ỦY BAN NHÂN DÂN", 40 to 45 mm


@pytest.mark.parametrize(
    ("number", "issuer", "shown"),
    [
        ("5", "UBND", "Số: 05/BC-UBND"),
        ("05", "UBND", "Số: 05/BC-UBND"),
        ("125", "HKH", "Số: 125/BC-HKH"),
        ("", "UBND", "Số: …/BC-UBND"),
    ],
)
def test_a_number_below_10_has_a_leading_0_and_none_stays_open(number: str, issuer: str, shown: str) -> None:
    assert elements.number_and_sign(number, "BC", issuer) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2027, 1, 5), "Sơn Hồng, ngày 05 tháng 01 năm 2027"),
        (date(2026, 2, 28), "Sơn Hồng, ngày 28 tháng 02 năm 2026"),
        (date(2026, 6, 29), "Sơn Hồng, ngày 29 tháng 6 năm 2026"),
        (date(2026, 3, 9), "Sơn Hồng, ngày 09 tháng 3 năm 2026"),
        (None, "Sơn Hồng, ngày … tháng … năm 2026"),
    ],
)
def test_days_below_10_and_the_first_two_months_have_a_leading_0(day: date | None, shown: str) -> None:
    assert elements.place_and_day("Sơn Hồng", day, 2026) == shown


def test_number_left_place_and_day_right_in_italics_on_one_level() -> None:
    document = opened()
    left, right = document.tables[0].rows[1].cells
    assert (left.text, right.text) == ("Số: 05/BC-UBND", "Sơn Hồng, ngày 05 tháng 01 năm 2027")
    assert look(left.paragraphs[0]) == (13, False, False)
    assert look(right.paragraphs[0]) == (14, False, True)


def test_the_kind_and_what_it_is_about_with_a_line_below() -> None:
    document = opened()
    kind, about = one(document, "BÁO CÁO"), one(document, "Kết quả xây dựng xã hội học tập năm 2026")
    assert (look(kind), look(about)) == ((14, True, False), (14, True, False))
    assert kind.alignment == about.alignment == WD_ALIGN_PARAGRAPH.CENTER
    line = rule_below(about, document)
    assert line is not None
    assert 150 / 3 <= line <= 150 / 2


def test_to_whom_it_is_sent_stands_above_the_body() -> None:
    texts = said(opened())
    at = texts.index("Kính gửi:")
    assert texts[at + 1 : at + 3] == ["- Ủy ban nhân dân tỉnh Hà Tĩnh;", "- Sở Giáo dục và Đào tạo."]
    assert at < texts.index("I. KẾT QUẢ THỰC HIỆN")
    alone = replace(FILLED, letterhead=replace(LETTERHEAD, addressees=("Sở Nội vụ",)))
    assert "Kính gửi: Sở Nội vụ" in said(opened(alone))
    assert "Kính gửi: [nơi nhận báo cáo]" in said(opened(UNFILLED))


# The body


def test_grounds_are_italic_one_a_line_and_end_as_the_norm_asks() -> None:
    found = [each for each in paragraphs(opened()) if each.text.startswith("Căn cứ ") and each.runs[0].italic]
    assert [each.text[-1] for each in found] == [";", "."]
    assert [look(each) for each in found] == [(14, False, True)] * 2


def test_a_set_that_nobody_adopted_is_no_ground() -> None:
    figures = replace(FIGURES, basis=replace(FIGURES.basis, adopted=None))
    texts = said(opened(replace(FILLED, figures=figures)))
    assert not [text for text in texts if text.startswith("Căn cứ Quyết định")]
    assert [text for text in said(opened()) if text.startswith("Căn cứ Quyết định số 324/QĐ-KHVN ngày 25/10/2023")]


def test_paragraphs_are_justified_indented_and_apart() -> None:
    body = one(opened(), "Số liệu tính đến ngày 01/12/2026")
    layout = body.paragraph_format
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(there(layout.first_line_indent).mm, 1) in {10, 12.7}
    assert there(layout.space_after).pt >= 6
    assert 1 <= there(layout.line_spacing) <= 1.5
    assert 13 <= size(body) <= 14


def test_the_body_ends_with_its_sign_on_the_page_of_the_signature() -> None:
    document = opened()
    (last,) = [each for each in paragraphs(document) if each.text.endswith("./.")]
    assert last.paragraph_format.keep_with_next
    assert last.node.getnext() is signature(document).node


def test_no_empty_paragraph_gapes_anywhere() -> None:
    """What is empty is a line under a text, the end of a table's cell or the end of a part of the document."""
    document = opened()
    gaps = [
        each
        for each in (Line(node, document) for node in document.element.body.iterchildren(qn("w:p")))
        if not each.text and not has(each.node, "w:pPr", "w:pBdr") and not has(each.node, "w:pPr", "w:sectPr")
    ]  # fmt: skip
    assert gaps == []


# Tables


def test_tables_repeat_their_header_and_break_no_row_and_are_large_enough_to_read() -> None:
    found = tables(opened())
    assert len(found) >= 8
    for table in found:
        rows = table.node.tr_lst
        assert [has(row, "w:trPr", "w:tblHeader") for row in rows] == [True, *[False] * (len(rows) - 1)]
        assert all(has(row, "w:trPr", "w:cantSplit") for row in rows)
        sizes = {size(each) for row in table.rows for cell in row.cells for each in cell.paragraphs if each.runs}
        assert min(sizes) >= 11
        assert table.style is not None
        assert table.style.name == "Table Grid"


def test_the_grid_of_every_table_is_as_wide_as_its_cells_and_within_the_margins() -> None:
    for table in every_table(opened()):
        grid = widths(table)
        for row in table.node.tr_lst:
            cells = [each.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")) for each in row.tc_lst]
            assert cells == [str(each) for each in grid]
        assert sum(grid) / 1440 * 25.4 <= 166
        assert table.node.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


def test_the_total_stands_out_and_keeps_the_row_above_it() -> None:
    people = tables(opened())[2]
    *_, before, last = people.rows
    assert last.cells[0].text == "Toàn xã"
    assert all(cell.paragraphs[0].runs[0].bold for cell in last.cells)
    assert before.cells[0].paragraphs[0].paragraph_format.keep_with_next


# Elements 7 and 9, annexes


def signature(document: Document) -> Grid:
    return next(table for table in every_table(document) if "Nơi nhận:" in table.rows[0].cells[0].text)


def test_the_signature_is_the_chosen_ones_in_the_chosen_capacity() -> None:
    found = signature(opened())
    lines = [each.text for each in found.rows[0].cells[1].paragraphs]
    assert lines == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Phan Xuân Hải"]
    assert {look(each) for each in found.rows[0].cells[1].paragraphs} == {(14, True, False)}
    assert has(found.node.tr_lst[0], "w:trPr", "w:cantSplit")
    name = found.rows[0].cells[1].paragraphs[-1]
    assert there(name.paragraph_format.space_before).pt >= 60  # room to sign


@pytest.mark.parametrize(
    ("issuer", "capacity", "lines"),
    [
        (Issuer.COMMITTEE, Capacity.CHAIR, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (Issuer.COMMITTEE, Capacity.OPEN, ["TM. ỦY BAN NHÂN DÂN", "[CHỨC VỤ NGƯỜI KÝ]"]),
        (Issuer.ASSOCIATION, Capacity.CHAIR, ["CHỦ TỊCH"]),
        (Issuer.ASSOCIATION, Capacity.VICE, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_on_whose_behalf(issuer: Issuer, capacity: Capacity, lines: list[str]) -> None:
    chosen = replace(LETTERHEAD, issuer=issuer, capacity=capacity)
    found = signature(opened(replace(FILLED, letterhead=chosen)))
    assert [each.text for each in found.rows[0].cells[1].paragraphs] == [*lines, "Phan Xuân Hải"]


def test_the_receivers_in_the_sizes_of_the_norm_the_archive_last() -> None:
    first, *receivers = signature(opened()).rows[0].cells[0].paragraphs
    assert (first.text, look(first)) == ("Nơi nhận:", (12, True, True))
    assert [each.text for each in receivers] == [
        "- Như trên;",
        "- Thường trực Đảng ủy, HĐND xã;",
        "- Hội Khuyến học xã;",
        "- Lưu: VT, VH-XH.",
    ]
    assert {size(each) for each in receivers} == {11}


def test_each_annex_has_its_name_its_title_and_what_it_belongs_to_with_number_and_day_open() -> None:
    document = opened()
    for name, title in (("Phụ lục I", "KẾT QUẢ CÁC DANH HIỆU"), ("Phụ lục II", "CĂN CỨ SỐ LIỆU")):
        heading = next(each for each in paragraphs(document) if each.text == name)
        below = next_to(heading, document)
        belongs = next_to(below, document)
        assert (look(heading), look(below)) == ((14, True, False), (14, True, False))
        assert below.text.startswith(title)
        assert belongs.runs[0].italic
        assert re.fullmatch(
            r"\(Kèm theo Báo cáo số +/BC-UBND ngày +tháng +năm 2026 của Ủy ban nhân dân xã Sơn Hồng\)", belongs.text
        )


# What it says


def test_what_nobody_filled_in_is_a_marked_blank_and_no_number_day_or_name_is_made_up() -> None:
    texts = said(opened(UNFILLED))
    for blank in ("Số: …/BC-UBND", "Sơn Hồng, ngày … tháng … năm 2026", "[CHỨC VỤ NGƯỜI KÝ]", "[Họ và tên]"):
        assert blank in texts
    at = [texts.index(heading) for heading in ("II. KHÓ KHĂN, VƯỚNG MẮC", "III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027")]
    assert [texts[i + 1] for i in at] == ["[…: cán bộ viết]"] * 2


def test_the_figures_of_each_title_and_each_village_add_up() -> None:
    document = opened()
    summary, _, people, *_ = tables(document)
    assert [cell.text for cell in summary.rows[1].cells] == [
        "Công dân học tập", "2.150", "790", "36,7%", "970", "45,1%", "100%",
    ]  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in people.rows[1:]]
    assert [row[0] for row in rows[:-1]] == [*VILLAGES, "Trường Tiểu học Sơn Hồng"]
    for column in (1, 2, 4):
        *parts, total = (int(row[column].replace(".", "")) for row in rows)
        assert sum(parts) == total
    assert rows[-2][1:] == ["0", "0", "–", "0", "–", "–"]  # no roster: no share


def test_the_sentence_of_honesty_and_what_is_missing_counted_once() -> None:
    text = "\n".join(said(opened()))
    assert (
        "Số liệu tính đến ngày 01/12/2026 (số liệu tạm tính), trên tổng số 2.150 công dân trong danh sách; "
        "mức đạt áp dụng tạm thời, chưa đối chiếu văn bản gốc." in text
    )
    assert "Công dân học tập: còn thiếu 320 người để đạt chỉ tiêu 60%" in text
    assert "Ngoài bảng này còn 3 người đăng ký, trong đó 1 đạt, không có tên trong danh sách dân cư" in text


def test_the_last_annex_says_what_the_figures_rest_on() -> None:
    facts = {row.cells[0].text: row.cells[1].text for row in tables(opened())[-1].rows}
    assert facts["Mã nhật ký của số liệu"] == "ABCD-EFGH-JKLM"
    assert facts["Tổng số của Công dân học tập"].startswith("2.150 người")
    assert facts["Bộ tiêu chí chưa đối chiếu văn bản gốc"].startswith("Công dân học tập; ")
    assert facts["Người ngoài danh sách dân cư"].startswith("3 người đăng ký, trong đó 1 người đạt")


def test_without_a_plan_of_its_own_no_other_communes_targets_are_printed() -> None:
    none = replace(FILLED, figures=replace(FIGURES, plan=None, targets=(), titles=[
        replace(each, asked=None) for each in FIGURES.titles
    ]))  # fmt: skip
    text = "\n".join(said(opened(none)))
    assert "[…: xã chưa nhập kế hoạch của mình" in text
    assert "chỉ tiêu 60%" not in text


def test_a_draft_set_prints_its_banner() -> None:
    warned = replace(FILLED, figures=replace(FIGURES, warnings=(T("Bộ tiêu chí CHƯA được áp dụng."),)))
    banner = one(opened(warned), "Bộ tiêu chí CHƯA")
    assert has(banner.node, "w:pPr", "w:pBdr", "w:bottom")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert year_report(FILLED, words) == year_report(FILLED, words)


@settings(max_examples=15)
@given(st.text(max_size=30))
def test_whatever_is_typed_the_file_can_be_opened(name: str) -> None:
    letterhead = replace(LETTERHEAD, signer=name, addressees=(name,), copies=(name,), superior=name)
    assert opened(replace(FILLED, letterhead=letterhead)).tables


def test_python_docx_is_not_imported_before_a_document_is_asked_for() -> None:
    code = "import sys, reports.documents.year_report, bot.file_makers; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
