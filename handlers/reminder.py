"""The gentle reminder itself: written at once, sent by day, dropped if the person declares before."""

from __future__ import annotations

from collections.abc import Collection

from criteria.quiet import after_quiet
from criteria.reminding import Standing
from handlers.kit.context import Turn
from handlers.kit.screen import Choice, Look, Screen, screen_to_data
from locales.text import T, Words
from storage import accounts, outbox, places, roster
from storage.cycles import Cycle
from storage.roster import Villager

UNWANTED = Choice(T("Đừng nhắc nữa"), "no-reminders", Look.WAY)


def remind(turn: Turn, cycle: Cycle, place_id: int, wanted: Collection[Villager]) -> int:
    """Remind those of them who may be reminded now. Returns how many."""
    may_be = [each for each in wanted if each.bar(turn.tx.now) is None]
    claimed = roster.claim_reminder(turn.tx, [each.person_id for each in may_be])
    village = places.get(turn.tx, place_id)
    for each in may_be:
        account_id = accounts.reachable(turn.tx, each.person_id)
        if each.person_id not in claimed or account_id is None:
            continue
        key = outbox.reminder_key(each.person_id)
        outbox.release(turn.tx, key)
        outbox.put(
            turn.tx,
            outbox.NOTICE,
            account_id,
            screen_to_data(_screen(each, cycle.year, village.full_name)),
            person_id=each.person_id,
            key=key,
            due_at=after_quiet(turn.tx.now),
        )
    return len(claimed)


def _screen(villager: Villager, year: int, village: str) -> Screen:
    text: Words
    match villager.standing:
        case Standing.RETURNED:
            text = T("{village} nhắc nhẹ: bản khai Công dân học tập của {you} được trả lại, còn chờ {you} xem lại.",
                     village=village)  # fmt: skip
            way = Choice(T("Xem lại bản khai"), f"mine/{villager.declaration_id}", Look.MAIN)
        case Standing.DRAFT:
            text = T("{village} nhắc nhẹ: {you} đang khai dở Công dân học tập năm {year}. Câu đã trả lời vẫn còn.",
                     village=village, year=year)  # fmt: skip
            way = Choice(T("Khai tiếp"), "declare", Look.MAIN)
        case _:
            text = T("{village} mời {you} khai Công dân học tập năm {year}. Khoảng 5 phút, nghỉ lúc nào cũng được.",
                     village=village, year=year)  # fmt: skip
            way = Choice(T("Khai ngay"), "declare", Look.MAIN)
    return Screen(text=text, choices=(way, UNWANTED))
