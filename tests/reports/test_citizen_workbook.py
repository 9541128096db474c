from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.text import T, Words
from reports.citizen_workbook import CitizenReport, citizen_workbook, file_name
from reports.tables import basis as basis_sheet
from reports.tables import citizen_statistics, confirmed_people
from reports.tables.citizen_statistics import COUNTS, VillageLine, needed_by_line, total, with_missing
from tests.reports.workbook import (
    BASIS,
    DONG_VANG,
    KHE_NUOC,
    KIM_SON,
    PEOPLE,
    REPORT,
    Table,
    below,
    person,
    read,
    text_of,
    vi,
)

SHEETS = ["Thống kê", "Danh sách", "Căn cứ"]


def part(report: CitizenReport, name: str) -> str:
    return ZipFile(BytesIO(citizen_workbook(report, vi))).read(name).decode()


def test_three_sheets_whose_headers_are_the_columns() -> None:
    tables = read(REPORT)
    assert list(tables) == SHEETS
    for name, first, columns in (
        ("Thống kê", "STT", citizen_statistics.columns(18, 0.6)),
        ("Danh sách", "STT", confirmed_people.COLUMNS),
        ("Căn cứ", "Nội dung", basis_sheet.COLUMNS),
    ):
        assert below(tables[name], first)[0] == [vi(column.title) for column in columns]


def test_the_numbers_are_numbers_and_a_missing_denominator_is_no_percentage() -> None:
    rows = below(read(REPORT)["Thống kê"], "STT")
    kim_son, dong_vang, khe_nuoc, commune = rows[1:5]
    assert kim_son == [
        1, "Thôn Kim Sơn", 1062, 64, 60 / 1062, 31, 3, 1, 2, 1, 1, 30, 30 / 1062, 1 / 1062, 2 / 64, 0.6, 637,
    ]  # fmt: skip
    assert dong_vang == [
        2, "Thôn Đồng Vang", 0, 4, "chưa có", 2, 1, 0, 0, 0, 1, 0, "chưa có", "chưa có", 0.0, 0.6, "chưa có",
    ]  # fmt: skip
    assert khe_nuoc == [3, "Thôn Khe Nước", 45, 0, 0.0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, "chưa có", 0.6, 27]
    assert commune[:14] == ["", "Tổng cộng", 1107, 68, 60 / 1107, 33, 4, 1, 2, 1, 2, 30, 30 / 1107, 1 / 1107]
    assert commune[14:] == [pytest.approx(2 / 68), 0.6, 664]
    assert all(isinstance(cell, int | float) for cell in kim_son[2:])


def test_villages_without_a_roster_are_named_under_the_table() -> None:
    assert "Chưa có danh sách dân cư: Thôn Đồng Vang." in text_of(read(REPORT)["Thống kê"])
    full = replace(REPORT, villages=(KIM_SON, replace(DONG_VANG, roster=40), KHE_NUOC))
    assert "Chưa có danh sách" not in text_of(read(full)["Thống kê"])


def test_a_coverage_counts_people_of_the_roster_only() -> None:
    odd = replace(REPORT, villages=(replace(KHE_NUOC, declared=46, declared_on_roster=9),))
    rows = below(read(odd)["Thống kê"], "STT")
    assert rows[1][11:13] == [9, 9 / 45]


def test_without_a_target_its_columns_are_left_out() -> None:
    rows = below(read(replace(REPORT, basis=replace(BASIS, target=None)))["Thống kê"], "STT")
    assert len(rows[0]) == 15
    assert not {"Chỉ tiêu", "Còn thiếu để đạt chỉ tiêu (người; số âm: vượt)"} & set(rows[0])


def test_the_list_of_people() -> None:
    rows = below(read(REPORT)["Danh sách"], "STT")
    day = date(2026, 11, 20)
    first, second, third = (dict(zip(rows[0], row, strict=True)) for row in rows[1:4])
    known = {
        "STT": 1, "Họ và tên": "Nguyễn Thị Lan", "Năm sinh": 1968, "Thôn": "Thôn Kim Sơn",
        "Nhóm": "Nông dân", "Điểm": 84, "Kết quả": "Đạt", "Ngày xác nhận": day, "Người xác nhận": "Phan Văn Đức",
        "Người khai hộ": "", "Có trong danh sách dân cư": "Có",
    }  # fmt: skip
    assert first | known == first
    assert (second["Điểm"], second["Kết quả"], second["Có trong danh sách dân cư"]) == (0, "Chưa đạt", "Không")
    assert (third["Điểm"], third["Kết quả"]) == ("chưa có", "Chưa xác định")
    assert rows[6][0] == "Danh sách này có 4 người."


