"""Workbooks: sheets as data in, an Excel file out, ready to print on A4 in the way of Vietnamese offices.

Rows are streamed: a sheet of any length takes the memory of one row. Numbers and dates are true
numbers and dates. A text is never read as a formula or a link, whatever it begins with. XlsxWriter
is imported when a workbook is made, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from functools import lru_cache
from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Generic

from locales.format import day_of, in_vietnam
from locales.text import Joined, Message, T, Verbatim, Words
from reports.clean_text import clean
from reports.column import NOT_YET, Cell, Column, Format, Row, kind_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
FONT = "Times New Roman"  # what Vietnamese offices write in
BODY, TITLE, SMALL = 12, 14, 10
LINE = 1.32  # the height of a line of text, in its font size
DIGIT_PIXELS, ROW_PIXELS, POINTS = 8, 21, 0.75  # of the body font: column widths are counted in its digits
CAPITAL = 1.2  # how much wider a word of capitals is
MARGIN = 2.5  # of a cell, in characters
LONGEST_SHEET_NAME, LONGEST_FOOTER, LONGEST_CELL = 31, 250, 32_000
SIDES, ENDS = (0.7, 0.5), (0.6, 0.7)  # margins in inches: left and right, top and bottom
SHORT, LONG = 8.27, 11.69  # of A4, in inches
SAFE = 0.96  # of a page that is planned with: programs differ a little in how high a row is
SHRINK = 0.85  # how much smaller a sheet may be printed so that its signature stands on one page with its table
BESIDE_SIGNATURE = 3  # rows of the table that go with the signature to its page, where there are more

# The locale in front asks for the Vietnamese signs (1.234 and 61,5 %). LibreOffice follows it, Excel
# follows the machine's region; either way one sheet never mixes dots of thousands with dots of decimals.
NUMBER_FORMATS = {
    Format.COUNT: "[$-42A]#,##0",
    Format.SHARE: "[$-42A]0.0%",
    Format.ORDINAL: "0",
    Format.YEAR: "0",
    Format.DAY: r"[$-42A]dd\/mm\/yyyy",
    Format.MOMENT: r"[$-42A]dd\/mm\/yyyy\ hh:mm",
}
RIGHT = frozenset({Format.COUNT, Format.SHARE})
LEFT = frozenset({Format.TEXT, Format.FACT})


class Orientation(Enum):
    """How the paper lies."""

    PORTRAIT = auto()
    LANDSCAPE = auto()


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign, under the table. ``above`` stands over the office (place and day), ``name`` below it."""

    office: Words
    hint: Words
    above: Words | None = None
    name: Words | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of the table's rows, drawn under it.

    Attributes:
        title: what it shows.
        label: the column that names a bar, counted from 0.
        values: the columns whose values are drawn, side by side.
        apart: on a page of its own behind the signature, where the table may be long.
    """

    title: Words
    label: int
    values: Sequence[int]
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[Row]):
    """One sheet: a heading, a table, what stands under it.

    Attributes:
        name: on the tab; cut after 31 characters.
        columns: the table's columns.
        rows: its rows, read once.
        organisation: who reports, top left.
        title: what it is, centred.
        subtitles: lines under the title, in italics.
        banner: a warning nobody can overlook.
        unit: what is counted, right above the table ("Đơn vị tính: người").
        total: a last row that stands out: the sum of the others.
        totals: several such rows, each a sum of some of the others.
        chart: drawn under the table.
        counted: makes a line under the table from the number of rows.
        notes: lines under the table, in italics.
        signatures: one or two places to sign.
        footer: stands left in the footer of every printed page, beside the page number.
        filtered: whether the header has filter buttons.
    """

    name: Words
    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    organisation: Words
    title: Words
    subtitles: Sequence[Words] = ()
    banner: Words | None = None
    unit: Words | None = None
    total: Row | None = None
    totals: Sequence[Row] = ()
    chart: Chart | None = None
    counted: Callable[[int], Words] | None = None
    notes: Sequence[Words] = ()
    signatures: Sequence[Signature] = ()
    footer: Words | None = None
    orientation: Orientation = Orientation.PORTRAIT
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself."""

    title: Words
    author: Words
    made_at: datetime


