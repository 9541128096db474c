"""Reading how many: "hai cháu", "5 lần", "ba bốn ngày", "12/12", "không có đứa nào", never a position in a list.

A number that counts something else is never taken: an age, a price, an hour of the day, a rate, an estimate.
"""

from __future__ import annotations

import re
from itertools import pairwise

from handlers.kit.asides import asks
from handlers.kit.corrections import corrected
from handlers.kit.count_people import count_people
from handlers.kit.doubts import doubts
from handlers.kit.mentions import MOST_DIGITS, ROUGHLY, Mention, mentions_in, tokens_of
from handlers.kit.others import of_others
from handlers.kit.own_words import own_words
from handlers.kit.phrases import any_of, words_of
from handlers.kit.quantity import CHILD, DAY, ENDLESS, HOUR, PERSON, Quantity
from handlers.kit.speech import is_no, speech
from handlers.kit.spelling import AFTER, BEFORE, Spelled, in_digits, is_digits, is_in, lexicon, spell
from handlers.kit.telex import retyped

AGE_BEFORE_SCHOOL = 5  # who is in class 1 is 6
MINUTES_OF_AN_HOUR = 60

# What is said besides the number, and says nothing about it.
_BESIDES = any_of(
    r"(?:trong )?(?:nam|tuan|thang) (?:nay|qua|vua roi|vua qua)|3 thang qua",
    r"(?:hoi |tu )?nam (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}",
)
_A_WEEK = any_of(r"(?:mot|1) tuan(?= .*[a-z0-9])")  # "một tuần xem bốn ngày", where one week is asked about
_NOT_NOW = re.compile(
    r"\b(?:nam (?:ngoai|truoc|kia)|(?:hoi|ngay|dao|dot) (?:truoc|xua)|truoc (?:day|kia|dich)|"
    r"(?:thang|nam|tuan) (?:toi|sau)|sang nam)\b.*"
)
_AT_LEAST_WORDS = any_of("it nhat(?: la)?|toi thieu(?: la)?")

# "Hổng có bữa nào tui bỏ", "không sót ngày nào": every time.
_SKIPS_NONE = re.compile(r"\b(?:khong|chua)\b.*\b(?:bo|sot|thieu|vang|nghi|quen|lo|mat)\b")
# What stands apart from the rest: "hai lần, ngoài ra không đi mô nữa".
_BESIDES_NONE = re.compile(
    r"[ ,;.]+(?:ngoài ra|sau đó)(?: thì)? (?:không|hông|hổng|chưa|nỏ|ko|k)\b[^,;.]*"
    r"(?:nữa|nào|hết|gì|mô)\s*$",
    re.IGNORECASE,
)

# "Mấy đứa còn lại vẫn đi học" tells of some alone.
_OF_SOME = any_of("con lai|(?:may )?(?:dua|chau) kia")

