"""Reading which choice was meant: by number, by place, by its label in any spelling, or told. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.kit.asides import asks
from handlers.kit.corrections import corrected
from handlers.kit.courtesies import asked_for, without_courtesies
from handlers.kit.doubts import contradicts, jokes, quotes, wishes
from handlers.kit.numbers_in import numbered_in
from handlers.kit.others import of_others, speaks_of_others
from handlers.kit.own_words import own_words
from handlers.kit.positions import read_position
from handlers.kit.read import Misread
from handlers.kit.shown import Shown, shown_of
from handlers.kit.speech import is_no, speech
from handlers.kit.spelling import (
    LONGEST,
    MOST_CANDIDATES,
    MOST_WORDS,
    Spelled,
    count_of,
    is_digits,
    number_in,
    spell,
)
from handlers.kit.telex import retyped
from handlers.kit.told import Told, told
from handlers.kit.yes_no import done_or_not, in_a_clause, yes_or_no
from locales.text import T, Verbatim, Words, joined

CHOOSE = T("{You} chọn một mục bên dưới, hoặc gõ số của mục ấy, ví dụ 1.")
_NOTHING_ELSE = re.compile(
    r"[,;. ]+(?:chứ |chớ |còn |thôi |chu |con )*(?:không|hông|hổng|ko|k|chưa|nỏ|khong|chua)\b[^,;.]*"
    r"\b(?:gì|j|chi|cái|việc|ai|gi|cai) (?:khác|khac)\W*$",
    re.IGNORECASE,
)  # "chỉ nhắc thôi chứ ko giúp j khác"
_OFFICER = re.compile(r"\b(?:cán bộ|can bo)\b", re.IGNORECASE)  # who is spoken to, or an occupation
SHORT_REPLY = 4  # words: what is longer tells something
_YES_SIGNS = frozenset("👍👌✅☑🆗")


def read_choice(
    said: str,
    labels: Sequence[Words],
    also: Sequence[Sequence[str]] = (),
    *,
    asked: Words | None = None,
    over: tuple[tuple[int, ...], ...] = (),
) -> int | Misread:
    """The index of the one label that was meant, by number ("2", "số hai ạ"), by place or by name.

    A name may lack its marks and its end, may have politeness or a sentence around it and one slip of typing
    in it, but what says no is never taken for what says yes. If several labels can be meant, the hint
    names them.

    Args:
        said: what was typed.
        labels: of the choices.
        also: of each label, other words for the same.
        asked: the question, if there is one: who it is about is nobody else.
        over: of each label, the indexes of others that it holds good over, where somebody tells of both.
    """
    words = spell(said) if len(said) <= LONGEST else ()
    if len(words) == 1 and is_digits(words[0]) and not asks(said) and 1 <= count_of(words[0]) <= len(labels):
        return count_of(words[0]) - 1  # "1" is the first choice, whatever another label begins with
    shown = shown_of(labels, also, asked, over)
    if not 1 <= len(words) <= MOST_WORDS:
        return shown.yes if shown.yes is not None and any(c in _YES_SIGNS for c in said) else Misread(CHOOSE)
    found = meant(said, shown)
    if not found:
        return Misread(CHOOSE)
    return found[0] if len(found) == 1 and not asks(said) else which(found, labels)


def which(found: Sequence[int], labels: Sequence[Words]) -> Misread:
    """Ask back which one of several labels is meant."""
    candidates = [joined((Verbatim(f"{i + 1}."), labels[i]), " ") for i in found[:MOST_CANDIDATES]]
    return Misread(T("Chưa rõ {you} chọn cái nào. {You} gõ số: {candidates}", candidates=joined(candidates, "; ")))


def meant(said: str, shown: Shown) -> list[int]:
    """The indexes that a reply can mean, one or several, as it stands or as the keyboard should have had it."""
    right = retyped(said)
    found = [] if denies_more(right, said) else _meant(said, shown)
    if not found and right != said:
        found = _meant(right, shown)
    is_unclear = not found or (len(found) > 1 and _OFFICER.search(right) is not None)
    if is_unclear and (bare := without_courtesies(right)) != right.strip():
        found = again if len(again := _meant(bare, shown)) == 1 else found
    if len(found) != 1 and (left := _NOTHING_ELSE.sub("", right)) != right and left.strip():
        found = again if len(again := _meant(left, shown)) == 1 else found
    if not found and (wish := asked_for(right)) is not None and len(found := shown.whole(spell(wish))) != 1:
        found = []
    if not found and (own := own_words(said, of_children=shown.of_children)) is not None:
        found = _meant(own, shown)
        named = {*told(own, shown.phrases, of_children=shown.of_children).affirmed, shown.no, shown.yes}
        found = found if set(found) <= named else []  # "chồng tui biết tiếng, tui chưa biết" names none
    return found


def denies_more(right: str, said: str) -> bool:
    """Whether a left-over of typing was a "không": "chuwa tham gia"."""
    return (
        right != said
        and any(is_no(each.word) for each in speech(right).words)
        and not any(is_no(each.word) for each in speech(said).words)
    )


def _meant(said: str, shown: Shown) -> list[int]:
    words = spell(said)
    if exact := shown.exact(words):
        return exact
    if shown.of_facts and wishes(said):
        return []
    if speaks_of_others(said, of_children=shown.of_children):
        return list(told(said, shown.phrases, of_children=shown.of_children).affirmed)
    if whole := shown.whole(words):
        return whole
    if jokes(said) or quotes(said) or contradicts(speech(said)):
        return []
    if (change := corrected(said)) is not None:
        before, after = change
        return _meant(after, shown) if after and (not before or _names_any(before, shown)) else []
    if (at := read_position(said, len(shown.labels))) is not None:
        return [at]
    number = number_in(words) or numbered_in(words)
    if number is not None:
        return shown.find(said, words, number - 1 if 1 <= number <= len(shown.labels) else None)
    return _told(said, words, shown)


def _told(said: str, words: Spelled, shown: Shown) -> list[int]:
    """The indexes that a reply without a number can mean, by what it tells of the choices."""
    heard = told(said, shown.phrases, of_children=shown.of_children)
    if len(words) <= SHORT_REPLY and (found := shown.find(said, words, None)):
        return found if heard.affirmed or not set(found) <= set(heard.discounted) else []
    if not heard.affirmed and _denies_the_first(heard, shown):
        return [] if shown.no is None else [shown.no]
    if any(set(heard.affirmed) <= shown.including[i] for i in heard.of_others if heard.affirmed):
        return sorted({*heard.affirmed, *heard.of_others})  # "tôi khuyên, giờ tối nào nó cũng ra lớp"
    if shown.yes is not None and heard.affirmed and _says_both(said):
        return []  # "có chi hội mà chưa có quỹ"
    if heard.affirmed or heard.discounted:
        wider = [i for i in heard.affirmed if set(heard.affirmed) <= {i, *shown.including[i]}]
        return wider or list(heard.affirmed) or (list(heard.discounted) if len(heard.discounted) > 1 else [])
    if of_others(speech(said), of_children=shown.of_children):
        return _agreed(said, shown)  # "vợ tôi thì có, tôi thì chưa"
    return shown.find(said, words, None) or _agreed(said, shown)


def _denies_the_first(heard: Told, shown: Shown) -> bool:
    """Whether the least of what the answers count is denied, and so all: "chưa tham gia" where that comes after "Chưa".

    "Chưa thường xuyên" denies more than that, and may be sometimes.
    """
    return shown.least in heard.denied and set(heard.discounted) == set(heard.denied)


def _says_both(said: str) -> bool:
    """Whether one part of a reply says yes and another no."""
    sentence = speech(said)
    denies = [any(is_no(each.word) for each in sentence.words[start:end]) for start, end in sentence.clauses()]
    has = ["co" in sentence.letters(start, end).split() for start, end in sentence.clauses()]
    return any(denies) and any(yes and not no for yes, no in zip(has, denies, strict=True))


def _names_any(said: str, shown: Shown) -> bool:
    """Whether what was taken back was an answer."""
    return bool(_meant(said, shown)) or told(said, shown.phrases).discounted != ()


def _agreed(said: str, shown: Shown) -> list[int]:
    """The choice that a plain yes or no means, where there is one yes or one no."""
    answer = yes_or_no(said)
    if answer is None and len(shown.labels) == len({shown.yes, shown.no} - {None}):
        answer = done_or_not(said)
        answer = in_a_clause(said) if answer is None else answer
    index = None if answer is None else shown.yes if answer else shown.no
    return [] if index is None else [index]
