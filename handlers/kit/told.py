"""What a sentence tells about the choices: which of them are named in it, and whether they are denied."""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers.kit.asides import asks_why
from handlers.kit.doubts import TO_SEE, contradicts, doubts, fears, past_from, stopped, to_see
from handlers.kit.hits import Hit, Phrases
from handlers.kit.others import of_others
from handlers.kit.phrases import any_of, words_of
from handlers.kit.speech import Heard, Speech, is_no, speech
from handlers.kit.spelling import BEFORE, UNDO, is_digits, is_in, lexicon

# What turns round, or leaves open, what is named.
_OFFERS_MORE = re.compile(r"· (?:hay|va) (?!(?:\S+ ){0,2}·)")  # "làm ruộng hay gì đó", "làm ruộng và đi biển"
_NO_LONGER = lexicon(
    "hết nghỉ bỏ ngừng hiếm ít thiếu suýt khỏi ghét =mơ ngán =cắt =hỏng =hư =mất"
)  # directly before it: "hết làm ruộng rồi"
_RHETORICAL = any_of(
    "ai ma|co dau ma|(?:hiem|it) (?:khi|luc|hom|bua)|(?<!co )doi nao|dai gi|toi gi|con lau|can gi(?! (?:thi|la|cung))",
    "hoi dau|sao ma|ai thay",
)  # "ai mà tin"
_WHAT_FOR = re.compile(r"\blam gi(?: ma)?$")  # directly before it: "làm gì biết chữ"
_SCORN = re.compile(r"(?:cai )?noi gi|cai gi$|con (?:khuya|lau)\b|mo di\b")  # directly behind it: "ghi chép nỗi gì"
_IRONY = lexicon("gì")  # directly behind it: "hoà thuận gì"
_WHERE_IS = lexicon("đâu =mô")  # directly behind it, and nothing more: "tiền đâu mà cho"
_AS_FOR_NOT = re.compile(r"^(?:\S+ ){1,5}thi (?:thoi|khong|chua|chiu)(?: \S+)?$")
_AS_FOR = lexicon("thì")  # "sách báo thì không", "VNeID thì hông rành"
_ONESELF = lexicon("tôi mình =bác =em =con =cháu cũng")
_GIVEN = words_of("buoi tien cong thoi ra vo vao thung quy tui phieu bot suc lua")
_PASSES = lexicon("chịu thua =sợ =ngại")  # "chuyển tiền thì chịu"
_THERE_IS = lexicon("có còn biết được")
_ENOUGH = lexicon("thiếu lo kém khó")  # "sách thì không thiếu"
_IF = any_of(
    r"(?:khong|chua|co) (?:\w+ ){1,3}thi (?:\w+ )?(?:lam|di|moi|cung|quet|don)(?: \w+)?$",
    r"(?:co|ranh|khoe|duoc) (?:\w+ ){0,3}thi (?:\w+ ){0,2}(?:cung|se|moi)",
)  # "có tiền thì tui cũng giúp"
_NOTHING_OF_IT = re.compile(r"\bco (?:\w+ ){1,6}gi (?:dau|nao|mo)$")  # "chớ có ghi chép tính toán chi mô"
# A question, whatever its words name: "có cần mà dốt không".
_ASKS_WHETHER = re.compile(
    r"(?:(?:da|vay|the|thua) )*co (?!(?:khi|luc|bua|hom|dua)\b.* co (?:khi|luc|bua|hom|dua)\b|ngay|nam|thang|cai|thi)"
    r"\S+ (?:\S+ )*(?<!thi )khong$"
)
_OR_NOT = re.compile(r"^(?!.*\b(?:khong|chua) biet ).* hay (?:khong|chua)$")
_SOMETIMES = lexicon("thường nhiều đều mấy hay lắm đủ lâu giỏi chỉ chịu phải muốn cần")
_OPEN, _GOES_ON = lexicon("cần rõ biết"), lexicon("phải hỏi khai nói trả nhắc câu ý")  # "không cần phải học"


