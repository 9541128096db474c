"""What the conversations about recognition share: the way to a list and back, the list as it is now."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from handlers.kit.context import Turn
from locales.text import T
from storage import recognition
from storage.recognition import Name, RecognitionList

ONLY_WORDS = T("Chỗ này chỉ nhận chữ.")


def at(found: RecognitionList) -> Way:
    """The list's screen."""
    return ways.recognition(found.id)


def back(found: RecognitionList) -> Choice:
    """The way back to the list."""
    return Choice(T("Về danh sách"), at(found), Look.WAY)


def locked(turn: Turn, found: RecognitionList) -> RecognitionList:
    """The list as it is now, locked: two officers do not take it on in two ways."""
    return recognition.get(turn.tx, found.id, lock=True)


def can_strike(turn: Turn, proposed: Name) -> bool:
    """Whether a name stands on a list that nobody has signed."""
    return recognition.get(turn.tx, proposed.list_id).is_before_signed and proposed.struck_why is None
