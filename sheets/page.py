"""The page in a photo: its four marks are found, it is straightened, its machine code is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from criteria import sheet_code
from criteria.sheet_code import SheetCode, read_code
from sheets.result import Trouble

Grey: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

SCALE = 6  # pixels a millimetre of the straightened page
LONGEST = 2000  # pixels of a photo's longer side: more shows no more
LEAST_CONTRAST = 25.0  # of a photo that shows nothing: black, white, out of focus altogether
MODULES = 21 + 4 * (sheet_code.CODE_VERSION - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page of ours, straightened: ``image`` has :data:`SCALE` pixels a millimetre."""

    code: SheetCode
    image: Grey


def find(content: bytes) -> Page | Trouble:
    """The page that a photo (JPEG, PNG, WEBP) shows, or why there is none to be read."""
    photo = _decoded(content)
    if photo is None:
        return Trouble.NO_SHEET
    corners = _marks(photo)
    if isinstance(corners, Trouble):
        return corners
    there = _homography(corners)
    text = _code(photo, there)
    if text is None:
        return Trouble.CODE
    code = read_code(text)
    if code is None:
        return Trouble.STRANGE
    return Page(code, _straight(photo, there, (0.0, 0.0), (sheet_code.WIDTH, sheet_code.HEIGHT), SCALE))


def _homography(corners: Floats) -> NDArray[np.float64]:
    """From millimetres of the page to pixels of the photo."""
    return np.asarray(cv2.findHomography(_printed(1.0), corners)[0], np.float64)


def _decoded(content: bytes) -> Grey | None:
    found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    if found is None:
        return None
    longest = max(found.shape)
    if longest > LONGEST:
        found = cv2.resize(found, None, fx=LONGEST / longest, fy=LONGEST / longest, interpolation=cv2.INTER_AREA)
    return np.asarray(found, np.uint8)


# The marks


def _printed(scale: float) -> Floats:
    """The sixteen corners of the marks as they are printed."""
    side = sheet_code.MARK
    corners = [
        (x + dx, y + dy) for x, y in sheet_code.MARKS_AT for dx, dy in ((0, 0), (side, 0), (side, side), (0, side))
    ]
    return np.array(corners, np.float32) * scale


def _detector() -> cv2.aruco.ArucoDetector:
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    ours = cv2.aruco.Dictionary(known.bytesList[:4], known.markerSize, 1)
    how = cv2.aruco.DetectorParameters()
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    how.cornerRefinementWinSize = 3
    how.adaptiveThreshWinSizeMax = 43
    how.minMarkerPerimeterRate = 0.02
    return cv2.aruco.ArucoDetector(ours, how)


def _marks(photo: Grey) -> Floats | Trouble:
    """The corners of the four marks in the photo, in the order of :func:`_printed`."""
    detector = _detector()
    found: dict[int, Floats] = {}
    for seen, scale in _looks(photo):
        quads, ids, _ = detector.detectMarkers(seen)
        numbers = [] if ids is None else [int(each) for each in np.asarray(ids).ravel()]
        if len(numbers) != len(set(numbers)):
            return Trouble.SEVERAL
        for number, quad in zip(numbers, quads, strict=True):
            found.setdefault(number, np.asarray(quad, np.float32).reshape(4, 2) / scale)
        if len(found) == len(sheet_code.MARKS):
            return np.concatenate([found[number] for number in sorted(found)])
    if found:
        return Trouble.BLURRED if _is_blurred(photo) and len(found) < 2 else Trouble.CORNER
    return Trouble.BLURRED if _is_blurred(photo) else Trouble.NO_SHEET


def _looks(photo: Grey) -> Iterator[tuple[Grey, float]]:
    """The photo as it is, then made clearer, each with how much larger it is."""
    yield photo, 1.0
    even = cv2.createCLAHE(3.0, (8, 8)).apply(photo)
    yield np.asarray(even, np.uint8), 1.0
    larger = cv2.resize(photo, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    yield _sharper(np.asarray(larger, np.uint8)), 1.5


def _sharper(image: Grey) -> Grey:
    soft = cv2.GaussianBlur(image, (0, 0), 2.0)
    return np.asarray(cv2.addWeighted(image, 2.2, soft, -1.2, 0), np.uint8)


def _is_blurred(photo: Grey) -> bool:
    return float(cv2.Laplacian(cv2.resize(photo, (800, 800)), cv2.CV_32F).var()) < LEAST_CONTRAST


# The code


def _straight(
    photo: Grey, there: NDArray[np.float64], at: tuple[float, float], size: tuple[float, float], scale: float
) -> Grey:
    """A part of the page, straightened: ``at`` and ``size`` in millimetres, ``scale`` in pixels a millimetre."""
    back = np.array([[1 / scale, 0, at[0]], [0, 1 / scale, at[1]], [0, 0, 1]])
    wide, high = round(size[0] * scale), round(size[1] * scale)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(photo, there @ back, (wide, high), flags=flags, borderValue=255), np.uint8)


def _code(photo: Grey, there: NDArray[np.float64]) -> str | None:
    """What the machine code says, read where it must be; ``None`` if it cannot be."""
    around = 3.0
    at = (sheet_code.CODE_AT[0] - around, sheet_code.CODE_AT[1] - around)
    side = sheet_code.CODE + 2 * around
    step = sheet_code.CODE / MODULES
    scale = 8 / step
    part = _straight(photo, there, at, (side, side), scale)
    reader = cv2.QRCodeDetector()
    for image in (part, _sharper(part), _drawn_anew(part, around / step)):
        try:
            text, _, _ = reader.detectAndDecode(image)
        except cv2.error:  # it finds a code and fails at its geometry
            continue
        if text:
            return str(text)
    return None


def _drawn_anew(part: Grey, around: float) -> Grey:
    """The code of a picture with eight pixels a module, module by module, where it fits its three corners best."""
    light = cv2.GaussianBlur(part, (0, 0), 2.0).astype(np.float32)
    best, picked = -np.inf, np.zeros((MODULES, MODULES), np.float32)
    wanted = _corners_of_code()
    steps = np.arange(MODULES) * 8 + 4
    for dy in range(-8, 9, 2):
        for dx in range(-8, 9, 2):
            rows = np.clip(np.round(around * 8 + steps + dy), 0, part.shape[0] - 1).astype(int)
            columns = np.clip(np.round(around * 8 + steps + dx), 0, part.shape[1] - 1).astype(int)
            there = light[np.ix_(rows, columns)]
            fit = -float((there * wanted).sum())
            if fit > best:
                best, picked = fit, there
    even = cv2.blur(picked, (9, 9))
    middle = (float(picked.min()) + float(picked.max())) / 2
    dark = picked < (even * 0.4 + middle * 0.6)
    blank = np.full((MODULES + 8, MODULES + 8), 255, np.uint8)
    blank[4:-4, 4:-4] = np.where(dark, 0, 255)
    return np.asarray(np.kron(blank, np.ones((8, 8), np.uint8)), np.uint8)


def _corners_of_code() -> Floats:
    """1 where the three corners of a code are dark, -1 where they are light, 0 elsewhere."""
    corner = np.ones((7, 7), np.float32)
    corner[1:6, 1:6] = -1
    corner[2:5, 2:5] = 1
    wanted = np.zeros((MODULES, MODULES), np.float32)
    wanted[:7, :7] = wanted[:7, -7:] = wanted[-7:, :7] = corner
    return wanted
