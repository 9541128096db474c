"""The sheet in the site's order, and the site's list against ours."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl

from criteria import association_site
from locales.text import T, Verbatim
from reports.site_sheet import Compared, Comparison, SitePerson, Theirs, compare, comparison_file, site_sheet
from tests.reports.papers import WORDS

LAN = SitePerson(
    name="Nguyễn Thị Lan",
    birth_year=1968,
    village_id=1,
    village="Thôn Kim Sơn",
    answers={"A1": Verbatim("Thành thạo"), "A2": Verbatim("=1+1")},
    total=86,
    result=T("Đạt"),
    entered=True,
)
VILLAGES = {1: "Thôn Kim Sơn", 2: "Thôn Hồng Lĩnh"}


def cells(content: bytes, sheet: int = 0) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(content)).worksheets[sheet]]


def test_the_sheet_has_the_sites_columns_in_its_order_and_says_who_is_in_it() -> None:
    about = association_site.load()
    later = replace(LAN, name="Trần Văn Sau", birth_year=0, total=None, entered=False)
    rows = cells(site_sheet(about, [LAN, later], commune="Xã Sơn Hồng", year=2026, words=WORDS))
    names = [WORDS(each.name) for each in about.columns]
    at = next(n for n, row in enumerate(rows) if row[:3] == names[:3])
    assert rows[at] == [*names, "Đã nhập"]
    assert rows[at + 1][:6] == [1, "Nguyễn Thị Lan", 1968, "Thôn Kim Sơn", "Thành thạo", "=1+1"]
    assert rows[at + 1][-3:] == [86, "Đạt", "x"]
    assert rows[at + 2][1] == "Trần Văn Sau"
    assert rows[at + 2][-1] != "x"
    assert any("chưa đối chiếu với trang" in str(cell) for row in rows for cell in row)


def test_lists_are_compared_by_name_year_and_village() -> None:
    twin, elsewhere = replace(LAN), replace(LAN, village_id=2, village=VILLAGES[2])
    theirs = [
        Theirs("NGUYỄN THỊ LAN", 1968, 1),
        Theirs("Nguyễn Thị Lan", 1986, 2),
        Theirs("Hồ Văn Tám", None, 1),
    ]
    found = compare([LAN, twin, elsewhere], theirs, VILLAGES)
    assert found.both == [Compared("Nguyễn Thị Lan", 1968, "Thôn Kim Sơn")]
    assert [(each.name, each.village) for each in found.ours] == [
        ("Nguyễn Thị Lan", "Thôn Kim Sơn"),
        ("Nguyễn Thị Lan", "Thôn Hồng Lĩnh"),
    ]
    assert [None if each.remark is None else WORDS(each.remark) for each in found.ours] == [
        None,
        "bên kia ghi năm sinh 1986",
    ]
    assert [(each.name, each.birth_year) for each in found.theirs] == [("Nguyễn Thị Lan", 1986), ("Hồ Văn Tám", None)]


def test_the_file_has_a_sheet_for_each_part_or_says_why_there_is_none() -> None:
    part = [Compared("Nguyễn Thị Lan", 1968, "Thôn Kim Sơn")]
    content = comparison_file(Comparison(part, [], part), commune="Xã Sơn Hồng", year=2026, words=WORDS)
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert names == ["Ta có, trang chưa có", "Trang có, ta chưa có", "Hai bên đều có"]
    assert ["Nguyễn Thị Lan" in row for row in cells(content, 2)].count(True) == 1
    failed = comparison_file(T("Tệp trống."), commune="Xã Sơn Hồng", year=2026, words=WORDS)
    assert any("Tệp trống." in str(cell) for row in cells(failed) for cell in row)
