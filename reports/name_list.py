"""Names in a list of an office: by place, within it by given name; who is called alike there is told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from locales.text import T, Words
from reports.sorting import NameKey, vietnamese_name_key

PlaceKey: TypeAlias = tuple[tuple[int, NameKey], ...]


@dataclass(frozen=True, slots=True)
class ListedName:
    """Somebody on a list. ``head``: the head of their household, ``household`` its code; empty where unknown."""

    name: str
    place: str
    head: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: its number, the name as printed, the place."""

    number: int
    name: str
    place: str


def numbered(names: Sequence[ListedName], words: Callable[[Words], str]) -> list[Row]:
    """A row a name, in the order of the list."""
    ordered = sorted(names, key=lambda each: (place_key(each.place), vietnamese_name_key(each.name), each.household))
    alike = Counter((each.place, each.name) for each in ordered)
    by_head = Counter((each.place, each.name, each.head) for each in ordered)
    out = []
    for number, each in enumerate(ordered, 1):
        shown = each.name or "–"
        if alike[each.place, each.name] > 1:
            clear = by_head[each.place, each.name, each.head] == 1
            shown = words(_told_apart(each, by_head=clear))
        out.append(Row(number, shown, each.place))
    return out


def place_key(place: str) -> PlaceKey:
    """A key to sort places by: "Xóm 2" comes before "Xóm 10"."""
    parts = re.split(r"(\d+)", place)
    return tuple(
        (int(part), vietnamese_name_key("")) if part.isdecimal() else (-1, vietnamese_name_key(part)) for part in parts
    )


def _told_apart(each: ListedName, *, by_head: bool) -> Words:
    if each.head and by_head:
        return T("{name} (chủ hộ: {head})", name=each.name, head=each.head)
    if each.household:
        return T("{name} (hộ số {code})", name=each.name, code=each.household)
    return T("{name} (chưa rõ hộ)", name=each.name)
