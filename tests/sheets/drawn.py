"""Sheets as they come from a phone: printed, filled by hand, photographed. Made here from a seed, nothing stored."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np

from bot.readers.village_papers import asked_of
from criteria.model import CITIZEN
from criteria.parse import default, load
from criteria.sheet_code import BOX, HEIGHT, Layout
from criteria.sheet_number import sheet_number
from handlers.shared.title_form import title_form
from reports.paper_form import form_picture, layout_of
from sheets.page import Floats, Grey
from sheets.result import Choices
from tests.reports.papers import WORDS, sheet

PPI = 180
DOTS = PPI / 25.4  # of the printed page in a millimetre

Truth = dict[int, tuple[int, ...]]  # of each question what its person meant; empty: nothing


@dataclass(slots=True)
class Filled:
    """A sheet filled by hand: its picture, and what was meant."""

    image: Grey
    truth: Truth
    odd: set[int] = field(default_factory=set)  # questions drawn so that they may be asked


@cache
def layout(title: str = CITIZEN) -> Layout:
    return layout_of(asked_of(load(default(title))), WORDS)


@cache
def choices(title: str = CITIZEN) -> tuple[Choices, ...]:
    return tuple(
        Choices(
            len(question.options),
            question.alone is not None or question.kind == "choices",
            None if question.alone is None else [each.value for each in question.options].index(question.alone),
        )
        for question in title_form(load(default(title)), {}).questions
    )


@cache
def printed(title: str = CITIZEN, person: int = 15, **changes: object) -> Grey:
    """The page as a printer prints it."""
    said = {"number": sheet_number(person), "name": "Trần Văn Bảy", "birth_year": 1940, **changes}
    picture = form_picture(sheet(title, **said), WORDS, ppi=PPI)
    return np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


# By hand


class Hand:
    """Somebody with a pen: what they draw differs each time."""

    def __init__(self, dice: random.Random, *, pencil: bool = False) -> None:
        self.dice = dice
        self.colour = (dice.randint(95, 135) if pencil else dice.randint(30, 75),)
        self.width = dice.uniform(0.45, 0.85)

    def tick(self, image: Grey, x: float, y: float) -> None:
        dice = self.dice
        dip = (x + dice.uniform(1.8, 2.8), y + dice.uniform(4.2, 5.2))
        self._line(image, (x + dice.uniform(0.8, 1.5), y + dice.uniform(2.2, 3.4)), dip)
        self._line(image, dip, (x + dice.uniform(4.6, 6.6), y + dice.uniform(-0.6, 1.4)))

    def cross(self, image: Grey, x: float, y: float) -> None:
        def near(value: float) -> float:
            return value + self.dice.uniform(-0.4, 0.6)

        self._line(image, (x + near(0.9), y + near(0.9)), (x + near(4.7), y + near(4.7)))
        self._line(image, (x + near(4.7), y + near(0.9)), (x + near(0.9), y + near(4.7)))

    def dot(self, image: Grey, x: float, y: float) -> None:
        middle = (x + BOX / 2 + self.dice.uniform(-0.6, 0.6), y + BOX / 2 + self.dice.uniform(-0.6, 0.6))
        reach = self.dice.uniform(0.4, 0.7)
        for _ in range(6):
            self._line(image, self._by(middle, reach), self._by(middle, reach))

    def stroke(self, image: Grey, x: float, y: float) -> None:
        self._line(image, (x + 1.0, y + self.dice.uniform(3.6, 4.8)), (x + 4.6, y + self.dice.uniform(0.8, 1.8)))

    def fill(self, image: Grey, x: float, y: float) -> None:
        for i in range(14):
            level = y + 0.4 + i * 0.37
            self._line(image, (x + self.dice.uniform(0.0, 0.6), level), (x + self.dice.uniform(5.0, 5.9), level - 0.3))

    def strike(self, image: Grey, x: float, y: float) -> None:
        """A line or two through what stands there, beyond the box."""
        for _ in range(self.dice.randint(1, 3)):
            start = (x - self.dice.uniform(1.5, 3.0), y + self.dice.uniform(1.5, 4.5))
            self._line(image, start, (x + BOX + self.dice.uniform(1.5, 3.0), y + self.dice.uniform(1.0, 4.5)))

    def any(self) -> Callable[[Grey, float, float], None]:
        return self.dice.choice([self.tick, self.tick, self.cross, self.cross, self.cross, self.stroke, self.dot])

    @staticmethod
    def _by(point: tuple[float, float], reach: float) -> tuple[float, float]:
        return point[0] + random.uniform(-reach, reach), point[1] + random.uniform(-reach, reach)

    def _line(self, image: Grey, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A line as a hand draws it: a little bent, a little uneven."""
        dice = self.dice
        bend = (dice.uniform(-0.3, 0.3), dice.uniform(-0.3, 0.3))
        middle = ((start[0] + end[0]) / 2 + bend[0], (start[1] + end[1]) / 2 + bend[1])
        for a, b in ((start, middle), (middle, end)):
            thick = max(1, round(self.width * dice.uniform(0.85, 1.15) * DOTS))
            ends = [(round(px * DOTS), round(py * DOTS)) for px, py in (a, b)]
            cv2.line(image, ends[0], ends[1], self.colour, thick, cv2.LINE_AA)


