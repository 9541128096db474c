"""One sheet row by row: who is in it, which rows hold nobody, and which are not taken and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from criteria.names import fold
from intake import cells
from intake.birth import Birth, holds_serials, read_birth
from intake.grid import Row, Sheet, Value, column_letter, shown
from intake.headings import Dropped, Heading, Meaning
from intake.layout import (
    Header,
    find_header,
    is_ditto,
    is_prose,
    is_signature,
    is_total,
    same_headings,
    texts_of,
    value_at,
)
from intake.legacy_fonts import Decoded, Encoding, decided, read_cell
from intake.listed import Choices, Column, ListedPerson, ListedPlace, NotTaken, Remark, column_key
from intake.person_name import ReadName, name_key, read_name, says_gone
from intake.villages import Found, Said, Villages, has_label
from locales.text import T, Verbatim, Words, joined

SAMPLE = 3000  # rows by which a column is judged
MOST_KNOWN = 5000  # texts of a column that are remembered as they were read
FILLED = 0.6  # where fewer cells of a column are filled, an empty one means "as above"
ALMOST_ALL = 0.9  # where more are, an empty one is missing
_TEXTS = (
    Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME, Meaning.HEAD, Meaning.VILLAGE, Meaning.ADDRESS,
    Meaning.OLD_COMMUNE,
    Meaning.SEX, Meaning.RELATION, Meaning.SCHOOLING, Meaning.QUALIFICATION, Meaning.RESULT, Meaning.NOTE,
)  # fmt: skip
_KEPT = (*_TEXTS, Meaning.STT, Meaning.HOUSEHOLD, Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE, Meaning.AGE,
         Meaning.REACHED, Meaning.NOT_REACHED, Meaning.POINTS)  # fmt: skip
_REPEATED = frozenset({Meaning.VILLAGE, Meaning.ADDRESS, Meaning.OLD_COMMUNE, Meaning.HOUSEHOLD, Meaning.HEAD})
SeenPeople: TypeAlias = dict[tuple[int, str, int | None], ListedPerson]


@dataclass(slots=True)
class Asides:
    """Rows that hold nobody, counted for the preview."""

    totals: int = 0
    signatures: int = 0
    texts: int = 0


@dataclass(slots=True)
class Outcome:
    """What was found so far, over all sheets."""

    columns: list[Column] = field(default_factory=list)
    people: list[ListedPerson] = field(default_factory=list)
    left_out: list[NotTaken] = field(default_factory=list)
    asides: Asides = field(default_factory=Asides)
    decoded: dict[str, Decoded] = field(default_factory=dict)  # column key to how it was read
    two_digits: set[str] = field(default_factory=set)  # columns whose births are mostly two digits
    open_villages: dict[str, tuple[Said, Found]] = field(default_factory=dict)  # question's key to what is asked
    placeless: set[str] = field(default_factory=set)  # sheets that name no village
    seen: SeenPeople = field(default_factory=dict)
    codes: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    commune_texts: list[str] = field(default_factory=list)  # where communes may be named


@dataclass(frozen=True, slots=True)
class _Household:
    code: str = ""
    is_made: bool = False


_NO_HOUSEHOLD = _Household()


class SheetReader:
    """Reads the rows under one header; a second table further down in the sheet gets a reader of its own."""

    def __init__(
        self, sheet: Sheet, header: Header, villages: Villages, today: date, choices: Choices, outcome: Outcome,
        default: tuple[str, Said, Found] | None,
    ) -> None:  # fmt: skip
        self._sheet, self._header, self._villages, self._today = sheet, header, villages, today
        self._choices, self._out, self._default = choices, outcome, default
        self._columns: dict[Meaning, list[int]] = defaultdict(list)
        self._indicators: list[tuple[int, str]] = []
        self._take_columns()
        self._encodings: dict[int, Encoding] = {}
        self._decide_encodings()
        self._holds_results = any(
            self._column(each) >= 0 for each in (Meaning.RESULT, Meaning.REACHED, Meaning.NOT_REACHED)
        )
        self._known: dict[int, dict[str, str]] = defaultdict(dict)
        self._above: dict[Meaning, str] = {}
        self._as_above = {each: self._share(each) < FILLED for each in _REPEATED}
        self._must_household = self._share(Meaning.HOUSEHOLD) > ALMOST_ALL or self._share(Meaning.HEAD) > ALMOST_ALL
        self._merged = self._merged_down()
        self._births = self._birth_settings()
        self._read_births: dict[tuple[int, Value], Birth] = {}
        self._section: tuple[str, Said, Found] | None = None
        self._household = _NO_HOUSEHOLD
        self._household_sign = ""
        self._stt_marks_heads = self._numbers_households()
        self._signed = False

    # What the columns are

    def _take_columns(self) -> None:
        sheet, header = self._sheet, self._header
        for at in sorted(header.headings):
            heading = self._chosen(at, header.headings[at])
            text = cells.plain(header.texts.get(at, ""))
            self._out.columns.append(
                Column(sheet.name, column_letter(at), text, heading.meaning, heading.dropped, heading.indicator)
            )
            if heading.meaning is Meaning.INDICATOR:
                self._indicators.append((at, heading.indicator))
            elif heading.meaning is not None:
                self._columns[heading.meaning].append(at)
        if not self._columns[Meaning.NAME] and not self._columns[Meaning.FAMILY_NAME]:
            self._columns[Meaning.NAME] = self._columns.pop(Meaning.HEAD, [])
            self._heads_alone = True
        else:
            self._heads_alone = False
        if not self._columns[Meaning.VILLAGE]:
            self._columns[Meaning.VILLAGE] = self._columns[Meaning.ADDRESS]
        self._household_or_head()
        if self._columns[Meaning.FAMILY_NAME] and not self._columns[Meaning.GIVEN_NAME]:
            self._columns[Meaning.GIVEN_NAME] = self._columns[Meaning.NAME]
            self._columns[Meaning.NAME] = []
        self._first = {meaning: columns[0] for meaning, columns in self._columns.items() if columns}

    def _chosen(self, at: int, heading: Heading) -> Heading:
        said = self._choices.columns.get(column_key(self._sheet.name, column_letter(at)))
        if said is None or heading.dropped is not None:
            return heading
        return Heading(Meaning(said), is_whole=True) if said else Heading()

    def _household_or_head(self) -> None:
        """A column called "Hộ" holds codes, or names of heads: its cells tell."""
        columns = self._columns[Meaning.HOUSEHOLD]
        if (
            columns
            and not self._columns[Meaning.HEAD]
            and fold(self._header.texts.get(columns[0], "")) in {"ho", "ho gia dinh"}
        ):
            texts = [text for text in self._sample(columns[0]) if text]
            if texts and sum(" " in text and not any(map(str.isdigit, text)) for text in texts) * 2 > len(texts):
                self._columns[Meaning.HEAD] = [columns.pop(0)]

    def _rows(self) -> Sequence[Row]:
        return self._sheet.rows[self._header.last + 1 : self._header.last + 1 + SAMPLE]

    def _sample(self, column: int) -> list[str]:
        return [shown(value_at(row, column)) for row in self._rows()]

    def _column(self, meaning: Meaning) -> int:
        return self._first.get(meaning, -1)

    def _decide_encodings(self) -> None:
        fonts_by_column: dict[int, list[str]] = defaultdict(list)
        for (_, column), font in self._sheet.fonts.items():
            fonts_by_column[column].append(font)
        for meaning in _TEXTS:
            for at in self._columns.get(meaning, ()):
                key = column_key(self._sheet.name, column_letter(at))
                said = self._choices.encodings.get(key)
                texts = [value for row in self._rows() if isinstance(value := value_at(row, at), str) and value]
                found = decided(texts, fonts_by_column[at], Encoding(said) if said else None)
                self._encodings[at] = found.encoding
                if found.samples or not found.is_sure:
                    self._out.decoded[key] = found

    def _share(self, meaning: Meaning) -> float:
        """The share of filled cells among the rows that have a name."""
        at, named = self._column(meaning), self._column(Meaning.NAME)
        named = named if named >= 0 else self._column(Meaning.FAMILY_NAME)
        if at < 0 or named < 0:
            return 0.0
        rows = [row for row in self._rows() if value_at(row, named) not in {None, ""}]
        filled = sum(value_at(row, at) not in {None, ""} for row in rows)
        return filled / len(rows) if rows else 0.0

    def _merged_down(self) -> dict[tuple[int, int], int]:
        """Cells inside one that reaches down, with the row where it begins; of the columns that may be repeated."""
        wanted = {at for each in _REPEATED for at in self._columns.get(each, ())}
        return {
            (row, merge.left): merge.top
            for merge in self._sheet.merges
            if merge.left in wanted and merge.top > self._header.last and merge.bottom - merge.top < 5000
            for row in range(merge.top + 1, merge.bottom + 1)
        }

    def _birth_settings(self) -> dict[int, tuple[bool, bool, bool]]:
        settings = {}
        for meaning in (Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE):
            for at in self._columns.get(meaning, ()):
                values = [value_at(row, at) for row in self._rows()]
                key = column_key(self._sheet.name, column_letter(at))
                filled = [text for text in map(shown, values) if text]
                if (
                    sum(len(text) <= 2 and text.isdigit() for text in filled) * 2 > len(filled)
                    and meaning is Meaning.BIRTH
                ):
                    self._out.two_digits.add(key)
                dated = "ngay" in fold(self._header.texts.get(at, "")) or any(isinstance(each, date) for each in values)
                settings[at] = (holds_serials(values), dated, self._choices.two_digits.get(key, False))
        return settings

    def _numbers_households(self) -> bool:
        """Whether the running number stands beside heads only."""
        if any(self._columns.get(each) for each in (Meaning.HOUSEHOLD, Meaning.HEAD, Meaning.RELATION)):
            return False
        return 0 < self._share(Meaning.STT) < FILLED

    # Cells

    def _text(self, at: int, row: Row, meaning: Meaning) -> str:
        column = self._column(meaning)
        return self._text_in(at, row, column) if column >= 0 else ""

    def _text_in(self, at: int, row: Row, column: int) -> str:
        value = row[column] if column < len(row) else None
        if value is None or value == "":
            return ""
        if isinstance(value, str) and not self._sheet.fonts:
            known = self._known[column].get(value)
            if known is None:
                known = shown(read_cell(value, self._encodings.get(column, Encoding.UNICODE)))
                if len(self._known[column]) < MOST_KNOWN:
                    self._known[column][value] = known
            return known
        encoding = self._encodings.get(column, Encoding.UNICODE)
        if isinstance(value, str) and (encoding is not Encoding.UNICODE or self._sheet.fonts):
            value = read_cell(
                value, encoding, self._sheet.fonts.get((at, column), ""), fonts_known=bool(self._sheet.fonts)
            )
        return shown(value)

    def _repeated(self, at: int, row: Row, meaning: Meaning) -> str:
        """A cell's text, or that of the one above where it is merged with it, says "nt", or such cells stand empty."""
        column = self._column(meaning)
        if column < 0:
            return ""
        top = self._merged.get((at, column))
        text = self._text_in(at, row, column) if top is None else self._text_in(top, self._sheet.rows[top], column)
        if (not text and self._as_above[meaning]) or (text and is_ditto(text)):
            return self._above.get(meaning, "")
        if text:
            self._above[meaning] = text
        return text

    def _also_above(self, at: int, row: Row, meaning: Meaning) -> str:
        """A cell's text; "nt" is that of the one above."""
        column = self._column(meaning)
        if column < 0:
            return ""
        text = self._text_in(at, row, column)
        if text and is_ditto(text):
            return self._above.get(meaning, "")
        self._above[meaning] = text
        return text

    def _written_name(self, at: int, row: Row) -> str:
        column = self._column(Meaning.NAME)
        if column >= 0:
            return self._text_in(at, row, column)
        parts = (self._text(at, row, each) for each in (Meaning.FAMILY_NAME, Meaning.GIVEN_NAME))
        return " ".join(filter(None, parts))

    # Rows

    def read(self) -> Header | None:
        """Read every row below the headings, up to those of another table, which come back."""
        rows = self._sheet.rows
        at = self._header.last + 1
        while at < len(rows):
            row = rows[at]
            name = self._written_name(at, row)
            again = self._named(at, row, name) if name else self._nameless(at, row)
            if again is None:
                at += 1
            elif again.headings == self._header.headings:  # the next page's
                at, self._signed = again.last + 1, False
            else:
                return again
        return None

    @property
    def context(self) -> tuple[str, Said, Found] | None:
        """The village that the rows below belong to, as far as a line above them says so."""
        return self._section or self._default

    def _named(self, at: int, row: Row, name: str) -> Header | None:
        """A row with something in the column of names."""
        birth_cells = self._birth_cells(row)
        stt = value_at(row, self._column(Meaning.STT))
        if not birth_cells or is_total(name):
            texts = self._shown(at, row)
            if (other := self._other_header(at, row, texts)) is not None:
                return other
            if self._is_aside(at, texts, has_stt=stt not in {None, ""}):
                return None
        elif len(name) < 14 and name[:1] in "HhTt" and fold(name) in _NAME_HEADINGS:
            other = self._other_header(at, row, self._shown(at, row))
            if other is not None:
                return other
        self._person(at, row, name, birth_cells)
        return None

    def _nameless(self, at: int, row: Row) -> Header | None:
        texts = self._shown(at, row)
        if not texts:
            return None
        if (other := self._other_header(at, row, texts)) is not None:
            return other
        if self._is_aside(at, texts, has_stt=False):
            return None
        if self._birth_cells(row) or any(
            self._text(at, row, each)
            for each in (Meaning.SEX, Meaning.RELATION, Meaning.RESULT, Meaning.POINTS, Meaning.REACHED)
        ):
            if not self._signed:
                self._leave(at, row, (Remark(Meaning.NAME, "", T("Thiếu họ tên"), stops=True),))
            return None
        self._out.asides.texts += 1
        return None

    def _shown(self, at: int, row: Row) -> dict[int, str]:
        """The row's texts in letters of our time, by the encoding of the column of names where the own has none."""
        name_column = self._column(Meaning.NAME)
        usual = self._encodings.get(name_column, Encoding.UNICODE)
        found = {}
        for column, text in texts_of(row).items():
            font = self._sheet.fonts.get((at, column), "")
            meant = read_cell(text, self._encodings.get(column, usual), font, fonts_known=bool(self._sheet.fonts))
            found[column] = meant
        return found

    def _other_header(self, at: int, row: Row, texts: Mapping[int, str]) -> Header | None:
        """Another table's headings, or these again on a new page."""
        if len(texts) < 2 or self._header.last < 0:
            return None
        if same_headings(row, self._header) or fold(next(iter(texts.values()))) in {"stt", "tt", "so tt"}:
            found = find_header(self._sheet, at, 1)
            if found is not None and found.names_people:
                return found
        return None

    def _is_aside(self, at: int, texts: Mapping[int, str], *, has_stt: bool) -> bool:
        """Whether a row without a birth is a village's or a household's line, a total, a signature or a note."""
        words = [text for text in texts.values() if not text.replace(".", "").replace(",", "").isdigit()]
        words = [text for text in words if not (len(words) > 1 and len(text) <= 5 and fold(text) in _NUMERALS)]
        if not words:
            self._out.asides.texts += 1
            return True
        first = words[0]
        if len(words) == 1 or all(any(map(str.isdigit, each)) for each in words[1:]):
            self._out.commune_texts.append(first)
            if has_label(first) or (not has_stt and self._villages.is_named(first)):
                self._open_section(first)
                return True
            if fold(first).startswith(_HOUSEHOLD_LINES) and "hồ" not in first[:3].lower():
                self._start_household("")
                return True
        if is_total(first):
            self._out.asides.totals += 1
            return True
        if not has_stt and any(map(is_signature, words)):
            self._signed = True
            self._out.asides.signatures += 1
            return True
        if not has_stt and is_prose(first):
            self._out.asides.texts += 1
            return True
        if self._signed and not has_stt:
            self._out.asides.signatures += 1
            return True
        return False

    def _open_section(self, text: str) -> None:
        self._section = (text, *self._villages.find(text))
        self._signed = False
        self._household, self._household_sign = _NO_HOUSEHOLD, ""
        self._above.clear()

    # People

    def _person(self, at: int, row: Row, written: str, births: list[tuple[int, Meaning]]) -> None:
        read = read_name(written)
        remarks: list[Remark] = []
        if read.why is not None:
            stops = not read.name or read.is_gone
            remarks.append(Remark(Meaning.NAME, cells.plain(written), read.why, stops=stops))
        place = self._place(at, row, remarks)
        year, sex = self._birth(at, row, read, births, remarks)
        relation = cells.plain(self._also_above(at, row, Meaning.RELATION))
        is_head = read.is_head or cells.is_head(relation) or self._heads_alone
        household, is_first = self._lives_in(at, row, place, read.name, year, is_head=is_head)
        note = self._text(at, row, Meaning.NOTE)
        if note and says_gone(note):
            remarks.append(Remark(Meaning.NOTE, cells.plain(note), T("Ghi chú là đã mất hoặc chuyển đi"), stops=True))
        if note and fold(note) in {"chu ho", "ch"}:
            is_head = True
        result, points = self._result(at, row, remarks), self._points(row, remarks)
        if not births and self._is_bare(at, row, read):
            remarks.append(
                Remark(Meaning.NAME, cells.plain(written), T("Dòng chỉ có chữ này, không có gì khác"), stops=True)
            )
        if place is None or any(each.stops for each in remarks):
            self._leave(at, row, tuple(remarks))
            return
        self._take(
            at,
            row,
            ListedPerson(
                sheet=self._sheet.name,
                row=at + 1,
                place_id=place.id,
                full_name=read.name,
                birth_year=year,
                household=household.code,
                household_is_made=household.is_made,
                is_head=is_head or is_first,
                relation=relation,
                sex=sex,
                schooling=self._schooling(at, row),
                qualification=cells.plain(self._also_above(at, row, Meaning.QUALIFICATION)),
                result=result,
                points=points,
                indicator_points=self._indicator_points(row, remarks),
                remarks=tuple(remarks),
            ),
        )

    def _is_bare(self, at: int, row: Row, read: ReadName) -> bool:
        """Whether nothing but a text stands there, in a table whose rows have a number or a birth."""
        if read.birth or not any(self._columns.get(each) for each in (Meaning.STT, Meaning.BIRTH)):
            return False
        passed = {*self._columns[Meaning.NAME], *self._columns[Meaning.FAMILY_NAME], *self._columns[Meaning.GIVEN_NAME]}
        if self._column(Meaning.WHY) >= 0:  # our own file: it repeats what stood above the row
            for each in (Meaning.WHY, Meaning.ORIGIN, Meaning.VILLAGE, Meaning.HOUSEHOLD):
                passed |= set(self._columns.get(each, ()))
        return passed >= texts_of(row).keys()

    def _take(self, at: int, row: Row, person: ListedPerson) -> None:
        key = (person.place_id, name_key(person.full_name), person.birth_year)
        before = self._out.seen.get(key)
        if before is None:
            self._out.seen[key] = person
        else:
            differ = person.birth_year is None or (
                person.household and before.household and person.household != before.household
            )
            told = Remark(
                Meaning.NAME,
                person.full_name,
                T("Trùng họ tên và năm sinh với dòng {line}, trang {sheet}", line=before.row, sheet=before.sheet)
                if person.birth_year is not None
                else T("Trùng họ tên với dòng {line}, trang {sheet}", line=before.row, sheet=before.sheet),
                stops=not differ,
            )
            if not differ:
                self._leave(at, row, (*person.remarks, told))
                return
            person = _with_remark(person, told)
        self._out.people.append(person)

    def _leave(self, at: int, row: Row, reasons: tuple[Remark, ...]) -> None:
        kept: list[tuple[str, str]] = []
        for meaning in _KEPT:
            column = self._column(meaning)
            if column < 0 or (meaning is Meaning.ADDRESS and self._column(Meaning.VILLAGE) == column):
                continue
            text = self._above.get(meaning, "") if meaning in _REPEATED else self._text_in(at, row, column)
            if meaning is Meaning.HOUSEHOLD and text:
                text = cells.household_code(text)
            if text:
                kept.append((meaning.value, cells.plain(text)))
        for column, indicator in self._indicators:
            if text := self._text_in(at, row, column):
                kept.append((f"{Meaning.INDICATOR.value} {indicator}", cells.plain(text)))
        kept = _with_context(kept, self._section or self._default, self._household)
        self._out.left_out.append(NotTaken(self._sheet.name, at + 1, tuple(kept), reasons))

    def _place(self, at: int, row: Row, remarks: list[Remark]) -> ListedPlace | None:
        text = self._repeated(at, row, Meaning.VILLAGE)
        old = self._repeated(at, row, Meaning.OLD_COMMUNE)
        context = self._section or self._default
        if text:
            said, found = self._in_cell(text, old)
        elif self._column(Meaning.VILLAGE) >= 0 and not (context and context[2].place):
            remarks.append(Remark(Meaning.VILLAGE, "", T("Chưa ghi {village_label}"), stops=True))
            return None
        elif context is None:
            self._out.placeless.add(self._sheet.name)
            remarks.append(Remark(Meaning.VILLAGE, "", T("Tệp không ghi thuộc {village_label} nào"), stops=True))
            return None
        else:
            text, said, found = context
            if old:
                said, found = self._villages.find(text, old)
        if found.place is not None:
            return found.place
        if found.other_commune:
            why: Words = T("Thuộc {commune_label} khác: {name}", name=found.other_commune)
        else:
            self._out.open_villages.setdefault(said.question, (said, found))
            why = _unknown(said, found)
        remarks.append(Remark(Meaning.VILLAGE, cells.plain(text), why, stops=True))
        return None

    def _in_cell(self, text: str, old: str) -> tuple[Said, Found]:
        """A village's cell, or the part of an address that names one: "Số 12, thôn Kim Sơn, xã Sơn Hồng"."""
        said, found = self._villages.find(text, old)
        if found.place is not None or found.is_ambiguous or "," not in text:
            return said, found
        parts = [part.strip() for part in text.split(",")]
        for at, part in enumerate(parts):
            if has_label(part):
                rest = next((each for each in parts[at + 1 :] if fold(each).startswith(("xa ", "phuong "))), "")
                tried = self._villages.find(f"{part}, {rest}" if rest else part, old)
                if tried[1].place is not None or tried[1].is_ambiguous or tried[1].other_commune:
                    return tried
                said, found = tried
        return said, found

    def _birth_cells(self, row: Row) -> list[tuple[int, Meaning]]:
        found = []
        for meaning in (Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE):
            for column in self._columns.get(meaning, ()):
                value = row[column] if column < len(row) else None
                if value is not None and value != "" and (not isinstance(value, str) or value.strip()):
                    found.append((column, meaning))
        return found

    def _birth(
        self, at: int, row: Row, read: ReadName, births: list[tuple[int, Meaning]], remarks: list[Remark]
    ) -> tuple[int | None, str]:
        """The year of birth and the sex; what is odd is added to the remarks."""
        sex = ""
        years: list[int] = []
        odd: list[Remark] = []
        said = False
        for column, meaning in births:
            text = shown(row[column])
            if meaning is not Meaning.BIRTH:
                sex = "male" if meaning is Meaning.MALE else "female"
                if cells.is_mark(text) or cells.sex_of(text):
                    continue
            said = True
            birth = self._read_birth(column, row[column], text)
            if birth.year is not None:
                years.append(birth.year)
            if birth.why is not None:
                odd.append(Remark(Meaning.BIRTH, cells.plain(text), birth.why))
        if not said and read.birth:
            birth = read_birth(read.birth, self._today)
            said = True
            years = [] if birth.year is None else [birth.year]
            if birth.why is not None:
                odd.append(Remark(Meaning.BIRTH, read.birth, birth.why))
        sex = self._sex(at, row, sex, remarks)
        if len(set(years)) > 1:
            odd = [Remark(Meaning.BIRTH, ", ".join(map(str, years)), T("Hai cột ghi hai năm sinh"))]
            years = []
        if not said:
            odd.append(Remark(Meaning.BIRTH, "", self._missing_birth(row)))
        if not years or any(each.why == _UNSURE for each in odd):
            remarks += odd
        return (years[0] if years else None), sex

    def _missing_birth(self, row: Row) -> Words:
        age = shown(value_at(row, self._column(Meaning.AGE)))
        if age.isascii() and age.isdigit() and 0 < int(age[:4]) <= 120:
            year = self._today.year - int(age)
            return T("Chỉ có tuổi {age} (tính ra khoảng {year}), chưa có năm sinh", age=int(age), year=year)
        return T("Thiếu năm sinh")

    def _read_birth(self, column: int, value: Value, text: str) -> Birth:
        key = (column, text if isinstance(value, str) else value)
        known = self._read_births.get(key)
        if known is None or isinstance(value, bool):
            serials, dated, two_digits = self._births.get(column, (False, False, False))
            known = read_birth(value, self._today, serials=serials, dated=dated, two_digits=two_digits)
            self._read_births[key] = known
        return known

    def _sex(self, at: int, row: Row, by_column: str, remarks: list[Remark]) -> str:
        text = self._text(at, row, Meaning.SEX)
        if text and is_ditto(text):
            text = self._above.get(Meaning.SEX, "")
        found = cells.sex_of(text)
        if found is None:
            if cells.is_mark(text) and fold(self._header.texts.get(self._column(Meaning.SEX), "")) in {"nu", "nam"}:
                return by_column
            remarks.append(Remark(Meaning.SEX, cells.plain(text), T("Chưa rõ nam hay nữ")))
            return by_column
        self._above[Meaning.SEX] = text
        return found or by_column

    def _schooling(self, at: int, row: Row) -> str:
        column = self._column(Meaning.SCHOOLING)
        value = value_at(row, column)
        if isinstance(value, date):
            return cells.schooling_of(value)
        return cells.plain(self._also_above(at, row, Meaning.SCHOOLING))

    # Households

    def _lives_in(
        self, at: int, row: Row, place: ListedPlace | None, name: str, year: int | None, *, is_head: bool
    ) -> tuple[_Household, bool]:
        """The household of a row, and whether the row is its head by what the table shows."""
        code = self._repeated(at, row, Meaning.HOUSEHOLD)
        head = self._repeated(at, row, Meaning.HEAD)
        if code:
            self._household = _Household(cells.household_code(code))
            return self._household, bool(head) and name_key(head) == name_key(name)
        if head:
            head_name = read_name(head).name or head
            is_first = name_key(head_name) == name_key(name)
            filled = bool(self._text(at, row, Meaning.HEAD)) and self._as_above[Meaning.HEAD]
            if fold(head_name) != self._household_sign or (
                filled and (at, self._column(Meaning.HEAD)) not in self._merged
            ):
                self._start_household(fold(head_name))
                self._household = self._made(
                    place, head_name, year if is_first and self._as_above[Meaning.HEAD] else None
                )
            return self._household, is_first
        begins = is_head or (self._stt_marks_heads and value_at(row, self._column(Meaning.STT)) not in {None, ""})
        if begins and name:
            self._household = self._made(place, name, year)
            return self._household, True
        if self._must_household:
            return _NO_HOUSEHOLD, False
        return self._household, False

    def _start_household(self, sign: str) -> None:
        self._household, self._household_sign = _NO_HOUSEHOLD, sign

    def _made(self, place: ListedPlace | None, head: str, year: int | None) -> _Household:
        taken = self._out.codes[place.id if place is not None else 0]
        code = cells.made_code(head, year, taken)
        if self._as_above[Meaning.HEAD] or self._column(Meaning.HEAD) < 0:
            taken[code.rpartition("-")[0] if code.count("-") > 1 else code] += 1
        return _Household(code, is_made=True)

    # Results

    def _result(self, at: int, row: Row, remarks: list[Remark]) -> bool | None:
        if not self._holds_results:
            return None
        said: list[bool] = []
        text = self._also_above(at, row, Meaning.RESULT)
        if text:
            result = cells.result_of(text)
            if result is None:
                remarks.append(Remark(Meaning.RESULT, cells.plain(text), T("Chưa rõ đạt hay chưa đạt"), stops=True))
            else:
                said.append(result)
        for meaning, value in ((Meaning.REACHED, True), (Meaning.NOT_REACHED, False)):
            mark = self._text(at, row, meaning)
            if mark and (cells.is_mark(mark) or cells.result_of(mark) is value):
                said.append(value)
            elif mark and fold(mark) not in {"0", "khong"}:
                remarks.append(Remark(meaning, cells.plain(mark), T("Chưa rõ đạt hay chưa đạt"), stops=True))
        if len(set(said)) > 1:
            remarks.append(Remark(Meaning.RESULT, cells.plain(text), T("Vừa ghi đạt vừa ghi chưa đạt"), stops=True))
            return None
        return said[0] if said else None

    def _points(self, row: Row, remarks: list[Remark]) -> float | None:
        column = self._column(Meaning.POINTS)
        value = row[column] if 0 <= column < len(row) else None
        text = "" if value is None else shown(value)
        if not text:
            return None
        points = cells.points_of(value)
        if points is None:
            remarks.append(Remark(Meaning.POINTS, cells.plain(text), T("Chưa hiểu số điểm này"), stops=True))
        return points

    def _indicator_points(self, row: Row, remarks: list[Remark]) -> tuple[tuple[str, float], ...]:
        found: list[tuple[str, float]] = []
        for column, indicator in self._indicators:
            value = value_at(row, column)
            if not shown(value):
                continue
            points = cells.points_of(value)
            if points is None:
                remarks.append(Remark(Meaning.INDICATOR, cells.plain(shown(value)), T("Chưa hiểu số điểm này")))
            else:
                found.append((indicator, points))
        return tuple(found)


