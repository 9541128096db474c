"""The boxes of a straightened page: where each stands in truth, and what was drawn in it.

What is drawn is told from shadows by being thin: a pen's line is darker than the paper on both its sides. All is
measured against the page's own printed frames, so that blur, light and a poor camera weigh on both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from criteria.sheet_code import BOX, CLEAR, Box
from sheets.page import SCALE, Floats, Grey
from sheets.result import Mark, Seen

REACH = 3.2  # millimetres that a fold or a curl may have moved a box
APART = 1.1  # millimetres that a box may stand otherwise than its neighbours
THICK = 3.2  # millimetres: what is broader is no line
INSET = 0.85  # millimetres from the frame, inside: there it may be the frame's own blur
LEAST_FRAME = 0.16  # darkness of frames on a page that is sharp enough; of ink on paper it is 0.8
LEAST_SIDE = 0.42  # of a side of a frame, as a part of the page's frames
EMPTY, TICKED = 0.014, 0.05  # ink in a box: less is none, more is a tick (tests/sheets: 0.007 at most, 0.08 at least)
FILLED, NEARLY = 0.2, 0.27  # paper left between what is drawn in a box: less is no cross any more
BESIDE = 0.2  # ink in the clear strip at a side of an empty box; a letter above it makes up to 0.16
ASTRIDE = 0.24  # the same beside a ticked one, which a tick's tail leaves: more is a mark that sits on the frame
ACROSS = (0.09, 0.04)  # ink on both sides of a box, up and down, left and right: a line through it
SHARE = (0.3, 0.2)  # the same, as a part of the ink in the box: a fold is faint, and leaves half; a tick none
BROAD = 0.2  # darkness that is no line: a filled box, a finger
SOLID = 0.5  # darkness of a filled box
SPREAD = 1.2  # millimetres that a tick reaches at least, in one direction


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page as darkness: 0 is its paper, 1 is black; ``lines`` is what of it is thin."""

    dark: Floats
    lines: Floats


def look(image: Grey, boxes: Sequence[Box]) -> tuple[Seen, ...] | None:
    """What each box shows; ``None``: the page is too blurred to say."""
    sheet = _darkness(image)
    moved = [_moved(sheet.lines, box) for box in boxes]
    sides = [_sides(sheet.lines, box, shift) for box, shift in zip(boxes, moved, strict=True)]
    frame = float(np.median([np.mean(each) for each in sides])) if sides else 0.0
    if frame < LEAST_FRAME:
        return None
    return tuple(
        _seen(sheet, box, shift, frame, hidden=_is_hidden(box, shift, side, boxes, moved, frame))
        for box, shift, side in zip(boxes, moved, sides, strict=True)
    )


def _darkness(image: Grey) -> Sheet:
    """The page without its light: each place against the paper around it."""
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((19, 19), np.uint8))  # wider than a mark is
    paper = cv2.medianBlur(paper, 21)
    light = cv2.resize(paper, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    shares = image.astype(np.float32) / np.maximum(light.astype(np.float32), 24.0)
    even = np.minimum(shares, 1.0)
    reach = round(THICK * SCALE) | 1
    closed = cv2.morphologyEx(even, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    return Sheet(np.asarray(1.0 - even, np.float32), np.asarray(1.0 - even / np.maximum(closed, 0.05), np.float32))


# Where it stands


def _frame_pattern() -> Floats:
    """What a frame looks like: dark on its line, light on both sides of it; nothing is said of the rest."""
    side, edge = round(BOX * SCALE), round(0.9 * SCALE)
    pattern = np.zeros((side + 2 * edge + 1, side + 2 * edge + 1), np.float32)
    pattern[1:-1, 1:-1] = -1
    pattern[edge - 1 : -(edge - 1), edge - 1 : -(edge - 1)] = 2
    pattern[edge + 2 : -(edge + 2), edge + 2 : -(edge + 2)] = -1
    pattern[2 * edge - 1 : -(2 * edge - 1), 2 * edge - 1 : -(2 * edge - 1)] = 0
    return pattern / float(np.abs(pattern).sum())


def _moved(lines: Floats, box: Box) -> tuple[int, int]:
    """By how many pixels a box stands elsewhere than where it was printed."""
    reach, edge = round(REACH * SCALE), round(0.9 * SCALE)
    pattern = _frame_pattern()
    x, y = round(box.x * SCALE) - edge - reach, round(box.y * SCALE) - edge - reach
    part = _cut(lines, x, y, pattern.shape[1] + 2 * reach, pattern.shape[0] + 2 * reach)
    fits = cv2.matchTemplate(np.minimum(part, 0.6), pattern, cv2.TM_CCORR)
    near = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]).astype(np.float32) / reach
    _, _, _, (dx, dy) = cv2.minMaxLoc(fits - 0.01 * near)
    return dx - reach, dy - reach


def _cut(image: Floats, x: int, y: int, wide: int, high: int) -> Floats:
    """A part of an image; what lies beyond its edge is paper."""
    part = np.zeros((high, wide), np.float32)
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + high, image.shape[0]), min(x + wide, image.shape[1])
    if bottom > top and right > left:
        part[top - y : bottom - y, left - x : right - x] = image[top:bottom, left:right]
    return part