def filled(seed: int, *, odd: str = "", title: str = CITIZEN) -> Filled:
    """A sheet filled by hand. ``odd``: what went wrong in some questions; nothing on a clean one."""
    dice = random.Random(seed)
    random.seed(seed)
    found = Filled(printed(title).copy(), {})
    hand = Hand(dice, pencil=odd == "pencil")
    places = {(box.question, box.answer): (box.x, box.y) for page in layout(title).pages for box in page}
    mark = hand.any()
    for question, asked in enumerate(choices(title)):
        meant: tuple[int, ...] = (dice.randrange(asked.count),)
        if asked.several and meant[0] != asked.alone and dice.random() < 0.6:
            others = [i for i in range(asked.count) if i != asked.alone]
            meant = tuple(sorted(dice.sample(others, dice.randint(1, len(others)))))
        found.truth[question] = meant
        if odd in ODD and dice.random() < 0.45:
            found.odd.add(question)
            ODD[odd](found, hand, places, question, asked)
            continue
        for answer in meant:
            mark(found.image, *places[question, answer])
    return found


Places = dict[tuple[int, int], tuple[float, float]]


def _crossed_out(found: Filled, hand: Hand, places: Places, question: int, asked: Choices) -> None:
    """Ticked, filled or struck through; then another one, or none."""
    first = hand.dice.randrange(asked.count)
    hand.any()(found.image, *places[question, first])
    hand.dice.choice([hand.fill, hand.strike])(found.image, *places[question, first])
    rest = [i for i in range(asked.count) if i != first]
    meant = (hand.dice.choice(rest),) if hand.dice.random() < 0.7 else ()
    for answer in meant:
        hand.any()(found.image, *places[question, answer])
    found.truth[question] = meant


def _two_ticks(found: Filled, hand: Hand, places: Places, question: int, asked: Choices) -> None:
    """Two of one question; nobody can say which was meant."""
    chosen = hand.dice.sample(range(asked.count), 2)
    for answer in chosen:
        hand.any()(found.image, *places[question, answer])
    fine = asked.several and asked.alone not in chosen
    found.truth[question] = tuple(sorted(chosen)) if fine else (-1,)


def _beside(found: Filled, hand: Hand, places: Places, question: int, asked: Choices) -> None:
    """A mark left, right, above or below a box, as old eyes draw it."""
    (answer, *_) = found.truth[question]
    found.truth[question] = (answer,)
    x, y = places[question, answer]
    away, near = hand.dice.uniform(5.5, 8.0), hand.dice.uniform(2.6, 4.0)  # lower it would stand in the next row's box
    dx, dy = hand.dice.choice([(-away, 0.0), (away, 0.0), (0.0, -near), (0.0, near), (away, near)])
    hand.any()(found.image, x + dx, y + dy)


