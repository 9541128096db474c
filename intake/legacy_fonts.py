"""Text in fonts of before Unicode, TCVN3 and VNI, as letters of our time.

A cell in such a font holds Latin letters ("NguyÔn V¨n An", "Nguyeãn Vaên An") that only the font shows as Vietnamese.
Which it is is decided for a whole column: by the font's name, else by how many of its words are Vietnamese syllables.
Automatic detection is unsafe for single names, so three names before and after are shown, and the officer's choice
holds (:class:`Decoded`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product

from intake.syllables import is_syllable

SAMPLES = 3
ENOUGH = 400  # cells that a column is judged by
CLEAR = 0.15  # by how much one reading must beat the other to need no question


class Encoding(Enum):
    """How the letters of a column are to be read."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class Decoded:
    """How a column was read.

    Attributes:
        encoding: how; by the officer's choice where there is one.
        is_sure: the font or the syllables leave no doubt; else the officer is asked.
        samples: up to three texts as they stand in the file, and as they were read.
    """

    encoding: Encoding
    is_sure: bool
    samples: tuple[tuple[str, str], ...] = ()


# TCVN 5712:1993, VN3: one byte a letter; shown here as the letters that Windows-1252 has at that byte.
_TCVN3_BYTES = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
    "CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
    "ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
_TCVN3 = {bytes([int(each[:2], 16)]).decode("cp1252"): each[2] for each in _TCVN3_BYTES.split()}
# Read by a machine set to Vietnamese (Windows-1258) some of these bytes are other letters; they mean the same.
_TCVN3_ALSO = {
    letter: meant
    for each in _TCVN3_BYTES.split()
    for meant in each[2]
    if (letter := bytes([int(each[:2], 16)]).decode("cp1258", "ignore")) and letter not in _TCVN3
}
_TCVN3_TABLE = str.maketrans(_TCVN3 | _TCVN3_ALSO)

_TONED = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BREVED = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_HATTED = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_ALONE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    """One letter, or a letter and its sign behind it, in either case, to the letter meant."""
    pairs: dict[str, str] = {}
    for base, letter in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        pairs |= {base + sign: letter + tone for sign, tone in _TONED.items()}
    pairs |= {"a" + sign: "ă" + tone for sign, tone in _BREVED.items()}
    pairs |= {
        base + sign: {"a": "â", "e": "ê", "o": "ô"}[base] + tone
        for base, (sign, tone) in product("aeo", _HATTED.items())
    }
    table: dict[str, str] = {}
    for written, meant in (pairs | _VNI_ALONE).items():
        letter = unicodedata.normalize("NFC", meant)
        for first, *rest in product(*((each, each.upper()) for each in written)):
            table["".join((first, *rest))] = letter.upper() if first.isupper() else letter
    return table


_VNI = _vni_table()
_VNI_PIECE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


_PIECES = re.compile(r"[^\s\d!-/:-@\[-`{-~]+")  # old fonts use signs as letters, too: "S¬n"


def is_legacy_font(name: str) -> bool:
    """Whether a font of this name shows Latin letters as Vietnamese: ".VnTime", "VNI-Times"."""
    return encoding_of_font(name) is not None


def encoding_of_font(name: str) -> Encoding | None:
    """What text in a font of this name is; ``None`` for every font that needs no reading."""
    plain = re.sub(r"^[A-Z]{6}\+", "", name).strip().lower()  # in a PDF: "ABCDEF+.VnTime"
    if plain.startswith(".vn"):
        return Encoding.TCVN3
    if plain.startswith(("vni-", "vni ")):
        return Encoding.VNI
    return None


def is_capital_font(name: str) -> bool:
    """Whether a TCVN3 font shows small letters as capitals: ".VnTimeH"."""
    return encoding_of_font(name) is Encoding.TCVN3 and name.strip().split()[0].endswith("H")


def is_of_our_time(text: str) -> bool:
    """Whether a letter is in it that no old font uses: then the cell is Unicode, whatever its font is called."""
    return any("\u1e00" <= letter <= "\u1eff" for letter in text)


def decode(text: str, encoding: Encoding, font: str = "") -> str:
    """The text in letters of our time. A cell that already is comes back as it is."""
    if encoding is Encoding.UNICODE or is_of_our_time(text):
        return text
    if encoding is Encoding.TCVN3:
        meant = text.translate(_TCVN3_TABLE)
    else:
        meant = _VNI_PIECE.sub(lambda found: _VNI[found.group()], text)
    meant = unicodedata.normalize("NFC", meant)
    return meant.upper() if is_capital_font(font) else meant


def read_cell(text: str, column: Encoding, font: str = "", *, fonts_known: bool = False) -> str:
    """One cell of a column read as ``column``: its own font holds, and what already is Vietnamese stays.

    Args:
        font: the cell's font, where it is of before Unicode.
        fonts_known: the file names the fonts, so that a cell without an old one is in letters of our time unless they
            make no Vietnamese.
    """
    if text.isascii():
        return text.upper() if font and is_capital_font(font) else text
    own = encoding_of_font(font) if font else None
    encoding = own or column
    if encoding is Encoding.UNICODE:
        return text
    meant = decode(text, encoding, font)
    if own is None and meant != text and _right(text) == 1 and (fonts_known or _right(meant) < 1):
        return text
    return meant


def _right(text: str) -> float:
    """The share of Vietnamese syllables among the words with a letter beyond ASCII; 1 where there is none."""
    marked = [word for word in _PIECES.findall(text) if not word.isascii()]
    if not marked:
        return 1
    return sum(map(is_syllable, marked)) / len(marked)


def decided(texts: Sequence[str], fonts: Sequence[str] = (), chosen: Encoding | None = None) -> Decoded:
    """How a column's texts are to be read.

    Args:
        texts: the column's cells, headings left out.
        fonts: the names of the old fonts in the column, one for each cell that is in one.
        chosen: what the officer chose; it holds.
    """
    marked = [text for text in texts[: 20 * ENOUGH] if not text.isascii()][:ENOUGH]
    if chosen is not None:
        return Decoded(chosen, is_sure=True, samples=_samples(marked, chosen))
    if not marked:
        return Decoded(Encoding.UNICODE, is_sure=True)
    named = [found for found in map(encoding_of_font, fonts) if found is not None]
    if named and not all(map(is_of_our_time, marked)):
        encoding = max(set(named), key=lambda each: (named.count(each), each.value))
        return Decoded(encoding, is_sure=True, samples=_samples(marked, encoding))
    shares: Mapping[Encoding, float] = {
        each: sum(_right(decode(text, each)) for text in marked) / len(marked) for each in Encoding
    }
    best = max(Encoding, key=lambda each: shares[each])  # of equal ones the first: Unicode
    if shares[best] - shares[Encoding.UNICODE] < CLEAR / 2:
        best = Encoding.UNICODE
    if best is Encoding.UNICODE:
        return Decoded(best, is_sure=True)
    others = [share for each, share in shares.items() if each is not best]
    return Decoded(best, is_sure=shares[best] - max(others) >= CLEAR, samples=_samples(marked, best))


def _samples(texts: Sequence[str], encoding: Encoding) -> tuple[tuple[str, str], ...]:
    changed = [(text, meant) for text in texts if (meant := read_cell(text, encoding)) != text]
    return tuple(dict.fromkeys(changed))[:SAMPLES]
