"""Where in a sheet the headings stand, and what a row is that holds no person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake.grid import Row, Sheet, Value, shown
from intake.headings import UNKNOWN, Heading, Meaning, is_numbering, understand_heading
from intake.legacy_fonts import Encoding, decode
from intake.villages import has_label

LOOKED_AT = 100  # rows in which the first headings must stand
HEADER_ROWS = 3
_NAMING = frozenset({Meaning.NAME, Meaning.FAMILY_NAME})
_DITTO = re.compile(
    r"(?:-?\s*(?:nt|n\.t|như trên|nhu tren|ntr)\s*-?|[-–—\s]*(?://|/ /|\"|''|“|”|〃|´´|``|,,)+[-–—\s]*)\.?",
    re.IGNORECASE,
)
_DITTO_BEGINS = frozenset("nN-–—/\"'“”〃´`, ")
_TOTAL = re.compile(
    r"^(?:tổng(?: số| cộng| hợp)?|cộng|tong(?: so| cong)?|cong|tổng kết|cộng dồn|luỹ kế|total|sum)\b(?!\s+thị|\s+văn)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:người lập|lập (?:biểu|bảng|danh sách)|ký,? ?(?:và )?(?:ghi|tên|đóng)|ghi rõ họ|đóng dấu|xác nhận|phê duyệt"
    r"|kế toán"
    r"|t/?m\.|tm\b|kt\.|q\.|thủ trưởng|chủ tịch|trưởng (?:thôn|bản|xóm|khu|ban|ấp|khóm|công an|phòng)|bí thư|tổ trưởng"
    r"|ủy ban nhân dân|uỷ ban nhân dân|ubnd|ban (?:cán sự|chỉ đạo|công tác|nhân dân)|hội đồng"
    r"|hội khuyến học|nơi nhận)\b"
    r"|\bngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\b|\bngày\s*…",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"^(?:ghi chú|lưu ý|chú thích|danh sách (?:này )?(?:có|gồm|trên)|bằng chữ|trong đó|ấn định"
    r"|(?:tổng )?danh sách|số liệu|đvt"
    r"|đơn vị tính"
    r"|mẫu số|biểu số|phụ lục|kèm theo|cộng hòa|cộng hoà|độc lập|trang\b|hướng dẫn|nguồn)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table.

    Attributes:
        first, last: the rows in which they stand, counted from 0; last is -1 where the officer named the columns.
        headings: column to what it means; every column with a text in it.
        texts: column to its heading as the file has it.
    """

    first: int
    last: int
    headings: Mapping[int, Heading]
    texts: Mapping[int, str] = field(default_factory=dict, repr=False)

    @property
    def names_people(self) -> bool:
        """Whether one of the columns holds names."""
        meanings = {each.meaning for each in self.headings.values()}
        return bool(meanings & _NAMING) or ({Meaning.HEAD, Meaning.BIRTH} <= meanings)


def is_ditto(text: str) -> bool:
    """Whether a cell says "as above": "nt", "-//-", a quotation mark."""
    return len(text) < 12 and text[:1] in _DITTO_BEGINS and _DITTO.fullmatch(text) is not None


def is_total(text: str) -> bool:
    """Whether a row that begins so is a total: "Cộng", "Tổng số 45 hộ"."""
    return _TOTAL.match(text) is not None and len(text) < 100


def is_signature(text: str) -> bool:
    """Whether a row with this stands among signatures, dates and offices."""
    return _SIGNED.search(text) is not None


def is_prose(text: str) -> bool:
    """Whether a text is a title or a note, no name."""
    return _PROSE.match(text) is not None


def meant(text: str, above: str = "") -> Heading:
    """What a heading means, be it in letters of our time or of an old font."""
    found = understand_heading(text, above)
    if found.is_known or text.isascii():
        return found
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        other = understand_heading(decode(text, encoding), decode(above, encoding))
        if other.is_known:
            return other
    return UNKNOWN


def texts_of(row: Row) -> dict[int, str]:
    """The filled cells of a row: column to text."""
    return {at: text for at, value in enumerate(row) if value is not None and (text := shown(value))}


