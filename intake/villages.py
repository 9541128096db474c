"""Which of the commune's villages a file means. What fits two is asked, what fits none is never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from criteria.names import fold
from intake.listed import CommuneNames, ListedPlace

CLOSE = 0.72  # how alike two spellings must be to be offered
_MARKED_LABELS = (
    "tổ dân phố", "khu dân cư", "cụm dân cư", "khu phố", "khu vực", "tiểu khu", "thôn", "xóm", "làng", "bản", "buôn",
    "ấp", "khóm", "khu", "tdp", "kdc", "kp", "tk", "phum", "sóc", "đội", "plei", "bon", "cụm", "tổ",
)  # fmt: skip
_LABELS = {fold(each): each for each in _MARKED_LABELS}
_FAMILY_NAMES_TOO = frozenset({"to", "ban", "doi", "lang", "bon", "cum", "khu", "ap"})  # without marks: Tô, Bàn, Đỗi …
_SAME_LABEL = {"tdp": "to dan pho", "kp": "khu pho", "kdc": "khu dan cu", "tk": "tieu khu", "to": "to dan pho"}
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,2})*)\s*[.)/:\-–]+\s*")
_COUNTS = re.compile(
    r"[\s,;:(\-–]*(?:có|gồm|tổng số|tổng)?\s*[:=]?\s*\d[\d.]*\s*(?:hộ|ho|khẩu|khau|người|nguoi|nhân khẩu"
    r"|hộ dân|công dân|nk)\b.*$",
    re.IGNORECASE,
)
_COMMUNE = re.compile(
    r"[\s,;(\-–]*\b(?:thuộc\s+|trước đây thuộc\s+)?(?:xã|phường|thị trấn|tt|đặc khu|xa|phuong)\b\.?\s+"
    r"(?P<name>[^,;()\-–]+?)"
    r"(?:\s+(?:cũ|cu|trước đây|trước sáp nhập))?\s*(?:[,;)\-–].*)?$",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu)\s+([^\n,;:()\-–]+)", re.IGNORECASE)
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Said:
    """A village as a file names it: label and name folded, the name as written, the old commune behind it."""

    label: str
    key: str
    written: str
    whole: str  # as the file has it, without numbering and counts
    old: str = ""
    is_surely_old: bool = False  # "cũ" or a column of its own says so: today's commune may have the same name

    @property
    def question(self) -> str:
        """By which an officer's answer is remembered."""
        return f"{self.label} {self.key}|{self.old}".strip()


@dataclass(frozen=True, slots=True)
class Found:
    """What a name led to: a place; else places to choose from; else the name of another commune."""

    place: ListedPlace | None = None
    candidates: tuple[ListedPlace, ...] = ()
    is_ambiguous: bool = False
    other_commune: str = ""


def _number(roman: str) -> int:
    values = [_ROMAN_VALUES[each] for each in roman]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _key(folded: str) -> str:
    """A name for comparing: "so 05" and "V" are "5"."""
    words = [
        str(int(word)) if word.isascii() and word.isdigit() else word for word in folded.removeprefix("so ").split()
    ]
    if words and words[-1] and _ROMAN.fullmatch(words[-1]):
        words[-1] = str(_number(words[-1]))
    return " ".join(words)


def said(text: str) -> Said:
    """Take a village's name apart: "I. Thôn Kim Sơn (45 hộ)", "Thôn 1 - xã Sơn Lĩnh cũ"."""
    numbered = _NUMBERING.sub("", text)
    if numbered:
        text = numbered
    text = _COUNTS.sub("", text).strip()
    old, surely = "", False
    if (found := _COMMUNE.search(text)) is not None and found.start() > 0:
        surely = re.search(r" cu\b| truoc ", fold(found[0])) is not None
        old, text = re.sub(r" (?:cu|truoc day)$", "", fold(found["name"])), text[: found.start()]
    written = re.sub(r"[\s.,;:()\-–]+$", "", text).strip()
    folded = fold(written)
    for label, marked in _LABELS.items():
        if folded.startswith(f"{label} ") or (folded.startswith(label) and folded[len(label) :].isdigit()):
            if not _is_label(written, label, marked):
                continue
            rest = folded[len(label) :].strip()
            name = " ".join(written.split()[len(label.split()) :]) if folded.startswith(f"{label} ") else rest
            return Said(
                _SAME_LABEL.get(label, label), _key(rest), re.sub(r"^[\s:.\-–]+", "", name), written, old, surely
            )
    return Said("", _key(folded), written, written, old, surely)


def _is_label(written: str, label: str, marked: str) -> bool:
    """Whether a text begins with the label itself: "Tô", "Bàn" are families, "Tổ", "Bản" places."""
    begins = unicodedata.normalize("NFC", written.lower())[: len(marked)]
    return _marked(begins) == _marked(marked) or begins.startswith(label)


def has_label(text: str) -> bool:
    """Whether a text names a village by its label: one that may be a family's name needs a number."""
    if len(text) >= 100:
        return False
    found = said(text)
    if not found.label:
        return False
    first = _NUMBERING.sub("", text).split()[0].lower()
    return first not in _FAMILY_NAMES_TOO or any(map(str.isdigit, found.key))


