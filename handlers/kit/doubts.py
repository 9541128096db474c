"""Doubt, delay and the past in what people tell: then nothing is taken for an answer."""

from __future__ import annotations

import re

from criteria.names import fold
from handlers.kit.phrases import any_of, words_of
from handlers.kit.speech import Heard, Speech
from handlers.kit.spelling import NOT, is_in, lexicon, spell
from handlers.kit.unreal import TOLD_APART, has_ended, is_unreal, once_from

_LAUGHS = re.compile(r"[😂🤣😆😹😜😝😛🤪]")
_JOKES = any_of(
    r"ha ?ha(?:ha)*|hi ?hi(?:hi)*|he ?he(?:he)*|kk+",
    r"noi choi|noi gion|gion|choc|noi xao|xao (?:day|do|thoi|ke|chut)$",
    r"tieng (?:ga|vit|cho|meo|trau|bo|lon|chim|de) (?:\S+ ){0,5}(?:ranh|thao|biet|noi|gioi|soi|duoc)",
)
_JEST, _DRINK = (spell(each)[0] for each in ("đùa", "nhậu"))  # "đứa" is a child
(_EXAM,) = spell("thi")  # no "thì", where others have their marks
_JEST_UNMARKED = any_of(r"dua (?:day|thoi|chut|vui|xiu)|noi dua|tro dua")
_DOUBT = lexicon(
    "hả nhỉ chắc sợ ngại định muốn sắp nếu hoặc quên nghi đoán ước mong hứa hẹn sẽ khoan giá ví tưởng mai trừ lỡ tuỳ"
)
# Words in which one of these stands and doubts nothing: "quy định", "cho chắc", "chuyển khoản", "mấy sắp nhỏ".
_NO_DOUBT = any_of(
    "(?:quy|quyet|on|nhat|co|xac|chi|giam|an|kien|gia) dinh|dinh muc",
    "cho (?:that )?chac|(?:cai|gian|danh|chui|gay|lay|ghet) chac|chac (?:chan|an|cu|tay|bang|nich)|chac nhu",
    "(?:chuyen|tai|tien) khoan|(?:cho|hoi|di|duoc|xin|hay) muon (?:xe|tien|sach|vo|do|may|dat|ruong|lon|ga|trau|bo)",
    "chia se|sap (?:nho|xep|con|hang|cho|vai|ca|rau|thit)|(?:co|mot|cai) sap|phong tru|khau tru|tru (?:sau|chi phi"
    "|von)",
    "(?:quy|huong|giao) uoc|tu tuong|li tuong|(?:nguoi|cho|than|ban) quen|khong (?:so|ngai|muon|quen)",
)
# Words that doubt only where one of these follows: "giá mà", "ví như"; others are "già", "vì" without their marks.
_DOUBTS_WITH = {
    "gia": words_of("ma nhu"),
    "vi": words_of("nhu bang thu du"),
    "uoc": words_of("gi ma duoc sao"),
}
# The same where nothing was typed with marks: "nghi" is "nghỉ", "so" is "số", "doan" is "đoàn".
_DOUBTS_UNMARKED_WITH = {
    "nghi": words_of("ngo"),
    "so": words_of("lam mat bi lua sai qua khong rang la"),
    "doan": words_of("la chac vay the chung"),
    "lo": words_of("tay bam go mieng"),
    "tuong": words_of("la"),
    "quen": words_of("mat roi het luon bang"),
    "ha": frozenset[str](),
}
# A fear that says why something is not done, or what is done instead: "sợ mất nên chưa dám làm".
_FEAR = any_of(r"(?:so|ngai) (?:\S+ ){0,8}?(?:nen|khong|chua)")
_RHETORICAL = any_of("lam gi co|dau co|co .* dau|can gi|can chi|lam gi|lam chi|gi dau")  # "cần gì tiếng tây hả cháu"
_UNSURE = any_of("co le|hinh nhu|co chang")  # also where "có" is of an answer's words
_AFRAID = lexicon("sợ ngại")
# No "tôi", no "sau", no "phần".
_TOLD_APART = {
    spell(word)[0]: to
    for word, to in {"tối": "buoitoi", "tới": "saptoi", "sáu": "6", "cơ": "co_", "phân": "phan_"}.items()
}
_BUT = r"(?:,? ?\b(?:ma|nhung)\b)(?: ma)?(?: cung| lai| van| thi| thuc ra| noi chung)*"
# What is said and taken back at once: "có tham gia mà chưa tham gia", "chưa nhưng mà có".
_CONTRADICTS = re.compile(
    rf"\b(?P<said>\S+(?: \S+)?) {_BUT} (?:khong|chua)(?: co)? (?P=said)\b"
    rf"|\b(?P<first>\S+) \S+ {_BUT} (?:khong|chua)(?: co)? (?P=first)(?: (?:a|dau|gi|roi|chau|con|lam|may|han))*$"
    rf"|\b(?:khong|chua)(?: co)? (?P<denied>\S+(?: \S+)?) {_BUT}(?: co)? (?P=denied)\b"
    rf"|^(?:da |thi )*(?:khong|chua)(?: co)? {_BUT} co(?: roi| a| chu)*$"
    rf"|^(?:da |thi )*co(?: roi)? {_BUT} (?:khong|chua)(?: co| a| dau)*$"
    r"|\bnua (?:co|tin|biet|muon) nua \S+|\bco cung nhu khong\b"
)
_HEARD = lexicon("nghe")  # "nghe nói": also where "nói" is of an answer's words
_DOUBTS = any_of(
    # not sure
    r"hinh nhu|co le|co the|co (?:chang|ve)|khong chac|khong biet (?:la|co|nen|chon)",
    r"khong (?:nho|ro)|nghe (?:noi|dau)|chua biet (?:nua|sao|the nao)|hay (?:la|khong|thoi)",
    r"sao cung|chuyen rieng|khong (?:ke|tien)",
    # not quite
    r"gan nhu khong|(?:khong|chua) (?:han|hoan toan|chac|bao nhieu|may khi)|ra hon|dang ke",
    r"(?<!giam )(?<!bot )(?<!hon )(?<!con )(?<!duoc )mot nua|nua \S+ nua \S+|phan .* phan|do dang|bo do|bo ngang"
    r"|nua chung",
    # now this, now that
    r"vua .* vua|luc .* luc|(?:luc|khi|bua|hom) thi|ngay .* (?:buoitoi|dem)",
    r"sang (?!nao).* (?:chieu|buoitoi)(?! (?:moi |lai )?(?:ve|xong|nao))|mua (?:nay|kia|nao|kho|he|dong|gat"
    r"|thi) .* mua",
    # not yet
    r"sang nam(?! (?:thu|[0-9]))|(?:nam|thang|tuan|vu|ki|dot) saptoi|(?:bao gio|chung nao|doi (?:khi|den"
    r"|luc)) (?:\S+ ){1,7}(?:thi|moi|se)|khi nao (?:\S+ ){1,7}(?:moi|se)",
    r"(?:nam|thang|tuan|ngay|it|thoi gian) nua (?:moi|se|la|thi)|nua moi (?:duoc|se)|sap duoc",
    r"mai (?:mot|khai|lam|tra|tinh)|(?:nam|bua|hom|thang|tuan) sau|sap (?:toi|saptoi)|tu choi",
    r"^(?:thoi )?de (?:bua|hom|mai|khi|luc|buoitoi|tinh|sau|ranh|tet|it)|moi tinh|tinh cho|chua quyet|con tinh"
    r"|chua dinh|con tuy|chua tinh",
    r"(?:gi|sao|nao|dau|ai) co_$",
    r"(?:thang|ngay|thu) \S+ moi (?:di|hoc|du|co|mo|den)",
    r"dang tinh|tinh (?:se|di|hoc|mua|gan|lap)",
    r"(?:tinh |dinh |cho |doi )?(?:cuoi|sang|dau) (?:nam|thang|tuan) (?:moi|se)",
)
_ASKS_AT_THE_END = re.compile(
    r"\b(?:(?:co|duoc|phai|dung|bi) .*(?<!thi )khong|(?:hay|phai|dung|duoc) (?:khong|chua)|hay sao)"
    r"(?: (?:a|vay|the|chau|con|em))*$"
)
# Who looks something up to see whether it is so asks nobody here: "đọc báo xem có đúng không".
TO_SEE = re.compile(
    r"\bxem (?!.* hay khong)(?:(?:\S+ ){0,5}?(?:co|duoc|dung|that) (?:\S+ ){0,6}?(?:khong|chua)|(?:\S+ ){1,5}?(?:sao"
    r"|the nao))(?: da)?$"
)
_LAST_YEAR = any_of(r"nam (?:ngoai|truoc|kia)")
_PAST = any_of(
    r"(?:hoi|ngay|dao|dot|thoi) (?:xua|truoc)",
    r"(?:hoi|ngay|dao|dot|thoi) con (?:nho|tre|di|lam|song|khoe|o|bao cap|hop|chien|be|la)|hoi (?:lam|di|nho|tre)"
    r"|da tung",
    r"tung(?! (?:nha|ho|nguoi|dua|chau|ngo|cai|viec|bua|ngay|thang|buoi|chut|em|con|cau|bai))",  # not "từng nhà"
    rf"{'(?<!hom )(?<!bua )(?<!tuan )(?<!thang )(?<!dot )(?<!lan )(?<!vu )(?<!buoi )'}"
    r"truoc (?:day|kia|thi|lam|toi|co|la|di|o|hay)",
)
_AS_FOR_EACH = any_of(
    r"thi .* thi|cung duoc$"
)  # of one answer "có lúc thì có, lúc thì không"; of several "A thì có, B thì không"
# Every time, said by a no: "tuần nào tôi chả đi".
_ALWAYS = any_of(r"(?<!khong )(?:tuan|ngay|hom|thang|lan|buoi|sang|nam) nao (?:toi |minh )?(?:khong|cha|chang)")
_EVER = any_of(r"bao gio")