def find_header(
    sheet: Sheet, start: int = 0, most: int = LOOKED_AT, named: Mapping[int, Heading] | None = None
) -> Header | None:
    """The first headings from a row on: those with a column of names, else of a table of numbers.

    Args:
        named: columns of which the officer said what they hold.
    """
    numbers: Header | None = None
    for at in range(start, min(start + most, len(sheet.rows))):
        texts = texts_of(sheet.rows[at])
        if len(texts) < 2:
            continue
        found = {column: meant(text) for column, text in texts.items() if len(text) < 150}
        known = [heading.meaning or heading.dropped for heading in found.values() if heading.is_known]
        if len(set(known)) < 2 or _looks_like_data(texts, found):
            continue
        header = _whole_header(sheet, at)
        if named:
            header = replace(header, headings={**header.headings, **named})
        if header.names_people and _may_be_headings(header):
            return header
        if numbers is None and _holds_numbers(header):
            numbers = header
    return numbers


def _looks_like_data(texts: Mapping[int, str], found: Mapping[int, Heading]) -> bool:
    """A row of a person may say "Nam", "Chủ hộ", "Đạt", as headings do; but it has numbers or dates, and a name."""
    digits = sum(text.replace("/", "").replace(".", "").isdigit() for text in texts.values())
    return digits > 1 and not any(each.meaning in {*_NAMING, Meaning.BIRTH, Meaning.HEAD} for each in found.values())


def _may_be_headings(header: Header) -> bool:
    known = sum(each.is_known for each in header.headings.values())
    return known >= 2


def _holds_numbers(header: Header) -> bool:
    meanings = [each.meaning for each in header.headings.values()]
    return (Meaning.COUNT in meanings or Meaning.MALE in meanings) and bool(
        {Meaning.VILLAGE, Meaning.STT, Meaning.ADDRESS} & set(meanings)
    )


def _whole_header(sheet: Sheet, at: int) -> Header:
    """The header of which one row was recognised, with the row above it and those below that belong to it."""
    first = at
    if at > 0 and _is_group_row(texts_of(sheet.rows[at - 1]), sheet, at - 1):
        first = at - 1
    last = at
    while last + 1 < min(len(sheet.rows), first + HEADER_ROWS) and _goes_on(sheet, at, last + 1):
        last += 1
    rows = [_spread(sheet, row, first, last) for row in range(first, last + 1)]
    columns = sorted({column for texts in rows for column in texts})
    headings: dict[int, Heading] = {}
    shown_texts: dict[int, str] = {}
    for column in columns:
        told = list(dict.fromkeys(texts[column] for texts in rows if column in texts))
        own, above = told[-1], told[-2] if len(told) > 1 else ""
        heading = meant(own, above)
        if not heading.is_known and len(told) > 2:
            heading = meant(own, told[0])
        if not heading.is_known and above:
            over = meant(above)
            heading = over if over.dropped is not None else heading
        headings[column] = heading
        shown_texts[column] = " / ".join(told)
    headings = _year_of_three(headings)
    end = last
    if end + 1 < len(sheet.rows) and is_numbering(texts_of(sheet.rows[end + 1]).values()):
        numbered = texts_of(sheet.rows[end + 1])
        if len(numbered) * 2 >= len(columns):
            end += 1
    return Header(first, end, headings, shown_texts)


def _year_of_three(headings: dict[int, Heading]) -> dict[int, Heading]:
    """ "NGAY", "THANG", "NAM" side by side: there "NAM" is a year."""
    for column, heading in headings.items():
        before = headings.get(column - 1, UNKNOWN).meaning
        if heading.meaning is Meaning.MALE and before is Meaning.BIRTH_MONTH:
            return {**headings, column: Heading(Meaning.BIRTH, is_whole=True)}
    return headings


def _is_group_row(texts: Mapping[int, str], sheet: Sheet, at: int) -> bool:
    """Whether a row groups the columns below it: several short texts, none of them a number."""
    if len(texts) < 2 or any(len(text) > 80 or text.replace(".", "").isdigit() for text in texts.values()):
        return False
    return any(meant(text).is_known for text in texts.values()) or sum(each.top == at for each in sheet.merges) > 1


