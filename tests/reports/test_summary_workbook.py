"""Bảng tổng hợp: title by title and village by village, sums that add up, a signature that is never alone."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from criteria.letterhead import Issuer
from locales.text import T
from reports.column import Column, Format
from reports.summary_workbook import summary_workbook
from reports.xlsx import Chart, Orientation, Sheet, Signature, workbook
from reports.year_figures import YearFigures
from tests.reports.figures import FIGURES, LETTERHEAD, OPEN, words
from tests.reports.workbook import Table, below, text_of, vi

PEOPLE = "Công dân học tập"


def read(data: YearFigures = FIGURES) -> dict[str, Table]:
    book = CalamineWorkbook.from_filelike(BytesIO(summary_workbook(data, LETTERHEAD, words)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(made: bytes, name: str) -> str:
    return ZipFile(BytesIO(made)).read(name).decode()


def test_a_sheet_of_all_titles_one_of_each_and_the_plan() -> None:
    assert list(read()) == [
        "Tổng hợp", PEOPLE, "Gia đình học tập", "Dòng họ học tập", "Cộng đồng học tập (thôn)", "Đơn vị học tập",
        "Chỉ tiêu kế hoạch",
    ]  # fmt: skip
    assert "Chỉ tiêu kế hoạch" not in read(replace(FIGURES, plan=None, targets=()))


def test_each_title_with_its_totals_and_its_three_shares() -> None:
    rows = below(read()["Tổng hợp"], "STT")
    assert rows[0] == [
        "STT", "Danh hiệu", "Tổng số", "Đăng ký", "Tỷ lệ đăng ký / tổng số", "Đạt", "Tỷ lệ đạt / tổng số",
        "Tỷ lệ đạt / đăng ký",
    ]  # fmt: skip
    assert rows[1] == [1, PEOPLE, 2150, 790, 790 / 2150, 970, 970 / 2150, 1.0]
    assert rows[2] == [2, "Gia đình học tập", 790, 420, 420 / 790, 300, 300 / 790, 300 / 420]


def test_the_villages_add_up_to_the_commune_also_in_what_is_missing() -> None:
    rows = below(read()[PEOPLE], "STT")
    villages, commune = rows[1:22], rows[22]
    assert commune[1] == "Toàn xã"
    for column in (2, 3, 5):
        assert sum(row[column] for row in villages) == commune[column]
    missing = [row[8] for row in villages]
    assert missing[-1] == "chưa có"  # the school has nobody on its roster
    assert sum(each for each in missing if each != "chưa có") == commune[8] == 320
    assert villages[-1][4] == "chưa có"


def test_sums_and_shares_are_formulas_that_an_officer_can_follow() -> None:
    xml = part(summary_workbook(FIGURES, LETTERHEAD, words), "xl/worksheets/sheet2.xml")
    first = int(re.findall(r'<c r="C(\d+)"[^>]*><f>SUM', xml)[0])
    assert f"<f>SUM(C{first - 21}:C{first - 1})</f><v>2150</v>" in xml
    assert f'<f>IF(C{first}=0,"chưa có",MIN(1,F{first}/C{first}))</f>' in xml


def test_it_is_headed_and_signed_as_chosen() -> None:
    for table in read().values():
        text = text_of(table)
        assert table[0][0] == "ỦY BAN NHÂN DÂN XÃ SƠN HỒNG"
        assert "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text
        assert "Phan Xuân Hải" in text
        assert "Sơn Hồng, ngày …… tháng …… năm 2026" in text
    made = summary_workbook(FIGURES, replace(OPEN, issuer=Issuer.ASSOCIATION), words)
    table = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert table[0][0] == "HỘI KHUYẾN HỌC XÃ SƠN HỒNG"


def test_what_the_figures_are_worth_stands_on_each_sheet() -> None:
    for table in read(replace(FIGURES, warnings=(T("CHƯA áp dụng"),))).values():
        text = text_of(table)
        assert "trên tổng số 2.150 công dân trong danh sách; mức đạt áp dụng tạm thời" in text
        assert "Mã nhật ký của số liệu: ABCD-EFGH-JKLM." in text
        assert "CHƯA áp dụng" in text


def test_a_chart_with_a_description_and_values_that_need_no_colour() -> None:
    made = summary_workbook(FIGURES, LETTERHEAD, words)
    chart = part(made, "xl/charts/chart1.xml")
    assert chart.count("<c:ser>") == 2
    assert "'Tổng hợp'!$G$" in chart
    assert chart.count('<c:showVal val="1"/>') >= 2
    assert 'descr="Tỷ lệ đạt' in part(made, "xl/drawings/drawing1.xml")


def breaks(rows: int, *, signed: bool = True, chart: bool = False) -> tuple[list[int], int]:
    """Where pages are made to end, and in which row the table's header stands, of a sheet of so many rows."""
    columns: tuple[Column[int], ...] = (
        Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
        Column(T("Số"), lambda row: row, Format.COUNT, 30),
        Column(T("Tỉ lệ"), lambda _: 0.5, Format.SHARE, 30),
    )
    sheet = Sheet(
        name=T("Tên"), columns=columns, rows=range(rows), organisation=T("UBND"), title=T("Bảng"),
        signatures=(Signature(T("CHỦ TỊCH"), T("ký")),) if signed else (), orientation=Orientation.LANDSCAPE,
        chart=Chart(T("Hình"), 1, (2,), apart=True) if chart else None,
    )  # fmt: skip
    xml = part(workbook([sheet], vi), "xl/worksheets/sheet1.xml")
    header = int(re.findall(r'<pane ySplit="(\d+)"', xml)[0])
    return [int(each) for each in re.findall(r'<brk id="(\d+)"', xml)], header


def test_a_signature_never_stands_alone_on_a_page() -> None:
    assert breaks(5) == ([], breaks(5)[1])  # all on one page
    moved = [rows for rows in range(5, 60) if breaks(rows)[0]]
    assert moved
    for rows in moved:
        (at,), header = breaks(rows)
        assert at == header + rows - 3  # the last three rows go with it
    assert breaks(40, signed=False)[0] == []


def test_the_chart_of_a_long_table_has_a_page_of_its_own_behind_the_signature() -> None:
    found, header = breaks(40, chart=True)
    assert found[-1] > header + 40
    assert breaks(3, chart=True)[0] == [found[-1] - 37]


def test_no_villages_no_sums() -> None:
    empty = replace(FIGURES, titles=[replace(each, lines=()) for each in FIGURES.titles])
    assert below(read(empty)[PEOPLE], "STT")[1][1:4] == ["Toàn xã", 0, 0]
