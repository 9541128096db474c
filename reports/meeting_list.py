"""The list of a village's people for its meeting, to print: twenty names a page, boxes to tick, no year, no points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from locales.text import Moment, T, Words
from reports.sorting import vietnamese_name_key
from reports.typesetting import pdf

A_PAGE = 20
HEAD = (T("STT"), T("Họ và tên"), T("Đăng ký"), T("Đề nghị"), T("Cần bàn"), T("Vắng"), T("Ý kiến"))


@dataclass(frozen=True, slots=True)
class MeetingName:
    """Somebody of the village. ``head``: the head of their household, ``household`` its code; empty where unknown.

    ``registered`` and ``proposed`` are ticked beforehand: they are known.
    """

    name: str
    head: str
    household: str
    registered: bool
    proposed: bool


@dataclass(frozen=True, slots=True)
class MeetingList:
    """The whole list, in any order."""

    place: str
    year: int
    as_of: datetime
    names: Sequence[MeetingName]
    warning: Words | None = None


def meeting_list(found: MeetingList, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return pdf("meeting_list", as_data(found, words))


def as_data(found: MeetingList, words: Callable[[Words], str]) -> dict[str, object]:
    """The list as the template reads it: pages of twenty rows."""
    rows = _rows(found.names, words)
    return {
        "title": words(T("Danh sách họp xét danh hiệu học tập năm {year}", year=str(found.year))),
        "place": found.place,
        "as_of": words(T("lập lúc {when}", when=Moment(found.as_of))),
        "warning": "" if found.warning is None else words(found.warning),
        "note": words(T("Mọi người có dấu ở ô Đề nghị đều được đề nghị, trừ ai đánh dấu Cần bàn. Vắng: không dự họp.")),
        "head": [words(each) for each in HEAD],
        "pages": [rows[i : i + A_PAGE] for i in range(0, len(rows), A_PAGE)] or [[]],
        "facts": [
            words(T("Ngày họp: …/…/…… Mời: …… Có mặt: …… Người ghi: ……………………")),
        ],
        "written": words(T("Người ghi")),
        "headed": words(T("Xác nhận của {head_label}")),
        "signed": words(T("(ký, ghi rõ họ tên)")),
    }


def _rows(names: Sequence[MeetingName], words: Callable[[Words], str]) -> list[dict[str, object]]:
    """A row a name, by given name; who is called alike is told apart by the household."""
    ordered = sorted(names, key=lambda each: (vietnamese_name_key(each.name), each.head, each.household))
    alike = Counter(each.name for each in ordered)
    by_head = Counter((each.name, each.head) for each in ordered)
    out: list[dict[str, object]] = []
    for number, each in enumerate(ordered, 1):
        apart: Words | None = None
        if alike[each.name] > 1:
            clear = bool(each.head) and by_head[each.name, each.head] == 1
            apart = _apart(each, by_head=clear)
        out.append(
            {
                "number": str(number),
                "name": each.name or "–",
                "apart": "" if apart is None else words(apart),
                "registered": each.registered,
                "proposed": each.proposed,
            }
        )
    return out


def _apart(each: MeetingName, *, by_head: bool) -> Words:
    if by_head:
        return T("chủ hộ: {head}", head=each.head)
    return T("hộ số {code}", code=each.household) if each.household else T("chưa rõ hộ")
