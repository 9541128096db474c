"""Words of every region as one, idioms of denial as a plain "không", and words that only sound alike.

What is compared in this shape is only what was told (told.py, quantity.py); labels typed in full are compared as they
stand (spelling.py).
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from handlers.kit.spelling import NOT, Lexicon, Spelled, Word, is_digits, is_in, lexicon, same, spell

# Short forms of two words.
_SHORT = {"gđ": "gia đình", "đt": "điện thoại", "hs": "học sinh", "cn": "công nhân", "gv": "giáo viên"}
_EXPANDED = {word: spell(long) for short, long in _SHORT.items() for word in spell(short)}

# The same words in other regions and in short. "=": only with these marks, since others are too near without.
_SAME = {
    "không": "hổng hông hong hỏng hem hok hogn khogn khog khon nỏ chẳng =chả khg kg kh ko k khum =hăm hẻm đếch đéo",
    "tôi": "tui tao =tớ choa",
    "bà": "=mệ",
    "mẹ": "=má =mạ =bu =bầm",
    "bố": "=tía =thầy =cha",
    "nó": "hắn hấn =ổng =bả",
    "làm": "mần lm",
    "xem": "coi =dòm =ngó",
    "gì": "chi j",
    "nào": "=mô",
    "mấy": "=mí",
    "thế": "rứa rua =vầy",
    "vậy": "=dậy dzậy =zậy",
    "sao": "=răng",
    "nhỉ": "=hè =hầy",
    "này": "=ni =nì",
    "giờ": "=chừ",
    "về": "=dìa =dzìa",
    "với": "=dới =zới vs",
    "thôi": "thui",
    "hết": "=ráo =trọi =sất",
    "thật": "thiệt",
    "chủ": "=chúa",
    "nhật": "nhựt",
    "nhất": "nhứt",
    "hôm": "bữa bựa",
    "lợn": "heo",
    "ngô": "=bắp",
    "vịt": "=dịt",
    "ruộng": "=rọng =rậng",
    "lãi": "=lời",
    "cãi": "=cự =gây",
    "người": "ng ngừi",
    "được": "dc đc đk",
    "học": "hc",
    "luôn": "lun",
    "biết": "bik =bít",
    "rồi": "r roài =rùi =gòi =dồi",
    "chưa": "=chửa chx ch",
    "cũng": "cx cug",
    "mình": "mk mik miềng mềnh",
    "nhiều": "nhìu",
    "wifi": "oai",
}
_OTHERS: dict[str, list[tuple[Lexicon, Word]]] = {}
for _word, _others in _SAME.items():
    for _plain in lexicon(_others):
        _OTHERS.setdefault(_plain, []).append((lexicon(_others), spell(_word)[0]))


def common(word: Word) -> Word:
    """The word as it is said in every region: "mần" is "làm", "hổng" is "không"."""
    return next((to for others, to in _OTHERS.get(word.plain, ()) if is_in(word, others)), word)


(_LEARN,), _BEFORE_LEARNING = spell("học"), frozenset(["di", "nghi", "bo", "dang", "con", "van", "deu", "tu", "co"])
(_HEY,), _SUMMER = spell("hè"), frozenset(["hoi", "mua", "nghi", "dip"])  # "hồi hè" is in summer
_THIS_SUMMER = tuple(spell(each) for each in ("ni", "này", "năm", "vừa", "rồi", "nay"))
(_UNMARKED_NO,), (_HE,) = spell("no"), spell("nó")
(_UNMARKED_USE,), (_USE,) = spell("dung"), spell("dùng")
_WHO_USES = frozenset(["toi", "em", "minh", "biet", "co", "hay", "van", "tu", "xai", "da", "duoc", "su"])
_USED = frozenset(
    [
        "vneid",
        "zalo",
        "dien",
        "may",
        "mang",
        "facebook",
        "youtube",
        "dich",
        "ngan",
        "momo",
        "app",
        "duoc",
        "dc",
        "tot",
        "so",
        "excel",
        "phan",
        "thuoc",
    ]
)
_TO_HIM = frozenset(
    [
        "cho",
        "giup",
        "nhac",
        "bao",
        "khuyen",
        "voi",
        "de",
        "cua",
        "day",
        "keu",
        "bon",
        "tui",
        "chung",
        "dua",
        "bay",
        "chi",
        "nuoi",
        "lo",
        "thuong",
        "cung",
        "con",
    ]
)
_HE_IS = frozenset(["dang", "van", "bi", "duoc", "moi", "sap", "cung", "hay"])
_DO_NOT, _RATHER = spell("chớ chứ")
_AFTER_EMPHASIS = frozenset(["khong", "hong", "no", "co", "sao", "bo", "chau", "con", "em", "a"])


class Heard(NamedTuple):
    """One word as it was typed, and as it is said in every region."""

    typed: Word
    word: Word


@lru_cache(maxsize=4096)
def heard(words: Spelled) -> tuple[Heard, ...]:
    """The words, short forms in full."""
    full = tuple(each for word in words for each in _EXPANDED.get(word, (word,)))
    return tuple(Heard(each, _common_at(full, i)) for i, each in enumerate(full))


def _is_use(words: Spelled, i: int) -> bool:
    """Whether "dung" without its marks is "dùng", and no "đừng": "em dung vneid"."""
    before = words[i - 1].plain if i else ""
    after = words[i + 1].plain if i + 1 < len(words) else ""
    return before in _WHO_USES or after in _USED


def _is_he(words: Spelled, i: int) -> bool:
    """Whether "no" without its marks is "nó", and no "nỏ": "cho no muon xe", "no dang hoc"."""
    before = words[i - 1].plain if i else ""
    after = words[i + 1].plain if i + 1 < len(words) else ""
    return before in _TO_HIM or after in _HE_IS


def _common_at(words: Spelled, i: int) -> Word:
    """A word as it is said in every region, where it stands: the "k" of "50k" is no "không", "có chớ" is "có chứ"."""
    if i and is_digits(words[i - 1]) and is_no(common(words[i])):
        return words[i]
    if words[i].plain == "hk":  # "đi hk", but "hk xem"
        return _LEARN if i and words[i - 1].plain in _BEFORE_LEARNING else _NO.word
    if words[i] == _UNMARKED_USE and _is_use(words, i):
        return _USE
    if words[i] == _UNMARKED_NO and _is_he(words, i):
        return _HE
    if words[i] == _HEY and (i == 0 or words[i - 1].plain in _SUMMER or words[i + 1 :][:1] in _THIS_SUMMER):
        return words[i]
    is_emphatic = i > 0 and words[i] == _DO_NOT and (i + 1 == len(words) or words[i + 1].plain in _AFTER_EMPHASIS)
    return _RATHER if is_emphatic else common(words[i])


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What was said, word by word, with the places where a new clause begins; ``stops``: behind a comma or the like."""

    said: str
    words: tuple[Heard, ...]
    breaks: frozenset[int]
    stops: frozenset[int]
    is_marked: bool = field(init=False)  # typed with marks: then a word without them is no other

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_marked", any(each.typed.marks for each in self.words))

    def clauses(self) -> list[tuple[int, int]]:
        """Where each clause begins and ends."""
        bounds = [0, *sorted(self.breaks), len(self.words)]
        return [(a, b) for a, b in pairwise(bounds) if a < b]

    def has(self, at: int, words: Lexicon) -> bool:
        """Whether a word is in a list, with its marks where others have theirs."""
        word = self.words[at].word
        return is_in(word, words) and (not self.is_marked or any(word.marks == marks for marks, _ in words[word.plain]))

    def only(self, clauses: Container[int]) -> Speech:
        """The clauses alone that begin at these words."""
        words: list[Heard] = []
        breaks: set[int] = set()
        for start, end in self.clauses():
            if start in clauses:
                breaks.add(len(words))
                words += self.words[start:end]
        inside = frozenset(breaks - {0})
        return Speech(self.said, tuple(words), inside, inside)

    def without(self, used: frozenset[int]) -> str:
        """The letters alone, with a dot for each word that is used."""
        return " ".join("·" if i in used else each.word.plain for i, each in enumerate(self.words))

    def letters(self, start: int, end: int) -> str:
        """The letters of some of the words."""
        return " ".join(each.word.plain for each in self.words[start:end])


