"""The documentation can fail: what it names must exist, and what exists must be named."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from bot.render import Capabilities
from bot.settings import Settings
from criteria.declaration import Measure
from criteria.policy import Action
from handlers.start.home import COMMANDS
from locales.catalog import catalog, read_catalog
from locales.place_words import place_words
from storage import erasure, my_data
from storage.kit.personal import NOBODY, SHOWN, Hidden, Personal, said_of
from storage.kit.tables import metadata

ROOT = Path(__file__).parent.parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))

FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LABEL = re.compile(r"\*\*\[([^\]]+)\]\*\*")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_in(text: str) -> list[str]:
    """Inline code, and the lines of fenced code."""
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()[1:-1]]
    return fenced + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def section(text: str, heading: str) -> str:
    """The part of a page under a heading, up to the next of the same level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found.group(1)


def first_cells(text: str) -> set[str]:
    """All inline code in the first cells of tables."""
    rows = re.findall(r"^ *\|([^|]*)\|", text, re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row)}


def anchors(path: Path) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# Links


@EVERY_PAGE
def test_links_and_images_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)
    assert not broken


def test_the_picture_of_the_demo_is_there() -> None:
    assert "(docs/images/demo.png)" in text_of("README.md")
    assert (ROOT / "docs/images/demo.png").read_bytes().startswith(b"\x89PNG")


@EVERY_PAGE
def test_files_that_are_named_exist(page: Path) -> None:
    folders = "bot|handlers|criteria|storage|reports|locales|tests|docs"
    named = [code for code in code_in(page.read_text("utf-8")) if re.fullmatch(rf"(?:{folders})/[\w./-]+", code)]
    assert [name for name in named if not (ROOT / name).exists()] == []


# Settings


def settings_table() -> str:
    """The table of docs/operating.md as it must be."""
    rows = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        shown = str(field.default).lower() if isinstance(field.default, bool) else str(field.default or "")
        default = f"`{shown}`" if shown else "empty"
        meaning = (field.description or "").replace("<", "\\<")
        rows.append(f"| `HOCTAP_{name.upper()}` | {default} | {meaning} |")
    return "\n".join(rows)


def test_every_setting_is_documented_with_its_default() -> None:
    table = re.search(r"^\| setting .*?(?=\n\n)", text_of("docs/operating.md"), re.MULTILINE | re.DOTALL)
    assert table
    assert table.group(0) == settings_table()


@EVERY_PAGE
def test_settings_that_are_named_exist(page: Path) -> None:
    known = {f"HOCTAP_{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"HOCTAP_TEST_[A-Z_]+", text_of("tests/conftest.py") + text_of(".ci/run")))
    known |= set(re.findall(r"HOCTAP_TEST_[A-Z_]+", text_of("tests/browser/chromium.py")))
    known |= set(
        re.findall(r"HOCTAP_BENCH_[A-Z_]+", text_of("bench/project_bot.py") + text_of("bench/storage_turn.py"))
    )
    assert set(re.findall(r"HOCTAP_[A-Z]+(?:_[A-Z]+)*", page.read_text("utf-8"))) <= known


def test_the_example_file_of_settings_is_accepted() -> None:
    example = re.search(r"```toml\n# hoctap\.toml\n(.*?)```", text_of("docs/operating.md"), re.DOTALL)
    assert example
    assert Settings(**tomllib.loads(example.group(1))).log_json


# Commands


@cache
def commands() -> dict[str, Any]:
    """All commands by name; those of a group carry its name before their own."""
    group: Any = typer.main.get_command(app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= {name: command} if inner is None else {f"{name} {own}": each for own, each in inner.items()}
    return found


def options_of(command: Any) -> set[str]:
    return {name for each in command.params for name in each.opts if name.startswith("--")}


def test_every_command_and_option_is_in_the_operators_page() -> None:
    page = text_of("docs/operating.md")
    table = first_cells(section(page, "Commands"))
    assert table == {f"hoctap {name}" for name in commands()}
    code = "\n".join(code_in(page))
    missing = {
        f"{name} {option}"
        for name, command in commands().items()
        for option in options_of(command)
        if not re.search(rf"{option}\b", code)
    }
    assert not missing


@cache
def groups() -> set[str]:
    """What several commands begin with."""
    return {name.partition(" ")[0] for name in commands() if " " in name}


def named_commands(text: str) -> Iterator[tuple[str, set[str]]]:
    for code in code_in(text):
        for found in re.finditer(rf"(?:^|[\s/\\=])hoctap ((?:(?:{'|'.join(groups())}) )?[a-z][a-z-]*)([^#\n]*)", code):
            yield found.group(1), set(re.findall(r"(?<!\S)(--[a-z-]+)", found.group(2)))


@EVERY_PAGE
def test_commands_that_are_named_exist(page: Path) -> None:
    known = commands()
    for name, options in named_commands(page.read_text("utf-8")):
        assert name in {*known, *groups()}
        assert options <= {*(options_of(known[name]) if name in known else ()), "--help"}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))


@EVERY_PAGE
def test_make_targets_that_are_named_exist(page: Path) -> None:
    named = {each for code in code_in(page.read_text("utf-8")) for each in re.findall(r"\bmake ([a-z]+)", code)}
    assert named <= make_targets()


def test_every_make_target_is_in_contributing() -> None:
    assert {f"make {target}" for target in make_targets()} <= first_cells(text_of("CONTRIBUTING.md"))


# What the architecture page lists


def audit_codes() -> set[str]:
    """The codes that the program writes: the strings, or named strings, in the first argument of ``….audit(…)``."""
    found: set[str] = set()
    for path in (ROOT / "storage").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "audit":
                for each in ast.walk(node.args[0]):
                    code = each.value if isinstance(each, ast.Constant) else named.get(getattr(each, "id", ""))
                    found |= {code} if isinstance(code, str) else set()
    return found


