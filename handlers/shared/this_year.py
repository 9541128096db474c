"""What is said where the commune has no cycle this year."""

from __future__ import annotations

from acts import ways
from acts.way import Way
from handlers.kit.context import Turn
from handlers.kit.router import Goto
from locales.text import T


def not_opened(turn: Turn, back: Way | None = None) -> Goto:
    """To the menu, or back, because the commune has not opened this year."""
    return Goto(ways.home() if back is None else back, T("Xã chưa mở kỳ đánh giá năm {year}.", year=turn.year))
