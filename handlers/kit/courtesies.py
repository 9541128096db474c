"""What is said around an answer to the one that asks: "báo cáo cán bộ … ạ", "ghi giùm tui là … nghen cô"."""

from __future__ import annotations

import re

_WHO = (
    r"(?:cán bộ|các anh|các chị|anh|chị|em|cô|chú|bác|cháu|con|ông|bà|o|cưng|ad|bạn|thầy|ngoại|nội|dì|mợ|cậu|tui|tôi"
    r"|mình)"
)
_LEAD = re.compile(
    rf"(?:(?:dạ|vâng|thưa|ừ|ờ|à|ạ|rồi)\b[ ,.]*)*"
    rf"(?:(?:xin )?báo cáo(?: với)?(?: {_WHO}(?: {_WHO})?)?|thưa {_WHO}(?: (?:tôi|tui|em|con|cháu))?"
    rf"|(?:{_WHO} )?xin (?:trả lời|khai|thưa)(?: là| rằng)?|(?:{_WHO} )?(?:thuộc|ở|vào) (?:loại|diện|nhóm|dạng)"
    rf"|(?:cứ |thôi )?(?:ghi|đánh|điền|chọn|bấm|khai)(?: (?:vô|vào|dùm|giùm|giúp|hộ|cho|là|cái|{_WHO}))*"
    rf"|cho {_WHO} (?:cái|ý|mục|câu)"
    rf"|(?:lâu nay|trước giờ|xưa nay|hồi giờ|tới giờ|đến giờ|đến nay|hiện) (?:vẫn|thì|cũng))"
    r"[ ,:]+(?P<own>(?!(?:lộn|nhầm|sai|đại|bừa|hộ|lon|nham|dai|bua)\b)\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = re.compile(
    rf"(?P<own>.*\S)[ ,]+(?:(?:ạ|nhé|nha|nghen|nghe|nhe|hen|nờ|nì|nè|đó|đấy|ơi|giùm|dùm|giúp|hộ|với|đi|cho) ?)*"
    rf"(?:{_WHO} (?:nờ|ơi|ạ|à|nghen|nha|hè|nì)|(?:ạ|nhé|nha|nghen|nghe|nhe|hen|giùm|dùm|giúp|hộ|cho) {_WHO})[ .!]*",
    re.IGNORECASE | re.DOTALL,
)
_IN_THE_END = re.compile(
    r"(?P<before>.+)[,.;…] *(?:nên |thì |thôi |vậy |vậy thì |thế thì )?(?:cứ )?(?:ghi|đánh|chọn|điền|khai)"
    r"(?: là| giùm| giúp)? "
    r"(?P<own>[^,.;]+?)(?: (?:đi|cho đúng|giùm|giúp|hộ|nha|nhé|nghen|tôi|tui|bác|em|là được|cho chắc|cái"
    r"|vậy|ạ))*[.! ]*",
    re.IGNORECASE | re.DOTALL,
)
_SAYS_WHO = re.compile(r"\b(?:bảo|kêu|nói|dặn|biểu|xúi|khuyên) *$", re.IGNORECASE)
MOST_LAYERS = 3


def without_courtesies(said: str) -> str:
    """The answer alone, where there is more than courtesies; else what was said."""
    left = said.strip()
    for _ in range(MOST_LAYERS):
        found = _LEAD.fullmatch(left) or _TAIL.fullmatch(left)
        if found is None:
            break
        left = found["own"].strip(" ,")
    return left


def asked_for(said: str) -> str | None:
    """What somebody asks to be written down in the end, whatever was told before: "…, ghi chưa cho đúng"."""
    found = _IN_THE_END.fullmatch(said.strip())
    return None if found is None or _SAYS_WHO.search(found["before"]) else found["own"]