# What makes a number none of these.
_UNSURE = lexicon("hoặc hình nếu sợ quên =sẽ định trừ =ít nhiều vài dăm =cách nhưng =mà =hệ trượt rớt =gần =nửa")
_RATE = re.compile(r"/\s*(?:tuần|tháng|ngày|năm|tuan|thang|ngay|nam)", re.IGNORECASE)
_EVERY = any_of(r"(?:moi|hang|tung) (?:tuan|thang|ngay|nam|lan|dot|chuyen)|nao (?:\w+ ){0,4}?cung")
# What it comes to, behind how it comes about: "một buổi trồng chè, một buổi nuôi ong, là hai buổi".
_IN_ALL = re.compile(
    r"[^?]+,\s*(?:[^,?]*\b)?(?:là|vị chi|tổng cộng|cả thảy|tính ra)(?: là)?\s+"
    r"(?P<own>\S+ (?:buổi|lần|ngày|lớp|cháu|đứa|hôm|bữa))",
    re.IGNORECASE,
)
# "…, thế là hai", "à quên hôm trung thu nữa là ba lần".
_MAKES = re.compile(
    r"[^?]+[ ,](?:nữa là|thế là|vậy là|vị chi(?: là)?|cả thảy(?: là)?|tổng cộng(?: là)?)"
    r" (?P<own>\S+(?: (?:buổi|lần|ngày|lớp|cháu|đứa|hôm|bữa))?)(?: (?:ạ|rồi|đó|thôi|tất cả))*[ .!]*",
    re.IGNORECASE,
)
_I_FORGOT = re.compile(r"\b(?:à|ý|ủa) quên\b", re.IGNORECASE)
_DIGIT = r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin)"
# What counts nothing yet: "lâu lâu một lần", "tháng 12 mới đi 1 buổi", any of three, "bốn năm sáu lần".
_NO_COUNT = any_of(
    "lau lau|thinh thoang|thi thoang|hoa hoan",
    r"(?:thang|ngay) (?:[0-9]+|\w+) moi",
    rf"{_DIGIT} {_DIGIT} {_DIGIT} [a-z]+",
)
_ABOUT_TEN = re.compile(r"\b(?:ngót|gần|cả|ngot|gan) (?=chục|chuc)", re.IGNORECASE)
NEAR_TEN = (8, 12)
_BESIDE_THE_NUMBER = re.compile(
    r"^(?:nhiều|nhieu) (?:lắm|lam|chứ|mà)[, ]+(?=\S+ \S)|,? (?:kể |tính )?cả (?:con )?dâu(?: con)? rể", re.IGNORECASE
)
_TIMES = re.compile(r"\b(\d{1,2}) ?l\b", re.IGNORECASE)
_AGED = re.compile(r"\b(\d{1,2})t\b", re.IGNORECASE)
_ALL_LEARN = any_of(r"(?:(?:chau|con|no|chung no|may dua|dua nao) )*(?:deu |cung )?hoc (?:het|ca|tat)")
_CLOCK = re.compile(r"\btu [0-9]{1,2} (?:gio|h) (?:den|toi) [0-9]{1,2}\b")
_FRACTION = re.compile(r"(\d+)\s*([/.,:])\s*(\d+)")
_GLUED = re.compile(r"\d+([^\W\d_]+)")  # "3a" is a class, "4h" are hours
_ELSEWHERE = any_of(
    "hang xom|nguoi ta|nha ben|nha (?:no|anh|chi|chu|co|cau|di|nguoi)|cua (?:anh|chi|chu|co|cau|di|no|nguoi)",
    "(?:o|di) (?:xa|tren|que|thanh pho|nuoc ngoai)|(?:ve|gui|ben) (?:noi|ngoai)",
)
_STOPPED = re.compile(
    r"[0-9] (?:\w+ )?(?:khong|chua) (?:(?:duoc|co|di) )*(?:hoc|di|len)\b"
)  # "lớp 5 rồi không học nữa"
_LEFT = any_of("bo|dang hoc")  # "lớp 9 rồi bỏ": 8 or 9

# What stands before and behind a number.
_MORE, _FROM, _LESS = words_of("hon tren qua vuot"), words_of("tu"), words_of("duoi ngot kem")
_NAMED = words_of("cap bac de tai khoa thang nam thu to thon so mung quy phan ky tiet")  # "tháng 3"
_PERIODS = words_of("tuan thang ngay hom nam quy")
_DATES = words_of("thang nam thu lop")
_OF_THE_DAY = words_of("sang trua chieu toi dem khuya")
_SEXES = words_of("trai gai nu")
_TWO_KINDS = words_of("noi ngoai trai gai lon be nho")
_MINUTES = words_of("phut p")
_OTHER_UNITS = words_of(
    "tuoi tieng gio h phut p giay tuan thang nam quy dong nghin ngan tram trieu ti ty k cay so met km kg tiet trang "
    "cuon quyen phan ngay hom buoi lop khoa lan dot chau dua con nguoi ban luot lit sao mau t diem"
)

# None
_ANY = words_of("nao gi ai")
_NOTHING_ELSE = lexicon("có ai gì nào con cháu đứa người hết =cả đâu trơn lần ngày hôm buổi lớp được rồi hề")
(_MYSELF,) = spell("tôi")  # "một tuần tôi xem" is no "tuần tới"
_ALL = any_of(r"tat ca|tat|het|du|ca|deu|nao (?:\w+ ){0,4}?cung")
_WEEKDAY = re.compile(r"\b(thu (?:[2-7]|tu)|chu nhat)\b")

# What may stand around a lone number.
_SMALL = lexicon(
    "có được đi làm tất =cả thảy =tổng cộng là thì ở nhà mình tôi chỉ thôi đúng tròn =học hết xong lớp hả rồi luôn à á "
    "ha hà nha đó ấy đấy cháu con em bác o ạ nè =gồm giờ =còn"
)
_SMALL_BESIDES = _MORE | _FROM | _LESS | words_of("chuc may tro len ruoi")


def without_the_rest(said: str) -> str:
    """What was said, but for that there was nothing else: "hai lần, ngoài ra không đi mô nữa"."""
    return _BESIDES_NONE.sub("", said)


