"""``hoctap import-roster``: any file is shown first, taken as the chat takes it; what is doubtful waits there."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.readers.roster_compared import listed_place
from intake.listed import ListedPlace
from storage.kit.words import PlaceKind
from storage.places import Place
from tests.logs import log_plainly
from tests.rosters import WRITING

VILLAGES = ("Kim Sơn", "Xóm 5", "Thôn 1", "Thôn 1 (xã Sơn Lĩnh cũ)")
LISTED = """Thôn,Họ và tên,Năm sinh,Mã hộ,Số CCCD
Kim Sơn,Nguyễn Thị Lan,1968,1,042168001234
Thôn Kim Sơn,Phan Văn Đức,12/3/1962,2,042168001235
Xóm 5,Lê Thị Cúc,1971,1,042168001236
Thôn 1 (xã Sơn Lĩnh cũ),Trần Văn Bình,1970,9,042168001237
Bản Xa Tít,Lò Văn Thu,1970,3,042168001238
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a commune's database and its list."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    named = [word for each in VILLAGES for word in ("--village", each)]
    assert hoctap("add-commune", "18160", *named, "--contact", "x").exit_code == 0
    (tmp_path / "dan-cu.csv").write_text(LISTED, "utf-8-sig")
    yield tmp_path
    log_plainly()
    gc.enable()


