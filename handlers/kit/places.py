"""Villages as people type them: the code, "mã KIMSON.", or the name, "tôi ở thôn Kim Sơn cháu ạ"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from criteria.names import fold
from handlers.kit.name_words import FIRST_WORDS, NO_NAME_UNMARKED, PHRASES, STRANGE, SURE_FIRST_WORDS, both
from handlers.kit.own_words import own_words
from handlers.kit.read import Misread
from handlers.kit.spelling import Spelled, all_same, is_in, lexicon, spell
from handlers.kit.tokens import COURTESY, Token, asks, corrected, is_of_another, tokens
from locales.text import T, Verbatim, Words

_LABELS = [
    "khu phố",
    "kp",
    "thôn",
    "xóm",
    "bản",
    "ấp",
    "làng",
    "buôn",
    "bon",
    "plei",
    "sóc",
    "phum",
    "tổ dân phố",
    "tdp",
    "tổ",
    "khối phố",
    "khối",
    "khóm",
    "khu dân cư",
    "khu",
    "tiểu khu",
    "đội",
]
_SHORT = {"kp": "khu phố", "tdp": "tổ dân phố"}
_SPELLED_LABELS = sorted(map(spell, _LABELS), key=len, reverse=True)
_AROUND = lexicon(
    f"{COURTESY} ở tại mã của số người là cái dân thuộc bên đây đó đấy tên nhà code gọi "
    "chuyển hẳn qua về sang lận cơ =à với hồi mà dọn luôn trên "
    "miềng nờ =bển =t sống dưới tê ngoài cả đều ghi cho gia đình đầu cuối lên thôi"
)
# What describes a place that was named before: "Hồng Lĩnh gần cái đình ấy", "Kim Sơn ba đời nay rồi".
_DESCRIBED = re.compile(
    r"(?P<own>.+?),? (?:(?:ở )?(?:gần|ngay|cạnh|chỗ|phía|đằng|đối diện|bên hông|sau lưng)|xa lắm|lâu|từ|"
    r"(?:mấy|hai|ba|bốn|năm) đời|(?:được|đã) (?:\w+ )+năm)\b[^\d?]*",
    re.IGNORECASE,
)
_HOUSE_NUMBER = re.compile(
    r"\b(?:nhà )?số \d+[a-z]?,? (?=(?:khu|thôn|xóm|bản|ấp|tổ|làng|đường|ngõ)\b)",
    re.IGNORECASE,
)
_POLITE = lexicon("dạ vâng thưa ạ nhé nha nhe nghen cháu bác")
_INVITED = lexicon(f"{COURTESY} ở tại mã của số là cái code mời mở nhập người dân thuộc bên tên nhà")
_NOT = lexicon("không chưa chẳng chả hổng hông nỏ")
_CODE_WORD = lexicon("mã code")
_CODE = re.compile(r"[A-Z0-9]{4,16}")
_JOINS = frozenset("-_./#'\"“”‘’()[]:,!;")

_SURE, _MIDDLE = both(SURE_FIRST_WORDS), frozenset({"văn", "thị", "van", "thi"})
_NOT_A_NAME = STRANGE - {
    "bản",
    "làng",
    "xóm",
    "phố",
    "đồng",
    "đầu",
    "đất",
    "trường",
    "cuối",
    "trên",
    "dưới",
    "trong",
    "mới",
    "từ",
    "lúa",
    "đi",
}
_GREETINGS = frozenset(
    [
        "xin chao",
        "chao",
        "hello",
        "hi",
        "alo",
        "a lo",
        "menu",
        "bat dau",
        "ok",
        "cam on",
        "dong y",
        "tro giup",
        "giup do",
        "ve dau",
        "quay lai",
    ]
)
LONGEST = 80
MOST_WORDS = 4  # of a village's name, where nothing says that it is one


def _label(words: Spelled) -> tuple[Spelled, Spelled]:
    """The label that the words begin with ("khu phố"), and the rest."""
    for label in _SPELLED_LABELS:
        if len(words) >= len(label) and all_same(words[: len(label)], label):
            return label, words[len(label) :]
    return (), words


def _full(label: Spelled) -> str:
    plain = " ".join(word.plain for word in label)
    return fold(_SHORT.get(plain, plain))


def read_place(said: str, known: Mapping[str, str]) -> str | Misread:
    """The code of one of the ``known`` villages, given with their names, by its code or its name.

    A mark that the name does not have, a number that it does not have, or a word that is not known makes it another
    place; where marks are left out, the letters count.
    """
    said = _HOUSE_NUMBER.sub("", said)
    found = _read(said, known)
    if not found and (mine := own_words(said)) is not None:
        found = _read(mine, known)
    if not found and "," in said and not any(is_in(each.word, _NOT) for each in tokens(said)):
        found = set().union(*(_read(part, known) for part in said.split(",")))  # "xóm Đình, thôn Kim Sơn, cạnh …"
    if not found and (described := _DESCRIBED.fullmatch(said)) is not None and not _names_another(described, known):
        found = _read(described["own"], known)
    return found.pop() if len(found) == 1 else Misread(_hint(known))


def _names_another(described: re.Match[str], known: Mapping[str, str]) -> bool:
    """Whether what describes a place denies it or names a village too: "Hồng Lĩnh, gần Kim Sơn"."""
    behind = described.string[described.end("own") :]
    names = (" ".join(word.plain for word in _label(spell(name))[1]) for name in known.values())
    return any(is_in(each.word, _NOT) for each in tokens(behind)) or any(
        name and not name.isdecimal() and name in fold(behind) for name in names
    )


def _read(said: str, known: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for telex in (False, True):
        words = tokens(said, telex=telex)
        if asks(said) or is_of_another(words):
            break
        instead = corrected(words)
        ways = _ways(_words(words if instead is None else instead[1]))
        found |= {code for code, name in known.items() if any(_is_it(each, code, name) for each in ways)}
    return found


def _hint(known: Mapping[str, str]) -> Words:
    code = next(iter(known), "KIMSON")
    return T("{You} gõ mã hoặc tên của {village_label}, ví dụ {code}.", code=Verbatim(code))


def _words(said: Sequence[Token]) -> Spelled:
    """The words without the signs between them; another sign makes it nothing at all."""
    if any(each.is_sign and each.raw not in _JOINS and each.raw.isascii() for each in said):
        return ()
    return tuple(each.word for each in said if not each.is_sign)


def _ways(words: Spelled) -> list[Spelled]:
    """The words with less and less around them."""
    ways = [words]
    while words and is_in(words[0], _AROUND):
        words = words[1:]
        ways.append(words)
        label, rest = _label(words)
        if label and rest and is_in(rest[0], _AROUND):  # "thôn là", "khu phố số"
            ways.append((*label, *rest[1:]))
    for way in tuple(ways):
        rest = way
        while rest and is_in(rest[-1], _AROUND):
            rest = rest[:-1]
            ways.append(rest)
        label, after = _label(way)
        if label:
            bare = after
            while bare and is_in(bare[0], _AROUND):
                bare = bare[1:]
                ways.append((*label, *bare))
                shorter = bare
                while shorter and is_in(shorter[-1], _AROUND):
                    shorter = shorter[:-1]
                    ways.append((*label, *shorter))
    return [way for way in dict.fromkeys(ways) if way]


def _is_it(words: Spelled, code: str, name: str) -> bool:
    """Whether these words are this village, and nothing more."""
    letters = "".join(word.plain for word in words)
    named = spell(name)
    marks = frozenset().union(*(word.marks for word in words))
    known_marks = frozenset().union(*(word.marks for word in named))
    plain_code = "".join(word.plain for word in spell(code))
    if letters == plain_code and (marks <= known_marks or not marks):
        return len(words) == 1 or len(words) == len(letters) or all_same(words, named) or not _conflicts(words, named)
    label, bare = _label(named)
    said_label, said = _label(words)
    if said_label and _code_of(said) == plain_code and len(said) == 1:
        return True
    if not bare or all(word.plain.isdecimal() for word in bare):  # "Khu phố 3" is no "tổ 3"
        return bool(said_label) and _full(said_label) == _full(label) and _same(said, bare)
    return _same(said, bare) or _same(words, named)


def _code_of(words: Spelled) -> str:
    return "".join(word.plain for word in words)


def _conflicts(words: Spelled, named: Spelled) -> bool:
    """Whether a mark was typed that the name does not have there."""
    bare = _label(named)[1] or named
    return any(word.marks for word in words) and not (_same(words, bare) or _same(words, named))


def _same(typed: Spelled, meant: Spelled) -> bool:
    """Whether the words are the same, numbers in words or figures alike."""
    if len(typed) != len(meant) or not meant:
        return False
    return all(
        (one.plain == other.plain and one.marks <= other.marks) or _figure(one) == other.plain
        for one, other in zip(typed, meant, strict=True)
    )


_FIGURES = {
    word: str(n)
    for n, name in enumerate(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], 1)
    for word in (spell(name)[0], spell(fold(name))[0])
}


def _figure(word: tuple[str, frozenset[str]]) -> str | None:
    return next((figure for known, figure in _FIGURES.items() if known == word), None)


def code_in(said: str) -> str | None:
    """The likely code in what was typed: "KIM SƠN", "mã KIMSON.", "thôn Kim Sơn ạ" are KIMSON; else ``None``.

    Whether there is such a code is for the caller to see. A sentence, a greeting or somebody's name is none, unless
    it says "mã" or "thôn".
    """
    if len(said) > LONGEST or asks(said) or fold(said) in _GREETINGS:
        return None
    words = tokens(said, telex=False)
    if (instead := corrected(words)) is not None:
        words = instead[1]
    if not _words(words):
        return None
    rest = tuple(each for each in words if not each.is_sign)
    told = any(is_in(each.word, _CODE_WORD) for each in rest)
    label = ""
    for i in range(len(rest)):  # "tôi ở thôn Kim Sơn": from the label on
        found, after = _label(_words(rest[i:]))
        if found and after:
            label, rest = _full(found), rest[i + len(found) :]
            break
        if not is_in(rest[i].word, _INVITED):
            break
    around = _INVITED if told or label else _POLITE
    while len(rest) > 1 and is_in(rest[0].word, around):
        rest = rest[1:]
    while len(rest) > 1 and is_in(rest[-1].word, around):
        rest = rest[:-1]
    if _is_a_sentence(rest) or not (told or label or _may_be_a_place(rest)):
        return None
    letters = "".join(fold(each.raw) for each in rest)
    figure = letters if letters.isdecimal() else _figure(rest[0].word) if len(rest) == 1 else None
    if label and figure is not None:
        letters = label.replace(" ", "") + figure
    code = letters.upper()
    return code if _CODE.fullmatch(code) and (told or not code.isdecimal()) else None


def _is_spaced_out(said: Sequence[Token]) -> bool:
    """ "K I M S O N"."""
    return len(said) >= 4 and all(len(each.raw) == 1 for each in said)


def _is_a_sentence(said: Sequence[Token]) -> bool:
    """Whether it is long, or has a word in it that no village is called by."""
    if len(said) < 2 or _is_spaced_out(said):
        return all(is_in(each.word, _INVITED) for each in said)
    words = [each.raw.lower() for each in said]
    return len(words) > MOST_WORDS or any(word in _NOT_A_NAME or word in NO_NAME_UNMARKED for word in words)


def _may_be_a_place(said: Sequence[Token]) -> bool:
    """Whether this, with nothing that says so, may be a place's name or a code: "Kim Sơn", "hong linh", "AAAA 2222"."""
    words = [each.raw.lower() for each in said]
    if len(words) == 1 or _is_spaced_out(said):
        return True
    if " ".join(words) in PHRASES or words[0] in _SURE or _MIDDLE & set(words[1:-1]):
        return False
    if any(each.is_number for each in said):
        typed = "".join(each.raw for each in said)
        return typed.isascii() and (typed.isupper() or sum(map(str.isdecimal, typed)) > 2) and typed[0].isalpha()
    return len(words) == 2 or (
        len(words) == 3 and all(each.raw[0].isupper() for each in said) and words[0] not in FIRST_WORDS
    )
