"""A form that a superior office sends to be filled (XLSX): which cells are blank, and what stands beside each.

A blank is an empty or dotted cell that is framed or stands behind "…:", with words to its left or above. Blanks of one
column whose rows are the commune's villages, or its total, are one group: they are given one figure, by village.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import orjson

from criteria.names import fold
from intake.limits import MOST_BYTES, MOST_PARTS, FileError
from intake.listed import CommuneNames, ListedPlace
from intake.villages import Villages
from locales.text import T

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_SIZE = 3_000_000  # bytes of a form: it is a page or a few, no list
MOST_ROWS, MOST_COLUMNS, MOST_BLANKS = 1_000, 60, 600
LONGEST = 120  # of a label, in letters
_DOTS = re.compile(r"[\s.…_]*")
_NUMBER = re.compile(r"[\s\d.,()%IVXivx/-]*")
_TOTAL = re.compile(r"(tong( cong| so)?|cong|toan (xa|phuong|commune))( .{0,20})?")

# What openpyxl says of a broken file: whatever its parts lead it to.
BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile)
NOT_A_FORM = T("Chỉ điền được tệp Excel (.xlsx). {You} mở mẫu bằng Excel, lưu thành .xlsx rồi gửi lại.")
TOO_LARGE = T("Tệp lớn quá, không phải một mẫu để điền. {You} bỏ các trang thừa rồi gửi lại.")
NO_BLANKS = T("Không thấy ô trống nào có tên hàng hoặc tên cột bên cạnh để điền.")


@dataclass(frozen=True, slots=True)
class Blank:
    """One cell. ``place_id``: the village it is about, 0: none; ``is_total``: the commune's total instead."""

    sheet: str
    cell: str
    row_label: str
    place_id: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class BlankGroup:
    """Blanks that take one figure. ``by_place``: each its village's, or the total."""

    label: str
    blanks: tuple[Blank, ...]
    by_place: bool

    def to_data(self) -> dict[str, Any]:
        """As JSON data."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> BlankGroup:
        """The inverse of :meth:`to_data`."""
        return cls(data["label"], tuple(Blank(**each) for each in data["blanks"]), data["by_place"])


def shape_of(groups: Iterable[BlankGroup]) -> str:
    """A fingerprint: the same blanks under the same labels are the same form, whatever the file is called."""
    told = [[each.label, each.by_place, [[b.sheet, b.cell] for b in each.blanks]] for each in groups]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()


def find_blanks(content: bytes, places: Sequence[ListedPlace]) -> tuple[BlankGroup, ...]:
    """The blanks of a form, in reading order.

    Raises:
        FileError: it is no XLSX, broken, too large, or has no blank with a label.
    """
    _hold(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        villages = Villages(places, CommuneNames(), (), {})
        found = [group for sheet in sheets for group in _Reader(sheet, villages).groups()]
    except BROKEN as error:
        raise FileError(NOT_A_FORM) from RuntimeError(type(error).__name__)
    if not found:
        raise FileError(NO_BLANKS)
    return tuple(found)


def _hold(content: bytes) -> None:
    """Refuse what is no XLSX, and what would fill the memory."""
    if len(content) > MOST_SIZE:
        raise FileError(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in packed.namelist() or "xl/vbaProject.bin" in packed.namelist():
                raise FileError(NOT_A_FORM)
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_BYTES // 10:
                raise FileError(TOO_LARGE)
    except zipfile.BadZipFile:
        raise FileError(NOT_A_FORM) from None


class _Reader:
    """One sheet."""

    def __init__(self, sheet: Worksheet, villages: Villages) -> None:
        self._sheet, self._villages = sheet, villages
        self._rows, self._columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column + 1, MOST_COLUMNS)
        self._texts: dict[tuple[int, int], str] = {}
        self._covered: set[tuple[int, int]] = set()  # by a merged cell that begins elsewhere
        for row in sheet.iter_rows(max_row=self._rows, max_col=self._columns):
            for cell in row:
                if cell.value is not None and _DOTS.fullmatch(str(cell.value)) is None:
                    self._texts[cell.row, cell.column] = " ".join(str(cell.value).split())[:LONGEST]
        for area in sheet.merged_cells.ranges:
            said = self._texts.get((area.min_row, area.min_col))
            for at in [(r, c) for r, c in area.cells if r <= self._rows and c <= self._columns]:
                if at != (area.min_row, area.min_col):
                    self._covered.add(at)
                    if said is not None:
                        self._texts[at] = said

    def groups(self) -> list[BlankGroup]:
        """The sheet's groups: by village where its rows are villages, else each cell by itself."""
        by_column: dict[tuple[int, str], list[Blank]] = {}
        order: list[tuple[str, tuple[int, str] | Blank]] = []
        n = 0
        for row in range(1, self._rows + 1):
            for column in range(1, self._columns + 1):
                if n >= MOST_BLANKS or not self._is_blank(row, column):
                    continue
                n += 1
                left, above = self._left(row, column), self._above(row, column)
                blank = self._blank(row, column, left)
                if (blank.place_id or blank.is_total) and above:
                    if (column, above) not in by_column:
                        order.append((above, (column, above)))
                    by_column.setdefault((column, above), []).append(blank)
                else:
                    order.append((" – ".join(each for each in (left, above) if each), blank))
        name = self._sheet.title
        return [
            BlankGroup(f"{name}: {label}"[:LONGEST], (what,), by_place=False)
            if isinstance(what, Blank)
            else BlankGroup(f"{name}: {label}"[:LONGEST], tuple(by_column[what]), by_place=True)
            for label, what in order
        ]

    def _is_blank(self, row: int, column: int) -> bool:
        """Empty, not under another cell, framed or behind "…:", with words to its left or above."""
        at = (row, column)
        if at in self._texts or at in self._covered:
            return False
        left = self._texts.get((row, column - 1), "")
        if left.endswith(":"):
            return True
        border = self._sheet.cell(row, column).border
        framed = any(side is not None and side.style for side in (border.left, border.right, border.top, border.bottom))
        return framed and bool(self._left(row, column) and self._above(row, column))

    def _blank(self, row: int, column: int, left: str) -> Blank:
        cell = self._sheet.cell(row, column).coordinate
        if _TOTAL.fullmatch(fold(left)):
            return Blank(self._sheet.title, cell, left, is_total=True)
        place = self._villages.find(left)[1].place if left else None
        return Blank(self._sheet.title, cell, left, 0 if place is None else place.id)

    def _left(self, row: int, column: int) -> str:
        """The first words of the row, which name it; numbers are none."""
        for at in range(1, column):
            said = self._texts.get((row, at), "")
            if said and _NUMBER.fullmatch(said) is None:
                return said.rstrip(" :")
        return ""

    def _above(self, row: int, column: int) -> str:
        """The heading above: the nearest words, with those of merged cells over them."""
        found: list[str] = []
        for at in range(row - 1, 0, -1):
            said = self._texts.get((at, column), "")
            is_word = bool(said) and _NUMBER.fullmatch(said) is None and not said.startswith("=")
            if is_word and said not in found:
                found.append(said)
            elif not said and found:
                break
        return " / ".join(reversed(found[:3]))
