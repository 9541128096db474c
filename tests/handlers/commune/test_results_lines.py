"""The lines of a list of results: what they come to, whom they mean said and said again, theirs beside ours."""

from __future__ import annotations

from acts import ways
from acts.errands import ResultsLeftErrand
from criteria.results_matching import Finding
from storage import result_lists
from tests.handlers.driver import Commune
from tests.results import has


async def test_a_doubtful_line_stands_beside_who_it_may_mean_and_can_be_said_again(commune: Commune) -> None:
    found = await has(commune, ("Nguyễn Thị Lan", 1970, True))
    await commune.officer.press(ways.results_file(found.id))
    seen = await commune.officer.choose("Xem 1 người có thể đã có")
    assert "Trong tệp, dòng 2: Nguyễn Thị Lan, sinh 1970, Thôn Kim Sơn: đạt" in seen
    assert "Đang có: Nguyễn Thị Lan, sinh 1968, Thôn Kim Sơn" in seen
    seen = await commune.officer.choose("Hai người khác nhau")
    assert "Nguyễn Thị Lan: hai người khác nhau." in seen
    counts = await commune.look(lambda tx: result_lists.counts(tx, found.id))
    assert counts.all == {Finding.UNKNOWN: 1}
    await commune.officer.choose("Sửa lại: Nguyễn Thị Lan")
    await commune.officer.choose("Cùng một người")
    counts = await commune.look(lambda tx: result_lists.counts(tx, found.id))
    assert counts.all == {Finding.NEW: 1}


async def test_theirs_stands_beside_ours_and_ours_stays_until_somebody_chooses(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    found = await has(commune, ("Nguyễn Thị Lan", 1968, False))
    await commune.officer.press(ways.results_file(found.id))
    seen = await commune.officer.choose("Xem 1 người đã có kết quả ở đây")
    assert "Trong tệp, dòng 2: chưa đạt. Trường THCS Sơn Hồng lập ngày 20/11/2026" in seen
    assert "Ở đây, tự đánh giá ngày" in seen
    assert "Hai kết quả khác nhau." in seen
    assert "Đang chọn: giữ kết quả ở đây." in seen
    await commune.officer.choose("Lấy kết quả trong tệp")
    seen = await commune.officer.press(ways.results_file(found.id))
    assert "Chọn lấy kết quả trong tệp: 1 người" in seen
    await commune.officer.press(ways.results_differ(found.id, 0))
    await commune.officer.choose("Giữ kết quả ở đây")
    assert (await commune.look(lambda tx: result_lists.counts(tx, found.id))).to_take == 0


async def test_lines_that_stay_outside_say_why_and_come_back_as_a_file(commune: Commune) -> None:
    found = await has(
        commune, ("Hồ Văn Lạ", 1975, True), ("Trần Thị Mai", 1992, None),
        ("Phan Văn Đức", 1970, True), ("Phan Văn Đức", 1970, False),
    )  # fmt: skip
    await commune.officer.press(ways.results_file(found.id))
    seen = await commune.officer.choose("Xem: Không có trong danh sách dân cư")
    assert "Hồ Văn Lạ, sinh 1975, Thôn Kim Sơn (dòng 2): đạt" in seen
    await commune.officer.press(ways.results_file(found.id))
    seen = await commune.officer.choose("Xem: Hai dòng ghi kết quả khác nhau")
    assert seen.text.count("Phan Văn Đức") == 2
    await commune.officer.press(ways.results_file(found.id))
    await commune.officer.choose("Lấy tệp các dòng chưa nhận để sửa")
    assert ResultsLeftErrand(found.id) in await commune.errands()