def to_see(said: Speech) -> frozenset[int]:
    """The words of what somebody looks up to see whether it is so: "xem có đúng không"."""
    plain = said.letters(0, len(said.words))
    found = TO_SEE.search(plain)
    if found is None:
        return frozenset()
    first = plain[: found.start()].count(" ")
    return frozenset(range(first, first + found.group().count(" ") + 1))


def doubts(said: Speech, used: frozenset[int] = frozenset(), *, one_by_one: bool = False) -> bool:
    """Whether a sentence doubts, delays or asks, in words other than those ``used`` for an answer.

    ``one_by_one``: several answers may be given, so that each may be said of by itself.
    """
    plain = TO_SEE.sub("", _letters(said, used))
    certain = _certain(said) | used
    return (
        _UNSURE.search(said.letters(0, len(said.words))) is not None
        or any(said.has(i, _HEARD) and said.words[i + 1].word.plain == "noi" for i in range(len(said.words) - 1))
        or any(_is_doubt(said, i) for i in range(len(said.words)) if i not in certain)
        or _DOUBTS.search(plain) is not None
        or (_ALWAYS.search(said.without(frozenset())) is not None and " nao" in plain)  # else an answer's own words
        or (not one_by_one and _AS_FOR_EACH.search(plain) is not None)
        or _ASKS_AT_THE_END.search(plain) is not None
        or (_EVER.search(plain) is not None and not any(is_in(each.word, NOT) for each in said.words))
        or (
            "?" not in said.said  # else it is asked back anyway
            and is_unreal(
                _told_apart(said, to_see(said) | used),
                _told_apart(said, frozenset()),
                is_marked=said.is_marked,
                one_by_one=one_by_one,
            )
        )
    )


