"""Reading which choice was meant: a number, a number word, or the label in any spelling. Never a guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from criteria.names import fold
from handlers.kit.read import Misread
from handlers.kit.spelling import (
    AFTER,
    ASKING,
    BEFORE,
    BEFORE_NUMBER,
    DOUBT,
    FILLERS,
    GLUE,
    LONGEST,
    MOST_CANDIDATES,
    MOST_EXTRA,
    MOST_WORDS,
    NOT,
    SHORT,
    UNDO,
    Lexicon,
    Spelled,
    Word,
    all_same,
    bare,
    count_of,
    in_digits,
    is_digits,
    is_grandmother,
    is_in,
    is_slip,
    lexicon,
    names_of,
    number_in,
    place_of,
    run_together,
    same,
    spell,
    stands_in_order,
)
from locales.catalog import LANGUAGES, catalog
from locales.text import T, Verbatim, Words, joined


class _Shown:
    """The labels of a screen in all languages, and which of them a reply can mean."""

    def __init__(self, labels: Sequence[Words]) -> None:
        self.labels = labels
        self.names = [
            (i, language, names)
            for language in LANGUAGES
            for i, label in enumerate(labels)
            if (names := names_of(catalog(language).render(label)))
        ]
        self.known: dict[str, list[Word]] = {}
        for _, _, names in self.names:
            for word in names[0]:
                self.known.setdefault(word.plain, []).append(word)

    def readings(self, words: Spelled) -> tuple[Spelled, ...]:
        """What a reply may say, from the literal to the freest: abbreviations, politeness, numbers in words."""
        full = tuple(
            each for word in words for each in ((word,) if word.plain in self.known else SHORT.get(word.plain, (word,)))
        )
        asked = (full, bare(full), in_digits(full), in_digits(bare(full)))
        granny = (bare(full[1:]),) if is_grandmother(full) else ()
        return tuple(dict.fromkeys(reading for reading in (*asked, *granny) if reading))

    def find(self, said: str, words: Spelled, index: int | None) -> list[int]:
        """The indexes of the labels that can be meant; ``index`` is that of the number in the reply."""
        whole = self.whole(words)
        if whole:
            return whole
        if index is not None:
            return sorted({index, *self.with_end(bare(words))})
        is_range = any(dash in said for dash in "-–—~")
        readings = [each for each in self.readings(words) if is_range or not all(map(is_digits, each))]
        for step in (self.beginning, lambda reading: self.inside(reading, asks="?" in said), self.slipped):
            for reading in readings:
                if found := step(reading):
                    return found
        return self.line(said, words)

    def line(self, said: str, words: Spelled) -> list[int]:
        """The label whose whole line was typed: "1. Xác nhận", "đồng ý, số 1"; number and name must agree."""
        at = next((i for i, word in enumerate(words) if is_digits(word)), None)
        if at is None or len(words) == 1 or not 1 <= count_of(words[at]) <= len(self.labels):
            return []
        before = words[:at]
        if before and is_in(before[-1], BEFORE_NUMBER):
            before = before[:-1]
        rest = before + words[at + 1 :]
        named = self.whole(rest) if any(map(is_digits, rest)) else self.find(said, rest, None)
        return sorted({count_of(words[at]) - 1, *named}) if named else []

    def whole(self, words: Spelled) -> list[int]:
        """Labels that were typed in full."""
        for readings, forms in (((words,), 1), (self.readings(words), None)):
            for reading in readings:
                named = [(i, name) for i, _, names in self.names for name in names[:forms] if _is_whole(reading, name)]
                found = sorted({i for i, _ in named})
                if len(found) > 1:  # the marks decide, if there are any
                    closer = [
                        {i for i, name in named if reading == name},
                        {i for i, name in named if all_same(reading, name)},
                    ]
                    found = next((list(each) for each in closer if len(each) == 1), found)
                if found:
                    return found
        return []

    def with_end(self, words: Spelled) -> set[int]:
        """Labels that begin or end with a reply which is a number, too: "câu 2" and "Sửa câu 2"."""
        n = len(words)
        if all(map(is_digits, words)):
            return set()
        return {
            i for i, _, names in self.names for name in names if all_same(words, name[:n]) or all_same(words, name[-n:])
        }

    def beginning(self, reading: Spelled) -> list[int]:
        """Labels that begin with the reply."""
        return self._those(reading, lambda name: all_same(reading, name[: len(reading)]))

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
        within = self._those(reading, partial(stands_in_order, reading))
        around = {
            (i, language, name) for i, language, names in self.names for name in names if self._is_around(reading, name)
        }
        around = {
            one
            for one in around
            if not any(
                one[0] != i and len(one[2]) < len(name) and place_of(one[2], name) is not None for i, _, name in around
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
        at = place_of(name, reading)
        extra = () if at is None else reading[:at] + reading[at + len(name) :]
        if not extra or len(extra) > MOST_EXTRA or not self._agrees(reading, name):
            return False
        numbers = {word.plain for word in reading if is_digits(word)} - {word.plain for word in name}
        if numbers or not _says_something(name):
            return False
        lexicons = (BEFORE, AFTER, FILLERS)
        return len(name) > 1 or all(any(is_in(word, lexicon) for lexicon in lexicons) for word in extra)

    def _others(self, reading: Spelled, index: int, language: str, name: Spelled) -> set[int]:
        """Other labels to which a word left over leads: "xác nhận sau" may be "Xác nhận" or "Để sau"."""
        own = [word for i, spoken, names in self.names if (i, spoken) == (index, language) for word in names[0]]
        left = [
            word
            for word in bare(reading)
            if not any(same(word, each) for each in (*own, *name)) and not is_in(word, GLUE)
        ]
        leads = [
            {
                i
                for i, spoken, names in self.names
                if i != index and spoken == language and any(same(word, each) for each in names[0])
            }
            for word in left
        ]
        return {i for led in leads if len(led) == 1 for i in led}

    def _agrees(self, reading: Spelled, name: Spelled) -> bool:
        """Whether the reply and the label say no, or take back, equally often."""
        typed = [sum(self._means(word, lexicon) for word in reading) for lexicon in (NOT, UNDO)]
        return typed == [sum(is_in(word, lexicon) for word in name) for lexicon in (NOT, UNDO)]

    def _doubts(self, reading: Spelled, name: Spelled) -> bool:
        """Whether the reply asks, delays or estimates where the label does not."""
        says_no = any(self._means(word, NOT) for word in reading)
        doubts = (DOUBT,) if says_no else (DOUBT, ASKING)  # "không có buổi nào" asks nothing
        plain = {word.plain for word in name}
        return any(
            self._means(word, lexicon) for word in bare(reading) if word.plain not in plain for lexicon in doubts
        )

    def _means(self, word: Word, lexicon: Lexicon) -> bool:
        """Whether a typed word is of that kind; one without marks is first of all the label's word."""
        if not word.marks and (meant := self.known.get(word.plain)):
            return any(is_in(each, lexicon) for each in meant)
        near_not = lexicon is NOT and len(word.plain) > 3 and is_slip(word.plain, "khong") and word.marks <= {"\u0302"}
        return near_not or is_in(word, lexicon)


