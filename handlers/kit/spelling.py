"""Words as people type them: without diacritics or with half of them, run together, misspelt; numbers in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias


class Word(NamedTuple):
    """One word or one run of digits: its plain letters, and the marks it carries ("đ" carries a stroke)."""

    plain: str
    marks: frozenset[str]


Spelled: TypeAlias = tuple[Word, ...]
Lexicon: TypeAlias = Mapping[str, tuple[tuple[frozenset[str], bool], ...]]

LONGEST = 400
MOST_WORDS = 40
MOST_EXTRA = 8
MOST_CANDIDATES = 4

_STROKE = "\u0335"
_MARKS = {each: each for each in "\u0300\u0301\u0302\u0306\u0309\u031b\u0323"} | {"\u0303": "\u0309"}  # ngã as hỏi
_KEYCAP = "\u20e3"
_DIGITS = frozenset("0123456789")


def spell(text: str, *, alike: bool = True) -> Spelled:
    """The words of a text: "Trả lại 2️⃣" is (tra, hook), (lai, dot), (2); composed or not, either tone style.

    ``alike``: "ý" and "í" are one letter.
    """
    spelled: list[tuple[list[str], set[str]]] = []
    goes_on = False
    for c in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower().replace("ð", "đ")):
        category = unicodedata.category(c)
        if c == _KEYCAP:
            goes_on = False
        elif category.startswith("M"):
            if goes_on and c in _MARKS:
                spelled[-1][1].add(_MARKS[c])
        elif c.isalnum():
            if not goes_on or (spelled[-1][0][-1] in _DIGITS) != (c in _DIGITS):
                spelled.append(([], set()))
            spelled[-1][0].append("d" if c == "đ" else c)
            if c == "đ":
                spelled[-1][1].add(_STROKE)
            goes_on = True
        elif category != "Cf" and c not in "'’":
            goes_on = False
    words = (("".join(letters), frozenset(marks)) for letters, marks in spelled)
    return tuple(Word(_with_i(letters) if alike else letters, marks) for letters, marks in words)


def _with_i(plain: str) -> str:
    """ "ý" and "í", "lý" and "lí" are the same."""
    return plain[:-1] + "i" if plain.endswith("y") and plain[-2:-1] not in tuple("aeiou") else plain


def lexicon(text: str) -> Lexicon:
    """A list of words. One with "=" before it counts only with all its marks: bare "co" is "có", not "cô"."""
    lexicon: dict[str, tuple[tuple[frozenset[str], bool], ...]] = {}
    for each in text.split():
        for word in spell(each):
            lexicon[word.plain] = (*lexicon.get(word.plain, ()), (word.marks, each.startswith("=")))
    return lexicon


def is_in(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is in the list, as it stands there or with marks left out."""
    return any(
        word.marks == marks if needs_marks else word.marks <= marks
        for marks, needs_marks in lexicon.get(word.plain, ())
    )


def count_of(digits: Word) -> int:
    """The number that the digits are, 0 if they are too many for one of a list."""
    return int(digits.plain) if len(digits.plain) < 4 else 0


def same(typed: Word, meant: Word) -> bool:
    """Whether a word may be meant: the same letters, and no mark typed that it does not have."""
    return typed.plain == meant.plain and typed.marks <= meant.marks


def all_same(typed: Spelled, meant: Spelled) -> bool:
    """Whether words are the same, one by one."""
    return len(typed) == len(meant) and all(map(same, typed, meant))


def is_digits(word: Word) -> bool:
    """Whether this is a run of digits."""
    return word.plain[0] in _DIGITS


# What stands around an answer.
BEFORE = lexicon(
    "ạ dạ vâng vg ừ uh um ok oke oki okay thưa xin chào ơi thì là tôi tui mình em e bác con cháu ông anh cụ "
    "=cô =bà =chú =chị =dì =cậu =mợ chọn muốn cho lấy thích bấm gõ i please choose"
)
AFTER = lexicon(
    "ạ nhé nhá nha nghe nghen nhen hen ơi đi em bác con cháu ông anh bạn ad =cô =bà =chú =chị =dì =cậu =mợ "
    "thôi luôn =chứ =chớ vậy thế đó đây này với giúp giùm hộ cảm ơn cám please thanks"
)
BEFORE_NUMBER = lexicon(
    "số câu chọn cái thứ đáp án mục phương dòng nút ý ô trả lời điền viết nhắn lựa number option answer choice"
)
_WANTING = lexicon("chọn muốn lấy bấm gõ xin")

# What turns a meaning round. It must be in the answer and in the label alike.
NOT = lexicon(
    "không chưa chẳng =chả đừng =chớ nỏ đếch đéo éo not no never none nothing cannot without disagree disagreed"
)
UNDO = lexicon("rút huỷ =bỏ ngừng undo cancel take")
# What makes a sentence a question, a condition, a delay or an estimate.
DOUBT = lexicon(
    "thôi khoan nếu mai lát =chờ =đợi sau chiều hơn =trên =dưới =gần khoảng chừng =độ =ít nhiều quá =tối "
    "=từ =tới =đến sẽ nhưng chối =phản từng định if later more less but"
)
ASKING = lexicon("gì nào sao đâu ai hay hoặc =hả nhỉ mấy or what who why how")

# Words that say nothing by themselves, and words that may stand around a label of a single word.
GLUE = lexicon(
    "và của từ cho là ở như thì mà với để các những cũng hay hoặc về cả tất hết đều nữa lắm rất này đó ấy nhé ạ "
    "the of to and or it is a an in on do be"
)
FILLERS = lexicon("rồi hết làm xong cả bản tất được roài nữa đâu hãy done already")

