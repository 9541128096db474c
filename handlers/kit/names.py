"""Full names as people type them: alone, in sentences, behind titles, with what was not asked behind them.

A name that stands alone comes back as it is: nothing in it is put right but capitals. Only where something is there
that is in no name ("tên tôi là …", "…, sinh năm 1965", "… ạ") is it taken off, and only where all of it is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from criteria.names import fold
from handlers.kit.name_words import (
    FIRST_UNMARKED,
    FIRST_WORDS,
    NAME_WORDS,
    NEVER,
    NICKNAMES,
    NO_NAME,
    NO_NAME_UNMARKED,
    PHRASES,
    PHRASES_UNMARKED,
    STRANGE,
    SURE_FIRST_WORDS,
    THEIR_FIRST_WORDS,
    both,
)
from handlers.kit.own_words import own_words
from handlers.kit.read import Misread
from handlers.kit.telex import untelexed
from handlers.kit.tokens import asks, is_of_another, tidy, tokens
from locales.text import T

NAME_LIMIT = 60
LONGEST = 250
MOST_WORDS = 7

_TOO_LONG = Misread(T("Tên dài quá. {You} chỉ gõ họ và tên, ví dụ Nguyễn Thị Lan."))
_EXAMPLE = Misread(T("{You} gõ đủ họ và tên bằng chữ, ví dụ Nguyễn Thị Lan."))

_PIECE = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?|\d[\d./-]*|[^\w\s]|_")
_SPLIT_PREFIX = re.compile(r"\b([HhKk]') (?=\w)")  # "H' Hen"
_VNI = re.compile(r"\b[A-Za-z]+\d[A-Za-z\d]*\b")


def _words(words: str) -> frozenset[str]:
    """Words with their marks, those without "=" before them without marks, too."""
    exact = frozenset(word[1:] for word in words.split() if word.startswith("="))
    return exact | both(frozenset(word for word in words.split() if not word.startswith("=")))


def _pairs(pairs: str) -> frozenset[str]:
    """Two words each, without their marks."""
    return frozenset(fold(pair) for pair in pairs.split(","))


_PRONOUNS = _words(
    "tôi tui mình em e con cháu =bác =ông =bà =cụ =cô =chú =anh =chị =dì =cậu =mợ =thím =thầy mềnh miềng =tau tớ =mệ "
    "=ta mk =t"
)
_LEAD = (
    _words(
        "dạ vâng thưa ạ ừ ờ =à xin chào kính =tên họ =và là thì gọi kêu cứ ghi viết điền cho =chớ =chứ đầy đủ của alo "
        "ơi cán bộ mọi người này đây giấy tờ trong theo căn cước cccd khai sinh thật đúng chính được =tờ nha nhé =có"
    )
    | {"ten", "ho", "va", "bạn"}
    | _PRONOUNS
)
_TITLES = _words(
    "=cụ =ông =bà =bác =cô =chú =anh =chị =em =dì =cậu =mợ =thím =dượng =mệ =mế =bủ =già =thầy =ô mr mrs ms bs ts ths "
    "gs ks "
    "mister lão =o"
)
_UNMARKED_TITLES = frozenset(["ba", "co", "ong", "chu", "chi", "cau", "bac"])
_MIDDLE = frozenset({"văn", "thị", "van", "thi"})
_TITLES_OF_TWO = _pairs(
    "thầy giáo, cô giáo, đồng chí, bác sĩ, bác sỹ, kỹ sư, y sĩ, giáo viên, nghệ nhân, già làng, ông cụ, bà cụ, đ "
    "c, cụ ông, "
    "cụ bà, ông giáo, bà giáo, luật sư, tiến sĩ"
)
_KIN = _words(
    "=mẹ =má =bố =ba =cha =vợ =chồng =xã =con =cháu gái trai dâu rể nội ngoại nhà tôi tui mình em khai hộ giúp giùm "
    "ấy đó"
)
_PARTICLES = _words("=ạ =nhé =nha =nghe =nghen =nhen =hen =hí =nè =đó =đấy =á =ơi =nhe =hỉ =hì =đây =ấy =này =nờ =nì")
_PARTICLES_UNMARKED, _PARTICLES_ONLY = both(_PARTICLES), frozenset(["nhe", "nghe", "nghen", "nhen", "oi", "hen"])
_CALLED = _words("=cháu =con =bác =cô =chú =o =em =anh =chị =ông =bà =cụ =bạn =cán =bộ =thầy =dì")
_DOUBTFUL_CALLED = frozenset(["em", "anh", "chi", "ba"])
_OR, _AND, _NOT = _words("hay hoặc"), _words("với và cùng"), _words("không chẳng chả đừng hổng hông chưa")
_ASKING = _NOT | {"hả", "à", "nhỉ"}
_OFFICES = _pairs(
    "bí thư, trưởng thôn, trưởng bản, trưởng xóm, trưởng ấp, tổ trưởng, tổ phó, chi hội, hội viên, hội trưởng, chủ "
    "tịch, "
    "phó thôn, phó chủ, cán bộ, công an, đảng viên, giáo viên, nông dân, nghỉ hưu, hưu trí, chủ hộ, cựu chiến, con "
    "ông, "
    "con bà, con cụ, vợ ông, chồng bà, dân tộc, hộ khẩu, số điện, điện thoại, số nhà, người dân, người cao, đội "
    "trưởng, "
    "công nhân"
)
_NOT_OWN = _pairs(
    "trưởng thôn, trưởng bản, trưởng ấp, khai hộ, khai giúp, khai giùm, khai cho, vợ chồng, nhập hộ, ghi hộ, bí thư, "
    "chủ tịch"
)
_TAIL = _words(
    "sinh sanh sn ở sđt sdt đt =thôn =xóm =ấp =bản =buôn =khu =tổ =làng =đội =phum =sóc =người =quê =số =tuổi =năm =xã "
    "=huyện =tự =tức =là dt =phường =hiện =nay zalo =còn =hay =thường"
) | {"thon", "xom", "nam", "tel"}
_CALLED_ALSO, _CALLING = frozenset({"còn", "hay", "thường"}), frozenset({"gọi", "goi", "kêu", "hay"})
_SLIP = tuple(
    tuple(slip.split())
    for slip in [
        "à nhầm",
        "a nham",
        "à không",
        "à lộn",
        "ý quên",
        "à quên",
        "xin lỗi",
        "gõ nhầm",
        "viết nhầm",
        "nhầm",
        "lộn",
    ]
)
_PARTS = {"họ": 0, "ho": 0, "đệm": 1, "dem": 1, "lót": 1, "lot": 1, "tên": 2, "ten": 2}
_BETWEEN_PARTS = frozenset({"là", "la", "chữ", "chu", "và", "ạ", "tôi", "tui", "mình", "của"})
_STRANGE_UNMARKED, _NAME_WORDS_UNMARKED = both(STRANGE), both(NAME_WORDS | FIRST_WORDS)
_YEARS = frozenset(  # "Kỷ Dậu" is when somebody was born
    f"{stem} {branch}"
    for i, stem in enumerate(["giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý"])
    for j, branch in enumerate(["tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi"])
    if i % 2 == j % 2
)
_THANKS = re.compile(r"(?<=\w)[ ,.;!-]+(?:xin )?(?:cảm ơn|cám ơn|cam on|thank(?:s| you)?)\b[^\d]{0,40}$", re.IGNORECASE)
_VETERAN = re.compile(
    r"\b(?:(?:bác|ông|chú|cụ) )?(?:là )?(?:cựu chiến binh|thương binh|bệnh binh) (?=\w)", re.IGNORECASE
)  # a title, not an office
_SAYS_WHICH = (
    re.compile(
        r"(?:(?:dạ |à |ý )?(?:gõ|viết|ghi|bấm) (?:lộn|nhầm|sai)(?: rồi)?[,. ]+)?([^,]+?),? (?:chứ|chớ|chơ) "
        r"(?:không|hổng|hông|nỏ|ko) phải .+",
        re.IGNORECASE,
    ),
    re.compile(r"((?:\w+ ){1,6}\w+), \w+ (?:dấu|chữ|không dấu|viết|vần) .+", re.IGNORECASE),  # "…Ngãi, ngãi dấu ngã"
    re.compile(r"([^,]+?) thôi[ .!]*", re.IGNORECASE),
    re.compile(r".*\btên (?:đầy đủ|thật|khai sinh|khai sanh)(?: là)? (.+)", re.IGNORECASE),
    re.compile(
        r"(?:.*[, ])?(?:trong |theo )?(?:căn cước|giấy tờ|giấy|khai sinh|chứng minh) (?:ghi|đề|viết)(?: là)? ([^,]+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"([^,]+), *(?:tui |con |em )?\w+ (?:bấm|gõ|viết|ghi|khai)(?: chữ)? (?:dùm|giùm|giúp|hộ|thay)\b.*",
        re.IGNORECASE,
    ),
    re.compile(
        r"([^,]+), *(?:ở nhà|(?:cả |trong |bà con )?(?:xóm|làng|thôn|ấp|bản|nhà)|mọi người|bà con|hàng xóm|ai cũng)"
        r"(?: \w+){0,2} (?:gọi|kêu) .+",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\w+ ){0,3}tên(?: (?:tôi|tui|mình|em))?(?: là)? ([^,]+), *"
        r"(?:(?:em|cháu|con|cô|chú|anh|chị|cán bộ) (?:cứ )?(?:ghi|gõ|viết|điền)|xấu|quê|buồn cười|nghe|dễ nhớ|đừng)"
        r"\b[^\d,]*"
        r"(?:, *đừng cười)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:dạ )?khai (?:sanh|sinh)(?: là)? ([^,]+), *(?:ở nhà|hàng xóm|bà con)?.*(?:kêu|gọi) .+", re.IGNORECASE
    ),
)
_BREAKS = frozenset(',;:.()/–-[]"“”\n')


def read_name(said: str, *, own: bool = True, places: Collection[str] = ()) -> str | Misread:
    """The full name that was typed, in its proper capitals; whatever may be something else is asked back.

    Args:
        own: it is the name of the person who types, so that "con tôi tên là …" is somebody else's.
        places: names of villages, which are no answer.
    """
    found = _read(said, own=own, places=places)
    if isinstance(found, Misread) and (mine := _meant(said) or (own_words(said) if own else None)) is not None:
        again = _read(mine, own=own, places=places)
        return found if isinstance(again, Misread) else again
    return found


def _meant(said: str) -> str | None:
    """What was meant where the reply says which is right, or how it is written: "X chứ không phải Y", "X thôi"."""
    if len(said) > LONGEST:
        return None
    found = next((found for each in _SAYS_WHICH if (found := each.fullmatch(said.strip()))), None)
    return None if found is None else found[1]


# A name put right by itself: "không phải Lan, là Nguyễn Thị Loan", "nhầm, mình là Cà Văn Inh".
_RATHER = (
    re.compile(r"(?:dạ )?(?:không|hổng|hông|ko) phải [^,?]{1,30}, *(?:mà )?là ([^,?]+)", re.IGNORECASE),
    re.compile(r"(?:(?:à|ơ|ủa|dạ|í) )?(?:nhầm|lộn|xin lỗi)(?: rồi)?, +([^,?]+)", re.IGNORECASE),
)


def _read(said: str, *, own: bool, places: Collection[str]) -> str | Misread:
    said = next((found[1] for each in _RATHER if (found := each.fullmatch(said.strip()))), said)
    text = _THANKS.sub("", _VETERAN.sub("", re.sub(r"\b[đĐ]/[cC]\b", "đồng chí", tidy(said))))
    if len(text) > LONGEST:
        return _TOO_LONG
    if not text or asks(text) or "<" in text or (own and is_of_another(tokens(text))):
        return _EXAMPLE
    pieces = _once(_pieces(_SPLIT_PREFIX.sub(r"\1", text)))
    name = _corrected(pieces, own=own) or _found(pieces, own=own)
    if name is None or fold(name) in {fold(place) for place in places}:
        return _EXAMPLE
    return name if len(name) <= NAME_LIMIT else _TOO_LONG


def listed_name(written: str) -> str | Misread:
    """A full name as a list has it: taken as it stands, but for its capitals."""
    name = tidy(written)
    if len(name) > NAME_LIMIT:
        return _TOO_LONG
    if len(name.split()) < 2 or not all(c.isalpha() or c in " '-." for c in name):
        return _EXAMPLE
    return _proper(name.split()) if name in {name.lower(), name.upper()} else name


def _pieces(text: str) -> tuple[str, ...]:
    """Words, numbers and signs, telex left-overs put right: but never one foreign word of a name."""
    pieces = _PIECE.findall(_VNI.sub(lambda word: untelexed(word.group()), text))
    meant = [untelexed(piece) for piece in pieces]
    changed = [(piece, instead) for piece, instead in zip(pieces, meant, strict=True) if piece != instead]
    toned = any(piece[-1:].lower() in "sfrxj" and instead[-1:].lower() not in "sfrxj" for piece, instead in changed)
    return tuple(meant if len(changed) > 1 or (toned and _is_first(meant[0]) and meant[0] != pieces[0]) else pieces)


def _once(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """A name said twice, once."""
    half = len(pieces) // 2
    said = [piece.lower() for piece in pieces]
    return pieces[:half] if half > 1 and said[:half] == said[half:] else pieces


def _is(piece: str, words: Collection[str]) -> bool:
    return piece.lower() in words


def _is_word(piece: str) -> bool:
    return piece[0].isalpha()


def _is_first(word: str) -> bool:
    """Whether a name may begin with this word: a family name, or "Y", "H'Hen", "K'Brểu"."""
    low = word.lower()
    return (
        low in FIRST_WORDS or (low == fold(low) and low in FIRST_UNMARKED) or re.match(r"[hkrbm]h?'\w", low) is not None
    )


def _corrected(pieces: tuple[str, ...], *, own: bool) -> str | None:
    """The second of two names of which the first is taken back."""
    for i in range(2, len(pieces) - 1):
        for slip in _SLIP:
            if tuple(piece.lower() for piece in pieces[i : i + len(slip)]) == slip:
                before, after = _found(pieces[:i], own=own), _found(pieces[i + len(slip) :], own=own)
                return after if before and after else None
    return None


def _found(pieces: tuple[str, ...], *, own: bool) -> str | None:
    pieces = tuple(piece for piece in pieces if _is_word(piece) or piece[0].isdigit() or piece in _BREAKS)
    while pieces and pieces[-1] in _BREAKS:
        pieces = pieces[:-1]
    while pieces and pieces[0] in _BREAKS:
        pieces = pieces[1:]
    if not pieces:
        return None
    if all(map(_is_word, pieces)) and (alone := _alone(pieces)):
        return alone
    if (put_together := _of_parts(pieces)) is not None:
        return put_together
    led = _without_lead(pieces, own=own)
    return None if led is None else _with_tail(led)


def _alone(words: tuple[str, ...]) -> str | None:
    """A name with nothing around it."""
    first = words[0].lower()
    if first == "ông" and _is_title_first(words):
        return None
    if first in _UNMARKED_TITLES and len(words) > 3 and words[2].lower() in {"thi", "van"} and _is_first(words[1]):
        return None
    if not _is_first(words[0]) and (first in _LEAD or first in _TITLES):
        return None
    if len(words) > 2 and (
        _is_particle(words)
        or any(word in _PARTICLES for word in words[2:])
        or (words[-1] in _CALLED and _titled(words[:-1]))
    ):
        return None
    if any(_cuts(words, i) for i in range(2, len(words) - 1)):
        return None
    return _proper(words) if _is_name(words) and not _is_of_two(words) else None


def _is_of_two(words: Sequence[str]) -> bool:
    """Whether there are two names: "… hay Trần Văn Năm", "… với Trần Thị Lợi"."""
    return any(_is(words[i], _OR | _AND) and _is_name(words[:i]) for i in range(2, len(words) - 2))


def _is_title_first(words: tuple[str, ...]) -> bool:
    """Whether "Ông" is the title, or may be: "Ông Văn Huyên" has it for a family name."""
    return len(words) < 3 or words[1].lower() not in {"văn", "thị"}


def _is_surely_title(words: tuple[str, ...]) -> bool:
    """Whether the "ông" before these is no family name: "ông Đoàn Văn Hiển", not "Ông Cao Thắng"."""
    if len(words) < 4:
        return len(words) == 1  # "Ông: …"
    return _is_first(words[1]) and (
        words[2].lower() in {"văn", "thị"}
        or (words[0].islower() and (_titled(words[1:]) or words[1].lower() in SURE_FIRST_WORDS))
    )


def _is_name(words: Sequence[str]) -> bool:
    """Whether these words, and nothing less, are a full name."""
    low = [word.lower() for word in words]
    if len(words) == 1:
        return re.fullmatch(r"k'\w{2,}", low[0]) is not None
    if not 2 <= len(words) <= MOST_WORDS or not all(map(_is_word, words)) or _is_half_or_less(low):
        return False
    titled, unmarked = _titled(words), _is_unmarked(low)
    if _is_a_phrase(low, titled=titled, unmarked=unmarked):
        return False
    middle = low[1] in _MIDDLE
    begins = low[0] in FIRST_WORDS or "'" in low[0] or ((unmarked or middle) and low[0] in FIRST_UNMARKED)
    if low[0] in NICKNAMES or not begins or (low[0] == "khong" and not middle):
        if low[0] in NICKNAMES or any(word in (_STRANGE_UNMARKED if unmarked else STRANGE) for word in low):
            return False
        return titled or _are_name_words(low, unmarked=False)
    if middle and len(words) >= 3 and not any(word in NEVER for word in low[2:-1]) and not _trails_off(words):
        return titled or low[-1] not in {"ạ", "nhé", "nha", "là"}
    if _trails_off(words):
        return False
    if titled or low[0] in SURE_FIRST_WORDS:
        return not any(word in NEVER for word in low[1:])
    known = low[0] in THEIR_FIRST_WORDS or "'" in low[0] or _are_name_words(low[1:], unmarked=unmarked)
    return known and not any(word in NO_NAME or (unmarked and word in NO_NAME_UNMARKED) for word in low[1:])


def _trails_off(words: Sequence[str]) -> bool:
    """Whether a name in capitals goes on in small letters: "Nguyễn Công Hoan nhà văn"."""
    return _titled(words[:3]) and any(word in STRANGE for word in words[3:])


def _is_half_or_less(low: Sequence[str]) -> bool:
    """Whether there is no given name, or only a letter in its place: "Lê Thị", "Thị Mai", "Nguyễn Văn A"."""
    if any(len(word) == 1 and fold(word) not in "aeiouy" for word in low) or len(set(low)) == 1:
        return True
    middle = low[1] in _MIDDLE
    if len(low) == 2:
        return (middle or low[0] in {"thị", "thi"}) and low[0] not in {"y", "a"}
    return len(low) == 3 and middle and low[2] in {"a", "b", "c", "x", "y"}


def _is_a_phrase(low: Sequence[str], *, titled: bool, unmarked: bool) -> bool:
    """Whether this begins like a name and is something else: "đồng ý", "Kỷ Dậu", "Nguyễn Văn Tám không"."""
    two = " ".join(low[:2])
    if (two in PHRASES or (two in _YEARS and low[0] != "đinh")) and (len(low) == 2 or not titled):
        return True
    if titled:
        return low[-1] in _NOT and len(low) > 3
    return (
        (unmarked and two in PHRASES_UNMARKED)
        or sum(word in NO_NAME for word in low) > 1
        or (low[-1] in _ASKING and len(low) > 3)
    )


def _are_name_words(low: Sequence[str], *, unmarked: bool) -> bool:
    return all(word in (_NAME_WORDS_UNMARKED if unmarked else NAME_WORDS | FIRST_WORDS) for word in low)


def _titled(words: Sequence[str]) -> bool:
    """Whether each word begins with a capital, and not all are capitals."""
    return all(word[0].isupper() for word in words) and any(word != word.upper() for word in words)


def _proper(words: Sequence[str]) -> str:
    return " ".join(map(_capitals, words))


def _capitals(word: str) -> str:
    """A word as it is where it is a name's already; else "h'hen" is "H'Hen", "bh'riu" is "Bh'riu"."""
    parts = re.split(r"(['-])", word)
    if parts[0][:1].isupper() and all(part[1:] == part[1:].lower() for part in parts):
        return word
    small = len(parts) > 2 and len(parts[0]) > 1 and parts[1] == "'"
    return "".join(
        part.lower() if small and i == 2 else part[:1].upper() + part[1:].lower() for i, part in enumerate(parts)
    )


