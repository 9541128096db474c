"""The question for a birth year, as every conversation asks it: what was only worked out is offered for a yes first."""

from __future__ import annotations

from collections.abc import Callable

from criteria.policy import YOUNGEST_ACCOUNT
from handlers.kit.context import Turn
from handlers.kit.form import Question
from handlers.kit.read import Derived, Misread
from handlers.kit.years import read_birth_year
from locales.text import T, Words

WHY = T("Hỏi để khỏi lẫn người trùng tên, và vì danh hiệu có tuổi.")


def own_birth_year(turn: Turn, key: str, text: Words) -> Question:
    """Of the person who types."""
    return Question(
        key=key,
        text=text,
        reader=_reader(turn, own=True),
        why=WHY,
        confirm=lambda year: T("{You} sinh năm {year}, đúng không?", year=int(year)),
    )


def their_birth_year(turn: Turn, key: str, text: Words) -> Question:
    """Of somebody whom the person who types speaks for."""
    return Question(
        key=key,
        text=text,
        reader=_reader(turn, own=False),
        why=WHY,
        confirm=lambda year: T("Người ấy sinh năm {year}, đúng không?", year=int(year)),
    )


def checked_birth_year(turn: Turn, key: str, text: Words) -> Question:
    """Of the person who types, where it is read back before anything is made of it."""

    def reader(said: str) -> int | Misread:
        found = read_birth_year(said, turn.year, YOUNGEST_ACCOUNT)
        return found if isinstance(found, Misread) else found.value

    return Question(key=key, text=text, reader=reader, why=WHY)


def _reader(turn: Turn, *, own: bool) -> Callable[[str], int | Derived | Misread]:
    def reader(said: str) -> int | Derived | Misread:
        found = read_birth_year(said, turn.year, YOUNGEST_ACCOUNT, own=own)
        if isinstance(found, Misread):
            return found
        return Derived(found.value) if found.derived else found.value

    return reader
