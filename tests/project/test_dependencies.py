"""docs/dependencies.md names every package that is installed, and its licence as the package itself states it."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/dependencies.md").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# Metadata older than SPDX's names. A classifier names only a family: there the page has to say what the file is.
SPELLED = {
    "Apache 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Apache Software License": "Apache",
    "BSD License": "BSD",
}
TOLD_BY = {
    "Apache-2.0": "Version 2.0, January 2004",
    "BSD-2-Clause": "materials provided with the distribution",
    "BSD-3-Clause": "Neither the name",
    "BSD-3-Clause, older parts with an acknowledgement": "All advertising materials mentioning features or use",
}


def named(requirement: str) -> str:
    """The package of "psycopg[binary]>=3.3", spelled as the lock files spell it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def direct() -> dict[str, str]:
    """What pyproject.toml asks for, and what for."""
    project = PYPROJECT["project"]
    groups = {
        "run": project["dependencies"],
        "build": PYPROJECT["build-system"]["requires"] + project["optional-dependencies"]["build"],
        "dev": project["optional-dependencies"]["dev"],
    }
    assert project["optional-dependencies"].keys() == {"build", "dev"}
    return {named(each): group for group, all_of_it in groups.items() for each in all_of_it}


def locked(name: str) -> dict[str, set[str]]:
    """The packages of a lock file, each with the packages that need it."""
    found: dict[str, set[str]] = {}
    for block in re.split(r"^(?=\S+==)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        needed_by = re.findall(r"^    #(?: via)? +([a-z0-9-]+)(?: \(.*\))?$", block, re.MULTILINE)
        found[named(block)] = set(needed_by) - {"via"}
    return found


RUN, BUILD, DEV = (locked(f"requirements{kind}.lock") for kind in ("", "-build", "-dev"))
DIRECT = direct()


def rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading: package, then its other cells. No package has two lines."""
    part = PAGE.split(f"\n## {heading}\n")[1].partition("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in re.findall(r"^\| `.*", part, re.MULTILINE)
    ]
    table = {first.strip("`"): rest for first, *rest in cells}
    assert len(table) == len(cells)
    return table


DIRECTLY, BROUGHT, BROUGHT_FOR_TESTS = (
    rows(heading) for heading in ("Direct", "Brought along by them", "Brought along for tests and checks")
)
ON_PAGE = (
    {name: licence for name, (_, licence, _, _) in DIRECTLY.items()}
    | {name: licence for name, (licence, _) in BROUGHT.items()}
    | {name: licence for name, (licence, _) in BROUGHT_FOR_TESTS.items()}
)
EVERY_PACKAGE = pytest.mark.parametrize("name", sorted(ON_PAGE))


def stated(name: str) -> str:
    """The licence that the installed package states in its metadata; empty if it states none."""
    about = metadata.metadata(name)
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License :: ")]
    said = about["License-Expression"] or about["License"] or " AND ".join(c.split(" :: ")[-1] for c in classifiers)
    if not said and about.get_all("License-File"):
        said = licence_files(name).lstrip().partition("\n")[0].strip()
    return SPELLED.get(said, said)


def licence_files(name: str) -> str:
    files = [file for file in metadata.files(name) or [] if ".dist-info" in str(file) and "licen" in file.name.lower()]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_the_lock_files_are_read_whole() -> None:
    assert RUN.keys() | BUILD.keys() <= DEV.keys()
    assert not RUN.keys() & BUILD.keys(), "what builds the package is not there when it runs"
    assert RUN["psycopg-binary"] == {"psycopg"}
    assert RUN["anyio"] == {"httpx", "starlette"}
    for name, lock in (
        ("requirements.lock", RUN), ("requirements-build.lock", BUILD), ("requirements-dev.lock", DEV),
    ):  # fmt: skip
        assert len(lock) == len(re.findall(r"^[^ #\n]", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_every_requirement_of_the_project_is_locked_and_on_the_page_with_what_it_is_for() -> None:
    assert {name: group for name, (group, *_) in DIRECTLY.items()} == DIRECT
    assert {name for name, group in DIRECT.items() if group == "run"} <= RUN.keys()
    assert {name for name, group in DIRECT.items() if group == "build"} <= BUILD.keys()
    assert DIRECT.keys() <= DEV.keys()


def test_what_they_bring_along_is_on_the_page_with_who_needs_it_and_nothing_else_is() -> None:
    for table, expected in (
        (BROUGHT, {name: needed_by for name, needed_by in {**RUN, **BUILD}.items() if name not in DIRECT}),
        (BROUGHT_FOR_TESTS, {name: DEV[name] for name in DEV.keys() - RUN.keys() - BUILD.keys() - DIRECT.keys()}),
    ):
        assert {name: set(re.findall(r"`([^`]+)`", needed_by)) for name, (_, needed_by) in table.items()} == expected


@EVERY_PACKAGE
def test_a_licence_on_the_page_is_what_the_package_states(name: str) -> None:
    assert stated(name)
    licence, _, file = ON_PAGE[name].partition(" (its file: ")
    assert licence == stated(name)
    assert bool(file) == (licence in {"Apache", "BSD"}), "a family needs what the file is, a licence needs no more"
    if file:
        assert TOLD_BY[file.removesuffix(")")] in licence_files(name)


@EVERY_PACKAGE
def test_no_package_is_under_a_licence_that_would_bind_the_whole_program(name: str) -> None:
    assert not re.search(r"(?<!L)GPL|(?<!LESSER )GENERAL PUBLIC", stated(name).upper())


def test_the_packages_under_lgpl_are_those_the_page_names() -> None:
    (paragraph,) = re.findall(r"^No package is under GPL.*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`([^`]+)`", paragraph)) == {name for name in ON_PAGE if "LGPL" in stated(name)}


@pytest.mark.parametrize("name", sorted(DIRECTLY))
def test_a_direct_dependency_is_used_where_the_page_says(name: str) -> None:
    *_, where = DIRECTLY[name]
    called = {
        name,
        *(module for module, owners in metadata.packages_distributions().items() if name in map(named, owners)),
    }
    called |= {script.name for script in metadata.distribution(name).entry_points.select(group="console_scripts")}
    files = re.findall(r"`([^`]+)`", where)
    assert files
    for file in files:
        text = (ROOT / file).read_text("utf-8").lower()
        assert any(each.lower() in text for each in called), file
