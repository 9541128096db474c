"""Which Chromium the browser tests take, what ``make browser`` unpacks, and that a run without one says so."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.browser.chromium import find, unpack

ROOT = Path(__file__).parents[2]
NODE = Path(compute_driver_executable()[0])  # Playwright has one with it, so that this test needs no network
SQUEEZE = """
const { readFileSync, unlinkSync, writeFileSync } = require("fs")
for (const path of process.argv.slice(1)) {
  writeFileSync(path + ".br", require("zlib").brotliCompressSync(readFileSync(path)))
  unlinkSync(path)
}
"""


def program(path: Path, text: str = "exit 0") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_named_chromium_goes_before_the_machines_and_that_before_the_one_brought(tmp_path: Path) -> None:
    brought = tmp_path / "browser" / "chromium"
    empty = {"PATH": str(tmp_path / "bin")}
    assert find(empty, brought) is None
    program(brought)
    assert find(empty, brought) == str(brought)
    machines = program(tmp_path / "bin" / "google-chrome")
    assert find(empty, brought) == machines
    assert find({**empty, "HOCTAP_TEST_CHROMIUM": "/opt/chrome"}, brought) == "/opt/chrome"
    assert find({**empty, "HOCTAP_TEST_CHROMIUM": "none"}, brought) is None


def packed(folder: Path) -> tuple[Path, str]:
    """A package built like the real one, with a program that tells what it was started with; and its checksum."""
    inside = folder / "package" / "bin"
    inside.mkdir(parents=True)
    (inside / "chromium").write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH|$FONTCONFIG_FILE|$*"\n', "utf-8")
    for part, name in (("fonts", "fonts/a.ttf"), ("al2023", "lib/libnss3.so")):
        with tarfile.open(inside / f"{part}.tar", "w") as files:
            files.addfile(tarfile.TarInfo(name), BytesIO())
    subprocess.run([NODE, "-e", SQUEEZE, *inside.iterdir()], check=True)
    path = folder / "chromium.tgz"
    with tarfile.open(path, "w:gz") as files:
        files.add(folder / "package", "package")
    return path, base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_what_is_unpacked_starts_with_its_own_libraries_and_fonts(tmp_path: Path) -> None:
    target = tmp_path / "a folder's name" / "browser"
    launcher = unpack(*packed(tmp_path), NODE, target)
    started = subprocess.run([launcher, "--headless", "a b"], env={}, check=True, capture_output=True, text=True)
    assert started.stdout.strip() == f"{target}/lib|{target}/fonts.conf|--headless a b"
    assert f"<dir>{target}/fonts</dir>" in (target / "fonts.conf").read_text("utf-8")
    assert (target / "fonts" / "a.ttf").exists()
    assert (target / "lib" / "libnss3.so").exists()


def test_a_package_that_was_not_chosen_is_not_unpacked(tmp_path: Path) -> None:
    path, sha512 = packed(tmp_path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ValueError, match=r"chromium\.tgz is not the package that was chosen"):
        unpack(path, sha512, NODE, tmp_path / "browser")
    assert not (tmp_path / "browser").exists()


def test_a_run_without_a_browser_says_at_its_end_which_tests_that_left_out_and_how_to_run_them() -> None:
    test = "tests/browser/test_web_chat.py::test_a_reload_sends_nothing_again"
    environ = {**os.environ, "HOCTAP_TEST_CHROMIUM": "none", "HOCTAP_TEST_NO_SKIP": ""}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "--color=no", test],
        cwd=ROOT, env=environ, check=False, capture_output=True, text=True,
    )  # fmt: skip
    *_, heading, why, what, how, _summary = run.stdout.strip().splitlines()
    assert "THE BROWSER TESTS DID NOT RUN" in heading
    assert why == "There is no Chromium on this machine. Left out were 1 of the tests:"
    assert what.strip() == test
    assert "make browser" in how