def _of_parts(pieces: tuple[str, ...]) -> str | None:
    """A name told part by part: "họ Đinh tên Quý đệm Văn"."""
    low = [piece.lower() for piece in pieces]
    marks = [i for i, piece in enumerate(low) if piece in _PARTS]
    if not {"họ", "ho"} & {low[i] for i in marks} or any(each not in _LEAD for each in low[: marks[0]]):
        return None
    parts: dict[int, list[str]] = {}
    for i, end in zip(marks, [*marks[1:], len(pieces)], strict=True):
        said = [piece for piece in pieces[i + 1 : end] if _is_word(piece) and not _is(piece, _BETWEEN_PARTS)]
        if not said and end < len(pieces):
            continue  # "tên đệm", "họ tên"
        if _PARTS[low[i]] in parts or not 1 <= len(said) <= 2:
            return None
        parts[_PARTS[low[i]]] = said
    if {0, 2} - parts.keys() or not _is_first(parts[0][0]):
        return None
    words = [word for i in sorted(parts) for word in parts[i]]
    return _proper(words) if _is_name(words) else None


def _without_lead(pieces: tuple[str, ...], *, own: bool) -> tuple[str, ...] | None:
    """What comes after politeness, "tên tôi là" and titles; ``None`` where somebody else is meant, or nobody."""
    low = [fold(piece) for piece in pieces]
    pairs = {f"{one} {other}" for one, other in pairwise(low)}
    if own and pairs & _NOT_OWN and not _is_first(pieces[0]):
        return None
    lead = _LEAD if own else _LEAD | _KIN
    named = [i for i, piece in enumerate(pieces) if _is(piece, {"tên", "ten"})]
    capital = pieces[0][0].isupper() and _is_first(pieces[0]) and pieces[0] != "Ông"
    if named and not capital and all(_is(piece, lead | NICKNAMES) or piece in _BREAKS for piece in pieces[: named[-1]]):
        pieces = pieces[named[-1] + 1 :]
    while pieces:
        if " ".join(fold(piece) for piece in pieces[:2]) in _TITLES_OF_TWO and len(pieces) > 2:
            pieces = pieces[2:]
        elif pieces[0] in _BREAKS:
            pieces = pieces[1:]
        elif pieces[0].lower() == "ông" and len(pieces) > 2 and not _is_title_first(tuple(takewhile(_is_word, pieces))):
            break
        elif _is(pieces[0], lead) and not (_is_first(pieces[0]) and not _is(pieces[0], {"ông", "có", "con"})):
            if pieces[0].lower() == "ông" and not _is_surely_title(tuple(takewhile(_is_word, pieces))):
                return None
            pieces = pieces[1:]
        elif (pieces[0] == "la" and len(pieces) > 2 and pieces[1] not in _MIDDLE) or _has_title(pieces):
            pieces = pieces[1:]
        else:
            return pieces
    return pieces or None