def workbook(
    sheets: Sequence[Sheet[Any]], words: Callable[[Words], str], properties: Properties | None = None
) -> bytes:
    """The Excel file of ``sheets``, with texts rendered by ``words``.

    With ``properties`` the same sheets give the same bytes; without, the file is stamped with the
    present time.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": BODY},
        "default_column_width": 9 * DIGIT_PIXELS,
        "default_row_height": ROW_PIXELS,
    }
    with Workbook(out, options) as book:
        if properties is not None:
            author = words(properties.author)
            book.set_properties(
                {
                    "title": words(properties.title),
                    "author": author,
                    "company": author,
                    "comments": words(T("Lập bằng phần mềm Học Tập")),
                    "created": properties.made_at.astimezone(UTC),
                }
            )
        styles = _Styles(book)
        for sheet in sheets:
            _Writer(book, book.add_worksheet(tab_name(words(sheet.name))), styles, sheet, words).write()
    return out.getvalue()


class _Styles:
    """The workbook's formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Style] = {}
        self._cells: dict[tuple[Format, Format, bool], Style] = {}

    def get(self, **properties: object) -> Style:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_family": 1, "font_scheme": "none", "font_size": BODY, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**base, **properties})
        return self._made[key]

    def cell(self, column: Format, kind: Format, *, bold: bool) -> Style:
        """The style of a cell of ``kind`` in a column of kind ``column``."""
        style = self._cells.get((column, kind, bold))
        if style is None:
            style = self._cells[column, kind, bold] = self._cell(column, kind, bold=bold)
        return style

    def _cell(self, column: Format, kind: Format, *, bold: bool) -> Style:
        align = "left" if column in LEFT else "right" if column in RIGHT else "center"
        properties: dict[str, object] = {"border": 1, "align": align, "bold": bold, "indent": int(align != "center")}
        if kind in NUMBER_FORMATS:
            properties["num_format"] = NUMBER_FORMATS[kind]
        else:
            properties |= {"text_wrap": True, "quote_prefix": True}
        if bold:
            properties["bg_color"] = "#F2F2F2"
        return self.get(**properties)