def _told_apart(said: Speech, used: frozenset[int]) -> str:
    """The letters as unreal.py wants them."""
    words = ("·" if i in used else _apart(said, each) for i, each in enumerate(said.words))
    return " ".join(f"/ {word}" if i in said.breaks else word for i, word in enumerate(words))


def _letters(said: Speech, used: frozenset[int]) -> str:
    """The letters alone, with a dot for each word that is used, and words told apart by their marks that look alike."""
    return " ".join(
        "·" if i in used else _TOLD_APART.get(each.typed) or each.word.plain for i, each in enumerate(said.words)
    )


def _apart(said: Speech, each: Heard) -> str:
    is_exam = said.is_marked and each.typed == _EXAM
    return "exam" if is_exam else TOLD_APART.get(each.typed) or each.word.plain


def _certain(said: Speech) -> frozenset[int]:
    """The words that doubt nothing where they stand, as parts of others or as a reason."""
    plain = said.letters(0, len(said.words))
    found = (span for kind in (_NO_DOUBT, _FEAR) for span in kind.finditer(plain))
    return frozenset(
        i
        for span in found
        for first in (plain[: span.start()].count(" "),)
        if span.re is not _FEAR or said.has(first, _AFRAID)
        for i in range(first, first + (1 if span.re is _FEAR else span.group().count(" ") + 1))
    )


def _is_doubt(said: Speech, i: int) -> bool:
    """Whether a word doubts; some do only with a certain one behind them."""
    if not said.has(i, _DOUBT):
        return False
    plain = said.words[i].word.plain
    if plain == "ha" and _RHETORICAL.search(fold(said.said)):
        return False
    wanted = _DOUBTS_WITH.get(plain) or (None if said.is_marked else _DOUBTS_UNMARKED_WITH.get(plain))
    return wanted is None or (i + 1 < len(said.words) and said.words[i + 1].word.plain in wanted)


def contradicts(said: Speech) -> bool:
    """Whether a sentence says something and takes it back at once: "có tham gia mà chưa tham gia"."""
    return _CONTRADICTS.search(said.letters(0, len(said.words))) is not None


