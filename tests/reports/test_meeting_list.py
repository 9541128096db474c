"""The list for a village's meeting: twenty names a page, boxes, namesakes told apart, no year of birth."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
import typst

from locales.text import Verbatim
from reports.meeting_list import A_PAGE, MeetingList, MeetingName, as_data, meeting_list
from tests.reports.papers import AS_OF, HOSTILE, WORDS

LIST = MeetingList(
    "Thôn Kim Sơn",
    2026,
    AS_OF,
    (
        MeetingName("Trần Thị Lan", "Trần Văn Tư", "7", registered=True, proposed=True),
        MeetingName("Trần Thị Lan", "Lê Văn Sáu", "9", registered=False, proposed=False),
        MeetingName("Nguyễn Văn An", "Nguyễn Văn Bình", "2", registered=True, proposed=False),
    ),
)


def many(n: int) -> MeetingList:
    """A list with so many names."""
    names = [MeetingName(f"Nguyễn Văn {i}", "", "", registered=False, proposed=False) for i in range(n)]
    return replace(LIST, names=names, warning=Verbatim("BẢN DỰ KIẾN"))


def pages(found: MeetingList) -> int:
    source = files("reports").joinpath("templates", "meeting_list.typ").read_bytes()
    said = {"data": json.dumps(as_data(found, WORDS))}
    drawn: object = typst.compile(source, format="svg", ignore_system_fonts=True, sys_inputs=said)
    return len(drawn) if isinstance(drawn, list) else 1


def rows_of(found: MeetingList) -> list[dict[str, Any]]:
    data: dict[str, Any] = as_data(found, WORDS)
    return [row for page in data["pages"] for row in page]


def test_only_namesakes_are_told_apart() -> None:
    assert [(row["name"], row["apart"]) for row in rows_of(LIST)] == [
        ("Nguyễn Văn An", ""), ("Trần Thị Lan", "chủ hộ: Lê Văn Sáu"), ("Trần Thị Lan", "chủ hộ: Trần Văn Tư"),
    ]  # fmt: skip


def test_what_is_known_is_ticked_beforehand() -> None:
    assert [(row["registered"], row["proposed"]) for row in rows_of(LIST)] == [
        (True, False), (False, False), (True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("names", "sheets"), [(1, 1), (A_PAGE + 1, 2), (5 * A_PAGE - 5, 5)])
def test_twenty_names_stand_on_a_page(names: int, sheets: int) -> None:
    assert pages(many(names)) == sheets


def test_names_are_never_taken_for_markup() -> None:
    name = MeetingName(HOSTILE, "", "", registered=False, proposed=False)
    assert meeting_list(replace(LIST, names=[name]), WORDS).startswith(b"%PDF")
