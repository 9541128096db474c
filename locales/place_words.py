"""What a reader's own place, who heads it and its commune are called.

A village is a thôn here, a khu phố there, and a phường is no xã. So no text says which: ``{village_label}``,
``{head_label}`` and ``{commune_label}`` in it (``{Village_label}`` … where a sentence begins) are filled for the reader
when the screen is shown, as ``{you}`` is; a text about another place is filled where it is made (:func:`named`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from locales.text import Arg, Joined, Message, Tc

MARK = "_label}"  # what the names of the places to fill end in, as they stand in a text
NamedT = TypeVar("NamedT", bound=Arg)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words for a place: what a village is called there, who heads it, what the commune is called."""

    village: Message
    head: Message
    commune: Message

    @property
    def args(self) -> dict[str, Message]:
        """As a text's arguments."""
        return {"village_label": self.village, "head_label": self.head, "commune_label": self.commune}


_VILLAGES: Mapping[str, Message] = {
    each.msgid: each
    for each in (
        Tc("place", "thôn"),
        Tc("place", "xóm"),
        Tc("place", "làng"),
        Tc("place", "bản"),
        Tc("place", "buôn"),
        Tc("place", "ấp"),
        Tc("place", "khóm"),
        Tc("place", "khu"),
        Tc("place", "khu phố"),
        Tc("place", "tiểu khu"),
        Tc("place", "tổ dân phố"),
    )
}
_COMMUNES: Mapping[str, Message] = {
    each.msgid: each for each in (Tc("place", "xã"), Tc("place", "phường"), Tc("place", "đặc khu"))
}
_HEADS: Mapping[str, Message] = {"tổ dân phố": Tc("place", "tổ trưởng"), "tổ": Tc("place", "tổ trưởng")}
_UNIT = (Tc("place", "đơn vị"), Tc("place", "thủ trưởng đơn vị"))
_ANY_VILLAGE = (Tc("place", "thôn, tổ dân phố"), Tc("place", "trưởng thôn, tổ trưởng"))
_ANY_COMMUNE = Tc("place", "xã, phường")


def place_words(village: str | None, commune: str | None, *, is_unit: bool = False) -> PlaceWords:
    """The words for a place by its label and its commune's; the general ones where a label is not known."""
    if is_unit:
        label, head = _UNIT
    elif village is None:
        label, head = _ANY_VILLAGE
    else:
        label = _VILLAGES.get(village, Message(village, context="place"))
        head = _HEADS.get(village, Tc("place", "trưởng {label}", label=label))
    if commune is None:
        return PlaceWords(label, head, _ANY_COMMUNE)
    return PlaceWords(label, head, _COMMUNES.get(commune, Message(commune, context="place")))


ANYWHERE = place_words(None, None)


def is_open(words: Arg | None) -> bool:
    """Whether a text leaves open what a place is called."""
    if isinstance(words, Message):
        if MARK in words.msgid and not any(key == "village_label" for key, _ in words.args):
            return True
        for _, value in words.args:  # no generator: each screen of each turn is looked through
            if is_open(value):
                return True
    elif isinstance(words, Joined):
        for part in words.parts:
            if is_open(part):
                return True
    return False


def named(words: NamedT, place: PlaceWords) -> NamedT:
    """The same text, with what it leaves open filled for that place; what was filled before stays."""
    return _named(words, place) if is_open(words) else words  # type: ignore[return-value]


def _named(words: Arg, place: PlaceWords) -> Arg:
    match words:
        case Message(msgid, args, context, count):
            filled = tuple((key, named(value, place)) for key, value in args)
            if MARK in msgid and not any(key == "village_label" for key, _ in args):
                filled += tuple(place.args.items())
            return Message(msgid, filled, context, count)
        case Joined(parts, separator):
            return Joined(tuple(named(part, place) for part in parts), separator)
        case _:
            return words