def read_quantity(said: str, quantity: Quantity) -> int | None:
    """The index of the answer whose numbers hold what was typed; ``None``: ask back."""
    if said.isdecimal():
        return _of_digits(said, quantity)
    found = _read(said, quantity)
    if found is None and (right := retyped(said)) != said:
        found = _read(right, quantity)
    if found is None and (total := _IN_ALL.fullmatch(said.strip())) is not None and not doubts(speech(said)):
        found = _read(total["own"], quantity)
    if found is None and (total := _MAKES.fullmatch(said.strip())) is not None:
        is_sure = not doubts(speech(_I_FORGOT.sub(" ", said)))
        found = _read(total["own"], quantity) if is_sure else None
    if found is None and quantity.units != PERSON:  # who is counted is nobody else
        own = own_words(said, of_children=quantity.units == CHILD)
        found = None if own is None else _read(own, quantity)
    return found


def _of_digits(said: str, quantity: Quantity) -> int | None:
    """The answer of a number and nothing else: what most people type."""
    if len(said) > MOST_DIGITS:
        return None
    number = int(said)
    return _in_span(said, Mention(number, number, "", "", ""), said, quantity)


def _read(said: str, quantity: Quantity) -> int | None:
    if asks(said):
        return None
    said = _AGED.sub(r"\1 tuổi", _TIMES.sub(r"\1 lần", _BESIDE_THE_NUMBER.sub("", said)))
    if _ABOUT_TEN.search(said) and quantity.index(*NEAR_TEN) is not None:
        said = _ABOUT_TEN.sub("", said)  # "ngót chục lần": all near ten are one answer
    if (change := corrected(said)) is not None:
        before, after = change
        return _read(after, quantity) if not before or _read(before, quantity) is not None else None
    if _NO_COUNT.search(" ".join(word.plain for word in spell(said))):
        return None
    words = _own_words(said, quantity)
    numbers = sum(map(is_digits, in_digits(words)))
    if not words or (doubts(speech(said)) and numbers != 2):  # "lớp 6 hay lớp 7 gì đó" may still be one answer
        return None
    if not numbers and (_says_none(words, quantity) or _a_clause_says_none(said, quantity)):
        return quantity.zero
    known = _without(words, _AT_LEAST_WORDS)
    if any(is_in(word, _UNSURE) for word in known):
        return None
    return _of_numbers(said if known == words else f"{said}+", known, quantity)


def _a_clause_says_none(said: str, quantity: Quantity) -> bool:
    """Whether one clause says none in so many words: "mất điện cả tuần, không xem được hôm nào"."""
    sentence = speech(said)
    others = of_others(sentence, of_children=quantity.units == CHILD)
    return any(
        _says_none(tuple(each.word for each in sentence.words[start:end]), quantity)
        for start, end in sentence.clauses()
        if start not in others and end - start > 1
    )


def _own_words(said: str, quantity: Quantity) -> Spelled:
    """What is said of oneself and of now, but for times and years that say nothing about the number."""
    sentence = speech(said)
    others = frozenset[int]() if quantity.units == PERSON else of_others(sentence, of_children=quantity.units == CHILD)
    own = (
        word
        for start, end in sentence.clauses()
        if start not in others
        for word in _without(tuple(each.word for each in sentence.words[start:end]), _NOT_NOW)
    )
    rest = _without(tuple(own), _BESIDES)
    return _without(rest, _A_WEEK) if quantity.is_weekly else rest


def _without(words: Spelled, pattern: re.Pattern[str]) -> Spelled:
    """The words without those that a pattern finds in their letters."""
    letters = _letters(words)
    gone: set[int] = set()
    for found in pattern.finditer(letters):
        first = letters[: found.start()].count(" ")
        gone |= set(range(first, first + found.group().strip().count(" ") + 1))
    return tuple(word for i, word in enumerate(words) if i not in gone)


def _letters(words: Spelled) -> str:
    return " ".join("toi_" if word == _MYSELF else word.plain for word in words)


def _says_none(words: Spelled, quantity: Quantity) -> bool:
    """Whether it says none: "không", "chưa có đứa nào", "mắt kém không đọc được ngày nào"."""
    letters = _letters(words)
    if _OF_SOME.search(letters) or (quantity.denied is None and _SKIPS_NONE.search(letters)):
        return False
    at = [i for i, word in enumerate(words) if is_no(word)]
    if quantity.denied is not None and quantity.denied in letters:
        return not at and _ALL.search(letters) is not None  # "đi học tất" where the question is who does not
    if quantity.denied is not None and _ALL_LEARN.match(letters):
        return not at
    if len(at) != 1:
        return False
    before, after = words[: at[0]], words[at[0] + 1 :]
    of_any = any(a.plain in quantity.units and b.plain in _ANY for a, b in pairwise(after))
    if of_any or quantity.denied is not None:
        return of_any
    lead_is_small = all(is_in(word, BEFORE) or is_in(word, _SMALL) for word in before)
    return lead_is_small and all(is_in(word, _NOTHING_ELSE) or is_in(word, AFTER) for word in after)


