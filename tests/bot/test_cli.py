"""The command line: a commune set up from nothing, as an operator would."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import typer
from sqlalchemy import create_engine, select, text
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN, Standing
from storage import accounts, audit, counters, criteria_files, cycles, decisions, places
from storage.cycles import Cycle
from storage.kit import tables
from storage.kit.engine import open_database
from storage.kit.migrate import upgrade
from storage.kit.transaction import Transaction
from tests.frozen import text_of
from tests.logs import log_plainly
from tests.ports import free_port
from tests.village import GOOD, declared, found

Result_ = TypeVar("Result_")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])  # the command's stderr is not ours
    yield tmp_path
    log_plainly()
    gc.enable()  # a server starts without


def hoctap(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def set_up() -> Result:
    return hoctap("add-commune", "18160", "--village", "Kim Sơn", "--village", "Hồng Lĩnh", "--contact", "Phòng VH-XH")


def test_a_commune_from_nothing(here: Path) -> None:
    assert set_up().stdout == "Thôn Kim Sơn: KIMSON\nThôn Hồng Lĩnh: HONGLINH\n"
    assert "xã, phường này đã có" in set_up().output
    for unknown in ("99999", "4"):  # 00004 is Phường Ba Đình; two ways of writing it would be two communes
        assert "không có xã, phường nào" in hoctap("add-commune", unknown, "--village", "A", "--contact", "B").output
    made = hoctap("invite", "18160")
    assert "dùng một lần" in made.stdout
    assert "chưa có xã, phường này" in hoctap("invite", "00001").output
    assert "Nhật ký nguyên vẹn, số đếm khớp" in hoctap("verify").stdout


def test_tampering_is_reported(here: Path) -> None:
    set_up()
    url = f"sqlite:///{here / 'data' / 'hoctap.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit SET data = '{}' WHERE seq = 2"))
        connection.execute(
            text("INSERT INTO counters (cycle_id, place_id, title, measure, n) VALUES (1, 2, 'citizen', 'reached', 9)")
        )
    engine.dispose()
    answer = hoctap("verify")
    assert answer.exit_code == 1
    assert "bị sửa hoặc bị cắt" in answer.output
    assert "Số đếm không khớp" in answer.output


@pytest.mark.parametrize("year", [2024, 2031])
def test_verify_looks_at_every_year_that_was_opened(here: Path, year: int) -> None:
    set_up()

    def miscount(tx: Transaction) -> None:
        (commune,) = places.communes(tx)
        village, *_ = places.villages(tx, commune.id)
        accounts.lock(tx, "cli", "operator")
        cycle = cycles.open_year(tx, commune_id=commune.id, year=year, plan="")
        measures = frozenset({Measure.REACHED})
        counters.shift(tx, cycle_id=cycle.id, place_id=village.id, title=CITIZEN, before=frozenset(), after=measures)

    on_the_file(here, miscount)
    answer = hoctap("verify")
    assert answer.exit_code == 1
    assert f"{year} {CITIZEN}" in answer.output


def test_run_without_a_channel_and_without_a_commune_says_what_to_do(here: Path) -> None:
    answer = hoctap("run")
    assert answer.exit_code == 2
    assert "hoctap setup" in answer.output
    assert not (here / "data" / "hoctap.db").exists()


def test_without_a_channel_only_this_computer_is_served(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_WEB_BIND", "0.0.0.0:8123")
    answer = hoctap("run")
    assert answer.exit_code == 2
    assert "HOCTAP_WEB_BIND phải là 127.0.0.1:8123" in answer.output


def test_a_public_address_without_a_channel_serves_nobody(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_PUBLIC_URL", "https://hoctap.xa.vn")
    answer = hoctap("run")
    assert answer.exit_code == 2
    assert "HOCTAP_WEB_CHAT" in answer.output
    assert not (here / "data").exists()


def test_villages_carry_their_own_labels(here: Path) -> None:
    many = ("Kim Sơn", "Xóm 5", "Khu phố 3", "Thôn 1 (xã Sơn Lĩnh cũ)", "Thôn 1 (xã Sơn Hồng cũ)")
    villages = [part for each in many for part in ("--village", each)]
    said = hoctap("add-commune", "18160", *villages, "--contact", "Phòng VH-XH").stdout
    assert said.splitlines()[:3] == ["Thôn Kim Sơn: KIMSON", "Xóm 5: XOM5", "Khu phố 3: KHUPHO3"]
    assert "Thôn 1 (xã Sơn Lĩnh cũ): " in said
    same = hoctap("add-commune", "18163", "--village", "Thôn 1", "--village", "thon 1", "--contact", "x")
    assert same.exit_code == 2
    assert "Thôn 1 (xã Sơn Lĩnh cũ)" in same.output


def test_a_misspelt_setting_stops_the_command(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_TELEGRAM_TOKN", "x")
    assert "HOCTAP_TELEGRAM_TOKN" in hoctap("verify").output


ASKS_NO_DATABASE = {"doctor", "recovery-key"}
COMMANDS: dict[str, tuple[str, ...]] = {
    "run": (),
    "setup": (),
    "doctor": (),
    "migrate": (),
    "verify": (),
    "add-commune": ("18160", "--village", "Kim Sơn", "--contact", "x"),
    "invite": ("18160",),
    "confirm-date": ("2026-11-23",),
    "import-roster": ("18160", "roster.csv"),
    "criteria adopt": ("18160", "roster.csv"),
    "breach account": ("18160", "Phan Văn Đức", "--since", "2026-11-20"),
    "breach data": ("18160", "--since", "2026-11-20"),
    "keys rotate": (),
    "recovery-key": (),
    "backup": ("--to", "."),
    "restore": ("roster.csv",),
}


def test_these_are_all_commands_that_keep_records() -> None:
    by_name = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    groups = {name: each.commands for name, each in by_name.items() if hasattr(each, "commands")}
    found = {f"{group} {name}" for group, commands in groups.items() for name in commands} | set(by_name) - set(groups)
    assert found == {*COMMANDS, "demo", "criteria check"}  # the last reads a file and no clock


@pytest.mark.parametrize("command", COMMANDS)
def test_a_moved_clock_keeps_no_records(here: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("HOCTAP_CLOCK", "2028-02-29T20:00:00+07:00")
    (here / "roster.csv").write_bytes(text_of(CITIZENS).encode())
    result = hoctap(*command.split(), *COMMANDS[command])
    assert result.exit_code == 2
    assert "HOCTAP_CLOCK" in result.stderr
    assert not (here / "data").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_away_is_a_sentence(here: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    away = f"postgresql://hoctap:geheim@127.0.0.1:{free_port()}/hoctap"
    for name, value in {"DATABASE_URL": away, "WEB_CHAT": "1", "WEB_BIND": f"127.0.0.1:{free_port()}"}.items():
        monkeypatch.setenv(f"HOCTAP_{name}", value)
    (here / "roster.csv").write_bytes(text_of(CITIZENS).encode())
    result = hoctap(*command.split(), *COMMANDS[command])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert "geheim" not in result.output
    assert ("Không vào được cơ sở dữ liệu" in result.stderr and result.exit_code == 1) != (command in ASKS_NO_DATABASE)


def test_a_file_that_is_no_database_is_not_called_away(here: Path) -> None:
    (here / "data").mkdir()
    (here / "data" / "hoctap.db").write_bytes(b"SQLite format 3\x00 and nothing")
    assert not isinstance(hoctap("verify").exception, SystemExit)


def test_the_demo_deletes_only_its_own_folder(here: Path) -> None:
    (here / "precious").mkdir()
    answer = hoctap("demo", "--data-dir", str(here / "precious"), "--reset")
    assert answer.exit_code == 2
    assert (here / "precious").exists()


def test_migrate_can_be_repeated(here: Path) -> None:
    assert "Đã cập nhật" in hoctap("migrate").stdout
    assert "đã đúng phiên bản" in hoctap("migrate").stdout
    assert upgrade(f"sqlite:///{here / 'data' / 'hoctap.db'}") is False


CITIZENS, PLAN = "titles/cdht-324-2023.toml", "plans/kien-hung-2026.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "said"),
    [
        (CITIZENS, "points = 10", "points = 11", 'id = "A1"', "Điểm của A1 phải từ 0 đến 10"),
        (CITIZENS, 'id = "A2"', 'id = "A1"', 'id = "A1"', "Mã A1 bị lặp lại"),
        (CITIZENS, 'id = "2"\nlabel = "3-5 ngày"', 'id = "7"\nlabel = "3-5 ngày"', 'id = "A1"', "mức"),
        (CITIZENS, "date = 2023-10-25", "date = 2023-02-30", "date = 2023-02-30", "Tệp không đọc được"),
        (CITIZENS, "version = 1", "version = 1\nmau_sac = 3", "mau_sac = 3", "mau_sac"),
        (PLAN, 'measure = "commune"', 'measure = "nhiet_do"', 'measure = "nhiet_do"', "nhiet_do"),
        (PLAN, "last_year = 2026", "last_year = 2020", "last_year = 2020", "sớm hơn"),
    ],
)
def test_criteria_check_names_the_line_and_what_is_wrong(
    here: Path, file: str, old: str, new: str, at: str, said: str
) -> None:
    sound = text_of(file)
    broken = sound.replace(old, new, 1)
    assert broken != sound
    path = here / "ban-sua.toml"
    path.write_text(sound, "utf-8")
    assert "ban-sua.toml: đúng." in hoctap("criteria", "check", str(path)).stdout
    path.write_text(broken, "utf-8")
    answer = hoctap("criteria", "check", str(path))
    assert answer.exit_code == 1
    named = [int(found) for found in re.findall(r"^ban-sua\.toml: dòng (\d+): ", answer.output, re.MULTILINE)]
    assert {n for n, line in enumerate(broken.splitlines(), 1) if at in line} & set(named), answer.output
    assert said in answer.output
    assert f"{len(named)} chỗ sai." in answer.output


def test_criteria_check_of_what_is_no_text(here: Path) -> None:
    (here / "anh.toml").write_bytes(b"\xff\xd8\xff\xe0")
    assert "không phải chữ UTF-8" in hoctap("criteria", "check", "anh.toml").output


async def _on_the_file(here: Path, work: Callable[[Transaction], Result_]) -> Result_:
    """Work on the command line's database, as another process would."""
    criteria_files.KNOWN.clear()  # as a process that has read nothing yet
    database = open_database(f"sqlite:///{here / 'data' / 'hoctap.db'}")
    database.key = Settings(data_dir=here / "data").log_key
    try:
        return await database.write(work)
    finally:
        await database.close()