_CALLS = re.compile(
    r"\b(?:(?:các|mấy|thưa|chào) )?(?:cán bộ|trưởng (?:thôn|bản|ấp|khu)|tổ trưởng|chú cán bộ|cô cán bộ|anh cán bộ)"
    r" (?:ơi|ạ|à|ui)(?!\w)"
    r"|\b(?:thưa|báo cáo|thua|bao cao)(?: với)?(?: (?:các|mấy|anh|chị|cô|chú|bác))* (?:cán bộ|can bo)\b"
    r"(?! (?:xã|thôn|hưu))"
    r"|\b(?:nhé|nha|nghen|nghe|ạ) (?:cán bộ|can bo)\W*$",
    re.IGNORECASE,
)  # who is spoken to is no answer: "lũ về rồi cán bộ ơi"
_STOPS = re.compile(r"[,;:!?…\n]+|\.+(?=\s|$)|\s[-–—]\s")
_CONJUNCTIONS = lexicon("nhưng song =chứ =chớ =chơ")
_AND = lexicon("=và")
_BUT = lexicon("=mà ma")
_NO_CONTRAST = frozenset(["sao", "ai", "gi", "ba"])  # "sao mà ngoan được", "ai mà tin", "ba má"
_WHILE = lexicon("còn con")
_NOW, _THIS = lexicon("nay"), lexicon("năm hôm tháng tuần đến tới xưa đợt vụ bữa ngày từ")  # "trước …, nay nghỉ rồi"
_SUBJECTS = lexicon("tôi mình =bác thằng đứa nhà vợ chồng =cái =con")