class Villages:
    """The commune's places, looked up by what files call them. One lookup a spelling: the rest is remembered."""

    def __init__(
        self,
        places: Sequence[ListedPlace],
        communes: CommuneNames,
        own_communes: Sequence[str],
        chosen: Mapping[str, int],
    ) -> None:
        self._communes = communes
        self._own = {fold(communes.own), *map(fold, own_communes)} - {""}
        self._olds = {fold(place.old_commune) for place in places} - {""}
        self._others = {fold(name): name for name in communes.others}
        for name in self._own | self._olds:
            self._others.pop(name, None)
        self._places = {place.id: place for place in places}
        self._chosen = chosen
        self._by_key: dict[str, list[ListedPlace]] = defaultdict(list)
        for place in places:
            parsed = said(place.name)
            keys = {parsed.key, _key(fold(place.name)), said(f"{place.label} {place.name}").key}
            if place.old_commune:
                keys |= {f"{key} {fold(place.old_commune)}" for key in keys}
            for key in keys:
                self._by_key[key].append(place)
        self._found: dict[tuple[str, str], tuple[Said, Found]] = {}

    def by_id(self, place_id: int) -> ListedPlace | None:
        """The place with this id."""
        return self._places.get(place_id)

    def find(self, text: str, old_commune: str = "") -> tuple[Said, Found]:
        """The place that a text names, with the old commune of another column."""
        known = self._found.get((text, old_commune))
        if known is None:
            known = self._found[text, old_commune] = self._look(text, old_commune)
        return known

    def _look(self, text: str, old_commune: str) -> tuple[Said, Found]:
        parsed = said(text)
        if not parsed.old and old_commune:
            old = re.sub(r"^(?:xa|phuong|thi tran|tt) | cu$", "", fold(old_commune))
            parsed = Said(parsed.label, parsed.key, parsed.written, parsed.whole, old, is_surely_old=True)
        chosen = self._places.get(self._chosen.get(parsed.question, -1))
        if chosen is not None:
            return parsed, Found(chosen)
        if parsed.old and parsed.old not in self._own | self._olds and parsed.old in self._others:
            return parsed, Found(other_commune=self._others[parsed.old])
        found = self._match(parsed)
        if found.place is None and not found.is_ambiguous and not parsed.old:
            for own in self._own:
                if parsed.key.endswith(f" {own}"):
                    shorter = replace(parsed, key=parsed.key.removesuffix(f" {own}"), old=own)
                    again = self._match(shorter)
                    if again.place is not None or again.is_ambiguous:
                        return shorter, again
        return parsed, found

    def _match(self, parsed: Said) -> Found:
        found = self._by_key.get(parsed.key, [])
        if parsed.old and (parsed.is_surely_old or parsed.old not in self._own):
            of_old = [place for place in found if fold(place.old_commune) == parsed.old]
            # A commune that no place of this name is listed under: where there is but one, it may be the same or not.
            found = of_old if of_old or any(place.old_commune for place in found) else found
            if not of_old and found and parsed.old not in self._own:
                return Found(candidates=tuple(found), is_ambiguous=True)
        if parsed.label and found:
            same = [place for place in found if _SAME_LABEL.get(fold(place.label), fold(place.label)) == parsed.label]
            if not same and any(letter.isdigit() for letter in parsed.key):
                return Found(candidates=tuple(found))
            found = same or found
        if len(found) > 1:
            exactly = [place for place in found if _marked(place.name) == _marked(parsed.written)]
            if len({_marked(place.name) for place in found}) > 1:
                found = exactly or found
        if len(found) == 1:
            return Found(found[0])
        if found:
            return Found(candidates=tuple(found), is_ambiguous=True)
        return Found(candidates=self._close(parsed))

    def _close(self, parsed: Said) -> tuple[ListedPlace, ...]:
        if not parsed.key or parsed.key.isdigit():
            return ()
        keys = get_close_matches(parsed.key, list(self._by_key), n=3, cutoff=CLOSE)
        return tuple({place.id: place for key in keys for place in self._by_key[key]}.values())

    def is_named(self, text: str) -> bool:
        """Whether a text, without a label, is exactly the name of a place, or fits several."""
        if len(text) > 60:
            return False
        _, found = self.find(text)
        return found.place is not None or found.is_ambiguous

    def communes_in(self, text: str) -> tuple[bool, list[str]]:
        """Whether a text names this commune, or one of which it was made; and the other communes that it names."""
        own, others = False, []
        for match in _IN_TEXT.findall(unicodedata.normalize("NFC", text)):
            words = fold(match).split()
            begins = [" ".join(words[:n]) for n in range(min(len(words), 6), 0, -1)]
            if any(begin in self._own | self._olds for begin in begins):
                own = True
            else:
                named = next((self._others[begin] for begin in begins if begin in self._others), None)
                if named is not None and _marked(match).startswith(_marked(named)):
                    others.append(named)
        return own, others


def _marked(name: str) -> str:
    """A name with its marks, in small letters, the tone behind its word: "hoà" and "hòa" are one."""
    from intake.person_name import name_key

    return " ".join(name_key(name).split())