_NOW = lexicon("giờ")
_WANTS, _TO_CHOOSE = lexicon("muốn"), words_of("chon lay bam khai danh dien")

_SOMEBODY = lexicon(
    "nó con cháu đứa em thằng các mấy tụi chúng bọn hàng xóm người nhà trường cán cô thầy ai họ vợ chồng"
)
_LEADING = lexicon("có thì là mà cả dạ vâng ừ à thưa ạ giờ nay bây hiện")


class Told(NamedTuple):
    """The choices that a sentence affirms, and those it names otherwise: denied, doubted, past, of others.

    ``denied``: those that it denies in so many words, and no more than that: "chưa tham gia" alone.
    ``of_others``: those that it tells of somebody else.
    """

    affirmed: tuple[int, ...] = ()
    discounted: tuple[int, ...] = ()
    denied: tuple[int, ...] = ()
    of_others: tuple[int, ...] = ()


class _Around(NamedTuple):
    """The words of a clause before and behind a phrase, without those that name a choice, too."""

    before: list[Heard]
    after: list[Heard]


def told(said: str, phrases: Phrases, *, of_children: bool = False, one_by_one: bool = False) -> Told:
    """Which choices a sentence names.

    Args:
        said: the sentence.
        phrases: of the choices.
        of_children: whether the question is about the children of a house, so that "thằng lớn" is nobody else.
        one_by_one: whether several of them may be chosen.
    """
    sentence = speech(said)
    others = of_others(sentence, of_children=of_children)
    everything = phrases.hits(sentence) if others else []
    if not of_children:
        own = {_clause_of(sentence, hit)[0] for hit in everything if _names_whom(sentence, hit, phrases.about)}
        others -= own
    of_somebody = {hit.choice for hit in everything} if others else set[int]()
    sentence = sentence.only({start for start, _ in sentence.clauses()} - others) if others else sentence
    if not sentence.words:
        return Told((), tuple(sorted(of_somebody)))
    polite = _politeness(sentence, of_facts=phrases.of_facts)
    if polite == len(sentence.words) or _begins_with_a_number(sentence, polite):
        return Told()  # a number may be a choice's
    hits = phrases.hits(sentence)
    if not hits:
        return Told((), tuple(sorted(of_somebody)))
    used = frozenset(range(polite)).union(*(hit.used for hit in hits))
    named = of_somebody | {hit.choice for hit in hits}
    if _is_open(sentence, used, one_by_one=one_by_one) or _leaves_some(sentence, hits, one_by_one=one_by_one):
        return Told((), tuple(sorted(named)))
    if _is_either(sentence, hits, used) or contradicts(sentence) or stopped(sentence, used) or asks_why(said):
        return Told((), tuple(sorted(named)))
    turned = {hit.choice for hit in hits if _is_turned(sentence, hit, used - _denying(hits, hit))}
    affirmed = {hit.choice for hit in hits} - turned  # "không làm ruộng, chăn nuôi" denies both
    every = phrases.every_hit(sentence)
    affirmed -= _denied_inside(every, affirmed)
    affirmed -= _denying_others(every, affirmed)
    affirmed = affirmed if one_by_one else _at_last(sentence, hits, affirmed)
    denied = {hit.choice for hit in hits if hit.choice in turned and _is_plainly_denied(sentence, hit, used)}
    return Told(
        tuple(sorted(affirmed)), tuple(sorted(named - affirmed)), tuple(sorted(denied)), tuple(sorted(of_somebody))
    )


def _begins_with_a_number(said: Speech, at: int) -> bool:
    """Whether a number comes first that is no age: "82 tuổi rồi, nghỉ từ lâu"."""
    after = said.words[at + 1].word.plain if at + 1 < len(said.words) else ""
    is_some = said.letters(at + 1, at + 3) == "tuoi roi" or after in {"dua", "chau", "be", "con", "em", "nhoc"}
    return is_digits(said.words[at].word) and not is_some