def _left_out(found: Filled, hand: Hand, places: Places, question: int, asked: Choices) -> None:
    """Nothing."""
    found.truth[question] = ()


ODD = {"crossed": _crossed_out, "two": _two_ticks, "beside": _beside, "blank": _left_out}


# By phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How a photo is taken; all lengths are parts of the page's height."""

    slant: float = 0.0
    turn: float = 0.0  # degrees
    blur: float = 0.0  # pixels
    shake: float = 0.0  # pixels
    noise: float = 0.0
    shadow: float = 0.0  # how much darker the shaded part is, from 0 to 1
    dim: float = 0.0
    quality: int = 88
    longest: int = 1600
    fold: float = 0.0
    thumb: bool = False
    curl: float = 0.0


def photo(page: Grey, shot: Shot, seed: int) -> bytes:
    """The photo of a page as a JPEG; without its colours, which nobody reads."""
    dice = np.random.default_rng(seed)
    image = _on_a_table(_folded(page, shot, dice), shot, dice)
    if shot.thumb:
        _cover(image, dice)
    seen = cv2.multiply(image, _light(image.shape, shot, dice), scale=1 / 255)
    if shot.blur:
        seen = cv2.GaussianBlur(seen, (0, 0), shot.blur)
    if shot.shake:
        seen = cv2.filter2D(seen, -1, _streak(shot.shake, float(dice.uniform(0, 180))))
    if shot.noise:
        grain = np.zeros(image.shape, np.int8)
        cv2.setRNGSeed(seed)
        cv2.randn(grain, np.zeros(1), np.full(1, shot.noise))
        seen = cv2.add(seen, grain, dtype=cv2.CV_8U)
    written, encoded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, shot.quality])
    assert written
    return encoded.tobytes()


def _folded(page: Grey, shot: Shot, dice: np.random.Generator) -> Grey:
    """Folded across and flattened again, or curled: lines bend, the crease is darker."""
    crease = float(dice.uniform(0.35, 0.65))
    if not shot.fold and not shot.curl:
        return page
    high, wide = page.shape
    rows, columns = np.arange(high, dtype=np.float32), np.arange(wide, dtype=np.float32)
    tent = np.maximum(0.0, 1.0 - np.abs(rows / high - crease) / 0.45) * shot.fold * high
    wave = np.sin(columns / wide * np.pi) * shot.curl * high
    down = ((rows + tent)[:, None] - wave[None, :]).astype(np.float32)
    across = np.broadcast_to(columns, page.shape)
    bent = cv2.remap(page, np.ascontiguousarray(across), down, cv2.INTER_LINEAR, borderValue=(255,))
    if shot.fold:
        line = np.exp(-(((rows / high - crease) * high / DOTS + shot.fold * HEIGHT) ** 2) * 4) * 0.25
        shade = (255 * (1 - line - np.where(rows / high > crease, 0.0, 0.1))).astype(np.uint8)
        bent = cv2.multiply(bent, np.repeat(shade[:, None], wide, axis=1), scale=1 / 255)
    return np.asarray(bent, np.uint8)


