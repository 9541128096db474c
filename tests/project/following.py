"""Follows the pages that say how something is added, to the letter, in a copy of the tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from textwrap import indent

from tests.project.copies import ROOT, Copy, command_to_check, commands, fenced, free

Follow = Callable[[Copy], tuple[str, ...]]  # what the page says to run afterwards, with make check

QUESTION, TITLE, CONVERSATION, COLUMN = (
    (ROOT / "docs" / f"adding-a-{name}.md").read_text("utf-8")
    for name in ("question", "title", "conversation", "report-column")
)
VERSION = re.compile(r"^version = (\d+)$", re.MULTILINE)
TOTAL = re.compile(r"\[total_max\]\nvalue = (\d+)\n")


def question_of_a_title(copy: Copy) -> tuple[str, ...]:
    """One more question in a set."""
    file = add_to_the_title(copy)
    assert "đúng." in copy.run(*command_to_check(QUESTION, file))
    (args,) = commands(QUESTION, "A question of a title")
    return args


def question_of_a_conversation(copy: Copy) -> tuple[str, ...]:
    """One more question in the form of who joins."""
    add_to_joining(copy)
    args, recorded = commands(QUESTION, "A question of a conversation")
    assert "--record" in recorded  # for what everybody is asked; the example changes no transcript
    return args


def action(copy: Copy) -> tuple[str, ...]:
    """One more route in a conversation."""
    add_a_route(copy)
    (args,) = commands(QUESTION, "An action")
    return args


def title_with_plan_and_fact(copy: Copy) -> tuple[str, ...]:
    """One more title, one more plan and one more fact."""
    assert "đúng." in copy.run(*command_to_check(TITLE, add_a_title(copy)))
    assert "đúng." in copy.run("hoctap", "criteria", "check", add_a_plan(copy))
    add_a_fact(copy)
    (args,) = commands(TITLE, "A title")
    return args


def conversation(copy: Copy) -> tuple[str, ...]:
    """One more conversation: all six places."""
    written, test = (
        f"{folder}/{name}" for name, folder in re.findall(r"As a new file (\w+\.py) in `([\w/]+)`", CONVERSATION)
    )
    (copy.root / written).write_text(fenced(CONVERSATION, "python conversation"), "utf-8")
    copy.edit("acts/ways.py", lambda text: f"{text.rstrip()}\n\n\n{fenced(CONVERSATION, 'python ways')}")
    copy.edit("tests/authority.toml", lambda text: f"{text.rstrip()}\n\n{fenced(CONVERSATION, 'toml rows')}")
    (copy.root / test).parent.mkdir(parents=True, exist_ok=True)
    (copy.root / test).parent.joinpath("__init__.py").touch()
    (copy.root / test).write_text(fenced(CONVERSATION, "python test"), "utf-8")
    copy.run("git", "add", "--all")
    (args,) = commands(CONVERSATION, "6. Its test")
    return args


def report_column(copy: Copy) -> tuple[str, ...]:
    """One more column of a report."""
    table, reader = re.findall(r"In `([\w/]+\.py)`", COLUMN)
    name = free("household", (copy.root / table).read_text("utf-8"))
    field, column, value = (
        re.sub(r"\bhousehold\b", name, fenced(COLUMN, f"text {each}")) for each in ("field", "column", "value")
    )
    copy.edit(table, lambda text: after('spoken_by: str = ""', field, text))
    copy.edit(table, lambda text: re.sub(r"\n\)\n*\Z", f"\n{column})\n", text))
    copy.edit(reader, lambda text: after("spoken_by=spoken_by(each),", value, text))
    (args,) = commands(COLUMN, "3. The words")
    return args


PAGES: Mapping[str, Follow] = {
    each.__name__: each
    for each in (
        question_of_a_title,
        question_of_a_conversation,
        action,
        title_with_plan_and_fact,
        conversation,
        report_column,
    )
}


def after(line: str, block: str, text: str) -> str:
    """The text with a block after the one line that ends so."""
    found = [each for each in text.splitlines() if each.strip().endswith(line)]
    assert len(found) == 1, line
    return text.replace(f"{found[0]}\n", f"{found[0]}\n{block}", 1)


def named(pattern: str) -> str:
    """What the page about questions names at this place."""
    (found,) = re.findall(pattern, QUESTION)
    return str(found)


def _renamed(text: str) -> str:
    block = fenced(QUESTION, "toml")
    new = re.findall(r'id = "(\w+)"', block)[0]
    return block.replace(new, free(new, text))


def title_file() -> str:
    """What the page calls its title's file."""
    (name,) = re.findall(r"The example is real:.*?As a new file ([\w-]+)\.toml:", TITLE, re.DOTALL)
    return str(name)