def _politeness(said: Speech, *, of_facts: bool) -> int:
    """How many words of politeness a sentence begins with: "dạ thưa, tôi muốn"; asked for a fact, "muốn" is a wish."""
    for i, each in enumerate(said.words):
        is_wish = of_facts and is_in(each.word, _WANTS) and said.letters(i + 1, i + 2) not in _TO_CHOOSE
        if is_wish or not is_in(each.word, BEFORE):
            return i
    return len(said.words)


def _is_open(said: Speech, used: frozenset[int], *, one_by_one: bool) -> bool:
    """Whether a sentence leaves open what is meant: it asks, doubts, or offers something else besides."""
    used |= to_see(said)
    rest = TO_SEE.sub("", said.without(used))
    asks = rest.endswith(" khong") and not rest.endswith("thi khong")
    letters = said.letters(0, len(said.words))
    asks = asks or _ASKS_WHETHER.match(letters) is not None or _OR_NOT.search(letters) is not None
    return asks or _OFFERS_MORE.search(rest) is not None or doubts(said, used, one_by_one=one_by_one)


def _is_either(said: Speech, hits: list[Hit], used: frozenset[int]) -> bool:
    """Whether one of two is meant: "ghi sổ hay tính lãi lỗ"."""
    return any(
        i not in used
        and said.words[i].word.plain == "hay"
        and {hit.choice for hit in hits if hit.end == i} - {hit.choice for hit in hits if hit.start == i + 1}
        and any(hit.start == i + 1 for hit in hits)
        for i in range(1, len(said.words) - 1)
    )


def _at_last(said: Speech, hits: list[Hit], affirmed: set[int]) -> set[int]:
    """What is so now, where that is said of one choice behind others: "có cãi nhau một lần, giờ hoà thuận lắm"."""
    if len(affirmed) < 2:
        return affirmed
    start, end = said.clauses()[-1]
    last = {hit.choice for hit in hits if hit.start >= start} & affirmed
    is_now = any(said.has(start + i, _NOW) for i in range(min(2, end - start)))
    before = {hit.choice for hit in hits if hit.start < start}
    return last if is_now and len(last) == 1 and not last & before else affirmed


def _leaves_some(said: Speech, hits: list[Hit], *, one_by_one: bool) -> bool:
    """Whether something that is no choice is denied beside what is told: "việc nhà thì chia, đường ngõ thì thôi"."""
    return not one_by_one and any(
        _AS_FOR_NOT.search(said.letters(start, end)) and not any(start <= hit.start < end for hit in hits)
        for start, end in said.clauses()
    )


def _clause_of(said: Speech, hit: Hit) -> tuple[int, int]:
    return next((start, end) for start, end in said.clauses() if start <= hit.start < end)


def _denying(hits: list[Hit], hit: Hit) -> frozenset[int]:
    """The words of other choices that deny this one: the "không" of "không tính lãi lỗ" before "tính lãi lỗ"."""
    over = [each for each in hits if each.denies and each.choice != hit.choice and not each.used.isdisjoint(hit.used)]
    return frozenset().union(*(each.used for each in over)) - hit.used


def _denied_inside(hits: list[Hit], affirmed: set[int]) -> set[int]:
    """The choices that words of another deny: "không có cháu thi lại, lưu ban" tells of nobody who stays down."""
    return {
        other.choice
        for hit in hits
        if hit.denies and hit.choice in affirmed
        for other in hits
        if other.choice != hit.choice and not other.denies and other.used < hit.used
    }


def _denying_others(hits: list[Hit], affirmed: set[int]) -> set[int]:
    """The choices that are told of only where another is denied: "có ghi sổ, chứ không tính lãi lỗ" is no "Chưa"."""
    found = {
        hit.choice
        for hit in hits
        if hit.denies
        and any(other.choice != hit.choice and not other.denies and other.used < hit.used for other in hits)
    }
    left = affirmed - found
    return found & affirmed if left else set()


