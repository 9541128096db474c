"""What can be said of a photo of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from criteria.sheet_code import SheetCode


class Trouble(StrEnum):
    """Why a photo cannot be read at all."""

    NO_SHEET = "no_sheet"  # none of the four marks is in it
    CORNER = "corner"  # one to three of them are
    SEVERAL = "several"  # a mark stands in it twice: more than one sheet
    BLURRED = "blurred"
    CODE = "code"  # the four marks are there; what code is between them cannot be read
    STRANGE = "strange"  # the code is none of ours


class Doubt(StrEnum):
    """Why an answer must be asked."""

    NONE = "none"  # nothing is ticked
    TWO = "two"  # more is ticked than there can be
    CROSSED = "crossed"  # a box is filled or crossed out
    BESIDE = "beside"  # something is drawn beside a box
    FAINT = "faint"  # there is something in a box, too little or too odd to be a tick
    HIDDEN = "hidden"  # a box is covered, or not where it should be


class Mark(StrEnum):
    """What a box shows."""

    EMPTY = "empty"
    TICKED = "ticked"
    CROSSED = "crossed"
    BESIDE = "beside"
    FAINT = "faint"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Seen:
    """One box: what it shows, and how sure that is, from 0 to 1."""

    mark: Mark
    confidence: float


@dataclass(frozen=True, slots=True)
class Choices:
    """One question as it is answered: how many boxes it has, and which excludes the others, from 0."""

    count: int
    several: bool = False
    alone: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question's boxes say.

    Attributes:
        question: from 0.
        ticked: the answers, from 0. In doubt they are only what it might be.
        doubt: why it must be asked; ``None``: it is sure.
        confidence: of the least sure box.
    """

    question: int
    ticked: tuple[int, ...]
    doubt: Doubt | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says."""

    code: SheetCode
    answers: tuple[Answer, ...]
