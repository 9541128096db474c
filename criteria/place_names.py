"""The name of a village as people write it: what it is called, its own name, and the commune it lay in before."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.names import fold

# What villages are called, each with how it is shortened. Longer ones come first where one begins another.
LABELS: dict[str, tuple[str, ...]] = {
    "tổ dân phố": ("tdp", "tdp số", "tổ dân phố số"),
    "khu dân cư": ("kdc",),
    "cụm dân cư": ("cdc",),
    "khối phố": (),
    "tiểu khu": ("tk",),
    "khu phố": ("kp",),
    "khu vực": (),
    "thôn": (),
    "xóm": (),
    "làng": (),
    "bản": (),
    "buôn": (),
    "khóm": (),
    "khối": (),
    "phum": (),
    "sóc": (),
    "ấp": (),
    "khu": (),
    "tổ": (),
    "đội": (),
}
MOST = 120  # letters of a name
_COMMUNES = ("xã", "phường", "thị trấn")
_CLEAR_WITHOUT_MARKS = frozenset({"thon", "xom", "khu pho", "khoi pho", "to dan pho", "khu dan cu", "tieu khu"})
_LIST_MARK = re.compile(r"^(?:[-+*•–]\s*|\d{1,3}\s*[.)]\s+|\d{1,3}\s*\t\s*)")
_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
_TAIL = re.compile(r"[,–-]\s*((?:xã|phường|thị trấn)\s[^,–-]*)$", re.IGNORECASE)
_FORMER = re.compile(r"\s*\(?\bcũ\b\)?\s*$", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village as it was written.

    ``label``: "thôn", "khu phố"; empty where none was said. ``name``: "Kim Sơn", "5". ``old_commune``: where it lay
    before communes were merged, "xã Sơn Lĩnh"; empty where that was not said.
    """

    label: str
    name: str
    old_commune: str = ""

    @property
    def told_apart(self) -> str:
        """The name with the old commune: "1 (xã Sơn Lĩnh cũ)"."""
        return f"{self.name} ({self.old_commune} cũ)" if self.old_commune else self.name

    @property
    def inline(self) -> str:
        """As it stands in a sentence: "xóm 5", "thôn 1 (xã Sơn Lĩnh cũ)"."""
        return f"{self.label or 'thôn'} {self.told_apart}"

    @property
    def full_name(self) -> str:
        """All of it, as it stands in a list: "Thôn 1 (xã Sơn Lĩnh cũ)"."""
        label = self.label[:1].upper() + self.label[1:]
        return f"{label} {self.told_apart}".strip()

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for two ways of writing the same village."""
        return fold(self.label), fold(self.name), fold(self.old_commune)


def village_name(written: str, label: str = "") -> VillageName:
    """Read one village: "Thôn 1 (xã Sơn Lĩnh cũ)", "XÓM 5", "2. KP 3", "Bản Nà Mèo".

    Args:
        written: as it was typed or pasted, with the mark of a list before it or not.
        label: what it is called where the text does not say it.

    Returns the parts; the name is empty where there is none.
    """
    composed = unicodedata.normalize("NFC", written).strip()
    text = " ".join(_LIST_MARK.sub("", composed).split()).strip(" ,;.")
    text, old_commune = _without_old_commune(text)
    said, name = _without_label(text)
    if text.isupper():
        name, old_commune = _capitalised(name), _capitalised(old_commune)
    return VillageName(said or label, name[:MOST], old_commune[:MOST])


def villages_in(written: str, label: str = "") -> tuple[VillageName, ...]:
    """Read villages written one a line, or in one line with semicolons between; empty lines are passed over."""
    lines = [part for line in written.splitlines() for part in line.split(";")]
    return tuple(read for line in lines if (read := village_name(line, label)).name)


def alike(villages: Iterable[VillageName]) -> tuple[VillageName, ...]:
    """Those that nobody could tell apart: of each that comes twice, the first."""
    listed = tuple(villages)
    times = Counter(each.key for each in listed)
    first = {each.key: each for each in reversed(listed)}
    return tuple(first[key] for key, n in times.items() if n > 1)


def _without_old_commune(text: str) -> tuple[str, str]:
    """What is in brackets at the end, or behind a comma, is an old commune if it says so: "xã …", or "… cũ"."""
    if (found := _BRACKETS.search(text)) is not None and fold(found.group(1)) != "cu":
        inside, is_commune = found.group(1).strip(), False
    elif (found := _TAIL.search(_FORMER.sub("", text))) is not None:
        inside, is_commune = found.group(1).strip(), True
    else:
        return text, ""
    inside = re.sub(r"^(?:thuộc|trước thuộc)\s+", "", inside, flags=re.IGNORECASE)
    commune = _FORMER.sub("", inside)
    first = next((each for each in _COMMUNES if commune.lower().startswith(f"{each} ")), "")
    if not (is_commune or first or commune != inside) or not commune:
        return text, ""
    if first:
        commune = f"{first} {commune[len(first) + 1 :]}"
    return text[: found.start()].strip(" ,–-"), commune


def _without_label(text: str) -> tuple[str, str]:
    """The label that a text begins with, and what is left of it; without marks it must be clear that it is one."""
    words = text.split(" ")
    has_marks = fold(text) != " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
    for label, short in LABELS.items():
        for form in (*sorted(short, key=len, reverse=True), label):
            n = form.count(" ") + 1
            begins, rest = " ".join(words[:n]), " ".join(words[n:])
            if not rest or (fold(begins) != fold(form)):
                continue
            is_number = rest[:1].isdigit()
            is_exact = begins.lower() == form
            if is_exact or (not has_marks and (fold(form) in _CLEAR_WITHOUT_MARKS or is_number)):
                return label, re.sub(r"^số\s+(?=\d)", "", rest, flags=re.IGNORECASE)
    return "", text


def _capitalised(name: str) -> str:
    """A name that was typed in capitals, as names are written: "KIM SƠN" is "Kim Sơn", "III" stays."""
    kept = (word if _ROMAN.fullmatch(word) or not word.isalpha() else word.capitalize() for word in name.split(" "))
    said = " ".join(kept)
    first = next((each for each in _COMMUNES if said.lower().startswith(f"{each} ")), "")
    return first + said[len(first) :]