def _goes_on(sheet: Sheet, at: int, row: int) -> bool:
    """Whether a row below a header row belongs to it: nothing under the name, nothing that is no heading."""
    texts = texts_of(sheet.rows[row])
    if not texts or (is_numbering(texts.values()) and not _numbers_indicators(sheet, at, texts)):
        return False
    named = [
        column for column, text in texts_of(sheet.rows[at]).items() if meant(text).meaning in {*_NAMING, Meaning.STT}
    ]
    reaching = {each.left for each in sheet.merges if each.top <= at and each.bottom >= row}
    if any(column in texts and column not in reaching for column in named):
        below = {column: meant(texts[column]) for column in named if column in texts}
        return all(each.meaning in {*_NAMING, Meaning.GIVEN_NAME, Meaning.STT} for each in below.values())
    if any(len(text) > 60 for text in texts.values()) or (len(texts) == 1 and has_label(next(iter(texts.values())))):
        return False
    heads = texts_of(sheet.rows[at])
    known = [
        column for column, text in texts.items()
        if meant(text, heads.get(column, _left_of(heads, column))).is_known
    ]  # fmt: skip
    return len(known) * 2 >= len(texts) or bool(reaching)


def _numbers_indicators(sheet: Sheet, at: int, texts: Mapping[int, str]) -> bool:
    """Whether the numbers of a row are the indicators under "Điểm các chỉ số"."""
    heads = texts_of(sheet.rows[at])
    over = {meant(heads.get(column, _left_of(heads, column))).meaning for column in texts}
    return over <= {Meaning.INDICATORS, Meaning.POINTS} and bool(over)


def _left_of(texts: Mapping[int, str], column: int) -> str:
    return next((texts[each] for each in range(column, -1, -1) if each in texts), "")


def _spread(sheet: Sheet, row: int, first: int, last: int) -> dict[int, str]:
    """A header row's texts, also under cells that reach over several columns, be they merged or only written once."""
    texts = dict(texts_of(sheet.rows[row]))
    merged = [each for each in sheet.merges if each.top == row and each.left in texts]
    for each in merged:
        for column in range(each.left + 1, min(each.right, each.left + 60) + 1):
            texts.setdefault(column, texts[each.left])
    if row < last and not merged:
        below = texts_of(sheet.rows[row + 1])
        for column in below:
            if column not in texts and (over := _left_of(texts, column)):
                texts[column] = over
    return texts


def side_by_side(header: Header) -> list[Header]:
    """The headers of tables that stand beside each other in one sheet, to save paper; mostly there is one."""
    names = [at for at, each in sorted(header.headings.items()) if each.meaning is Meaning.NAME and each.is_whole]
    births = [at for at, each in header.headings.items() if each.meaning in {Meaning.BIRTH, Meaning.MALE}]
    numbers = [at for at, each in header.headings.items() if each.meaning is Meaning.STT]
    starts = [max((at for at in numbers if at <= name), default=name) for name in names]
    if len(names) < 2 or len(births) < len(names) or starts != sorted(set(starts)):
        return [header]
    ends = [*starts[1:], max(header.headings) + 1]
    starts[0] = 0
    parts = []
    for start, end in zip(starts, ends, strict=True):
        headings = {at: each for at, each in header.headings.items() if start <= at < end}
        if not {Meaning.BIRTH, Meaning.MALE} & {each.meaning for each in headings.values()}:
            return [header]
        parts.append(replace(header, headings=headings, texts={at: header.texts.get(at, "") for at in headings}))
    return parts


def chosen_header(sheet: Sheet, meanings: Mapping[int, Meaning]) -> Header:
    """A header that the officer named, for a sheet without one."""
    return Header(-1, -1, {column: Heading(meaning, is_whole=True) for column, meaning in meanings.items()})


def same_headings(row: Row, header: Header) -> bool:
    """Whether a row repeats the headings, as on each page of a document."""
    texts = texts_of(row)
    if not texts:
        return False
    same = sum(
        header.texts.get(column, "").startswith(text) or text in header.texts.get(column, "")
        for column, text in texts.items()
    )
    return same * 3 >= len(texts) * 2 and any(
        header.headings.get(column, UNKNOWN).meaning in _NAMING for column in texts
    )


def value_at(row: Row, column: int) -> Value:
    """A cell, also of a row that is shorter."""
    return row[column] if 0 <= column < len(row) else None
