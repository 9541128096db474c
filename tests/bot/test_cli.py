"""The command line: a commune set up from nothing, as an operator would."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.migrate import upgrade

ROSTER = """Thôn,Họ và tên,Năm sinh,Mã hộ
Kim Sơn,Nguyễn Thị Lan,1968,1
Thôn Kim Sơn,Phan Văn Đức,1962,2
Kim Sơn,Nguyễn Thị Lan,1968,7
Kim Sơn,Nguyễn Thị Lan,1968,1
Kim Giang,Lê Văn Bình,1970,3
Kim Sơn,Lê,1970,3
Kim Sơn,Lê Văn Bình,bảy mươi,3

"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])  # the command's stderr is not ours
    yield tmp_path
    structlog.reset_defaults()
    gc.enable()  # a server starts without


def hoctap(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def set_up() -> Result:
    return hoctap("add-commune", "18160", "--village", "Kim Sơn", "--village", "Hồng Lĩnh", "--contact", "Phòng VH-XH")


def test_a_commune_from_nothing(here: Path) -> None:
    assert set_up().stdout == "Thôn Kim Sơn: KIMSON\nThôn Hồng Lĩnh: HONGLINH\n"
    assert "xã này đã có" in set_up().output
    assert "không có xã, phường nào" in hoctap("add-commune", "99999", "--village", "A", "--contact", "B").output
    made = hoctap("invite", "18160")
    assert "dùng một lần" in made.stdout
    assert "chưa có xã này" in hoctap("invite", "00001").output
    assert "Nhật ký nguyên vẹn, số đếm khớp" in hoctap("verify").stdout


def test_a_roster_is_checked_first_and_a_second_import_changes_nothing(here: Path) -> None:
    set_up()
    file = here / "danh-sach.csv"
    file.write_text(ROSTER, "utf-8-sig")
    checked = hoctap("import-roster", "18160", str(file))
    assert "3 dòng đúng, 4 dòng sai. Chưa ghi gì" in checked.stdout
    assert "Dòng 5: Trùng với dòng 2" in checked.output
    assert "Dòng 6: Không có thôn tên Kim Giang" in checked.output
    assert "Dòng 7: Họ tên chưa đúng" in checked.output
    assert "Dòng 8: Năm sinh chưa đúng" in checked.output
    assert "3 người mới" in hoctap("import-roster", "18160", str(file), "--write").stdout
    assert "0 người mới" in hoctap("import-roster", "18160", str(file), "--write").stdout
    assert "số đếm khớp" in hoctap("verify").stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"Ten;Tuoi\nLan;5\n", "thiếu cột"), (b"", "thiếu cột"), ("Thôn,Họ tên,Năm sinh".encode("utf-16"), "CSV UTF-8")],
)
def test_a_roster_file_of_the_wrong_kind(here: Path, content: bytes, said: str) -> None:
    set_up()
    (here / "r.csv").write_bytes(content)
    answer = hoctap("import-roster", "18160", str(here / "r.csv"))
    assert answer.exit_code == 2
    assert said in answer.output


def test_tampering_is_reported(here: Path) -> None:
    set_up()
    url = f"sqlite:///{here / 'data' / 'hoctap.db'}"
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE audit SET data = '{}' WHERE seq = 2"))
        connection.execute(
            text("INSERT INTO counters (cycle_id, place_id, title, measure, n) VALUES (1, 2, 'citizen', 'reached', 9)")
        )
    answer = hoctap("verify")
    assert answer.exit_code == 1
    assert "bị sửa hoặc bị cắt" in answer.output
    assert "Số đếm không khớp" in answer.output


def test_run_without_a_channel_says_what_to_do(here: Path) -> None:
    answer = hoctap("run")
    assert answer.exit_code == 2
    assert "HOCTAP_TELEGRAM_TOKEN" in answer.output


def test_a_misspelt_setting_stops_the_command(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_TELEGRAM_TOKN", "x")
    assert "HOCTAP_TELEGRAM_TOKN" in hoctap("verify").output


def test_the_demo_deletes_only_its_own_folder(here: Path) -> None:
    (here / "precious").mkdir()
    answer = hoctap("demo", "--data-dir", str(here / "precious"), "--reset")
    assert answer.exit_code == 2
    assert (here / "precious").exists()


def test_migrate_can_be_repeated(here: Path) -> None:
    assert "Đã cập nhật" in hoctap("migrate").stdout
    assert "đã đúng phiên bản" in hoctap("migrate").stdout
    assert upgrade(f"sqlite:///{here / 'data' / 'hoctap.db'}") is False