def fears(said: Speech) -> frozenset[int]:
    """The words between a fear and what comes of it: what is named there is not done, "sợ mất tiền nên không làm"."""
    plain = said.letters(0, len(said.words))
    return frozenset(
        i
        for span in _FEAR.finditer(plain)
        for first in (plain[: span.start()].count(" "),)
        if said.has(first, _AFRAID)
        for i in range(first, first + span.group().count(" ") + 1)
    )


def jokes(said: str) -> bool:
    """Whether somebody laughs at what they say, or says that it is a joke: "làm giám đốc công ty nhậu 😂"."""
    words = spell(said)
    letters = " ".join(word.plain for word in words)
    is_marked = any(word.marks for word in words)
    jests = _JEST in words or _DRINK in words if is_marked else _JEST_UNMARKED.search(letters) is not None
    return jests or _LAUGHS.search(said) is not None or _JOKES.search(letters) is not None


_QUOTES = re.compile(
    r"\w[^\"“”«»]*\b(?:bảo|dặn|nói|ghi|kêu|viết|nhắc|hỏi|đọc|bao|dan|noi|keu|viet|hoi)"
    r"[^\"“”«»\w]*(?:là |rằng )?[\"“”«]",
    re.IGNORECASE,
)


def quotes(said: str) -> bool:
    """Whether somebody's words are repeated in quotation marks: 'cán bộ bảo "phải ghi chép"'."""
    return _QUOTES.search(said) is not None


_WISH = re.compile(
    r"^(?:(?:dạ|vâng|thưa|ạ|thì|tôi|tui|mình|em|bác|con|cháu|cũng|rất|chỉ|da|vang|thua|toi|minh|bac|chau|cung|rat) )*"
    r"(?:muốn|muon|mong|thích được) (?!chọn|lấy|bấm|khai|đánh|điền|ghi là|trả lời|nói là|chon|lay|bam|danh|dien|ghi la"
    r"|tra loi|noi la)\S",
    re.IGNORECASE,
)


def wishes(said: str) -> bool:
    """Whether somebody says what they would like, and not what is: "tôi muốn học nghề"."""
    return _WISH.match(said.strip()) is not None


# What is compared with what was, and what has been so up to now.
_THAN_BEFORE = any_of(
    r"(?:hon|so voi|bang|nhu|khac) (?:\S+ ){0,3}?(?:truoc|ngoai|xua)(?: (?:day|kia))?",
    r"(?:lap|xay|mo) (?:tu )?(?:nam|thang|hoi) (?:ngoai|kia|truoc|xua)",
    r"tu (?:nam|thang|tuan|hoi|doi|dot) (?:ngoai|kia|truoc|xua)",
    r"(?:tu )?(?:truoc|xua) (?:toi|den) (?:gio|nay)",
)
_STOPPED = any_of(
    r"(?:gio|bay gio|nay|hien gio|roi|sau do) (?:(?:toi|minh|cung|lai|thi|luoi|lam bieng|gia|yeu|ban|gia yeu|met|da) )*"
    r"(?:bo|nghi|thoi|ngung|ngung|dep|giai tan|tan)(?! (?:hoc|thuoc|tien|phan))(?: (?:luon|roi|het|han|lau|tu|ca|me"
    r"|mat|a|chau|con))+"
)


def stopped(said: Speech, used: frozenset[int] = frozenset()) -> bool:
    """Whether a sentence says, in words other than those ``used``, that it is so no longer: "giờ bỏ luôn rồi"."""
    return _STOPPED.search(said.without(used)) is not None or has_ended(
        _told_apart(said, used), _told_apart(said, frozenset())
    )


def past_from(said: Speech, start: int = 0, end: int | None = None) -> int | None:
    """The word from which on a clause tells what was: "về hưu rồi trước dạy cấp hai"; ``None``: nowhere.

    Args:
        said: the sentence.
        start: where the clause begins.
        end: where it ends.
    """
    words = said.words[start:end]
    now = _up_to_now(" ".join(each.word.plain for each in words))
    if _LAST_YEAR.search(now):
        return start
    found = _PAST.search(now)
    once = once_from(_up_to_now(" ".join(_apart(said, each) for each in words)))
    ways = [each for each in (once, None if found is None else now[: found.start()].count(" ")) if each is not None]
    return start + min(ways) if ways else None


def _up_to_now(letters: str) -> str:
    """The letters without what is only compared with what was, or has been so since."""
    return _THAN_BEFORE.sub(lambda found: " ".join("·" for _ in found[0].split()), letters)
