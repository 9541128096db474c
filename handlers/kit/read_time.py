"""Reading a time of the day as people type it: "19h30", "7 giờ tối", "7 rưỡi tối"."""

from __future__ import annotations

import re

from criteria.names import fold
from handlers.kit.read import Misread
from handlers.kit.spelling import bare, in_digits, spell
from locales.text import T

_TIME = re.compile(r"(\d{1,2})(?: ?(?:gio|g|h))?(?: ?(\d{1,2}|ruoi)(?: ?(?:phut|p|ph))?)?")
_AFTERNOON = frozenset({"chieu", "toi", "pm"})
_MORNING = frozenset({"sang", "am"})
WHAT_TO_TYPE = T("{You} gõ giờ, ví dụ 19h30 hoặc 7 giờ tối.")


def read_time(said: str) -> int | Misread:
    """The minute of the day: "19h30", "19:30" and "7 giờ rưỡi tối" are 1170."""
    words = fold(" ".join(word.plain for word in in_digits(bare(spell(said.replace(":", "h"))))))
    parts = [word for word in words.split() if word not in {"luc", "vao", "buoi", "khoang"}]
    half_day = {word for word in parts if word in _AFTERNOON | _MORNING}
    found = _TIME.fullmatch(" ".join(word for word in parts if word not in half_day))
    if found is None:
        return Misread(WHAT_TO_TYPE)
    hour, minute = int(found.group(1)), 30 if found.group(2) == "ruoi" else int(found.group(2) or 0)
    if half_day & _AFTERNOON and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        return Misread(WHAT_TO_TYPE)
    return hour * 60 + minute
