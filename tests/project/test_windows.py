"""The program on Windows, as far as it can be held without one: nothing that only Unix has, wheels for all packages."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import httpx
import pytest

from bot.event_loop import loop_factory
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.without_unix import CALLS, MODULES, SIGNALS

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "acts", "criteria", "storage", "reports", "locales")
ANSWERS = """
commune = "18160"
villages = ["Kim Sơn", "Xóm 5"]
contact = "Phòng VH-XH, 0239 3 123 456"
officer = "Trần Thị Mai"
password = "ao lang co 3 con vit"
"""


class Computer:
    """Commands on a computer without what only Unix has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        (folder / "tra-loi.toml").write_text(ANSWERS, "utf-8")
        known = {name: value for name, value in os.environ.items() if not name.startswith("HOCTAP_")}
        self.environment = {
            **known,
            "PYTHONPATH": str(ROOT),
            "HOCTAP_DATA_DIR": str(folder / "data"),
            "HOCTAP_WEB_BIND": f"127.0.0.1:{self.port}",
            "HOCTAP_OPEN_BROWSER": "false",
        }

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.without_unix", *command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def does(self, *command: str) -> str:
        """What a command says, which ends well; in UTF-8, though the console has other letters."""
        running = self.begin(*command)
        said, _ = running.communicate(timeout=PATIENCE)
        assert running.returncode == 0, said.decode()
        return said.decode("utf-8")

    def serves(self, running: subprocess.Popen[bytes]) -> str:
        """Wait until the page is there; returns it."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and running.poll() is None:
            try:
                return httpx.get(f"http://127.0.0.1:{self.port}/").text
            except httpx.TransportError:
                continue
        running.kill()
        raise AssertionError(running.communicate()[0].decode())


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_a_computer_without_unix_is_set_up_serves_stops_backs_up_and_moves(computer: Computer) -> None:
    assert "Xóm 5: mã XOM5" in computer.does("setup", "--answers", "tra-loi.toml")
    running = computer.begin("run")
    assert "vào bằng mật khẩu" in computer.serves(running)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said.decode()
    assert f"đang chạy trên máy này: http://127.0.0.1:{computer.port}" in said.decode()
    computer.does("keys", "rotate")
    page = computer.folder / "khoa.pdf"
    computer.does("recovery-key", "--page", str(page))
    (computer.folder / "usb").mkdir()
    assert "Đã sao lưu" in computer.does("backup", "--to", "usb")
    assert "Nhật ký nguyên vẹn" in computer.does("verify")
    assert page.read_bytes().startswith(b"%PDF")


def test_doctor_without_unix_says_what_is_there(computer: Computer) -> None:
    computer.does("setup", "--answers", "tra-loi.toml")
    running = computer.begin("doctor")
    said = running.communicate(timeout=PATIENCE)[0].decode("utf-8")
    assert running.returncode == 1  # there is no backup yet
    assert "Traceback" not in said
    assert "chỉ máy này dùng được" in said


def test_postgresql_gets_a_loop_that_its_driver_can_use_on_windows() -> None:
    assert loop_factory("postgresql://x@y/z", "win32") is not None
    assert loop_factory("sqlite:///x.db", "win32") is None
    assert loop_factory("postgresql://x@y/z", "linux") is None


def sources() -> Iterator[tuple[str, ast.AST]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def test_no_source_names_what_only_unix_has() -> None:
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    found += [(name, each.name) for each in names if each.name in MODULES]
                case ast.ImportFrom(module=str(module)) if module in MODULES:
                    found.append((name, module))
                case ast.Attribute(value=ast.Name(id="os" | "signal"), attr=attr) if attr in {*CALLS, *SIGNALS}:
                    found.append((name, attr))
                case ast.Constant(value=str(value)) if re.match("/(?:dev|proc|tmp|etc)/", value):
                    found.append((name, value))
                case _:
                    pass
    assert found == []


def test_every_text_file_is_opened_with_its_letters_named() -> None:
    """Windows reads and writes the letters of its own language where none are named."""
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            named = {each.arg for each in node.keywords}
            if node.func.attr == "read_text" and not node.args and "encoding" not in named:
                found.append(f"{name}:{node.lineno}")
            if node.func.attr == "write_text" and len(node.args) < 2 and "encoding" not in named:
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_packages_that_are_compiled_are_those_whose_windows_wheels_were_seen() -> None:
    """Which of the locked packages are compiled, their own metadata tell; the page says when each was seen."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[\w+\])?==", lock, re.MULTILINE))
    compiled = set()
    for each in metadata.distributions():
        name = re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower()
        tags = re.findall(r"^Tag: (.*)$", each.read_text("WHEEL") or "", re.MULTILINE)
        if name in locked and not all(tag.endswith("-none-any") for tag in tags):
            compiled.add(name)
    page = (ROOT / "docs/dependencies.md").read_text("utf-8").partition("\n## On Windows\n")[2].partition("\n## ")[0]
    listed = page.partition("Compiled: ")[2].partition("\n\n")[0]
    assert compiled == set(re.findall(r"`([a-z0-9-]+)`", listed))
    assert len(compiled) > 10
