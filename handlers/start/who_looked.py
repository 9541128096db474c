"""Who looked at oneself: on which day, in which role, at what."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.looked_words import look_words
from locales.text import BLANK, T, lines
from storage import looks

routes = Routes()

A_PAGE = 8  # lines of one message


@routes.shows("who-looked/{skipped}", Action.TAKE_PART)
def who_looked(turn: Turn, skipped: int) -> Answer:
    """Each who looked on a day, the latest first; one's own household is not told of."""
    found = list(looks.by_day(looks.of_person(turn.tx, turn.person.id)))
    if skipped >= len(found) and skipped:
        return Goto(ways.who_looked(0))
    shown = found[skipped : skipped + A_PAGE]
    newer = Choice(T("Trang trước"), ways.who_looked(max(0, skipped - A_PAGE)), Look.WAY)
    older = Choice(T("Trang sau"), ways.who_looked(skipped + A_PAGE), Look.WAY)
    return Screen(
        title=T("Ai đã xem dữ liệu của tôi"),
        text=lines(
            *(look_words(look, what) for look, what in shown),
            None if shown else T("Chưa có ai ngoài nhà xem gì của {you}."),
            BLANK,
            T("Mỗi người xem ghi một lần mỗi ngày, giữ 2 năm báo cáo. Người cùng hộ xem thì không ghi."),
        ),
        choices=(
            *((newer,) if skipped else ()),
            *((older,) if skipped + A_PAGE < len(found) else ()),
            Choice(T("Quay lại"), ways.data(), Look.WAY),
            HOME,
        ),
        names=frozenset(look.by_id for look, _ in shown if look.role is None),
    )