def _on_a_table(page: Grey, shot: Shot, dice: np.random.Generator) -> Grey:
    """The page on a table, seen from somewhere."""
    high, wide = page.shape
    size = (round(shot.longest * 0.75), shot.longest)
    part = min(size[0] / wide, size[1] / high) * (0.86 if shot.slant or shot.turn else 0.93)
    reach = shot.slant * high * part
    angle = np.deg2rad(shot.turn)
    spread = 1 / (abs(np.cos(angle)) + abs(np.sin(angle)) * 0.3) if abs(shot.turn) < 30 else 0.74
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], np.float64) / 2 * part * spread
    turned = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    moved = turned + dice.uniform(-reach, reach, (4, 2)) + np.array(size) / 2
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    there = cv2.getPerspectiveTransform(source, moved.astype(np.float32))
    table = dice.integers(60, 150, (size[1] // 24, size[0] // 24), np.uint8)
    seen = np.asarray(cv2.resize(table, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    smaller = cv2.GaussianBlur(page, (0, 0), max(0.01, 0.4 / part)) if part < 1 else page
    cv2.warpPerspective(smaller, there, size, seen, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return seen


def _cover(image: Grey, dice: np.random.Generator) -> None:
    """A thumb on the page, away from its corners."""
    high, wide = image.shape
    middle = (int(wide * dice.uniform(0.15, 0.85)), int(high * dice.uniform(0.3, 0.75)))
    axes = (int(wide * dice.uniform(0.05, 0.09)), int(high * dice.uniform(0.06, 0.11)))
    skin = float(dice.uniform(130, 190))
    cv2.ellipse(image, middle, axes, float(dice.uniform(0, 180)), 0, 360, (skin,), -1, cv2.LINE_AA)


def _light(shape: tuple[int, ...], shot: Shot, dice: np.random.Generator) -> Grey:
    """The light on a photo: from one side, with the shadow of a head or a phone."""
    high, wide = shape
    angle = float(dice.uniform(0, 2 * np.pi))
    rows, columns = np.linspace(-0.5, 0.5, high // 4)[:, None], np.linspace(-0.5, 0.5, wide // 4)[None, :]
    across = columns * np.cos(angle) + rows * np.sin(angle)
    light = 0.95 - shot.dim * (across + 0.5) * 0.6
    edge, begins = float(dice.uniform(0.004, 0.08)), float(dice.uniform(-0.25, 0.25))
    light *= 1.0 - shot.shadow / (1.0 + np.exp(-np.clip((across - begins) / edge, -50, 50)))
    return np.asarray(cv2.resize((light * 255).astype(np.uint8), (wide, high)), np.uint8)


def _streak(length: float, angle: float) -> Floats:
    size = int(length) * 2 + 1
    kernel = np.zeros((size, size), np.float32)
    kernel[size // 2] = 1
    spun = cv2.getRotationMatrix2D((size / 2 - 0.5, size / 2 - 0.5), angle, length / size)
    turned = cv2.warpAffine(kernel, spun, (size, size))
    return np.asarray(turned / max(float(turned.sum()), 1e-6), np.float32)


def a_shot(seed: int, *, hard: Sequence[str] = ()) -> Shot:
    """How somebody takes a photo of a sheet: never quite straight, with the light there is. ``hard``: what is worse."""
    dice = random.Random(seed * 7 + 1)
    return Shot(
        slant=dice.uniform(0, 0.03) + (0.05 if "slant" in hard else 0),
        turn=dice.uniform(-6, 6) + (dice.choice([90, 180, 270]) if dice.random() < 0.1 else 0),
        blur=dice.uniform(0.4, 1.0) + (0.9 if "blur" in hard else 0),
        shake=4.0 if "shake" in hard else 0.0,
        noise=dice.uniform(1, 5) + (8 if "noise" in hard else 0),
        shadow=dice.uniform(0, 0.35) if dice.random() < 0.5 else (0.6 if "shadow" in hard else 0.0),
        dim=dice.uniform(0, 0.4),
        quality=dice.choice([70, 80, 88, 92]) - (30 if "jpeg" in hard else 0),
        longest=dice.choice([1280, 1280, 1600, 2000]),
        fold=dice.uniform(0.004, 0.008) if "fold" in hard else 0.0,
        curl=dice.uniform(0, 0.002) + (0.004 if "curl" in hard else 0),
        thumb="thumb" in hard,
    )