def on_the_file(here: Path, work: Callable[[Transaction], Result_]) -> Result_:
    return asyncio.run(_on_the_file(here, work))


@pytest.fixture
def confirmed(here: Path) -> Path:
    """A commune in which Lan's declaration of 84 points is confirmed; the folder."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        decisions.decide(tx, declared(tx, village, village.lan, GOOD), Move.CONFIRM, person_id=village.head.id)

    assert hoctap("migrate").exit_code == 0
    on_the_file(here, work)
    return here


def corrected(here: Path, least: int, *signed: str) -> str:
    """The citizens' set with another total to reach, in a file; its name."""
    text = text_of(CITIZENS).replace("value = 80", f"value = {least}", 1)
    head = "\n".join((f"version = {least}", *signed))
    (here / f"ban-sua-{least}.toml").write_text(text.replace("version = 1", head, 1), "utf-8")
    return f"ban-sua-{least}.toml"


SIGNED = ('verified_by = "Hội Khuyến học xã"', "verified_on = 2026-11-20")


def the_cycle(tx: Transaction) -> Cycle:
    (commune,) = places.communes(tx)
    cycle = cycles.of_year(tx, commune.id, 2026)
    assert cycle is not None
    return cycle


def reached(tx: Transaction) -> int:
    return sum(each[Measure.REACHED] for each in counters.tallies(tx, the_cycle(tx).id, CITIZEN).values())


