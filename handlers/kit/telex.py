"""Left-overs of typing Vietnamese with the keyboard switched off: "Nguyeenx Thij" (telex), "Tra62n" (VNI)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ONSETS = "ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RIMES = _words(
    """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu o oa
    oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi
    ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uôc uôi uôm uôn
    uông uôt uy uya uych uyên uyêt uynh uyt uyu uơ ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ưu ưt
    """
)
_PLAIN = frozenset(
    "".join(c for c in unicodedata.normalize("NFD", rime) if not unicodedata.combining(c)) for rime in _RIMES
)
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_SHAPES = (("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("dd", "đ"))
_STOPPED = re.compile(r"(?:c|ch|p|t)$")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, with all its marks, is spelled like a Vietnamese syllable."""
    toneless, tone = _without_tone(word.lower())
    found = re.fullmatch(f"({_ONSETS})(.+)", toneless)
    if found is None:
        return False
    ways = {(found[1], found[2])}
    if toneless.startswith("gi"):
        ways |= {("g", toneless[1:]), ("gi", toneless[2:])}
    if toneless.startswith("qu"):
        ways.add(("q", toneless[1:]))
    stopped = _STOPPED.search(toneless) is not None
    known = _RIMES | _PLAIN if toneless.isascii() else _RIMES
    return any(rime in known for _, rime in ways) and not (stopped and tone not in {"\u0301", "\u0323"} and tone)


def _without_tone(word: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", word)
    tone = next((c for c in parts if c in _TONES.values()), "")
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES.values())), tone


@lru_cache(maxsize=8192)
def untelexed(word: str) -> str:
    """A word of telex or VNI as it was meant: "Thij" is "Thị"; any other word as it is.

    Only where the word, as it stands, is no Vietnamese syllable, and is one afterwards.
    """
    if len(word) < 2 or not word.isascii() or is_syllable(word):
        return word
    lower = word.lower()
    meant = _vni(lower) if re.search(r"[a-z]\d", lower) else _telex(lower)
    if meant is None or not is_syllable(meant):
        return word
    return meant.upper() if word.isupper() else meant.capitalize() if word[0].isupper() else meant


def _telex(word: str) -> str | None:
    tone = ""
    for i in range(len(word) - 1, 0, -1):  # the last tone key counts; it may stand inside the word
        if word[i] in _TONES and any(c in "aeiouy" for c in word[:i]):
            tone, word = _TONES[word[i]], word[:i] + word[i + 1 :]
            break
    for typed, letter in _SHAPES:
        word = word.replace(typed, letter)
    word = word.replace("uơ", "ươ") if word.endswith(("uơc", "uơi", "uơm", "uơn", "uơng", "uơp", "uơt")) else word
    for letter, shaped in (("a", "â"), ("e", "ê"), ("o", "ô")):  # the second letter typed at the end: "nguyene"
        if word.count(letter) == 2 and word.endswith(letter) and not is_syllable(word):
            word = word.replace(letter, shaped, 1)[:-1]
    if word.endswith("d") and word.startswith("d") and len(word) > 2:
        word = "đ" + word[1:-1]
    if "w" in word:
        bare = word.replace("w", "", 1)
        word = bare.replace("uo", "ươ") if "uo" in bare else _first(bare, (("a", "ă"), ("o", "ơ"), ("u", "ư")))
    return _with_tone(word, tone)


def _first(word: str, shapes: tuple[tuple[str, str], ...]) -> str:
    return next((word.replace(letter, shaped, 1) for letter, shaped in shapes if letter in word), word)


def _vni(word: str) -> str | None:
    keys = re.findall(r"\d", word)
    word = re.sub(r"\d", "", word)
    tone = ""
    for key in keys:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "6":
            word = _first(word, (("a", "â"), ("e", "ê"), ("o", "ô")))
        elif key == "7":
            word = word.replace("uo", "ươ") if "uo" in word else _first(word, (("o", "ơ"), ("u", "ư")))
        elif key == "8":
            word = _first(word, (("a", "ă"),))
        elif key == "9":
            word = _first(word, (("d", "đ"),))
        else:
            return None
    return _with_tone(word, tone)


def _with_tone(word: str, tone: str) -> str | None:
    """The tone where it is written: on the shaped vowel, else on the last but one, or on the last before a "
    "consonant."""
    if not tone:
        return word
    start = 2 if re.match(r"(?:qu|gi)[aeiouyâêôăơư]", word) else 0
    places = [i for i, c in enumerate(word) if i >= start and c in "aeiouyăâêôơư"]
    if not places:
        return None
    shaped = [i for i in places if word[i] in "ăâêôơư"]
    if shaped:
        at = shaped[-1]
    elif places[-1] < len(word) - 1 or len(places) == 1:
        at = places[-1]
    else:
        at = places[-1] if word.endswith(("oa", "oe", "uy")) else places[-2]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


_TOKEN = re.compile(r"[^\W_]+")
_DIGIT_INSIDE = re.compile(r"[a-z][1-9][a-z]", re.IGNORECASE)


def retyped(text: str) -> str:
    """The text with every such left-over put right; the same text where there is none.

    Digits are taken for VNI only where one stands inside a word: "lop7" may well be a class.
    """
    is_vni = _DIGIT_INSIDE.search(text) is not None
    return _TOKEN.sub(
        lambda found: found[0] if not is_vni and any(c.isdigit() for c in found[0]) else untelexed(found[0]), text
    )