_TIMES = frozenset(["ngay", "hom", "buoi", "toi", "sang", "chieu", "tuan", "thang", "nam", "lan", "vu", "dem", "trua"])
_ISNT = lexicon("chẳng =chả")
_NO = Heard(*spell("không không"))
(_DONT,) = spell("đừng")
_THERE = lexicon("đâu =mô")
_HAVE = lexicon("có")
_CAN = lexicon("có phải biết")
_PLACE = lexicon("ở đi từ tới đến vô vào")
_TAKE, _OUT = lexicon("lấy"), lexicon("ra")
_DO, _WHAT, _WAS = lexicon("làm"), lexicon("gì"), lexicon("đã")


@lru_cache(maxsize=256)
def speech(said: str) -> Speech:
    """The words of a sentence in clauses, denials in idioms as a plain "không"."""
    words: list[Heard] = []
    stops: set[int] = set()
    for piece in _STOPS.split(_CALLS.sub(" ", said)):
        stops.add(len(words))
        words += _undo_idioms(list(heard(spell(piece))))
    breaks = {at for at in stops if at < len(words) and not is_in(words[at].word, _AND)}  # ", và" goes on
    for i, each in enumerate(words[1:], 1):
        after = words[i + 1].word if i + 1 < len(words) else None
        turns = after is not None and is_in(each.word, _WHILE) and is_in(after, _SUBJECTS)
        if (
            turns
            or is_in(each.word, _CONJUNCTIONS)
            or (is_in(each.word, _BUT) and words[i - 1].word.plain not in _NO_CONTRAST)
        ):
            breaks.add(i)
    breaks |= {i for i in range(1, len(words)) if is_in(words[i].typed, _NOW) and not is_in(words[i - 1].word, _THIS)}
    ends = {0, len(words)}
    return Speech(said, tuple(words), frozenset(breaks - ends), frozenset(stops - ends))


def _is_there(word: Word) -> bool:
    """Whether this is "đâu"; "dâu" is somebody."""
    return is_in(word, _THERE) and (not word.marks or word.plain != "dau" or "\u0335" in word.marks)


def _is_there_at(words: list[Heard], i: int) -> bool:
    """Whether a word is "đâu" where it stands: "mô hình" is none."""
    return _is_there(words[i].typed) and not (i + 1 < len(words) and words[i + 1].typed.plain == "hinh")


def _said_by_a_no(words: list[Heard]) -> list[Heard]:
    """ "Tối nào tôi chẳng giục" is "tối nào tôi cũng giục"."""
    for i in range(1, len(words)):
        if words[i].word.plain != "nao" or words[i - 1].word.plain not in _TIMES:
            continue
        for j in range(i + 1, min(i + 4, len(words))):
            if is_in(words[j].typed, _ISNT):
                return [*words[:j], Heard(*spell("cũng cũng")), *words[j + 1 :]]
    return words