def test_criteria_adopt_shows_first_and_changes_only_when_told(confirmed: Path) -> None:
    file = corrected(confirmed, 90, *SIGNED)
    shown = hoctap("criteria", "adopt", "18160", file, "--year", "2026").stdout
    assert "Nguyễn Thị Lan: Đạt, 84/100 điểm" in shown
    assert "→ Chưa đạt, 84/100 điểm" in shown
    assert "1 bản khai đổi kết quả. Chưa áp dụng; thêm --write để áp dụng." in shown
    assert on_the_file(confirmed, the_cycle).adoption(CITIZEN).standing is Standing.PROPOSED
    assert on_the_file(confirmed, reached) == 1
    assert "Đã áp dụng" in hoctap("criteria", "adopt", "18160", file, "--year", "2026", "--write").stdout
    cycle = on_the_file(confirmed, the_cycle)
    assert (cycle.standing(), cycle.criteria().rules[0].value) == (Standing.VERIFIED, 90)
    assert on_the_file(confirmed, reached) == 0
    log = on_the_file(confirmed, lambda tx: [each.code for each in audit.of_subject(tx, f"cycle:{cycle.id}")])
    assert log[-2:] == ["cycle.adopted", "cycle.rescored"]
    assert "Nhật ký nguyên vẹn, số đếm khớp" in hoctap("verify").stdout