def _of_numbers(said: str, words: Spelled, quantity: Quantity) -> int | None:
    """The answer that holds the numbers among the words."""
    if quantity.is_grade and (grade := _grade_of(said)) is not None:
        return quantity.index(grade, grade)
    tokens = tokens_of(words, quantity.units)
    letters = " ".join(tokens)
    if quantity.units == HOUR and _CLOCK.search(letters) is not None:
        return None  # when, not how long
    if quantity.units == PERSON and (people := count_people(letters)) is not None:
        return quantity.index(people, people)
    mentions = mentions_in(tokens)
    if _is_unlike(said, letters, quantity) or _contradicts(words, letters, quantity) or mentions is None:
        return None
    own = [each for each in mentions if _is_own(each, quantity)]
    own = own or [each for each in mentions if _may_count(each, quantity)]
    if not all(_is_explained(each, mentions, quantity) for each in mentions if each not in own):
        return None
    if len(own) != 1:
        return _counted(letters, own, mentions, quantity)
    is_lone = own[0].unit not in quantity.units | _MINUTES and own[0].before != "lop"
    if (is_lone and _says_more(words)) or not _adds_up(own[0], mentions):
        return None
    return _in_span(said, own[0], letters, quantity)


def _grade_of(said: str) -> int | None:
    """The class of "7/12"."""
    found = _FRACTION.search(said)
    return int(found[1]) if found and found[2] == "/" and found[3] == "12" else None


def _is_unlike(said: str, letters: str, quantity: Quantity) -> bool:
    """Whether numbers are no count: "3/5", "3a", "1 lần/tháng", "tháng nào cũng 2 lần", children of somebody else."""
    is_named = any(spell(each)[0].plain not in quantity.units for each in _GLUED.findall(said))
    is_rate = _EVERY.search(letters) is not None and not (quantity.is_weekly and "moi tuan" in letters)
    is_elsewhere = quantity.units in {CHILD, PERSON} and _ELSEWHERE.search(letters) is not None
    return bool(_FRACTION.search(said) or _RATE.search(said)) or is_named or is_rate or is_elsewhere


def _contradicts(words: Spelled, letters: str, quantity: Quantity) -> bool:
    """Whether a number is denied, or told of the contrary: "2 đứa đi học" where the question is who does not."""
    if "sinh doi" in letters and "1" in letters.split():
        return True
    if quantity.denied is not None:
        return re.search(rf"(?<!khong )(?<!chua )\b{quantity.denied}\b", letters) is not None
    return any(map(is_no, words)) and not (quantity.is_grade and _STOPPED.search(letters))


def _is_own(each: Mention, quantity: Quantity) -> bool:
    """Whether a number has the unit that is asked for."""
    if quantity.is_grade:
        return each.before == "lop"
    return each.unit in quantity.units and each.before not in {"lop", *_NAMED}


def _may_count(each: Mention, quantity: Quantity) -> bool:
    """Whether a number without a unit, or with one that can be reckoned, may count what is asked for."""
    if each.before in _NAMED or (each.before == "lop" and not quantity.is_grade):
        return False
    in_minutes = quantity.units == HOUR and each.unit in _MINUTES
    return in_minutes or each.unit not in _OTHER_UNITS | _SEXES


def _is_explained(each: Mention, mentions: list[Mention], quantity: Quantity) -> bool:
    """Whether another number only explains: an age or a class that was asked for, a date, "một trai một gái"."""
    if each.unit == "tuoi":
        return quantity.holds_age(each.least)
    if each.before == "lop" and quantity.ages is not None:
        return quantity.holds_age(each.least + AGE_BEFORE_SCHOOL)
    if each.before in _DATES and not quantity.is_grade:
        return True
    told_one_by_one = quantity.units == CHILD and all(one.unit in {*_SEXES, "tuoi"} for one in mentions)
    has_own = any(_is_own(one, quantity) or _may_count(one, quantity) for one in mentions)
    is_article = each.least == each.most == 1 and each.unit not in _OTHER_UNITS  # "một nhà sàn"
    return (has_own or told_one_by_one) and (each.unit in _SEXES or is_article)


