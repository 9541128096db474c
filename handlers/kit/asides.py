"""Questions that come instead of an answer, and questions about the question itself: what for, what it means."""

from __future__ import annotations

import re

from handlers.kit.phrases import any_of
from handlers.kit.speech import heard
from handlers.kit.spelling import spell

MOST_OF_A_QUESTION = 120  # letters: who writes more tells something

_MINUS = re.compile(r"\s*[-–—−]\s*\d+\s*")
_CALLING = (
    r"(?: (?:a|ha|vay|day|the|do|dzay|nhi|chau|con|em|co|chu|anh|chi|bac|can bo|ban|oi|troi|nhe|ne|nay|lam|o|me|u"
    r"|cha|cu))*"
)

_WHAT_FOR = any_of(
    rf"de lam gi|de (?:xet |hoi |ghi )?gi{_CALLING}$",
    rf"(?:hoi|lay|khai|ghi|can|(?<!khong )(?<!chua )biet|doi|xin|luu)\b.* lam gi{_CALLING}$",
    r"hoi .*\bgi(?: ma)?(?: du)? (?:the|vay|o|a)\b|thong tin .* gi (?:the|vay|day)$|can (?:cai )?(?:nay|the) lam",
    r"tai sao|vi sao|lam sao biet|sao (?:lai |cu )?(?:hoi|phai|bat|can)|thi sao$",
    r"(?:^|(?<=^da ))sao (?!cung)(?!ma .*duoc)(?:lai )?\w+",
)
_WHAT_IT_MEANS = any_of(
    r"la \w+ (?:cai gi|gi|sao|the nao)$",
    r"la (?:sao|gi|cai gi|the nao|nhu the nao|nghia gi|hoi gi|ai|o dau)|la nhu nao|nghia la|co nghia",
    r"(?:the nao|nhu the nao|sao|ra sao) (?:la|goi|thi goi|moi la|moi goi)",
    r"khac (?:gi )?nhau|khac gi|giai thich|noi ro",
    r"^(?:\w+ ){0,3}(?:khong|chua) hieu(?! biet)|(?:khong|chua) ro (?:cau|hoi|y)",
)
_WHAT_COUNTS = any_of(r"co (?:duoc )?tinh (?:la .*)?(?:khong|chua)|tinh ca .* khong$")
_WHO_SEES_IT = any_of(
    r"ai (?:xem|doc|thay|coi|biet|ngo|giu)",
    r"(?:giu|luu) .*(?:den|toi|trong) bao (?:gio|lau)",
    r"(?:thi )?mat (?:nhung )?gi",
    r"lo (?:thong tin|ra ngoai|het).*khong$",
)
_ENGLISH = any_of("what|why|who")
_RHETORICAL = any_of(r"lam (?:gi|sao) co|co .* gi dau|nhung so")


def asks(said: str) -> bool:
    """Whether a reply is a question by its marks: a "?" anywhere, or a minus before a lone number."""
    return "?" in said or "？" in said or _MINUS.fullmatch(said) is not None


def asks_why(said: str) -> bool:
    """Whether it asks about the question itself: what for, what it means, what counts, who sees it."""
    words = " ".join(each.word.plain for each in heard(spell(said)))
    if len(words) > MOST_OF_A_QUESTION or _RHETORICAL.search(words):
        return False
    return any(kind.search(words) for kind in (_WHAT_FOR, _WHAT_IT_MEANS, _WHAT_COUNTS, _WHO_SEES_IT, _ENGLISH))