def test_a_confirmation_after_midnight_in_viet_nam_has_that_day() -> None:
    late = person("Nguyễn Thị Lan", confirmed_on=datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    rows = below(read(replace(REPORT, people=(late,)))["Danh sách"], "STT")
    assert dict(zip(rows[0], rows[1], strict=True))["Ngày xác nhận"] == date(2026, 11, 21)


@pytest.mark.parametrize("name", ["=1+1", "+84912345678", "@x", "-2", "1968", "http://a.vn", "{=1}", "=HYPERLINK(1)"])
def test_names_stay_texts(name: str) -> None:
    report = replace(REPORT, people=(person(name),))
    assert below(read(report)["Danh sách"], "STT")[1][1] == name
    xml = part(report, "xl/worksheets/sheet2.xml")
    assert "<f>" not in xml
    assert "hyperlink" not in xml


@given(st.text(max_size=40))
def test_any_name_makes_a_readable_file(name: str) -> None:
    rows = below(read(replace(REPORT, people=(person(name), person("Lê Thị Sau"))))["Danh sách"], "STT")
    assert rows[2][1] == "Lê Thị Sau"


def test_the_basis_says_where_the_numbers_come_from() -> None:
    facts = {row[0]: row[1] for row in below(read(REPORT)["Căn cứ"], "Nội dung")}
    assert facts["Ngày ban hành"] == date(2023, 10, 25)
    assert facts["Số liệu tính đến"] == datetime(2026, 11, 23, 14, 5)  # noqa: DTZ001 (a cell has no zone)
    assert facts["Chỉ tiêu"] == 0.6
    assert facts["Số người trong danh sách kèm theo"] == 4
    assert "đủ 18 tuổi trở lên tính đến 31/12/2026" in facts["Tổng số người trong diện đánh giá"]
    assert facts["Đối chiếu văn bản gốc"] == "Đã đối chiếu"
    assert facts["Cán bộ đã sửa"] == "không sửa gì"


def test_what_is_unknown_is_said_and_not_guessed() -> None:
    unknown = replace(
        BASIS, number=None, signed_on=None, issuer=None, pass_rule=None, target=None, plan=None, adopted=None,
        target_source=None, recount_agrees=None, corrections=(T("Tuổi tối thiểu: 16"), T("Tổng điểm: 75")),
    )  # fmt: skip
    facts = {row[0]: row[1] for row in below(read(replace(REPORT, basis=unknown))["Căn cứ"], "Nội dung")}
    assert facts["Điều kiện đạt"] == "chưa xác định"
    assert facts["Số quyết định"] == facts["Ngày ban hành"] == "chưa rõ"
    assert facts["Đếm lại từ các bản khai"] == "chưa đếm lại"
    assert facts["Cán bộ đã sửa"] == "Tuổi tối thiểu: 16\nTổng điểm: 75"


@pytest.mark.parametrize(
    ("report", "warning"),
    [
        (replace(REPORT, basis=replace(BASIS, verified=False)), "DÙNG TẠM, CHƯA đối chiếu văn bản gốc"),
        (replace(REPORT, basis=replace(BASIS, verified=False, adopted=None)), "CHƯA được áp dụng"),
        (replace(REPORT, provisional=T("SỐ LIỆU TẠM TÍNH")), "SỐ LIỆU TẠM TÍNH"),
        (replace(REPORT, basis=replace(BASIS, recount_agrees=False)), "đếm lại từ các bản khai cho số khác"),
        (replace(REPORT, people=PEOPLE[1:]), "thống kê có 4 người đã xác nhận, danh sách có 3 người"),
    ],
)
def test_what_makes_numbers_doubtful_stands_on_every_sheet(report: CitizenReport, warning: str) -> None:
    def heading(table: Table) -> str:
        return text_of(table[:6])

    assert all(warning in heading(table) for table in read(report).values())
    assert not any(warning in heading(table) for table in read(REPORT).values())


def test_the_form_of_an_office() -> None:
    tables = read(REPORT)
    assert all(table[0][0] == "ỦY BAN NHÂN DÂN XÃ SƠN HỒNG" for table in tables.values())
    statistics = text_of(tables["Thống kê"])
    assert "Xã Sơn Hồng, tỉnh Hà Tĩnh" in statistics
    assert "Sơn Hồng, ngày …… tháng …… năm 2026" in statistics
    assert statistics.index("NGƯỜI LẬP BIỂU") < statistics.index("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")


def test_it_is_ready_to_print() -> None:
    for number, orientation in ((1, "landscape"), (2, "landscape"), (3, "portrait")):
        xml = part(REPORT, f"xl/worksheets/sheet{number}.xml")
        assert re.search(rf'<pageSetup paperSize="9" (scale="\d+" )?orientation="{orientation}"/>', xml)
        assert "Trang &amp;P/&amp;N</oddFooter>" in xml
        assert 'state="frozen"' in xml
        assert ("<autoFilter" in xml) == (number == 2)
        assert re.search(r'<row r="2" ht="\d', xml)
    names = part(REPORT, "xl/workbook.xml")
    assert names.count("_xlnm.Print_Titles") == names.count("_xlnm.Print_Area") == 3
    styles = part(REPORT, "xl/styles.xml")
    assert set(re.findall(r'<name val="([^"]+)"', styles)) == {"Times New Roman"}
    assert "<scheme" not in styles  # else Excel takes the theme's font instead


def test_an_empty_commune_still_has_a_workbook() -> None:
    tables = read(replace(REPORT, villages=(), people=()))
    total = ["Tổng cộng", 0, 0, "chưa có", *[0] * 7, *["chưa có"] * 3, 0.6, "chưa có"]
    assert below(tables["Thống kê"], "STT")[1][1:] == total
    assert "Danh sách này có 0 người." in text_of(tables["Danh sách"])


def test_five_thousand_people() -> None:
    people = [person(f"Nguyễn Thị Lan {i}") for i in range(5000)]
    rows = below(read(replace(REPORT, people=people))["Danh sách"], "STT")
    assert [row[0] for row in rows[1:5001]] == list(range(1, 5001))
    assert rows[5000][1] == "Nguyễn Thị Lan 4999"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert citizen_workbook(REPORT, vi) == citizen_workbook(REPORT, vi)


counts = st.integers(0, 20_000)
village_lines = st.builds(
    VillageLine,
    place=st.just("Thôn"),
    **dict.fromkeys(COUNTS, counts),
)


@given(st.lists(village_lines, max_size=30))
def test_the_total_is_the_sum(lines: list[VillageLine]) -> None:
    found = total(lines)
    for name in COUNTS:
        assert getattr(found, name) == sum(getattr(line, name) for line in lines)


def of_the_roster(reached: int, roster: int) -> VillageLine:
    """A village of which only that is known."""
    return VillageLine(place="Thôn", **{**dict.fromkeys(COUNTS, 0), "roster": roster, "reached_on_roster": reached})


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)), min_size=1, max_size=25), st.integers(0, 100))
def test_what_is_missing_by_village_adds_up_to_what_is_missing_in_all(
    villages: list[tuple[int, int]], percent: int
) -> None:
    lines = with_missing([of_the_roster(reached, roster) for reached, roster in villages], percent / 100)
    known = [line for line in lines if line.roster]
    roster, reached = sum(line.roster for line in known), sum(line.reached_on_roster for line in known)
    missing = total(lines).missing
    assert missing == sum(line.missing or 0 for line in lines) if known else missing is None
    if missing is not None:
        assert (reached + missing) * 100 >= percent * roster > (reached + missing - 1) * 100
    for line in lines:  # no village is asked for a person more or less than its share
        asked = None if line.missing is None else line.reached_on_roster + line.missing
        assert asked is None or abs(asked * 100 - percent * line.roster) < 100


