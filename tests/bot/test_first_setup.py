"""The set-up: by questions, from a file, by options; stopped in between; once more."""

from __future__ import annotations

import gc
import logging
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.first_setup.answers import Answers, from_file, to_file, with_answer
from bot.passwords import Passwords
from tests.logs import log_plainly
from tests.terminal_picture import PICTURE, drawn, played

PASSWORD = "ao lang co 3 con vit"
ALL = ("son hong, ha tinh", "", "Kim Sơn", "Xóm 5", "", "Phòng VH-XH, 0239", "Trần Thị Mai", PASSWORD, PASSWORD, "c")
FILE = """
# cài đặt
commune = "18160"
label = "thôn"
villages = ["Kim Sơn", "Xóm 5", "Thôn 1 (xã Sơn Lĩnh cũ)", "Thôn 1 (xã Sơn Hồng cũ)"]
contact = "Phòng VH-XH, 0239 3 123 456"
officer = "Trần Thị Mai"
password = "ao lang co 3 con vit"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("bot.passwords.COST", 2)  # how slow a password is to try has tests of its own
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield tmp_path
    log_plainly()
    gc.enable()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits there."""
    monkeypatch.setattr("bot.console.somebody_is_there", lambda: True)


def hoctap(*arguments: str, typed: tuple[str, ...] | None = None) -> Result:
    text = None if typed is None else "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(app, arguments, input=text)


def is_invited(said: Result) -> bool:
    return said.exit_code == 0 and re.search(r"^    [A-Z0-9]{4} [A-Z0-9]{4}$", said.stdout, re.MULTILINE) is not None


def kept(here: Path) -> Path:
    return here / "data" / "cai-dat-do.toml"


def test_a_commune_by_questions(here: Path, terminal: None) -> None:
    said = hoctap("setup", typed=ALL)
    assert is_invited(said), said.output
    for seen in ("Xã Sơn Hồng, Tỉnh Hà Tĩnh, mã 18160", "Thôn Kim Sơn: mã KIMSON", "Xóm 5: mã XOM5", "Trần Thị Mai"):
        assert seen in said.output
    assert PASSWORD not in said.output
    assert re.search(r"^    (?:[A-Z0-9]{5}-){3}[A-Z0-9]{5}$", said.stdout, re.MULTILINE)
    assert "http://127.0.0.1:8080/thon/" in said.stdout
    assert Passwords(here / "data" / "passwords.json").is_first_free
    assert not kept(here).exists()
    assert "số đếm khớp" in hoctap("verify").stdout


def test_every_question_has_an_example_and_is_asked_again_after_a_mistake(here: Path, terminal: None) -> None:
    typed = (
        "khong co dau", "tan an", "99", "tân an", "", "sơn hồng, hà tĩnh",  # communes
        "!!", "xom",  # label
        "", "Xóm 1", "",  # villages: none is not enough
        "x", "Phòng VH-XH",  # contact
        "", "Mai Thị",  # officer
        "ngan", PASSWORD, "khac hoan toan", PASSWORD, PASSWORD,
        "9", "5", "Trần Thị Mai", "c",
    )  # fmt: skip
    said = hoctap("setup", typed=typed)
    assert is_invited(said), said.output
    assert said.output.count("Ví dụ") >= 5
    for seen in (
        "Không có nơi nào tên",
        "11. Xã Tân Ân",
        "Chưa có nơi nào",
        "từ 8 chữ",
        "chưa giống nhau",
        "Xóm 1: mã",
    ):
        assert seen in said.output, seen
    assert "đưa tận tay Trần Thị Mai" in said.output


def test_a_name_with_one_wrong_letter_is_offered(here: Path, terminal: None) -> None:
    assert is_invited(hoctap("setup", typed=("son hongg", "1", *ALL[1:])))


@pytest.mark.parametrize("n", [0, 3, 5, 8])
def test_stopped_after_any_answer_it_goes_on_from_there(here: Path, terminal: None, n: int) -> None:
    stopped = hoctap("setup", typed=ALL[:n])
    assert stopped.exit_code == 1
    assert "chạy hoctap setup để làm tiếp" in stopped.output
    assert PASSWORD not in "".join(path.read_text("utf-8") for path in (here / "data").glob("*"))
    asked_again = min(n, 7)  # the password is kept nowhere
    went_on = hoctap("setup", typed=ALL[asked_again:])
    assert is_invited(went_on), went_on.output
    assert ("hỏi tiếp" in went_on.output) == (n > 0)
    assert "Xóm 5: mã XOM5" in went_on.output
    assert not kept(here).exists()


