"""Reading what people type: numbers for choices, labels without diacritics, years, names.

Every reader returns the value or a :class:`Misread`, a kind text that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple, TypeAlias

from locales.catalog import LANGUAGES, catalog
from locales.text import T, Verbatim, Words, joined

NAME_LIMIT = 60
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Misread:
    """What was typed could not be understood; ``hint`` says what to write."""

    hint: Words


def fold(text: str) -> str:
    """Lower case, no diacritics, one space between words: "  TRẢ Lại " and "tra lai" are the same."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


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


def _spell(text: str) -> Spelled:
    """The words of a text: "Trả lại 2️⃣" is (tra, hook), (lai, dot), (2); composed or not, either tone style."""
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
    return tuple(Word(_with_i("".join(letters)), frozenset(marks)) for letters, marks in spelled)


def _with_i(plain: str) -> str:
    """ "ý" and "í", "lý" and "lí" are the same."""
    return plain[:-1] + "i" if plain.endswith("y") and plain[-2:-1] not in tuple("aeiou") else plain


def _lexicon(text: str) -> Lexicon:
    """A list of words. One with "=" before it counts only with all its marks: bare "co" is "có", not "cô"."""
    lexicon: dict[str, tuple[tuple[frozenset[str], bool], ...]] = {}
    for each in text.split():
        for word in _spell(each):
            lexicon[word.plain] = (*lexicon.get(word.plain, ()), (word.marks, each.startswith("=")))
    return lexicon