def _adds_up(own: Mention, mentions: list[Mention]) -> bool:
    """Whether what is told of each agrees with their number: "hai cháu, một trai một gái", "hai đứa lớp 2 lớp 5"."""
    sexes = [each.least for each in mentions if each.unit in _SEXES]
    told_of_each = [each for each in mentions if each.unit == "tuoi" or each.before == "lop"]
    return (not sexes or sum(sexes) == own.least) and len(told_of_each) in {0, 1, own.least}


def _says_more(words: Spelled) -> bool:
    """Whether there is more around a lone number than politeness."""
    return any(
        not is_digits(word)
        and word.plain not in _SMALL_BESIDES
        and not any(is_in(word, each) for each in (BEFORE, AFTER, _SMALL, ROUGHLY))
        for word in in_digits(words)
    )


def _in_span(said: str, each: Mention, letters: str, quantity: Quantity) -> int | None:
    """The answer of one number, with what is said about it."""
    is_rate = each.before in _PERIODS and not (quantity.is_weekly and each.before == "tuan")  # "tuần một lần"
    is_a_time = quantity.units == HOUR and each.behind in _OF_THE_DAY
    if is_rate or is_a_time or _is_far(each.least, quantity):
        return None
    if each.before in _LESS:
        return quantity.index(0, each.least - 1)
    if each.before in _MORE:
        return _open_end(each.least + 1, quantity)
    if "+" in said or each.before in _FROM or "tro len" in f"{each.unit} {each.behind}":
        return _open_end(each.least, quantity)
    return quantity.index(*_bounds(each, letters, quantity))


def _bounds(each: Mention, letters: str, quantity: Quantity) -> tuple[int, int]:
    """The least and the greatest that a number may mean."""
    least, most = each.least, each.most
    if each.unit in _MINUTES:
        least, most = least // MINUTES_OF_AN_HOUR, -(-most // MINUTES_OF_AN_HOUR)
    if "ruoi" in {each.unit, each.behind}:
        most += 1
    if quantity.is_grade and _LEFT.search(letters):
        least -= 1
    if each.is_rough and not quantity.is_rough:
        least, most = max(0, least - 1), most + 1
    return least, most


def _open_end(least: int, quantity: Quantity) -> int | None:
    """The last answer, for "so many or more"."""
    last = len(quantity.spans) - 1
    span = quantity.spans[last]
    return last if span is not None and span[0] <= least <= span[1] == ENDLESS else quantity.index(least, ENDLESS)


def _is_far(number: int, quantity: Quantity) -> bool:
    """Whether a number is an age of the question, far above the answers: 14 children from 6 to 14."""
    last = quantity.spans[-1]
    return quantity.ages is not None and number in quantity.ages and last is not None and number >= 2 * last[0]


def _counted(letters: str, own: list[Mention], mentions: list[Mention], quantity: Quantity) -> int | None:
    """The answer of several numbers that add up, or of what is told one by one."""
    total: int | None = None
    only = "co moi" if quantity.units == DAY else "moi"  # "mỗi ngày" is every day, "có mỗi ngày rằm" is one
    if own:
        total = None if quantity.is_grade else _sum(own, quantity)
    elif quantity.units == CHILD and mentions and all(each.unit in _SEXES for each in mentions):
        total = sum(each.least for each in mentions)
    elif quantity.units == CHILD and len(mentions) > 1 and all(each.unit == "tuoi" for each in mentions):
        total = len(mentions)
    elif re.search(rf"\b{only} (?:{'|'.join(sorted(quantity.units))})\b", letters):
        total = 1
    elif quantity.units == DAY:
        total = len(set(_WEEKDAY.findall(letters))) or None
    return None if total is None else quantity.index(total, total)


def _sum(own: list[Mention], quantity: Quantity) -> int | None:
    """What numbers of one unit make together, where each says of what: "ba lần nhà văn hoá hai lần thư viện"."""
    is_one_kind = len({each.unit for each in own}) == 1 and own[0].unit in quantity.units
    if not is_one_kind or any(each.least != each.most for each in own):
        return None
    first, *rest = (each.least for each in own)
    if len(rest) > 1 and first == sum(rest):
        return first  # "hai cháu, một cháu lớp 3, một cháu lớp 5"
    kinds = [each.behind for each in own]
    of_people = quantity.units in {CHILD, PERSON}
    is_told_apart = len(set(kinds)) == len(kinds) and all(kind.isalpha() for kind in kinds)
    return first + sum(rest) if is_told_apart and (not of_people or set(kinds) <= _TWO_KINDS) else None
