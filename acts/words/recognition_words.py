"""What chat and desk say of lists of people to be recognised: where one stands, its decision, why a name goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from criteria.recognition import Paper
from locales.text import Day, T, Verbatim, Words
from storage.recognition import RecognitionList

STATES: Mapping[Paper, Words] = {
    Paper.DRAFT: T("dự thảo"),
    Paper.POSTED: T("đang niêm yết"),
    Paper.SUBMITTED: T("đã trình"),
    Paper.ISSUED: T("đã ban hành"),
    Paper.REVOKED: T("đã thu hồi"),
    Paper.DROPPED: T("đã bỏ"),
}
STRIKING: Mapping[str, Words] = {
    "gone": T("Đã chuyển đi nơi khác"),
    "dead": T("Đã mất"),
    "said": T("Có ý kiến phản ánh, cần xem lại"),
    "wrong": T("Kết quả chưa đúng, cần xem lại"),
}
OFFICES: Mapping[str, Words] = {
    "chu-tich": T("Chủ tịch"),
    "pho-chu-tich": T("KT. Chủ tịch, Phó Chủ tịch"),
    "chu-tich-hoi": T("Chủ tịch Hội Khuyến học"),
}


def day_words(value: date | None) -> Words | Day:
    """A day of a list; a dash where there is none."""
    return Verbatim("–") if value is None else Day(value)


def decision_words(found: RecognitionList) -> Words:
    """What stands on the signed paper."""
    return T(
        "Quyết định số {number} ngày {day}, {office} {signer} ký.",
        number=found.number,
        day=day_words(found.decided_on),
        office=found.signer_office,
        signer=found.signer,
    )
