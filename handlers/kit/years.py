"""Birth years as people type them: "1957", "sinh năm 57", "12.3.1957", "một chín năm bảy", "70 tuổi", "Đinh Dậu"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from handlers.kit import number_words
from handlers.kit.own_words import own_words
from handlers.kit.read import Misread
from handlers.kit.spelling import Lexicon, is_in, lexicon, spell
from handlers.kit.tokens import COURTESY, Token, asks, corrected, drop, is_harmless, is_of_another, tokens
from locales.text import T, Words

OLDEST = 110
MOST_FACTS = 4  # somebody who says more says something else

Kind: TypeAlias = Literal["year", "two", "bare", "age", "cycle", "branch"]
Fact: TypeAlias = tuple[Kind, int]  # of a cycle: its place among the sixty, of a branch among the twelve
Facts: TypeAlias = frozenset[Fact]


@dataclass(frozen=True, slots=True)
class BirthYear:
    """A birth year; ``derived`` from an age, a sign of the zodiac or two bare digits, so it counts only after a yes."""

    value: int
    derived: bool


_EXAMPLE = T("{You} gõ năm sinh bằng 4 chữ số, ví dụ 1956.")
_HARMLESS = lexicon(
    f"{COURTESY} "
    "=sinh =sanh =đẻ ra vào m =nam năm của ni =này theo giấy tờ =khai =sanh ghi trong cccd căn cước cmnd "
    "hộ khẩu là vào cái "
    "tính hồi lận thôi già lẩm cẩm miềng cứ thì mà =qua =nờ =nì =mô =nớ =ở đi cũng điện biên "
    "=chớ =chứ mấy =mới =đúng chính xác hoà bình lập lại đói giải phóng âm dương lịch sn ns"
)
_KIN = lexicon("=mẹ =má =bố =ba =cha =tía =vợ =chồng =xã =nội =ngoại =gái =trai =dâu =rể =bả =ổng nhà người")
_BORN, _BORN_UNMARKED = lexicon("=sinh =sanh =đẻ năm sn ns"), frozenset(spell("de"))
_MONTH, _DAY, _FULL_MOON = lexicon("tháng"), lexicon("ngày mùng mồng hôm bữa"), lexicon("rằm")
_YEAR, _AGE, _ROUND = lexicon("năm"), lexicon("tuổi"), lexicon("tròn chẵn")
_MONTHS = ((1, lexicon("giêng")), (4, lexicon("tư")))
_NOW = lexicon("=nay =ni")
_ANIMAL = lexicon("con")
_BORE_ME = re.compile(
    r"(?:mẹ|má|mạ|mệ|bu|u|bầm) (?:(?:tôi|tui|em|mình|con) )?(?:vừa |mới )?(?:sinh|sanh|đẻ)(?: ra)? "
    r"(?:tôi|tui|em|mình|con)"
    r"(?: (?:được )?(?:mấy|vài) (?:tháng|ngày))?",
    re.IGNORECASE,
)
_BEFORE_A_DATE = lexicon("ngày")
_NO_PART_OF_A_YEAR = re.compile(r"\bnăm nay\b|\b(?:cháu|con|em|cô|chú|bác|anh|chị)(?: [ạàơ]|$)", re.IGNORECASE)
# What a clause behind the year may not say, so that the year stands: "sinh năm 1963, giấy tờ ghi khác".
_TAKES_BACK = lexicon(
    "không chưa nhưng =mà khác sai nhầm lộn giấy khai sinh chứng căn cước cccd cmnd hay hoặc =chắc hình =nhớ tuổi "
    "=năm còn chứ chớ =cháu =anh =chị =em =cô =dì =chú =cậu =bác =ông =bà lại thật thiệt tưởng"
)
_SIGNS = frozenset("/-.")
_FAMINE, _TENS = lexicon("đói"), lexicon("mươi")
_STEMS = tuple(map(lexicon, ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")))
_BRANCHES = tuple(
    map(
        lexicon,
        ("tý", "sửu", "dần", "mão mẹo", "thìn", "tỵ", "ngọ", "mùi vị", "thân", "dậu", "tuất", "hợi"),
    )
)


_ANIMALS = tuple(
    map(
        lexicon,
        ("chuột", "trâu", "cọp hổ", "mèo", "rồng", "rắn", "ngựa", "dê", "khỉ", "gà", "chó", "lợn heo"),
    )
)


def read_birth_year(
    said: str, this_year: int, youngest: int, *, own: bool = True, oldest: int = OLDEST
) -> BirthYear | Misread:
    """A birth year, at least ``youngest`` and at most ``oldest`` years ago; whatever can mean another is asked back.

    Args:
        own: it is asked of the person who types, so that "con tôi sinh năm 1980" is somebody else's.
    """
    found = _read(said, this_year, youngest, own=own, oldest=oldest)
    if not own or not isinstance(found, Misread):
        return found
    for part in (own_words(said), _before_small_talk(said)):
        again = None if part is None else _read(part, this_year, youngest, own=own, oldest=oldest)
        if isinstance(again, BirthYear):
            return again
    return found


def _before_small_talk(said: str) -> str | None:
    """What stands before a comma, if nothing behind it can be about a year: "sinh năm 1963, yếu rồi cháu ạ"."""
    first, comma, rest = said.partition(", ")
    words = tokens(_NO_PART_OF_A_YEAR.sub("", rest))
    may_be_of_it = any(each.is_number or is_in(each.word, _TAKES_BACK) or is_in(each.word, _KIN) for each in words)
    counts = any(True for at in range(len(words)) for _ in number_words.ones(words, at))
    return first if comma and words and not may_be_of_it and not counts and not asks(rest) else None


def _read(said: str, this_year: int, youngest: int, *, own: bool, oldest: int) -> BirthYear | Misread:
    words = tokens(_BORE_ME.sub("sinh", said))
    if not words or asks(said) or (own and is_of_another(words)):
        return Misread(_EXAMPLE)
    if not own:
        words = drop(words, _KIN) or words
    if (instead := corrected(words)) is not None and (_ways(instead[0]) or _says_nothing(instead[0])):
        words = instead[1]
    outcomes = {_weighed(facts, this_year, youngest, oldest) for facts in _ways(words)}
    outcomes.discard(None)
    years = {each.value for each in outcomes if isinstance(each, BirthYear)}
    if len(years) == 1:
        return BirthYear(years.pop(), all(each.derived for each in outcomes if isinstance(each, BirthYear)))
    hints = [each.hint for each in outcomes if isinstance(each, Misread)]
    return Misread(hints[0] if len(hints) == 1 and not years else _EXAMPLE)


def _says_nothing(words: tuple[Token, ...]) -> bool:
    """Whether there is no number: "tui nói lộn, 1954 mới đúng"."""
    return not any(each.is_number for each in words) and all(_may_be_left_out(words, i) for i in range(len(words)))


def _weighed(facts: Facts, this_year: int, youngest: int, oldest: int) -> BirthYear | Misread | None:
    """The year that all facts agree on."""
    said = {value for kind, value in facts if kind == "year"}
    ages = {value for kind, value in facts if kind == "age"}
    signs = {value for kind, value in facts if kind == "cycle"}
    branches = {value for kind, value in facts if kind == "branch"}
    short = {(kind, value) for kind, value in facts if kind in {"two", "bare"}}
    if not facts or len(said) > 1 or len(ages) > 1 or len(signs) > 1 or len(short) > 1:
        return None
    derived = not said
    if short:
        if any(kind == "bare" for kind, _ in short) and len(facts) > 1:
            return None
        kind, two = next(iter(short))
        possible = {
            century + two
            for century in (this_year // 100 * 100, this_year // 100 * 100 - 100)
            if this_year - oldest <= century + two <= this_year
        }
        if len(possible) != 1 or (said and said != possible):
            return None
        if kind == "bare" and min(possible) >= this_year // 100 * 100 and two > 9:
            return None  # "10" is more often a slip than a year
        said, derived = possible, kind == "bare"
    if not said and ages:
        said = {this_year - next(iter(ages))}
    elif not said:
        years = [year for year in range(this_year - oldest, this_year - youngest + 1) if (year - 4) % 60 in signs]
        if len(years) > 1:
            return Misread(_which(years))
        said = set(years)
    if not said:
        return None
    year = next(iter(said))
    if any((year - 4) % 60 != sign for sign in signs) or any((year - 4) % 12 != branch for branch in branches):
        return None
    if any(abs(this_year - year - age) > 1 for age in ages):
        return None
    return _within(year, this_year, youngest, oldest, derived=derived)


def _which(years: list[int]) -> Words:
    return T("Năm ấy có thể là {one} hoặc {other}. {You} gõ năm sinh bằng 4 chữ số.", one=years[0], other=years[-1])


def _within(year: int, this_year: int, youngest: int, oldest: int, *, derived: bool) -> BirthYear | Misread:
    if year > this_year or year < this_year - oldest:
        return Misread(
            T(
                "Năm {year} chưa đúng. {You} gõ năm sinh bằng 4 chữ số, từ {first} đến {last}, ví dụ 1956.",
                year=year,
                first=this_year - oldest,
                last=this_year,
            )
        )
    if this_year - year < youngest:
        return Misread(
            T(
                "Người chưa đủ {age} tuổi chưa khai ở đây được. Nếu gõ nhầm, {you} gõ lại năm sinh, ví dụ 1956. "
                "Nếu đúng, nhờ người lớn trong nhà hỏi {head_label}.",
                age=youngest,
            )
        )
    return BirthYear(year, derived)


def _ways(words: tuple[Token, ...]) -> frozenset[Facts]:
    """What the words can mean: each way of reading all of them, as the facts it states; none if one is not known."""

    @cache
    def rest(at: int) -> frozenset[Facts]:
        if at == len(words):
            return frozenset({frozenset()})
        found: set[Facts] = set()
        if _may_be_left_out(words, at):
            found |= rest(at + 1)
        for fact, end in _facts(words, at):
            found |= {facts | {fact} for facts in rest(end) if len(facts) < MOST_FACTS}
        return frozenset(found)

    return frozenset(facts for facts in rest(0) if facts)


def _may_be_left_out(words: tuple[Token, ...], at: int) -> bool:
    token = words[at]
    if token.is_number:
        return False
    if token.is_sign:
        return is_harmless(token) and not (token.raw == "." and _is_cut_short(words, at))
    if is_in(token.word, _BEFORE_A_DATE):
        return at + 1 < len(words) and words[at + 1].is_number
    return is_in(token.word, _HARMLESS)


def _is_cut_short(words: tuple[Token, ...], at: int) -> bool:
    """Whether dots stand for the digits of a year: "19.."."""
    before, after = words[max(at - 1, 0)], words[at + 1 : at + 2]
    return before.is_number and len(before.raw) < 4 and bool(after) and (after[0].raw == "." or after[0].glued)


def _facts(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """What is stated by words that begin here, and where it ends."""
    yield from _dates(words, at)
    yield from _dates_in_words(words, at)
    for year, end in _whole_years(words, at):
        yield ("year", year), end
    yield from _short_years(words, at)
    yield from _ages(words, at)
    yield from _signs(words, at)


def _short_years(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """Years by their last two digits: "sinh năm 57", "'72", "2k5", "sáu mốt"; by themselves they may be an age."""
    token, then = words[at], words[at + 1] if at + 1 < len(words) else None
    if token.raw == "'" and then is not None and then.glued:
        for two, end in _two_digits(words, at + 1):
            yield ("two", two), end
    if token.raw == "2" and then is not None and then.raw.lower() == "k" and then.glued:
        after = words[at + 2 : at + 3]
        if not after or not (after[0].glued and after[0].is_number):
            yield ("year", 2000), at + 2
        elif len(after[0].raw) <= 2:
            yield ("year", 2000 + int(after[0].raw)), at + 3
    if _is_born(token):
        start = at + 2 if then is not None and is_in(then.word, _FAMINE) else at + 1
        for two, end in (*_two_digits(words, start), *number_words.tens(words, start)):
            yield ("two", two), end
    if _says_now(words):
        return
    if not is_in(token.word, _YEAR) or (then is not None and is_in(then.word, _TENS)):  # "năm tư" may be a year's "54"
        for two, end in number_words.tens(words, at):
            yield ("bare", two), end
    for two, end in _two_digits(words, at):
        yield ("bare", two), end


def _says_now(words: tuple[Token, ...]) -> bool:
    """Whether "năm nay" is said: "năm nay tôi 68" is an age, though nobody says so."""
    return any(_is(words, i, _YEAR) and _is(words, i + 1, _NOW) for i in range(len(words)))


def _signs(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """A sign of the cycle of sixty years: "Đinh Dậu"."""
    for stem, one in enumerate(_STEMS):
        for branch, other in enumerate(_BRANCHES):
            if stem % 2 == branch % 2 and _is(words, at, one) and _is(words, at + 1, other):
                yield ("cycle", (6 * stem - 5 * branch) % 60), at + 2
    for branch, name in enumerate(_BRANCHES):
        if at and _is(words, at - 1, _AGE) and _is(words, at, name):
            yield ("branch", branch), at + 1
    for branch, name in enumerate(_ANIMALS):
        if (
            at > 1
            and (_is(words, at - 2, _AGE) or _is(words, at - 2, _YEAR))
            and _is(words, at - 1, _ANIMAL)
            and _is(words, at, name)
        ):
            yield ("branch", branch), at + 1


def _is(words: tuple[Token, ...], at: int, what: Lexicon) -> bool:
    return at < len(words) and is_in(words[at].word, what)


def _is_born(token: Token) -> bool:
    """Whether this says that a year follows: "sinh", "năm", "đẻ"; "sn"."""
    return is_in(token.word, _BORN) or token.word in _BORN_UNMARKED


def _whole_years(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    """Years with all their digits: "1957", "19 57", "1 9 5 7", or in words."""
    token = words[at]
    before, after = (words[at - 1] if at else None), (words[at + 1] if at + 1 < len(words) else None)
    joined = {"-", "/", "–", "'"}
    if token.is_number and len(token.raw) == 4:
        if not (before is not None and before.raw in {*joined, "+"}) and not (
            after is not None and (after.raw in joined or (after.raw.isalpha() and after.glued and len(after.raw) == 1))
        ):
            yield int(token.raw), at + 1
    else:
        for lengths in ((2, 2), (1, 1, 1, 1)):
            parts = words[at : at + len(lengths)]
            if [len(each.raw) for each in parts if each.is_number] == list(lengths) and not any(
                each.glued for each in parts[1:]
            ):
                year = int("".join(each.raw for each in parts))
                if lengths == (1, 1, 1, 1) or parts[0].raw in {"19", "20"}:
                    yield year, at + len(lengths)
    yield from number_words.years(words, at)


def _two_digits(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    if at < len(words) and words[at].is_number and len(words[at].raw) == 2:
        before = words[at - 1].raw if at else ""
        after = words[at + 1].raw if at + 1 < len(words) else ""
        if before not in {"-", "/", "–", "+"} and after not in {"-", "/", "–", "%"}:
            yield int(words[at].raw), at + 1


def _ages(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """ "70 tuổi", "bảy mươi hai tuổi", "45t", "tròn 80"."""
    is_round = is_in(words[at].word, _ROUND)
    start = at + 1 if is_round else at
    for count, end in (*_counts(words, start), *number_words.tens(words, start)):
        after = words[end] if end < len(words) else None
        if after is not None and (is_in(after.word, _AGE) or (after.raw.lower() in {"t", "tuoi"} and after.glued)):
            yield ("age", count), end + 1
        elif is_round:
            yield ("age", count), end
    if is_in(words[at].word, _AGE):
        for count, end in (*_two_digits(words, at + 1), *number_words.tens(words, at + 1)):
            yield ("age", count), end
        if at + 1 < len(words):
            for fact, end in _facts(words, min(at + 1 + _is(words, at + 1, _ANIMAL), len(words) - 1)):
                if fact[0] in {"cycle", "year", "branch"}:
                    yield fact, end


def _counts(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    if at < len(words) and words[at].is_number and 1 <= len(words[at].raw) <= 3:
        yield int(words[at].raw), at + 1


def _dates(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """The years of dates in figures that begin here: "12/3/1957", "1957-03-12", "12 3 1957", "3/1966"."""
    if at and words[at - 1].raw in _SIGNS:
        return
    run = words[at : at + 5]
    if len(run) == 5 and all(each.is_number for each in run[::2]) and run[1].raw == run[3].raw and run[1].raw in _SIGNS:
        yield from _date([each.raw for each in run[::2]], at + 5)
    if len(run) > 2 and all(each.is_number for each in run[:3]) and [len(each.raw) for each in run[:3]][2] == 4:
        yield from _date([each.raw for each in run[:3]], at + 3)
    if len(run) > 2 and run[0].is_number and run[1].raw in _SIGNS and run[2].is_number:
        month, year = run[0].raw, run[2].raw
        if len(month) <= 2 and len(year) == 4 and 1 <= int(month) <= 12:
            yield ("year", int(year)), at + 3


def _date(numbers: list[str], end: int) -> Iterator[tuple[Fact, int]]:
    one, two, three = numbers
    if len(one) == 4 and _is_day(int(three), int(two), int(one)):
        yield ("year", int(one)), end
    elif len(one) <= 2 and len(three) == 4 and _is_day(int(one), int(two), int(three)):
        yield ("year", int(three)), end
    elif len(one) <= 2 and len(three) == 2 and _is_day(int(one), int(two), 2000):
        yield ("two", int(three)), end


def _dates_in_words(words: tuple[Token, ...], at: int) -> Iterator[tuple[Fact, int]]:
    """The same in words: "ngày 5 tháng 10 năm 1960", "tháng 8 năm 1971", "rằm tháng bảy năm 1953"."""
    for day, start in _days(words, at):
        for month, end in _months(words, start):
            cue = end + 1 if _is(words, end, _YEAR) else end
            for year, last in _whole_years(words, cue) if cue < len(words) else ():
                if _is_day(day, month, year) or day == 30:  # of the moon, which has no 31st
                    yield ("year", year), last
            for two, last in (*_two_digits(words, cue), *number_words.tens(words, cue)):
                if _is_day(day, month, 2000):
                    yield ("two", two), last


def _days(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    """A day before its month, and where the month begins; the first where only a month is said."""
    yield 1, at
    start = at + 1 if is_in(words[at].word, _DAY) else at
    if is_in(words[at].word, _FULL_MOON):
        yield 15, at + 1
    for day, end in (*_counts(words, start), *number_words.tens(words, start), *number_words.ones(words, start)):
        if 1 <= day <= 31:
            yield day, end


def _months(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    if not _is(words, at, _MONTH):
        return
    for number, end in (*_counts(words, at + 1), *number_words.tens(words, at + 1), *number_words.ones(words, at + 1)):
        if 1 <= number <= 12:
            yield number, end
    for number, name in _MONTHS:
        if _is(words, at + 1, name):
            yield number, at + 2


def _is_day(day: int, month: int, year: int) -> bool:
    with suppress(ValueError):
        date(year, month, day)
        return True
    return False
