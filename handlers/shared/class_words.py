"""What several conversations say of a class or a meeting."""

from __future__ import annotations

from criteria.activity import COUNTED_NAMES
from locales.text import Number, T, Words
from storage.learning_events import LearningEvent


def counted_words(event: LearningEvent) -> Words | None:
    """How many were there as somebody counted, and how; nothing where nobody did."""
    if event.counted is None or event.counted_how is None:
        return None
    return T("Số người có mặt: {n} ({how}).", n=Number(event.counted), how=COUNTED_NAMES[event.counted_how])
