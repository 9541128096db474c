"""Reasons in own words, and what stands on a paper, as they are typed."""

from __future__ import annotations

import unicodedata
from datetime import date

from locales.text import T

LEAST, MOST = 3, 300  # letters of a reason
MOST_ON_PAPER = 100  # letters of a number, a name, an office
UNCLEAR = T("{You} viết lý do bằng vài chữ, nhiều nhất 300 chữ cái.")


def in_own_words(said: str) -> str | None:
    """A reason: some letters, not too many; ``None`` where it is none."""
    reason = " ".join(unicodedata.normalize("NFC", said).split())
    return reason if LEAST <= len(reason) <= MOST and any(each.isalpha() for each in reason) else None


def on_paper(said: str) -> str | None:
    """What stands on a signed paper, a number with its sign or a name; ``None`` where it cannot be."""
    found = " ".join(unicodedata.normalize("NFC", said).split())
    is_some = 2 <= len(found) <= MOST_ON_PAPER and any(each.isalpha() for each in found) and found.isprintable()
    return found if is_some else None


def day_typed(said: str, first: date, last: date) -> date | None:
    """A day as the browser's calendar sends it, "2026-10-05", or as people type it, "5/10/2026"; within two days."""
    try:
        parts = [int(each) for each in said.strip().replace("/", "-").split("-")]
        found = date(*parts) if len(str(parts[0])) == 4 else date(*reversed(parts))
    except (ValueError, TypeError, OverflowError):
        return None
    return found if first <= found <= last else None
