"""What the conversations about recognition share: where a list stands in words, its decision, the way back to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.model import Standing
from criteria.recognition import Paper
from handlers.kit.context import Turn
from locales.text import Day, T, Verbatim, Words
from storage import cycles, recognition
from storage.recognition import Name, RecognitionList

ONLY_WORDS = T("Chỗ này chỉ nhận chữ.")
STATES: Mapping[Paper, Words] = {
    Paper.DRAFT: T("dự thảo"),
    Paper.POSTED: T("đang niêm yết"),
    Paper.SUBMITTED: T("đã trình"),
    Paper.ISSUED: T("đã ban hành"),
    Paper.REVOKED: T("đã thu hồi"),
    Paper.DROPPED: T("đã bỏ"),
}


def at(found: RecognitionList) -> Way:
    """The list's screen."""
    return ways.recognition(found.id)


def back(found: RecognitionList) -> Choice:
    """The way back to the list."""
    return Choice(T("Về danh sách"), at(found), Look.WAY)


def locked(turn: Turn, found: RecognitionList) -> RecognitionList:
    """The list as it is now, locked: two officers do not take it on in two ways."""
    return recognition.get(turn.tx, found.id, lock=True)


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


def can_strike(turn: Turn, proposed: Name) -> bool:
    """Whether a name stands on a list that nobody has signed."""
    return recognition.get(turn.tx, proposed.list_id).is_before_signed and proposed.struck_why is None


def why_no_paper(turn: Turn, found: RecognitionList) -> Words | None:
    """Why nothing that recognises can be made or entered: its rules are made up, or nobody has adopted them."""
    cycle = cycles.load(turn.tx, found.cycle_id)
    if cycle is None or cycle.is_training:
        return T("Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không ra quyết định được.")
    if cycle.standing(found.title) is Standing.PROPOSED:
        return T(
            "{Commune_label} chưa chọn cách dùng bộ tiêu chí, kết quả mới là dự kiến, nên chưa ra quyết định được. "
            "{You} chọn ở mục Bộ tiêu chí và kỳ đánh giá trước."
        )
    return None
