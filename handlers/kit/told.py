"""What a sentence tells about the choices: which of them are named in it, and whether they are denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from handlers.kit.asides import asks_why
from handlers.kit.doubts import TO_SEE, doubts, past_from
from handlers.kit.others import of_others
from handlers.kit.phrases import any_of
from handlers.kit.speech import Heard, Speech, fits, heard, is_no, speech
from handlers.kit.spelling import BEFORE, UNDO, Spelled, is_digits, is_in, lexicon

MOST_BETWEEN = 2
# Small words that may stand between the words of a phrase: "cho nó mượn cái xe" says "cho mượn xe".
_BETWEEN = lexicon(
    "cái chiếc con mấy nó cho mình tôi =bác em cháu một tí chút những các thì là có được đi ra ở với rất hay vẫn ít "
    "trong trên nhà của =cả thằng"
)

# What turns round, or leaves open, what is named.
_OFFERS_MORE = re.compile(r"· (?:hay\b|va (?!·))")  # "làm ruộng hay gì đó", "làm ruộng và đi biển"
_NO_LONGER = lexicon("hết nghỉ bỏ ngừng hiếm ít")  # directly before it: "hết làm ruộng rồi"
_RHETORICAL = any_of("ai ma|(?<!co )doi nao|dai gi|toi gi|con lau|can gi|hoi dau|sao ma|ai thay")  # "ai mà tin"
_IRONY = lexicon("gì")  # directly behind it: "hoà thuận gì"
_WHERE_IS = lexicon("đâu =mô")  # directly behind it, and nothing more: "tiền đâu mà cho"
_AS_FOR = lexicon("thì")  # "sách báo thì không", "VNeID thì hông rành"
_ONESELF = lexicon("tôi mình =bác =em =con =cháu cũng")
_PASSES = lexicon("chịu thua")  # "chuyển tiền thì chịu"
_THERE_IS = lexicon("có còn biết được")
_ENOUGH = lexicon("thiếu lo kém khó")  # "sách thì không thiếu"
_IF = any_of(r"(?:co|ranh|khoe|duoc) (?:\w+ ){0,3}thi (?:\w+ ){0,2}(?:cung|se|moi)")  # "có tiền thì tui cũng giúp"
_NOTHING_OF_IT = re.compile(r"\bco (?:\w+ ){1,6}gi (?:dau|nao|mo)$")  # "chớ có ghi chép tính toán chi mô"
_SOMETIMES = lexicon("thường nhiều đều mấy hay lắm đủ lâu giỏi chỉ chịu phải muốn cần")
_OPEN, _GOES_ON = lexicon("cần rõ biết"), lexicon("phải hỏi khai nói trả nhắc câu ý")  # "không cần phải học"


class Phrase(NamedTuple):
    """Words that name a choice: its label, a part of it, or other words for it."""

    choice: int
    words: tuple[Heard, ...]


class Told(NamedTuple):
    """The choices that a sentence affirms, and those it names otherwise: denied, doubted, past, of others.

    ``denied``: those that it denies in so many words, and no more than that: "chưa tham gia" alone.
    """

    affirmed: tuple[int, ...] = ()
    discounted: tuple[int, ...] = ()
    denied: tuple[int, ...] = ()


class _Hit(NamedTuple):
    """A phrase that stands in a sentence; ``denies``: it has a "không" of its own."""

    choice: int
    start: int
    end: int
    length: int
    denies: bool


class _Around(NamedTuple):
    """The words of a clause before and behind a phrase, without those that name a choice, too."""

    before: list[Heard]
    after: list[Heard]


def phrase(choice: int, words: Spelled) -> Phrase:
    """A phrase, in the shape in which sentences are compared."""
    return Phrase(choice, heard(words))


def told(said: str, phrases: Sequence[Phrase], *, of_children: bool = False, one_by_one: bool = False) -> Told:
    """Which choices a sentence names.

    Args:
        said: the sentence.
        phrases: of the choices.
        of_children: whether the question is about the children of a house, so that "thằng lớn" is nobody else.
        one_by_one: whether several of them may be chosen.
    """
    sentence = speech(said)
    others = of_others(sentence, of_children=of_children)
    of_somebody = {hit.choice for hit in _hits(sentence, phrases)} if others else set[int]()
    sentence = sentence.only({start for start, _ in sentence.clauses()} - others) if others else sentence
    if not sentence.words:
        return Told((), tuple(sorted(of_somebody)))
    polite = _politeness(sentence)
    if polite == len(sentence.words) or is_digits(sentence.words[polite].word):
        return Told()  # a number may be a choice's
    hits = _hits(sentence, phrases)
    if not hits:
        return Told((), tuple(sorted(of_somebody)))
    used = frozenset(range(polite)).union(*(range(hit.start, hit.end) for hit in hits))
    named = of_somebody | {hit.choice for hit in hits}
    if _is_open(sentence, used, one_by_one=one_by_one) or asks_why(said):
        return Told((), tuple(sorted(named)))
    turned = {hit.choice for hit in hits if _is_turned(sentence, hit, used)}
    affirmed = {hit.choice for hit in hits} - turned  # "không làm ruộng, chăn nuôi" denies both
    denied = {hit.choice for hit in hits if hit.choice in turned and _is_plainly_denied(sentence, hit, used)}
    return Told(tuple(sorted(affirmed)), tuple(sorted(named - affirmed)), tuple(sorted(denied)))


def _politeness(said: Speech) -> int:
    """How many words of politeness a sentence begins with: "dạ thưa, tôi muốn"."""
    return next((i for i, each in enumerate(said.words) if not is_in(each.word, BEFORE)), len(said.words))


def _hits(said: Speech, phrases: Sequence[Phrase]) -> list[_Hit]:
    """Where phrases stand; of those that overlap, the longest."""
    found = [
        _Hit(choice, at, end, len(words), any(is_no(each.word) for each in words))
        for choice, words in phrases
        for at in range(len(said.words) - len(words) + 1)
        if _begins(said.words[at], words) and (end := _end(said, words, at)) is not None
    ]
    return [hit for hit in found if not any(_is_longer(other, hit) for other in found)]


def _is_longer(one: _Hit, other: _Hit) -> bool:
    return one.length > other.length and one.start < other.end and other.start < one.end


def _begins(said: Heard, words: tuple[Heard, ...]) -> bool:
    """Whether a phrase can begin with a word; a phrase of one word must have its marks, too."""
    return said.word == words[0].word if len(words) == 1 else fits(said, words[0])


def _end(said: Speech, words: tuple[Heard, ...], at: int) -> int | None:
    """Where a phrase that begins ``at`` a word ends; small words may stand between its own."""
    i = at + 1
    for meant in words[1:]:
        most = min(i + MOST_BETWEEN, len(said.words))
        while i < most and not fits(said.words[i], meant) and is_in(said.words[i].word, _BETWEEN):
            i += 1
        if i >= len(said.words) or not fits(said.words[i], meant):
            return None
        i += 1
    return None if any(at < each < i for each in said.stops) else i


def _is_open(said: Speech, used: frozenset[int], *, one_by_one: bool) -> bool:
    """Whether a sentence leaves open what is meant: it asks, doubts, or offers something else besides."""
    rest = TO_SEE.sub("", said.without(used))
    asks = rest.endswith(" khong") and not rest.endswith("thi khong")
    return asks or _OFFERS_MORE.search(rest) is not None or doubts(said, used, one_by_one=one_by_one)


def _clause_of(said: Speech, hit: _Hit) -> tuple[int, int]:
    return next((start, end) for start, end in said.clauses() if start <= hit.start < end)


def _is_turned(said: Speech, hit: _Hit, used: frozenset[int]) -> bool:
    """Whether what is named is denied or past."""
    start, end = _clause_of(said, hit)
    letters = said.letters(start, end)
    past = past_from(letters)
    around = _Around(
        [said.words[i] for i in range(start, hit.start) if i not in used],
        [said.words[i] for i in range(hit.end, end) if i not in used],
    )
    return (
        (past is not None and start + past <= hit.start)
        or _IF.search(letters) is not None
        or _NOTHING_OF_IT.search(letters) is not None
        or _is_denied_before(around.before, is_next=hit.start - 1 not in used)
        or _is_denied_behind(around.after, said.words[hit.end - 1], hit, is_next=hit.end not in used)
    )


def _is_plainly_denied(said: Speech, hit: _Hit, used: frozenset[int]) -> bool:
    """Whether it says "chưa" to what is named, and not only to how often or how well: "chưa tham gia nhiều"."""
    start, end = _clause_of(said, hit)
    before = [said.words[i].word for i in range(start, hit.start) if i not in used]
    around = [said.words[i].word for i in range(start, end) if i not in used]
    return any(map(is_no, before)) and not any(is_in(word, _SOMETIMES) for word in around)


def _is_denied_before(before: list[Heard], *, is_next: bool) -> bool:
    """Whether what stands before a phrase denies it; ``is_next``: the last of these words is directly before it."""
    letters = " ".join(each.word.plain for each in before)
    denies = any(is_no(each.word) or is_in(each.word, UNDO) for each in before)
    ends = is_next and bool(before) and is_in(before[-1].word, _NO_LONGER)
    return denies or ends or _RHETORICAL.search(letters) is not None


def _is_denied_behind(after: list[Heard], last: Heard, hit: _Hit, *, is_next: bool) -> bool:
    """Whether what stands behind a phrase denies it; ``last``: the phrase's own last word."""
    if not after:
        return False
    if is_next and _is_not_there(after) and not hit.denies:
        return True
    is_denied = _is_denied_as_for(after) or (is_no(after[-1].word) and any(is_in(each.word, _AS_FOR) for each in after))
    goes_on = is_in(after[0].word, _GOES_ON) and is_in(last.word, _OPEN)
    is_irony = is_next and is_in(after[0].word, _IRONY) and not hit.denies
    is_rhetorical = is_next and len(after) == 1 and is_in(after[0].typed, _WHERE_IS) and not hit.denies
    return is_denied or goes_on or is_irony or is_rhetorical


def _is_not_there(after: list[Heard]) -> bool:
    """Whether it goes on with "không có" and nothing more: "sách hổng có, được cái điện thoại"."""
    return is_no(after[0].word) and (len(after) == 1 or (len(after) == 2 and is_in(after[1].word, _THERE_IS)))


def _is_denied_as_for(after: list[Heard]) -> bool:
    """Whether it goes on with "thì" and a denial: "thì hông rành", "thì tui chịu"; "thì không thiếu" is none."""
    at = next((i for i, each in enumerate(after) if is_in(each.word, _AS_FOR)), len(after))
    rest = after[at + 1 :]
    while rest and is_in(rest[0].word, _ONESELF):
        rest = rest[1:]
    if not rest:
        return False
    denies = is_no(rest[0].word) and not (len(rest) > 1 and is_in(rest[1].word, _ENOUGH))
    return denies or is_in(rest[0].word, _PASSES)
