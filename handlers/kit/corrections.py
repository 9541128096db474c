"""Corrections inside one reply: "2 à không 3", "nhầm, số 1", "số một mới phải"."""

from __future__ import annotations

import re

_OH = r"(?:à|ờ|ủa|ý|ấy|a|ay) (?:mà )?(?:không|ko|hông|khong|nhầm|nham|lộn|quên|quen|chết)(?: phải)?(?: rồi)?"
_QUARREL = r"(?<!cãi )(?<!cự )(?<!gây )(?<!chửi )(?<!đánh )(?<!lẫn )"  # no "cãi lộn"
_WRONG = rf"(?:nhầm|nham)(?: rồi| roi)?|{_QUARREL}lộn(?: rồi)?|sai rồi|xin lỗi|xin loi|đính chính|sorry"
_BUT_NO = r"mà (?:không|khoan)(?=[,;])"
_CHANGE = (
    r"(?:sửa|đổi) (?:lại|thành|sang)(?= (?:số|cái|câu|ý|mục|là|thành|\d|chưa|có|không)\b)"  # no "đổi sang giống mới"
)
_OH_BUT = r"(?<=[,.;… ])(?:à|ờ|ủa)(?= (?:có(?! cả| thêm)|chưa|không phải|còn)\b)"  # "chưa có chi, à có cái nhóm"
_ONLY_OH = re.compile(rf"{_OH_BUT}(?!.*(?:không|nhầm|lộn|quên))", re.IGNORECASE)
MOST_BEFORE_OH = 4  # words: who has told more goes on telling
_WAIT = rf"(?:à|a) mà(?: (?:thôi|khoan(?: đã)?))?|không phải mà(?: là)?|(?<!chuyển )(?<!tài )khoan(?: đã)?|{_CHANGE}"
_I_MEAN = r"ý (?:tôi|tui|em|bác|con|cháu|mình) (?:nói )?(?=là)"
_INTO = r"[ ,:.!…-]*(?:(?:phải )?là |thành |sang |qua |chọn )?"
_CORRECTS = re.compile(rf"\b(?:{_OH}|{_WRONG}|{_WAIT}|{_BUT_NO}|{_I_MEAN}|{_OH_BUT})(?!\w){_INTO}", re.IGNORECASE)

# What says by itself what is right.
_RATHER = (
    re.compile(r"(.+?),? (?:chứ|chớ|chơ|chu|cho) (?:không|ko|hông|hổng|nỏ|khong) (?:phải|phai) .+", re.IGNORECASE),
    re.compile(
        r"(?:.*[,;. ])?((?:số |cái )?\w+(?: (?:ngày|hôm|buổi|lần|lớp|khoá|cháu|đứa|người|giờ))?) (?:mới|moi) "
        r"(?:là )?(?:phải|đúng|phai|dung)\b[^,;]*",
        re.IGNORECASE,
    ),
    re.compile(
        r".*\b(?:không|ko|k|hông|hổng|hong|nỏ|khong) (?:phải|phai) (?:là |la )?[^,;]{1,20}? (?:mà|ma) (?:là|la) (.+)",
        re.IGNORECASE,
    ),
    re.compile(r".*\b(?:sai|nhầm|lộn)(?: rồi)?[,;.] *(?:phải|mới)(?: đúng)? là (.+)", re.IGNORECASE),
)
_STARTS_ANEW = re.compile(r"[^,.:]{1,16}[,.:]")


def corrected(said: str) -> tuple[str, str] | None:
    """What was said before a correction and what it was corrected to: "2 à không 3" is ("2", "3").

    Nothing before it: the correction says by itself what is right. Nothing after it: what was said is taken back.
    """
    if rather := next((found for each in _RATHER if (found := each.fullmatch(said.strip()))), None):
        return "", rather[1]
    parts = _CORRECTS.split(said)
    if len(parts) < 2:
        return None
    before, after = " ".join(parts[:-1]).strip(" ,.;:"), parts[-1].strip(" ,.;:")
    if _ONLY_OH.search(said) and len(before.split()) > MOST_BEFORE_OH:
        return None
    if not before and not _STARTS_ANEW.match(said):
        return None  # "khoan xác nhận" puts nothing right
    return before, after