def test_a_set_in_use_is_superseded_and_kept_word_for_word(confirmed: Path) -> None:
    first, second = corrected(confirmed, 90, *SIGNED), corrected(confirmed, 85)
    for file in (first, second):
        assert hoctap("criteria", "adopt", "18160", file, "--year", "2026", "--write").exit_code == 0
    now = on_the_file(confirmed, the_cycle).adoption(CITIZEN)
    assert (now.standing, now.criteria.version) == (Standing.PROVISIONAL, 85)  # nobody signed the second

    def texts(tx: Transaction) -> set[str]:
        return set(tx.connection.execute(select(tables.criteria_files.c.text)).scalars())

    assert on_the_file(confirmed, texts) == {(confirmed / name).read_text("utf-8") for name in (first, second)}


@pytest.mark.parametrize("signed", SIGNED)
def test_who_compared_a_set_with_the_paper_and_when_belong_together(confirmed: Path, signed: str) -> None:
    answer = hoctap("criteria", "adopt", "18160", corrected(confirmed, 90, signed), "--year", "2026", "--write")
    assert answer.exit_code == 1
    assert "phải có cả hai" in answer.output
    assert on_the_file(confirmed, reached) == 1


@pytest.mark.parametrize("where", [("00001", "--year", "2026"), ("18160", "--year", "2031")])
def test_a_set_for_a_year_that_is_not_open(confirmed: Path, where: tuple[str, ...]) -> None:
    code, *year = where
    answer = hoctap("criteria", "adopt", code, corrected(confirmed, 90), *year, "--write")
    assert answer.exit_code == 2
    assert "chưa có xã, phường này" in answer.output


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize(
    ("language", "said"), [([], "đang có chương trình khác dùng"), (["--lang", "en"], "is used by another program")]
)
def test_the_demo_on_a_port_that_is_taken(here: Path, taken: int, language: list[str], said: str) -> None:
    (here / "played").mkdir()
    (here / "played" / "this folder belongs to hoctap demo").touch()
    answer = hoctap("demo", "--data-dir", str(here / "played"), "--port", str(taken), "--reset", *language)
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert f"hoctap demo --port {taken + 1}" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert (here / "played").exists()  # the demo that plays there goes on


def test_the_program_on_a_port_that_is_taken(here: Path, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_WEB_CHAT", "true")
    monkeypatch.setenv("HOCTAP_WEB_BIND", f"127.0.0.1:{taken}")
    answer = hoctap("run")
    assert answer.exit_code == 1
    assert f"HOCTAP_WEB_BIND sang cổng khác, ví dụ 127.0.0.1:{taken + 1}" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not (here / "data").exists()


def test_the_demo_in_no_language_of_ours(here: Path) -> None:
    assert hoctap("demo", "--lang", "fr").exit_code == 2
