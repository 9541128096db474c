"""A birth year from a cell of a list, however an office writes dates; what is not surely one year is told, not guessed.

The year that comes out always stands in the cell: as four digits, as the two of a date that fit one year only, or as
Excel's number of a day in a column of such numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from criteria.names import fold
from intake.grid import Value, shown
from locales.text import T, Words

OLDEST = 120  # years; nobody in a list is older
FIRST_SERIAL_DAY = date(1899, 12, 30)  # Excel's day 0, as LibreOffice counts it too


@dataclass(frozen=True, slots=True)
class Birth:
    """What a cell says of a birth.

    Attributes:
        year: the one year that it names, else ``None``.
        why: what is odd about it; a cell without a year that is not empty always has this.
        age: the age it says instead of a year.
    """

    year: int | None
    why: Words | None = None
    age: int | None = None


EMPTY = Birth(None)
_MISSING = frozenset(
    {"", "x", "k", "n a", "na", "khong ro", "k ro", "ko ro", "chua ro", "chua biet", "khong biet", "khong", "khong co"}
    | {"chua co", "khong nho", "khong xac dinh", "chua xac dinh"}
)
_LEAD = re.compile(
    r"^(?:sinh\s*)?(?:ngày|ngay)?\s*(?:tháng|thang)?\s*(?:năm|nam)?\s*(?:sinh|sn|ns|s)?\s*[:.]?\s*(?=\d|th|t\d|năm|nam|ng|mùng|mung)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"^(?:khoảng|tuổi|tuoi|tầm|gần|hơn|trên)?\s*:?\s*(\d{1,3})\s*(?:tuổi|tuoi|t)\.?$|^(?:tuổi|tuoi)\s*:?\s*(\d{1,3})$",
    re.IGNORECASE,
)
_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan january gieng mot", "feb february hai", "mar march ba", "apr april tu bon", "may nam", "jun june sau",
            "jul july bay", "aug august tam", "sep sept september chin", "oct october muoi", "nov november",
            "dec december chap",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORDED = re.compile(
    r"^(?:(?:ngày|ngay|mùng|mung|mồng|mong)?\s*(?P<day>\d{1,2})\s*,?\s*)?"
    r"(?:tháng|thang|thg|th|t)\s*\.?\s*(?P<month>\d{1,2}|[^\W\d_]+(?: hai)?)"
    r"\s*[,./-]?\s*(?:năm|nam)?\s*(?P<year>\d{2}|\d{4})$",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"^(?P<day>\d{1,2})[\s./-]+(?P<month>[A-Za-z]{3,9})\.?[\s,./-]+(?P<year>\d{2}|\d{4})$")
_AMERICAN = re.compile(r"^(?P<month>[A-Za-z]{3,9})\.?[\s./-]+(?P<day>\d{1,2})[\s,./-]+(?P<year>\d{2}|\d{4})$")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\s*[AaPp][Mm])?$")
_SEPARATED = re.compile(r"^(\d{1,4})\s*[/.\-,;\\|_ ]\s*(\d{1,2})\s*[/.\-,;\\|_ ]\s*(\d{1,4})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[/.\-\\ ]\s*(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})\s*[/.\-\\ ]\s*(\d{1,2})$")
_UNKNOWN_PART = re.compile(
    r"^(?:[0?.x_…*-]{1,4}\s*[/.\-]\s*){1,2}(?=\d{4}$)|^(?:\.{2,}|_+|…+)\s*(?=\d{4}$)", re.IGNORECASE
)
_DOUBT = re.compile(
    r"\s*(?:\(\s*(?:\?|gl|al|đl|âl|dl|âm lịch|dương lịch|âm|dương|khoảng|theo [\w ]{1,20})\s*\)|\?+|\*+)\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:khoảng|chừng|tầm|độ|khoang|~|≈)\s*(?=\d{4}$)", re.IGNORECASE)
_USUAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_birth(
    value: Value, today: date, *, serials: bool = False, dated: bool = False, two_digits: bool = False
) -> Birth:
    """What a cell of a column of birth dates or years says.

    Args:
        value: the cell as the file holds it.
        today: births after it are impossible.
        serials: the column's cells are dates or Excel's numbers of days (:func:`holds_serials`), so that a lone number
            of five digits is one.
        dated: the column is one of dates by its heading or by some of its cells, so that a number of five digits that
            cannot be a mistyped year is one.
        two_digits: the officer said that two digits alone are a year here, no age.
    """
    if isinstance(value, bool):
        return Birth(None, _unread(value))
    if isinstance(value, date):
        return _of_day(value, today)
    if isinstance(value, int | float):
        return _of_number(value, today, serials=serials, dated=dated, two_digits=two_digits)
    if value is None:
        return EMPTY
    return _of_text(shown(value), today, serials=serials, two_digits=two_digits)


def holds_serials(values: Iterable[Value]) -> bool:
    """Whether most filled cells of a column are true dates, or numbers of days of the last 120 years."""
    filled = [value for value in values if shown(value)]
    days = sum(isinstance(value, date) or _serial(value) is not None for value in filled)
    return bool(filled) and 2 * days > len(filled)


def _serial(value: Value) -> date | None:
    """The day of Excel's number, where it is a whole one of five digits (1927 to today) or the text of one."""
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"[0-9]{5}(?:\.0+)?", text):
            return None
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 10_000 <= value < 70_000:
        return None
    return FIRST_SERIAL_DAY + timedelta(days=int(value))


