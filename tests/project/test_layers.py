"""The house's walls close: what stands or imports where it must not breaks the build, and is named."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["importlinter"]["root_packages"]
LINT = Path(sys.executable).with_name("lint-imports")


def tracked() -> list[str]:
    """The Python files of the project."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and their contracts."""
    copy = tmp_path_factory.mktemp("house")
    for name in ["pyproject.toml", *(name for name in tracked() if name.partition("/")[0] in PACKAGES)]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    return copy


def complaints(house: Path) -> str:
    """What import-linter says of the house; nothing where every contract is kept."""
    environment = {**os.environ, "COLUMNS": "500"}
    ran = subprocess.run([LINT, "--no-logo"], cwd=house, env=environment, capture_output=True, check=False, text=True)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


@contextmanager
def with_line(house: Path, name: str, line: str) -> Iterator[None]:
    """The house while this line stands at the end of this file, which may be a new one."""
    path = house / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b'"""New."""\n') + f"\n{line}\n".encode())
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def test_the_house_as_it_is_and_a_new_file_in_its_place_are_well(house: Path) -> None:
    assert complaints(house) == ""
    with (
        with_line(house, "bot/channels/new.py", "from handlers.kit import screen"),
        with_line(house, "handlers/village/new.py", "from handlers.shared import consent"),
    ):
        assert complaints(house) == ""


STONES = {  # in the wrong place: the file and its line, and what names them
    ("handlers/stray.py", ""): "handlers.stray",
    ("handlers/village/reminder.py", "import handlers.start"): "handlers.village.reminder -> handlers.start",
    ("handlers/shared/consent.py", "import handlers.start"): "handlers.shared.consent -> handlers.start",
    ("handlers/kit/read.py", "from handlers.shared import consent"): "handlers.kit.read -> handlers.shared.consent",
    ("bot/stray.py", ""): "bot.stray",
    ("bot/file_links.py", "from bot.channels import base"): "bot.file_links -> bot.channels.base",
    ("bot/notice_sender.py", "from bot import app"): "bot.notice_sender -> bot.app",
    ("bot/render.py", "from bot.readers import citizen_report"): "bot.render -> bot.readers.citizen_report",
    ("bot/web.py", "from bot import retention"): "bot.web -> bot.retention",
    ("bot/demo/page.py", "from bot import doctor"): "bot.demo.page -> bot.doctor",
    ("bot/http.py", "import telegram"): "bot.http -> telegram",
    ("handlers/start/join.py", "import sqlalchemy"): "handlers.start.join -> sqlalchemy",
    ("handlers/start/my_data.py", "import starlette"): "handlers.start.my_data -> starlette",
    ("handlers/paper/print_forms.py", "from bot import web"): "handlers.paper.print_forms -> bot.web",
    ("acts/way.py", "from handlers.kit import read"): "acts.way -> handlers.kit.read",
    ("storage/inbox.py", "from reports import column"): "storage.inbox -> reports.column",
    ("criteria/score.py", "import time"): "criteria.score -> time",
    ("storage/people.py", "from storage import roles"): ".people -> .roles",
}


def test_stones_in_the_wrong_place_break_contracts_that_name_them(house: Path) -> None:
    with ExitStack() as stack:
        for name, line in STONES:
            stack.enter_context(with_line(house, name, line))
        said = complaints(house)
    assert [stone for stone, named in STONES.items() if named not in said] == [], said


def test_no_package_stands_outside_the_contracts() -> None:
    """A new top-level package must say in which layer it stands, be checked, and be shipped."""
    found = {name.partition("/")[0] for name in tracked() if "/" in name}
    beside = {"tests", "bench"}
    assert found - beside == set(PACKAGES)
    assert set(PYPROJECT["tool"]["mypy"]["packages"]) == found
    assert set(PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == found - beside
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert {name.strip() for layer in layers for name in layer.split("|")} == found - beside


def module(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts)


def imported(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module, or name in it, that is imported anywhere in a file of this package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from (origin, *(f"{origin}.{each.name}" for each in node.names))


def acquainted_conversations(root: Path) -> list[str]:
    """Conversations, files with routes, that import one another: what two need stands below them."""
    texts = {module(path, root): path.read_text("utf-8") for path in (root / "handlers").rglob("*.py")}
    conversations = {name for name, text in texts.items() if "\nroutes = Routes(" in text}
    assert len(conversations) > 30
    return sorted(
        f"{name} -> {other}"
        for name in conversations
        for other in {*imported(ast.parse(texts[name]), name.rpartition(".")[0])} & conversations
    )


def test_conversations_do_not_know_each_other_not_even_in_one_room(house: Path) -> None:
    assert acquainted_conversations(house) == []
    for line in (
        "from handlers.village import tell_in_person",
        "from handlers.village.tell_in_person import routes as theirs",
        "from . import tell_in_person",
        "import handlers.village.tell_in_person",
    ):
        with with_line(house, "handlers/village/digest_hour.py", line):
            met = acquainted_conversations(house)
        assert met == ["handlers.village.digest_hour -> handlers.village.tell_in_person"], line


def test_no_module_imports_from_a_test() -> None:
    """What tests share stands in a module of its own: tests/village.py, tests/steps.py, tests/world.py."""
    found = [
        f"{name}: {other}"
        for name in tracked()
        if "test_" in (text := (ROOT / name).read_text("utf-8"))
        for other in imported(ast.parse(text), name.rpartition("/")[0].replace("/", "."))
        if other.rpartition(".")[2].startswith("test_") and other.startswith(("tests", "test_"))
    ]
    assert found == []
