"""Names of files that every system takes and that say what, where and when: ``phieu-thon-kim-son-2026-12-01.pdf``."""

from __future__ import annotations

import re
from datetime import datetime

from criteria.names import fold
from locales.format import day_of

LONGEST_PART = 60


def file_name(ending: str, when: datetime, *parts: str | int) -> str:
    """The parts without marks, joined by hyphens, then the day in Viet Nam, then the ending ("docx")."""
    folded = [_folded(str(part)) for part in parts]
    return f"{'-'.join([each for each in folded if each] + [day_of(when).isoformat()])}.{ending}"


def _folded(part: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-")[:LONGEST_PART].strip("-")
