"""Days as people type them: "hôm qua ạ", "thứ ba tuần trước", "mùng 2 tháng 9", "12.10.2026"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from handlers.kit import number_words
from handlers.kit.own_words import own_words
from handlers.kit.read import Misread
from handlers.kit.spelling import Lexicon, is_in, lexicon
from handlers.kit.tokens import COURTESY, Token, asks, corrected, is_harmless, is_of_another, tokens
from locales.text import Day, T

Fact: TypeAlias = date | int | None  # a day; a weekday, Monday is 0; a day that the calendar does not have

MOST_FACTS = 4  # somebody who says more says something else

_HARMLESS = lexicon(
    f"{COURTESY} "
    "vào cái đi đã mà tới dự học tham gia được =mới lúc ở tại xuống lên xã thôn bản nhà văn hoá trường trạm "
    "hội uỷ ban ubnd lớp chợ phiên dương lịch đúng đi rảnh cơ =o nờ nì tê túi mô bên ông xã còn lễ "
    "=vừa =kìa đây nãy giấy mời sổ ghi viết trong đúng =là "
    "giáo việt nam phụ nữ hôm bữa bựa hồi ngày sáng trưa chiều =tối đêm =toi hom"
)
_WHEN = lexicon("hôm bữa bựa ngày hồi bửa sáng trưa chiều =tối =toi =túi đêm khuya")
_LONG = lexicon("tuần tháng năm tết mùa")
_RELATIVE: tuple[tuple[int, Lexicon, Lexicon], ...] = (
    (-1, _WHEN, lexicon("=qua")),
    (-2, lexicon("hôm bữa bựa"), lexicon("=kia")),
    (-3, lexicon("hôm bữa bựa"), lexicon("=kìa")),
    (1, _WHEN, lexicon("=mai")),
    (2, lexicon("ngày"), lexicon("=kia =mốt")),
)
_ALONE = {"nay": 0, "hnay": 0, "today": 0, "hqua": -1, "hqa": -1, "yesterday": -1, "mai": 1, "tomorrow": 1, "mốt": 2}
_TODAY = lexicon("=nay =ni")
_WEEKDAYS = tuple(map(lexicon, ("hai", "ba", "tư", "năm", "sáu", "bảy bẩy")))
_ORDINAL = lexicon("thứ")
_SUN, _DAY = lexicon("chủ chúa"), lexicon("nhật nhựt")
_WEEK, _MONTH, _YEAR = lexicon("tuần"), lexicon("tháng"), lexicon("năm")
_LAST, _THIS, _NEXT = lexicon("trước trc rồi qua"), lexicon("=này =nay =ni"), lexicon("sau =tới")
_JUST, _OVER, _THAT = lexicon("vừa"), lexicon("rồi qua =r"), lexicon("đó ấy nớ")
_AGO, _SINCE, _HERE = lexicon("trước trc"), lexicon("cách"), lexicon("đây nay")
_MORE, _JUST_SO = lexicon("nữa"), lexicon("đúng")
_DAYS, _OF_MONTH = lexicon("ngày hôm bữa bựa"), lexicon("ngày hôm bữa mùng mồng")
_LAST_YEAR = lexicon("ngoái")
_AT, _HOUR, _MINUTE = lexicon("lúc hồi"), lexicon("giờ g h"), lexicon("phút p rưỡi")
_PART = lexicon("sáng trưa chiều =tối =toi đêm")
_OF_TIME = lexicon(
    "tháng năm tuần quý mùa kỳ thứ chủ mùng mồng rằm giêng chạp trăm nghìn triệu một hai =ba bốn sáu bảy tám chín mười "
    "mươi mốt lăm =tư chục"
)
_LEAVES_OPEN = lexicon(
    "âm =hay hoặc =đến =tới từ khoảng chừng =tầm độ cuối đầu giữa không chưa chẳng =chả hổng nỏ sẽ mỗi hằng hàng các "
    "mấy những nhiều vài quên hình như chắc =mai =mốt"
)
_SIGNS = frozenset("/-.")
_APRIL = lexicon("tư")
_FEASTS: tuple[tuple[tuple[Lexicon, ...], int, int], ...] = tuple(
    (tuple(map(lexicon, name.split())), day, month)
    for name, day, month in (
        ("nhà giáo", 20, 11),
        ("nhà giáo việt nam", 20, 11),
        ("hiến chương", 20, 11),
        ("phụ nữ việt nam", 20, 10),
        ("quốc tế phụ nữ", 8, 3),
        ("quốc khánh", 2, 9),
        ("quốc tế lao động", 1, 5),
        ("quốc tế thiếu nhi", 1, 6),
        ("sách và văn hoá đọc", 21, 4),
    )
)


def read_day(said: str, today: date, *, first: date, last: date) -> date | Misread:
    """A day from "hôm qua ạ", "12/3", "ngày 5 tháng 10 năm 2026"; without a year the latest such day up to ``last``.

    Days of the moon, several days, whole weeks, and a weekday that its date is not, are asked back, never guessed.
    """
    found = _read(said, today, first=first, last=last)
    if isinstance(found, Misread) and (mine := own_words(said)) is not None:
        again = _read(mine, today, first=first, last=last)
        return found if isinstance(again, Misread) else again
    return found


def _read(said: str, today: date, *, first: date, last: date) -> date | Misread:
    example = T("{You} gõ ngày, ví dụ {example} hoặc hôm qua.", example=Day(today))
    words = tokens(said)
    if not words or asks(said) or is_of_another(words):
        return Misread(example)
    if (instead := corrected(words)) is not None and (_days(instead[0], today, last) or _is_a_part(instead[0])):
        words = instead[1]
    days = _days(words, today, last) or _days(words, today, last, loose=True)
    if days == {None}:
        return Misread(T("Ngày ấy không có trong lịch. {hint}", hint=example))
    day = days.pop() if len(days) == 1 else None
    if day is None:
        return Misread(example)
    if not first <= day <= last:
        return Misread(T("Ngày phải từ {first} đến {last}. {hint}", first=Day(first), last=Day(last), hint=example))
    return day


def _is_a_part(words: tuple[Token, ...]) -> bool:
    """Whether this is the beginning of a date that was broken off: "ngày 10"."""
    at = 1 if _is(words, 0, _OF_MONTH) else 0
    words = words[:-1] if words and is_harmless(words[-1]) else words
    return any(end == len(words) for _, end in _numbers(words, at))


def _days(words: tuple[Token, ...], today: date, last: date, *, loose: bool = False) -> set[date | None]:
    """The days that all the words, read together, can mean.

    ``loose``: words that say nothing of time may stand around the day ("lớp nuôi gà học ngày 15 tháng 10"), but no
    other number, nothing that denies, and nothing that leaves open which day.
    """
    if loose and any(is_in(each.word, _LEAVES_OPEN) for each in words):
        return set()

    @cache
    def rest(at: int) -> frozenset[frozenset[Fact]]:
        if at == len(words):
            return frozenset({frozenset()})
        found: set[frozenset[Fact]] = set()
        token = words[at]
        if _is(words, at, _OF_MONTH) and at + 1 < len(words) and words[at + 1].is_number:  # "mùng 8/3"
            found |= rest(at + 1)
        if is_harmless(token) if token.is_sign else _says_nothing(token, loose=loose):
            found |= rest(at + 1)
        for end in _clock(words, at):
            found |= rest(end)
        for fact, end in _facts(words, at, today, last):
            found |= {facts | {fact} for facts in rest(end) if len(facts) < MOST_FACTS}
        return frozenset(found)

    days: set[date | None] = set()
    for facts in rest(0):
        named = {fact for fact in facts if fact is None or isinstance(fact, date)}
        weekdays = {fact for fact in facts if isinstance(fact, int)}
        if len(named) == 1:
            day = next(iter(named))
            if day is None or all(day.weekday() == each for each in weekdays):
                days.add(day)
    return days


def _says_nothing(token: Token, *, loose: bool) -> bool:
    """Whether a word says nothing of the day."""
    if token.is_number:
        return False
    return is_in(token.word, _HARMLESS) or (loose and not is_in(token.word, _OF_TIME))


def _is(words: tuple[Token, ...], at: int, what: Lexicon) -> bool:
    return 0 <= at < len(words) and is_in(words[at].word, what)


def _facts(words: tuple[Token, ...], at: int, today: date, last: date) -> Iterator[tuple[Fact, int]]:
    """What is stated by words that begin here, and where it ends."""
    ago = _ALONE.get(words[at].raw.lower())
    if ago is not None and not _is(words, at - 1, _LONG):
        yield today + timedelta(days=ago), at + 1
    if _is(words, at, _TODAY) and _is(words, at - 1, _WHEN):
        yield today, at + 1
    for days, when, word in _RELATIVE:
        if _is(words, at, word) and _is(words, at - 1, when):
            yield today + timedelta(days=days), at + 1
    start = at + 1 if _is(words, at, _SINCE) else at
    start = start + 1 if start > at and _is(words, start, _HERE) else start
    start = start + 1 if start > at and _is(words, start, _JUST_SO) else start
    for count, end in _numbers(words, start):
        if _is(words, end, _DAYS) and count and (start > at or _is(words, end + 1, _AGO)):
            yield today - timedelta(days=count), end + (1 if start > at and not _is(words, end + 1, _AGO) else 2)
        if _is(words, end, _WEEK) and count and start > at:
            yield today - timedelta(days=7 * count), end + 1
        if _is(words, end, _DAYS) and count and start == at and _is(words, end + 1, _MORE):
            yield today + timedelta(days=count), end + 2
    yield from _weekdays(words, at, today)
    yield from _dates(words, at, today, last)


def _numbers(words: tuple[Token, ...], at: int) -> Iterator[tuple[int, int]]:
    if at < len(words) and words[at].is_number and len(words[at].raw) <= 2:
        yield int(words[at].raw), at + 1
    yield from number_words.ones(words, at)
    yield from number_words.tens(words, at)


def _weekday(words: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    """Which weekday stands here: "thứ ba", "t5", "chủ nhật", "cn"."""
    raw = words[at].raw.lower() if at < len(words) else ""
    if raw == "cn":
        return 6, at + 1
    if at + 1 >= len(words):
        return None
    if _is(words, at, _SUN) and _is(words, at + 1, _DAY):
        return 6, at + 2
    after = words[at + 1]
    if after.is_number and (_is(words, at, _ORDINAL) or (raw == "t" and after.glued)):
        return (int(after.raw) - 2, at + 2) if after.raw in set("234567") else None
    if _is(words, at, _ORDINAL):
        return next(((day, at + 2) for day, name in enumerate(_WEEKDAYS) if is_in(after.word, name)), None)
    return None


def _week(words: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    """Which week stands here: "tuần trước" is -1."""
    if not _is(words, at, _WEEK):
        return None
    at += 2 if _is(words, at + 1, _JUST) else 1
    weeks = next((n for n, names in ((-1, _LAST), (0, _THIS), (1, _NEXT)) if _is(words, at, names)), None)
    return None if weeks is None else (weeks, at + 1)


def _weekdays(words: tuple[Token, ...], at: int, today: date) -> Iterator[tuple[Fact, int]]:
    monday = today - timedelta(days=today.weekday())
    if (week := _week(words, at)) is not None and (found := _weekday(words, week[1])) is not None:
        yield monday + timedelta(days=7 * week[0] + found[0]), found[1]
    if (found := _weekday(words, at)) is None:
        return
    weekday, end = found
    yield weekday, end
    if (week := _week(words, end)) is not None:
        yield monday + timedelta(days=7 * week[0] + weekday), week[1]
    over = end + 1 if _is(words, end, _JUST) else end
    if _is(words, over, _OVER) or (over == end and _is(words, at - 1, _DAYS) and not _is(words, end, _WEEK)):
        that = _is(words, over, _OVER) or _is(words, over, _THAT)  # "hôm thứ bảy", and "đó" behind it
        yield today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1), over + that


def _clock(words: tuple[Token, ...], at: int) -> Iterator[int]:
    """Where a time of the day ends that begins here: "lúc 7 giờ tối"; bare hours may be how long it was."""
    start = at + 1 if _is(words, at, _AT) else at
    for hour, end in _numbers(words, start):
        if hour > 24 or not _is(words, end, _HOUR):
            continue
        minutes = next((last for _, last in _numbers(words, end + 1)), end + 1)
        then = minutes + 1 if _is(words, minutes, _MINUTE) else minutes
        if _is(words, then, _PART):
            yield then + 1
        elif start > at:
            yield then


def _dates(words: tuple[Token, ...], at: int, today: date, last: date) -> Iterator[tuple[Fact, int]]:
    """Dates that begin here, in figures or in words."""
    yield from _dates_in_figures(words, at, today, last)
    for name, day, month in _FEASTS:
        if all(_is(words, at + i, word) for i, word in enumerate(name)):
            yield from _with_year(words, at + len(name), day, month, today, last)
    start = at + 1 if _is(words, at, _OF_MONTH) else at
    for day, end in _numbers(words, start):
        if not (_is(words, end, _MONTH) or (end < len(words) and words[end].raw.lower() == "t" and words[end].glued)):
            continue
        for month, then in _numbers(words, end + 1):
            is_next = _is(words, end + 1, _NEXT) and any(each.word.marks for each in words)  # no "tháng sáu"
            if is_next or (month > 12 and not words[end + 1].is_number):  # "tháng chín năm nay" is no month 95
                continue
            yield from _with_year(words, then, day, month, today, last)
        if _is(words, end + 1, _APRIL):
            yield from _with_year(words, end + 2, day, 4, today, last)
        if _is(words, end + 1, _THIS):
            yield _date(day, today.month, today.year), end + 2
        elif _is(words, end + 1, _NEXT):
            begins = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
            yield _date(day, begins.month, begins.year), end + 2
        elif _is(words, end + 1, _LAST):
            ended = today.replace(day=1) - timedelta(days=1)
            yield _date(day, ended.month, ended.year), end + 2


def _dates_in_figures(words: tuple[Token, ...], at: int, today: date, last: date) -> Iterator[tuple[Fact, int]]:
    """ "12/3", "12.10.2026", "2026-11-05", "5 11"."""
    signs = [each.raw for each in words[at : at + 6]]
    if not signs[0].isdecimal() or (at and (words[at - 1].raw in _SIGNS or words[at - 1].is_number)):
        return
    step = 2 if len(signs) > 2 and signs[1] in _SIGNS else 1
    numbers = signs[: 2 * step + 1 : step]
    if step == 2 and len(signs) > 3 and signs[3] != signs[1]:
        numbers = numbers[:2]
    lengths = [len(each) for each in numbers if each.isdecimal()]
    end = at + 2 * step + 1
    if lengths[:2] == [4, 2] or lengths[:2] == [4, 1]:
        if len(lengths) == 3 and lengths[2] <= 2:
            yield _date(int(numbers[2]), int(numbers[1]), int(numbers[0])), end
    elif len(lengths) >= 2 and numbers[1].isdecimal() and max(lengths[:2]) <= 2:
        day, month = int(numbers[0]), int(numbers[1])
        if len(lengths) == 3 and (lengths[2] == 4 or (lengths[2] == 2 and step == 2)):
            yield _date(day, month, int(numbers[2]) if lengths[2] == 4 else 2000 + int(numbers[2])), end
        elif words[end - step : end - step + 1] == () or words[end - step].raw not in {"/", "-"}:
            yield from _with_year(words, end - step, day, month, today, last)


def _with_year(
    words: tuple[Token, ...], at: int, day: int, month: int, today: date, last: date
) -> Iterator[tuple[Fact, int]]:
    """The day and the month with what is said of the year behind them; without it the latest such day."""
    cue = at + 1 if _is(words, at, _YEAR) else at
    for year_in_words, end in number_words.years(words, cue) if cue > at else ():
        yield _date(day, month, year_in_words), end
    if cue < len(words) and words[cue].is_number and len(words[cue].raw) == 4:
        yield _date(day, month, int(words[cue].raw)), cue + 1
    elif cue > at and _is(words, cue, _THIS):
        yield _date(day, month, today.year), cue + 1
    elif cue > at and _is(words, cue, _LAST_YEAR):
        yield _date(day, month, today.year - 1), cue + 1
    elif cue > at and cue < len(words) and words[cue].is_number and len(words[cue].raw) == 2:
        yield _date(day, month, 2000 + int(words[cue].raw)), cue + 1
    else:
        over = at + 1 if _is(words, at, _JUST) else at
        yield _latest(day, month, last), over + 1 if _is(words, over, _OVER) else at


def _date(day: int, month: int, year: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _latest(day: int, month: int, last: date) -> date | None:
    """The latest such day up to ``last``; 29/2 may be years ago."""
    for year in range(last.year, last.year - 8, -1):
        if (found := _date(day, month, year)) is not None and found <= last:
            return found
    return None