def _around(image: Floats, box: Box, shift: tuple[int, int], edge: int) -> Floats:
    """A box with so many pixels around it."""
    side = round(BOX * SCALE) + 2 * edge + 1
    return _cut(image, round(box.x * SCALE) + shift[0] - edge, round(box.y * SCALE) + shift[1] - edge, side, side)


def _sides(lines: Floats, box: Box, shift: tuple[int, int]) -> tuple[float, float, float, float]:
    """How dark the sides of a frame are: of each the darkest line along it."""
    edge, corner = 2, round(0.6 * SCALE)
    part = _around(lines, box, shift, edge)
    strip = 2 * edge + 1
    along = slice(corner, -corner)
    return (
        float(part[:strip, along].max(axis=0).mean()),
        float(part[-strip:, along].max(axis=0).mean()),
        float(part[along, :strip].max(axis=1).mean()),
        float(part[along, -strip:].max(axis=1).mean()),
    )


def _is_hidden(
    box: Box,
    shift: tuple[int, int],
    sides: tuple[float, float, float, float],
    boxes: Sequence[Box],
    moved: Sequence[tuple[int, int]],
    frame: float,
) -> bool:
    """Whether a box is covered, or what was found is not it: then it does not stand as its neighbours do."""
    by_distance = sorted(range(len(boxes)), key=lambda i: abs(boxes[i].y - box.y) + 0.3 * abs(boxes[i].x - box.x))
    near = np.array([moved[i] for i in by_distance[:9]])
    away = float(np.abs(np.median(near, axis=0) - np.array(shift)).max()) / SCALE
    return min(sides) / frame < LEAST_SIDE or away > APART


# What is in it


def _seen(sheet: Sheet, box: Box, shift: tuple[int, int], frame: float, *, hidden: bool) -> Seen:
    """What one box shows. What is neither clearly empty nor clearly ticked is asked."""
    inset = round(INSET * SCALE)
    lines, dark = (_around(each, box, shift, -inset) for each in (sheet.lines, sheet.dark))
    broad = float(np.maximum(dark - lines, 0.0).mean())
    if hidden:
        return Seen(Mark.CROSSED if float(dark.mean()) > SOLID else Mark.HIDDEN, 0.0)
    ink = _ink(lines, frame)
    amount, left = float(ink.mean()), float((dark < 0.4 * np.percentile(dark, 95)).mean())
    beside = _beside(sheet.lines, box, shift, frame)
    if broad > BROAD:
        return Seen(Mark.CROSSED if float(dark.mean()) > SOLID else Mark.FAINT, 0.0)
    if amount < EMPTY:
        return Seen(Mark.BESIDE, 0.0) if max(beside) > BESIDE else Seen(Mark.EMPTY, 1.0 - amount / TICKED)
    if amount > 2 * TICKED and (left < FILLED or _is_crossed(beside, amount)):
        return Seen(Mark.CROSSED, 0.0)
    is_tick = amount >= TICKED and left >= NEARLY and _reach(ink) >= SPREAD and _is_inside(ink)
    if not is_tick or _is_crossed(beside, amount) or max(beside) > ASTRIDE:
        return Seen(Mark.FAINT, 0.0)
    return Seen(Mark.TICKED, min(1.0, amount / TICKED / 2))


def _is_crossed(beside: tuple[float, float, float, float], amount: float) -> bool:
    """Whether a line goes through the box, a pen's or a fold's: there is ink on both sides of it, much or its share."""
    above, below, left, right = beside
    upright, level = min(above, below), min(left, right)
    return upright > min(ACROSS[0], SHARE[0] * amount) or level > min(ACROSS[1], SHARE[1] * amount)


def _ink(lines: Floats, frame: float) -> Floats:
    """How much each place is drawn on, from 0 to 1, measured by the page's frames."""
    return np.asarray(np.clip((lines / frame - 0.16) / 0.5, 0.0, 1.0), np.float32)


def _reach(ink: Floats) -> float:
    """Millimetres from one end to the other of what is drawn, along the longer axis."""
    rows, columns = np.nonzero(ink > 0.2)
    return 0.0 if rows.size == 0 else float(max(np.ptp(rows), np.ptp(columns))) / SCALE


def _is_inside(ink: Floats) -> bool:
    """Whether the middle of what is drawn lies well within the box: else it may belong to another one."""
    rows, columns = np.nonzero(ink > 0.2)
    middle = np.array([rows.mean(), columns.mean()]) / ink.shape[0]
    return bool((middle > 0.2).all() and (middle < 0.8).all())


def _beside(lines: Floats, box: Box, shift: tuple[int, int], frame: float) -> tuple[float, float, float, float]:
    """The ink in the clear strips outside the four sides of a box."""
    edge, near = round((CLEAR - 0.3) * SCALE), round(0.6 * SCALE)
    ink = _ink(_around(lines, box, shift, edge), frame)
    strip = edge - near
    return (
        float(ink[:strip].mean()),
        float(ink[-strip:].mean()),
        float(ink[:, :strip].mean()),
        float(ink[:, -strip:].mean()),
    )
