"""Yes, no and none in what people say: "có chứ", "nỏ có chi hết", "làm gì có"."""

from __future__ import annotations

import re

from handlers.kit.doubts import contradicts, doubts, past_from
from handlers.kit.others import of_others
from handlers.kit.phrases import words_of
from handlers.kit.speech import is_no, speech
from handlers.kit.spelling import AFTER, BEFORE, GLUE, NOT, Spelled, is_in, lexicon

MOST_AFTER_YES = 10
MOST_AFTER_NO = 8

_YES = lexicon("có vâng ừ ừa uh uhm um ừm ờ ok oke okay oki đúng phải =rồi được chuẩn yes yep")
_MUST = lexicon("phải")  # "phải hỏi ông trưởng thôn" is no yes
_TAKES_BACK = lexicon("bỏ tan ngừng nhưng yếu ít hứa")  # "có mà bỏ rồi"
_NONE = lexicon("nào gì ai đâu =mô hết =cả trơn lần")
_SAYS_NOTHING = lexicon(
    "có được gì rồi cái đó ấy này đây nào ai đâu =mô hết =cả trơn thật mà lại còn nữa hề bao giờ hà nke nghen lắm"
)
_ALL = lexicon("hết =cả đủ đều")  # "chưa hết" is no "chưa"
_OF_THE_MIND = lexicon("nhớ hiểu biết rõ nghe thấy phải chắc sao vấn can ngại lo sợ thiếu nói kém lạ hỏi")
_FOLLOWS_NONE = words_of("co viec nao gi chi dieu ngay lan mot ai cai")
_SUBJECT = re.compile(
    r"(?:(?:da|vang|a|o|u|thi|thua|troi|oi|cai|con) )*"
    r"(?:(?:ho|nha|thon|xom|ban|ap|khu|don vi|co quan|to|gia dinh|chung|nam (?:nay|qua)|bay gio|gio|den gio) )*"
    r"(?:\w+ (?=minh))?"
    r"(?:(?:toi|minh|em|bac|ta|nay|do|con|chau|thi|thuc ra|that ra) )*"
    r"(?:(?:nam|thang|tuan|lan|dip|luc) nao cung (?=co\b)|moi (?=co\b)|van (?=co\b|chua\b|khong\b))?"
)
_OF_COURSE = re.compile(
    r"(?<=có) (?:chứ|chớ|chơ)? ?(?:sao|răng) (?:lại )?(?:không|hông|ko|nỏ)\b", re.IGNORECASE
)  # "có chứ sao không"


# For questions that only a yes or a no answers: what is not done is no, whatever it is.
_NOT_DONE = re.compile(
    r"(?:(?!(?:co|nhu|moi|lap|da|roi|ma|bi|dang|nhung|vua|duoc|xong|tuy|thi)\b)\w+ ){0,5}?(?:khong|chua) "
    r"(?!(?:nho|hieu|biet|ro|nghe|phai|chac|sao|can|ngai|lo|so|thieu|noi|kem|la|hoi|muon|khai|tra|tin|dong|dam|ranh|"
    r"may|bao|han|hoan|it|sai|dang)\b)(?:(?!thi\b)\w+ ){0,6}"
)
_IS_DONE = re.compile(
    r"(?:(?:da|vang|a|thua|u) )*"
    r"(?:co (?!(?:luc|khi|ai|nguoi|dau|nao|gi|the|le|ve|nghe|dinh|y|dieu|muon|nua|mot so|may|bua|hom|nam|thang|ma|dang|"
    r"khong|chua|phai|cung|hay|con)\b)(?:\w+ ){1,14}|"
    r"(?:\w+ ){1,4}thi co (?:a |roi |chu |nhe |nha |chau )*|"
    r"(?:(?:thon|xom|ap|ban|ho|khu|to|don vi|minh|toi) ){0,2}(?:lam |man )?(?:day )?"
    r"du (?:ca |het |roi |a |chau |con )*)"
)
_MOST_IN_A_NO = 1


def is_none(label: Spelled) -> bool:
    """Whether a label says none or not yet, and nothing else: "Chưa", "Không có", "Chưa việc nào"."""
    return bool(label) and is_in(label[0], NOT) and all(word.plain in _FOLLOWS_NONE for word in label[1:])