def _unread(value: Value) -> Words:
    return T("Chưa hiểu ngày hoặc năm sinh này") if shown(value) else T("Thiếu năm sinh")


def _of_day(value: date, today: date) -> Birth:
    day = date(value.year, value.month, value.day) if isinstance(value, datetime) else value
    typed = (day - FIRST_SERIAL_DAY).days
    if today.year - OLDEST > day.year and today.year - OLDEST <= typed <= today.year:
        return Birth(
            None, T("Ô này định dạng ngày nên hiện {day}; có lẽ người gõ là năm {year}", day=shown(day), year=typed)
        )
    return _checked({day.year}, today, after=day > today)


def _of_number(value: float, today: date, *, serials: bool, dated: bool, two_digits: bool) -> Birth:
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 (NaN)
        return Birth(None, _unread("?"))
    if float(value).is_integer() and 1000 <= value <= 9999:
        return _checked({int(value)}, today)
    day = _serial(value)
    if day is not None:
        if serials or (dated and not 19_000 <= value < 21_000):  # 19571 may be a year with a digit too many
            return _of_day(day, today)
        return Birth(
            None,
            T("Số {number} không phải là năm; nếu là ngày của Excel thì là {day}", number=shown(value), day=shown(day)),
        )
    if not float(value).is_integer():
        return _of_text(shown(value), today, serials=False, two_digits=two_digits)
    return _of_text(str(int(value)), today, serials=False, two_digits=two_digits)


def _of_text(text: str, today: date, *, serials: bool, two_digits: bool) -> Birth:
    if (usual := _USUAL.fullmatch(text)) is not None:
        return _usual(int(usual[1]), int(usual[2]), int(usual[3]), text, today)
    if fold(text) in _MISSING:
        return Birth(None, _unread(text)) if text else EMPTY
    if len(text) > 60:
        return Birth(None, _unread(text))
    said = _AGE.match(text)
    if said:
        return _of_age(int(said[1] or said[2]), today)
    if serials and (day := _serial(text)) is not None:
        return _of_day(day, today)
    doubtful = _DOUBT.search(text) is not None or _ABOUT.match(text) is not None
    plain = _DOUBT.sub("", _CLOCK.sub("", _ABOUT.sub("", text))).strip(" .,;:'\"`’‘“”()[]")
    plain = _UNKNOWN_PART.sub("", plain)
    plain = re.sub(r"(?<=\d)\s*(?:năm|nam)\s*(?=\d{2,4}$)", "/", _LEAD.sub("", plain)).strip()
    if plain[:1] in "/-":
        return Birth(None, _unread(text))
    if (of_age := _AGE.match(plain)) is not None:
        return _of_age(int(of_age[1] or of_age[2]), today)
    if two_digits and re.fullmatch(r"[0-9]{2}", plain):
        return _checked(set(_centuries(int(plain), today)), today)
    found = _years(_tidied(plain), today)
    if found is None:
        return Birth(None, _not_understood(text))
    birth = found if isinstance(found, Birth) else _checked(found, today)
    if birth.year is not None and doubtful:
        return Birth(birth.year, T("Có dấu chưa chắc"))
    return birth


def _usual(day: int, month: int, year: int, text: str, today: date) -> Birth:
    """A date as most are written."""
    found = _separated(text.partition("/")[0], month, f"{year:04}", today)
    return found if isinstance(found, Birth) else _checked(found or set(), today)


def _tidied(text: str) -> str:
    """A year as machines write it, or with gaps: "1957.0", "1.957", "1 9 5 7"."""
    if (
        found := re.fullmatch(r"([0-9]{4})[.,]0+|([12])[.,]([0-9]{3})|([0-9]) ([0-9]) ([0-9]) ([0-9])", text)
    ) is not None:
        return "".join(filter(None, found.groups()))
    return text


def _not_understood(text: str) -> Words:
    if len(set(_YEARS.findall(text))) > 1:
        return T("Hai năm trong một ô")
    return _unread(text)


