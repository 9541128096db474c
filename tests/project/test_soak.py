"""What takes too long for every day is left out by ``make test`` and done in parts by ``make soak``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak import MOMENTS, Part, clocks, marked, run

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_of_every_day(): pass

@pytest.mark.soak
@pytest.mark.parametrize("round", range(3))
def test_all_night(round): pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with this one's settings of pytest."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_nights.py").write_text(TESTS, "utf-8")
    (tmp_path / "tests" / "test_days.py").write_text("def test_of_every_day(): pass\n", "utf-8")
    return tmp_path


def test_a_days_run_leaves_out_what_is_marked(project: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "pytest"], cwd=project, check=True, capture_output=True, text=True)
    assert "2 passed, 3 deselected" in done.stdout


def test_each_file_with_marked_tests_is_a_part_of_its_own(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (part,) = marked(project)
    assert part.name == "tests/test_nights.py"
    assert run([part], project)
    assert "3 passed, 1 deselected" in capfd.readouterr().out


def test_a_project_without_marked_tests_has_no_such_part(project: Path) -> None:
    (project / "tests" / "test_nights.py").unlink()
    assert marked(project) == []


def test_a_part_that_fails_ends_nothing_and_the_list_names_it_with_all_times(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = (sys.executable, "-c", "print('done')"), (sys.executable, "-c", "raise SystemExit(3)")
    assert not run([Part("first", bad), Part("second", good)], tmp_path)
    said = capfd.readouterr().out
    assert said.count("done") == 1
    summary = said.rpartition("== soak\n")[2]
    assert re.fullmatch(r"FAILED +\d+:\d\d first\npassed +\d+:\d\d second\n", summary)


def test_the_clock_is_set_to_each_moment() -> None:
    parts = clocks("2026-11-24")
    assert len({part.name for part in parts}) == len(MOMENTS)
    assert ("make", "--no-print-directory", "test", "CLOCK=2026-11-24 03:00") in {part.command for part in parts}
