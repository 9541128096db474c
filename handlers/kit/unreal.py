"""What is told as not so here and now: plans, wishes, conditions, hearsay, guesses, questions, and what was once.

It is searched in letters where "·" stands for each word that an answer used, so that "hôm nào rảnh" of an answer's own
words is nothing here, "/" for where a clause begins, and where words that only look alike without their marks are told
apart: "thời" is no "thôi".
"""

from __future__ import annotations

import re

from handlers.kit.spelling import Word, spell

# A word that was typed with its marks in a shape of its own; without them it is as the letters say.
TOLD_APART: dict[Word, str] = {
    spell(word)[0]: to
    for word, to in {
        "tới": "saptoi", "hồi": "hoif", "thời": "thoif", "hỏi": "hoir", "hội": "hoij", "thôi": "thoi_", "à": "a_",
        "nhỡ": "nho_", "giả": "giar", "giá": "gias", "già": "giaf", "còn": "conf", "chờ": "chof", "đợi": "doij",
        "đại": "daij", "bừa": "buaf", "đài": "daif", "bữa": "bua_", "cơ": "co_", "phần": "phanf", "cỏ": "co_",
        "tính": "tinhs",
    }.items()
}  # fmt: skip


def _any_of(*kinds: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases between spaces; they may begin or end with a dot."""
    return re.compile(rf"(?:^|(?<= ))(?:{'|'.join(kinds)})(?= |$)")


_AT_FIRST = r"(?:^|/ )(?:(?:da|vang|u|o|thua|thi|nha|toi|minh|em|bac|chau|ma|chu|roi|de) )*"
_IN_THE_END = r"(?:(?: (?:a|chau|con|em|co|chu|day|do))*(?= /|$))"
_SOME = r"(?:vai|may|it|dam|doi|mot|hai|ba|bon|nua|chut|[0-9]+)"

# Not yet.
_LATER = _any_of(
    r"ra gieng|(?:qua|sau|het|ra) tet|an tet xong",
    rf"{_SOME} (?:bua_?|hom|ngay|thang|tuan|nam) nua",
    r"(?:mua|vu|dot|ki|nam|thang|tuan|he|khoa|bua_?|hom|quy|lan) saptoi|(?:mua|vu|he|khoa|dot) sau(?! [0-9])",
    r"(?:xong|het|qua) (?:vu|mua|dot|nam|he|dich|viec|cai) (?:nay|lua|gat|cay|ca phe)",
    r"sang nam(?! (?:thu|[0-9]))|du (?:kien|tinh)|ke hoach la|nguyen vong|phan dau|chof|doij",
)
_LATER_BEFORE_IT = _any_of(
    r"chuan bi ·|co i(?= (?:dinh|·))|tinhs la ·|(?:hom|bua_?|khi|luc) nao(?: ranh)? ·(?!.* thi thoi)",
)
_LATER_AT_FIRST = re.compile(rf"{_AT_FIRST}saptoi day (?!.*\b(?:hoir|choi|xin|nho)\b)")
# Where nothing has its marks, what most likely is one of these.
_UNMARKED = _any_of(
    r"(?:mua|vu|dot|nam|thang|tuan|he|khoa) toi ·|nua (?:\S+ )?·|dang cho ·",
    r"lo co (?:\S+ ){0,3}thi|nho dau ·|lau qua (?:thi )?quen",
    r"· dai di",
)
_UNMARKED_WHOLE = re.compile(
    r"\b(?:chon|ghi|bam|khai|danh|dien|doan) dai\b|^con (?:tre|khoe)(?: \S+){0,2} thi\b"
    r"|^(?:the|vay|ua|o the|u the) .*\ba$|^(?:i|y) la .*\bha$"
    r"|^(?:(?:da|toi|minh) )*(?:so (?!thu|chi|sach|tay|ghi|[0-9])|co (?:\S+ )+mo$)"
)

# Only if.
_IF = _any_of(
    r"phai (?:chi|gi)(?! dau)|giar (?:su|du|nhu)|gia (?:su|du)|vi (?:du|nhu)|nho_|may ra",
    r"conf (?:tre|khoe|nho|song)(?: [^/\s]+){0,2} thi|troi (?:mua|nang|thuong|cho)(?: [^/\s]+)? thi",
    r"(?:co|du|duoc) (?:tien|dien thoai|may|xe|thoif? gian|dieu kien|suc|von|luong|ranh"
    r"|(?:nguoi|ai) (?:ru|chi|day|bay|keu))(?: [^/\s]+)? thi(?! (?:co|khong|chua|thoi_?)(?: |$))",
)
_IF_BEFORE_IT = _any_of(
    r"(?:khi|luc|bua_?|hom|bao gio|chung) nao (?!.* thi thoi_?)(?:[^/\s]+ ){1,6}thi",
    r"(?:ai cho|ma (?:duoc|co|ranh|khoe|giau))(?: [a-z][^/\s]*){0,3} thi",
)
_PERHAPS_AT_FIRST = re.compile(rf"{_AT_FIRST}biet dau ·")
# "Có tiền thì giúp": not what is there counts, unless it is an answer itself. What happens to others is no condition:
# "có ai ốm thì sang thăm" is what one does.
_IF_THERE = re.compile(
    rf"{_AT_FIRST}(?:co|duoc|du|san|ranh|khoe)"
    r"(?! (?:viec|chuyen|gi|dam|khach|buoi|lop|hop|nha|tin|benh|cai|hom|bua_?|luc|khi|ngay|cuoc|dot|ca|mot|hai|ba"
    r"|[0-9]+|la|thi|(?:nguoi|ai) (?:hoir?|om|nho|den|can|benh|dau)) )"
    r"(?: [a-z]\S*){0,3} thi (?!co|khong|chua|thoi|nhieu|it)"
)

# Somebody's word, a guess, a question.
_SAID = _any_of(
    r"(?:con|chau|vo|chong|no|ho) (?:bao|noi|keu|bieu|dan|khai|ghi) (?:la|rang|ghi|chon|khai|bam)",
    r"(?:tren|trong) (?:tivi|ti vi|tv|mang|daif?|bao|loa|phay|facebook|youtube|sach|giay|to giay|giay to|so|don)"
    r"(?: [^/\s]+)? (?:noi|bao|ghi|viet|in|de) (?:la |rang )?·",
    r"nghe (?:don|phong thanh)",
    r"(?:trong |theo |tren )?(?:giay moi|thu moi|cong van|nghi quyet|quy che|quyet dinh|to trinh|bao cao)(?: \S+)?"
    r" (?:ghi|noi|bao|viet|yeu cau)",
)
_PERHAPS = _any_of(
    r"khong (?:nho|ro|chac|biet) (?:co|la|da|minh|toi)(?: \S+)* (?:khong|chua|nao)",
    r"phan van|duong nhu|e (?:rang|la (?:khong|chua))",
)
_GUESSED = _any_of(
    r"xem nhu(?= (?:la )?·)|tam (?:xem|tinh|ghi|cho|khai)|cung co the",
    r"(?:chon|ghi|bam|khai|danh|dien|noi|cho|doan) (?:[^/\s]+ )?(?:buaf|daij)|(?:chon|ghi|bam|khai|danh) (?:dai|bua)",
    rf"(?:buaf|daij) ·|daij di{_IN_THE_END}|(?<=· )daij{_IN_THE_END}",
    rf"nghi (?:la|rang) (?:[^/\s]+ )?·|chac (?:vay|the|la vay|la the){_IN_THE_END}|thi phai{_IN_THE_END}",
)
_NEARLY = _any_of("gan nhu")
_EVERY_TIME = _any_of(
    r"gan nhu (?:\S+ ){0,2}(?:ngay|hom|tuan|thang|buoitoi|toi|sang|chieu|bua|lan|luc|nam|buoi|vu) nao",
    r"gan nhu (?:hang|moi|ca|khong|chua|quanh)",
)
_ASKED = _any_of(
    r"(?:may|bao nhieu) diem",
    rf"(?:o|cho|khuc|ben|tai) dau(?: (?:vay|the|ha))*{_IN_THE_END}",
)
_HOW_MANY = _any_of(r"bao nhieu (?:[^/\s]+ ){0,3}(?:thi|moi) (?:moi |duoc |la )?(?:tinhs?|dat|duoc|du)")
_HOW = re.compile(r"^(?:(?:da|the|vay|ua|ma|thua) )*lam (?:sao|the nao|cach nao|cach gi) ")
_WHO = re.compile(r"^(?:(?:da|the|vay|ua) )*ai ·(?!.* (?:cung|thi|nay|deu|la|day)\b)")
_IS_IT_SO = re.compile(r"^(?:the|vay|ua|o the|u the) .*\ba_$")

# Now this, now that; all but this.
_NOW_AND_THEN = _any_of(
    r"khi ·(?: \S+)* khi ·|luc ·(?: \S+)* luc ·|(?:cung|conf) (?:co )?(?:khi|luc|hom|bua_?) ·",
    r"ngoai (?:· )+ra",
)

# Whatever stands beside them, unless all of it is an answer's own; and only beside what an answer used.
_ANYWHERE = (_LATER, _LATER_AT_FIRST, _IF, _PERHAPS, _HOW, _HOW_MANY)
_AROUND_IT = (
    _LATER_BEFORE_IT, _IF_BEFORE_IT, _PERHAPS_AT_FIRST, _IF_THERE, _SAID, _GUESSED, _ASKED, _WHO, _IS_IT_SO,
)  # fmt: skip

# It is over: "đi chợ bán nhưng bỏ rồi", "học được mấy bữa rồi thôi".
_ENDED = re.compile(
    r"\b(?:nhung|ma|roi|gio|nay|chu) (?:(?:da|thi|lai|gio|cung|toi|minh) )*"
    r"(?:bo|nghi|thoi_?|ngung|dep|giai tan|tan|(?<=gio )het|(?<=nay )het)(?: (?:lau|han|luon|mat|tu|het|ca))* roi"
    rf"{_IN_THE_END}"
    rf"|\b(?:bua_?|hom|ngay|buoi|thang|tuan|lan) roi (?:thoi_?|bo|nghi)(?: (?:luon|han|ngang))?{_IN_THE_END}"
)


def _stands(kind: re.Pattern[str], letters: str, whole: str) -> bool:
    """Whether such words stand there that are not all an answer's own."""
    own = letters.split(" ")
    for found in kind.finditer(whole):
        first = whole[: found.start()].count(" ")
        if any(each not in {"·", "/"} for each in own[first : first + found.group().strip().count(" ") + 1]):
            return True
    return False


def is_unreal(letters: str, whole: str, *, is_marked: bool, one_by_one: bool = False) -> bool:
    """Whether a sentence plans, supposes, repeats, guesses or asks.

    Args:
        letters: of the sentence, as above.
        whole: the same without dots.
        is_marked: whether it was typed with marks.
        one_by_one: whether several answers may be given, so that each may be said of by itself.
    """
    if any(_stands(kind, letters, whole) for kind in _ANYWHERE) or any(kind.search(letters) for kind in _AROUND_IT):
        return True
    if not is_marked and (_UNMARKED.search(letters) or _UNMARKED_WHOLE.search(whole)):
        return True
    if _NEARLY.search(letters) and not _EVERY_TIME.search(whole):
        return True
    return not one_by_one and _NOW_AND_THEN.search(letters) is not None


def has_ended(letters: str, whole: str) -> bool:
    """Whether it is said to be over.

    Args:
        letters: of the sentence, as above.
        whole: the same without dots.
    """
    return _stands(_ENDED, letters, whole)


_YOUNG = r"(?:tre|nho|be|xua|truoc|ay)"
# From here on it is what was. "Hồi" is nearly always long ago, but for this morning and the like.
_ONCE_FROM = _any_of(
    r"(?<!thu )(?<!phuc )(?<!tu )hoif (?!gio|nao|nay|he|tet|chua|sang|chieu|buoitoi|toi|dau|cuoi|thang|som|trua|dem|hop"
    r"|suc)\S+",
    rf"thoif (?:do|bao cap|chien|con|thanh nien|hop tac|{_YOUNG})|thoi (?:bao cap|chien tranh)",
    rf"(?:luc|khi|thuo|dao|ngay) (?:conf? )?{_YOUNG}",
    r"luc chua (?:lay|co|cuoi|di|sinh)|hoi (?:do|ay|tre|nam|o (?:que|bo doi|linh)"
    r"|(?:[a-z]+ ){1,2}con (?:song|khoe|tre|nho))",
    r"khi conf?(?: \S+)? (?:tre|khoe|song|nho|be)|xua kia",
    r"truoc (?:dich|covid|giai phong|doi moi|do|ni|te|nam|cung|khi (?:cuoi|lay|nghi|ve|sinh|om|benh))",
)
_LONG_AGO = _any_of(r"cach (?:day|nay) (?:\S+ ){1,3}nam")
_ONCE_AT_FIRST = re.compile(
    r"^(?:(?:da|vang|u|o|thua|thi|toi|minh|em|bac|nha) )*"
    r"(?:truoc (?!gio|nay|toi|saptoi|den|nha|mat|het|tien|hom|san|cong|ngo|khi|sau|la$)|xua (?!nay|gio|toi|den))"
)
# In the end it is about all that stands before: "buôn bán hồi xưa".
_ONCE_IN_THE_END = re.compile(
    r"(?<!\btu)(?: (?:la|chuyen|cai|cua))* (?:(?:hoif?|ngay|thoif|thuo|dao|dot|luc|khi) "
    r"(?:xua|truoc|do|ay|nam|tre|nho|conf? (?:tre|nho|khoe|be)|bao cap)(?: (?:xua|kia))?|xua roi|truoc kia|truoc day"
    r"|nam xua)(?: (?:a|roi|co|chau|con|day|do|thoi_?|lan))*$"
)


def once_from(letters: str) -> int | None:
    """The word of a clause from which on it tells what was; ``None``: nowhere.

    Args:
        letters: of the clause, words that look alike told apart.
    """
    if any(kind.search(letters) for kind in (_ONCE_IN_THE_END, _ONCE_AT_FIRST, _LONG_AGO)):
        return 0
    found = _ONCE_FROM.search(letters)
    return None if found is None else letters[: found.start()].count(" ")
