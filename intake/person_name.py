"""A full name as a list has it: capitals put right, what is around it taken off and told, nothing in it corrected.

Names of all peoples of the country are taken: "H'Hen Niê", "Y Bhăm Êban", "K'Brểu", "Sùng A Dơ", "Thạch Sa-rây".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from criteria.names import fold
from locales.text import T, Words

NAME_LIMIT, MOST_WORDS = 60, 9
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'") | dict.fromkeys("‐‑‒–", "-") | {"Ð": "Đ", "ð": "đ"})
_BRACKETS = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?\s*")
_NUMBERING = re.compile(r"^(?:\(?\d{1,5}\s*[.)/:-]+|[-–+*•·▪➢]+|\d{1,4}\s+(?=\D))\s*")
_YEAR_BEHIND = re.compile(
    r"[\s,;:\-–/]*\b(?:(?:sinh|sn|ns|s\.)\s*(?:năm|nam)?\s*:?\s*)?((?:\d{1,2}[/.\-]\d{1,2}[/.\-])?\d{4})\s*$",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(r"(?:(?:sinh|sn|ns) ?(?:năm)? ?)?((?:\d{1,2}[/.-]\d{1,2}[/.-])?\d{4})", re.IGNORECASE)
_ENDING = re.compile(r"[\s.,;:*_\-–…]+$")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON_FAMILIES = frozenset(
    (
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "truong",
        "doan",
        "mai",
        "trinh",
        "luong",
        "cao",
        "thai",
        "ha",
        "to",
        "ta",
        "dao",
        "lam",
        "luu",
        "chu",
        "quach",
    )
)
_TITLES = frozenset({"ong", "ba", "cu", "anh", "chi", "co", "chu", "bac", "em", "chau", "d c", "dong chi"})
_HEAD_WORDS = frozenset({"chu ho", "ch", "chu nha", "chu gia dinh"})
_GONE = re.compile(
    r"\b(?:da )?(?:chet|mat|qua doi|tu tran|khai tu)\b"
    r"|\b(?:da )?(?:chuyen di|cat khau|chuyen khau|chuyen ho khau|xoa khau|xoa ten)\b"
)
_BIG, _SMALL = "[A-ZÀ-ÏÑ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ]", "[a-zà-ïñ-öø-ýăđĩũơưạ-ỹ]"
_PLAIN = re.compile(f"(?!(?:Ông|Bà|Cụ|Anh|Chị|Cô|Chú|Bác|Em|Cháu) ){_BIG}{_SMALL}*(?: {_BIG}{_SMALL}*){{1,4}}")


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name, or why there is none.

    Attributes:
        name: with its capitals; empty where the cell holds no name.
        why: what is odd; with an empty name the reason.
        birth: a date or year that stood behind the name.
        is_head: "(chủ hộ)" stood behind it.
        is_gone: "(đã chết)", "(chuyển đi)" stood behind it.
    """

    name: str
    why: Words | None = None
    birth: str = ""
    is_head: bool = False
    is_gone: bool = False


def says_gone(note: str) -> bool:
    """Whether a note says that the person died or moved away."""
    said = fold(note)
    return bool(said) and _GONE.search(said) is not None and not said.startswith(("chua ", "khong "))


def is_plain(written: str) -> bool:
    """Whether a cell holds a name and nothing else, as most do: nothing has to be put right."""
    return _PLAIN.fullmatch(written) is not None


def read_name(written: str) -> ReadName:
    """The name in a cell, tidied by :func:`intake.grid.shown`."""
    if is_plain(written):
        return ReadName(written)
    text = written.translate(_APOSTROPHES)
    text = _NUMBERING.sub("", text)
    behind = [inside.strip() for inside in _BRACKETS.findall(text)]
    text = _BRACKETS.sub(" ", text).strip()
    birth = ""
    if (found := _YEAR_BEHIND.search(text)) is not None:
        birth, text = found[1], text[: found.start()]
    years = [inside for inside in behind if _YEAR_IN_BRACKETS.fullmatch(inside)]
    if years and not birth and (inside := _YEAR_IN_BRACKETS.fullmatch(years[0])) is not None:
        birth = inside[1]
    folded = [fold(inside) for inside in behind if inside not in years]
    text, is_head = _without_head(_ENDING.sub("", text).strip(), folded)
    text = _without_title(text)
    if (why := _wrong(text)) is not None:
        return ReadName("", why)
    gone = any(says_gone(each) for each in folded)
    said = [each for each in folded if each and each not in _HEAD_WORDS]
    remark = None
    if gone:
        remark = T("Tên có ghi chú là đã mất hoặc chuyển đi")
    elif said:
        remark = T("Bỏ phần trong ngoặc sau tên")
    elif " " not in text and "'" not in text:
        remark = T("Tên chỉ có một chữ")
    return ReadName(proper(text), remark, birth, is_head, gone)


def _without_head(text: str, behind: list[str]) -> tuple[str, bool]:
    found = re.search(r"[\s,\-–]+(?:[Cc][Hh][Ủủ] [Hh][Ộộ]|CH)$", text)
    if found is not None:
        return text[: found.start()], True
    return text, any(each in _HEAD_WORDS for each in behind)


def _without_title(text: str) -> str:
    """ "Ông Nguyễn Văn An" without "Ông": only where a common family name follows, for Ông is one, too."""
    first, _, rest = text.partition(" ")
    first = fold(first)
    if first in _TITLES and rest.count(" ") >= 1 and fold(rest.split()[0]) in _COMMON_FAMILIES:
        return rest
    return text


def _wrong(text: str) -> Words | None:
    if not text:
        return T("Thiếu họ tên")
    if any(separator in text for separator in (",", ";", "/", "&", "+")) or re.search(r"\bvà\b", text):
        return T("Có lẽ hai người trong một ô, hoặc chưa phải họ tên")
    if any(letter.isdigit() for letter in text):
        return T("Trong họ tên có chữ số")
    if len(text) > NAME_LIMIT or len(text.split()) > MOST_WORDS:
        return T("Dài quá, chưa phải họ tên")
    if not all(letter.isalpha() or letter in " '-." or unicodedata.category(letter) == "Mn" for letter in text):
        return T("Trong họ tên có dấu lạ")
    if not _WORD.search(text) or len(_WORD.findall(text)[0]) == len(text) == 1:
        return T("Chưa phải họ tên")
    return None


def proper(name: str) -> str:
    """The name with a capital at each word's beginning: "NGUYỄN VĂN AN", "nguyễn văn an" are "Nguyễn Văn An"."""
    return " ".join(_proper_word(word) for word in name.split())


def _proper_word(word: str) -> str:
    if word[0].isupper() and not any(c.isupper() and word[i] not in "'-." for i, c in enumerate(word[1:])):
        return word
    pieces = re.split(r"(['.\-])", word)
    made = "".join(piece[:1].upper() + piece[1:].lower() for piece in pieces)
    return unicodedata.normalize("NFC", made)


def name_key(name: str) -> str:
    """A name as both ways of placing its tone write it: "Hoà" and "Hòa" are one, "Hùng" and "Hưng" are two."""
    return " ".join(map(_word_key, name.split()))


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> str:
    """A word in small letters, its tone behind it."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = "".join(c for c in apart if c in _TONES)
    return "".join(c for c in apart if c not in _TONES) + tones
