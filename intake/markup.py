"""Tables of pages: HTML and Excel's own XML, which many systems hand out under the name .xls, and MHTML around it."""

from __future__ import annotations

from email import message_from_bytes, policy
from html.parser import HTMLParser

from intake.grid import Merge, Sheet, Table, Value
from intake.limits import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, hold

_TABLES = frozenset({"table", "worksheet", "table:table"})
_ROWS = frozenset({"tr", "row", "table:table-row"})
_CELLS = frozenset({"td", "th", "cell", "table:table-cell", "table:covered-table-cell"})
_BREAKS = frozenset({"br", "p", "div", "text:p", "text:line-break"})
_SKIPPED = frozenset({"script", "style", "title", "styles", "office:annotation"})


def sheets(name: str, text: str) -> Table:
    """The tables of a page, each a sheet, in their order."""
    if text.lstrip()[:13].lower() == "mime-version:":
        text = _page_of(text)
    reader = _Reader(name)
    reader.feed(text)
    reader.close()
    return Table(kind="html", sheets=tuple(reader.done()), sees_hidden=False, sees_fonts=False)


def _page_of(text: str) -> str:
    pages = []
    for part in message_from_bytes(text.encode(), policy=policy.default).walk():
        if part.get_content_type() in {"text/html", "text/xml", "application/xml"}:
            raw = part.get_payload(decode=True)
            as_it_was_sent = str(part["Content-Transfer-Encoding"]).lower() in {"quoted-printable", "base64"}
            charset = (part.get_content_charset() if as_it_was_sent else None) or "utf-8"
            pages.append(raw.decode(charset, "replace") if isinstance(raw, bytes) else str(raw))
    return "\n".join(pages)


class _Reader(HTMLParser):
    """Collects rows; a table inside a cell is a table of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._sheets: list[Sheet] = []
        self._open: list[_Grid] = []
        self._skipped = 0

    def done(self) -> list[Sheet]:
        """The tables, those that were never closed too."""
        while self._open:
            self._finish()
        return self._sheets

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins."""
        tag, told = tag.removeprefix("ss:"), {key.rpartition(":")[2]: value or "" for key, value in attrs}
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag in _TABLES and not (
            tag == "table" and self._open and self._open[-1].is_worksheet and self._open[-1].fresh
        ):
            self._open.append(_Grid(told.get("name", ""), is_worksheet=tag == "worksheet"))
        elif tag == "table" and self._open:
            self._open[-1].fresh = False
        elif self._open and tag in _ROWS:
            self._open[-1].row(_number(told.get("index"), 0), _number(told.get("number-rows-repeated"), 1))
        elif self._open and tag in _CELLS:
            self._open[-1].cell(told)
        elif self._open and tag in _BREAKS:
            self._open[-1].text("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty cell or row."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """A table, row or cell ends."""
        tag = tag.removeprefix("ss:")
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif self._open and tag in _CELLS:
            self._open[-1].end_cell()
        elif self._open and tag in _ROWS:
            self._open[-1].end_row()
        elif self._open and tag in _TABLES and self._open[-1].is_worksheet == (tag == "worksheet"):
            self._finish()

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self._open and not self._skipped:
            self._open[-1].text(data)

    def _finish(self) -> None:
        grid = self._open.pop()
        rows, merges = grid.finished()
        if rows and len(self._sheets) < MOST_SHEETS:
            hold(len(rows), max(map(len, rows)))
            title = grid.name or (f"{self._name} ({len(self._sheets) + 1})" if self._sheets else self._name)
            self._sheets.append(Sheet(name=title, rows=rows, merges=merges))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


class _Grid:
    """One table while it is read: rows of cells, with those that reach over several."""

    def __init__(self, name: str, *, is_worksheet: bool) -> None:
        self.name, self.is_worksheet, self.fresh = name, is_worksheet, True
        self._rows: list[list[Value]] = []
        self._merges: list[Merge] = []
        self._taken: set[tuple[int, int]] = set()  # by cells that reach over several rows
        self._text: list[str] | None = None
        self._at = self._wide = self._repeat = 1
        self._rows_repeated = 1

    def row(self, index: int, repeated: int) -> None:
        self.end_row()
        while len(self._rows) < min(index - 1, MOST_ROWS):
            self._rows.append([])
        self._rows.append([])
        self._rows_repeated = repeated

    def end_row(self) -> None:
        self.end_cell()
        if self._rows_repeated > 1 and self._rows and any(self._rows[-1]):
            hold(len(self._rows) + self._rows_repeated, len(self._rows[-1]))
            self._rows += [list(self._rows[-1]) for _ in range(self._rows_repeated - 1)]
        self._rows_repeated = 1

    def cell(self, told: dict[str, str]) -> None:
        self.end_cell()
        if not self._rows:
            self._rows.append([])
        row, at = len(self._rows) - 1, len(self._rows[-1])
        at = max(at, _number(told.get("index"), 0) - 1)
        while (row, at) in self._taken:
            at += 1
        wide = max(
            _number(told.get("colspan") or told.get("number-columns-spanned"), 1),
            _number(told.get("mergeacross"), 0) + 1,
        )
        high = max(
            _number(told.get("rowspan") or told.get("number-rows-spanned"), 1), _number(told.get("mergedown"), 0) + 1
        )
        wide, high = min(wide, MOST_COLUMNS), min(high, 1000)
        hold(row + high, at + wide)
        self._rows[-1] += [None] * (at - len(self._rows[-1]))
        if (wide, high) != (1, 1):
            self._merges.append(Merge(row, at, row + high - 1, at + wide - 1))
            self._taken |= {(row + down, at + right) for down in range(1, high) for right in range(wide)}
        self._repeat = _number(told.get("number-columns-repeated"), 1)
        self._wide = 1 if "number-columns-spanned" in told else wide  # OpenDocument writes the covered cells itself
        self._text = []

    def text(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def end_cell(self) -> None:
        if self._text is None:
            return
        text = "".join(self._text).strip()
        self._text = None
        again = self._repeat - 1 if text or self._repeat < MOST_COLUMNS else 0
        self._rows[-1] += [text or None, *[None] * (self._wide - 1)]
        if again:
            hold(len(self._rows), len(self._rows[-1]) + again)
            self._rows[-1] += [text or None] * again

    def finished(self) -> tuple[list[list[Value]], list[Merge]]:
        self.end_row()
        return self._rows, self._merges
