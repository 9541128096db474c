"""A village's progress as a picture for the chat: bars against the roster, a line where the target is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from locales.text import Moment, Number, Percent, T, Words
from reports.typesetting import png

PIXELS_AN_INCH = 230  # 12 cm become 1086 pixels: as wide as a telephone shows
BLUE, ORANGE, GREEN, DARK = "#56B4E9", "#E69F00", "#0072B2", "#004D40"  # told apart without colours, too: by lightness


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a village stands. ``roster`` 0: nobody knows how many there are, so no share is shown.

    ``recognised``: by a signed decision. ``means``: what registered means in the year, where that is not as it is now.
    ``on_roster``: of the registered, declared and confirmed, the people of the roster: only they are a share of it.
    """

    place: Words
    year: int
    as_of: datetime
    roster: int
    registered: int
    declared: int
    confirmed: int
    reached: int
    on_roster: tuple[int, int, int]
    target: float | None
    dates: Sequence[Words] = ()
    recognised: int = 0
    means: Words | None = None


def progress_picture(found: Progress, words: Callable[[Words], str]) -> bytes:
    """The PNG."""
    bars = (
        (T("Đăng ký"), found.registered, found.on_roster[0], BLUE),
        (T("Đã tự đánh giá"), found.declared, found.on_roster[1], ORANGE),
        (T("Đã xác nhận"), found.confirmed, found.on_roster[2], GREEN),
        (T("Đạt"), found.reached, found.reached, DARK),
    )
    whole = max(found.roster, *(n for _, n, _, _ in bars), 1)  # more may register than the roster knows
    return png(
        "progress_picture",
        {
            "place": words(found.place),
            "when": words(T("Năm {year}, đến {when}", year=found.year, when=Moment(found.as_of))),
            "whole": whole,
            "bars": [
                {
                    "name": words(name),
                    "n": n,
                    "shown": words(
                        T("{n} ({share})", n=Number(n), share=Percent(known / found.roster))
                        if found.roster
                        else T("{n}", n=Number(n))
                    ),
                    "color": color,
                    "target": _line(found) if color == DARK else None,
                }
                for name, n, known, color in bars
            ],
            "lines": [words(each) for each in _lines(found)],
        },
        ppi=PIXELS_AN_INCH,
    )


def _line(found: Progress) -> float | None:
    """How many people the target's line stands at; ``None`` where there is no line."""
    return None if found.target is None or not found.roster else min(found.target, 1) * found.roster


def _lines(found: Progress) -> list[Words]:
    roster: Words = T("Danh sách: {n} người.", n=Number(found.roster))
    if not found.roster:
        roster = T("Chưa có danh sách dân cư, nên chưa có tỉ lệ.")
    elif found.registered > found.on_roster[0]:
        roster = T("Danh sách: {n} người. Tỉ lệ chỉ tính người trong danh sách.", n=Number(found.roster))
    target: list[Words] = []
    if found.target is not None and _line(found) is not None:
        target.append(T("Vạch đen: chỉ tiêu của {commune_label} {share}.", share=Percent(found.target)))
    recognised = [T("Được công nhận: {n}.", n=Number(found.recognised))] if found.recognised else []
    means = [] if found.means is None else [found.means]
    return [roster, *recognised, *means, *target, *found.dates]
