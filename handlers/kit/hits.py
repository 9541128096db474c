"""Where words that name a choice stand in a sentence: as they are, in short, or by their kind with others between.

A way of saying it is written beside the label (``also``), word by word. "~khuyen" stands for any word of that kind
(``criteria/words.toml``), "…" for a few words that deny nothing: "~khuyen … ~hoc" names what
"bảo thằng út ráng học" says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from criteria.words import KINDS
from handlers.kit.speech import Heard, Speech, fits, heard, is_no, sound
from handlers.kit.spelling import Spelled, is_in, lexicon, spell
from handlers.kit.telex import is_syllable

MOST_BETWEEN = 2
MOST_IN_A_GAP = 7
GAP = "…"
KIND = "~"
# Small words that may stand between the words of a phrase: "cho nó mượn cái xe" says "cho mượn xe".
_BETWEEN = lexicon(
    "cái chiếc con mấy nó cho mình tôi =bác em cháu một tí chút những các thì là có được đi ra ở với rất hay vẫn ít "
    "trong trên nhà của =cả thằng"
)
_WITHOUT_MARKS = frozenset(
    [
        "con",
        "cha",
        "chi",
        "nha",
        "em",
        "anh",
        "ba",
        "me",
        "bo",
        "o",
        "ma",
        "cho",
        "ai",
        "hay",
        "trong",
        "mua",
        "may",
        "thi",
    ]
)
_IN_SHORT = "."
_VOWEL = re.compile(r"[aeiouy]")
_MOST_OF_A_SKELETON = 3


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Any one of several words or expressions that say about the same, by the sound that each begins with."""

    members: Mapping[str, tuple[tuple[Heard, ...], ...]]


Part: TypeAlias = Heard | Kind | str  # the last is GAP


class Phrase(NamedTuple):
    """Words that name a choice: its label, a part of it, or other words for it."""

    choice: int
    parts: tuple[Part, ...]


class Hit(NamedTuple):
    """A phrase that stands in a sentence; ``denies``: it has a "không" of its own; ``used``: its words."""

    choice: int
    start: int
    end: int
    length: int
    denies: bool
    used: frozenset[int]


def phrase(choice: int, words: Spelled) -> Phrase:
    """A phrase of plain words, in the shape in which sentences are compared."""
    return Phrase(choice, heard(words))


def is_pattern(also: str) -> bool:
    """Whether other words for a label stand for more than themselves."""
    return GAP in also or KIND in also


@lru_cache(maxsize=4096)
def pattern(also: str) -> tuple[Part, ...]:
    """A way of saying it, part by part.

    Raises:
        KeyError: there is no such kind of words.
    """
    parts: list[Part] = []
    for token in also.split():
        if token == GAP:
            parts.append(GAP)
        elif token.startswith(KIND):
            parts.append(_kind(token.removeprefix(KIND)))
        else:
            parts += heard(spell(token))
    return tuple(parts)


@lru_cache(maxsize=512)
def _kind(name: str) -> Kind:
    found: dict[str, list[tuple[Heard, ...]]] = defaultdict(list)
    for member in (heard(spell(each)) for each in KINDS[name]):
        for key in _keys(member[0]):
            found[key].append(member)
    return Kind({key: tuple(members) for key, members in found.items()})


def _keys(first: Heard) -> set[str]:
    """What words that begin like this are found by: their sound, and the letter, for words in short."""
    sounds = {sound(word) for word in first}
    return sounds | {_IN_SHORT + each[0] for each in sounds}


@lru_cache(maxsize=4096)
def _keys_of(said: Heard) -> tuple[str, ...]:
    """What a word that was said can be found by; by its letter only where it may be in short."""
    sounds = {sound(word) for word in said}
    if is_syllable(said.typed.plain):
        return tuple(sounds)
    return (*sounds, *{_IN_SHORT + each[0] for each in sounds})


class Phrases:
    """The phrases of a screen's choices, by the sound that they begin with, and by their first part.

    ``about``: the words of the question, in letters: who it asks about is nobody else. ``of_facts``: it is a question
    how things are, where "muốn" is a wish, and no menu.
    """

    def __init__(
        self, phrases: Iterable[Phrase], about: frozenset[str] = frozenset(), *, of_facts: bool = False
    ) -> None:
        self.about = about
        self.of_facts = of_facts
        self._by_key: dict[str, list[Phrase]] = defaultdict(list)
        self._last: tuple[Speech, list[Hit]] | None = None
        for each in phrases:
            for key in _first_keys(each.parts[0]):
                self._by_key[key].append(each)

    def hits(self, said: Speech) -> list[Hit]:
        """Where phrases stand; of those that overlap, the longest."""
        found = self.every_hit(said)
        return [hit for hit in found if not any(_is_longer(other, hit) for other in found)]

    def every_hit(self, said: Speech) -> list[Hit]:
        """Where phrases stand, also inside others."""
        last = self._last
        if last is not None and last[0] is said:  # asked for several times in a turn
            return last[1]
        found: dict[Hit, None] = {}
        for at, word in enumerate(said.words):
            for key in _keys_of(word):
                for choice, parts in self._by_key.get(key, ()):
                    if (match := _match(said, parts, at)) is not None:
                        found[_hit(said, choice, at, match)] = None
        every = list(found)
        self._last = said, every
        return every


def _first_keys(part: Part) -> set[str]:
    if isinstance(part, Kind):
        return set(part.members)
    return _keys(part) if isinstance(part, Heard) else set()


