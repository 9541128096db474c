"""The gentle reminder itself: written at once, sent by day, dropped if the person declares before."""

from __future__ import annotations

from collections.abc import Collection

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from criteria.quiet import after_quiet
from criteria.reminding import Standing
from handlers.kit.context import Turn
from handlers.shared.menu_words import menu_choice
from locales.text import T, Words
from storage import outbox, places, roster
from storage.roster import Villager


def remind(turn: Turn, year: int, place_id: int, wanted: Collection[Villager]) -> int:
    """Remind those of them who may be reminded now. Returns how many."""
    may_be = [each for each in wanted if each.bar(turn.tx.now) is None]
    claimed = roster.claim_reminder(turn.tx, [each.person_id for each in may_be])
    village = places.get(turn.tx, place_id)
    for each in may_be:
        if each.person_id in claimed:
            tell(
                turn.tx,
                each.person_id,
                _notice(each, year, village.full_name),
                key=outbox.reminder_key(each.person_id),
                due_at=after_quiet(turn.tx.now),
                supersedes=True,
            )
    return len(claimed)


def _notice(villager: Villager, year: int, village: str) -> Notice:
    """The notice. Its ways name the person: it may be read by who speaks for them."""
    text: Words
    begin = ways.begin(villager.person_id)
    match villager.standing:
        case Standing.RETURNED:
            text = T("{village} nhắc nhẹ: bản khai Công dân học tập của {you} được trả lại, còn chờ {you} xem lại.",
                     village=village)  # fmt: skip
            way = Choice(T("Xem lại bản khai"), ways.mine(villager.declaration_id or 0), Look.MAIN)
        case Standing.DRAFT:
            text = T("{village} nhắc nhẹ: {you} đang khai dở Công dân học tập năm {year}. Câu đã trả lời vẫn còn.",
                     village=village, year=year)  # fmt: skip
            way = Choice(T("Khai tiếp"), begin, Look.MAIN)
        case _:
            text = T("{village} mời {you} khai Công dân học tập năm {year}. Khoảng 5 phút, nghỉ lúc nào cũng được.",
                     village=village, year=year)  # fmt: skip
            way = menu_choice(T("Khai ngay"), begin, Look.MAIN)
    unwanted = menu_choice(T("Đừng nhắc nữa"), ways.no_reminders(villager.person_id), Look.WAY)
    return Notice(text, (way, unwanted))