def _of_age(age: int, today: date) -> Birth:
    year = today.year - age
    if not 0 <= age <= OLDEST:
        return Birth(None, T("Tuổi {age} không thể có", age=age))
    return Birth(None, T("Đây là tuổi, không phải năm sinh (tính ra khoảng {year})", year=year), age)


def _years(text: str, today: date) -> set[int] | Birth | None:
    """The years that a text can name; ``None`` where it is no date at all, a :class:`Birth` where it names why not."""
    if re.fullmatch(r"[0-9]{4}", text):
        return {int(text)}
    if re.fullmatch(r"[0-9]{1,3}", text):
        return _short(int(text), today) if len(text) <= 2 else Birth(None, T("Năm sinh cần 4 chữ số"))
    if re.fullmatch(r"[0-9]{5,8}", text):
        return _packed(text, today)
    for pattern in (_WORDED, _ENGLISH, _AMERICAN):
        if (found := pattern.match(text)) is not None:
            return _worded(found, today)
    if (found := _MONTH_YEAR.match(text)) is not None:
        return _month_of(int(found[1]), int(found[2]))
    if (found := _YEAR_MONTH.match(text)) is not None:
        return _month_of(int(found[2]), int(found[1]))
    if (found := _SEPARATED.match(text)) is not None:
        return _separated(found[1], int(found[2]), found[3], today)
    return None


def _month_of(month: int, year: int) -> set[int] | Birth:
    return {year} if 0 <= month <= 12 else Birth(None, T("Không có tháng {month}", month=month))


def _short(two: int, today: date) -> Birth:
    """A lone number of one or two digits: a year, or an age."""
    years = sorted(_centuries(two, today))
    said = (
        T("Chỉ có {number}: là tuổi hay năm sinh {year}?", number=two, year=years[-1]) if years else _unread(str(two))
    )
    return Birth(None, said)


def _centuries(two: int, today: date) -> Iterator[int]:
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        if today.year - OLDEST <= century + two <= today.year:
            yield century + two


def _worded(found: re.Match[str], today: date) -> set[int] | Birth | None:
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTH_NAMES.get(fold(month))
    if fold(month) in {"muoi mot", "muoi hai"}:
        number = 11 if fold(month) == "muoi mot" else 12
    if number is None:
        return None
    return _separated(found["day"] or "1", number, found["year"], today)


def _separated(first: str, month: int, last: str, today: date) -> set[int] | Birth | None:
    """Day, month and year with something between them, or year, month and day."""
    if len(first) == 4 and len(last) <= 2:
        first, last = last, first
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    day = int(first)
    years = {int(last)} if len(last) == 4 else set(_centuries(int(last), today))
    if day == 0 and 0 <= month <= 12 and len(last) == 4:  # "00/00/1957": only the year is known
        return years
    possible = {year for year in years if _is_day(day, month, year) or _is_day(month, day, year)}
    if not possible:
        return Birth(None, T("Không có ngày {day}", day=f"{first}/{month:02}/{last}"))
    past = {year for year in possible if year != today.year or (month, day) <= (today.month, today.day)}
    return past or Birth(None, T("Ngày sinh chưa tới"))


def _packed(text: str, today: date) -> set[int] | Birth | None:
    """A date without anything between: "12031957", "19570312", "1031957", "120357"."""
    years: set[int] = set()
    padded = text.zfill(8) if len(text) == 7 else text
    if len(padded) == 8:
        if _is_day(int(padded[:2]), int(padded[2:4]), int(padded[4:])):
            years.add(int(padded[4:]))
        if _is_day(int(padded[6:]), int(padded[4:6]), int(padded[:4])):
            years.add(int(padded[:4]))
        years = {year for year in years if today.year - OLDEST <= year <= today.year}
    elif len(text) == 6:
        if 1 <= int(text[:2]) <= 12 and today.year - OLDEST <= int(text[2:]) <= today.year:
            years.add(int(text[2:]))
        years |= {year for year in _centuries(int(text[4:]), today) if _is_day(int(text[:2]), int(text[2:4]), year)}
    return years if len(years) == 1 else None


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _checked(years: set[int], today: date, *, after: bool = False) -> Birth:
    if len(years) > 1:
        first, *_, last = sorted(years)
        return Birth(None, T("Có thể là {one} hoặc {other}", one=first, other=last))
    if not years:
        return Birth(None, T("Chưa hiểu ngày hoặc năm sinh này"))
    year = next(iter(years))
    if year > today.year or after:
        return Birth(None, T("Năm {year} chưa tới", year=year) if year > today.year else T("Ngày sinh chưa tới"))
    if today.year - year > OLDEST:
        return Birth(None, T("Năm {year} xưa quá: hơn {most} tuổi", year=year, most=OLDEST))
    return Birth(year)
