"""A meeting about who is proposed, in the words that several conversations share."""

from __future__ import annotations

from collections.abc import Mapping

from acts import ways
from acts.choice import Choice, Look
from criteria.meeting import CouncilRole, Mark, MeetingKind, MeetingState
from criteria.model import CITIZEN
from criteria.parse import title_name
from handlers.kit.context import Turn
from locales.text import Day, Number, T, Verbatim, Words, joined
from storage import meetings, places
from storage.meetings import Listed, Meeting

ONLY_WORDS = T("Chỗ này chỉ nhận chữ.")
KINDS: Mapping[MeetingKind, Words] = {
    MeetingKind.VILLAGE: T("Họp xét"),
    MeetingKind.SIGNED: T("Danh sách ký trên giấy"),
    MeetingKind.COUNCIL: T("Họp Hội đồng đánh giá"),
}
STATES: Mapping[MeetingState, Words] = {
    MeetingState.OPEN: T("đang ghi"),
    MeetingState.HELD: T("đã kết luận"),
    MeetingState.DROPPED: T("đã bỏ"),
}
ROLES: Mapping[CouncilRole, Words] = {
    CouncilRole.CHAIR: T("Chủ tịch Hội đồng"),
    CouncilRole.VICE: T("Phó Chủ tịch Hội đồng"),
    CouncilRole.SECRETARY: T("Thư ký"),
    CouncilRole.MEMBER: T("Ủy viên"),
}


def heading(turn: Turn, found: Meeting) -> Words:
    """The meeting's title: what it is, where, in which year."""
    place = places.get(turn.tx, found.place_id)
    return T("{kind}, {place}, năm {year}", kind=KINDS[found.kind], place=place.inline_name, year=found.year)


def back(found: Meeting) -> Choice:
    """The way back to the meeting."""
    return Choice(T("Về cuộc họp"), ways.meeting(found.id), Look.WAY)


def locked(turn: Turn, found: Meeting) -> Meeting:
    """The meeting as it is now, locked: two who write it down do not undo each other."""
    return meetings.get(turn.tx, found.id, lock=True)


def called(each: Listed) -> Words:
    """How somebody of a meeting is called: the name, what for where that is not the citizens' title, the household."""
    what = None if each.title == CITIZEN else title_name(each.title)
    home = T("hộ {code}", code=each.household) if each.household and not each.household.startswith("chat-") else None
    beside = [part for part in (what, home) if part is not None]
    name = Verbatim(each.full_name or "–")
    return T("{name} ({what})", name=name, what=joined(beside, ", ")) if beside else name


def outcome(mark: Mark | None, *, agreed: bool | None) -> Words | None:
    """What a meeting says of somebody; nothing of who is proposed like all others."""
    if mark is None:
        return None
    if mark is Mark.ABSENT:
        return T("vắng")
    if agreed is None:
        return T("cần bàn, chưa ghi kết quả")
    return T("cần bàn: nhất trí đề nghị") if agreed else T("cần bàn: không đề nghị")


def votes(each: Listed) -> Words | None:
    """How it was voted on somebody."""
    if each.votes_for is None or each.votes_against is None:
        return None
    return T("{yes} phiếu thuận, {no} phiếu không", yes=Number(each.votes_for), no=Number(each.votes_against))


def when(found: Meeting) -> Words:
    """Day and place of a meeting."""
    if found.held_at:
        return T("{day}, tại {where}", day=Day(found.held_on), where=found.held_at)
    return T("{day}", day=Day(found.held_on))
