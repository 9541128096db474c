"""Text files: which letters their bytes are, and what stands between their columns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter

from intake.grid import Row, Sheet, Table
from intake.legacy_fonts import Encoding, decode
from intake.limits import MOST_COLUMNS, MOST_ROWS, hold
from intake.syllables import is_syllable, words_of

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 200  # lines by which the delimiter is told
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(content: bytes) -> str | None:
    """The text of a file, or ``None`` where it is no text.

    Bytes that are no Unicode are Windows-1258, or Latin letters that an old font shows as Vietnamese: whichever gives
    more Vietnamese syllables. What stays in Latin letters is read column by column later.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\x00" in content[:4096]:
        return _without_mark(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A few bad bytes in a file that is Unicode otherwise: shown as such instead of turning every other name into noise.
    repaired = content.decode("utf-8", "replace")
    if repaired.count("\ufffd") * 20 < sum(not c.isascii() for c in repaired):
        return repaired
    latin = content.decode("cp1252", "ignore") if _is_text(content) else None
    if latin is None:
        return None
    vietnamese = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    old = max(_share(decode(latin[:100_000], Encoding.TCVN3)), _share(decode(latin[:100_000], Encoding.VNI)))
    return vietnamese if _share(vietnamese[:100_000]) >= old else latin


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of ASCII is zero."""
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = content[at:4096:2].count(0)
        if zeros * 3 > len(content[at:4096:2]) and content[1 - at : 4096 : 2].count(0) * 20 < zeros:
            return content.decode(encoding, "replace")
    return None


def _is_text(content: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in content[:4096])
    return control * 100 < len(content[:4096])


def _share(text: str) -> float:
    marked = [word for word in words_of(text) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0


def csv_sheet(name: str, text: str) -> Table:
    """The one sheet of a text with something between its columns: a comma, a semicolon, a tab or an upright line."""
    told = re.match(r"sep=(.)\r?\n", text)
    delimiter = told[1] if told else _delimiter(text)
    body = text[told.end() :] if told else text
    rows: list[Row] = [()] if told else []  # so that the rows are numbered as in the file
    csv.field_size_limit(10_000_000)
    widest = 0
    for row in csv.reader(io.StringIO(body.replace("\x00", "")), delimiter=delimiter):
        rows.append(row)
        widest = max(widest, len(row))
        if len(rows) > MOST_ROWS or widest > MOST_COLUMNS:
            hold(len(rows), widest)
    hold(len(rows), widest)
    return Table(kind="csv", sheets=(Sheet(name=name, rows=rows),))


def _delimiter(text: str) -> str:
    """What cuts most lines into the same number of columns, more than one."""
    sample = "\n".join(text.splitlines()[:LOOKED_AT])
    best, most = ",", 0.0
    for each in DELIMITERS:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(sample.replace("\x00", "")), delimiter=each) if row
            )
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda found: (found[1] * (found[0] > 1), found[0]), default=(1, 0))
        score = times * (1 + min(width, 12) / 100) if width > 1 else 0
        if score > most:
            best, most = each, score
    return best
