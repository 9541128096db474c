"""What a machine reads of a printed sheet: its code, the marks in its corners, and where the boxes stand. Pure.

The template that prints a sheet and the program that reads its photo are both told from here, so they cannot differ.
Lengths are millimetres on A4, from the upper left corner.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 210.0, 297.0
BOX = 5.6  # the side of a box to tick
CLEAR = 1.6  # around each box nothing is printed so near
MARK = 9.0  # the side of a mark
EDGE = 7.0  # from a mark to the edge of the paper: nearer than 5 many printers print nothing
CODE = 20.0  # the side of the machine code
CODE_AT = (168.0, 7.0)
CODE_VERSION = 2  # 25 by 25: the largest that is still read from a photo of 1280 pixels

# Black is 1. They are the first four of OpenCV's DICT_4X4_50: upper left, upper right, lower right, lower left.
MARKS = (
    ("111111", "101001", "110101", "111001", "111011", "111111"),
    ("111111", "111111", "100001", "101101", "101011", "111111"),
    ("111111", "111001", "111001", "111011", "100101", "111111"),
    ("111111", "101101", "101101", "110111", "110011", "111111"),
)
MARKS_AT = (
    (EDGE, EDGE),
    (WIDTH - EDGE - MARK, EDGE),
    (WIDTH - EDGE - MARK, HEIGHT - EDGE - MARK),
    (EDGE, HEIGHT - EDGE - MARK),
)

_CODE = re.compile(r"HT1/([A-Z]{3})/([0-9A-Z]{5})/(\d{4})/([0-9A-Z]{3})/(\d)/(\d{0,12})")
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick: the ``answer``-th of the ``question``-th question, both from 0; its upper left corner."""

    question: int
    answer: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the boxes of a form stand, page by page. ``size``: of its letters, in points."""

    pages: tuple[tuple[Box, ...], ...]
    size: float

    @property
    def edition(self) -> str:
        """Five signs for exactly these places: what was printed when they were others has another."""
        places = [[(box.question, box.answer, round(box.x, 1), round(box.y, 1)) for box in page] for page in self.pages]
        return _signs(repr(places), 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCode:
    """What the machine code of a page says.

    Attributes:
        form: the form's code, as it is typed (:func:`handlers.shared.whole_form.form_code`).
        edition: of the layout (:attr:`Layout.edition`).
        year: the year of the sheet.
        home: whose sheet numbers these are (:func:`home_of`): another commune counts from 1, too.
        page: from 1.
        number: of the sheet; empty on a blank one.
    """

    form: str
    edition: str
    year: int
    home: str
    page: int
    number: str

    def text(self) -> str:
        """As the code holds it: at most 38 signs of those that a code holds most of."""
        return f"HT1/{self.form}/{self.edition}/{self.year}/{self.home}/{self.page}/{self.number}"


def read_code(text: str) -> SheetCode | None:
    """The inverse of :meth:`SheetCode.text`; ``None``: the code is of something else."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    form, edition, year, home, page, number = found.groups()
    return SheetCode(form=form, edition=edition, year=int(year), home=home, page=int(page), number=number)


def home_of(names: Sequence[str]) -> str:
    """Three signs for a commune, of its full name and its province's: told apart from 32,767 of 32,768 others."""
    return _signs("\n".join(names), 3)


def _signs(said: str, count: int) -> str:
    digest = hashlib.sha256(said.encode()).digest()
    return "".join(_SIGNS[byte % 32] for byte in digest[:count])