def hoctap(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def roster(*arguments: str) -> Result:
    return hoctap("import-roster", "18160", *arguments)


def workbook(path: Path, *rows: tuple[str | int, ...]) -> Path:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Danh sách")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    path.write_bytes(out.getvalue())
    return path


def test_a_preview_says_what_was_understood_and_what_is_wrong_and_writes_nothing(here: Path) -> None:
    before = {each: each.read_bytes() for each in here.iterdir() if each.is_file()}
    said = roster("dan-cu.csv").stdout
    assert "Đọc được 4 người trong tệp." in said
    assert "họ tên (“Họ và tên”)" in said
    assert "Người mới: 4" in said
    assert "Trần Văn Bình, sinh 1970, Thôn 1 (xã Sơn Lĩnh cũ), hộ 9 (dòng 5)" in said
    assert "dòng 6: Nơi ở:" in said
    assert "(Bản Xa Tít)" in said
    assert "Chưa đưa ai vào danh sách" in said
    assert "042168" not in said, "numbers of papers are dropped"
    assert {each: each.read_bytes() for each in here.iterdir() if each.is_file()} == before
    assert "Người mới: 4" in roster("dan-cu.csv").stdout, "nobody was taken"


def test_what_is_taken_over_is_known_the_next_time_and_the_rest_comes_back_with_its_reason(here: Path) -> None:
    said = roster("dan-cu.csv", *WRITING)
    assert said.exit_code == 0, said.output
    assert "Đã đưa 4 người trong tệp vào danh sách." in said.stdout
    (left,) = here.glob("dong-chua-nhan-dan-cu-*.xlsx")
    rows = [[str(cell.value or "") for cell in row] for row in load_workbook(left).worksheets[0].iter_rows()]
    assert any("Lò Văn Thu" in row for row in rows)
    assert any("Bản Xa Tít" in cell for cell in rows[-1])
    again = roster("dan-cu.csv", *WRITING).stdout
    assert "Đã có đúng như vậy: 4" in again
    assert "Đã đưa 0 người" in again
    assert "số đếm khớp" in hoctap("verify").stdout


def test_without_source_day_and_basis_nothing_is_taken(here: Path) -> None:
    said = roster("dan-cu.csv", "--write", "--source", "Công an xã")
    assert said.exit_code == 2
    assert "Còn thiếu: --as-of, --basis" in said.output
    future = roster("dan-cu.csv", "--write", "--source", "Công an xã", "--as-of", "2999-01-01", "--basis", "CV 15")
    assert future.exit_code == 2
    assert "ngày số liệu phải từ 01/01/2000 đến hôm nay" in future.output
    assert "Người mới: 4" in roster("dan-cu.csv").stdout


def test_another_form_of_file_shows_who_changed_and_moved_is_gone_or_may_be_known(here: Path) -> None:
    roster("dan-cu.csv", *WRITING)
    workbook(
        here / "moi.xlsx",
        ("DANH SÁCH DÂN CƯ",),
        ("Thôn", "Họ và tên", "Năm sinh", "Mã hộ"),
        ("Kim Sơn", "NGUYỄN THỊ LAN", 1968, "7"),
        ("Kim Sơn", "Lê Thị Cúc", 1971, "1"),
        ("Xóm 5", "Hồ Thị Mới", 1990, "4"),
        ("Thôn 1 (xã Sơn Lĩnh cũ)", "Trần Văn Bình", 1975, ""),
    )
    shown = roster("moi.xlsx").stdout
    for said in (
        "Chuyển đến nơi khác trong xã: 1",
        "Lê Thị Cúc, sinh 1971, Thôn Kim Sơn, hộ 1 (dòng 4); đang ghi: Lê Thị Cúc, sinh 1971, Xóm 5",
        "Có thể đã có trong danh sách: 1",
        "có thể là: Trần Văn Bình, sinh 1970, Thôn 1 (xã Sơn Lĩnh cũ). Cùng họ tên, khác năm sinh.",
        "Không còn trong tệp: 1",
        "- Phan Văn Đức, sinh 1962",
    ):
        assert said in shown, said
    taken = roster("moi.xlsx", *WRITING).stdout
    assert "Còn 1 người có thể đã có: cán bộ xem từng người trong chat" in taken
    assert "Còn 1 người không còn trong tệp" in taken


def test_a_name_that_two_villages_share_is_asked_and_taken_as_it_is_answered(here: Path) -> None:
    file = workbook(
        here / "hai-thon.xlsx",
        ("Thôn", "Họ và tên", "Năm sinh"),
        ("1", "Nguyễn Thị Lan", 1968),
        ("Kim Sơn", "Phan Văn Đức", 1962),
    )
    shown = roster(file.name).stdout
    assert "Đọc được 1 người trong tệp." in shown
    offered = [line.split('"')[1] for line in shown.splitlines() if "--answer" in line]
    assert len(offered) >= 2
    answered = roster(file.name, "--answer", offered[0]).stdout
    assert "Đọc được 2 người trong tệp." in answered
    refused = roster(file.name, "--answer", "village:thon 9|=1")
    assert refused.exit_code == 2
    assert "tệp không hỏi điều này" in refused.output


NO_LISTS = [
    (b"Ten;Tuoi\nLan;5\n", "không có dòng nào nhận được"),
    (b"", "r.csv: "),
    (b"\x00\x01\x02nothing", "r.csv: "),
]


@pytest.mark.parametrize(("content", "said"), NO_LISTS)
def test_a_file_that_is_no_list_is_a_sentence(here: Path, content: bytes, said: str) -> None:
    (here / "r.csv").write_bytes(content)
    answer = roster("r.csv", *WRITING)
    assert answer.exit_code == 2, answer.output
    assert said in answer.output


def test_english_on_the_terminal_where_it_is_asked_for(here: Path) -> None:
    assert "New people: 4" in roster("dan-cu.csv", "--lang", "en").stdout
    assert roster("dan-cu.csv", "--lang", "fr").exit_code == 2


@pytest.mark.parametrize(
    ("old_commune", "told"),
    [(None, ""), ("xã Sơn Lĩnh", "Sơn Lĩnh"), ("thị trấn Phố Châu", "Phố Châu"), ("Sơn Lĩnh", "Sơn Lĩnh")],
)
def test_a_village_is_told_apart_by_the_old_communes_own_name(old_commune: str | None, told: str) -> None:
    place = Place(
        id=7, kind=PlaceKind.VILLAGE, label="thôn", name="1", parent_id=1, join_code="X", province=None, contact=None,
        old_commune=old_commune,
    )  # fmt: skip
    assert listed_place(place) == ListedPlace(7, "thôn", "1", told)
