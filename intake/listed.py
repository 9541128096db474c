"""What comes of a file: people, rows not taken, remarks, notes, and questions with the officer's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from intake.headings import Dropped, Meaning
from intake.legacy_fonts import Encoding
from locales.text import Words


class Kind(Enum):
    """What a file is."""

    ROSTER = "roster"
    RESULTS = "results"
    COUNTS = "counts"  # numbers without names: nobody can be taken from it
    NOTHING = "nothing"  # no list was found, or it is another commune's


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A village or unit that the commune has.

    Attributes:
        id: whatever the caller knows it by; comes back in :class:`ListedPerson`.
        label: "thôn", "tổ dân phố".
        name: without the label.
        old_commune: the name of the commune before the merger, where villages of one name are told apart by it.
    """

    id: int
    label: str
    name: str
    old_commune: str = ""

    @property
    def full_name(self) -> str:
        """As people say it: "Thôn 1 (Sơn Lĩnh)"."""
        name = f"{self.label[:1].upper()}{self.label[1:]} {self.name}".strip()
        return f"{name} ({self.old_commune})" if self.old_commune else name


@dataclass(frozen=True, slots=True)
class CommuneNames:
    """By which another commune's file is told.

    Attributes:
        own: the commune's name without its label.
        others: names of other communes, the country's if need be; the own one among them does no harm.
    """

    own: str = ""
    others: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong or odd about a row.

    Attributes:
        column: in which column.
        seen: what stands there, cut and without long numbers; never of a dropped column.
        why: in words.
        stops: the row is not taken.
    """

    column: Meaning
    seen: str
    why: Words
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a heading, as it was understood.

    Attributes:
        sheet, letter: where, as Excel names it.
        heading: as the file has it, without long numbers.
        meaning: what it holds; ``None`` where it was dropped.
        dropped: why it was dropped; ``None`` with no meaning is a column that nobody understood, dropped all the same.
        indicator: the indicator's number where it holds points of one.
    """

    sheet: str
    letter: str
    heading: str
    meaning: Meaning | None
    dropped: Dropped | None = None
    indicator: str = ""

    @property
    def key(self) -> str:
        """By which :class:`Choices` know it."""
        return column_key(self.sheet, self.letter)


def column_key(sheet: str, letter: str) -> str:
    """ "Trang 1!C"."""
    return f"{sheet}!{letter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """A row that can be taken.

    Attributes:
        sheet, row: where, the row as Excel numbers it.
        place_id: of the :class:`ListedPlace`.
        birth_year: ``None`` where the file does not surely say it; then a remark tells why.
        household: the file's code, else one made of the head (the same on every import while the head's name and year
            are), else empty.
        household_is_made: it is no code of the file.
        sex: "male", "female" or "".
        result: reached or not, of a list of results; ``None`` where the file does not say.
        points: in all.
        indicator_points: number of the indicator and points.
    """

    sheet: str
    row: int
    place_id: int
    full_name: str
    birth_year: int | None
    household: str = ""
    household_is_made: bool = False
    is_head: bool = False
    relation: str = ""
    sex: str = ""
    schooling: str = ""
    qualification: str = ""
    result: bool | None = None
    points: float | None = None
    indicator_points: tuple[tuple[str, float], ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that is not taken: what its understood columns hold, without long numbers, and why.

    Attributes:
        cells: meaning (of an indicator's points "indicator 1.2") and text.
    """

    sheet: str
    row: int
    cells: tuple[tuple[str, str], ...]
    reasons: tuple[Remark, ...]


class QuestionKind(Enum):
    """What an officer is asked."""

    ENCODING = "encoding"
    NAME_COLUMN = "name_column"
    BIRTH_COLUMN = "birth_column"
    TWO_DIGITS = "two_digits"
    VILLAGE = "village"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer."""

    value: str
    words: Words


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open. Answer it with :meth:`Choices.answered`.

    Attributes:
        key: what it is about, the same whenever the file is read again.
        options: the likely answers; of a village every other id of a place may be given, too.
    """

    kind: QuestionKind
    key: str
    words: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The officer's answers, kept with the file while it is previewed.

    Attributes:
        columns: "Trang 1!C" to what it means; "" drops it. A column of identity, ethnicity and the like stays
            dropped.
        encodings: "Trang 1!C" to how its letters are read.
        two_digits: columns in which two digits are a year of birth, no age.
        villages: a village as the file names it (the question's key) to the id of a place.
        own_communes: names, folded, that belong to this commune after all.
        skips: sheets not to be read.
        reads: hidden sheets to be read all the same.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    two_digits: Mapping[str, bool] = field(default_factory=dict)
    villages: Mapping[str, int] = field(default_factory=dict)
    own_communes: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    def answered(self, question: Question, value: str) -> Choices:
        """These choices with one more answer: an option's value.

        Raises:
            ValueError: it is no answer to this question.
        """
        match question.kind:
            case QuestionKind.ENCODING:
                return replace(self, encodings={**self.encodings, question.key: Encoding(value).value})
            case QuestionKind.NAME_COLUMN:
                return replace(self, columns={**self.columns, column_key(question.key, value): Meaning.NAME.value})
            case QuestionKind.BIRTH_COLUMN:
                return replace(self, columns={**self.columns, column_key(question.key, value): Meaning.BIRTH.value})
            case QuestionKind.TWO_DIGITS:
                return replace(self, two_digits={**self.two_digits, question.key: value == "year"})
            case QuestionKind.VILLAGE:
                return replace(self, villages={**self.villages, question.key: int(value)})
            case QuestionKind.COMMUNE:
                return replace(self, own_communes=(*self.own_communes, question.key)) if value == "ours" else self

    def to_data(self) -> dict[str, Any]:
        """As JSON data; :meth:`from_data` reads it back."""
        return {
            "columns": dict(self.columns),
            "encodings": dict(self.encodings),
            "two_digits": dict(self.two_digits),
            "villages": dict(self.villages),
            "own_communes": list(self.own_communes),
            "skips": list(self.skips),
            "reads": list(self.reads),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Choices:
        """The inverse of :meth:`to_data`; what is not there is not chosen.

        Raises:
            ValueError: a meaning or an encoding that there is not.
        """
        columns = {str(key): str(value) for key, value in data.get("columns", {}).items()}
        for value in filter(None, columns.values()):
            Meaning(value)
        return cls(
            columns=columns,
            encodings={str(key): Encoding(value).value for key, value in data.get("encodings", {}).items()},
            two_digits={str(key): bool(value) for key, value in data.get("two_digits", {}).items()},
            villages={str(key): int(value) for key, value in data.get("villages", {}).items()},
            own_communes=tuple(map(str, data.get("own_communes", ()))),
            skips=tuple(map(str, data.get("skips", ()))),
            reads=tuple(map(str, data.get("reads", ()))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a file holds.

    Attributes:
        kind: what it is.
        columns: every column with a heading, those that were dropped too.
        people: rows that can be taken, in the file's order.
        left_out: rows that are not taken, and why.
        notes: for the preview: hidden rows, fonts, dropped columns, sheets passed over, totals left out.
        questions: what the officer must choose.
        refused: why nothing is taken from this file at all.
    """

    kind: Kind
    columns: tuple[Column, ...] = ()
    people: tuple[ListedPerson, ...] = ()
    left_out: tuple[NotTaken, ...] = ()
    notes: tuple[Words, ...] = ()
    questions: tuple[Question, ...] = ()
    refused: Words | None = None