def test_villages_of_one_name_are_told_apart_or_left_out(here: Path, terminal: None) -> None:
    typed = ("18160", "thôn", "Thôn 1", "thôn 1", "Thôn 1", "Hai", "", "xã Sơn Lĩnh", "Sơn Hồng", "", *ALL[5:])
    said = hoctap("setup", typed=typed)
    assert is_invited(said), said.output
    assert "Thôn 1 (xã Sơn Lĩnh cũ): mã" in said.output
    assert "Thôn 1 (Sơn Hồng cũ): mã" in said.output
    assert "3 nơi" in said.output


def test_from_a_file_without_a_question(here: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (here / "tra-loi.toml").write_text(FILE, encoding)
        assert from_file(here / "tra-loi.toml").officer == "Trần Thị Mai"
    said = hoctap("setup", "--answers", "tra-loi.toml")
    assert is_invited(said), said.output
    assert "Thôn 1 (xã Sơn Hồng cũ): mã" in said.output


def test_every_mistake_of_a_file_is_named_at_once(here: Path) -> None:
    (here / "sai.toml").write_text(
        'commune = "Sơn Hồngg"\nlabel = "!"\nvillages = []\ncontact = 5\nten = "x"\n', "utf-8"
    )
    said = hoctap("setup", "--answers", "sai.toml")
    assert said.exit_code == 2
    for key in ("commune", "label", "villages", "contact", "ten"):
        assert f"sai.toml: {key}: " in said.stderr
    assert "Xã Sơn Hồng, Tỉnh Hà Tĩnh (18160)" in said.stderr
    assert not (here / "data" / "hoctap.db").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"commune = 'x", "chưa đúng cách ghi"), (b"\xff\xd8\xff\xe0", "UTF-8"), (b"", "Còn thiếu: commune")],
)
def test_a_file_that_cannot_be_used(here: Path, content: bytes, said: str) -> None:
    (here / "sai.toml").write_bytes(content)
    answer = hoctap("setup", "--answers", "sai.toml")
    assert (answer.exit_code, said in answer.stderr) == (2, True), answer.output
    assert hoctap("setup", "--answers", "khong-co.toml").exit_code == 2


def test_by_options_with_a_channel_no_password_is_wanted(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_ZALO_TOKEN", "1:x")
    options = ("--commune", "18160", "--village", "Bản Nà Mèo", "--village", "5", "--label", "xóm", "--contact", "UBND")
    said = hoctap("setup", *options, "--officer", "Mai Thị")
    assert is_invited(said), said.output
    assert "Bản Nà Mèo: mã NAMEO" in said.output
    assert "Xóm 5: mã XOM5" in said.output
    assert not (here / "data" / "passwords.json").exists()


def test_set_up_again_says_what_stands_and_changes_nothing(here: Path, terminal: None) -> None:
    hoctap("setup", typed=ALL)
    before = (here / "data" / "passwords.json").read_bytes()
    again = hoctap("setup", typed=())
    assert again.exit_code == 0
    for seen in ("Đã cài đặt Xã Sơn Hồng", "Thôn Kim Sơn: mã KIMSON", "Mã mời cán bộ còn dùng được: 1", "đã đặt"):
        assert seen in again.output
    assert not is_invited(again)
    assert (here / "data" / "passwords.json").read_bytes() == before


def test_a_commune_from_before_gets_its_password(here: Path, terminal: None) -> None:
    hoctap("add-commune", "18160", "--village", "Kim Sơn", "--contact", "UBND")
    stopped = hoctap("setup", typed=())
    assert stopped.exit_code == 1
    assert "hoctap setup để đặt" in stopped.output
    said = hoctap("setup", typed=(PASSWORD, PASSWORD))
    assert "MÃ KHÔI PHỤC" in said.output
    assert "Chưa có cán bộ nào" in said.output
    assert Passwords(here / "data" / "passwords.json").is_first_free


def test_what_is_kept_is_read_as_it_was(here: Path) -> None:
    answers = Answers()
    for name, said in tomllib.loads(FILE).items():
        answers = with_answer(answers, name, "\n".join(said) if isinstance(said, list) else said)
    (here / "kept.toml").write_text(to_file(answers), "utf-8")
    assert "password" not in to_file(answers)
    assert with_answer(from_file(here / "kept.toml"), "password", PASSWORD) == answers


def test_the_picture_in_the_guide_shows_what_is_asked() -> None:
    assert PICTURE.read_text("utf-8") == drawn(played()), "python -m tests.terminal_picture draws it anew"
