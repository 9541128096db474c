"""Following docs/adding-a-report-column.md to the letter leaves all green."""

from __future__ import annotations

import re
from pathlib import Path

from tests.project.copies import ROOT, Copy, commands, fenced, free

PAGE = (ROOT / "docs" / "adding-a-report-column.md").read_text("utf-8")


def after(line: str, block: str, text: str) -> str:
    """The text with a block after the one line that ends so."""
    found = [each for each in text.splitlines() if each.strip().endswith(line)]
    assert len(found) == 1, line
    return text.replace(f"{found[0]}\n", f"{found[0]}\n{block}", 1)


def test_the_page_followed_leaves_all_green(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    table, reader = re.findall(r"In `([\w/]+\.py)`", PAGE)
    name = free("household", (copy.root / table).read_text("utf-8"))
    field, column, value = (
        re.sub(r"\bhousehold\b", name, fenced(PAGE, f"text {each}")) for each in ("field", "column", "value")
    )
    copy.edit(table, lambda text: after('spoken_by: str = ""', field, text))
    copy.edit(table, lambda text: re.sub(r"\n\)\n*\Z", f"\n{column})\n", text))
    copy.edit(reader, lambda text: after("spoken_by=spoken_by(each),", value, text))
    copy.translate()
    copy.make("check")
    (args,) = commands(PAGE, "3. The words")
    assert " passed" in copy.test("-n0", *args)
