"""When the evening's notice goes out: a choice, a typed hour, or never."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.read_time import WHAT_TO_TYPE, read_time
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import T, Verbatim, Words, lines
from storage import digests

routes = Routes()

HOURS = (18 * 60, 19 * 60, 19 * 60 + 30, 20 * 60, 20 * 60 + 30, 21 * 60)
NEVER = "never"


def _clock(minute: int) -> Words:
    return Verbatim(f"{minute // 60}:{minute % 60:02}")


@routes.shows("digest-time", Action.SEE_QUEUE)
def digest_time(turn: Turn) -> Screen:
    """When now, and when from now on?"""
    minute = digests.settings(turn.tx, turn.person.id).minute
    now = (
        T("Hiện nay không có tin buổi tối.")
        if minute is None
        else T("Hiện nay tin buổi tối gửi lúc {time} mỗi ngày.", time=_clock(minute))
    )
    return Screen(
        title=T("Giờ nhận tin"),
        text=lines(
            now,
            T("Mỗi ngày một tin, khi có việc chờ {you}. Bản nào chờ quá 3 ngày thì báo ngay, không báo ban đêm."),
            T("{You} chọn giờ, hoặc gõ giờ khác, ví dụ 19h15."),
        ),
        choices=(
            *(Choice(_clock(each), ways.digest_at(str(each))) for each in HOURS),
            Choice(T("Không cần tin buổi tối"), ways.digest_at(NEVER), Look.WAY),
            HOME,
        ),
        typed=True,
    )


@routes.hears("digest-time")
def digest_time_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A typed hour."""
    minute = Misread(WHAT_TO_TYPE) if isinstance(said, Sent) else read_time(said.text)
    return Goto(ways.digest_time(), minute.hint) if isinstance(minute, Misread) else Goto(ways.digest_at(str(minute)))


@routes.does("digest-at/{when}", Action.SEE_QUEUE)
def digest_at(turn: Turn, when: str) -> Goto:
    """From now on at this minute of the day, or never."""
    if when == NEVER:
        digests.choose(turn.tx, turn.person.id, None)
        return Goto(ways.home(), T("Từ nay không gửi tin buổi tối. Bản nào chờ quá 3 ngày thì vẫn báo."))
    minute = int(when) if when.isascii() and when.isdigit() and len(when) <= 4 else -1
    if not 0 <= minute < 24 * 60:
        return Goto(ways.digest_time(), WHAT_TO_TYPE)
    digests.choose(turn.tx, turn.person.id, minute)
    return Goto(ways.home(), T("Từ nay tin buổi tối gửi lúc {time} mỗi ngày.", time=_clock(minute)))