def _is_in(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is in the list, as it stands there or with marks left out."""
    return any(
        word.marks == marks if needs_marks else word.marks <= marks
        for marks, needs_marks in lexicon.get(word.plain, ())
    )


def _count(digits: Word) -> int:
    """The number that the digits are, 0 if they are too many for one of a list."""
    return int(digits.plain) if len(digits.plain) < 4 else 0


def _same(typed: Word, meant: Word) -> bool:
    """Whether a word may be meant: the same letters, and no mark typed that it does not have."""
    return typed.plain == meant.plain and typed.marks <= meant.marks


def _all_same(typed: Spelled, meant: Spelled) -> bool:
    return len(typed) == len(meant) and all(map(_same, typed, meant))


def _is_digits(word: Word) -> bool:
    return word.plain[0] in _DIGITS


# What stands around an answer.
_BEFORE = _lexicon(
    "ạ dạ vâng vg ừ uh um ok oke oki okay thưa xin chào ơi thì là tôi tui mình em e bác con cháu ông anh cụ "
    "=cô =bà =chú =chị =dì =cậu =mợ chọn muốn cho lấy thích bấm gõ i please choose"
)
_AFTER = _lexicon(
    "ạ nhé nhá nha nghe nghen nhen hen ơi đi em bác con cháu ông anh bạn ad =cô =bà =chú =chị =dì =cậu =mợ "
    "thôi luôn vậy thế đó đây này với giúp giùm hộ cảm ơn cám please thanks"
)
_BEFORE_NUMBER = _lexicon(
    "số câu chọn cái thứ đáp án mục phương dòng nút ý ô trả lời điền viết nhắn lựa number option answer choice"
)
_WANTING = _lexicon("chọn muốn lấy bấm gõ xin")

# What turns a meaning round. It must be in the answer and in the label alike.
_NOT = _lexicon(
    "không chưa chẳng =chả đừng =chớ nỏ đếch đéo éo not no never none nothing cannot without disagree disagreed"
)
_UNDO = _lexicon("rút huỷ =bỏ ngừng undo cancel take")
# What makes a sentence a question, a condition, a delay or an estimate.
_DOUBT = _lexicon(
    "thôi khoan nếu mai lát =chờ =đợi sau chiều hơn =trên =dưới =gần khoảng chừng =độ =ít nhiều quá =tối "
    "=từ =tới =đến sẽ nhưng chối =phản từng định if later more less but"
)
_ASKING = _lexicon("gì nào sao đâu ai hay hoặc =hả nhỉ mấy or what who why how")

# Words that say nothing by themselves, and words that may stand around a label of a single word.
_GLUE = _lexicon(
    "và của từ cho là ở như thì mà với để các những cũng hay hoặc về cả tất hết đều nữa lắm rất này đó ấy nhé ạ "
    "the of to and or it is a an in on do be"
)
_FILLERS = _lexicon("rồi hết làm xong cả bản tất được roài nữa đâu hãy done already")

_NOT_SHORT = "k ko kh kg khg hok hk hog hong hem"
_SHORT: Mapping[str, Spelled] = {
    **{short: _spell("không") for short in _NOT_SHORT.split()},
    "dc": _spell("được"),
    "r": _spell("rồi"),
    "j": _spell("gì"),
    "vs": _spell("với"),
    "ng": _spell("người"),
    "bik": _spell("biết"),
    "dont": _spell("do not"),
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
    for word in _spell(spelled)
}
_AFTER_TEN = _UNITS | dict(zip(_spell("mốt lăm nhăm"), (1, 5, 5), strict=True))
_ORDINALS = dict(zip(_spell("nhất nhì"), (1, 2), strict=True))
_TEN, _TENS = _lexicon("mười"), _lexicon("mươi")


def _value(word: Word, values: Mapping[Word, int]) -> int | None:
    return next((n for known, n in values.items() if _same(word, known)), None)


def _spelled_number(words: Spelled) -> int | None:
    """The number that is spelled out by all the words: "hai", "mười lăm", "hai mươi mốt"."""
    match words:
        case (one,):
            return 10 if _is_in(one, _TEN) else _value(one, _UNITS)
        case (ten, unit) if _is_in(ten, _TEN) and (ones := _value(unit, _AFTER_TEN)):
            return 10 + ones
        case (unit, tens, *more) if _is_in(tens, _TENS) and (count := _value(unit, _UNITS)) and count > 1:
            last = _value(more[0], _AFTER_TEN) if len(more) == 1 else None
            if more and last is None:
                return None
            return count * 10 + (last or 0)
    return None


def _bare(words: Spelled) -> Spelled:
    """Without the politeness at the start and at the end."""
    while words and _is_in(words[0], _BEFORE):
        words = words[1:]
    while words and _is_in(words[-1], _AFTER):
        words = words[:-1]
    return words


def _is_grandmother(words: Spelled) -> bool:
    """Whether the first word, "ba" without marks, can be "bà"."""
    return len(words) > 1 and words[0] == Word("ba", frozenset())


def _number(words: Spelled) -> int | None:
    """The number that the words are, with politeness and "số", "câu", "thứ" before it."""
    if _is_grandmother(words) and _is_in(words[1], _WANTING):
        words = words[1:]
    while words and (_is_in(words[0], _BEFORE) or _is_in(words[0], _BEFORE_NUMBER)):
        words = words[1:]
    words = _bare(words)
    if len(words) == 1 and _is_digits(words[0]):
        return _count(words[0])
    if len(words) == 1 and (ordinal := _value(words[0], _ORDINALS)):
        return ordinal
    return _spelled_number(words)


def read_number(said: str) -> int | None:
    """The number from 1 to 99 that a reply is: "2", "(2)", "số 2 ạ", "hai", "mười lăm"; else ``None``."""
    number = _number(_spell(said)) if len(said) <= LONGEST else None
    return number if number is not None and 1 <= number <= 99 else None


def _in_digits(words: Spelled) -> Spelled:
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
            and _is_digits(result[i - 1])
            and _is_digits(result[i + 1])
        )
    )


@lru_cache(maxsize=4096)
def _names(label: str) -> tuple[Spelled, ...]:
    """The ways in which a label may be typed in full, the label itself first."""
    words = _spell(label)
    return tuple(
        dict.fromkeys(name for name in (words, _bare(words), _in_digits(words), _in_digits(_bare(words))) if name)
    )


def _run(words: Spelled) -> str:
    """The letters run together; numbers stay apart."""
    return "".join(f" {word.plain} " if _is_digits(word) else word.plain for word in words)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours stand in the wrong order."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    a, b = typed[start:], meant[start:]
    return typed != meant and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]))


def _stands_in_order(part: Spelled, whole: Spelled) -> bool:
    rest = iter(whole)
    return all(any(_same(word, each) for each in rest) for word in part)


def _place(part: Spelled, whole: Spelled) -> int | None:
    """Where the words of ``part``, a label, stand one after the other in ``whole``, which was typed."""
    places = range(len(whole) - len(part) + 1)
    return next((i for i in places if _all_same(whole[i : i + len(part)], part)), None)


class _Shown:
    """The labels of a screen in all languages, and which of them a reply can mean."""

    def __init__(self, labels: Sequence[Words]) -> None:
        self.labels = labels
        self.names = [
            (i, language, names)
            for language in LANGUAGES
            for i, label in enumerate(labels)
            if (names := _names(catalog(language).render(label)))
        ]
        self.known: dict[str, list[Word]] = {}
        for _, _, names in self.names:
            for word in names[0]:
                self.known.setdefault(word.plain, []).append(word)

    def readings(self, words: Spelled) -> tuple[Spelled, ...]:
        """What a reply may say, from the literal to the freest: abbreviations, politeness, numbers in words."""
        full = tuple(
            each
            for word in words
            for each in ((word,) if word.plain in self.known else _SHORT.get(word.plain, (word,)))
        )
        asked = (full, _bare(full), _in_digits(full), _in_digits(_bare(full)))
        granny = (_bare(full[1:]),) if _is_grandmother(full) else ()
        return tuple(dict.fromkeys(reading for reading in (*asked, *granny) if reading))

    def find(self, said: str, words: Spelled, index: int | None) -> list[int]:
        """The indexes of the labels that can be meant; ``index`` is that of the number in the reply."""
        whole = self.whole(words)
        if whole:
            return whole
        if index is not None:
            return sorted({index, *self.with_end(_bare(words))})
        is_range = any(dash in said for dash in "-–—~")
        readings = [each for each in self.readings(words) if is_range or not all(map(_is_digits, each))]
        for step in (self.beginning, lambda reading: self.inside(reading, asks="?" in said), self.slipped):
            for reading in readings:
                if found := step(reading):
                    return found
        return self.line(said, words)

    def line(self, said: str, words: Spelled) -> list[int]:
        """The label whose whole line was typed: "1. Xác nhận", "đồng ý, số 1"; number and name must agree."""
        at = next((i for i, word in enumerate(words) if _is_digits(word)), None)
        if at is None or len(words) == 1 or not 1 <= _count(words[at]) <= len(self.labels):
            return []
        before = words[:at]
        if before and _is_in(before[-1], _BEFORE_NUMBER):
            before = before[:-1]
        rest = before + words[at + 1 :]
        named = self.whole(rest) if any(map(_is_digits, rest)) else self.find(said, rest, None)
        return sorted({_count(words[at]) - 1, *named}) if named else []

    def whole(self, words: Spelled) -> list[int]:
        """Labels that were typed in full."""
        for readings, forms in (((words,), 1), (self.readings(words), None)):
            for reading in readings:
                named = [(i, name) for i, _, names in self.names for name in names[:forms] if _is_whole(reading, name)]
                found = sorted({i for i, _ in named})
                if len(found) > 1:  # the marks decide, if there are any
                    closer = [
                        {i for i, name in named if reading == name},
                        {i for i, name in named if _all_same(reading, name)},
                    ]
                    found = next((list(each) for each in closer if len(each) == 1), found)
                if found:
                    return found
        return []

    def with_end(self, words: Spelled) -> set[int]:
        """Labels that begin or end with a reply which is a number, too: "câu 2" and "Sửa câu 2"."""
        n = len(words)
        if all(map(_is_digits, words)):
            return set()
        return {
            i
            for i, _, names in self.names
            for name in names
            if _all_same(words, name[:n]) or _all_same(words, name[-n:])
        }

    def beginning(self, reading: Spelled) -> list[int]:
        """Labels that begin with the reply."""
        return self._those(reading, lambda name: _all_same(reading, name[: len(reading)]))

    def slipped(self, reading: Spelled) -> list[int]:
        """Labels that the reply, with one slip of typing in it, is or begins."""
        return self._those(reading, partial(_is_slipped, reading))

    def _those(self, reading: Spelled, fits: Callable[[Spelled], bool]) -> list[int]:
        if not _says_something(reading):
            return []
        return sorted(
            {
                i
                for i, _, names in self.names
                for name in names
                if fits(name) and self._agrees(reading, name) and not self._doubts(reading, name)
            }
        )

    def inside(self, reading: Spelled, *, asks: bool) -> list[int]:
        """Labels in which the words of the reply stand, and labels that stand in the reply."""
        within = self._those(reading, partial(_stands_in_order, reading))
        around = {
            (i, language, name) for i, language, names in self.names for name in names if self._is_around(reading, name)
        }
        around = {
            one
            for one in around
            if not any(
                one[0] != i and len(one[2]) < len(name) and _place(one[2], name) is not None for i, _, name in around
            )
        }
        found = {*within, *(i for i, _, _ in around)}
        if len({i for i, _, _ in around}) == 1:
            for i, language, name in around:
                found |= self._others(reading, i, language, name)
            if len(found) == 1 and (asks or all(self._doubts(reading, name) for _, _, name in around)):
                return within
        return sorted(found)

    def _is_around(self, reading: Spelled, name: Spelled) -> bool:
        at = _place(name, reading)
        extra = () if at is None else reading[:at] + reading[at + len(name) :]
        if not extra or len(extra) > MOST_EXTRA or not self._agrees(reading, name):
            return False
        numbers = {word.plain for word in reading if _is_digits(word)} - {word.plain for word in name}
        if numbers or not _says_something(name):
            return False
        lexicons = (_BEFORE, _AFTER, _FILLERS)
        return len(name) > 1 or all(any(_is_in(word, lexicon) for lexicon in lexicons) for word in extra)

    def _others(self, reading: Spelled, index: int, language: str, name: Spelled) -> set[int]:
        """Other labels to which a word left over leads: "xác nhận sau" may be "Xác nhận" or "Để sau"."""
        own = [word for i, spoken, names in self.names if (i, spoken) == (index, language) for word in names[0]]
        left = [
            word
            for word in _bare(reading)
            if not any(_same(word, each) for each in (*own, *name)) and not _is_in(word, _GLUE)
        ]
        leads = [
            {
                i
                for i, spoken, names in self.names
                if i != index and spoken == language and any(_same(word, each) for each in names[0])
            }
            for word in left
        ]
        return {i for led in leads if len(led) == 1 for i in led}

    def _agrees(self, reading: Spelled, name: Spelled) -> bool:
        """Whether the reply and the label say no, or take back, equally often."""
        typed = [sum(self._means(word, lexicon) for word in reading) for lexicon in (_NOT, _UNDO)]
        return typed == [sum(_is_in(word, lexicon) for word in name) for lexicon in (_NOT, _UNDO)]

    def _doubts(self, reading: Spelled, name: Spelled) -> bool:
        """Whether the reply asks, delays or estimates where the label does not."""
        says_no = any(self._means(word, _NOT) for word in reading)
        doubts = (_DOUBT,) if says_no else (_DOUBT, _ASKING)  # "không có buổi nào" asks nothing
        plain = {word.plain for word in name}
        return any(
            self._means(word, lexicon) for word in _bare(reading) if word.plain not in plain for lexicon in doubts
        )

    def _means(self, word: Word, lexicon: Lexicon) -> bool:
        """Whether a typed word is of that kind; one without marks is first of all the label's word."""
        if not word.marks and (meant := self.known.get(word.plain)):
            return any(_is_in(each, lexicon) for each in meant)
        near_not = (
            lexicon is _NOT and len(word.plain) > 3 and _is_slip(word.plain, "khong") and word.marks <= {"\u0302"}
        )
        return near_not or _is_in(word, lexicon)


def _is_whole(reading: Spelled, name: Spelled) -> bool:
    return [word.plain for word in reading] == [word.plain for word in name] or _run(reading) == _run(name)


def _says_something(reading: Spelled) -> bool:
    """Whether there is more than a single letter and words like "và"."""
    return sum(len(word.plain) for word in reading) > 1 and not all(_is_in(word, _GLUE) for word in reading)


def _is_slipped(reading: Spelled, name: Spelled) -> bool:
    """Whether a label is or begins with the words, but for one slip in a long word.

    A single word that only begins the label must have 5 letters: "dang" is not a slip of "Đúng rồi".
    """
    if len(reading) > len(name):
        return False
    wrong = [(typed, meant) for typed, meant in zip(reading, name, strict=False) if not _same(typed, meant)]
    if len(wrong) != 1:
        return False
    typed, meant = wrong[0]
    long = 5 if len(reading) == 1 < len(name) else 4
    return (
        len(meant.plain) >= long
        and meant.plain.isalpha()
        and typed.marks <= meant.marks
        and _is_slip(typed.plain, meant.plain)
    )


CHOOSE = T("{You} chọn một mục bên dưới, hoặc gõ số của mục ấy, ví dụ 1.")


def _which(found: Sequence[int], labels: Sequence[Words]) -> Misread:
    """Ask back which one of several labels is meant."""
    candidates = [joined((Verbatim(f"{i + 1}."), labels[i]), " ") for i in found[:MOST_CANDIDATES]]
    return Misread(T("Chưa rõ {you} chọn cái nào. {You} gõ số: {candidates}", candidates=joined(candidates, "; ")))


def read_choice(said: str, labels: Sequence[Words]) -> int | Misread:
    """The index of the one label that was meant, by number ("2", "số hai ạ") or by name.

    A name may lack its marks and its end, may have politeness or a sentence around it and one slip of typing
    in it, but what says no is never taken for what says yes. If several labels can be meant, the hint
    names them.
    """
    words = _spell(said) if len(said) <= LONGEST else ()
    number = _number(words)
    index = number - 1 if number is not None and 1 <= number <= len(labels) else None
    if index is not None and len(words) == 1 and _is_digits(words[0]):
        return index  # "1" is the first choice, whatever another label begins with
    if not 1 <= len(words) <= MOST_WORDS:
        return Misread(CHOOSE)
    found = _Shown(labels).find(said, words, index)
    if not found:
        return Misread(CHOOSE)
    return found[0] if len(found) == 1 else _which(found, labels)


CHOOSE_SEVERAL = T("{You} chọn các mục bên dưới rồi chọn Xong, hoặc gõ các số, ví dụ 1 3.")

_SIGNS_BETWEEN = frozenset(",;.+&\n")
_AND = _lexicon("và với vs cùng and")
_ALL = frozenset({"tat ca", "tat", "ca", "het", "tat ca cac cau", "ca hai", "ca ba", "all", "both"})


def _parts(said: str) -> list[str]:
    """What stands between commas, "và" and the like, without mere politeness and a leading "cả"."""
    pieces: list[list[str]] = [[]]
    spaced = "".join(f" {c} " if c in _SIGNS_BETWEEN else c for c in said.replace("\n", ","))
    for piece in spaced.split():
        words = _spell(piece)
        if piece in _SIGNS_BETWEEN or (len(words) == 1 and _is_in(words[0], _AND)):
            pieces.append([])
        else:
            pieces[-1].append(piece)
    parts = [" ".join(piece) for piece in pieces if _bare(_spell(" ".join(piece)))]
    if len(parts) > 1 and fold(parts[0]).startswith("ca "):
        parts[0] = parts[0].split(maxsplit=1)[1]
    return parts


def _of_part(part: str, labels: Sequence[Words]) -> list[int] | Misread:
    """The indexes of one part: numbers in digits, or one number or label."""
    words = _bare(_spell(part))
    if len(words) > 1 and all(map(_is_digits, words)) and not any(dash in part for dash in "-–—~/:"):
        numbers = [_count(word) for word in words]
        valid = all(1 <= number <= len(labels) for number in numbers)
        return [number - 1 for number in numbers] if valid else Misread(CHOOSE_SEVERAL)
    one = read_choice(part, labels)
    return [one] if isinstance(one, int) else one


def read_choices(said: str, labels: Sequence[Words]) -> list[int] | Misread:
    """The indexes of several labels: "1 3", "1, 3 và 4", "13", "một và ba", or names with commas between."""
    if len(said) > LONGEST:
        return Misread(CHOOSE_SEVERAL)
    words = _bare(_spell(said))
    if len(words) == 1 and _is_digits(words[0]) and len(words[0].plain) > 1 and len(labels) < 10:
        digits = [int(digit) for digit in words[0].plain]
        if len(set(digits)) == len(digits) and all(1 <= digit <= len(labels) for digit in digits):
            return sorted(digit - 1 for digit in digits)
    whole = _Shown(labels).whole(_spell(said)) if not all(map(_is_digits, words)) else []
    if len(whole) == 1:
        return whole
    if " ".join(word.plain for word in words) in _ALL:
        return Misread(CHOOSE_SEVERAL)
    parts = _parts(said)
    read = [_of_part(part, labels) for part in parts[:MOST_WORDS]]
    indexes = {index for each in read if not isinstance(each, Misread) for index in each}
    misread = next((each for each in read if isinstance(each, Misread)), None)
    if indexes and misread is None:
        return sorted(indexes)
    return Misread(CHOOSE_SEVERAL) if misread is None or misread.hint == CHOOSE else misread


_QUESTION_MARKS = frozenset(":)=")
_QUESTION_WORDS = frozenset({"c", "cau"})


def read_digits(said: str, counts: Sequence[tuple[int, bool]]) -> list[tuple[int, ...]] | Misread:
    """A whole form answered in one message: per question the numbers of its options, none for 0.

    Args:
        said: "2 1 3 0 124" in the order of the questions, or "1:2 3:1" with their numbers (a question
            left out counts as 0), or all digits run together.
        counts: of each question, how many options it has and whether several may be chosen. Of these,
            the first nine can be chosen here.
    """
    words = _bare(_spell(said))
    letters = next((word for i, word in enumerate(words) if not _is_digits(word) and not _asks_for(words, i)), None)
    if letters is not None:
        typed = next((each for each in said.split() if letters in _spell(each)), letters.plain)
        return Misread(
            T("Có chữ {letters} lẫn trong các số. {You} chỉ gõ số, ví dụ 2 1 3.", letters=Verbatim(typed[:20]))
        )
    numbered = _by_question(said)
    if numbered is not None:
        return _read_numbered(numbered, counts)
    numbers = _in_questions([word.plain for word in words if _is_digits(word)], counts)
    if len(numbers) < len(counts):
        return Misread(
            T(
                "Cần {needed} số mà {you} mới gõ {came} số. Câu nào bỏ qua, {you} gõ 0.",
                needed=len(counts),
                came=len(numbers),
            )
        )
    if len(numbers) > len(counts):
        return Misread(
            T(
                "Chỉ cần {needed} số mà {you} gõ {came} số. {You} gõ lại, mỗi câu một số.",
                needed=len(counts),
                came=len(numbers),
            )
        )
    return _options_of(dict(enumerate(numbers)), counts)


def _asks_for(words: Spelled, i: int) -> bool:
    """Whether the word is the "c" or "câu" before a question's number."""
    return words[i].plain in _QUESTION_WORDS and i + 1 < len(words) and _is_digits(words[i + 1])


def _in_questions(numbers: list[str], counts: Sequence[tuple[int, bool]]) -> list[str]:
    """The numbers, one a question: digits that were run together taken apart, "1. 2" on each line read as pairs."""
    n = len(counts)
    all_single = all(options < 10 and not several for options, several in counts)
    digits = list("".join(numbers))
    if n > 1 and (len(numbers) == 1 or (len(numbers) < n == len(digits) and all_single)):
        return digits
    if n > 2 and numbers[::2] == [str(i) for i in range(1, n + 1)] and len(numbers) == 2 * n:
        return numbers[1::2]
    return numbers


def _by_question(said: str) -> list[tuple[str, list[str]]] | None:
    """The questions that are named by number, each with what follows it; ``None`` if none is.

    What comes before the first of them is kept under the name "".
    """
    spaced = "".join(f" {c} " if c in _QUESTION_MARKS else c for c in unicodedata.normalize("NFKC", said))
    tokens = [word.plain for piece in spaced.split() for word in (_spell(piece) or _mark(piece))]
    found: list[tuple[str, list[str]]] = [("", [])]
    for i, token in enumerate(tokens):
        if not token.isdigit():
            continue
        after = [each for each in tokens[i + 1 :] if each not in _QUESTION_MARKS]
        marked = tokens[i + 1 : i + 2] != [] and tokens[i + 1] in _QUESTION_MARKS and bool(after) and after[0].isdigit()
        if marked or (i > 0 and tokens[i - 1] in _QUESTION_WORDS):
            found.append((token, []))
        else:
            found[-1][1].append(token)
    return found if len(found) > 1 else None


def _mark(piece: str) -> Spelled:
    return (Word(piece, frozenset()),) if piece in _QUESTION_MARKS else ()


def _read_numbered(
    named: list[tuple[str, list[str]]], counts: Sequence[tuple[int, bool]]
) -> list[tuple[int, ...]] | Misread:
    """The answers to questions named by number; each at most once."""
    numbers: dict[int, str] = {}
    if named[0][1]:
        return Misread(T("Có số chưa rõ của câu nào. {You} gõ lại, ví dụ 1:2 2:1."))
    for question, answers in named[1:]:
        i = int(question) - 1 if len(question) < 4 else len(counts)
        if not 0 <= i < len(counts):
            return Misread(
                T("Không có câu {i}. {You} gõ từ câu 1 đến câu {last}.", i=Verbatim(question[:10]), last=len(counts))
            )
        if i in numbers or not answers or (len(answers) > 1 and not counts[i][1]):
            return Misread(T("Câu {i} cần một số. {You} gõ lại, ví dụ {i}:1. Bỏ qua thì gõ {i}:0.", i=i + 1))
        numbers[i] = "".join(answers)
    return _options_of(numbers, counts)


def _options_of(numbers: Mapping[int, str], counts: Sequence[tuple[int, bool]]) -> list[tuple[int, ...]] | Misread:
    """The options that the numbers choose, question by question."""
    result: list[tuple[int, ...]] = []
    for i, (options, several) in enumerate(counts):
        number = numbers.get(i, "0")
        single = [number] if len(number) < 4 else []
        chosen = [int(each) for each in (number if several else single)]
        proper = number == "0" or (bool(chosen) and number[0] != "0" and all(1 <= each <= options for each in chosen))
        if not proper or len(set(chosen)) != len(chosen):
            return Misread(
                T(
                    "Câu {i} không có số {number}. {You} gõ từ 0 đến {most}.",
                    i=i + 1,
                    number=Verbatim(number[:10]),
                    most=options,
                )
            )
        result.append(() if number == "0" else tuple(sorted(chosen)))
    return result


def read_birth_year(said: str, this_year: int, youngest: int) -> int | Misread:
    """A birth year from "1956", "sinh năm 56" or "12/3/1956"; at least ``youngest`` years ago."""
    example = T("{You} gõ năm sinh bằng 4 chữ số, ví dụ 1956.")
    numbers = re.findall(r"\d+", said)
    if not numbers or not said.isprintable():
        return Misread(example)
    last = numbers[-1]
    if len(last) == 4:
        year = int(last)
    elif len(last) == 2:
        year = 1900 + int(last)
        if this_year - year > 100:
            year += 100
    else:
        return Misread(example)
    if year > this_year or year < this_year - OLDEST:
        return Misread(
            T(
                "Năm {year} chưa đúng. {You} gõ năm sinh bằng 4 chữ số, từ {first} đến {last}, ví dụ 1956.",
                year=year,
                first=this_year - OLDEST,
                last=this_year,
            )
        )
    if this_year - year < youngest:
        return Misread(
            T(
                "Người chưa đủ {age} tuổi chưa khai ở đây được. "
                "Nếu gõ nhầm, {you} gõ lại năm sinh, ví dụ 1956. Nếu đúng, nhờ người lớn trong nhà hỏi trưởng thôn.",
                age=youngest,
            )
        )
    return year


def read_name(said: str) -> str | Misread:
    """A full name: letters and spaces, at least two words, capitalised the usual way."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if len(name) > NAME_LIMIT:
        return Misread(T("Tên dài quá. {You} chỉ gõ họ và tên, ví dụ Nguyễn Thị Lan."))
    if not name or not all(c.isalpha() or c in " '-." for c in name) or len(name.split()) < 2:
        return Misread(T("{You} gõ đủ họ và tên bằng chữ, ví dụ Nguyễn Thị Lan."))
    if name == name.lower() or name == name.upper():
        name = " ".join(word.capitalize() for word in name.split())
    return name


def read_reason(said: str) -> str | Misread:
    """A reason in own words: 3 to 300 characters."""
    reason = " ".join(unicodedata.normalize("NFC", said).split())
    if not 3 <= len(reason) <= 300 or not any(c.isalpha() for c in reason):
        return Misread(T("{You} viết lý do bằng vài chữ, nhiều nhất 300 chữ cái."))
    return reason
