"""Classes and announcements: calling one off, reminding who wants to come, telling the people of a place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from criteria.quiet import after_quiet, is_quiet
from locales.format import day_of
from locales.text import BLANK, Day, T, Verbatim, Words, lines
from storage import announcements, learning_events, outbox, places, sign_ups
from storage.kit.transaction import Transaction
from storage.learning_events import LearningEvent
from storage.places import Place

EVERYBODY = 100_000  # who wants to come to one class


def when_and_where(tx: Transaction, event: LearningEvent) -> Words:
    """Its day, its place, and the hour and the house as far as somebody said: "24/11/2026, thôn Kim Sơn. 19 giờ"."""
    here = places.get(tx, event.place_id).inline_name
    if not event.venue:
        return T("{day}, {place}", day=Day(event.held_on), place=here)
    return T("{day}, {place}. {venue}", day=Day(event.held_on), place=here, venue=event.venue)


def call_off(tx: Transaction, event: LearningEvent) -> int:
    """The class does not take place, and who wanted to come is told. Returns how many. Not once somebody was there."""
    learning_events.cancel(tx, event)
    wanted = sign_ups.of_event(tx, event.id, most=EVERYBODY)
    notice = Notice(T("{name} ({day}) không tổ chức nữa.", name=event.name, day=Day(event.held_on)))
    for each in wanted:
        tell(tx, each.person_id, notice, due_at=after_quiet(tx.now))
    return len(wanted)


def remind_of_tomorrow(tx: Transaction) -> int:
    """Remind some of who wants to come to what takes place tomorrow; by day, each once. Returns how many were due.

    A reminder that no channel carries lands nowhere, as reminders do (:func:`acts.notices.unreached`).
    """
    if is_quiet(tx.now):
        return 0
    due = sign_ups.claim_due(tx, day_of(tx.now) + timedelta(days=1))
    for each in due:
        event = learning_events.load(tx, each.event_id)
        if event is not None:
            key = outbox.class_reminder_key(each.event_id, each.person_id)
            tell(tx, each.person_id, _reminder(tx, event, each.person_id), key=key)
    return len(due)


def _reminder(tx: Transaction, event: LearningEvent, person_id: int) -> Notice:
    return Notice(
        lines(T("Nhắc {you}: ngày mai có {name}.", name=event.name), when_and_where(tx, event)),
        (
            Choice(T("Xem buổi này"), ways.class_(event.id), Look.MAIN),
            Choice(T("Không đi được"), ways.class_leave(person_id, event.id), Look.WAY),
        ),
    )


def announce(tx: Transaction, place: Place, said: str, *, by: int) -> int | None:
    """Tell who lives in a place and wants announcements, by day, and keep what was said. Returns how many chats.

    ``None``, and nothing done, where as many as may be were made lately (:data:`storage.announcements.MOST`).
    """
    announcements.lock(tx, place.id)
    if announcements.may_be_made_at(tx, place.id) is not None:
        return None
    readers = announcements.readers(tx, place.id)
    made = announcements.make(tx, place.id, said, told=len(readers), by=by)
    notices = [
        outbox.NewNotice(
            each.account_id,
            each.person_id,
            outbox.announcement_key(made, each.person_id),
            _announced(place, said, each.person_id),
        )
        for each in readers
    ]
    outbox.put_notices(tx, notices, due_at=after_quiet(tx.now))
    return len(readers)


def announced_words(place: Place, said: str) -> Words:
    """An announcement as its readers see it."""
    return lines(T("Thông báo của {place}:", place=place.inline_name), BLANK, Verbatim(said))


def _announced(place: Place, said: str, person_id: int) -> dict[str, Any]:
    off = Choice(T("Đừng gửi thông báo nữa"), ways.announcements_off(person_id), Look.WAY)
    return Notice(announced_words(place, said), (off,)).to_data()
