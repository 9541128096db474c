"""What is said of oneself and of now, in a sentence that also speaks of others, of what was, or of what would be.

"Chồng tui ở hội nông dân, còn tui thì chưa" is answered by what stands behind "còn tui"; "hồi trước có ghi, giờ thì
không" by what stands behind "giờ"; "cháu gõ giùm, bà sinh năm 1948" by what was typed for her.
"""

from __future__ import annotations

import re

from handlers.kit.others import speaks_of_others

LONGEST = 300  # letters: who writes more tells something
MOST_LAYERS = 3  # "hồi trước chồng tui …, còn tui …, giờ …"

_ME = r"(?:tôi|tui|toi|mình|minh|miềng|mieng|tao|choa|tớ|qua)"
_MYSELF = rf"(?:{_ME}|em|e|bác|con|cháu|(?:nhà|họ|ấp|thôn|xóm|bản|khu|tổ|đơn vị) {_ME})"
# "em tôi", "con trai", "cháu nó" are somebody else.
_NOT_MINE = rf"(?! (?:{_ME}|em|nó|gái|trai|dâu|rể|cả|út|lớn|nhỏ|đầu|ruột|họ|hàng|nội|ngoại|ấy|kia|chồng|vợ)\b)"
_OWN = re.compile(
    rf"(?:[,;.!…\n]+ *|\b(?:còn|chứ|chớ|chơ|nhưng|mà) +)"
    rf"(?:(?:còn|riêng|chứ|chớ|nhưng|mà|thì) )*(?P<own>{_MYSELF}\b{_NOT_MINE}.*)",
    re.IGNORECASE | re.DOTALL,
)
_TYPED_BY = re.compile(
    r"(?:(?:dạ|thưa|ờ|là) )*(?:thằng|con|đứa|cháu|em|chị|anh|o|cô|bé|nhỏ|vợ|chồng)\b[^,.;:]{0,20}?"
    r"\b(?:bấm|gõ|viết|nhắn|ghi|soạn|đánh)(?: (?:chữ|máy|tin))? (?:giùm|giúp|hộ|dùm|cho|thay)"
    rf"(?: {_MYSELF})?(?: (?:nè|đây|ạ|nha|nghe|nhé|đó))*[,;.:]+ *(?P<own>.+)",
    re.IGNORECASE | re.DOTALL,
)
_HERSELF = re.compile(r"^(?:ngoại|nội|bà|ông|mẹ|má|ba|bố|mệ|mạ|tía)\b(?! (?:tôi|tui|em|mình|nội|ngoại))", re.IGNORECASE)
_THEN = r"(?:quê|hồi|hoi|trước|xưa|năm (?:ngoái|kia)|sang năm|mai mốt|tháng sau|năm sau|dạo|ngày (?:xưa|đi|còn))"
_NOW = r"(?:(?:bây )?(?:giờ|chừ)|hiện (?:nay|giờ|tại)|(?<!năm )(?<!hôm )nay|năm (?:nay|ni))"
_AT_PRESENT = re.compile(
    rf".*\b{_THEN}\b.*[,;. ]+(?:mà |nhưng |chứ |chớ |còn )?(?<!tới )(?<!đến )(?<!bây )(?P<now>{_NOW})"
    r"(?: (?:thì|là))?[ ,]+(?P<own>.+)",
    re.IGNORECASE | re.DOTALL,
)
_IN_FACT = re.compile(
    r".*\b(?:nếu|phải chi|giá mà|giá như)\b.*\bthì\b.*[,;. ]+(?:mà|chứ|chớ|nhưng)"
    r"(?: (?:giờ|chừ|nay|hiện giờ|bây giờ))?(?: thì)? (?P<own>.+)",
    re.IGNORECASE | re.DOTALL,
)


def own_words(said: str, *, of_children: bool = False) -> str | None:
    """What is left of a reply when others, the past and conditions are taken off; ``None`` where there are none.

    Args:
        said: what was typed.
        of_children: whether the question is about the children of a house, so that "thằng lớn" is nobody else.
    """
    if len(said) > LONGEST:
        return None
    left = said
    for _ in range(MOST_LAYERS):
        layers = (_typed_for(left), _beside_others(left, of_children=of_children), _in_fact(left), _at_present(left))
        nearer = next((each for each in layers if each is not None), None)
        if nearer is None:
            break
        left = nearer
    return left if left != said else None


def _typed_for(said: str) -> str | None:
    """What somebody had typed for them: "cháu nó bấm giùm, ngoại sanh năm 1948"."""
    found = _TYPED_BY.fullmatch(said.strip())
    return None if found is None else _HERSELF.sub("tôi", found["own"])


def _beside_others(said: str, *, of_children: bool) -> str | None:
    """What comes behind "còn tui" where all before it speaks of somebody else."""
    for found in _OWN.finditer(said):
        if speaks_of_others(said[: found.start()], of_children=of_children):
            return found["own"]
    return None


def _at_present(said: str) -> str | None:
    """What comes behind "giờ" where it was otherwise before."""
    found = _AT_PRESENT.fullmatch(said.strip())
    return None if found is None else found["own"]


def _in_fact(said: str) -> str | None:
    """What is, behind what would be: "nếu có tiền thì giúp, chứ giờ chưa giúp được ai"."""
    found = _IN_FACT.fullmatch(said.strip())
    return None if found is None else found["own"]