def _hit(said: Speech, choice: int, start: int, match: frozenset[int]) -> Hit:
    denies = any(is_no(said.words[i].word) for i in match)
    length = sum(1 for i in match if not is_in(said.words[i].word, _BETWEEN)) or 1
    return Hit(choice, start, max(match) + 1, length, denies, match)


def _is_longer(one: Hit, other: Hit) -> bool:
    """Whether a hit stands instead of another: it is longer, and holds it or, where it has no gap, a part of it."""
    if one.length <= other.length or one.used.isdisjoint(other.used):
        return False
    return other.used <= one.used or one.end - one.start == len(one.used)


def _match(said: Speech, parts: tuple[Part, ...], at: int) -> frozenset[int] | None:
    """The words of a phrase that begins ``at`` a word; a phrase of one word must have its marks, too."""
    if len(parts) == 1 and isinstance(parts[0], Heard):
        return frozenset({at}) if said.words[at].word == parts[0].word else None
    found = next(_ways(said, parts, at, at), None)
    is_certain = found is None or len(found) > 1 or not said.is_marked or bool(said.words[at].typed.marks)
    return found if is_certain else None


def _ways(said: Speech, parts: tuple[Part, ...], start: int, at: int) -> Iterator[frozenset[int]]:
    """The ways in which parts follow from a word on, each as the words that it takes."""
    if not parts:
        yield frozenset()
        return
    part, rest = parts[0], parts[1:]
    if part == GAP:
        for i in _over_a_gap(said, at):
            yield from _ways(said, rest, start, i)
        return
    if at > start and at in said.stops:
        return
    for i in _over_small_words(said, at) if at > start else (at,):
        between = frozenset(range(at, i))
        for end, left in _ends(said, part, rest, i):
            for found in _ways(said, left, start, end):
                yield found | between | frozenset(range(i, end))


def _over_a_gap(said: Speech, at: int) -> Iterator[int]:
    """Where a gap from a word on may end: not behind a comma, nor behind what denies."""
    for i in range(at, min(at + MOST_IN_A_GAP, len(said.words)) + 1):
        if i > at and (i - 1 in said.stops or i - 1 in said.breaks or is_no(said.words[i - 1].word)):
            return
        yield i


def _over_small_words(said: Speech, at: int) -> Iterator[int]:
    yield at
    for i in range(at, min(at + MOST_BETWEEN, len(said.words))):
        if i in said.stops or not is_in(said.words[i].word, _BETWEEN):
            return
        yield i + 1


def _ends(said: Speech, part: Part, rest: tuple[Part, ...], at: int) -> Iterator[tuple[int, tuple[Part, ...]]]:
    """Where a part that begins at a word ends, with the parts that are left then."""
    if at >= len(said.words):
        return
    if isinstance(part, Kind):
        for end in _ends_of_kind(said, part, at):
            yield end, rest
    elif isinstance(part, Heard):
        if fits_short(said.words[at], part) and not _is_another(said, at, part):
            yield at + 1, rest
        elif rest and isinstance(rest[0], Heard) and _squeezes(said.words[at], part, rest[0]):
            yield at + 1, rest[1:]


@lru_cache(maxsize=4096)
def _ends_of_kind(said: Speech, kind: Kind, at: int) -> tuple[int, ...]:
    """Where words of a kind that begin at a word end."""
    word = said.words[at]
    ends: set[int] = set()
    for key in _keys_of(word):
        for member in kind.members.get(key, ()):
            if at + len(member) <= len(said.words) and _says(said, at, member):
                ends.add(at + len(member))
            elif len(member) == 2 and _squeezes(word, *member):
                ends.add(at + 1)
    return tuple(sorted(ends, reverse=True))


def _says(said: Speech, at: int, words: tuple[Heard, ...]) -> bool:
    end = at + len(words)
    fit = all(map(fits_short, said.words[at:end], words))
    return fit and not any(at < each < end for each in said.stops) and not _is_another(said, at, words[0])


def _is_another(said: Speech, at: int, meant: Heard) -> bool:
    """Whether a word without marks is another than one with marks, since others here have theirs: "con" is no "còn"."""
    word = said.words[at].typed
    return not word.marks and bool(meant.typed.marks) and word.plain in _WITHOUT_MARKS and said.is_marked


def fits_short(said: Heard, meant: Heard) -> bool:
    """Whether a word is meant as it is said somewhere, or with its vowels left out: "thg" is "thường"."""
    return fits(said, meant) or _is_skeleton(said.typed.plain, meant.typed.plain)


@lru_cache(maxsize=8192)
def _is_skeleton(typed: str, meant: str) -> bool:
    if not 1 < len(typed) <= _MOST_OF_A_SKELETON or _VOWEL.search(typed) or len(meant) <= len(typed):
        return False
    consonants = _VOWEL.sub("", meant)
    if not consonants or typed[0] != consonants[0] or typed[-1] != consonants[-1]:
        return False
    rest = iter(consonants)
    return all(letter in rest for letter in typed)


def _squeezes(said: Heard, first: Heard, second: Heard) -> bool:
    """Whether a word is two in short: "txuyên" is "thường xuyên", "cc" is "chứng chỉ"."""
    return _are_squeezed(said.typed.plain, first.typed.plain, second.typed.plain)


@lru_cache(maxsize=8192)
def _are_squeezed(typed: str, first: str, second: str) -> bool:
    if is_syllable(typed):
        return False
    onsets = {first[:1], _VOWEL.split(first)[0]}
    return any(typed == onset + rest for onset in onsets for rest in (second, second[:1]) if onset)