def _has_title(pieces: tuple[str, ...]) -> bool:
    """Whether a title comes first: "bác", "Bs."; without marks only where it can be no family name ("chu van an")."""
    low = [piece.lower() for piece in pieces[:3]]
    if len(low) < 2 or low[0] not in _TITLES | _UNMARKED_TITLES:
        return False
    if low[0] in _UNMARKED_TITLES and low[0] not in _TITLES:
        return _is_first(pieces[1]) and low[1] not in _MIDDLE and low[2:3] in (["thi"], ["van"])
    return low[1] in {".", ":"} or _is_first(pieces[1])


def _cuts(words: Sequence[str], i: int) -> bool:
    """Whether what was not asked begins here: "… sinh năm 1965", "… ở bản Nà Mèo"."""
    low = words[i].lower()
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if f"{fold(low)} {fold(after)}" in _OFFICES and (words[i][0].islower() or not _titled(words[:i])):
        return _is_name(words[:i])
    if low not in _TAIL or not _is_name(words[:i]):
        return False
    titled = _titled([word for word in words if _is_word(word)])
    match low:
        case "sinh" | "sanh":
            then = words[i + 2] if i + 2 < len(words) else ""
            dated = after in {"năm", "nam", "ngày", "ngay"} and (then[:1].isdigit() or (bool(then) and not titled))
            return dated or after[:1].isdigit()
        case "năm" | "nam" | "tuổi" | "số":
            return after[:1].isdigit() or after in {"nay", "ni"}
        case "còn" | "hay" | "thường":
            return after in _CALLING - {"hay"} or (low == "còn" and after == "hay")
        case "khu":
            return after in {"phố", "pho", "vực", "đội"}
        case _ if words[i][0].isupper() and titled:
            return False
        case "ở" | "sđt" | "sdt" | "thôn" | "xóm" | "ấp" | "sn" | "đt" | "dt" | "tel" | "thon" | "xom" | "zalo":
            return True
        case _:
            return bool(after) and words[i][0].islower() and any(word[0].isupper() for word in words)