_NAME_HEADINGS = frozenset({"ho va ten", "ho ten", "ten", "ho dem"})
_UNSURE = T("Có dấu chưa chắc")
_NUMERALS = frozenset(
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", *"abcdeghklmn")
)
_HOUSEHOLD_LINES = (
    "ho ong ",
    "ho ba ",
    "ho so ",
    "ho gia dinh ",
    "gia dinh ong ",
    "gia dinh ba ",
    "ho thu ",
    "ho chu ",
    "ho anh ",
)


def _with_remark(person: ListedPerson, remark: Remark) -> ListedPerson:
    from dataclasses import replace

    return replace(person, remarks=(*person.remarks, remark))


def _with_context(
    kept: list[tuple[str, str]], context: tuple[str, Said, Found] | None, household: _Household
) -> list[tuple[str, str]]:
    """What stood above the row, so that it can be loaded again alone: its village and its household."""
    meanings = {meaning for meaning, _ in kept}
    if Meaning.VILLAGE.value not in meanings and context is not None:
        kept = [(Meaning.VILLAGE.value, cells.plain(context[0])), *kept]
    if Meaning.HOUSEHOLD.value not in meanings and Meaning.HEAD.value not in meanings and household.code:
        kept = [*kept, (Meaning.HOUSEHOLD.value, household.code)]
    return kept


def _unknown(said: Said, found: Found) -> Words:
    names = joined([Verbatim(place.full_name) for place in found.candidates[:3]], "; ")
    if found.is_ambiguous:
        return T("Có nhiều nơi tên {name}: {names}. Chọn một nơi", name=said.whole, names=names)
    if found.candidates:
        return T("Không có nơi nào tên {name}. Gần giống: {names}", name=said.whole, names=names)
    return T("Không có nơi nào tên {name}", name=said.whole)


def dropped_kinds(columns: Sequence[Column]) -> dict[Dropped, list[str]]:
    """What was dropped: kind to the headings."""
    kinds: dict[Dropped, list[str]] = defaultdict(list)
    for column in columns:
        if column.dropped is not None and column.heading not in kinds[column.dropped]:
            kinds[column.dropped].append(column.heading)
    return dict(kinds)