def test_twenty_villages_of_61_are_asked_for_no_more_than_the_commune_is() -> None:
    """Each rounded up by itself they would be asked for 740."""
    assert sum(needed_by_line([61] * 20, 0.6)) == 732


def test_a_target_is_not_missed_by_a_rounding_error() -> None:
    assert 0.55 * 100 > 55
    assert [line.missing for line in with_missing([of_the_roster(55, 100), of_the_roster(0, 0)], 0.55)] == [0, None]


@pytest.mark.parametrize(
    ("commune", "folded"),
    [
        ("Xã Sơn Hồng", "son-hong"),
        ("Sơn Hồng", "son-hong"),
        ("Phường Đông Sơn", "dong-son"),
        ("Đặc khu Phú Quốc", "phu-quoc"),
        ("Phường 5", "5"),
        ("Xã Ia O", "ia-o"),
        ("Xã Xã Tắc", "xa-tac"),
        ("xã ../../etc", "etc"),
        ("…", "xa"),
    ],
)
def test_the_name_of_the_file(commune: str, folded: str) -> None:
    name = file_name(commune, 2026, datetime(2026, 11, 23, 7, 5, tzinfo=UTC))
    assert name == f"cong-dan-hoc-tap_{folded}_2026_20261123-1405.xlsx"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 14, 5)  # noqa: DTZ001 (that is the point)
    with pytest.raises(ValueError, match="without a zone"):
        file_name("Xã Sơn Hồng", 2026, naive)
    with pytest.raises(ValueError, match="without a zone"):
        citizen_workbook(replace(REPORT, as_of=naive), vi)


def test_xlsxwriter_is_not_imported_before_an_export_is_asked_for() -> None:
    code = "import sys, reports.citizen_workbook, reports.sorting; sys.exit('xlsxwriter' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_the_renderer_is_the_callers() -> None:
    asked: list[Words] = []

    def loud(render: Callable[[Words], str]) -> Callable[[Words], str]:
        def render_loud(words: Words) -> str:
            asked.append(words)
            return render(words)

        return render_loud

    citizen_workbook(REPORT, loud(vi))
    assert {column.title for column in confirmed_people.COLUMNS} <= set(asked)