def test_every_audit_code_is_listed() -> None:
    codes = audit_codes()
    assert "declaration.decided" in codes
    assert first_cells(section(text_of("docs/architecture.md"), "Audit")) == codes


def test_every_action_is_listed() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", section(text_of("docs/architecture.md"), "Policy"), re.MULTILINE)
    assert dict(rows) == {action.name: action.value for action in Action}


def test_every_measure_is_listed() -> None:
    page = section(text_of("docs/architecture.md"), "Counters and the recount")
    assert first_cells(page) == {measure.value for measure in Measure}


def test_every_table_is_listed() -> None:
    assert first_cells(section(text_of("docs/architecture.md"), "Tables")) == set(metadata.tables)


# What the page on data protection lists


def personal_table() -> str:
    """The table of docs/data-protection.md as it must be: one row a table with personal data, in its own words."""
    rows = [
        "| table | what it holds | how long | who erases it | what stays, and why | where you see it |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for table in sorted(metadata.tables.values(), key=str):
        said = said_of(table)
        if not isinstance(said, Personal):
            continue
        reasons = [*said.stays.values(), *said.words_stay.values(), *said.roster_keeps.values()]
        stays = "; ".join(dict.fromkeys(reasons)) or "nothing"
        who = "nobody" if said.erased_by == NOBODY else f"`{said.erased_by}`"
        seen = f"not in my data: {said.shown.reason}" if isinstance(said.shown, Hidden) else SHOWN
        rows.append(f"| `{table.name}` | {said.holds} | {said.kept.words} | {who} | {stays} | {seen} |")
    return "\n".join(rows)


def test_every_table_with_personal_data_is_in_the_page_on_data_protection() -> None:
    page = section(text_of("docs/data-protection.md"), "What is kept, table by table")
    table = re.search(r"^\| table .*?(?=\n\n)", page, re.MULTILINE | re.DOTALL)
    assert table
    assert table.group(0) == personal_table()


def my_data_table() -> str:
    """The table of docs/my-data.md as it must be: the keys of each table's rows in the JSON."""
    rows = ["| key | keys of its rows |", "| --- | --- |"]
    for table in sorted(my_data.tables(), key=str):
        keys = [*my_data.told(table), *(["file"] if table.name == "evidence" else [])]
        rows.append(f"| `{table.name}` | {', '.join(f'`{key}`' for key in keys)} |")
    return "\n".join(rows)


def test_every_key_of_what_one_takes_along_is_on_its_page() -> None:
    page = section(text_of("docs/my-data.md"), "The JSON")
    table = re.search(r"^\| key \| keys .*?(?=\n\n)", page, re.MULTILINE | re.DOTALL)
    assert table
    assert table.group(0) == my_data_table()


def test_the_page_on_data_protection_says_what_each_step_of_an_erasure_does() -> None:
    page = section(text_of("docs/data-protection.md"), "What is kept, table by table")
    said = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|$", page, re.MULTILINE))
    assert said == {step.__name__: str(step.__doc__).partition("\n")[0] for step in erasure.STEPS}


# Other lists


def test_the_version_has_its_section_below_what_is_unreleased_and_says_how_to_upgrade() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    page = text_of("CHANGELOG.md")
    unreleased, latest, *_ = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert unreleased == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d", latest)
    assert "### Upgrading" in section(page, latest)
    assert f"git tag -a v{version} " in section(text_of("CONTRIBUTING.md"), "Releasing")


def test_every_folder_of_code_is_in_the_readme() -> None:
    packages = tomllib.loads(text_of("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    listed = first_cells(section(text_of("README.md"), "What is in which folder"))
    assert {f"{name}/" for name in (*packages, "tests", "bench", "docs")} <= listed


def test_every_capability_is_in_the_page_about_channels() -> None:
    assert {field.name for field in fields(Capabilities)} <= first_cells(text_of("docs/channels.md"))


def test_every_chat_command_is_in_the_page_about_channels() -> None:
    assert first_cells(text_of("docs/vi/kenh.md")) == {f"/{name}" for name in COMMANDS}


def test_every_source_of_the_criteria_is_explained() -> None:
    page = text_of("docs/criteria-sources.md")
    data = "".join(path.read_text("utf-8") for path in (ROOT / "criteria").rglob("*.toml"))
    used = {each for group in re.findall(r"\[(F\d+(?:, F\d+)*)\]", data) for each in group.split(", ")}
    assert used
    assert used == set(re.findall(r"^\| \[(F\d+)\] \|", page, re.MULTILINE))
    for path in (ROOT / "criteria").glob("*/*.toml"):
        assert path.name in page


def in_a_commune(label: str) -> str:
    """A label as a xã with thôn shows it: the pages say on top that other places have their own words."""
    for name, word in place_words("thôn", "xã").args.items():
        said = catalog("vi").render(word)
        label = label.replace(f"{{{name}}}", said).replace(f"{{{name.capitalize()}}}", said[:1].upper() + said[1:])
    return label


@EVERY_PAGE
def test_buttons_that_are_quoted_exist(page: Path) -> None:
    ids = (message.id[0] if isinstance(message.id, list | tuple) else message.id for message in read_catalog("en"))
    known = {in_a_commune(each) for each in ids}
    assert set(LABEL.findall(page.read_text("utf-8"))) <= known


def test_the_pages_for_communes_quote_buttons() -> None:
    for name in ("bat-dau", "truong-thon", "can-bo"):
        assert len(LABEL.findall(text_of(f"docs/vi/{name}.md"))) > 5
