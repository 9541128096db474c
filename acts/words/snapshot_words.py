"""Figures that were taken down, in words: which they are, what they replace, what differs and why."""

from __future__ import annotations

from collections.abc import Mapping

from locales.format import day_of
from locales.text import Day, Number, T, Words
from storage.kit.words import SnapshotKind
from storage.snapshots import Cause, Change, Sending, Snapshot

CAUSES: Mapping[Cause, Words] = {
    Cause.CONFIRMED: T("mới xác nhận và đạt"),
    Cause.RECOGNISED: T("mới có quyết định công nhận"),
    Cause.UNDONE: T("thôi xác nhận hoặc bị thu hồi"),
    Cause.MOVED: T("chuyển nơi ở trong {commune_label}"),
    Cause.ROSTER: T("vào hoặc ra danh sách dân cư"),
    Cause.RULES: T("sửa bộ tiêu chí"),
    Cause.OTHER: T("lý do khác (đổi cách tính, hồ sơ đã xoá)"),
    Cause.WHOLE: T("tổng số người trong diện đánh giá"),
}


def kind_words(snapshot: Snapshot) -> Words:
    """What the figures are, as offices say it."""
    day = Day(day_of(snapshot.as_of))
    match snapshot.kind:
        case SnapshotKind.PROVISIONAL:
            return T("Số liệu tạm tính ngày {day}", day=day)
        case SnapshotKind.FINAL:
            return T("Số liệu chốt ngày {day}", day=day)
        case SnapshotKind.CORRECTION:
            return T("Số liệu điều chỉnh ngày {day}", day=day)


def replaces_words(sent: Sending, why: str) -> Words:
    """That a report replaces one that was sent."""
    return T(
        "Báo cáo điều chỉnh, thay thế Báo cáo số {number} ngày {day}. Lý do: {why}",
        number=sent.number,
        day=Day(sent.sent_on),
        why=why,
    )


def change_words(change: Change) -> Words:
    """How much is more or less, and why."""
    about = {"n": Number(abs(change.n)), "why": CAUSES[change.cause]}
    return T("- tăng {n}: {why}", **about) if change.n > 0 else T("- giảm {n}: {why}", **about)
