"""What cells say beside names, births and villages: sex, result, points, schooling; and households' codes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from criteria.names import fold
from intake.grid import Value, shown, without_numbers
from intake.person_name import name_key

LONGEST_TEXT = 80
MOST_POINTS = 1000
_MALE = frozenset({"nam", "m", "male", "trai", "nam gioi", "ong"})
_FEMALE = frozenset({"nu", "f", "female", "gai", "nu gioi", "ba", "n u"})
_MARKS = frozenset({"x", "v", "1", "co", "✓", "✔", "√", "yes", "dung", "+", "*", "●", "■", "☑", "☒"})
_REACHED = frozenset(
    (
        "dat",
        "d",
        "reached",
        "pass",
        "dat cdht",
        "dat cong dan hoc tap",
        "cong dan hoc tap",
        "cdht",
        "dat danh hieu",
        "dat chuan",
        "dat danh hieu cong dan hoc tap",
        "duoc cong nhan",
        "cong nhan",
        "dat yeu cau",
        "da dat",
    )
)
_NOT_REACHED = frozenset(
    (
        "chua dat",
        "khong dat",
        "kd",
        "cd",
        "k dat",
        "ko dat",
        "not reached",
        "fail",
        "khong",
        "chua",
        "khong cong nhan",
        "chua dat cdht",
        "khong dat cdht",
        "chua dat yeu cau",
        "chua cong nhan",
        "khong dat yeu cau",
        "chua duoc cong nhan",
    )
)
_POINTS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?\s*(?:đ|điểm|d|diem)?\s*(?:/\s*\d{2,4})?")
HEADS = frozenset(
    {"chu ho", "ch", "chu nha", "ban than", "chu ho gia dinh", "1 chu ho", "head", "01", "chuho", "ban than chu ho"}
)


@lru_cache(maxsize=2048)
def is_head(relation: str) -> bool:
    """Whether a relation to the head is the head's own: "Chủ hộ", "CH"."""
    return fold(relation) in HEADS


@lru_cache(maxsize=2048)
def sex_of(text: str) -> str | None:
    """ "male", "female", "" for an empty cell; ``None`` for what is neither."""
    said = fold(text)
    if said in _MALE:
        return "male"
    if said in _FEMALE:
        return "female"
    return "" if not said else None


def is_mark(text: str) -> bool:
    """Whether a cell is only ticked: "x", "v", "1"."""
    return text.lower() in _MARKS or fold(text) in _MARKS


@lru_cache(maxsize=2048)
def result_of(text: str) -> bool | None:
    """Reached or not; ``None`` where the text does not clearly say."""
    said = fold(text)
    if said in _NOT_REACHED or said.startswith(("chua dat", "khong dat")):
        return False
    if said in _REACHED or (said.startswith("dat ") and " chua " not in said and " khong " not in said):
        return True
    return None


def points_of(value: Value) -> float | None:
    """Points as a number: 85, "85,5", "85 điểm", "85/100"; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if 0 <= value <= MOST_POINTS else None
    found = _POINTS.fullmatch(shown(value).lower())
    if found is None:
        return None
    points = float(f"{found[1]}.{found[2] or 0}")
    return points if points <= MOST_POINTS else None


def schooling_of(value: Value) -> str:
    """Schooling as it is written; "9/12" that a spreadsheet took for a day is "9/12" again."""
    if isinstance(value, date):
        for done, of in ((value.day, value.month), (value.month, value.day)):
            if of in {10, 12} and done <= of:
                return f"{done}/{of}"
        return ""
    return plain(shown(value))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text that may be kept and shown: without long numbers, not endlessly long."""
    return without_numbers(text)[:LONGEST_TEXT]


def household_code(text: str) -> str:
    """A household's code as the file has it; of nine digits or more a fingerprint: it may be a paper's number."""
    if sum(letter.isdigit() for letter in text) >= 9 or len(text) > 40:
        return "S" + hashlib.sha256(text.encode()).hexdigest()[:10].upper()
    return text


def made_code(head: str, birth_year: int | None, taken: Mapping[str, int]) -> str:
    """A household's code made of its head: the same whenever the same head is read, wherever in the file.

    Args:
        taken: the codes made so far in this village, with how often; a second household of a head of the same name and
            year gets a number behind it.
    """
    letters = "".join(word[0] for word in fold(head).split())[:5].upper()
    digest = hashlib.sha256(f"{name_key(head)}|{birth_year or ''}".encode()).hexdigest()[:6].upper()
    code = f"{letters}{birth_year or ''}-{digest}"
    again = taken.get(code, 0)
    return f"{code}-{again + 1}" if again else code