class _Writer(Generic[Row]):
    """Writes one sheet from top to bottom; a row is never touched again."""

    def __init__(
        self,
        book: Workbook,
        worksheet: Worksheet,
        styles: _Styles,
        sheet: Sheet[Row],
        words: Callable[[Words], str],
    ) -> None:
        self._book = book
        self._to = worksheet
        self._styles = styles
        self._sheet = sheet
        self._words = words
        self._width = sum(column.width for column in sheet.columns)
        self._last = len(sheet.columns) - 1
        self._row = 0
        self._heights: list[float] = []  # of the rows so far, in points

    def write(self) -> None:
        """Write the whole sheet."""
        sheet = self._sheet
        for i, column in enumerate(sheet.columns):
            self._to.set_column(i, i, column.width)
        self._heading()
        header = self._row
        self._header()
        count = 0
        for count, row in enumerate(sheet.rows, 1):
            self._cells(row, count)
        table = range(header + 1, self._row)
        if sheet.filtered:
            self._to.autofilter(header, 0, max(header, self._row - 1), self._last)
        if sheet.total is not None:
            self._cells(sheet.total, None, summed=table)
        for row in sheet.totals:
            self._cells(row, None)
        self._skip(6)
        if sheet.counted is not None:
            self._line(sheet.counted(count), bold=True)
        for note in sheet.notes:
            self._line(note, italic=True)
        if sheet.chart is not None and table and not sheet.chart.apart:
            self._chart(sheet.chart, table)
        self._signatures()
        signed = self._row
        if sheet.chart is not None and table and sheet.chart.apart:
            self._chart(sheet.chart, table)
        self._page(header, table, signed)

    def _high(self, points: float) -> None:
        """How high this row is; the next one is then another."""
        self._to.set_row(self._row, points)
        self._heights.append(points)

    def _heading(self) -> None:
        sheet = self._sheet
        self._high(ROW_PIXELS * POINTS)
        self._to.write_string(self._row, 0, self._text(sheet.organisation), self._styles.get(bold=True))
        self._row += 1
        self._line(sheet.title, size=TITLE, bold=True, align="center", space=1.3)
        for subtitle in sheet.subtitles:
            self._line(subtitle, italic=True, align="center")
        if sheet.banner is not None:
            self._line(sheet.banner, bold=True, align="center", space=1.2, border=1, bg_color="#FFF2CC",
                       font_color="#C00000")  # fmt: skip
        if sheet.unit is not None:
            self._line(sheet.unit, italic=True, align="right")
        else:
            self._skip(6)

    def _header(self) -> None:
        style = self._styles.get(bold=True, align="center", text_wrap=True, border=1, bg_color="#D9E2F3")
        titles = [self._text(column.title) for column in self._sheet.columns]
        most = max(
            _lines(title, column.width - 0.5, bold=True)
            for title, column in zip(titles, self._sheet.columns, strict=True)
        )
        self._high((most + 0.5) * BODY * LINE)
        for i, title in enumerate(titles):
            self._to.write_string(self._row, i, title, style)
        self._row += 1

    def _cells(self, row: Row, number: int | None, summed: range | None = None) -> None:
        """One row of the table; ``None`` for a total, which has no number. ``summed``: the rows it is the sum of."""
        bold = number is None
        cells = [
            number if column.format is Format.ORDINAL else self._plain(column.value(row), column.format)
            for column in self._sheet.columns
        ]
        most = max(
            _lines(cell, column.width - MARGIN, bold=bold) if isinstance(cell, str) else 1
            for cell, column in zip(cells, self._sheet.columns, strict=True)
        )
        self._high((most + 0.25) * BODY * LINE)
        for i, (cell, column) in enumerate(zip(cells, self._sheet.columns, strict=True)):
            kind = _kind(cell, column.format)
            style = self._styles.cell(column.format, kind, bold=bold)
            formula = self._formula(column, i, cell, summed)
            if formula is not None:
                self._to.write_formula(self._row, i, formula, style, cell)
                continue
            match cell:
                case None:
                    self._to.write_blank(self._row, i, None, style)
                case str():
                    self._to.write_string(self._row, i, cell, style)
                case date():
                    self._to.write_datetime(self._row, i, cell, style)
                case _:
                    self._to.write_number(self._row, i, cell, style)
        self._row += 1

    def _formula(self, column: Column[Row], i: int, cell: object, summed: range | None) -> str | None:
        """What computes a cell: a share from its two parts, a total from the rows above; ``None``: it is a value."""
        if column.ratio is None and not summed:
            return None
        from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

        if column.ratio is not None:
            part, whole = (xl_rowcol_to_cell(self._row, each) for each in column.ratio)
            unknown = self._text(NOT_YET).replace('"', '""')
            return f'=IF({whole}=0,"{unknown}",MIN(1,{part}/{whole}))'
        if summed and column.format is Format.COUNT and isinstance(cell, int):
            return f"=SUM({xl_range(summed[0], i, summed[-1], i)})"
        return None

    def _chart(self, chart: Chart, table: range) -> None:
        """Bars under the table, as wide as it is; each says its value, so that no colour need be told from another."""
        drawn = self._book.add_chart({"type": "bar"})
        font = {"name": FONT, "size": SMALL, "color": "#000000"}
        name = self._to.get_name()
        fills = ("#1F4E79", "#BDD7EE", "#7F7F7F")
        for fill, value in zip(fills, chart.values, strict=False):
            drawn.add_series(
                {
                    "name": self._text(self._sheet.columns[value].title),
                    "categories": [name, table[0], chart.label, table[-1], chart.label],
                    "values": [name, table[0], value, table[-1], value],
                    "data_labels": {"value": True, "font": font, "num_format": NUMBER_FORMATS[Format.SHARE]},
                    "fill": {"color": fill},
                    "border": {"color": "#000000"},
                    "gap": 60,
                }
            )
        title = self._text(chart.title)
        drawn.set_title({"name": title, "name_font": {**font, "size": BODY, "bold": True}})
        drawn.set_y_axis({"reverse": True, "num_font": font})  # the first row on top
        drawn.set_x_axis({"min": 0, "max": 1, "num_font": font, "num_format": "0%", "label_position": "low"})
        drawn.set_legend({"position": "bottom", "font": font})
        bars = len(table) * len(chart.values)
        most = (self._paper[1] / self._scale - self._heights[table[0] - 1]) / (ROW_PIXELS * POINTS) - 2
        rows = min(7 + ceil(bars * 1.15), floor(most))
        drawn.set_size({"width": round(self._pixels * SAFE), "height": rows * ROW_PIXELS - 10})
        self._skip(6)
        self._to.insert_chart(self._row, 0, drawn, {"x_offset": 6, "y_offset": 4, "description": title})
        for _ in range(rows):
            self._skip(int(ROW_PIXELS * POINTS))

    @property
    def _paper(self) -> tuple[float, float]:
        """How wide and high a page is within its margins, in points; rather less than more."""
        wide, high = (LONG, SHORT) if self._sheet.orientation is Orientation.LANDSCAPE else (SHORT, LONG)
        return (wide - sum(SIDES)) * 72 * SAFE, (high - sum(ENDS)) * 72 * SAFE

    @property
    def _scale(self) -> float:
        """How large the sheet is printed so that it is one page wide."""
        return min(1.0, self._paper[0] / (self._pixels * POINTS))

    @property
    def _pixels(self) -> int:
        """How wide the table is on the screen."""
        return sum(column.width * DIGIT_PIXELS + 5 for column in self._sheet.columns)

    def _plain(self, cell: Cell, kind: Format) -> str | int | float | date | None:
        """What is written into a cell of a column of this kind."""
        match cell:
            case Message() | Verbatim() | Joined():
                return self._text(cell)
            case str():
                return _clean(cell)
            case datetime():
                return day_of(cell) if kind is Format.DAY else in_vietnam(cell).replace(tzinfo=None)
            case None if kind in RIGHT:
                return self._text(NOT_YET)
            case _:
                return cell

    def _line(
        self,
        text: Words,
        *,
        size: int = BODY,
        space: float = 1.0,
        align: str = "left",
        bold: bool = False,
        italic: bool = False,
        **properties: object,
    ) -> None:
        """A text across the whole table, as high as it needs; merged cells do not grow by themselves."""
        shown = self._text(text)
        high = _lines(shown, self._width * BODY / size, bold=bold)
        self._high(high * size * LINE * space)
        style = self._styles.get(font_size=size, align=align, bold=bold, italic=italic, text_wrap=True, **properties)
        self._across(0, self._last, shown, style)
        self._row += 1

    def _across(self, first: int, last: int, text: str, style: Style) -> None:
        if first == last:
            self._to.write_string(self._row, first, text, style)
            return
        self._to.merge_range(self._row, first, self._row, last, "", style)
        self._to.write_string(self._row, first, text, style)

    def _skip(self, points: int) -> None:
        """An empty row; a streamed row without any cell would lose its height."""
        self._high(points)
        self._to.write_blank(self._row, 0, None, self._styles.get())
        self._row += 1

    def _signatures(self) -> None:
        signatures = self._sheet.signatures
        if not signatures:
            return
        self._skip(BODY)
        spans = _spans([column.width for column in self._sheet.columns], len(signatures))
        looks: tuple[tuple[Callable[[Signature], Words | None], dict[str, object]], ...] = (
            (lambda signature: signature.above, {"italic": True}),
            (lambda signature: signature.office, {"bold": True}),
            (lambda signature: signature.hint, {"italic": True}),
        )
        for part, look in looks:
            self._side_by_side([part(signature) for signature in signatures], spans, **look)
        for _ in range(4):  # room for the signature and the seal
            self._skip(BODY + 6)
        self._side_by_side([signature.name for signature in signatures], spans, bold=True)

    def _side_by_side(self, texts: Sequence[Words | None], spans: Sequence[tuple[int, int]], **look: object) -> None:
        """A text over each of the areas; no row where there is none."""
        shown = ["" if text is None else self._text(text) for text in texts]
        if not any(shown):
            return
        self._high(max(text.count("\n") + 1 for text in shown) * BODY * LINE)
        style = self._styles.get(align="center", valign="top", text_wrap=True, **look)
        for (first, last), text in zip(spans, shown, strict=True):
            self._across(first, last, text, style)
        self._row += 1

    def _page(self, header: int, table: range, signed: int) -> None:
        """How it is shown and printed; ``signed``: the row below the signature.

        The scale is ours, not "fit to one page wide": with that Excel forgets where a page is to end, and the signature
        may stand alone on the last one.
        """
        to = self._to
        if self._sheet.orientation is Orientation.LANDSCAPE:
            to.set_landscape()
        to.set_paper(A4)
        page, scale, whole = self._paper[1], self._scale, sum(self._heights[:signed])
        if self._sheet.signatures and whole * scale > page >= whole * scale * SHRINK:
            scale = page / whole
        to.set_print_scale(max(10, floor(scale * 100)))
        breaks = []
        if self._sheet.signatures and whole * scale > page:
            breaks += self._break(page / scale, header, table, signed)
        if signed < self._row:
            breaks.append(signed)
        to.set_h_pagebreaks(breaks)
        to.set_margins(left=SIDES[0], right=SIDES[1], top=ENDS[0], bottom=ENDS[1])
        to.center_horizontally()
        to.repeat_rows(header)
        to.freeze_panes(header + 1, 0)
        to.print_area(0, 0, self._row - 1, self._last)
        to.hide_gridlines(2)
        font = f'&"{FONT},Regular"&{SMALL} '
        left = "" if self._sheet.footer is None else self._text(self._sheet.footer).replace("&", "&&")
        pages = self._text(T("Trang {page}/{pages}", page="&P", pages="&N"))
        room = LONGEST_FOOTER - len(pages) - 2 * len(font) - 4
        to.set_footer(f"&L{font}{left[:room]}&R{font}{pages}")

    def _break(self, page: float, header: int, table: range, signed: int) -> list[int]:
        """Where the signature would stand alone, the last rows of the table go with it to the next page."""
        last = table[-BESIDE_SIGNATURE] if len(table) >= BESIDE_SIGNATURE else header + 1
        used = 0.0
        for row, high in enumerate(self._heights[:last]):
            if used + high > page:
                used = self._heights[header] if row > header else 0.0
            used += high
        return [last] if used + sum(self._heights[last:signed]) > page and last > header + 1 else []

    def _text(self, words: Words) -> str:
        return _clean(self._words(words))


