"""Drawings as SVG, made on the server: bars against a mark, a line by week. Shapes and numbers say all, not colour.

They carry classes, no style of their own: the style sheet gives them the page's colours, in the dark and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 720
LABEL, NUMBER = 200, 96  # of a bar's row: its name before, its number behind
ROW, BAR = 34, 18
HEIGHT, LEFT, BELOW, ABOVE = 260, 56, 34, 14
TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, the share (0 to 1; ``None``: there is none), and what stands behind it."""

    name: str
    share: float | None
    said: str


def bars(rows: Sequence[Bar], *, mark: float | None, mark_said: str) -> str:
    """A bar a row, each with its number in words, and the target as a dashed line through all.

    Args:
        rows: the bars, from the top down.
        mark: the target as a share; ``None``: there is none.
        mark_said: what is written above it.
    """
    top = 22 if mark is not None else 4
    height = top + ROW * len(rows) + 6
    span = WIDTH - LABEL - NUMBER
    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" aria-hidden="true">']
    for index, row in enumerate(rows):
        y = top + ROW * index
        middle = y + BAR - 4
        parts.append(f'<text class="name" x="0" y="{middle}">{escape(_short(row.name))}</text>')
        parts.append(f'<rect class="whole" x="{LABEL}" y="{y}" width="{span}" height="{BAR}"/>')
        if row.share is not None:
            long = round(span * min(max(row.share, 0.0), 1.0), 1)
            parts.append(f'<rect class="part" x="{LABEL}" y="{y}" width="{long}" height="{BAR}"/>')
        parts.append(f'<text class="said" x="{WIDTH}" y="{middle}">{escape(row.said)}</text>')
    if mark is not None:
        x = round(LABEL + span * min(mark, 1.0), 1)
        parts.append(f'<line class="mark" x1="{x}" y1="{top - 6}" x2="{x}" y2="{height - 4}"/>')
        anchor = ' class="mark-said end"' if mark > 0.75 else ' class="mark-said"'
        parts.append(f'<text{anchor} x="{x}" y="{top - 10}">{escape(mark_said)}</text>')
    return "".join([*parts, "</svg>"])


def _short(name: str) -> str:
    return name if len(name) <= 26 else f"{name[:25]}…"


@dataclass(frozen=True, slots=True)
class Step:
    """A week: what it is called below the line, and how many there were by its end (``None``: it has not come)."""

    name: str
    n: int | None


def trend(steps: Sequence[Step], *, wanted: int | None, wanted_said: str) -> str:
    """How a number grew week by week, up to the last day; a dashed line where it is to arrive.

    Args:
        steps: the weeks in order, at least two.
        wanted: the number that is the target; ``None``: there is none.
        wanted_said: what is written at it.
    """
    most = max([wanted or 0, 1, *(each.n or 0 for each in steps)])
    across, up = WIDTH - LEFT - 24, HEIGHT - BELOW - ABOVE
    xs = [round(LEFT + across * i / max(len(steps) - 1, 1), 1) for i in range(len(steps))]

    def y(n: float) -> float:
        return round(ABOVE + up * (1 - n / most), 1)

    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">']
    for n in sorted({round(most * i / TICKS) for i in range(TICKS + 1)}):
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y(n)}" x2="{WIDTH - 12}" y2="{y(n)}"/>')
        parts.append(f'<text class="said" x="{LEFT - 8}" y="{y(n) + 5}">{n}</text>')
    if wanted is not None:
        parts.append(f'<line class="mark" x1="{LEFT}" y1="{y(wanted)}" x2="{WIDTH - 12}" y2="{y(wanted)}"/>')
        parts.append(f'<text class="mark-said" x="{LEFT + 6}" y="{y(wanted) + 18}">{escape(wanted_said)}</text>')
    known = [(x, each.n) for x, each in zip(xs, steps, strict=True) if each.n is not None]
    points = " ".join(f"{x},{y(n)}" for x, n in known)
    parts.append(f'<polyline class="line" points="{points}"/>')
    parts += [f'<circle class="dot" cx="{x}" cy="{y(n)}" r="4"/>' for x, n in known]
    every = max(1, -(-len(steps) // 8))
    for i, (x, each) in enumerate(zip(xs, steps, strict=True)):
        is_last = i == len(steps) - 1
        if is_last or (i % every == 0 and len(steps) - 1 - i >= every):
            parts.append(f'<text class="week" x="{x}" y="{HEIGHT - 10}">{escape(each.name)}</text>')
    return "".join([*parts, "</svg>"])
