"""Doubt, delay and the past in what people tell: then nothing is taken for an answer."""

from __future__ import annotations

import re

from handlers.kit.phrases import any_of
from handlers.kit.speech import Speech
from handlers.kit.spelling import NOT, is_in, lexicon, spell

_LAUGHS = re.compile(r"[😂🤣😆😹😜😝😛🤪]")
_JOKES = any_of(
    r"ha ?ha(?:ha)*|hi ?hi(?:hi)*|he ?he(?:he)*|kk+",
    r"dua (?:day|thoi|chut|ti|vui|xiu|a)|noi (?:dua|choi|gion)|gion|choc|tro dua|dua$",
)
_DOUBT = lexicon(
    "hả nhỉ chắc sợ ngại định muốn sắp nếu hoặc quên nghi đoán ước mong sẽ khoan giá ví tưởng mai trừ lỡ tuỳ"
)
_HEARD = lexicon("nghe")  # "nghe nói": also where "nói" is of an answer's words
_DOUBTS = any_of(
    # not sure
    r"hinh nhu|co le|co the|co (?:dieu|chang|ve)|khong chac|khong biet (?:la|co|nen|chon)",
    r"khong (?:nho|ro)|nghe (?:noi|dau)|chua biet (?:nua|sao|the nao)|hay (?:la|khong|thoi)",
    r"sao cung",
    # not quite
    r"gan nhu khong|(?:khong|chua) (?:han|hoan toan|chac|bao nhieu|may khi)|ra hon|dang ke",
    r"mot nua|nua .* nua|phan .* phan|do dang|bo do|bo ngang|nua chung",
    # now this, now that
    r"vua .* vua|luc .* luc|(?:luc|khi|bua|hom) thi|sang .* (?:chieu|toi)|mua .* mua|ngay .* (?:toi|dem)",
    # not yet
    r"(?:nam|thang|tuan|ngay|it|thoi gian) nua (?:moi|se|la|thi)|nua moi (?:duoc|se)|sap duoc",
    r"mai (?:mot|khai|lam|tra|tinh)|(?:nam|bua|hom|thang|tuan) sau|sap toi|tu choi",
    r"dang tinh|tinh (?:se|di|hoc|mua|gan|lap)",
    r"(?:tinh |dinh |cho |doi )?(?:cuoi|sang|dau) (?:nam|thang|tuan) (?:moi|se)",
)
_ASKS_AT_THE_END = re.compile(
    r"\b(?:(?:co|duoc|phai|dung|bi) .*(?<!thi )khong|(?:hay|phai|dung|duoc) (?:khong|chua)|hay sao)"
    r"(?: (?:a|vay|the|chau|con|em))*$"
)
# Who looks something up to see whether it is so asks nobody here: "đọc báo xem có đúng không".
TO_SEE = re.compile(r"\bxem (?:\S+ ){1,8}?(?:khong|sao|chua|the nao)(?: da)?$")
_LAST_YEAR = any_of(r"nam (?:ngoai|truoc|kia)")
_PAST = any_of(
    r"(?:hoi|ngay|dao|dot|thoi) (?:xua|truoc|con)|hoi (?:lam|di|nho|tre)|da tung",
    r"tung(?! (?:nha|ho|nguoi|dua|chau|ngo|cai|viec|bua|ngay|thang|buoi|chut|em|con|cau|bai))",  # not "từng nhà"
    r"truoc (?:day|kia|thi|lam|toi|co|la|di|o|hay)",
)
_AS_FOR_EACH = any_of(
    r"thi .* thi|cung duoc$"
)  # of one answer "có lúc thì có, lúc thì không"; of several "A thì có, B thì không"
# Every time, said by a no: "tuần nào tôi chả đi".
_ALWAYS = any_of(r"(?<!khong )(?:tuan|ngay|hom|thang|lan|buoi|sang|nam) nao (?:toi |minh )?(?:khong|cha|chang)")
_EVER = any_of(r"bao gio")


def doubts(said: Speech, used: frozenset[int] = frozenset(), *, one_by_one: bool = False) -> bool:
    """Whether a sentence doubts, delays or asks, in words other than those ``used`` for an answer.

    ``one_by_one``: several answers may be given, so that each may be said of by itself.
    """
    plain = TO_SEE.sub("", said.without(used))
    return (
        any(said.has(i, _HEARD) and said.words[i + 1].word.plain == "noi" for i in range(len(said.words) - 1))
        or any(said.has(i, _DOUBT) for i in range(len(said.words)) if i not in used)
        or _DOUBTS.search(plain) is not None
        or (_ALWAYS.search(said.without(frozenset())) is not None and " nao" in plain)  # else an answer's own words
        or (not one_by_one and _AS_FOR_EACH.search(plain) is not None)
        or _ASKS_AT_THE_END.search(plain) is not None
        or (_EVER.search(plain) is not None and not any(is_in(each.word, NOT) for each in said.words))
    )


def jokes(said: str) -> bool:
    """Whether somebody laughs at what they say, or says that it is a joke: "làm giám đốc công ty nhậu 😂"."""
    letters = " ".join(word.plain for word in spell(said))
    return _LAUGHS.search(said) is not None or (_JOKES.search(letters) is not None and "đưa" not in said.lower())


def past_from(clause: str) -> int | None:
    """The word of a clause from which on it tells what was: "về hưu rồi trước dạy cấp hai"; ``None``: nowhere."""
    if _LAST_YEAR.search(clause):
        return 0
    found = _PAST.search(clause)
    return None if found is None else clause[: found.start()].count(" ")
