"""The lines of a file: listed by what they mean, the doubtful ones said and said again."""

from __future__ import annotations

from acts import ways
from acts.errands import RosterLeftErrand
from criteria.roster_matching import Listing
from locales.text import T, to_data
from storage import roster_imports
from storage.roster_imports import NewLine
from tests.handlers.driver import Commune
from tests.rosters import has


async def test_a_doubtful_line_stands_beside_who_it_may_mean_and_can_be_said_again(commune: Commune) -> None:
    file = await has(commune, ("Nguyễn Thị Lan", 1970, ""), ("Phan Hải", 1996, ""))
    seen = await commune.officer.press(ways.roster_file(file.id))
    assert "Có thể đã có trong danh sách: 2" in seen
    seen = await commune.officer.choose("Xem 2 người có thể đã có")
    assert "Trong tệp, dòng 2: Nguyễn Thị Lan, sinh 1970, Thôn Kim Sơn" in seen
    assert "Đang có: Nguyễn Thị Lan, sinh 1968, Thôn Kim Sơn" in seen
    assert "Cùng họ tên, khác năm sinh." in seen
    seen = await commune.officer.choose("Hai người khác nhau")
    assert "Nguyễn Thị Lan: hai người khác nhau." in seen
    assert "Phan Hải" in seen
    seen = await commune.officer.choose("Sửa lại: Nguyễn Thị Lan")
    assert "Còn 2 dòng phải xem." in seen
    await commune.officer.choose("Cùng một người")
    counts = await commune.look(lambda tx: roster_imports.counts(tx, file.id))
    assert (counts.all[Listing.CHANGED], counts.all[Listing.DOUBTFUL]) == (1, 1)


async def test_lines_are_listed_by_what_they_mean_ten_at_a_time(commune: Commune) -> None:
    people = [(f"Hồ Văn {'ABCDEFGHIKLM'[i]}", 1950 + i, "9") for i in range(12)]
    file = await has(commune, *people, ("Nguyễn Thị Lan", 1969, "1"))
    await commune.officer.press(ways.roster_file(file.id))
    seen = await commune.officer.choose("Xem: Người mới")
    assert seen.text.count("\n- ") == 10
    seen = await commune.officer.choose("Xem tiếp")
    assert "Hồ Văn M, sinh 1961, Thôn Kim Sơn, hộ 9 (dòng 13)" in seen
    await commune.officer.choose("Về tệp danh-sach.xlsx")
    seen = await commune.officer.choose("Xem: Có thay đổi")
    assert "Nguyễn Thị Lan, sinh 1969, Thôn Kim Sơn, hộ 1 (dòng 14); đang ghi: Nguyễn Thị Lan, sinh 1968" in seen


async def test_lines_that_could_not_be_taken_say_why_and_come_back_as_a_file(commune: Commune) -> None:
    file = await has(commune, ("Hồ Văn Mới", 1975, "9"))
    left = NewLine(
        n=50, sheet="Thôn 2", row=7, place_id=None, cells={"name": "Hồ Văn X", "birth": "30/02/1950"},
        remarks=[{"column": "birth", "seen": "30/02/1950", "why": to_data(T("Không có ngày này.")), "stops": True}],
    )  # fmt: skip
    await commune.do(lambda tx: roster_imports.put_lines(tx, file.id, [left]))
    await commune.officer.press(ways.roster_file(file.id))
    seen = await commune.officer.choose("Xem: Dòng chưa nhận")
    assert "Thôn 2, dòng 7: Hồ Văn X, 30/02/1950. Không có ngày này." in seen
    await commune.officer.choose("Về tệp danh-sach.xlsx")
    await commune.officer.choose("Lấy tệp các dòng chưa nhận để sửa")
    assert RosterLeftErrand(file.id) in await commune.errands()
