"""Counting the people of a house who are told one by one: "hai vợ chồng với bà cụ" are three."""

from __future__ import annotations

import re

_ME = r"(?:toi|minh|em|bac)"
_COUPLE = rf"(?:2 )?(?:vo chong|ong ba|bo me)(?: (?:{_ME}|gia|con|chau))*"
_ELDER = r"(?:(?:ba|ong) (?:cu|noi|ngoai|gia)|cu (?:ba|ong)|(?:bo|me)(?: (?:gia|chong|vo|toi))*)"
_SOME = r"(?P<n>[0-9]+) (?:dua|nguoi|chau|con|anh em)(?: (?:con|lon|trai|gai|dau|re|chau))*"
_POLITE = r"(?:(?:da|thua|nha|co|la|thi|o|song) )*"
_BEHIND = r"(?: (?:a|ha|thoi|nhe|nha|con|chau|em|do|ay))*"

_ALONE = re.compile(rf"{_POLITE}(?:{_ME} )?(?:(?:o|song|co) )*(?:1 minh(?: {_ME})?|minh toi|{_ME}){_BEHIND}")
_BESIDES_ME = re.compile(
    rf"{_POLITE}(?:ngoai toi(?: ra)?(?: con)?(?: co)? (?P<others>[0-9]+)(?: nguoi)?|"
    rf"(?P<more>[0-9]+)(?: nguoi)? (?:chua|khong) (?:ke|tinh) toi){_BEHIND}"
)
_KINDS = ((re.compile(_COUPLE), 2), (re.compile(rf"(?:{_ELDER}|{_ME})"), 1), (re.compile(_SOME), None))


def count_people(plain: str) -> int | None:
    """How many people the words name, numbers in digits and no marks; ``None`` where anything else is said."""
    if _ALONE.fullmatch(plain):
        return 1
    if besides := _BESIDES_ME.fullmatch(plain):
        return int(besides["others"] or besides["more"]) + 1
    tidy = re.sub(rf"^{_POLITE}", "", plain)
    parts = re.split(r" (?:voi|va) ", re.sub(rf"{_BEHIND}$", "", tidy) or tidy)
    total = 0
    for part in parts:
        kind = next(((found, number) for pattern, number in _KINDS if (found := pattern.fullmatch(part))), None)
        if kind is None:
            return None
        found, number = kind
        total += int(found["n"]) if number is None else number
    is_all_counted = len(parts) > 1 or not plain[:1].isdigit() or "nguoi" not in plain
    return total if is_all_counted else None