def _undo_idioms(words: list[Heard]) -> list[Heard]:
    """ "đâu có X", "làm gì có X", "có X đâu" are "không X"."""
    for i, (_, word) in enumerate(words[:-1]):
        after = words[i + 1].word
        if _is_there_at(words, i) and is_in(after, _CAN) and not (i and is_in(words[i - 1].word, _PLACE)):
            return [*words[:i], _NO, *words[i + (2 if is_in(after, _HAVE) else 1) :]]
        if (
            i + 2 < len(words)
            and is_in(word, _TAKE)
            and _is_there(words[i + 1].typed)
            and is_in(words[i + 2].word, _OUT)
        ):
            return [*words[:i], _NO, *words[i + 3 :]]
        if i + 2 < len(words) and is_in(word, _DO) and is_in(after, _WHAT) and is_in(words[i + 2].word, _HAVE):
            return [*words[:i], _NO, *words[i + 3 :]]
    words = _said_by_a_no(words)
    there = next((i for i in range(1, len(words)) if _is_there_at(words, i)), None)
    if there is not None and there + 1 < len(words) and words[there + 1].word.plain == "ra":
        return words  # "đâu ra đấy"
    if there is not None and any(word.plain == "cung" for _, word in words[there + 1 : there + 4]):
        return words  # "vụ mô tui cũng tính"
    if there is None or is_in(words[there - 1].word, _PLACE) or any(is_no(word) for _, word in words):
        return words
    if any(is_in(word, _CONJUNCTIONS) for _, word in words[:there]):
        return words  # "có nhắc chứ tiền đâu": what was said before is not denied
    if words[there - 1].word.plain == "con":
        return words  # "hết trơn rồi còn đâu"
    have = next((i for i, (_, word) in enumerate(words[:there]) if is_in(word, _HAVE)), None)
    if have is None:
        return [_NO, *words[:there], *words[there + 1 :]] if there > 1 else words
    if have == there - 1 and len(words) > there + 2 and is_in(words[there + 1].word, _BUT):
        return [*words[:have], _NO, *words[there + 2 :]]  # "có đâu mà nuôi lợn"
    start = have - 1 if have and is_in(words[have - 1].word, _WAS) else have
    return [*words[:start], _NO, *words[have + 1 : there], *words[there + 1 :]]


def is_no(word: Word) -> bool:
    """Whether a word denies what follows it; "dùng" is no "đừng"."""
    return is_in(word, NOT) and not (word.plain == _DONT.plain and word.marks and word.marks != _DONT.marks)


(_HUSBAND,) = spell("chồng")  # no "trồng"
# Words that sound alike where they are dictated, or spelt by ear.
_ONSETS = (("tr", "ch"), ("s", "x"), ("gi", "d"), ("r", "d"), ("v", "d"), ("n", "l"))
_ENDS = (("ng", "n"), ("g", "n"), ("k", "c"))


def fits(said: Heard, meant: Heard) -> bool:
    """Whether a word is meant: as it is written, as it is said elsewhere, or by its sound."""
    if same(said.typed, meant.typed) or same(said.word, meant.word):
        return True
    return said.word == said.typed and said.typed != _HUSBAND and _sounds_like(said.typed, meant.typed)


def _sounds_like(typed: Word, meant: Word) -> bool:
    """Whether a word sounds like another: "trép" like "chép", "mạg" like "mạng"."""
    is_d = "\u0335" in typed.marks or "\u0335" in meant.marks  # "đ" sounds like no other
    if len(typed.plain) < 3 or not typed.marks <= meant.marks or is_digits(typed) or is_d:
        return False
    if not typed.marks and meant.marks:  # without its marks it is near to too many
        return False
    return _sound(typed.plain) == _sound(meant.plain)


def sound(word: Word) -> str:
    """A word as it is heard: words that fit one another have this in common."""
    return _sound(word.plain)


@lru_cache(maxsize=4096)
def _sound(plain: str) -> str:
    for written, as_heard in _ONSETS:
        if plain.startswith(written) and plain[:2] not in {"nh", "ng"}:
            plain = as_heard + plain[len(written) :]
            break
    for written, as_heard in _ENDS:
        if plain.endswith(written):
            return plain[: -len(written)] + as_heard
    return plain
