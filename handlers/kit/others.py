"""Whether people speak of somebody else: "con tui học hết lớp 12", "chồng em làm công nhân, còn em làm ruộng"."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.kit.speech import Speech, speech
from handlers.kit.spelling import Word, is_in, lexicon, spell

# Words that count as somebody only with these marks, or without any: "bổ túc" is no "bố".
_SOMEBODY = lexicon(
    "anh chị ông bà cô chú bác cậu dì thằng con em cháu cụ mợ thím bố mẹ chồng vợ nó đứa nhà o nội ngoại"
)
_NOBODY = {
    word: token
    for text, token in (
        ("có", "have"),
        ("co", "have"),
        ("còn", "while"),
        ("tự", "self"),
        ("bạn", "friend"),
        ("ảnh", "picture"),
        ("sếp", "boss"),
        ("sep", "boss"),
        ("xếp", "fold"),
    )
    for word in spell(text)
}

_MINE = r"(?:toi|minh|em|bac|con(?! (?:dang|di|chua|hoc|lam|phai|khoe))|chau|nha|xa|chong|vo|de)"
# "dì hai", not "đi hai buổi" nor "ông tám mươi ba tuổi".
_IN_ORDER = r"(?:hai|ba|tu|nam|bay|tam)(?! (?:buoi|lan|lop|ngay|gio|khoa|hom|muoi|chuc|nam|tuoi|may))"
_WHICH = rf"(?:trai|gai|dau|re|lon|nho|be|ut|ca|{_IN_ORDER}|noi|ngoai|ruot|ho|hang xom|kia|no|cu|cun)"
# Next door, and whoever is named: "hai nhà trước ngõ", "con nhà kế bên", "cháu nhà ông trưởng thôn".
_NEXT_DOOR = (
    r"nha (?:ben|ke|canh|doi dien|truoc|sau|kia|hang xom|lang gieng|nguoi|dang kia)\b"
    r"|nha (?:con|chau) (?:trai|gai|dau|re|ut|ca|lon|dau|noi|ngoai)\b"
    r"|nha (?:ong|ba|anh|chi|co|chu|bac|ho) (?:[a-z]+ )?(?:ben|kia|doi dien|dau ngo|cuoi|tren|duoi)\b"
    r"|nha (?:em|anh|chi|co|chu|cau|di|thim|bac|ong|ba) (?:trai|gai|ruot|ho|truong|pho|kia|no|ay|bi thu)\b"
    r"|nha (?:anh|chi|co|chu|cau|di|thim|mo|bac|ong|ba) (?:ca|hai|ba|tu|nam|sau|bay|tam|ut|lon|nho|toi|minh)\b"
    r"(?! (?:chau|dua|nguoi|con|khau|the he|lan|buoi|nay|ni|qua|roi))|nha (?:thang|dua|nho|thim|mo|cau|di) (?:\S+)"
    r"|nha (?:noi|ngoai) (?:no|chau|toi|minh|em|con)\b"
)
_WHO_TELLS = (
    r"(?:can bo_?|truong (?:thon|ban|ap|khu)|to truong|thay|(?:co|have) giao|thay co|bac si|loa|dai|tivi|ti vi"
    r"|nguoi ta)"
)
_GREETING = r"(?:(?:thua|chao) (?:chau|con|em|co|chu|anh|chi|bac|ong|ba|can bo)|da|vang|thua|oi|alo|troi)"
_LINK = r"(?:thi|la|o|u|thoi|ma|while|have|nhung|con(?= (?:thang|dua|chong|vo|con)\b))"
_LEAD = re.compile(rf"(?:(?:{_GREETING}|{_LINK}) )*")


def _subject(*kinds: str) -> Callable[[str], bool]:
    """Whether a clause begins with one of these, behind a greeting or link, which is never read as one of them."""
    subject = re.compile(rf"(?:{'|'.join(kinds)})\b")

    def begins(clause: str) -> bool:
        # In two steps: in the first releases of Python 3.11 a possessive "*+" may give back what it took.
        lead = _LEAD.match(clause)
        return subject.match(clause, lead.end() if lead else 0) is not None

    return begins


_is_other = _subject(
    # the young
    r"thang(?! (?:nao|nay|truoc|toi|sau|[0-9]))|dua|(?:cac|may|lu) (?:dua|chau|con|em)",
    r"(?:tui|bon|lu|chung) (?:nho|no|tre)",
    rf"con (?:{_WHICH}|{_MINE}|cua)|chau (?:{_WHICH}|{_MINE})|em (?:{_WHICH}|chong|vo)",
    # husband, wife, the old
    r"(?:mu|lao|thang|con|ong|ba|dua) (?:vo|chong|gia)\b(?! chong)",
    r"(?:con|chau) (?:chu|bac|co|di|cau|o|mo|thim|anh|chi|ong|ba)\b",
    r"(?:chong|vo)\b(?! chong)(?! vo)|ong nha|nguoi yeu|(?:noi|ngoai) (?:toi|minh|em)",
    r"(?:bo(?! (?:roi|luon|het|han|ngang|lau|mat|thoi))|me)(?! con (?:toi|minh))\b",
    rf"(?:bo|me|ong|ba|anh|chi|co|chu|bac|di|cau) (?:{_WHICH}|{_MINE}|ay|do|truong)",
    r"(?:ong|ba|anh|chi|co|chu|bac) (?:[a-z]+ ){0,2}(?:bao|noi|ke|keu|dan)",
    r"picture (?:lam|di|hoc|biet|have|o|nuoi|ban|day|chay|dang|hay|cung|khong|chua|thi|noi|bao|xai)|boss\b",
    r"(?:ba|bo) me\b|cha me\b|ba ma (?:toi|minh|em|con|chau)|toi no (?!biet|have|duoc|lam gi)|gi dau (?!ma\b)\S+",
    r"giao (?:bao|noi|keu|dan)|(?:hai|ba|bon|[2-9]) (?:dua|thang|dua nho)\b",
    r"nho (?:em|ban|con|chau|ut|kia|hang xom)",
    r"(?<!have )(?:cac|may|nhung) (?:cu|bac|ong|ba|anh|chi|co|chu|thim|di|cau)\b(?! oi| a\b| can bo)",
    r"friend (?:toi|minh|em|than|hoc|be|gai|trai|cung|no)|(?:ong|ba|thang|con|dua|nho|anh|chi|nguoi|may|cac) friend"
    r"|(?:ong|thang|dua|anh|chi|nguoi) ban (?:toi|minh|em|than|hoc)\b",
    # the others
    r"no|ba con|hang xom|nha (?:ben|kia|hang xom|ho|nguoi|nguoi ta)|gia lang|truong (?:thon|ban|ap|xom)",
    rf"(?:[a-z]+ ){{0,3}}(?:{_NEXT_DOOR})",
    r"(?:may|cac|nhung) (?:[a-z]+ ){1,2}(?:trong|o_?|ngoai_?|ben) (?:xom|lang|ban|ap|kia|thon|cho)",
    rf"(?:[a-z]+ ){{1,4}}thi (?:thang|dua|no|vo|chong|con (?:{_WHICH}|{_MINE}))\b",
    rf"(?:[a-z]+ ){{0,3}}{_WHO_TELLS} (?:bao|noi|keu|dan|ke|bieu)",
    r"(?:ben |o |ca |ho |nguoi )*(?:xom|ap|ban|thon|lang|ho|don vi|khu|to) (?:ben|kia|canh|khac|nguoi ta)\b",
    r"(?:ho|chung no|bon ho) (?:lam|hoc|noi|bao|di|noi|ghi|xai|ban|nuoi|deu)\b",
    r"(?:ong|ba|anh|chi|co|chu|bac|di|cau|thim|nguoi|dua) (?:o_? )?(?:(?:ben|ke|gan|ngoi) (?:canh|ben|nha|vach)"
    r"|canh nha|doi dien|dau ngo|cuoi (?:ngo|xom)|dang kia)\b",
    r"(?:con|chau) (?:bao|noi|keu|bieu|dan) (?:la|rang|ghi|chon|khai|bam)\b",
    r"(?:dan|nguoi) (?:o|ban|lang|xom|gia)|nguoi (?:ta|nay|khac)|ca (?:nha|xom|lang|ban)|ai cung|moi nguoi|thien ha",
)
# Who does not live in the house, where the question is about its children.
_is_outside = _subject(
    r"(?:con|chau|may dua|dua) (?:nha )?(?:nguoi|thien ha|hang xom)|hang xom|nguoi ta|nha (?:ben|kia|hang xom|no"
    r"|nguoi)",
    rf"(?:[a-z]+ ){{0,3}}(?:{_NEXT_DOOR})",
    r"(?:anh|chi|em|con) (?:trai|gai|re|dau|ca|ho|ruot|toi|minh)(?: (?:toi|minh|em|bac))? have",
    r"con (?:anh|chi|chu|bac|co|di|cau|no|hang xom)",
    r"(?:ben |o )nha (?:thang|dua|con|nho|anh|chi|chu|bac|co|di|cau|ong|ba|noi|ngoai|em) \S+",
    r"(?:con|chau|dua|thang) (?:be |gai |trai |nho )?"
    r"nha (?:anh|chi|chu|bac|co|di|cau|ong|ba|o|mo|thim|hang xom|ben|em (?:trai|gai))",
    r"(?:con|chau) (?:o|mo|thim|duong|ong|ba)\b|(?:con|chau) (?:noi|ngoai|gai|trai|re|dau|lon)? ?(?:o_?|tren|duoi"
    r"|ngoai) (?:ha noi|sai gon|thanh pho|tinh|huyen|xa)",
    r"(?:(?:may|cac|lu|bon|tui) (?:dua |chau )?)?(?:ben |o |ca |ho |nha )*(?:xom|ap|ban|thon|lang) (?:ben|kia|canh"
    r"|khac|tren|duoi|nguoi ta)\b",
)
_IN_HOUSE_OF = re.compile(  # "nhà bà Tư"
    r"(?<!cho )(?<!với )(?<!giúp )(?<!sang )(?<!qua )(?<!của )\b[Nn]hà (?:ông|bà|anh|chị|cô|chú|cậu|dì|thím|mợ|thằng"
    r"|con|o|mệ|bá|già) [A-ZĐÀ-Ỹ]"
)
_OF_ME = re.compile(r"\b(?:goi|keu|reo|nho|moi|tim|hoi) (?:\w+ )?(?:toi|minh|em|bac)\b")  # "cũng gọi tôi sang khuyên"
# "Người ta nói thì mình tin ngay", "nhà ai cãi nhau là tôi sang": it is oneself who does it.
_AND_I = re.compile(
    r"\b(?:nguoi ta|ai|nha nao|nha ai|doi nao|hang xom|ba con|ca xom|nha ben|ho|ben canh|dau ngo"
    r"|doi dien) .*\b(?:(?:thi|la|nen|cung) (?:toi"
    r"|minh)(?! thi)|(?:toi|minh) (?:have|cung|chi|bay|day|sang|qua|tin))\b"
)
# Who calls the one that asks "con" is old, and speaks of herself: "má năm nay bảy mươi lăm rồi … con".
_OLD = re.compile(
    r"(?:da )?(?:me|bo|noi|ngoai)(?! (?:toi|minh|em|chau|con|no|chong|vo|ruot)\b) .* (?:con|chau)(?: a| oi| nha"
    r"| nghe)*$"
)
_WITH = re.compile(  # "chưa hoà với nhà bên"
    r"voi |(?!(?:da )?(?:nha|ong|ba|anh|chi|co|chu|hai|hang|vo|chong|con|me|bo) )(?:\S+ ){1,4}voi (?:nha|hang xom"
    r"|ba con|ong|ba|anh|chi)\b"
)
_REPORTED = re.compile(r"(?:da )?(?:nguoi ta|ho|ai) (?:bao|ke|don)\b")
_I = re.compile(
    r"(?:(?:while|thi|rieng|nhung|ma|chu_?) )*(?:toi(?! no (?!biet|have|duoc|lam gi))|(?:nha )?minh|ban than)\b"
)
_OUR_HOUSE = re.compile(
    r"nha (?:toi|minh|em)\b(?! (?:no|trai|gai))"
)  # beside another's: "nhà anh ba thì có, nhà tui không"
_SPOUSE = re.compile(r"(?:da )?(?:nha|ong nha|ba nha) (?:toi|minh|em|bac)\b")


def of_others(said: Speech, *, of_children: bool = False) -> frozenset[int]:
    """The clauses, by where they begin, that speak of somebody else: "con tui học hết lớp 12, tui lớp 3".

    ``of_children``: the question is about the children of a house, so that "thằng lớn" is nobody else.
    """
    found: set[int] = set()
    before: dict[int, str] = {}
    others = False
    if _OLD.match(said.letters(0, len(said.words))):
        return frozenset()
    for start, end in said.clauses():
        clause = _letters(said, start, end)
        is_our_house = others and _OUR_HOUSE.match(clause) and any(each.startswith("nha ") for each in before.values())
        if _I.match(clause) or _WITH.match(clause) or is_our_house:
            others = False
            if clause.startswith("while "):  # "nhà tôi …, còn tôi …": the house is the spouse
                found |= {at for at, earlier in before.items() if _SPOUSE.match(earlier)}
        elif of_children:
            others = others or _is_outside(clause) or _IN_HOUSE_OF.search(said.said) is not None
        elif not _REPORTED.match(clause) and (
            (_OF_ME.search(clause) and not _is_other(clause)) or _AND_I.search(clause)
        ):
            others = False
        elif _is_other(clause) or _IN_HOUSE_OF.search(said.said) or (not start and _names_somebody(said.said)):
            others = True
        if others:
            found.add(start)
        before[start] = clause
    return frozenset(found)


def speaks_of_others(said: str, *, of_children: bool = False) -> bool:
    """Whether every clause speaks of somebody else."""
    sentence = speech(said)
    others = of_others(sentence, of_children=of_children)
    return bool(others) and len(others) == len(sentence.clauses())


def _letters(said: Speech, start: int, end: int) -> str:
    """A clause in letters, where it is seen who it speaks of: a first "con" is a child, an unmarked later one "còn"."""
    letters = [_letter(each.word) for each in said.words[start:end]]
    return " ".join(["while", *letters[1:]] if start and not said.is_marked and letters[0] == "con" else letters)


def _letter(word: Word) -> str:
    """A word in letters, one that only looks like somebody without its marks told apart."""
    is_lookalike = word.plain in _SOMEBODY and not is_in(word, _SOMEBODY)
    return _NOBODY.get(word) or (f"{word.plain}_" if is_lookalike else word.plain)


_NO_NAMES = frozenset(  # "Tiếng Thái"
    ["tiếng", "hội", "tổ", "nhà", "quỹ", "gia", "lớp", "trường", "thôn", "ấp", "bản", "xóm", "khu", "đội", "câu", "chi"]
)


def _names_somebody(said: str) -> bool:
    """Whether it begins with somebody's name: "Chị Hoa làm ruộng", "con Lan đang đi học", "Trần Bảy làm ruộng"."""
    words = said.split()
    if (
        len(words) > 3
        and words[0].lower() not in _NO_NAMES
        and words[0].istitle()
        and words[1].istitle()
        and not any(map(str.istitle, words[3:]))
    ):
        return True
    at = next((i for i, word in enumerate(words[:3]) if any(is_in(each, _SOMEBODY) for each in spell(word))), None)
    return at is not None and at + 2 < len(words) and words[at + 1].istitle() and words[at + 2].islower()