def _is_whole(reading: Spelled, name: Spelled) -> bool:
    return [word.plain for word in reading] == [word.plain for word in name] or run_together(reading) == run_together(
        name
    )


def _says_something(reading: Spelled) -> bool:
    """Whether there is more than a single letter and words like "và"."""
    return sum(len(word.plain) for word in reading) > 1 and not all(is_in(word, GLUE) for word in reading)


def _is_slipped(reading: Spelled, name: Spelled) -> bool:
    """Whether a label is or begins with the words, but for one slip in a long word.

    A single word that only begins the label must have 5 letters: "dang" is not a slip of "Đúng rồi".
    """
    if len(reading) > len(name):
        return False
    wrong = [(typed, meant) for typed, meant in zip(reading, name, strict=False) if not same(typed, meant)]
    if len(wrong) != 1:
        return False
    typed, meant = wrong[0]
    long = 5 if len(reading) == 1 < len(name) else 4
    return (
        len(meant.plain) >= long
        and meant.plain.isalpha()
        and typed.marks <= meant.marks
        and is_slip(typed.plain, meant.plain)
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
    words = spell(said) if len(said) <= LONGEST else ()
    number = number_in(words)
    index = number - 1 if number is not None and 1 <= number <= len(labels) else None
    if index is not None and len(words) == 1 and is_digits(words[0]):
        return index  # "1" is the first choice, whatever another label begins with
    if not 1 <= len(words) <= MOST_WORDS:
        return Misread(CHOOSE)
    found = _Shown(labels).find(said, words, index)
    if not found:
        return Misread(CHOOSE)
    return found[0] if len(found) == 1 else _which(found, labels)


CHOOSE_SEVERAL = T("{You} chọn các mục bên dưới rồi chọn Xong, hoặc gõ các số, ví dụ 1 3.")

_SIGNS_BETWEEN = frozenset(",;.+&\n")
_AND = lexicon("và với vs cùng and")
_ALL = frozenset({"tat ca", "tat", "ca", "het", "tat ca cac cau", "ca hai", "ca ba", "all", "both"})


def _parts(said: str) -> list[str]:
    """What stands between commas, "và" and the like, without mere politeness and a leading "cả"."""
    pieces: list[list[str]] = [[]]
    spaced = "".join(f" {c} " if c in _SIGNS_BETWEEN else c for c in said.replace("\n", ","))
    for piece in spaced.split():
        words = spell(piece)
        if piece in _SIGNS_BETWEEN or (len(words) == 1 and is_in(words[0], _AND)):
            pieces.append([])
        else:
            pieces[-1].append(piece)
    parts = [" ".join(piece) for piece in pieces if bare(spell(" ".join(piece)))]
    if len(parts) > 1 and fold(parts[0]).startswith("ca "):
        parts[0] = parts[0].split(maxsplit=1)[1]
    return parts


def _of_part(part: str, labels: Sequence[Words]) -> list[int] | Misread:
    """The indexes of one part: numbers in digits, or one number or label."""
    words = bare(spell(part))
    if len(words) > 1 and all(map(is_digits, words)) and not any(dash in part for dash in "-–—~/:"):
        numbers = [count_of(word) for word in words]
        valid = all(1 <= number <= len(labels) for number in numbers)
        return [number - 1 for number in numbers] if valid else Misread(CHOOSE_SEVERAL)
    one = read_choice(part, labels)
    return [one] if isinstance(one, int) else one


def read_choices(said: str, labels: Sequence[Words]) -> list[int] | Misread:
    """The indexes of several labels: "1 3", "1, 3 và 4", "13", "một và ba", or names with commas between."""
    if len(said) > LONGEST:
        return Misread(CHOOSE_SEVERAL)
    words = bare(spell(said))
    if len(words) == 1 and is_digits(words[0]) and len(words[0].plain) > 1 and len(labels) < 10:
        digits = [int(digit) for digit in words[0].plain]
        if len(set(digits)) == len(digits) and all(1 <= digit <= len(labels) for digit in digits):
            return sorted(digit - 1 for digit in digits)
    whole = _Shown(labels).whole(spell(said)) if not all(map(is_digits, words)) else []
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