def yes_or_no(said: str) -> bool | None:
    """Whether a reply is a yes or a no, whatever it tells besides; ``None`` where it is neither, or may be both."""
    sentence = speech(_OF_COURSE.sub("", said))
    if (others := of_others(sentence)) and (own := {start for start, _ in sentence.clauses()} - others):
        sentence, others = sentence.only(own), frozenset()  # "vợ tôi thì có, tôi thì chưa"
    letters = sentence.letters(0, len(sentence.words))
    if doubts(sentence) or contradicts(sentence) or past_from(sentence) is not None or others:
        return None
    words = tuple(each.word for each in sentence.words)
    subject = _SUBJECT.match(f"{letters} ")
    skipped = len(subject.group().split()) if subject else 0
    rest = words[skipped:] or words
    if rest and is_no(rest[0]):
        end = min(sentence.breaks, default=len(words)) - (len(words) - len(rest))
        return False if _denies_all(rest[1 : max(end, 1)]) else None
    return True if _affirms(rest) else None


def done_or_not(said: str) -> bool | None:
    """What a sentence answers where only a yes or a no can be meant: "chưa lập được", "có quy định, có hỗ trợ".

    ``None`` where it doubts, tells of others or of what was, or says both.
    """
    sentence = speech(said)
    letters = sentence.letters(0, len(sentence.words)) + " "
    if doubts(sentence) or past_from(sentence) is not None or of_others(sentence):
        return None
    noes = sum(is_no(each.word) for each in sentence.words)
    takes_back = any(is_in(each.word, _TAKES_BACK) for each in sentence.words)
    if noes == _MOST_IN_A_NO and not sentence.breaks and _NOT_DONE.fullmatch(letters):
        return False
    return True if noes == 0 and not takes_back and _IS_DONE.fullmatch(letters) else None


_PLAIN_NO = re.compile(
    r"(?:(?:da|thi|nen|gio|nay|van|hien|ma|nhung|toi|minh|ben|cung|nhin chung) )*(?:khong|chua)"
    r"(?: (?:co|lam|duoc|xong|he|lap|dat|gi|nao|het|ca|dau|a|luon|cho duoc|noi))*"
)
_PLAIN_YES = re.compile(
    r"(?:(?:da|thi|nen|gio|nay|van|hien|ma|toi|minh|ben) )*(?:co|dat|du|xong|duoc)"
    r"(?: (?:roi|du|ca|het|day du|hai thu|cac thu|chu|that|luon|a|hoat dong|dang hoang|han hoi))*"
)
_HAS = lexicon("có")
_VOCATIVE = re.compile(r" (?:em|cháu|con|cô|chú|anh|chị|bác|o|cán bộ) (?:ơi|ạ|à)(?= \S)", re.IGNORECASE)


def in_a_clause(said: str) -> bool | None:
    """What one plain clause says where only a yes or a no can be meant: "xưởng chật lắm, chưa có".

    ``None`` where no clause, or two that differ, say so, or any other says the contrary.
    """
    sentence = speech(_VOCATIVE.sub(",", said))
    if doubts(sentence) or past_from(sentence) is not None or of_others(sentence):
        return None
    clauses = [sentence.letters(start, end) for start, end in sentence.clauses()]
    noes = [bool(_PLAIN_NO.fullmatch(each)) for each in clauses]
    yeses = [bool(_PLAIN_YES.fullmatch(each)) for each in clauses]
    denies = [any(is_no(each.word) for each in sentence.words[start:end]) for start, end in sentence.clauses()]
    has = [any(is_in(each.word, _HAS) for each in sentence.words[start:end]) for start, end in sentence.clauses()]
    has = [each and not no for each, no in zip(has, denies, strict=True)]
    if any(noes) and not any(has):
        return False
    return True if any(yeses) and not any(denies) else None


def _affirms(words: Spelled) -> bool:
    """Whether a sentence says yes first, and nothing against it."""
    told = words
    while told and any(is_in(told[0], each) for each in (_YES, AFTER, BEFORE)):
        told = told[1:]
    if words and is_in(words[0], _MUST) and told:
        return False
    takes_back = any(is_no(word) or is_in(word, _TAKES_BACK) for word in words)
    return bool(words) and is_in(words[0], _YES) and not takes_back and len(told) <= MOST_AFTER_YES


def _denies_all(clause: Spelled) -> bool:
    """Whether what follows a denial denies everything: nothing in "không ạ", "ai cái gì" in "chưa dạy ai cái gì"."""
    if any(map(is_no, clause)) or (clause and is_in(clause[0], _ALL)):
        return False
    if all(any(is_in(word, each) for each in (_SAYS_NOTHING, BEFORE, AFTER, GLUE)) for word in clause):
        return True
    of_the_mind = any(is_in(word, _OF_THE_MIND) for word in clause)
    return any(is_in(word, _NONE) for word in clause) and not of_the_mind and len(clause) <= MOST_AFTER_NO