def add_to_the_title(copy: Copy) -> str:
    """A question of a title, to the letter; the file it went into."""
    name = named(r"One table in `(criteria/titles/[\w.-]+)`")

    def change(text: str) -> str:
        block = _renamed(text)
        total = fenced(QUESTION, "toml total_max")
        found = TOTAL.search(text)
        assert found
        if found.group(1) != "100":  # the page: from 100 to 110
            total = f"[total_max]\nvalue = {int(found.group(1)) + 10}\n"
        changed = f"{TOTAL.sub(lambda _: total, text, count=1)}\n{block}"
        return VERSION.sub(lambda found: f"version = {int(found.group(1)) + 1}", changed, count=1)

    copy.edit(name, change)
    return name


def add_to_joining(copy: Copy) -> None:
    """A question of a conversation, to the letter: at the end of the form's tuple."""
    form, name = named(r"Joining is `(\w+)` in `"), named(r"Joining is `\w+` in `([\w/.]+)`")

    def change(text: str) -> str:
        (function,) = (each for each in ast.walk(ast.parse(text)) if getattr(each, "name", None) == form)
        (questions,) = (
            call.args[0]
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Form" and isinstance(call.args[0], ast.Tuple)
        )
        last = questions.elts[-1]
        lines = text.splitlines()
        block = fenced(QUESTION, "python").rstrip().replace("guardian", free("guardian", text))
        block = indent(block, " " * last.col_offset)
        return "\n".join((*lines[: last.end_lineno], f"{block},", *lines[last.end_lineno :])) + "\n"

    copy.edit(name, change)


def add_a_route(copy: Copy) -> None:
    """An action, to the letter: a route at the end of a conversation."""
    name = named(r"At the end of `([\w/.]+)`:")
    block = fenced(QUESTION, "python route")
    route = free("thanks", (copy.root / name).read_text("utf-8"))
    copy.edit(name, lambda text: f"{text.rstrip()}\n\n\n{block.replace('thanks', route)}")
    way = fenced(QUESTION, "python way").replace("thanks", route)
    copy.edit("acts/ways.py", lambda text: f"{text.rstrip()}\n\n\n{way}")
    beside = named(r"here beside `([\w-]+)`")
    copy.edit("tests/authority.toml", lambda text: re.sub(rf"\b{beside}\b", f"{beside} {route}", text, count=1))


def add_a_row(copy: Copy, name: str, row: str) -> None:
    """A row in the first table of docs/criteria-sources.md."""

    def change(text: str) -> str:
        table, end, rest = text.partition("\n\n| number |")
        assert end
        return f"{table}\n{row}{end}{rest}"

    assert name in row
    copy.edit("docs/criteria-sources.md", change)


def add_a_title(copy: Copy) -> str:
    """A title, to the letter; its file."""
    path = copy.root / "criteria" / "titles" / f"{title_file()}.toml"
    path.write_text(fenced(TITLE, "toml"), "utf-8")
    (row,) = re.findall(r"```text\n\s*(\|.*)\n", TITLE)
    add_a_row(copy, path.name, row)
    return str(path.relative_to(copy.root))


def add_a_plan(copy: Copy) -> str:
    """A plan, to the letter; its file."""
    (name,) = re.findall(r"A made-up one, as a new file ([\w-]+\.toml):", TITLE)
    path = copy.root / "criteria" / "plans" / name
    path.write_text(fenced(TITLE, "toml plan"), "utf-8")
    add_a_row(copy, name, f"| {name} | plan of nobody | an example |")
    return str(path.relative_to(copy.root))


def add_a_fact(copy: Copy) -> None:
    """A fact, to the letter."""
    block = fenced(TITLE, "toml fact")

    def change(text: str) -> str:
        return f"{text.rstrip()}\n\n{block.replace('library_card', free('library_card', text))}"

    copy.edit("criteria/facts.toml", change)