def _with_tail(pieces: tuple[str, ...]) -> str | None:
    """The name at the start, where what follows it is known not to matter."""
    words = tuple(takewhile(_is_word, pieces))
    cut = next((i for i in range(2, len(words)) if _cuts(pieces, i)), len(words))
    name, rest = words[:cut], pieces[cut:]
    name, doubtful = _without_particles(name)
    if doubtful or len(name) < 1:
        return None
    if rest and not _is_idle(name, rest):
        return None
    if (family := _family(rest)) is not None:
        if name[0].lower() != family.lower():
            name = (family, *name)
    elif len(name) < 2 and not _is_name(name):
        return None
    if _is_of_two(name):
        return None
    if name[0].lower() == "ông" and _is_title_first(name):
        return None
    is_year = len(name) == 2 and " ".join(name).lower() in _YEARS
    return _proper(name) if _is_name(name) and (name == pieces or (_is_first(name[0]) and not is_year)) else None


def _without_particles(words: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The words without "ạ", "nghen con" behind them, and whether what was taken off may be half of the name."""
    titled, unmarked = _titled(words[:2]), _is_unmarked(words)
    called, polite, doubtful = both(_CALLED) if unmarked else _CALLED, False, False
    while len(words) > 1:
        last = words[-1]
        if _is_particle(words):
            polite, doubtful = True, doubtful or (not titled and _may_be_a_name(last, unmarked=unmarked))
        elif len(words) > 2 and last in called and (polite or titled or _is_particle(words[:-1])):
            doubtful = doubtful or (not titled and last in _DOUBTFUL_CALLED and not _is_particle(words[:-1]))
        else:
            break
        words = words[:-1]
    return words, doubtful


def _is_unmarked(words: Sequence[str]) -> bool:
    return all(word == fold(word) for word in (each.lower() for each in words))


def _is_particle(words: Sequence[str]) -> bool:
    """Whether the last word is "ạ" or the like."""
    last = words[-1]
    if last[0].isupper() and _titled(words):
        return False
    return last.lower() in _PARTICLES or last == "a" or (_is_unmarked(words) and last.lower() in _PARTICLES_UNMARKED)


def _may_be_a_name(last: str, *, unmarked: bool) -> bool:
    """Whether a particle may be the last part of a name: "nha" is "Nhã" where nobody types marks."""
    return last == "a" or (unmarked and last.lower() not in _PARTICLES_ONLY)


def _family(rest: Sequence[str]) -> str | None:
    """The family name said after the others: "…, họ Đào"."""
    said = [piece for piece in rest if _is_word(piece)]
    if (
        len(said) >= 2
        and _is(said[0], {"họ", "ho"})
        and _is_first(said[1])
        and all(_is(each, _PARTICLES_UNMARKED) for each in said[2:])
    ):
        return said[1]
    return None


def _is_idle(name: Sequence[str], rest: tuple[str, ...]) -> bool:
    """Whether what stands behind a name is nothing that was asked: a year, a phone number, a place, an office."""
    if rest and rest[0] in {"(", "["}:  # "Nguyễn Văn Hùng (Hùng cụt)"
        end = next((i for i, piece in enumerate(rest) if piece in {")", "]"}), len(rest) - 1)
        return not any(_is(piece, _NOT) for piece in rest[:end]) and _is_idle(name, rest[end + 1 :])
    said = tuple(piece for piece in rest if piece not in _BREAKS)
    if (
        not said
        or _family(rest) is not None
        or all(_is(piece, _PARTICLES_UNMARKED | _CALLED | _LEAD) for piece in said)
    ):
        return True
    first, low = said[0].lower(), tuple(map(fold, said))
    if low[0] in map(fold, name) and "khong phai" in " ".join(low):  # "…, hoà chứ không phải hoa"
        return True
    if any(_is(piece, _NOT) for piece in said):
        return False
    if first[0].isdigit():
        return _is_idle_number(name, said)
    if first in {"nam", "nữ", "gái", "trai"}:
        return _is_idle(name, said[1:])
    if " ".join(low[:2]) in _OFFICES or [piece.lower() for piece in said] == [word.lower() for word in name]:
        return True
    if first in _CALLED_ALSO:
        return len(said) > 1 and _is(said[1], _CALLING)
    if first in {"năm", "nam", "là"}:
        return len(said) > 1 and (said[1][0].isdigit() or _is(said[1], {"nay", "ni"}))
    return first in _TAIL or first == "dân"


def _is_idle_number(name: Sequence[str], said: tuple[str, ...]) -> bool:
    """Whether the number behind a name is a year, an age, a date or a phone number; and what is behind that."""
    numbers = tuple(takewhile(lambda piece: piece[0].isdigit(), said))
    digits, after = re.sub(r"\D", "", "".join(numbers)), said[len(numbers) :]
    if after and _is(after[0], {"tuổi", "tuoi", "t"}) and len(digits) <= 3:
        return _is_idle(name, after[1:])
    known = 8 <= len(digits) <= 12 or (len(digits) == 4 and digits[:2] in {"19", "20"})
    return known and _is_idle(name, after)
