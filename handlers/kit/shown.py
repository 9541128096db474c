"""The labels of a screen in every language, and which of them a reply can mean by its letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial

from handlers.kit.hits import Phrase, Phrases, is_pattern, pattern, phrase
from handlers.kit.phrases import words_of
from handlers.kit.spelling import (
    AFTER,
    ASKING,
    BEFORE,
    BEFORE_NUMBER,
    DOUBT,
    FILLERS,
    GLUE,
    MOST_EXTRA,
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
    place_of,
    run_together,
    same,
    spell,
    stands_in_order,
)
from handlers.kit.yes_no import is_none
from locales.catalog import LANGUAGES, catalog
from locales.text import Words

_SPLIT = re.compile(r"[,;:()/]| hoặc | hay | or ")
_PREDICATES = frozenset({"co", "da", "duoc"})
_DO_NOT = lexicon("=đừng")
_BARE_NO = words_of("khong chua not no")
LEAST_OF_A_PART = 4  # letters
_ASKED_ABOUT = words_of("chau hang")  # children, "hàng xóm"


@lru_cache(maxsize=4096)
def parts_of(label: str) -> tuple[Spelled, ...]:
    """The parts of a label that say enough by themselves: "làm ruộng", "chăn nuôi", "nội trợ"."""
    found: list[Spelled] = []
    for part in (label, *_SPLIT.split(label)):
        words = bare(spell(part))
        for each in (words, words[1:] if words and words[0].plain in _PREDICATES else ()):
            if sum(len(word.plain) for word in each) >= LEAST_OF_A_PART and not all(is_in(word, GLUE) for word in each):
                found += [each, in_digits(each)]
    return tuple(dict.fromkeys(found))


def _own(label: Spelled, others: Sequence[Spelled]) -> Spelled:
    """What a label says beyond the words with which another begins, too: "họ tên" of "Sửa họ tên"."""
    shared = max((_shared(label, other) for other in others), default=0)
    rest = bare(label[shared:]) if shared else ()
    return rest if len(rest) > 1 and not is_in(rest[0], GLUE) else ()


def _shared(one: Spelled, other: Spelled) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _goes_on(label: Spelled, shared: int) -> bool:
    """Whether a label adds something, with "và", to the words with which another begins."""
    return 0 < shared < len(label) and label[shared].plain == "va"


def _says_little(words: Spelled) -> bool:
    """Whether words stand in many sentences without naming a choice: a number, a plain "chưa"."""
    return is_none(words) or any(map(is_digits, words))


class Shown:
    """The labels of a screen, with other words for them (``also``, of each)."""

    def __init__(
        self,
        labels: Sequence[Words],
        also: Sequence[Sequence[str]] = (),
        asked: Words | None = None,
        over: tuple[tuple[int, ...], ...] = (),
    ) -> None:
        self.over = over
        self.labels = labels
        self.asked = () if asked is None else spell(catalog("vi").render(asked))
        self.of_facts = asked is not None and "?" in catalog("vi").render(asked)
        self.also = also
        self.names = [
            (i, language, names)
            for language in LANGUAGES
            for i, label in enumerate(labels)
            if (names := names_of(catalog(language).render(label)))
        ]
        self.others = [
            (i, "vi", names_of(each)) for i, others in enumerate(also) for each in others if not is_pattern(each)
        ]
        self.known: dict[str, list[Word]] = {}
        for _, _, names in self.names:
            for word in names[0]:
                self.known.setdefault(word.plain, []).append(word)

    @cached_property
    def phrases(self) -> Phrases:
        """What names a choice inside a sentence: the label, its parts, other words for it."""
        found = [
            (i, part)
            for language in LANGUAGES
            for i, label in enumerate(self.labels)
            for part in parts_of(catalog(language).render(label))
        ]
        for i, language, names in self.names:
            others = [other[0] for j, spoken, other in self.names if j != i and spoken == language]
            found.append((i, _own(names[0], others)))
        found = [(i, words) for i, words in found if words and not _says_little(words)]
        also = [(i, each) for i, others in enumerate(self.also) for each in others]
        found += [(i, spell(each)) for i, each in also if not is_pattern(each)]
        patterns = [Phrase(i, pattern(each)) for i, each in also if is_pattern(each)]
        about = frozenset(word.plain for word in self.asked) & _ASKED_ABOUT
        return Phrases(
            [*(phrase(i, words) for i, words in dict.fromkeys(found)), *patterns], about, of_facts=self.of_facts
        )

    @cached_property
    def including(self) -> dict[int, set[int]]:
        """The choices that another includes: "Tra lại và báo cho bà con" begins like "Tra lại nguồn chính thống".

        So do those that it holds good over: who makes peace for others lives in peace.
        """
        first = {i: names[0] for i, language, names in self.names if language == "vi"}
        return {
            i: {j for j, other in first.items() if j != i and _goes_on(name, _shared(name, other))}
            | set(self.over[i] if i < len(self.over) else ())
            for i, name in first.items()
        }

    @cached_property
    def of_children(self) -> bool:
        """Whether the choices are about the children of a house."""
        said = [word for _, language, names in self.names if language == "vi" for word in names[0]]
        return any(word.plain == "chau" for word in (*said, *self.asked))

    @property
    def no(self) -> int | None:
        """The one choice that says none or not yet: "Chưa", "Không có", "Chưa việc nào"."""
        negative = {i for i, language, names in self.names if language == "vi" and is_none(names[0])}
        return min(negative) if len(negative) == 1 else None

    @cached_property
    def least(self) -> int | None:
        """The choice after the one that says none, where it names one thing: no "nhắc nhở, động viên"."""
        i = None if self.no is None else self.no + 1
        if i is None or i >= len(self.labels) or _SPLIT.search(catalog("vi").render(self.labels[i])):
            return None
        return i

    @property
    def yes(self) -> int | None:
        """The other of two choices, one of which says no."""
        return 1 - self.no if self.no is not None and len(self.labels) == 2 else None

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
        if any(len(reading) == 1 and self._is_plain_no(reading[0]) for reading in readings):
            return self._denying()
        if any(self._is_a_bare_yes(reading) for reading in readings):
            return []
        for step in (self.beginning, lambda reading: self.inside(reading, asks="?" in said), self.slipped):
            for reading in readings:
                if found := step(reading):
                    return sorted({*found, *self._sharing(reading)})
        return self.line(said, words)

    def _sharing(self, reading: Spelled) -> set[int]:
        """The labels in which a single word stands, also those that deny it: "biết" may be "Cần mà chưa biết"."""
        if len(reading) != 1 or len(reading[0].plain) < LEAST_OF_A_PART:
            return set()
        return {i for i, _, names in self.names if any(same(reading[0], word) for word in names[0])}

    def _is_plain_no(self, word: Word) -> bool:
        return word.plain in _BARE_NO and self._means(word, NOT)

    def _is_a_bare_yes(self, reading: Spelled) -> bool:
        """Whether a reply is "có" and no more where one label goes on from there: a yes is no "Có chứng chỉ"."""
        return len(reading) == 1 and reading[0].plain in _PREDICATES and len(self.beginning(reading)) == 1

    def _denying(self) -> list[int]:
        """What a plain "không" can mean: the label that says none, or denies what another says; several are asked."""
        denying = {
            (i, language): names[0] for i, language, names in self.names if any(is_in(word, NOT) for word in names[0])
        }
        said = {names[0] for _, _, names in self.names}
        found = {
            i
            for (i, _), name in denying.items()
            if is_none(name) or tuple(word for word in name if not is_in(word, NOT)) in said
        }
        return sorted(found) if len({i for i, _ in denying}) == 1 else sorted({i for i, _ in denying})

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

    def exact(self, words: Spelled) -> list[int]:
        """Labels that were typed in full, and nothing else."""
        return self._fully((words,), 1)

    def whole(self, words: Spelled) -> list[int]:
        """Labels that were typed in full, perhaps with politeness around them."""
        return self.exact(words) or self._fully(self.readings(words), None)

    def _fully(self, readings: Sequence[Spelled], forms: int | None) -> list[int]:
        """Labels that one of the readings is, in one of so many forms of theirs."""
        for reading in readings:
            named = [(i, name) for i, _, names in self.names for name in names[:forms] if _is_whole(reading, name)]
            named += [
                (i, name)
                for i, _, names in self.others
                for name in names[:forms]
                if _is_whole(reading, name) and (len(reading) != len(name) or all_same(reading, name))
            ]
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
        """Labels that begin with the reply; with a single word, also those in which it stands."""
        found = self._those(reading, lambda name: all_same(reading, name[: len(reading)]))
        is_shared = found and len(reading) == 1
        return self._those(reading, partial(stands_in_order, reading)) if is_shared else found

    def slipped(self, reading: Spelled) -> list[int]:
        """Labels that the reply, with one slip of typing in it, is or begins."""
        return self._those(reading, partial(_is_slipped, reading))

    def _those(self, reading: Spelled, fits: Callable[[Spelled], bool]) -> list[int]:
        if not _says_something(reading):
            return []
        is_yes = len(reading) == 1 and reading[0].plain in _PREDICATES  # "có" is a word of "Gọi có hình" by chance
        return sorted(
            {
                i
                for i, _, names in self.names
                for name in names
                if fits(name)
                and not (is_yes and name[0].plain != reading[0].plain)
                and self._agrees(reading, name)
                and not self._doubts(reading, name)
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
        lexicons = (BEFORE, AFTER, FILLERS, GLUE)
        says_little = len(name) == 1 or is_none(name)  # "không có thì giờ" is not "Không có"
        known = () if len(name) == 1 else self.known
        return not says_little or all(
            word.plain in known or any(is_in(word, lexicon) for lexicon in lexicons) for word in extra
        )

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
    """Whether these are the same letters, wherever the words end."""
    return run_together(reading) == run_together(name)


def _says_something(reading: Spelled) -> bool:
    """Whether there is more than a single letter and words like "và", or "đừng" that says not what."""
    says_little = all(is_in(word, GLUE) or is_in(word, _DO_NOT) for word in reading)
    return sum(len(word.plain) for word in reading) > 1 and not says_little


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


@lru_cache(maxsize=128)
def _kept(
    labels: tuple[Words, ...],
    also: tuple[tuple[str, ...], ...],
    asked: Words | None,
    over: tuple[tuple[int, ...], ...],
) -> Shown:
    return Shown(labels, also, asked, over)


def shown_of(
    labels: Sequence[Words],
    also: Sequence[Sequence[str]] = (),
    asked: Words | None = None,
    over: tuple[tuple[int, ...], ...] = (),
) -> Shown:
    """The labels of a screen; those of questions that are asked often are taken apart once."""
    return _kept(tuple(labels), tuple(map(tuple, also)), asked, over)