def _names_whom(said: Speech, hit: Hit, about: frozenset[str]) -> bool:
    """Whether a phrase itself begins with the somebody of whom a clause speaks: "có, nó đang học".

    It must come behind a word of one's own, or the question be ``about`` them.
    """
    start, _ = _clause_of(said, hit)
    lead = range(start, hit.start)
    says_yes = any(said.words[i].word.plain == "co" for i in lead)
    is_asked = start > 0 or says_yes or said.words[hit.start].word.plain in about
    names = is_asked and said.has(hit.start, _SOMEBODY) and hit.length > 1
    return names and all(said.has(i, _LEADING) for i in lead)


def _is_turned(said: Speech, hit: Hit, used: frozenset[int]) -> bool:
    """Whether what is named is denied or past."""
    start, end = _clause_of(said, hit)
    letters = said.letters(start, end)
    past = past_from(said, start, end)
    so = max((i + 1 for i in range(start, hit.start) if said.words[i].word.plain == "nen"), default=start)
    around = _Around(
        [said.words[i] for i in range(so, hit.start) if i not in used],
        [said.words[i] for i in range(hit.end, end) if i not in used],
    )
    return (
        (past is not None and past <= hit.start)
        or _IF.search(letters) is not None
        or (not hit.denies and _NOTHING_OF_IT.search(letters) is not None)
        or hit.start in fears(said)
        or _is_denied_before(around.before, is_next=hit.start - 1 not in used)
        or _is_denied_behind(around.after, said.words[hit.end - 1], hit, is_next=hit.end not in used)
    )


def _is_plainly_denied(said: Speech, hit: Hit, used: frozenset[int]) -> bool:
    """Whether it says "chưa" to what is named, and not only to how often or how well: "chưa tham gia nhiều"."""
    start, end = _clause_of(said, hit)
    before = [said.words[i].word for i in range(start, hit.start) if i not in used]
    around = [said.words[i].word for i in range(start, end) if i not in used]
    return any(map(is_no, before)) and not any(is_in(word, _SOMETIMES) for word in around)


def _is_denied_before(before: list[Heard], *, is_next: bool) -> bool:
    """Whether what stands before a phrase denies it; ``is_next``: the last of these words is directly before it."""
    letters = " ".join(each.word.plain for each in before)
    denies = any(is_no(each.word) or _is_undone(before, i) for i, each in enumerate(before))
    ends = is_next and bool(before) and is_in(before[-1].word, _NO_LONGER)
    return denies or ends or _RHETORICAL.search(letters) is not None or (is_next and bool(_WHAT_FOR.search(letters)))


def _is_undone(words: list[Heard], i: int) -> bool:
    """Whether something is given up, and not given: "bỏ", but no "bỏ tiền", "bỏ buổi tối ra"."""
    after = words[i + 1].word.plain if i + 1 < len(words) else ""
    return is_in(words[i].word, UNDO) and after not in _GIVEN


def _is_denied_behind(after: list[Heard], last: Heard, hit: Hit, *, is_next: bool) -> bool:
    """Whether what stands behind a phrase denies it; ``last``: the phrase's own last word."""
    if not after:
        return False
    if is_next and _is_not_there(after) and not hit.denies:
        return True
    is_denied = _is_denied_as_for(after) or (is_no(after[-1].word) and any(is_in(each.word, _AS_FOR) for each in after))
    goes_on = is_in(after[0].word, _GOES_ON) and is_in(last.word, _OPEN)
    is_all = len(after) > 1 and is_in(after[1].word, _ONESELF)  # "sách báo gì cũng có"
    is_irony = is_next and is_in(after[0].word, _IRONY) and not hit.denies and not is_all
    is_rhetorical = is_next and len(after) == 1 and is_in(after[0].typed, _WHERE_IS) and not hit.denies
    is_scorn = is_next and _SCORN.match(" ".join(each.word.plain for each in after)) is not None and not hit.denies
    return is_denied or goes_on or is_irony or is_rhetorical or is_scorn


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
