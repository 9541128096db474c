"""The wheel holds all that is needed, and a start brings in only what it needs."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    """Built, unpacked alone, started from there: data files, templates and migrations are inside."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    alone = tmp_path / "alone"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(alone)
    assert [*alone.glob("*.dist-info/licenses/LICENSE")]
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "handlers", "acts", "criteria", "storage", "reports", "intake", "sheets", "locales"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert [name for name in tracked if (ROOT / name).exists() and not (alone / name).exists()] == []
    program = (
        "import bot.cli, storage, sys; from storage.kit.migrate import upgrade; from criteria.parse import load_all; "
        "from locales.catalog import catalog; catalog('en'); load_all(); "
        f"assert storage.__file__.startswith({str(alone)!r}), storage.__file__; "
        f"print(upgrade('sqlite:///{tmp_path}/x.db'))"
    )
    started = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.stdout.strip() == "True", started.stderr


def test_a_start_brings_in_only_what_it_needs() -> None:
    program = (
        "import sys; from bot.app import App; import bot.channels.telegram; from bot.cli import app; "
        "print([m for m in ('xlsxwriter', 'alembic', 'matplotlib', 'openpyxl', 'segno', 'jinja2', 'polars', "
        "'typst', 'python_calamine', 'xlrd', 'docx', 'pdfplumber', 'msoffcrypto', 'olefile', 'cv2', 'numpy') "
        "if m in sys.modules])"
    )
    started = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert started.stdout.strip() == "[]"


def test_the_license_is_the_text_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    text = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert text == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"  # as www.apache.org has it


def test_a_start_does_not_read_the_list_of_communes() -> None:
    program = (
        "import sys; opened = []; "
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
        "from bot.app import App; from bot import commune_setup; from criteria import official_places; "
        "asked = 'criteria/official_places.tsv'; before = any(asked in name for name in opened); "
        "official_places.commune('18160'); print(before, any(asked in name for name in opened))"
    )
    started = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert started.stdout.split() == ["False", "True"]
