"""What was typed, word by word, sign by sign, as the readers of years, names, days and places take it.

These readers know what may stand around a value ("dạ", "sinh năm", "cháu ạ"). A word that they do not know makes a
reply something else than the value alone, and it is asked back: so what nobody thought of is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from criteria.names import fold
from handlers.kit.spelling import Lexicon, Word, is_in, lexicon, spell
from handlers.kit.telex import untelexed

MOST_TOKENS = 40
LONGEST = 300

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_VNI = re.compile(r"\b[A-Za-z]+\d[A-Za-z\d]*\b")
_APOSTROPHES = str.maketrans("’‘ʼ`´′", "''''''")
_HARMLESS_SIGNS = frozenset('.,:;!()[]"“”„«»…~*')


class Token(NamedTuple):
    """A word, a run of digits, or one sign; ``glued``: nothing stands between it and what is before it."""

    raw: str
    word: Word
    glued: bool

    @property
    def is_number(self) -> bool:
        """Whether these are digits."""
        return self.raw.isdecimal()

    @property
    def is_sign(self) -> bool:
        """Whether this is no letter and no digit."""
        return not self.raw.isalnum()


def tidy(text: str) -> str:
    """Composed letters, one kind of apostrophe, one space between words, nothing invisible."""
    plain = unicodedata.normalize("NFC", text.translate(_APOSTROPHES).replace("ð", "đ").replace("Ð", "Đ"))
    seen = "".join(" " if c.isspace() else c for c in plain if c.isspace() or _is_seen(c))
    return " ".join(seen.split())


def _is_seen(c: str) -> bool:
    return unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn", "Me", "Mn"}


def tokens(text: str, *, telex: bool = True) -> tuple[Token, ...]:
    """The words and signs of a text, telex left-overs put right; nothing of a text that is too long to be an answer."""
    if len(text) > LONGEST:
        return ()
    found: list[Token] = []
    said = unicodedata.normalize("NFKC", tidy(text))
    if telex:
        said = _VNI.sub(lambda word: untelexed(word.group()), said)
    for match in _TOKEN.finditer(said):
        raw = match.group()
        glued = match.start() > 0 and not said[match.start() - 1].isspace()
        spelled = spell(untelexed(raw)) if telex and raw.isalpha() else spell(raw)
        word = spelled[0] if len(spelled) == 1 else Word(raw, frozenset())
        found.append(Token(raw, word, glued))
    return tuple(found) if len(found) <= MOST_TOKENS else ()


def is_harmless(token: Token) -> bool:
    """Whether this is a sign that means nothing: a full stop, a bracket, a picture."""
    return token.raw in _HARMLESS_SIGNS or unicodedata.category(token.raw[0]) in {"So", "Sk"}


def asks(text: str) -> bool:
    """Whether this is a question."""
    return "?" in text or "？" in text


# Somebody else: "con tôi", "ông xã tui", "mẹ em"; but "thưa cô, tôi" is oneself.
_KIN = lexicon(
    "con =chồng =vợ =mẹ =má =bố =ba =cha =tía =xã =anh =em =chị =cháu =bà =ông =dâu =rể =trai =gái =nội =ngoại "
    "=cậu =dì =cô =chú "
    "=bạn =thằng =đứa =u =bầm =mế =già chong vo me bo"
)
_MINE = lexicon("tôi tui mình tao nhà")
_OTHERS = frozenset({"ổng", "bả", "ảnh", "chỉ", "nó", "hắn", "thằng", "đứa"})  # at the start: "Lê Thị Ảnh" is a name
_BEFORE_THEM = lexicon("dạ vâng thưa ạ =là thì")
_GREETED = lexicon("thưa chào")
_MAY_FOLLOW_KIN = lexicon("gái trai dâu rể nội ngoại ruột cả út lớn nhỏ đầu thứ hai ba của cái")


def is_of_another(said: Sequence[Token]) -> bool:
    """Whether somebody else is spoken of: "con tôi sinh năm 1980", "ổng nhà tui"."""
    for i, token in enumerate(said):
        before = said[i - 1] if i else None
        if token.raw.lower() in _OTHERS and (before is None or before.is_sign or is_in(before.word, _BEFORE_THEM)):
            return True
        if not is_in(token.word, _KIN) or (before is not None and before.raw.istitle() and token.raw.istitle()):
            continue  # "Nguyễn Văn Ba Minh" is a name, no "ba mình"
        if before is not None and is_in(before.word, _GREETED):
            continue  # "thưa cô, tôi"
        rest = list(said[i + 1 : i + 4])
        while rest and is_in(rest[0].word, _MAY_FOLLOW_KIN):
            rest.pop(0)
        if rest and is_in(rest[0].word, _MINE):
            return True
    return False


_SLIPS = (
    ("à", "không"), ("à", "nhầm"), ("ý", "quên"), ("à", "quên"), ("à", "lộn"), ("ơ", "nhầm"), ("ấy", "nhầm"),
    ("gõ", "nhầm"), ("viết", "nhầm"), ("ghi", "nhầm"), ("nói", "nhầm"), ("xin", "lỗi"), ("bấm", "nhầm"), ("í", "nhầm"),
    ("ủa", "lộn"), ("ủa", "nhầm"), ("nói", "lộn"), ("nhầm",), ("lộn",), ("sorry",),
)  # fmt: skip
_SLIPPED = tuple(tuple(lexicon(f"={each} {fold(each)}") for each in slip) for slip in _SLIPS)
_NOT, _RIGHT, _BUT = lexicon("không ko hông hổng nỏ"), lexicon("phải"), lexicon("chứ chớ")
_INSTEAD, _IS = lexicon("=mà ma"), lexicon("là")
_AFTER_SLIP = lexicon("rồi phải là sang thành =mới đúng ạ")


def corrected(said: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """What was said first and what instead of it: "1957, à không, 1959"; ``None`` where nothing is taken back."""
    for i in range(len(said) - 2):
        if is_in(said[i].word, _NOT) and is_in(said[i + 1].word, _RIGHT):
            if i > 1 and is_in(said[i - 1].word, _BUT):
                return said[i + 2 :], said[: i - 1]  # "1956 chứ không phải 1965"
            at = next((k for k in range(i + 2, len(said) - 2) if is_in(said[k].word, _INSTEAD)), None)
            if at is not None and is_in(said[at + 1].word, _IS):
                return said[i + 2 : at], said[at + 2 :]  # "không phải 18/11 mà là 19/11"
            at = next((k for k in range(i + 3, len(said) - 1) if said[k].raw == ","), None)
            if at is not None:
                return said[i + 2 : at], said[at + 1 :]  # "không phải 1976, 1967"
    for i in range(1, len(said) - 1):
        for slip in _SLIPPED:
            there = said[i : i + len(slip)]
            if len(there) == len(slip) and all(is_in(each.word, lex) for each, lex in zip(there, slip, strict=True)):
                rest = said[i + len(slip) :]
                while rest and (is_harmless(rest[0]) or is_in(rest[0].word, _AFTER_SLIP)):
                    rest = rest[1:]
                return (said[:i], rest) if rest else None
    return None


def drop(said: Sequence[Token], what: Lexicon) -> tuple[Token, ...]:
    """Without these words."""
    return tuple(each for each in said if each.is_number or not is_in(each.word, what))


# What may stand around any answer: words for a lexicon.
COURTESY = (
    "ạ dạ vâng vg ừ ờ uh thưa thì là nhé nhá nha nhe nghe nghen nhen hen hí hỉ ơi á đó đấy này nè ấy í rồi "
    "luôn vậy thế nhỉ tôi tui mình em bác con cháu ông anh cụ bạn ad bot =cô =bà =chú =chị =dì =cậu =mợ =o =thầy =mệ "
    "cán bộ chào xin cảm ơn cám nhiều =e =mk"
)