_NOT_SHORT = "k ko kh kg khg hok hk hog hong hem"
SHORT: Mapping[str, Spelled] = {
    **{short: spell("không") for short in _NOT_SHORT.split()},
    "dc": spell("được"),
    "r": spell("rồi"),
    "j": spell("gì"),
    "vs": spell("với"),
    "ng": spell("người"),
    "bik": spell("biết"),
    "dont": spell("do not"),
}

_UNITS = {
    word: n
    for n, spelled in enumerate(
        [
            "một one",
            "hai two",
            "ba three",
            "bốn tư four",
            "năm five",
            "sáu six",
            "bảy bẩy seven",
            "tám eight",
            "chín nine",
        ],
        1,
    )
    for word in spell(spelled)
}
_AFTER_TEN = _UNITS | dict(zip(spell("mốt lăm nhăm"), (1, 5, 5), strict=True))
_ORDINALS = dict(zip(spell("nhất nhì"), (1, 2), strict=True))
_TEN, _TENS = lexicon("mười"), lexicon("mươi")


def _value(word: Word, values: Mapping[Word, int]) -> int | None:
    return next((n for known, n in values.items() if same(word, known)), None)


def _spelled_number(words: Spelled) -> int | None:
    """The number that is spelled out by all the words: "hai", "mười lăm", "hai mươi mốt"."""
    match words:
        case (one,):
            return 10 if is_in(one, _TEN) else _value(one, _UNITS)
        case (ten, unit) if is_in(ten, _TEN) and (ones := _value(unit, _AFTER_TEN)):
            return 10 + ones
        case (unit, tens, *more) if is_in(tens, _TENS) and (count := _value(unit, _UNITS)) and count > 1:
            last = _value(more[0], _AFTER_TEN) if len(more) == 1 else None
            if more and last is None:
                return None
            return count * 10 + (last or 0)
    return None


_OF_COURSE = spell("co chu")  # "có chứ" without its marks


def bare(words: Spelled) -> Spelled:
    """Without the politeness at the start and at the end."""
    while words and is_in(words[0], BEFORE):
        words = words[1:]
    while words and (is_in(words[-1], AFTER) or words[-2:] == _OF_COURSE):
        words = words[:-1]
    return words


def is_grandmother(words: Spelled) -> bool:
    """Whether the first word, "ba" without marks, can be "bà"."""
    return len(words) > 1 and words[0] == Word("ba", frozenset())


def number_in(words: Spelled) -> int | None:
    """The number that the words are, with politeness and "số", "câu", "thứ" before it."""
    if is_grandmother(words) and is_in(words[1], _WANTING):
        words = words[1:]
    while words and (is_in(words[0], BEFORE) or is_in(words[0], BEFORE_NUMBER)):
        words = words[1:]
    words = bare(words)
    if len(words) == 1 and is_digits(words[0]):
        return count_of(words[0])
    if len(words) == 1 and (ordinal := _value(words[0], _ORDINALS)):
        return ordinal
    return _spelled_number(words)


def read_number(said: str) -> int | None:
    """The number from 1 to 99 that a reply is: "2", "(2)", "số 2 ạ", "hai", "mười lăm"; else ``None``."""
    number = number_in(spell(said)) if len(said) <= LONGEST else None
    return number if number is not None and 1 <= number <= 99 else None


def in_digits(words: Spelled) -> Spelled:
    """The same with numbers in digits: "hai đến ba buổi" is "2 3 buổi", as in "2-3 buổi"."""
    result: list[Word] = []
    rest = words
    while rest:
        for length in (3, 2, 1):
            number = _spelled_number(rest[:length]) if len(rest) >= length else None
            if number is not None and rest[0].plain != "tu":  # "từ" more often than "tư"
                result.append(Word(str(number), frozenset()))
                rest = rest[length:]
                break
        else:
            result.append(rest[0])
            rest = rest[1:]
    return tuple(
        word
        for i, word in enumerate(result)
        if not (
            word.plain in {"den", "toi"}
            and 0 < i < len(result) - 1
            and is_digits(result[i - 1])
            and is_digits(result[i + 1])
        )
    )


@lru_cache(maxsize=4096)
def names_of(label: str) -> tuple[Spelled, ...]:
    """The ways in which a label may be typed in full, the label itself first."""
    words = spell(label)
    return tuple(dict.fromkeys(name for name in (words, bare(words), in_digits(words), in_digits(bare(words))) if name))


@lru_cache(maxsize=4096)
def run_together(words: Spelled) -> str:
    """The letters run together; numbers stay apart."""
    return "".join(f" {word.plain} " if is_digits(word) else word.plain for word in words)


def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours stand in the wrong order."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    a, b = typed[start:], meant[start:]
    return typed != meant and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]))


def stands_in_order(part: Spelled, whole: Spelled) -> bool:
    """Whether the words of ``part`` stand in ``whole`` in the same order, with others between them."""
    rest = iter(whole)
    return all(any(same(word, each) for each in rest) for word in part)


def place_of(part: Spelled, whole: Spelled) -> int | None:
    """Where the words of ``part``, a label, stand one after the other in ``whole``, which was typed."""
    places = range(len(whole) - len(part) + 1)
    return next((i for i in places if all_same(whole[i : i + len(part)], part)), None)
