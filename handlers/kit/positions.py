"""Reading which of a list by their places: "cái đầu", "thứ nhì từ dưới lên", "hai cái cuối", "dòng thứ ba"."""

from __future__ import annotations

import re

from handlers.kit.spelling import in_digits, spell

_POLITE = r"(?:(?:da|vang|thi|tui|toi|bac|em|chau|con|minh|cho|chon|lay|ghi|bam|xin|la|danh|gium|o|ba) )*"
_BEHIND = (
    r"(?: (?:a|i|ay|do|nay|nhe|nha|nghe|nghen|hi|ha|con|chau|em|can bo|co|bac|chi|anh|di|thoi|het|luon|oi|gium|giup|"
    r"ho))*"
)
_LINE = r"(?:dong|hang|nut)"
_ONE = rf"(?:{_LINE}|cai|cay|muc|y|cau|o|so|dap an)"
_THINGS = rf"(?:{_ONE}|viec|thu|dieu|mon)"
_FIRST = (
    rf"{_ONE} (?:so )?(?:dau|thu nhat|nhat)",
    rf"(?:{_ONE} )?(?:dau tien(?: tren het)?|tren cung|tren het|tren dau|dau bang)",
)
_LAST = (
    rf"{_ONE} (?:cuoi|chot|ket)",
    rf"(?:{_ONE} )?(?:cuoi cung|sau cung|duoi cung|duoi het|duoi chot|cuoi bang|chot bang)",
)
_NEXT_TO_LAST = (rf"(?:{_ONE} )?(?:ap chot|ap cuoi|ke cuoi|ke chot|gan cuoi|sat cuoi|truoc cai cuoi)",)
_SECOND = (rf"(?:{_ONE} )?(?:ngay |ke )?(?:6|duoi) cai dau(?: tien)?",)  # "sau" reads as 6
_MIDDLE = (rf"(?:{_ONE} )?(?:o giua|giua|chinh giua|nam giua)",)
_NUMBER = r"(?:thu |so )?(?P<n>[0-9]{1,2}|nhi)"


def _place(*kinds: str) -> re.Pattern[str]:
    return re.compile(f"{_POLITE}(?:{'|'.join(kinds)}){_BEHIND}")


_FIXED = ((_place(*_FIRST), 0), (_place(*_SECOND), 1), (_place(*_NEXT_TO_LAST), -2), (_place(*_LAST), -1))
_IN_THE_MIDDLE = _place(*_MIDDLE)
_FROM_THE_TOP = (_place(rf"{_LINE} {_NUMBER}"), _place(rf"(?:{_ONE} )?{_NUMBER} (?:tu |o )?tren xuong"))
_FROM_THE_BOTTOM = (_place(rf"(?:{_ONE} )?{_NUMBER} (?:tu |o )?duoi len"),)
_FIRST_ONES = _place(rf"(?P<n>[0-9]) {_THINGS} (?:dau|dau tien|tren|tren cung|tren dau|phia tren)")
_LAST_ONES = _place(rf"(?P<n>[0-9]) {_THINGS} (?:cuoi|cuoi cung|duoi|duoi cung|sau cung|phia duoi)")
_OF_A_LINE = re.compile(rf"\b{_LINE}\b")


def read_position(said: str, count: int) -> int | None:
    """The index that a place names, among ``count`` choices; ``None`` if it names none, or there is no such place.

    The middle exists only among an odd number; "cái trên", "cái này" could be any.
    """
    words = _tidy(said)
    at = _index(words, count)
    return at if at is not None and 0 <= at < count else None


def _index(words: str, count: int) -> int | None:
    for pattern, place in _FIXED:
        if pattern.fullmatch(words):
            return place if place >= 0 else count + place
    if _IN_THE_MIDDLE.fullmatch(words):
        return count // 2 if count % 2 else None
    for patterns, from_the_top in ((_FROM_THE_TOP, True), (_FROM_THE_BOTTOM, False)):
        if found := next((found for each in patterns if (found := each.fullmatch(words))), None):
            number = 2 if found["n"] == "nhi" else int(found["n"])
            return number - 1 if from_the_top else count - number
    return None


def read_line(said: str, count: int) -> int | None:
    """The index of a line that is named as one: "dòng thứ ba", where a bare "thứ ba" could be a number or a day."""
    return read_position(said, count) if _OF_A_LINE.search(_tidy(said)) else None


def read_positions(said: str, count: int) -> list[int]:
    """The indexes that "hai cái đầu" or "ba cái cuối" names, among ``count`` choices; none if it names none."""
    words = _tidy(said)
    for pattern, of_first in ((_FIRST_ONES, True), (_LAST_ONES, False)):
        if (found := pattern.fullmatch(words)) and 1 < (n := int(found["n"])) <= count:
            return list(range(n)) if of_first else list(range(count - n, count))
    return []


def _tidy(said: str) -> str:
    return " ".join(word.plain for word in in_digits(spell(said)))
