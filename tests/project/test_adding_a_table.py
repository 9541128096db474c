"""Follows docs/adding-a-table.md in a copy of the tree; then leaves out one place after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.kit.migrate import steps

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "adding-a-table.md").read_text("utf-8")
BLOCK = re.compile(
    r"^(?:In `(?P<path>[^`]+)`, (?P<where>below|in front of) ``(?P<anchor>.+?)``:"
    r"|As a new file (?P<new>[\w.]+) in `(?P<folder>[^`]+)`:"
    r"|`make catalogs`.*? `(?P<po>[^`]+)` gets its translation:)"
    r"\n\n```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PLACES = re.split(r"^## (?=\d)", PAGE, flags=re.MULTILINE)[1:]
TITLES = [place.partition("\n")[0] for place in PLACES]


@dataclass(frozen=True)
class Edit:
    """One block of the page: what goes where."""

    path: str
    where: str
    anchor: str
    text: str

    def apply(self, tree: Path) -> None:
        path = tree / self.path
        match self.where:
            case "new":
                path.write_text(self.text, "utf-8")
            case "translated":
                (empty,) = re.findall(r"^msgid .*\n", self.text, re.MULTILINE)
                before = path.read_text("utf-8")
                assert f'{empty}msgstr ""\n' in before
                path.write_text(before.replace(f'{empty}msgstr ""\n', self.text), "utf-8")
            case _:
                lines = path.read_text("utf-8").splitlines(keepends=True)
                at = next((i for i, line in enumerate(lines) if line.startswith(self.anchor)), None)
                assert at is not None, f"{self.path} has no line {self.anchor}"
                apart = "\n\n" if self.text.startswith(("@", "book_loans =")) else ""  # two lines at a module's top
                lines.insert(at + (self.where == "below"), self.text + apart)
                path.write_text("".join(lines), "utf-8")


def edits(place: str) -> list[Edit]:
    """The blocks of a place; the migration gets the number that is the next today."""
    found = []
    for each in BLOCK.finditer(place):
        text = each["text"]
        if each["new"]:
            last = steps()[-1]
            text = re.sub(r'^revision = "\d+"', f'revision = "{int(last) + 1:04}"', text, flags=re.MULTILINE)
            text = re.sub(r'^down_revision = "\d+"', f'down_revision = "{last}"', text, flags=re.MULTILINE)
            name = re.sub(r"^\d{4}_", f"{int(last) + 1:04}_", each["new"])
            found.append(Edit(f"{each['folder']}/{name}", "new", "", text))
        elif each["po"]:
            found.append(Edit(each["po"], "translated", "", text))
        else:
            found.append(Edit(each["path"], each["where"], each["anchor"], text))
    return found


def checks(place: str) -> list[str]:
    """The checks that the page names first: those that fail where the place is forgotten."""
    (sentence,) = re.findall(r"^Forgotten: (.*?)\.(?:$| [A-Z])", place, re.MULTILINE | re.DOTALL)
    return re.findall(r"`(tests/[^`]+)`", sentence)


CHECKS = list(dict.fromkeys(check for place in PLACES for check in checks(place)))


def with_all_but(left_out: str | None, tree: Path) -> Path:
    """A copy of the tree as git would commit it, with every place of the page but one."""
    named = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in named:
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    for place in PLACES:
        if place.partition("\n")[0] == left_out:
            continue
        for edit in edits(place):
            if edit.where == "translated" and left_out != "3. The functions":
                run(tree, "-m", "locales.extract")
            if edit.where != "translated" or edit.text.splitlines()[0] in (tree / edit.path).read_text("utf-8"):
                edit.apply(tree)
    return tree


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy: its modules, not those of the tree that is tested."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


def test_the_page_has_at_most_nine_places_and_each_names_its_check() -> None:
    assert 5 < len(PLACES) <= 9
    for place in PLACES:
        assert edits(place), place
        assert len(edits(place)) == place.count("```") // 2, "every block says where it goes"
        assert checks(place), place


@pytest.mark.parametrize("check", sorted(set(re.findall(r"`(tests/[^`:]+::[^`]+)`", PAGE))))
def test_every_check_that_the_page_names_exists(check: str) -> None:
    path, _, name = check.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text("utf-8")


def test_following_the_page_is_green(tmp_path: Path) -> None:
    tree = with_all_but(None, tmp_path / "copy")
    for tool in (("ruff", "check", "."), ("ruff", "format", "--check", ".")):
        ran = run(tree, "-m", *tool)
        assert ran.returncode == 0, ran.stdout
    everything = [*CHECKS, *(path for path in CHECKS_BESIDES)]
    ran = run(tree, "-m", "pytest", "-n0", f"--basetemp={tmp_path / 'base'}", *everything)
    assert ran.returncode == 0, ran.stdout[-4000:]


# More that must stay green where everything was done, of those that the page names besides.
CHECKS_BESIDES = [
    "tests/storage/test_personal_data.py::test_every_table_says_whether_it_holds_personal_data",
    "tests/storage/test_personal_data.py::test_each_step_of_the_erasure_is_what_its_tables_say",
    "tests/storage/test_audit.py::test_every_function_that_writes_audits_or_says_why_not",
    "tests/locales/test_catalogs.py::test_every_text_is_translated_and_sound",
]


@pytest.mark.soak
@pytest.mark.parametrize("title", TITLES)
def test_a_place_that_is_forgotten_is_named_by_its_check(title: str, tmp_path: Path) -> None:
    tree = with_all_but(title, tmp_path / "copy")
    (place,) = [each for each in PLACES if each.startswith(f"{title}\n")]
    for check in checks(place):
        ran = run(tree, "-m", "pytest", "-n0", f"--basetemp={tmp_path / 'base'}", check)
        assert ran.returncode != 0, f"without {title}, {check} is green"