def _kind(cell: object, column: Format) -> Format:
    """How a cell is formatted: as its column says, as its own kind in a column of facts, or as the text it is."""
    if isinstance(cell, str):
        return Format.TEXT
    if column is Format.FACT and isinstance(cell, int | float | date):
        return kind_of(cell)
    return column


def _clean(text: str) -> str:
    """What a cell can hold."""
    return clean(text[:LONGEST_CELL])


def tab_name(name: str) -> str:
    """A name that Excel takes for a sheet."""
    allowed = "".join(" " if c in r"[]:*?/\'" else c for c in _clean(name))
    return allowed[:LONGEST_SHEET_NAME].strip()


@lru_cache(maxsize=4096)  # a long list says the same again and again
def _lines(text: str, width: float, *, bold: bool) -> int:
    """How many lines a text takes, broken at its spaces; rather one too many than one cut off."""
    wide = 1.02 if bold else 0.93  # letters are narrower than digits, capitals wider
    if len(text) * wide * CAPITAL <= width and "\n" not in text:
        return 1  # most cells: they need not be looked through
    found = 0
    for paragraph in text.split("\n"):
        found += 1
        used = 0.0
        for word in paragraph.split():
            length = len(word) * wide * (CAPITAL if word.isupper() else 1.0)
            if used and used + 1 + length > width:
                found += 1
                used = length
            else:
                used += length + (1 if used else 0)
            if used > width:
                found += ceil(used / width) - 1
                used %= width
    return found


def _spans(widths: Sequence[int], parts: int) -> list[tuple[int, int]]:
    """First and last column of ``parts`` neighbouring areas about as wide as each other."""
    spans: list[tuple[int, int]] = []
    first, used = 0, 0
    for i, width in enumerate(widths):
        used += width
        left = parts - len(spans)
        enough = used * parts >= sum(widths) * (len(spans) + 1)
        if left > 1 and (enough or len(widths) - i <= left):
            spans.append((first, i))
            first = i + 1
    spans.append((first, len(widths) - 1))
    return spans
