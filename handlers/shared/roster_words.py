"""What was understood of a file with a roster, in words: its columns, remarks, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from locales.text import T, Words, joined, words_from_data
from storage.roster_imports import RosterImport


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be known to read a file. ``options``: each a value, and how it is called; ``is_open``: not answered."""

    key: str
    title: Words
    text: Words
    options: tuple[tuple[Any, Words], ...]
    is_open: bool


def asked_of(file: RosterImport) -> tuple[Asked, ...]:
    """What must be asked about the file, or was."""
    return tuple(
        Asked(
            each["key"],
            words_from_data(each["title"]),
            words_from_data(each["text"]),
            tuple((value, words_from_data(label)) for value, label in each["options"]),
            each["key"] not in file.choices,
        )
        for each in file.found.get("questions", ())
    )


def columns_of(file: RosterImport) -> Words | None:
    """Which column was taken for what: "họ tên (Họ và tên), năm sinh (Ngày sinh)"."""
    columns = [
        T("{meaning} (“{heading}”)", meaning=words_from_data(meaning), heading=heading)
        for meaning, heading in file.found.get("columns", ())
    ]
    return T("Hiểu các cột là: {columns}.", columns=joined(columns, ", ")) if columns else None


def notes_of(file: RosterImport) -> Iterator[Words]:
    """Remarks on the file as a whole: hidden lines, fonts, what was left out."""
    return (words_from_data(each) for each in file.found.get("notes", ()))


def why_of(file: RosterImport) -> Words | None:
    """Why it could not be read."""
    why = file.found.get("why")
    return None if why is None else words_from_data(why)
