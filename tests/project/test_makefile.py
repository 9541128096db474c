"""``make`` finds a Python or says what to install; its help is whole; its hook looks at what is staged."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Answers as Python does to what make asks it, and leaves its name in the venv it makes.
PYTHON = """#!/bin/sh
case "$1 $2" in
    *version_info\\[:2*) echo {version} ;;
    *'sys.exit('*) exit {too_old} ;;
    *ensurepip*) exit {bare} ;;
    '-m venv')
        for folder; do :; done
        [ "$3" != --clear ] || rm -rf "$folder"
        mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" && echo "$0" > "$folder/pyvenv.cfg" ;;
    '-m pip') exit 0 ;;
    *) exit 2 ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The only folder on the PATH of a machine with make and what every system has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cp", "mkdir", "rm", "sh", "touch"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def put(folder: Path, name: str, version: str, *, bare: bool = False) -> Path:
    """A Python of that version and name; a bare one lacks what Debian keeps in a package of its own."""
    too_old = tuple(map(int, version.split("."))) < (3, 11)
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(PYTHON.format(version=version, too_old=int(too_old), bare=int(bare)), "utf-8")
    path.chmod(0o755)
    return path


def make(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(shutil.which("make")), "--no-print-directory", f"VENV={machine.parent}/venv", *arguments]
    return subprocess.run(command, cwd=ROOT, env={"PATH": str(machine)}, check=False, capture_output=True, text=True)


def set_up(machine: Path, *arguments: str) -> str:
    """The Python with which a venv was made, or the sentence that was said instead."""
    done = make(machine, f"{machine.parent}/venv/.runtime", *arguments)
    if done.returncode == 0:
        return (machine.parent / "venv" / "pyvenv.cfg").read_text("utf-8").strip()
    assert not (machine.parent / "venv" / "bin").exists()
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1, done.stderr
    return said[0]


def test_a_machine_without_python_is_told_what_to_install(machine: Path) -> None:
    assert set_up(machine) == (
        "Python 3.11 or newer is needed and python3.11 python3.12 python3.13 python3.14 python3 python cannot be "
        "started: apt install python3 python3-venv"
    )


def test_of_two_with_one_name_the_systems_own_is_taken(machine: Path) -> None:
    put(machine, "python3.11", "3.11")
    system = shutil.which("python3.11", path="/usr/bin")
    has_venv = [str(system), "-c", "import ensurepip, venv"]
    is_there = system is not None and subprocess.run(has_venv, check=False, capture_output=True).returncode == 0
    paths = {"PATH": f"{machine}:/usr/bin:/bin"}
    found = subprocess.run(["sh", ".ci/find-python"], cwd=ROOT, env=paths, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == ("/usr/bin/python3.11" if is_there else "python3.11")
    paths = {"PATH": str(machine)}
    found = subprocess.run(["sh", ".ci/find-python"], cwd=ROOT, env=paths, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "python3.11"


def test_a_machine_with_an_old_python_only_is_told_which_one_it_has(machine: Path) -> None:
    put(machine, "python3", "3.10")
    put(machine, "python", "2.7")
    assert set_up(machine) == (
        "Python 3.11 or newer is needed and python3 is 3.10: apt install python3.11 python3.11-venv, or any newer one"
    )


def test_a_python_without_venv_is_told_its_package(machine: Path) -> None:
    put(machine, "python3", "3.13", bare=True)
    put(machine, "python", "2.7")
    assert set_up(machine) == "Python 3.13 is here without its venv module: apt install python3.13-venv"


def test_a_good_python_is_found_whatever_its_name(machine: Path) -> None:
    good = put(machine, "python3", "3.14")
    assert set_up(machine) == str(good)


def test_a_good_python_is_found_behind_an_old_and_a_bare_one(machine: Path) -> None:
    put(machine, "python3.11", "3.11", bare=True)
    put(machine, "python3", "3.9")
    good = put(machine, "python3.12", "3.12")
    assert set_up(machine) == str(good)


def test_the_python_that_is_named_is_taken(machine: Path) -> None:
    put(machine, "python3.11", "3.11")
    named = put(machine.parent / "opt", "mine", "3.12")
    assert set_up(machine, f"PYTHON={named}") == str(named)


def test_a_named_python_that_is_too_old_is_not_replaced_by_another(machine: Path) -> None:
    put(machine, "python3.11", "3.11")
    named = put(machine.parent / "opt", "mine", "3.10")
    assert set_up(machine, f"PYTHON={named}").startswith(f"Python 3.11 or newer is needed and {named} is 3.10: ")


def test_a_venv_whose_python_is_gone_is_made_anew(machine: Path) -> None:
    old = put(machine, "python3.11", "3.11")
    set_up(machine)
    venv = machine.parent / "venv"
    old.unlink()
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to(old)
    new = put(machine, "python3.13", "3.13")
    assert set_up(machine) == str(new)


@pytest.mark.parametrize(
    ("goal", "program"), [("test", "git"), ("test CLOCK=2028-02-29", "faketime"), ("hooks", "git")]
)
def test_another_program_that_is_missing_is_named(machine: Path, goal: str, program: str) -> None:
    put(machine, "python3", "3.12")
    if program != "git":
        (machine / "git").symlink_to(str(shutil.which("git")))
    target, *clock = goal.split(" ")
    done = make(machine, target, *clock)
    assert f"make {target} needs {program}: apt install {program}" in done.stderr.splitlines()


def test_make_alone_names_every_target_and_what_it_is_for() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    plain = ["make", "--no-print-directory"]
    said = subprocess.run(plain, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    assert [line.split()[:2] for line in said] == [["make", target] for target in targets]
    assert all(len(line.split()) > 3 for line in said)


def test_the_hook_looks_at_what_is_staged_not_at_what_lies_in_the_folder(tmp_path: Path) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        mine = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *mine, *arguments], cwd=tmp_path, check=False, capture_output=True, text=True)

    git("init", "-q")
    for name in ("Makefile", "pyproject.toml", ".ci"):
        (tmp_path / name).symlink_to(ROOT / name)
    ruff = tmp_path / ".venv" / "bin" / "ruff"
    ruff.parent.mkdir(parents=True)
    ruff.symlink_to(Path(sys.executable).with_name("ruff"))
    for stamp in ("bin/python", ".dev"):
        (tmp_path / ".venv" / stamp).touch()
    hooks = ["make", "hooks", "-o", ".venv/.dev"]
    subprocess.run(hooks, cwd=tmp_path, check=True, capture_output=True)
    subprocess.run(hooks, cwd=tmp_path, check=True, capture_output=True)  # again, which changes nothing

    code = tmp_path / "a.py"
    code.write_text('"""A module."""\n\nNAME = "a"\n', "utf-8")
    git("add", "a.py")
    code.write_text("import os\n", "utf-8")  # wrong, but not staged
    assert git("commit", "-m", "good").returncode == 0
    git("add", "a.py")
    code.write_text('"""A module."""\n', "utf-8")  # right, but not staged
    refused = git("commit", "-m", "bad")
    assert refused.returncode != 0
    assert "a.py:1:" in refused.stdout + refused.stderr
    assert git("log", "--format=%s").stdout.split() == ["good"]

    (tmp_path / ".git" / "hooks" / "pre-commit").unlink()
    (tmp_path / ".git" / "hooks" / "pre-commit").write_text("exit 0\n", "utf-8")
    another = subprocess.run(hooks, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "there is another .git/hooks/pre-commit: move it away" in another.stderr
